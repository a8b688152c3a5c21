"""A folder becomes published versions. What is published never changes.

Note [New numbers in a published folder]
    The installation's next release may bring a folder whose published version has new dated values in `parameters/`.
    A changed number is a new dated value and no new version (DESIGN §8): when nothing but such values was added, they
    are recorded as ParameterValue, and the version stays as it is. Any other difference is refused.
"""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from django.db import connection

from ventanilla.common.actor import ActorKind, ActorRef
from ventanilla.common.text import sort_key
from ventanilla.kernel.identity import api as identity
from ventanilla.kernel.identity.errors import RightMissing
from ventanilla.kernel.ledger import api as ledger
from ventanilla.kernel.outbox.api import operation
from ventanilla.kernel.services.checks.folder import check_files
from ventanilla.kernel.services.definitions import definition_in_folder, forget_definitions
from ventanilla.kernel.services.errors import FolderHasProblems, VersionIsImmutable
from ventanilla.kernel.services.folder.files import (
    CHANGES,
    Folder,
    from_archive,
    read_folder,
    sha256_of,
    to_archive,
)
from ventanilla.kernel.services.models import CatalogueText, ParameterValue, Service, Version
from ventanilla.kernel.services.queries import version_data
from ventanilla.kernel.services.search import VECTOR, vector_parameters
from ventanilla.kernel.services.types import DatedValue, ServiceDefinition, Severity, VersionData

PUBLISH = "services.publish"


@operation
def import_folder(path: Path, *, actor: ActorRef, at: datetime) -> VersionData:
    """Publish every version of the folder that is not published yet, and answer the latest one.

    The same folder again changes nothing. Needs `services.publish` for the whole institution of the actor; the
    installation by rule needs nothing. Raises RightMissing, FolderHasProblems, VersionIsImmutable. Writes service,
    versions, catalogue texts, recorded values (Note [New numbers in a published folder]) and a ledger entry each.
    """
    _require_publisher(actor, at)
    folder, problems = read_folder(path)
    errors = [each for each in (*problems, *check_files(folder)) if each.severity is Severity.ERROR]
    if errors:
        raise FolderHasProblems(count=len(errors), place=errors[0].place, sentence=errors[0].sentence)
    service = _service_of(folder)
    published = {row.number: row for row in Version.objects.filter(service=service).select_related("service")}
    for number in folder.numbers:
        if number in published:
            _accept_published(published[number], folder, actor, at)
        else:
            published[number] = _publish(service, folder, number, actor, at)
    return version_data(published[max(published)])


def _require_publisher(actor: ActorRef, at: datetime) -> None:
    if actor.kind is ActorKind.RULE:
        return
    if actor.institution_uuid is None:
        raise RightMissing
    institution = identity.get_institution(uuid=actor.institution_uuid)
    identity.require_right(actor=actor, action=PUBLISH, institution_id=institution.id, at=at)


def _service_of(folder: Folder) -> Service:
    number = max(folder.numbers)
    identity_data = definition_in_folder(folder.of_version(number), number).identity
    service, _made = Service.objects.get_or_create(
        uuid=identity_data.uuid,
        defaults={"slug": identity_data.slug, "institution_kind": identity_data.institution_kind},
    )
    if service.slug != identity_data.slug:
        raise VersionIsImmutable(number=number, slug=service.slug)
    service.changes = folder.files.get(CHANGES, b"").decode()
    service.save(update_fields=["changes"])
    return service


def _publish(service: Service, folder: Folder, number: int, actor: ActorRef, at: datetime) -> Version:
    files = folder.of_version(number)
    archive = to_archive(files)
    version = Version.objects.create(
        service=service,
        number=number,
        archive=archive,
        sha256=sha256_of(archive),
        published_at=at,
        published_by=actor.as_json(),
    )
    forget_definitions()
    if number == max(folder.numbers):
        _write_catalogue(service, version, files)
    ledger.append(
        kind="service.published",
        actor=actor,
        at=at,
        institution=actor.institution_uuid,
        service=service.slug,
        public={"version": number, "sha256": version.sha256},
    )
    return version


def _write_catalogue(service: Service, version: Version, files: dict[str, bytes]) -> None:
    """The texts of the version, in place of those of the version before it."""
    CatalogueText.objects.filter(service=service).delete()
    source = definition_in_folder(files, version.number)
    for language in source.languages:
        definition = definition_in_folder(files, version.number, language)
        row = CatalogueText.objects.create(
            service=service,
            version=version,
            language=language,
            title=definition.title,
            summary=definition.summary,
            sort_key=sort_key(definition.title),
            life_events=list(definition.service.life_events),
        )
        _index(row.id, definition)


def _index(row_id: int, definition: ServiceDefinition) -> None:
    parameters = vector_parameters(
        definition.language,
        title=definition.title,
        summary=definition.summary,
        keywords=definition.texts.get("keywords", ""),
    )
    with connection.cursor() as cursor:
        statement = f"UPDATE services_cataloguetext SET search = {VECTOR} WHERE id = %(id)s"  # noqa: S608 constants
        cursor.execute(statement, {**parameters, "id": row_id})


def _accept_published(row: Version, folder: Folder, actor: ActorRef, at: datetime) -> None:
    """Nothing to do for the same files; new dated values are recorded; anything else is refused."""
    files = folder.of_version(row.number)
    if sha256_of(to_archive(files)) == row.sha256:
        return
    before = from_archive(bytes(row.archive))
    if _without_parameters(before) != _without_parameters(files):
        raise VersionIsImmutable(number=row.number, slug=row.service.slug)
    old, new = definition_in_folder(before, row.number), definition_in_folder(files, row.number)
    for key, value in _added_values(old, new, row):
        record_row(row.service, key, value, None, at)
        ledger.append(
            kind="service.value_recorded",
            actor=actor,
            at=at,
            norm=value.norm,
            service=row.service.slug,
            public={"parameter": key, "from": value.starts_on.isoformat(), "value": str(value.value)},
        )


def _without_parameters(files: Mapping[str, bytes]) -> dict[str, bytes]:
    return {path: content for path, content in files.items() if "/parameters/" not in path}


def _added_values(old: ServiceDefinition, new: ServiceDefinition, row: Version) -> list[tuple[str, DatedValue]]:
    """The values that the new folder adds. Raises VersionIsImmutable when it takes away or changes another thing."""
    refused = VersionIsImmutable(number=row.number, slug=row.service.slug)
    if set(old.parameters) != set(new.parameters):
        raise refused
    recorded = {
        (each.parameter, each.starts_on, each.value, each.provisional)
        for each in ParameterValue.objects.filter(service=row.service, institution__isnull=True)
    }
    added: list[tuple[str, DatedValue]] = []
    for key, parameter in new.parameters.items():
        before = {value.starts_on: value for value in old.parameters[key].values}
        after = {value.starts_on: value for value in parameter.values}
        lost = [on for on, value in before.items() if not value.provisional and after.get(on) != value]
        if lost or set(before) - set(after):
            raise refused
        changed = [value for on, value in after.items() if before.get(on) != value]
        added += [
            (key, each) for each in changed if (key, each.starts_on, each.value, each.provisional) not in recorded
        ]
    return added


def record_row(
    service: Service, parameter: str, value: DatedValue, institution_id: int | None, at: datetime
) -> ParameterValue:
    """One recorded value. The operation that calls this appends the ledger entry."""
    return ParameterValue.objects.create(
        service=service,
        institution_id=institution_id,
        parameter=parameter,
        starts_on=value.starts_on,
        value=value.value,
        norm=value.norm,
        source=value.source,
        provisional=value.provisional,
        recorded_at=at,
    )
