"""Where the simulation happens: two municipalities that offer the business licence, some persons, an organisation."""

from datetime import UTC, datetime

from django.core.management import call_command

from tests.simulation.harness import Package
from ventanilla.kernel.cases.testing import offer_licence
from ventanilla.kernel.cases.tests import simulation as cases
from ventanilla.kernel.documents.tests import simulation as documents
from ventanilla.kernel.identity import api as identity
from ventanilla.kernel.identity.testing import (
    SETUP,
    SINCE,
    make_actor,
    make_commune,
    make_person,
    make_second,
    new_rut,
)
from ventanilla.kernel.identity.tests import simulation as identities
from ventanilla.kernel.ledger.testing import forget_published
from ventanilla.kernel.ledger.tests import simulation as ledger
from ventanilla.kernel.notices.tests import simulation as notices
from ventanilla.kernel.outbox.testing import forget_all_jobs
from ventanilla.kernel.outbox.tests import simulation as outbox
from ventanilla.kernel.payments.tests import simulation as payments
from ventanilla.kernel.registers.tests import simulation as registers
from ventanilla.kernel.workflow.tests import simulation as workflow

# A Monday at noon in Chile.
BEGINS_AT = datetime(2026, 3, 2, 15, tzinfo=UTC)
NAMES = ("Rosa Elena", "Luis Alberto", "Marta", "Juan")
MODULES = {
    "ledger": ledger,
    "outbox": outbox,
    "identity": identities,
    "documents": documents,
    "payments": payments,
    "notices": notices,
    "registers": registers,
    "workflow": workflow,
    "cases": cases,
}
PACKAGES = tuple(Package(name, module.STEPS, module.problems) for name, module in MODULES.items())


def found_town() -> None:
    """Empty the database and make the town."""
    empty()
    for commune in (make_commune(), make_second()):
        offer_licence(commune)
    for number, given_names in enumerate(NAMES):
        person = make_person(given_names, "Painemal Soto", email=f"persona{number}@correo.example")
        make_actor(person)
    organisation = identity.register_organisation(rut=new_rut(), name="Panadería", actor=SETUP, at=SINCE)
    identity.grant_mandate(person_id=person.id, organisation_id=organisation.id, starts_at=SINCE, actor=SETUP, at=SINCE)


def empty() -> None:
    """Nothing is left. Ids go on: what a process keeps by id is never stale."""
    call_command("flush", verbosity=0, interactive=False, reset_sequences=False, inhibit_post_migrate=False)
    forget_all_jobs()
    forget_published()
