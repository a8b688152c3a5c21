"""What the auditors of packages say, read: what was not looked up is never clean."""

import json

import pytest

from tools.audit import read_npm, read_python

KNOWN = {"name": "a", "version": "1", "vulns": [{"id": "PYSEC-1"}]}
CLEAN = {"name": "b", "version": "2", "vulns": []}
SKIPPED = {"name": "c", "skip_reason": "Dependency not found on PyPI"}


def python(*packages: dict) -> str:
    return json.dumps({"dependencies": packages})


def npm(total: int, **vulnerabilities: dict) -> str:
    return json.dumps({"vulnerabilities": vulnerabilities, "metadata": {"dependencies": {"total": total}}})


class TestPython:
    def test_what_was_looked_up_and_has_nothing_is_clean(self) -> None:
        audit = read_python(python(CLEAN))
        assert audit.is_clean
        assert str(audit) == "PyPI: nothing is known of 1 packages"

    def test_one_that_is_known_is_named(self) -> None:
        audit = read_python(python(CLEAN, KNOWN))
        assert not audit.is_clean
        assert audit.vulnerable == ("a 1: PYSEC-1",)

    @pytest.mark.parametrize("report", [python(CLEAN, SKIPPED), python(), "", "{}", "[]", '{"dependencies": null}'])
    def test_what_was_not_looked_up_is_not_clean(self, report: str) -> None:
        audit = read_python(report)
        assert not audit.is_clean
        assert "not audited" in str(audit)


class TestNpm:
    def test_what_was_looked_up_and_has_nothing_is_clean(self) -> None:
        assert read_npm(npm(40)).is_clean

    def test_one_that_is_known_is_named(self) -> None:
        audit = read_npm(npm(40, sass={"severity": "high"}))
        assert not audit.is_clean
        assert audit.vulnerable == ("sass: high",)

    @pytest.mark.parametrize("report", [npm(0), "", "{}", '{"message": "405 Method Not Allowed"}', "null"])
    def test_what_was_not_looked_up_is_not_clean(self, report: str) -> None:
        audit = read_npm(report)
        assert not audit.is_clean
        assert "not audited" in str(audit)
