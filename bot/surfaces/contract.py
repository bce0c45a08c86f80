"""A reply as the promised JSON object. Scripts rely on these keys: add to them, never rename one."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from bot.answering import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable
    from fractions import Fraction

    from bot.answering import Reply
    from bot.dosing import DoseCheck, Quantity, Times
    from bot.kb import Fact, Source

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"

SCORE_DIGITS = 4
PARSED_KEYS = (
    "route", "amount", "times_per_day", "daily", "age_years", "weight_kg", "kidney", "origin", "purpose",
)  # fmt: skip
UNJUDGED = "incomplete"
"""The verdict where nothing could be judged: it never sounds as if all were well."""


def reply_object(reply: Reply, asked: str) -> dict[str, Json]:
    """Return what ``ask --json`` prints for a reply to what was asked."""
    return {
        "kind": str(reply.kind),
        "topic": reply.topic if reply.kind is Kind.ANSWER else None,
        "candidates": [
            {"topic": candidate.topic, "score": round(candidate.score, SCORE_DIGITS)} for candidate in reply.candidates
        ],
        "text": reply.text,
        "facts": fact_objects(reply.facts),
        "sources": [source_object(source) for source in reply.sources],
        "dose": dose_object(reply, asked) if reply.kind is Kind.DOSE_CHECK else None,
        "disclaimer": reply.disclaimer,
        "answer_id": reply.answer_id,
    }


def dose_object(reply: Reply, asked: str) -> dict[str, Json]:
    """Return what ``dose --json`` prints for a reply to what was asked."""
    check = reply.dose
    return {
        "text": asked,
        "verdict": str(check.verdict) if check else UNJUDGED,
        "flags": [str(flag) for flag in check.flags] if check else [],
        "parsed": parsed_object(check),
        "facts": fact_objects(reply.facts),
        "sources": [source_object(source) for source in reply.sources],
        "disclaimer": reply.disclaimer,
        "answer_id": reply.answer_id,
    }


def parsed_object(check: DoseCheck | None) -> dict[str, Json]:
    """Return what was read of a dose; every key is there, null where nothing was told."""
    parsed = check.parsed if check else None
    if parsed is None:
        return dict.fromkeys(PARSED_KEYS)
    values: tuple[Json, ...] = (
        _word(parsed.route),
        quantity_object(parsed.amount),
        _times(parsed.times_per_day),
        quantity_object(parsed.daily),
        _number(parsed.age_years),
        _number(parsed.weight_kg),
        _word(parsed.kidney),
        _word(parsed.origin),
        _word(parsed.purpose),
    )
    return dict(zip(PARSED_KEYS, values, strict=True))


def fact_objects(facts: Iterable[Fact]) -> list[Json]:
    """Return curated statements with the places where each can be checked."""
    return [
        {
            "id": fact.id,
            "text": fact.text,
            "citations": [{"source": citation.source, "locator": citation.locator} for citation in fact.citations],
        }
        for fact in facts
    ]


def source_object(source: Source) -> dict[str, Json]:
    """Return a cited work; ``doi`` only where it has one."""
    shown: dict[str, Json] = {
        "id": source.id,
        "title": source.title,
        "publisher": source.publisher,
        "date": source.date,
        "url": source.url,
    }
    if source.doi:
        shown["doi"] = source.doi
    return shown


def quantity_object(value: Quantity | None) -> Json:
    """Return an amount as value and unit, a range as low, high and unit."""
    if value is None:
        return None
    if value.is_range:
        return {"low": _number(value.low), "high": _number(value.high), "unit": value.unit}
    return {"value": _number(value.low), "unit": value.unit}


def _word(value: str | None) -> str | None:
    return str(value) if value else None


def _times(value: Times | None) -> Json:
    if value is None:
        return None
    if value.low != value.high:
        return {"low": _number(value.low), "high": _number(value.high)}
    return _number(value.low)


def _number(value: Fraction | None) -> int | float | None:
    """Return a whole number as one, everything else as the nearest float."""
    if value is None:
        return None
    return value.numerator if value.denominator == 1 else float(value)
