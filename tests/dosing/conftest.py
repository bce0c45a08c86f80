"""The posology as shipped, a small vocabulary, and one call from words to a check."""

from __future__ import annotations

import sys
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.dosing import DoseCheck, DoseVocabulary, Route, check_dose, parse_dose
from bot.dosing.vocabulary import TABLETS
from bot.kb.model import Citation, DoseText, Figure
from bot.kb.nodes import parse_yaml

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))  # the oracle stands beside the tests, which are no package
KNOWLEDGE = HERE.parent.parent / "knowledge"


def read_mapping(path: Path) -> dict[str, dict]:
    """Read a YAML file as plain text values, without a fault."""
    document = parse_yaml(path.name, path.read_bytes())
    assert not document.faults, document.faults
    assert isinstance(document.data, dict)
    return document.data  # type: ignore[return-value]  # the files hold mappings of mappings


def read_figure(name: str, entry: Mapping) -> Figure:
    """Make a figure of a posology entry."""
    told = entry.get("values") or [entry[key] for key in ("amount", "low", "high") if key in entry]
    return Figure(
        id=name,
        route=entry["route"],
        population=entry["population"],
        purpose=entry["purpose"],
        per=entry["per"],
        values=tuple(map(Decimal, told)),
        is_range="low" in entry,
        unit=entry["unit"],
        jurisdiction=entry.get("jurisdiction", ""),
        citations=tuple(Citation(one["source"], one["locator"]) for one in entry.get("citations", ())),
        policy=entry.get("policy", ""),
    )


@pytest.fixture(scope="session")
def posology() -> Mapping[str, Figure]:
    return {name: read_figure(name, entry) for name, entry in read_mapping(KNOWLEDGE / "posology.yaml").items()}


@pytest.fixture(scope="session")
def wording() -> Mapping[str, DoseText]:
    entries = read_mapping(KNOWLEDGE / "wording-doses.yaml")
    return {name: DoseText(name, entry["text"], tuple(entry.get("figures", ()))) for name, entry in entries.items()}


@pytest.fixture(scope="session")
def vocabulary(posology: Mapping[str, Figure]) -> DoseVocabulary:
    words = read_mapping(HERE / "vocabulary.yaml")
    common = read_mapping(KNOWLEDGE / "common-words.yaml")
    sedating = frozenset(name for group in words["sedating"] for name in group)
    routes = {name: Route.ORAL for name in words["oral"]} | {name: Route.INTRATHECAL for name in words["intrathecal"]}
    return DoseVocabulary(
        names=frozenset(words["names"]),
        routes=routes,
        mg_per_ml={name: Decimal(value) for name, value in words["mg_per_ml"].items()},
        tablet_strengths_mg=frozenset(value for figure in TABLETS for value in posology[figure].values),
        look_alikes=frozenset(words["look_alikes"]),
        others=sedating | frozenset(name for group in words["others"] for name in group),
        sedating=sedating,
        stems=tuple(words["stems"]),
        ordinary_words=frozenset(str(common["names"]).split()),
    )


@pytest.fixture(scope="session")
def judge(vocabulary: DoseVocabulary, posology: Mapping[str, Figure]) -> Callable[[str], DoseCheck]:
    """From words to a check."""
    return lambda text: check_dose(parse_dose(text, vocabulary), posology)
