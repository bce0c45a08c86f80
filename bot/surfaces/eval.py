"""Scores a labelled set, shows the figures, keeps the run, and holds it against an earlier one."""

from __future__ import annotations

import contextlib
import os
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.answering import load_answerer
from bot.errors import ExitCode, InputError
from bot.evaluation import compare, load_run, read_set, run_set, save_run
from bot.surfaces.eval_lines import comparison_sections, report_sections
from bot.surfaces.eval_object import report_object
from bot.surfaces.outline import write_sections
from bot.surfaces.terminal import look_of_output, write, write_json
from bot.surfaces.terminal_errors import complain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from bot.evaluation import LabelledSet
    from bot.kb import KnowledgeBase

LONG = 150
"""From so many rows on a bar shows how far it is."""
MOST_NAMED = 5


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be done with a run."""

    as_json: bool = False
    save: Path | None = None
    against: Path | None = None
    words: bool = False
    """Whether the questions are printed."""


def evaluate(folder: Path | None, path: Path, wanted: Wanted) -> int:
    """Score a set and print what it says; raises InputError where a file cannot be used."""
    labelled = read_set(path)
    before = load_run(wanted.against) if wanted.against is not None else None
    if wanted.save is not None and not wanted.save.absolute().parent.is_dir():
        what = f"The run cannot be kept at '{wanted.save}': there is no such folder."
        raise InputError(what, "Name a file in a folder that exists.")
    answerer = load_answerer(folder)
    _warn_of_topics(labelled, answerer.knowledge)
    with _progress(len(labelled.rows)) as tick:
        run = run_set(answerer, labelled, tick)
    if wanted.save is not None:
        save_run(run, wanted.save)
    comparison = compare(before, run) if before is not None else None
    words = {row.id: row.question for row in labelled.rows} if wanted.words else {}
    if wanted.as_json:
        write_json(report_object(labelled, run, comparison, words))
        return ExitCode.OK
    look = look_of_output(os.environ)
    write_sections(report_sections(labelled, run, words), look)
    if comparison is not None:
        write()
        write_sections(comparison_sections(comparison, words), look)
    return ExitCode.OK


def _warn_of_topics(labelled: LabelledSet, knowledge: KnowledgeBase) -> None:
    """Say which topics of the labels the base lacks: no reply can be right there."""
    named = {topic for row in labelled.questions for topic in row.topics}
    lacking = sorted(named - knowledge.topics.keys())
    if lacking:
        more = f" and {len(lacking) - MOST_NAMED} more" if len(lacking) > MOST_NAMED else ""
        complain(f"The set names topics that this knowledge base lacks: {', '.join(lacking[:MOST_NAMED])}{more}.")


@contextlib.contextmanager
def _progress(rows: int) -> Iterator[Callable[[], object]]:
    """Show on standard error how far it is, where that is a terminal and it lasts."""
    if rows < LONG or sys.stderr is None or not sys.stderr.isatty():
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("Asking"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("rows", total=rows)
        yield lambda: bar.advance(task)
