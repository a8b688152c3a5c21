"""What sign-in keeps: what was used up."""

from django.db import models


class Spent(models.Model):
    """The SHA-256 of a state or a code of a sign-in, which was used at `spent_at` and may not be again.

    The value itself is absent: who reads the table learns no code. Deleted after a day, when no provider takes it.
    """

    digest = models.BinaryField(max_length=32, primary_key=True)
    spent_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return bytes(self.digest).hex()
