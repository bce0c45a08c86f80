"""Which free questions are doses to be judged, and which only hold a number."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.dosing import looks_like_dose, parse_dose

if TYPE_CHECKING:
    from bot.dosing import DoseVocabulary

DOSES = """
is 20 mg four times a day too much
20mg qid
10 mg tid ok?
my doctor put me on 15 mg three times daily
is it normal to take 80 mg of baclofen every day
would 100 mg a day be over the limit
5 mg bid
20 four times a day
dad gets 5 mg twice a day, he is 81
my 6 year old is on 10 mg three times a day
pump set to 450 mcg/day, is that high
is 900 mcg a day a lot for a pump
test dose of 75 mcg
eGFR 25 and taking 10 mg tid
can an adult have 25 mg three times a day
on 60 mg a day, does that sound right
prescribed 20 mg tablets, one three times a day
is 300 mg a day in the pump right
7.5 mL of the 5mg/5mL twice daily
two 10s at night, is that okay
"""
OTHERS = """
still sleepy on 30 mg, does it pass
10 mg tablets and alcohol
suggested taper for 60 mg/day
is the 20 mg tablet scored
how fast does 10 mg work
what does a 10 mg tablet look like
can I drive after taking 10 mg
I take 20 mg three times a day and feel dizzy, is that a side effect
how do I stop after 5 years on 60 mg a day
does 20 mg show up on a drug test
can I cut the 10 mg in half
I missed my 2 pm dose, what now
can I have a beer on 10 mg three times a day
how long does 20 mg last
why do I wet the bed on 40 mg a day
is there a 25 mg tablet
can I take ibuprofen 400 mg with it
my appointment is at 10 on the 20th
what is the maximum dose per day
does it come in 5 mg
how is 80 mg a day different from a pump
will 10 mg help me sleep
60 tablets for 20 dollars, is that a fair price
can I take gabapentin 300 mg with baclofen 10 mg
how many hours between two 10 mg doses
"""


def lines(text: str) -> list[str]:
    return text.strip().splitlines()


@pytest.mark.parametrize("asked", lines(DOSES))
def test_a_dose_to_be_judged(vocabulary: DoseVocabulary, asked: str) -> None:
    assert looks_like_dose(parse_dose(asked, vocabulary))


@pytest.mark.parametrize("asked", lines(OTHERS))
def test_a_question_on_something_else(vocabulary: DoseVocabulary, asked: str) -> None:
    assert not looks_like_dose(parse_dose(asked, vocabulary))


def test_nothing_looks_like_nothing() -> None:
    assert not looks_like_dose(None)
