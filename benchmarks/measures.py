"""Figures that several benchmarks need: ranking quality, paired differences, times, tables."""

from __future__ import annotations

import math
import statistics
import time
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

NORMAL_95 = 1.96


def auroc(inside: Sequence[float], outside: Sequence[float]) -> float:
    """Return the chance that one of the inside scores higher than one of the outside; ties count half."""
    ordered = sorted(outside)
    below = sum(bisect_left(ordered, score) + bisect_right(ordered, score) for score in inside)
    pairs = 2 * len(inside) * len(ordered)
    return below / pairs if pairs else math.nan


def paired_difference(before: Sequence[bool], after: Sequence[bool]) -> tuple[float, float]:
    """Return by how much the share of hits changed, and half its 95 % interval, both in points of a hundred."""
    gained = sum(new and not old for old, new in zip(before, after, strict=True))
    lost = sum(old and not new for old, new in zip(before, after, strict=True))
    count = len(before)
    spread = math.sqrt(max(gained + lost - (gained - lost) ** 2 / count, 0.0))
    return 100 * (gained - lost) / count, 100 * NORMAL_95 * spread / count


def micros(work: Callable[[str], object], questions: Sequence[str]) -> list[float]:
    """Return the microseconds of each question: processor time, which a busy machine changes least.

    Nothing that is measured so waits for anything, so on a quiet machine the clock shows the same.
    """
    times = []
    for question in questions:
        start = time.process_time()
        work(question)
        times.append((time.process_time() - start) * 1e6)
    return times


def least_medians(workers: Sequence[Callable[[str], object]], questions: Sequence[str], rounds: int) -> list[float]:
    """Return each worker's median microseconds a question, the least of some rounds.

    The workers take turns within a round, so that a busy machine slows them alike.
    """
    medians: list[list[float]] = [[] for _ in workers]
    for _ in range(rounds):
        for worker, found in zip(workers, medians, strict=True):
            found.append(statistics.median(micros(worker, questions)))
    return [min(found) for found in medians]


def quantile(values: Sequence[float], share: float) -> float:
    """Return the value that such a share of all values does not exceed."""
    ordered = sorted(values)
    return ordered[min(math.ceil(share * len(ordered)), len(ordered)) - 1]


def spread_sample(questions: Sequence[str], count: int) -> list[str]:
    """Pick questions evenly over a whole list."""
    if len(questions) <= count:
        return list(questions)
    return [questions[number * len(questions) // count] for number in range(count)]


def percent(hits: int, of: int) -> str:
    """Write a share in points of a hundred."""
    return f"{100 * hits / of:.1f}" if of else "-"


def print_table(title: str, header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print a table that reads as text and as Markdown."""
    kept = [list(header), *(list(row) for row in rows)]
    widths = [max(len(row[column]) for row in kept) for column in range(len(header))]
    left = [
        place == 0 or any(map(str.isalpha, "".join(row[place] for row in kept[1:]))) for place in range(len(header))
    ]
    print(f"\n{title}\n")
    for number, row in enumerate(kept):
        cells = [
            cell.ljust(width) if words else cell.rjust(width)
            for cell, width, words in zip(row, widths, left, strict=True)
        ]
        print(f"| {' | '.join(cells)} |")
        if number == 0:
            ends = ("-" * (width + 1) + ("-" if words else ":") for width, words in zip(widths, left, strict=True))
            print(f"|{'|'.join(ends)}|")
