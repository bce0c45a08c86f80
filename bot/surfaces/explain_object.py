"""An explanation as a JSON object; docs/explain.md promises its keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.answering.triage import DANGER_CHANCE, DANGER_POINTS
from bot.dosing import describe
from bot.surfaces.contract import SCORE_DIGITS, fact_objects, parsed_object, source_object

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from bot.answering.answer_id import Shown
    from bot.answering.decision import Step
    from bot.answering.explanation import Explanation, Mattering
    from bot.dosing import DoseCheck
    from bot.kb import Figure
    from bot.surfaces.contract import Json


def explanation_object(explained: Explanation) -> dict[str, Json]:
    """Return everything that is told of a reply."""
    account, reply = explained.account, explained.account.reply
    return {
        "question": account.text,
        "kind": str(reply.kind),
        "topic": reply.topic,
        "danger_kind": reply.danger,
        "answer_id": reply.answer_id,
        "base_version": explained.base_version,
        "decided_by": str(account.decided_by.rule),
        "rules": [_step(step) for step in account.steps],
        "read": _read(explained),
        "danger": _danger(explained),
        "scope": _scope(explained),
        "candidates": [
            {
                "topic": leading.topic,
                "title": leading.title,
                "score": _rounded(leading.score),
                "phrasing": leading.phrasing,
                "likeness": _rounded(leading.likeness),
                "without": _mattering(leading.mattering),
            }
            for leading in explained.leading
        ],
        "dose": _dose(account.check) if account.check is not None and not explained.discreet else None,
        "facts": fact_objects(reply.facts),
        "figures": [_figure(figure) for figure in explained.figures],
        "sources": [source_object(source) for source in reply.sources],
        "disclaimer": reply.disclaimer,
    }


def shown_object(shown: Shown) -> dict[str, Json]:
    """Return what an answer id stands for."""
    return {
        "kind": str(shown.kind),
        "topic": shown.topic,
        "danger_kind": shown.danger,
        "facts": list(shown.facts),
        "verdict": str(shown.verdict) if shown.verdict else None,
        "flags": [str(flag) for flag in shown.flags],
    }


def _step(step: Step) -> dict[str, Json]:
    return {
        "rule": str(step.rule),
        "held": step.held,
        "value": _rounded(step.value),
        "threshold": _rounded(step.threshold),
        "note": step.note,
        "asks": step.sentence,
    }


def _read(explained: Explanation) -> Json:
    recognition, found = explained.account.recognition, explained.found
    if recognition is None or found is None:
        return None
    return {
        "words": list(recognition.utterance.words),
        "completed": explained.account.completed or None,
        "mended": [{"typed": typed, "read": read} for typed, read in explained.repairs],
        "language": recognition.language or "en",
        "drug_named": found.drug_named,
        "medicines": list(found.medicines),
        "classes": list(found.classes),
        "concepts": [{"concept": concept, "words": said} for concept, said in found.concepts],
        "quantities": [{"quantity": name, "words": said} for name, said in found.quantities],
        "unknown": list(found.unknown),
    }


def _danger(explained: Explanation) -> Json:
    recognition = explained.account.recognition
    if recognition is None:
        return None
    return {
        "chance": _rounded(explained.danger_chance),
        "chance_needed": DANGER_CHANCE,
        "points": float(sum(cue.points for cue in explained.cues)),
        "points_needed": DANGER_POINTS,
        "cues": [{"cue": cue.cue, "points": float(cue.points), "words": list(cue.words)} for cue in explained.cues],
        "chances": _chances(recognition.danger),
        "chances_by_both": _chances(recognition.danger_by_both),
        "without": _mattering(explained.danger_mattering),
    }


def _scope(explained: Explanation) -> Json:
    recognition = explained.account.recognition
    if recognition is None:
        return None
    return {
        "ours": _rounded(recognition.ours),
        "ours_by_first": _rounded((recognition.first or recognition).ours),
        "second_reader_heard": recognition.by_both,
        "chances": _chances(recognition.scope),
        "without": _mattering(explained.ours_mattering),
    }


def _dose(check: DoseCheck) -> Json:
    return {
        "read_as": describe(check.parsed) if check.parsed is not None else None,
        "parsed": parsed_object(check),
        "verdict": str(check.verdict),
        "flags": [str(flag) for flag in check.flags],
        "rules": [
            {
                "place": rule.place,
                "rule": rule.text,
                "verdict": str(rule.verdict),
                "flags": [str(flag) for flag in rule.flags],
                "figures": list(rule.figures),
                "counts": rule.counts,
            }
            for rule in check.applied
        ],
        "asks": [ask.text for ask in check.asks],
    }


def _figure(figure: Figure) -> dict[str, Json]:
    return {
        "id": figure.id,
        "values": [float(value) for value in figure.values],
        "is_range": figure.is_range,
        "unit": figure.unit,
        "per": figure.per,
        "policy": figure.policy or None,
        "citations": [{"source": citation.source, "locator": citation.locator} for citation in figure.citations],
    }


def _chances(chances: Mapping[str, float]) -> dict[str, Json]:
    ordered = sorted(chances.items(), key=lambda pair: (-pair[1], pair[0]))
    return {name: _rounded(chance) for name, chance in ordered}


def _mattering(mattering: Iterable[Mattering]) -> list[Json]:
    return [{"words": one.words, "score": _rounded(one.without)} for one in mattering]


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, SCORE_DIGITS)
