"""Everything that matching knows about one text, computed once: topics, danger, scope."""

from __future__ import annotations

import math
from bisect import bisect_left
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from bot.matching.cues import CueScanner, cue_features
from bot.matching.disguise import Disguise
from bot.matching.features import context_features, piece_words, word_features
from bot.matching.language import Languages
from bot.matching.matcher import Candidate, Matcher, Sample
from bot.matching.reading import Reader
from bot.text import clauses, fold, split_clauses, utter

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from bot.kb import KnowledgeBase
    from bot.matching.linear import LinearReader
    from bot.matching.reading import Reading, Token
    from bot.text import Utterance

CALM = "calm"
OURS = "ours"
DECLINE = "decline:"
"""Begins the label of what is not answered; the subject follows."""
TALK = "talk:"
"""Begins the label of small talk; the id of the text that answers it follows."""
DOSE_QUESTION = DECLINE + "dose-check"
"""Label of a dose to be judged: ours, though no topic's."""
OTHER_DRUG = DECLINE + "other-drug"
SCOPE_FACTOR, TOPIC_FACTOR, OURS_BIAS = 0.99, 0.30, 0.62
GREETING = "greeting"
"""The kind of small talk that may begin any message."""
MAX_GREETING, LEAST_AFTER_GREETING = 3, 3
FOREIGN_SHARE = 0.4
"""From this share of unknown words on a text is taken for another language; of labelled English 1 in 500 is."""
WINDOW = 28
"""Words that the danger reader sees at once in a long message, besides the whole."""
STEP = 14
MAX_WINDOWS = 40
MAX_CLAUSES = 200
NAMED, OTHER_NAMED, CLASS_NAMED, UNKNOWN_WORD = "k:named", "k:other", "k:class", "k:unknown"


@dataclass(frozen=True, slots=True)
class Recognition:
    """What a text is about, as far as matching can tell."""

    utterance: Utterance
    reading: Reading
    language: str
    """Code of the language that it seems to be in; empty for English."""
    cues: frozenset[str]
    candidates: tuple[Candidate, ...]
    danger: Mapping[str, float]
    """Kind of danger to its chance, calm included; empty where nothing was fitted."""
    scope: Mapping[str, float]
    """Kind of message to its chance; empty where nothing was fitted."""
    ours: float
    """The chance that the message is a question that some topic answers."""
    scores: tuple[float, ...] = ()
    """The first reader's score of each topic, in the order of the base."""
    first: Recognition | None = None
    """What the first reader alone made of the text, where a second was heard: then ``candidates`` and ``ours`` are what
    both make of it."""
    danger_by_both: Mapping[str, float] = field(default_factory=dict)
    """Kind of danger to its chance, calm included, as both readers see it; empty where no second was heard."""

    @property
    def by_both(self) -> bool:
        """Tell whether a second reader was heard."""
        return self.first is not None

    @property
    def is_foreign(self) -> bool:
        """Tell whether the text is in another language, be it one of which not a word is known."""
        tokens = self.reading.tokens
        unknown = sum(not token.known for token in tokens)
        return bool(self.language) or (unknown > 0 and unknown >= FOREIGN_SHARE * len(tokens))


class Recognizer:
    """Reads texts with one knowledge base and, where there are any, its fitted readers."""

    def __init__(self, knowledge: KnowledgeBase, readers: Mapping[str, LinearReader]) -> None:
        self.cues = CueScanner(knowledge.emergencies.cues, knowledge.lexicon.drug)
        self.reader = Reader(knowledge, _danger_words(knowledge, self.cues))
        self.disguise = Disguise(self.reader.speller, self._names_and_cues())
        self.languages = Languages(knowledge.lexicon.foreign)
        self.matcher = Matcher(tuple(knowledge.topics.values()), self.reader, readers.get("topic"))
        self._greetings = frozenset(map(fold, knowledge.lexicon.small_talk.get(GREETING, ())))
        self._danger = readers.get("danger")
        self._scope = readers.get("scope")

    def recognize(self, text: str) -> Recognition:
        """Read one text; work is bounded whatever it holds."""
        spoken, language = self._hear(text)
        utterance = self._without_greeting(spoken)
        reading = self.reader.read(utterance.words)
        whole = reading if utterance.scan == utterance.words else self.reader.read(utterance.scan)
        cues = self.cues.find(utterance.scan, whole.words)
        scores = self._topic_scores(utterance, reading)
        candidates, scope, ours = self._judge(scores, reading)
        return Recognition(
            utterance=utterance,
            reading=reading,
            language=language,
            cues=cues,
            candidates=candidates,
            danger=self._danger_chances(utterance, whole, cues),
            scope=scope,
            ours=ours,
            scores=tuple(scores),
        )

    def _names_and_cues(self) -> Iterator[str]:
        for name in self.reader.lexis.drug_names:
            yield from name
        yield from self.cues.single_words()

    def _hear(self, text: str) -> tuple[Utterance, str]:
        """Fold a text, in English where its words are known, its disguises seen through; and name its language."""
        typed = utter(text)
        utterance, language = self.languages.translate(typed)
        if language:
            return utterance, language
        plain = self.disguise.reveal_letters(typed.raw)
        if plain is not typed.raw:
            utterance, language = self.languages.translate(utter(plain))
            if language:
                return utterance, language
        plain = self.disguise.take_apart(plain)
        return (typed, "") if plain is typed.raw else (utter(plain), "")

    def without(self, recognition: Recognition, token: int) -> Recognition:
        """Judge a message again as if one thing that was said in it had not been said."""
        reading, utterance = recognition.reading, recognition.utterance
        left = reading.tokens[:token] + reading.tokens[token + 1 :]
        other = replace(reading, tokens=left)
        candidates, scope, ours = self._judge(self._topic_scores(utterance, other), other)
        start, end = ([one.place for one in reading.tokens] + [len(utterance.words)])[token : token + 2]
        typed = utterance.words[:start] + utterance.words[end:]
        cues = self.cues.find(typed, tuple(word for one in left for word in one.words))
        danger = self._danger_chances(utterance, other, cues)
        return Recognition(utterance, other, recognition.language, cues, candidates, danger, scope, ours)

    def _topic_scores(self, utterance: Utterance, reading: Reading) -> list[float]:
        features = word_features(reading.tokens, self.reader.lexis, utterance.focus)
        return self.matcher.scores(features, self._topic_sample(utterance, reading, features))

    def _judge(
        self, scores: Sequence[float], reading: Reading
    ) -> tuple[tuple[Candidate, ...], dict[str, float], float]:
        """Return the topics with their chances, the chance of each kind of message, and that of being ours."""
        ranked = self.matcher.ranked(scores)
        scope = self._scope_chances(reading)
        ours = _ours_chance(scope, ranked)
        return tuple(Candidate(one.topic, one.score * ours) for one in ranked), scope, ours

    def _without_greeting(self, utterance: Utterance) -> Utterance:
        """Leave a greeting out where a question follows it: "hello, what is the most per day" is no small talk."""
        words = utterance.words
        for size in range(min(MAX_GREETING, len(words) - LEAST_AFTER_GREETING), 0, -1):
            if words[:size] in self._greetings:
                start, end = utterance.focus
                focus = (max(start - size, 0), max(end - size, 0))
                return replace(utterance, words=words[size:], focus=focus)
        return utterance

    def topic_sample(self, text: str) -> Sample:
        """Return what the topic reader is fitted on for a text."""
        utterance = utter(text)
        reading = self.reader.read(utterance.words)
        return self._topic_sample(utterance, reading, word_features(reading.tokens, self.reader.lexis, utterance.focus))

    def danger_sample(self, text: str) -> Sample:
        """Return what the danger reader is fitted on for a text."""
        utterance, _ = self._hear(text)
        reading = self.reader.read(utterance.scan)
        return self._danger_sample(reading.tokens, self.cues.find(utterance.scan, reading.words))

    def scope_sample(self, text: str) -> Sample:
        """Return what the scope reader is fitted on for a text."""
        return self._scope_sample(self.reader.read(utter(text).words))

    def _topic_sample(self, utterance: Utterance, reading: Reading, features: Mapping[str, float]) -> Sample:
        context = context_features(reading.tokens, utterance.focus)
        return Sample({**features, **context}, piece_words(reading.tokens, utterance.focus))

    def _danger_sample(self, tokens: Sequence[Token], cues: frozenset[str]) -> Sample:
        features = word_features(tokens, self.reader.lexis)
        return Sample({**features, **context_features(tokens), **cue_features(cues)}, piece_words(tokens))

    def _scope_sample(self, reading: Reading) -> Sample:
        features = {**word_features(reading.tokens, self.reader.lexis), **context_features(reading.tokens)}
        medicines = len(reading.medicines)
        marks = {
            NAMED: float(reading.drug_named),
            OTHER_NAMED: float(medicines > 0 and not reading.drug_named),
            CLASS_NAMED: float(bool(reading.classes)),
            UNKNOWN_WORD: float(any(not token.known for token in reading.tokens)),
        }
        features.update({key: value for key, value in marks.items() if value})
        return Sample(features, piece_words(reading.tokens))

    def _danger_chances(self, utterance: Utterance, reading: Reading, cues: frozenset[str]) -> dict[str, float]:
        if self._danger is None:
            return {}
        samples = [self._danger_sample(reading.tokens, cues)]
        samples.extend(self._windows(utterance, reading))
        chances = [self._danger.chances(sample.features, sample.words) for sample in samples]
        calm = self._danger.labels.index(CALM)
        worst = min(chances, key=lambda row: row[calm])
        return dict(zip(self._danger.labels, worst, strict=True))

    def _windows(self, utterance: Utterance, reading: Reading) -> Iterator[Sample]:
        """Yield parts of a long message: a danger in one clause must not drown in the rest."""
        tokens = reading.tokens
        step = max(STEP, len(tokens) // MAX_WINDOWS)
        if len(tokens) <= WINDOW:
            return
        for start in range(0, len(tokens), step):
            if (sample := self._part(utterance, tokens[start : start + WINDOW])) is not None:
                yield sample
        if len(tokens) <= 2 * WINDOW:
            return
        places = [token.place for token in tokens]
        for first, last in clauses(utterance)[:MAX_CLAUSES]:
            part = tokens[bisect_left(places, first) : bisect_left(places, last)]
            if (sample := self._part(utterance, part)) is not None:
                yield sample
        yield from self._foreign_parts(utterance)

    def _foreign_parts(self, utterance: Utterance) -> Iterator[Sample]:
        """Yield the clauses of a long message that are in another language than the whole."""
        for clause in split_clauses(utterance.raw)[:MAX_CLAUSES]:
            translated = self.languages.translate_words(clause)
            if translated:
                reading = self.reader.read(translated)
                yield self._danger_sample(reading.tokens, self.cues.find(translated, reading.words))

    def _part(self, utterance: Utterance, part: Sequence[Token]) -> Sample | None:
        """Return the sample of a part that holds a danger cue; None for any other."""
        if not part:
            return None
        words = tuple(word for token in part for word in token.words)
        typed = utterance.scan[part[0].place : part[-1].place + 1]
        cues = self.cues.find(typed, words)
        return self._danger_sample(part, cues) if cues else None

    def _scope_chances(self, reading: Reading) -> dict[str, float]:
        if self._scope is None:
            return {}
        sample = self._scope_sample(reading)
        return dict(zip(self._scope.labels, self._scope.chances(sample.features, sample.words), strict=True))


def _ours_chance(scope: Mapping[str, float], ranked: Sequence[Candidate]) -> float:
    """Weigh what the scope reader says with how well the best topic fits: either alone lets more slip through.

    The factors are those of a logistic curve over labelled questions (``python -m benchmarks.calibrate``).
    """
    if not scope or not ranked:
        return 1.0 if ranked else 0.0
    told = scope.get(OURS, 0.0) + scope.get(DOSE_QUESTION, 0.0)
    return 1 / (1 + math.exp(-(SCOPE_FACTOR * _odds(told) + TOPIC_FACTOR * _odds(ranked[0].score) + OURS_BIAS)))


def _odds(chance: float) -> float:
    kept = min(max(chance, 1e-4), 1 - 1e-4)
    return math.log(kept / (1 - kept))


def _danger_words(knowledge: KnowledgeBase, cues: CueScanner) -> Iterator[str]:
    """Yield the words of emergencies: repair must know them, or it turns them into something harmless."""
    emergencies = knowledge.emergencies
    yield from cues.words()
    for danger in emergencies.dangers.values():
        for example in danger.examples:
            yield from fold(example)
