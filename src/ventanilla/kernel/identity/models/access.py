"""How officials prove themselves besides their password: an authenticator, passkeys, recovery codes."""

from collections.abc import Mapping
from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_noop

from ventanilla.kernel.identity.models.institutions import Recorded
from ventanilla.kernel.identity.types import PersonalData

# The same for each thing that one enters with.
TO_ENTER: Mapping[str, PersonalData] = {
    "account": PersonalData(
        gettext_noop("Comprobar que quien entra es el funcionario."),
        gettext_noop("Hasta que la persona o quien administra lo quite."),
        gettext_noop("La persona."),
    ),
}


class SecondFactor(Recorded):
    """The authenticator of one account (TOTP, RFC 6238).

    `sealed_secret` is encrypted with a key file of the home, bound to the account: the database alone makes no code.
    `last_step` is the thirty seconds whose code was used last: no code opens twice. `sealed_codes` are the recovery
    codes until their owner says that they are kept; afterwards only their digests are anywhere.
    """

    PERSONAL_DATA: ClassVar[Mapping[str, PersonalData]] = TO_ENTER

    account = models.OneToOneField("identity.Account", on_delete=models.PROTECT, related_name="+")
    sealed_secret = models.BinaryField(max_length=200)
    last_step = models.BigIntegerField()
    # Which attempt used which code last, keyed: the same press again finds that it was taken.
    last_use = models.BinaryField(max_length=32, null=True)
    sealed_codes = models.BinaryField(max_length=1000, null=True)
    set_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.account_id)


class RecoveryCode(models.Model):
    """One of the codes for the day when the authenticator is lost; the row goes when it is used.

    `digest` is keyed by the same file: who reads the database cannot try codes.
    """

    PERSONAL_DATA: ClassVar[Mapping[str, PersonalData]] = TO_ENTER

    account = models.ForeignKey("identity.Account", on_delete=models.PROTECT, related_name="+", db_index=False)
    digest = models.BinaryField(max_length=32)

    class Meta:
        constraints = [
            # Serves the check of a code.
            models.UniqueConstraint("account", "digest", name="identity_recovery_code"),
        ]

    def __str__(self) -> str:
        return str(self.account_id)


class Passkey(Recorded):
    """A passkey of an account (WebAuthn): the public half, which opens nothing by itself.

    The model of the device (aaguid) is absent: nobody is asked which one they own. Taken away, the row goes.
    """

    PERSONAL_DATA: ClassVar[Mapping[str, PersonalData]] = TO_ENTER

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    account = models.ForeignKey("identity.Account", on_delete=models.PROTECT, related_name="+")
    credential_id = models.BinaryField(max_length=1023, unique=True)
    public_key = models.BinaryField(max_length=2000)
    sign_count = models.BigIntegerField()
    device = models.CharField(max_length=60, blank=True)
    added_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.uuid)


class Rate(models.Model):
    """How often something was tried: `count` times until `ends_at`, when the count begins again.

    `digest` says what and by whom, keyed: no address and no e-mail stands here. Deleted when long over.
    """

    digest = models.BinaryField(max_length=32, primary_key=True)
    count = models.PositiveIntegerField()
    ends_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return bytes(self.digest).hex()
