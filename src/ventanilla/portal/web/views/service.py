"""The page of a service, and the beginning of a filing."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ventanilla.common import comunas
from ventanilla.kernel.cases import api as cases
from ventanilla.kernel.identity import api as identity
from ventanilla.kernel.identity.types import InstitutionData, OrganisationData
from ventanilla.kernel.services import api as services
from ventanilla.kernel.services.errors import NotAdopted, UnknownService
from ventanilla.kernel.services.types import AdoptionData, ServiceDefinition
from ventanilla.portal.web import assurance
from ventanilla.portal.web import service_words as words
from ventanilla.portal.web.requests import PortalRequest, SignedRequest, for_person
from ventanilla.ui.types import Field, FieldKind, FormView, Option

ORGANISATION, ONESELF = "organisation", "person"


@dataclass(frozen=True, slots=True)
class Offer:
    """An institution that offers the service today, and how."""

    institution: InstitutionData
    adoption: AdoptionData

    @property
    def comuna(self) -> str:
        return comunas.get(self.institution.comuna_code).name


@require_http_methods(["GET", "HEAD", "POST"])
def service(request: PortalRequest, slug: str) -> HttpResponse:
    """What the service is, for whom, with what, how much, how long; a POST begins a filing."""
    if request.method == "POST":
        return _start(request, slug)
    offers = _offers(request, slug)
    return _page(request, slug, offers, _chosen(offers, request.GET.get("en", "")))


def _offers(request: PortalRequest, slug: str) -> tuple[Offer, ...]:
    """Who offers it today, by name. Raises UnknownService."""
    adoptions = services.list_adoptions(slug=slug, on=localdate(request.at))
    if not adoptions and services.find_version(slug=slug) is None:
        raise UnknownService()
    institutions = {each.id: each for each in identity.list_institutions()} if adoptions else {}
    return tuple(Offer(institutions[each.institution_id], each) for each in adoptions)


def _chosen(offers: tuple[Offer, ...], code: str) -> Offer | None:
    """The institution of the address; the only one when there is one."""
    if len(offers) == 1:
        return offers[0]
    return next((offer for offer in offers if offer.institution.code == code), None)


@for_person
def _start(request: SignedRequest, slug: str) -> HttpResponse:
    """Begin a filing for oneself or for an organisation, and go to its first page."""
    offers = _offers(request, slug)
    offer = _chosen(offers, request.POST.get("en", ""))
    if offer is None:
        raise NotAdopted()
    organisations = _organisations(request, slug, _definition(offer.adoption.version_id))
    applicant = request.POST.get("applicant", "" if organisations else ONESELF)
    acting_for = next((each for each in organisations if str(each.uuid) == applicant), None)
    if acting_for is None and applicant != ONESELF:
        return _page(request, slug, offers, offer, problem=_("Diga para quién es la solicitud."))
    back = f"{request.path}?{urlencode({'en': offer.institution.code})}"
    if safer := assurance.too_low(request, _definition(offer.adoption.version_id), back=back):
        return safer
    draft = cases.start_draft(
        actor=request.actor,
        at=request.at,
        institution_id=offer.institution.id,
        service=slug,
        organisation_id=acting_for.id if acting_for else None,
        key=_key(request),
    )
    return redirect("draft", draft)


def _key(request: SignedRequest) -> UUID | None:
    """What the page carried so that it begins one draft, however often it is sent. None from a page without it."""
    try:
        return UUID(request.POST.get("key", ""))
    except ValueError:
        return None


def _definition(version_id: int) -> ServiceDefinition:
    return services.definition_for_reader(version_id)


def _organisations(request: PortalRequest, slug: str, definition: ServiceDefinition) -> tuple[OrganisationData, ...]:
    """Those that the person may act for in this service today."""
    if request.actor is None or request.actor.post is not None or ORGANISATION not in definition.service.audience:
        return ()
    mandates = identity.mandates_of(person_id=request.actor.person_id, at=request.at, service=slug)
    return tuple(each.organisation for each in mandates if each.organisation is not None)


def _page(
    request: PortalRequest, slug: str, offers: tuple[Offer, ...], offer: Offer | None, *, problem: str = ""
) -> HttpResponse:
    definition = _definition(_version_id(slug, offers, offer))
    is_person = request.actor is not None and request.actor.post is None
    here = f"{request.path}?{urlencode({'en': offer.institution.code})}" if offer and len(offers) > 1 else request.path
    context = {
        "service": definition,
        "offers": offers,
        "choices": _choices(request.path, offers),
        "offer": offer,
        "form": _applicant_form(request, _organisations(request, slug, definition), problem),
        "is_person": is_person,
        "key": cases.draft_key(actor=request.actor, service=slug) if is_person and request.actor else "",
        "sign_in_href": assurance.sign_in_href(here, assurance.asked_by(definition)),
        **_about(definition, offer.adoption if offer else None, localdate(request.at)),
    }
    return render(request, "portal/service.html", context, status=400 if problem else 200)


def _about(definition: ServiceDefinition, adoption: AdoptionData | None, on: date) -> dict[str, object]:
    """What the page says of the service, with the institution's own numbers when one is chosen."""
    return {
        "audience": words.audience(definition),
        "brief": words.brief_rows(definition, adoption),
        "needs": words.needs(definition),
        "asked_pages": words.asked_pages(definition),
        "decision_term": words.decision_term(definition, adoption),
        "whole_term": words.whole_term(definition, adoption),
        "terms": words.term_table(definition, adoption),
        "silence": words.silence(definition),
        "fees": words.fee_examples(definition, adoption, on) if adoption else (),
        "valid_until": words.valid_until(definition, on),
        "states": words.state_rows(definition),
        "data": words.data_table(definition),
    }


def _version_id(slug: str, offers: tuple[Offer, ...], offer: Offer | None) -> int:
    if offer or offers:
        return (offer or offers[0]).adoption.version_id
    version = services.find_version(slug=slug)
    if version is None:
        raise UnknownService()
    return version.id


def _choices(path: str, offers: tuple[Offer, ...]) -> list[dict[str, str]]:
    """One card for each institution, with its comuna."""
    return [
        {
            "title": offer.institution.name,
            "text": _("Comuna de %(name)s") % {"name": offer.comuna},
            "href": f"{path}?{urlencode({'en': offer.institution.code})}",
        }
        for offer in offers
    ]


def _applicant_form(
    request: PortalRequest, organisations: tuple[OrganisationData, ...], problem: str
) -> FormView | None:
    """For whom it is filed: asked only of who may act for an organisation."""
    if not organisations or request.actor is None:
        return None
    oneself = Option(ONESELF, _("Para mí"), request.actor.name)
    theirs = (Option(str(each.uuid), each.name, _("Usted tiene poder para actuar por ella.")) for each in organisations)
    label = _("¿Para quién es la solicitud?")
    return FormView((Field(FieldKind.CHOICE, "applicant", label, options=(oneself, *theirs), error=problem),))
