"""The parts of a reply as one plain text: the answer first, the disclaimer last."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.answering.reply import Reference, Statement
    from bot.kb import Source


def with_markers(statement: Statement) -> str:
    """Write a statement with its reference numbers: 'Text. [1] [2]'."""
    return " ".join([statement.text, *(f"[{number}]" for number in statement.references)])


def year_of(source: Source) -> str:
    """Take the year from a source's date; 'undated' where it has none."""
    return source.date[:4] or "undated"


def reference_lines(references: Sequence[Reference]) -> list[str]:
    """Write one line a source, with its numbered locators, publisher and year."""
    places: dict[str, list[str]] = {}
    sources: dict[str, Source] = {}
    for reference in references:
        sources[reference.source.id] = reference.source
        places.setdefault(reference.source.id, []).append(f"[{reference.number}] {reference.locator}".rstrip())
    return [
        f"{', '.join(places[key])} — {source.title} ({source.publisher}, {year_of(source)})"
        for key, source in sources.items()
    ]


def join_blocks(blocks: Iterable[Sequence[str]]) -> str:
    """Join blocks of lines with an empty line between; empty blocks vanish."""
    return "\n\n".join("\n".join(block) for block in blocks if block)
