"""A file that a PDF carries (ISO 32000-1 7.11.4). The PDF may come from anybody, so each mistake of it is "no file"."""

import zlib
from io import BytesIO

from pyhanko.pdf_utils.generic import StreamObject
from pyhanko.pdf_utils.reader import PdfFileReader

from ventanilla.kernel.documents import limits

FLATE = "/FlateDecode"


def find_file(pdf: bytes, name: str) -> bytes | None:
    """The file associated with the document under that name, at most FILE_INSIDE_BYTES long; None without one."""
    try:
        associated = PdfFileReader(BytesIO(pdf)).root["/AF"]
        for place in range(len(associated)):  # by its place, because only that follows a reference
            if associated[place]["/UF"] == name:
                return _unpacked(associated[place]["/EF"]["/F"])
    except Exception:
        # A parser of strangers' bytes raises what it likes.
        return None
    return None


def _unpacked(stream: StreamObject) -> bytes | None:
    """Not by the parser's own way, which unpacks without an end."""
    packing = stream.get("/Filter", "")
    content = stream.encoded_data
    if packing == FLATE:
        content = zlib.decompressobj().decompress(content, limits.FILE_INSIDE_BYTES + 1)
    elif packing:
        return None
    return content if len(content) <= limits.FILE_INSIDE_BYTES else None
