"""Accounts: the way in. An account is not a person and gives no right by itself."""

from collections.abc import Mapping
from typing import ClassVar
from uuid import uuid4

from django.contrib.auth import hashers
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_noop

from ventanilla.kernel.identity.models.institutions import Recorded
from ventanilla.kernel.identity.types import PersonalData

HASHER = "argon2"


class Account(AbstractBaseUser, Recorded):
    """The sign-in of one person (settings.AUTH_USER_MODEL).

    Officials have an e-mail and a password; persons come through an identity provider and have neither here.
    Never deleted: it is closed by `is_active`. Staff and superuser flags, groups and permissions are absent:
    rights come from posts (DESIGN §5), and nobody has all of them.
    """

    PERSONAL_DATA: ClassVar[Mapping[str, PersonalData]] = {
        "person": PersonalData(
            gettext_noop("Saber de quién es la cuenta."),
            gettext_noop("Mientras la cuenta esté abierta."),
            gettext_noop("La persona."),
        ),
        "email": PersonalData(
            gettext_noop("Entrar como funcionario."),
            gettext_noop("Mientras la cuenta esté abierta."),
            gettext_noop("La persona y quien administra las cuentas."),
        ),
    }

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    person = models.OneToOneField("identity.Person", on_delete=models.PROTECT, related_name="+")
    email = models.EmailField(unique=True, null=True)
    # Without it Django's login() writes nothing on this row.
    last_login = None
    is_active = models.BooleanField(default=True)
    # Set when another gave the password: it opens before that, to choose one of one's own.
    password_until = models.DateTimeField(null=True)

    objects: ClassVar[BaseUserManager["Account"]] = BaseUserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints = [
            # Stored in lower case, so that the unique index is also the sign-in lookup.
            models.CheckConstraint(
                condition=Q(email__isnull=True) | Q(email=Lower("email")), name="identity_account_email"
            ),
        ]

    def __str__(self) -> str:
        return str(self.uuid)

    def set_password(self, raw_password: str | None) -> None:
        """Keep the Argon2 hash of the password; None makes an account that no password opens."""
        self.password = hashers.make_password(raw_password, hasher=HASHER)
        self._password = raw_password

    def check_password(self, raw_password: str) -> bool:
        """Whether this is the password, in the time of one hash also when there is none."""
        return hashers.check_password(raw_password, self.password, preferred=HASHER)
