"""admin create|operator: the first officials of an institution, who then make the others in the pages."""

import re
import sys
from collections.abc import Callable
from typing import Any

import click

from ventanilla.common import clock
from ventanilla.common.actor import ActorRef
from ventanilla.project.cli.group import say, with_database

BY_ADMIN = ActorRef.by_rule("ventanilla admin")
KINDS = ("MUNICIPALITY", "SERVICE", "MINISTRY", "COURT", "HOSPITAL")
CODE = re.compile(r"[A-Z][A-Z0-9]{1,19}\Z")
QUESTIONS = {
    "institution": "Code of the institution (capital letters, such as SAUCE)",
    "run": "RUN of the person",
    "name": "Name of the institution",
    "comuna": "Comuna (name or code)",
    "rut": "RUT of the institution",
    "given_names": "Given names of the person",
    "surnames": "Surnames of the person",
    "email": "E-mail that they enter with",
}


def _options(command: Callable[..., Any]) -> Callable[..., Any]:
    """What both commands ask. What is there already needs no more than its code or its RUN."""
    for option in reversed(
        (
            click.option("--institution", default="", help="The code of the institution, new or existing."),
            click.option("--name", default="", help="Its name, when it is new."),
            click.option("--short-name", default="", help="Its short name, when it is new; without it, its name."),
            click.option("--kind", type=click.Choice(KINDS), default=KINDS[0], help="What it is, when it is new."),
            click.option("--comuna", default="", help="Its comuna by name or code, when it is new: holidays and time."),
            click.option("--rut", default="", help="Its RUT, when it is new."),
            click.option("--run", default="", help="The RUN of the person."),
            click.option("--given-names", default="", help="Their given names, when they are not registered."),
            click.option("--surnames", default="", help="Their surnames, when they are not registered."),
            click.option("--email", default="", help="The e-mail that they enter with, when they have no account."),
            click.option("--title", default="", help="The title of the post, when it is made."),
            click.option(
                "--new-password", is_flag=True, help="Give them a new password; what they entered with stops working."
            ),
        )
    ):
        command = option(command)
    return command


@click.group()
def admin() -> None:
    """The first officials: who administers an institution, who operates the installation."""


@admin.command()
@_options
def create(new_password: bool, **typed: str) -> None:
    """Make somebody an administrator of an institution, and the institution when it is new.

    Makes what is missing of: institution, root unit, role (identity.administer, services.publish), post, person,
    appointment, account with a password. Run again, it changes nothing and says what is there. In a terminal it
    asks for what was not given. The password is printed once, to stdout: it opens once, within 24 hours, and whoever
    enters with it chooses another. Hand it over in person.
    Run it for two persons: a change of rights needs one who proposes it and another who approves it.
    """
    with_database()
    from ventanilla.project.operating.officials import ADMINISTRATION

    _make(ADMINISTRATION, new_password, typed)
    say("They continue in /administracion/, where units, posts, roles and appointments are made.")


@admin.command()
@_options
def operator(new_password: bool, **typed: str) -> None:
    """Make somebody an operator of the installation, with a post of an institution.

    Makes what is missing of: institution, root unit, role (installation.operate), post, person, appointment, account
    with a password. Only this command gives the right to operate: no administrator of an institution can. Run again,
    it changes nothing. In a terminal it asks for what was not given; the password is printed once, to stdout.
    """
    with_database()
    from ventanilla.project.operating.officials import OPERATION

    _make(OPERATION, new_password, typed)
    say("They see how the installation is at /operacion/.")


def _make(duty: Any, new_password: bool, typed: dict[str, str]) -> None:
    from ventanilla.kernel.identity.types import InstitutionKind
    from ventanilla.project.operating.officials import Wanted, lacking, make_official

    given = _completed(typed, [name for name in ("institution", "run") if not typed[name].strip()])
    given["institution"] = given["institution"].strip().upper()
    if not CODE.match(given["institution"]):
        raise click.UsageError("The code of an institution has 2 to 20 letters and digits, a letter first: SAUCE.")
    kind = InstitutionKind(given.pop("kind"))
    wanted = Wanted(kind=kind, **given)
    wanted = Wanted(kind=kind, **_completed(given, lacking(wanted)))
    made = make_official(duty=duty, wanted=wanted, new_password=new_password, actor=BY_ADMIN, at=clock.now())
    for sentence in made.said:
        say(sentence)
    if made.password:
        say(f"{made.email} enters with this password, and chooses another. It is not shown again:")
        click.echo(made.password)


def _completed(typed: dict[str, str], missing: Any) -> dict[str, str]:
    """With an answer for each that is missing, when somebody is there to answer."""
    if missing and not in_terminal():
        options = ", ".join(f"--{name.replace('_', '-')}" for name in missing)
        raise click.UsageError(f"Give {options}; in a terminal they are asked.")
    return typed | {name: click.prompt(QUESTIONS[name], err=True).strip() for name in missing}


def in_terminal() -> bool:
    """Whether somebody can answer."""
    return sys.stdin.isatty()
