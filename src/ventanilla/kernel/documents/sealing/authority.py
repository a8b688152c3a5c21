"""Certificates: the demonstration authority of the installation, and the seal of each institution under it.

The seal is an electronic seal of a legal person (advanced signature, Ley 19.799): P-256, in the subject the name and
the RUT. The authority is for demonstration; an institution that has a certificate of an accredited provider puts its
key and certificate at `keys/seal-<id>.key` and `keys/seal-<id>.crt`, and the provider's root in `keys/roots.crt`.

Note [Which certificate]
    The certificate in use is the one of `seal-<id>.key`, among `seal-<id>.crt` and `seal-<id>-<serial>.crt`. So a
    rotation is one step, the new key in place of the old one: the certificate of the new key is there before it, and
    those of old keys stay for whoever looks at what they sealed.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID, ObjectIdentifier

from ventanilla.kernel.documents import keyfiles
from ventanilla.kernel.documents.errors import KeyFault

# RFC 5280 allows 64 characters in a name; `cryptography` counts bytes.
NAME_BYTES = 64
# Certificates of the demonstration start here, so that examples dated in the past verify.
STARTS_AT = datetime(2020, 1, 1, tzinfo=UTC)
AUTHORITY_DAYS = 365 * 30
SEAL_DAYS = 365 * 10
DOCUMENT_SIGNING = ObjectIdentifier("1.3.6.1.5.5.7.3.36")  # RFC 9336


@dataclass(frozen=True, slots=True)
class Seal:
    """The key and the certificate of one institution, with the certificates up to the root."""

    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate
    chain: tuple[x509.Certificate, ...]

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the certificate, in hexadecimal: what an operator compares."""
        return self.certificate.fingerprint(hashes.SHA256()).hex()

    def __repr__(self) -> str:
        return f"Seal({self.certificate.subject.rfc4514_string()})"


@dataclass(frozen=True, slots=True)
class Renewal:
    """A new seal that is not in use yet. Its repr shows no key."""

    key_name: str
    key: bytes = field(repr=False)
    certificate: x509.Certificate


def ensure_seal(*, institution_id: int, name: str, short_name: str, rut: str, at: datetime) -> Seal:
    """The seal of the institution; made under the demonstration authority when there is none.

    Raises KeyFault when the files do not belong together, to this institution, or are open to others.
    See Note [Which certificate].
    """
    key = _private_key(_key_name(institution_id))
    if not certificate_names(institution_id):
        authority_key, authority = _authority()
        issue = partial(_issue_seal, authority_key, authority, key.public_key(), name, short_name, rut, at)
        keyfiles.find_or_make(f"seal-{institution_id}.crt", issue)
    certificates = [_certificate(each) for each in certificate_names(institution_id)]
    of_the_key = [each for each in certificates if each.public_key() == key.public_key()]
    if not of_the_key:
        raise KeyFault(f"seal-{institution_id}.key and seal-{institution_id}.crt in keys/ do not belong together.")
    if _attribute(of_the_key[0], NameOID.SERIAL_NUMBER) != rut:
        raise KeyFault(f"The certificate keys/seal-{institution_id}.crt is of another institution than {rut}.")
    return Seal(key, of_the_key[0], roots())


def renew(*, old: Seal, institution_id: int, name: str, short_name: str, rut: str, at: datetime) -> Renewal:
    """A new key and its certificate under the demonstration authority, for `install`. Only the certificate is written.

    Raises KeyFault when the present seal is of an accredited provider, who alone can renew it.
    """
    authority_key, authority = _authority()
    if old.certificate.issuer != authority.subject:
        raise KeyFault(
            f"The seal of {short_name} is of {old.certificate.issuer.rfc4514_string()}: ask there for a new one, put "
            f"its certificate at keys/seal-{institution_id}-NEW.crt and then its key at {_key_name(institution_id)}."
        )
    key = _new_private_key()
    public = _loaded(_key_name(institution_id), key).public_key()
    content = _issue_seal(authority_key, authority, public, name, short_name, rut, at)
    certificate = x509.load_pem_x509_certificate(content)
    keyfiles.find_or_make(f"seal-{institution_id}-{certificate.serial_number:x}.crt", lambda: content)
    return Renewal(_key_name(institution_id), key, certificate)


def install(renewal: Renewal) -> None:
    """Seal with the new key from now on. Raises KeyFault. See Note [Which certificate]."""
    keyfiles.replace(renewal.key_name, renewal.key)


def certificate_names(institution_id: int) -> list[str]:
    """The files of the certificates of the institution's seals, old ones too."""
    return [*keyfiles.names(f"seal-{institution_id}.crt"), *keyfiles.names(f"seal-{institution_id}-*.crt")]


def fingerprint(content: bytes) -> str:
    """SHA-256 of the first certificate of a PEM file, in hexadecimal. Raises KeyFault."""
    try:
        return x509.load_pem_x509_certificate(content).fingerprint(hashes.SHA256()).hex()
    except ValueError as error:
        raise KeyFault("It is no certificate in PEM.") from error


def roots() -> tuple[x509.Certificate, ...]:
    """What this installation trusts: its demonstration authority, and what the operator put in roots.crt."""
    found = [content for name in ("ca.crt", "roots.crt") if (content := keyfiles.find(name))]
    try:
        return tuple(each for content in found for each in x509.load_pem_x509_certificates(content))
    except ValueError as error:
        raise KeyFault("keys/ca.crt or keys/roots.crt holds no certificates in PEM.") from error


def read_certificate(pem: str) -> x509.Certificate:
    """Raises KeyFault when it is none."""
    try:
        return x509.load_pem_x509_certificate(pem.encode())
    except ValueError as error:
        raise KeyFault("This is no certificate in PEM.") from error


def subject_of(certificate: x509.Certificate) -> tuple[str, str]:
    """The organisation and the RUT in the certificate."""
    return _attribute(certificate, NameOID.ORGANIZATION_NAME), _attribute(certificate, NameOID.SERIAL_NUMBER)


def _authority() -> tuple[ec.EllipticCurvePrivateKey, x509.Certificate]:
    key = _private_key("ca.key")
    keyfiles.find_or_make("ca.crt", partial(_issue_authority, key))
    return key, _certificate("ca.crt")


def _key_name(institution_id: int) -> str:
    return f"seal-{institution_id}.key"


def _private_key(name: str) -> ec.EllipticCurvePrivateKey:
    return _loaded(name, keyfiles.find_or_make(name, _new_private_key))


def _loaded(name: str, content: bytes) -> ec.EllipticCurvePrivateKey:
    try:
        key = serialization.load_pem_private_key(content, password=None)
    except (ValueError, TypeError) as error:
        raise KeyFault(f"keys/{name} is no private key in PEM without a password.") from error
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise KeyFault(f"keys/{name} is not a key of an elliptic curve (P-256).")
    return key


def _new_private_key() -> bytes:
    return ec.generate_private_key(ec.SECP256R1()).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def _certificate(name: str) -> x509.Certificate:
    try:
        return x509.load_pem_x509_certificate(keyfiles.find(name) or b"")
    except ValueError as error:
        raise KeyFault(f"keys/{name} is no certificate in PEM.") from error


def _issue_authority(key: ec.EllipticCurvePrivateKey) -> bytes:
    subject = _name("Ventanilla (demostración)", "Autoridad de demostración de Ventanilla", "")
    usage = _usage(key_cert_sign=True, crl_sign=True)
    builder = _builder(subject, subject, key.public_key(), STARTS_AT + timedelta(days=AUTHORITY_DAYS), usage)
    return _sign(builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True), key)


def _issue_seal(
    authority_key: ec.EllipticCurvePrivateKey,
    authority: x509.Certificate,
    key: ec.EllipticCurvePublicKey,
    name: str,
    short_name: str,
    rut: str,
    at: datetime,
) -> bytes:
    usage = _usage(digital_signature=True, content_commitment=True)
    ends_at = at.astimezone(UTC) + timedelta(days=SEAL_DAYS)
    builder = (
        _builder(_name(name, short_name, rut), authority.subject, key, ends_at, usage)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([DOCUMENT_SIGNING]), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(authority_key.public_key()), critical=False)
    )
    return _sign(builder, authority_key)


def _builder(
    subject: x509.Name,
    issuer: x509.Name,
    key: ec.EllipticCurvePublicKey,
    ends_at: datetime,
    usage: x509.KeyUsage,
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(STARTS_AT)
        .not_valid_after(ends_at)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
    )


def _sign(builder: x509.CertificateBuilder, key: ec.EllipticCurvePrivateKey) -> bytes:
    return builder.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)


def _name(organisation: str, common: str, rut: str) -> x509.Name:
    values = [
        (NameOID.COUNTRY_NAME, "CL"),
        (NameOID.ORGANIZATION_NAME, _cut(organisation)),
        (NameOID.COMMON_NAME, _cut(common)),
        (NameOID.SERIAL_NUMBER, rut),
    ]
    return x509.Name([x509.NameAttribute(oid, value) for oid, value in values if value])


def _cut(name: str) -> str:
    return name.encode()[:NAME_BYTES].decode(errors="ignore").strip()


def _usage(**allowed: bool) -> x509.KeyUsage:
    names = (
        *("digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement"),
        *("key_cert_sign", "crl_sign", "encipher_only", "decipher_only"),
    )
    return x509.KeyUsage(**{name: allowed.get(name, False) for name in names})


def _attribute(certificate: x509.Certificate, oid: ObjectIdentifier) -> str:
    found = certificate.subject.get_attributes_for_oid(oid)
    return str(found[0].value) if found else ""
