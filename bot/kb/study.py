"""What questions are made from: marks on the facts, never facts of their own.

A study file points at facts and figures. Every answer is a figure that its fact names or words that stand in it,
so that a question cannot disagree with the reference: when the fact changes, the mark no longer fits and
``kb check`` says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class StudyRow:
    """One line of a table: a subject and what belongs to it."""

    what: str
    """Completes the table's question."""
    answer: str
    """Words of the fact; empty where a figure is the answer."""
    figure: str
    """A figure that the fact names, or empty."""
    fact: str
    """Id of the fact that supports the line."""
    also: tuple[str, ...]
    """Answers of other lines that would be right here too: never offered as wrong ones."""


@dataclass(frozen=True, slots=True)
class StudyTable:
    """Lines that are confused with each other."""

    id: str
    ask: str
    """Asks for the answer of a subject, with ``{what}``; empty where that is no good question."""
    back: str
    """Asks for the subject of an answer, with ``{answer}``; empty likewise."""
    say: str
    """A statement of subject and answer, with ``{what}`` and ``{answer}``; empty where none is made."""
    fill: str
    """Asks for the figure to be typed, with ``{what}``; empty where it is picked only."""
    slips: bool
    """Whether the same number in the neighboring unit is offered as a wrong answer."""
    difficulty: str
    rows: tuple[StudyRow, ...]


@dataclass(frozen=True, slots=True)
class StudyWrong:
    """A wrong answer with what it is confused with: a reason in words, or the fact that it belongs to."""

    text: str
    why: str
    fact: str


@dataclass(frozen=True, slots=True)
class StudyGap:
    """A fact with some of its words cut out."""

    fact: str
    id: str
    """Tells several gaps of one fact apart."""
    cut: str
    """Words of the fact: the right answer."""
    lead: str
    """Said before the sentence where it needs a subject; else empty."""
    wrong: tuple[StudyWrong, ...]
    say: bool
    """Whether a true-or-false statement is made of it too."""
    difficulty: str


@dataclass(frozen=True, slots=True)
class StudyCase:
    """A problem with numbers: which arithmetic, on which figures."""

    id: str
    solver: str
    """Names the arithmetic in ``bot.study.arithmetic``."""
    ask: str
    """The problem, with a brace for each parameter."""
    figures: Mapping[str, tuple[str, ...]]
    """Parameter to figures: each value of each of them is tried."""
    numbers: Mapping[str, tuple[str, ...]]
    """Parameter to plain amounts, such as ``3`` or ``20 mL``."""
    facts: tuple[str, ...]
    most: int
    """So many problems are kept, spread over all that can be made."""
    difficulty: str


@dataclass(frozen=True, slots=True)
class Study:
    """Everything that questions are made from."""

    tables: tuple[StudyTable, ...]
    gaps: tuple[StudyGap, ...]
    cases: tuple[StudyCase, ...]
    never_figures: frozenset[str]
    """Figures that no question asks for or shows, nor any fact that names them."""
    never_facts: frozenset[str]
    countries: Mapping[str, tuple[str, ...]]
    """Jurisdiction code to the words that name it in a question."""
    synonyms: tuple[tuple[str, ...], ...]
    """Words that say the same thing: never two answers of one question."""
