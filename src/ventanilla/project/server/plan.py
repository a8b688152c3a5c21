"""How many processes run, and how many connections to the database they may ask for."""

import socket
from dataclasses import dataclass

from ventanilla.project.server.errors import NoFreePort, TooManyConnections

# A job worker: 4 in procrastinate's pool, one for each of 2 running jobs, one for its clock.
JOB_WORKER_CONNECTIONS = 7
RELAY_CONNECTIONS = 1
SEQUENCER_CONNECTIONS = 1
# Kept free for superusers by PostgreSQL itself, and for `ventanilla` commands beside the server.
RESERVED_CONNECTIONS = 3 + 5
PORTS_TO_TRY = 50


@dataclass(frozen=True, slots=True)
class Plan:
    """What `ventanilla serve` starts."""

    host: str
    port: int
    web_processes: int
    web_threads: int
    job_workers: int
    simulators: bool

    @property
    def connections(self) -> int:
        """The most that all processes hold at once: each web thread keeps one."""
        web = self.web_processes * self.web_threads
        return web + self.job_workers * JOB_WORKER_CONNECTIONS + RELAY_CONNECTIONS + SEQUENCER_CONNECTIONS


def check_connections(plan: Plan, *, max_connections: int) -> None:
    """Raises TooManyConnections when the plan could exhaust the database."""
    available = max_connections - RESERVED_CONNECTIONS
    if plan.connections > available:
        raise TooManyConnections(
            f"The server could ask for {plan.connections} connections and the database gives it {available} "
            f"(max_connections is {max_connections}): lower VENTANILLA_WEB_PROCESSES, VENTANILLA_WEB_THREADS or "
            "VENTANILLA_JOB_WORKERS, or raise max_connections."
        )


def free_port(host: str, wanted: int, *, only_that: bool = False) -> int:
    """The first port from `wanted` on that can be listened on. Raises NoFreePort.

    `only_that` port: the proxy knows it, and another would answer nobody.
    """
    last = min(wanted + (1 if only_that else PORTS_TO_TRY), 65536)
    for port in range(wanted, last):
        with socket.socket() as candidate:
            candidate.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                candidate.bind((host, port))
            except OSError:
                continue
            return port
    raise NoFreePort(
        f"No port from {wanted} to {last - 1} of {host} can be listened on: end what holds it, or set VENTANILLA_PORT."
    )
