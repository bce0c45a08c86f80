"""Holds the matcher against ready-made ones over the same phrasings, lets it grow, and leaves its steps out.

    python -m benchmarks.matching SET.jsonl [SET.jsonl …] [--kb FOLDER] [--quick]

Sets are labelled questions (see docs/evaluation.md). ``--quick`` leaves out the growth and the ablation, which take
some minutes. It needs the extra ``bench``, and exits with 1 where a promise on speed or growth is not kept.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.ablation import STEPS, recognizer_without
from benchmarks.contenders import Contender, Ours, contenders
from benchmarks.growth import MOST_TIMES, grow
from benchmarks.labelled import Row, read_rows
from benchmarks.measures import (
    auroc,
    least_medians,
    paired_difference,
    percent,
    print_table,
    spread_sample,
)
from benchmarks.patching import replaced
from bot.answering import Answerer, Kind
from bot.kb import load_knowledge
from bot.kb.store import read_weights
from bot.matching import LinearReader, load_readers

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from benchmarks.contenders import Ranking
    from bot.kb import KnowledgeBase

IN_SCOPE = frozenset((Kind.ANSWER, Kind.CLARIFY, Kind.DOSE_CHECK, Kind.EMERGENCY))
ALL = "all"
TIMED, ROUNDS = 150, 5
"""Questions that are timed, and how often."""
LEAST_TIMES_FASTER = 10.0
"""Ours against a WRatio scan of the same phrasings."""
SCORE_DIGITS = 4


@dataclass(frozen=True, slots=True)
class Marks:
    """What a matcher made of the rows of one set."""

    first: tuple[bool, ...]
    """For each row to be answered: whether the best topic is right."""
    three: tuple[bool, ...]
    inside: tuple[float, ...]
    """Best scores of what is in scope."""
    outside: tuple[float, ...]


def mark(rows: Sequence[Row], rank: Callable[[str], Ranking]) -> Marks:
    """Ask a matcher every row."""
    rankings = [(row, rank(row.question)) for row in rows]
    answers = [
        (row.topics, [topic for topic, _ in ranking[:3]]) for row, ranking in rankings if row.kind == Kind.ANSWER
    ]
    best = [(row.kind in IN_SCOPE, ranking[0][1] if ranking else 0.0) for row, ranking in rankings]
    return Marks(
        first=tuple(bool(found) and found[0] in topics for topics, found in answers),
        three=tuple(not set(topics).isdisjoint(found) for topics, found in answers),
        inside=tuple(score for within, score in best if within),
        outside=tuple(score for within, score in best if not within),
    )


def joined(marks: Sequence[Marks]) -> Marks:
    """Put the marks of several sets together."""
    return Marks(
        first=tuple(hit for one in marks for hit in one.first),
        three=tuple(hit for one in marks for hit in one.three),
        inside=tuple(score for one in marks for score in one.inside),
        outside=tuple(score for one in marks for score in one.outside),
    )


class Printed(Contender):
    """Ours, with the scores that a reply prints: a reply to self-harm offers no topics, and prints none."""

    name = "ours, as replies print it"

    def __init__(self, answerer: Answerer) -> None:
        self._answerer = answerer

    def rank(self, question: str) -> Ranking:
        """Return the candidates of the reply."""
        return [(one.topic, round(one.score, SCORE_DIGITS)) for one in self._answerer.ask(question).candidates]


def compare(sets: Mapping[str, list[Row]], matchers: Sequence[Contender]) -> list[Marks]:
    """Print what each matcher makes of each set; return ours, set by set."""
    marks = {matcher.name: [mark(rows, matcher.rank) for rows in sets.values()] for matcher in matchers}
    header = ["matcher", *sets, ALL]
    cells = {name: [*found, joined(found)] for name, found in marks.items()}
    print_table(
        "Right topic first / among the first three, % of the rows to be answered",
        header,
        (
            [name, *(f"{percent(sum(m.first), len(m.first))} / {percent(sum(m.three), len(m.three))}" for m in found)]
            for name, found in cells.items()
        ),
    )
    print_table(
        "In scope against not, AUROC of the best score, %",
        header,
        ([name, *(f"{100 * auroc(m.inside, m.outside):.1f}" for m in found)] for name, found in cells.items()),
    )
    return marks[Ours.name]


def time_all(matchers: Sequence[Contender], sample: Sequence[str]) -> bool:
    """Print what a question costs; tell whether ours is as much faster than WRatio as promised."""
    medians = least_medians([matcher.rank for matcher in matchers], sample, ROUNDS)
    named = dict(zip((matcher.name for matcher in matchers), medians, strict=True))
    baseline = named["rapidfuzz WRatio"]
    print_table(
        f"Microseconds a question: median of {len(sample)}, the least of {ROUNDS} rounds",
        ["matcher", "microseconds", "times as fast as WRatio"],
        ([name, f"{found:.0f}", f"{baseline / found:.1f}"] for name, found in named.items()),
    )
    return baseline / named[Ours.name] >= LEAST_TIMES_FASTER


def show_growth(knowledge: KnowledgeBase, ours: Ours, rows: Sequence[Row], sample: Sequence[str]) -> bool:
    """Print what more phrasings cost; tell whether a hundred times as many cost no more than promised."""
    asked = [(row.question, row.topics) for row in rows if row.kind == Kind.ANSWER]
    sizes = grow(knowledge, ours.recognizer, asked, sample)
    print_table(
        "Growth: variants of the shipped phrasings (filler words, swapped neighbors)",
        ["phrasings", "microseconds a question", "times", "right topic first, %", "seconds to build"],
        (
            [
                f"{size.phrasings:,}",
                f"{size.micros:.0f}",
                f"{size.micros / sizes[0].micros:.2f}",
                percent(size.top1, len(asked)),
                f"{size.build_seconds:.1f}",
            ]
            for size in sizes
        ),
    )
    return sizes[-1].micros / sizes[0].micros <= MOST_TIMES


def show_ablation(
    knowledge: KnowledgeBase, readers: Mapping[str, LinearReader], rows: Sequence[Row], whole: Marks
) -> None:
    """Print what each step is worth over all sets."""
    lines = [["nothing", *_figures(whole, whole), ""]]
    for step in STEPS:
        with replaced(step.patches):
            found = mark(rows, Ours(recognizer_without(step, knowledge, readers)).rank)
        lines.append([step.name, *_figures(whole, found), "fitted again" if step.refit else step.note])
    print_table(
        "One step left out, all sets together (difference of the right topic first with its 95 % interval)",
        ["left out", "first, %", "difference", "among three, %", "AUROC, %", "linear readers"],
        lines,
    )


def _figures(whole: Marks, found: Marks) -> list[str]:
    change, half = paired_difference(whole.first, found.first)
    return [
        percent(sum(found.first), len(found.first)),
        "" if found is whole else f"{change:+.1f} [{change - half:+.1f}, {change + half:+.1f}]",
        percent(sum(found.three), len(found.three)),
        f"{100 * auroc(found.inside, found.outside):.1f}",
    ]


def main() -> int:
    """Compare, time, grow and leave out."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", nargs="+", type=Path)
    parser.add_argument("--kb", type=Path, default=None)
    parser.add_argument("--quick", action="store_true", help="leave out the growth and the ablation")
    told = parser.parse_args()
    knowledge = load_knowledge(told.kb)
    readers = load_readers(read_weights(told.kb) or b"")
    answerer = Answerer(knowledge, readers)
    sets = {path.stem: read_rows(path) for path in told.sets}
    rows = [row for found in sets.values() for row in found]
    sample = spread_sample([row.question for row in rows], TIMED)
    count = sum(len(topic.phrasings) for topic in knowledge.topics.values())
    print(f"{len(knowledge.topics)} topics, {count} phrasings; {len(rows)} questions, base {knowledge.version}")
    matchers = contenders(knowledge, answerer.recognizer)
    ours = compare(sets, [matchers[0], Printed(answerer), *matchers[1:]])
    kept = time_all(matchers, sample)
    if not told.quick:
        kept &= show_growth(knowledge, Ours(answerer.recognizer), rows, sample)
        show_ablation(knowledge, readers, rows, joined(ours))
    print(f"\nPromises on speed and growth: {'kept' if kept else 'NOT kept'}")
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
