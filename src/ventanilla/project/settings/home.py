"""Where the installation keeps its files, and how it is called from outside."""

import os
from pathlib import Path

VENTANILLA_HOME = Path(os.environ.get("VENTANILLA_HOME", "~/.ventanilla")).expanduser()
PUBLIC_URL = os.environ.get("VENTANILLA_PUBLIC_URL", "http://localhost:8000")
LOG_ORIGIN = os.environ.get("VENTANILLA_LOG_ORIGIN", "localhost/ventanilla/log")
PAYMENT_PROVIDER = "simulator"
SIMULATORS = os.environ.get("VENTANILLA_SIMULATORS", "") == "1"
SIMULATORS_URL = os.environ.get("VENTANILLA_SIMULATORS_URL", "http://127.0.0.1:8001")
