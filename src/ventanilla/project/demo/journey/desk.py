"""Officials at their desks: they sign in, take a task of the case, report or decide."""

from collections.abc import Iterator, Mapping

from django.utils.translation import gettext as _

from ventanilla.project.demo import world
from ventanilla.project.demo.errors import StepFailed
from ventanilla.project.demo.journey.scene import Character, Line, Scene

MY_UNIT = "De mi unidad"


def sign_in(scene: Scene, part: str) -> Character:
    """The official of that part, at the desk."""
    official, post = scene.official(part), scene.post(part)
    official.browser.open("/")
    official.browser.follow("Funcionarios")
    official.browser.press("^Entrar$", {"email": post.email, "password": post.password})
    return official


def take(scene: Scene, official: Character) -> None:
    """Find the task of the case among those of the unit, take it and open it."""
    official.browser.open("/mesa/")
    official.browser.follow(MY_UNIT)
    take_it = f"^Tomar {scene.case_code}"
    while official.page.find_button(take_it) is None and official.page.links("Ver más"):
        official.browser.follow("Ver más")
    official.browser.press(take_it)
    official.browser.follow("Abrirla")


def report(official: Character, outcome: str, fields: Mapping[str, str]) -> None:
    """Say how the task ends."""
    official.browser.press("Terminar la tarea", {"outcome": outcome, **fields})


def review_first(scene: Scene) -> Iterator[Line]:
    """Both offices at once: works has nothing to say against it, inspection misses a signature."""
    works = sign_in(scene, "works")
    yield works.tells(_("Entra con su correo y su clave, y ve la solicitud en la mesa de su unidad."))
    take(scene, works)
    address = works.page.address
    report(works, "favorable", scene.plan["works"]["fields"])
    yield works.tells(_("Toma la tarea, ve solo los datos que necesita e informa: favorable."), where=address)
    inspection = sign_in(scene, "inspection")
    take(scene, inspection)
    address = inspection.page.address
    _read_documents(inspection)
    missing = scene.plan["inspection"]["missing"]
    report(inspection, "missing", {"missing_text": missing})
    yield inspection.tells(_("Abre el contrato y pide corregir: «%(missing)s»") % {"missing": missing}, where=address)


def review_again(scene: Scene) -> Iterator[Line]:
    """Both look at the corrected file and agree."""
    for part in ("works", "inspection"):
        official = scene.official(part)
        take(scene, official)
        address = official.page.address
        _read_documents(official)
        report(official, "favorable", scene.plan[part].get("fields", {}))
        yield official.tells(_("Mira lo corregido e informa: favorable."), where=address)


def _read_documents(official: Character) -> None:
    """Open every document that the task shows. Raises StepFailed for one that does not come."""
    for address in official.page.links(href="/documentos/"):
        found = official.browser.fetch(address)
        if found.status != 200:
            raise StepFailed(_("El documento %(address)s no se abre.") % {"address": address})


def stranger(scene: Scene) -> Iterator[Line]:
    """The head of another institution sees nothing of it: not on the desk, not by its address."""
    official = sign_in(scene, "stranger")
    official.browser.follow("Vencen primero")
    if official.page.says(scene.case_code):
        raise StepFailed(_("La mesa de otra institución muestra el caso %(code)s.") % {"code": scene.case_code})
    answer = official.browser.fetch(scene.task_address)
    if answer.status != 404:
        told = {"address": scene.task_address, "status": answer.status}
        raise StepFailed(_("A otra institución %(address)s le respondió %(status)s.") % told)
    yield official.tells(
        _("Trabaja en %(institution)s: su mesa no muestra el caso y su dirección responde que no existe.")
        % {"institution": world.institution(scene.plan["stranger"]["institution"]).short_name}
    )


def decide(scene: Scene) -> Iterator[Line]:
    """The head sees the draft of what will be signed, and signs."""
    head = sign_in(scene, "head")
    take(scene, head)
    scene.task_address = head.page.address
    yield from stranger(scene)
    reasons = "Que los informes son favorables y la solicitud cumple con lo que pide la ley."
    head.browser.press("Revisar antes de firmar", {"outcome": "approve", "reasons": reasons})
    draft = head.browser.download("borrador")
    if not draft.content.startswith(b"%PDF-"):
        raise StepFailed(_("El borrador no es un PDF."))
    told = {"size": round(len(draft.content) / 1000)}
    yield head.tells(
        _("Lee el borrador del decreto (PDF de %(size)s kB, sin número ni firma).") % told, where=scene.task_address
    )
    head.browser.press("^Firmar$")
    yield head.tells(_("Firma la decisión: aprobada."), where=scene.task_address)
