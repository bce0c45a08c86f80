"""Prints what became of the rows of labelled sets, set beside set: the table of docs/evaluation.md.

    python -m benchmarks.outcomes SET.jsonl [SET.jsonl …] [--kb FOLDER]

For one set in full, by topic and tag and with what was taken for what: ``baclobot eval SET.jsonl``.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.measures import percent, print_table
from bot.answering import load_answerer
from bot.evaluation import DoseOutcome, LabelledSet, Outcome, calibrate, read_set, run_set, topic_told

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.answering import Answerer


def columns(answerer: Answerer, sets: Sequence[LabelledSet], names: Sequence[str]) -> Iterator[list[str]]:
    """Yield a row of shares for each outcome, one column a set, and for questions the calibration error."""
    runs = [run_set(answerer, labelled) for labelled in sets]
    for name in names:
        shares = [
            percent(sum(result.outcome == name for result in run.results), len(run.results)) if run.results else "-"
            for run in runs
        ]
        yield [name, *shares]
    yield ["rows", *(str(len(run.results)) for run in runs)]
    if any(labelled.questions for labelled in sets):
        told = [topic_told(labelled.questions, run.replies) for labelled, run in zip(sets, runs, strict=True)]
        yield ["expected calibration error", *(f"{calibrate(one).error:.3f}" for one in told)]


def main() -> int:
    """Score every set and print a table of the questions and one of the doses."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", nargs="+", type=Path)
    parser.add_argument("--kb", type=Path, default=None)
    told = parser.parse_args()
    answerer = load_answerer(told.kb)
    sets = [read_set(path) for path in told.sets]
    for sort, outcomes in (("questions", tuple(Outcome)), ("doses", tuple(DoseOutcome))):
        chosen = [labelled for labelled in sets if bool(labelled.questions) == (sort == "questions")]
        if chosen:
            title = f"What became of the {sort}, % of all rows; base {answerer.knowledge.version}."
            header = ["outcome", *(labelled.name for labelled in chosen)]
            print_table(title, header, columns(answerer, chosen, [str(outcome) for outcome in outcomes]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
