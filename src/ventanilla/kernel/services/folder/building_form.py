"""Pages, questions and human tasks from their documents."""

from collections.abc import Mapping
from typing import Any

from ventanilla.kernel.services.folder.texts import Texts
from ventanilla.kernel.services.types import (
    DataUse,
    FormPage,
    Option,
    Outcome,
    Question,
    QuestionType,
    Source,
    TaskDefinition,
)

TEXT_CHARS = 200
LONG_TEXT_CHARS = 2000
FILE_MEDIA_TYPES = ("application/pdf", "image/jpeg", "image/png")


def build_page(data: Mapping[str, Any], texts: Texts) -> FormPage:
    """One page. A page with one question may have no title of its own: it is the label."""
    place = f"pages.{data['key']}"
    questions = tuple(build_question(each, "questions", texts) for each in data["questions"])
    return FormPage(
        key=data["key"],
        title=texts.get(f"{place}.title"),
        guidance=texts.get(f"{place}.guidance"),
        when=data.get("when", ""),
        questions=questions,
    )


def build_task(key: str, data: Mapping[str, Any], texts: Texts) -> TaskDefinition:
    place = f"tasks.{key}"
    return TaskDefinition(
        key=key,
        title=texts.get(f"{place}.title"),
        guidance=texts.get(f"{place}.guidance"),
        lane=data["lane"],
        action=data["action"],
        term=data["term"],
        shows=tuple(data["shows"]),
        asks=tuple(build_question(each, f"{place}.questions", texts) for each in data["asks"]),
        outcomes=tuple(_outcome(each, f"{place}.outcomes", texts) for each in data["outcomes"]),
    )


def _outcome(data: str | Mapping[str, str], place: str, texts: Texts) -> Outcome:
    """A code alone, or a code with the condition under which the task may end so."""
    code, when = (data, "") if isinstance(data, str) else (data["code"], data["when"])
    said = {part: texts.get(f"{place}.{code}.{part}") for part in ("label", "hint", "refused")}
    return Outcome(code, **said, when=when)


def build_question(data: Mapping[str, Any], place: str, texts: Texts) -> Question:
    here = f"{place}.{data['key']}"
    kind = QuestionType(data["type"])
    return Question(
        key=data["key"],
        type=kind,
        label=texts.get(f"{here}.label"),
        hint=texts.get(f"{here}.hint"),
        required=data.get("required", True),
        when=data.get("when", ""),
        source=Source(data.get("source", "asked")),
        data=_data_use(data["data"], texts),
        options=tuple(
            Option(code, texts.get(f"{here}.options.{code}.label"), texts.get(f"{here}.options.{code}.hint"))
            for code in data.get("options", ())
        ),
        fact=data.get("fact", ""),
        minimum=data.get("minimum"),
        maximum=data.get("maximum"),
        max_chars=data.get("max_chars", LONG_TEXT_CHARS if kind is QuestionType.LONG_TEXT else TEXT_CHARS),
        not_before=data.get("not_before", ""),
        not_after=data.get("not_after", ""),
        media_types=tuple(data.get("media_types", FILE_MEDIA_TYPES if kind is QuestionType.FILE else ())),
        required_text=texts.get(f"{here}.required"),
    )


def _data_use(data: Mapping[str, Any], texts: Texts) -> DataUse:
    return DataUse(
        purpose=data["purpose"],
        purpose_text=texts.get(f"purposes.{data['purpose']}"),
        retention=data["retention"],
        seen_by=tuple(data["seen_by"]),
    )
