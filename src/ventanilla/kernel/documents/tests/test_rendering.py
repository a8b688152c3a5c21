"""From a template and data to a PDF: what it is, and what neither data nor template can do."""

import json
import socket
import threading
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as effort
from hypothesis import strategies as st

from ventanilla.kernel.documents import api, limits
from ventanilla.kernel.documents.errors import TemplateFault
from ventanilla.kernel.documents.rendering import printable, render
from ventanilla.kernel.documents.rendering.sheets import compose
from ventanilla.kernel.documents.testing import AT, DECREE, DECREE_DATA, decree_act
from ventanilla.kernel.documents.testing.paper import check_conformance, elements, file_in, open_pdf, text_of
from ventanilla.kernel.documents.types import Act, Attachment, IssueTemplate, Signatory
from ventanilla.kernel.identity.testing import Commune
from ventanilla.kernel.identity.types import InstitutionData, InstitutionKind

CODE = "7K4M-Q2RX-0B9T-WZ3C"
SAUCE = InstitutionData(
    id=1,
    uuid=uuid4(),
    code="SAUCE",
    name="Ilustre Municipalidad de El Sauce",
    short_name="El Sauce",
    kind=InstitutionKind.MUNICIPALITY,
    comuna_code="13101",
    rut="69000001-5",
)


def sheet(
    source: str = DECREE.source,
    *,
    act: Act | None = None,
    code: str | None = CODE,
    assets: dict | None = None,
    attachments: tuple[Attachment, ...] = (),
    **data,
) -> bytes:
    return compose(
        act=act or decree_act(),
        template=IssueTemplate(source, assets or {}, attachments),
        data={**DECREE_DATA, **data},
        institution=SAUCE,
        code=code,
        at=AT,
    )


def body(content: str) -> str:
    return f'#import "/letterhead.typ": *\n#show: act\n{content}\n'


class TestSheet:
    def test_it_conforms_to_pdf_a_2a_and_pdf_ua_1(self) -> None:
        check_conformance(sheet(), lang="es")

    def test_with_a_file_inside_it_conforms_to_pdf_a_3a(self) -> None:
        inside = Attachment("datos.json", "Los datos del acto.", '{"quién": "Ana\u202e 🙂\u00ad"}'.encode())
        pdf = sheet(attachments=(inside,))
        check_conformance(pdf, lang="es", files=("datos.json",))
        assert file_in(pdf, "datos.json") == inside.content

    def test_what_is_no_act_has_the_paper_without_title_and_signers(self) -> None:
        source = '#import "/letterhead.typ": *\n#show: sheet\n= Comprobante\n#data.activity'
        pdf = sheet(source)
        check_conformance(pdf, lang="es")
        text = text_of(pdf)
        assert "Ilustre Municipalidad de El Sauce" in text and CODE in text
        assert "Riquelme" not in text and "VISTOS" not in text

    def test_everything_that_the_law_asks_is_printed(self) -> None:
        text = text_of(sheet())
        for printed in (
            "Ilustre Municipalidad de El Sauce",
            "DECRETO ALCALDICIO",
            "1.234",
            "Otorga patente comercial",
            "veintitrés de noviembre de dos mil veintiséis",
            "VISTOS",
            "CONSIDERANDO",
            "$ 18.500.000",
            "María Angélica Riquelme Ñancupil",
            "Alcaldesa",
            "subrogante",
            CODE,
            "ventanilla.example/verificar",
            "69.000.001-5",
            "11:30",
        ):
            assert printed in text, printed

    def test_it_has_title_author_subject_and_the_instant_of_the_act(self) -> None:
        with open_pdf(sheet()) as pdf:
            assert str(pdf.docinfo["/Title"]) == "Decreto alcaldicio N.º 1.234"
            assert str(pdf.docinfo["/Author"]) == "Ilustre Municipalidad de El Sauce"
            assert "patente" in str(pdf.docinfo["/Subject"])

    def test_the_qr_code_says_in_words_where_it_leads(self) -> None:
        with open_pdf(sheet()) as pdf:
            [figure] = [each for each in elements(pdf) if each.S == "/Figure"]
            assert f"https://ventanilla.example/verificar/{CODE}" in str(figure.Alt)

    def test_the_same_act_is_the_same_bytes(self) -> None:
        assert sheet() == sheet()

    def test_the_date_is_the_one_where_the_institution_is(self) -> None:
        late = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
        pdf = compose(act=decree_act(), template=DECREE, data=DECREE_DATA, institution=SAUCE, code=CODE, at=late)
        assert "veintidós de noviembre" in text_of(pdf)

    def test_a_delegate_signs_by_order_of_the_post(self) -> None:
        act = replace(decree_act(), signers=(Signatory("Ana Rojas", "Jefa", "DELEGATE", "Alcaldesa"),))
        assert "por orden de: Alcaldesa" in text_of(sheet(act=act))

    def test_a_delegate_of_whom_it_is_not_said_signs_by_order_of_the_authority(self) -> None:
        act = replace(decree_act(), signers=(Signatory("Ana Rojas", "Jefa", "DELEGATE"),))
        assert "por orden de la autoridad" in text_of(sheet(act=act))

    def test_a_long_act_conforms_and_numbers_its_pages(self) -> None:
        pdf = sheet(body("#vistos[#lorem(200)]\n#considerando(..range(40).map(n => [Que #lorem(50)]))"))
        check_conformance(pdf, lang="es")
        with open_pdf(pdf) as opened:
            pages = len(opened.pages)
        assert pages > 3
        text = text_of(pdf)
        assert f"Página 2 de {pages}" in text
        assert text.count("Decreto alcaldicio N.º 1.234") == pages - 1

    def test_an_asset_of_the_template_is_found(self) -> None:
        svg = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>'
        check_conformance(sheet(body('#image("/logo.svg", alt: "Escudo")'), assets={"logo.svg": svg}), lang="es")


class TestPreview:
    def test_it_says_that_it_is_not_valid_and_has_neither_number_nor_code(self) -> None:
        text = text_of(sheet(code=None))
        assert "VISTA PREVIA — SIN VALIDEZ" in text
        assert "Esta es una vista previa." in text
        assert "1.234" not in text
        assert "verificar" not in text

    def test_it_conforms_too_so_that_an_error_of_the_template_shows_before_signing(self) -> None:
        check_conformance(sheet(code=None), lang="es")

    def test_the_front_door_makes_one_from_the_institution(self, commune: Commune) -> None:
        pdf = api.preview(
            institution_id=commune.institution.id, act=decree_act(), template=DECREE, data=DECREE_DATA, at=AT
        )
        assert commune.institution.name in text_of(pdf)


class TestHostileData:
    @pytest.mark.parametrize(
        "holder",
        [
            '#read("/etc/passwd")',
            '#eval("1+1")',
            '"]; #import "/letterhead.typ"; #[',
            "$ sum_(i=0)^n $ *bold* _it_ = Title",
            "<script>alert(1)</script> \\ / ` ~ @ref <label>",
            '{"data": 1}',
            "a" * 3000,
            "a " * 3000,
        ],
    )
    def test_data_are_printed_and_never_obeyed(self, holder: str) -> None:
        pdf = sheet(holder=holder)
        check_conformance(pdf, lang="es")
        printed = "".join(text_of(pdf).split()).replace("\u200b", "").replace("-", "")
        assert "".join(holder.split())[:40].replace("-", "") in printed

    @effort(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(st.text(max_size=80), st.text(max_size=80))
    def test_any_text_makes_a_document(self, holder: str, title: str) -> None:
        act = replace(decree_act(), title=title)
        assert sheet(act=act, holder=holder).startswith(b"%PDF-1.7")

    def test_every_printable_character_has_a_glyph(self) -> None:
        everything = " ".join(sorted(printable.PRINTABLE - {"\n", "\t"}))
        assert sheet(body("#data.everything"), everything=everything).startswith(b"%PDF-")

    @pytest.mark.parametrize("unprintable", ["😀", "漢", "\u202e", "\x00", "\ue000", "\u200d", "\ud800"])
    def test_what_cannot_be_printed_is_seen_to_be_missing(self, unprintable: str) -> None:
        assert printable.printable(f"a{unprintable}b") == "a□b"

    def test_names_of_this_country_are_printed_as_they_are(self) -> None:
        for name in ("Ñuñoa", "Müller", "Lafkenche ʼ ḻ ṉ", "O’Higgins", "José Güell", "Ğ Š Ž ć ł"):
            assert printable.printable(name) == name

    @pytest.mark.parametrize("name", ["verification", "number", "labels", "act", "institution"])
    def test_data_cannot_take_the_place_of_the_frame(self, name: str) -> None:
        with pytest.raises(TemplateFault, match=name):
            compose(act=decree_act(), template=DECREE, data={name: 1}, institution=SAUCE, code=CODE, at=AT)


class TestHostileTemplate:
    def test_its_mistake_is_told_to_its_author(self) -> None:
        with pytest.raises(TemplateFault, match="unknown variable: nothing"):
            sheet(body("#nothing"))

    def test_an_image_without_words_is_refused(self) -> None:
        svg = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>'
        with pytest.raises(TemplateFault, match="alt"):
            sheet(body('#image("/logo.svg")'), assets={"logo.svg": svg})

    @pytest.mark.parametrize("path", ["/etc/passwd", "../../../../etc/passwd", "/proc/self/environ"])
    def test_it_reads_nothing_outside_of_its_folder(self, path: str) -> None:
        with pytest.raises(TemplateFault):
            sheet(body(f'#read("{path}")'))

    def test_it_fetches_no_package(self, monkeypatch: pytest.MonkeyPatch) -> None:
        with socket.create_server(("127.0.0.1", 0)) as server:
            asked = []
            server.settimeout(3)
            proxy = f"http://127.0.0.1:{server.getsockname()[1]}"
            assert all(value == "http://127.0.0.1:9" for name, value in render._ENVIRONMENT.items() if "PROXY" in name)
            monkeypatch.setattr(render, "_ENVIRONMENT", {**render._ENVIRONMENT, "HTTPS_PROXY": proxy})

            def listen() -> None:
                with server.accept()[0] as caller:
                    asked.append(caller.recv(60))

            listener = threading.Thread(target=listen)
            listener.start()
            with pytest.raises(TemplateFault, match="package"):
                sheet(body('#import "@preview/cetz:0.3.1": *'))
            listener.join()
        assert asked[0].startswith(b"CONNECT packages.typst.org"), "the proxy is what stops it"

    def test_it_ends_when_it_takes_too_long(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(limits, "RENDER_SECONDS", 1)
        slow = "range(9000).map(i => range(900).sum()).sum()"
        with pytest.raises(TemplateFault, match=r"within 1 seconds|status -"):
            sheet(body(f"#let f(n) = if n < 60 {{ {slow} + f(n + 1) }} else {{ 0 }}\n#f(0)"))

    def test_it_ends_when_it_asks_for_too_much_memory(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(limits, "RENDER_MEMORY_BYTES", 300_000_000)
        with pytest.raises(TemplateFault, match="status"):
            sheet(body('#let s = "x" * 1000000\n#(s * 1000).len()'))

    @pytest.mark.parametrize("name", ["letterhead.typ", "main.typ", "qr.svg", "../x.svg", "/x.svg", "a/b.svg", ".typ"])
    def test_its_assets_cannot_leave_the_folder_nor_replace_ours(self, name: str) -> None:
        with pytest.raises(TemplateFault, match="no name for an asset"):
            sheet(assets={name: b"<svg/>"})

    @pytest.mark.parametrize("name", ["letterhead.typ", "qr.svg", "../x.json", "/x.json", "a/b.json", ".json", "x.exe"])
    def test_nor_can_the_files_that_it_carries(self, name: str) -> None:
        with pytest.raises(TemplateFault, match="no name for an attachment"):
            sheet(attachments=(Attachment(name, "x", b"{}"),))

    def test_it_has_limits(self) -> None:
        with pytest.raises(TemplateFault, match="at most"):
            sheet("x" * (limits.TEMPLATE_BYTES + 1))
        with pytest.raises(TemplateFault, match="data of a document exceed"):
            sheet(holder="x" * limits.RENDER_DATA_BYTES)


def test_the_data_never_touch_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []

    def look(folder: str, data: str, created_at: datetime, standard: str) -> bytes:
        seen.extend(path.read_bytes() for path in Path(folder).rglob("*") if path.is_file())
        assert Path(folder).stat().st_mode & 0o077 == 0
        assert json.loads(data)["holder"] == "Rosa Secreta"
        return b"%PDF-"

    monkeypatch.setattr(render, "_compile", look)
    sheet(holder="Rosa Secreta", attachments=(Attachment("x.json", "x", b'{"holder": "Rosa Secreta"}'),))
    assert seen
    assert not any(b"Rosa Secreta" in content for content in seen)
