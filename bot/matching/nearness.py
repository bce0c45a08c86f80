"""How near a question lies to single phrasings: for those who want to see why, not for ranking."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.matching.features import word_features
from bot.text import fold

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.kb import Topic
    from bot.matching.reading import Token
    from bot.matching.recognizer import Recognizer


def phrasings_near(recognizer: Recognizer, tokens: Sequence[Token], topic: Topic) -> list[tuple[float, str]]:
    """Order a topic's phrasings by how much of their weight they share with what was said, 0 to 1."""
    said = _weighted(recognizer, tokens)
    read = recognizer.reader.read
    ranked = [(_shared(said, _weighted(recognizer, read(fold(text)).tokens)), text) for text in topic.phrasings]
    return sorted(ranked, key=lambda row: (-row[0], row[1]))


def _weighted(recognizer: Recognizer, tokens: Sequence[Token]) -> dict[str, float]:
    rarity = recognizer.matcher.bank.rarity
    features = word_features(tokens, recognizer.reader.lexis)
    return {key: share * rarity.get(key, 1.0) for key, share in features.items()}


def _shared(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    common = sum(min(weight, other.get(key, 0.0)) for key, weight in one.items())
    whole = (sum(one.values()) + sum(other.values())) / 2
    return common / whole if whole else 0.0
