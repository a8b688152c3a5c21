"""The cases of a compatibility kit: how what is given and expected is written in their files."""

from pathlib import Path

import pytest

from ventanilla.common.dmn.tck import run_folder
from ventanilla.common.dmn.tests.models import decision, given, literal, xml

_HEAD = (
    '<testCases xmlns="http://www.omg.org/spec/DMN/20160719/testcase"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema">'
)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ('<list xsi:nil="true"/>', '<value xsi:nil="true"/>'),
        ("<list/>", "<list/>"),
        (
            '<list><item><value xsi:type="xsd:decimal">1</value></item></list>',
            '<list><item><value xsi:type="xsd:double">1.0</value></item></list>',
        ),
        (
            '<component name="a"><list xsi:nil="true"/></component>',
            '<component name="a"><value xsi:nil="true"/></component>',
        ),
    ],
)
def test_a_list_that_is_nil_is_null_and_not_empty(tmp_path: Path, value: str, expected: str):
    (tmp_path / "m.dmn").write_bytes(xml(given("x") + decision("d", literal("x"), needs="x")))
    case = f'<inputNode name="x">{value}</inputNode><resultNode name="d"><expected>{expected}</expected></resultNode>'
    text = f'{_HEAD}<modelName>m.dmn</modelName><testCase id="1">{case}</testCase></testCases>'
    (tmp_path / "m-test.xml").write_text(text)
    assert [(result.passed, result.reason) for result in run_folder(tmp_path)] == [(True, "")]
