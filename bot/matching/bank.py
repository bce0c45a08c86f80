"""The phrasings as a bank: how near a question lies to the nearest phrasing of a topic, and to all of them.

Closed form, nothing is trained: a phrasing that a curator adds counts at once. Two stages keep the work per
question independent of the number of phrasings: a profile of each topic picks the likeliest, and only their
phrasings are compared.
"""

from __future__ import annotations

import math
from array import array
from bisect import bisect_left
from collections import Counter, defaultdict
from itertools import accumulate
from sys import intern
from typing import TYPE_CHECKING

from bot.matching.features import word_features
from bot.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

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
    """All phrasings of all topics, ready to be compared with.

    Features are numbered; what is known of each lies in flat arrays, a feature's part of them between two places.
    """

    def __init__(self, topics: Sequence[Topic], reader: Reader) -> None:
        self.topics = tuple(topic.id for topic in topics)
        phrasings: list[dict[str, float]] = []
        owners: list[int] = []
        holders: dict[str, set[int]] = defaultdict(set)
        for number, topic in enumerate(topics):
            for phrasing in topic.phrasings:
                features = word_features(reader.read(fold(phrasing), repair=False).tokens, reader.lexis)
                owners.append(number)
                phrasings.append(features)
                for key in features:
                    holders[key].add(number)
        count = max(len(topics), 1)
        self.rarity = {intern(key): math.log(1 + count / len(found)) for key, found in holders.items()}
        self._unknown = UNKNOWN_WEIGHT * max(self.rarity.values(), default=1.0)
        self._numbers = {key: number for number, key in enumerate(self.rarity)}
        weighted = [{key: share * self.rarity[key] for key, share in features.items()} for features in phrasings]
        self._wholes = array("d", (sum(features.values()) for features in weighted))
        self._post(weighted, owners)
        self._profile(weighted, owners)

    def _post(self, phrasings: Sequence[Mapping[str, float]], owners: Sequence[int]) -> None:
        """Note for each feature which topics have it, and in which of their phrasings with what weight."""
        postings: dict[tuple[int, int], list[tuple[int, float]]] = defaultdict(list)
        for number, (features, owner) in enumerate(zip(phrasings, owners, strict=True)):
            for key, weight in features.items():
                postings[self._numbers[key], owner].append((number, weight))
        pairs = sorted(postings)
        kept = [postings[pair][:MAX_POSTINGS] for pair in pairs]
        self._owners = array("H", (owner for _, owner in pairs))
        self._owners_from = _starts((number for number, _ in pairs), len(self._numbers))
        self._posted = array("I", (number for posts in kept for number, _ in posts))
        self._weights = array("d", (weight for posts in kept for _, weight in posts))
        self._posted_from = array("I", accumulate(map(len, kept), initial=0))

    def _profile(self, phrasings: Sequence[Mapping[str, float]], owners: Sequence[int]) -> None:
        """Weigh each feature for each topic: log-odds of this topic against the mean of the others."""
        sizes = [0] * len(self.topics)
        counts: dict[str, dict[int, int]] = defaultdict(lambda: defaultdict(int))
        for features, owner in zip(phrasings, owners, strict=True):
            sizes[owner] += 1
            for key in features:
                counts[key][owner] += 1
        rows = []
        total = max(len(self.topics), 2)
        for key, found in counts.items():
            shares = {owner: times / sizes[owner] for owner, times in found.items()}
            everywhere = sum(shares.values())
            for owner, times in found.items():
                own = (times + SMOOTHING * everywhere / total) / (sizes[owner] + SMOOTHING)
                others = (everywhere - shares[owner]) / (total - 1) + BACKGROUND
                if own > others:
                    rows.append((self._numbers[key], owner, min(math.log(own / others), PROFILE_CAP)))
        rows.sort()
        self._told = array("H", (owner for _, owner, _ in rows))
        self._odds = array("d", (odds for _, _, odds in rows))
        self._told_from = _starts((number for number, _, _ in rows), len(self._numbers))

    def scores(self, features: Mapping[str, float]) -> list[float]:
        """Return one score a topic, 0 to about 1.2."""
        weighted = {key: share * self.rarity.get(key, self._unknown) for key, share in features.items()}
        whole = sum(weighted.values()) or 1.0
        profile = [0.0] * len(self.topics)
        for key, weight in weighted.items():
            number = self._numbers.get(key)
            if number is not None:
                part = slice(self._told_from[number], self._told_from[number + 1])
                for owner, odds in zip(self._told[part], self._odds[part], strict=True):
                    profile[owner] += weight * odds
        scores = [PROFILE_SHARE * value / whole / PROFILE_CAP for value in profile]
        likeliest = sorted(range(len(scores)), key=lambda owner: (-scores[owner], owner))[:SHORTLIST]
        for owner in likeliest:
            scores[owner] += self._phrasing_score(weighted, whole, owner)
        return scores

    def _phrasing_score(self, weighted: Mapping[str, float], whole: float, owner: int) -> float:
        shared: dict[int, float] = defaultdict(float)
        for key, weight in weighted.items():
            place = self._place(key, owner)
            if place is not None:
                part = slice(self._posted_from[place], self._posted_from[place + 1])
                for number, own in zip(self._posted[part], self._weights[part], strict=True):
                    shared[number] += min(weight, own)
        best = crowd = 0.0
        for number, common in shared.items():
            score = common / (0.5 * whole + 0.5 * self._wholes[number])
            best = max(best, score)
            crowd += score**3
        return PHRASING_SHARE * best + CROWD_SHARE * math.log1p(crowd)

    def _place(self, key: str, owner: int) -> int | None:
        """Find a topic among those that have a feature."""
        number = self._numbers.get(key)
        if number is None:
            return None
        end = self._owners_from[number + 1]
        place = bisect_left(self._owners, owner, self._owners_from[number], end)
        return place if place < end and self._owners[place] == owner else None

    def known_share(self, features: Mapping[str, float]) -> float:
        """Return how much of a question's weight some phrasing knows, 0 to 1."""
        whole = sum(share * self.rarity.get(key, self._unknown) for key, share in features.items())
        known = sum(share * self.rarity[key] for key, share in features.items() if key in self.rarity)
        return known / whole if whole else 0.0


def _starts(numbers: Iterable[int], count: int) -> array[int]:
    """Return where the run of each number begins in a sorted series, and where the last one ends."""
    sizes = Counter(numbers)
    return array("I", accumulate((sizes[number] for number in range(count)), initial=0))
