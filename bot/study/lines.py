"""An item and its solution as plain lines, for a terminal, a test or a printed sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.answering.layout import reference_lines
from bot.study.grading import LETTERS

if TYPE_CHECKING:
    from bot.answering.reply import Reference
    from bot.study.model import Choice, Evidence, Grade, Item


def question_lines(item: Item) -> list[str]:
    """Write the question, then each choice with its letter."""
    return [item.question, *(f"  {letter}) {choice.text}" for letter, choice in lettered(item))]


def solution_lines(item: Item, given: Grade | None = None, *, every: bool = False) -> list[str]:
    """Write the right answer, how it is reached, the fact with its citation, and the disclaimer last.

    With a grade, why the given answer is wrong comes first; with ``every``, so does each wrong choice.
    """
    lines = []
    if given is not None:
        lines.append(confusion_of(given.choice) if given.choice and not given.correct else given.feedback)
    if given is None or not (given.correct or item.accepted):
        lines.append(f"Answer: {answer_text(item)}")
    lines.extend(item.working)
    lines.extend(statement_of(shown) for shown in item.evidence)
    shown = confusions(item, given, every=every)
    if every:
        lines.extend(f"Not “{choice.text}”: {confusion_of(choice)}" for choice in shown)
    lines.extend(reference_lines(references_of(item, shown)))
    return [*lines, item.disclaimer]


def answer_text(item: Item) -> str:
    """Write the right answer with its letter."""
    return f"{LETTERS[item.right]}) {item.answer}" if item.choices else item.answer


def lettered(item: Item) -> list[tuple[str, Choice]]:
    """Pair each choice with its letter."""
    return list(zip(LETTERS, item.choices, strict=False))


def statement_of(shown: Evidence) -> str:
    """Write a fact with the numbers of its citations."""
    return _marked(shown.fact.text, shown)


def confusion_of(choice: Choice) -> str:
    """Write why a choice is wrong, with the numbers of what supports it."""
    return _marked(choice.confusion, choice.evidence) if choice.evidence else choice.confusion


def _marked(text: str, shown: Evidence) -> str:
    return " ".join([text, *(f"[{reference.number}]" for reference in shown.references)])


def confusions(item: Item, given: Grade | None, *, every: bool) -> list[Choice]:
    """List the wrong choices whose confusion is told: all of them, or the one that was picked."""
    return [choice for choice in item.choices if not choice.right and (every or (given and given.choice == choice))]


def references_of(item: Item, told: list[Choice]) -> list[Reference]:
    """List what supports the solution and the confusions that are told, by number, each once."""
    shown = [*item.evidence, *(choice.evidence for choice in told if choice.evidence)]
    numbered = {reference.number: reference for one in shown for reference in one.references}
    return [numbered[number] for number in sorted(numbered)]
