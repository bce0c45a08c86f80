"""A run as a JSON object; docs/evaluation.md names its keys."""

from __future__ import annotations

import statistics
from typing import TYPE_CHECKING

from bot.evaluation import (
    calibrate,
    confusions,
    counted_by_tag,
    counted_by_topic,
    figures_of,
    outcomes_of,
    topic_told,
)
from bot.evaluation.tables import ALL
from bot.surfaces.contract import SCORE_DIGITS

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Mapping, Sequence

    from bot.evaluation import Change, Comparison, LabelledSet, Result, Run
    from bot.surfaces.contract import Json

LATE = 0.99


def report_object(
    labelled: LabelledSet, run: Run, comparison: Comparison | None, words: Mapping[str, str]
) -> dict[str, Json]:
    """Return everything that a run says."""
    outcomes = outcomes_of(labelled)
    tags, figures = counted_by_tag(labelled, run), figures_of(labelled, run)
    shown: dict[str, Json] = {
        "set": run.set_name,
        "rows": len(labelled.rows),
        "sort": "questions" if labelled.questions else "doses",
        "program_version": run.program_version,
        "base_version": run.base_version,
        "figures": {
            name: {"hits": figures.tallies[name].hits, "of": figures.tallies[name].of} for name in figures.names()
        },
        "outcomes": _counts(tags.pop(ALL), outcomes),
        "topics": {name: _counts(row, outcomes) for name, row in counted_by_topic(labelled, run).items()},
        "tags": {name: _counts(row, outcomes) for name, row in tags.items()},
        "confusions": [
            {"expected": one.expected, "got": one.got, "count": len(one.rows), "rows": list(one.rows)}
            for one in confusions(run)
        ],
        "calibration": _calibration(labelled, run) if labelled.questions else None,
        "milliseconds": _times(run.milliseconds),
    }
    if words:
        shown["words"] = dict(words)
    if comparison is not None:
        shown["against"] = _comparison(comparison)
    return shown


def _counts(row: Counter[str], outcomes: Sequence[str]) -> dict[str, Json]:
    return {"rows": row.total(), **{outcome: row[outcome] for outcome in outcomes}}


def _calibration(labelled: LabelledSet, run: Run) -> dict[str, Json]:
    found = calibrate(topic_told(labelled.questions, run.replies))
    return {
        "error": round(found.error, SCORE_DIGITS),
        "bins": [
            {
                "low": one.low,
                "high": one.high,
                "rows": one.count,
                "mean_score": round(one.mean, SCORE_DIGITS),
                "share_right": round(one.share, SCORE_DIGITS),
            }
            for one in found.bins
        ],
    }


def _times(milliseconds: Sequence[float]) -> dict[str, Json]:
    ordered = sorted(milliseconds)
    late = ordered[min(int(len(ordered) * LATE), len(ordered) - 1)]
    return {"median": round(statistics.median(ordered), 3), "late": round(late, 3)}


def _comparison(comparison: Comparison) -> dict[str, Json]:
    return {
        "base_version": comparison.before.base_version,
        "program_version": comparison.before.program_version,
        "same_set": comparison.same_set,
        "compared": comparison.compared,
        "only_before": list(comparison.only_before),
        "only_after": list(comparison.only_after),
        "changes": [_change(change) for change in comparison.changes],
    }


def _change(change: Change) -> dict[str, Json]:
    return {
        "id": change.after.id,
        "before": _said(change.before),
        "after": _said(change.after),
        "added": list(change.added),
        "removed": list(change.removed),
        "reworded": list(change.reworded),
        "reordered": change.reordered,
    }


def _said(result: Result) -> dict[str, Json]:
    return {
        "kind": result.kind,
        "topic": result.topic,
        "verdict": result.verdict,
        "flags": list(result.flags),
        "outcome": result.outcome,
    }
