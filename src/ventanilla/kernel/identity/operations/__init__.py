"""The writes of identity, by noun. Each is an @operation with its ledger entry."""
