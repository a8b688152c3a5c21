"""When to try again, how the sending stands, what a notice may hold."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ventanilla.kernel.notices.rules import WAITS_MINUTES, next_try_at, paragraphs_of, problem_of, state_of
from ventanilla.kernel.notices.types import ChannelPolicy, DeliveryResult, DeliveryState

AT = datetime(2025, 3, 10, 15, tzinfo=UTC)
FAILED, SENT = DeliveryResult.FAILED_RETRY, DeliveryResult.SENT


class TestNextTryAt:
    def test_waits_a_minute_first_and_never_less_than_before(self):
        waits = [next_try_at(failures, AT) - AT for failures in range(1, len(WAITS_MINUTES) + 1)]

        assert waits[0] == timedelta(minutes=1)
        assert waits == sorted(waits)

    def test_lasts_longer_than_a_weekend_and_then_ends(self):
        waits = [next_try_at(failures, AT) - AT for failures in range(1, len(WAITS_MINUTES) + 1)]

        assert sum(waits, timedelta()) > timedelta(days=2, hours=14)
        assert next_try_at(len(WAITS_MINUTES) + 1, AT) is None


class TestStateOf:
    @pytest.mark.parametrize(
        ("results", "tried_again", "state"),
        [
            ([], True, DeliveryState.WAITING),
            ([FAILED], True, DeliveryState.RETRYING),
            ([FAILED, SENT], False, DeliveryState.SENT),
            ([FAILED, FAILED], False, DeliveryState.GIVEN_UP),
            ([DeliveryResult.NO_ADDRESS], False, DeliveryState.NO_ADDRESS),
        ],
    )
    def test_follows_from_the_tries(self, results, tried_again, state):
        assert state_of(ChannelPolicy.EMAIL, results, tried_again=tried_again) is state

    def test_of_the_inbox_alone_has_no_tries(self):
        assert state_of(ChannelPolicy.INBOX, [], tried_again=False) is DeliveryState.INBOX_ONLY


class TestProblemOf:
    def test_a_usual_notice_has_none(self):
        assert problem_of("Su patente", "Texto", 1, legal=True, policy=ChannelPolicy.EMAIL) is None

    @pytest.mark.parametrize(
        ("subject", "body", "documents", "policy"),
        [
            ("", "Texto", 0, ChannelPolicy.EMAIL),
            ("a" * 151, "Texto", 0, ChannelPolicy.EMAIL),
            ("Dos\nlíneas", "Texto", 0, ChannelPolicy.EMAIL),
            ("Su patente", " ", 0, ChannelPolicy.EMAIL),
            ("Su patente", "a" * 10_001, 0, ChannelPolicy.EMAIL),
            ("Su patente", "Texto", 51, ChannelPolicy.EMAIL),
            ("Su patente", "Texto", 0, ChannelPolicy.INBOX),
        ],
    )
    def test_is_said_in_a_sentence(self, subject, body, documents, policy):
        problem = problem_of(subject, body, documents, legal=True, policy=policy)

        assert problem
        assert problem.endswith((".", ")."))


class TestParagraphsOf:
    def test_empty_lines_part_them(self):
        assert paragraphs_of("Uno\r\n\r\nDos,\nsigue\n\n\n\nTres\n") == ("Uno", "Dos,\nsigue", "Tres")

    @given(st.lists(st.text(alphabet="abc \n", max_size=20)))
    def test_none_is_empty(self, parts):
        assert all(paragraph.strip() for paragraph in paragraphs_of("\n\n".join(parts)))
