"""A run in words and tables: for whoever decides whether a change may go out."""

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
from bot.surfaces.curator_coverage import table
from bot.surfaces.outline import Section

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterator, Mapping, Sequence

    from bot.evaluation import Change, Comparison, LabelledSet, Run

ROWS_NAMED = 6
"""Ids that a line of the confusion list names."""
RIGHT = "right"
LATE = 0.99


def report_sections(labelled: LabelledSet, run: Run, words: Mapping[str, str]) -> Iterator[Section]:
    """Tell everything that a run says, the whole first."""
    sort = "questions" if labelled.questions else "doses"
    rows = len(labelled.rows)
    yield Section(
        f"{run.set_name}: {rows} {sort}",
        (f"baclobot {run.program_version}, knowledge base {run.base_version}", *_times(run.milliseconds)),
    )
    yield Section("Figures", tuple(figures_of(labelled, run).lines()))
    outcomes = outcomes_of(labelled)
    tags = counted_by_tag(labelled, run)
    whole = tags.pop(ALL)
    yield Section("What became of the rows", tuple(f"{name}: {_share(whole[name], rows)}" for name in outcomes))
    yield Section(
        "By topic wanted, those with faults (--json has all)",
        _table("topic", counted_by_topic(labelled, run), outcomes),
    )
    yield Section("By tag, those with faults (--json has all)", _table("tag", tags, outcomes))
    yield Section("What was taken for what", tuple(_confusions(run, words)))
    if labelled.questions:
        yield Section("Do scores mean chances?", tuple(_calibration(labelled, run)))


def comparison_sections(comparison: Comparison, words: Mapping[str, str]) -> Iterator[Section]:
    """List every answer that changed: none is left out."""
    before, changes = comparison.before, comparison.changes
    gained, lost = (sum(getattr(change, name) for change in changes) for name in ("gained", "lost"))
    head = [
        f"Then baclobot {before.program_version}, knowledge base {before.base_version}",
        f"{len(changes)} of {comparison.compared} answers changed; {gained} became right, {lost} are no longer right",
    ]
    if not comparison.same_set:
        head.append("The sets are not the same: only rows of the same id were compared")
    if comparison.only_before:
        head.append(f"No longer in the set: {', '.join(comparison.only_before)}")
    if comparison.only_after:
        head.append(f"New in the set: {', '.join(comparison.only_after)}")
    yield Section("Against the run before", tuple(head))
    for title, wanted in (
        ("Answers that were right and are not now", [one for one in changes if one.lost]),
        ("Answers that became right", [one for one in changes if one.gained]),
        ("Other answers that changed", [one for one in changes if not one.lost and not one.gained]),
    ):
        yield Section(title, tuple(line for change in wanted for line in _change(change, words)))


def _change(change: Change, words: Mapping[str, str]) -> Iterator[str]:
    before, after = change.before, change.after
    named = f"{before.kind} {before.topic or before.verdict or ''}".rstrip()
    now = f"{after.kind} {after.topic or after.verdict or ''}".rstrip()
    led = f"{named} to {now}" if named != now else now
    outcome = f"{before.outcome} to {after.outcome}" if before.outcome != after.outcome else after.outcome
    yield f"{after.id}: {led} ({outcome})"
    if after.id in words:
        yield f"  “{words[after.id]}”"
    if before.flags != after.flags:
        yield f"  flags: {', '.join(before.flags) or 'none'} to {', '.join(after.flags) or 'none'}"
    for title, facts in (
        ("now stated", change.added),
        ("no longer stated", change.removed),
        ("reworded, or cited otherwise", change.reworded),
    ):
        if facts:
            yield f"  {title}: {', '.join(facts)}"
    if change.reordered:
        yield "  the same facts in another order"


def _times(milliseconds: Sequence[float]) -> Iterator[str]:
    if milliseconds:
        ordered = sorted(milliseconds)
        late = ordered[min(int(len(ordered) * LATE), len(ordered) - 1)]
        yield f"Milliseconds a reply: median {statistics.median(ordered):.2f}, 99 % of them under {late:.2f}"


def _share(hits: int, of: int) -> str:
    return f"{hits} of {of} ({100 * hits / of:.1f} %)"


def _table(name: str, counts: Mapping[str, Counter[str]], outcomes: Sequence[str]) -> tuple[str, ...]:
    """Set out the rows that are not all right, the worst first; columns that are all nought are left out."""
    faulty = {key: row for key, row in counts.items() if row[RIGHT] < row.total()}
    used = [outcome for outcome in outcomes if outcome == RIGHT or any(row[outcome] for row in faulty.values())]
    ordered = sorted(faulty, key=lambda key: (faulty[key][RIGHT] - faulty[key].total(), key))
    rows = [(key, str(faulty[key].total()), *(str(faulty[key][outcome] or "-") for outcome in used)) for key in ordered]
    return tuple(table([(name, "rows", *used), *rows])) if rows else ()


def _confusions(run: Run, words: Mapping[str, str]) -> Iterator[str]:
    for one in confusions(run):
        named = ", ".join(one.rows[:ROWS_NAMED])
        more = f" and {len(one.rows) - ROWS_NAMED} more" if len(one.rows) > ROWS_NAMED else ""
        yield f"{one.expected} taken for {one.got}, {len(one.rows)}: {named}{more}"
        yield from (f"  {name}: “{words[name]}”" for name in one.rows if name in words)


def _calibration(labelled: LabelledSet, run: Run) -> Iterator[str]:
    found = calibrate(topic_told(labelled.questions, run.replies))
    yield f"Expected calibration error {found.error:.3f}: the score of the best topic against its being right"
    rows = [
        (f"{one.low:.1f} to {one.high:.1f}", f"{one.mean:.3f}", f"{one.share:.3f}", str(one.count))
        for one in found.bins
    ]
    if rows:
        yield from table([("score", "mean score", "share right", "rows"), *rows])
