"""Reads of institutions, their units, roles and posts."""

from collections.abc import Iterable
from uuid import UUID

from ventanilla.kernel.identity.errors import InstitutionNotFound, PostNotFound, RoleNotFound, UnitNotFound
from ventanilla.kernel.identity.models import Institution, Post, Role, Unit
from ventanilla.kernel.identity.types import InstitutionData, InstitutionKind, PostData, RoleData, UnitData


def get_institution(*, id: int | None = None, uuid: UUID | None = None, code: str | None = None) -> InstitutionData:  # noqa: A002
    """The institution with this id, uuid or code (give one). Raises InstitutionNotFound. One query."""
    row = Institution.objects.filter(**one_of(id=id, uuid=uuid, code=code)).first()
    if row is None:
        raise InstitutionNotFound
    return institution_data(row)


def list_institutions() -> tuple[InstitutionData, ...]:
    """All institutions of the installation, by name. There are few: one per organ."""
    return tuple(institution_data(row) for row in Institution.objects.order_by("sort_key", "id"))


def get_unit(*, id: int | None = None, uuid: UUID | None = None) -> UnitData:  # noqa: A002
    """The unit with this id or uuid (give one). Raises UnitNotFound. One query."""
    row = Unit.objects.filter(**one_of(id=id, uuid=uuid)).first()
    if row is None:
        raise UnitNotFound
    return unit_data(row)


def find_unit(*, institution_id: int, code: str) -> UnitData | None:
    """The unit with this code in the institution, or None. One query."""
    row = Unit.objects.filter(institution_id=institution_id, code=code).first()
    return unit_data(row) if row else None


def get_units(*, ids: Iterable[int]) -> dict[int, UnitData]:
    """The units with these ids, for the names of a list. Ids without unit are left out. One query."""
    return {row.id: unit_data(row) for row in Unit.objects.filter(id__in=set(ids))}


def list_units(*, institution_id: int) -> tuple[UnitData, ...]:
    """The tree of an institution: each unit after its parent. One query."""
    rows = Unit.objects.filter(institution_id=institution_id)
    return tuple(
        unit_data(row) for row in sorted(rows, key=lambda row: [int(part) for part in row.path.split(".")[:-1]])
    )


def find_role(*, institution_id: int, code: str) -> RoleData | None:
    """The role with this code in the institution, or None. One query."""
    row = Role.objects.filter(institution_id=institution_id, code=code).first()
    return role_data(row) if row else None


def get_role(*, id: int) -> RoleData:  # noqa: A002
    """The role with this id. Raises RoleNotFound. One query."""
    row = Role.objects.filter(id=id).first()
    if row is None:
        raise RoleNotFound
    return role_data(row)


def get_post(*, id: int | None = None, uuid: UUID | None = None) -> PostData:  # noqa: A002
    """The post with this id or uuid (give one). Raises PostNotFound. One query."""
    row = Post.objects.filter(**one_of(id=id, uuid=uuid)).first()
    if row is None:
        raise PostNotFound
    return post_data(row)


def find_post(*, institution_id: int, code: str) -> PostData | None:
    """The post with this code in the institution, or None. One query."""
    row = Post.objects.filter(institution_id=institution_id, code=code).first()
    return post_data(row) if row else None


def list_posts(*, institution_id: int) -> tuple[PostData, ...]:
    """The posts of an institution, by code. One query."""
    return tuple(post_data(row) for row in Post.objects.filter(institution_id=institution_id).order_by("code"))


def one_of(**keys: object) -> dict[str, object]:
    """The one key that was given. Raises ValueError when none or several were."""
    given = {name: value for name, value in keys.items() if value is not None}
    if len(given) != 1:
        raise ValueError(f"Give exactly one of {', '.join(keys)}; {len(given)} were given.")
    return given


def institution_data(row: Institution) -> InstitutionData:
    return InstitutionData(
        id=row.id,
        uuid=row.uuid,
        code=row.code,
        name=row.name,
        short_name=row.short_name,
        kind=InstitutionKind(row.kind),
        comuna_code=row.comuna_code,
        rut=row.rut,
    )


def unit_data(row: Unit) -> UnitData:
    return UnitData(row.id, row.uuid, row.institution_id, row.parent_id, row.code, row.name, row.path)


def role_data(row: Role) -> RoleData:
    return RoleData(row.id, row.uuid, row.institution_id, row.code, row.name)


def post_data(row: Post) -> PostData:
    return PostData(row.id, row.uuid, row.institution_id, row.unit_id, row.code, row.title)
