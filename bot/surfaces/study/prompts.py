"""How a learner answers: one key at a keyboard, or one line of a pipe."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Protocol

import click

from bot.surfaces.terminal import write
from bot.surfaces.terminal_stream import open_input, read_lines

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.surfaces.terminal import Look

LEAVE = "q"
ENTER = ("\r", "\n")
ENDS = ("\x04", "\x1a")


class Prompt(Protocol):
    """Asks for one answer; None where the learner leaves."""

    def key(self, hint: str, keys: str) -> str | None:
        """Return one of ``keys``, or an empty text for Enter; ``hint`` says what may be pressed."""

    def line(self, hint: str) -> str | None:
        """Return a typed line."""


class KeyPrompt:
    """A keyboard: a letter needs no Enter."""

    def key(self, hint: str, keys: str) -> str | None:
        """Wait for one of the keys."""
        click.echo(f"{hint} ", nl=False)
        while True:
            try:
                pressed = click.getchar().lower()
            except EOFError:
                pressed = ENDS[0]
            if pressed in (LEAVE, *ENDS):
                write()
                return None
            if pressed in ENTER or pressed == " ":
                write()
                return ""
            if pressed in keys:
                write(pressed)
                return pressed

    def line(self, hint: str) -> str | None:
        """Read a line."""
        try:
            said = input(f"{hint} ").strip()
        except EOFError:
            write()
            return None
        return None if said.lower() == LEAVE else said


class LinePrompt:
    """A pipe or a file: each answer is a line. Hints are shown, so that a log of it can be read."""

    def __init__(self) -> None:
        self._lines: Iterator[str] = read_lines(open_input())

    def key(self, hint: str, keys: str) -> str | None:
        """Take the next line; it is judged as it stands."""
        del keys
        return self.line(hint)

    def line(self, hint: str) -> str | None:
        """Take the next line."""
        write(hint)
        said = next(self._lines, None)
        return None if said is None or said.strip().lower() == LEAVE else said.strip()


def prompt_for(look: Look) -> Prompt:
    """Choose by what standard input and output are."""
    at_keyboard = look.is_terminal and sys.stdin is not None and sys.stdin.isatty()
    return KeyPrompt() if at_keyboard else LinePrompt()
