"""Brazilian Portuguese; only the instant is not as Django has it, since it stands inside a sentence."""

DATE_FORMAT = r"j \d\e F \d\e Y"
MONTH_DAY_FORMAT = r"j \d\e F"
TIME_FORMAT = "H:i"
DATETIME_FORMAT = r"j \d\e F \d\e Y \à\s H:i"
THOUSAND_SEPARATOR = "."
DECIMAL_SEPARATOR = ","
