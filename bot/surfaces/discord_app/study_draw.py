"""Which questions a quiz on Discord asks: those with choices, since buttons cannot be typed into."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.errors import InputError

if TYPE_CHECKING:
    from bot.study import ItemBank
    from bot.study.model import Item

ANY = ""
"""Stands for every group and every difficulty."""


def draw_items(bank: ItemBank, seed: str, group: str, difficulty: str, number: int) -> tuple[Item, ...]:
    """Draw the questions of a quiz; none where there are none of that kind."""
    try:
        drawn = bank.draw(seed, group=group or None, number=None, difficulty=difficulty or None)
    except InputError:
        return ()
    return tuple(item for item in drawn if item.choices)[:number]


def group_named(bank: ItemBank, typed: str) -> str | None:
    """Return the group that somebody typed or chose, or None where there is none of that name."""
    told = typed.strip().casefold()
    fitting = [group for group in bank.groups if told in {group, group.replace("-", " ")}]
    return fitting[0] if fitting else None
