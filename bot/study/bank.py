"""All items of a knowledge base, to look up and to draw from."""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING

from bot.errors import InputError
from bot.study.cases import case_drafts
from bot.study.gaps import gap_drafts
from bot.study.making import Maker, digest
from bot.study.model import ItemKind
from bot.study.tables import table_drafts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bot.kb import KnowledgeBase
    from bot.study.making import Draft
    from bot.study.model import Difficulty, Item


SHARES = {ItemKind.MULTIPLE_CHOICE: 0.5, ItemKind.CASE: 0.2, ItemKind.TRUE_FALSE: 0.2, ItemKind.FILL_IN: 0.1}
"""How often each kind comes up in a mixed round, however many there are of it."""


class ItemBank:
    """The items of one base, in the order of its study file."""

    def __init__(self, items: Iterable[Item]) -> None:
        self.items = tuple(items)
        self._by_id = {item.id: item for item in self.items}

    def __len__(self) -> int:
        return len(self.items)

    @property
    def groups(self) -> tuple[str, ...]:
        """The topic groups that have items, sorted."""
        return tuple(sorted({item.group for item in self.items}))

    def by_id(self, item_id: str) -> Item | None:
        """Return the item of an id, or None: the base may have changed since it was noted."""
        return self._by_id.get(item_id)

    def draw(
        self,
        seed: int | str,
        *,
        group: str | None = None,
        number: int | None = 10,
        difficulty: Difficulty | str | None = None,
        kind: ItemKind | str | None = None,
    ) -> tuple[Item, ...]:
        """Draw items: the same ones, in the same order, for the same seed and base, on every machine.

        As long as there are others, no two of them rest on the same fact: one would give the other away.
        ``number`` None draws all. Raises InputError where no item is of that group, difficulty and kind.
        """
        fitting = [
            item
            for item in self.items
            if group in (None, item.group) and difficulty in (None, item.difficulty) and kind in (None, item.kind)
        ]
        if not fitting:
            raise InputError(*self._none(group))
        counts = Counter(item.kind for item in fitting)
        ranked = sorted(fitting, key=lambda item: _turn(item, seed, SHARES[item.kind] / counts[item.kind]))
        fresh: list[Item] = []
        later: list[Item] = []
        seen: set[str] = set()
        for item in ranked:
            facts = {fact.id for fact in item.facts}
            (later if facts & seen else fresh).append(item)
            seen |= facts
        return tuple([*fresh, *later][:number])

    def _none(self, group: str | None) -> tuple[str, str]:
        if not self.items:
            return (
                "This knowledge base holds nothing to practice with.",
                "Add a study.yaml to it: knowledge/README.md says how.",
            )
        if group is not None and group not in self.groups:
            return f"There are no questions on '{group}'.", f"The topic groups are: {', '.join(self.groups)}."
        return "There are no questions of that kind.", "Leave out the group, the difficulty or the kind."


def _turn(item: Item, seed: int | str, weight: float) -> tuple[float, str]:
    """Tell when an item comes up: at random by its hash, the sooner the heavier its kind weighs."""
    chance = (int(digest(str(seed), item.id)[:13], 16) + 1) / 16**13
    return -math.log(chance) / weight, item.id


def build_bank(knowledge: KnowledgeBase) -> ItemBank:
    """Make every item of a base; an empty bank where the base has no study file."""
    if knowledge.study is None:
        return ItemBank(())
    maker = Maker(knowledge)
    return ItemBank(maker.make(draft) for draft in _drafts(knowledge, maker))


def _drafts(knowledge: KnowledgeBase, maker: Maker) -> Iterator[Draft]:
    study = knowledge.study
    if study is None:
        return
    for table in study.tables:
        yield from table_drafts(table, knowledge)
    for gap in study.gaps:
        yield from gap_drafts(gap, maker)
    for case in study.cases:
        yield from case_drafts(case, knowledge)
