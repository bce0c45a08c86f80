"""What must hold for any dose and any words."""

from __future__ import annotations

import time
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.dosing import (
    Flag,
    Verdict,
    check_dose,
    day_total,
    describe,
    how_far,
    looks_like_dose,
    parse_dose,
    scale,
    tablets_for,
)
from bot.dosing.reading import word_set

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from bot.dosing import DoseCheck, DoseVocabulary
    from bot.kb.model import Figure

QUICK = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
NUMBERS = st.sampled_from(
    sorted(word_set("0.5 1 2 2.5 5 7.5 10 12.5 15 20 25 30 40 50 60 75 80 81 90 100 150 199 200 250 500 1000"))
)
TIMES = {
    "once a day": 1, "twice a day": 2, "three times a day": 3, "four times a day": 4,
    "5 times a day": 5, "every 4 hours": 6,
}  # fmt: skip
FORMS = {
    1: (
        "once a day",
        "once daily",
        "qd",
        "1 time a day",
        "every 24 hours",
        "at bedtime",
        "nightly",
        "1x/day",
    ),
    2: (
        "twice a day",
        "bid",
        "b.i.d.",
        "2x/day",
        "two times daily",
        "every 12 hours",
        "morning and night",
        "q12h",
        "bd",
    ),
    3: (
        "three times a day",
        "tid",
        "TDS",
        "3 times daily",
        "thrice a day",
        "every 8 hours",
        "q8h",
        "with meals",
        "x3 daily",
    ),
    4: (
        "four times a day",
        "qid",
        "q.d.s.",
        "4 times per day",
        "every six hours",
        "q6h",
        "4x daily",
        "4 times each day",
    ),
}
PEOPLE = st.sampled_from(
    ["", "my 6 year old: ", "82 yo, ", "on dialysis, ", "20 weeks pregnant, ", "eGFR 45, ", "starting dose "]
)
WORDS = st.sampled_from(
    sorted(
        word_set(
            "20 10 5 .5 7,5 1,000 0 1/2 ½ 2½ mg mcg g mL tablet tablets packets drops units tid bid "
            "qd qid a day every hours then to "
            "from up down by - , . ( ) / x pump 5mg/5ml took swallowed stopped out of kg lb year old eGFR "
            "25 baclofen gabapentin and or "
            "with at night morning once twice 3 times max prn no not week for 3 days half one two double "
            "missed dialysis pregnant test "
            "dose bolus intrathecal mother toddler 10-10-20 1-0-1 \u00b5g \u0662\u0660 \u00b2"
        )
    )
)


@pytest.mark.hazard("H04")
@QUICK
@given(low=NUMBERS, high=NUMBERS, times=st.sampled_from(sorted(TIMES)), who=PEOPLE)
def test_more_is_never_judged_milder(
    judge: Callable[[str], DoseCheck], low: str, high: str, times: str, who: str
) -> None:
    """All else equal, more medicine is as grave or graver; below the labelled start is no comfort either."""
    if Fraction(low) > Fraction(high):
        low, high = high, low
    less, more = judge(f"{who}{low} mg {times}"), judge(f"{who}{high} mg {times}")
    if less.verdict is Verdict.BELOW_RANGE:
        assert more.verdict is not Verdict.INCOMPLETE
    else:
        assert more.verdict.gravity >= less.verdict.gravity
    assert Flag.OVER_DAILY_MAXIMUM not in less.flags or Flag.OVER_DAILY_MAXIMUM in more.flags


@pytest.mark.hazard("H04")
@QUICK
@given(low=NUMBERS, high=NUMBERS)
def test_more_swallowed_is_never_judged_milder(judge: Callable[[str], DoseCheck], low: str, high: str) -> None:
    if Fraction(low) > Fraction(high):
        low, high = high, low
    less, more = judge(f"I just took {low} mg by mistake"), judge(f"I just took {high} mg by mistake")
    assert more.verdict.gravity >= less.verdict.gravity
    assert Flag.TAKEN_NOW in less.flags


@QUICK
@given(number=NUMBERS, count=st.sampled_from(sorted(FORMS)), data=st.data(), who=PEOPLE)
def test_another_wording_is_judged_alike(
    judge: Callable[[str], DoseCheck], number: str, count: int, data: st.DataObject, who: str
) -> None:
    first, second = (data.draw(st.sampled_from(FORMS[count])) for _ in range(2))
    one = judge(f"{who}baclofen {number} mg {first}")
    other = judge(f"{who}{number}mg {second} of baclofen")
    assert (one.verdict, one.flags) == (other.verdict, other.flags)
    assert one.parsed is not None
    assert other.parsed is not None
    assert (one.parsed.amount, one.parsed.daily) == (other.parsed.amount, other.parsed.daily)


@pytest.mark.hazard("H04")
@QUICK
@given(number=NUMBERS, count=st.integers(1, 6), who=PEOPLE)
def test_what_is_said_back_is_what_was_judged(
    judge: Callable[[str], DoseCheck], number: str, count: int, who: str
) -> None:
    check = judge(f"{who}{number} mg {count} times a day")
    assert check.parsed is not None
    said = judge(describe(check.parsed))
    assert said.parsed is not None
    for name in ("route", "amount", "times_per_day", "daily", "age_years", "weight_kg"):
        assert getattr(said.parsed, name) == getattr(check.parsed, name)
    assert said.verdict is check.verdict


@pytest.mark.hazard("H32")
@QUICK
@given(mass=NUMBERS, volume=st.sampled_from(sorted(word_set("1 2 5 10"))), ml=NUMBERS, count=st.integers(1, 6))
def test_liquids_are_exact(judge: Callable[[str], DoseCheck], mass: str, volume: str, ml: str, count: int) -> None:
    check = judge(f"{ml} mL of {mass} mg/{volume} mL {count} times a day")
    assert check.parsed is not None
    assert check.parsed.daily is not None
    assert check.parsed.daily.high == Fraction(mass) / Fraction(volume) * Fraction(ml) * count


@QUICK
@given(
    weight=st.integers(5, 80),
    per_kg=st.sampled_from(sorted(word_set("0.1 0.25 0.3 0.5 0.75 1 1.5 2"))),
    count=st.integers(2, 4),
)
def test_amounts_by_weight_are_exact(judge: Callable[[str], DoseCheck], weight: int, per_kg: str, count: int) -> None:
    check = judge(f"{per_kg} mg/kg/day in {count} doses, child of {weight} kg")
    assert check.parsed is not None
    assert check.parsed.daily is not None
    assert check.parsed.amount is not None
    assert check.parsed.daily.high == Fraction(per_kg) * weight
    assert check.parsed.amount.high * count == check.parsed.daily.high


def exercise(text: str, vocabulary: DoseVocabulary, posology: Mapping[str, Figure]) -> float:
    """Do everything with a text that can be done with one; return the seconds it took."""
    start = time.perf_counter()
    parsed = parse_dose(text, vocabulary)
    check = check_dose(parsed, posology)
    looks_like_dose(parsed)
    how_far(check)
    scale(check)
    if check.parsed is not None:
        assert isinstance(describe(check.parsed), str)
        tablets_for(check.parsed, posology)
        day_total(check.parsed)
    assert list(check.flags) == sorted(check.flags, key=list(Flag).index), "gravest first"
    assert all(reason.verdict.gravity <= check.verdict.gravity for reason in check.reasons)
    return time.perf_counter() - start


@settings(QUICK, max_examples=400)
@given(st.text(max_size=300))
def test_any_text_is_borne(vocabulary: DoseVocabulary, posology: Mapping[str, Figure], text: str) -> None:
    exercise(text, vocabulary, posology)


@settings(QUICK, max_examples=600)
@given(st.lists(WORDS, max_size=24))
def test_any_words_of_doses_are_borne(
    vocabulary: DoseVocabulary, posology: Mapping[str, Figure], words: list[str]
) -> None:
    exercise(" ".join(words), vocabulary, posology)


LONG = [
    "9" * 5000 + " mg tid", "1" * 6000, "1 " * 3000, "mg " * 2000, "20 mg " * 1000, "a" * 6000,
    "a " * 3000, "(" * 6000,
    "1/2" * 2000, "1-0-1 " * 1000, "1," * 3000, "1." * 3000, "q8h" * 1000, "x3" * 2000,
    "10 to " * 1500, "from 10 to " * 1000,
    "take 10 mg then " * 400, "5 mg tid for 3 days then " * 300, "no not never " * 500, "why is my pump alarm " * 300,
    "between " * 1000, "every 3 days up by 5 mg " * 300, "kidney " * 1000, "\u00bd" * 3000,
    "old " * 2000, "20 mg\n" * 1500,
]  # fmt: skip


@pytest.mark.hazard("H29")
@pytest.mark.parametrize("text", LONG, ids=lambda text: text[:12])
def test_work_is_bounded(vocabulary: DoseVocabulary, posology: Mapping[str, Figure], text: str) -> None:
    """The best of three, so that a busy machine does not fail it; the bound is far above what it takes."""
    assert min(exercise(text, vocabulary, posology) for _ in range(3)) < 0.15
