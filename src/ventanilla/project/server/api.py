"""The front door of the server: `serve` runs a whole installation until it is told to stop."""

import http.client
import os
import sys
import threading
from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connections

from ventanilla.project import simulators
from ventanilla.project.server import preparing
from ventanilla.project.server.home_lock import is_held, serving_from, stop_server
from ventanilla.project.server.plan import Plan, check_connections, free_port
from ventanilla.project.server.roles import WEB_TARGET
from ventanilla.project.server.supervisor import DRAIN_SECONDS, Supervisor
from ventanilla.project.settings import environment

__all__ = ["LOCALHOST", "is_serving", "plan_from_settings", "serve", "stop"]

Say = Callable[[str], None]

LOCALHOST = "127.0.0.1"


def plan_from_settings() -> Plan:
    """What the environment asks for. The ports are the wanted ones; whether they are free is not looked at."""
    host = environment.HOST.read()
    return Plan(
        host=LOCALHOST if host == "localhost" else host,
        port=environment.PORT.read(),
        web_processes=environment.WEB_PROCESSES.read(),
        web_threads=environment.WEB_THREADS.read(),
        job_workers=environment.JOB_WORKERS.read(),
        simulators=settings.SIMULATORS,
    )


def serve(plan: Plan, *, say: Say, target: str = WEB_TARGET) -> None:
    """Prepare the database, start every process, and return when SIGTERM or SIGINT has drained them.

    `say` is told of progress, and of the address once it answers. Raises the faults of `errors` and of the database,
    and SimulatorsRefused.
    """
    if plan.simulators:
        simulators.refuse_simulators()
    with serving_from(settings.VENTANILLA_HOME):
        preparing.prepare_database(say)
        preparing.prepare_tables(say)
        check_connections(plan, max_connections=preparing.max_connections())
        connections.close_all()
        port = free_port(plan.host, plan.port, only_that=_behind_a_proxy())
        if port != plan.port:
            say(f"Port {plan.port} is busy; using {port}.")
        commands, variables = _commands(plan, port, target)
        answering = threading.Thread(target=_announce, args=(plan.host, port, say), daemon=True)
        answering.start()
        Supervisor(commands, environment.for_a_child(variables)).run()


def is_serving() -> bool:
    """Whether a server of this home runs."""
    return is_held(settings.VENTANILLA_HOME)


def stop() -> bool:
    """Let the server of this home drain and end. False: none runs."""
    return stop_server(settings.VENTANILLA_HOME, patience_seconds=DRAIN_SECONDS + 10)


def _commands(plan: Plan, port: int, target: str) -> tuple[dict[str, list[str]], dict[str, str]]:
    """The command line of each child by name, and the variables that changed because a port was busy."""
    commands = {
        "web": _role("web", plan.host, port, target),
        "relay": _role("relay"),
        "sequencer": _role("sequencer"),
        **{f"worker-{number}": _role("worker") for number in range(1, plan.job_workers + 1)},
    }
    if settings.DATABASE_IS_EMBEDDED:
        commands["database"] = _role("database")
    variables: dict[str, str] = {}
    if port != plan.port:
        variables[environment.PUBLIC_URL.name] = _with_port(settings.PUBLIC_URL, plan.port, port)
    if plan.simulators:
        wanted = urlsplit(str(settings.SIMULATORS_URL)).port or 80
        simulators_port = free_port(LOCALHOST, wanted + 1 if wanted == port else wanted)
        variables[environment.SIMULATORS_URL.name] = _with_port(settings.SIMULATORS_URL, wanted, simulators_port)
        commands["simulators"] = _role("simulators", LOCALHOST, simulators_port)
    return commands, variables


def _role(name: str, *arguments: object) -> list[str]:
    return [sys.executable, "-m", "ventanilla.project.server.roles", str(os.getpid()), name, *map(str, arguments)]


def _behind_a_proxy() -> bool:
    """Whether people reach the installation by another machine's name: then its proxy knows one port."""
    return urlsplit(str(settings.PUBLIC_URL)).hostname not in {"localhost", LOCALHOST}


def _with_port(url: str, wanted: int, port: int) -> str:
    """The address with the port that is used. One without port, behind a proxy, is left alone."""
    return url.replace(f":{wanted}", f":{port}", 1)


def _announce(host: str, port: int, say: Say) -> None:
    pause = threading.Event()
    address = LOCALHOST if host == "0.0.0.0" else host  # noqa: S104 compared, not bound
    while True:
        asking = http.client.HTTPConnection(address, port, timeout=30)
        try:
            asking.request("HEAD", "/", headers={"Host": "localhost"})
            asking.getresponse().close()
        except (OSError, http.client.HTTPException):
            pause.wait(0.1)
            continue
        finally:
            asking.close()
        say(f"Ventanilla is at http://{'localhost' if address == LOCALHOST else address}:{port} (Ctrl-C stops it).")
        return
