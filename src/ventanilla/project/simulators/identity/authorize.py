"""The page where one chooses who comes in, the way back with a code, and the way out."""

from dataclasses import dataclass
from threading import Lock
from urllib.parse import urlencode

from ventanilla.project.simulators import people
from ventanilla.project.simulators.config import Config
from ventanilla.project.simulators.http import Answer, Request, page, redirect
from ventanilla.project.simulators.identity.codes import Grant, make_code
from ventanilla.project.simulators.identity.conduct import TEXTS, Conduct, conduct_of
from ventanilla.project.simulators.identity.documents import base_url
from ventanilla.project.simulators.identity.shape import Shape, other_than

# ClaveÚnica asks for 30 random characters or more.
STATE_MIN_CHARACTERS, STATE_MAX_CHARACTERS = 30, 200
ASKED = ("response_type", "client_id", "redirect_uri", "scope", "state", "nonce")
PKCE = ("code_challenge", "code_challenge_method")


@dataclass(slots=True)
class _Before:
    """The last state and code that each provider answered, to answer them again on request."""

    lock: Lock
    answers: dict[str, dict[str, str]]

    def swap(self, shape: Shape, answer: dict[str, str]) -> dict[str, str]:
        with self.lock:
            before = self.answers.get(shape.path, answer)
            self.answers[shape.path] = answer
            return before


_before = _Before(Lock(), {})


def answer(shape: Shape, request: Request, config: Config) -> Answer:
    """GET shows who can sign in; POST signs one in and sends the browser back with a code."""
    asked = {name: request.fields.get(name, "") for name in (*ASKED, *PKCE)}
    if not config.accepts_return(asked["redirect_uri"]):
        return page("refused.html", status=400, reason="return")
    if not STATE_MIN_CHARACTERS <= len(asked["state"]) <= STATE_MAX_CHARACTERS:
        return page("refused.html", status=400, reason="state")
    provider = shape.known(base_url(request), config)
    expected = {"response_type": "code", "client_id": provider.client_id, "code_challenge_method": "S256"}
    if any(asked[name] != value for name, value in expected.items()) or "openid" not in asked["scope"].split():
        return page("refused.html", status=400, reason="form")
    if request.method != "POST":
        return _choose(shape, request, config, asked)
    typed = request.fields.get("run", "")
    try:
        person = people.person_of(config.home, typed)
    except ValueError as error:
        return _choose(shape, request, config, asked, typed=typed, problem=str(error))
    return _back(shape, request, config, asked, person)


def leave(shape: Shape, request: Request, config: Config) -> Answer:
    """Nobody stays signed in here, so that leaving is going back."""
    provider = shape.known(base_url(request), config)
    back = request.fields.get(provider.end_session_return, "")
    return redirect(back) if config.accepts_return(back) else page("refused.html", status=400, reason="return")


def _choose(
    shape: Shape, request: Request, config: Config, asked: dict[str, str], *, typed: str = "", problem: str = ""
) -> Answer:
    given_up = {"error": "access_denied", "state": asked["state"]} | _named(shape, request, config)
    return page(
        "identity.html",
        status=422 if problem else 200,
        provider=shape.known(base_url(request), config).name,
        persons=people.read(config.home)[: people.OFFERED_LIMIT],
        asked=asked,
        conducts=[(each.value, text) for each, text in TEXTS.items()],
        typed=typed,
        problem=problem,
        give_up=_with_query(asked["redirect_uri"], given_up),
    )


def _back(shape: Shape, request: Request, config: Config, asked: dict[str, str], person: people.TestPerson) -> Answer:
    conduct = conduct_of(request.fields.get("conduct", ""))
    grant = Grant(person.run, asked["redirect_uri"], asked["nonce"], asked["code_challenge"], conduct)
    said = {"code": make_code(shape, grant, config), "state": asked["state"]} | _named(shape, request, config)
    back, before = asked["redirect_uri"], _before.swap(shape, said)
    if conduct is Conduct.OTHER_STATE:
        said = {**said, "state": asked["state"][::-1]}
    elif conduct is Conduct.REUSED_STATE:
        said = {**said, "state": before["state"]}
    elif conduct is Conduct.REUSED_CODE:
        said = {**said, "code": before["code"]}
    elif conduct is Conduct.MIXED_ISSUER:
        said = {**said, "iss": other_than(shape).known(base_url(request), config).issuer}
    elif conduct is Conduct.MIXED_RETURN:
        own, other = (each.known(base_url(request), config).slug for each in (shape, other_than(shape)))
        back = back.replace(f"/{own}/", f"/{other}/")
    return redirect(_with_query(back, said))


def _named(shape: Shape, request: Request, config: Config) -> dict[str, str]:
    """RFC 9207, where the provider does it."""
    return {"iss": shape.known(base_url(request), config).issuer} if shape.names_itself else {}


def _with_query(address: str, query: dict[str, str]) -> str:
    return f"{address}{'&' if '?' in address else '?'}{urlencode(query)}"
