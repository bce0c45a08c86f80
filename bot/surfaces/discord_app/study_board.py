"""A message of the study room before it is shown: pure text and buttons, and never without its disclaimer."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING

from bot.study.lines import references_of, statement_of
from bot.surfaces.discord_app import study_words as words
from bot.surfaces.discord_app.texts import escape, work_lines

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.study.model import Choice, Item
    from bot.surfaces.discord_app.study_ids import StudyPress


class Weight(Enum):
    """How much a button stands out."""

    CHIEF = auto()
    PLAIN = auto()
    GRAVE = auto()


@dataclass(frozen=True, slots=True)
class Knob:
    """A button to be."""

    label: str
    press: StudyPress
    weight: Weight = Weight.PLAIN


@dataclass(frozen=True, slots=True)
class Board:
    """One message."""

    disclaimer: str
    blocks: tuple[str, ...]
    """What is said, in Discord's markdown."""
    small: tuple[str, ...] = ()
    """Sources."""
    rows: tuple[tuple[Knob, ...], ...] = ()
    alt: str = ""
    """What the picture that is attached shows, in words; empty where none is."""

    def __post_init__(self) -> None:
        """Refuse a message without its disclaimer."""
        if not self.disclaimer.strip():
            message = "a message of the study room ends with its disclaimer"
            raise ValueError(message)


def heading(item: Item, position: int, number: int, *, solved: bool = False) -> str:
    """Write which question this is."""
    form = words.SOLUTION_HEADING if solved else words.HEADING
    return form.format(position=position + 1, number=number, title=escape(item.title))


def question_block(item: Item) -> str:
    """Write a question with its choices, each on a line: buttons cut long ones."""
    return "\n".join([f"**{escape(item.question)}**", *choice_lines(item)])


def choice_lines(item: Item) -> list[str]:
    """Write the choices."""
    return [f"{letter}) {escape(choice.text)}" for letter, choice in zip(words.LETTERS, item.choices, strict=False)]


def choice_named(item: Item, position: int) -> str:
    """Write one choice with its letter."""
    return f"{words.LETTERS[position]}) {escape(item.choices[position].text)}"


def answer_named(item: Item) -> str:
    """Write the right answer, with its letter where there are choices."""
    return choice_named(item, item.right) if item.choices else escape(item.answer)


def proof(item: Item, told: Sequence[Choice] = ()) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return what shows that the answer is right, and the works cited: the steps, the facts, the sources."""
    steps = "\n".join(map(escape, item.working))
    facts = "\n".join(f"- {escape(statement_of(shown))}" for shown in item.evidence)
    references = references_of(item, [choice for choice in told if choice.evidence])
    return tuple(block for block in (steps, facts) if block), tuple(work_lines(references))


def why_wrong(choice: Choice) -> str:
    """Write what a wrong choice is confused with, with the numbers of what supports that."""
    numbers = choice.evidence.references if choice.evidence else ()
    return " ".join([escape(choice.confusion), *(f"[{reference.number}]" for reference in numbers)])


def tally_block(item: Item, tally: Mapping[int, int]) -> str:
    """Write how often each choice was chosen; the right one stands out by a word, not by a color."""
    lines = []
    for position, line in enumerate(choice_lines(item)):
        count = f"{line} · {words.CHOSEN_BY.format(number=tally.get(position, 0))}"
        lines.append(f"**{count} · right**" if position == item.right else count)
    return "\n".join(lines)


def favorite_mistake(item: Item, tally: Mapping[int, int]) -> Choice | None:
    """Return the wrong choice that was chosen most, if any was."""
    wrong = {position: count for position, count in tally.items() if position != item.right and count > 0}
    wrong = {position: count for position, count in wrong.items() if position < len(item.choices)}
    return item.choices[max(wrong, key=lambda position: (wrong[position], -position))] if wrong else None
