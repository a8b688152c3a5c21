"""For tests: small whole files, a decree, and what a PDF of ours is and says."""

import struct
import zlib
from datetime import UTC, datetime

from ventanilla.kernel.documents.testing.paper import check_conformance, file_in, text_of
from ventanilla.kernel.documents.types import Act, ActNumber, IssueTemplate, Signatory

__all__ = [
    "AT",
    "DECREE",
    "DECREE_DATA",
    "check_conformance",
    "decree_act",
    "file_in",
    "small_pdf",
    "small_png",
    "text_of",
]

AT = datetime(2026, 11, 23, 14, 30, tzinfo=UTC)


def small_pdf(text: str = "Contrato de arriendo") -> bytes:
    """A one-page PDF that readers open; `text` makes two of them differ."""
    stream = f"BT /F1 12 Tf 72 720 Td ({text}) Tj ET".encode("latin-1", "replace")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R"
        b" /Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
    ]
    out, offsets = bytearray(b"%PDF-1.7\n"), []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, table)
    return bytes(out)


def small_png(grey: int = 128) -> bytes:
    """A PNG of one grey pixel."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    header = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    pixel = zlib.compress(bytes([0, grey]))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixel) + chunk(b"IEND", b"")


DECREE = IssueTemplate(
    source="""
#import "/letterhead.typ": *
#show: act

#vistos[Lo dispuesto en los artículos 23 y 24 del Decreto Ley N.º 3.063, de 1979, y en la Ley N.º 19.880.]

#considerando(
  [Que #data.holder pidió patente para «#data.activity» en #data.address.],
  [Que el capital propio declarado es de #pesos(data.capital).],
)

#resuelvo(
  verb: "Decreto",
  [*Otórgase* la patente, con los datos que siguen:
   #facts((("Titular", data.holder), ("Actividad", data.activity), ("Local", data.address)))],
  [*Comuníquese* a la persona interesada.],
)

#communicate[Anótese, comuníquese y archívese.]
"""
)
DECREE_DATA = {
    "holder": "Almacén y Panadería La Espiga Ltda.",
    "activity": "Almacén de comestibles con venta de pan",
    "address": "Avenida Los Aromos 1.455, local 3",
    "capital": 18_500_000,
}


def decree_act(number: int | None = 1234) -> Act:
    """The act of DECREE, signed by a substitute mayor and a secretary."""
    return Act(
        heading="Decreto alcaldicio",
        title="Otorga patente comercial a Almacén y Panadería La Espiga Ltda.",
        number=ActNumber("DECRETO", 2026, number) if number is not None else None,
        signers=(
            Signatory("María Angélica Riquelme Ñancupil", "Alcaldesa", "SUBSTITUTE"),
            Signatory("Juan Pablo Oyarzún Soto", "Secretario Municipal"),
        ),
        unit_name="Secretaría Municipal",
    )
