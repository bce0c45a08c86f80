"""What must hold of one item: one right answer, wrong ones that are wrong and look alike, nothing harmful, no essay."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from bot.kb.figures import format_figure
from bot.study.lines import question_lines, solution_lines
from bot.study.making import banned_amounts, origin_figure, same
from bot.study.model import Grade, ItemKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.kb import Figure, KnowledgeBase
    from bot.kb.study import Study
    from bot.study.model import Choice, Item

BUTTON = 80
"""Characters that a button holds."""
QUESTION = 300
SCREEN = 2000
"""Characters that one message holds."""
SHORT = 16
"""Answers up to this length look alike whatever their length."""
STRETCH = 2.2
PRODUCT = "strength"
"""The purpose of a figure that belongs to a product, whatever the country."""
_AMOUNT = re.compile(r"(\d[\d,.]*)(?: to (\d[\d,.]*))? ?(mcg|mg|g)\b(.*)")
_IN_MCG = {"mcg": 1, "mg": 1000, "g": 1_000_000}


class ItemRules:
    """Holds items against the rules of one base."""

    def __init__(self, knowledge: KnowledgeBase, study: Study) -> None:
        self.knowledge, self.study = knowledge, study
        self.meanings = {same(word): number for number, words in enumerate(study.synonyms) for word in words}
        self.banned = banned_amounts(knowledge)

    def broken(self, item: Item) -> Iterator[tuple[str, str]]:
        """Yield what is wrong with an item and how to mend it."""
        yield from self._choices(item)
        yield from self._sizes(item)
        yield from self._jurisdiction(item)
        for text in (item.question, item.answer, *(choice.text for choice in item.choices), *item.working):
            if any(re.search(rf"(?<![\d.,]){re.escape(amount)}\b", text) for amount in self.banned):
                yield "shows an amount that no question shows.", "Take another figure."

    def _choices(self, item: Item) -> Iterator[tuple[str, str]]:
        right = [choice for choice in item.choices if choice.right]
        wrong = [choice for choice in item.choices if not choice.right]
        for choice in wrong:
            if not choice.confusion.strip():
                yield f"does not say why '{choice.text}' is wrong.", "Say what it is confused with."
            if self.same(choice.text, right[0].text):
                yield f"'{choice.text}' is right as well.", "Take it out, or name it under 'also'."
        for number, choice in enumerate(wrong):
            if any(self.same(choice.text, other.text) for other in wrong[:number]):
                yield f"'{choice.text}' stands there twice.", "Keep one of them."
        if len(item.choices) > 2:
            yield from self._likeness(right[0], wrong)

    def _likeness(self, right: Choice, wrong: list[Choice]) -> Iterator[tuple[str, str]]:
        """See to it that the right answer is not the one that looks different."""
        lengths = [len(choice.text) for choice in wrong]
        own = len(right.text)
        if max(own, *lengths) <= SHORT:
            return
        if own > STRETCH * max(lengths) or max(lengths) > 2 * STRETCH * min(own, *lengths):
            yield "has an answer that shows by its length.", "Make the wrong ones as long as the right one."

    def same(self, one: str, other: str) -> bool:
        """Tell whether two answers say the same: in words, as an amount in any unit, or as a synonym."""
        first, second = same(one), same(other)
        if first == second or (amount_of(one) is not None and amount_of(one) == amount_of(other)):
            return True
        meaning = self.meanings.get(first)
        return meaning is not None and meaning == self.meanings.get(second)

    def _sizes(self, item: Item) -> Iterator[tuple[str, str]]:
        if len(item.question) > QUESTION:
            yield f"is {len(item.question)} characters long.", f"Keep it to {QUESTION}."
        for choice in item.choices:
            if len(choice.text) > BUTTON:
                yield f"'{choice.text}' does not fit on a button.", f"Keep it to {BUTTON} characters."
        answers: tuple[Choice | None, ...] = item.choices or (None,)
        for picked in answers:
            given = Grade(False, True, picked.confusion if picked else "", picked)
            shown = "\n".join([*question_lines(item), *solution_lines(item, given)])
            if len(shown) > SCREEN:
                yield f"has a solution of {len(shown)} characters.", f"Keep it to {SCREEN}: show fewer facts."
            if not shown.endswith(item.disclaimer):
                yield "does not end with the disclaimer.", "Mend the wording."

    def _jurisdiction(self, item: Item) -> Iterator[tuple[str, str]]:
        """See to it that another country's label does not make a wrong answer right."""
        figure = origin_figure(item, self.knowledge)
        if figure is None or item.kind is ItemKind.TRUE_FALSE or figure.purpose == PRODUCT:
            return
        rivals = [other for other in self.knowledge.figures.values() if _rival(figure, other)]
        shown = {choice.text for choice in item.choices if not choice.right}
        words = self.study.countries.get(figure.jurisdiction, ())
        if any(format_figure(rival) in shown for rival in rivals) and not any(word in item.question for word in words):
            yield "has an answer that another country's label gives.", "Name the country in the question."


def amount_of(text: str) -> tuple[Decimal, Decimal, str] | None:
    """Read an answer that is an amount, or a range of them, as mcg; None where it is none."""
    found = _AMOUNT.fullmatch(text)
    if found is None:
        return None
    low = Decimal(found[1].replace(",", ""))
    high = Decimal(found[2].replace(",", "")) if found[2] else low
    return low * _IN_MCG[found[3]], high * _IN_MCG[found[3]], found[4]


def _rival(figure: Figure, other: Figure) -> bool:
    """Tell whether two figures say the same thing for two jurisdictions."""
    keys = ("route", "population", "purpose", "per")
    same = all(getattr(figure, key) == getattr(other, key) for key in keys)
    return same and other.jurisdiction != figure.jurisdiction
