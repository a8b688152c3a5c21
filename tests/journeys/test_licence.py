"""A person asks for a business licence and gets it, with scripts and without; every page on the way is inspected."""

from collections.abc import Iterator
from io import BytesIO

import pikepdf
import pytest
from playwright.sync_api import Browser

from tests.journeys.inspection import KINDS, Inspector
from tests.journeys.licence import REPLY, Licence
from tests.journeys.pictures import camera
from tests.journeys.town import Town
from ventanilla.kernel.documents import api as documents

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module", params=[True, False], ids=["with scripts", "without scripts"])
def licence(
    request: pytest.FixtureRequest, town: Town, browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Licence]:
    """The whole journey. With scripts an office asks for a correction, and the pages are photographed on request."""
    scripts: bool = request.param
    walked = Licence(
        browser=browser,
        town=town,
        commune=town.sauce,
        person=town.persons[0 if scripts else 1],
        folder=tmp_path_factory.mktemp("files"),
        inspector=Inspector(town, with_axe=scripts),
        scripts=scripts,
        picture=camera(scripts),
    )
    walked.walk(corrected=scripts)
    yield walked
    walked.applicant.close()


def test_from_the_first_page_to_the_proof(licence: Licence) -> None:
    assert licence.verification_code


@pytest.mark.parametrize("kind", KINDS)
def test_every_page_on_the_way_is_in_order(licence: Licence, kind: str) -> None:
    assert len(licence.inspector.seen) > 30
    assert licence.inspector.report(kind) == ""


def test_a_long_answer_says_how_many_characters_are_left(licence: Licence) -> None:
    """Asked for in the correction, which is made with scripts."""
    assert licence.told_of_the_limit == (f"Le quedan {2000 - len(REPLY)} caracteres" if licence.scripts else "")


class TestDecree:
    def test_its_seal_is_whole_and_trusted(self, licence: Licence, town: Town) -> None:
        report = town.do(documents.validate_pdf, content=licence.document)
        assert (report.intact, report.trusted, report.covers_whole_file) == (True, True, True)
        assert report.signer == licence.commune.institution.name

    def test_is_for_archives_and_for_screen_readers(self, licence: Licence) -> None:
        with pikepdf.open(BytesIO(licence.document)) as pdf:
            metadata = pdf.open_metadata()
            assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("2", "A")
            assert metadata["pdfuaid:part"] == "1"
            assert str(pdf.Root.Lang) == "es"
            assert bool(pdf.Root.MarkInfo.Marked)
            assert "/StructTreeRoot" in pdf.Root
            assert metadata["dc:title"] == str(pdf.docinfo["/Title"])

    def test_leads_to_the_page_that_verifies_it(self, licence: Licence) -> None:
        with pikepdf.open(BytesIO(licence.document)) as pdf:
            links = [str(note.A.URI) for page in pdf.pages for note in page.get("/Annots", []) if "/A" in note]
        anybody = licence.visitor()
        anybody.open(links[0].removeprefix(licence.town.url))
        assert licence.verification_code in anybody.text
        assert "Sí, es auténtico" in anybody.text
        anybody.close()
