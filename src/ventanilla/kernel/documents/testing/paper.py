"""What a PDF/A-2a (or 3a) + PDF/UA-1 file with a seal must be, checked on its objects. Each check names its clause.

veraPDF is no Python package nor in Debian; these are its rules that a signature or a template of ours can break.
"""

import re
from collections.abc import Iterator
from io import BytesIO

import pikepdf

STANDARD_TYPES = {
    *("/Document", "/Part", "/Art", "/Sect", "/Div", "/BlockQuote", "/Caption", "/TOC", "/TOCI", "/Index"),
    *("/NonStruct", "/Private", "/P", "/H", "/H1", "/H2", "/H3", "/H4", "/H5", "/H6", "/L", "/LI", "/Lbl", "/LBody"),
    *("/Table", "/TR", "/TH", "/TD", "/THead", "/TBody", "/TFoot", "/Span", "/Quote", "/Note", "/Reference"),
    *("/BibEntry", "/Code", "/Link", "/Annot", "/Ruby", "/Warichu", "/Figure", "/Formula", "/Form"),
}


def open_pdf(content: bytes) -> pikepdf.Pdf:
    return pikepdf.open(BytesIO(content))


def check_conformance(content: bytes, *, lang: str, files: tuple[str, ...] = ()) -> None:
    """Raises AssertionError with the clause that is broken. With `files` in it, it is PDF/A-3a, and 2a without."""
    with open_pdf(content) as pdf:
        _check_identity(pdf, lang, "3" if files else "2")
        _check_files(pdf, files)
        _check_fonts(pdf)
        _check_structure(pdf)
        _check_annotations(pdf)


def elements(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Dictionary]:
    """Every structure element, from the root down."""
    pending = [pdf.Root.StructTreeRoot]
    while pending:
        element = pending.pop()
        kids = element.get("/K", [])
        for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
            if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
                yield kid
                pending.append(kid)


def file_in(content: bytes, name: str) -> bytes:
    """The file that the PDF carries under that name."""
    with open_pdf(content) as pdf:
        return pdf.attachments[name].get_file().read_bytes()


def _check_files(pdf: pikepdf.Pdf, names: tuple[str, ...]) -> None:
    """Each is listed by its name, associated with the document, described, and says what it is."""
    assert tuple(pdf.attachments) == names, "ISO 32000-1 7.11.4"
    associated = list(pdf.Root.get("/AF", []))
    assert len(associated) == len(names), "ISO 19005-3 6.8: associated with the document"
    for specification in associated:
        assert str(specification.F) == str(specification.UF), "ISO 19005-3 6.8: F and UF"
        assert str(specification.AFRelationship) in {"/Source", "/Data", "/Alternative", "/Supplement"}, "Annex E"
        assert str(specification.Desc).strip(), "ISO 19005-3 6.8: should be described"
        assert str(specification.EF.F.Subtype) == "/application/json", "ISO 19005-3 6.8: MIME type"
        assert "/ModDate" in specification.EF.F.Params, "ISO 19005-3 6.8: last change"


def _check_identity(pdf: pikepdf.Pdf, lang: str, part: str) -> None:
    metadata = pdf.open_metadata()
    assert metadata["pdfaid:part"] == part, "ISO 19005-2 6.6.4"
    assert metadata["pdfaid:conformance"] == "A", "ISO 19005-2 6.6.4"
    assert metadata["pdfuaid:part"] == "1", "ISO 14289-1 5"
    assert metadata["dc:title"], "ISO 14289-1 7.1"
    assert pdf.pdf_version == "1.7", "ISO 19005-2 6.1.2"
    assert "/Version" not in pdf.Root, "ISO 19005-2 6.1.2"
    assert bool(pdf.Root.MarkInfo.Marked), "ISO 14289-1 6.2"
    assert str(pdf.Root.Lang) == lang, "ISO 14289-1 7.2"
    assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle), "ISO 14289-1 7.1"
    assert "/Encrypt" not in pdf.trailer, "ISO 19005-2 6.1.3"
    assert pdf.Root.OutputIntents[0].S == "/GTS_PDFA1", "ISO 19005-2 6.2.3"


def _check_fonts(pdf: pikepdf.Pdf) -> None:
    fonts = [each for each in pdf.objects if isinstance(each, pikepdf.Dictionary) and each.get("/Type") == "/Font"]
    assert fonts
    for font in fonts:
        descendants = font.get("/DescendantFonts", [font])
        for each in descendants:
            descriptor = each.FontDescriptor
            assert {"/FontFile", "/FontFile2", "/FontFile3"} & set(descriptor.keys()), "ISO 19005-2 6.2.11.4"
        if font.get("/Subtype") == "/Type0":
            assert "/ToUnicode" in font, "ISO 19005-2 6.2.11.7"


def _check_structure(pdf: pikepdf.Pdf) -> None:
    roles = {str(name): str(target) for name, target in pdf.Root.StructTreeRoot.get("/RoleMap", {}).items()}
    found = list(elements(pdf))
    assert [str(each.S) for each in found if str(each.S) == "/H1"] == ["/H1"], "ISO 14289-1 7.4: one title"
    for each in found:
        assert roles.get(str(each.S), str(each.S)) in STANDARD_TYPES, "ISO 14289-1 7.1"
        if each.S == "/Figure":
            assert str(each.Alt).strip(), "ISO 14289-1 7.3"
    for page in pdf.pages:
        assert "/StructParents" in page, "ISO 14289-1 7.1"


def _check_annotations(pdf: pikepdf.Pdf) -> None:
    numbers = list(pdf.Root.StructTreeRoot.ParentTree.Nums)
    parents = {int(numbers[place]): numbers[place + 1] for place in range(0, len(numbers), 2)}
    assert max(parents) < int(pdf.Root.StructTreeRoot.ParentTreeNextKey), "ISO 32000-1 14.7.4.4"
    for page in pdf.pages:
        annotations = list(page.get("/Annots", []))
        assert not annotations or page.Tabs == "/S", "ISO 14289-1 7.18.3"
        for each in annotations:
            flags = int(each.F)
            assert flags & 4, "ISO 19005-2 6.3.2: printed"
            assert not flags & (1 | 2 | 32 | 256), "ISO 19005-2 6.3.2: neither hidden nor invisible"
            x0, y0, x1, y1 = (float(side) for side in each.Rect)
            assert (x0 == x1 and y0 == y1) or each.Subtype == "/Link" or "/AP" in each, "ISO 19005-2 6.3.3"
            parent = parents[int(each.StructParent)]
            expected = {"/Link": "/Link", "/Widget": "/Form"}[str(each.Subtype)]
            assert str(parent.S) == expected, "ISO 14289-1 7.18.4 and 7.18.5"
            assert any(kid.get("/Obj") == each for kid in parent.K if isinstance(kid, pikepdf.Dictionary))
            assert str(each.get("/Contents", "")) or str(each.get("/TU", "")), "ISO 14289-1 7.18.1"


def text_of(content: bytes) -> str:
    """What is written on the pages, in the order in which it is drawn; each line of a page on one of its own.

    Reads glyphs back to letters by the ToUnicode maps that PDF/A asks for, as a program that copies text does.
    """
    with open_pdf(content) as pdf:
        return "\n".join(_text_of_page(page) for page in pdf.pages)


def _text_of_page(page: pikepdf.Page) -> str:
    fonts = {name: _letters(font) for name, font in page.Resources.Font.items()}
    written, letters = [], {}
    for instruction in pikepdf.parse_content_stream(page):
        operands, operator = instruction.operands, str(instruction.operator)
        if operator == "Tf":
            letters = fonts[str(operands[0])]
        elif operator in {"Tm", "Td", "T*", "BT"}:
            written.append("\n")
        elif operator in {"Tj", "TJ"}:
            parts = operands[0] if operator == "TJ" else operands
            for part in parts:
                if isinstance(part, pikepdf.String):
                    raw = bytes(part)
                    codes = (int.from_bytes(raw[place : place + 2]) for place in range(0, len(raw), 2))
                    written.extend(letters.get(code, "") for code in codes)
    return re.sub(r"\n+", "\n", "".join(written))


def _letters(font: pikepdf.Object) -> dict[int, str]:
    """Glyph → letters, from the bfchar and bfrange lines of the font's ToUnicode map."""
    found: dict[int, str] = {}
    for kind, body in re.findall(r"beginbf(char|range)(.*?)endbf", font.ToUnicode.read_bytes().decode(), re.DOTALL):
        values = re.findall(r"<([0-9a-fA-F]+)>", body)
        step = 2 if kind == "char" else 3
        for place in range(0, len(values), step):
            first, last = int(values[place], 16), int(values[place + step - 2], 16)
            text = bytes.fromhex(values[place + step - 1]).decode("utf-16-be")
            for code in range(first, last + 1):
                found[code] = text[:-1] + chr(ord(text[-1]) + code - first)
    return found
