"""What others rely on: names of commands, keys, kinds, verdicts, flags and topics. None may be renamed."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import click
import pytest
import yaml

from bot.answering import Kind
from bot.answering.decision import SENTENCES
from bot.answering.explanation import explain
from bot.cli import program
from bot.dosing.model import Flag, Kidney, Origin, Purpose, Route, Verdict
from bot.surfaces.contract import PARSED_KEYS, dose_object, reply_object
from bot.surfaces.explain_object import explanation_object

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.answering import Answerer
    from bot.kb import KnowledgeBase

ROOT = Path(__file__).parent.parent
TOPICS = yaml.safe_load((ROOT / "tests" / "cases" / "topics.yaml").read_text("utf-8"))
COMMANDS = {
    "ask", "chat", "dose", "topics", "sources", "kb", "kb check", "kb export", "kb schema", "kb coverage",
    "kb show", "kb near", "kb gaps", "explain", "eval",
    "quiz", "cards", "cards stats", "study", "study export",
}  # fmt: skip


def commands_of(group: click.Group, before: str = "") -> Iterator[tuple[str, click.Command]]:
    for name, command in group.commands.items():
        yield f"{before}{name}", command
        if isinstance(command, click.Group):
            yield from commands_of(command, f"{before}{name} ")


def test_kinds() -> None:
    assert {str(kind) for kind in Kind} == {
        "answer", "emergency", "dose-check", "clarify", "other-drug", "out-of-scope", "small-talk",
    }  # fmt: skip


def test_verdicts_gravest_first() -> None:
    assert [str(verdict) for verdict in Verdict] == [
        "emergency", "above-maximum", "unit-suspect", "caution", "within-range", "below-range", "incomplete",
        "not-a-dose",
    ]  # fmt: skip


def test_flags_gravest_first() -> None:
    assert [str(flag) for flag in Flag] == [
        "self-harm", "taken-now", "over-daily-maximum", "over-single-maximum", "unit-contradiction",
        "abrupt-stop", "over-start", "fast-titration", "dialysis", "kidney", "child", "pregnancy",
        "breastfeeding", "older-adult", "other-drug", "under-start", "as-needed", "unit-missing",
        "strength-missing", "frequency-missing", "route-assumed",
    ]  # fmt: skip


def test_words_of_a_parsed_dose() -> None:
    assert {str(route) for route in Route} == {"oral", "intrathecal"}
    assert {str(stage) for stage in Kidney} == {"normal", "mild", "moderate", "severe", "dialysis"}
    assert {str(origin) for origin in Origin} == {"spinal", "cerebral"}
    assert {str(purpose) for purpose in Purpose} == {"start", "usual", "test"}


def test_keys(tiny: Answerer) -> None:
    reply = tiny.ask("a missed dose")
    assert reply_object(reply, "").keys() >= {
        "kind", "topic", "candidates", "text", "facts", "sources", "dose", "disclaimer",
    }  # fmt: skip
    assert dose_object(reply, "").keys() >= {
        "text", "verdict", "flags", "parsed", "facts", "sources", "disclaimer",
    }  # fmt: skip
    assert set(PARSED_KEYS) >= {
        "route", "amount", "times_per_day", "daily", "age_years", "weight_kg", "kidney", "origin", "purpose",
    }  # fmt: skip


def test_commands() -> None:
    assert {name for name, _ in commands_of(program)} >= COMMANDS


@pytest.mark.parametrize(
    ("command", "options"),
    [("ask", {"--json", "--more", "--country"}), ("dose", {"--json", "--liquid"}), ("kb check", {"--strict"}),
     ("kb export", {"--json"}), ("kb coverage", {"--json"}), ("explain", {"--json", "--id"}),
     ("eval", {"--json", "--save", "--against"})],
)  # fmt: skip
def test_options(command: str, options: set[str]) -> None:
    found = dict(commands_of(program))[command]
    assert {option for parameter in found.params for option in parameter.opts} >= options


def test_the_promised_topics_are_there(knowledge: KnowledgeBase) -> None:
    assert {topic.id: topic.group for topic in knowledge.topics.values()} == {
        topic: group for group, topics in TOPICS.items() for topic in topics
    }


@pytest.mark.hazard("H16")
@pytest.mark.parametrize(
    "topic", [topic for topics in TOPICS.values() for topic, origin in topics.items() if origin == "seed"]
)
def test_topics_of_the_founding_article_cite_it(knowledge: KnowledgeBase, topic: str) -> None:
    facts = knowledge.topics[topic].all_facts
    assert any(citation.source == "seed-article" for fact in facts for citation in fact.citations)


@pytest.mark.hazard("H18")
def test_every_reply_ends_with_the_disclaimer_whole(shipped: Answerer) -> None:
    asked = [
        "max dose",
        "hi",
        "",
        "is ibuprofen better",
        "who won",
        "I took 40 pills",
        "baclofen",
        "puedo beber",
    ]
    for question in asked:
        shown = reply_object(shipped.ask(question), question)
        assert str(shown["text"]).endswith(shipped.disclaimer)
        assert shown["disclaimer"] == shipped.disclaimer


@pytest.mark.hazard("H25")
def test_same_words_same_bytes(shipped: Answerer) -> None:
    first, second = (json.dumps(reply_object(shipped.ask("can I drink on it"), "")) for _ in range(2))
    assert first == second


# The documentation names what there is


def test_the_explanation_of_rules_is_the_programs_own() -> None:
    told = (ROOT / "docs" / "explain.md").read_text("utf-8")
    for rule, sentence in SENTENCES.items():
        assert f"| `{rule}` | {sentence} |" in told


@pytest.mark.parametrize("asked", ["what is the maximum dose of baclofen", "20 mg four times a day"])
def test_the_documentation_names_every_key_of_an_explanation(shipped: Answerer, asked: str) -> None:
    told = (ROOT / "docs" / "explain.md").read_text("utf-8")
    shown = explanation_object(explain(shipped, shipped.account(asked)))
    named = set(re.findall(r"[a-z_]+", told[told.index("## The keys") :]))
    for key, value in shown.items():
        assert key in named
        first = value[0] if isinstance(value, list) and value else value
        if isinstance(first, dict) and key not in {"facts", "sources"}:
            assert first.keys() <= named


@pytest.fixture(scope="module")
def readme() -> str:
    return (ROOT / "README.md").read_text("utf-8")


@pytest.mark.parametrize("name", [name for name, _ in commands_of(program) if name != "kb"])
def test_the_readme_names_every_command(readme: str, name: str) -> None:
    assert f"baclobot {name}" in readme


def variables() -> list[str]:
    named = re.compile(r'"((?:BACLOBOT|DISCORD|OPS)_[A-Z_]+|NO_COLOR|FORCE_HYPERLINK)"')
    return sorted({name for file in (ROOT / "bot").rglob("*.py") for name in named.findall(file.read_text("utf-8"))})


@pytest.mark.parametrize("name", variables())
def test_the_readme_names_every_variable(readme: str, name: str) -> None:
    assert name in readme
