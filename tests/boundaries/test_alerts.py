"""Every alert that something logs has its words, its page for operators says the same ones, and none is left over."""

import ast
import re

from tests.boundaries.source import ROOT, SOURCE, python_files, tree
from ventanilla.common.alerts import TEXTS

GUIDE = ROOT / "docs" / "operating" / "alerts.md"
CODE = re.compile(r"alert\.[a-z_]+")


def test_every_alert_that_is_logged_has_its_words_and_the_other_way_round() -> None:
    logged = set()
    for path in python_files():
        if path.is_relative_to(SOURCE) and "tests" not in path.parts and path.name != "texts.py":
            texts = (node.value for node in ast.walk(tree(path)) if isinstance(node, ast.Constant))
            logged |= {text for text in texts if isinstance(text, str) and CODE.fullmatch(text)}
    # Named by what money did (payments/settling.py).
    logged = {code for code in logged if code != "alert.payment_"} | {"alert.payment_surplus", "alert.payment_mismatch"}
    assert logged == set(TEXTS)


def test_the_guide_has_a_heading_for_each() -> None:
    headings = re.findall(r"^### `(alert\.[a-z_]+)`$", GUIDE.read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(headings) == sorted(TEXTS)
