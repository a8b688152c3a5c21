"""When a notice is tried again, how its sending stands, what a notice may hold. Pure."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from ventanilla.kernel.notices.types import ChannelPolicy, DeliveryResult, DeliveryState

SUBJECT_MAX_CHARACTERS = 150  # of CasillaÚnica
BODY_MAX_CHARACTERS = 10_000
DOCUMENTS_LIMIT = 50  # of CasillaÚnica

# A server that restarts is back in minutes, one that broke on a Friday evening on Monday.
WAITS_MINUTES = (1, 5, 15, 60, 240, 720, 1440, 1440)


def next_try_at(failures: int, at: datetime) -> datetime | None:
    """When to try again after so many failures, the last of them at `at`; None: no more."""
    if failures > len(WAITS_MINUTES):
        return None
    return at + timedelta(minutes=WAITS_MINUTES[failures - 1])


def state_of(policy: ChannelPolicy, results: Sequence[DeliveryResult], *, tried_again: bool) -> DeliveryState:
    """How the sending stands. `tried_again` says whether another try is planned."""
    if policy is ChannelPolicy.INBOX:
        return DeliveryState.INBOX_ONLY
    final = [result for result in results if result is not DeliveryResult.FAILED_RETRY]
    if final:
        return DeliveryState(final[-1].value)
    if not results:
        return DeliveryState.WAITING
    return DeliveryState.RETRYING if tried_again else DeliveryState.GIVEN_UP


def problem_of(subject: str, body: str, documents: int, *, legal: bool, policy: ChannelPolicy) -> str | None:
    """Why such a notice cannot be, in a sentence for the operator; None when it can."""
    if not 0 < len(subject.strip()) <= SUBJECT_MAX_CHARACTERS or "\n" in subject:
        return f"A subject is one line of 1 to {SUBJECT_MAX_CHARACTERS} characters, and this one has {len(subject)}."
    if not 0 < len(body.strip()) <= BODY_MAX_CHARACTERS:
        return f"A body has 1 to {BODY_MAX_CHARACTERS} characters, and this one has {len(body)}."
    if documents > DOCUMENTS_LIMIT:
        return f"A notice has at most {DOCUMENTS_LIMIT} documents, and this one has {documents}."
    if legal and policy is ChannelPolicy.INBOX:
        return "A legal notice is sent, or its person is exempt: the inbox alone notifies nobody (DS 4 art. 27)."
    return None


def paragraphs_of(body: str) -> tuple[str, ...]:
    """The paragraphs of a body: what empty lines part."""
    parts = body.replace("\r\n", "\n").split("\n\n")
    return tuple(part.strip() for part in parts if part.strip())
