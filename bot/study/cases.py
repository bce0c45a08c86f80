"""Problems with numbers: every sensible set of parameters of a template, kept to so many that stay the same."""

from __future__ import annotations

import itertools
from fractions import Fraction
from typing import TYPE_CHECKING

from bot.dosing.model import Quantity
from bot.dosing.phrases import say_quantity
from bot.study import arithmetic, plans, pumps
from bot.study.making import Draft, Wrong, banned_amounts, digest
from bot.study.model import ItemKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bot.kb import Figure, KnowledgeBase
    from bot.kb.study import StudyCase
    from bot.study.solving import Solved, Solver

SOLVERS: Mapping[str, Solver] = {
    "tablets": arithmetic.tablets,
    "volume": arithmetic.volume,
    "mass": arithmetic.mass,
    "day-total": arithmetic.day_total,
    "split": arithmetic.split,
    "supply": arithmetic.supply,
    "titration": arithmetic.titration,
    "reach": arithmetic.reach,
    "weight-day": arithmetic.weight_day,
    "halving": arithmetic.halving,
    "pump-day": pumps.pump_day,
    "pump-hour": pumps.pump_hour,
    "pump-flow": pumps.pump_flow,
    "refill": pumps.refill,
    "first-day": pumps.first_day,
    "first-flow": pumps.first_flow,
    "raised": pumps.raised,
    "to-mg": pumps.to_mg,
    "error-in-totals": plans.error_in_totals,
    "error-in-volumes": plans.error_in_volumes,
}
"""The arithmetic that a study file can name."""


def case_drafts(case: StudyCase, knowledge: KnowledgeBase) -> Iterator[Draft]:
    """Draft the problems of a template.

    Where there are more than it wants, those with the lowest hash are kept: an added figure moves few of them.
    """
    found = [(origin, given, solved) for origin, given, solved in _problems(case, knowledge)]
    kept = {origin for origin, _, _ in sorted(found, key=lambda row: digest(row[0]))[: case.most]}
    banned = banned_amounts(knowledge)
    for origin, given, solved in found:
        wrong = tuple(Wrong(text, why) for text, why in solved.wrong if text not in banned)
        if origin in kept and len(wrong) > 1:
            yield Draft(
                kind=ItemKind.CASE,
                origin=origin,
                question=case.ask.format(**{name: say_quantity(value) for name, value in given.items()}),
                answer=solved.answer,
                facts=case.facts,
                difficulty=case.difficulty,
                wrong=wrong,
                working=solved.working,
                right_at=solved.right_at,
            )


def _problems(case: StudyCase, knowledge: KnowledgeBase) -> Iterator[tuple[str, dict[str, Quantity], Solved]]:
    """Try every set of parameters and yield those that make a problem."""
    solver = SOLVERS[case.solver]
    values = {
        **{name: _amounts(knowledge, ids) for name, ids in case.figures.items()},
        **{name: [read_amount(text) for text in texts] for name, texts in case.numbers.items()},
    }
    for chosen in itertools.product(*values.values()):
        given = dict(zip(values, chosen, strict=True))
        solved = solver(given)
        if solved is not None:
            told = "&".join(f"{name}={say_quantity(value)}" for name, value in given.items())
            yield f"{case.id}?{told}", given, solved


def _amounts(knowledge: KnowledgeBase, ids: tuple[str, ...]) -> list[Quantity]:
    """Return the amounts of some figures, each once."""
    return list(dict.fromkeys(amount for key in ids for amount in amounts_of(knowledge.figures[key])))


def amounts_of(figure: Figure) -> list[Quantity]:
    """Return each amount of a figure: both ends of a range, every value of a list."""
    unit = figure.unit.split("/")[0]
    return [Quantity(Fraction(value), Fraction(value), unit) for value in figure.values]


def read_amount(text: str) -> Quantity:
    """Read '3' or '20 mL' as the study file writes it."""
    number, _, unit = text.partition(" ")
    return Quantity(Fraction(number), Fraction(number), unit)
