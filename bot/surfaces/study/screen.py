"""How a question and its solution look: plain lines in a pipe, wrapped and lightly styled in a terminal."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

from bot.study import question_lines, solution_lines
from bot.surfaces.terminal import write

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.console import RenderableType

    from bot.study import Grade, Item
    from bot.surfaces.terminal import Look

BAR_WIDTH = 30
WIDE = 20
"""In a narrower window nothing goes in: there is no room to lose."""
_LETTERED = re.compile(r"  [a-h]\) ")
_REFERENCE = re.compile(r"\[\d{1,3}\][,\s]")


def show_question(item: Item, look: Look) -> None:
    """Show a question with its choices."""
    first, *choices = question_lines(item)
    show_lines([first], look, style="bold")
    show_lines(choices, look)


def show_solution(item: Item, given: Grade | None, look: Look) -> None:
    """Show what the answer was worth, the right one, its fact with citation, and the disclaimer."""
    lines = solution_lines(item, given)
    if given is not None:
        style = "bold green" if given.correct else "bold red"
        mark = "" if given.correct else "No. "
        show_lines([f"{mark}{lines.pop(0)}"], look, style=style)
    for line in lines[:-1]:
        show_lines([line], look, style="dim" if _REFERENCE.match(line) else "")
    show_lines(lines[-1:], look, style="italic dim")


def show_progress(done: int, of: int, right: int, look: Look) -> None:
    """Show how far the round is, as a bar in a terminal and in words everywhere."""
    words = f"Question {done + 1} of {of}" + (f", {right} right so far" if done else "")
    if not look.is_terminal:
        write(f"{words}.")
        return
    from rich.progress_bar import ProgressBar
    from rich.table import Table

    bar = ProgressBar(of, done, width=min(BAR_WIDTH, look.width // 2), complete_style="cyan", finished_style="cyan")
    row = Table.grid(padding=(0, 1))
    row.add_row(bar, words)
    _print(row, look)


def show_lines(lines: Iterable[str], look: Look, *, style: str = "") -> None:
    """Write lines; in a terminal they are wrapped, and what goes on of a choice goes in under its words."""
    if not look.is_terminal:
        for line in lines:
            write(line)
        return
    from rich.text import Text

    from bot.surfaces.terminal_rich import make_console

    for line in lines:
        found = _LETTERED.match(line)
        indent = len(found[0]) if found and look.width > WIDE else 0
        head, rest = line[:indent], line[indent:]
        for part in Text(rest, style).wrap(make_console(look), look.width - indent) or [Text()]:
            part.rstrip()
            _print(Text(head) + part, look)
            head = " " * indent


def _print(part: RenderableType, look: Look) -> None:
    from bot.surfaces.terminal_rich import make_console

    file = io.StringIO()
    make_console(look, file).print(part)
    write(file.getvalue().rstrip("\n"))
