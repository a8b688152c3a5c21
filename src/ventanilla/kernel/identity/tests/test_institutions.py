"""Institutions, units, roles and posts: who may make them, and what the database refuses."""

from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError

from ventanilla.common import comunas
from ventanilla.kernel.identity import api, errors, testing
from ventanilla.kernel.identity.models import Post, PostRole, Unit
from ventanilla.kernel.identity.tests.world import NOW, SETUP, last_entry
from ventanilla.kernel.identity.types import InstitutionKind, Right

pytestmark = pytest.mark.django_db


def institution(**changes):
    values = {
        "code": "SAUCE",
        "name": "Municipalidad de El Sauce",
        "short_name": "El Sauce",
        "kind": InstitutionKind.MUNICIPALITY,
        "comuna_code": "06110",
        "rut": testing.new_rut(),
        "actor": SETUP,
        "at": NOW,
    }
    return api.create_institution(**{**values, **changes})


class TestInstitution:
    def test_it_is_found_by_id_uuid_and_code_and_recorded(self):
        made = institution()
        entry = last_entry()
        assert api.get_institution(id=made.id) == api.get_institution(uuid=made.uuid) == made
        assert api.get_institution(code="SAUCE") == made
        assert entry["kind"] == "identity.institution_created"
        assert entry["institution"] == str(made.uuid)

    def test_its_time_zone_is_that_of_its_comuna(self, sauce, roble):
        assert sauce.institution.time_zone == ZoneInfo("America/Santiago")
        assert roble.institution.time_zone == ZoneInfo("America/Punta_Arenas")

    def test_names_are_in_the_order_of_spanish(self):
        for code, name in [("C1", "Ñuñoa"), ("C2", "Nuble"), ("C3", "Oñate"), ("C4", "Árbol"), ("C5", "Zapallar")]:
            institution(code=code, name=name)
        assert [each.name for each in api.list_institutions()] == ["Árbol", "Nuble", "Ñuñoa", "Oñate", "Zapallar"]

    def test_a_code_or_a_rut_is_taken_once(self):
        made = institution()
        with pytest.raises(errors.CodeTaken):
            institution()
        with pytest.raises(errors.CodeTaken):
            institution(code="OTRA", rut=made.rut)

    def test_what_is_not_valid_is_refused(self):
        with pytest.raises(errors.RutNotValid):
            institution(rut="69.080.100-9")
        with pytest.raises(errors.NameMissing):
            institution(name=" ")
        with pytest.raises(comunas.UnknownComuna):
            institution(comuna_code="99999")

    def test_no_official_makes_one(self, sauce):
        with pytest.raises(errors.RightMissing):
            institution(code="OTRA", actor=sauce.officials["ADMIN-1"].actor(NOW).ref())

    def test_an_unknown_one_is_not_found_and_two_keys_are_an_error_of_ours(self):
        with pytest.raises(errors.InstitutionNotFound):
            api.get_institution(code="NADA")
        with pytest.raises(ValueError, match="exactly one"):
            api.get_institution(id=1, code="NADA")


class TestUnit:
    def test_the_tree_is_in_its_paths_and_listed_parents_first(self, sauce):
        top = sauce.units["ALCALDIA"]
        child = api.create_unit(
            institution_id=sauce.institution.id,
            code="PATENTES",
            name="Sección Patentes",
            parent_id=sauce.units["RENTAS"].id,
            actor=SETUP,
            at=NOW,
        )
        assert child.path == f"{top.id}.{sauce.units['RENTAS'].id}.{child.id}."
        listed = [each.code for each in api.list_units(institution_id=sauce.institution.id)]
        assert listed == ["ALCALDIA", "DOM", "RENTAS", "PATENTES", "INSPECCION"]
        assert api.find_unit(institution_id=sauce.institution.id, code="PATENTES") == child
        assert api.get_units(ids=[child.id, top.id, 0]) == {child.id: child, top.id: top}

    def test_a_code_is_of_one_institution_only(self, sauce, roble):
        assert sauce.units["RENTAS"] != roble.units["RENTAS"]
        with pytest.raises(errors.CodeTaken):
            api.create_unit(institution_id=sauce.institution.id, code="RENTAS", name="Otra", actor=SETUP, at=NOW)

    def test_a_parent_of_another_institution_is_refused_also_by_the_database(self, sauce, roble):
        with pytest.raises(errors.AnotherInstitution):
            api.create_unit(
                institution_id=sauce.institution.id,
                code="X",
                name="X",
                parent_id=roble.units["RENTAS"].id,
                actor=SETUP,
                at=NOW,
            )
        with pytest.raises(IntegrityError, match="identity_unit_parent_same_institution"):
            Unit.objects.filter(id=sauce.units["DOM"].id).update(parent_id=roble.units["DOM"].id)

    def test_a_unit_is_not_its_parent(self, sauce):
        unit = sauce.units["DOM"]
        with pytest.raises(IntegrityError, match="identity_unit_not_its_parent"):
            Unit.objects.filter(id=unit.id).update(parent_id=unit.id)

    def test_who_administers_the_commune_makes_units_and_others_do_not(self, sauce, roble):
        def make(commune, post):
            return api.create_unit(
                institution_id=sauce.institution.id,
                code="NUEVA",
                name="Unidad Nueva",
                actor=commune.officials[post].actor(NOW).ref(),
                at=NOW,
            )

        for commune, post in [(sauce, "JEFE-RENTAS"), (roble, "ADMIN-1")]:
            with pytest.raises(errors.RightMissing):
                make(commune, post)
        assert make(sauce, "ADMIN-1").code == "NUEVA"
        assert last_entry()["post"] == str(sauce.officials["ADMIN-1"].post.uuid)


class TestRoleAndPost:
    def test_a_post_carries_roles_of_its_institution_only(self, sauce, roble):
        api.create_role(
            institution_id=roble.institution.id, code="SOLO", name="Solo", rights=[Right("a.b")], actor=SETUP, at=NOW
        )

        def post(unit, roles):
            return api.create_post(
                institution_id=sauce.institution.id,
                unit_id=unit.id,
                code="P",
                title="P",
                role_codes=roles,
                actor=SETUP,
                at=NOW,
            )

        with pytest.raises(errors.AnotherInstitution):
            post(sauce.units["DOM"], ["SOLO"])
        with pytest.raises(errors.AnotherInstitution):
            post(roble.units["DOM"], ["OBRAS"])
        assert post(sauce.units["DOM"], ["OBRAS"]) == api.find_post(institution_id=sauce.institution.id, code="P")

    def test_the_database_keeps_posts_and_roles_inside_one_institution(self, sauce, roble):
        post = sauce.officials["DOM-1"].post
        with pytest.raises(IntegrityError, match="same_institution"):
            Post.objects.filter(id=post.id).update(unit_id=roble.units["DOM"].id)

    def test_the_database_keeps_a_foreign_role_away(self, sauce, roble):
        role = api.find_role(institution_id=roble.institution.id, code="OBRAS")
        with pytest.raises(IntegrityError, match="same_institution"):
            PostRole.objects.create(
                institution_id=sauce.institution.id, post_id=sauce.officials["DOM-1"].post.id, role_id=role.id
            )

    def test_codes_are_taken_once(self, sauce):
        with pytest.raises(errors.CodeTaken):
            api.create_role(institution_id=sauce.institution.id, code="OBRAS", name="X", rights=[], actor=SETUP, at=NOW)
        with pytest.raises(errors.CodeTaken):
            api.create_post(
                institution_id=sauce.institution.id,
                unit_id=sauce.units["DOM"].id,
                code="DOM-1",
                title="X",
                actor=SETUP,
                at=NOW,
            )

    def test_the_rights_of_a_role_are_public(self, sauce):
        api.create_role(
            institution_id=sauce.institution.id,
            code="R",
            name="R",
            rights=[Right("cases.read"), Right("cases.decide", "patente-comercial")],
            actor=SETUP,
            at=NOW,
        )
        assert last_entry()["public"]["rights"] == [
            {"action": "cases.decide", "service": "patente-comercial"},
            {"action": "cases.read", "service": ""},
        ]


class TestOverTheInstallation:
    """Rights that reach every institution: no administrator of one gives them, in none of the four ways."""

    def test_only_the_installation_makes_the_role_the_post_and_the_appointment(self, sauce):
        admin = sauce.officials["ADMIN-1"].actor(NOW).ref()
        of_it = {"institution_id": sauce.institution.id, "at": NOW}
        role = {"code": "OPERACION", "name": "Operación", "rights": [Right("installation.operate")], **of_it}
        post = {
            "unit_id": sauce.units["RENTAS"].id,
            "code": "OPER-1",
            "title": "Informática",
            "role_codes": ["OPERACION"],
            **of_it,
        }
        with pytest.raises(errors.RightMissing):
            api.create_role(**role, actor=admin)
        api.create_role(**role, actor=SETUP)
        with pytest.raises(errors.RightMissing):
            api.create_post(**post, actor=admin)
        made = api.create_post(**post, actor=SETUP)
        person = testing.make_person()
        with pytest.raises(errors.RightMissing):
            api.appoint(post_id=made.id, person_id=person.id, starts_at=NOW, actor=admin, at=NOW)

    def test_nor_does_an_administrator_set_the_password_of_who_has_them(self, sauce):
        admin = sauce.officials["ADMIN-1"].actor(NOW).ref()
        of_it = {"institution_id": sauce.institution.id, "actor": SETUP, "at": NOW}
        api.create_role(code="OPERACION", name="Operación", rights=[Right("installation.operate")], **of_it)
        unit = sauce.units["RENTAS"].id
        made = api.create_post(unit_id=unit, code="OPER-1", title="Informática", role_codes=["OPERACION"], **of_it)
        operator = testing.make_official(made, "Iván", "Soto", at=NOW)
        asked = {"email": "ivan@sauce.cl", "password": "caballo batería grapa correcta", "at": NOW}
        with pytest.raises(errors.RightMissing):
            api.set_official_password(person_id=operator.person.id, actor=admin, **asked)
        clerk = sauce.officials["RENTAS-1"].person.id
        assert api.set_official_password(person_id=clerk, actor=admin, **asked).email == "ivan@sauce.cl"
