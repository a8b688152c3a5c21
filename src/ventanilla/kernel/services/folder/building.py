"""From valid documents to the frozen definition, in one language. What a schema has checked is not checked again."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any
from uuid import UUID

from ventanilla.kernel.services.folder.building_examples import build_example
from ventanilla.kernel.services.folder.building_form import build_page, build_task
from ventanilla.kernel.services.folder.building_law import build_fee, build_parameter, build_term
from ventanilla.kernel.services.folder.files import IDENTITY
from ventanilla.kernel.services.folder.loading import SOURCE_LANGUAGE, LoadedVersion
from ventanilla.kernel.services.folder.texts import Texts, flatten
from ventanilla.kernel.services.types import (
    Baseline,
    DocumentDefinition,
    LegalBasis,
    NoticeText,
    RegisterDefinition,
    ServiceDefinition,
    ServiceFacts,
    ServiceIdentity,
    Silence,
    StateShown,
)


def build(loaded: LoadedVersion, *, sha256: str, language: str = SOURCE_LANGUAGE) -> ServiceDefinition:
    """The definition in `language`; a sentence that is missing there is taken from the source language."""
    source = flatten(loaded.document(f"texts/{SOURCE_LANGUAGE}.yaml").data)
    chosen = flatten(loaded.document(f"texts/{language}.yaml").data)
    texts = Texts({**source, **chosen})
    facts = loaded.document("service.yaml").data
    return ServiceDefinition(
        sha256=sha256,
        number=loaded.number,
        language=language,
        languages=loaded.languages,
        title=texts.get("title"),
        summary=texts.get("summary"),
        identity=_identity(loaded.document(IDENTITY).data),
        service=_service(facts, texts),
        pages=tuple(build_page(page, texts) for page in loaded.document("form.yaml").data["pages"]),
        tasks=_frozen(
            {key: build_task(key, task, texts) for key, task in loaded.document("tasks.yaml").data["tasks"].items()}
        ),
        flow=loaded.flow,
        rules=tuple(loaded.rules().items()),
        parameters=_frozen(
            {each.data["key"]: build_parameter(each.data, texts) for each in loaded.inside("parameters").values()}
        ),
        documents=_documents(loaded, facts["documents"], texts),
        notices=_notices(texts),
        texts=_frozen(texts.sentences),
        examples=tuple(build_example(key, each.data) for key, each in loaded.inside("examples").items()),
    )


def _frozen(mapping: Mapping[str, Any]) -> Mapping[str, Any]:
    return MappingProxyType(dict(mapping))


def _identity(data: Mapping[str, Any]) -> ServiceIdentity:
    basis = data["legal_basis"]
    return ServiceIdentity(
        uuid=UUID(data["uuid"]),
        slug=data["slug"],
        institution_kind=data["institution_kind"],
        legal_basis=LegalBasis(basis["norm"], basis.get("url", "")),
    )


def _service(data: Mapping[str, Any], texts: Texts) -> ServiceFacts:
    return ServiceFacts(
        audience=tuple(data["audience"]),
        life_events=tuple(data["life_events"]),
        assurance=data["assurance"],
        channels=tuple(data["channels"]),
        sensitive=data["sensitive"],
        lanes=tuple(data["lanes"]),
        decision_term=data["decision_term"],
        terms=_frozen({key: build_term(key, term, texts) for key, term in data["terms"].items()}),
        fees=_frozen({key: build_fee(key, fee, texts) for key, fee in data["fees"].items()}),
        registers=_frozen({key: _register(key, each, texts) for key, each in data["registers"].items()}),
        states=tuple(_state(each, texts) for each in data["states"]),
        silence=Silence(data["silence"]["effect"], data["silence"]["norm"]),
        baseline=Baseline(**data["baseline"]),
    )


def _register(key: str, data: Mapping[str, Any], texts: Texts) -> RegisterDefinition:
    return RegisterDefinition(
        key=key,
        title=texts.get(f"registers.{key}"),
        holds_until=data["holds_until"],
        shows=tuple(data["shows"]),
        norm=data["norm"],
    )


def _state(data: Mapping[str, Any], texts: Texts) -> StateShown:
    place = f"states.{data['key']}"
    return StateShown(
        key=data["key"],
        label=texts.get(f"{place}.label"),
        explanation=texts.get(f"{place}.explanation"),
        who=texts.get(f"{place}.who"),
        nodes=tuple(data["nodes"]),
    )


def _documents(loaded: LoadedVersion, declared: Mapping[str, Any], texts: Texts) -> Mapping[str, DocumentDefinition]:
    sources = loaded.templates()
    return _frozen(
        {
            key: DocumentDefinition(
                key=key,
                heading=texts.get(f"documents.{key}.heading"),
                title=texts.get(f"documents.{key}.title"),
                series=each.get("series", ""),
                source=sources.get(key, ""),
            )
            for key, each in declared.items()
        }
    )


def _notices(texts: Texts) -> Mapping[str, NoticeText]:
    return _frozen(
        {
            key: NoticeText(key, texts.get(f"notices.{key}.subject"), texts.get(f"notices.{key}.body"))
            for key in texts.children("notices")
        }
    )
