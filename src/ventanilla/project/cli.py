"""The command `ventanilla`."""

import click


@click.group()
def main() -> None:
    """Ventanilla: the whole State behind one window."""
