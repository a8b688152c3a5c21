"""Rights and what they reach."""

from dataclasses import dataclass

# The right to change units, roles, posts and appointments.
ADMINISTER = "identity.administer"
# The right to see how the installation works and to order what failed again; of no institution, although a post has it.
OPERATE = "installation.operate"
# Actions that begin so reach every institution: only the installation gives them, no administrator of one.
OF_INSTALLATION = "installation."
# What binds the institution: nobody is appointed to a post with one of these by one person alone.
WEIGHTY = frozenset({ADMINISTER, "cases.decide", "services.publish"})


@dataclass(frozen=True, slots=True)
class Right:
    """May do `action` for the service `service` ("" is all), where the post says."""

    action: str
    service: str = ""

    @property
    def is_weighty(self) -> bool:
        """Whether it takes two persons to give it to somebody."""
        return self.action in WEIGHTY or self.action.startswith(OF_INSTALLATION)


@dataclass(frozen=True, slots=True)
class Grant:
    """Units of one institution where the action is allowed, for `service` ("" is all)."""

    institution_id: int
    unit_ids: frozenset[int]
    service: str = ""


@dataclass(frozen=True, slots=True)
class Representation:
    """Whom the person may act for by a mandate in force: one organisation or one person, for `service` ("" is all)."""

    organisation_id: int | None
    person_id: int | None
    service: str = ""


@dataclass(frozen=True, slots=True)
class Scope:
    """What one actor may reach with one action, computed once per request.

    `person_id` is always who acts. A post brings `grants` and no representations; a person for themselves brings
    `representations` and no grants.
    """

    action: str
    person_id: int
    grants: tuple[Grant, ...] = ()
    representations: tuple[Representation, ...] = ()

    @property
    def organisation_ids(self) -> frozenset[int]:
        """Organisations that the person represents for every service."""
        found = (each.organisation_id for each in self.representations if not each.service)
        return frozenset(each for each in found if each is not None)

    def allows(self, *, institution_id: int, unit_id: int, service: str) -> bool:
        """Whether some grant reaches this unit for this service."""
        return any(
            grant.institution_id == institution_id and unit_id in grant.unit_ids and grant.service in ("", service)
            for grant in self.grants
        )
