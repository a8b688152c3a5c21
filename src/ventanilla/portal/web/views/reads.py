"""Who has seen my data: each look of an official, with the purpose, by day."""

from itertools import groupby

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from ventanilla.common import legal_time
from ventanilla.kernel.cases import api as cases
from ventanilla.kernel.cases.types import ReadLine
from ventanilla.portal.web import dates, words
from ventanilla.portal.web.requests import SignedRequest, for_person


@never_cache
@for_person
@require_safe
def my_reads(request: SignedRequest) -> HttpResponse:
    """Each time that an official saw the person's data, by day, newest first."""
    after = request.GET.get("after")
    page = cases.list_my_reads(actor=request.actor, after=after)
    context = {
        "days": [
            {"title": legal_time.day_in_words(on), "events": _events(list(rows))}
            for on, rows in groupby(page.rows, key=lambda row: dates.day_of(row.at))
        ],
        "next_href": f"?{urlencode({'after': page.next_after})}" if page.next_after else "",
        "first_href": reverse("my-reads") if after else "",
    }
    return render(request, "portal/my_reads.html", context)


def _events(rows: list[ReadLine]) -> list[dict[str, object]]:
    """One line for looks of the same person at the same thing that follow one another, with how many there were."""
    return [_event(list(looks)) for _same, looks in groupby(rows, key=_sameness)]


def _sameness(row: ReadLine) -> tuple[object, ...]:
    return (row.reader, row.post, row.institution, row.purpose, row.what, row.case_uuid)


def _event(looks: list[ReadLine]) -> dict[str, object]:
    last, first = looks[0], looks[-1]
    links = []
    if last.case_uuid:
        text = _("Trámite %(code)s") % {"code": last.case_code}
        links = [{"text": text, "href": reverse("case", args=[last.case_uuid])}]
    return {
        "when": _when(first, last, len(looks)),
        "iso": last.at.isoformat(),
        "title": ", ".join(part for part in (last.reader, last.post) if part),
        "text": _("Para: %(purpose)s. Vio: %(seen)s")
        % {"purpose": words.purpose(last.purpose), "seen": words.seen(last.what)},
        "by": last.institution,
        "links": links,
    }


def _when(first: ReadLine, last: ReadLine, count: int) -> str:
    if count == 1:
        return dates.clock_time(last.at)
    times = ngettext("%(count)d vez", "%(count)d veces", count) % {"count": count}
    return _("%(times)s, de %(first)s a %(last)s") % {
        "times": times,
        "first": dates.clock_time(first.at),
        "last": dates.clock_time(last.at),
    }
