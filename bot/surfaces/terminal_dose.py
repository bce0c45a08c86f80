"""What the terminal adds to a dose check: where the dose lies on the labelled range, and mL or tablets.

Arithmetic of what was told, never a proposal of a dose.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from bot.dosing import Flag, Missing, Quantity, Route, Verdict, scale, tablets_for, volume_of
from bot.dosing.phrases import say_percent, say_quantity, say_range
from bot.surfaces.contract import quantity_object

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bot.answering import Reply
    from bot.dosing import DoseScale, ParsedDose, Worked
    from bot.kb import Figure
    from bot.surfaces.contract import Json

LEAST_BAR, MOST_BAR = 20, 60
"""Columns of the bar itself."""
ROOM = Fraction(5, 4)
"""The bar goes on for a quarter beyond the largest number, so that over the maximum looks like it."""
NOT_COMPUTED = frozenset((Verdict.EMERGENCY, Verdict.UNIT_SUSPECT, Verdict.NOT_A_DOSE))
NOT_DRAWN = NOT_COMPUTED | {Verdict.INCOMPLETE}
NOT_FOR = frozenset((Flag.KIDNEY, Flag.DIALYSIS))
"""For these the general range is too high: a picture of it would mislead."""


def with_strength(text: str, reply: Reply, liquid: str | None) -> str:
    """Return a text completed by the liquid's strength, where mL were told and the strength was not."""
    parsed = reply.dose.parsed if reply.dose else None
    if liquid is None or parsed is None or Missing.STRENGTH not in parsed.missing:
        return text
    told = parsed.amount or parsed.daily_count
    return f"{text} ({liquid})" if told is not None and told.unit == "mL" else text


def bar_lines(reply: Reply, width: int) -> list[str]:
    """Draw where a dose lies: first in words, for those who hear it, then as a bar of plain characters."""
    check = reply.dose
    if check is None or check.verdict in NOT_DRAWN or NOT_FOR.intersection(check.flags):
        return []
    points = scale(check)
    if points is None:
        return []
    end = max(points.maximum, points.value_high) * ROOM
    label = f" {say_quantity(Quantity(end, end, points.unit))}"
    columns = max(LEAST_BAR, min(MOST_BAR, width - len(label) - len("0 ||")))
    return [_in_words(points), f"0 |{_bar(points, end, columns)}|{label}"]


def _in_words(points: DoseScale) -> str:
    """Say what the bar shows."""
    unit, high, most = points.unit, points.value_high, points.maximum
    told = [f"X is this dose, {say_quantity(Quantity(points.value_low, high, unit))}"]
    least = Fraction(0) if points.low is None else points.low
    told.append(f"( ) is what labels speak of, {say_range(least, most)} {unit}")
    if points.usual_low is not None and points.usual_high is not None:
        told.append(f"= is the usual range, {say_range(points.usual_low, points.usual_high)} {unit}")
    if high > most:
        place = f"Over the upper end by {say_quantity(Quantity(high - most, high - most, unit))}"
    else:
        place = f"At {say_percent(high / most)} of the upper end"
    return f"{'; '.join(told)}. {place}."


def _bar(points: DoseScale, end: Fraction, columns: int) -> str:
    def place(value: Fraction) -> int:
        return min(columns - 1, int(value * columns / end))

    cells = ["-"] * columns
    if points.usual_low is not None and points.usual_high is not None:
        for cell in range(place(points.usual_low), place(points.usual_high) + 1):
            cells[cell] = "="
    least = Fraction(0) if points.low is None else points.low
    first, last = place(least), place(points.maximum)
    cells[first], cells[last] = "(", ")"
    for value in (points.value_low, points.value_high):
        # A dose just outside must not hide the end that it lies beyond.
        at = max(place(value), last + 1) if value > points.maximum else place(value)
        cells[min(at, max(first - 1, 0)) if value < least else at] = "X"
    return "".join(cells)


class Calculator:
    """Works out what was asked for besides the check: mL of a liquid, tablets that exist."""

    def __init__(self, figures: Mapping[str, Figure], strength: Quantity | None, *, tablets: bool) -> None:
        self._figures = figures
        self._strength = strength
        """What one mL of the liquid holds; None where no liquid was named."""
        self._tablets = tablets

    def lines(self, reply: Reply) -> list[str]:
        """Say each result with its working, or that nothing can be worked out."""
        parsed = _computable(reply)
        lines = []
        if self._strength is not None:
            workings = [worked.working for worked in self._volumes(parsed) if worked is not None]
            lines.append(f"In mL: {'; '.join(workings) or 'cannot be worked out from what was told'}.")
        if self._tablets:
            counts = tablets_for(parsed, self._figures) if parsed else ()
            told = "; ".join(count.working for count in counts)
            lines.append(f"In tablets: {told or 'cannot be worked out in whole and half tablets'}.")
        return lines

    def objects(self, reply: Reply) -> Iterator[tuple[str, Json]]:
        """Yield the keys that the results add to a dose's JSON object."""
        parsed = _computable(reply)
        if self._strength is not None:
            dose, day = (quantity_object(worked.value) if worked else None for worked in self._volumes(parsed))
            yield "liquid", {"dose": dose, "day": day}
        if self._tablets:
            counts = tablets_for(parsed, self._figures) if parsed else ()
            yield (
                "tablets",
                [{"strength": quantity_object(item.strength), "count": float(item.count)} for item in counts],
            )

    def _volumes(self, parsed: ParsedDose | None) -> tuple[Worked | None, Worked | None]:
        """Return the mL of one dose and of a day."""
        if parsed is None or self._strength is None or parsed.route is not Route.ORAL:
            return None, None
        dose, day = (
            volume_of(told, self._strength) if told is not None and told.unit == "mg" else None
            for told in (parsed.amount, parsed.daily)
        )
        return dose, day


def _computable(reply: Reply) -> ParsedDose | None:
    """Return what was read, unless computing with it would say too much."""
    check = reply.dose
    return None if check is None or check.verdict in NOT_COMPUTED else check.parsed
