"""The first officials from the terminal: made whole, found the second time, and the password told once."""

import pytest
from click.testing import CliRunner, Result
from django.contrib.auth import get_user_model

from ventanilla.common import clock
from ventanilla.kernel.identity import api as identity
from ventanilla.kernel.identity.testing import new_run, new_rut
from ventanilla.kernel.identity.types import ADMINISTER, OPERATE, Actor
from ventanilla.kernel.ledger.testing import entries
from ventanilla.project.cli import main, officials

pytestmark = pytest.mark.django_db(transaction=True)
JULIA = {"given-names": "Julia", "surnames": "Soto Lagos", "email": "julia@alerce.example"}
MARIO = {"given-names": "Mario", "surnames": "Paz Reyes", "email": "mario@alerce.example"}


def run(*arguments: str, said: str | None = None, **options: str) -> Result:
    pairs = [part for name, value in options.items() for part in (f"--{name.replace('_', '-')}", value)]
    return CliRunner().invoke(main, ["admin", *arguments, *pairs], input=said)


def new_institution() -> dict[str, str]:
    return {
        "institution": "ALERCE",
        "name": "Ilustre Municipalidad de El Alerce",
        "comuna": "peralillo",
        "rut": new_rut(),
    }


def actor(number: str) -> Actor:
    person = identity.find_person(run=number)
    assert person is not None
    account = identity.find_account(person_id=person.id)
    assert account is not None
    (held,) = identity.posts_of(person_id=person.id, at=clock.now())
    return identity.actor_of(account_id=account.id, post_id=held.id, at=clock.now())


def test_the_first_administrator_can_enter_and_administers_the_whole_institution() -> None:
    number = new_run()
    result = run("create", run=number, **new_institution(), **JULIA)
    assert result.exit_code == 0, result.output
    julia = actor(number)
    institution = identity.get_institution(code="ALERCE")
    for action in (ADMINISTER, "services.publish"):
        identity.require_right(actor=julia.ref(), action=action, institution_id=institution.id, at=clock.now())
    account = get_user_model().objects.get(person_id=julia.person_id)
    assert account.check_password(result.stdout.strip())
    assert result.stdout.strip() not in result.stderr
    assert "/administracion/" in result.stderr
    assert [each.code for each in identity.list_units(institution_id=institution.id)] == ["ALCALDIA"]
    assert {each.kind for each in entries()} >= {"identity.institution_created", "identity.appointed"}


def test_again_it_changes_nothing_and_tells_no_password() -> None:
    number = new_run()
    typed = {**new_institution(), **JULIA}
    run("create", run=number, **typed)
    before = len(entries())
    result = run("create", run=number, **typed)
    assert (result.exit_code, result.stdout, len(entries())) == (0, "", before)
    assert "it was there" in result.stderr
    assert "they hold it already" in result.stderr
    again = run("create", institution="alerce", run=number)
    assert (again.exit_code, again.stdout, len(entries())) == (0, "", before)


def test_a_lost_password_is_replaced_when_that_is_asked() -> None:
    number = new_run()
    first = run("create", run=number, **new_institution(), **JULIA).stdout.strip()
    second = run("create", "--new-password", institution="ALERCE", run=number).stdout.strip()
    account = get_user_model().objects.get(email=JULIA["email"])
    assert second != first
    assert (account.check_password(first), account.check_password(second)) == (False, True)


def test_a_second_administrator_gets_a_post_of_their_own() -> None:
    run("create", run=new_run(), **new_institution(), **JULIA)
    result = run("create", institution="ALERCE", run=new_run(), **MARIO)
    assert result.exit_code == 0, result.output
    institution = identity.get_institution(code="ALERCE")
    assert [each.code for each in identity.list_posts(institution_id=institution.id)] == ["ADMIN-1", "ADMIN-2"]
    assert identity.count_administrators(institution_id=institution.id, at=clock.now()) == 2


def test_a_vacant_post_is_filled_before_another_is_made() -> None:
    number = new_run()
    run("create", run=number, **new_institution(), **JULIA)
    held = actor(number).post.appointment_uuid
    identity.end_appointment(appointment_uuid=held, ends_at=clock.now(), actor=officials.BY_ADMIN, at=clock.now())
    result = run("create", institution="ALERCE", run=new_run(), **MARIO)
    assert "Post ADMIN-1, Administración de la plataforma: it was vacant" in result.stderr


def test_an_operator_operates_and_administers_nothing() -> None:
    number = new_run()
    result = run("operator", run=number, **new_institution(), **JULIA)
    assert result.exit_code == 0, result.output
    operator = actor(number)
    assert identity.holds_anywhere(actor=operator.ref(), action=OPERATE, at=clock.now())
    assert not identity.holds_anywhere(actor=operator.ref(), action=ADMINISTER, at=clock.now())
    assert "/operacion/" in result.stderr


def test_without_a_terminal_it_says_what_to_give() -> None:
    result = run("create")
    assert (result.exit_code, "Give --institution, --run;" in result.stderr) == (2, True)
    result = run("create", institution="ALERCE", run=new_run())
    assert "Give --name, --comuna, --rut, --given-names, --surnames, --email;" in result.stderr
    assert identity.list_institutions() == ()


def test_in_a_terminal_it_asks_for_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(officials, "in_terminal", lambda: True)
    answers = ["Municipalidad de El Alerce", "Peralillo", new_rut(), "Julia", "Soto Lagos", "julia@alerce.example"]
    result = run("create", institution="ALERCE", run=new_run(), said="\n".join(answers) + "\n")
    assert result.exit_code == 0, result.output
    assert "Comuna (name or code)" in result.stderr
    assert identity.get_institution(code="ALERCE").comuna_code == "06307"


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"institution": "1"}, "letters and digits"),
        ({"comuna": "Atlantis"}, "'Atlantis' is no comuna"),
        ({"rut": "1-1"}, "RUT"),
        ({"email": "julia"}, "correo"),
    ],
)
def test_what_is_wrong_is_one_sentence_and_nothing_is_made(wrong: dict[str, str], told: str) -> None:
    result = run("create", **{**new_institution(), **JULIA, "run": new_run(), **wrong})
    assert result.exit_code > 0
    assert told in result.stderr
    assert "Traceback" not in result.output
    assert identity.list_institutions() == ()
