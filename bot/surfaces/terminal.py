"""What a person sees in a terminal: replies, lists, JSON lines. Only this module writes to standard output.

Where the output is no terminal, a reply is exactly ``reply.text``: nothing to strip, easy to read out.
"""

from __future__ import annotations

import errno
import json
import shutil
import sys
import textwrap
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.answering import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from bot.answering import Answerer, Reply
    from bot.surfaces.contract import Json

MIN_WIDTH, MAX_WIDTH = 20, 100
"""Lines longer than this are hard to follow with the eye, however wide the window is."""
FALLBACK_SIZE = (80, 24)
LINK_PROGRAMS = frozenset(("iTerm.app", "WezTerm", "vscode", "Hyper", "ghostty", "Tabby", "rio"))
LINK_TERMINALS = ("xterm-kitty", "xterm-ghostty", "foot", "alacritty", "contour", "wezterm")
LINK_VARIABLES = ("WT_SESSION", "KITTY_WINDOW_ID", "DOMTERM", "KONSOLE_VERSION")
LEAST_VTE = 5000


@dataclass(frozen=True, slots=True)
class Look:
    """How output may look, decided once from the stream and the environment."""

    is_terminal: bool
    width: int
    """Columns to wrap to; of no meaning where the output is no terminal."""
    color: bool
    """Whether anything but plain characters may be written."""
    links: bool
    """Whether the terminal makes a link of a title."""


PLAIN = Look(is_terminal=False, width=FALLBACK_SIZE[0], color=False, links=False)


def look_of_output(environment: Mapping[str, str]) -> Look:
    """Decide how standard output may look."""
    if sys.stdout is None or not sys.stdout.isatty():
        return PLAIN
    columns = shutil.get_terminal_size(FALLBACK_SIZE).columns
    color = not environment.get("NO_COLOR") and environment.get("TERM", "") not in {"", "dumb"}
    return Look(
        is_terminal=True,
        width=max(MIN_WIDTH, min(columns, MAX_WIDTH)),
        color=color,
        links=color and makes_links(environment),
    )


def makes_links(environment: Mapping[str, str]) -> bool:
    """Tell whether the terminal is one that is known to understand links (OSC 8)."""
    if "FORCE_HYPERLINK" in environment:
        return environment["FORCE_HYPERLINK"] not in {"", "0"}
    term = environment.get("TERM", "")
    if term.startswith(("screen", "linux")):
        return False
    version = environment.get("VTE_VERSION", "")
    return (
        environment.get("TERM_PROGRAM") in LINK_PROGRAMS
        or term.startswith(LINK_TERMINALS)
        or any(name in environment for name in LINK_VARIABLES)
        or (version.isdecimal() and int(version) >= LEAST_VTE)
    )


def write(text: str = "") -> None:
    """Write a text and its line end, at once: whoever reads a pipe waits for nothing."""
    if sys.stdout is None:
        raise OSError(errno.EBADF, "standard output is closed")
    print(text, flush=True)


def write_json(value: Json) -> None:
    """Write a value as JSON on one line; plain ASCII, which every reader and every locale takes."""
    write(json.dumps(value))


def write_wrapped(lines: Iterable[str], look: Look, indent: str = "  ") -> None:
    """Write lines; in a terminal they are wrapped, and what goes on goes in by ``indent`` more."""
    for line in lines:
        if not look.is_terminal:
            write(line)
            continue
        lead = line[: len(line) - len(line.lstrip())]
        write(textwrap.fill(line, look.width, subsequent_indent=lead + indent, break_on_hyphens=False))


def show_reply(reply: Reply, look: Look, inset: Sequence[str] = (), hints: Iterable[str] = ()) -> None:
    """Show a reply with lines set in before its disclaimer, which stays last; hints only in a terminal."""
    if not look.is_terminal:
        body, foot = split_foot(reply)
        write("\n".join([*body, *set_apart(body, inset), *foot]))
        return
    # Imported here: it costs more time than answering does, and only a terminal needs it.
    from bot.surfaces.terminal_rich import render_reply

    write(render_reply(reply, look, inset))
    lines = list(hints)
    if lines:
        write()
        write_wrapped(lines, look)


def split_foot(reply: Reply) -> tuple[list[str], list[str]]:
    """Split a reply's lines: what it says, and its foot, which is the answer's id and the disclaimer."""
    lines = reply.text.splitlines()
    place = len(lines) - len(reply.disclaimer.splitlines())
    above = place - 2  # an empty line stands between
    if above > 0 and reply.answer_id and reply.answer_id in lines[above]:
        place = above
    return lines[:place], lines[place:]


def set_apart(body: Sequence[str], inset: Sequence[str]) -> list[str]:
    """Return lines to be set in below a body, with an empty line above and below."""
    return [*([""] if body and body[-1] else []), *inset, ""] if inset else []


def bar_of(reply: Reply, look: Look) -> list[str]:
    """Return the lines that show where a dose lies on its range; none outside a terminal."""
    if reply.dose is None or not look.is_terminal:
        return []
    from bot.surfaces.terminal_dose import bar_lines

    return bar_lines(reply, look.width)


def in_detail(answerer: Answerer, reply: Reply) -> Reply:
    """Return an answer with all that its topic holds; every other reply as it is."""
    if reply.kind is not Kind.ANSWER or reply.topic is None:
        return reply
    return answerer.composer.answer(
        answerer.knowledge.topics[reply.topic],
        candidates=reply.candidates,
        alternatives=[option.topic for option in reply.alternatives],
        notes=reply.notes,
        detail=True,
    )
