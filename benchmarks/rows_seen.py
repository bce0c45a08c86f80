"""What the bot makes of a labelled row before any threshold decides, and the reply that thresholds make of it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, TypeAlias

import bot.answering.answerer
import bot.answering.triage
from benchmarks.patching import replaced
from bot.answering import Kind
from bot.answering.routing import THRESHOLDS, Route, Routed, Thresholds, route
from bot.answering.triage import DANGER_CHANCE, DANGER_POINTS
from bot.matching import CALM

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.labelled import Row
    from bot.answering import Answerer
    from bot.kb import Emergencies, Lexicon
    from bot.matching import Recognition

Outcome: TypeAlias = "tuple[Kind, str | None]"
"""The kind of a reply, and the topic of an answer."""
KIND_OF_ROUTE = {
    Route.OVERVIEW: Kind.CLARIFY,
    Route.SMALL_TALK: Kind.SMALL_TALK,
    Route.OTHER_DRUG: Kind.OTHER_DRUG,
    Route.DECLINE: Kind.OUT_OF_SCOPE,
}
_DEAF = ((bot.answering.triage, "DANGER_CHANCE", 2.0), (bot.answering.triage, "DANGER_POINTS", 10**6))
"""With these triage never raises an alarm."""


@dataclass(frozen=True, slots=True)
class Alarm:
    """From where on triage speaks up."""

    chance: float = DANGER_CHANCE
    points: float = DANGER_POINTS


@dataclass(frozen=True, slots=True)
class Seen:
    """A row and what was read of it."""

    row: Row
    recognition: Recognition
    chance: float
    """Of danger, as the fitted reader sees it."""
    points: Decimal
    """Of danger, by the cues."""
    answered: Outcome
    """The reply where triage is silent and the best topic answers: an answer, or what comes before that."""
    asked_back: Outcome
    """The same where it is asked which topic was meant."""

    def outcome(self, lexicon: Lexicon, thresholds: Thresholds = THRESHOLDS, alarm: Alarm | None = None) -> Outcome:
        """Return the kind and the topic of the reply under some thresholds."""
        if self.rings(alarm or Alarm()):
            return Kind.EMERGENCY, None
        if self.answered[0] is not Kind.ANSWER:
            return self.answered
        routed = route(self.recognition, lexicon, thresholds)
        if routed.route is Route.TOPIC:
            return self.answered
        return self.asked_back if routed.route is Route.CLARIFY else (KIND_OF_ROUTE[routed.route], None)

    def rings(self, alarm: Alarm) -> bool:
        """Tell whether triage speaks up."""
        return self.chance >= alarm.chance or self.points >= alarm.points

    def right(self, outcome: Outcome) -> bool:
        """Tell whether a reply passes by the row's labels."""
        kind, topic = outcome
        return kind in {self.row.kind, *self.row.also} and (kind is not Kind.ANSWER or topic in self.row.topics)


def danger_of(recognition: Recognition, emergencies: Emergencies) -> tuple[float, Decimal]:
    """Return what triage weighs: the fitted chance of danger, and the points of the cues."""
    points = sum((emergencies.cues[cue].points for cue in recognition.cues), start=Decimal(0))
    return 1 - recognition.danger.get(CALM, 1.0), points


def see(answerer: Answerer, rows: Sequence[Row]) -> list[Seen]:
    """Read every row once."""
    answered, asked_back = (_forced(answerer, rows, taken) for taken in (Route.TOPIC, Route.CLARIFY))
    seen = []
    for row, answer, question in zip(rows, answered, asked_back, strict=True):
        recognition = answerer.recognizer.recognize(row.question)
        chance, points = danger_of(recognition, answerer.knowledge.emergencies)
        seen.append(Seen(row, recognition, chance, points, answer, question))
    return seen


def _forced(answerer: Answerer, rows: Sequence[Row], taken: Route) -> list[Outcome]:
    """Return the replies where triage is silent and routing always takes one way."""

    def always(recognition: Recognition, _: Lexicon, **_ways: object) -> Routed:
        return Routed(taken, recognition.candidates[0].topic, 1.0)

    with replaced((*_DEAF, (bot.answering.answerer, "route", always))):
        replies = [answerer.ask(row.question) for row in rows]
    return [(reply.kind, reply.topic) for reply in replies]


def misjudged(answerer: Answerer, seen: Sequence[Seen]) -> int:
    """Count rows whose real reply is not what the thresholds in force make of what was seen: none, or a bug."""
    lexicon = answerer.knowledge.lexicon
    replies = ((one.outcome(lexicon), answerer.ask(one.row.question)) for one in seen)
    return sum(outcome != (reply.kind, reply.topic) for outcome, reply in replies)
