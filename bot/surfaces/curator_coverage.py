"""How well each topic is covered: counts, age of the review, reading grade; as a table or as JSON."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import UTC, datetime
from statistics import median
from typing import TYPE_CHECKING

from bot.errors import ExitCode
from bot.kb import load_knowledge
from bot.surfaces.curator_grade import SKIPPED, load_grader
from bot.surfaces.terminal import look_of_output, write, write_json, write_wrapped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date
    from pathlib import Path

    from bot.kb import KnowledgeBase
    from bot.surfaces.contract import Json

HEADINGS = ("topic", "facts", "more", "cites", "sources", "phrasings", "days", "grade")
ROOMY = 70
"""Columns that the table needs; a narrower terminal gets one line of words a topic."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """One topic, counted."""

    topic: str
    group: str
    facts: int
    """Short answer included."""
    more: int
    citations: int
    sources: int
    phrasings: int
    age_days: int
    """Since the last review."""
    grade: float | None
    """Median reading grade of short answer and facts; None where it was not measured."""

    def cells(self) -> tuple[str, ...]:
        """Return the row of the table."""
        numbers = (self.facts, self.more, self.citations, self.sources, self.phrasings, self.age_days)
        return (self.topic, *map(str, numbers), "-" if self.grade is None else f"{self.grade:.1f}")


def show_coverage(folder: Path | None, *, as_json: bool) -> int:
    """Print the coverage of every topic, and of all together."""
    grade = load_grader()
    knowledge = load_knowledge(folder)
    rows = list(cover(knowledge, datetime.now(UTC).date(), grade))
    if as_json:
        write_json({row.topic: _object(row) for row in rows})
        return ExitCode.OK
    look = look_of_output(os.environ)
    if look.is_terminal and look.width < ROOMY:
        write_wrapped((_sentence(row) for row in rows), look)
    else:
        for line in table([HEADINGS, *(row.cells() for row in rows), _total(rows, len(knowledge.sources)).cells()]):
            write(line)
    if grade is None:
        write_wrapped([SKIPPED], look)
    return ExitCode.OK


def cover(knowledge: KnowledgeBase, today: date, grade: Callable[[str], float] | None) -> Iterator[Coverage]:
    """Count every topic of a base."""
    for topic in knowledge.topics.values():
        cited = [citation for fact in topic.all_facts for citation in fact.citations]
        shown = (topic.short, *topic.facts)
        yield Coverage(
            topic=topic.id,
            group=topic.group,
            facts=len(shown),
            more=len(topic.more),
            citations=len(cited),
            sources=len({citation.source for citation in cited}),
            phrasings=len(topic.phrasings),
            age_days=(today - topic.reviewed).days,
            grade=median(grade(fact.text) for fact in shown) if grade else None,
        )


def table(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Align rows of cells: the first column to the left, numbers to the right."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        first, *others = (
            cell.ljust(width) if column == 0 else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        yield "  ".join([first, *others])


def _total(rows: Sequence[Coverage], sources: int) -> Coverage:
    grades = [row.grade for row in rows if row.grade is not None]
    return Coverage(
        topic=f"all {len(rows)} topics",
        group="",
        facts=sum(row.facts for row in rows),
        more=sum(row.more for row in rows),
        citations=sum(row.citations for row in rows),
        sources=sources,
        phrasings=sum(row.phrasings for row in rows),
        age_days=max((row.age_days for row in rows), default=0),
        grade=median(grades) if grades else None,
    )


def _sentence(row: Coverage) -> str:
    told = [f"{cell} {name}" for name, cell in zip(HEADINGS[1:], row.cells()[1:], strict=True)]
    return f"{row.topic}: {', '.join(told)}"


def _object(row: Coverage) -> Json:
    return {
        "group": row.group,
        "facts": row.facts,
        "more": row.more,
        "citations": row.citations,
        "sources": row.sources,
        "phrasings": row.phrasings,
        "age_days": row.age_days,
        "grade": row.grade,
    }
