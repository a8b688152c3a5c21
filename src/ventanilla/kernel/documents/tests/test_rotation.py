"""New keys of an institution: what the old ones signed keeps verifying, at every instant of the change."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec

from ventanilla.common.actor import ActorRef
from ventanilla.kernel.documents import api
from ventanilla.kernel.documents.errors import KeyFault, StatementNotVerified
from ventanilla.kernel.documents.models import Issued
from ventanilla.kernel.documents.sealing import authority, statements
from ventanilla.kernel.documents.testing import AT, DECREE, DECREE_DATA, decree_act, small_pdf
from ventanilla.kernel.identity.testing import Commune

pytestmark = pytest.mark.django_db
OPERATOR = ActorRef.by_rule("ventanilla keys rotate")


def issue(commune: Commune, number: int) -> bytes:
    made = api.issue(
        dossier=commune.institution.uuid,
        institution_id=commune.institution.id,
        kind="decree",
        act=decree_act(number),
        template=DECREE,
        data=DECREE_DATA,
        actor=OPERATOR,
        at=AT,
    )
    return api.read(uuid=made.document)


class TestSeal:
    def test_old_and_new_documents_verify_and_name_their_certificates(
        self, commune: Commune, entries: Callable[[str], list[bytes]]
    ) -> None:
        before = issue(commune, 1)
        old = api.ensure_seal(institution_id=commune.institution.id, at=AT)
        new = api.rotate_seal(institution_id=commune.institution.id, actor=OPERATOR, at=AT)
        after = issue(commune, 2)
        assert [api.validate_pdf(content=pdf).valid for pdf in (before, after)] == [True, True]
        assert api.ensure_seal(institution_id=commune.institution.id, at=AT) == new != old
        serials = list(Issued.objects.order_by("number").values_list("certificate_serial", flat=True))
        [entry] = entries("seal.rotated")
        public = json.loads(entry)["public"]
        assert [public["old_serial"], public["new_serial"]] == serials

    def test_the_old_certificate_stays_and_the_old_key_goes(self, commune: Commune, home: Path) -> None:
        number = commune.institution.id
        api.ensure_seal(institution_id=number, at=AT)
        old = (home / "keys" / f"seal-{number}.key").read_bytes()
        for _ in range(2):
            api.rotate_seal(institution_id=number, actor=OPERATOR, at=AT)
        names = sorted(path.name for path in (home / "keys").glob("seal-*"))
        assert len([name for name in names if name.endswith(".crt")]) == 3
        assert [name for name in names if not name.endswith(".crt")] == [f"seal-{number}.key"]
        assert all(old not in path.read_bytes() for path in (home / "keys").iterdir())
        assert all(path.stat().st_mode & 0o077 == 0 for path in (home / "keys").iterdir())

    def test_a_kill_before_the_key_is_in_place_leaves_the_old_seal(self, commune: Commune) -> None:
        institution = commune.institution
        old = api.ensure_seal(institution_id=institution.id, at=AT)
        named = {"name": institution.name, "short_name": institution.short_name, "rut": institution.rut, "at": AT}
        seal = authority.ensure_seal(institution_id=institution.id, **named)
        authority.renew(old=seal, institution_id=institution.id, **named)
        assert api.ensure_seal(institution_id=institution.id, at=AT) == old
        assert api.validate_pdf(content=issue(commune, 1)).valid
        assert api.rotate_seal(institution_id=institution.id, actor=OPERATOR, at=AT) != old

    def test_a_seal_of_an_accredited_provider_is_not_replaced(self, commune: Commune, home: Path) -> None:
        institution = commune.institution
        key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(x509.NameOID.ORGANIZATION_NAME, "Prestador Acreditado")])
        builder = authority._builder(
            authority._name(institution.name, institution.short_name, institution.rut), name, key.public_key(), AT,
            authority._usage(digital_signature=True),
        )  # fmt: skip
        (home / "keys").mkdir(mode=0o700)
        content = {"key": authority._new_private_key(), "crt": authority._sign(builder, key)}
        content["key"] = key.private_bytes(
            authority.serialization.Encoding.PEM,
            authority.serialization.PrivateFormat.PKCS8,
            authority.serialization.NoEncryption(),
        )
        for suffix, each in content.items():
            (home / "keys" / f"seal-{institution.id}.{suffix}").write_bytes(each)
            (home / "keys" / f"seal-{institution.id}.{suffix}").chmod(0o600)
        with pytest.raises(KeyFault, match=r"Prestador Acreditado: ask there for a new one"):
            api.rotate_seal(institution_id=institution.id, actor=OPERATOR, at=AT)
        assert (home / "keys" / f"seal-{institution.id}.key").read_bytes() == content["key"]


class TestReceipts:
    def test_old_and_new_receipts_verify_with_the_keys_of_the_institution(
        self, commune: Commune, entries: Callable[[str], list[bytes]]
    ) -> None:
        number = commune.institution.id
        signed = [api.sign_statement(institution_id=number, statement={"receipt": 0})]
        for turn in (1, 2):
            api.rotate_receipt_key(institution_id=number, actor=OPERATOR, at=AT)
            signed.append(api.sign_statement(institution_id=number, statement={"receipt": turn}))
        keys = api.receipt_public_keys(institution_id=number)
        assert [api.verify_statement(public_key_pem=keys, statement=each)["receipt"] for each in signed] == [0, 1, 2]
        assert keys.startswith(api.receipt_public_key(institution_id=number))
        assert keys.count("BEGIN PUBLIC KEY") == 3
        assert "PRIVATE" not in keys
        publics = [json.loads(entry)["public"] for entry in entries("receipt_key.rotated")]
        assert publics[0]["new_kid"] == publics[1]["old_kid"]

    def test_the_present_key_alone_does_not_verify_an_old_receipt(self, commune: Commune) -> None:
        number = commune.institution.id
        signed = api.sign_statement(institution_id=number, statement={"receipt": 0})
        api.rotate_receipt_key(institution_id=number, actor=OPERATOR, at=AT)
        with pytest.raises(StatementNotVerified):
            api.verify_statement(public_key_pem=api.receipt_public_key(institution_id=number), statement=signed)

    def test_an_old_receipt_with_a_changed_letter_is_found_out_among_several_keys(self, commune: Commune) -> None:
        number = commune.institution.id
        header, _, signature = api.sign_statement(institution_id=number, statement={"receipt": 0}).split(".")
        other = api.sign_statement(institution_id=number, statement={"receipt": 1}).split(".")[1]
        api.rotate_receipt_key(institution_id=number, actor=OPERATOR, at=AT)
        with pytest.raises(StatementNotVerified):
            api.verify_statement(
                public_key_pem=api.receipt_public_keys(institution_id=number),
                statement=f"{header}.{other}.{signature}",
            )

    def test_a_kill_before_the_key_is_in_place_leaves_the_old_key(self, commune: Commune) -> None:
        number = commune.institution.id
        before = api.receipt_public_key(institution_id=number)
        statements.renew(institution_id=number)
        assert api.receipt_public_key(institution_id=number) == before
        keys = api.receipt_public_keys(institution_id=number)
        signed = api.sign_statement(institution_id=number, statement={})
        assert api.verify_statement(public_key_pem=keys, statement=signed) == {}


class TestListKeys:
    def test_tells_what_each_is_for_and_makes_none(self, commune: Commune, second: Commune, home: Path) -> None:
        assert api.list_keys() == ()
        assert not (home / "keys").exists()
        api.ensure_seal(institution_id=commune.institution.id, at=AT)
        listed = {key.name: key for key in api.list_keys()}
        number = commune.institution.id
        assert list(listed) == ["ca.key", "ca.crt", f"seal-{number}.key", f"seal-{number}.crt", f"receipt-{number}.key"]
        assert commune.institution.code in listed[f"seal-{number}.key"].purpose
        assert listed[f"seal-{number}.crt"].fingerprint == api.ensure_seal(institution_id=number, at=AT)
        assert not any(key.problem for key in listed.values())

    def test_tells_what_is_missing_damaged_or_open_to_others(self, commune: Commune, home: Path) -> None:
        number = commune.institution.id
        api.store(
            dossier=commune.institution.uuid, institution_id=number, name="a.pdf", content=small_pdf(), kind="x",
            actor=OPERATOR, at=AT,
        )  # fmt: skip
        api.ensure_seal(institution_id=number, at=AT)
        (home / "keys" / "documents.key").unlink()
        (home / "keys" / f"seal-{number}.key").chmod(0o644)
        (home / "keys" / f"receipt-{number}.key").write_bytes(b"x")
        (home / "keys" / "ca.crt").write_bytes(b"x")
        problems = {key.name: key.problem for key in api.list_keys() if key.problem}
        assert set(problems) == {"documents.key", f"seal-{number}.key", f"receipt-{number}.key", "ca.crt"}
        assert "missing" in problems["documents.key"]
        assert "open to others" in problems[f"seal-{number}.key"]
