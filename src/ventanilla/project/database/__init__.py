"""The embedded PostgreSQL: what runs when DATABASE_URL names no other."""
