"""Items from tables: each line asks for its answer, and the other lines' answers are the wrong ones."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

from bot.kb.figures import format_figure
from bot.study.making import (
    Draft,
    Wrong,
    coin,
    digest,
    first_alike,
    form_of,
    same,
    slug,
    statement_draft,
    without_repeats,
)
from bot.study.model import Accepted, ItemKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.kb import Figure, KnowledgeBase
    from bot.kb.study import StudyRow, StudyTable

MOST_WRONG = 3
LEAST_WRONG = 2
_NUMBERS = re.compile(r"\d[\d,]*(?:\.\d+)?")
_UNIT = re.compile(r"\b(?:mg|mcg)\b")
_SLIPS = {"mg": "mcg", "mcg": "mg"}
"""The unit that a unit is mistaken for: a thousandfold slip."""


def table_drafts(table: StudyTable, knowledge: KnowledgeBase) -> Iterator[Draft]:
    """Draft every item of a table."""
    for row in table.rows:
        yield from _Line(table, row, knowledge).drafts()


def answer_of(row: StudyRow, knowledge: KnowledgeBase) -> str:
    """Return a line's answer in words."""
    return format_figure(knowledge.figures[row.figure]) if row.figure else row.answer


def sentence(text: str) -> str:
    """Begin with a capital letter."""
    return f"{text[:1].upper()}{text[1:]}"


class _Line:
    """One line of a table with everything needed to ask about it."""

    def __init__(self, table: StudyTable, row: StudyRow, knowledge: KnowledgeBase) -> None:
        self.table, self.row, self.knowledge = table, row, knowledge
        self.answer = answer_of(row, knowledge)
        self.figure: Figure | None = knowledge.figures[row.figure] if row.figure else None
        self.rivals = _nearest(table, row)
        """Lines of other subjects, those that stand nearest in the table first."""
        self.shares_subject = any(line.what == row.what for line in table.rows if line is not row)
        self.origin = f"{table.id}/{slug(row.what)}/{row.figure or slug(row.answer)}"

    def drafts(self) -> Iterator[Draft]:
        if self.table.ask:
            yield from self._picked()
        if self.table.back:
            yield from self._back()
        if self.table.say:
            yield from self._stated()
        if self.table.fill and self.figure and (self.figure.is_range or len(self.figure.values) == 1):
            yield self._typed(self.figure)

    def _picked(self) -> Iterator[Draft]:
        wrong = self._wrong_answers()
        if len(wrong) >= LEAST_WRONG:
            yield self._draft("ask", self.table.ask.format(what=self.row.what), self.answer, wrong)

    def _back(self) -> Iterator[Draft]:
        """Ask for the subject; subjects that have the same answer cannot be told apart by it."""
        shared = any(same(self._answer(other)) == same(self.answer) for other in self.rivals)
        foreign = [other for other in self.rivals if not self._is_also_right(other)]
        wrong = without_repeats([Wrong(other.what, self._say(other), other.fact) for other in foreign])
        chosen = first_alike(self.row.what, wrong, MOST_WRONG)
        if len(chosen) >= LEAST_WRONG and not shared:
            yield self._draft("back", self.table.back.format(answer=self.answer), self.row.what, chosen)

    def _is_also_right(self, other: StudyRow) -> bool:
        """Tell whether another subject has this line's answer too."""
        return same(self.answer) in {
            same(text) for line in self.table.rows if line.what == other.what for text in line.also
        }

    def _stated(self) -> Iterator[Draft]:
        """State the line, or alter it: another answer, or another subject where subjects have many answers."""
        altered = None if coin("truth", self.origin) else self._altered()
        text = altered.text if altered else self._say(self.row)
        yield statement_draft(
            f"say/{self.origin}",
            f"True or false? {text}",
            fact=self.row.fact,
            difficulty=self.table.difficulty,
            altered=altered,
            correction=f"Right: {self._say(self.row)}",
        )

    def _altered(self) -> Wrong | None:
        if self.shares_subject:
            for other in self.rivals:
                if not self._is_also_right(other):
                    text = self.table.say.format(what=other.what, answer=self.answer)
                    return Wrong(sentence(text), self._say(other), other.fact)
            return None
        for wrong in self._wrong_answers():
            text = self.table.say.format(what=self.row.what, answer=wrong.text)
            return Wrong(sentence(text), wrong.confusion, wrong.fact)
        return None

    def _typed(self, figure: Figure) -> Draft:
        values = tuple(Fraction(value) for value in figure.values)
        return Draft(
            kind=ItemKind.FILL_IN,
            origin=f"fill/{self.origin}",
            question=f"{self.table.fill.format(what=self.row.what)} ({figure.unit})",
            answer=self.answer,
            facts=(self.row.fact,),
            difficulty=self.table.difficulty,
            accepted=Accepted(values, figure.is_range, figure.unit),
        )

    def _draft(self, form: str, question: str, answer: str, wrong: tuple[Wrong, ...]) -> Draft:
        return Draft(
            kind=ItemKind.MULTIPLE_CHOICE,
            origin=f"{form}/{self.origin}",
            question=question,
            answer=answer,
            facts=(self.row.fact,),
            difficulty=self.table.difficulty,
            wrong=wrong,
        )

    def _wrong_answers(self) -> tuple[Wrong, ...]:
        """Choose what is offered beside the right answer.

        Where the unit is a trap, every number stands there in both units: a number that stands there twice alone
        would give itself away.
        """
        right = {same(self._answer(line)) for line in self.table.rows if line.what == self.row.what}
        right |= {same(text) for text in self.row.also}
        near = without_repeats(
            [
                Wrong(self._answer(other), self._say(other), other.fact)
                for other in self.rivals
                if same(self._answer(other)) not in right and not covers(self._answer(other), self.answer)
            ]
        )
        alike = [other for other in near if form_of(other.text) == form_of(self.answer)]
        slips = self._slips()
        if slips and alike and (len(alike) < LEAST_WRONG or coin("slip", self.origin)):
            slip = _in_other_unit(alike[0].text)
            return (alike[0], slips[0], Wrong(slip, "Neither the number nor the unit is right.")) if slip else ()
        if len(alike) + len(slips) >= LEAST_WRONG:
            return (*first_alike(self.answer, alike, MOST_WRONG), *slips)[:MOST_WRONG]
        return first_alike(self.answer, near, MOST_WRONG)

    def _slips(self) -> tuple[Wrong, ...]:
        """Return the figure in the unit that it is mistaken for, and with its decimal point slipped."""
        figure = self.figure
        if not self.table.slips or figure is None or not (shown := _in_other_unit(self.answer)):
            return ()
        size = "a thousand times too small" if figure.unit.startswith("mg") else "a thousand times too large"
        slips = [Wrong(shown, f"The number is right, the unit is not: that would be {size}.")]
        if len(figure.values) <= 2:
            tenfold = replace(figure, values=tuple(value * 10 for value in figure.values))
            slips.append(Wrong(format_figure(tenfold), "A tenfold slip of the decimal point."))
        taken = {self._answer(row) for row in self.table.rows}
        return tuple(slip for slip in slips if slip.text not in taken)

    def _answer(self, row: StudyRow) -> str:
        return answer_of(row, self.knowledge)

    def _say(self, other: StudyRow) -> str:
        """Tell where another line's answer belongs."""
        if self.table.say:
            return sentence(self.table.say.format(what=other.what, answer=self._answer(other)))
        return f"That goes with {other.what}."


def _nearest(table: StudyTable, row: StudyRow) -> list[StudyRow]:
    """Order the lines of other subjects by how near they stand; where subjects have many answers, mix them."""
    at = table.rows.index(row)
    others = [(number, line) for number, line in enumerate(table.rows) if line.what != row.what]
    if len({line.what for line in table.rows}) < len(table.rows):
        others.sort(key=lambda pair: digest(row.what, row.answer, row.figure, str(pair[0])))
    else:
        others.sort(key=lambda pair: (abs(pair[0] - at), pair[0]))
    return [line for _, line in others]


def covers(wide: str, narrow: str) -> bool:
    """Tell whether a range takes in the one number of another answer of the same unit: then both would seem right."""
    outer, inner = (_NUMBERS.findall(text) for text in (wide, narrow))
    if len(outer) != 2 or len(inner) != 1 or form_of(wide)[2] != form_of(narrow)[2]:
        return False
    low, high, value = (Fraction(text.replace(",", "")) for text in (*outer, *inner))
    return low <= value <= high


def _in_other_unit(answer: str) -> str:
    """Write an amount with mg for mcg or mcg for mg; empty where it has neither."""
    found = _UNIT.search(answer)
    return f"{answer[: found.start()]}{_SLIPS[found[0]]}{answer[found.end() :]}" if found else ""
