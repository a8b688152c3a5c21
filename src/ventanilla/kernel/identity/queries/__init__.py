"""The reads of identity, by noun. They give frozen values, never rows."""
