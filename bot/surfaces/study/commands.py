"""The commands of the study room: arguments only."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.errors import ExitCode

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.answering import Answerer

LEVELS = ("easy", "medium", "hard")
MOST = 1000


def _load(folder: Path | None) -> Answerer:
    from bot.answering import load_answerer

    return load_answerer(folder)


def _choosing(command: Callable[..., int]) -> Callable[..., int]:
    """Add the options that choose items."""
    for option in (
        click.option("--seed", type=click.IntRange(0), help="The same seed asks the same questions."),
        click.option("--difficulty", type=click.Choice(LEVELS), help="Only questions of this difficulty."),
        click.option("--group", metavar="GROUP", help="Only questions on this group of topics, for example dosing."),
    ):
        command = option(command)
    return command


@click.command()
@click.option("--number", type=click.IntRange(1, MOST), default=10, show_default=True, help="How many questions.")
@click.option("--json", "as_json", is_flag=True, help="Print the questions with their solutions, one object a line.")
@_choosing
@click.pass_obj
def quiz(
    folder: Path | None, number: int, as_json: bool, group: str | None, difficulty: str | None, seed: int | None
) -> int:
    """Practice with questions made from the cited facts."""
    from bot.surfaces.study.quiz import Wish, run_quiz

    return run_quiz(_load(folder), Wish(group, number, difficulty, seed), as_json=as_json)


@click.group(invoke_without_command=True)
@click.option("--group", metavar="GROUP", help="Only cards on this group of topics, for example dosing.")
@click.option("--new", type=click.IntRange(0, MOST), default=10, show_default=True, help="How many new cards.")
@click.option("--where", is_flag=True, help="Print where your progress is kept, and end.")
@click.option("--forget", is_flag=True, help="Remove your progress at once, and end.")
@click.pass_context
def cards(context: click.Context, group: str | None, new: int, where: bool, forget: bool) -> int:
    """Learn with cards that come back when you are about to forget them."""
    if context.invoked_subcommand is not None:
        return ExitCode.OK
    from bot.surfaces.study.cards import forget_progress, review_cards, show_where

    if where:
        return show_where()
    if forget:
        return forget_progress()
    return review_cards(_load(context.obj), group=group, new=new)


@cards.command()
@click.option("--plot", type=click.Path(path_type=Path), metavar="FILE", help="Also draw it, as a PNG picture.")
@click.option("--force", is_flag=True, help="Replace FILE if it exists.")
@click.pass_obj
def stats(folder: Path | None, plot: Path | None, force: bool) -> int:
    """Tell how your cards stand: reviews, how many you knew, what comes due."""
    from bot.surfaces.study.cards import show_stats

    return show_stats(_load(folder).knowledge, plot, force=force)


@click.group()
def study() -> None:
    """Take the questions along: cards for Anki, tables, a printable sheet."""


@study.command()
@click.option("--anki", type=click.Path(path_type=Path), metavar="FILE", help="A deck for Anki (.apkg).")
@click.option("--csv", "as_csv", type=click.Path(path_type=Path), metavar="FILE", help="A table; '-' prints it.")
@click.option("--json", "as_json", type=click.Path(path_type=Path), metavar="FILE", help="One object; '-' prints it.")
@click.option("--html", type=click.Path(path_type=Path), metavar="FILE", help="A sheet to print; '-' prints it.")
@click.option("--number", type=click.IntRange(1, MOST), help="How many questions; all, if left out.")
@click.option("--force", is_flag=True, help="Replace files that exist.")
@_choosing
@click.pass_obj
def export(
    folder: Path | None,
    anki: Path | None,
    as_csv: Path | None,
    as_json: Path | None,
    html: Path | None,
    number: int | None,
    force: bool,
    group: str | None,
    difficulty: str | None,
    seed: int | None,
) -> int:
    """Write the questions with their answers and sources to files."""
    from bot.surfaces.study.export import export_items
    from bot.surfaces.study.quiz import Wish

    targets = {"anki": anki, "csv": as_csv, "json": as_json, "html": html}
    return export_items(_load(folder).knowledge, Wish(group, number, difficulty, seed), targets, force=force)
