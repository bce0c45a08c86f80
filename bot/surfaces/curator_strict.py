"""What ``kb check --strict`` adds: reading grade, sizes, what is unused, phrasings that lead astray."""

from __future__ import annotations

from dataclasses import dataclass, replace
from importlib import resources
from statistics import median
from typing import TYPE_CHECKING

from bot.kb import Fault
from bot.matching import Recognizer
from bot.matching.bank import Bank
from bot.matching.features import word_features
from bot.surfaces.curator_grade import (
    SKIPPED,
    emergency_texts,
    graded_facts,
    hardest_sentences,
    load_grader,
)
from bot.text import utter

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bot.kb import KnowledgeBase
    from bot.kb.reader import Reading

MOST_WORDS = 35
LEAST_PHRASINGS = 24
GRADE_WANTED, EMERGENCY_GRADE_WANTED = 8.0, 6.0
HARDEST_SHOWN = 10
PARTS = 10
"""Phrasings are left out a tenth at a time: one by one, the bank would be built thousands of times."""
CLEAR_LEAD = 0.25
"""Another topic leads by so much (scores reach about 1.2) before a phrasing is worth a second look."""


@dataclass(frozen=True, slots=True)
class Strict:
    """What was found: faults and warnings with their place, and remarks on the whole."""

    faults: tuple[Fault, ...]
    remarks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Astray:
    """A phrasing that, left out of the base, lies nearer to another topic than to its own."""

    topic: str
    number: int
    """Its place among the topic's phrasings."""
    other: str
    lead: float


def find_strictly(reading: Reading, root: str) -> Strict:
    """Run every strict rule on a base that could be read; ``root`` goes before the paths in remarks."""
    knowledge = reading.knowledge
    if knowledge is None:
        return Strict((), ())
    grade_faults, grade_remarks = _grades(reading, knowledge, root)
    astray_faults, astray_remark = _astray(reading, knowledge)
    faults = (*_sizes(reading), *_unused_figures(reading, knowledge), *grade_faults, *astray_faults)
    return Strict(faults, (*grade_remarks, astray_remark))


def _sizes(reading: Reading) -> Iterator[Fault]:
    """Find facts that are too long and topics with too few phrasings."""
    for topic_id, (group, file) in reading.typed.topics.items():
        document = reading.typed.documents[f"topics/{group}/{topic_id}.yaml"]
        texts: list[tuple[tuple[str | int, ...], str]] = [(("short", "text"), file.short.text)]
        for key, entries in (("facts", file.facts), ("more", file.more)):
            texts.extend(((key, i, "text"), entry.text) for i, entry in enumerate(entries))
        for place, text in texts:
            if (count := len(text.split())) > MOST_WORDS:
                what = f"The text has {count} words."
                yield Fault(document.path, document.line_of(place), what, f"Cut it to {MOST_WORDS} or fewer.")
        if len(file.phrasings) < LEAST_PHRASINGS:
            what = f"The topic has {len(file.phrasings)} phrasings."
            mend = f"Add more, in other voices, up to {LEAST_PHRASINGS} or over."
            yield Fault(document.path, document.line_of(("phrasings",)), what, mend)


def _unused_figures(reading: Reading, knowledge: KnowledgeBase) -> Iterator[Fault]:
    """Find figures that no text names and no rule of the dose check asks for by id."""
    document = reading.typed.documents["posology.yaml"]
    facts = [fact for topic in knowledge.topics.values() for fact in topic.all_facts]
    facts.extend(step for danger in knowledge.emergencies.dangers.values() for step in danger.steps)
    used = {figure for fact in facts for figure in fact.figures}
    for text in knowledge.wording.doses.values():
        used.update(text.figures)
        used.update(name for name in knowledge.figures if f"{{{name}}}" in text.text)
    rules = "".join(_dose_rules())
    for name in knowledge.figures:
        if name not in used and f'"{name}"' not in rules:
            what = f"Nothing uses the figure '{name}'."
            yield Fault(
                document.path,
                document.line_of((name,)),
                what,
                "Name it in a text, or delete it.",
                warning=True,
            )


def _dose_rules() -> Iterator[str]:
    """Yield the source of the dose check: it names its figures by id."""
    for entry in resources.files("bot").joinpath("dosing").iterdir():
        if entry.name.endswith(".py"):
            yield entry.read_text(encoding="utf-8")


def _grades(reading: Reading, knowledge: KnowledgeBase, root: str) -> tuple[list[Fault], list[str]]:
    """Grade what is read; name the sentences that are hardest, with their place."""
    grade = load_grader()
    if grade is None:
        return [], [SKIPPED]
    texts = list(graded_facts(knowledge))
    answers = median(grade(item.text) for item in texts)
    emergencies = median(grade(text) for text in emergency_texts(knowledge))
    wanted = (("topics", answers, GRADE_WANTED), ("emergencies", emergencies, EMERGENCY_GRADE_WANTED))
    faults = []
    for path, found, limit in wanted:
        if found > limit:
            what = f"The median reading grade is {found:.1f}, over {limit:g}."
            faults.append(Fault(path, 0, what, "Shorten the hardest sentences."))
    told = f"answers {answers:.1f} ({GRADE_WANTED:g} or less is wanted)"
    told_too = f"emergencies {emergencies:.1f} ({EMERGENCY_GRADE_WANTED:g} or less)"
    remarks = [f"Reading grade, median: {told}, {told_too}.", "Hardest to read:"]
    for found, item in hardest_sentences(texts, grade, HARDEST_SHOWN):
        line = reading.typed.documents[item.path].line_of(item.place)
        remarks.append(f"  {root}{item.path}:{line}: grade {found:.1f}: {item.text}")
    return faults, remarks


def _astray(reading: Reading, knowledge: KnowledgeBase) -> tuple[list[Fault], str]:
    """Report the phrasings with a clear lead of another topic, and how many there are in all."""
    found = list(find_astray(knowledge))
    clear = sorted((item for item in found if item.lead >= CLEAR_LEAD), key=lambda item: -item.lead)
    faults = []
    for item in clear:
        topic = knowledge.topics[item.topic]
        document = reading.typed.documents[f"topics/{topic.group}/{topic.id}.yaml"]
        said = topic.phrasings[item.number]
        what = f"Left out, '{said}' lies nearer to '{item.other}' (lead {item.lead:.2f})."
        mend = "Keep it if it is hard and right; move it if it belongs there."
        line = document.line_of(("phrasings", item.number))
        faults.append(Fault(document.path, line, what, mend, warning=True))
    total = sum(len(topic.phrasings) for topic in knowledge.topics.values())
    share = 100 * len(found) / max(total, 1)
    told = f"{len(found):,} of {total:,} ({share:.0f}%) come out under another topic"
    method = "Phrasings left out a tenth at a time, ranked by the bank alone"
    return faults, f"{method}: {told}, {len(clear)} of them with a clear lead."


def find_astray(knowledge: KnowledgeBase) -> Iterator[Astray]:
    """Yield every phrasing that a bank without it ranks under another topic."""
    reader = Recognizer(knowledge, {}).reader
    topics = tuple(knowledge.topics.values())
    for part in range(PARTS):
        kept = [replace(topic, phrasings=tuple(_without(topic.phrasings, part))) for topic in topics]
        bank = Bank(kept, reader)
        for place, topic in enumerate(topics):
            for number in range(part, len(topic.phrasings), PARTS):
                said = utter(topic.phrasings[number])
                features = word_features(reader.read(said.words).tokens, reader.lexis, said.focus)
                scores = bank.scores(features)
                best = max(range(len(scores)), key=lambda other: (scores[other], -other))
                if best != place:
                    yield Astray(topic.id, number, topics[best].id, scores[best] - scores[place])


def _without(phrasings: Iterable[str], part: int) -> Iterator[str]:
    return (phrasing for number, phrasing in enumerate(phrasings) if number % PARTS != part)
