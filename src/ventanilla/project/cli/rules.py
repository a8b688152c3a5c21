"""dmn run|tck: rules in the standard's form, evaluated from the terminal. Needs no database."""

import json
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ventanilla.common import clock
from ventanilla.common.errors import Refusal
from ventanilla.project.cli.group import say
from ventanilla.project.start import start_django
from ventanilla.project.terminal import LANGUAGES

if TYPE_CHECKING:
    from ventanilla.common.dmn import Model
    from ventanilla.common.dmn.wording import Words

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


@click.group()
def dmn() -> None:
    """Decisions as data: evaluate a DMN file, or run the cases of the standard's compatibility kit."""


LANGUAGE = click.option(
    "--language", type=click.Choice(list(LANGUAGES)), default="es", help="Of all that is said: es, en or pt."
)


@dmn.command()
@click.argument("file", type=FILE)
@click.option("--decision", required=True, help="The name of a decision or decision service of the file.")
@click.option("--input", "inputs", type=FILE, help="A JSON file: an object with a value for each input.")
@click.option(
    "--import", "imports", type=FILE, multiple=True, help="A DMN file that this one imports; may be repeated."
)
@click.option("--explain", is_flag=True, help="Say why, rule by rule, instead of the value alone.")
@LANGUAGE
def run(
    file: Path, decision: str, inputs: Path | None, imports: tuple[Path, ...], explain: bool, language: str
) -> None:
    """Evaluate a decision of FILE and print its value as JSON, or with --explain the reasons in sentences.

    Dates, times and durations are texts in the form of the standard: a field of the type date takes "2026-03-01".
    It ends with 1 when a text of the decision itself cannot be read.
    """
    start_django()
    from ventanilla.common.dmn import load
    from ventanilla.common.dmn.explain import explained, no_result
    from ventanilla.common.dmn.plain import from_plain, to_json
    from ventanilla.common.dmn.wording import Words

    words = Words(language)
    with _speaking(language) as translated:
        model = load(file.read_bytes(), [other.read_bytes() for other in imports])
        for problem in model.problems_of(decision):
            say(words.say("problem", where=problem.where, error=translated(problem.error)))
        given = _object(inputs, words)
        for sentence in _about_names(model, decision, given, words):
            say(sentence)
        try:
            values = from_plain(model, decision, given)
        except TypeError:
            raise click.ClickException(words.say("too_nested", file=inputs)) from None
        outcome = model.decide(decision, values, at=clock.now(), trace=explain)
    if explain:
        click.echo(explained(outcome, language, model.labels))
    else:
        click.echo(to_json(outcome.value))
        for sentence in no_result(outcome, language):
            say(sentence)
    if model.own_problems_of(decision):
        raise SystemExit(1)


@contextmanager
def _speaking(language: str) -> Generator[Callable[[Refusal], str]]:
    """Refusals in one language: those inside end the command with their sentence. Gives what says another one."""
    from django.utils.translation import gettext, override

    def translated(refusal: Refusal) -> str:
        return gettext(refusal.text) % refusal.params

    with override(LANGUAGES[language]):
        try:
            yield translated
        except Refusal as refusal:
            raise click.ClickException(translated(refusal)) from refusal


def _about_names(model: "Model", decision: str, given: Mapping[str, object], words: "Words") -> Iterator[str]:
    """What is given and not read, and what is read and not given. An import has its own inside its name."""
    known = model.inputs_of(decision)
    imports = {item.name for item in model.bundle.main.imports if item.name}
    unknown = [words.quoted(each) for each in given if each not in known and each.partition(".")[0] not in imports]
    if unknown:
        read = words.enumerated([words.quoted(each) for each in known]) or words.say("nothing")
        yield words.say("unknown_input", names=words.enumerated(unknown), decision=decision, known=read)
    missing = [words.quoted(name) for name in known if name not in given]
    if missing and not any(name.partition(".")[0] in imports for name in given):
        yield words.say("missing_inputs", names=words.enumerated(missing))


def _object(path: Path | None, words: "Words") -> dict[str, object]:
    """The object of a JSON file, its numbers exact. Raises ClickException."""
    if path is None:
        return {}
    try:
        value = json.loads(
            path.read_text(encoding="utf-8"), parse_float=Decimal, parse_int=Decimal, parse_constant=_refuse
        )
    except RecursionError:
        raise click.ClickException(words.say("too_nested", file=path)) from None
    except ValueError as error:
        line = getattr(error, "lineno", 1)
        raise click.ClickException(words.say("not_json", file=path, line=line)) from None
    if not isinstance(value, dict):
        raise click.ClickException(words.say("not_object", file=path))
    return value


def _refuse(constant: str) -> None:
    """NaN and Infinity are no JSON."""
    raise ValueError(constant)


@dmn.command()
@click.argument("folder", type=FOLDER)
@click.option("--verbose", is_flag=True, help="Name each case, not only those that fail.")
@LANGUAGE
def tck(folder: Path, verbose: bool, language: str) -> None:
    """Run every case of the DMN compatibility kit below FOLDER, name those that fail, and count both."""
    start_django()
    from ventanilla.common.dmn.tck import Unread, run_folder
    from ventanilla.common.dmn.wording import Words

    words = Words(language)
    passed = failed = 0
    unread: list[Unread] = []
    with _speaking(language) as translated:
        for result in run_folder(folder, unread.append, language):
            passed += result.passed
            failed += not result.passed
            if not result.passed:
                click.echo(f"failed  {result.case.title}: {result.reason}")
            elif verbose:
                click.echo(f"passed  {result.case.title}")
        for each in unread:
            say(words.say("unread", file=each.path, error=translated(each.error)))
    if not passed + failed:
        raise click.ClickException(words.say("no_cases", folder=folder))
    click.echo(f"{passed} passed, {failed} failed")
    if failed:
        raise SystemExit(1)
