"""The study room: practice made from the cited facts, so that it can never disagree with the reference.

How a surface uses it::

    bank = build_bank(knowledge)                     # once a base; half a second at most
    items = bank.draw(seed, group="dosing", number=10, difficulty="easy")
    item = bank.by_id(item_id)                       # None: the base has changed since
    given = grade(item, 2)                           # position of a choice, or "b", or "80 mg"
    given.correct, given.readable, given.feedback

``item.id`` is short (16 characters), stable and fit for a button's id or a database key: it is made from what the
item was made from, not from its wording. ``item.choices`` stand in the order in which they are shown; a fill-in has
none, its figure is typed (``item.accepted``). A surface that renders by itself shows, with the solution:
``item.answer``, ``item.working``, every ``item.evidence`` (fact and references), the ``confusion`` of the choice
that was picked (with its ``evidence``), and ``item.disclaimer``. ``question_lines`` and ``solution_lines`` do all of
it in plain text.

Nothing here judges a dose, and nothing asks for or shows what the study file lists under ``never``.
"""

from bot.study.bank import ItemBank, build_bank
from bot.study.grading import grade
from bot.study.lines import question_lines, solution_lines
from bot.study.model import Accepted, Choice, Difficulty, Evidence, Grade, Item, ItemKind

__all__ = [
    "Accepted",
    "Choice",
    "Difficulty",
    "Evidence",
    "Grade",
    "Item",
    "ItemBank",
    "ItemKind",
    "build_bank",
    "grade",
    "question_lines",
    "solution_lines",
]
