"""What a problem with numbers is solved to: the answer, the steps, and the slips that learners make."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from bot.dosing.model import Quantity
from bot.dosing.phrases import ends, say_quantity

if TYPE_CHECKING:
    from fractions import Fraction

MOST_WRONG = 3


@dataclass(frozen=True, slots=True)
class Solved:
    """A problem's answer with its working and its wrong answers."""

    answer: str
    working: tuple[str, ...]
    wrong: tuple[tuple[str, str], ...]
    """Text and confusion, the most frequent slip first."""
    right_at: int | None = None
    """Where the order of the choices means something: the place of the right one."""


Given: TypeAlias = Mapping[str, Quantity]
Solver: TypeAlias = Callable[[Given], Solved | None]
"""Returns None where the numbers make no sensible problem."""


def amount(value: Fraction, unit: str) -> Quantity:
    """Make a quantity of one number."""
    return Quantity(value, value, unit)


def say(value: Fraction, unit: str) -> str:
    """Write one amount."""
    return say_quantity(amount(value, unit))


def solved(
    value: Fraction,
    unit: str,
    working: tuple[str, ...],
    slips: tuple[tuple[Fraction, str], ...],
    *,
    texts: tuple[tuple[str, str], ...] = (),
) -> Solved | None:
    """Put a solution together; None where its number does not end or too few slips differ from it.

    ``slips`` are wrong numbers of the same unit, ``texts`` wrong answers already written out (another unit).
    """
    answer = say(value, unit)
    wrong = {answer: ""}
    for slip, why in slips:
        if slip > 0 and ends(slip):
            wrong.setdefault(say(slip, unit), why)
    for text, why in texts:
        wrong.setdefault(text, why)
    del wrong[answer]
    if value <= 0 or not ends(value) or len(wrong) < 2:
        return None
    return Solved(answer, working, tuple(wrong.items())[:MOST_WRONG])
