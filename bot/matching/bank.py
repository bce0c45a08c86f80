"""The phrasings as a bank: how near a question lies to the nearest phrasing of a topic, and to all of them.

Closed form, nothing is trained: a phrasing that a curator adds counts at once. Two stages keep the work per
question independent of the number of phrasings: a profile of each topic picks the likeliest, and only their
phrasings are compared.
"""

from __future__ import annotations

import math
from collections import defaultdict
from typing import TYPE_CHECKING

from bot.matching.features import word_features
from bot.text import fold

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.kb import Topic
    from bot.matching.reading import Reader

PROFILE_CAP = 6.0
"""No single word proves a topic by more than this (log-odds)."""
SMOOTHING = 1.5
BACKGROUND = 0.002
UNKNOWN_WEIGHT = 0.6
"""A word that no phrasing has weighs so much of the rarest one, so that it counts against a match."""
SHORTLIST = 4
MAX_POSTINGS = 24
"""Phrasings of one topic that are compared for one feature."""
PHRASING_SHARE, PROFILE_SHARE, CROWD_SHARE = 0.45, 0.55, 0.1


class Bank:
    """All phrasings of all topics, ready to be compared with."""

    def __init__(self, topics: Sequence[Topic], reader: Reader) -> None:
        self.topics = tuple(topic.id for topic in topics)
        self._phrasings: list[tuple[dict[str, float], float]] = []
        owners: list[int] = []
        holders: dict[str, set[int]] = defaultdict(set)
        for number, topic in enumerate(topics):
            for phrasing in topic.phrasings:
                features = word_features(reader.read(fold(phrasing), repair=False).tokens, reader.lexis)
                owners.append(number)
                self._phrasings.append((features, 0.0))
                for key in features:
                    holders[key].add(number)
        count = max(len(topics), 1)
        self.rarity = {key: math.log(1 + count / len(found)) for key, found in holders.items()}
        self._unknown = UNKNOWN_WEIGHT * max(self.rarity.values(), default=1.0)
        self._postings: dict[tuple[str, int], list[int]] = defaultdict(list)
        for number, ((features, _), owner) in enumerate(zip(self._phrasings, owners, strict=True)):
            weighted = {key: share * self.rarity[key] for key, share in features.items()}
            self._phrasings[number] = (weighted, sum(weighted.values()))
            for key in weighted:
                self._postings[key, owner].append(number)
        self._profile = self._profiles(owners)

    def _profiles(self, owners: Sequence[int]) -> dict[str, tuple[tuple[int, float], ...]]:
        """Weigh each feature for each topic: log-odds of this topic against the mean of the others."""
        sizes = [0] * len(self.topics)
        counts: dict[str, dict[int, int]] = defaultdict(lambda: defaultdict(int))
        for (features, _), owner in zip(self._phrasings, owners, strict=True):
            sizes[owner] += 1
            for key in features:
                counts[key][owner] += 1
        profile = {}
        total = max(len(self.topics), 2)
        for key, found in counts.items():
            shares = {owner: times / sizes[owner] for owner, times in found.items()}
            everywhere = sum(shares.values())
            row = []
            for owner, times in found.items():
                own = (times + SMOOTHING * everywhere / total) / (sizes[owner] + SMOOTHING)
                others = (everywhere - shares[owner]) / (total - 1) + BACKGROUND
                if own > others:
                    row.append((owner, min(math.log(own / others), PROFILE_CAP)))
            profile[key] = tuple(row)
        return profile

    def scores(self, features: Mapping[str, float]) -> list[float]:
        """Return one score a topic, 0 to about 1.2."""
        weighted = {key: share * self.rarity.get(key, self._unknown) for key, share in features.items()}
        whole = sum(weighted.values()) or 1.0
        profile = [0.0] * len(self.topics)
        for key, weight in weighted.items():
            for owner, odds in self._profile.get(key, ()):
                profile[owner] += weight * odds
        scores = [PROFILE_SHARE * value / whole / PROFILE_CAP for value in profile]
        likeliest = sorted(range(len(scores)), key=lambda owner: (-scores[owner], owner))[:SHORTLIST]
        for owner in likeliest:
            scores[owner] += self._phrasing_score(weighted, whole, owner)
        return scores

    def _phrasing_score(self, weighted: Mapping[str, float], whole: float, owner: int) -> float:
        shared: dict[int, float] = defaultdict(float)
        for key, weight in weighted.items():
            for number in self._postings.get((key, owner), ())[:MAX_POSTINGS]:
                shared[number] += min(weight, self._phrasings[number][0][key])
        best = crowd = 0.0
        for number, common in shared.items():
            score = common / (0.5 * whole + 0.5 * self._phrasings[number][1])
            best = max(best, score)
            crowd += score**3
        return PHRASING_SHARE * best + CROWD_SHARE * math.log1p(crowd)

    def known_share(self, features: Mapping[str, float]) -> float:
        """Return how much of a question's weight some phrasing knows, 0 to 1."""
        whole = sum(share * self.rarity.get(key, self._unknown) for key, share in features.items())
        known = sum(share * self.rarity[key] for key, share in features.items() if key in self.rarity)
        return known / whole if whole else 0.0
