"""The limits of the language, all of them, so that no expression can take the machine. Each has its reason.

Reaching one raises `LimitReached` (or `ExpressionTooLong`, `ExpressionTooDeep`): never a wrong value.
"""

LENGTH_MAX_CHARACTERS = 50_000
"""Of one expression. A rule that a person can review has some hundreds; a megabyte is refused before it is read."""

WORDS_MAX = 10_000
"""Of one expression: what bounds the work of the parser."""

DEPTH_MAX = 50
"""Constructs inside constructs while reading. Each costs up to ten frames of the interpreter."""

HEIGHT_MAX = 100
"""Of the tree of an expression: `a.b.c` is three high although nothing is nested. Each costs a frame of evaluation."""

FRAMES_MAX = 12_000
"""Frames of the interpreter that the calls of user functions inside each other may take, counted before each call.

`fact(n)` takes eight for each: 1,500 calls inside each other.
"""

FRAMES_OF_A_STACK = 400
"""Of them in one thread: the interpreter allows a thousand, and whoever calls has some. The next go on in another."""

STEPS_OF_A_STACK = 500
"""What a new thread counts for."""

STEPS_MAX = 2_000_000
"""Of one evaluation: turns of loops, elements of lists, calls. Some seconds of work at most."""

SECONDS_MAX = 5.0
"""Of one evaluation, looked at every `STEPS_BETWEEN_LOOKS`."""

STEPS_BETWEEN_LOOKS = 2_000

TEXT_MAX_CHARACTERS = 1_000_000
"""Of one text that an evaluation makes."""

LIST_MAX_ITEMS = 1_000_000
"""Of one list that an evaluation makes."""

VALUE_DEPTH_MAX = 100
"""Lists in lists, of a result: what a caller can still write as JSON."""

PATTERN_MAX_CHARACTERS = 1_000
"""Of one pattern of `matches`, `replace` and `split`."""

REPETITIONS_MAX = 1_000
"""Of one `{n,m}` in a pattern, and of all together in one that refers back: the backtracking engine writes them out."""

SCALE_MIN, SCALE_MAX = -6_111, 6_176
"""Digits after the point that a number may be rounded to: the range of decimal128, which bounds all numbers."""

YEAR_MAX = 999_999_999
"""Of a date, before or after our era: the years of XML Schema that the standard's own tests use."""

SECONDS_OF_DURATION_MAX = 10**18
MONTHS_OF_DURATION_MAX = 10**12
"""Beyond them a duration is null, as a number that does not fit is."""
