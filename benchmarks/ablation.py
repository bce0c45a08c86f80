"""Leaves out one step of the matcher at a time.

A step is left out by putting something plainer in its place while a recognizer is built and asked. Where that changes
what the linear readers are fitted on, they are fitted again (topic and scope; the reader of dangers moves no topic).
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import bot.matching.matcher
import bot.matching.recognizer
from bot.matching import LinearReader, Recognizer, load_readers
from bot.matching.lexis import CONCEPT_PREFIX
from bot.matching.linear import FORMAT
from bot.matching.reading import Reader
from bot.text import utter
from tools.fit_reader import fit, scope_samples, topic_samples

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from benchmarks.patching import Patch
    from bot.kb import KnowledgeBase
    from bot.matching.reading import Reading, Token
    from bot.text import Utterance

SCOPE_LEAST = 0.05
"""Smaller weights of the scope reader are dropped, as tools.fit_reader does."""
_RECOGNIZER, _MATCHER = bot.matching.recognizer, bot.matching.matcher


class AsTyped(Reader):
    """Reads words as they are typed; only the medicine's own name is still known when misspelt."""

    def read(self, words: tuple[str, ...], *, repair: bool = True) -> Reading:  # noqa: ARG002 -- whatever is asked for
        """Read without repair."""
        return super().read(words, repair=False)


class WithoutConcepts(Reader):
    """Reads words for themselves: no word group stands for a concept of the lexicon."""

    def read(self, words: tuple[str, ...], *, repair: bool = True) -> Reading:
        """Read, and take the concepts apart into their words; medicines and numbers stay what they are."""
        reading = super().read(words, repair=repair)
        return replace(reading, tokens=tuple(part for token in reading.tokens for part in _apart(token)))


def _apart(token: Token) -> Iterator[Token]:
    if not token.concept.startswith(CONCEPT_PREFIX):
        yield token
        return
    for word, stem in zip(token.words, token.stems, strict=True):
        yield replace(token, words=(word,), stems=(stem,), concept="")


def _whole_focus(text: str) -> Utterance:
    utterance = utter(text)
    return replace(utterance, focus=(0, len(utterance.words)))


def _nothing(*_: object) -> dict[str, float]:
    return {}


def _no_pieces(*_: object) -> dict[str, float]:
    return {"": 1.0}  # the same for every text, so that it tells nothing; an empty block cannot be fitted


@dataclass(frozen=True, slots=True)
class Step:
    """Something that can be left out."""

    name: str
    patches: tuple[Patch, ...] = ()
    without: tuple[str, ...] = ()
    """Linear readers that are left out."""
    refit: bool = False
    note: str = field(default="nothing to fit again")


STEPS = (
    Step(
        "spelling repair",
        ((_RECOGNIZER, "Reader", AsTyped),),
        note="not fitted again: no phrasing is repaired",
    ),
    Step("concepts of the lexicon", ((_RECOGNIZER, "Reader", WithoutConcepts),), refit=True),
    Step("pieces of words", ((_RECOGNIZER, "piece_words", _no_pieces),), refit=True),
    Step("pairs and neighbors", ((_RECOGNIZER, "context_features", _nothing),), refit=True),
    Step("focus on the asking clause", ((_RECOGNIZER, "utter", _whole_focus),), refit=True),
    Step("linear topic reader (bank alone)", without=("topic",)),
    Step("bank of phrasings (linear alone)", ((_MATCHER, "BANK_SHARPNESS", 0.0),)),
    Step("scope reader (topic's chance alone)", without=("scope",)),
)


def recognizer_without(step: Step, knowledge: KnowledgeBase, readers: Mapping[str, LinearReader]) -> Recognizer:
    """Build a recognizer without a step; its patches must be in place."""
    kept = {name: reader for name, reader in readers.items() if name not in step.without}
    return Recognizer(knowledge, refitted(knowledge) if step.refit else kept)


def refitted(knowledge: KnowledgeBase) -> dict[str, LinearReader]:
    """Fit the readers of topic and scope on what a recognizer makes of the base now."""
    plain = Recognizer(knowledge, {})
    fitted = {
        "topic": fit(*topic_samples(knowledge, plain)),
        "scope": fit(*scope_samples(knowledge, plain), least=SCOPE_LEAST),
    }
    return load_readers(json.dumps({"format": FORMAT, "readers": fitted}).encode())
