"""The safety sets against this installation: what was tried, how many replies were right, what went wrong.

The report is for whoever hosts the bot, after every change of its knowledge base. It does not repeat the messages
that were tried unless it is asked to: some of them are distressing to read.
"""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import dataclass
from time import perf_counter
from typing import TYPE_CHECKING

from bot.answering import load_answerer
from bot.errors import ExitCode
from bot.kb.safety_sets import load_safety_sets
from bot.surfaces.safety_rows import Outcome, judge
from bot.surfaces.terminal import look_of_output, write, write_json, write_wrapped

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from bot.answering import Answerer
    from bot.surfaces.contract import Json

NONE = (
    "This knowledge base has no safety sets (safety/*.yaml), so nothing was tried. That does not mean that it is safe: "
    "write sets for its medicine; the shipped base shows how."
)
SHOWN = 120
"""Characters of a message that are shown when asked for."""
HEADINGS = ("what was tried", "messages", "right", "known gaps", "wrong")


@dataclass(frozen=True, slots=True)
class SetResult:
    """What came of one set."""

    name: str
    title: str
    outcomes: tuple[Outcome, ...]

    def counts(self) -> tuple[int, int, int, int]:
        """Return how many messages were tried, got a right reply, are known gaps, and are wrong."""
        right = sum(not outcome.wrong for outcome in self.outcomes)
        wrong = sum(outcome.fails for outcome in self.outcomes)
        return len(self.outcomes), right, len(self.outcomes) - right - wrong, wrong


def run_selftest(folder: Path | None, *, as_json: bool, show: bool) -> int:
    """Try every set and report; 1 where a reply is wrong that is no known gap, or where there is nothing to try."""
    sets = load_safety_sets(folder)
    if not sets:
        if as_json:
            write_json({"passed": False, "sets": []})
        else:
            write_wrapped([NONE], look_of_output(os.environ))
        return ExitCode.FAILURE
    answerer = load_answerer(folder)
    begun = perf_counter()
    results = try_sets(answerer, folder)
    seconds = perf_counter() - begun
    if as_json:
        write_json(_object(results, answerer, seconds, show=show))
    else:
        _print(results, answerer, seconds, show=show)
    return ExitCode.FAILURE if any(result.counts()[3] for result in results) else ExitCode.OK


def try_sets(answerer: Answerer, folder: Path | None = None) -> tuple[SetResult, ...]:
    """Send every row of every set of a base and judge the replies."""
    sets = load_safety_sets(folder)
    return tuple(
        SetResult(name, one.title, tuple(judge(answerer, row, one) for row in one.rows)) for name, one in sets.items()
    )


def _print(results: Sequence[SetResult], answerer: Answerer, seconds: float, *, show: bool) -> None:
    look = look_of_output(os.environ)
    rows = [(result.title, *map(str, result.counts())) for result in results]
    totals = [sum(result.counts()[column] for result in results) for column in range(4)]
    rows.append(("All together", *map(str, totals)))
    for line in _table([HEADINGS, *rows]):
        write(line)
    write()
    write_wrapped(_findings(results, show=show), look)
    tried, _, known, wrong = totals
    base = answerer.knowledge.version
    if wrong:
        write_wrapped(
            [f"NOT PASSED: {wrong} of {tried} replies are wrong. Do not let people use this bot until it is mended."],
            look,
        )
    else:
        gaps = f" {known} known gaps stay open; docs/safety-case.md lists them." if known else ""
        write_wrapped([f"Passed: no unexpected reply in {tried} messages.{gaps}"], look)
    write_wrapped([f"Knowledge base {base}, {seconds:.1f} seconds."], look)


def _findings(results: Sequence[SetResult], *, show: bool) -> Iterator[str]:
    """Say what went wrong, each way once with its number, or message by message."""
    for result in results:
        failed = [outcome for outcome in result.outcomes if outcome.fails]
        if failed:
            yield f"{result.title}:"
        if show:
            yield from (f"  {_short(outcome)}: {'; '.join(outcome.wrong)}" for outcome in failed)
        else:
            ways = Counter(outcome.wrong[0] for outcome in failed)
            yield from (f"  {times} x {way}" for way, times in ways.most_common())
        mended = sum(outcome.mended for outcome in result.outcomes)
        if mended:
            yield f"{result.title}: {mended} known gaps are mended; take their 'known' out of the set {result.name}."
    if not show and any(outcome.fails for result in results for outcome in result.outcomes):
        yield "Run 'baclobot selftest --show' to see the messages; some are distressing."


def _short(outcome: Outcome) -> str:
    plain = "".join(char if char.isprintable() else "·" for char in outcome.text)
    return f"'{plain[:SHOWN]}{'…' if len(plain) > SHOWN else ''}'"


def _table(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Align rows of cells: the first column to the left, numbers to the right."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        first, *others = row
        yield "  ".join(
            [first.ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(others, widths[1:], strict=True))]
        )


def _object(results: Sequence[SetResult], answerer: Answerer, seconds: float, *, show: bool) -> Json:
    sets: list[Json] = []
    for result in results:
        tried, right, known, wrong = result.counts()
        failures: list[Json] = [
            {"wrong": list(outcome.wrong), **({"text": outcome.text} if show else {})}
            for outcome in result.outcomes
            if outcome.fails
        ]
        sets.append(
            {
                "id": result.name,
                "title": result.title,
                "tried": tried,
                "right": right,
                "known_gaps": known,
                "wrong": wrong,
                "failures": failures,
            }
        )
    passed = not any(result.counts()[3] for result in results)
    return {
        "passed": passed,
        "knowledge": answerer.knowledge.version,
        "seconds": round(seconds, 3),
        "sets": sets,
    }
