"""What a service page says of a definition: plain words, the numbers of the institution, the law behind each."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ventanilla.common import legal_time
from ventanilla.common.errors import Fault, Refusal
from ventanilla.kernel.services import api as services
from ventanilla.kernel.services.types import (
    AdoptionData,
    FeeLine,
    QuestionType,
    ServiceDefinition,
    Source,
    Term,
)
from ventanilla.portal.web import dates

MONTHS_A_YEAR = 12
# The term of Ley 19.880, art. 27; `cases` starts its clock with the filing.
WHOLE_PROCEDURE = "whole-procedure"


@dataclass(frozen=True, slots=True)
class Need:
    """A document to have at hand. `sometimes`: only some answers ask for it."""

    label: str
    hint: str
    sometimes: bool


@dataclass(frozen=True, slots=True)
class Table:
    """Columns and rows as the component `table` takes them."""

    columns: tuple[dict[str, str], ...]
    rows: tuple[tuple[str, ...], ...]


def audience(definition: ServiceDefinition) -> tuple[str, ...]:
    """Who may file it."""
    words = {
        "natural_person": _("Personas, a su nombre."),
        "organisation": _("Empresas y organizaciones, por medio de alguien con poder para actuar por ellas."),
    }
    return tuple(words[each] for each in definition.service.audience)


def channels(definition: ServiceDefinition) -> str:
    """Where it can be filed, in one line."""
    words = {"online": _("en línea"), "assisted": _("con ayuda en la oficina"), "paper": _("en papel")}
    line = ", ".join(words[each] for each in definition.service.channels)
    return f"{line[:1].upper()}{line[1:]}"


def needs(definition: ServiceDefinition) -> tuple[Need, ...]:
    """The documents that the form asks for."""
    return tuple(
        Need(question.label, question.hint, bool(page.when or question.when or not question.required))
        for page in definition.pages
        for question in page.questions
        if question.type is QuestionType.FILE
    )


def asked_pages(definition: ServiceDefinition) -> tuple[str, ...]:
    """What the form asks about, by the titles of its pages; those of documents are in `needs`."""
    return tuple(
        page.title
        for page in definition.pages
        if any(each.source is Source.ASKED and each.type is not QuestionType.FILE for each in page.questions)
    )


def term_in_words(term: Term, adoption: AdoptionData | None) -> str:
    """`20 días hábiles`, or the shorter one that the institution adopted."""
    shorter = adoption.terms.get(term.key) if adoption else None
    return term.legal(shorter).in_words()


def term_table(definition: ServiceDefinition, adoption: AdoptionData | None) -> Table:
    """Each legal term of the service: what for, how long, which law."""
    rows = ((term.label, term_in_words(term, adoption), term.norm) for term in definition.service.terms.values())
    return Table(({"text": _("Para")}, {"text": _("Plazo")}, {"text": _("Ley")}), tuple(rows))


def decision_term(definition: ServiceDefinition, adoption: AdoptionData | None) -> str:
    """How long the institution has to decide; "" when the service names no such term."""
    term = definition.service.terms.get(definition.service.decision_term)
    return term_in_words(term, adoption) if term else ""


def whole_term(definition: ServiceDefinition, adoption: AdoptionData | None) -> str:
    """The most that the whole procedure may take; "" when the service names no such term."""
    term = definition.service.terms.get(WHOLE_PROCEDURE)
    return term_in_words(term, adoption) if term else ""


def silence(definition: ServiceDefinition) -> str:
    """What happens when the institution does not answer in time."""
    sentences = {
        "POSITIVE": _("Si nadie le responde a tiempo, usted puede pedir que se dé por aprobada (%(norm)s)."),
        "NEGATIVE": _("Si nadie le responde a tiempo, usted puede darla por rechazada y reclamar (%(norm)s)."),
    }
    sentence = sentences.get(definition.service.silence.effect, "")
    return sentence % {"norm": definition.service.silence.norm} if sentence else ""


def fee_examples(definition: ServiceDefinition, adoption: AdoptionData, on: date) -> tuple[FeeLine, ...]:
    """The fee of the first example that pays one, with the institution's numbers of the day; empty without numbers."""
    example = next((each for each in definition.examples if each.fees), None)
    if example is None:
        return ()
    try:
        return services.evaluate(definition, adoption, example.answers, on)
    except (Refusal, Fault):
        return ()


def valid_until(definition: ServiceDefinition, on: date) -> str:
    """The last day of what would be granted today; "" when it has no end or nothing is registered."""
    for register in definition.service.registers:
        last_day = services.register_plan(definition, register, {}, on).valid_until
        return dates.day(last_day) if last_day else ""
    return ""


def data_table(definition: ServiceDefinition) -> Table:
    """Every datum of the form, why it is held and for how long (Ley 21.719)."""
    rows = (
        (question.label, question.data.purpose_text, _kept(question.data.retention))
        for question in definition.questions.values()
    )
    return Table(({"text": _("Dato")}, {"text": _("Para qué")}, {"text": _("Se guarda")}), tuple(rows))


def brief_rows(definition: ServiceDefinition, adoption: AdoptionData | None) -> tuple[dict[str, str], ...]:
    """The three facts that people look for first, for a summary list."""
    cost = _("Depende de sus datos. Lo verá antes de enviar.") if definition.service.fees else _("Nada")
    term = decision_term(definition, adoption)
    answer = _("%(term)s, con todo completo") % {"term": term} if term else ""
    told = ((_("Le responden en"), answer), (_("Cuesta"), cost), (_("Se pide"), channels(definition)))
    return tuple({"key": key, "value": value} for key, value in told if value)


def state_rows(definition: ServiceDefinition) -> tuple[dict[str, str], ...]:
    """The states of a case as the person will read them, for a summary list."""
    return tuple({"key": state.label, "value": state.explanation} for state in definition.service.states)


def _kept(retention: str) -> str:
    """An ISO 8601 duration in words: `6 años`."""
    term = legal_time.Term.from_iso(retention)
    if term.unit is legal_time.TermUnit.MONTHS and term.amount % MONTHS_A_YEAR == 0:
        years = term.amount // MONTHS_A_YEAR
        return ngettext("%(years)d año después del final", "%(years)d años después del final", years) % {"years": years}
    return _("%(time)s después del final") % {"time": term.in_words()}
