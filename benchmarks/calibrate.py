"""Shows whether scores mean chances, which constants would make them so, and what every threshold costs.

    python -m benchmarks.calibrate SET.jsonl [SET.jsonl …] [--kb FOLDER] [--held-back FOLDER] [--suggested]

``--held-back`` names a folder of emergencies that the triage was not fitted on (tests/cases/emergencies by default).
``--suggested`` shows everything once more with the suggested constants in place. It needs the extra ``bench``.
Choose values on sets that were read during development, and look at the others to see whether they hold.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import bot.matching.matcher
import bot.matching.recognizer
from benchmarks.fitting import NOT_OURS_KINDS, OURS_KINDS, fit_scope, fit_sharpness
from benchmarks.labelled import Row, read_rows
from benchmarks.measures import print_table
from benchmarks.patching import replaced
from benchmarks.routing_choices import show_routing
from benchmarks.rows_seen import Seen, misjudged, see
from benchmarks.triage_choices import HeldBack, show_self_harm, show_triage
from bot.answering import Answerer, Kind
from bot.evaluation import calibrate
from bot.kb import load_knowledge
from bot.kb.store import read_weights
from bot.matching import load_readers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.fitting import Fit
    from bot.matching import LinearReader

HELD_BACK = Path("tests/cases/emergencies")
_HOMES = (bot.matching.matcher, bot.matching.recognizer)
"""The modules that hold the constants."""


def topic_told(seen: Sequence[Seen]) -> list[tuple[float, bool]]:
    """Return the best candidate's score, and whether its topic is one that the row accepts.

    Emergencies and doses are left aside: no topic is asked for there.
    """
    asked = [one for one in seen if one.row.kind not in {Kind.EMERGENCY, Kind.DOSE_CHECK}]
    return [
        (
            one.recognition.candidates[0].score,
            _topical(one.row) and one.recognition.candidates[0].topic in one.row.topics,
        )
        for one in asked
        if one.recognition.candidates
    ]


def _topical(row: Row) -> bool:
    return not {Kind.ANSWER, Kind.CLARIFY}.isdisjoint({row.kind, *row.also})


def ours_told(seen: Sequence[Seen]) -> list[tuple[float, bool]]:
    """Return the chance that a row is ours, and whether it is."""
    kinds = OURS_KINDS | NOT_OURS_KINDS
    return [(one.recognition.ours, one.row.kind in OURS_KINDS) for one in seen if one.row.kind in kinds]


def danger_told(seen: Sequence[Seen]) -> list[tuple[float, bool]]:
    """Return the chance of danger, and whether there is one; rows that may be either are left aside."""
    return [
        (one.chance, one.row.kind == Kind.EMERGENCY)
        for one in seen
        if one.row.kind == Kind.EMERGENCY or Kind.EMERGENCY not in one.row.also
    ]


def show_reliability(title: str, told: Sequence[tuple[float, bool]]) -> None:
    """Print, bin by bin, what was said and what came true."""
    found = calibrate(told)
    print_table(
        f"{title}: expected calibration error {found.error:.3f}",
        ["score", "mean score", "share right", "rows"],
        (
            [f"{one.low:.1f} to {one.high:.1f}", f"{one.mean:.3f}", f"{one.share:.3f}", str(one.count)]
            for one in found.bins
        ),
    )


def show_fit(title: str, fit: Fit) -> None:
    """Print constants in force and suggested."""
    print_table(
        f"{title}: mean loss over {fit.count} rows {fit.loss_force:.4f} in force, {fit.loss_best:.4f} with the "
        f"suggested ones, {fit.loss_unseen:.4f} with ones fitted on the other sets",
        ["constant", "in force", "suggested"],
        (
            [name, f"{force:.2f}", f"{best:.2f}"]
            for name, force, best in zip(fit.names, fit.force, fit.best, strict=True)
        ),
    )


def show_all(answerer: Answerer, topic: LinearReader, sets: Sequence[Sequence[Row]], held_back: Path) -> list[Fit]:
    """Print every table; return the fits."""
    grouped = [(number, one) for number, rows in enumerate(sets) for one in see(answerer, rows)]
    seen, lexicon = [one for _, one in grouped], answerer.knowledge.lexicon
    print(f"\n{len(seen)} rows; {misjudged(answerer, seen)} whose reply the simulation does not foretell")
    show_reliability("Score of the best candidate, against its topic being right", topic_told(seen))
    show_reliability("Chance of being ours, against being ours", ours_told(seen))
    show_reliability("Chance of danger, against danger", danger_told(seen))
    fits = [fit_sharpness(grouped, answerer.recognizer, topic), fit_scope(grouped)]
    show_fit("Sharpness of the matcher", fits[0])
    show_fit('The curve of "is it ours?"', fits[1])
    show_routing(seen, lexicon)
    unseen = HeldBack.read(held_back, answerer)
    show_triage(seen, lexicon, unseen)
    show_self_harm(unseen)
    return fits


def main() -> int:
    """Print all tables, and again with the suggested constants if that is wanted."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", nargs="+", type=Path)
    parser.add_argument("--kb", type=Path, default=None)
    parser.add_argument("--held-back", type=Path, default=HELD_BACK)
    parser.add_argument("--suggested", action="store_true", help="show everything again with the suggested constants")
    told = parser.parse_args()
    readers = load_readers(read_weights(told.kb) or b"")
    answerer = Answerer(load_knowledge(told.kb), readers)
    sets = [read_rows(path) for path in told.sets]
    fits = show_all(answerer, readers["topic"], sets, told.held_back)
    if told.suggested:
        values = {name: value for fit in fits for name, value in zip(fit.names, fit.best, strict=True)}
        patches = [(home, name, value) for home in _HOMES for name, value in values.items() if hasattr(home, name)]
        print("\n\nWith the suggested constants in place")
        with replaced(patches):
            show_all(answerer, readers["topic"], sets, told.held_back)
    return 0


if __name__ == "__main__":
    sys.exit(main())
