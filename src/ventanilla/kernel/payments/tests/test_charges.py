"""Charging, closing, and how a charge stands; the rules that the database holds."""

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection

from ventanilla.common.money import Money
from ventanilla.kernel.identity.api import register_organisation
from ventanilla.kernel.identity.testing import SETUP, make_person, make_second, new_rut
from ventanilla.kernel.outbox.testing import drain, subscribed
from ventanilla.kernel.payments import api, errors, events
from ventanilla.kernel.payments.models import Charge, Result, Settlement
from ventanilla.kernel.payments.testing import BY_RULE, make_charge, pay
from ventanilla.kernel.payments.types import ChargeState

AT = datetime(2025, 3, 10, 15, tzinfo=UTC)

pytestmark = pytest.mark.django_db


class TestCharge:
    def test_the_same_token_again_gives_the_same_charge(self, commune):
        given = {
            "institution_id": commune.institution.id,
            "person_id": make_person().id,
            "dossier": uuid4(),
            "token": uuid4(),
            "at": AT,
        }

        assert make_charge(**given) == make_charge(**given)
        assert Charge.objects.count() == 1
        assert [act["kind"] for act in Charge.objects.get().acts] == ["payment.charged"]

    def test_the_same_token_for_another_amount_is_our_fault(self, commune):
        given = {
            "institution_id": commune.institution.id,
            "person_id": make_person().id,
            "dossier": uuid4(),
            "token": uuid4(),
            "at": AT,
        }
        make_charge(**given)

        with pytest.raises(errors.MalformedCharge, match="already"):
            make_charge(**given, amount_clp=1)

    @pytest.mark.parametrize("amount", [Money(0), Money(-1), Money(100, "USD")])
    def test_only_pesos_above_zero_are_charged(self, commune, amount):
        with pytest.raises(errors.MalformedCharge):
            api.charge(
                dossier=uuid4(),
                institution_id=commune.institution.id,
                payer_person_id=make_person().id,
                amount=amount,
                concept="Patente",
                due_on=None,
                token=uuid4(),
                actor=BY_RULE,
                at=AT,
            )

    def test_without_exactly_one_payer_is_our_fault(self, commune):
        firm = register_organisation(rut=new_rut(), name="Pan SpA", actor=SETUP, at=AT)
        for payers in ({}, {"person_id": make_person().id, "organisation_id": firm.id}):
            with pytest.raises(errors.MalformedCharge, match="one payer"):
                make_charge(institution_id=commune.institution.id, at=AT, **payers)

    def test_expires_after_its_last_day_in_the_comuna(self, commune):
        eastern = make_second()  # Punta Arenas: UTC-3; El Sauce: UTC-4 in winter
        person, night = make_person(), datetime(2025, 7, 1, 3, 30, tzinfo=UTC)
        charges = [
            make_charge(institution_id=each.institution.id, person_id=person.id, due_on=date(2025, 6, 30), at=AT)
            for each in (commune, eastern)
        ]

        states = [api.get_charge(uuid=each, at=night).state for each in charges]

        assert states == [ChargeState.PENDING, ChargeState.EXPIRED]

    def test_a_dossier_lists_its_own_charges_in_order(self, commune, django_assert_num_queries):
        dossier, person = uuid4(), make_person()
        made = [
            make_charge(institution_id=commune.institution.id, person_id=person.id, dossier=dossier, at=AT)
            for _ in range(3)
        ]
        make_charge(institution_id=commune.institution.id, person_id=person.id, at=AT)

        with django_assert_num_queries(2):
            found = api.list_of(dossier=dossier, at=AT)

        assert [each.uuid for each in found] == made
        assert found[0].amount == Money(45_000)

    def test_an_unknown_one_is_not_found(self, db):
        with pytest.raises(errors.ChargeNotFound):
            api.get_charge(uuid=uuid4(), at=AT)


class TestCancelAndExpire:
    def test_a_cancelled_charge_tells_who_waits_for_it(self, charge):
        heard = []
        with subscribed(events.ChargeClosed, lambda event, at: heard.append(event), name="tests.closed"):
            api.cancel(charge_uuid=charge, reason="El cobro estaba repetido.", actor=BY_RULE, at=AT)
            drain(at=AT, failures_allowed=True)  # cases, above, knows no case of these dossiers

        found = api.get_charge(uuid=charge, at=AT)
        assert found.state is ChargeState.CANCELLED
        assert [(event.charge, event.token, event.subject, event.reason) for event in heard] == [
            (charge, found.token, found.dossier, "CANCELLED")
        ]

    def test_a_closed_charge_is_not_closed_again_nor_paid(self, charge):
        api.cancel(charge_uuid=charge, reason="Repetido", actor=BY_RULE, at=AT)

        with pytest.raises(errors.ChargeNotOpen):
            api.cancel(charge_uuid=charge, reason="Repetido", actor=BY_RULE, at=AT)
        with pytest.raises(errors.ChargeNotOpen):
            api.start_attempt(charge_uuid=charge, return_url="http://localhost:8000/", actor=BY_RULE, at=AT)

    def test_a_settled_charge_is_not_cancelled(self, charge):
        pay(charge_uuid=charge, at=AT)

        with pytest.raises(errors.AlreadySettled):
            api.cancel(charge_uuid=charge, reason="Tarde", actor=BY_RULE, at=AT)

    def test_expires_only_after_its_last_day(self, commune):
        person = make_person()
        charge = make_charge(
            institution_id=commune.institution.id, person_id=person.id, due_on=date(2025, 3, 10), at=AT
        )
        with pytest.raises(errors.NotOverdue):
            api.expire(charge_uuid=charge, actor=BY_RULE, at=AT)

        api.expire(charge_uuid=charge, actor=BY_RULE, at=datetime(2025, 3, 11, 12, tzinfo=UTC))

        assert Charge.objects.get().closing == "EXPIRED"


class TestTheDatabase:
    """The rules hold against code that forgets them."""

    def test_refuses_a_second_settlement(self, charge):
        pay(charge_uuid=charge, at=AT)
        row = Settlement.objects.get()
        row.pk = None

        with pytest.raises(IntegrityError, match="payments_settlement_charge_id"):
            row.save(force_insert=True)

    @pytest.mark.django_db(transaction=True)
    def test_refuses_a_settlement_of_another_amount(self, charge):
        pay(charge_uuid=charge, at=AT)
        other = make_charge(institution_id=Charge.objects.get().institution_id, person_id=make_person().id, at=AT)
        result = Result.objects.get()
        result.pk, result.act, result.outcome, result.disposition = None, None, "REJECTED", "NONE"
        result.save(force_insert=True)

        with pytest.raises(IntegrityError, match="payments_settlement_of_its_amount"):
            Settlement.objects.create(charge=Charge.objects.get(uuid=other), result=result, amount_clp=1, settled_at=AT)

    @pytest.mark.parametrize(
        "statement",
        [
            "UPDATE payments_charge SET amount_clp = 1",
            "UPDATE payments_charge SET concept = 'Otro'",
            "UPDATE payments_attempt SET provider = 'other'",
            "UPDATE payments_result SET disposition = 'SURPLUS'",
            "UPDATE payments_settlement SET settled_at = now()",
            "DELETE FROM payments_settlement",
            "DELETE FROM payments_result",
            "DELETE FROM payments_attempt",
            "DELETE FROM payments_charge",
        ],
    )
    def test_refuses_to_change_what_was_charged_and_paid(self, charge, statement):
        pay(charge_uuid=charge, at=AT)

        with pytest.raises(IntegrityError, match="What was charged and paid stays"), connection.cursor() as cursor:
            cursor.execute(statement)

    def test_refuses_to_open_a_closed_charge(self, charge):
        api.cancel(charge_uuid=charge, reason="Repetido", actor=BY_RULE, at=AT)

        with pytest.raises(IntegrityError, match="stays"), connection.cursor() as cursor:
            cursor.execute("UPDATE payments_charge SET closing = '', closed_at = NULL")
