"""Fits the weights of the linear readers and writes them beside the knowledge base.

    python -m tools.fit_reader [--kb FOLDER]

Three readers are fitted, each a multinomial logistic regression on the features that the program itself computes:

* ``topic``: which topic a question asks for; from the phrasings of the topics;
* ``danger``: whether somebody is in danger, and of which kind; from the examples in ``emergencies/``, against its
  calm examples, the phrasings and the messages that are not answered;
* ``scope``: whether a message is a question on the medicine, on another one, no question on medication, or small talk.

The result is data (``reader-weights.json``): small whole numbers, stable for the same input. It needs scikit-learn
(the extra ``bench``); running the bot does not.
"""

from __future__ import annotations

import argparse
import base64
import json
import math
import sys
from array import array
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import hstack
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import normalize

from bot.kb import KnowledgeBase, load_knowledge
from bot.matching import CALM, DECLINE, OURS, TALK, Recognizer, Sample
from bot.matching.features import pieces
from bot.matching.fitted import texts_key
from bot.matching.linear import FORMAT

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

STRENGTH = 10.0
"""Inverse of the regularization: chosen on questions that were not phrasings, between 3 and 30 nearly level."""
ITERATIONS = 300
LEAST_WEIGHT = 0.1
"""Smaller weights are dropped: they cost memory and moved no answer."""
CALM_SHARE = 0.5
"""Phrasings and refused messages count half in the danger reader: they are many and easy."""


def main() -> int:
    """Fit all readers and write the file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kb", type=Path, default=Path("knowledge"))
    folder: Path = parser.parse_args().kb
    knowledge = load_knowledge(folder)
    recognizer = Recognizer(knowledge, {})
    readers = {
        "topic": fit(*topic_samples(knowledge, recognizer)),
        "danger": fit(*danger_samples(knowledge, recognizer), strength=30.0, least=0.03),
        "scope": fit(*scope_samples(knowledge, recognizer), least=0.05),
    }
    data = {"format": FORMAT, "fitted_on": texts_key(knowledge), "readers": readers}
    (folder / "reader-weights.json").write_text(json.dumps(data, separators=(",", ":"), sort_keys=True) + "\n")
    return 0


def topic_samples(knowledge: KnowledgeBase, recognizer: Recognizer) -> tuple[list[Sample], list[str], list[float]]:
    """Return every phrasing with its topic."""
    pairs = [(phrasing, topic.id) for topic in knowledge.topics.values() for phrasing in topic.phrasings]
    return (
        [recognizer.topic_sample(text) for text, _ in pairs],
        [label for _, label in pairs],
        [1.0] * len(pairs),
    )


def danger_samples(knowledge: KnowledgeBase, recognizer: Recognizer) -> tuple[list[Sample], list[str], list[float]]:
    """Return emergencies by kind, calm examples, and everything else that is asked as calm."""
    rows: list[tuple[str, str, float]] = []
    for danger in knowledge.emergencies.dangers.values():
        rows.extend((text, danger.id, 1.0) for text in danger.examples)
    rows.extend((text, CALM, 1.0) for text in knowledge.emergencies.calm)
    for topic in knowledge.topics.values():
        rows.extend((text, CALM, CALM_SHARE) for text in topic.phrasings)
    for group in (knowledge.lexicon.declines, knowledge.lexicon.small_talk):
        rows.extend((text, CALM, CALM_SHARE) for texts in group.values() for text in texts)
    return (
        [recognizer.danger_sample(text) for text, _, _ in rows],
        [label for _, label, _ in rows],
        [weight for _, _, weight in rows],
    )


def scope_samples(knowledge: KnowledgeBase, recognizer: Recognizer) -> tuple[list[Sample], list[str], list[float]]:
    """Return questions that are ours, and those that are not, by what they are."""
    rows = [(text, OURS) for topic in knowledge.topics.values() for text in topic.phrasings]
    rows.extend((text, OURS) for text in knowledge.emergencies.calm)
    for subject, texts in knowledge.lexicon.declines.items():
        rows.extend((text, DECLINE + subject) for text in texts)
    for kind, texts in knowledge.lexicon.small_talk.items():
        rows.extend((text, TALK + kind) for text in texts)
    sizes = Counter(label for _, label in rows)
    weights = [min(4.0, math.sqrt(sizes[OURS] / sizes[label] / 10)) for _, label in rows]
    return [recognizer.scope_sample(text) for text, _ in rows], [label for _, label in rows], weights


def fit(
    samples: Sequence[Sample],
    labels: Sequence[str],
    weights: Sequence[float],
    strength: float = STRENGTH,
    least: float = LEAST_WEIGHT,
) -> dict[str, object]:
    """Fit one reader and pack it."""
    blocks = [_Block([sample.features for sample in samples]), _Block([_parts(sample) for sample in samples])]
    matrix = hstack([block.matrix for block in blocks]).tocsr()
    model = LogisticRegression(C=strength, max_iter=ITERATIONS).fit(matrix, labels, np.array(weights))
    classes = [str(label) for label in model.classes_]
    coefficients = model.coef_
    bias = model.intercept_
    if len(classes) == 2:
        coefficients, bias = np.vstack([-coefficients, coefficients]) / 2, np.concatenate([-bias, bias]) / 2
    width = len(blocks[0].names)
    return {
        "labels": classes,
        "bias": [round(float(value), 4) for value in bias],
        "words": blocks[0].pack(coefficients[:, :width], least),
        "parts": blocks[1].pack(coefficients[:, width:], least),
    }


def _little_endian(numbers: array[int]) -> array[int]:
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers


def _parts(sample: Sample) -> dict[str, float]:
    """Spread the shares of words over their pieces, as the running program does: word by word."""
    found: dict[str, float] = {}
    for word, share in sample.words.items():
        for piece in pieces(word):
            found[piece] = found.get(piece, 0.0) + share
    return found


class _Block:
    """One family of features as a matrix of unit rows, weighted by rarity."""

    def __init__(self, dicts: Sequence[Mapping[str, float]]) -> None:
        found = Counter(key for features in dicts for key in features)
        self.rarity = {key: round(math.log((1 + len(dicts)) / (1 + times)) + 1, 2) for key, times in found.items()}
        weighted = [{key: share * self.rarity[key] for key, share in features.items()} for features in dicts]
        vectorizer = DictVectorizer(sort=True)
        self.matrix = normalize(vectorizer.fit_transform(weighted))
        self.names = [str(name) for name in vectorizer.get_feature_names_out()]

    def pack(self, coefficients: np.ndarray, least: float) -> dict[str, object]:
        """Keep the larger weights as 16-bit numbers, feature by feature."""
        scale = float(np.abs(coefficients).max()) / 32767 or 1.0
        labels, weights, counts = bytearray(), array("h"), []
        for column in range(coefficients.shape[1]):
            rounded = np.rint(coefficients[:, column] / scale).astype(int)
            kept = [i for i, value in enumerate(rounded) if value and abs(coefficients[i, column]) >= least]
            counts.append(len(kept))
            labels.extend(kept)
            weights.extend(int(rounded[i]) for i in kept)
        return {
            "names": "\n".join(self.names),
            "rarity": [round(self.rarity[name] * 100) for name in self.names],
            "count": counts,
            "label": base64.b64encode(bytes(labels)).decode(),
            "weight": base64.b64encode(_little_endian(weights).tobytes()).decode(),
            "scale": scale,
        }


if __name__ == "__main__":
    sys.exit(main())
