"""Ventanilla: the whole State behind one window."""
