"""The processes of a running installation under one supervisor."""
