"""What is written: a story in a terminal, plain lines in a file."""

import pytest

from ventanilla.project.demo.journey.scene import Line
from ventanilla.project.demo.telling import Teller

LONG = "Una frase tan larga que en una terminal de ochenta columnas no cabría en una sola línea, y aquí sí."


def test_without_a_terminal_every_line_is_plain_and_whole(capsys: pytest.CaptureFixture[str]) -> None:
    teller = Teller()
    teller.line(Line("Rosa", "RUN 1-9", "Busca.", "http://localhost/"))
    teller.line(Line("Rosa", "RUN 1-9", LONG, "http://localhost/a"))
    teller.line(Line("Pedro", "Revisor", "Mira.", "http://localhost/b"))
    teller.rows([("a", "uno", "x"), ("bb", "d", "y")])
    assert capsys.readouterr().out.splitlines() == [
        "",
        "  Rosa · RUN 1-9",
        "   1  Busca.",
        "      http://localhost/",
        f"   2  {LONG}",
        "      http://localhost/a",
        "",
        "  Pedro · Revisor",
        "   3  Mira.",
        "      http://localhost/b",
        "    a   uno  x",
        "    bb  d    y",
    ]


def test_a_step_is_told_when_it_is_done_and_its_details_while_it_runs(capsys: pytest.CaptureFixture[str]) -> None:
    with Teller().doing("Base de datos") as doing:
        doing.say("haciéndola")
        doing.what = "Base de datos lista"
    told = capsys.readouterr()
    assert told.err == "    haciéndola\n  ✓ Base de datos lista\n"
    assert told.out == ""


def test_a_step_that_fails_is_not_told_as_done(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(OSError, match="disco"), Teller().doing("Base de datos"):
        raise OSError("disco")
    assert "✓" not in capsys.readouterr().err
