"""What made a reply as it is: the account of its decision, and how much each thing that was said mattered.

How much something mattered is measured, not reckoned: the message is judged again by the same readers as if that
had not been said. So nothing here can disagree with the scores, whatever they are made of.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.answering.triage import SELF_HARM
from bot.matching import CALM
from bot.matching.lexis import CONCEPT_PREFIX, DRUG
from bot.matching.nearness import phrasings_near
from bot.matching.quantities import QUANTITY_PREFIX

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from decimal import Decimal

    from bot.answering.answerer import Answerer
    from bot.answering.decision import Account
    from bot.kb import Figure
    from bot.matching import Recognition
    from bot.matching.reading import Token

MOST_SHOWN = 3
"""Words that mattered most, for each chance."""
LEAST_CHANGE = 0.01
"""A chance that changes by less is not worth a line."""
LEAST_DANGER = 0.02
"""From this chance on it is told which words speak of danger."""


@dataclass(frozen=True, slots=True)
class Mattering:
    """What a chance would be if some words had not been said."""

    words: str
    without: float | None
    """None where the topic would no longer be among the first."""


@dataclass(frozen=True, slots=True)
class Leading:
    """A topic that came to the front, and why."""

    topic: str
    title: str
    score: float
    phrasing: str
    """The nearest of its phrasings."""
    likeness: float
    """The share of their weight that the question and the phrasing have in common, 0 to 1."""
    mattering: tuple[Mattering, ...]


@dataclass(frozen=True, slots=True)
class CueFound:
    """A danger cue, with the words that say it."""

    cue: str
    points: Decimal
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """What a message names, each thing with the words that name it."""

    drug_named: bool
    medicines: tuple[str, ...]
    classes: tuple[str, ...]
    concepts: tuple[tuple[str, str], ...]
    quantities: tuple[tuple[str, str], ...]
    unknown: tuple[str, ...]
    """Words that neither the vocabulary nor the list of ordinary words has."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """All that can be told of one reply."""

    account: Account
    base_version: str
    repairs: tuple[tuple[str, str], ...]
    """Words as typed, and as they were read."""
    found: Found | None
    """None where only a dose was to be judged."""
    cues: tuple[CueFound, ...]
    danger_chance: float
    danger_mattering: tuple[Mattering, ...]
    ours_mattering: tuple[Mattering, ...]
    leading: tuple[Leading, ...]
    """None where somebody may want to die: no topic is named to them, here neither."""
    figures: tuple[Figure, ...]
    """The dose figures behind the facts of the reply, and behind the verdict."""


def explain(answerer: Answerer, account: Account) -> Explanation:
    """Tell how a reply came about; takes as many readings as the message has words."""
    recognition, knowledge = account.recognition, answerer.knowledge
    applied = account.check.applied if account.check is not None else ()
    named = (*(name for fact in account.reply.facts for name in fact.figures), *(f for a in applied for f in a.figures))
    figures = tuple(knowledge.figures[name] for name in dict.fromkeys(named))
    if recognition is None:
        return Explanation(account, knowledge.version, (), None, (), 0.0, (), (), (), figures)
    tokens = recognition.reading.tokens
    others = [answerer.recognizer.without(recognition, place) for place in range(len(tokens))]
    said = [_said(token, knowledge.lexicon.drug) for token in tokens]

    def mattering(chance: Callable[[Recognition], float | None]) -> tuple[Mattering, ...]:
        return _mattering(chance(recognition) or 0.0, said, map(chance, others))

    danger = _danger(recognition)
    return Explanation(
        account=account,
        base_version=knowledge.version,
        repairs=tuple(_repairs(recognition, knowledge.lexicon.drug)),
        found=_found(recognition, knowledge.lexicon.drug),
        cues=_cues(answerer, recognition),
        danger_chance=danger,
        danger_mattering=mattering(_danger) if danger >= LEAST_DANGER and not _is_cut(recognition) else (),
        ours_mattering=mattering(lambda one: one.ours),
        leading=tuple(
            Leading(
                candidate.topic,
                knowledge.topics[candidate.topic].title,
                candidate.score,
                *_nearest(answerer, tokens, candidate.topic),
                mattering(lambda one, topic=candidate.topic: _score(one, topic)),  # type: ignore[misc]
            )
            for candidate in (recognition.candidates if account.reply.danger != SELF_HARM else ())
        ),
        figures=figures,
    )


def _repairs(recognition: Recognition, drug: str) -> Iterator[tuple[str, str]]:
    for repair in recognition.reading.repairs:
        read = drug if repair.read == DRUG else repair.read
        if repair.typed != read:
            yield repair.typed, read


def _danger(recognition: Recognition) -> float:
    return 1 - recognition.danger.get(CALM, 1.0)


def _is_cut(recognition: Recognition) -> bool:
    """Tell whether the message is so long that danger was looked for in more of it than topics were."""
    return len(recognition.utterance.scan) > len(recognition.utterance.words)


def _score(recognition: Recognition, topic: str) -> float | None:
    return next((one.score for one in recognition.candidates if one.topic == topic), None)


def _said(token: Token, drug: str) -> str:
    return " ".join(drug if word == DRUG else word for word in token.words)


def _mattering(chance: float, said: Sequence[str], without: Iterable[float | None]) -> tuple[Mattering, ...]:
    found = [Mattering(words, left) for words, left in zip(said, without, strict=True)]
    changes = {one: abs(chance - (one.without or 0.0)) for one in found}
    ranked = sorted((one for one in changes if changes[one] >= LEAST_CHANGE), key=lambda one: -changes[one])
    return tuple(ranked[:MOST_SHOWN])


def _nearest(answerer: Answerer, tokens: Sequence[Token], topic: str) -> tuple[str, float]:
    likeness, phrasing = phrasings_near(answerer.recognizer, tokens, answerer.knowledge.topics[topic])[0]
    return phrasing, likeness


def _found(recognition: Recognition, drug: str) -> Found:
    reading = recognition.reading
    named = [(token.concept, _said(token, drug)) for token in reading.tokens if token.concept]

    def starting(prefix: str) -> tuple[tuple[str, str], ...]:
        found = ((concept.removeprefix(prefix), said) for concept, said in named if concept.startswith(prefix))
        return tuple(dict.fromkeys(found))

    unknown = (_said(token, drug) for token in reading.tokens if not token.known)
    return Found(
        drug_named=reading.drug_named,
        medicines=reading.medicines,
        classes=reading.classes,
        concepts=starting(CONCEPT_PREFIX),
        quantities=starting(QUANTITY_PREFIX),
        unknown=tuple(dict.fromkeys(unknown)),
    )


def _cues(answerer: Answerer, recognition: Recognition) -> tuple[CueFound, ...]:
    """List the cues that counted; they are looked up once more for the words that say them."""
    scanner, drug = answerer.recognizer.cues, answerer.knowledge.lexicon.drug
    scan = recognition.utterance.scan
    whole = recognition.reading if not _is_cut(recognition) else answerer.recognizer.reader.read(scan)
    said: dict[str, dict[str, None]] = {}
    for cue, words in scanner.matches(scan, whole.words):
        said.setdefault(cue, {})[" ".join(drug if word == DRUG else word for word in words)] = None
    groups = answerer.knowledge.emergencies.cues
    return tuple(CueFound(cue, groups[cue].points, tuple(said[cue])) for cue in sorted(recognition.cues))
