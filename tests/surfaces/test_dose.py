from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from bot.surfaces.contract import PARSED_KEYS

if TYPE_CHECKING:
    from collections.abc import Callable

KEYS = {"text", "verdict", "flags", "parsed", "facts", "sources", "disclaimer"}
ASKED = [
    "20 mg four times a day",
    "80 mg tid",
    "",
    "\ufffd",
    "9" * 5000 + " mg",
    "hello",
    "300 mg a day in the pump",
]


def test_every_line_gets_its_object(cli: Callable[..., Any]) -> None:
    told = cli("dose", "--json", "-", given="\n".join(ASKED).encode())
    objects = [json.loads(line) for line in told.out.splitlines()]
    assert (told.code, told.err) == (0, "")
    assert [shown["text"] for shown in objects] == ASKED
    assert all(shown.keys() >= KEYS for shown in objects)
    assert all(list(shown["parsed"]) == list(PARSED_KEYS) for shown in objects)
    verdicts = [shown["verdict"] for shown in objects]
    assert verdicts[:4] == ["within-range", "above-maximum", "not-a-dose", "not-a-dose"]
    assert verdicts[4:] == ["incomplete", "not-a-dose", "unit-suspect"]


def test_it_is_the_object_in_a_reply_of_ask(cli: Callable[..., Any]) -> None:
    asked = "is 80 mg three times a day too much"
    reply = json.loads(cli("ask", "--json", asked).out)
    assert reply["kind"] == "dose-check"
    dose = json.loads(cli("dose", "--json", asked).out)
    assert dose.pop("reply").startswith("I read this as: 80 mg by mouth, 3 times a day = 240 mg a day.")
    assert reply["dose"] == dose


def test_words_need_no_quotes(cli: Callable[..., Any]) -> None:
    assert cli("dose", "20", "mg", "tid").out == cli("dose", "20 mg tid").out


def test_what_is_worked_out_stands_before_the_disclaimer(cli: Callable[..., Any], tiny: Any) -> None:
    told = cli("dose", "--liquid", "5mg/5ml", "--tablets", "20 mg tid").out
    assert "In mL: 20 mg ÷ 1 mg/mL = 20 mL; 60 mg ÷ 1 mg/mL = 60 mL.\nIn tablets: 20 mg = 4 tablets of 5 mg;" in told
    assert told.endswith(f"\n\n{tiny.disclaimer}\n")


def test_a_liquid_completes_what_was_told_in_millilitres(cli: Callable[..., Any]) -> None:
    shown = json.loads(cli("dose", "--json", "--liquid", "10mg/5ml", "5 ml tid").out)
    assert shown["text"] == "5 ml tid"
    assert shown["parsed"]["daily"] == {"value": 30, "unit": "mg"}
    assert shown["liquid"] == {"dose": {"value": 5, "unit": "mL"}, "day": {"value": 15, "unit": "mL"}}


@pytest.mark.parametrize("strength", ["", "5mg", "5ml", "0mg/5ml", "5mg/0ml", "-5mg/5ml", "½mg/ml", "1e9mg/ml"])
def test_what_is_no_strength_is_told(cli: Callable[..., Any], strength: str) -> None:
    told = cli("dose", "--liquid", strength, "5 ml tid")
    assert (told.code, told.out) == (2, "")
    assert "Write it as on the bottle" in told.err
    assert told.err.count("\n") == 1


def test_the_country_decides_whom_to_call(cli: Callable[..., Any]) -> None:
    assert "(United Kingdom): 999" in cli("dose", "--country", "GB", "I just took 400 mg").out
