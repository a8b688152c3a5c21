"""Where a page stands in the form of a draft. The review is the last step."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from ventanilla.kernel.cases.types import DraftData
from ventanilla.kernel.services import api as services
from ventanilla.kernel.services.types import FieldError, FormPage, ServiceDefinition
from ventanilla.portal.web.forms.questions import asked, known
from ventanilla.ui.types import ErrorLink

# In the address of a page that was opened from the review: saving it goes back there. With the value TO_CORRECT the
# page also says what is wrong on it.
FROM_REVIEW, TO_CORRECT = "volver", "corregir"


@dataclass(frozen=True, slots=True)
class Step:
    """One page that shows with the saved answers: its number, how many there are, and the pages around it."""

    page: FormPage
    number: int
    total: int
    before: str
    after: str

    @property
    def progress(self) -> str:
        return _("Paso %(number)d de %(total)d") % {"number": self.number, "total": self.total}

    @property
    def one_question(self) -> bool:
        """Whether the label of the only question can be the heading of the page."""
        return len(asked(self.page.questions)) == 1 and not known(self.page.questions) and not self.page.guidance

    @property
    def heading(self) -> str:
        return asked(self.page.questions)[0].label if self.one_question else self.page.title


@dataclass(frozen=True, slots=True)
class Problems:
    """What the error summary of a page without fields lists."""

    errors: tuple[ErrorLink, ...]


def pages_of(definition: ServiceDefinition, draft: DraftData) -> tuple[FormPage, ...]:
    """The pages that show with the saved answers."""
    return services.visible_pages(definition, draft.answers, draft.facts)


def find_step(pages: Sequence[FormPage], key: str) -> Step | None:
    """Where the page of that key stands; None when it does not show."""
    for index, page in enumerate(pages):
        if page.key == key:
            before = pages[index - 1].key if index else ""
            after = pages[index + 1].key if index + 1 < len(pages) else ""
            return Step(page, index + 1, len(pages) + 1, before, after)
    return None


def address_of(draft: DraftData, page: str, *, back: str = "") -> str:
    """The address of a page of the draft; of its review when there is no page. `back` is the value of FROM_REVIEW."""
    if not page:
        return reverse("draft-review", args=[draft.uuid])
    address = reverse("draft-page", args=[draft.uuid, page])
    return f"{address}?{FROM_REVIEW}={back}" if back else address


def resume_address(definition: ServiceDefinition, draft: DraftData) -> str:
    """Where a person goes on: the first page of a new draft, else the first with something missing, else the review."""
    if not draft.page:
        return address_of(draft, pages_of(definition, draft)[0].key)
    return address_of(draft, services.check_answers(definition, draft.answers, draft.facts).first_page)


def links_to(errors: Sequence[FieldError], pages: Sequence[FormPage], draft: DraftData) -> Problems:
    """The errors of a whole draft, each leading to its page, which says them again."""
    page_of = {question.key: page.key for page in pages for question in page.questions}
    addresses = (address_of(draft, page_of.get(error.question, ""), back=TO_CORRECT) for error in errors)
    return Problems(tuple(ErrorLink(error.text, address) for error, address in zip(errors, addresses, strict=True)))
