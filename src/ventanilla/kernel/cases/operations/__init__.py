"""The writes of cases, one use case per file."""
