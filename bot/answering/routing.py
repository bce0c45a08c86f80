"""Which kind of reply a message gets. Every threshold stands here, with what a wrong choice costs.

The figures behind the table are printed by ``python -m benchmarks.calibrate``.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

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
    recognition: Recognition, lexicon: Lexicon, thresholds: Thresholds = THRESHOLDS, *, following: bool = False
) -> Routed:
    """Decide what a message is, danger and doses left aside.

    With ``following`` an answer went before: a medicine that is named now is taken together with this one.
    """
    scope = recognition.scope or {OURS: 1.0}
    reading = recognition.reading
    if reading.drug_named and not reading.has_content:
        return Routed(Route.OVERVIEW, "", 1.0)
    talk = sum(chance for label, chance in scope.items() if label.startswith(TALK))
    if talk >= thresholds.small_talk and not reading.medicines:
        return Routed(Route.SMALL_TALK, _best(scope, TALK), talk)
    other = scope.get(OTHER_DRUG, 0.0)
    least = _least_for_other(recognition, thresholds)
    if (
        other >= least
        and not reading.drug_named
        and not _covered(recognition, lexicon, thresholds, following=following)
    ):
        return Routed(Route.OTHER_DRUG, "other-drug", other)
    least_ours = thresholds.ours_by_both if recognition.by_both else thresholds.ours
    if recognition.ours < least_ours and not _covered(recognition, lexicon, thresholds, following=following):
        return Routed(Route.DECLINE, _best(scope, DECLINE), 1 - recognition.ours)
    return _topic(recognition.candidates, recognition.ours, thresholds)


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


def _topic(candidates: tuple[Candidate, ...], ours: float, thresholds: Thresholds) -> Routed:
    if not candidates or candidates[0].score < thresholds.least * ours:
        return Routed(Route.DECLINE, "", 0.0)
    best = candidates[0]
    second = candidates[1].score if len(candidates) > 1 else 0.0
    if best.score < thresholds.sure * ours and best.score - second < thresholds.margin * ours:
        return Routed(Route.CLARIFY, best.topic, best.score)
    return Routed(Route.TOPIC, best.topic, best.score)


def _best(scope: Mapping[str, float], prefix: str) -> str:
    """Return the likeliest label with a prefix, the prefix taken off; dose checks and other medicines left aside."""
    aside = {OTHER_DRUG, DOSE_QUESTION}
    found = [label for label in sorted(scope) if label.startswith(prefix) and label not in aside]
    return max(found, key=scope.__getitem__, default=prefix).removeprefix(prefix)
