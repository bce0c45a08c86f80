"""What somebody who is still typing may want: whole questions, topics and countries.

Questions are the knowledge base's own phrasings, so a suggestion never holds what somebody else
wrote. Offered are those that name the medicine and read as a question anybody might ask: no stories,
no amounts that did harm.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from bot.answering.extras import is_delicate
from bot.answering.triage import SELF_HARM, asks_what_kills, find_alarm
from bot.text import MATCH_CHARS, cut_middle, fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bot.answering.answerer import Answerer
    from bot.kb import Topic

LONGEST = 90
"""Discord shows 100 characters; a terminal line is not much wider."""
FEWEST_WORDS, MOST_WORDS = 4, 12
A_TOPIC = 3
"""No topic has more places in a list than this: a list of one thing in many words helps nobody."""
LEAST = 0.12
"""Topics less likely than this are not guessed at."""
TOPICS_ASKED = 5
"""So many of the matcher's topics add a question each."""
DANGER, TOPIC = "danger:", "topic:"
"""Begin the value of a suggestion that stands for a kind of danger, or for a topic; its id follows."""
_ASKING = frozenset((
    "what", "how", "can", "could", "is", "are", "does", "do", "will", "should", "when", "why", "which", "who",
))  # fmt: skip
_TOLD = frozenset((
    "mum", "mums", "mom", "dad", "dads", "son", "daughter", "wife", "husband", "gran", "nan", "sister",
    "brother", "uncle", "aunt", "cousin", "kid", "kids", "toddler", "hubby", "missus", "mate", "friend", "he",
    "she", "his", "her", "him", "they", "them", "their", "we", "our", "pt", "pts", "patient", "resident",
    "nurse", "doctor", "vet", "student", "exam", "essay", "bub",
))  # fmt: skip
"""Words of somebody's own story, or of a task."""
_HARM = frozenset((
    "kill", "kills", "lethal", "fatal", "deadly", "toxic", "toxicity", "overdose", "die", "dies", "died",
    "dead", "poison", "poisonous", "high", "buzz", "snort", "drugs", "many",
))  # fmt: skip
"""Words that ask how much is dangerous, or what it is like."""
_CHAT = frozenset(("u", "ur", "ppl", "bc", "w/", "whats"))
"""Short forms, which read badly in a list."""
_SPOKEN_COUNTRIES = {
    **dict.fromkeys(("uk", "britain", "great britain", "england", "scotland", "wales"), "GB"),
    **dict.fromkeys(("usa", "america"), "US"),
}


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A line to choose, and what choosing it stands for."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class _Question:
    text: str
    topic: str
    words: tuple[str, ...]


class Suggestions:
    """Completes what is typed, with one answerer's knowledge and matcher."""

    def __init__(self, answerer: Answerer) -> None:
        self._answerer = answerer
        topics = answerer.knowledge.topics.values()
        names = frozenset(fold(answerer.knowledge.lexicon.drug))
        written = {word for topic in topics for fact in topic.all_facts for word in fold(fact.text)}
        plain = names | written | answerer.knowledge.lexicon.common_words | _ASKING | {"i", "my"}
        self._questions = tuple(_questions(topics, names, plain))
        self._postings: dict[str, set[int]] = {}
        for place, question in enumerate(self._questions):
            for word in question.words:
                self._postings.setdefault(word, set()).add(place)
        self._vocabulary = sorted(self._postings)
        self._titles = [(fold(topic.title), topic) for topic in topics]
        self._starters = tuple(self._one_a_group())

    def questions(self, typed: str, limit: int) -> tuple[Suggestion, ...]:
        """Complete a question; where the words tell of a danger, that comes first and alone."""
        topics, words = self._answerer.knowledge.topics, fold(typed[: 2 * LONGEST])
        if not words:
            return self._starters[:limit]
        recognition = self._answerer.recognizer.recognize(cut_middle(typed, MATCH_CHARS))
        alarm = find_alarm(recognition, self._answerer.knowledge.emergencies)
        dangers = self._answerer.knowledge.emergencies.dangers
        if alarm is None and SELF_HARM in dangers and asks_what_kills(recognition):
            return (Suggestion(self._answerer.knowledge.emergencies.fallback, DANGER + SELF_HARM),)
        if alarm is not None:
            return (Suggestion(self._answerer.knowledge.emergencies.fallback, DANGER + alarm.danger),)
        found = self._completed(words)
        near = (each.topic for each in recognition.candidates[:TOPICS_ASKED] if each.score > LEAST)
        titled = (topic.id for title, topic in self._titles if _holds(title, words[-1:]))
        texts = (self._questions[place].text for place in self._mixed(found))
        offered = [Suggestion(text, text) for text in texts]
        offered += [Suggestion(topics[name].title, TOPIC + name) for name in (*near, *titled)]
        safe = (suggestion for suggestion in offered if not is_delicate(suggestion.value))
        return tuple(islice(dict.fromkeys(safe), limit))

    def topics(self, typed: str, limit: int) -> tuple[Suggestion, ...]:
        """Complete a topic's title; delicate ones only when they are typed by name."""
        words = fold(typed[:LONGEST])
        if not words:
            named = (topic for _, topic in self._titles if not is_delicate(topic.id))
            return tuple(Suggestion(topic.title, topic.id) for topic in islice(named, limit))
        begun = [topic for title, topic in self._titles if _begins(title, words)]
        held = [topic for title, topic in self._titles if _holds(title, words)]
        known = self._answerer.knowledge.topics
        near = self._answerer.recognizer.recognize(typed[:LONGEST]).candidates[:TOPICS_ASKED]
        guessed = [known[c.topic] for c in near if c.score > LEAST and not is_delicate(c.topic)]
        chosen = dict.fromkeys(topic.id for topic in (*begun, *held, *guessed))
        return tuple(Suggestion(known[name].title, name) for name in islice(chosen, limit))

    def countries(self, typed: str, limit: int) -> tuple[Suggestion, ...]:
        """Complete a country's name."""
        typed = typed[:LONGEST].strip().casefold()
        exact = self.find_country(typed)
        countries = self._answerer.knowledge.emergencies.countries.values()
        named = [country for country in countries if country.name.casefold().startswith(typed)]
        named += [country for country in countries if country.code == exact]
        unique = dict.fromkeys((country.name, country.code) for country in named)
        return tuple(Suggestion(name, code) for name, code in islice(unique, limit))

    def find_topic(self, typed: str) -> str | None:
        """Return the id of the topic that is named by id or title, or that the words come nearest to."""
        known = self._answerer.knowledge.topics
        if typed in known:
            return typed
        words = fold(typed[:LONGEST])
        same = next((topic.id for title, topic in self._titles if title == words), None)
        found = self.topics(typed, 1) if words else ()
        return same or (found[0].value if found else None)

    def find_country(self, typed: str) -> str | None:
        """Return the code of a country named by code, name or a common short form."""
        word = typed.strip().casefold()
        code = _SPOKEN_COUNTRIES.get(word, word.upper())
        known = self._answerer.knowledge.emergencies.countries
        if code in known:
            return code
        return next((country.code for country in known.values() if country.name.casefold() == word), None)

    def _one_a_group(self) -> Iterator[Suggestion]:
        """Show what kinds of question there are: the shortest of each group of topics."""
        topics = self._answerer.knowledge.topics
        shortest: dict[str, str] = {}
        for question in sorted(self._questions, key=lambda question: len(question.text)):
            shortest.setdefault(topics[question.topic].group, question.text)
        return (Suggestion(text, text) for text in shortest.values())

    def _completed(self, words: tuple[str, ...]) -> list[int]:
        """Find questions with all the words, the last one perhaps unfinished; those that begin so first."""
        places: set[int] | None = None
        for place, word in enumerate(words):
            held = self._posted(word, whole=place < len(words) - 1)
            places = held if places is None else places & held
            if not places:
                return []
        ranked = (
            (not _begins(self._questions[at].words, words), len(self._questions[at].text), at) for at in places or ()
        )
        return [at for _, _, at in sorted(ranked)]

    def _posted(self, word: str, *, whole: bool) -> set[int]:
        if whole:
            return self._postings.get(word, set())
        first = bisect_left(self._vocabulary, word)
        last = bisect_left(self._vocabulary, word + "\uffff")
        return set().union(*(self._postings[known] for known in self._vocabulary[first:last]))

    def _mixed(self, places: Iterable[int]) -> Iterator[int]:
        counts: Counter[str] = Counter()
        for place in places:
            topic = self._questions[place].topic
            counts[topic] += 1
            if counts[topic] <= A_TOPIC:
                yield place


def _questions(topics: Iterable[Topic], names: frozenset[str], plain: frozenset[str]) -> Iterator[_Question]:
    for topic in topics:
        if is_delicate(topic.id):
            continue
        for phrasing in topic.phrasings:
            if _is_one_clause(phrasing):
                words = fold(phrasing)
                if not names.isdisjoint(words) and plain.issuperset(words) and _asks_plainly(words):
                    text = phrasing[0].upper() + phrasing[1:].rstrip(" .?!") + "?"
                    yield _Question(text, topic.id, words)


def _is_one_clause(phrasing: str) -> bool:
    typed = phrasing.casefold().split()
    return len(phrasing) <= LONGEST and "," not in phrasing and _CHAT.isdisjoint(typed)


def _asks_plainly(words: tuple[str, ...]) -> bool:
    if words[0] not in _ASKING or not FEWEST_WORDS <= len(words) <= MOST_WORDS:
        return False
    return _TOLD.isdisjoint(words) and _HARM.isdisjoint(words)


def _begins(words: tuple[str, ...], typed: tuple[str, ...]) -> bool:
    head = words[: len(typed)]
    return len(head) == len(typed) and head[:-1] == typed[:-1] and head[-1].startswith(typed[-1])


def _holds(words: tuple[str, ...], typed: tuple[str, ...]) -> bool:
    return all(any(word.startswith(part) for word in words) for part in typed)
