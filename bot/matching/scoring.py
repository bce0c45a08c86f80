"""Similarity of words: the only module that imports rapidfuzz."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rapidfuzz import process
from rapidfuzz.distance import OSA, JaroWinkler

if TYPE_CHECKING:
    from collections.abc import Sequence


def edit_distance(one: str, other: str, most: int) -> int:
    """Count edits (insert, delete, replace, swap neighbors) up to ``most``; more counts as ``most + 1``."""
    return int(OSA.distance(one, other, score_cutoff=most))


def likeness(one: str, other: str) -> float:
    """Score 0 to 1 with a bonus for a common beginning (Jaro-Winkler)."""
    return float(JaroWinkler.similarity(one, other))


def nearest(word: str, words: Sequence[str], most: int) -> list[tuple[str, int]]:
    """List the words within ``most`` edits of a word, with their distance."""
    found = process.extract(word, words, scorer=OSA.distance, score_cutoff=most, limit=12)
    return [(match, int(distance)) for match, distance, _ in found]
