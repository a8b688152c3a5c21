"""What the home remembers of the log: written after each batch, and compared before anything is signed."""

import re

import pytest
from django.db import connection

from ventanilla.common.actor import ActorRef
from ventanilla.common.errors import Fault
from ventanilla.kernel.ledger import api, notes, witness
from ventanilla.kernel.ledger.errors import LogDamaged, LogRewound
from ventanilla.kernel.ledger.models import Checkpoint
from ventanilla.kernel.ledger.tests.world import AT, append, forgotten

pytestmark = pytest.mark.django_db
OPERATOR = ActorRef.by_rule("ventanilla")


def rewound(count):
    """Publish `count` entries in a database that then forgets them, as a restored one has."""
    with forgotten():
        append(count)
        api.sequence_pending(at=AT)


class TestWitness:
    def test_the_last_checkpoint_is_on_disk_after_each_batch_and_closed_to_others(self, home):
        for count in (1, 4):
            append(count)
            api.sequence_pending(at=AT)
            assert (home / "log" / "checkpoint").read_text() == api.get_checkpoint()
        assert [path.name for path in (home / "log").iterdir()] == ["checkpoint"]
        modes = [oct(path.stat().st_mode)[-3:] for path in (home / "log", home / "log" / "checkpoint")]
        assert modes == ["700", "600"]
        api.check_not_rewound()

    def test_a_log_that_published_nothing_is_well(self):
        api.check_not_rewound()
        append()
        api.check_not_rewound()

    def test_a_kill_between_the_commit_and_the_file_is_no_alarm(self, home):
        append(2)
        api.sequence_pending(at=AT)
        before = witness.remembered_checkpoint()
        append(3)
        api.sequence_pending(at=AT)
        for left_by_the_kill in (before, ""):
            witness.write(left_by_the_kill) if left_by_the_kill else witness.witness_path().unlink()
            api.check_not_rewound()
            append()
            assert api.sequence_pending(at=AT) == 1
            assert witness.remembered_checkpoint() == api.get_checkpoint()

    def test_a_file_that_cannot_be_written_does_not_undo_the_batch(self, home):
        home.mkdir()
        (home / "log").symlink_to("a disk that is not mounted")
        append(2)
        with pytest.raises(Fault, match="cannot be written"):
            api.sequence_pending(at=AT)
        assert api.pending_count() == 0
        (home / "log").unlink()
        append()
        api.sequence_pending(at=AT)
        assert notes.unverified_head(witness.remembered_checkpoint()).size == 3


class TestRewound:
    def test_a_database_behind_the_file_is_refused_with_both_sizes_and_what_to_do(self):
        append(3)
        api.sequence_pending(at=AT)
        rewound(4)
        with pytest.raises(LogRewound) as raised:
            api.check_not_rewound()
        sentence = str(raised.value)
        assert re.search(r"\b7 entries .* has 3, is older: if a backup was restored", sentence)
        assert "`ventanilla log begin-epoch`" in sentence
        assert "\n" not in sentence

    def test_an_empty_database_is_refused_too(self):
        rewound(2)
        with pytest.raises(LogRewound, match=r"2 entries .* has 0"):
            api.check_not_rewound()

    def test_another_history_of_the_same_or_a_larger_size_is_refused(self):
        rewound(5)
        for more in (5, 2):
            append(more)
            with pytest.raises(LogRewound):
                api.sequence_pending(at=AT)
        remembered = witness.remembered_checkpoint()
        witness.witness_path().unlink()
        api.sequence_pending(at=AT)
        witness.write(remembered)
        with pytest.raises(LogRewound, match=r"5 entries .* has 7, has another history"):
            api.check_not_rewound()

    def test_another_root_at_the_same_size_is_refused(self):
        rewound(5)
        remembered = witness.remembered_checkpoint()
        witness.witness_path().unlink()
        append(5)
        api.sequence_pending(at=AT)
        witness.write(remembered)
        with pytest.raises(LogRewound, match="has 5, has another history"):
            api.check_not_rewound()

    def test_nothing_is_signed_meanwhile(self):
        append()
        api.sequence_pending(at=AT)
        rewound(1)
        append()
        with pytest.raises(LogRewound):
            api.sequence_pending(at=AT)
        with pytest.raises(LogRewound):
            api.rotate_log_key(actor=OPERATOR, at=AT)
        assert (api.pending_count(), Checkpoint.objects.count()) == (1, 1)

    def test_a_file_that_holds_no_checkpoint_stops_the_log(self):
        append()
        api.sequence_pending(at=AT)
        witness.write("half a line")
        with pytest.raises(LogDamaged, match="holds no checkpoint"):
            api.check_not_rewound()

    def test_the_check_costs_one_query_when_all_is_well(self, django_assert_num_queries):
        append()
        api.sequence_pending(at=AT)
        with django_assert_num_queries(1, connection=connection):
            api.check_not_rewound()
