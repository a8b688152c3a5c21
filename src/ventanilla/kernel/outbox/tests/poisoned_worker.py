"""A worker process with a job that kills it each time, and one that does no harm."""

import os
import signal
import sys
import threading

import django


def main() -> None:
    django.setup()
    from ventanilla.kernel.outbox import api as outbox
    from ventanilla.kernel.outbox.periodic import PERIODIC

    PERIODIC.clear()  # nothing but the jobs of the test

    @outbox.register_job("outbox_test.poison")
    def poison() -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    @outbox.register_job("outbox_test.harmless")
    def harmless(number: int) -> None: ...

    outbox.run_worker(threading.Event())


if __name__ == "__main__":
    sys.exit(main())
