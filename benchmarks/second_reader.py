"""Shows what the second reader is worth and what it costs.

    python -m benchmarks.second_reader SET.jsonl [SET.jsonl …] [--kb FOLDER] [--rankings]

Every set is asked three times: by the first reader alone, with the second where the first is unsure, and with the
second always asked. Of the sets under ``tests/cases/languages`` only the rows that nothing was fitted on are asked,
all languages together. Then, in processes of their own, time on one core and memory. ``--rankings`` also ranks the
topics by vectors alone, by TF-IDF, and by MiniLM where the package sentence-transformers is installed. It needs the
extra ``semantic``, the rankings ``bench`` too.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import bot.answering.answerer
from benchmarks.labelled import read_rows, score
from benchmarks.measures import micros, percent, print_table, quantile
from benchmarks.patching import replaced
from bot.answering import load_answerer
from bot.answering.second_opinion import VARIABLE
from tools.second_samples import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.labelled import Row
    from bot.answering import Answerer
    from bot.matching.second import Opinion

FIGURES = (
    "topic first",
    "topic among the first three",
    "answers right",
    "answers with a wrong topic",
    "answers asked back",
    "answers refused",
    "emergencies noticed",
    "false alarms, all other rows",
    "other drugs not answered",
    "out of scope not answered",
    "all rows right",
)
ONE_CORE = "--one-core"
"""Marks the process that is measured."""
MOST_MEDIAN_MS, MOST_LATE_MS, MOST_MB = 4.0, 10.0, 160.0


class Counting:
    """The second opinion of an answerer, counting how often it is heard."""

    def __init__(self, answerer: Answerer) -> None:
        assert answerer.second is not None, f"set {VARIABLE}=on and install the extra 'semantic'"
        self._inner = answerer.second
        self.heard = 0

    @property
    def reader(self) -> object:
        """The reader behind it."""
        return self._inner.reader

    def hear(self, text: str) -> Opinion | None:
        """Count and hear."""
        self.heard += 1
        return self._inner.hear(text)


def opened(setting: str, folder: Path | None) -> Answerer:
    """Load an answerer under a setting."""
    os.environ[VARIABLE] = setting
    return load_answerer(folder)


def shown(answerer: Answerer, rows: Sequence[Row], *, always: bool = False) -> tuple[list[str], str]:
    """Return the figures of a set, and the share of its rows that the second reader was asked on."""
    counting = Counting(answerer) if answerer.second is not None else None
    inner = answerer.second
    if counting is not None:
        answerer.second = counting  # type: ignore[assignment]  # it has what the answerer uses
    patches = [(bot.answering.answerer, "is_sure", lambda _: False)] if always else []
    with replaced(patches):
        tallies = score(rows, [answerer.ask(row.question) for row in rows]).tallies
    answerer.second = inner
    figures = [percent(tallies[name].hits, tallies[name].of) if name in tallies else "-" for name in FIGURES]
    return figures, percent(counting.heard, len(rows)) if counting is not None else "-"


def grouped(paths: Sequence[Path]) -> dict[str, list[Row]]:
    """Read the sets; those in other languages become one, without the rows that were fitted on."""
    found: dict[str, list[Row]] = {}
    for path in paths:
        rows = read_rows(path)
        if path.stem in LANGUAGES:
            found.setdefault("other languages", []).extend(rows[1::2])
        else:
            found[path.stem] = rows
    return found


def show_sets(paths: Sequence[Path], folder: Path | None) -> None:
    """Print one table a set."""
    alone, both = opened("off", folder), opened("on", folder)
    for name, rows in grouped(paths).items():
        columns = [shown(alone, rows), shown(both, rows), shown(both, rows, always=True)]
        lines = [[figure, *(figures[number] for figures, _ in columns)] for number, figure in enumerate(FIGURES)]
        lines.append(["second reader asked", *(share for _, share in columns)])
        print_table(f"{name}, {len(rows)} rows, %", ["figure", "first alone", "where unsure", "always asked"], lines)


def show_costs(paths: Sequence[Path], folder: Path | None) -> bool:
    """Print milliseconds and memory, each setting in a process of its own on one core; tell whether aims are kept."""
    found = {}
    for setting in ("off", "on"):
        command = [sys.executable, "-m", "benchmarks.second_reader", ONE_CORE, *map(str, paths)]
        if folder is not None:
            command += ["--kb", str(folder)]
        environment = {**os.environ, VARIABLE: setting}
        told = subprocess.run(command, check=True, capture_output=True, text=True, env=environment)  # noqa: S603 -- ours
        found[setting] = [float(value) for value in told.stdout.split()]
    named = (("first alone", "off"), ("with the second", "on"))
    lines = [[name, *(f"{value:.2f}" for value in found[key][:3]), f"{found[key][3]:.0f}"] for name, key in named]
    print_table("Whole replies on one core, milliseconds; memory, MB", ["", "median", "99 %", "worst", "memory"], lines)
    median, late, _, memory = found["on"]
    aims = {
        f"median under {MOST_MEDIAN_MS:g} ms": median < MOST_MEDIAN_MS,
        f"99 % under {MOST_LATE_MS:g} ms": late < MOST_LATE_MS,
        f"less than {MOST_MB:g} MB more": memory - found["off"][3] < MOST_MB,
    }
    print_table("Aims", ["", ""], ([name, "kept" if kept else "NOT kept"] for name, kept in aims.items()))
    return all(aims.values())


def measure(paths: Sequence[Path], folder: Path | None) -> None:
    """Measure this process: processor time of each reply, later passes (the least of three), and peak memory."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    answerer = load_answerer(folder)
    questions = [row.question for path in paths for row in read_rows(path)]
    passes = [micros(answerer.ask, questions) for _ in range(4)][1:]
    times = [min(taken) / 1000 for taken in zip(*passes, strict=True)]
    print(statistics.median(times), quantile(times, 0.99), max(times), peak_memory())


def peak_memory() -> float:
    """Return the most memory that this process has held, in MB."""
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    # Not the figure above: on Linux it begins with what the parent held.
    line = next(line for line in status.read_text("utf-8").splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


def main() -> int:
    """Print everything; fails where an aim of cost is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", nargs="+", type=Path)
    parser.add_argument("--kb", type=Path, default=None)
    parser.add_argument("--rankings", action="store_true", help="rank by vectors alone, TF-IDF and MiniLM as well")
    parser.add_argument(ONE_CORE, action="store_true", help=argparse.SUPPRESS)
    told = parser.parse_args()
    if told.one_core:
        measure(told.sets, told.kb)
        return 0
    show_sets(told.sets, told.kb)
    if told.rankings:
        from benchmarks.vector_rankings import show_rankings

        show_rankings(grouped(told.sets), opened("off", told.kb))
    return 0 if show_costs(told.sets, told.kb) else 1


if __name__ == "__main__":
    sys.exit(main())
