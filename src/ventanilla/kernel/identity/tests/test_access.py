"""Authenticator, recovery codes, passkeys and the renewal of an access; and how tries are counted."""

import base64
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connections

from ventanilla.common.errors import Fault
from ventanilla.kernel.identity import api as identity
from ventanilla.kernel.identity import second_factor
from ventanilla.kernel.identity.backends import OfficialBackend
from ventanilla.kernel.identity.errors import (
    CodeNotValid,
    OwnAccess,
    PasskeyAlreadyThere,
    PasskeyNotFound,
    RightMissing,
)
from ventanilla.kernel.identity.models import RecoveryCode, SecondFactor
from ventanilla.kernel.identity.testing import SETUP, make_commune, make_second, shown_code

AT = datetime(2026, 3, 2, 15, tzinfo=UTC)
SECRET = b"12345678901234567890"
EMAIL, PASSWORD = "obras@elsauce.cl", "caballo batería grapa correcta"


class TestCodes:
    @pytest.mark.parametrize(
        ("seconds", "code"),
        [
            (59, "287082"),
            (1111111109, "081804"),
            (1111111111, "050471"),
            (1234567890, "005924"),
            (20000000000, "353130"),
        ],
    )
    def test_are_those_of_the_standard(self, seconds, code):
        """RFC 6238, appendix B, in six figures."""
        assert second_factor.code_of(SECRET, seconds // 30) == code

    def test_of_half_a_minute_around_open_and_no_other(self):
        step = int(AT.timestamp()) // 30
        opened = [
            second_factor.step_of(SECRET, second_factor.code_of(SECRET, step + n), after=0, at=AT) for n in range(-3, 4)
        ]
        assert opened == [None, None, step - 1, step, step + 1, None, None]

    @pytest.mark.parametrize("text", ["", "12345", "1234567", "abcdef", "１２３４５６", "0x1234", "12 34 5"])
    def test_any_other_text_is_none(self, text):
        assert second_factor.step_of(SECRET, text, after=0, at=AT) is None


@pytest.fixture
def world(db, settings, tmp_path):
    settings.VENTANILLA_HOME = tmp_path
    commune = make_commune()
    holder = commune.officials["DOM-1"]
    identity.set_official_password(person_id=holder.person.id, email=EMAIL, password=PASSWORD, actor=SETUP, at=AT)
    return commune


@pytest.fixture
def account(world) -> int:
    return world.officials["DOM-1"].account_id


def set_up(account: int, at: datetime = AT) -> tuple[str, ...]:
    """Register what shows the codes of `secret()`."""
    code = shown_code(secret(account), at)
    identity.set_second_factor(account_id=account, code=code, attempt="set up", actor=SETUP, at=at)
    return identity.codes_to_keep(account_id=account)


def secret(account: int) -> str:
    return identity.secret_to_register(account_id=account, attempt="set up")


def shown(account: int, at: datetime) -> str:
    return shown_code(secret(account), at)


def use(account: int, code: str, at: datetime, attempt: str = "") -> None:
    identity.use_second_factor(account_id=account, code=code, attempt=attempt, actor=SETUP, at=at)


class TestSecondFactor:
    def test_is_taken_with_a_code_that_it_shows(self, account):
        with pytest.raises(CodeNotValid):
            identity.set_second_factor(account_id=account, code="000000", attempt="x", actor=SETUP, at=AT)
        set_up(account)
        assert identity.get_access(account_id=account).second_factor_set_at == AT

    def test_a_code_opens_once(self, account):
        set_up(account)
        later = AT + timedelta(minutes=1)
        with pytest.raises(CodeNotValid):
            use(account, shown(account, AT), AT)
        use(account, shown(account, later), later)
        with pytest.raises(CodeNotValid):
            use(account, shown(account, later), later)

    def test_the_database_holds_no_secret(self, account):
        codes = set_up(account)
        row = SecondFactor.objects.get(account_id=account)
        assert base64.b32decode(secret(account).replace(" ", "")) not in bytes(row.sealed_secret)
        assert codes[0].encode() not in bytes(row.sealed_codes)

    def test_the_secret_of_one_is_not_that_of_another(self, account, world):
        set_up(account)
        other = world.officials["INSP-1"].account_id
        SecondFactor.objects.filter(account_id=account).update(account_id=other)
        with pytest.raises(Fault):
            use(other, shown(account, AT + timedelta(minutes=2)), AT + timedelta(minutes=2))

    def test_the_same_press_twice_opens_twice_and_nobody_elses(self, account):
        """The second is of the same attempt with the same code: an answer that was lost, or a second press."""
        codes = set_up(account)
        later = AT + timedelta(minutes=1)
        for code in (shown(account, later), codes[0]):
            for _ in range(2):
                use(account, code, later, attempt="mine")
            for attempt in ("another", ""):
                with pytest.raises(CodeNotValid):
                    use(account, code, later, attempt=attempt)


class TestRecoveryCodes:
    def test_ten_each_once_however_it_is_written(self, account):
        codes = set_up(account)
        assert len(set(codes)) == 10
        use(account, codes[0].upper().replace("-", " "), AT)
        with pytest.raises(CodeNotValid):
            use(account, codes[0], AT)
        assert identity.get_access(account_id=account).recovery_codes_left == 9

    def test_are_shown_until_they_are_kept(self, account):
        codes = set_up(account)
        assert identity.codes_to_keep(account_id=account) == codes
        identity.keep_recovery_codes(account_id=account, actor=SETUP, at=AT)
        assert identity.codes_to_keep(account_id=account) == ()
        use(account, codes[3], AT)

    def test_new_ones_end_the_old(self, account):
        old = set_up(account)
        identity.renew_recovery_codes(account_id=account, actor=SETUP, at=AT)
        assert identity.codes_to_keep(account_id=account) == old
        identity.keep_recovery_codes(account_id=account, actor=SETUP, at=AT)
        identity.renew_recovery_codes(account_id=account, actor=SETUP, at=AT)
        with pytest.raises(CodeNotValid):
            use(account, old[0], AT)
        assert RecoveryCode.objects.filter(account_id=account).count() == 10

    def test_are_of_one_account(self, account, world):
        codes = set_up(account)
        other = world.officials["INSP-1"].account_id
        set_up(other)
        with pytest.raises(CodeNotValid):
            use(other, codes[0], AT)


class TestPasskeys:
    def add(self, account: int, credential: bytes = b"c1"):
        return identity.add_passkey(
            account_id=account,
            credential_id=credential,
            public_key=b"k",
            sign_count=0,
            device="Firefox, Linux",
            actor=SETUP,
            at=AT,
        )

    def test_are_listed_used_and_taken_away(self, account):
        added = self.add(account)
        identity.use_passkey(credential_id=b"c1", sign_count=4, actor=SETUP, at=AT)
        assert identity.find_passkey(credential_id=b"c1").sign_count == 4
        identity.remove_passkey(account_id=account, passkey=added.uuid, actor=SETUP, at=AT)
        assert identity.find_passkey(credential_id=b"c1") is None

    def test_one_is_of_one_account(self, account, world):
        added = self.add(account)
        other = world.officials["INSP-1"].account_id
        with pytest.raises(PasskeyAlreadyThere):
            self.add(other)
        identity.remove_passkey(account_id=other, passkey=added.uuid, actor=SETUP, at=AT)
        assert identity.find_passkey(credential_id=b"c1") is not None
        with pytest.raises(PasskeyNotFound):
            identity.use_passkey(credential_id=b"c2", sign_count=1, actor=SETUP, at=AT)

    def test_of_a_closed_account_opens_nothing(self, account, world):
        self.add(account)
        identity.close_account(person_id=world.officials["DOM-1"].person.id, actor=SETUP, at=AT)
        assert identity.find_passkey(credential_id=b"c1") is None


class TestRenewal:
    def test_by_another_administrator_leaves_a_password_of_a_day(self, account, world):
        set_up(account)
        TestPasskeys().add(account)
        person = world.officials["DOM-1"].person.id
        admin = world.officials["ADMIN-1"].actor(AT).ref()

        password = identity.renew_access(person_id=person, actor=admin, at=AT)

        access = identity.get_access(account_id=account)
        assert (access.second_factor_set_at, access.passkeys, access.recovery_codes_left) == (None, (), 0)
        assert access.password_until == AT + timedelta(days=1)
        backend = OfficialBackend()
        assert backend.authenticate(None, email=EMAIL, password=PASSWORD, at=AT) is None
        assert backend.authenticate(None, email=EMAIL, password=password, at=AT) is not None
        assert backend.authenticate(None, email=EMAIL, password=password, at=AT + timedelta(days=1)) is None

    def test_nobody_renews_their_own_nor_without_the_right(self, world):
        admin = world.officials["ADMIN-1"]
        with pytest.raises(OwnAccess):
            identity.renew_access(person_id=admin.person.id, actor=admin.actor(AT).ref(), at=AT)
        stranger = make_second().officials["ADMIN-1"].actor(AT).ref()
        for other in (world.officials["RENTAS-1"].actor(AT).ref(), stranger):
            with pytest.raises(RightMissing):
                identity.renew_access(person_id=world.officials["DOM-1"].person.id, actor=other, at=AT)


class TestRates:
    def take(self, key: str = "a", at: datetime = AT):
        return identity.take(kind="x", key=key, limit=3, per_seconds=60, at=at)

    def test_more_than_the_limit_is_over_until_the_time_is(self, db):
        assert [self.take().over for _ in range(5)] == [False, False, False, True, True]
        assert self.take().again_at == AT + timedelta(seconds=60)
        assert not self.take("b").over
        assert not self.take(at=AT + timedelta(seconds=60)).over

    def test_who_was_right_is_not_counted(self, db):
        for _ in range(10):
            assert not self.take().over
            identity.give_back(kind="x", key="a")

    @pytest.mark.django_db(transaction=True)
    def test_at_once_no_more_than_the_limit(self):
        def one(_number: int) -> bool:
            try:
                return self.take().over
            finally:
                connections.close_all()

        with ThreadPoolExecutor(8) as pool:
            assert sorted(pool.map(one, range(20))) == [False] * 3 + [True] * 17
