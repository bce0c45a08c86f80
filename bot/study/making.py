"""Puts items together: stable ids, choices in a stable order, facts with numbered citations."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.answering.references import References
from bot.kb.figures import format_figure
from bot.study.model import Choice, Difficulty, Evidence, Item, ItemKind
from bot.text import normalize

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.kb import Fact, Figure, KnowledgeBase, Topic
    from bot.study.model import Accepted

ID_DIGITS = 12
LONG = 16
"""Answers up to this length look alike whatever their length."""
_ARTICLES = frozenset(("a", "an", "the"))
_PREFIX = {
    ItemKind.MULTIPLE_CHOICE: "mc",
    ItemKind.TRUE_FALSE: "tf",
    ItemKind.FILL_IN: "fi",
    ItemKind.CASE: "ca",
}


@dataclass(frozen=True, slots=True)
class Wrong:
    """A wrong answer before it becomes a choice."""

    text: str
    confusion: str
    fact: str = ""
    """Id of the fact that it belongs to, or empty."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What a generator says of one item; the maker completes it."""

    kind: ItemKind
    origin: str
    question: str
    answer: str
    facts: tuple[str, ...]
    difficulty: str
    wrong: tuple[Wrong, ...] = ()
    accepted: Accepted | None = None
    working: tuple[str, ...] = ()
    right_at: int | None = None
    """Where the order means something (true before false, the lines of a plan): the place of the right one."""


class Maker:
    """Completes drafts with what the knowledge base holds."""

    def __init__(self, knowledge: KnowledgeBase) -> None:
        self.knowledge = knowledge
        self.places: Mapping[str, tuple[Topic, Fact]] = {
            fact.id: (topic, fact) for topic in knowledge.topics.values() for fact in topic.all_facts
        }

    def make(self, draft: Draft) -> Item:
        """Make the item of a draft; raises KeyError where one of its facts does not exist."""
        references = References(self.knowledge.sources)
        evidence = tuple(self._evidence(references, fact) for fact in draft.facts)
        topic, _ = self.places[draft.facts[0]]
        item_id = id_of(draft.kind, draft.origin)
        choices = [] if draft.accepted else self._choices(draft, item_id, references)
        return Item(
            id=item_id,
            origin=draft.origin,
            kind=draft.kind,
            topic=topic.id,
            title=topic.title,
            group=topic.group,
            difficulty=Difficulty(draft.difficulty),
            question=draft.question,
            choices=tuple(choices),
            accepted=draft.accepted,
            answer=draft.answer,
            evidence=evidence,
            disclaimer=self.knowledge.wording.disclaimer,
            working=draft.working,
        )

    def _choices(self, draft: Draft, item_id: str, references: References) -> list[Choice]:
        right = Choice(draft.answer, right=True)
        others = [
            Choice(wrong.text, False, wrong.confusion, self._evidence(references, wrong.fact) if wrong.fact else None)
            for wrong in draft.wrong
        ]
        if draft.right_at is not None:
            return [*others[: draft.right_at], right, *others[draft.right_at :]]
        return sorted([right, *others], key=lambda choice: digest(item_id, choice.text))

    def _evidence(self, references: References, fact_id: str) -> Evidence:
        fact = self.places[fact_id][1]
        stated = references.state(fact)
        numbered = {reference.number: reference for reference in references.all()}
        return Evidence(fact, tuple(numbered[number] for number in stated.references))


def same(text: str) -> str:
    """Write an answer so that two writings of one thing compare equal: case, articles and end marks aside."""
    words = normalize(text).strip(" .,;:").split()
    return " ".join(word for word in words if word not in _ARTICLES)


def slug(text: str) -> str:
    """Write words as part of an id."""
    return "-".join(re.findall(r"[a-z0-9]+", normalize(text)))


def id_of(kind: ItemKind, origin: str) -> str:
    """Name an item by what it was made from: a changed wording keeps the id, and with it a learner's progress."""
    return f"{_PREFIX[kind]}-{digest(str(kind), origin)[:ID_DIGITS]}"


def digest(*parts: str) -> str:
    """Hash words, for ids and for orders that look random and never change."""
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def coin(purpose: str, origin: str) -> bool:
    """Decide once and for all, for about half of the origins."""
    return int(digest(purpose, origin)[:2], 16) < 128


def statement_draft(
    origin: str, question: str, *, fact: str, difficulty: str, altered: Wrong | None, correction: str
) -> Draft:
    """Draft a true-or-false item: a true statement, or one that was ``altered`` and what it says instead."""
    if altered is None:
        wrong = Wrong("False", "The sources say it just so.")
    else:
        wrong = Wrong("True", altered.confusion, altered.fact)
    return Draft(
        kind=ItemKind.TRUE_FALSE,
        origin=origin,
        question=question,
        answer="False" if altered else "True",
        facts=(fact,),
        difficulty=difficulty,
        wrong=(wrong,),
        working=(correction,) if altered else (),
        right_at=1 if altered else 0,
    )


def first_alike(right: str, wrong: Sequence[Wrong], most: int) -> tuple[Wrong, ...]:
    """Choose the wrong answers that look most like the right one; of equals, those that come first."""

    def unlike(other: Wrong) -> tuple[bool, int]:
        longer, shorter = max(len(right), len(other.text)), max(1, min(len(right), len(other.text)))
        return form_of(right) != form_of(other.text), longer * 3 // shorter if longer > LONG else 0

    return tuple(sorted(wrong, key=unlike)[:most])


def form_of(text: str) -> tuple[bool, bool, str]:
    """Describe how an answer looks: with a number, with a range, and its unit."""
    has_number = any(letter.isdigit() for letter in text)
    unit = text.rsplit(maxsplit=1)[-1] if has_number else ""
    return has_number, " to " in text, unit


def without_repeats(wrong: Sequence[Wrong]) -> tuple[Wrong, ...]:
    """Keep the first of each text."""
    kept: dict[str, Wrong] = {}
    for other in wrong:
        kept.setdefault(other.text.casefold(), other)
    return tuple(kept.values())


def origin_figure(item: Item, knowledge: KnowledgeBase) -> Figure | None:
    """Return the figure that an item asks for; None where it asks for words or is reckoned."""
    return knowledge.figures.get(item.origin.rpartition("/")[2])


def banned_amounts(knowledge: KnowledgeBase) -> frozenset[str]:
    """Write the amounts that no question shows; those that a label gives as well, for something else, are let be."""
    figures = knowledge.figures
    never = knowledge.study.never_figures if knowledge.study else frozenset()
    banned = {format_figure(figures[name]) for name in never if name in figures}
    labeled = [figure for name, figure in figures.items() if name not in never and not figure.policy]
    return frozenset(banned - {format_figure(figure) for figure in labeled})
