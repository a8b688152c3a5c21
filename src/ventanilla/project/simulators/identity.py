"""The identity simulator: choose a test person, come back with a signed assertion of who signed in."""

from datetime import timedelta
from urllib.parse import urlencode

from ventanilla.common import clock
from ventanilla.common.assertion import IdentityAssertion, sign_assertion
from ventanilla.project.simulators import people
from ventanilla.project.simulators.config import Config
from ventanilla.project.simulators.http import Answer, Request, page, redirect

PATH = "/identidad"
# ClaveÚnica asks for 30 random characters or more.
STATE_MIN_CHARACTERS, STATE_MAX_CHARACTERS = 30, 200
# What it can do wrong on request: answer with another state, or with an assertion of an hour ago.
NORMAL, ANOTHER_STATE, OLD = "normal", "otro-estado", "vencida"


def answer(request: Request, config: Config) -> Answer:
    """GET shows who can sign in; POST signs one in and sends the browser back."""
    back, state = request.fields.get("return", ""), request.fields.get("state", "")
    if not config.accepts_return(back):
        return page("refused.html", status=400, reason="return")
    if not STATE_MIN_CHARACTERS <= len(state) <= STATE_MAX_CHARACTERS:
        return page("refused.html", status=400, reason="state")
    if request.method != "POST":
        return _choose(config, back, state)
    typed = request.fields.get("run", "")
    try:
        person = people.person_of(config.home, typed)
    except ValueError as error:
        return _choose(config, back, state, typed=typed, problem=str(error))
    return redirect(_with_query(back, _said(person, config, state, request.fields.get("conduct", NORMAL))))


def _choose(config: Config, back: str, state: str, *, typed: str = "", problem: str = "") -> Answer:
    return page(
        "identity.html",
        status=422 if problem else 200,
        persons=people.read(config.home)[: people.OFFERED_LIMIT],
        back=back,
        state=state,
        typed=typed,
        problem=problem,
        give_up=_with_query(back, {"error": "access_denied", "state": state}),
    )


def _said(person: people.TestPerson, config: Config, state: str, conduct: str) -> dict[str, str]:
    at = clock.now() - timedelta(hours=1) if conduct == OLD else clock.now()
    sealed_state = state[::-1] if conduct == ANOTHER_STATE else state
    said = IdentityAssertion(
        run=person.run, given_names=person.given_names, surnames=person.surnames, state=sealed_state, at=at
    )
    return {"assertion": sign_assertion(said, key=config.identity_key()), "state": state}


def _with_query(address: str, query: dict[str, str]) -> str:
    return f"{address}{'&' if '?' in address else '?'}{urlencode(query)}"
