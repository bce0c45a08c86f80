"""Labelled questions: reading a set, and what a set of replies is worth."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from bot.answering import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from bot.answering import Reply


@dataclass(frozen=True, slots=True)
class Row:
    """A question with the reply that it should get."""

    question: str
    kind: str
    topics: tuple[str, ...]
    also: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()


def read_rows(path: Path) -> list[Row]:
    """Read a set in JSON Lines."""
    rows = []
    for line in path.read_text("utf-8").splitlines():
        if line.strip():
            data: dict[str, Any] = json.loads(line)
            topics, also, tags = (tuple(data.get(key, ())) for key in ("topics", "also", "tags"))
            rows.append(Row(data["q"], data["kind"], topics, also, tags))
    return rows


def passes(row: Row, reply: Reply) -> bool:
    """Tell whether a reply is right: its kind is accepted and, for an answer, its topic too."""
    if reply.kind not in {row.kind, *row.also}:
        return False
    return reply.kind is not Kind.ANSWER or reply.topic in row.topics


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


@dataclass(slots=True)
class Score:
    """What a set of replies is worth, figure by figure."""

    tallies: dict[str, Tally] = field(default_factory=dict)

    def add(self, name: str, hit: bool) -> None:
        """Count one under a name."""
        self.tallies.setdefault(name, Tally()).add(hit)

    def lines(self) -> list[str]:
        """Write the figures, one a line."""
        return [f"{name:<34}{tally}" for name, tally in self.tallies.items()]


def score(rows: Sequence[Row], replies: Sequence[Reply]) -> Score:
    """Score replies against a set's labels."""
    result = Score()
    for row, reply in zip(rows, replies, strict=True):
        _score_row(result, row, reply)
    return result


def _score_row(result: Score, row: Row, reply: Reply) -> None:
    candidates = [candidate.topic for candidate in reply.candidates]
    if row.kind == Kind.ANSWER:
        result.add("topic first", bool(candidates[:1]) and candidates[0] in row.topics)
        result.add("topic among the first three", bool(set(candidates[:3]) & set(row.topics)))
        result.add("answers right", passes(row, reply))
        result.add("answers with a wrong topic", reply.kind is Kind.ANSWER and reply.topic not in row.topics)
        result.add("answers asked back", reply.kind is Kind.CLARIFY and not passes(row, reply))
        result.add(
            "answers refused",
            reply.kind in {Kind.OUT_OF_SCOPE, Kind.OTHER_DRUG, Kind.SMALL_TALK} and not passes(row, reply),
        )
    elif row.kind == Kind.EMERGENCY:
        result.add("emergencies noticed", reply.kind is Kind.EMERGENCY or passes(row, reply))
    elif row.kind == Kind.DOSE_CHECK:
        result.add("dose questions recognized", reply.kind in {Kind.DOSE_CHECK, *row.also})
    elif row.kind == Kind.OTHER_DRUG:
        result.add("other drugs not answered", reply.kind is not Kind.ANSWER or passes(row, reply))
    elif row.kind == Kind.OUT_OF_SCOPE:
        result.add("out of scope not answered", reply.kind is not Kind.ANSWER or passes(row, reply))
    else:
        result.add(f"{row.kind} right", passes(row, reply))
    if row.kind != Kind.EMERGENCY and Kind.EMERGENCY not in row.also:
        result.add("false alarms, all other rows", reply.kind is Kind.EMERGENCY)
        if "hard-negative" in row.tags:
            result.add("false alarms, hard negatives", reply.kind is Kind.EMERGENCY)
    result.add("all rows right", passes(row, reply))
