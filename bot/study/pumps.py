"""The arithmetic of pumps and of units, each as a problem with its working and its usual slips."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from bot.dosing.model import HOURS_PER_DAY, MCG_PER_MG
from bot.study.solving import Solved, say, solved

if TYPE_CHECKING:
    from bot.study.solving import Given

PERCENT = 100
WRONG_UNIT = "The number is right, the unit is not: mg is a thousand times more than mcg."
UPSIDE_DOWN = "The division is upside down."
TENFOLD = "A tenfold slip of the decimal point."


def pump_day(given: Given) -> Solved | None:
    """Ask what a pump gives in a day, from concentration and flow."""
    strength, flow = given["strength"].low, given["flow"].low
    value = strength * flow
    return solved(
        value,
        "mcg",
        (f"{say(strength, 'mcg')} a mL x {say(flow, 'mL')} a day = {say(value, 'mcg')} a day",),
        (
            (value * 10, TENFOLD),
            (value / 10, TENFOLD),
            (strength, "That is what 1 mL holds, whatever flows."),
        ),
        texts=((say(value, "mg"), WRONG_UNIT),),
    )


def pump_hour(given: Given) -> Solved | None:
    """Ask what a pump gives in a day, from concentration and hourly flow."""
    strength, flow = given["strength"].low, given["flow"].low
    value = strength * flow * HOURS_PER_DAY
    return solved(
        value,
        "mcg",
        (
            f"{say(strength, 'mcg')} a mL x {say(flow, 'mL')} an hour = {say(strength * flow, 'mcg')} an hour",
            f"{say(strength * flow, 'mcg')} x {HOURS_PER_DAY} = {say(value, 'mcg')} a day",
        ),
        (
            (strength * flow, "That is what flows in an hour, not in a day."),
            (value / 2, "That counts 12 hours."),
            (value * 10, TENFOLD),
        ),
    )


def pump_flow(given: Given) -> Solved | None:
    """Ask which flow gives a day's dose."""
    day, strength = given["day"].low, given["strength"].low
    value = day / strength
    return solved(
        value,
        "mL",
        (f"{say(day, 'mcg')} a day ÷ {say(strength, 'mcg')} a mL = {say(value, 'mL')} a day",),
        (
            (strength / day, UPSIDE_DOWN),
            (value * 10, TENFOLD),
            (value / 10, TENFOLD),
            (value * 2, "A solution of half the strength would take so much."),
        ),
    )


def refill(given: Given) -> Solved | None:
    """Ask how many whole days a volume lasts in a pump."""
    held, strength, day = given["volume"].low, given["strength"].low, given["day"].low
    days = held * strength / day
    if days.denominator != 1:
        return None
    return solved(
        days,
        "days",
        (
            f"{say(held, 'mL')} x {say(strength, 'mcg')} a mL = {say(held * strength, 'mcg')} in all",
            f"{say(held * strength, 'mcg')} ÷ {say(day, 'mcg')} a day = {say(days, 'days')}",
        ),
        (
            (days * 2, "A solution of twice the strength would last so long."),
            (Fraction(days.numerator // 2), "A solution of half the strength would last about so long."),
            (days * 10, TENFOLD),
            (day / held, "That divides the day's dose by the volume: the strength is left out."),
            (strength / held, "That leaves the day's dose out."),
        ),
    )


def first_day(given: Given) -> Solved | None:
    """Ask for the first day's dose after a test shot that worked: twice the shot."""
    shot = given["shot"].low
    return solved(
        shot * 2,
        "mcg",
        (f"{say(shot, 'mcg')} x 2 = {say(shot * 2, 'mcg')} over 24 hours",),
        (
            (shot, "That is the shot itself: it is doubled, unless its effect held for longer than the label's limit."),
            (shot * 3, "Three times the shot: the label doubles it."),
        ),
        texts=((say(shot * 2, "mg"), WRONG_UNIT),),
    )


def first_flow(given: Given) -> Solved | None:
    """Ask for the flow of the first day after a test shot that worked."""
    shot, strength = given["shot"].low, given["strength"].low
    day = shot * 2
    value = day / strength
    return solved(
        value,
        "mL",
        (
            f"{say(shot, 'mcg')} x 2 = {say(day, 'mcg')} a day",
            f"{say(day, 'mcg')} ÷ {say(strength, 'mcg')} a mL = {say(value, 'mL')} a day",
        ),
        (
            (shot / strength, "The shot was not doubled."),
            (value * 10, TENFOLD),
            (value / 10, TENFOLD),
            (strength / day, UPSIDE_DOWN),
        ),
    )


def raised(given: Given) -> Solved | None:
    """Ask what a dose is after a rise by some percent."""
    dose, percent = given["dose"].low, given["percent"].low
    share = percent / PERCENT
    value = dose * (1 + share)
    return solved(
        value,
        "mcg",
        (
            f"{say(percent, '')}% of {say(dose, 'mcg')} is {say(dose * share, 'mcg')}.",
            f"{say(dose, 'mcg')} + {say(dose * share, 'mcg')} = {say(value, 'mcg')} a day",
        ),
        (
            (dose + percent, "The percent is added as if it were mcg."),
            (dose * (1 - share), "That lowers the dose."),
            (dose * share, "That is the step, not the new dose."),
            (dose * (1 + 2 * share), "That takes the step twice."),
        ),
    )


def to_mg(given: Given) -> Solved | None:
    """Ask how many mg an amount in mcg is."""
    told = given["amount"].low
    value = told / MCG_PER_MG
    return solved(
        value,
        "mg",
        (f"1 mg is {say(Fraction(MCG_PER_MG), 'mcg')}.", f"{say(told, 'mcg')} ÷ 1,000 = {say(value, 'mg')}"),
        (
            (value * 10, TENFOLD),
            (value / 10, TENFOLD),
            (value * PERCENT, "A hundredfold slip: 1 mg is 1,000 mcg, not 10."),
        ),
    )
