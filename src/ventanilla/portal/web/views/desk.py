"""The desk: an official's tasks, those of their units, and what expires first."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from ventanilla.common import legal_time
from ventanilla.kernel.cases import api as cases
from ventanilla.kernel.cases.types import Desk, DeskRow
from ventanilla.kernel.services import api as services
from ventanilla.portal.web import dates, flash, words
from ventanilla.portal.web.dates import Due
from ventanilla.portal.web.requests import SignedRequest, for_official

# How the address says each view. The first is what the desk opens with.
TABS = {"mias": cases.Tab.MINE, "unidad": cases.Tab.UNIT, "plazos": cases.Tab.URGENT}


@dataclass(frozen=True, slots=True)
class Line:
    """One task of the list."""

    code: str
    href: str
    title: str
    service: str
    due: Due | None
    unit: str
    holder: str
    mine: bool
    claim_href: str


@never_cache
@for_official
@require_safe
def desk(request: SignedRequest) -> HttpResponse:
    """One view of the open tasks, what expires first on top."""
    chosen = request.GET.get("ver", "")
    tab = TABS.get(chosen, cases.Tab.MINE)
    after = request.GET.get("after")
    page = cases.list_desk(actor=request.actor, at=request.at, tab=tab, after=after)
    here = {"ver": chosen} if chosen in TABS else {}
    context = {
        "lines": _lines(request, page.rows),
        "tabs": _tabs(tab, page),
        "tab": tab.value,
        "title": _titles()[tab],
        "in_unit": page.counts[cases.Tab.UNIT],
        "in_unit_text": _counted(page.counts[cases.Tab.UNIT]),
        "unit_href": address("unidad"),
        "next_href": f"?{urlencode({**here, 'after': page.next_after})}" if page.next_after else "",
        "first_href": address(chosen) if after else "",
        "here": request.get_full_path(),
        "flash": flash.told(request),
    }
    return render(request, "portal/desk.html", context)


def address(tab: str = "") -> str:
    """The desk, at one of its views."""
    return f"{reverse('desk')}?{urlencode({'ver': tab})}" if tab in TABS else reverse("desk")


def _titles() -> dict[cases.Tab, str]:
    return {
        cases.Tab.MINE: _("Mis tareas"),
        cases.Tab.UNIT: _("Tareas sin tomar de mi unidad"),
        cases.Tab.URGENT: _("Todas, lo que vence primero"),
    }


def _tabs(current: cases.Tab, page: Desk) -> list[dict[str, object]]:
    texts = {cases.Tab.MINE: _("Mías"), cases.Tab.UNIT: _("De mi unidad"), cases.Tab.URGENT: _("Vencen primero")}
    return [
        {"text": texts[tab], "href": address(name), "current": tab is current, "count": _counted(page.counts[tab])}
        for name, tab in TABS.items()
    ]


def _counted(count: int) -> str:
    """`7`, or `99+` where counting stopped."""
    return str(count) if count < Desk.COUNTED_MOST else f"{Desk.COUNTED_MOST - 1}+"


def _lines(request: SignedRequest, rows: tuple[DeskRow, ...]) -> list[Line]:
    return [_line(request, row, request.actor.post.comuna_code) for row in rows if request.actor.post]


def _line(request: SignedRequest, row: DeskRow, comuna: str) -> Line:
    definition = services.definition_for_reader(row.version_id)
    due_on = legal_time.local_date(row.due_at, comuna) if row.due_at else None
    return Line(
        code=row.case_code,
        href=reverse("task", args=[row.task_uuid]),
        title=words.task_title(definition, row.key),
        service=definition.title,
        due=dates.due(due_on, at=request.at, comuna=comuna) if due_on else None,
        unit=row.unit_name,
        holder=row.holder_name,
        mine=row.holder_person_id == request.actor.person_id,
        claim_href=reverse("task-claim", args=[row.task_uuid]),
    )
