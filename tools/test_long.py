"""`make test-long`: every test, then backwards, then on the PostgreSQL of the system's packages when there is one."""

import os
import subprocess
import sys
import time

from tools import other_postgres

PYTEST = (sys.executable, "-m", "pytest", "-n", "2", "--dist", "loadfile", "--no-loadscope-reorder")
SHORT = ("-m", "not long")


def run(what: str, *arguments: str, **variables: str) -> tuple[str, bool, float]:
    """One run of pytest: what it was, whether all passed, its seconds."""
    print(f"\n── {what}\n", flush=True)
    start = time.monotonic()
    done = subprocess.run((*PYTEST, *arguments), env={**os.environ, **variables}, check=False)
    return what, done.returncode == 0, time.monotonic() - start


def main() -> int:
    results = [
        run("every test"),
        run("backwards", "-p", "tools.backwards", *SHORT),
    ]
    binaries = other_postgres.find_binaries()
    if binaries is None:
        print(f"\nThere is no PostgreSQL in {other_postgres.PACKAGES}: install `postgresql` to try another version.")
    else:
        with other_postgres.running(binaries) as url:
            results.append(run(f"PostgreSQL {binaries.parent.name}", *SHORT, DATABASE_URL=url))
    print()
    for what, passed, seconds in results:
        print(f"{'passed' if passed else 'FAILED'}  {seconds:6.0f} s  {what}")
    return 0 if all(passed for _, passed, _ in results) else 1


if __name__ == "__main__":
    sys.exit(main())
