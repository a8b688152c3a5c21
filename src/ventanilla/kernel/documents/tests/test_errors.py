"""What a person reads when something is refused."""

import string

import pytest

from ventanilla.common.errors import Refusal
from ventanilla.kernel.documents import errors


def refusals() -> list[type[Refusal]]:
    found = [each for each in vars(errors).values() if isinstance(each, type) and issubclass(each, Refusal)]
    return [each for each in found if each.__module__ == errors.__name__ and each.code]


def test_each_has_a_code_of_its_own() -> None:
    codes = [each.code for each in refusals()]
    assert len(codes) > 10
    assert len(set(codes)) == len(codes)
    assert all(code.startswith("documents.") for code in codes)


@pytest.mark.parametrize("refusal", refusals(), ids=lambda each: each.__name__)
def test_each_says_what_happened_and_what_to_do_now(refusal: type[Refusal]) -> None:
    for sentence in (refusal.text, refusal.next_step):
        assert sentence[0] in string.ascii_uppercase + "ÁÉÍÓÚÑ"
        assert sentence.endswith(".")
        assert max(len(part.split()) for part in sentence.split(".")) <= 20
