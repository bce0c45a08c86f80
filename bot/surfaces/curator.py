"""What curators see of a knowledge base: its faults, its topics, and what lies near a phrasing."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from bot.answering import load_answerer
from bot.answering.composer import Composer
from bot.answering.required import missing_parts
from bot.errors import ExitCode
from bot.kb import Fault, load_knowledge, open_folder
from bot.kb.checks import check_rules
from bot.kb.store import SHIPPED, WEIGHTS, read_weights
from bot.matching.fitted import fitted_on, texts_key
from bot.matching.nearness import phrasings_near
from bot.surfaces.contract import fact_objects
from bot.surfaces.listing import get_topic
from bot.surfaces.terminal import look_of_output, show_reply, write, write_json, write_wrapped
from bot.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from bot.answering import Answerer, Reply
    from bot.kb import Fact, KnowledgeBase, Topic
    from bot.kb.reader import Reading
    from bot.surfaces.contract import Json

MESSAGE_LIMIT = 2000
"""Characters that one Discord message holds: an answer is one message."""
NEAR_SHOWN = 3


def check_base(folder: Path | None, *, strict: bool) -> int:
    """Print every fault, then every warning, then a line of counts; FAILURE where there is a fault."""
    reading = open_folder(folder)
    root, today = shown_root(folder), datetime.now(UTC).date()
    findings = find_faults(reading, today)
    if reading.knowledge is not None:
        findings = sorted({*findings, *_stale(reading.knowledge, read_weights(folder))})
    remarks: list[str] = []
    if strict and reading.knowledge is not None:
        from bot.surfaces.curator_strict import find_strictly

        stricter = find_strictly(reading, root)
        findings = sorted({*findings, *stricter.faults})
        remarks = list(stricter.remarks)
    faults = [fault for fault in findings if not fault.warning]
    warnings = [fault for fault in findings if fault.warning]
    for fault in faults:
        write(f"{root}{fault}")
    for fault in warnings:
        write(f"warning: {root}{fault}")
    for remark in remarks:
        write(remark)
    write(_closing(reading.knowledge, len(faults), len(warnings)))
    return ExitCode.FAILURE if faults else ExitCode.OK


def find_faults(reading: Reading, today: date) -> list[Fault]:
    """List what is wrong with a base: in its files, across them, and in the replies that it makes."""
    found = {*reading.faults, *check_rules(reading, today)}
    if reading.knowledge is not None:
        found.update(_missing(reading.knowledge))
        found.update(_reply_faults(reading.knowledge))
    return sorted(found)


def _missing(knowledge: KnowledgeBase) -> Iterator[Fault]:
    """Name what the program asks for by id and does not find."""
    for file, key in missing_parts(knowledge):
        yield Fault(file, 0, f"The entry '{key}' is missing.", "Add it: the program names it by this id.")


def _stale(knowledge: KnowledgeBase, weights: bytes | None) -> Iterator[Fault]:
    """Warn where the reader's weights were fitted on other texts than these."""
    if weights is not None and fitted_on(weights) != texts_key(knowledge):
        what = "The weights were fitted on other phrasings, examples or words than these."
        yield Fault(WEIGHTS, 0, what, "Fit them again: python -m tools.fit_reader.", warning=True)


def _reply_faults(knowledge: KnowledgeBase) -> Iterator[Fault]:
    """Compose every answer and every emergency: each must fit into one message."""
    composer = Composer(knowledge)
    for topic in knowledge.topics.values():
        path = f"topics/{topic.group}/{topic.id}.yaml"
        if _can_compose(knowledge, (topic.short, *topic.facts)):
            yield from _length(path, [composer.answer(topic, cut=False)], "move facts to 'more'")
    languages = ("", *knowledge.emergencies.languages)
    countries = (None, *knowledge.emergencies.countries)
    for danger in knowledge.emergencies.dangers.values():
        if _can_compose(knowledge, danger.steps):
            replies = [
                composer.emergency(danger, country=country, language=language)
                for language in languages
                for country in countries
            ]
            yield from _length(f"emergencies/{danger.id}.yaml", replies, "leave a step out")


def _can_compose(knowledge: KnowledgeBase, facts: Iterable[Fact]) -> bool:
    """Tell whether every source is there; one that is not has been reported already."""
    return all(citation.source in knowledge.sources for fact in facts for citation in fact.citations)


def _length(path: str, replies: Iterable[Reply], remedy: str) -> Iterator[Fault]:
    longest = max(len(reply.text) for reply in replies)
    if longest > MESSAGE_LIMIT:
        what = f"The reply has {longest:,} characters with its sources; a message holds {MESSAGE_LIMIT:,}."
        yield Fault(path, 1, what, f"Shorten its facts, cite fewer sources, or {remedy}.")


def _closing(knowledge: KnowledgeBase | None, faults: int, warnings: int) -> str:
    counts = f"{_count(faults, 'fault')}, {_count(warnings, 'warning')}."
    if knowledge is None:
        return f"{counts} The rules across files are checked once every file can be read."
    topics = knowledge.topics.values()
    facts = sum(len(topic.all_facts) for topic in topics)
    phrasings = sum(len(topic.phrasings) for topic in topics)
    held = f"{len(topics)} topics, {facts:,} facts, {phrasings:,} phrasings, {len(knowledge.sources)} sources"
    return f"{held}: {counts}"


def _count(number: int, name: str) -> str:
    return f"{number or 'no'} {name}{'' if number == 1 else 's'}"


def shown_root(folder: Path | None) -> str:
    """Return what stands before a path of the base so that it can be opened from where the user is."""
    root = folder
    if root is None:
        shipped = resources.files(SHIPPED)
        root = shipped if isinstance(shipped, Path) else Path(SHIPPED)
    if root.is_absolute() and root.is_relative_to(Path.cwd()):
        root = root.relative_to(Path.cwd())
    return f"{root}{os.sep}"


def export_base(folder: Path | None) -> int:
    """Print the topics as one JSON object."""
    knowledge = load_knowledge(folder)
    write_json({topic.id: topic_object(topic) for topic in knowledge.topics.values()})
    return ExitCode.OK


def topic_object(topic: Topic) -> dict[str, Json]:
    """Return a topic as ``kb export`` prints it; the short answer is the first fact."""
    return {
        "title": topic.title,
        "group": topic.group,
        "reviewed": topic.reviewed.isoformat(),
        "phrasings": list(topic.phrasings),
        "facts": fact_objects(topic.all_facts),
        "see_also": list(topic.see_also),
    }


def show_topic(folder: Path | None, topic_id: str) -> int:
    """Print a topic as a reader sees it, then each fact with its id and citations."""
    answerer = load_answerer(folder)
    topic = get_topic(answerer.knowledge, topic_id)
    look = look_of_output(os.environ)
    show_reply(answerer.topic(topic_id, detail=True), look)
    write()
    write_wrapped(_fact_lines(topic), look)
    return ExitCode.OK


def _fact_lines(topic: Topic) -> Iterator[str]:
    yield "Fact by fact"
    for fact in topic.all_facts:
        yield f"{fact.id}: {fact.text}"
        for citation in fact.citations:
            yield f"  {citation.source}: {citation.locator}"
        if fact.figures:
            yield f"  figures: {', '.join(fact.figures)}"
    yield f"{len(topic.phrasings)} phrasings; last reviewed {topic.reviewed}."


def show_near(folder: Path | None, phrasing: str) -> int:
    """Print the topics that lie nearest to a phrasing, each with its nearest phrasings."""
    write_wrapped(near_lines(load_answerer(folder), phrasing), look_of_output(os.environ))
    return ExitCode.OK


def near_lines(answerer: Answerer, phrasing: str) -> Iterator[str]:
    """Tell what a question would get, and which topics and phrasings it lies near."""
    reply = answerer.ask(phrasing)
    yield f"Asked now, it gets: {reply.kind}{f' {reply.topic}' if reply.topic else ''}"
    recognition = answerer.recognizer.recognize(phrasing)
    said = answerer.recognizer.reader.read(fold(phrasing)).tokens
    for candidate in recognition.candidates:
        topic = answerer.knowledge.topics[candidate.topic]
        yield f"{candidate.score:.2f} {topic.id}: {topic.title}"
        for likeness, text in phrasings_near(answerer.recognizer, said, topic)[:NEAR_SHOWN]:
            same = " (the same)" if fold(text) == fold(phrasing) else ""
            yield f"     {likeness:.2f} {text}{same}"
