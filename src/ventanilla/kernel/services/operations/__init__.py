"""The writes of services: publishing versions, adopting them, recording values."""
