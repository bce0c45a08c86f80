"""What the second reader is fitted on: texts of the knowledge base, and labelled rows that the repository holds.

Labelled rows are split into folds by who wrote them: the weights that mix both readers are fitted on what heads say
of writers whom these heads never saw. (Split row by row, the second reader looked surer than strangers find it.)
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.labelled import Row, read_rows
from bot.answering import Kind
from bot.kb.nodes import parse_yaml
from bot.matching import CALM, DECLINE, DOSE_QUESTION, OTHER_DRUG, OURS, TALK

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.kb import KnowledgeBase

CASES = Path("tests/cases")
QUESTIONS = ("voices-1", "voices-2", "languages")
"""Sets that are fitted on; ``voices-3`` never is."""
NOT_MIXED = "languages"
"""Written by the author of the first reader's word list, which knows it too well to be weighed on it."""
LANGUAGES = ("es", "fr", "de", "pt", "it")
"""Of the sets by other writers in these languages every other row is fitted on, the first, third and so on."""
WRITERS = ("writer-1", "writer-3", "writer-5", "writer-7")
"""Writers of emergencies that are fitted on; what the others wrote never is."""
FOLDS = 4
CALM_SHARE = 0.5
"""Phrasings and refused messages count half against dangers: they are many and easy."""
QUESTION_SHARE = 2.0
"""A question that somebody put in words of their own counts as two phrasings."""
UNKNOWN_DANGER = "?"
"""An emergency whose kind is not labelled: the head that is fitted on the base alone tells it."""


@dataclass(frozen=True, slots=True)
class Sample:
    """A text with its label for one head."""

    text: str
    label: str
    weight: float = 1.0
    fold: int = -1
    """Which fold leaves it out; none where negative: texts of the base stay in all."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """A row that the mixing is fitted on."""

    row: Row
    fold: int
    mixed: bool = True
    """Whether the weights that mix both readers are fitted on it, too."""


def labelled_rows() -> list[Labelled]:
    """Read all labelled rows; emergencies of the writers become rows of the same form."""
    found = [
        Labelled(row, fold, name != NOT_MIXED)
        for fold, name in enumerate(QUESTIONS)
        for row in read_rows(CASES / "questions" / f"{name}.jsonl")
    ]
    for fold, writer in enumerate(WRITERS):
        found.extend(Labelled(row, fold) for row in _written(CASES / "emergencies" / f"{writer}.yaml"))
    for number, language in enumerate(LANGUAGES):
        rows = read_rows(CASES / "languages" / f"{language}.jsonl")
        found.extend(Labelled(row, number % FOLDS) for row in rows[::2])
    return found


def _written(file: Path) -> Iterator[Row]:
    data = parse_yaml(file.name, file.read_bytes()).data
    if not isinstance(data, dict):
        return
    for entry in data["emergencies"]:
        if isinstance(entry, dict):
            yield Row(str(entry["text"]), Kind.EMERGENCY, (), tags=("written", str(entry["danger"])))
    for text in data["calm"]:
        yield Row(str(text), "calm", (), tags=("written",))


def is_calm(row: Row) -> bool:
    """Tell whether nobody is in danger in a row."""
    return row.kind != Kind.EMERGENCY and Kind.EMERGENCY not in row.also


def topic_samples(knowledge: KnowledgeBase, rows: list[Labelled]) -> Iterator[Sample]:
    """Yield every phrasing with its topic, and the questions of the sets."""
    for topic in knowledge.topics.values():
        for phrasing in topic.phrasings:
            yield Sample(phrasing, topic.id)
    for one in rows:
        if one.row.kind == Kind.ANSWER and one.row.topics[0] in knowledge.topics:
            yield Sample(one.row.question, one.row.topics[0], QUESTION_SHARE, one.fold)


def danger_samples(knowledge: KnowledgeBase, rows: list[Labelled]) -> Iterator[Sample]:
    """Yield emergencies by kind, and everything else as calm."""
    for danger in knowledge.emergencies.dangers.values():
        for text in danger.examples:
            yield Sample(text, danger.id)
    for text in knowledge.emergencies.calm:
        yield Sample(text, CALM)
    for topic in knowledge.topics.values():
        for phrasing in topic.phrasings:
            yield Sample(phrasing, CALM, CALM_SHARE)
    for group in (knowledge.lexicon.declines, knowledge.lexicon.small_talk):
        for texts in group.values():
            for text in texts:
                yield Sample(text, CALM, CALM_SHARE)
    for one in rows:
        if is_calm(one.row):
            yield Sample(one.row.question, CALM, 1.0, one.fold)
        elif one.row.kind == Kind.EMERGENCY:
            told = one.row.tags[1] if "written" in one.row.tags else UNKNOWN_DANGER
            yield Sample(one.row.question, told, 1.0, one.fold)


def scope_samples(knowledge: KnowledgeBase, rows: list[Labelled]) -> Iterator[Sample]:
    """Yield questions that are ours, and those that are not, by what they are."""
    told = [(text, OURS) for topic in knowledge.topics.values() for text in topic.phrasings]
    told.extend((text, OURS) for text in knowledge.emergencies.calm)
    for subject, texts in knowledge.lexicon.declines.items():
        told.extend((text, DECLINE + subject) for text in texts)
    for kind, texts in knowledge.lexicon.small_talk.items():
        told.extend((text, TALK + kind) for text in texts)
    sizes = Counter(label for _, label in told)
    for text, label in told:
        yield Sample(text, label, min(4.0, math.sqrt(sizes[OURS] / sizes[label] / 10)))
    labels = {Kind.DOSE_CHECK: DOSE_QUESTION, Kind.OTHER_DRUG: OTHER_DRUG}
    labels.update(dict.fromkeys((Kind.ANSWER, Kind.CLARIFY, Kind.EMERGENCY), OURS))
    for one in rows:
        if one.row.kind in labels and "written" not in one.row.tags:
            yield Sample(one.row.question, labels[Kind(one.row.kind)], 1.0, one.fold)
