"""How an act of administration goes: a form, a page to check it, and then a page that says what was done.

What was typed travels in the form, so that nothing is kept in between and the same page may be sent again.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render

from ventanilla.common.canonical import canonical
from ventanilla.common.errors import NotAllowed, NotVisible, Refusal
from ventanilla.portal.web import flash
from ventanilla.portal.web.flash import Flash
from ventanilla.portal.web.middleware import next_step_of, sentence_of
from ventanilla.portal.web.requests import SignedRequest
from ventanilla.ui.api import form_view

Data = Mapping[str, Any]
Row = Mapping[str, object]

STAGE, CHECKED, CHANGING = "act", "do", "change"
_OURS = frozenset({"csrfmiddlewaretoken", STAGE})


def no_warning(_data: Data) -> str:
    """Nothing to know before it is done."""
    return ""


@dataclass(frozen=True, kw_only=True)
class Act:
    """`do` is called with what the form made of what was typed, and gives what to say on the page `then`."""

    title: str
    submit: str
    back: str
    form: forms.Form
    rows: Callable[[Data], Sequence[Row]]
    do: Callable[[Data], tuple[str, Flash]]
    caption: str = ""
    lead: str = ""
    warning: Callable[[Data], str] = field(default=no_warning)


def answer(request: SignedRequest, act: Act) -> HttpResponse:
    """The form, the check or the deed. What a rule refuses is said in the form, which keeps what was typed."""
    status = 200
    if request.method == "POST" and act.form.is_valid():
        data = act.form.cleaned_data
        stage = request.POST.get(STAGE, "")
        if stage == CHECKED:
            try:
                then, said = act.do(data)
            except (NotAllowed, NotVisible):
                raise
            except Refusal as refusal:
                act.form.add_error(None, f"{sentence_of(refusal)} {next_step_of(refusal)}".strip())
                status = refusal.http_status
            else:
                flash.tell(request, said)
                return redirect(then)
        elif stage != CHANGING:
            return _check(request, act, data)
    elif request.method == "POST":
        status = 400
    context = {"act": act, "form": form_view(act.form)}
    return render(request, "portal/administration/form.html", context, status=status)


def _check(request: SignedRequest, act: Act, data: Data) -> HttpResponse:
    context = {"act": act, "rows": act.rows(data), "warning": act.warning(data), "kept": typed(request)}
    return render(request, "portal/administration/check.html", context)


def typed(request: SignedRequest) -> list[tuple[str, str]]:
    """Each value that the form sent, in order."""
    return [(name, value) for name, values in request.POST.lists() if name not in _OURS for value in values]


def key_of(request: SignedRequest) -> str:
    """The same for the same person who sends the same to the same address. A form that may be sent again with the same
    answers, and mean another act, says in a hidden field what it saw."""
    sent = [
        request.path,
        str(request.actor.person_uuid),
        *(f"{name}={value}" for name, value in sorted(typed(request))),
    ]
    return hashlib.sha256(canonical(sent)).hexdigest()
