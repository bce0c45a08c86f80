from __future__ import annotations

import json
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from bot.answering import Kind
from bot.dosing.model import DoseCheck, Flag, ParsedDose, Person, Purpose, Quantity, Route, Times, Verdict
from bot.surfaces.contract import PARSED_KEYS, dose_object, reply_object

if TYPE_CHECKING:
    from bot.answering import Answerer, Reply

REPLY_KEYS = {"kind", "topic", "candidates", "text", "facts", "sources", "dose", "disclaimer"}
DOSE_KEYS = {"text", "verdict", "flags", "parsed", "facts", "sources", "disclaimer"}


def with_dose(tiny: Answerer, parsed: ParsedDose | None, verdict: Verdict, *flags: Flag) -> Reply:
    said = tiny.composer.say(Kind.DOSE_CHECK, "Read and judged.", topic=tiny.knowledge.topics["max-oral-dose"])
    return replace(said, dose=DoseCheck(verdict, flags, parsed, ()))


@pytest.mark.parametrize(
    "asked",
    ["most baclofen in a day", "she took twenty and will not wake up", "", "baclofen", "\x00", "\ufffd"],
)
def test_an_object_has_every_promised_key(tiny: Answerer, asked: str) -> None:
    shown = reply_object(tiny.ask(asked), asked)
    assert shown.keys() >= REPLY_KEYS
    assert isinstance(shown["text"], str)
    assert str(shown["disclaimer"]) in shown["text"]
    assert json.loads(json.dumps(shown)) == shown


def test_an_answer_tells_its_facts_and_works(tiny: Answerer) -> None:
    shown = reply_object(tiny.ask("maximum daily dose"), "maximum daily dose")
    assert (shown["kind"], shown["topic"], shown["dose"]) == ("answer", "max-oral-dose", None)
    assert {"id": "max-oral-dose/uk", "text": "UK labels stop at 100 mg a day."}.items() <= {
        key: value for fact in shown["facts"] if fact["id"] == "max-oral-dose/uk" for key, value in fact.items()
    }.items()
    works = {work["id"]: work for work in shown["sources"]}
    assert works["tiny-label-us"] == {
        "id": "tiny-label-us",
        "title": "Tablets, US label",
        "publisher": "Another regulator",
        "date": "2024-12-11",
        "url": "https://example.org/us",
        "doi": "10.1000/tiny",
    }
    assert "doi" not in works["tiny-article"]
    assert all(citation["source"] in works for fact in shown["facts"] for citation in fact["citations"])


def test_only_an_answer_has_a_topic(tiny: Answerer) -> None:
    emergency = reply_object(tiny.ask("she took twenty and will not wake up"), "")
    assert (emergency["kind"], emergency["topic"]) == ("emergency", None)


def test_scores_are_chances_best_first(tiny: Answerer) -> None:
    scores = [candidate["score"] for candidate in reply_object(tiny.ask("a missed dose"), "")["candidates"]]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)


def test_a_dose_is_told_in_numbers(tiny: Answerer) -> None:
    parsed = ParsedDose(
        text="7.5 to 15 mg",
        person=Person(age_years=Fraction(1, 2), weight_kg=Fraction(7)),
        route=Route.ORAL,
        amount=Quantity(Fraction(15, 2), Fraction(15), "mg"),
        times_per_day=Times(Fraction(3), Fraction(4)),
        daily=Quantity(Fraction(60), Fraction(60), "mg"),
        purpose=Purpose.START,
    )
    asked = "7.5 to 15 mg 3-4 times a day"
    reply = with_dose(tiny, parsed, Verdict.CAUTION, Flag.CHILD, Flag.ROUTE_ASSUMED)
    shown = dose_object(reply, asked)
    assert shown.keys() >= DOSE_KEYS
    assert (shown["text"], shown["verdict"]) == (asked, "caution")
    assert shown["flags"] == ["child", "route-assumed"]
    assert shown["parsed"] == {
        "route": "oral",
        "amount": {"low": 7.5, "high": 15, "unit": "mg"},
        "times_per_day": {"low": 3, "high": 4},
        "daily": {"value": 60, "unit": "mg"},
        "age_years": 0.5,
        "weight_kg": 7,
        "kidney": None,
        "origin": None,
        "purpose": "start",
    }
    assert reply_object(reply, asked)["dose"] == shown


def test_where_nothing_was_read_every_slot_is_null(tiny: Answerer) -> None:
    shown = dose_object(with_dose(tiny, None, Verdict.NOT_A_DOSE), "hello")
    assert shown["parsed"] == dict.fromkeys(PARSED_KEYS)


def test_a_reply_without_a_check_never_sounds_fine(tiny: Answerer) -> None:
    shown = dose_object(tiny.ask("hello"), "hello")
    assert (shown["verdict"], shown["flags"]) == ("incomplete", [])
