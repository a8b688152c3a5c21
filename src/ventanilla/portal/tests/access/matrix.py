"""Each address of the installation, and what it answers to each who asks. An address without a row fails a test."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

from ventanilla.portal.tests.access.askers import OFFICIALS, PERSONS, Asker, World


class Answer(StrEnum):
    """What an address does with somebody."""

    PAGE = "answers them"
    SIGN_IN = "asks them to sign in"
    NOT_FOUND = "does not tell them that it exists"
    FORBIDDEN = "says that they may not"


@dataclass(frozen=True, slots=True)
class Row:
    """`answers` by who asks. `of_decided`: the object is of the approved case. `more` is the rest of the address."""

    answers: Mapping[Asker, Answer]
    of_decided: bool = False
    more: Mapping[str, object] = field(default_factory=dict)
    query: str = ""

    def objects(self, world: World) -> dict[str, object]:
        return {**world.objects, **(world.decided if self.of_decided else {}), **self.more}


def _row(
    allowed: Collection[Asker],
    *,
    refused: Mapping[Asker, Answer] | None = None,
    of_decided: bool = False,
    query: str = "",
    **more: object,
) -> Row:
    """Who is allowed gets a page; of the others, those in `refused` what it says; and everybody else signs in."""
    answers = dict.fromkeys(Asker, Answer.SIGN_IN) | dict(refused or {}) | dict.fromkeys(allowed, Answer.PAGE)
    return Row(answers, of_decided, more, query)


def _anybody(*, of_decided: bool = False, query: str = "", **more: object) -> Row:
    return _row(frozenset(Asker), of_decided=of_decided, query=query, **more)


def _any_person() -> Row:
    return _row(PERSONS)


def _anybody_signed_in() -> Row:
    return _row(PERSONS | OFFICIALS)


def _owner(*, of_decided: bool = False, query: str = "", **more: object) -> Row:
    return _row(
        {Asker.OWNER},
        refused=dict.fromkeys(PERSONS, Answer.NOT_FOUND),
        of_decided=of_decided,
        query=query,
        **more,
    )


def _any_official() -> Row:
    return _row(OFFICIALS)


def _officials(*allowed: Asker, otherwise: Answer = Answer.NOT_FOUND, **more: object) -> Row:
    return _row(allowed, refused=dict.fromkeys(OFFICIALS, otherwise), **more)


def _operator(**more: object) -> Row:
    return _officials(Asker.OPERATOR, otherwise=Answer.FORBIDDEN, **more)


MATRIX: Mapping[str, Row] = {
    "home": _anybody(),
    "catalogue": _anybody(),
    "service": _anybody(),
    "accessibility": _anybody(),
    "privacy": _anybody(),
    "set-language": _anybody(),
    "verify": _anybody(),
    "verify-code": _anybody(of_decided=True),
    "public-keys": _anybody(),
    "log": _anybody(),
    "log-resource": _anybody(resource="checkpoint"),
    "payment-notice": _anybody(provider="simulador"),
    "sign-in": _anybody(),
    "sign-in-with": _row((), refused=dict.fromkeys(Asker, Answer.NOT_FOUND), provider="nobody"),
    "sign-in-return": _anybody(provider="claveunica"),
    "my-sessions": _anybody_signed_in(),
    "end-session": _row({Asker.OWNER}, refused=dict.fromkeys(PERSONS | OFFICIALS, Answer.NOT_FOUND)),
    "end-other-sessions": _anybody_signed_in(),
    "sign-out": _anybody(),
    "staff-sign-in": _anybody(),
    "passkey-sign-in": _anybody(),
    "staff-code": _any_official(),
    "staff-new-password": _any_official(),
    "staff-set-up": _any_official(),
    "recovery-codes": _any_official(),
    "renew-codes": _any_official(),
    "my-access": _any_official(),
    "add-passkey": _any_official(),
    "remove-passkey": _row(OFFICIALS, passkey=UUID(int=1)),
    "choose-post": _any_official(),
    "draft": _owner(),
    "draft-page": _owner(),
    "draft-review": _owner(),
    "draft-file": _owner(),
    "discard-draft": _owner(),
    "my-cases": _any_person(),
    "inbox": _any_person(),
    "my-reads": _any_person(),
    "notice": _owner(),
    "case": _owner(),
    "receipt": _owner(),
    "receipt-pdf": _owner(),
    "receipt-json": _owner(),
    "rate-filing": _owner(),
    "case-correct": _owner(),
    "case-reasons": _owner(of_decided=True),
    "charge-pay": _owner(of_decided=True),
    "own-document": _owner(),
    "payment-return": _owner(of_decided=True, query="?intento={attempt}"),
    "desk": _any_official(),
    "search-cases": _any_official(),
    "case-progress": _officials(Asker.CLERK),
    "task": _officials(Asker.REVIEWER),
    "task-claim": _officials(Asker.REVIEWER),
    "task-release": _officials(Asker.REVIEWER),
    "task-complete": _officials(Asker.REVIEWER),
    "task-questions": _officials(Asker.REVIEWER),
    "task-preview": _officials(Asker.REVIEWER),
    "task-document": _officials(Asker.REVIEWER),
    "operation": _operator(),
    "operation-retry-all": _operator(),
    "delivery-retry": _operator(),
    "delivery-skip": _operator(),
    "job-retry": _operator(),
    "job-give-up": _operator(),
    "alert-dismiss": _operator(code="alert"),
}
