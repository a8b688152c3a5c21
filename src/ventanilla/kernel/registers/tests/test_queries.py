"""Who finds which entry, what a list costs, and what reading leaves in the log."""

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from django.db import connection

from ventanilla.common.paging import PAGE_SIZE_ROWS
from ventanilla.kernel.identity.api import (
    create_post,
    create_role,
    grant_mandate,
    register_organisation,
    scope_of,
)
from ventanilla.kernel.identity.testing import (
    SETUP,
    make_actor,
    make_commune,
    make_official,
    make_person,
    make_second,
    new_rut,
)
from ventanilla.kernel.identity.types import Right
from ventanilla.kernel.ledger import api as ledger
from ventanilla.kernel.registers import api, errors
from ventanilla.kernel.registers.testing import BY_RULE, make_entry
from ventanilla.kernel.registers.types import RegisterState

AT = datetime(2025, 3, 10, 15, tzinfo=UTC)
READ = "registers.read"
PURPOSE = "Revisar patentes vigentes"

pytestmark = pytest.mark.django_db


def reader_of(commune, service: str = ""):
    """An official who may read the registers of the commune, for one service or all."""
    code = f"REG-{service or 'TODO'}".upper()
    institution_id = commune.institution.id
    create_role(
        institution_id=institution_id, code=code, name="Lectura", rights=[Right(READ, service)], actor=SETUP, at=AT
    )
    post = create_post(
        institution_id=institution_id,
        unit_id=commune.units["RENTAS"].id,
        code=code,
        title="Encargada de registros",
        role_codes=[code],
        actor=SETUP,
        at=AT,
    )
    return make_official(post, "Julia", "Ríos", at=AT).actor(AT)


def list_for(actor, commune, **more):
    scope = scope_of(actor=actor, action=READ, at=AT)
    given = {"institution_id": commune.institution.id, "purpose": PURPOSE, "at": AT} | more
    return api.list_entries(scope=scope, actor=actor.ref(), **given)


class TestListEntries:
    def test_shows_one_institution_its_own_entries_only(self):
        sauce, roble, person = make_commune(), make_second(), make_person()
        mine = make_entry(institution_id=sauce.institution.id, person_id=person.id, at=AT)
        make_entry(institution_id=roble.institution.id, person_id=person.id, at=AT)
        actor = reader_of(sauce)

        assert [row.uuid for row in list_for(actor, sauce).rows] == [mine]
        assert list_for(actor, roble).rows == ()

    def test_shows_a_right_over_one_service_only_what_that_service_granted(self):
        sauce, person = make_commune(), make_person()
        licence = make_entry(
            institution_id=sauce.institution.id, person_id=person.id, service="patente-comercial", at=AT
        )
        make_entry(institution_id=sauce.institution.id, person_id=person.id, service="feria-libre", at=AT)

        found = list_for(reader_of(sauce, "patente-comercial"), sauce)

        assert [row.uuid for row in found.rows] == [licence]

    def test_shows_nothing_without_the_right(self):
        sauce = make_commune()
        make_entry(institution_id=sauce.institution.id, person_id=make_person().id, at=AT)

        assert list_for(sauce.officials["RENTAS-1"].actor(AT), sauce).rows == ()

    def test_goes_on_where_the_page_ended_and_costs_the_same(self, django_assert_num_queries):
        sauce, person = make_commune(), make_person()
        made = [
            make_entry(institution_id=sauce.institution.id, person_id=person.id, at=AT)
            for _ in range(PAGE_SIZE_ROWS + 3)
        ]
        actor = reader_of(sauce)
        scope = scope_of(actor=actor, action=READ, at=AT)

        def page(after):
            return api.list_entries(
                scope=scope,
                institution_id=sauce.institution.id,
                actor=actor.ref(),
                purpose=PURPOSE,
                at=AT,
                after=after,
            )

        with django_assert_num_queries(3):  # entries, their acts, one line in the log
            first = page(None)
        second = page(first.next_after)

        assert [row.uuid for row in (*first.rows, *second.rows)] == made[::-1]
        assert second.next_after is None

    def test_of_one_register_leaves_out_the_others(self):
        sauce, person = make_commune(), make_person()
        make_entry(institution_id=sauce.institution.id, person_id=person.id, at=AT)
        fair = make_entry(institution_id=sauce.institution.id, person_id=person.id, register="ferias", at=AT)

        assert [row.uuid for row in list_for(reader_of(sauce), sauce, register="ferias").rows] == [fair]

    def test_leaves_one_line_in_the_read_log_of_each_holder_shown(self):
        sauce, rosa, luis = make_commune(), make_person("Rosa"), make_person("Luis")
        for person in (rosa, rosa, luis):
            make_entry(institution_id=sauce.institution.id, person_id=person.id, at=AT)

        list_for(reader_of(sauce), sauce)

        for person in (rosa, luis):
            (line,) = ledger.list_reads(subject=person.uuid).rows
            assert (line.purpose, line.what) == (PURPOSE, "register.list")

    def test_an_empty_page_leaves_nothing_in_the_log(self):
        sauce = make_commune()
        actor = reader_of(sauce)
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM ledger_read")
            before = cursor.fetchone()
            list_for(actor, sauce)
            cursor.execute("SELECT count(*) FROM ledger_read")

            assert cursor.fetchone() == before


class TestAccessEntry:
    def access(self, uuid, actor):
        scope = scope_of(actor=actor, action=READ, at=AT)
        return api.access_entry(uuid=uuid, scope=scope, actor=actor.ref(), purpose=PURPOSE, at=AT)

    def test_the_holder_sees_theirs_without_a_line_in_the_log(self):
        sauce, person = make_commune(), make_person()
        uuid = make_entry(institution_id=sauce.institution.id, person_id=person.id, at=AT)

        assert self.access(uuid, make_actor(person)).uuid == uuid
        assert ledger.list_reads(subject=person.uuid).rows == ()

    def test_an_official_sees_it_and_the_holder_sees_that(self):
        sauce, person = make_commune(), make_person()
        uuid = make_entry(institution_id=sauce.institution.id, person_id=person.id, at=AT)

        assert self.access(uuid, reader_of(sauce)).holder.identifier == person.run
        assert [line.what for line in ledger.list_reads(subject=person.uuid).rows] == ["register.entry"]

    def test_another_person_and_another_institution_are_told_that_there_is_none(self):
        sauce, roble = make_commune(), make_second()
        uuid = make_entry(institution_id=sauce.institution.id, person_id=make_person().id, at=AT)

        for actor in (make_actor(make_person()), reader_of(roble)):
            with pytest.raises(errors.EntryNotFound):
                self.access(uuid, actor)

    def test_who_represents_the_holder_sees_it_while_the_mandate_runs(self):
        sauce, person = make_commune(), make_person()
        firm = register_organisation(rut=new_rut(), name="Pan SpA", actor=SETUP, at=AT)
        uuid = make_entry(institution_id=sauce.institution.id, organisation_id=firm.id, at=AT)
        actor = make_actor(person)
        with pytest.raises(errors.EntryNotFound):
            self.access(uuid, actor)

        grant_mandate(person_id=person.id, organisation_id=firm.id, starts_at=AT, actor=SETUP, at=AT)

        assert self.access(uuid, actor).holder.name == "Pan SpA"

    def test_a_mandate_for_one_service_shows_only_its_entries(self):
        sauce, person = make_commune(), make_person()
        firm = register_organisation(rut=new_rut(), name="Pan SpA", actor=SETUP, at=AT)
        licence, fair = (
            make_entry(institution_id=sauce.institution.id, organisation_id=firm.id, service=service, at=AT)
            for service in ("patente-comercial", "feria-libre")
        )
        grant_mandate(
            person_id=person.id,
            organisation_id=firm.id,
            services=["patente-comercial"],
            starts_at=AT,
            actor=SETUP,
            at=AT,
        )

        assert self.access(licence, make_actor(person)).uuid == licence
        with pytest.raises(errors.EntryNotFound):
            self.access(fair, make_actor(person))

    def test_an_official_without_the_right_reaches_what_they_hold_and_no_more(self):
        sauce = make_commune()
        official = sauce.officials["RENTAS-1"]
        theirs = make_entry(institution_id=sauce.institution.id, person_id=official.person.id, at=AT)
        other = make_entry(institution_id=sauce.institution.id, person_id=make_person().id, at=AT)

        assert self.access(theirs, official.actor(AT)).uuid == theirs
        with pytest.raises(errors.EntryNotFound):
            self.access(other, official.actor(AT))


class TestByHolderAndDossier:
    def test_a_person_finds_what_they_hold_in_every_institution(self):
        sauce, roble, person = make_commune(), make_second(), make_person()
        made = [make_entry(institution_id=each.institution.id, person_id=person.id, at=AT) for each in (sauce, roble)]
        make_entry(institution_id=sauce.institution.id, person_id=make_person().id, at=AT)

        found = api.list_by_holder(person_id=person.id, at=AT)

        assert [row.uuid for row in found.rows] == made[::-1]
        assert {row.institution_name for row in found.rows} == {sauce.institution.name, roble.institution.name}

    def test_a_dossier_finds_what_it_granted_and_what_it_changed(self):
        sauce, person, dossier = make_commune(), make_person(), uuid4()
        granted = make_entry(institution_id=sauce.institution.id, person_id=person.id, dossier=dossier, at=AT)
        changed = make_entry(institution_id=sauce.institution.id, person_id=person.id, at=AT)
        api.revoke(
            uuid=changed,
            effective_on=date(2025, 3, 10),
            reason="Dejó el local.",
            dossier=dossier,
            source_act=uuid4(),
            actor=BY_RULE,
            at=AT,
        )

        assert [entry.uuid for entry in api.list_by_dossier(dossier=dossier, at=AT)] == [granted, changed]
        assert api.state_of(dossier=dossier, at=AT) is RegisterState.IN_FORCE

    def test_a_dossier_of_two_entries_is_as_good_as_the_worse(self):
        sauce, person, dossier = make_commune(), make_person(), uuid4()
        for until in (date(2025, 6, 30), date(2025, 2, 28)):
            make_entry(
                institution_id=sauce.institution.id,
                person_id=person.id,
                dossier=dossier,
                valid_until=until,
                at=AT,
            )

        standing = api.find_standing(dossier=dossier, at=AT)

        assert (standing.authentic, standing.state) == (True, RegisterState.EXPIRED)

    def test_a_dossier_that_granted_nothing_has_no_standing(self):
        assert api.find_standing(dossier=uuid4(), at=AT) is None
        with pytest.raises(errors.EntryNotFound):
            api.state_of(dossier=uuid4(), at=AT)
