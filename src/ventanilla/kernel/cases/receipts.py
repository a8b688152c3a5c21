"""The receipt of a filing: six data (DS 10), signed by the institution in the filing's transaction."""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from uuid import UUID

from ventanilla.common.canonical import Json

MEDIA_TYPE = "application/vnd.ventanilla.receipt+json"
FILE_PARTS = ("statement", "signature", "public_key")


def statement(
    *,
    case_uuid: UUID,
    case_code: str,
    filed_at: datetime,
    institution: tuple[UUID, str],
    service: tuple[str, int, str],
    documents: Sequence[tuple[str, str]],
    filed_by: dict[str, str],
) -> dict[str, Json]:
    """The six data as plain JSON.

    `institution` is (uuid, name), `service` (slug, version, sha256 of the version), `documents` pairs of
    (title, salted hash or sha256), `filed_by` the actor as JSON.
    """
    return {
        "v": 1,
        "case": {"uuid": str(case_uuid), "code": case_code},
        "filed_at": filed_at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "institution": {"uuid": str(institution[0]), "name": institution[1]},
        "procedure": {"slug": service[0], "version": service[1], "sha256": service[2]},
        "documents": [{"title": title, "sha256": digest} for title, digest in documents],
        "filed_by": filed_by,
    }


def to_file(receipt: Mapping[str, Json]) -> bytes:
    """The file that people keep: what was signed, to be read, its signed form, and the public key that checks it.

    Whose key that is, the institution says where it publishes its keys. `ventanilla verify` takes this file.
    """
    parts = {name: receipt[name] for name in FILE_PARTS if name in receipt}
    return json.dumps(parts, ensure_ascii=False, indent=2).encode()
