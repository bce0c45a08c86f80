"""What the tests of the study room share: every item of the shipped base and of the tiny one."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.study import build_bank

if TYPE_CHECKING:
    from bot.answering import Answerer
    from bot.kb import KnowledgeBase
    from bot.study import ItemBank

sys.path.insert(0, str(Path(__file__).parent))  # the oracle stands beside the tests, which are no package


@pytest.fixture(scope="session")
def bank(knowledge: KnowledgeBase) -> ItemBank:
    """Every item of the shipped base."""
    return build_bank(knowledge)


@pytest.fixture(scope="session")
def small_bank(tiny: Answerer) -> ItemBank:
    """Every item of the tiny base."""
    return build_bank(tiny.knowledge)
