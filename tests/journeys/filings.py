"""A case that is there when a test begins: filed by the same operations as real ones, without a browser."""

from dataclasses import dataclass

from ventanilla.common import clock
from ventanilla.kernel.cases import api as cases
from ventanilla.kernel.cases.testing import SHOP, Play
from ventanilla.kernel.identity.testing import Commune, make_actor, make_person

RENTED = {**SHOP, "tenure": "rented", "lease_contract": "file"}


@dataclass(frozen=True)
class Filed:
    """A case of the first commune, and where its official sees it."""

    code: str
    run: str
    surnames: str
    task_path: str
    document_path: str


def file_licence(commune: Commune) -> Filed:
    """A licence of a new person, waiting for the inspector."""
    person = make_person("Elisa", "Quidel Marín", email="elisa@correo.example")
    play = Play(commune, make_actor(person), clock.now())
    play.file(RENTED)
    inspector = commune.officials["INSP-1"].actor(play.at)
    desk = cases.list_desk(actor=inspector, at=play.at, tab=cases.Tab.URGENT)
    task = next(row.task_uuid for row in desk.rows if row.case_code == play.case.code)
    document = play.case.documents[0].uuid
    path = f"/mesa/tareas/{task}/"
    return Filed(play.case.code, person.run, person.surnames, path, f"{path}documentos/{document}/")
