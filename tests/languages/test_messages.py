"""The tool of the catalogues reads every way of marking a text, and tells every way in which a catalogue is wrong."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from tools.messages import catalogues, packages, problems, sheet
from tools.messages.extraction import extract
from tools.messages.message import Message, Messages, together
from tools.messages.packages import Package

PYTHON = '''"""gettext"""
gettext("Uno")
gettext_lazy("Dos")
NAME = gettext_noop("Tres "
                    "y cuatro")
_("Cinco %(n)d") % {"n": _("Seis")}
ngettext("%(n)d día", "%(n)d días", n)
pgettext("mes", "Marzo")
gettext(variable)
def _(message): ...
'''
TEMPLATE = """{% load i18n %}
  {% translate "Siete" %} {% translate "Ocho" as eight %}
    {% translate "Marzo" context "planeta" %}
{% blocktranslate with name=x.name trimmed %}
  Hola,
  {{ name }}
{% endblocktranslate %}
{% blocktranslate count n=total %}{{ n }} caso{% plural %}{{ n }} casos{% endblocktranslate %}
{{ _("Nueve") }} {% ui "label" text=_("Diez") %}{# {% translate "Nadie" %} #}
"""


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Package:
    """One package with a Python file and a template."""
    monkeypatch.setattr(packages, "ROOT", tmp_path)
    monkeypatch.setattr("tools.messages.extraction.ROOT", tmp_path)
    folder = tmp_path / "portal"
    (folder / "tests").mkdir(parents=True)
    (folder / "words.py").write_text(PYTHON)
    (folder / "page.html").write_text(TEMPLATE)
    (folder / "tests" / "test_words.py").write_text(PYTHON.replace("Uno", "De una prueba"))
    return Package(folder)


def catalogue(*messages: Message) -> Messages:
    return together(messages)


class TestExtraction:
    def test_every_call_in_python_is_read(self, package: Package) -> None:
        assert {key[1] for key in extract(package) if "portal/words.py" in extract(package)[key].places} == {
            "Uno",
            "Dos",
            "Tres y cuatro",
            "Cinco %(n)d",
            "Seis",
            "%(n)d día",
            "Marzo",
        }

    def test_every_tag_of_a_template_is_read(self, package: Package) -> None:
        assert {key for key, message in extract(package).items() if "portal/page.html" in message.places} == {
            ("", "Siete", ""),
            ("", "Ocho", ""),
            ("planeta", "Marzo", ""),
            ("", "Hola, %(name)s", ""),
            ("", "%(n)s caso", "%(n)s casos"),
            ("", "Nueve", ""),
            ("", "Diez", ""),
        }

    def test_a_choice_between_sentences_inside_one_call_is_refused(self, package: Package) -> None:
        (package.folder / "words.py").write_text('gettext("Uno" if first else "Dos")')
        with pytest.raises(SyntaxError, match="one plain sentence"):
            extract(package)


class TestCatalogue:
    def test_what_is_written_is_read_again(self, package: Package) -> None:
        messages = catalogue(
            Message("Hola «%(name)s»\n", translation=("Hello “%(name)s”\n",), places=("portal/words.py",)),
            Message("%(n)d día", "%(n)d días", translation=("%(n)d day", "%(n)d days"), places=("portal/words.py",)),
            Message("Marzo", context="mes", translation=("March",), places=("portal/words.py",)),
            Message("Sin traducir", translation=("",), places=("portal/page.html",)),
        )
        catalogues.write(package, "pt_BR", messages)
        assert catalogues.read(package, "pt_BR") == messages
        assert catalogues.read(package, "en") == {}

    def test_a_text_that_moves_keeps_its_translation(self) -> None:
        here = catalogue(Message("Hola", places=("portal/words.py",)))
        there = catalogue(Message("Hola", translation=("Hello",), places=("ui/words.py",)))
        (message,) = catalogues.merged(here, catalogues.translations([there])).values()
        assert message.translation == ("Hello",)


class TestSheet:
    HERE = Message("Hola", "Holas", context="saludo", translation=("", ""))
    THERE = Message("Adiós", translation=("Goodbye",))

    def test_what_is_not_translated_stands_once_with_each_language_that_lacks_it(self) -> None:
        blank = sheet.blank([("en", catalogue(self.HERE, self.THERE)), ("pt_BR", catalogue(self.HERE))])
        assert json.loads(blank) == [
            {"context": "saludo", "text": "Hola", "plural": "Holas", "en": ["", ""], "pt_BR": ["", ""]}
        ]

    def test_what_is_filled_in_is_read_and_what_is_not_is_left(self) -> None:
        blank = sheet.blank([("en", catalogue(self.HERE)), ("pt_BR", catalogue(self.HERE))])
        given = blank.replace('""', '"Olá"').replace('"en": [\n   "Olá"', '"en": [\n   ""')
        assert sheet.filled(given) == {"pt_BR": {self.HERE.key: ("Olá", "Olá")}}


class TestProblems:
    SAID = Message("Faltan %(n)d", translation=("%(n)d are missing",))

    def test_none_when_all_is_said_and_translated(self, package: Package) -> None:
        assert list(problems.of_package(package, "pt_BR", catalogue(self.SAID), catalogue(self.SAID))) == []

    @pytest.mark.parametrize(
        ("written", "problem"),
        [
            (catalogue(), "missing"),
            (catalogue(replace(SAID, translation=("",))), "not translated"),
            (catalogue(replace(SAID, translation=("Some are missing",))), "%(n)d differs"),
            (catalogue(SAID, Message("Ya no", translation=("No more",))), "nobody says it any more"),
        ],
    )
    def test_one_line_for_each(self, package: Package, written: Messages, problem: str) -> None:
        (line,) = problems.of_package(package, "pt_BR", catalogue(self.SAID), written)
        assert line.startswith(f"portal pt_BR: {problem}")

    def test_a_singular_may_leave_its_number_out_and_a_plural_may_not(self) -> None:
        message = Message("Un día", "%(n)d días", translation=("One day", "%(n)d days"))
        assert message.lost_placeholders == set()
        assert replace(message, translation=("One day", "days")).lost_placeholders == {"%(n)d"}

    def test_one_text_with_two_translations(self, package: Package) -> None:
        other = Package(package.folder.parent / "ui")
        found = problems.between_packages(
            "pt_BR",
            [
                (package, catalogue(Message("Plazo", translation=("Term",)))),
                (other, catalogue(Message("Plazo", translation=("Deadline",)))),
            ],
        )
        assert [line.partition(",")[0] for line in found] == ["ui pt_BR: translated otherwise in portal"]
