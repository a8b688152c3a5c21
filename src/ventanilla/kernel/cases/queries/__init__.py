"""The reads of cases."""
