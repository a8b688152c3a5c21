"""Each component draws each of its examples, well formed and readable by a screen reader."""

import pytest
from django.template import TemplateSyntaxError
from django.utils import translation
from ruamel.yaml import YAML

from ventanilla.ui import icons, library
from ventanilla.ui.rendering import render
from ventanilla.ui.testing import problems_of, render_example, render_examples

EXAMPLES = [(name, example) for name in library.names() for example in library.component(name).examples]


@pytest.mark.parametrize(
    ("component", "example"), EXAMPLES, ids=[f"{name}: {example.name}" for name, example in EXAMPLES]
)
class TestEachExample:
    def test_is_well_formed(self, component: str, example: library.Example) -> None:
        assert problems_of(render_example(component, example)) == []

    def test_shows_every_text_it_was_given(self, component: str, example: library.Example) -> None:
        html = render_example(component, example)
        for text in _texts(example.params):
            assert text in html, f"{component} does not show {text!r}"


def _texts(value: object, key: str = "") -> list[str]:
    """Sentences inside the parameters: what has a space and is not an address or markup."""
    if isinstance(value, dict):
        return [text for name, inner in value.items() for text in _texts(inner, name)]
    if isinstance(value, list):
        return [text for inner in value for text in _texts(inner, key)]
    return [value] if isinstance(value, str) and " " in value and "<" not in value and '"' not in value else []


class TestLibrary:
    def test_every_folder_has_a_reference(self) -> None:
        folders = {path.name for path in library.FOLDER.iterdir() if path.is_dir() and not path.name.startswith("_")}
        assert folders == set(library.names())
        assert all(library.component(name).examples for name in library.names())

    def test_no_reference_lost_a_part_to_a_comma(self) -> None:
        for name in library.names():
            read = YAML(typ="safe").load(library.FOLDER / f"{name}/example.yaml")
            strange = [param for param, said in read["params"].items() if not set(said) <= {"doc", "required"}]
            assert not strange, f"{name}: quote the doc of {strange}"

    def test_an_unknown_parameter_is_refused_with_those_there_are(self) -> None:
        with pytest.raises(TemplateSyntaxError, match=r"tag has no parameter colour; it has kind, text"):
            render("tag", {"text": "Borrador", "colour": "red"})

    def test_a_missing_parameter_is_refused(self) -> None:
        with pytest.raises(TemplateSyntaxError, match="tag needs text"):
            render("tag", {"kind": "ok"})

    def test_an_unknown_component_is_refused(self) -> None:
        with pytest.raises(TemplateSyntaxError, match="no component 'carousel'"):
            render("carousel", {})

    def test_the_reference_says_what_each_component_takes(self) -> None:
        lines = set((library.FOLDER / "README.md").read_text().splitlines())
        missing = [
            row for name in library.names() if (row := library.reference_row(library.component(name))) not in lines
        ]
        assert not missing, "components/README.md lacks these rows:\n" + "\n".join(missing)


class TestWhatPeopleType:
    def test_is_never_markup(self) -> None:
        html = render("page-title", {"title": "<script>alert(1)</script>"})
        assert "<script>" not in html

    def test_stays_a_single_attribute_value(self) -> None:
        html = render("search-box", {"action": "/", "label": "Busque", "value": '"><img src=x>'})
        assert "<img" not in html


class TestWords:
    @pytest.mark.parametrize(
        ("days", "business", "words"),
        [
            (12, True, "Quedan 12 días hábiles"),
            (1, True, "Queda 1 día hábil"),
            (1, False, "Queda 1 día"),
            (0, True, "Vence hoy"),
            (-1, False, "Atrasado 1 día"),
            (-4, False, "Atrasado 4 días"),
        ],
    )
    def test_a_deadline_says_how_much_is_left(self, days: int, business: bool, words: str) -> None:
        with translation.override("es"):
            shown = " ".join(render("deadline", {"days": days, "business": business}).split())
        assert f"> {words} <" in shown

    def test_a_stopped_clock_is_not_late(self) -> None:
        with translation.override("es"):
            html = render("deadline", {"days": -3, "paused": True})
        assert "Plazo suspendido" in html
        assert "v-deadline--over" not in html

    def test_an_icon_that_does_not_exist_is_refused(self) -> None:
        with pytest.raises(LookupError, match="no icon 'unicorn'"):
            icons.svg("unicorn")


def test_the_page_of_all_examples_has_no_repeated_ids() -> None:
    assert [problem for problem in problems_of(render_examples()) if "stands" in problem or "points" in problem] == []
