"""Deep calls: the interpreter bounds the frames of one thread, so what goes deeper goes on in a new one.

The caller waits: one thread of an evaluation runs at a time. No limit of the process is changed, and what the caller
keeps in context variables is there too.
"""

from collections.abc import Callable
from contextvars import copy_context
from threading import Thread
from typing import Any


def on_new_stack(run: Callable[[Any], Any], given: Any) -> Any:
    """`run(given)` in a thread of its own; what it raises is raised here. Raises RecursionError when none can start."""
    made: list[Any] = []
    failed: list[BaseException] = []
    context = copy_context()

    def go() -> None:
        try:
            made.append(context.run(run, given))
        except BaseException as error:
            failed.append(error)

    thread = Thread(target=go, name="feel", daemon=True)
    try:
        thread.start()
    except RuntimeError:
        raise RecursionError from None
    thread.join()
    if failed:
        raise failed.pop()
    return made[0]
