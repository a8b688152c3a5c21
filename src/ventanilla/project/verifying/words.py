"""A finding in words, in the active language: one sentence, and what was signed line by line."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ventanilla.project.verifying.types import Answer, Finding, Kind, KnownKeys, Verdict

_KINDS: Mapping[Kind, Promise] = {
    Kind.RECEIPT: gettext_lazy("Comprobante de una presentación"),
    Kind.RECEIPT_PDF: gettext_lazy("Comprobante de una presentación, en PDF"),
    Kind.DOCUMENT: gettext_lazy("Documento emitido, en PDF"),
    Kind.CHECKPOINT: gettext_lazy("Resumen firmado del registro público"),
}
_SENTENCES: Mapping[Verdict, Promise] = {
    Verdict.AUTHENTIC: gettext_lazy("Es auténtico. Lo firmó %(signer)s y nadie lo cambió."),
    Verdict.ALTERED: gettext_lazy("No es auténtico. Alguien lo cambió después de que se firmó, o está dañado."),
    Verdict.ADDED_TO: gettext_lazy("No es auténtico. Alguien le agregó algo después de que se firmó."),
    Verdict.UNSIGNED: gettext_lazy("No tiene firma que revisar. Puede ser una copia impresa, o de otro origen."),
    Verdict.REPLACED_KEY: gettext_lazy("No es auténtico. Lo firmó una clave que para entonces ya no se usaba."),
    Verdict.CONTRADICTORY: gettext_lazy("No es auténtico. Lo firmó %(signer)s en nombre de otra institución."),
    Verdict.DAMAGED: gettext_lazy("No se puede leer. Está cortado o dañado."),
    Verdict.NOT_OURS: gettext_lazy(
        "No es nada que Ventanilla entregue: ni comprobante, ni documento emitido, ni resumen del registro."
    ),
}
# What stands when the key is not known: without any keys, with those of --keys, with those of this installation.
_NOT_KNOWN = (
    gettext_lazy("Nadie lo cambió desde que se firmó, pero no se puede saber de quién es la clave: use --keys."),
    gettext_lazy("Nadie lo cambió desde que se firmó, pero la clave no está en %(source)s: lo firmó otro."),
    gettext_lazy("Nadie lo cambió desde que se firmó, pero la clave no es de esta instalación: use --keys."),
)
_NO_KEY = (
    gettext_lazy("No se puede revisar sin la clave pública de quien lo firmó: use --keys."),
    gettext_lazy("No se puede revisar. La clave que lo firmó no está en %(source)s."),
    gettext_lazy("No se puede revisar. La clave que lo firmó no es de esta instalación: use --keys."),
)


def in_words(finding: Finding, known: KnownKeys) -> Answer:
    """The finding as a person reads it: the sentence, what it is, and what was signed."""
    where = (1 if known.source else 2) if known.are_there else 0
    sentences = {**_SENTENCES, Verdict.NOT_KNOWN: _NOT_KNOWN[where], Verdict.NO_KEY: _NO_KEY[where]}
    sentence = str(sentences[finding.verdict]) % {"signer": finding.signer, "source": known.source}
    kind = [(_("Qué es"), str(_KINDS[finding.kind]))] if finding.kind else []
    rows = tuple((name, _shown(value)) for name, value in (*kind, *finding.rows))
    return Answer(finding.holds, _shown(sentence), rows)


def _shown(value: str) -> str:
    """What a stranger wrote, without what would command the terminal or turn the text around."""
    return "".join(each if each.isprintable() else "\N{REPLACEMENT CHARACTER}" for each in value)
