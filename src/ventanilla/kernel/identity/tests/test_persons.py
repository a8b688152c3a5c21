"""Persons and organisations: once each, of no institution, private in the ledger."""

import base64
from uuid import uuid4

import pytest

from ventanilla.common.actor import ActorRef
from ventanilla.common.canonical import commitment
from ventanilla.kernel.identity import api, errors, testing
from ventanilla.kernel.identity.models import Person
from ventanilla.kernel.identity.tests.world import NOW, SETUP, last_entry

pytestmark = pytest.mark.django_db


def register(**changes):
    values = {"run": testing.new_run(), "given_names": "Ana", "surnames": "Soto Vera", "actor": SETUP, "at": NOW}
    return api.register_person(**{**values, **changes})


class TestRegister:
    def test_the_person_is_found_by_their_run_however_it_is_written(self):
        person = register(run="12.345.678-5", email=" Ana@Ejemplo.CL ")
        assert person.run == "12345678-5"
        assert person.name == "Ana Soto Vera"
        assert person.email == "ana@ejemplo.cl"
        for written in ("12345678-5", "12.345.678-5", "123456785"):
            assert api.find_person(run=written) == person
        assert api.get_person(id=person.id) == api.get_person(uuid=person.uuid) == person

    @pytest.mark.parametrize("run", ["11.111.111-2", "", "no es un run", "12345678"])
    def test_what_is_no_run_finds_nobody(self, run):
        assert api.find_person(run=run) is None

    def test_a_run_that_is_there_is_refused(self):
        person = register()
        with pytest.raises(errors.AlreadyRegistered):
            register(run=person.run)

    @pytest.mark.parametrize(
        ("changes", "refusal"),
        [
            ({"run": "12.345.678-0"}, errors.RunNotValid),
            ({"given_names": "  "}, errors.NameMissing),
            ({"surnames": ""}, errors.NameMissing),
            ({"email": "ana@"}, errors.EmailNotValid),
        ],
    )
    def test_what_is_not_valid_is_refused(self, changes, refusal):
        with pytest.raises(refusal):
            register(**changes)

    def test_the_ledger_has_a_commitment_that_the_row_can_open_and_nothing_personal(self):
        person = register(given_names="Filomena", run="12.345.678-5")
        entry, row = last_entry(), Person.objects.get(id=person.id)
        assert "Filomena" not in str(entry)
        assert "12345678" not in str(entry)
        assert str(person.uuid) not in str(entry)
        salt = base64.b64decode(row.acts[0]["salts"]["person"])
        values = {
            "uuid": str(person.uuid),
            "run": person.run,
            "given_names": "Filomena",
            "surnames": "Soto Vera",
            "email": "",
            "comuna_code": "",
        }
        assert entry["commitments"]["person"] == commitment(values, salt)
        assert entry["public"]["act"] == row.acts[0]["act"]

    def test_names_are_in_the_order_of_surnames_in_spanish(self):
        for surnames, names in [("Ñanco", "A"), ("Nuñez", "B"), ("Núñez", "A"), ("Oyarzún", "A"), ("Álvarez", "Z")]:
            register(surnames=surnames, given_names=names)
        ordered = [row.name for row in Person.objects.order_by("sort_key", "id")]
        assert ordered == ["Z Álvarez", "A Núñez", "B Nuñez", "A Ñanco", "A Oyarzún"]

    def test_many_are_read_in_one_query(self, django_assert_num_queries):
        persons = [register() for _ in range(3)]
        with django_assert_num_queries(1):
            found = api.get_persons([person.uuid for person in persons] + [uuid4()])
        assert found == {person.uuid: person for person in persons}
        assert api.get_persons(ids=[persons[0].id]) == {persons[0].uuid: persons[0]}

    def test_an_unknown_one_is_not_found(self):
        with pytest.raises(errors.PersonNotFound):
            api.get_person(uuid=uuid4())


class TestContact:
    def test_the_person_changes_it_and_the_salt_of_the_old_one_is_erased(self):
        person = register(email="old@ejemplo.cl")
        changed = api.change_contact(
            person_id=person.id,
            email="new@ejemplo.cl",
            comuna_code="13101",
            actor=ActorRef.person(person.uuid),
            at=NOW,
        )
        assert (changed.email, changed.comuna_code) == ("new@ejemplo.cl", "13101")
        acts = Person.objects.get(id=person.id).acts
        assert [sorted(act["salts"]) for act in acts] == [["actor"], ["actor", "person"]]

    @pytest.mark.parametrize("actor", [ActorRef.person(uuid4()), ActorRef.system("other")])
    def test_others_do_not(self, actor):
        with pytest.raises(errors.RightMissing):
            api.change_contact(person_id=register().id, email="", actor=actor, at=NOW)

    def test_an_unknown_person_and_a_wrong_address_are_refused(self):
        with pytest.raises(errors.PersonNotFound):
            api.change_contact(person_id=0, email="", actor=SETUP, at=NOW)
        with pytest.raises(errors.EmailNotValid):
            api.change_contact(person_id=register().id, email="x", actor=SETUP, at=NOW)


class TestOrganisation:
    def test_it_is_found_by_its_rut_and_registered_once(self):
        rut = testing.new_rut()
        firm = api.register_organisation(rut=rut, name=" Panadería Ñuble SpA ", actor=SETUP, at=NOW)
        assert firm.name == "Panadería Ñuble SpA"
        assert api.find_organisation(rut=rut) == api.get_organisation(id=firm.id) == firm
        assert api.get_organisations(ids=[firm.id]) == {firm.id: firm}
        assert api.find_organisation(rut="nada") is None
        with pytest.raises(errors.AlreadyRegistered):
            api.register_organisation(rut=rut, name="Otra", actor=SETUP, at=NOW)

    def test_what_is_not_valid_is_refused(self):
        with pytest.raises(errors.RutNotValid):
            api.register_organisation(rut="76.000.000-1", name="X", actor=SETUP, at=NOW)
        with pytest.raises(errors.NameMissing):
            api.register_organisation(rut=testing.new_rut(), name=" ", actor=SETUP, at=NOW)
        with pytest.raises(errors.OrganisationNotFound):
            api.get_organisation(id=0)
