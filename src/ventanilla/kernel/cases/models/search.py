"""What officials find cases by: a small table of words, so that a search costs a page however many cases there are."""

from collections.abc import Mapping
from typing import ClassVar

from django.db import models

from ventanilla.kernel.cases import personal_data
from ventanilla.kernel.cases.models.case import Case
from ventanilla.kernel.identity.types import PersonalData


class SearchWord(models.Model):
    """A word by which the officials of a case's unit find it: of its code, and of the name and RUN or RUT of a party.

    Made again from the case whenever it changes; deleted with what it repeats. `unit` and `filed_at` repeat those of
    the case: they lead the key, which serves the search, newest first. Answers and documents are absent: who looks for
    a case needs to name it, not to read it.
    """

    PERSONAL_DATA: ClassVar[Mapping[str, PersonalData]] = {"word": personal_data.PARTY}

    pk = models.CompositePrimaryKey("unit", "word", "filed_at", "case")
    unit = models.ForeignKey("identity.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    word = models.CharField(max_length=80, db_collation="C")
    filed_at = models.DateTimeField()
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="search_words")
