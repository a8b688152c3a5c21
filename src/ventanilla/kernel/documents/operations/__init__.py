"""The writes of documents, by noun."""
