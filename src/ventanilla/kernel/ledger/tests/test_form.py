"""The entry form: its frozen vectors, its limits, and that reading gives back what was written."""

import json
from datetime import datetime, timedelta, timezone
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ventanilla.common.actor import ActorRef
from ventanilla.kernel.ledger import form, proofs
from ventanilla.kernel.ledger.errors import MalformedEntry, VerificationError
from ventanilla.kernel.ledger.tests.world import AT
from ventanilla.kernel.ledger.tree import leaf_hash

VECTORS = json.loads((Path(__file__).parent / "vectors" / "entries.json").read_text(encoding="utf-8"))["entries"]


def draft(**changes):
    values = {
        "act": UUID(int=7), "at": AT, "kind": "case.filed", "actor": ActorRef.person(UUID(int=1)), "institution": None,
        "norm": "", "service": "", "public": {}, "private": {},
    }  # fmt: skip
    return form.Draft(**{**values, **changes})


def from_vector(values):
    institution = values["institution"] and UUID(values["institution"])
    actor, at = ActorRef.from_json(values["actor"]), datetime.fromisoformat(values["at"])
    return form.Draft(**{**values, "act": UUID(values["act"]), "actor": actor, "at": at, "institution": institution})


class TestVectors:
    @pytest.mark.parametrize("vector", VECTORS, ids=[vector["name"] for vector in VECTORS])
    def test_the_form_gives_these_bytes_for_ever(self, vector):
        made = form.make(from_vector(vector["draft"]), lambda name: bytes.fromhex(vector["salts"][name]))
        assert made.body.decode() == vector["entry"]
        assert {name: salt.hex() for name, salt in made.salts.items()} == vector["salts"]
        assert leaf_hash(made.body).hex() == vector["leaf_hash"]

    @pytest.mark.parametrize("vector", VECTORS, ids=[vector["name"] for vector in VECTORS])
    def test_each_vector_is_read_back(self, vector):
        opened = form.parse(vector["entry"].encode())
        assert set(opened.commitments) == set(vector["salts"])
        assert opened.sensitive == vector["draft"]["sensitive"]

    def test_a_sensitive_entry_shows_only_the_day_and_commitments(self):
        body = form.make(draft(service="salud-mental", norm="Ley 20.584", sensitive=True, public={"a": 1})).body
        assert set(json.loads(body)) == {"v", "at", "commitments"}
        assert json.loads(body)["at"] == "2026-10-05"
        assert str(UUID(int=7)) not in body.decode()


class TestLimits:
    @pytest.mark.parametrize(
        "changes",
        [
            {"kind": ""}, {"kind": "Case.filed"}, {"kind": "case."}, {"kind": "case filed"}, {"kind": "cáse.filed"},
            {"kind": "case.filed\n"}, {"kind": "a" * 81}, {"norm": "x" * 201}, {"service": "Patente"}, {"service": "-"},
            {"service": "a" * 101}, {"at": datetime(2026, 1, 1)}, {"public": {"act": "mine"}},  # noqa: DTZ001
            {"public": {"Name": 1}}, {"public": {"": 1}}, {"public": {"a" * 41: 1}}, {"public": {"rate": 2.5}},
            {"public": {"n": 2**53}}, {"public": {"n": b"bytes"}}, {"public": {"when": AT}},
            {"public": {"a": {"b": {"c": {"d": 1}}}}}, {"public": {"a": "\ud800"}}, {"public": {"a": "x" * 17_000}},
            {"public": {f"n{number}": 1 for number in range(33)}}, {"public": {"a": {"B": 1}}},
            {"private": {"actor": 1}}, {"private": {"kind": 1}}, {"private": {"a": float("nan")}},
            {"private": {"a": object()}}, {"private": {f"n{number}": 1 for number in range(33)}},
        ],
    )  # fmt: skip
    def test_what_the_form_does_not_allow_is_refused(self, changes):
        with pytest.raises(MalformedEntry):
            form.make(draft(**changes))

    def test_the_largest_entry_fits_a_bundle(self):
        room = form.MAX_BODY_BYTES - len(form.make(draft(public={"a": ""})).body)
        assert len(form.make(draft(public={"a": "x" * room})).body) == form.MAX_BODY_BYTES < 2**16
        with pytest.raises(MalformedEntry, match="bytes; the most is"):
            form.make(draft(public={"a": "x" * (room + 1)}))

    @given(
        st.datetimes(min_value=datetime(1900, 1, 2), max_value=datetime(2200, 1, 1)),  # noqa: DTZ001
        st.integers(-12, 14),
    )
    def test_an_instant_is_utc_with_milliseconds_whatever_zone_it_came_in(self, naive, hours):
        at = naive.replace(tzinfo=timezone(timedelta(hours=hours)))
        text = form.instant(at)
        assert len(text) == 24
        assert timedelta(0) <= at - datetime.fromisoformat(text) < timedelta(milliseconds=1)


names = st.from_regex(form.NAME, fullmatch=True).filter(
    lambda name: name not in ("act", "actor", *form.FIELDS_IN_THE_OPEN)
)
scalars = st.none() | st.booleans() | st.integers(-form.MAX_INTEGER, form.MAX_INTEGER) | st.text(max_size=50)
values = scalars | st.lists(scalars, max_size=4) | st.dictionaries(names, scalars, max_size=4)


class TestParse:
    @given(st.dictionaries(names, values, max_size=6), st.dictionaries(names, values, max_size=6), st.booleans())
    def test_gives_back_what_was_made_and_opens_its_commitments(self, public, private, sensitive):
        made = form.make(draft(public=public, private=private, sensitive=sensitive))
        opened = form.parse(made.body)
        assert set(opened.commitments) == set(made.salts)
        if not sensitive:
            assert opened.public == {**public, "act": str(UUID(int=7))}
        for name, value in private.items():
            proofs.verify_value(entry=made.body, name=name, value=value, salt=made.salts[name])

    @pytest.mark.parametrize(
        "body",
        [
            b"", b"[]", b"1", b"null", b"{}", b"\xff", b"[" * 16_000, b'{"v":1}', b'{"v":2}', b'{"v":true}',
            b'{"v":1.0}', b'{"v":1,"v":1}',
            b'{"at":"2026-10-05","commitments":[],"v":1}', b'{"at":"2026-13-05","commitments":{},"v":1}',
            b'{"at":"2026-10-05","commitments":{"a":"x"},"v":1}', b'{"at":20261005,"commitments":{},"v":1}',
            b" " + VECTORS[0]["entry"].encode(), VECTORS[0]["entry"].encode() + b"\n",
            VECTORS[0]["entry"].replace('"norm":""', '"norm":"\\u0061"').encode(),
            VECTORS[0]["entry"].replace('"v":1', '"v":1,"w":1').encode(),
            VECTORS[0]["entry"].replace('"act":"1', '"act":"x').encode(),
            VECTORS[0]["entry"].replace('"institution":""', '"institution":"aquí"').encode(),
            b"x" * (form.MAX_BODY_BYTES + 1),
        ],
        ids=lambda body: body[:40],
    )  # fmt: skip
    def test_refuses_with_the_one_error_what_is_not_an_entry(self, body):
        with pytest.raises(VerificationError):
            form.parse(body)

    @given(st.data())
    def test_a_changed_byte_is_refused_or_reads_as_another_entry(self, data):
        body = VECTORS[1]["entry"].encode()
        place = data.draw(st.integers(0, len(body) - 1))
        changed = body[:place] + bytes([body[place] ^ data.draw(st.integers(1, 255))]) + body[place + 1 :]
        try:
            assert form.parse(changed) != form.parse(body)
        except VerificationError:
            assert leaf_hash(changed) != leaf_hash(body)


class TestVerifyValue:
    made = form.make(draft(private={"answers": {"capital": 5}}))

    @pytest.mark.parametrize(
        ("name", "value", "salt"),
        [
            ("answers", {"capital": 6}, made.salts["answers"]),
            ("answers", {"capital": 5}, made.salts["actor"]),
            ("answers", {"capital": 5}, b"short"),
            ("answers", object(), made.salts["answers"]),
            ("unknown", {"capital": 5}, made.salts["answers"]),
        ],
        ids=["another value", "another salt", "a short salt", "no JSON", "another name"],
    )
    def test_nothing_else_opens_a_commitment(self, name, value, salt):
        with pytest.raises(VerificationError):
            proofs.verify_value(entry=self.made.body, name=name, value=value, salt=salt)

    def test_two_entries_with_one_value_have_different_commitments(self):
        same = {"act": uuid4(), "private": {"a": 1}}
        first, second = form.make(draft(**same)), form.make(draft(**same))
        assert form.parse(first.body).commitments["a"] != form.parse(second.body).commitments["a"]
