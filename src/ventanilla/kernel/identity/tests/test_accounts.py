"""The way in: officials by e-mail and password, persons after their provider; nobody learns who has an account."""

import threading

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.db import connection

from ventanilla.common.actor import ActorRef
from ventanilla.kernel.identity import api, backends, errors, testing
from ventanilla.kernel.identity.models import Account
from ventanilla.kernel.identity.tests.world import NOW, SETUP, last_entry
from ventanilla.kernel.ledger.testing import entries

PASSWORD = "caballo batería grapa correcta"
EMAIL = "marta.quispe@sauce.cl"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def backend(settings):
    settings.AUTHENTICATION_BACKENDS = [
        "ventanilla.kernel.identity.backends.OfficialBackend",
        "ventanilla.kernel.identity.backends.ProviderBackend",
    ]


@pytest.fixture
def official(sauce):
    official = sauce.officials["INSP-1"]
    api.set_official_password(person_id=official.person.id, email=EMAIL, password=PASSWORD, actor=SETUP, at=NOW)
    return official


class TestPassword:
    def test_it_opens_with_any_writing_of_the_address(self, official):
        assert authenticate(email=EMAIL, password=PASSWORD).pk == official.account_id
        assert authenticate(email=f" {EMAIL.upper()} ", password=PASSWORD).pk == official.account_id

    @pytest.mark.parametrize(
        ("email", "password"),
        [(EMAIL, "otra clave larga"), ("nadie@sauce.cl", PASSWORD), (EMAIL, ""), ("", PASSWORD), (None, None)],
    )
    def test_anything_else_gives_none(self, official, email, password):
        assert authenticate(email=email, password=password) is None

    def test_it_is_kept_as_argon2_and_never_in_the_ledger(self, official):
        assert Account.objects.get(id=official.account_id).password.startswith("argon2$argon2id$")
        assert last_entry()["kind"] == "identity.password_set"
        assert PASSWORD not in str(last_entry())

    def test_unknown_address_closed_account_and_account_without_password_cost_one_hash(self, official, monkeypatch):
        hashes = []
        encode, verify = Argon2PasswordHasher.encode, Argon2PasswordHasher.verify
        monkeypatch.setattr(Argon2PasswordHasher, "encode", lambda *a: (hashes.append(1), encode(*a))[1])
        monkeypatch.setattr(Argon2PasswordHasher, "verify", lambda *a: (hashes.append(1), verify(*a))[1])

        def cost(email: str, password: str) -> int:
            hashes.clear()
            assert authenticate(email=email, password=password) is None
            return len(hashes)

        Account.objects.create(person_id=testing.make_person().id, email="provider@sauce.cl", password="!x")
        costs = [cost(EMAIL, "otra clave larga"), cost("nadie@sauce.cl", PASSWORD), cost("provider@sauce.cl", "x")]
        api.close_account(person_id=official.person.id, actor=SETUP, at=NOW)
        assert [*costs, cost(EMAIL, PASSWORD)] == [1, 1, 1, 1]

    def test_it_takes_one_query(self, official, django_assert_num_queries):
        for email in (EMAIL, "nadie@sauce.cl"):
            with django_assert_num_queries(1):
                authenticate(email=email, password="otra clave larga")

    @pytest.mark.parametrize("password", ["corta", "password1234", "123456789012345"])
    def test_a_weak_one_is_refused(self, official, password):
        with pytest.raises(errors.PasswordTooWeak):
            api.set_official_password(person_id=official.person.id, email=EMAIL, password=password, actor=SETUP, at=NOW)

    def test_an_address_is_of_one_account(self, sauce, official):
        with pytest.raises(errors.EmailTaken):
            api.set_official_password(
                person_id=sauce.officials["DOM-1"].person.id, email=EMAIL, password=PASSWORD, actor=SETUP, at=NOW
            )

    def test_who_sets_it(self, sauce, roble, official):
        def set_by(actor):
            return api.set_official_password(
                person_id=official.person.id, email=EMAIL, password=PASSWORD, actor=actor, at=NOW
            )

        for stranger in (sauce.officials["JEFE-RENTAS"], roble.officials["ADMIN-1"]):
            with pytest.raises(errors.RightMissing):
                set_by(stranger.actor(NOW).ref())
        assert set_by(sauce.officials["ADMIN-1"].actor(NOW).ref()).id == official.account_id
        assert set_by(official.actor(NOW).ref()).id == official.account_id

    def test_a_new_one_ends_the_sessions_of_the_old_one(self, official):
        before = Account.objects.get(id=official.account_id).get_session_auth_hash()
        api.set_official_password(
            person_id=official.person.id, email=EMAIL, password=f"{PASSWORD} dos", actor=SETUP, at=NOW
        )
        assert Account.objects.get(id=official.account_id).get_session_auth_hash() != before


class TestAdmit:
    def admit(self, run, **changes):
        values = {"given_names": "Ana", "surnames": "Soto", "actor": ActorRef.by_rule("provider"), "at": NOW}
        return api.admit_person(run=run, **{**values, **changes})

    def test_the_first_time_makes_person_and_account_and_the_second_nothing(self):
        run = testing.new_run()
        first = self.admit(run)
        entry = last_entry()
        assert self.admit(run, given_names="Otro Nombre") == first
        assert last_entry() == entry
        assert api.find_person(run=run).given_names == "Ana"
        assert api.find_account(person_id=first.person_id) == first

    def test_it_opens_with_no_password(self):
        account = Account.objects.get(id=self.admit(testing.new_run()).id)
        assert not account.has_usable_password()
        assert not account.check_password("")
        assert account.email is None

    def test_a_wrong_run_is_refused(self):
        with pytest.raises(errors.RunNotValid):
            self.admit("1-1")


@pytest.mark.django_db(transaction=True)
def test_two_parallel_first_times_give_one_person_and_one_account(transactional_db):
    run, together, admitted = testing.new_run(), threading.Barrier(2), []

    def admit() -> None:
        together.wait(10)
        try:
            account = api.admit_person(
                run=run, given_names="Ana", surnames="Soto", actor=ActorRef.by_rule("provider"), at=NOW
            )
            admitted.append(account.uuid)
        finally:
            connection.close()

    threads = [threading.Thread(target=admit) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert admitted == [Account.objects.get().uuid] * 2
    assert len(entries("identity.account_opened")) == 1


class TestSession:
    def test_a_closed_account_has_no_session_and_no_actor(self, official):
        backend = backends.ProviderBackend()
        assert backend.get_user(official.account_id).pk == official.account_id
        api.close_account(person_id=official.person.id, actor=SETUP, at=NOW)
        assert backend.get_user(official.account_id) is None
        with pytest.raises(errors.AccountClosed):
            official.actor(NOW)

    def test_the_provider_backend_lets_nobody_in(self, official):
        assert backends.ProviderBackend().authenticate(None, email=EMAIL, password=PASSWORD) is None

    def test_to_close_what_is_not_there_is_refused(self):
        with pytest.raises(errors.AccountNotFound):
            api.close_account(person_id=testing.make_person().id, actor=SETUP, at=NOW)
