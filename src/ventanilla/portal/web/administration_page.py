"""What the pages of administration show: the tree with who holds what, a post, a proposal."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo

from django.urls import reverse
from django.utils.translation import gettext as _

from ventanilla.common.actor import ActorRef
from ventanilla.kernel.identity import api as identity
from ventanilla.kernel.identity.types import (
    ActorLabel,
    Capacity,
    PostStaff,
    ProposalData,
    ProposalKind,
    ProposalState,
    RoleRights,
    UnitData,
)
from ventanilla.portal.web import administration_words as words
from ventanilla.portal.web import dates

Row = dict[str, object]


@dataclass(frozen=True, slots=True)
class Moment:
    """When a page is looked at, and in which zone its days are."""

    at: datetime
    zone: tzinfo


def tree_of(units: Iterable[UnitData], staff: Iterable[PostStaff], now: Moment) -> list[Row]:
    """The units as the component `tree` draws them, each with its posts and those under it."""
    posts: dict[int, list[PostStaff]] = {}
    for each in staff:
        posts.setdefault(each.post.unit_id, []).append(each)
    made: dict[int, Row] = {}
    roots: list[Row] = []
    for unit in units:
        lines = [post_line(each, now) for each in posts.get(unit.id, ())]
        children: list[Row] = []
        made[unit.id] = {
            "title": unit.name,
            "href": reverse("unit", args=[unit.uuid]),
            "lines": lines,
            "under": children,
        }
        siblings = made[unit.parent_id]["under"] if unit.parent_id in made else roots
        siblings.append(made[unit.id])  # type: ignore[attr-defined]
    return roots


def post_line(staff: PostStaff, now: Moment) -> Row:
    """A post, who holds it, who will, or that it is vacant."""
    held = [words.held_text(each) for each in staff.now(now.at)]
    later = [
        _("Desde el %(day)s: %(who)s")
        % {"day": dates.day(dates.day_of(each.starts_at, now.zone)), "who": words.held_text(each)}
        for each in staff.later(now.at)
    ]
    return {
        "title": staff.post.title,
        "href": reverse("post", args=[staff.post.uuid]),
        "text": "; ".join(held),
        "notes": later,
        "tag": "" if held else _("Vacante"),
        "kind": "warn",
    }


def appointment_rows(staff: PostStaff, now: Moment, *, may_end: bool) -> list[Row]:
    """Who holds the post and who will, each with where to end it."""
    return [
        {
            "key": str(words.CAPACITIES[each.capacity]),
            "value": each.person.name,
            "notes": [
                words.period_text(each.starts_at, each.ends_at, now.at, now.zone),
                *([each.basis] * bool(each.basis)),
            ],
            "href": reverse("appointment-end", args=[each.uuid]) if may_end else "",
            "action": _("Terminar"),
        }
        for each in (*staff.now(now.at), *staff.later(now.at))
    ]


def past_events(staff: PostStaff, now: Moment) -> list[Row]:
    """Who held it, the last one first."""
    return [
        {
            "key": each.person.name,
            "value": words.period_text(each.starts_at, each.ends_at, now.at, now.zone),
            "notes": [str(words.CAPACITIES[each.capacity]), *([each.basis] * bool(each.basis))],
        }
        for each in staff.before(now.at)
    ]


def subject_of(found: ProposalData) -> str:
    """What a proposal is about, by name."""
    if found.role:
        return found.role.role.name
    return found.post.title if found.post else ""


def proposal_rows(
    found: ProposalData, labels: Mapping[ActorRef, ActorLabel], roles: Iterable[RoleRights], now: Moment
) -> list[Row]:
    """All that there is to know before deciding it, and who decided it."""
    rows: list[Row] = [*_change_rows(found, roles, now)]
    told = {"who": words.actor_text(found.proposed_by, labels), "when": dates.moment(found.proposed_at, now.zone)}
    rows.append({"key": _("La propuso"), "value": told["who"], "notes": [told["when"]]})
    if found.decided_at:
        key = {
            ProposalState.APPROVED: _("La aprobó"),
            ProposalState.REFUSED: _("La rechazó"),
            ProposalState.WITHDRAWN: _("La retiró"),
        }[found.state]
        who = words.actor_text(found.decided_by, labels)
        rows.append({"key": key, "value": who, "notes": [dates.moment(found.decided_at, now.zone)]})
        if found.reason:
            rows.append({"key": _("Motivo"), "value": found.reason})
    elif found.state is ProposalState.WAITING:
        rows.append({"key": _("Caduca"), "value": dates.moment(found.lapses_at, now.zone)})
    return rows


def _change_rows(found: ProposalData, roles: Iterable[RoleRights], now: Moment) -> Iterable[Row]:
    """What is so, and what would be."""
    if found.kind is ProposalKind.ROLE_RIGHTS:
        yield {"key": _("Rol"), "value": subject_of(found)}
        yield {"key": _("Permitía"), "lines": words.rights_texts(words.rights_of(found.before["rights"]))}  # type: ignore[arg-type]
        yield {"key": _("Permitiría"), "lines": words.rights_texts(words.rights_of(found.after["rights"]))}  # type: ignore[arg-type]
        return
    yield {"key": _("Cargo"), "value": subject_of(found)}
    names = {each.role.code: each.role.name for each in roles}
    had: Mapping[str, list[list[str]]] = found.before["roles"]  # type: ignore[assignment]
    if found.kind is ProposalKind.POST_ROLES:
        asked: Mapping[str, list[list[str]]] = found.before["asked"]  # type: ignore[assignment]
        yield {"key": _("Tenía"), "lines": _role_lines(had, names)}
        yield {"key": _("Tendría"), "lines": _role_lines(asked, names)}
        return
    after: Mapping[str, str] = found.after  # type: ignore[assignment]
    ends_at = datetime.fromisoformat(after["ends_at"]) if after["ends_at"] else None
    starts_at = datetime.fromisoformat(after["starts_at"])
    yield {"key": _("Persona"), "value": found.person.name if found.person else ""}
    yield {"key": _("Calidad"), "value": str(words.CAPACITIES[Capacity(after["capacity"])])}
    yield {"key": _("Período"), "value": words.period_text(starts_at, ends_at, now.at, now.zone)}
    yield {"key": _("Decreto o resolución"), "value": after["basis"]}
    yield {"key": _("Podrá"), "lines": _role_lines(had, names)}


def _role_lines(roles: Mapping[str, list[list[str]]], names: Mapping[str, str]) -> list[str]:
    """Each role with what it allows."""
    return [
        f"{names.get(code, code)}: {', '.join(words.rights_texts(words.rights_of(rights)))}"
        for code, rights in roles.items()
    ] or [_("Nada")]


def holders_of(found: ProposalData, institution_id: int, now: Moment) -> list[str]:
    """Who would have other rights at once, when the rights of a role or the roles of a post change."""
    if found.kind is ProposalKind.APPOINTMENT:
        return []
    staff = identity.list_staff(institution_id=institution_id, at=now.at)
    posts = found.role.post_ids if found.role else (found.post.id,) if found.post else ()
    return [
        f"{held.person.name}, {each.post.title}"
        for each in staff
        if each.post.id in posts
        for held in each.appointments
    ]
