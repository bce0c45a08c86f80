"""An item as the promised JSON object. Scripts rely on these keys: add to them, never rename one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.study.lines import references_of
from bot.surfaces.contract import fact_objects, source_object

if TYPE_CHECKING:
    from bot.study import Choice, Item
    from bot.surfaces.contract import Json


def item_object(item: Item) -> dict[str, Json]:
    """Return what ``quiz --json`` and ``study export --json`` print for an item, its solution included."""
    wrong = [choice for choice in item.choices if not choice.right]
    sources = dict.fromkeys(reference.source for reference in references_of(item, wrong))
    return {
        "id": item.id,
        "kind": str(item.kind),
        "topic": item.topic,
        "group": item.group,
        "difficulty": str(item.difficulty),
        "question": item.question,
        "choices": [_choice(choice) for choice in item.choices],
        "unit": item.accepted.unit if item.accepted else None,
        "answer": item.answer,
        "working": list(item.working),
        "facts": fact_objects(item.facts),
        "sources": [source_object(source) for source in sources],
        "disclaimer": item.disclaimer,
    }


def _choice(choice: Choice) -> dict[str, Json]:
    return {
        "text": choice.text,
        "right": choice.right,
        "confusion": choice.confusion,
        "fact": choice.evidence.fact.id if choice.evidence else None,
    }
