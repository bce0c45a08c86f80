"""A run counted: figure by figure, by topic, by tag, and what was taken for what."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.evaluation.doses import reading_in, wrong_values
from bot.evaluation.outcomes import DoseOutcome, Outcome
from bot.evaluation.scoring import Score, score

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.evaluation.rows import LabelledSet
    from bot.evaluation.run import Run

ALL = "all rows"


@dataclass(frozen=True, slots=True)
class Confusion:
    """One thing taken for another."""

    expected: str
    got: str
    rows: tuple[str, ...]
    """Ids of the rows."""


def figures_of(labelled: LabelledSet, run: Run) -> Score:
    """Return the figures of a run; it must be one that was just made."""
    if labelled.questions:
        return score(labelled.questions, run.replies)
    result = Score()
    for row, reply, told in zip(labelled.doses, run.replies, run.results, strict=True):
        reading = reading_in(reply)
        result.add("verdict right", reading.verdict in row.verdicts)
        result.add("flags there", row.flags <= reading.flags)
        result.add("values right", not wrong_values(row, reading))
        result.add("grave called calm", told.outcome == DoseOutcome.GRAVE_CALLED_CALM)
        result.add("silent misreadings", told.outcome == DoseOutcome.MISREAD)
        result.add("all rows right", told.outcome == DoseOutcome.RIGHT)
    return result


def counted_by_topic(labelled: LabelledSet, run: Run) -> dict[str, Counter[str]]:
    """Count outcomes by the topic that is wanted; rows without one are left aside."""
    return _counted(
        (row.topics[:1], result.outcome) for row, result in zip(labelled.questions, run.results, strict=False)
    )


def counted_by_tag(labelled: LabelledSet, run: Run) -> dict[str, Counter[str]]:
    """Count outcomes by tag, and over all rows first."""
    return _counted(
        ((ALL, *sorted(row.tags)), result.outcome) for row, result in zip(labelled.rows, run.results, strict=True)
    )


def outcomes_of(labelled: LabelledSet) -> tuple[str, ...]:
    """Return the outcomes that rows of such a set can have."""
    return tuple(map(str, Outcome if labelled.questions else DoseOutcome))


def confusions(run: Run) -> tuple[Confusion, ...]:
    """List what was taken for what, the most frequent first."""
    found: dict[tuple[str, str], list[str]] = {}
    for result in run.results:
        if result.outcome != Outcome.RIGHT and result.expected != result.got:
            found.setdefault((result.expected, result.got), []).append(result.id)
    ordered = sorted(found.items(), key=lambda item: (-len(item[1]), item[0]))
    return tuple(Confusion(expected, got, tuple(rows)) for (expected, got), rows in ordered)


def _counted(rows: Iterable[tuple[Iterable[str], str]]) -> dict[str, Counter[str]]:
    counts: dict[str, Counter[str]] = {}
    for names, outcome in rows:
        for name in names:
            counts.setdefault(name, Counter())[outcome] += 1
    return dict(sorted(counts.items(), key=lambda item: (item[0] != ALL, item[0])))
