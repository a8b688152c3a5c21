"""The budget of connections, and the search for a port."""

import socket
from dataclasses import replace

import pytest

from ventanilla.project.server.errors import NoFreePort, TooManyConnections
from ventanilla.project.server.plan import Plan, check_connections, free_port

PLAN = Plan(host="127.0.0.1", port=8000, web_processes=2, web_threads=4, job_workers=1, simulators=False)


def test_a_plan_that_fits_is_accepted() -> None:
    check_connections(PLAN, max_connections=PLAN.connections + 8)


@pytest.mark.parametrize("more", [{"web_processes": 3}, {"web_threads": 5}, {"job_workers": 2}])
def test_a_plan_that_could_exhaust_the_database_is_refused_with_what_to_change(more: dict[str, int]) -> None:
    with pytest.raises(TooManyConnections, match=r"could ask for \d+ connections .*VENTANILLA_WEB_THREADS"):
        check_connections(replace(PLAN, **more), max_connections=PLAN.connections + 8)


def test_a_busy_port_moves_on() -> None:
    with socket.create_server(("127.0.0.1", 0)) as busy:
        port = busy.getsockname()[1]
        assert port < free_port("127.0.0.1", port) < port + 50


def test_an_address_that_is_not_ours_has_no_free_port() -> None:
    with pytest.raises(NoFreePort, match="VENTANILLA_PORT"):
        free_port("192.0.2.1", 8000)
