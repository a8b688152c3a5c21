"""Which address of which provider a request is for."""

from collections.abc import Callable
from functools import partial

from ventanilla.project.simulators.config import Config
from ventanilla.project.simulators.http import Answer, Request
from ventanilla.project.simulators.identity import authorize, documents, tokens
from ventanilla.project.simulators.identity.shape import SHAPES, Shape

Handler = Callable[[Request, Config], Answer]


def find(path: str) -> Handler | None:
    """What answers at the path; None when it is no address of a provider."""
    for shape in SHAPES:
        if path.startswith(f"{shape.path}/"):
            handle = _addresses(shape).get(path.removeprefix(shape.path))
            return partial(handle, shape) if handle else None
    return None


def _addresses(shape: Shape) -> dict[str, Callable[[Shape, Request, Config], Answer]]:
    return {
        documents.DISCOVERY: documents.discovery,
        "/jwks": documents.keys,
        "/authorize": authorize.answer,
        "/token": tokens.token,
        "/userinfo": tokens.userinfo,
        shape.end_session: authorize.leave,
    }
