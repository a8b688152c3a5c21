"""What a case is charged and until when it grants, pure: dated parameters, a decision, and the sum told in words.

Note [Which value counts]
    On a day, the value with the latest date not after it. Of two with the same date, the one that is not provisional;
    what the institution or the installation recorded later comes before what the version brought. A monthly value
    (UTM) holds for its calendar month: used in a later month it is provisional, and the explanation says so.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from decimal import Decimal

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from ventanilla.common.canonical import Json
from ventanilla.common.errors import Fault
from ventanilla.common.money import Money
from ventanilla.kernel.services.decisions import decisions_of
from ventanilla.kernel.services.errors import NoValueInForce
from ventanilla.kernel.services.types import (
    AdoptionData,
    DatedValue,
    Fee,
    FeeLine,
    Parameter,
    QuestionType,
    RegisterPlan,
    ServiceDefinition,
    ValueUsed,
)

Values = Mapping[str, Sequence[DatedValue]]
_PLACE = re.compile(r"\{([a-z][a-z0-9_]*)\}")


def evaluate(
    definition: ServiceDefinition, adoption: AdoptionData, answers: Mapping[str, Json], on: date, fee: str = ""
) -> tuple[FeeLine, ...]:
    """What is charged with the values of day `on`: every fee of the service, or only the one named.

    Raises NoValueInForce when a parameter has no value that day; Fault when the decision gives no number, because the
    check of the folder should have seen it.
    """
    return fee_lines(definition, adoption.values, answers, on, fee)


def fee_lines(
    definition: ServiceDefinition, recorded: Values, answers: Mapping[str, Json], on: date, fee: str = ""
) -> tuple[FeeLine, ...]:
    """As `evaluate`, with the values recorded beside the version instead of an adoption."""
    chosen = [each for each in definition.service.fees.values() if fee in ("", each.key)]
    return tuple(_line(definition, each, recorded, answers, on) for each in chosen)


def value_in_force(parameter: Parameter, recorded: Sequence[DatedValue], on: date) -> ValueUsed:
    """The value of a parameter on a day. See Note [Which value counts]. Raises NoValueInForce."""
    brought = [(each.starts_on, not each.provisional, 0, each) for each in parameter.values]
    later = [(each.starts_on, not each.provisional, 1, each) for each in recorded]
    known = [each for each in (*brought, *later) if each[0] <= on]
    if not known:
        raise NoValueInForce(parameter=parameter.label or parameter.key, on=date_format(on, "SHORT_DATE_FORMAT"))
    value = max(known, key=lambda each: each[:3])[3]
    out_of_month = parameter.monthly and (value.starts_on.year, value.starts_on.month) != (on.year, on.month)
    return ValueUsed(
        key=parameter.key,
        label=parameter.label,
        value=value.value,
        unit=parameter.unit,
        monthly=parameter.monthly,
        starts_on=value.starts_on,
        norm=value.norm,
        source=value.source,
        provisional=value.provisional or out_of_month,
    )


def _line(definition: ServiceDefinition, fee: Fee, recorded: Values, answers: Mapping[str, Json], on: date) -> FeeLine:
    decisions = decisions_of(definition)
    used = values_used(definition, decisions.inputs_of(fee.decision), recorded, on)
    context: dict[str, object] = {**answers, **{each.key: each.value for each in used}}
    outcome = decisions.decide(fee.decision, context, trace=True)
    if not isinstance(outcome.value, Decimal):
        raise Fault(f"The fee {fee.key} of {definition.slug} gave {outcome.value!r}, and no number.")
    steps = {step.name: step.value for step in outcome.steps if isinstance(step.value, Decimal)}
    amount = Money.rounded(outcome.value)
    return FeeLine(
        fee=fee.key,
        concept=fee.concept,
        amount=amount,
        explanation=_explanation(definition, fee, used, steps, answers),
        sources=tuple(_value_sentence(each) for each in used),
        due_term=fee.due_term,
        steps=steps,
        values_used=used,
    )


def values_used(
    definition: ServiceDefinition, names: Collection[str], recorded: Values, on: date
) -> tuple[ValueUsed, ...]:
    """The parameters among these names with their values of the day. Raises NoValueInForce."""
    parameters = [each for key, each in definition.parameters.items() if key in names]
    return tuple(value_in_force(each, recorded.get(each.key, ()), on) for each in parameters)


def _explanation(
    definition: ServiceDefinition,
    fee: Fee,
    used: Sequence[ValueUsed],
    steps: Mapping[str, Decimal],
    answers: Mapping[str, Json],
) -> str:
    """The author's sentence with the numbers in it."""
    words = {name: Money.rounded(value).display() for name, value in steps.items()}
    words |= {each.key: in_unit(each.value, each.unit) for each in used}
    money = {key for key, question in definition.questions.items() if question.type is QuestionType.MONEY}
    words |= {key: Money(value).display() for key, value in answers.items() if key in money and isinstance(value, int)}
    return _PLACE.sub(lambda place: words.get(place.group(1), place.group(0)), fee.explanation)


def _value_sentence(used: ValueUsed) -> str:
    """One value with its date and its article."""
    value = in_unit(used.value, used.unit)
    if used.monthly:
        sentence, form = _("%(label)s de %(since)s: %(value)s (%(norm)s)."), "YEAR_MONTH_FORMAT"
    else:
        sentence, form = _("%(label)s: %(value)s, desde el %(since)s (%(norm)s)."), "SHORT_DATE_FORMAT"
    since = date_format(used.starts_on, form)
    told = sentence % {"label": used.label, "since": since, "value": value, "norm": used.norm}
    return f"{told} {_('Ese valor es provisorio.')}" if used.provisional else told


def in_unit(value: Decimal, unit: str) -> str:
    """A value in the active language: `8.000 UTM`, `2,5 por mil`; an amount as Chile writes it, `$ 72.151`."""
    if unit == "CLP":
        return Money.rounded(value).display()
    number = number_format(f"{value.normalize():f}", use_l10n=True, force_grouping=True)
    words = {"UTM": _("%s UTM"), "per_thousand": _("%s por mil"), "percent": _("%s por ciento")}
    return words.get(unit, "%s") % number


def register_plan(definition: ServiceDefinition, register: str, answers: Mapping[str, Json], on: date) -> RegisterPlan:
    """What is entered in a register for what is granted on day `on`."""
    found = definition.service.registers[register]
    return RegisterPlan(
        register=register,
        title=found.title,
        valid_from=on,
        valid_until=last_day(found.holds_until, on),
        data={key: answers[key] for key in found.shows if key in answers},
    )


def last_day(rule: str, on: date) -> date | None:
    """The last day of what starts on `on`: `half_year_end`, `year_end`, or None for `always`."""
    if rule == "half_year_end":
        return date(on.year, 6, 30) if on.month <= 6 else date(on.year, 12, 31)
    return date(on.year, 12, 31) if rule == "year_end" else None
