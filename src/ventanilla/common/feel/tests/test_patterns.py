"""Classes, blocks and references of patterns, as XPath F&O 3.1 (5.6) and XML Schema (appendix G) read them."""

import pytest

from ventanilla.common.feel import characters
from ventanilla.common.feel.tests.asking import value_of


def matches(text: str, pattern: str) -> object:
    return value_of("matches(given, pattern)", given=text, pattern=pattern)


@pytest.mark.parametrize(
    ("text", "pattern", "expected"),
    [
        ("a", r"^[\S]$", True),
        (" ", r"^[\S]$", False),
        ("-", r"^[\I]$", True),
        ("a", r"^[\C]$", False),
        ("a", r"^[\i-[b]]$", True),
        ("b", r"^[\i-[b]]$", False),
        ("ก", r"^\p{IsThai}$", True),
        ("a", r"^[\P{IsThai}]$", True),
        ("→", r"\p{IsArrows}", True),
        ("字", r"^\p{IsCJKUnifiedIdeographs}+$", True),
        ("α", r"\p{IsGreek}", True),
        ("a", r"\p{IsNope}", None),
    ],
)
def test_a_set_of_characters_is_that_of_the_standard(text: str, pattern: str, expected: bool | None):
    assert matches(text, pattern) is expected


@pytest.mark.parametrize(
    ("text", "pattern", "expected"),
    [
        ("aa0", r"(a)\10", True),
        ("abcdefghijkk", r"(a)(b)(c)(d)(e)(f)(g)(h)(i)(j)(k)\11$", True),
        ("b", r"^(a)?b\1$", True),
        ("aa", r"(a)\2", None),
        ("aa", r"(a\1)", None),
        ("aa", r"(?:a)\1", None),
    ],
)
def test_a_reference_takes_the_digits_of_groups_that_began_before(text: str, pattern: str, expected: bool | None):
    assert matches(text, pattern) is expected


def test_the_others_of_a_set_are_all_that_it_lacks():
    lacking = characters.others(((0, 9), (11, 20)))
    assert lacking == ((10, 10), (21, characters.LAST))
    assert characters.others(lacking) == ((0, 9), (11, 20))
