"""A PDF that an institution issued: its seal (PAdES), and for a receipt also the statement that it carries."""

from dataclasses import replace

from django.utils.translation import gettext as _

from ventanilla.common import run
from ventanilla.kernel.cases import api as cases
from ventanilla.kernel.documents import api as documents
from ventanilla.kernel.documents.types import SignatureReport
from ventanilla.project.verifying import receipts
from ventanilla.project.verifying.reading import Unreadable, read_json
from ventanilla.project.verifying.types import Finding, Kind, KnownKeys, Verdict

SIGNATURE = b"%PDF-"
_PROBLEMS = {
    "unsigned": Verdict.UNSIGNED,
    "altered": Verdict.ALTERED,
    "added_to": Verdict.ADDED_TO,
    "not_a_pdf": Verdict.DAMAGED,
    "unknown_signer": Verdict.NOT_KNOWN,
    "": Verdict.AUTHENTIC,
}


def check(content: bytes, known: KnownKeys) -> Finding:
    """What the PDF is and whether it holds: its seal, and what it carries, both of one institution."""
    report = documents.validate_pdf(content=content, roots=known.keys.roots)
    carried = documents.file_inside(content=content, name=cases.RECEIPT_FILE)
    kind = Kind.DOCUMENT if carried is None else Kind.RECEIPT_PDF
    sealed = Finding(_PROBLEMS[report.problem], kind, report.signer if report.trusted else "", _rows(report))
    if carried is None or not sealed.holds:
        return sealed
    return _with_statement(sealed, carried, known)


def _with_statement(sealed: Finding, carried: bytes, known: KnownKeys) -> Finding:
    """The seal holds: so must the statement inside, by the same institution."""
    try:
        value = read_json(carried)
    except Unreadable:
        return replace(sealed, verdict=Verdict.ALTERED)
    if not receipts.is_receipt(value):
        return replace(sealed, verdict=Verdict.ALTERED)
    inside = receipts.check(value, known)
    rows = (*inside.rows, *sealed.rows)
    if inside.holds and inside.signer[: len(sealed.signer)] != sealed.signer:
        return replace(sealed, verdict=Verdict.CONTRADICTORY, rows=rows)
    return replace(inside, kind=Kind.RECEIPT_PDF, rows=rows)


def _sealer(report: SignatureReport) -> str:
    """As the certificate says it; that of a stranger may say anything."""
    try:
        return f"{report.signer}, RUT {run.display(report.signer_rut)}"
    except ValueError:
        return report.signer or "–"


def _rows(report: SignatureReport) -> tuple[tuple[str, str], ...]:
    """Who sealed it, when it says so, and what it calls itself. Nothing of a PDF that was changed: anybody wrote it."""
    if not report.intact or not report.covers_whole_file:
        return ()
    sealed_at = f"{report.signed_at:%Y-%m-%dT%H:%M:%SZ}" if report.signed_at else "–"
    said = report.subject if report.title in report.subject else f"{report.title}. {report.subject}".strip(". ")
    return (
        (_("Documento PDF"), said or "–"),
        (_("Sello de"), _sealer(report)),
        (_("Sellado"), _("%(instant)s, según quien lo selló") % {"instant": sealed_at}),
    )
