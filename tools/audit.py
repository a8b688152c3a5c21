"""`make audit`: known vulnerabilities of what is installed, by the advisories of PyPI and of npm.

What could not be looked up is not clean: it is told as "not audited", and the command fails. What is locked is audited,
with the build and test packages, whether it is installed on this machine or not.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
EXPORT = ("--frozen", "--quiet", "--no-emit-project", "--all-groups", "--no-hashes", "--format", "requirements-txt")
PATIENCE_SECONDS = 300


@dataclass(frozen=True, slots=True)
class Audit:
    """What the advisories say of one ecosystem. `vulnerable` and `unknown` have a line for each package."""

    ecosystem: str
    audited: int
    vulnerable: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()

    @property
    def is_clean(self) -> bool:
        """That each was looked up, and nothing is known of any."""
        return self.audited > 0 and not self.vulnerable and not self.unknown

    def __str__(self) -> str:
        if self.vulnerable:
            return f"{self.ecosystem}: {len(self.vulnerable)} with known vulnerabilities, {self.audited} audited"
        if not self.is_clean:
            return f"{self.ecosystem}: not audited: {self.unknown[0] if self.unknown else 'nothing was looked up'}"
        return f"{self.ecosystem}: nothing is known of {self.audited} packages"


def read_python(report: str) -> Audit:
    """Of what pip-audit says as JSON. A package that it skipped is unknown; so is all when it said nothing."""
    try:
        packages: list[Mapping[str, Any]] = list(json.loads(report)["dependencies"])
    except (ValueError, KeyError, TypeError):
        return Audit("PyPI", 0, unknown=("pip-audit gave no report",))
    looked_up = [each for each in packages if "vulns" in each]
    return Audit(
        "PyPI",
        len(looked_up),
        vulnerable=tuple(
            f"{each['name']} {each['version']}: {', '.join(found['id'] for found in each['vulns'])}"
            for each in looked_up
            if each["vulns"]
        ),
        unknown=tuple(str(each.get("skip_reason", each["name"])) for each in packages if "vulns" not in each),
    )


def read_npm(report: str) -> Audit:
    """Of what `npm audit` says as JSON; it says an error in place of counts when its advisories do not answer."""
    try:
        said = json.loads(report)
        packages = int(said["metadata"]["dependencies"]["total"])
        vulnerabilities: Mapping[str, Mapping[str, Any]] = said["vulnerabilities"]
    except (ValueError, KeyError, TypeError):
        return Audit("npm", 0, unknown=("npm has no advisories to compare with",))
    found = tuple(f"{name}: {each['severity']}" for name, each in sorted(vulnerabilities.items()))
    return Audit("npm", packages, vulnerable=found)


def _said(*command: str) -> str:
    quiet: dict[str, Any] = {"capture_output": True, "text": True, "stdin": subprocess.DEVNULL, "check": False}
    return subprocess.run(command, cwd=ROOT, timeout=PATIENCE_SECONDS, **quiet).stdout


def main() -> int:
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as requirements:
        requirements.write(_said(".boot/bin/uv", "export", *EXPORT))
        requirements.flush()
        python = ("--disable-pip", "--no-deps", "--progress-spinner", "off", "--format", "json")
        audits = (
            read_python(_said("pip-audit", "--requirement", requirements.name, *python)),
            read_npm(_said("npm", "audit", "--json")),
        )
    for audit in audits:
        print(audit)
        for line in audit.vulnerable:
            print(f"  {line}")
    return 0 if all(audit.is_clean for audit in audits) else 1


if __name__ == "__main__":
    sys.exit(main())
