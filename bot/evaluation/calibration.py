"""Do scores mean chances? Bin by bin, what was said and what came true."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

BINS = 10


@dataclass(frozen=True, slots=True)
class Bin:
    """The scores of one tenth."""

    low: float
    high: float
    count: int
    mean: float
    """Of the scores."""
    share: float
    """Of those that were right."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """How far scores are from being chances."""

    error: float
    """Expected calibration error: the mean distance of score and share, each bin by its size."""
    bins: tuple[Bin, ...]
    """Bins that hold anything."""


def calibrate(told: Sequence[tuple[float, bool]]) -> Calibration:
    """Compare scores with whether they were right."""
    bins = []
    for number in range(BINS):
        found = [(score, hit) for score, hit in told if min(int(score * BINS), BINS - 1) == number]
        if found:
            mean = sum(score for score, _ in found) / len(found)
            share = sum(hit for _, hit in found) / len(found)
            bins.append(Bin(number / BINS, (number + 1) / BINS, len(found), mean, share))
    error = sum(one.count * abs(one.mean - one.share) for one in bins) / len(told) if told else 0.0
    return Calibration(error, tuple(bins))
