"""A plugin of pytest: the tests in reverse order, so that one which needs another before it is found out."""

import pytest


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Turn the order around."""
    items.reverse()
