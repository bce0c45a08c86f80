"""What replies to labelled questions are worth."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.answering import Kind
from bot.evaluation.outcomes import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.answering import Reply
    from bot.evaluation.rows import QuestionRow

REFUSALS = frozenset((Kind.OUT_OF_SCOPE, Kind.OTHER_DRUG, Kind.SMALL_TALK))
OURS = frozenset((Kind.ANSWER, Kind.CLARIFY, Kind.DOSE_CHECK, Kind.EMERGENCY))
"""Kinds of reply to what is the bot's to deal with."""
TOPICAL = frozenset((Kind.ANSWER, Kind.CLARIFY))


def passes(row: QuestionRow, reply: Reply) -> bool:
    """Tell whether a reply is right: its kind is accepted and, for an answer, its topic too."""
    if reply.kind not in {row.kind, *row.also}:
        return False
    return reply.kind is not Kind.ANSWER or reply.topic in row.topics


def outcome_of(row: QuestionRow, reply: Reply) -> Outcome:
    """Say what became of a row."""
    if passes(row, reply):
        return Outcome.RIGHT
    if row.kind == Kind.EMERGENCY and reply.kind is not Kind.EMERGENCY:
        return Outcome.MISSED_EMERGENCY
    if reply.kind is Kind.EMERGENCY:
        return Outcome.FALSE_ALARM
    if reply.kind is Kind.CLARIFY:
        return Outcome.CLARIFIED
    if reply.kind in REFUSALS:
        return Outcome.REFUSED if OURS.intersection((row.kind, *row.also)) else Outcome.DECLINED_OTHERWISE
    return Outcome.WRONG


@dataclass(slots=True)
class Tally:
    """How many of how many."""

    hits: int = 0
    of: int = 0

    def add(self, hit: bool) -> None:
        """Count one."""
        self.hits += hit
        self.of += 1

    def __str__(self) -> str:
        return f"{100 * self.hits / self.of:5.1f} %  ({self.hits}/{self.of})" if self.of else "    -"


ORDER = (
    "topic first",
    "topic among the first three",
    "answers right",
    "answers with a wrong topic",
    "answers asked back",
    "answers refused",
    "emergencies noticed",
    "false alarms, all other rows",
    "false alarms, hard negatives",
    "dose questions recognized",
    "their verdicts right",
    "other drugs not answered",
    "out of scope not answered",
    "small-talk right",
    "clarify right",
    "all rows right",
)
"""Of the figures of a set of questions; those of doses stand in the order in which they are counted."""


@dataclass(slots=True)
class Score:
    """What a set of replies is worth, figure by figure."""

    tallies: dict[str, Tally] = field(default_factory=dict)

    def add(self, name: str, hit: bool) -> None:
        """Count one under a name."""
        self.tallies.setdefault(name, Tally()).add(hit)

    def lines(self) -> list[str]:
        """Write the figures, one a line, always in the same order."""
        return [f"{name:<34}{self.tallies[name]}" for name in self.names()]

    def names(self) -> list[str]:
        """Return the names of the figures in the order in which they are told."""
        told = {name: place for place, name in enumerate(ORDER)}
        return sorted(self.tallies, key=lambda name: told.get(name, len(told)))


def score(rows: Sequence[QuestionRow], replies: Sequence[Reply]) -> Score:
    """Score replies against a set's labels."""
    result = Score()
    for row, reply in zip(rows, replies, strict=True):
        _score_row(result, row, reply)
    return result


def topic_told(rows: Iterable[QuestionRow], replies: Iterable[Reply]) -> list[tuple[float, bool]]:
    """Return the best candidate's score, and whether its topic is one that the row accepts.

    Emergencies and doses are left aside: no topic is asked for there.
    """
    return [
        (
            reply.candidates[0].score,
            not TOPICAL.isdisjoint((row.kind, *row.also)) and reply.candidates[0].topic in row.topics,
        )
        for row, reply in zip(rows, replies, strict=True)
        if row.kind not in {Kind.EMERGENCY, Kind.DOSE_CHECK} and reply.candidates
    ]


def _score_row(result: Score, row: QuestionRow, reply: Reply) -> None:
    outcome = outcome_of(row, reply)
    right = outcome is Outcome.RIGHT
    candidates = [candidate.topic for candidate in reply.candidates]
    if row.kind == Kind.ANSWER:
        result.add("topic first", bool(candidates[:1]) and candidates[0] in row.topics)
        result.add("topic among the first three", bool(set(candidates[:3]) & set(row.topics)))
        result.add("answers right", right)
        result.add("answers with a wrong topic", reply.kind is Kind.ANSWER and reply.topic not in row.topics)
        result.add("answers asked back", outcome is Outcome.CLARIFIED)
        result.add("answers refused", outcome is Outcome.REFUSED)
    elif row.kind == Kind.EMERGENCY:
        result.add("emergencies noticed", reply.kind is Kind.EMERGENCY or right)
    elif row.kind == Kind.DOSE_CHECK:
        result.add("dose questions recognized", reply.kind in {Kind.DOSE_CHECK, *row.also})
    elif row.kind == Kind.OTHER_DRUG:
        result.add("other drugs not answered", reply.kind is not Kind.ANSWER or right)
    elif row.kind == Kind.OUT_OF_SCOPE:
        result.add("out of scope not answered", reply.kind is not Kind.ANSWER or right)
    else:
        result.add(f"{row.kind} right", right)
    if row.verdicts and reply.kind is Kind.DOSE_CHECK and reply.dose is not None:
        result.add("their verdicts right", reply.dose.verdict in row.verdicts)
    if row.kind != Kind.EMERGENCY and Kind.EMERGENCY not in row.also:
        result.add("false alarms, all other rows", reply.kind is Kind.EMERGENCY)
        if "hard-negative" in row.tags:
            result.add("false alarms, hard negatives", reply.kind is Kind.EMERGENCY)
    result.add("all rows right", right)
