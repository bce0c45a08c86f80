"""A reply as Discord's markdown, cut to what one message may hold: pure text, no Discord objects.

Only the knowledge base speaks here, so escaping is for its own characters, not a defence: nothing that
anybody else wrote ever gets in.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.answering import Kind
from bot.surfaces.discord_app import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bot.answering import Option, Reference, Reply, Statement
    from bot.kb import Source

MAX_TEXT = 4000
"""Characters that Discord allows in all text of a message."""
_LABELLED = frozenset((Kind.ANSWER, Kind.DOSE_CHECK))
"""Replies that hold labels against each other: the reader's own come first among the sources."""
_MARKUP = str.maketrans({character: f"\\{character}" for character in "\\*_~`|<>#"})
_TITLE = str.maketrans("[]", "()")
_ADDRESS = str.maketrans({"(": "%28", ")": "%29", "<": "%3C", ">": "%3E"})


@dataclass(frozen=True, slots=True)
class Look:
    """How a reply is shown, beyond what it says."""

    start: int = 0
    """The first statement that is shown; earlier ones stood in the message before."""
    share: bool = False
    """Whether it gets a Share button."""
    details: bool = False
    """Whether a button opens the rest, for the reader alone."""
    note: str = ""
    """A line in the reader's own language."""
    jurisdiction: str = ""
    """Whose labels are named first among the sources."""
    nearest: tuple[Option, ...] = ()
    """What may have been meant instead."""
    countries: tuple[tuple[str, str], ...] = ()
    """Codes and names of the countries to choose from; then whom to call is told shortly, as ``contacts`` says."""
    contacts: tuple[str, ...] = ()
    """What is right anywhere, where the country is still to be chosen."""
    works_of: str = ""
    """The topic whose works are listed; empty for all of them."""


PLAIN = Look()


@dataclass(frozen=True, slots=True)
class Sheet:
    """The text of one message."""

    blocks: tuple[str, ...]
    """What is said, in order."""
    small: tuple[str, ...]
    """Sources and the day of review if there are any, the answer's id, the disclaimer: always the last."""
    opening: int
    """How many of the blocks stand above what can be done meanwhile: a country is chosen between them."""
    shown: int
    """How many statements, or works, have been shown up to and with this message."""
    total: int


def sheet_of(reply: Reply, look: Look = PLAIN) -> Sheet:
    """Fit as many statements into one message as it holds, whole ones only."""
    items = len(_works(reply.references)) if is_list(reply) else len(reply.statements)
    sheet = _sheet(reply, look, items, items)
    if _length(sheet) <= MAX_TEXT:
        return sheet
    first = look.start + 1  # one is always shown: else nothing would ever end
    fitting = bisect_right(
        range(first + 1, items), MAX_TEXT, key=lambda shown: _length(_sheet(reply, look, shown, items))
    )
    return _sheet(reply, look, first + fitting, items)


def is_list(reply: Reply) -> bool:
    """Tell whether a reply is a list of works: then these are what it is cut between."""
    return not reply.statements and not reply.topic


def escape(text: str) -> str:
    """Write a text so that Discord shows it as it stands."""
    return text.translate(_MARKUP)


def answer_line(reply: Reply) -> str:
    """Write the id by which somebody may tell of this reply."""
    return f"-# {words.ANSWER_ID.format(id=reply.answer_id)}"


def marked(statement: Statement) -> str:
    """Write a statement with its reference numbers."""
    return " ".join([escape(statement.text), *(f"[{number}]" for number in statement.references)])


def _sheet(reply: Reply, look: Look, shown: int, items: int) -> Sheet:
    statements = reply.statements[look.start : shown]
    works = _works(reply.references)
    if is_list(reply):
        works = works[look.start : shown]
    else:
        cited = {number for statement in (*_leading(reply, look), *statements) for number in statement.references}
        works = _works(reference for reference in reply.references if reference.number in cited)
    if reply.kind in _LABELLED:
        works = sorted(works, key=lambda work: not _is_of(work[0].source, look.jurisdiction))
    small = [_work_line(work) for work in works]
    if small and not is_list(reply):
        small.insert(0, words.SOURCES)
    if reply.reviewed:
        small.append(f"-# Facts last reviewed {reply.reviewed.isoformat()}.")
    opening = [block for block in _opening(reply, look) if block]
    until = [words.UNTIL_HELP] if reply.kind is Kind.EMERGENCY and reply.statements and not look.start else []
    facts = "\n".join(_facts(reply, look.start, statements))
    return Sheet(
        (*opening, *until, *([facts] if facts else [])),
        tuple(part for part in ("\n".join(small), answer_line(reply), f"-# {escape(reply.disclaimer)}") if part),
        len(opening),
        shown,
        items,
    )


def _leading(reply: Reply, look: Look) -> tuple[Statement, ...]:
    return () if look.start and reply.statements else (reply.lead,)


def _opening(reply: Reply, look: Look) -> list[str]:
    """Write what stands above the facts."""
    if look.start and reply.statements:
        return [words.CONTINUED + (f" · {escape(reply.title)}" if reply.title else "")]
    lead, own = marked(reply.lead), f"-# {look.note}" if look.note else ""
    if reply.kind is Kind.SMALL_TALK:
        # Its notes are the surface's own, with their markup.
        return [own, lead, "\n".join(f"- {note}" for note in reply.notes)]
    notes = "\n".join(map(escape, reply.notes))
    contacts = "\n".join(map(_contact_line, look.contacts if look.countries else reply.contacts))
    below = words.COUNTRY_BELOW if look.countries else ""
    return [own, notes, lead if _leads_to_verdict(reply) else f"**{lead}**", contacts, below]


def _leads_to_verdict(reply: Reply) -> bool:
    """Tell whether the first line only says how a dose was read, and the next one judges it."""
    return reply.kind is Kind.DOSE_CHECK and not reply.contacts and bool(reply.statements)


def _facts(reply: Reply, start: int, statements: Sequence[Statement]) -> Iterator[str]:
    """Write the facts as a list; a dose's verdict stands out before them."""
    for place, statement in enumerate(statements, start=start):
        verdict = place == 0 and _leads_to_verdict(reply)
        yield f"**{marked(statement)}**" if verdict else f"- {marked(statement)}"


def _contact_line(line: str) -> str:
    """Write whom to call, the number in bold."""
    label, colon, number = line.rpartition(": ")
    return f"- {escape(label)}{colon}**{escape(number)}**" if colon else f"- {escape(line)}"


def _works(references: Iterable[Reference]) -> list[tuple[Reference, ...]]:
    """Bring the places in one work together, in the order of their numbers."""
    works: dict[str, list[Reference]] = {}
    for reference in references:
        works.setdefault(reference.source.id, []).append(reference)
    return [tuple(places) for places in works.values()]


def _work_line(places: Sequence[Reference]) -> str:
    """Write one work: numbers, title as a link, publisher and year, and where in it."""
    source = places[0].source
    numbers = " ".join(f"[{place.number}]" for place in places)
    title = escape(source.title.translate(_TITLE))
    if source.url:
        title = f"[{title}](<{source.url.translate(_ADDRESS)}>)"
    origin = ", ".join(part for part in (escape(source.publisher), source.date[:4]) if part)
    spots = dict.fromkeys(escape(place.locator) for place in places if place.locator)
    if len(spots) > 1:
        spots = dict.fromkeys(f"[{place.number}] {escape(place.locator)}" for place in places)
    return f"-# {numbers} {title}, {origin}" + (f": {'; '.join(spots)}" if spots else "")


def _is_of(source: Source, jurisdiction: str) -> bool:
    return bool(jurisdiction) and source.jurisdiction == jurisdiction


def _length(sheet: Sheet) -> int:
    return sum(map(len, (*sheet.blocks, *sheet.small)))
