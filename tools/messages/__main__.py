"""The commands `update`, `check` and `compile`."""

import sys
from collections.abc import Callable, Iterator

from tools.messages import catalogues, problems
from tools.messages.extraction import extract
from tools.messages.message import Messages
from tools.messages.packages import Package, packages


def update() -> int:
    """Write each catalogue anew: what the source says, with the translations that exist anywhere."""
    current = list(_current())
    known = catalogues.translations(old for _, _, old in current)
    untranslated = 0
    for package, messages, _ in current:
        new = catalogues.merged(messages, known)
        catalogues.write(package, new)
        untranslated += sum(not message.is_translated for message in new.values())
    print(f"{sum(len(messages) for _, messages, _ in current)} messages, {untranslated} to translate.")
    return 0


def check() -> int:
    """Print every problem. Answers 1 when there is one."""
    current = list(_current())
    found = [line for package, messages, old in current for line in problems.of_package(package, messages, old)]
    found += problems.between_packages([(package, old) for package, _, old in current])
    for line in found:
        print(line)
    print(f"{len(current)} catalogues, {len(found)} problems.")
    return 1 if found else 0


def compile_all() -> int:
    """Write what Django reads."""
    for package in packages():
        catalogues.compile_one(package)
    return 0


def _current() -> Iterator[tuple[Package, Messages, Messages]]:
    for package in packages():
        yield package, extract(package), catalogues.read(package)


COMMANDS: dict[str, Callable[[], int]] = {"update": update, "check": check, "compile": compile_all}

if len(sys.argv) != 2 or sys.argv[1] not in COMMANDS:
    sys.exit(f"Say one of: {', '.join(COMMANDS)}.")
sys.exit(COMMANDS[sys.argv[1]]())
