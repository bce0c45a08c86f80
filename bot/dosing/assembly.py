"""What the readers found, put together to the one dose that is judged."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

from bot.dosing.amount import MASSES, Amount
from bot.dosing.danger import read_dangers
from bot.dosing.enums import Missing, Purpose, Route, Scale
from bot.dosing.events import NOT_TAKEN, TakenWords, plans_double, read_pace, read_stop, read_taken
from bot.dosing.model import ParsedDose, Quantity, Step, Taken, Times, Told
from bot.dosing.reading import is_token, words
from bot.dosing.regimen import Regimen, build_regimen
from bot.dosing.routing import by_both_routes, choose_route
from bot.dosing.settle import settle_terms
from bot.dosing.term import OR, Term, Terms

if TYPE_CHECKING:
    from bot.dosing.medicines import Mention
    from bot.dosing.reading import Reading
    from bot.dosing.setting import Setting

SMALL_COUNT = 3
"""A bare 1, 2 or 3 beside what was swallowed counts tablets: nobody takes 3 mg."""
_PRODUCT = words(
    "is there (?:a|an|any)|are there(?: any)?",
    "come|comes|coming in|scored|score line|look|looks|color|colour|shape|imprint|markings|available",
    "made|make|makes|sell|sold|exist|exists|cut|split|crush|crushed|halve|halved|break|snap|chew",
    "chewable|cost|price|generic|expire|expired|contain|contains|gluten|lactose|manufactured|stored",
    "store|stock|dissolve|picture|photo|identify|round|oval|stamped|white|yellow|pink|engraved|marked",
)
_HOLDS = words(
    r"(?:i|he|she|we|they|mother|father|husband|wife|patient|child|son|daughter)(?: \S+)? (?:take|"
    "am|is|was|are|were|got|get|have|has|had|been|prescribed)",
    "prescribed|on|take|given|gave|taking",
)
_DOUBLE = re.compile(
    r"(?<= )double(?: (?:up|my|the|a|an|dose|doses|of|his|her|amount|on|usual|normal|regular|M\d+|T\d+|"
    r"at)){0,8} (?=A\d+ )"
)


class Assembly:
    """One text's findings on their way to a parsed dose."""

    def __init__(
        self, reading: Reading, terms: Terms, setting: Setting, own_names: list[Mention], draft: ParsedDose
    ) -> None:
        """Take what was read; ``draft`` holds what is settled already."""
        self.reading = reading
        self.terms = terms
        self.setting = setting
        self.own_names = own_names
        self.draft = draft
        self.own: list[Term] = []

    def finish(self) -> ParsedDose:
        """Settle amounts, route, steps, events and what is missing."""
        self._double()
        strength = next((mention.mg_per_ml for mention in self.own_names if mention.mg_per_ml is not None), None)
        self.own = settle_terms(self.terms, strength, self.draft.person.weight_kg)
        both = by_both_routes(self.own, self.setting)
        if both is not None:
            return self._both(*both)
        taken = read_taken(self.reading, self.own)
        self._settle_own(taken)
        product = self._asks_about_product()
        if product:
            self.own = []
        route, assumed = choose_route(self.own, self.terms, self.setting, self.own_names)
        return self._assemble(route, taken, assumed=assumed, product=product)

    def _both(self, mouth: list[Term], pump: list[Term]) -> ParsedDose:
        """Put together a dose by mouth, and a pump's dose besides it; only the first can have been swallowed."""
        self.own = pump
        besides = self._assemble(Route.INTRATHECAL, NOT_TAKEN, assumed=False, product=False)
        self.own = mouth
        taken = read_taken(self.reading, self.own)
        self._settle_own(taken)
        first = self._assemble(Route.ORAL, taken, assumed=False, product=False)
        return replace(first, purpose=None, besides=besides)

    def _assemble(self, route: Route | None, taken: TakenWords, *, assumed: bool, product: bool) -> ParsedDose:
        """Put one dose together from the terms at hand."""
        told = tuple(map(_told, self.own))
        self._convert(route)
        regimen = build_regimen(self.own, self.terms, self.reading.strengths)
        change_days, gradual = read_pace(self.reading)
        step, count, steps = _highest(regimen)
        parsed = replace(
            self.draft,
            amount=step.amount,
            times_per_day=step.times,
            daily=step.daily,
            daily_count=count,
            steps=steps,
            change_days=change_days,
            gradual=gradual,
            route=route,
            route_assumed=assumed,
            told=told,
            form_clash=self.terms.form_clash,
            bolus=self.setting.bolus,
            climb=self.terms.climb,
            stop=read_stop(self.reading),
            has_dose=bool(self.own) or self.terms.climb is not None,
            rare=regimen.rare,
            single=regimen.single,
            per_dose=regimen.per_dose,
            product_question=product,
        )
        parsed = self._with_taken(_in_one_go(parsed), taken)
        doubled = parsed.taken is None and bool(self.own) and plans_double(self.reading)
        intrathecal = route is Route.INTRATHECAL
        dangers = read_dangers(self.reading, swallowed=parsed.taken is not None, intrathecal=intrathecal)
        known = doubled or self._frequency_known(parsed)
        missing = self._missing(regimen, frequency_known=known, product=product)
        return replace(parsed, doubled=doubled, missing=missing, dangers=dangers)

    def _double(self) -> None:
        """Take 'a double dose of 10 mg' as 20 mg."""
        found = self.reading.find(_DOUBLE)
        if found is None or " from " in self.reading.text or " => " in self.reading.text:
            return
        amount = self.reading.item(self.reading.text[found.end() :].split(" ", 1)[0], Amount)
        two_counted = amount.counted and " 2 " in self.reading.start
        for term in self.terms.terms:
            if term.amount is amount and not two_counted:
                term.amount = replace(amount, low=amount.low * 2, high=amount.high * 2)
                term.single = True

    def _settle_own(self, taken: TakenWords) -> None:
        """Count tablets where a bare number was swallowed; drop 'a tablet' where it is no dose."""
        if not taken.told:
            self.own = [term for term in self.own if not term.amount.article or _told_as_dose(term)]
            return
        tokens = self.reading.text.split()
        bare = [term.amount.high for term in self.terms.terms if not term.amount.unit]
        small = bool(bare) and min(bare) <= SMALL_COUNT
        for term in self.own:
            named = is_token(tokens[term.at + 1], "M") if term.at + 1 < len(tokens) else False
            if not term.amount.unit and (named or small):
                term.amount = replace(term.amount, unit="tablet", counted=True)

    def _asks_about_product(self) -> bool:
        """Tell whether a strength was named only to ask about the product: 'is the 20 mg tablet scored'."""
        if not self.own or any(
            _told_as_dose(term) or term.amount.counted or not term.amount.solid for term in self.own
        ):
            return False
        return self.reading.find(_PRODUCT) is not None and self.reading.find(_HOLDS) is None

    def _convert(self, route: Route | None) -> None:
        """Count by mouth in mg, intrathecally in mcg; without a route mcg stay mcg."""
        unit = "mcg" if route is Route.INTRATHECAL else "mg"
        for term in self.own:
            term.amount = _converted(term.amount, unit, route)
            term.spread = _converted(term.spread, unit, route) if term.spread is not None else None

    def _with_taken(self, parsed: ParsedDose, taken: TakenWords) -> ParsedDose:
        stopped_only = not self.own and not self.draft.person.child_word and parsed.stop is not None
        if not taken.told or stopped_only:
            return parsed
        several = parsed.times_per_day is not None and parsed.times_per_day.high != 1 and not taken.twice
        total = self._taken_total(parsed, taken, several=several)
        over_day = taken.over_day or several
        event = Taken(at_once=not over_day, own_dose=taken.own_dose, amount=total)
        if not over_day:
            return replace(
                parsed,
                taken=event,
                amount=total,
                times_per_day=None,
                daily=None,
                daily_count=None,
                single=True,
                steps=(),
            )
        counted = total is not None and total.unit not in ("mg", "mcg")
        return replace(
            parsed,
            taken=event,
            amount=parsed.amount if parsed.times_per_day is not None else None,
            daily=None if counted else total,
            daily_count=total if counted else None,
        )

    def _taken_total(self, parsed: ParsedDose, taken: TakenWords, *, several: bool) -> Quantity | None:
        units = {term.amount.unit for term in self.own}
        if len(units) != 1:
            return parsed.amount or parsed.daily
        if several:
            return parsed.daily or parsed.daily_count
        low = sum((term.amount.low for term in self.own), Fraction(0))
        high = sum((term.amount.high for term in self.own), Fraction(0))
        told_in_all = any(term.single or term.in_total or term.amount.counted for term in self.own)
        factor = 2 if taken.twice and not told_in_all else 1
        return Quantity(low * factor, high * factor, units.pop())

    def _missing(self, regimen: Regimen, *, frequency_known: bool, product: bool) -> tuple[Missing, ...]:
        own = bool(self.own)
        tests = (
            (Missing.NUMBER, self.terms.unreadable and not own),
            (Missing.RATE, bool(self.terms.concentrations) and not own and not product),
            (Missing.UNIT, regimen.unit_open),
            (Missing.STRENGTH, regimen.strength_open),
            (Missing.WEIGHT, regimen.weight_open),
            (Missing.FREQUENCY, own and not frequency_known),
        )
        return tuple(missing for missing, is_open in tests if is_open)

    def _frequency_known(self, parsed: ParsedDose) -> bool:
        known = parsed.times_per_day or parsed.daily or parsed.daily_count or any(term.per_day for term in self.own)
        once = parsed.single or parsed.rare or parsed.taken
        bolus = parsed.bolus and not self.setting.pump
        one_shot = parsed.route is Route.INTRATHECAL and (parsed.purpose is Purpose.TEST or bolus)
        return bool(known or once or one_shot)


def _told_as_dose(term: Term) -> bool:
    return bool(term.freqs) or term.per_day or term.single or term.division is not None


def _in_one_go(parsed: ParsedDose) -> ParsedDose:
    """Take a day's total that is told to be taken at once for what it is: one dose a day."""
    if not parsed.single or parsed.daily is None or parsed.amount is not None or parsed.times_per_day is not None:
        return parsed
    return replace(parsed, amount=parsed.daily, times_per_day=Times(Fraction(1), Fraction(1)))


def _told(term: Term) -> Told:
    amount = term.amount
    by_day = term.per_day and not term.freqs and term.division is None
    quantity = Quantity(amount.low, amount.high, amount.unit)
    return Told(quantity, Scale.DAY if by_day else Scale.DOSE, amount.solid)


def _converted(amount: Amount, unit: str, route: Route | None) -> Amount:
    if amount.unit not in MASSES or (route is None and amount.unit == "mcg"):
        return amount
    plain = Quantity(amount.low, amount.high, amount.unit).to(unit)
    return replace(amount, low=plain.low, high=plain.high, unit=unit)


def _highest(regimen: Regimen) -> tuple[Step, Quantity | None, tuple[Step, ...]]:
    """Return the highest step, its day's count of tablets, and all steps; alternatives are no schedule."""
    if not regimen.steps:
        return Step(None, None, None, None), None, ()
    i = max(range(len(regimen.steps)), key=lambda n: _height(regimen.steps[n], regimen.counts[n]))
    steps = tuple(regimen.steps) if len(regimen.steps) > 1 and OR not in regimen.joined else ()
    return regimen.steps[i], regimen.counts[i], steps


def _height(step: Step, count: Quantity | None) -> tuple[Fraction, Fraction]:
    amount = step.amount.high if step.amount is not None else Fraction(0)
    total = step.daily or count
    return (total.high if total is not None else amount), amount
