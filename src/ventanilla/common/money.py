"""Money as an integer of the smallest unit of its currency. The Chilean peso has no decimals."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Self

MINOR_DIGITS = {"CLP": 0, "USD": 2, "EUR": 2}
NO_BREAK = "\u00a0"


@dataclass(frozen=True, slots=True, order=True)
class Money:
    """`minor` counts the smallest unit: Money(1500, "CLP") is $ 1.500; Money(1500, "USD") is US$ 15,00."""

    minor: int
    currency: str = "CLP"

    def __post_init__(self) -> None:
        if self.currency not in MINOR_DIGITS:
            raise ValueError(f"Unknown currency {self.currency!r}; known: {', '.join(sorted(MINOR_DIGITS))}.")

    @classmethod
    def rounded(cls, amount: Decimal, currency: str = "CLP") -> Self:
        """`amount` in whole units of the currency, rounded half up to its smallest unit."""
        scaled = amount.scaleb(MINOR_DIGITS[currency])
        return cls(int(scaled.quantize(Decimal(1), rounding=ROUND_HALF_UP)), currency)

    def __add__(self, other: Self) -> Self:
        if self.currency != other.currency:
            raise ValueError(f"Cannot add {self.currency} and {other.currency}.")
        return type(self)(self.minor + other.minor, self.currency)

    @property
    def amount(self) -> Decimal:
        return Decimal(self.minor).scaleb(-MINOR_DIGITS[self.currency])

    def display(self) -> str:
        """As Chile writes it: `$ 1.234.567`. The space does not break, so that no line ends with the symbol."""
        digits = MINOR_DIGITS[self.currency]
        whole, _, rest = f"{abs(self.amount):,.{digits}f}".partition(".")
        sign = "-" if self.minor < 0 else ""
        symbol = "$" if self.currency == "CLP" else self.currency
        return f"{sign}{symbol}{NO_BREAK}{whole.replace(',', '.')}" + (f",{rest}" if rest else "")
