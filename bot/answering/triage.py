"""Is somebody in danger now? Asked before anything else.

Two witnesses, either of which is enough: the fitted reader, which has seen many people tell of danger, and the
points of the curated cues, which hold what must never be missed whatever the reader makes of it. A second reader,
where it was heard, can raise an alarm that both left out; it can take none back.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from bot.answering.decision import Rule, Trail
from bot.matching import CALM

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.kb import Emergencies
    from bot.matching import Recognition

DANGER_CHANCE = 0.2
"""A missed emergency costs a life, a false alarm a reader's patience: one in five is enough to speak up."""
DANGER_POINTS = 5
"""Points of the cues that are enough by themselves."""
DANGER_BY_BOTH = 0.46
"""What both readers together must be sure of where the first alone is not: higher, since most of those are calm.
What it adds and what it costs: docs/second-reader.md."""
FOREIGN_DANGER_BY_BOTH = 0.3
"""The same in other languages, of which the first reader knows only a list of words."""
SELF_HARM_SHARE = 0.2
"""So much of the danger must point to self-harm for its reply to win over a likelier kind: contact first."""

WISH, STUDY, LETHAL = "wish-to-die", "academic", "asks-lethal"
SELF_HARM = "self-harm"
DANGER_OF_CUE = (
    (WISH, SELF_HARM),
    ("child-took", "child"),
    ("pet-took", "pet"),
    ("pump-trouble", "pump"),
    ("excess-taken", "overdose"),
    ("trigger-stopped", "withdrawal"),
    ("no-sign-of-life", "unconscious"),
    ("grave-sign", "unconscious"),
)
"""Which danger a cue tells of, the one that decides first; for messages that only the points caught."""


LEAST_POINTS = 2
"""So many points of cues make even words that say little worth judging: "all of them"."""
LEAST_WORDS = 3
"""So many of them can tell of danger too: "he took them"."""


@dataclass(frozen=True, slots=True)
class Alarm:
    """A danger that a message tells of."""

    danger: str
    """Id of the kind."""
    chance: float
    """How sure the fitted reader is, 0 to 1."""
    points: Decimal
    """What the cues add up to."""


def find_alarm(recognition: Recognition, emergencies: Emergencies, trail: Trail | None = None) -> Alarm | None:
    """Return the danger that a message tells of, or None; the trail notes what was weighed."""
    trail = trail or Trail()
    points = cue_points(recognition.cues, emergencies)
    chance = 1 - recognition.danger.get(CALM, 1.0) if _tells(recognition, points) else 0.0
    likely = trail.reaches(Rule.DANGER_CHANCE, chance, DANGER_CHANCE)
    counted = trail.reaches(Rule.DANGER_POINTS, float(points), DANGER_POINTS)
    if not likely and not counted:
        return None
    return Alarm(_kind(recognition.danger, recognition.cues, chance, emergencies, trail), chance, points)


def _tells(recognition: Recognition, points: Decimal) -> bool:
    """Tell whether anything is said that could be a danger: "3" or "yesterday" alone is an answer to somebody."""
    if points >= LEAST_POINTS or any(map(str.isalpha, recognition.reading.told)):
        return True
    return sum(map(str.isalpha, recognition.utterance.scan)) >= LEAST_WORDS


def asks_what_kills(recognition: Recognition) -> bool:
    """Tell whether a message asks how much would kill, and no student's question."""
    return LETHAL in recognition.cues and STUDY not in recognition.cues


def find_alarm_by_both(recognition: Recognition, emergencies: Emergencies, trail: Trail | None = None) -> Alarm | None:
    """Return the danger that the second reader adds to what :func:`find_alarm` found nothing in, or None."""
    trail = trail or Trail()
    points = cue_points(recognition.cues, emergencies)
    if not recognition.danger_by_both or not _tells(recognition, points):
        return None
    chance = 1 - recognition.danger_by_both.get(CALM, 1.0)
    if not trail.reaches(Rule.DANGER_BY_BOTH, chance, needed_by_both(recognition)):
        return None
    kind = _kind(recognition.danger_by_both, recognition.cues, chance, emergencies, trail)
    return Alarm(kind, chance, points)


def needed_by_both(recognition: Recognition) -> float:
    """Return from which chance of danger on both readers together raise an alarm."""
    return FOREIGN_DANGER_BY_BOTH if recognition.is_foreign else DANGER_BY_BOTH


def cue_points(cues: frozenset[str], emergencies: Emergencies) -> Decimal:
    """Add up the points of cues; a wish to die is lessened by nothing but a student's question."""
    told = [emergencies.cues[cue] for cue in sorted(cues)]
    if WISH in cues and STUDY not in cues:
        told = [group for group in told if group.points > 0]
    return sum((group.points for group in told), start=Decimal(0))


def _kind(
    chances: Mapping[str, float], cues: frozenset[str], chance: float, emergencies: Emergencies, trail: Trail
) -> str:
    told = [danger for cue, danger in DANGER_OF_CUE if cue in cues and danger in emergencies.dangers]
    fitted = {danger: value for danger, value in chances.items() if danger in emergencies.dangers}
    if trail.holds(Rule.WISH_TO_DIE, WISH in cues and SELF_HARM in emergencies.dangers):
        return SELF_HARM
    share = SELF_HARM_SHARE * max(chance, DANGER_CHANCE)
    if trail.reaches(Rule.SELF_HARM_SHARE, fitted.get(SELF_HARM, 0.0), share):
        return SELF_HARM
    if chance >= DANGER_CHANCE or not told:
        kind = max(sorted(fitted), key=fitted.__getitem__, default=next(iter(emergencies.dangers)))
    else:
        kind = told[0]
    trail.holds(Rule.DANGER_KIND, held=True, note=kind)
    return kind
