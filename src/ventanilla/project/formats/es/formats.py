"""Chile writes 1.500.000 and 2,5; Django's Spanish puts a space between thousands."""

THOUSAND_SEPARATOR = "."
DECIMAL_SEPARATOR = ","
