"""Sections of lines for a terminal: a heading, what stands under it; good to read, to hear and to search."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.surfaces.terminal import write, write_wrapped

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.surfaces.terminal import Look

INDENT = "  "


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with its lines; a line that begins with blanks belongs to the one before."""

    title: str
    lines: tuple[str, ...]


def write_sections(sections: Iterable[Section], look: Look) -> None:
    """Write sections one after the other, the headings bold where that can be; empty ones are left out."""
    for number, section in enumerate(section for section in sections if section.lines):
        if number:
            write()
        write(_heading(section.title, look))
        write_wrapped((INDENT + line for line in section.lines), look)


def _heading(title: str, look: Look) -> str:
    return f"\x1b[1m{title}\x1b[0m" if look.color else title
