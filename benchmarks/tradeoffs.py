"""What each threshold of routing and triage buys, and what it costs."""

from __future__ import annotations

from dataclasses import astuple, dataclass, replace
from typing import TYPE_CHECKING

import bot.answering.triage
from benchmarks.labelled import Row
from benchmarks.measures import percent, print_table
from benchmarks.patching import replaced
from benchmarks.rows_seen import Alarm, danger_of
from bot.answering import Kind
from bot.answering.routing import THRESHOLDS, Thresholds
from bot.answering.triage import DANGER_CHANCE, DANGER_POINTS, SELF_HARM_SHARE, find_alarm
from bot.kb.nodes import parse_yaml

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from benchmarks.rows_seen import Seen
    from bot.answering import Answerer
    from bot.kb import Lexicon

SELF_HARM = "self-harm"
NEVER = 1000.0
"""More points than any message has."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A threshold, the values to try, and what is at stake."""

    name: str
    values: tuple[float, ...]
    stake: str


CHOICES = (
    Choice(
        "ours",
        (0.5, 0.6, 0.7, 0.76, 0.82, 0.88, 0.92, 0.96),
        "Too low, and what is not ours gets an answer that sounds sure: it misleads. "
        "Too high, and a question that is ours is refused: it annoys, and costs a second try.",
    ),
    Choice(
        "other_drug",
        (0.15, 0.25, 0.35, 0.5, 0.65),
        "Too high, and a question on another medicine gets facts on this one: it can hurt. "
        "Too low, and a question that only mentions another medicine is refused.",
    ),
    Choice(
        "other_drug_alone",
        (0.02, 0.05, 0.1, 0.2, 0.35),
        "The same where no word refers back; here the other medicine is nearly always the subject.",
    ),
    Choice(
        "covered",
        (0.3, 0.45, 0.6, 0.75, 0.9),
        "Too low, and a question on another medicine counts as an interaction. "
        "Too high, and an interaction asked without our medicine's name is refused.",
    ),
    Choice(
        "small_talk",
        (0.3, 0.4, 0.5, 0.6, 0.7),
        "Too low, and a question is greeted back. Too high, and a greeting gets an answer or a refusal.",
    ),
    Choice(
        "least",
        (0.0, 0.06, 0.12, 0.18, 0.25),
        "Too low, and a guess among many is answered or asked back. Too high, and what could be asked back is refused.",
    ),
    Choice(
        "margin",
        (0.0, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4),
        "Too low, and the nearer of two like topics answers, rightly or not. Too high, and people whose topic stood "
        "first must choose it themselves: one more tap, though no wrong word.",
    ),
    Choice(
        "sure",
        (0.4, 0.5, 0.6, 0.7, 0.8, 1.0),
        "Above it the second topic is not looked at. Low: fewer are asked back. High: the margin alone decides.",
    ),
)


@dataclass(frozen=True, slots=True)
class Costs:
    """Counts of what happened to the rows."""

    right: int = 0
    asked_back: int = 0
    wrong: int = 0
    refused: int = 0
    strangers: int = 0
    """Rows that are not ours and got an answer."""
    all_right: int = 0

    def against(self, other: Costs) -> str:
        """Say what changes from another choice to this one."""
        names = ("right", "asked back", "wrong", "refused", "not ours answered", "rows right in all")
        changes = [
            f"{abs(new - old)} {'more' if new > old else 'fewer'} {name}"
            for name, new, old in zip(names, astuple(self), astuple(other), strict=True)
            if new != old
        ]
        return ", ".join(changes) or "no row changes"


def costs(seen: Sequence[Seen], lexicon: Lexicon, thresholds: Thresholds) -> Costs:
    """Count what some thresholds make of the rows."""
    counts = dict.fromkeys(Costs.__slots__, 0)
    for one in seen:
        kind, topic = one.outcome(lexicon, thresholds)
        right = one.right((kind, topic))
        counts["all_right"] += right
        if one.row.kind == Kind.ANSWER:
            counts["right"] += right
            counts["asked_back"] += not right and kind is Kind.CLARIFY
            counts["wrong"] += not right and kind is Kind.ANSWER
            counts["refused"] += not right and kind in {Kind.OUT_OF_SCOPE, Kind.OTHER_DRUG, Kind.SMALL_TALK}
        elif one.row.kind in {Kind.OTHER_DRUG, Kind.OUT_OF_SCOPE, Kind.SMALL_TALK}:
            counts["strangers"] += not right and kind is Kind.ANSWER
    return Costs(**counts)


def show_routing(seen: Sequence[Seen], lexicon: Lexicon) -> None:
    """Print the trade-off of every routing threshold, the others as they are in force."""
    answers = sum(one.row.kind == Kind.ANSWER for one in seen)
    strangers = sum(one.row.kind in {Kind.OTHER_DRUG, Kind.OUT_OF_SCOPE, Kind.SMALL_TALK} for one in seen)
    now = costs(seen, lexicon, THRESHOLDS)
    for choice in CHOICES:
        force = getattr(THRESHOLDS, choice.name)
        lines = []
        for value in sorted({*choice.values, force}):
            found = costs(seen, lexicon, replace(THRESHOLDS, **{choice.name: value}))
            shares = [percent(count, answers) for count in (found.right, found.asked_back, found.wrong, found.refused)]
            lines.append(
                [
                    f"{value:g}{' (in force)' if value == force else ''}",
                    *shares,
                    percent(found.strangers, strangers),
                    percent(found.all_right, len(seen)),
                    "" if value == force else found.against(now),
                ]
            )
        print_table(
            f"routing: {choice.name}. {choice.stake}",
            ["value", "right", "asked back", "wrong", "refused", "not ours answered", "all rows right", "in rows"],
            lines,
        )


@dataclass(frozen=True, slots=True)
class HeldBack:
    """Messages that the triage was not fitted on: what was read of them, with the kind of danger; calm has none."""

    answerer: Answerer
    weighed: tuple[tuple[str, str, float, float], ...]
    """Text, danger (empty where calm), chance, points."""

    @classmethod
    def read(cls, folder: Path, answerer: Answerer) -> HeldBack:
        """Read every file of a folder."""
        rows: list[tuple[str, str]] = []
        for file in sorted(folder.glob("*.yaml")):
            data = parse_yaml(file.name, file.read_bytes()).data
            assert isinstance(data, dict), file
            rows.extend((str(one["text"]), str(one["danger"])) for one in data["emergencies"])  # type: ignore[index, union-attr, call-overload] -- plain YAML, as the tests read it
            rows.extend((str(text), "") for text in data["calm"])  # type: ignore[union-attr] -- the same
        weighed = []
        for text, danger in rows:
            chance, points = danger_of(answerer.recognizer.recognize(text), answerer.knowledge.emergencies)
            weighed.append((text, danger, chance, float(points)))
        return cls(answerer, tuple(weighed))

    def shares(self, alarm: Alarm) -> tuple[str, str]:
        """Return how many emergencies are noticed and how many calm messages raise the alarm, in points of a hundred."""
        rings = [(bool(danger), chance >= alarm.chance or points >= alarm.points)
                 for _, danger, chance, points in self.weighed]
        grave, calm = [ring for told, ring in rings if told], [ring for told, ring in rings if not told]
        return percent(sum(grave), len(grave)), percent(sum(calm), len(calm))


def show_triage(seen: Sequence[Seen], lexicon: Lexicon, held_back: HeldBack) -> None:
    """Print the trade-off of the two thresholds of triage."""
    stake = "A missed emergency can cost a life; a false alarm costs a reader's patience, and trust when it is frequent"
    chances = sorted({0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.7, DANGER_CHANCE})
    points = sorted({3.0, 4.0, 5.0, 6.0, 8.0, NEVER, float(DANGER_POINTS)})
    for name, alarms, force in (
        ("DANGER_CHANCE", [Alarm(chance=value) for value in chances], DANGER_CHANCE),
        ("DANGER_POINTS", [Alarm(points=value) for value in points], DANGER_POINTS),
    ):
        lines = []
        for alarm in alarms:
            value = alarm.chance if name == "DANGER_CHANCE" else alarm.points
            told = "never" if value == NEVER else f"{value:g}"
            lines.append(
                [
                    f"{told}{' (in force)' if value == force else ''}",
                    *_alarms(seen, lexicon, alarm),
                    *held_back.shares(alarm),
                ]
            )
        print_table(
            f"triage: {name}. {stake}.",
            ["value", "noticed", "false alarms", "of hard negatives", "noticed, held back", "calm alarmed, held back"],
            lines,
        )


def _alarms(seen: Sequence[Seen], lexicon: Lexicon, alarm: Alarm) -> list[str]:
    grave, calm, hard = [], [], []
    for one in seen:
        outcome = one.outcome(lexicon, alarm=alarm)
        if one.row.kind == Kind.EMERGENCY:
            grave.append(one.right(outcome))
        elif Kind.EMERGENCY not in one.row.also:
            calm.append(outcome[0] is Kind.EMERGENCY)
            if "hard-negative" in one.row.tags:
                hard.append(outcome[0] is Kind.EMERGENCY)
    return [percent(sum(found), len(found)) for found in (grave, calm, hard)]


def show_self_harm(held_back: HeldBack) -> None:
    """Print what the share means from which self-harm wins over a likelier kind of danger."""
    recognizer, emergencies = held_back.answerer.recognizer, held_back.answerer.knowledge.emergencies
    read = [(danger, recognizer.recognize(text)) for text, danger, _, _ in held_back.weighed if danger]
    lines = []
    for value in sorted({0.05, 0.1, 0.2, 0.3, 0.5, 0.8, SELF_HARM_SHARE}):
        with replaced(((bot.answering.triage, "SELF_HARM_SHARE", value),)):
            alarms = [(danger, find_alarm(recognition, emergencies)) for danger, recognition in read]
        noticed = [(danger, alarm.danger) for danger, alarm in alarms if alarm is not None]
        own = [told == SELF_HARM for danger, told in noticed if danger == SELF_HARM]
        others = [told == SELF_HARM for danger, told in noticed if danger != SELF_HARM]
        kinds = [danger == told for danger, told in noticed]
        lines.append(
            [
                f"{value:g}{' (in force)' if value == SELF_HARM_SHARE else ''}",
                *(percent(sum(found), len(found)) for found in (own, others, kinds)),
            ]
        )
    print_table(
        "triage: SELF_HARM_SHARE, over the held-back emergencies that are noticed. Too high, and somebody who wants to "
        "die is told about tablets first; too low, and the parents of a child who swallowed one read a crisis line first.",
        ["value", "self-harm told as such", "others taken for it", "kind right in all"],
        lines,
    )
