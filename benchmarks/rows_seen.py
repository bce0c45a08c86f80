"""What the bot makes of a labelled row before any threshold decides, and the reply that thresholds make of it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

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

KIND_OF_ROUTE = {
    Route.CLARIFY: Kind.CLARIFY,
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
    kind: Kind
    """Of the reply where triage were silent and every topic were answered: an answer, or what comes before that."""
    topic: str | None

    def outcome(
        self, lexicon: Lexicon, thresholds: Thresholds = THRESHOLDS, alarm: Alarm | None = None
    ) -> tuple[Kind, str | None]:
        """Return the kind and the topic of the reply under some thresholds."""
        if self.rings(alarm or Alarm()):
            return Kind.EMERGENCY, None
        if self.kind is not Kind.ANSWER:
            return self.kind, None
        routed = route(self.recognition, lexicon, thresholds)
        if routed.route is Route.TOPIC:
            return Kind.ANSWER, self.topic
        return KIND_OF_ROUTE[routed.route], None

    def rings(self, alarm: Alarm) -> bool:
        """Tell whether triage speaks up."""
        return self.chance >= alarm.chance or self.points >= alarm.points

    def right(self, outcome: tuple[Kind, str | None]) -> bool:
        """Tell whether a reply passes by the row's labels."""
        kind, topic = outcome
        return kind in {self.row.kind, *self.row.also} and (kind is not Kind.ANSWER or topic in self.row.topics)


def danger_of(recognition: Recognition, emergencies: Emergencies) -> tuple[float, Decimal]:
    """Return what triage weighs: the fitted chance of danger, and the points of the cues."""
    points = sum((emergencies.cues[cue].points for cue in recognition.cues), start=Decimal(0))
    return 1 - recognition.danger.get(CALM, 1.0), points


def see(answerer: Answerer, rows: Sequence[Row]) -> list[Seen]:
    """Read every row once."""

    def always_answer(recognition: Recognition, _: Lexicon) -> Routed:
        return Routed(Route.TOPIC, recognition.candidates[0].topic, 1.0)

    seen = []
    with replaced((*_DEAF, (bot.answering.answerer, "route", always_answer))):
        for row in rows:
            recognition = answerer.recognizer.recognize(row.question)
            reply = answerer.ask(row.question)
            chance, points = danger_of(recognition, answerer.knowledge.emergencies)
            seen.append(Seen(row, recognition, chance, points, reply.kind, reply.topic))
    return seen


def misjudged(answerer: Answerer, seen: Sequence[Seen]) -> int:
    """Count rows whose real reply differs from the one that the thresholds in force make of what was seen: 0, or a bug."""
    lexicon = answerer.knowledge.lexicon
    replies = ((one.outcome(lexicon), answerer.ask(one.row.question)) for one in seen)
    return sum(outcome != (reply.kind, reply.topic) for outcome, reply in replies)
