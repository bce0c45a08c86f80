"""What a study group works with: items, choices, grades. Frozen, complete, and the same for every surface."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fractions import Fraction

    from bot.answering.reply import Reference
    from bot.kb import Fact


class ItemKind(StrEnum):
    """The forms that a question takes."""

    MULTIPLE_CHOICE = "multiple-choice"
    TRUE_FALSE = "true-false"
    FILL_IN = "fill-in"
    CASE = "case"


class Difficulty(StrEnum):
    """How much must be known: the rule of thumb, the detail, or several steps at once."""

    EASY = "easy"
    MEDIUM = "medium"
    HARD = "hard"


@dataclass(frozen=True, slots=True)
class Accepted:
    """What is taken as right where the figure is typed: one amount, a range, or every one of a list."""

    values: tuple[Fraction, ...]
    is_range: bool
    unit: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """A fact that the solution shows, with the places where it can be checked."""

    fact: Fact
    references: tuple[Reference, ...]
    """At least one; numbered through the whole item."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer that can be picked."""

    text: str
    right: bool
    confusion: str = ""
    """Of a wrong one: what it is confused with; empty for the right one."""
    evidence: Evidence | None = None
    """Of a wrong one that another fact speaks of: that fact."""


@dataclass(frozen=True, slots=True)
class Item:
    """One question with everything that its solution shows."""

    id: str
    """Short, stable and unique: letters, digits and a hyphen, at most 16 characters. Made of ``origin``."""
    origin: str
    """What it was made from: kind, then table, gap or case, with figure, fact or parameters."""
    kind: ItemKind
    topic: str
    """Id of the topic that the (first) fact stands in."""
    title: str
    """Title of that topic: what to read again."""
    group: str
    difficulty: Difficulty
    question: str
    choices: tuple[Choice, ...]
    """In the order in which they are shown; empty where the figure is typed."""
    accepted: Accepted | None
    """Set where the figure is typed (fill-in), else None."""
    answer: str
    """The right answer in words."""
    evidence: tuple[Evidence, ...]
    disclaimer: str
    working: tuple[str, ...] = field(default=())
    """The steps of a case, a line each."""

    def __post_init__(self) -> None:
        """Refuse an item that could be shown without its answer, its source or its disclaimer."""
        rights = [choice for choice in self.choices if choice.right]
        if self.accepted is None and len(rights) != 1:
            message = f"item {self.origin}: exactly one choice is right"
            raise ValueError(message)
        if self.accepted is not None and self.choices:
            message = f"item {self.origin}: a typed figure has no choices"
            raise ValueError(message)
        if not self.evidence or any(not shown.references for shown in self.evidence):
            message = f"item {self.origin}: every fact is shown with its citation"
            raise ValueError(message)
        if not self.disclaimer.strip():
            message = f"item {self.origin}: the disclaimer is missing"
            raise ValueError(message)

    @property
    def facts(self) -> tuple[Fact, ...]:
        """The facts that the solution shows, the one asked for first."""
        return tuple(shown.fact for shown in self.evidence)

    @property
    def right(self) -> int:
        """Position of the right choice; raises ValueError where the figure is typed."""
        for position, choice in enumerate(self.choices):
            if choice.right:
                return position
        message = f"item {self.id} has no choices"
        raise ValueError(message)


@dataclass(frozen=True, slots=True)
class Grade:
    """What an answer was worth."""

    correct: bool
    readable: bool
    """False where no choice or figure could be read: nothing was answered yet, ask again."""
    feedback: str
    """A sentence: why a wrong answer is wrong, or how to answer where nothing could be read."""
    choice: Choice | None = None
    """What was picked."""
