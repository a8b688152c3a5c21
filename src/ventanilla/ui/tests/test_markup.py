"""The checks of `problems_of` find what they are for."""

import pytest

from ventanilla.ui.testing import problems_of


@pytest.mark.parametrize(
    ("html", "problem"),
    [
        ("<p><b>one</p>", "</p> closes p > b"),
        ("<div>", "<div> is not closed"),
        ('<p id="a"></p><p id="a"></p>', "id 'a' stands 2 times"),
        ('<p style="color: red"></p>', "<p> has a style of its own"),
        ('<a onclick="x()">x</a>', "<a> has onclick"),
        ("<script>x()</script>", "a script is inline"),
        ('<input name="run">', "<input name='run'> has no label"),
        ('<p aria-describedby="gone"></p>', "aria-describedby points to 'gone'"),
        ('<label for="gone">x</label>', "for points to 'gone'"),
        ("<h1>a</h1><h3>b</h3>", "h1 is followed by h3"),
        ('<img src="a.png">', "an image has no alt"),
    ],
)
def test_each_mistake_is_found(html: str, problem: str) -> None:
    assert problem in problems_of(html)


def test_a_good_fragment_has_no_problems() -> None:
    assert (
        problems_of('<h2>a</h2><label for="x">b</label><input id="x" type="text"><br><svg><path d="M0 0"/></svg>') == []
    )


def test_a_whole_page_needs_one_heading_a_title_and_a_language() -> None:
    found = problems_of("<html><body><main></main></body></html>", whole_page=True)
    assert "the page has 0 h1" in found
    assert "the page has 0 <title>" in found
    assert "the page does not say its language" in found
