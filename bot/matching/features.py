"""What a reading gives to a linear reader: words, concepts, their neighbors, and pieces of words.

Word features carry what was said; pieces of words (character groups inside one word) carry what spelling repair
and the lexicon miss: endings, compounds, slips. They are computed here for the program and for the script that
fits the weights alike.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from bot.matching.lexis import DRUG

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.matching.lexis import Lexis
    from bot.matching.reading import Token

CONCEPT_SHARE = 0.75
"""A word of the lexicon counts for its concept so much, and for its stem the rest."""
STOP_WEIGHT = 0.6
CIRCUMSTANCE_WEIGHT = 0.7
PAIR_WEIGHT = 0.6
NEIGHBOR_WEIGHT = 0.4
OUT_OF_FOCUS = 0.5
"""What stands outside the clause that asks counts half: it tells the story, not the question."""
MAX_PAIRS = 60
PIECE_SIZES = (2, 3, 4, 5)
MAX_PIECED = 24
"""Longer words are cut: no word of the field is longer, and work stays bounded."""


def word_features(tokens: Sequence[Token], lexis: Lexis, focus: tuple[int, int] | None = None) -> dict[str, float]:
    """Return words and concepts with their share, before any weighting by rarity."""
    features: dict[str, float] = {}
    for token in tokens:
        factor = focus_factor(token, focus)
        if token.concept:
            _keep(features, token.concept, CONCEPT_SHARE * factor)
            for part in token.stems:
                if part not in lexis.stop and part not in lexis.circumstance:
                    _keep(features, part, (1 - CONCEPT_SHARE) * factor)
        else:
            _keep(features, token.stems[0], plain_weight(token.stems[0], lexis) * factor)
    return features


def context_features(tokens: Sequence[Token], focus: tuple[int, int] | None = None) -> dict[str, float]:
    """Return neighbors (two tokens in a row) and pairs of concepts anywhere."""
    keys = [(token.concept or token.stems[0], focus_factor(token, focus)) for token in tokens]
    features: dict[str, float] = {}
    for (one, near), (other, far) in pairwise(keys):
        _keep(features, f"{one}>{other}", NEIGHBOR_WEIGHT * min(near, far))
    concepts: dict[str, float] = {}
    for token, (key, factor) in zip(tokens, keys, strict=True):
        if token.concept:
            _keep(concepts, key, factor)
    names = sorted(concepts)
    pairs = ((one, other) for i, one in enumerate(names) for other in names[i + 1 :])
    for count, (one, other) in enumerate(pairs):
        if count == MAX_PAIRS:
            break
        features[f"{one}&{other}"] = PAIR_WEIGHT * min(concepts[one], concepts[other])
    return features


def piece_words(tokens: Iterable[Token], focus: tuple[int, int] | None = None) -> dict[str, float]:
    """Return the words whose pieces count, with their share; the medicine's own name is left out."""
    words: dict[str, float] = {}
    for token in tokens:
        factor = focus_factor(token, focus)
        for word in token.words:
            if word != DRUG:
                _keep(words, word[:MAX_PIECED], factor)
    return words


def focus_factor(token: Token, focus: tuple[int, int] | None) -> float:
    """Return 1 inside the clause that asks, less outside it."""
    return 1.0 if focus is None or focus[0] <= token.place < focus[1] else OUT_OF_FOCUS


def plain_weight(word_stem: str, lexis: Lexis) -> float:
    """Weigh a word that the lexicon does not know: little for stop words and digits."""
    if word_stem in lexis.stop or not word_stem.isalpha():
        return STOP_WEIGHT
    return CIRCUMSTANCE_WEIGHT if word_stem in lexis.circumstance else 1.0


def pieces(word: str) -> list[str]:
    """Cut one word into its character groups, its ends marked."""
    marked = f" {word} "
    return sorted({marked[i : i + size] for size in PIECE_SIZES for i in range(len(marked) - size + 1)})


def _keep(features: dict[str, float], key: str, weight: float) -> None:
    if weight > features.get(key, 0.0):
        features[key] = weight
