"""The lists of what the dose check needs are complete and hold nothing else."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import TYPE_CHECKING

import bot.dosing
from bot.dosing.needs import FIGURES, TEXTS

if TYPE_CHECKING:
    from bot.kb import KnowledgeBase

FOLDER = Path(bot.dosing.__file__).parent


def test_figures(knowledge: KnowledgeBase) -> None:
    named = {
        node.value
        for file in FOLDER.glob("*.py")
        if file.name != "needs.py"
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value in knowledge.figures
    }
    assert set(FIGURES) == named


def test_texts(knowledge: KnowledgeBase) -> None:
    assert set(TEXTS) == set(knowledge.wording.doses)
