"""The words of the contract: routes, kidneys, origins, purposes, verdicts, flags."""

from __future__ import annotations

from enum import StrEnum


class Route(StrEnum):
    """Where the medicine goes in."""

    ORAL = "oral"
    INTRATHECAL = "intrathecal"


class Kidney(StrEnum):
    """How well the kidneys work, by stage."""

    NORMAL = "normal"
    MILD = "mild"
    MODERATE = "moderate"
    SEVERE = "severe"
    DIALYSIS = "dialysis"


class Origin(StrEnum):
    """Where the spasticity comes from."""

    SPINAL = "spinal"
    CEREBRAL = "cerebral"


class Purpose(StrEnum):
    """What the dose is for."""

    START = "start"
    USUAL = "usual"
    TEST = "test"


class Verdict(StrEnum):
    """The outcome of a check, gravest first."""

    EMERGENCY = "emergency"
    ABOVE_MAXIMUM = "above-maximum"
    UNIT_SUSPECT = "unit-suspect"
    CAUTION = "caution"
    WITHIN_RANGE = "within-range"
    BELOW_RANGE = "below-range"
    INCOMPLETE = "incomplete"
    NOT_A_DOSE = "not-a-dose"

    @property
    def gravity(self) -> int:
        """Rank the verdict: more is graver."""
        return len(_VERDICTS) - _VERDICTS.index(self)


_VERDICTS = list(Verdict)


class Flag(StrEnum):
    """What a reader must know besides the verdict, gravest first."""

    SELF_HARM = "self-harm"
    TAKEN_NOW = "taken-now"
    OVER_DAILY_MAXIMUM = "over-daily-maximum"
    OVER_SINGLE_MAXIMUM = "over-single-maximum"
    UNIT_CONTRADICTION = "unit-contradiction"
    ABRUPT_STOP = "abrupt-stop"
    OVER_START = "over-start"
    FAST_TITRATION = "fast-titration"
    DIALYSIS = "dialysis"
    KIDNEY = "kidney"
    CHILD = "child"
    PREGNANCY = "pregnancy"
    BREASTFEEDING = "breastfeeding"
    OLDER_ADULT = "older-adult"
    OTHER_DRUG = "other-drug"
    UNDER_START = "under-start"
    AS_NEEDED = "as-needed"
    UNIT_MISSING = "unit-missing"
    STRENGTH_MISSING = "strength-missing"
    FREQUENCY_MISSING = "frequency-missing"
    ROUTE_ASSUMED = "route-assumed"


class Missing(StrEnum):
    """What has to be asked for before a dose can be judged."""

    NUMBER = "number"
    UNIT = "unit"
    STRENGTH = "strength"
    WEIGHT = "weight"
    RATE = "rate"
    """How much of a told concentration flows."""
    FREQUENCY = "frequency"


class Danger(StrEnum):
    """A danger told in words: no arithmetic is wanted there."""

    SELF_HARM = "self-harm"
    SYMPTOMS = "symptoms"
    WITHDRAWAL = "withdrawal"
    PUMP = "pump"


class Scale(StrEnum):
    """What an amount is counted for."""

    DOSE = "dose"
    DAY = "day"
