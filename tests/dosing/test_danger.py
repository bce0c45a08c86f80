"""Danger told in words beside a dose, and words that only sound like it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.dosing import Danger, Verdict

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.dosing import DoseCheck

TOLD = {
    Danger.SYMPTOMS: """
he took 100mg and I can't wake him
my mom isn't waking up after her 20 mg
she's had 40 mg and is unresponsive
after 3 pills of 20mg he passed out cold
he's breathing like 6 times a minute after 80 mg
his breathing is really slow, had 40mg
she stopped breathing after 20 mg
he is turning blue, took 60 mg
my kid is limp and floppy after one 10 mg tablet
having convulsions after 120mg
she just had a seizure, takes 20mg tid
he had a fit after 80mg
wife took 200mg, she's barely conscious and drooling
he took 10 tablets 20mg, snoring weird and won't wake
I can't breathe properly after taking 50mg
my lips look blue, took 40 mg earlier
dad unconscious, found empty bottle of 20 mg
took 60mg with vodka and she's not responding
grandpa on 10mg tid is suddenly comatose
patient obtunded after 20 mg, on dialysis
help he wont respond, 100 mg baclofen
""",
    Danger.SELF_HARM: """
I want to kill myself, is 500mg enough
I'm going to overdose on 900 mg tonight
thinking about ending it with 60 x 10mg
how much baclofen would be fatal for a 70 kg man
what dose of baclofen kills you
I took 400 mg because I want to die
I don't want to be here anymore, I have 100 20mg pills
can 300mg stop my heart for good, I want it to end
I wanna die, took 10 20mg pills
took all my 20 mg tablets
gonna take all 60 pills tonight
""",
    Danger.WITHDRAWAL: """
stopped 60 mg/day two days ago and now he's hallucinating
off my 80 mg a day for 3 days and I have a fever and I'm confused
ran out 4 days ago (20mg qid), seeing bugs on the wall
missed three days of 20mg tid, high fever, muscles rigid
no baclofen since Monday, was on 60mg, heart racing and confused
""",
    Danger.PUMP: """
my baclofen pump is alarming, 300 mcg/day
the pump keeps beeping, dose is 400 mcg/day
pump has run dry, it was 500 mcg/day
pump went dry over the weekend, usually 600 mcg/day
my itb pump stopped, 350 mcg/day
i missed my refill appointment, pump at 600 mcg/day
pump died last night 275 mcg/day
catheter broke, on 450 mcg/day intrathecal
pump reservoir is empty, 200 mcg daily
""",
}
NOT_TOLD = """
20 mg tid for my seizure disorder
I have epilepsy and take 10 mg tid
10 mg tid, no seizures, no fever
can 80 mg a day cause seizures?
I have sleep apnea and take 20 mg at night
20 mg tid, I walk with a limp
my left leg is limp, 10mg tid
does 40mg a day make you pass out
worried about withdrawal if I stop 60 mg/day slowly
afraid of not waking up on 20 mg tid
how long before my pump alarm beeps, 300 mcg/day
pump battery replaced last year, 300 mcg/day
my pump works fine at 250 mcg/day
these spasms are killing me, 20mg tid not enough
I'd kill for a good night's sleep, on 10mg tid
is 20 mg tid enough to stop my spasms
my mom died last year, she took 10 mg tid
fever last month, 10 mg tid now
my pump was refilled yesterday at 300 mcg/day
COPD, short of breath sometimes, 10mg tid
I feel confused about my dose, is it 10 mg tid or qid
can't sleep without 20mg at night
20 mg tid and still can't move my legs
hard to wake up in the morning on 20 mg at bedtime
can I take all 60mg at once
i take my whole 40mg at bedtime
"""


def lines(text: str) -> list[str]:
    return text.strip().splitlines()


@pytest.mark.hazard("H01")
@pytest.mark.hazard("H08")
@pytest.mark.hazard("H09")
@pytest.mark.parametrize(("danger", "told"), [(danger, line) for danger, text in TOLD.items() for line in lines(text)])
def test_a_danger_told_comes_before_any_arithmetic(
    judge: Callable[[str], DoseCheck], danger: Danger, told: str
) -> None:
    check = judge(told)
    assert check.verdict is Verdict.EMERGENCY
    assert check.parsed is not None
    assert danger in check.parsed.dangers


@pytest.mark.hazard("H35")
@pytest.mark.parametrize("told", lines(NOT_TOLD))
def test_facts_fears_and_denials_are_no_danger(judge: Callable[[str], DoseCheck], told: str) -> None:
    assert judge(told).verdict is not Verdict.EMERGENCY
