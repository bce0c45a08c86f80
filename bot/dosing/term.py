"""A term: an amount with how often, how long, and how it hangs together with the one before."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

from bot.dosing.frequency import Frequency

if TYPE_CHECKING:
    from bot.dosing.amount import Amount, Concentration
    from bot.dosing.model import Climb
    from bot.dosing.spans import Span

AND, OR, THEN, BUT, NONE = "and", "or", "then", "but", ""
"""How a term is joined to the one before: one more of the day, an alternative, a later step, a contrast,
nothing."""

SUM_MARK = Frequency(Fraction(0), Fraction(0))
"""Stands between two frequencies that add up: 'twice a day and at bedtime'."""


@dataclass(slots=True)
class Term:
    """An amount and what was said with it."""

    amount: Amount
    at: int
    """Position among the tokens."""
    sentence: int
    other: bool = False
    """It belongs to another medicine."""
    freqs: list[Frequency] = field(default_factory=list)
    per_day: bool = False
    in_total: bool = False
    """Told with 'in total', without a word of a day."""
    division: Frequency | None = None
    """Into how many doses a day's total is divided."""
    spread: Amount | None = None
    """The single doses of a total: '40 mg a day in 3 doses of 10 to 20 mg'."""
    counts: tuple[Fraction, ...] = ()
    """Tablets through the day: 1-0-1."""
    times_x: Fraction | None = None
    """'x 3' without more: tablets or times."""
    single: bool = False
    per_dose: bool = False
    cap: bool = False
    """Told as a limit: 'no more than 60 mg a day'."""
    span: Span | None = None
    label: Fraction | None = None
    """The day of a schedule that it was labelled with."""
    today: bool = False
    aside: bool = False
    """Told only for comparison: 'instead of 20', 'usually 20'."""
    joined: str = NONE
    then: bool = False
    """Joined by a mere 'then': a later step, or a later time of the same day."""
    earlier: bool = False
    """Told as what the dose before was: 'up to 20 mg from 10 mg'."""
    arrow: bool = False
    """Told as the target of a change: 'from 10 to 20'."""
    of: bool = False
    """Told right after 'of'."""


@dataclass(slots=True)
class Terms:
    """All that a text says of amounts."""

    terms: list[Term] = field(default_factory=list)
    concentrations: list[Concentration] = field(default_factory=list)
    climb: Climb | None = None
    loose_freqs: list[Frequency] = field(default_factory=list)
    """How often, where no amount stands with it."""
    labels: list[Fraction] = field(default_factory=list)
    """The days that a schedule names, in order: 'day 1 …, day 4 …'."""
    strength_last: bool = False
    """Counts of tablets come first and their strength last: 'one in the morning and two at bed, 10 mg tablets'."""
    unit: str = ""
    """A unit told once for all: '10 at breakfast and 20 at night, all mg'."""
    unreadable: bool = False
    form_clash: bool = False
    prn: bool = False
    divided: bool = False
