"""Python reads this file when a process begins and its folder is on the path: the process has a clock that is moved.

By how many seconds stands in the file `clock-moved-by` of the home, and is read each time.
"""

import os
from datetime import datetime, timedelta
from pathlib import Path

from ventanilla.common import clock

MOVED_BY = Path(os.environ["VENTANILLA_HOME"]) / "clock-moved-by"


def moved() -> datetime:
    seconds = float(MOVED_BY.read_text()) if MOVED_BY.exists() else 0.0
    return clock.of_the_machine() + timedelta(seconds=seconds)


clock.read_from(moved)
