"""What each threshold of triage buys, and what it costs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import bot.answering.triage
from benchmarks.measures import percent, print_table
from benchmarks.patching import replaced
from benchmarks.rows_seen import Alarm, danger_of
from bot.answering import Kind
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
            for entry in data["emergencies"]:
                assert isinstance(entry, dict), file
                rows.append((str(entry["text"]), str(entry["danger"])))
            rows.extend((str(text), "") for text in data["calm"])
        weighed = []
        for text, danger in rows:
            chance, points = danger_of(answerer.recognizer.recognize(text), answerer.knowledge.emergencies)
            weighed.append((text, danger, chance, float(points)))
        return cls(answerer, tuple(weighed))

    def shares(self, alarm: Alarm) -> tuple[str, str]:
        """Return the shares of emergencies that are noticed and of calm messages that raise the alarm."""
        rings = [
            (bool(danger), chance >= alarm.chance or points >= alarm.points)
            for _, danger, chance, points in self.weighed
        ]
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
        "die is told about tablets first; too low, and the parents of a child who took one read a crisis line first.",
        ["value", "self-harm told as such", "others taken for it", "kind right in all"],
        lines,
    )
