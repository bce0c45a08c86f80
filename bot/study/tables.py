"""Items from tables: each line asks for its answer, and the other lines' answers are the wrong ones."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from bot.kb.figures import format_figure, format_number
from bot.study.making import (
    Draft,
    Wrong,
    first_alike,
    is_true_told,
    statement_draft,
    without_repeats,
)
from bot.study.model import Accepted, ItemKind
from bot.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.kb import Figure, KnowledgeBase
    from bot.kb.study import StudyRow, StudyTable

MOST_WRONG = 3
LEAST_WRONG = 2
_SLIPS = {"mg": "mcg", "mcg": "mg"}
"""The unit that a unit is mistaken for: a thousandfold slip."""


def table_drafts(table: StudyTable, knowledge: KnowledgeBase) -> Iterator[Draft]:
    """Draft every item of a table."""
    for row in table.rows:
        yield from _Line(table, row, knowledge).drafts()


def answer_of(row: StudyRow, knowledge: KnowledgeBase) -> str:
    """Return a line's answer in words."""
    return format_figure(knowledge.figures[row.figure]) if row.figure else row.answer


def fits_not(row: StudyRow, other: StudyRow, table: StudyTable, knowledge: KnowledgeBase) -> bool:
    """Tell whether another line's answer is wrong for a line, as far as the table knows."""
    own = {same(answer_of(line, knowledge)) for line in table.rows if line.what == row.what}
    own |= {same(text) for text in row.also}
    return other.what != row.what and same(answer_of(other, knowledge)) not in own


def same(text: str) -> str:
    """Fold an answer so that two writings of one thing compare equal."""
    return " ".join(fold(text))


class _Line:
    """One line of a table with everything needed to ask about it."""

    def __init__(self, table: StudyTable, row: StudyRow, knowledge: KnowledgeBase) -> None:
        self.table, self.row, self.knowledge = table, row, knowledge
        self.answer = answer_of(row, knowledge)
        self.figure: Figure | None = knowledge.figures[row.figure] if row.figure else None
        key = row.figure or same(row.answer).replace(" ", "-")
        self.origin = f"{table.id}/{same(row.what).replace(' ', '-')}/{key}"

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
        wrong = without_repeats(
            [Wrong(other.what, self._say(other), other.fact) for other in self.table.rows if self._is_foreign(other)]
        )
        rivals = [other for other in self.table.rows if other.what != self.row.what]
        shared = any(same(answer_of(other, self.knowledge)) == same(self.answer) for other in rivals)
        chosen = first_alike(self.row.what, wrong, MOST_WRONG, self.origin)
        if chosen and not shared:
            yield self._draft("back", self.table.back.format(answer=self.answer), self.row.what, chosen)

    def _is_foreign(self, other: StudyRow) -> bool:
        """Tell whether another subject does not have this line's answer too."""
        also = {same(text) for line in self.table.rows if line.what == other.what for text in line.also}
        return other.what != self.row.what and same(self.answer) not in also

    def _stated(self) -> Iterator[Draft]:
        others = self._wrong_answers()
        told = is_true_told(self.origin) or not others
        shown = self.answer if told else others[0].text
        yield statement_draft(
            f"say/{self.origin}",
            f"True or false? {self.table.say.format(what=self.row.what, answer=shown)}",
            told=told,
            fact=self.row.fact,
            difficulty=self.table.difficulty,
            confused=None if told else others[0],
            correction=f"Right is: {self.answer}.",
        )

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
        others = without_repeats(
            [
                Wrong(answer_of(other, self.knowledge), self._say(other), other.fact)
                for other in self.table.rows
                if fits_not(self.row, other, self.table, self.knowledge)
            ]
        )
        slip = self._slip()
        chosen = first_alike(self.answer, others, MOST_WRONG - len(slip), self.origin)
        return (*chosen, *slip)

    def _slip(self) -> tuple[Wrong, ...]:
        figure = self.figure
        if not self.table.slips or figure is None or figure.unit not in _SLIPS:
            return ()
        unit = _SLIPS[figure.unit]
        text = f"{self.answer.removesuffix(figure.unit)}{unit}"
        size = "a thousand times too small" if unit == "mcg" else "a thousand times too large"
        why = f"The number is right, the unit is not: {format_number(figure.high)} {unit} would be {size}."
        return (Wrong(text, why),)

    def _say(self, other: StudyRow) -> str:
        """Tell where another line's answer belongs."""
        answer = answer_of(other, self.knowledge)
        if self.table.say:
            return self.table.say.format(what=other.what, answer=answer)
        return f"That belongs to {other.what}."
