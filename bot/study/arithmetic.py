"""The arithmetic of doses by mouth, each as a problem with its working and its usual slips.

The numbers are given by the study file, as figures of the posology or plain amounts; none stands here but those of
the arithmetic itself.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from bot.study.solving import Solved, say, solved

if TYPE_CHECKING:
    from bot.study.solving import Given

HALF = Fraction(1, 2)
MOST_TABLETS = 6
MOST_ML = 60
PERCENT = 100


def tablets(given: Given) -> Solved | None:
    """Ask how many tablets make one dose."""
    dose, tablet = given["dose"].low, given["tablet"].low
    count = dose / tablet
    if (count / HALF).denominator != 1 or not 0 < count <= MOST_TABLETS or count == 1:
        return None
    return solved(
        count,
        "tablet",
        (f"{say(dose, 'mg')} ÷ {say(tablet, 'mg')} a tablet = {say(count, 'tablet')}",),
        (
            (1 / count, "The division is upside down: the dose is divided by what one tablet holds."),
            (count * 2, "Twice what is needed."),
            (count / 2, "Half of what is needed."),
            (count + 1, "One tablet too many."),
        ),
    )


def volume(given: Given) -> Solved | None:
    """Ask how many mL hold one dose."""
    dose, strength, per = given["dose"].low, given["strength"].low, given["per"].low
    value = dose / strength * per
    if value > MOST_ML:
        return None
    return solved(
        value,
        "mL",
        (
            f"{say(strength, 'mg')} in {say(per, 'mL')} is {say(strength / per, 'mg')} in 1 mL.",
            f"{say(dose, 'mg')} ÷ {say(strength / per, 'mg')} a mL = {say(value, 'mL')}",
        ),
        (
            (dose, "That takes mg for mL."),
            (dose / strength, f"That reads the strength as if it stood in 1 mL, not in {say(per, 'mL')}."),
            (value * 10, "A tenfold slip of the decimal point."),
            (value * 2, "Twice what is needed: a liquid of half the strength would take so much."),
            (value / 2, "Half of what is needed: a liquid of twice the strength would take so little."),
        ),
    )


def mass(given: Given) -> Solved | None:
    """Ask how many mg a volume holds."""
    drawn, strength, per = given["drawn"].low, given["strength"].low, given["per"].low
    value = drawn / per * strength
    return solved(
        value,
        "mg",
        (
            f"{say(strength, 'mg')} in {say(per, 'mL')} is {say(strength / per, 'mg')} in 1 mL.",
            f"{say(drawn, 'mL')} x {say(strength / per, 'mg')} a mL = {say(value, 'mg')}",
        ),
        (
            (drawn, "That takes mL for mg."),
            (drawn * strength, f"That reads the strength as if it stood in 1 mL, not in {say(per, 'mL')}."),
            (strength, f"That is what {say(per, 'mL')} hold, whatever is drawn up."),
            (value * 10, "A tenfold slip of the decimal point."),
            (value / 2, "Half of what is drawn up."),
        ),
    )


def day_total(given: Given) -> Solved | None:
    """Ask what a day's doses add up to."""
    dose, times = given["dose"].low, given["times"].low
    value = dose * times
    return solved(
        value,
        "mg",
        (f"{say(dose, 'mg')} x {say(times, '')} = {say(value, 'mg')} a day",),
        (
            (dose * (times + 1), "One dose a day too many."),
            (dose * (times - 1), "One dose a day too few."),
            (dose, "That is one dose, not the day."),
            (dose + times, "The count is added where it should multiply."),
        ),
    )


def split(given: Given) -> Solved | None:
    """Ask what one dose is when a day's total is divided equally."""
    total, times = given["total"].low, given["times"].low
    value = total / times
    if (value / HALF).denominator != 1:
        return None
    return solved(
        value,
        "mg",
        (f"{say(total, 'mg')} a day ÷ {say(times, '')} = {say(value, 'mg')} a dose",),
        (
            (total, "That would be the day's total at every dose."),
            (total / (times - 1), "Divided by one dose too few."),
            (total / (times + 1), "Divided by one dose too many."),
            (value * 2, "Twice the dose."),
            (value / 2, "Half the dose."),
        ),
    )


def supply(given: Given) -> Solved | None:
    """Ask how many whole days a bottle lasts."""
    bottle, dose, times = given["bottle"].low, given["dose"].low, given["times"].low
    strength, per = given["strength"].low, given["per"].low
    one = dose / strength * per
    days = bottle / (one * times)
    if days.denominator != 1 or one > MOST_ML:
        return None
    return solved(
        days,
        "days",
        (
            f"{say(dose, 'mg')} ÷ {say(strength / per, 'mg')} a mL = {say(one, 'mL')} a dose",
            f"{say(one, 'mL')} x {say(times, '')} = {say(one * times, 'mL')} a day",
            f"{say(bottle, 'mL')} ÷ {say(one * times, 'mL')} a day = {say(days, 'days')}",
        ),
        (
            (days * times, "That counts one dose a day."),
            (bottle / (dose * times), "That takes mg for mL."),
            (days * 2, "Twice as long as it lasts."),
            (days / 2, "Half as long as it lasts."),
        ),
    )


def titration(given: Given) -> Solved | None:
    """Ask what the day's total is on a day of a stepwise rise."""
    start, step, every = given["start"].low, given["step"].low, given["every"].low
    times, day = given["times"].low, given["day"].low
    level = Fraction(int((day - 1) // every))
    dose = start + level * step
    return solved(
        dose * times,
        "mg",
        (
            f"Full steps of {say(every, 'days')} before day {say(day, '')}: {say(level, '')}.",
            f"{say(start, 'mg')} + {say(level, '')} x {say(step, 'mg')} = {say(dose, 'mg')} a dose",
            f"{say(dose, 'mg')} x {say(times, '')} = {say(dose * times, 'mg')} a day",
        ),
        (
            ((dose + step) * times, "One step too many: the first days are spent on the first dose."),
            (dose, "That is one dose, not the day."),
            (start * times + level * step, "The step is added to each dose, not once a day."),
            ((dose - step) * times, "One step too few."),
            ((start + 2 * step * level) * times, "Each step is taken twice."),
        ),
    )


def reach(given: Given) -> Solved | None:
    """Ask on which day a stepwise rise first comes to a dose."""
    start, step, every, target = given["start"].low, given["step"].low, given["every"].low, given["target"].low
    steps = (target - start) / step
    if steps.denominator != 1 or steps < 1:
        return None
    day = steps * every + 1
    return solved(
        day,
        "",
        (
            f"Steps of {say(step, 'mg')} from {say(start, 'mg')} to {say(target, 'mg')}: {say(steps, '')}.",
            f"{say(steps, '')} x {say(every, 'days')} pass before it, so it is day {say(day, '')}.",
        ),
        (
            (day - 1, "That is the last day of the dose before."),
            (day + every, "One step too many: the starting dose takes no step."),
            (day - every, "One step too few."),
        ),
    )


def weight_day(given: Given) -> Solved | None:
    """Ask what a figure per kilogram comes to for a weight."""
    weight, per_kg = given["weight"].low, given["per_kg"].low
    value = weight * per_kg
    pounds = Fraction(22, 10)
    return solved(
        value,
        "mg",
        (f"{say(weight, 'kg')} x {say(per_kg, 'mg')} a kg = {say(value, 'mg')} a day",),
        (
            (value * 10, "A tenfold slip of the decimal point."),
            (value * pounds, "That takes the weight as pounds: a kg is about 2.2 pounds, and the figure is per kg."),
            (value / 4, "That is one of four doses, not the day."),
            (value / 10, "A tenfold slip of the decimal point."),
        ),
    )


def halving(given: Given) -> Solved | None:
    """Ask what share is left after some half-lives."""
    half_life, hours = given["half_life"].low, given["hours"].low
    count = hours / half_life
    if count.denominator != 1 or not 1 <= count <= 4:
        return None
    left = PERCENT * HALF ** int(count)
    return solved(
        left,
        "percent",
        (
            f"{say(hours, 'hours')} ÷ {say(half_life, 'hours')} = {say(count, 'half-lives')}",
            f"{PERCENT} percent, halved {say(count, 'times')}, is {say(left, 'percent')}.",
        ),
        (
            (left / 2, "Halved once too often."),
            (left * 2, "Halved once too seldom."),
            (PERCENT - left, "That is the share that has gone, not what is left."),
            (Fraction(PERCENT) / (count + 1), "Each half-life halves what is left; it does not take an equal part."),
            (left / 4, "Halved twice too often."),
        ),
    )
