"""Alerts leave the logs: they are kept in the home and sent to the operator."""
