"""What is refused is refused by name: a code that nobody else has, a reason, and what to do now, in every language."""

from collections import Counter
from collections.abc import Iterator
from importlib import import_module  # noqa: TID251 every errors.py is loaded here, to see each refusal

import pytest
from django.utils.translation import gettext, override

from tests.boundaries.source import SOURCE
from ventanilla.common.errors import Refusal

ELSEWHERE_DOWN = 503


def _descendants(refusal: type[Refusal]) -> Iterator[type[Refusal]]:
    for child in refusal.__subclasses__():
        yield child
        yield from _descendants(child)


def _refusals() -> list[type[Refusal]]:
    """Those that can be raised: the last of each branch, of every package."""
    for path in SOURCE.rglob("*errors.py"):
        import_module(".".join(("ventanilla", *path.relative_to(SOURCE).with_suffix("").parts)))
    found = dict.fromkeys(_descendants(Refusal))
    ours = (each for each in found if each.__module__.startswith("ventanilla.") and ".tests." not in each.__module__)
    return [each for each in ours if not each.__subclasses__()]


REFUSALS = _refusals()


@pytest.mark.parametrize("refusal", REFUSALS, ids=lambda refusal: refusal.__name__)
class TestRefusal:
    def test_its_code_is_its_package_and_a_reason(self, refusal: type[Refusal]) -> None:
        package, reason = refusal.code.split(".")
        assert package in refusal.__module__.split(".")
        assert reason.isidentifier() and reason.islower()

    def test_it_says_why_and_what_to_do_now(self, refusal: type[Refusal]) -> None:
        for sentence in (refusal.text, refusal.next_step):
            assert sentence == sentence.strip()
            assert sentence.endswith((".", "?", "%(accepted)s", "%(reason)s", "%(sentence)s"))

    @pytest.mark.parametrize("language", ["en", "pt-br"])
    def test_it_is_said_in_the_other_languages_too(self, refusal: type[Refusal], language: str) -> None:
        with override(language):
            assert gettext(refusal.text) != refusal.text
            assert gettext(refusal.next_step) != refusal.next_step


def test_no_two_refusals_have_one_code() -> None:
    codes = Counter(refusal.code for refusal in REFUSALS)
    assert [code for code, uses in codes.items() if uses > 1] == []


def test_a_refusal_is_never_answered_as_a_failure_of_ours() -> None:
    statuses = {refusal.__name__: refusal.http_status for refusal in REFUSALS}
    wrong = {name: status for name, status in statuses.items() if not 400 <= status < 500 and status != ELSEWHERE_DOWN}
    assert wrong == {}
