"""The posology as shipped, a small vocabulary, and one call from words to a check."""

from __future__ import annotations

import sys
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.dosing import DoseCheck, DoseVocabulary, Route, check_dose, parse_dose
from bot.dosing.calculator import TABLETS
from bot.kb import load_knowledge
from bot.kb.nodes import parse_yaml

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from bot.kb import KnowledgeBase
    from bot.kb.model import DoseText, Figure

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))  # the oracle stands beside the tests, which are no package


@pytest.fixture(scope="session")
def base() -> KnowledgeBase:
    """The shipped base, without the answerer built on it."""
    return load_knowledge()


@pytest.fixture(scope="session")
def posology(base: KnowledgeBase) -> Mapping[str, Figure]:
    return base.figures


@pytest.fixture(scope="session")
def wording(base: KnowledgeBase) -> Mapping[str, DoseText]:
    return base.wording.doses


@pytest.fixture(scope="session")
def vocabulary(base: KnowledgeBase) -> DoseVocabulary:
    """A vocabulary of the tests' own: an entry more or less in the lexicon changes no result here."""
    file = HERE / "vocabulary.yaml"
    document = parse_yaml(file.name, file.read_bytes())
    assert not document.faults, document.faults
    words = document.data
    assert isinstance(words, dict)
    sedating = frozenset(name for group in words["sedating"] for name in group)
    routes = dict.fromkeys(words["oral"], Route.ORAL) | dict.fromkeys(words["intrathecal"], Route.INTRATHECAL)
    return DoseVocabulary(
        names=frozenset(words["names"]),
        routes=routes,
        mg_per_ml={name: Decimal(value) for name, value in words["mg_per_ml"].items()},
        tablet_strengths_mg=frozenset(value for figure in TABLETS for value in base.figures[figure].values),
        look_alikes=frozenset(words["look_alikes"]),
        others=sedating | frozenset(name for group in words["others"] for name in group),
        sedating=sedating,
        stems=tuple(words["stems"]),
        ordinary_words=base.lexicon.common_words,
    )


@pytest.fixture(scope="session")
def judge(vocabulary: DoseVocabulary, posology: Mapping[str, Figure]) -> Callable[[str], DoseCheck]:
    """From words to a check."""
    return lambda text: check_dose(parse_dose(text, vocabulary), posology)
