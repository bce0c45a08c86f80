"""How a learner answers: one key at a keyboard, or one line of a pipe."""

from __future__ import annotations

import os
import select
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

import click

from bot.surfaces.terminal import write
from bot.surfaces.terminal_stream import open_input, read_lines

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bot.surfaces.terminal import Look

LEAVE = "q"
ENTER = ("\r", "\n")
ENDS = ("\x04", "\x1a")
ESCAPE = b"\x1b"
ESCAPE_SECONDS = 0.02
"""So soon the rest of a key's sequence follows."""


class Prompt(Protocol):
    """Asks for one answer; None where the learner leaves."""

    def key(self, hint: str, keys: str) -> str | None:
        """Return one of ``keys``, or an empty text for Enter; ``hint`` says what may be pressed."""

    def line(self, hint: str) -> str | None:
        """Return a typed line."""


class KeyPrompt:
    """A keyboard: a letter needs no Enter."""

    def key(self, hint: str, keys: str) -> str | None:
        """Wait for one of the keys; they count from the moment that the hint is seen."""
        with _single_keys() as read_key:
            click.echo(f"{hint} ", nl=False)
            while True:
                pressed = read_key().lower()
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


@contextmanager
def _single_keys() -> Iterator[Callable[[], str]]:
    """Give what waits for one key; what was typed ahead is not lost, as it would be by throwing pending keys away."""
    try:
        import termios
        import tty
    except ImportError:  # Windows has no such thing; there click knows how
        yield click.getchar
        return
    handle = sys.stdin.fileno()
    before = termios.tcgetattr(handle)
    try:
        tty.setcbreak(handle, termios.TCSADRAIN)
        yield lambda: _read_key(handle)
    finally:
        termios.tcsetattr(handle, termios.TCSADRAIN, before)


def _read_key(handle: int) -> str:
    pressed = os.read(handle, 1) or ENDS[0].encode()
    if pressed == ESCAPE:
        _pass_over_sequence(handle)
    return pressed.decode("ascii", "replace")


def _pass_over_sequence(handle: int) -> None:
    """Read the rest of an arrow key and the like: it begins with an escape and ends with a letter or a tilde."""
    first = True
    while select.select([handle], [], [], ESCAPE_SECONDS)[0]:
        part = os.read(handle, 1)
        if not part or (not first and b"@" <= part <= b"~") or (first and part not in b"[O"):
            return
        first = False


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
