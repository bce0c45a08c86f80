"""A reply for a terminal: wrapped, with hanging indents, links on titles and a little color without meaning.

It walks the lines of ``reply.text``, so that what is shown and what is promised cannot differ by a word.
"""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text

from bot.answering import Kind
from bot.surfaces.terminal import set_apart, split_foot

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.answering import Reply
    from bot.kb import Source
    from bot.surfaces.terminal import Look

BULLET = "• "
GLUE = "\ue000"
"""Stands for a blank at which no line may break; a private character, which no text holds."""
_TIED = re.compile(r"(?<=\d) (?=\d|(?:mg|mcg|g|mL)\b)")
"""Blanks inside a telephone number, and between a number and its unit: torn apart they are misread."""
_MARK = re.compile(r"\[\d{1,3}\]")
_REFERENCE_LINE = re.compile(r"\[\d{1,3}\] ")
STYLES: Mapping[Kind, str] = {
    Kind.EMERGENCY: "bold red",
    Kind.CLARIFY: "bold",
    Kind.ANSWER: "bold",
    Kind.DOSE_CHECK: "bold",
}
CONTACT_STYLE = HEADING_STYLE = "bold"
MARK_STYLE = ID_STYLE = "dim"
DISCLAIMER_STYLE, LINK_STYLE = "italic", "underline"


def render_reply(reply: Reply, look: Look, inset: Sequence[str] = ()) -> str:
    """Return the reply's text, wrapped and styled, with lines set in before the disclaimer."""
    links = {source.title: address_of(source) for source in reply.sources} if look.links else {}
    body, foot = split_foot(reply)
    parts = []
    for number, line in enumerate(body):
        text, indent = _line(line, reply, links)
        if number + 1 < len(body) and _REFERENCE_LINE.match(body[number + 1]) and not _MARK.search(line):
            text.stylize(HEADING_STYLE)
        parts.extend(_wrapped(text, indent, look))
    for line in set_apart(body, inset):
        parts.extend(_wrapped(Text(line), 0, look))
    for line in foot:
        style = ID_STYLE if reply.answer_id and reply.answer_id in line else DISCLAIMER_STYLE
        parts.extend(_wrapped(Text(line, style), 0, look))
    return _printed(parts, look)


def address_of(source: Source) -> str:
    """Return where a work can be read: its DOI, which outlives an address, or its address."""
    return f"https://doi.org/{source.doi}" if source.doi else source.url


def _line(line: str, reply: Reply, links: Mapping[str, str]) -> tuple[Text, int]:
    """Style one line and tell how far its further lines go in."""
    text = Text(line)
    indent = 0
    if line.startswith(reply.lead.text.partition("\n")[0]):
        text.stylize(STYLES.get(reply.kind, ""), 0, len(reply.lead.text))
    elif line in reply.contacts:
        text.stylize(CONTACT_STYLE)
    elif line.startswith(BULLET):
        indent = len(BULLET)
    elif _REFERENCE_LINE.match(line):
        indent = line.index(" ") + 1
        _link(text, line, links)
        return text, indent
    for mark in _MARK.finditer(line):
        text.stylize(MARK_STYLE, *mark.span())
    return text, indent


def _link(text: Text, line: str, links: Mapping[str, str]) -> None:
    for title, address in links.items():
        start = line.find(f"— {title} (")
        if start >= 0 and address:
            text.stylize(f"{LINK_STYLE} link {address}", start + 2, start + 2 + len(title))


def _wrapped(text: Text, indent: int, look: Look) -> list[Text]:
    """Break a line into lines that fit; every line but the first goes in."""
    if not text.plain.strip():
        return [Text("")]
    if indent >= look.width // 2:
        indent = 0
    text.plain = _TIED.sub(GLUE, text.plain)
    lines = text.wrap(make_console(look), look.width - indent)
    return [line if number == 0 else Text(" " * indent).append(line) for number, line in enumerate(lines)]


def make_console(look: Look, file: io.StringIO | None = None) -> Console:
    """Return a console with the look of the output, which adds nothing of its own to what it is given."""
    return Console(
        file=file or io.StringIO(),
        width=look.width,
        force_terminal=look.is_terminal,
        color_system="standard" if look.color else None,
        no_color=not look.color,
        highlight=False,
        markup=False,
        emoji=False,
        legacy_windows=False,
    )


def _printed(lines: list[Text], look: Look) -> str:
    file = io.StringIO()
    console = make_console(look, file)
    for line in lines:
        line.rstrip()
        console.print(line, soft_wrap=True)
    return file.getvalue().replace(GLUE, " ").rstrip("\n")
