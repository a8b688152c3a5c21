"""The whole demonstration in order: set up, serve, play, and go on serving."""

import time
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connections
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ventanilla.kernel.identity import api as identity
from ventanilla.project.demo import accounts, world
from ventanilla.project.demo.errors import DemoRefused, StepFailed
from ventanilla.project.demo.journey.play import play_journey
from ventanilla.project.demo.serving import Server, serving
from ventanilla.project.demo.setup import api as setup
from ventanilla.project.demo.telling import Teller, seconds
from ventanilla.project.server import preparing
from ventanilla.project.simulators.config import THIS_MACHINE


def run(*, once: bool, began: float) -> None:
    """Show everything; then serve until SIGTERM or Ctrl-C, unless `once`. `began` is when the command was given.

    Raises DemoRefused, ServerFailed, StepFailed, and the faults of the database and of the server.
    """
    teller, home = Teller(), settings.VENTANILLA_HOME
    refuse_elsewhere()
    teller.title(_("Ventanilla: la demostración"))
    _prepare(teller, home)
    with serving(home) as server:
        with teller.doing(_("Servidor y simuladores")) as doing:
            server.wait_until_it_answers()
            doing.what = _("Servidor y simuladores en %(address)s") % {"address": server.address}
        ready = time.monotonic() - began
        _play(teller, server)
        _tell_accounts(teller, server)
        teller.done(_("El arranque tomó %(time)s.") % {"time": seconds(ready)})
        if once:
            return
        teller.paragraph(
            _("Ventanilla sigue atendiendo en %(address)s. Termine con Ctrl-C.") % {"address": server.address}
        )
        try:
            server.wait_until_it_ends()
        except KeyboardInterrupt:
            teller.paragraph(_("Deteniendo el servidor. La base de datos sigue; `ventanilla stop` la detiene."))
        else:
            teller.paragraph(_("El servidor se detuvo."))


def refuse_elsewhere() -> None:
    """Its passwords are public and its simulators let anybody be anybody: only on this machine, never in production."""
    if settings.VENTANILLA_MODE == "production":
        raise DemoRefused(_("La demostración no se hace en producción: quite VENTANILLA_MODE."))
    if urlsplit(settings.PUBLIC_URL).hostname not in THIS_MACHINE:
        raise DemoRefused(
            _("La demostración se hace solo en esta máquina, y %(url)s es otra: quite VENTANILLA_PUBLIC_URL.")
            % {"url": settings.PUBLIC_URL}
        )


def _prepare(teller: Teller, home: Path) -> None:
    """The database, its tables and the data. Each step finds out by itself whether it is done."""
    with teller.doing(_("Base de datos")) as doing:
        preparing.prepare_database(doing.say)
    with teller.doing(_("Tablas")) as doing:
        preparing.prepare_tables(doing.say)
    refuse_others_data()
    for step in setup.steps(home):
        with teller.doing(step.title):
            step.run()
    connections.close_all()


def refuse_others_data() -> None:
    """Never beside real institutions: the accounts of the demonstration have public passwords."""
    ours = {each.code for each in world.institutions()}
    others = [each.name for each in identity.list_institutions() if each.code not in ours]
    if others:
        raise DemoRefused(
            _(
                "Esta base de datos es de %(name)s, y la demostración necesita una propia: nombre otra carpeta en"
                " VENTANILLA_HOME."
            )
            % {"name": others[0]}
        )


def _play(teller: Teller, server: Server) -> None:
    began = time.monotonic()
    teller.heading(_("Un trámite, de la búsqueda a la prueba"))
    if get_language() != settings.LANGUAGE_CODE:
        teller.paragraph(_("Sus páginas están en español: entre comillas va lo que dicen."))
    try:
        for line in play_journey(server.address):
            teller.line(line)
    except StepFailed as failure:
        log = _("Lo que dijo el servidor está en %(log)s.") % {"log": server.log}
        raise StepFailed(f"{failure} {log}") from failure
    teller.done(_("El trámite completo tomó %(time)s.") % {"time": seconds(time.monotonic() - began)})


def _tell_accounts(teller: Teller, server: Server) -> None:
    teller.heading(_("Ahora pruebe usted"))
    teller.paragraph(_("Personas: se entra con el RUN, sin clave, en el simulador de identidad."))
    teller.rows(accounts.persons())
    teller.paragraph(accounts.others(), "dim")
    teller.paragraph(_("Funcionarios: se entra con correo y clave."))
    for institution, rows in accounts.officials():
        teller.paragraph(institution, "bold")
        teller.rows(rows)
    teller.paragraph(_("Direcciones:"))
    teller.rows(accounts.addresses(server.address))
