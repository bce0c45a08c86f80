"""Where the knowledge base misses: the counts of a running bot, in words and as a table."""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.answering import Kind
from bot.errors import ExitCode, InputError
from bot.kb import load_knowledge
from bot.surfaces.curator_coverage import table
from bot.surfaces.gaps.gap_file import MEND, read_gaps
from bot.surfaces.gaps.tally import NO_TOPIC, NONE_OF_THESE, Closeness, Gaps
from bot.surfaces.outline import Section, write_sections
from bot.surfaces.terminal import look_of_output, write_json

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bot.kb import KnowledgeBase
    from bot.surfaces.contract import Json

HEADINGS = ("topic", "answered", "not it", "wanted instead", "asked back", "declined near")
FEW, MOST_SAID = 3, 10
"""Fewer than so many are no pattern; more lines are no help."""


@dataclass(frozen=True, slots=True)
class TopicGaps:
    """What was counted for one topic."""

    topic: str
    answered: int
    not_it: int
    """It was shown, and another or none was wanted."""
    wanted: int
    """Another was shown, and this one was wanted."""
    asked_back: int
    """It was the nearest where it was asked which topic was meant."""
    declined_near: int
    """It was the nearest where nothing was answered, and not far."""

    @property
    def trouble(self) -> int:
        """Count what somebody who mends would look at."""
        return self.not_it + self.wanted + self.asked_back + self.declined_near

    def cells(self) -> tuple[str, ...]:
        """Return the row of the table."""
        counts = (self.answered, self.not_it, self.wanted, self.asked_back, self.declined_near)
        return (self.topic, *(str(count or "-") for count in counts))


def show_gaps(folder: Path | None, path: Path, *, as_json: bool) -> int:
    """Print where the base misses by the counts of a file; raises InputError where it holds none."""
    try:
        gaps = read_gaps(path)
    except OSError as error:
        what = f"'{path}' cannot be read: {error.strerror or error}."
        raise InputError(what, MEND) from None
    knowledge = load_knowledge(folder)
    if as_json:
        write_json(gaps_object(gaps))
    else:
        write_sections(gap_sections(gaps, knowledge), look_of_output(os.environ))
    return ExitCode.OK


def by_topic(gaps: Gaps) -> list[TopicGaps]:
    """Return the counts of each topic, the most troublesome first."""
    counts: dict[str, Counter[str]] = {}
    for (kind, topic), count in gaps.replies.items():
        if kind == Kind.ANSWER:
            counts.setdefault(topic, Counter())["answered"] += count
    for (shown, chosen), count in gaps.instead.items():
        counts.setdefault(shown, Counter())["not_it"] += count
        if chosen != NONE_OF_THESE:
            counts.setdefault(chosen, Counter())["wanted"] += count
    for (kind, topic, closeness), count in gaps.misses.items():
        if kind == Kind.CLARIFY:
            counts.setdefault(topic, Counter())["asked_back"] += count
        elif closeness != Closeness.FAR:
            counts.setdefault(topic, Counter())["declined_near"] += count
    counts.pop(NO_TOPIC, None)
    keys = ("answered", "not_it", "wanted", "asked_back", "declined_near")
    rows = [TopicGaps(topic, *(row[key] for key in keys)) for topic, row in counts.items()]
    return sorted(rows, key=lambda row: (-row.trouble, -row.answered, row.topic))


def gap_sections(gaps: Gaps, knowledge: KnowledgeBase) -> Iterator[Section]:
    """Say what the counts tell, then show them."""
    kinds: Counter[str] = Counter()
    for (kind, _), count in gaps.replies.items():
        kinds[kind] += count
    told = ", ".join(f"{count} {kind}" for kind, count in kinds.most_common())
    yield Section(
        f"Replies from {gaps.since or 'no day'} to {gaps.until or 'no day'}",
        (f"{kinds.total()} replies to people's own words: {told or 'none'}", *_far(gaps)),
    )
    said = list(_said(gaps, knowledge))
    yield Section("What to look at", tuple(said[:MOST_SAID]) or ("Nothing was counted often enough to be a pattern.",))
    rows = [row for row in by_topic(gaps) if row.trouble]
    if rows:
        lines = table([HEADINGS, *(row.cells() for row in rows)])
        yield Section("By topic", (*lines, *_gone(rows, knowledge)))


def _far(gaps: Gaps) -> Iterator[str]:
    far = sum(count for (*_, closeness), count in gaps.misses.items() if closeness == Closeness.FAR)
    if far:
        yield f"{far} of those declined or asked back on lay far from every topic: new topics, or not ours to answer"


def _said(gaps: Gaps, knowledge: KnowledgeBase) -> Iterator[str]:
    """Put the most frequent gaps into words, each with what may mend it."""
    lines: list[tuple[int, str]] = []
    for (shown, chosen), count in gaps.instead.items():
        if chosen == NONE_OF_THESE:
            what = f"{_named(shown, knowledge)} was shown {count} times where nothing that was offered was meant"
            lines.append((count, f"{what}: a topic may be missing."))
        elif shown == NO_TOPIC:
            lines.append((count, f"{_named(chosen, knowledge)} was chosen {count} times where no topic was shown."))
        else:
            what = f"{_named(shown, knowledge)} was shown {count} times where {_named(chosen, knowledge)} was wanted"
            lines.append((count, f"{what}: compare their phrasings (baclobot kb near)."))
    for row in by_topic(gaps):
        name = _named(row.topic, knowledge)
        if row.declined_near:
            what = f"{row.declined_near} questions near {name} were declined"
            lines.append((row.declined_near, f"{what}: it may lack phrasings or a fact."))
        if row.asked_back:
            lines.append((row.asked_back, f"{row.asked_back} questions near {name} were asked back on."))
    ordered = sorted((line for line in lines if line[0] >= FEW), key=lambda line: (-line[0], line[1]))
    yield from (line for _, line in ordered)


def _named(topic: str, knowledge: KnowledgeBase) -> str:
    known = knowledge.topics.get(topic)
    return f"“{known.title}” ({topic})" if known else "a reply without a topic" if topic == NO_TOPIC else topic


def _gone(rows: list[TopicGaps], knowledge: KnowledgeBase) -> Iterator[str]:
    gone = [row.topic for row in rows if row.topic not in knowledge.topics]
    if gone:
        yield f"Not in this knowledge base: {', '.join(gone)}"


def gaps_object(gaps: Gaps) -> dict[str, Json]:
    """Return the counts as JSON."""
    return {
        "since": gaps.since.isoformat() if gaps.since else None,
        "until": gaps.until.isoformat() if gaps.until else None,
        "replies": [
            {"kind": kind, "topic": topic, "count": count} for (kind, topic), count in sorted(gaps.replies.items())
        ],
        "misses": [
            {"kind": kind, "nearest": topic, "closeness": closeness, "count": count}
            for (kind, topic, closeness), count in sorted(gaps.misses.items())
        ],
        "instead": [
            {"shown": shown, "chosen": chosen, "count": count}
            for (shown, chosen), count in sorted(gaps.instead.items())
        ],
        "topics": [
            {
                "topic": row.topic,
                "answered": row.answered,
                "not_it": row.not_it,
                "wanted": row.wanted,
                "asked_back": row.asked_back,
                "declined_near": row.declined_near,
            }
            for row in by_topic(gaps)
        ],
    }
