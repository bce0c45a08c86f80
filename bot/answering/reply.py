"""What a person gets back. No reply exists without its disclaimer."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from bot.dosing import DoseCheck
    from bot.kb import Fact, Source
    from bot.matching import Candidate


class Kind(StrEnum):
    """The kinds of reply, as the contract names them."""

    ANSWER = "answer"
    EMERGENCY = "emergency"
    DOSE_CHECK = "dose-check"
    CLARIFY = "clarify"
    OTHER_DRUG = "other-drug"
    OUT_OF_SCOPE = "out-of-scope"
    SMALL_TALK = "small-talk"


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence of the reply, with the numbers of the references that support it."""

    text: str
    references: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Reference:
    """A place in a source, by the number that the reply gives it."""

    number: int
    source: Source
    locator: str


@dataclass(frozen=True, slots=True)
class Option:
    """A topic that the reader may turn to next."""

    topic: str
    title: str


@dataclass(frozen=True, slots=True)
class Reply:
    """Everything that a surface shows; ``text`` is the whole of it in plain words."""

    kind: Kind
    text: str
    disclaimer: str
    lead: Statement
    """The first line: it carries the answer."""
    topic: str | None = None
    title: str = ""
    contacts: tuple[str, ...] = ()
    """In an emergency: whom to call, the most urgent first."""
    statements: tuple[Statement, ...] = ()
    notes: tuple[str, ...] = ()
    """Lines of the bot's own, such as the language of the text."""
    references: tuple[Reference, ...] = ()
    reviewed: date | None = None
    see_also: tuple[Option, ...] = ()
    alternatives: tuple[Option, ...] = ()
    """What else may have been meant."""
    facts: tuple[Fact, ...] = ()
    """The curated statements that the reply makes."""
    has_more: bool = False
    """Whether the topic holds further detail."""
    candidates: tuple[Candidate, ...] = ()
    dose: DoseCheck | None = None
    danger: str | None = None
    """In an emergency: the id of the kind of danger."""
    answer_id: str = ""
    """By it a curator finds this reply again; it tells nothing of what was asked."""

    def __post_init__(self) -> None:
        """Refuse a reply without its disclaimer."""
        if not self.disclaimer.strip() or not self.text.rstrip().endswith(self.disclaimer):
            message = "a reply ends with its disclaimer, whole"
            raise ValueError(message)

    @property
    def sources(self) -> tuple[Source, ...]:
        """The cited works, each once, in the order of the references."""
        return tuple(dict.fromkeys(reference.source for reference in self.references))
