"""What anybody, and the applicant, can check afterwards."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from ventanilla.kernel.ledger import api as ledger
from ventanilla.kernel.ledger.errors import VerificationError
from ventanilla.kernel.ledger.types import OpenedEntry
from ventanilla.project.demo.browser.multipart import Upload
from ventanilla.project.demo.browser.page import Page
from ventanilla.project.demo.errors import StepFailed
from ventanilla.project.demo.journey.public_log import PublicLog
from ventanilla.project.demo.journey.scene import Line, Scene, find_day

LOG_PAGE = "/registro/"
DECIDED = "case.decided"
ACTS = frozenset(
    {
        "case.filed",
        "case.task_done",
        "case.correction_requested",
        "case.correction_filed",
        DECIDED,
        "case.document_issued",
        "case.paid",
        "case.closed",
    }
)


def verify_code(scene: Scene) -> Iterator[Line]:
    """Somebody who was given the decree types its code."""
    anybody = scene.anybody
    anybody.browser.open("/")
    anybody.browser.follow("Verificar un documento")
    page = anybody.browser.press("Verificar el código", {"codigo": scene.verification_code})
    _require(page, "Sí, es auténtico")
    _require(page, "Sí, está vigente")
    told = {"day": find_day(page, "Vale hasta")}
    yield anybody.tells(_("Verifica el código del decreto: es auténtico y rige hasta el %(day)s.") % told)


def verify_file(scene: Scene) -> Iterator[Line]:
    """Somebody verifies the file, and then a copy in which one byte was changed."""
    anybody, name = scene.anybody, "decreto.pdf"
    changed = bytearray(scene.decree)
    changed[len(changed) // 2] ^= 1
    for content, words in ((scene.decree, "Sí, nadie lo cambió"), (bytes(changed), "No, lo cambiaron")):
        anybody.browser.open("/verificar/")
        _require(anybody.browser.press("Verificar el archivo", {"file": Upload(name, content)}), words)
    yield anybody.tells(_("Verifica el archivo: nadie lo cambió. Con un solo byte distinto, la página lo nota."))


def who_saw(scene: Scene) -> Iterator[Line]:
    """The applicant sees each official who looked, and why."""
    person = scene.person
    page = person.browser.follow("Quién vio mis datos")
    names = [scene.official(part).name for part in ("works", "inspection", "head")]
    for name in names:
        _require(page, name)
    if page.says(scene.official("stranger").name):
        raise StepFailed(_("%(address)s nombra a quien no vio nada.") % {"address": page.address})
    yield person.tells(_("Ve quién miró sus datos y para qué: %(names)s.") % {"names": ", ".join(names)})


def remember_log(scene: Scene) -> None:
    """Keep how long the log was before the journey."""
    scene.log_size = PublicLog(scene.anybody.browser).size


def check_log(scene: Scene) -> Iterator[Line]:
    """Read the log as an outsider: each act of the journey is there, and the decision is proved to be."""
    anybody = scene.anybody
    key = anybody.browser.open(LOG_PAGE).find(r"\S+\+[0-9a-f]{8}\+[A-Za-z0-9+/=]+")
    log, acts = _published(scene)
    proof = log.prove(scene.log_size + [act.kind for act in acts].index(DECIDED))
    try:
        ledger.verify_entry(proof=proof, verifier_key=key)
    except VerificationError as error:
        raise StepFailed(_("La prueba de la decisión no se sostiene: %(reason)s.") % {"reason": error}) from error
    told = {"count": len(acts), "index": proof.index, "size": proof.size, "hashes": len(proof.hashes)}
    yield anybody.tells(_("Lee en el registro público %(count)s marcas nuevas, sin un solo nombre.") % told)
    yield anybody.tells(
        _("Prueba que la decisión es la marca %(index)s de %(size)s, con %(hashes)s huellas y la firma del registro.")
        % told
    )


def _published(scene: Scene) -> tuple[PublicLog, list[OpenedEntry]]:
    """The log, once its checkpoint covers every act of the journey. Raises StepFailed when it never does."""
    seen: list[tuple[PublicLog, list[OpenedEntry]]] = []

    def covers(_page: Page) -> bool:
        log = PublicLog(scene.anybody.browser)
        acts = [ledger.parse_entry(entry) for entry in log.entries(scene.log_size)]
        seen[:] = [(log, acts)]
        return {act.kind for act in acts} >= ACTS

    scene.anybody.wait_until(covers, ", ".join(sorted(ACTS)))
    return seen[0]


def _require(page: Page, words: str) -> None:
    if not page.says(words):
        told = {"title": page.title, "address": page.address, "words": words}
        raise StepFailed(_("La página «%(title)s» (%(address)s) no dice: %(words)s.") % told)
