"""Which texts the fitted weights were made from, so that stale ones can be told."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.kb import KnowledgeBase


def texts_key(knowledge: KnowledgeBase) -> str:
    """Name the state of all that a fit depends on: it changes with every phrasing, example or word of the lexicon."""
    digest = hashlib.sha256()
    for text in _texts(knowledge):
        digest.update(text.encode() + b"\0")
    return digest.hexdigest()[:16]


def fitted_on(weights: bytes) -> str:
    """Return the state of the texts that weights were fitted on; empty where the file does not tell."""
    try:
        return str(json.loads(weights)["fitted_on"])
    except (ValueError, KeyError, TypeError):
        return ""


def _texts(knowledge: KnowledgeBase) -> Iterator[str]:
    lexicon, emergencies = knowledge.lexicon, knowledge.emergencies
    for topic in knowledge.topics.values():
        yield from (topic.id, *topic.phrasings)
    for danger in emergencies.dangers.values():
        yield from (danger.id, *danger.examples)
    yield from emergencies.calm
    for group in emergencies.cues.values():
        yield from (group.id, *group.words)
    for drug_class in lexicon.classes:
        yield from (drug_class.id, *drug_class.names)
    for lists in (lexicon.concepts, lexicon.weak_words, lexicon.declines, lexicon.small_talk):
        for key, words in lists.items():
            yield from (key, *words)
    for language in lexicon.foreign.values():
        for key, forms in language.items():
            yield from (key, *forms)
    yield from (lexicon.drug, *lexicon.drug_names, *(brand.name for brand in lexicon.brands), *lexicon.stems)
