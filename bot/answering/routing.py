"""Which kind of reply a message gets. Every threshold stands here, with what a wrong choice costs.

The figures behind the table are printed by ``python -m benchmarks.calibrate``.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from bot.answering.decision import Rule, Trail
from bot.matching import DECLINE, DOSE_QUESTION, OTHER_DRUG, OURS, TALK

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.kb import Lexicon
    from bot.matching import Candidate, Recognition


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Where one kind of reply ends and the next begins; all are chances, 0 to 1."""

    ours: float = 0.82
    """Answer only what is this likely ours: a refused question annoys, a wrong answer misleads."""
    ours_by_both: float = 0.7
    """The same where a second reader was heard: what both take for ours is so more often."""
    other_drug: float = 0.35
    """Another medicine: an answer on the wrong drug can hurt, so it is refused earlier."""
    other_drug_alone: float = 0.1
    """The same where nothing refers back ("it", "this"): then the other medicine is the subject."""
    other_drug_unnamed: float = 0.7
    """The same where no other medicine was recognized: the reader alone must be surer."""
    covered: float = 0.6
    """A medicine that an interaction topic covers, and this topic so likely meant: an interaction after all."""
    small_talk: float = 0.5
    """Small talk: being greeted back for a question costs one more message."""
    least: float = 0.12
    """Below this chance of the best topic nothing fits: say so rather than guess."""
    margin: float = 0.15
    """Two topics closer than this: ask which was meant. Each wrong answer avoided costs one to three right ones."""
    sure: float = 0.6
    """At this chance the best topic answers, however near the second."""


THRESHOLDS = Thresholds()
NO_TOPIC = "there is no topic"


class Route(StrEnum):
    """The kinds of message, before a reply is made."""

    TOPIC = "topic"
    CLARIFY = "clarify"
    OVERVIEW = "overview"
    SMALL_TALK = "small-talk"
    OTHER_DRUG = "other-drug"
    DECLINE = "decline"


@dataclass(frozen=True, slots=True)
class Routed:
    """A decision, and what it rests on."""

    route: Route
    label: str
    """The topic, the text of small talk, or the subject that is declined."""
    chance: float


def route(
    recognition: Recognition,
    lexicon: Lexicon,
    thresholds: Thresholds = THRESHOLDS,
    *,
    following: bool = False,
    trail: Trail | None = None,
) -> Routed:
    """Decide what a message is, danger and doses left aside; the trail notes every rule that was asked.

    With ``following`` an answer went before: a medicine that is named now is taken together with this one.
    """
    trail = trail or Trail()
    scope = recognition.scope or {OURS: 1.0}
    reading = recognition.reading
    if trail.holds(Rule.NAME_ONLY, reading.drug_named and not reading.has_content):
        return Routed(Route.OVERVIEW, "", 1.0)
    talk = sum(chance for label, chance in scope.items() if label.startswith(TALK))
    another = "another medicine is named" if reading.medicines else ""
    if trail.reaches(Rule.SMALL_TALK, talk, thresholds.small_talk, unless=another):
        return Routed(Route.SMALL_TALK, _best(scope, TALK), talk)
    other, least = scope.get(OTHER_DRUG, 0.0), _least_for_other(recognition, thresholds)
    named = "this medicine is named" if reading.drug_named else ""
    both = "taking both is likely meant" if _covered(recognition, lexicon, thresholds, following=following) else ""
    if trail.reaches(Rule.OTHER_MEDICINE, other, least, unless=named or both):
        return Routed(Route.OTHER_DRUG, "other-drug", other)
    if not trail.reaches(Rule.OURS, recognition.ours, needed_to_be_ours(recognition, thresholds), anyway=both):
        return Routed(Route.DECLINE, _best(scope, DECLINE), 1 - recognition.ours)
    return _topic(recognition.candidates, recognition.ours, thresholds, trail)


def needed_to_be_ours(recognition: Recognition, thresholds: Thresholds = THRESHOLDS) -> float:
    """Return from which chance on a message counts as a question for some topic."""
    return thresholds.ours_by_both if recognition.by_both else thresholds.ours


def _least_for_other(recognition: Recognition, thresholds: Thresholds) -> float:
    """Return how sure the reader must be that another medicine is the subject."""
    reading = recognition.reading
    if not reading.medicines:
        return thresholds.other_drug_unnamed
    return thresholds.other_drug if reading.points_back else thresholds.other_drug_alone


def _covered(recognition: Recognition, lexicon: Lexicon, thresholds: Thresholds, *, following: bool) -> bool:
    """Tell whether another medicine is named together with this one, and an interaction topic is likely meant.

    Only with a word that refers to something said before ("it", "this", "together"): "zoloft with this?" is an
    interaction, "zoloft and wine?" is a question on zoloft.
    """
    best = recognition.candidates[:1]
    reading = recognition.reading
    if not best or not reading.medicines or not (reading.refers or following):
        return False
    topics = {drug_class.id: drug_class.topic for drug_class in lexicon.classes}
    named = {topics[name] for name in reading.classes if topics.get(name)}
    if not named:  # a medicine that no topic covers: any interaction topic tells that mixing is meant
        named = {topic for topic in topics.values() if topic} | {lexicon.interaction_overview}
    return best[0].topic in named and best[0].score >= thresholds.covered * recognition.ours


def _topic(candidates: tuple[Candidate, ...], ours: float, thresholds: Thresholds, trail: Trail) -> Routed:
    """Decide between answering, asking back and declining; all chances are shares of the chance of being ours."""
    best = candidates[0].score if candidates else 0.0
    if not trail.reaches(Rule.FITS, best, thresholds.least * ours, unless="" if candidates else NO_TOPIC):
        return Routed(Route.DECLINE, "", 0.0)
    topic = candidates[0].topic
    second = candidates[1].score if len(candidates) > 1 else 0.0
    if trail.reaches(Rule.SURE, best, thresholds.sure * ours):
        return Routed(Route.TOPIC, topic, best)
    clear = trail.reaches(Rule.CLEAR_LEAD, best - second, thresholds.margin * ours)
    return Routed(Route.TOPIC if clear else Route.CLARIFY, topic, best)


def _best(scope: Mapping[str, float], prefix: str) -> str:
    """Return the likeliest label with a prefix, the prefix taken off; dose checks and other medicines left aside."""
    aside = {OTHER_DRUG, DOSE_QUESTION}
    found = [label for label in sorted(scope) if label.startswith(prefix) and label not in aside]
    return max(found, key=scope.__getitem__, default=prefix).removeprefix(prefix)
