"""What each threshold of routing buys, and what it costs."""

from __future__ import annotations

from dataclasses import astuple, dataclass, replace
from typing import TYPE_CHECKING

from benchmarks.measures import percent, print_table
from bot.answering import Kind
from bot.answering.routing import THRESHOLDS, Thresholds

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.rows_seen import Seen
    from bot.kb import Lexicon


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
