"""Rights → roles → posts → persons, by dated appointment (DESIGN §5)."""

from collections.abc import Mapping
from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_noop

from ventanilla.kernel.identity.models.institutions import Recorded
from ventanilla.kernel.identity.types import Capacity, PersonalData


class Role(Recorded):
    """A named set of rights of one institution ("revisor de obras").

    A role without posts gives nothing. The unit is absent: the post says where the rights hold.
    """

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    institution = models.ForeignKey("identity.Institution", on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=120)

    class Meta:
        constraints = [
            models.UniqueConstraint("institution", "code", name="identity_role_code"),
            models.UniqueConstraint("id", "institution", name="identity_role_institution"),
        ]

    def __str__(self) -> str:
        return self.code


class RoleRight(models.Model):
    """The role may do `action` for the service `service_slug` ("" is all).

    There is no "deny" row: what no row allows is not allowed.
    """

    role = models.ForeignKey("identity.Role", on_delete=models.PROTECT, related_name="rights")
    action = models.CharField(max_length=60)
    service_slug = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [
            # Serves scope_of, which asks by role and action.
            models.UniqueConstraint("role", "action", "service_slug", name="identity_role_right"),
            models.CheckConstraint(condition=Q(action__regex=r"^[a-z_]+\.[a-z_]+$"), name="identity_right_action"),
        ]

    def __str__(self) -> str:
        return f"{self.action}:{self.service_slug or '*'}"


class Post(Recorded):
    """A place in a unit, with a title ("Jefa de Rentas"), whoever holds it.

    Never deleted: acts name it. The person is absent: appointments say who, when and in which capacity.
    Unit and institution agree by a composite foreign key (0002).
    """

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    institution = models.ForeignKey("identity.Institution", on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey("identity.Unit", on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=40)
    title = models.CharField(max_length=120)

    class Meta:
        constraints = [
            models.UniqueConstraint("institution", "code", name="identity_post_code"),
            models.UniqueConstraint("id", "institution", name="identity_post_institution"),
        ]

    def __str__(self) -> str:
        return self.code


class PostRole(models.Model):
    """The post carries the role. Both are of one institution by composite foreign keys (0002)."""

    institution = models.ForeignKey("identity.Institution", on_delete=models.PROTECT, related_name="+")
    post = models.ForeignKey("identity.Post", on_delete=models.PROTECT, related_name="+")
    role = models.ForeignKey("identity.Role", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint("post", "role", name="identity_post_role"),
        ]

    def __str__(self) -> str:
        return f"{self.post_id}:{self.role_id}"


class Appointment(Recorded):
    """`person` holds `post` in `capacity` from `starts_at` until before `ends_at` (None: until further notice).

    Instants and not days, because an appointment that ends takes its rights away at once, and the acts of that
    morning stay explained. Never deleted: each past act is shown with the appointment of its instant.
    Two holders of one post, or one person twice in it, are refused by exclusion constraints (0002).
    """

    PERSONAL_DATA: ClassVar[Mapping[str, PersonalData]] = {
        "person": PersonalData(
            gettext_noop("Saber quién ejerce un cargo público."),
            gettext_noop("Siempre: es un registro público."),
            gettext_noop("Cualquier persona."),
        ),
    }

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    institution = models.ForeignKey("identity.Institution", on_delete=models.PROTECT, related_name="+")
    post = models.ForeignKey("identity.Post", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("identity.Person", on_delete=models.PROTECT, related_name="+", db_index=False)
    capacity = models.CharField(max_length=10, choices=[(each.value, each.value) for each in Capacity])
    # The decree or resolution that appoints, as the act will cite it.
    basis = models.CharField(max_length=200, blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(capacity__in=[each.value for each in Capacity]), name="identity_appointment_capacity"
            ),
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gte=F("starts_at")), name="identity_appointment_period"
            ),
        ]
        indexes = [
            # Serves posts_of, actor_of and scope_of: what a person holds now.
            models.Index(fields=["person", "post", "starts_at"], name="identity_appointment_of"),
        ]

    def __str__(self) -> str:
        return str(self.uuid)
