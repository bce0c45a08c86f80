"""How well the shipped base understands questions that are no phrasings of it, and emergencies held back from it.

The floors lie a little under the measured figures (docs/evaluation.md): they catch a change that breaks something,
not the noise of a few rows.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from benchmarks.labelled import read_rows, score
from bot.answering import Kind
from bot.kb.nodes import parse_yaml
from bot.text import fold

if TYPE_CHECKING:
    from bot.answering import Answerer
    from bot.kb import KnowledgeBase

CASES = Path(__file__).parent / "cases"
FLOORS = {
    "topic first": 0.90,
    "topic among the first three": 0.95,
    "answers right": 0.84,
    "emergencies noticed": 0.95,
    "dose questions recognized": 0.92,
    "other drugs not answered": 0.88,
    "out of scope not answered": 0.80,
}
CEILINGS = {"answers with a wrong topic": 0.08, "false alarms, all other rows": 0.045}
HELD_BACK = sorted((CASES / "emergencies").glob("*.yaml"))


@pytest.mark.hazard("H11")
@pytest.mark.hazard("H35")
@pytest.mark.parametrize("name", ["voices-1", "voices-2"])
def test_questions_in_other_voices(shipped: Answerer, name: str) -> None:
    rows = read_rows(CASES / "questions" / f"{name}.jsonl")
    tallies = score(rows, [shipped.ask(row.question) for row in rows]).tallies
    shares = {key: tally.hits / tally.of for key, tally in tallies.items()}
    assert {key: shares[key] for key in FLOORS if shares[key] < FLOORS[key]} == {}
    assert {key: shares[key] for key in CEILINGS if shares[key] > CEILINGS[key]} == {}


@pytest.mark.hazard("H33")
@pytest.mark.parametrize("language", ["es", "fr", "de", "pt", "it"])
def test_questions_in_other_languages(shipped: Answerer, language: str) -> None:
    rows = [row for row in read_rows(CASES / "questions" / "languages.jsonl") if language in row.tags]
    tallies = score(rows, [shipped.ask(row.question) for row in rows]).tallies
    assert tallies["topic first"].hits / tallies["topic first"].of >= 0.75
    assert tallies["emergencies noticed"].hits / tallies["emergencies noticed"].of >= 0.8


def held_back() -> tuple[list[tuple[str, str]], list[str]]:
    emergencies: list[tuple[str, str]] = []
    calm: list[str] = []
    for file in HELD_BACK:
        data = parse_yaml(file.name, file.read_bytes()).data
        assert isinstance(data, dict)
        for entry in data["emergencies"]:
            assert isinstance(entry, dict)
            emergencies.append((str(entry["danger"]), str(entry["text"])))
        calm.extend(map(str, data["calm"]))
    return emergencies, calm


@pytest.mark.hazard("H01")
@pytest.mark.hazard("H35")
def test_emergencies_held_back_from_the_triage(shipped: Answerer) -> None:
    emergencies, calm = held_back()
    noticed = Counter(shipped.ask(text).kind is Kind.EMERGENCY for _, text in emergencies)
    alarmed = Counter(shipped.ask(text).kind is Kind.EMERGENCY for text in calm)
    assert noticed[True] / noticed.total() >= 0.85
    assert alarmed[True] / alarmed.total() <= 0.12


def test_held_back_questions_are_no_phrasings(knowledge: KnowledgeBase) -> None:
    known = {fold(phrasing) for topic in knowledge.topics.values() for phrasing in topic.phrasings}
    known |= {fold(text) for danger in knowledge.emergencies.dangers.values() for text in danger.examples}
    asked = [row.question for file in (CASES / "questions").glob("*.jsonl") for row in read_rows(file)]
    asked += [text for _, text in held_back()[0]]
    assert [text for text in asked if fold(text) in known] == []


def test_every_topic_has_held_back_questions(knowledge: KnowledgeBase) -> None:
    asked = Counter(
        row.topics[0]
        for file in (CASES / "questions").glob("*.jsonl")
        for row in read_rows(file)
        if row.kind == Kind.ANSWER
    )
    assert [topic for topic in knowledge.topics if asked[topic] < 2] == []
