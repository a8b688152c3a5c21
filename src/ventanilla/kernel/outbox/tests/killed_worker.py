"""A worker process that a test kills: it says on its output that its job runs, and then the job never ends."""

import sys
import threading

import django


def main() -> None:
    django.setup()
    from ventanilla.kernel.outbox import api as outbox
    from ventanilla.kernel.outbox.periodic import PERIODIC

    PERIODIC.clear()  # nothing but the job of the test is running when it is killed

    @outbox.register_job("outbox_test.endless")
    def endless(number: int) -> None:
        print(f"running {number}", flush=True)  # noqa: T201
        threading.Event().wait()

    outbox.run_worker(threading.Event())


if __name__ == "__main__":
    sys.exit(main())
