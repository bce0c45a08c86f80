"""Many ways of typing one dose, put together from parts: what is read is what the parts say.

Each text is made from a form of the amount, a form of how often, something before and something after, and each
part brings its own value, so that the right reading is known without reading the text.
"""

from __future__ import annotations

import random
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from bot.dosing import DoseCheck, DoseVocabulary, Flag, Kidney, Quantity, Route, Verdict, parse_dose

if TYPE_CHECKING:
    from collections.abc import Callable

TEXTS = 700
"""How many texts of each family are tried."""
AMOUNTS = {
    "20 mg": 20, "20mg": 20, "10 mgs": 10, "5 milligrams": 5, "twenty mg": 20, "one 20 mg tablet": 20,
    "two 10mg tablets": 20, "2 x 10 mg": 20, "half a 20 mg tablet": 10, "1.5 10mg tabs": 15, "20 mg of baclofen": 20,
    "one and a half 10 mg tablets": 15, "a 10 mg tab": 10, "1/2 of a 10 mg pill": 5, "7.5mg": "7.5", "12.5 mg": "12.5",
    "three 5 mg pills": 15, "two 10s": 20, "3 of the 5 mg": 15, "5 mL of 5 mg/5 mL": 5, "20.0 mg": 20, "0.02 g": 20,
    "10 ml of the 1mg/ml solution": 10, "2 tabs of 5mg": 10, "ten mgs": 10, "baclofen 20mg": 20, "1 tab (10 mg)": 10,
    "one (1) 10 mg tablet": 10, "a tablet and a half of the 10s": 15, "10 mg po": 10,
}  # fmt: skip
OFTEN = {
    "three times a day": 3, "3x/day": 3, "tid": 3, "TDS": 3, "four times daily": 4, "qid": 4, "q6h": 4, "bid": 2,
    "every 8 hours": 3, "every 6 hrs": 4, "twice a day": 2, "2x daily": 2, "q12h": 2, "morning and night": 2,
    "in the morning and at bedtime": 2, "at breakfast, lunch and dinner": 3, "at 8 am, 2 pm and 8 pm": 3,
    "once daily": 1, "at bedtime": 1, "nightly": 1, "every night": 1, "each morning": 1, "5 times a day": 5,
    "with meals": 3, "thrice daily": 3, "8 hourly": 3, "am and pm": 2, "once in the morning and once at night": 2,
    "morning, noon, evening and bedtime": 4, "at 6am, noon, 6pm and midnight": 4, "b.i.d": 2, "t.i.d.": 3,
    "every night before bed": 1, "three (3) times daily": 3, "at 0800, 1400 and 2000": 3, "four times each day": 4,
}  # fmt: skip
BEFORE = [
    "", "I take ", "is ", "can I take ", "my dose is ", "currently on ", "Been prescribed ", "doctor has me on ",
    "I'm 45 and take ", "65 kg, ", "I weigh 180 lbs, ", "52yo male, ", "For my spasms I take ", "MS since 2012, on ",
    "Hi, quick question: ", "SCI C5 2019, ", "for 3 years I've been on ", "what about ", "at 58 I'm on ",
    "gabapentin 300 mg tid and baclofen ", "tizanidine 4mg at night, baclofen ", "percocet q6h and baclofen ",
    "I take 5 mg diazepam at night and ", "besides 100 mg sertraline daily I take ", "DX: MS\nRX: ", "BACLOFEN ",
]  # fmt: skip
AFTER = [
    "", " ok?", " too much?", ", is that normal", " for spasticity", " for 2 weeks now", " since 2015", " with food",
    ", 90 tablets, 3 refills", ", bp 120/80", " for back spasms at T10", " for the last 6 months", "; pain 7/10",
    ", is this a high dose for 80 kg", " (dr says max 80)", ", any thoughts?", " and gabapentin 300 mg tid",
    ", tizanidine 4mg at night", " plus 50 mg tramadol", " and sertraline daily", " and percocet 5/325 q6h",
    ". I feel fine so far", " along with ibuprofen 400 mg",
]  # fmt: skip
TOTALS = [
    "{} mg a day", "{}mg per day", "{}mg/day", "{} milligrams daily", "{} mg total daily", "total of {} mg a day",
    "daily dose of {}mg", "total daily dose {} mg", "{}mg every day in divided doses", "{} mg in 24 hours",
    "{} mg a day split up", "a daily total of {} mg", "{}mg/24h", "{} mg throughout the day", "{}mg a day altogether",
    "{} mg divided into three doses", "{}mg daily split 3 ways", "{} mg in three divided daily doses",
    "{} mg per day over 3 doses", "{} mg in 3 equal doses",
]  # fmt: skip
TABLETS = [
    "{s}mg tablets, take {c} {f}", "{c} tablets of {s} mg {f}", "{c} {s} mg tablets {f}", "{s} mg tablets: {c} {f}",
    "take {c} tablets ({s} mg each) {f}", "I have the {s} mg ones and take {c} {f}", "baclofen {s}mg, {c} tabs {f}",
    "baclofen {s} mg tab {c} po {f}", "{c} tablets {f}, {s} mg each", "my tablets are {s} mg and I take {c} {f}",
    "Rx: baclofen {s} mg. Sig: {c} tabs po {f}", "{c} tabs {s}mg {f}",
]  # fmt: skip
STEPS = [
    "{a} mg tid for {d} days then {b} mg tid", "{a}mg tid x{d}d, then {b}mg tid",
    "{a} tid for {d} days, then {b} mg tid",
    "start {a} mg three times a day for {d} days, increase to {b} mg three times a day",
    "take {a} mg 3 times daily for {d} days and then {b} mg 3 times daily",
    "first {d} days {a} mg tid, then {b} mg tid",
    "{a} mg tid, and after {d} days {b} mg tid", "days 1-{d}: {a} mg tid; after that {b} mg tid",
    "start {a} mg tid, increase by 5 mg per dose every {d} days to {b} mg tid",
]  # fmt: skip
SLOTS = {
    2: [("in the morning", "at breakfast", "qam", "AM"), ("at night", "at bedtime", "before bed", "qhs")],
    3: [("in the morning", "at 8am"), ("at noon", "at lunch", "2pm", "midday"), ("at night", "at 10pm", "evening")],
    4: [("morning", "at 6am"), ("at noon",), ("evening", "at 6pm"), ("bedtime", "at midnight")],
}  # fmt: skip


COUNTS = {
    "one": "1",
    "1": "1",
    "two": "2",
    "2": "2",
    "three": "3",
    "half": "1/2",
    "1.5": "3/2",
    "one and a half": "3/2",
}
COUNT_SLOTS = {
    2: [("in the morning", "at breakfast"), ("at night", "at bedtime", "before bed")],
    3: [("in the morning", "at 8am"), ("at noon", "at lunch"), ("at night", "in the evening")],
    4: [("in the morning",), ("at noon",), ("at dinner",), ("at bedtime",)],
}


def a_day(vocabulary: DoseVocabulary, text: str) -> Quantity | None:
    parsed = parse_dose(text, vocabulary)
    return parsed.daily if parsed is not None else None


def mg(value: Fraction) -> Quantity:
    return Quantity(value, value, "mg")


def parts_of_day(chance: random.Random) -> tuple[str, Fraction]:
    """'10 mg in the morning, 5 at noon and 20 mg at night'."""
    count = chance.choice([2, 3, 4])
    amounts = [chance.choice([5, 10, 15, 20]) for _ in range(count)]
    every = chance.random() < 0.6
    told = [
        f"{amount}{' mg' if every or i == count - 1 else ''} {chance.choice(slot)}"
        for i, (amount, slot) in enumerate(zip(amounts, SLOTS[count], strict=True))
    ]
    last = chance.choice([", ", " and ", ", and ", " & ", " then ", "; "])
    return ", ".join(told[:-1]) + last + told[-1], Fraction(sum(amounts))


def amount_and_often(chance: random.Random) -> tuple[str, Fraction]:
    (amount, value), (often, count) = chance.choice(list(AMOUNTS.items())), chance.choice(list(OFTEN.items()))
    return f"{amount} {often}", Fraction(value) * count


def total(chance: random.Random) -> tuple[str, Fraction]:
    value = chance.choice([15, 30, 45, 60, 75, 90, 120])
    return chance.choice(TOTALS).format(value), Fraction(value)


def tablets(chance: random.Random) -> tuple[str, Fraction]:
    strength, (count, told) = chance.choice([5, 10, 20]), chance.choice([(2, "2"), (2, "two"), (3, "three"), (1, "1")])
    often, times = chance.choice([("tid", 3), ("twice daily", 2), ("qid", 4), ("at bedtime", 1), ("q6h", 4)])
    return chance.choice(TABLETS).format(s=strength, c=told, f=often), Fraction(count * strength * times)


def steps(chance: random.Random) -> tuple[str, Fraction]:
    first = chance.choice([5, 10])
    return chance.choice(STEPS).format(a=first, b=first + 5, d=chance.choice([3, 4, 5, 7])), Fraction(3 * (first + 5))


def counts(chance: random.Random) -> tuple[str, Fraction]:
    """'Two in the morning and one at night, 10 mg tablets': the strength stands first or last."""
    number, strength = chance.choice([2, 3, 4]), chance.choice([5, 10, 20])
    told = [chance.choice(list(COUNTS.items())) for _ in range(number)]
    listed = [f"{word} {chance.choice(slot)}" for (word, _), slot in zip(told, COUNT_SLOTS[number], strict=True)]
    text = ", ".join(listed[:-1]) + chance.choice([" and ", ", ", ", and "]) + listed[-1]
    form = chance.choice(
        ["{t}, {s} mg tablets", "{t} ({s}mg)", "{s} mg tablets, {t}", "{s}mg tabs: {t}", "{t}. They are {s} mg"]
    )
    return form.format(t=text, s=strength), strength * sum((Fraction(value) for _, value in told), Fraction(0))


@pytest.mark.parametrize(
    "family", [amount_and_often, parts_of_day, total, tablets, counts, steps], ids=lambda one: one.__name__
)
def test_the_day_is_read_exactly(
    vocabulary: DoseVocabulary, family: Callable[[random.Random], tuple[str, Fraction]]
) -> None:
    chance = random.Random(family.__name__)  # noqa: S311 -- the same texts every time
    for _ in range(TEXTS):
        told, value = family(chance)
        before, after = chance.choice(BEFORE), chance.choice(AFTER)
        text = f"{'' if 'start' in told or 'Rx' in told else before}{told}{after}"
        assert a_day(vocabulary, text) == mg(value), text


PEOPLE = [
    "{w} is {a} and takes {d}", "{w} takes {d}, {w} is {a}", "{a} year old on {d}", "{a}yo {d}", "{a} y/o on {d}",
    "{d} for a {a} year old", "{d}, age {a}", "age {a}, {d}", "{w} ({a}) takes {d}", "at {a} years old {w} takes {d}",
    "{w} is {a} years old. {d} ok?", "{w}, {a}, takes {d}", "is {d} ok for a {a} year old?", "Patient aged {a} {d}",
    "{a} yrs, {d}", "{w} turned {a}, takes {d}",
]  # fmt: skip
KIDNEYS = {
    "eGFR 25": Kidney.SEVERE, "egfr of 45": Kidney.MODERATE, "GFR 72": Kidney.MILD, "my eGFR is 95": Kidney.NORMAL,
    "CKD stage 3": Kidney.MODERATE, "CKD 4": Kidney.SEVERE, "stage 2 CKD": Kidney.MILD, "on dialysis": Kidney.DIALYSIS,
    "stage 5 kidney disease": Kidney.SEVERE, "hemodialysis three times a week": Kidney.DIALYSIS, "ESRD": Kidney.SEVERE,
    "creatinine clearance 40": Kidney.MODERATE, "CrCl 20 mL/min": Kidney.SEVERE, "eGFR under 30": Kidney.SEVERE,
    "gfr<30": Kidney.SEVERE, "chronic kidney disease stage 3b": Kidney.MODERATE,
}  # fmt: skip
DOSES = {"10 mg tid": 30, "5 mg three times a day": 15, "20mg 4 times daily": 80, "5 mg at bedtime": 5, "60 mg/day": 60}


def test_ages_stay_apart_from_doses(vocabulary: DoseVocabulary) -> None:
    chance = random.Random("ages")  # noqa: S311 -- the same texts every time
    for _ in range(TEXTS):
        age, who = chance.choice([1, 3, 6, 9, 13, 17, 25, 58, 66, 81]), chance.choice(["he", "she", "pt", "my husband"])
        dose, value = chance.choice(list(DOSES.items()))
        text = chance.choice(PEOPLE).format(w=who, a=age, d=dose)
        parsed = parse_dose(text, vocabulary)
        assert parsed is not None, text
        assert (parsed.age_years, parsed.daily) == (age, mg(Fraction(value))), text


@pytest.mark.hazard("H14")
def test_kidneys_stay_apart_from_doses(judge: Callable[[str], DoseCheck]) -> None:
    for told, stage in KIDNEYS.items():
        for dose, value in DOSES.items():
            for text in (f"{dose}, {told}", f"{told}, {dose}", f"{dose} with {told}", f"is {dose} ok, {told}"):
                check = judge(text)
                assert check.parsed is not None, text
                assert (check.parsed.kidney, check.parsed.daily) == (stage, mg(Fraction(value))), text
                assert (Flag.KIDNEY in check.flags) is (stage is not Kidney.NORMAL), text


PUMPS = [
    "pump {} mcg/day", "my pump is set at {} mcg a day", "ITB {} mcg/day", "intrathecal baclofen {} micrograms per day",
    "{} mcg per day via pump", "pump dose of {}mcg/24h", "{} \u00b5g/day intrathecally", "the pump gives {} mcg a day",
    "currently getting {} mcg/day from my pump", "pump: {} mcg/d", "Medtronic pump, {} mcg/day simple continuous",
]  # fmt: skip


@pytest.mark.hazard("H05")
@pytest.mark.parametrize(
    "after", ["", " ok?", ", implanted 2016", ", refill every 90 days", " with 2000 mcg/mL", " for MS"]
)
def test_pumps_are_read_in_mcg(judge: Callable[[str], DoseCheck], after: str) -> None:
    wanted = {45: Verdict.BELOW_RANGE, 120: Verdict.WITHIN_RANGE, 850: Verdict.CAUTION, 2100: Verdict.ABOVE_MAXIMUM}
    for form in PUMPS:
        for value, verdict in wanted.items():
            check = judge(form.format(value) + after)
            assert check.parsed is not None
            assert (check.verdict, check.parsed.route) == (verdict, Route.INTRATHECAL), form.format(value) + after
            assert check.parsed.daily == Quantity(Fraction(value), Fraction(value), "mcg")


TAKEN = [
    "I just took {}", "accidentally took {}", "took {} by mistake", "I took {} an hour ago", "my husband swallowed {}",
    "he took {} instead of his usual", "I've taken {} at once", "oops, took {}", "took {} too early",
    "just took {}, help",
    "mistakenly took {} this morning", "swallowed {} about 20 min ago", "I ended up taking {} by accident",
    "ingested {} 2 hrs ago", "downed {} tonight", "swallowed {} with dinner",
]  # fmt: skip
CHILDREN = [
    "my 3 year old swallowed {}", "my toddler ate {}", "the baby got {} by mistake", "my son (5) took {}",
    "my 8 yr old daughter accidentally took {}", "my teenager took {} to get high", "kid got into my pills and ate {}",
]  # fmt: skip
SWALLOWED = {
    "20 mg": 20, "40mg": 40, "80mg": 80, "100 mg": 100, "two 20 mg tablets": 40, "five 20mg pills": 100,
    "four 20s": 80, "8 10mg baclofen": 80, "a 20 mg tablet": 20, "two of my 10 mg": 20, "a 10mg pill": 10,
}  # fmt: skip
COMPANY = {
    "": 80, ". feel fine so far": 80, " what should I do?": 80, " with beer": 21, " plus my oxycodone": 21,
    " and was drunk": 21, ". I'm on dialysis": 6, " and I have stage 4 kidney disease": 6,
}  # fmt: skip
"""What is told besides, and from how many mg on something swallowed is then an emergency."""


def test_what_was_swallowed_is_judged_by_the_amount(judge: Callable[[str], DoseCheck]) -> None:
    for form in TAKEN:
        for amount, value in SWALLOWED.items():
            for besides, line in COMPANY.items():
                text = form.format(amount) + besides
                check = judge(text)
                assert Flag.TAKEN_NOW in check.flags, text
                assert check.verdict is (Verdict.EMERGENCY if value >= line else Verdict.CAUTION), text


@pytest.mark.hazard("H14")
@pytest.mark.hazard("H01")
def test_a_child_that_swallowed_anything_is_an_emergency(judge: Callable[[str], DoseCheck]) -> None:
    for form in CHILDREN:
        for amount in SWALLOWED:
            check = judge(form.format(amount))
            assert check.verdict is Verdict.EMERGENCY, form.format(amount)
            assert {Flag.TAKEN_NOW, Flag.CHILD} <= set(check.flags), form.format(amount)


LETTERS = "abcdefghijklmnopqrstuvwxyz"


def slip(chance: random.Random, word: str) -> str:
    """Swap two letters, leave one out, type one twice or another instead."""
    i, kind = chance.randrange(1, len(word) - 1), chance.randrange(4)
    middle = (word[i + 1] + word[i], "", word[i] * 2, chance.choice(LETTERS))[kind]
    return word[:i] + middle + word[i + (2 if kind == 0 else 1) :]


@pytest.mark.hazard("H05")
@pytest.mark.hazard("H06")
def test_a_slip_of_the_keyboard_makes_no_other_dose(vocabulary: DoseVocabulary) -> None:
    """A word misspelt is mended or asked about; that it silently makes another dose stays the rare exception."""
    chance = random.Random("slips")  # noqa: S311 -- the same texts every time
    read, other = 0, []
    for _ in range(TEXTS):
        told, value = chance.choice([amount_and_often, parts_of_day, total, tablets, counts, steps])(chance)
        words = told.split(" ")
        i = chance.choice([i for i, word in enumerate(words) if word.isalpha() and len(word) > 3] or [0])
        if words[i].isalpha() and len(words[i]) > 3:
            words[i] = slip(chance, words[i])
        day = a_day(vocabulary, " ".join(words))
        read += day == mg(value)
        if day not in (None, mg(value)):
            other.append(" ".join(words))
    assert read > TEXTS * 0.95, read
    assert len(other) < TEXTS * 0.01, other
