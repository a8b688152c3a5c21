"""Dates as an act writes them: in full words in Spanish, in the usual long form elsewhere."""

from datetime import date

from django.utils import translation
from django.utils.formats import date_format

_MONTHS = (
    *("enero", "febrero", "marzo", "abril", "mayo", "junio", "julio"),
    *("agosto", "septiembre", "octubre", "noviembre", "diciembre"),
)
_TO_29 = (
    *("cero", "uno", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve", "diez", "once", "doce"),
    *("trece", "catorce", "quince", "dieciséis", "diecisiete", "dieciocho", "diecinueve", "veinte", "veintiuno"),
    *("veintidós", "veintitrés", "veinticuatro", "veinticinco", "veintiséis", "veintisiete", "veintiocho"),
    "veintinueve",
)
_TENS = {30: "treinta", 40: "cuarenta", 50: "cincuenta", 60: "sesenta", 70: "setenta", 80: "ochenta", 90: "noventa"}


def number_in_words(number: int) -> str:
    """A number from 0 to 99, or a year from 2000 to 2099, in Spanish. Raises ValueError outside of them."""
    if 0 <= number < 30:
        return _TO_29[number]
    if 30 <= number < 100:
        tens, units = number // 10 * 10, number % 10
        return _TENS[tens] + (f" y {_TO_29[units]}" if units else "")
    if 2000 <= number < 2100:
        return "dos mil" + (f" {number_in_words(number - 2000)}" if number > 2000 else "")
    raise ValueError(f"{number} is not written in words here: 0 to 99, or a year from 2000 to 2099.")


def long_date(day: date, lang: str) -> str:
    """`22 de noviembre de 2026`, or the long date of the language."""
    if lang == "es":
        return f"{day.day} de {_MONTHS[day.month - 1]} de {day.year}"
    with translation.override(lang):
        return date_format(day, "DATE_FORMAT")


def date_in_words(day: date, lang: str) -> str:
    """`veintidós de noviembre de dos mil veintiséis` in Spanish, `primero` for the first; elsewhere the long date."""
    if lang != "es":
        return long_date(day, lang)
    number = "primero" if day.day == 1 else number_in_words(day.day)
    return f"{number} de {_MONTHS[day.month - 1]} de {number_in_words(day.year)}"
