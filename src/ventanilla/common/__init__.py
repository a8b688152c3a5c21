"""Floor 0: no database, no network, no Django models. Each module is its own front door."""
