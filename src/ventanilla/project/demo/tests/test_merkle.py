"""Paths computed here are those that the verifier of the ledger accepts."""

import hashlib

import pytest

from ventanilla.kernel.ledger import api as ledger
from ventanilla.kernel.ledger.errors import VerificationError
from ventanilla.project.demo.journey.merkle import audit_path, root_of

LEAVES = [hashlib.sha256(bytes([number])).digest() for number in range(70)]


@pytest.mark.parametrize("size", [1, 2, 3, 5, 8, 31, 32, 33, 70])
def test_every_leaf_is_proved_to_the_verifier_of_the_ledger(size: int) -> None:
    leaves = LEAVES[:size]
    for index, leaf in enumerate(leaves):
        path = audit_path(index, leaves)
        ledger.verify_inclusion(leaf=leaf, index=index, size=size, hashes=path, root=root_of(leaves))


def test_another_leaf_is_not_proved() -> None:
    path = audit_path(3, LEAVES)
    with pytest.raises(VerificationError):
        ledger.verify_inclusion(leaf=LEAVES[4], index=3, size=70, hashes=path, root=root_of(LEAVES))
