"""What anybody, and the applicant, can check afterwards."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from ventanilla.kernel.ledger import api as ledger
from ventanilla.kernel.ledger.errors import VerificationError
from ventanilla.kernel.ledger.types import OpenedEntry
from ventanilla.project.demo.errors import StepFailed
from ventanilla.project.demo.journey.public_log import PublicLog
from ventanilla.project.demo.journey.scene import Line, Scene

LOG_ADDRESS = "/log"
LOG_PAGE = "/registro/"
EXPECTED_ACTS = (
    "case.filed",
    "case.task_done",
    "case.correction_requested",
    "case.correction_filed",
    "case.decided",
    "case.document_issued",
    "case.paid",
    "case.closed",
)


def verify_decree(scene: Scene) -> Iterator[Line]:
    """Somebody who was given the decree types its code."""
    anybody = scene.anybody
    anybody.browser.open("/")
    anybody.browser.follow("Verificar un documento")
    anybody.browser.press("Verificar el código", {"codigo": scene.verification_code})
    if not anybody.page.says("Sí, es auténtico") or not anybody.page.says("vigente"):
        raise StepFailed(_("%(address)s no dice que es auténtico y rige.") % {"address": anybody.page.address})
    until = anybody.page.find(r"[Vv]ale (hasta el [^.]*? de \d{4})")
    yield anybody.tells(_("Verifica el código del decreto: es auténtico y rige %(until)s.") % {"until": until})


def who_saw(scene: Scene) -> Iterator[Line]:
    """The applicant sees each official who looked, and why."""
    person = scene.person
    person.browser.follow("Quién vio mis datos")
    parts = [part for part in ("works", "inspection", "head") if person.page.says(scene.official(part).name)]
    if len(parts) != 3 or person.page.says(scene.official("stranger").name):
        raise StepFailed(_("%(address)s no nombra a quienes vieron el caso.") % {"address": person.page.address})
    names = ", ".join(scene.official(part).name for part in parts)
    yield person.tells(_("Ve quién miró sus datos y para qué: %(names)s.") % {"names": names})


def remember_log(scene: Scene) -> None:
    """Keep how long the log was before the journey."""
    scene.log_size = PublicLog(scene.anybody.browser, LOG_ADDRESS).size


def check_log(scene: Scene) -> Iterator[Line]:
    """Read the log as an outsider: each act of the journey is there, and the decision is proved to be."""
    anybody = scene.anybody
    key = anybody.browser.open(LOG_PAGE).find(r"\S+\+[0-9a-f]{8}\+[A-Za-z0-9+/=]+")
    log, acts = _published(scene)
    decision = scene.log_size + [act.kind for act in acts].index("case.decided")
    proof = log.prove(decision)
    try:
        ledger.verify_entry(proof=proof, verifier_key=key)
    except VerificationError as error:
        raise StepFailed(_("La prueba de la decisión no se sostiene: %(reason)s.") % {"reason": error}) from error
    told = {"count": len(acts), "index": proof.index, "size": proof.size, "hashes": len(proof.hashes)}
    anybody.browser.open(LOG_PAGE)
    yield anybody.tells(_("Encuentra en el registro público %(count)s marcas nuevas, sin un solo nombre.") % told)
    yield anybody.tells(
        _("Prueba que la decisión es la número %(index)s de %(size)s con %(hashes)s huellas y la firma del registro.")
        % told
    )


def _published(scene: Scene) -> tuple[PublicLog, list[OpenedEntry]]:
    """The log, once a checkpoint covers every act of the journey. Raises StepFailed after a minute."""
    anybody = scene.anybody
    found: list[OpenedEntry] = []

    def covers(_page: object) -> bool:
        entries = PublicLog(anybody.browser, LOG_ADDRESS).entries(scene.log_size)
        found[:] = [ledger.parse_entry(entry) for entry in entries]
        return {act.kind for act in found} >= set(EXPECTED_ACTS)

    anybody.wait_until(covers, ", ".join(EXPECTED_ACTS))
    return PublicLog(anybody.browser, LOG_ADDRESS), found
