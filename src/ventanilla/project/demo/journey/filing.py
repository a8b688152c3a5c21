"""The applicant: from the search to the receipt."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from ventanilla.project.demo import world
from ventanilla.project.demo.browser.forms import Form
from ventanilla.project.demo.errors import StepFailed
from ventanilla.project.demo.journey.scene import Character, Line, Scene

GO_ON = "^Continuar$"
FORM_PAGES_LIMIT = 30


def find_service(scene: Scene) -> Iterator[Line]:
    """Look for the service with the words of the plan, choose the municipality, sign in."""
    person, plan = scene.person, scene.plan
    person.browser.open("/")
    person.browser.press("Buscar", {"q": plan["search"]})
    person.browser.follow(href=f"/{plan['service']}/")
    found = {"words": plan["search"], "service": person.page.heading}
    yield person.tells(_("Busca «%(words)s» y encuentra «%(service)s».") % found)
    institution = world.institution(plan["institution"])
    person.browser.follow(href=f"en={institution.code}")
    person.browser.follow("Entrar")
    person.browser.follow("Entrar con ClaveÚnica")
    person.browser.press(scene.applicant.display_run)
    yield person.tells(
        _("Elige la %(institution)s y entra con su RUN, en el simulador de identidad.")
        % {"institution": institution.name}
    )


def fill_form(scene: Scene) -> Iterator[Line]:
    """Begin, answer page after page until the review, attaching what is asked."""
    person = scene.person
    person.browser.press("Comenzar")
    pages, attached = 0, []
    while (form := _questions(person)) is not None:
        given = {name: scene.plan["answers"][name] for name in form.field_names if name in scene.plan["answers"]}
        files = {name: scene.uploaded(given[name]) for name in form.file_names if name in given}
        attached += [file.name for file in files.values()]
        before = person.page.address
        person.browser.press(GO_ON, {**given, **files})
        pages += 1
        if person.page.address == before or pages > FORM_PAGES_LIMIT:
            raise StepFailed(_("El formulario no avanza en %(address)s.") % {"address": before})
    told = {"pages": pages, "files": ", ".join(attached)}
    yield person.tells(_("Responde %(pages)s páginas, una idea en cada una, y sube %(files)s.") % told)


def _questions(person: Character) -> Form | None:
    """The form of the page that asks something; None on the review."""
    found = person.page.find_button(GO_ON)
    return found[0] if found else None


def send(scene: Scene) -> Iterator[Line]:
    """File it, and keep the code of the receipt."""
    person = scene.person
    amount = person.page.find(r"costaría.*?(\$ ?\d[\d.]*\d)")
    yield person.tells(_("Revisa lo que escribió. La página estima el pago: %(amount)s.") % {"amount": amount})
    person.browser.press("Enviar la solicitud")
    receipt = person.page
    scene.case_address = receipt.address.removesuffix("comprobante/")
    scene.case_code = receipt.find(r"\b[A-Z]+-\d{4}-[A-Z0-9]+(?:-[A-Z0-9]+)*\b")
    yield person.tells(
        _("Envía la solicitud y recibe un comprobante firmado, con el código %(code)s.") % {"code": scene.case_code}
    )
