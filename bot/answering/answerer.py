"""The one door for every surface: words in, a reply out. Pure: same words and same base, same reply."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.answering.composer import MAX_OPTIONS, Composer
from bot.answering.dose_words import danger_of, dose_vocabulary
from bot.answering.follow_up import asks_for_more, complete
from bot.answering.reply import Kind, Reply
from bot.answering.routing import Route, Routed, route
from bot.answering.small_talk import decline_key
from bot.answering.triage import SELF_HARM, asks_what_kills, find_alarm
from bot.dosing import Danger, check_dose, looks_like_dose, parse_dose, with_self_harm
from bot.errors import InputError
from bot.matching import Recognizer

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.dosing import DoseCheck
    from bot.kb import KnowledgeBase, Topic
    from bot.matching import LinearReader, Recognition

SECOND_CHANCE = 0.6
"""A second question in one message that asks for another topic with this chance is offered first."""
MAX_QUESTIONS = 4

_NUMBER_WORDS = frozenset(
    (
        "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "twelve", "fifteen", "twenty",
        "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety", "hundred", "half", "quarter", "couple",
        "dozen", "double", "twice",
    )
)  # fmt: skip
"""A text without any of them, and without a digit, holds no dose."""
LANGUAGE_NAMES = {"es": "spanish", "fr": "french", "de": "german", "pt": "portuguese", "it": "italian"}
"""Codes to the names that the wording's ids use."""


@dataclass(frozen=True, slots=True)
class Asker:
    """What a surface knows of the person who asks; all of it optional."""

    country: str | None = None
    """Two-letter code, for the numbers of an emergency."""
    last_topic: str | None = None
    """The topic of the last answer, where the conversation is followed."""


NOBODY = Asker()


class Answerer:
    """Answers with one knowledge base."""

    def __init__(self, knowledge: KnowledgeBase, readers: Mapping[str, LinearReader] | None = None) -> None:
        self.knowledge = knowledge
        self.recognizer = Recognizer(knowledge, readers or {})
        self.composer = Composer(knowledge)
        self._vocabulary = dose_vocabulary(knowledge)

    @property
    def disclaimer(self) -> str:
        """The words that end every reply."""
        return self.knowledge.wording.disclaimer

    def ask(self, text: str, asker: Asker = NOBODY) -> Reply:
        """Answer a question; every text gets a reply, the empty one too."""
        recognition = self.recognizer.recognize(text)
        if not recognition.utterance.scan:
            key = "empty" if not text.strip() else "not-understood"
            return self.composer.say(Kind.SMALL_TALK, self.composer.word(key))
        alarm = find_alarm(recognition, self.knowledge.emergencies)
        if alarm is not None:
            return self._emergency(alarm.danger, asker, recognition)
        judged = self._dose_in(text, recognition, asker)
        if judged is not None:
            return judged
        last = self.knowledge.topics.get(asker.last_topic or "")
        if last is None:
            return self._routed(recognition, route(recognition, self.knowledge.lexicon))
        if asks_for_more(recognition):
            return self.composer.answer(last, detail=True)
        followed = self._followed(text, recognition, last)
        return self._routed(followed, route(followed, self.knowledge.lexicon, following=True))

    def check_dose(self, text: str, asker: Asker = NOBODY) -> Reply:
        """Judge a dose against the labels; whatever the text, the reply's ``dose`` is there."""
        recognition = self.recognizer.recognize(text)
        check = self._gravest(text, recognition.utterance.raw)
        alarm = find_alarm(recognition, self.knowledge.emergencies)
        if asks_what_kills(recognition) or (alarm is not None and alarm.danger == SELF_HARM):
            check = with_self_harm(check)
        danger = danger_of(check, self.knowledge.emergencies.dangers)
        if danger:
            return self._emergency(danger, asker, check=check)
        return self.composer.dose(check, country=asker.country)

    def _gravest(self, *versions: str) -> DoseCheck:
        """Judge a dose as typed and with its disguises seen through; the graver one holds."""
        checks = [
            check_dose(parse_dose(text, self._vocabulary), self.knowledge.figures) for text in dict.fromkeys(versions)
        ]
        return max(checks, key=lambda check: check.verdict.gravity)

    def _dose_in(self, text: str, recognition: Recognition, asker: Asker) -> Reply | None:
        """Reply to a dose that a question holds, where it asks for it or tells that something was taken."""
        if not any(map(str.isdigit, recognition.utterance.raw)) and not _NUMBER_WORDS.intersection(
            recognition.utterance.scan
        ):
            return None
        check = self._gravest(text, recognition.utterance.raw)
        parsed = check.parsed
        if parsed is None:
            return None
        told = parsed.taken is not None or Danger.SELF_HARM in parsed.dangers
        danger = danger_of(check, self.knowledge.emergencies.dangers) if told else ""
        if danger:
            return self._emergency(danger, asker, recognition, check)
        if not looks_like_dose(parsed):
            return None
        if asks_what_kills(recognition):
            return self._emergency(SELF_HARM, asker, recognition, with_self_harm(check))
        near = [candidate.topic for candidate in recognition.candidates[:2]]
        return self.composer.dose(
            check,
            country=asker.country,
            notes=self._notes(recognition),
            candidates=recognition.candidates,
            alternatives=near,
        )

    def _emergency(
        self,
        danger: str,
        asker: Asker,
        recognition: Recognition | None = None,
        check: DoseCheck | None = None,
    ) -> Reply:
        told = recognition is not None and danger != "self-harm"
        return self.composer.emergency(
            self.knowledge.emergencies.dangers[danger],
            country=asker.country,
            language=recognition.language if recognition else "",
            candidates=recognition.candidates if recognition and told else (),
            dose=check,
        )

    def topic(self, topic_id: str, *, detail: bool = False) -> Reply:
        """Answer with a topic by its id; raises InputError for an unknown one."""
        topic = self.knowledge.topics.get(topic_id)
        if topic is None:
            raise InputError(f"There is no topic '{topic_id}'.", "Run 'baclobot topics' to see them all.")
        return self.composer.answer(topic, detail=detail)

    def _followed(self, text: str, recognition: Recognition, last: Topic) -> Recognition:
        """Read a short remark in the light of the topic before; by itself, where that makes no more of it."""
        completed = complete(text, recognition, last)
        if completed is None:
            return recognition
        joined = self.recognizer.recognize(completed)
        alone = recognition.candidates[0].score if recognition.candidates else 0.0
        return joined if joined.candidates and joined.candidates[0].score >= alone / 2 else recognition

    def _routed(self, recognition: Recognition, routed: Routed) -> Reply:
        compose, candidates = self.composer, recognition.candidates
        offered = self.recognizer.reader.vague_offer(recognition.reading)
        if offered and not recognition.reading.medicines:
            return self._ask_back(recognition, offered)
        if routed.route is Route.SMALL_TALK:
            return compose.say(Kind.SMALL_TALK, compose.word(routed.label), candidates=candidates)
        if routed.route is Route.OTHER_DRUG:
            named = recognition.reading.medicines
            key = "other-drug" if named else "other-drug-unnamed"
            return compose.say(Kind.OTHER_DRUG, compose.word(key, medicine=", ".join(named[:2])), candidates=candidates)
        if routed.route is Route.DECLINE:
            near = [candidate.topic for candidate in candidates[:MAX_OPTIONS]]
            titles = ", ".join(option.title for option in compose.options(near))
            key = decline_key(routed.label, self.knowledge.wording.texts)
            return compose.say(
                Kind.OUT_OF_SCOPE, compose.word(key, topics=titles), alternatives=near, candidates=candidates
            )
        if routed.route is Route.CLARIFY and self._unlisted(recognition, self.knowledge.topics[routed.label]):
            return self._answer(recognition, self.knowledge.topics[routed.label])
        if routed.route is Route.OVERVIEW:
            return self._ask_back(recognition, self.knowledge.lexicon.overview_topics)
        if routed.route is Route.CLARIFY:
            return self._ask_back(recognition, [candidate.topic for candidate in candidates[:MAX_OPTIONS]])
        return self._answer(recognition, self.knowledge.topics[routed.label])

    def _ask_back(self, recognition: Recognition, near: Sequence[str]) -> Reply:
        return self.composer.say(
            Kind.CLARIFY,
            self.composer.word("clarify-lead"),
            alternatives=near,
            candidates=recognition.candidates,
            notes=self._notes(recognition),
        )

    def _answer(self, recognition: Recognition, topic: Topic) -> Reply:
        unlisted = self._unlisted(recognition, topic)
        notes = self._notes(recognition)
        if unlisted:
            notes = (*notes, self.composer.word("interaction-unlisted", medicine=unlisted))
            topic = self.knowledge.topics[self.knowledge.lexicon.interaction_overview]
        second = self._second_topic(recognition, topic.id)
        others = [candidate.topic for candidate in recognition.candidates if candidate.topic not in {topic.id, second}]
        others = [second, *others] if second else others
        return self.composer.answer(topic, candidates=recognition.candidates, alternatives=others[:2], notes=notes)

    def _second_topic(self, recognition: Recognition, answered: str) -> str:
        """Return the topic of another question in the same message; empty where there is none."""
        parts = [part for part in recognition.utterance.raw.split("?") if len(part.split()) > 2]
        if not 1 < len(parts) <= MAX_QUESTIONS:
            return ""
        best = [self.recognizer.recognize(part).candidates[:1] for part in parts]
        told = [found[0].topic for found in best if found and found[0].score >= SECOND_CHANCE]
        return next((topic for topic in told if topic != answered), "")

    def _unlisted(self, recognition: Recognition, topic: Topic) -> str:
        """Return the medicine that an interaction question names though no class of the base covers it."""
        overview = self.knowledge.topics.get(self.knowledge.lexicon.interaction_overview)
        if overview is None or topic.group != overview.group or not recognition.reading.medicines:
            return ""
        topics = {drug_class.id: drug_class.topic for drug_class in self.knowledge.lexicon.classes}
        if any(topics.get(name) for name in recognition.reading.classes):
            return ""
        return recognition.reading.medicines[0]

    def _notes(self, recognition: Recognition) -> tuple[str, ...]:
        """Return what stands above an answer: help for whoever may be in need of it, and the answer's language."""
        key = f"question-in-{LANGUAGE_NAMES.get(recognition.language, '')}"
        told = [key] if key in self.knowledge.wording.texts else []
        if asks_what_kills(recognition):
            told = ["what-kills", "emergency-crisis-anywhere", *told]
        return tuple(map(self.composer.word, told))
