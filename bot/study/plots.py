"""Progress as pictures: PNG bytes with the text for those who do not see them. Extra ``plots``.

The colors are two of the Okabe-Ito set, told apart in every kind of color vision, and differ in lightness too;
the totals stand as numbers on the bars, and all figures in the text.
"""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.study.extras import load_extra
from bot.study.progress import progress_lines, ranked_standings, season_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.study.progress import Day, Progress, Standing

DARK, LIGHT, INK = "#0072B2", "#E69F00", "#222222"
DPI = 150
MOST_NAMES = 15
"""Of a longer table the picture shows the head; the words have all of it."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture and what it shows in words."""

    png: bytes
    alt: str
    """The same figures as the picture's, for a screen reader."""


def learner_picture(progress: Progress) -> Picture:
    """Draw reviews by day and cards due by day; raises SettingsError where the extra is missing."""
    figure = _figure(8, 6)
    above, below = figure.subplots(2, 1)
    days = progress.past
    totals, known = [day.reviews for day in days], [day.known for day in days]
    _bars(above, days, known, DARK, "known")
    _bars(above, days, [total - good for total, good in zip(totals, known, strict=True)], LIGHT, "not known", known)
    above.set_title("Reviews by day", loc="left", color=INK)
    _axis(above, totals)
    if any(totals):
        above.legend(frameon=False, loc="upper left", ncols=2)
    due = [day.due for day in progress.ahead]
    _bars(below, progress.ahead, due, DARK, "due")
    below.set_title("Cards due by day", loc="left", color=INK)
    _axis(below, due)
    return Picture(_png(figure), " ".join(["Two bar charts of a learner's progress.", *progress_lines(progress)]))


def season_picture(standings: Iterable[Standing], title: str) -> Picture:
    """Draw the scores of a season; raises SettingsError where the extra is missing."""
    ranked = ranked_standings(standings)
    shown = list(reversed(ranked[:MOST_NAMES]))
    figure = _figure(8, max(2.2, 0.42 * len(shown) + 1.2))
    axes = figure.subplots()
    names = [f"{place}. {_plain(one.name)}" for place, one in shown]
    rows = range(len(shown))
    right = [one.right for _, one in shown]
    axes.barh(rows, right, color=DARK, label="right")
    axes.barh(rows, [one.answered - one.right for _, one in shown], left=right, color=LIGHT, label="not right")
    for row, (_, one) in enumerate(shown):
        axes.annotate(
            f"{one.right} of {one.answered}", (one.answered, row), (4, 0), textcoords="offset points", va="center"
        )
    axes.set_yticks(rows, names)
    axes.set_title(_plain(title), loc="left", color=INK)
    axes.set_xlim(0, max([1, *(one.answered for _, one in shown)]) * 1.18)
    _quiet(axes)
    axes.xaxis.get_major_locator().set_params(integer=True)
    if shown:
        figure.legend(frameon=False, loc="outside lower left", ncols=2)
    lines = season_lines(one for _, one in ranked)
    return Picture(_png(figure), " ".join([f"Bar chart: {title}.", *lines]))


def _figure(width: float, height: float) -> Any:
    """Make a figure that belongs to nobody: no window, no state shared between threads."""
    figures = load_extra("matplotlib.figure", "plots", "Pictures")
    return figures.Figure(figsize=(width, height), dpi=DPI, layout="constrained", facecolor="white")


def _bars(
    axes: Any, days: Sequence[Day], heights: Sequence[int], color: str, label: str, bottom: Sequence[int] = ()
) -> None:
    axes.bar(range(len(days)), heights, bottom=bottom or None, color=color, label=label, edgecolor="white")
    axes.set_xticks(range(len(days)), [f"{day.day:%b} {day.day.day}" for day in days], rotation=45, ha="right")


def _axis(axes: Any, heights: Sequence[int]) -> None:
    for place, height in enumerate(heights):
        if height:
            axes.annotate(f"{height:,}", (place, height), (0, 3), textcoords="offset points", ha="center", color=INK)
    axes.set_ylim(0, max([1, *heights]) * 1.35)
    axes.yaxis.get_major_locator().set_params(integer=True)
    _quiet(axes)


def _quiet(axes: Any) -> None:
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    axes.tick_params(colors=INK)


def _plain(name: str) -> str:
    """Write a name as it is: a dollar sign would start a formula."""
    return name.replace("$", r"\$")


def _png(figure: Any) -> bytes:
    target = io.BytesIO()
    with warnings.catch_warnings():  # a letter that the font lacks is drawn as a box; the words have it
        warnings.filterwarnings("ignore", message="Glyph")
        figure.savefig(target, format="png", metadata={"Software": None})
    return target.getvalue()
