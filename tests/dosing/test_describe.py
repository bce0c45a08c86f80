"""What was understood, said back in words that cannot be misread."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.dosing import describe

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.dosing import DoseCheck

SAID = {
    "20mg qid": "20 mg by mouth, 4 times a day = 80 mg a day",
    "20mg qd": "20 mg by mouth, once a day = 20 mg a day",
    ".5 mg tid": "0.5 mg by mouth, 3 times a day = 1.5 mg a day",
    "5.0 mg bid": "5 mg by mouth, twice a day = 10 mg a day",
    "7,5 mg every 8 hours": "7.5 mg by mouth, 3 times a day = 22.5 mg a day",
    "5-10 mg tid": "5 to 10 mg by mouth, 3 times a day = 15 to 30 mg a day",
    "10-10-20 mg": "40 mg by mouth a day in all, in 3 doses of 10 to 20 mg",
    "60 mg/day": "60 mg by mouth a day in all",
    "25 mg/day in 3 doses": "25 mg by mouth a day in 3 equal doses",
    "1000 µg/day in the pump": "1,000 mcg intrathecal a day in all",
    "screening dose 50 mcg": "intrathecal test dose of 50 mcg",
    "2 tablets tid": "2 tablets by mouth, 3 times a day",
    "half a tablet at night": "0.5 tablet by mouth, once a day",
    "20 tablets a day": "20 tablets by mouth a day in all",
    "5 ml tid": "5 mL by mouth, 3 times a day",
    "20 four times a day": "20 of unknown unit by mouth, 4 times a day",
    "20 mg prn, max 60 mg a day": "20 mg by mouth, at most 60 mg a day, as needed",
    "is 40 mg at once too much": "40 mg by mouth, in one go",
    "10 mg every other day": "10 mg by mouth, less often than once a day",
    "my 6 year old (20 kg), 5 mg tid": "5 mg by mouth, 3 times a day = 15 mg a day, 6 years old, weighs 20 kg",
    "10 mg tid, 18 months old": "10 mg by mouth, 3 times a day = 30 mg a day, 1.5 years old",
    "eGFR 25, 5 mg tid": "5 mg by mouth, 3 times a day = 15 mg a day, severe kidney disease",
    "20 weeks pregnant, 10 mg tid": "10 mg by mouth, 3 times a day = 30 mg a day, pregnant",
    "pump 850 mcg/day, cerebral palsy": "850 mcg intrathecal a day in all, cerebral origin",
}


@pytest.mark.parametrize(("text", "said"), SAID.items())
def test_it_is_said_plainly(judge: Callable[[str], DoseCheck], text: str, said: str) -> None:
    parsed = judge(text).parsed
    assert parsed is not None
    assert describe(parsed) == said


@pytest.mark.parametrize("text", SAID)
def test_what_is_said_reads_back(judge: Callable[[str], DoseCheck], text: str) -> None:
    parsed = judge(text).parsed
    assert parsed is not None
    again = judge(describe(parsed)).parsed
    assert again is not None
    for name in ("route", "amount", "times_per_day", "daily", "daily_count", "rare", "as_needed"):
        assert getattr(again, name) == getattr(parsed, name), name


@pytest.mark.hazard("H05")
def test_with_the_unit_in_doubt_the_amount_stays_as_typed(judge: Callable[[str], DoseCheck]) -> None:
    parsed = judge("20 mcg tablets three times a day").parsed
    assert parsed is not None
    assert parsed.amount is not None
    assert (parsed.amount.high, parsed.amount.unit, parsed.daily) == (20, "mcg", None)
