"""RUN of persons and RUT of organisations: modulo-11 check digit (DS 9)."""

from stdnum.cl import rut as _rut
from stdnum.exceptions import ValidationError


def parse(text: str) -> str:
    """The stored form `12345678-5` of what a person typed, with or without dots and dash.

    Raises ValueError with a code as its only argument: `format` or `check_digit`.
    """
    compact = _rut.compact(text.strip().upper().replace("\u2010", "-"))
    try:
        number = _rut.validate(compact)
    except ValidationError as error:
        looks_right = compact[:-1].isdigit() and 6 <= len(compact[:-1]) <= 8 and compact[-1:] in "0123456789K"
        raise ValueError("check_digit" if looks_right else "format") from error
    return f"{number[:-1].lstrip('0')}-{number[-1]}"


def check_digit(number: int) -> str:
    """The check digit of the number of a RUN or RUT."""
    return _rut.calc_check_digit(str(number))


def display(run: str) -> str:
    """`12.345.678-5`, as Chile writes it."""
    number, digit = run.split("-")
    return f"{int(number):,}".replace(",", ".") + f"-{digit}"
