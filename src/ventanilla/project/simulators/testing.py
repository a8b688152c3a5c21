"""The simulators in a thread, for tests and journeys: `with running() as url: …`."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from ventanilla.project.simulators.server import HOST, serve


@contextmanager
def running(port: int = 0) -> Iterator[str]:
    """Serve inside the block and give the address. Raises SimulatorsRefused."""
    stop, listening = threading.Event(), threading.Event()
    ports: list[int] = []
    errors: list[BaseException] = []

    def ready(found: int) -> None:
        ports.append(found)
        listening.set()

    def run() -> None:
        try:
            serve(port, stop=stop, ready=ready)
        except BaseException as error:
            errors.append(error)
        finally:
            listening.set()

    thread = threading.Thread(target=run, name="simulators")
    thread.start()
    listening.wait()
    try:
        if errors:
            raise errors[0]
        yield f"http://{HOST}:{ports[0]}"
    finally:
        stop.set()
        thread.join()
