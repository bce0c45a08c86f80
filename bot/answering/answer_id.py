"""The short id at the foot of every reply: by it a curator finds which reply somebody tells of.

It is made of the knowledge base's version, the kind of the reply, its topic and the facts shown; of a dose check only
verdict and flags go in. Nothing of a person's words does, so the same reply has the same id whoever asked, and the id
is found again by going through the replies that a base can give.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING

from bot.answering.reply import Kind
from bot.dosing import Flag, Verdict
from bot.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bot.dosing import DoseCheck
    from bot.kb import Fact, KnowledgeBase, Topic

DIGITS = "0123456789abcdefghjkmnpqrstvwxyz"
"""Crockford's base 32: no letter that is taken for a digit when it is read aloud or copied by hand."""
BASE_CHARS, CODE_CHARS = 4, 6
"""Of the base's version; and of the rest: a thousand million codes for some ten thousand replies."""
DOSE = "d"
"""Begins the code of a dose check, which is its verdict and flags written as a number."""
_SHAPE = re.compile(rf"b(?P<base>[0-9a-f]{{{BASE_CHARS}}})-(?P<code>[{DIGITS}]{{{CODE_CHARS},}})")
_MISREAD = str.maketrans("oil", "011")
_VERDICTS, _FLAGS = list(Verdict), list(Flag)


@dataclass(frozen=True, slots=True)
class Shown:
    """What an id stands for."""

    kind: Kind
    topic: str | None = None
    danger: str | None = None
    facts: tuple[str, ...] = ()
    verdict: Verdict | None = None
    flags: tuple[Flag, ...] = ()


@dataclass(frozen=True, slots=True)
class AnswerId:
    """An id as it was told by somebody."""

    base: str
    """The beginning of the base's version."""
    code: str

    def __str__(self) -> str:
        return f"b{self.base}-{self.code}"

    def is_of(self, version: str) -> bool:
        """Tell whether it may be an id of a base with this version."""
        return version[:BASE_CHARS] == self.base


def answer_id(version: str, kind: Kind, topic: str | None, danger: str | None, facts: Iterable[Fact]) -> str:
    """Return the id of a reply that is no dose check."""
    return f"b{version[:BASE_CHARS]}-{_code(version, kind, topic, danger, (fact.id for fact in facts))}"


def dose_id(version: str, check: DoseCheck) -> str:
    """Return the id of a dose check."""
    number = _VERDICTS.index(check.verdict) << len(_FLAGS) | sum(1 << _FLAGS.index(flag) for flag in set(check.flags))
    return f"b{version[:BASE_CHARS]}-{DOSE}{_written(number)}"


def read_id(text: str) -> AnswerId:
    """Read an id as somebody wrote it; raises InputError where it is none."""
    base, dash, code = text.strip().casefold().partition("-")
    found = _SHAPE.fullmatch(f"{base}{dash}{code.translate(_MISREAD)}")
    if found is None:
        what = f"'{text}' is no answer id."
        raise InputError(what, "It stands above the disclaimer of every reply and looks like b1773-k7f3q9.")
    return AnswerId(found["base"], found["code"])


def find_shown(wanted: AnswerId, knowledge: KnowledgeBase) -> tuple[Shown, ...]:
    """Return what a base shows under an id: as a rule one thing, nothing where it has no such reply."""
    if not wanted.is_of(knowledge.version):
        return ()
    if len(wanted.code) > CODE_CHARS:
        return _dose_of(wanted.code)
    return tuple(
        shown
        for shown in every_reply(knowledge)
        if _code(knowledge.version, shown.kind, shown.topic, shown.danger, shown.facts) == wanted.code
    )


def every_reply(knowledge: KnowledgeBase) -> Iterator[Shown]:
    """Yield everything that a base can show, dose checks left aside."""
    yield from (Shown(kind) for kind in Kind)
    for danger in knowledge.emergencies.dangers.values():
        yield Shown(Kind.EMERGENCY, danger=danger.id)
        yield Shown(Kind.EMERGENCY, danger=danger.id, facts=tuple(step.id for step in danger.steps))
    for topic in knowledge.topics.values():
        yield from (Shown(Kind.ANSWER, topic.id, facts=told) for told in sorted(_tellings(topic)))


def _tellings(topic: Topic) -> set[tuple[str, ...]]:
    """Return which facts of a topic can be told in what order: the one that is named first, cut where a message ends.

    Besides, all of them together, and each by itself.
    """
    short, facts, more = topic.short.id, [fact.id for fact in topic.facts], [fact.id for fact in topic.more]
    orders = [(short, *facts, *more)]
    orders += [(short, first, *(fact for fact in facts if fact != first)) for first in (*facts, *more)]
    cut = {order[:count] for order in orders for count in range(1, len(order) + 1)}
    return cut | {(fact,) for fact in (*facts, *more)}


def _code(version: str, kind: Kind, topic: str | None, danger: str | None, facts: Iterable[str]) -> str:
    told = "\n".join((version, kind, topic or "", danger or "", *facts))
    number = int.from_bytes(blake2b(told.encode(), digest_size=8).digest())
    return _written(number % len(DIGITS) ** CODE_CHARS)


def _written(number: int) -> str:
    digits: list[str] = []
    while number or len(digits) < CODE_CHARS:
        number, digit = divmod(number, len(DIGITS))
        digits.append(DIGITS[digit])
    return "".join(reversed(digits))


def _dose_of(code: str) -> tuple[Shown, ...]:
    number = 0
    for digit in code.removeprefix(DOSE):
        number = number * len(DIGITS) + DIGITS.index(digit)
    verdict, flags = divmod(number, 1 << len(_FLAGS))
    if not code.startswith(DOSE) or verdict >= len(_VERDICTS):
        return ()
    told = tuple(flag for place, flag in enumerate(_FLAGS) if flags >> place & 1)
    return (Shown(Kind.DOSE_CHECK, verdict=_VERDICTS[verdict], flags=told),)
