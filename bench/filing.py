"""The final POST of a complete draft, beside a bare view that makes the same rows with one INSERT each."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from uuid import UUID, uuid4

from django.db import connection
from django.urls import reverse

from bench import bare, rows, web
from bench.report import Line, say
from bench.timing import Paired, interleave

ROUNDS, WARM_UP = 300, 30
LIMIT = 0.3
SERVICE = "patente-comercial"
AT = datetime(2026, 3, 2, 15, tzinfo=UTC)
CSRF = "b" * 32
ANSWERS = {
    "activity": "Almacén de barrio",
    "sii_activity": "Venta al por menor en almacenes pequeños",
    "premises_address": {"street": "Calle Los Aromos", "number": "145", "extra": ""},
    "tenure": "rented",
    "lease_contract": "file",
    "food_handling": True,
    "sanitary_authorisation": "file",
    "own_capital": 40_000_000,
    "contact_email": "rosa@correo.cl",
    "contact_phone": "+56987654321",
    "declaration": ["all_true"],
}


class Filer:
    """A person who is signed in, with as many copies of a complete draft as the rounds need."""

    def __init__(self) -> None:
        from ventanilla.kernel.cases.models import Draft
        from ventanilla.kernel.cases.testing import make_play

        self._play = make_play(at=AT)
        self._draft = Draft.objects.get(uuid=self._play.write(ANSWERS))
        self.cookies = self._sign_in()

    def _sign_in(self) -> str:
        from django.conf import settings
        from django.test import Client

        from ventanilla.kernel.identity.models import Account

        client = Client()
        account = Account.objects.get(id=self._play.person.account_id)
        client.force_login(account, backend="ventanilla.kernel.identity.backends.ProviderBackend")
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        return f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={CSRF}"

    def copy(self) -> UUID:
        """Another draft with the same answers and files."""
        self._draft.pk, self._draft.uuid = None, uuid4()
        self._draft.save(force_insert=True)
        return self._draft.uuid

    def file(self) -> UUID:
        """File one of them; the case."""
        return press(self.request("draft-file", self.copy()))

    def request(self, view: str, draft: UUID) -> dict[str, object]:
        """The press of the button on the review page."""
        return web.post(reverse(view, args=[draft]), {"csrfmiddlewaretoken": CSRF}, cookies=self.cookies)


def measure(filer: Filer) -> list[Line]:
    """File in turns with the real and the bare view; first make sure that both make the same rows."""
    first = press(filer.request("draft-file", filer.copy()))
    second = filer.request("draft-file", filer.copy())
    before = rows.counts()
    with statements() as ours:
        case = press(second)
    made = rows.made_since(before)
    template = rows.of_filing(case)
    bare.READY.append(rows.again(template, uuid4()))
    before = rows.counts()
    with statements() as theirs:
        press(filer.request("bench-bare", first))
    if rows.made_since(before) != made:
        raise AssertionError(f"The bare view makes other rows: {rows.made_since(before)} and not {made}.")
    say(f"Rows of one filing: {', '.join(f'{count} {table}' for table, count in sorted(made.items()))}")
    _tell("draft-file", ours)
    _tell("bare view", theirs)
    paired = _time(filer, template)
    return [
        Line(
            "final POST of a complete draft / one INSERT per row, same middleware",
            paired,
            limit=LIMIT,
            statements=(len(ours), len(theirs)),
        )
    ]


def _time(filer: Filer, template: list[object]) -> Paired:
    total = ROUNDS + WARM_UP
    real = deque(filer.request("draft-file", filer.copy()) for _ in range(total))
    for_bare = [uuid4() for _ in range(total)]
    bare.READY.extend(rows.again(template, case) for case in for_bare)
    other = deque(filer.request("bench-bare", case) for case in for_bare)
    return interleave(lambda: press(real.popleft()), lambda: press(other.popleft()), rounds=ROUNDS, warm_up=WARM_UP)


def press(request: dict[str, object]) -> UUID:
    """Send it. The answer must be the way to the receipt, whose case is returned."""
    answer = web.send(request)
    if answer.status != 302 or "comprobante" not in answer.headers["Location"]:
        raise AssertionError(f"The POST was answered with {answer.status} {answer.headers.get('Location', '')}.")
    return UUID(answer.headers["Location"].split("/")[2])


@contextmanager
def statements() -> Iterator[list[str]]:
    """The SQL that the block sends through Django, without BEGIN and COMMIT."""
    sent: list[str] = []

    def note(execute, sql, parameters, many, context):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN202
        sent.append(sql)
        return execute(sql, parameters, many, context)

    with connection.execute_wrapper(note):
        yield sent


def _tell(name: str, sent: list[str]) -> None:
    say(f"Statements of {name} ({len(sent)}):")
    for sql in sent:
        say(f"    {short(sql)}")


def short(sql: str) -> str:
    """`INSERT cases_case`: what a statement does and to which table."""
    words = " ".join(sql.replace('"', "").split()).split(" ")
    if words[0].upper() == "WITH":
        return " ".join(words)[:100]
    marks = {"SELECT": "FROM", "INSERT": "INTO", "UPDATE": "UPDATE", "DELETE": "FROM"}
    after = words.index(marks[words[0].upper()])
    return f"{words[0]} {words[after + 1]}"
