"""Problems with numbers: each is solved a second time, and none of its wrong answers solves it too."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from case_oracle import ORACLE, answer_to, line_is_right, numbers

from bot.study import ItemKind

if TYPE_CHECKING:
    from bot.study import Item, ItemBank

PLANS = {"error-in-totals", "error-in-volumes"}


def template_of(item: Item) -> str:
    return item.origin.split("?")[0]


def cases(bank: ItemBank) -> list[Item]:
    return [item for item in bank.items if item.kind is ItemKind.CASE]


def test_the_oracle_knows_every_template(bank: ItemBank) -> None:
    assert {template_of(item) for item in cases(bank)} == ORACLE.keys() | PLANS


def test_every_answer_is_right_and_no_other_is(bank: ItemBank) -> None:
    for item in cases(bank):
        if template_of(item) in PLANS:
            continue
        right = answer_to(template_of(item), item.question)
        for choice in item.choices:
            same_unit = choice.text.split()[1:] == item.answer.split()[1:] or right.denominator != 1
            assert (numbers(choice.text) == [right] and same_unit) == choice.right, (item.question, choice.text)


def test_the_line_to_find_is_the_only_wrong_one(bank: ItemBank) -> None:
    found = [item for item in cases(bank) if template_of(item) in PLANS]
    assert len(found) >= 20
    for item in found:
        assert len(item.choices) == 4
        for choice in item.choices:
            assert line_is_right(choice.text, item.question) != choice.right, (item.question, choice.text)
        corrected = item.working[0].rsplit(": ", 1)[1]
        dose, *_, right = numbers(corrected)
        assert dose == numbers(item.answer)[0]
        assert right != numbers(item.answer)[-1]


def test_the_working_ends_in_the_answer(bank: ItemBank) -> None:
    for item in cases(bank):
        if template_of(item) not in PLANS:
            assert numbers(item.answer)[0] in numbers(item.working[-1]), item.working


@pytest.mark.parametrize("template", ["volume-of-a-dose", "pump-day", "bottle-lasts", "refill-rise"])
def test_the_working_is_shown_step_by_step(bank: ItemBank, template: str) -> None:
    for item in cases(bank):
        if template_of(item) == template:
            assert len(item.working) >= (1 if template == "pump-day" else 2)
