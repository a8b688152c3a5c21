"""Who acts, as the lower packages store it: opaque external ids, no names."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Self
from uuid import UUID


class ActorKind(StrEnum):
    PERSON = "PERSON"
    POST = "POST"
    SYSTEM = "SYSTEM"
    RULE = "RULE"


@dataclass(frozen=True, slots=True)
class ActorRef:
    """A person for themselves, a post through its holder, an external system, or the installation by rule.

    `rule` names the rule or the system when there is no person. `capacity` is how the post is held
    (HOLDER, SUBSTITUTE, DEPUTY, DELEGATE), because each act shows it (Leyes 18.834 and 18.883).
    """

    kind: ActorKind
    person_uuid: UUID | None = None
    post_uuid: UUID | None = None
    institution_uuid: UUID | None = None
    capacity: str = ""
    rule: str = ""

    @classmethod
    def person(cls, person_uuid: UUID) -> Self:
        return cls(kind=ActorKind.PERSON, person_uuid=person_uuid)

    @classmethod
    def by_rule(cls, rule: str, institution_uuid: UUID | None = None) -> Self:
        return cls(kind=ActorKind.RULE, rule=rule, institution_uuid=institution_uuid)

    @classmethod
    def system(cls, name: str) -> Self:
        return cls(kind=ActorKind.SYSTEM, rule=name)

    def as_json(self) -> dict[str, str]:
        """Plain strings, without the empty ones, in a stable order."""
        pairs = {
            "kind": self.kind.value,
            "person": str(self.person_uuid or ""),
            "post": str(self.post_uuid or ""),
            "institution": str(self.institution_uuid or ""),
            "capacity": self.capacity,
            "rule": self.rule,
        }
        return {name: value for name, value in pairs.items() if value}

    @classmethod
    def from_json(cls, value: dict[str, str]) -> Self:
        """The reverse of `as_json`."""

        def uuid(name: str) -> UUID | None:
            return UUID(value[name]) if value.get(name) else None

        return cls(
            kind=ActorKind(value["kind"]),
            person_uuid=uuid("person"),
            post_uuid=uuid("post"),
            institution_uuid=uuid("institution"),
            capacity=value.get("capacity", ""),
            rule=value.get("rule", ""),
        )
