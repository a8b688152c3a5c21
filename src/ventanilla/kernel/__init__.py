"""What every public service needs. No web pages."""
