"""Every limit of the sign-in through providers."""

ATTEMPT_LIFETIME_SECONDS = 10 * 60
# What is kept so that it is not used again: longer than any attempt or code lives.
SPENT_LIFETIME_SECONDS = 24 * 60 * 60
CONNECT_TIMEOUT_SECONDS = 3.0
# Of one call, from the first byte sent to the last received.
CALL_TIMEOUT_SECONDS = 8.0
ANSWER_MAX_BYTES = 64 * 1024
METADATA_LIFETIME_SECONDS = 60 * 60
CLOCK_SKEW_SECONDS = 30
STATE_BYTES = NONCE_BYTES = 32
VERIFIER_BYTES = 48
PARAMETER_MAX_CHARACTERS = 4_096
