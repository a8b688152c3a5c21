"""Where the installation keeps its files, how it is called from outside, and who stands at its edges."""

from ventanilla.project.settings import environment

VENTANILLA_HOME = environment.HOME.read()
VENTANILLA_MODE = environment.MODE.read()
PUBLIC_URL = environment.PUBLIC_URL.read() or f"http://localhost:{environment.PORT.read()}"
LOG_ORIGIN = environment.LOG_ORIGIN.read()
PAYMENT_PROVIDER = environment.PAYMENT_PROVIDER.read()
SIMULATORS = environment.SIMULATORS.read()
SIMULATORS_URL = environment.SIMULATORS_URL.read()
