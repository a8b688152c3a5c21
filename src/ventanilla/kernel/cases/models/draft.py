"""What a person is still writing. It becomes the case: same `uuid`, same folder of documents."""

from collections.abc import Mapping
from typing import ClassVar
from uuid import uuid4

from django.db import models

from ventanilla.kernel.cases import personal_data
from ventanilla.kernel.identity.types import PersonalData


class Draft(models.Model):
    """One unfinished filing of one person. Erased 90 days after its last change, or kept as `filed`.

    `organisation` is who it is written for, when not for oneself. Absent on purpose: the applicant's name and RUN,
    which identity holds; the mandate, because the one in force on the day of filing counts; a status, which
    `filed_at` says. `key` is what the page that began it carried, so that a page sent twice begins one.
    """

    PERSONAL_DATA: ClassVar[Mapping[str, PersonalData]] = {
        "person": personal_data.WRITER,
        "answers": personal_data.WRITER,
    }

    uuid = models.UUIDField(unique=True, default=uuid4, editable=False)
    person = models.ForeignKey("identity.Person", on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("identity.Organisation", on_delete=models.PROTECT, null=True, related_name="+")
    institution = models.ForeignKey("identity.Institution", on_delete=models.PROTECT, related_name="+")
    adoption = models.ForeignKey("services.Adoption", on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey("services.Version", on_delete=models.PROTECT, related_name="+")
    answers = models.JSONField(default=dict)
    page = models.CharField(max_length=64, default="")
    key = models.UUIDField(null=True)
    created_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    filed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            # rule: a page begins one draft, however often it is sent; serves start_draft
            models.UniqueConstraint("person", "key", name="draft_begun_once"),
        ]
        indexes = [
            # serves: the person's list of unfinished filings
            models.Index(
                fields=["person", "-saved_at"], name="draft_open_of_person", condition=models.Q(filed_at=None)
            ),
        ]
