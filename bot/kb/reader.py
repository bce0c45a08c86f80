"""From documents to the model: every file typed, every fault of every file gathered, nothing guessed."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping  # noqa: TC003 -- used at run time by the dataclass
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from pydantic import ValidationError

from bot.kb import schema
from bot.kb.convert import build_knowledge
from bot.kb.faults import Fault
from bot.kb.nodes import Document, parse_yaml
from bot.kb.study_schema import StudyFile

if TYPE_CHECKING:
    from bot.kb.model import KnowledgeBase

ModelT = TypeVar("ModelT", bound=schema.Entry)

SINGLE_FILES: dict[str, type[schema.Entry]] = {
    "lexicon.yaml": schema.LexiconFile,
    "messages.yaml": schema.MessagesFile,
    "foreign.yaml": schema.ForeignFile,
    "medicines.yaml": schema.NamesFile,
    "common-words.yaml": schema.NamesFile,
    "wording.yaml": schema.WordingFile,
    "emergencies/numbers.yaml": schema.NumbersFile,
    "emergencies/languages.yaml": schema.LanguagesFile,
    "emergencies/cues.yaml": schema.CuesFile,
    "emergencies/calm.yaml": schema.CalmFile,
}
OPTIONAL_FILES: dict[str, type[schema.Entry]] = {"study.yaml": StudyFile}
"""Files that a base may lack."""
MAPPINGS: dict[str, type[schema.Entry]] = {
    "sources.yaml": schema.SourceEntry,
    "posology.yaml": schema.FigureEntry,
    "wording-doses.yaml": schema.DoseTextEntry,
}
"""Files that are one mapping of ids to entries."""


@dataclass(slots=True)
class Typed:
    """What was read of a folder, typed, with the documents for their lines."""

    topics: dict[str, tuple[str, schema.TopicFile]] = field(default_factory=dict)
    """Topic id to its group and file."""
    dangers: dict[str, schema.DangerFile] = field(default_factory=dict)
    singles: dict[str, schema.Entry] = field(default_factory=dict)
    mappings: dict[str, dict[str, schema.Entry]] = field(default_factory=dict)
    documents: dict[str, Document] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Reading:
    """The outcome: a knowledge base, or the faults that stand in its way."""

    knowledge: KnowledgeBase | None
    typed: Typed
    faults: tuple[Fault, ...]


def read_files(files: Mapping[str, bytes]) -> Reading:
    """Read a folder's files, given by relative path; never raises for what stands in them."""
    typed = Typed()
    for name in sorted(files):
        if name.endswith((".yaml", ".yml")):
            _read_file(typed, name, files[name])
    for name in [*SINGLE_FILES, *MAPPINGS]:
        if name not in files:
            typed.faults.append(Fault(name, 0, "The file is missing.", "Put it back: every base needs it."))
    if not typed.topics and not typed.faults:
        typed.faults.append(Fault("topics", 0, "There is no topic.", "Add topics/<group>/<id>.yaml."))
    for document in typed.documents.values():
        typed.faults.extend(document.faults)
    if any(not fault.warning for fault in typed.faults):
        return Reading(None, typed, tuple(sorted(set(typed.faults))))
    knowledge, faults = build_knowledge(typed, version_of(files))
    return Reading(knowledge, typed, tuple(sorted({*typed.faults, *faults})))


def version_of(files: Mapping[str, bytes]) -> str:
    """Name a state of the base: it changes with every change of a file."""
    digest = hashlib.sha256()
    for name in sorted(files):
        if name.endswith((".yaml", ".yml")):
            digest.update(name.encode() + b"\0" + hashlib.sha256(files[name]).digest())
    return digest.hexdigest()[:12]


def _read_file(typed: Typed, name: str, raw: bytes) -> None:
    document = parse_yaml(name, raw)
    typed.documents[name] = document
    if document.data is None or document.faults:
        return
    parts = name.removesuffix(".yaml").split("/")
    if kind := (SINGLE_FILES | OPTIONAL_FILES).get(name):
        if (single := typed_entry(document, kind, document.data, ())) is not None:
            typed.singles[name] = single
    elif name in MAPPINGS:
        typed.mappings[name] = _entries(document, MAPPINGS[name])
    elif parts[0] == "topics" and len(parts) == 3:
        if (topic := typed_entry(document, schema.TopicFile, document.data, ())) is not None:
            _add_topic(typed, document, parts[1], parts[2], topic)
    elif parts[0] == "emergencies" and len(parts) == 2:
        if (danger := typed_entry(document, schema.DangerFile, document.data, ())) is not None:
            typed.dangers[parts[1]] = danger
    else:
        document.fault((), "No file is expected here.", "Put topics under topics/<group>/<id>.yaml.")


def _add_topic(typed: Typed, document: Document, group: str, topic_id: str, topic: schema.TopicFile) -> None:
    if topic_id in typed.topics:
        other = typed.topics[topic_id][0]
        document.fault((), f"The topic '{topic_id}' stands also in the group '{other}'.", "Keep one of them.")
    else:
        typed.topics[topic_id] = (group, topic)


def _entries(document: Document, model: type[ModelT]) -> dict[str, schema.Entry]:
    if not isinstance(document.data, dict):
        document.fault((), "The file is not a mapping of ids to entries.", "Begin each entry with its id and a colon.")
        return {}
    entries: dict[str, schema.Entry] = {}
    for key, value in document.data.items():
        if (entry := typed_entry(document, model, value, (key,))) is not None:
            entries[key] = entry
    return entries


def typed_entry(document: Document, model: type[ModelT], data: object, where: tuple[str | int, ...]) -> ModelT | None:
    """Return a file's data as its model; None where it has faults, which the document then holds."""
    try:
        return model.model_validate(data, strict=False)
    except ValidationError as error:
        for finding in error.errors(include_url=False, include_context=True):
            place = (*where, *(step for step in finding["loc"] if isinstance(step, str | int)))
            document.fault(place, *_sentence(place, finding["type"], finding["msg"], model))
        return None


def _sentence(place: tuple[str | int, ...], kind: str, message: str, model: type[schema.Entry]) -> tuple[str, str]:
    """Turn a finding of pydantic into what is wrong and how to mend it."""
    name = ".".join(str(step) for step in place) or "the file"
    if kind == "extra_forbidden":
        known = ", ".join(sorted(model.model_fields))
        return f"The key '{name}' is unknown.", f"Check its spelling; the file's keys are: {known}."
    if kind == "missing":
        return f"'{name}' is missing.", "Add it."
    if kind in {"model_type", "dict_type", "model_attributes_type"}:
        return f"'{name}' is not a mapping.", "Write it as 'key: value' lines."
    if kind == "list_type":
        return f"'{name}' is not a list.", "Begin each item with a dash."
    if kind == "string_type":
        return f"'{name}' is not a text.", "Write one line of text there."
    if kind.startswith("date"):
        return f"'{name}' is not a date.", "Write it as 2026-01-31."
    if kind == "too_short":
        return f"'{name}' is empty.", "Give it at least one item."
    if kind == "string_too_short":
        return f"'{name}' is empty.", "Write its text."
    if kind == "string_pattern_mismatch":
        return (
            f"'{name}' has the wrong form.",
            "Use lower-case words joined by hyphens, or the form that the field asks for.",
        )
    cleaned = message.removeprefix("Value error, ").rstrip(".")
    return f"'{name}' cannot be used: {cleaned}.", "Mend the value."
