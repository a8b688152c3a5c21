"""What comes back to the applicant: the request to correct, the decree, the payment, the register."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from ventanilla.project.demo.errors import StepFailed
from ventanilla.project.demo.journey.scene import Line, Scene, find_day

CORRECT, PAY = "Enviar lo que falta", "^Pagar$"
MONEY = r"\$ ?\d[\d.]*\d"


def correct(scene: Scene) -> Iterator[Line]:
    """Read what is missing and until when, and send it."""
    person, plan = scene.person, scene.plan["correction"]
    person.browser.open(scene.case_address)
    page = person.wait_until(lambda page: page.links(CORRECT), CORRECT)
    told = {"day": find_day(page, "Envíe lo que falta hasta")}
    yield person.tells(_("Lee en su trámite qué falta y que puede enviarlo hasta el %(day)s.") % told)
    person.browser.follow(CORRECT)
    files = {name: scene.uploaded(file) for name, file in plan["files"].items()}
    person.browser.press("^Enviar$", {**plan["fields"], **files})
    names = ", ".join(file.name for file in files.values())
    yield person.tells(_("Envía %(files)s y recibe otro comprobante firmado.") % {"files": names})


def receive(scene: Scene) -> Iterator[Line]:
    """The worker issues the decree; the applicant gets the notice and opens the signed PDF."""
    person = scene.person
    person.browser.open(scene.case_address)
    page = person.wait_until(lambda page: page.links(PAY), _("el decreto y su cobro"))
    scene.verification_code = page.find(r"con este código:\s*(\S+)")
    told = {"act": page.find(r"Decreto N\.º \d+ de \d{4}"), "code": scene.verification_code}
    yield scene.installation.tells(_("Emite el %(act)s: PDF firmado, con código %(code)s.") % told)
    person.browser.follow("^Avisos")
    person.wait_until(lambda page: page.links("aprobada"), _("el aviso de la decisión"))
    person.browser.follow("aprobada")
    decree = person.browser.fetch(person.page.links(href="/documentos/")[0])
    if not decree.content.startswith(b"%PDF-") or b"/ByteRange" not in decree.content:
        raise StepFailed(_("%(address)s no es un PDF firmado.") % {"address": decree.address})
    scene.decree = decree.content
    yield person.tells(_("Recibe el aviso «%(subject)s» y abre el decreto firmado.") % {"subject": person.page.heading})


def pay(scene: Scene) -> Iterator[Line]:
    """Pay at the simulator, come back, and see the licence entered in the register."""
    person = scene.person
    person.browser.open(scene.case_address)
    person.browser.follow(PAY)
    amount = person.page.find(MONEY)
    person.browser.press("Pagar")
    person.browser.press(PAY)
    yield person.tells(
        _("Paga %(amount)s en el simulador de pagos y vuelve.") % {"amount": amount}, where=scene.case_address
    )
    person.browser.open(scene.case_address)
    person.wait_until(lambda page: not page.links(PAY) and page.says("otorgada"), _("la patente otorgada"))
    yield scene.installation.tells(_("Recibe el pago, inscribe la patente y cierra el caso."))
