"""Lists of what the knowledge base holds, as lines of plain text."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

from bot.errors import InputError
from bot.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.kb import KnowledgeBase, Source, Topic

UNDATED = "undated"


def topic_lines(knowledge: KnowledgeBase, word: str = "") -> list[str]:
    """List the topics by group; with a word only those that have it in their title or id."""
    lines: list[str] = []
    part = " ".join(fold(word))
    groups: dict[str, list[Topic]] = {}
    for topic in knowledge.topics.values():
        if part in " ".join(fold(f"{topic.title} {topic.id}")):
            groups.setdefault(topic.group, []).append(topic)
    for group, topics in groups.items():
        lines.append(group)
        lines.extend(f"  {topic.id}: {topic.title}" for topic in topics)
    return lines


def sources_lines(knowledge: KnowledgeBase) -> list[str]:
    """List every source."""
    return source_lines(knowledge.sources.values())


def source_lines(sources: Iterable[Source]) -> list[str]:
    """List sources: what each is, and beneath it where it can be read."""
    lines: list[str] = []
    for source in sources:
        lines.append(f"{source.id}: {source.title} ({source.publisher}, {source.date or UNDATED})")
        lines.extend(f"  {place}" for place in places_of(source)[:1])
    return lines


def source_of(knowledge: KnowledgeBase, source_id: str) -> tuple[str, ...]:
    """Describe one source and what cites it; raises InputError for an unknown id."""
    source = knowledge.sources.get(source_id)
    if source is None:
        what = f"There is no source '{source_id}'."
        raise InputError(what, did_you_mean(source_id, knowledge.sources, "Run 'baclobot sources' to see them all."))
    lines = [
        source.title,
        f"Id: {source.id}",
        f"Kind: {source.kind}",
        f"Publisher: {source.publisher}",
        f"Date: {source.date or UNDATED}",
    ]
    if source.jurisdiction:
        lines.append(f"Country: {source.jurisdiction}")
    lines.extend(f"To read: {place}" for place in places_of(source))
    cited = _cited_by(knowledge, source_id)
    lines.append(f"Cited by {len(cited)} facts and figures:" if cited else "Nothing cites it.")
    lines.extend(f"  {name}: {locator}" for name, locator in cited)
    return tuple(lines)


def places_of(source: Source) -> list[str]:
    """List where a work can be read, the lasting address first."""
    doi = f"https://doi.org/{source.doi}" if source.doi else ""
    return list(dict.fromkeys(place for place in (doi, source.url) if place))


def get_topic(knowledge: KnowledgeBase, topic_id: str) -> Topic:
    """Return a topic; raises InputError, with the nearest id, for an unknown one."""
    topic = knowledge.topics.get(topic_id)
    if topic is None:
        what = f"There is no topic '{topic_id}'."
        raise InputError(what, did_you_mean(topic_id, knowledge.topics, "Run 'baclobot topics' to see them all."))
    return topic


def did_you_mean(word: str, known: Iterable[str], otherwise: str) -> str:
    """Name the nearest of the known words, or say where they are listed."""
    near = difflib.get_close_matches(word.casefold(), list(known), n=3, cutoff=0.6)
    return f"Did you mean {' or '.join(near)}?" if near else otherwise


def _cited_by(knowledge: KnowledgeBase, source_id: str) -> list[tuple[str, str]]:
    """List what cites a source: facts, steps of emergencies and figures, each with its locator."""
    dangers = knowledge.emergencies.dangers.values()
    holders = [
        *((fact.id, fact.citations) for topic in knowledge.topics.values() for fact in topic.all_facts),
        *((step.id, step.citations) for danger in dangers for step in danger.steps),
        *((f"figure {figure.id}", figure.citations) for figure in knowledge.figures.values()),
    ]
    return [
        (name, citation.locator)
        for name, citations in holders
        for citation in citations
        if citation.source == source_id
    ]
