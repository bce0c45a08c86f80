"""The one door for every surface: words in, a reply out. Pure: same words and same base, same reply."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.answering.composer import MAX_OPTIONS, Composer
from bot.answering.decision import Account, Rule, Trail
from bot.answering.dose_words import danger_of, dose_vocabulary
from bot.answering.fact_focus import FactFocus
from bot.answering.follow_up import asks_for_more, complete
from bot.answering.languages import head_lines
from bot.answering.reply import Kind, Reply
from bot.answering.routing import NO_TOPIC, Route, Routed, route
from bot.answering.small_talk import decline_key
from bot.answering.triage import SELF_HARM, asks_what_kills, cue_points, find_alarm, find_alarm_by_both
from bot.dosing import Danger, check_dose, looks_like_dose, parse_dose, with_self_harm
from bot.errors import InputError
from bot.matching import Recognizer
from bot.matching.second import is_sure, mix

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.answering.second_opinion import SecondOpinion
    from bot.dosing import DoseCheck
    from bot.kb import KnowledgeBase, Topic
    from bot.matching import LinearReader, Recognition

SECOND_CHANCE = 0.6
"""A second question in one message that asks for another topic with this chance is offered first."""
MAX_QUESTIONS = 4
LEAST_LETTERS = 3
"""A message with fewer, such as a bare number, has no meaning to read."""

WHAT_KILLS = ("what-kills", "emergency-crisis-anywhere")
"""Texts above an answer to somebody who asks what would kill."""
_NUMBER_WORDS = frozenset(
    (
        "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "twelve", "fifteen", "twenty",
        "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety", "hundred", "half", "quarter", "couple",
        "dozen", "double", "twice",
    )
)  # fmt: skip
"""A text without any of them, and without a digit, holds no dose."""


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
        self.second: SecondOpinion | None = None
        """A second reader, where there is one."""
        self._focus = FactFocus(self.recognizer)
        self._vocabulary = dose_vocabulary(knowledge)

    @property
    def disclaimer(self) -> str:
        """The words that end every reply."""
        return self.knowledge.wording.disclaimer

    def prepare(self) -> None:
        """Load in the background what comes late: for programs that run for long, so that no reply waits for it."""
        if self.second is not None:
            self.second.load_in_background()

    def ask(self, text: str, asker: Asker = NOBODY) -> Reply:
        """Answer a question; every text gets a reply, the empty one too."""
        return self.account(text, asker).reply

    def account(self, text: str, asker: Asker = NOBODY) -> Account:
        """Answer a question, and tell how the answer came about: asking is this, with the reply alone kept."""
        recognition = self.recognizer.recognize(text)
        trail = Trail(recognition)
        reply = self._asked(text, recognition, asker, trail)
        return trail.account(text, reply)

    def check_dose(self, text: str, asker: Asker = NOBODY) -> Reply:
        """Judge a dose against the labels; whatever the text, the reply's ``dose`` is there."""
        return self.account_of_dose(text, asker).reply

    def account_of_dose(self, text: str, asker: Asker = NOBODY) -> Account:
        """Judge a dose, and tell how the verdict came about."""
        recognition = self.recognizer.recognize(text)
        check = self._gravest(text, recognition.utterance.raw)
        alarm = find_alarm(recognition, self.knowledge.emergencies)
        deadly = asks_what_kills(recognition) or (alarm is not None and alarm.danger == SELF_HARM)
        if deadly:
            check = with_self_harm(check)
        trail = Trail(check=check)
        trail.holds(Rule.DOSE_COMMAND, held=True)
        danger = danger_of(check, self.knowledge.emergencies.dangers)
        if trail.holds(Rule.DOSE_DANGER, bool(danger), danger):
            return trail.account(text, self._emergency(danger, asker, check=check))
        return trail.account(text, self.composer.dose(check, country=asker.country))

    def _asked(self, text: str, recognition: Recognition, asker: Asker, trail: Trail) -> Reply:
        if trail.holds(Rule.NOTHING_SAID, not recognition.utterance.scan):
            key = "empty" if not text.strip() else "not-understood"
            return self.composer.say(Kind.SMALL_TALK, self.composer.word(key))
        alarm = find_alarm(recognition, self.knowledge.emergencies, trail)
        if alarm is None:  # the first reader's alarm stands: nobody else is asked
            recognition = trail.recognition = self._seconded(text, recognition, trail)
            alarm = find_alarm_by_both(recognition, self.knowledge.emergencies, trail)
        if alarm is not None:
            return self._emergency(alarm.danger, asker, recognition)
        judged = self._dose_in(text, recognition, asker, trail)
        if judged is not None:
            return judged
        last = self.knowledge.topics.get(asker.last_topic or "")
        if last is None:
            return self._routed(recognition, trail)
        if trail.holds(Rule.ASKS_FOR_MORE, asks_for_more(recognition)):
            return self.composer.answer(last, detail=True)
        followed = self._followed(text, recognition, last, trail)
        return self._routed(followed, trail, following=True)

    def _seconded(self, text: str, recognition: Recognition, trail: Trail) -> Recognition:
        """Return what both readers make of a text, where there is a second and the first is unsure."""
        if self.second is None or sum(map(str.isalpha, recognition.utterance.raw)) < LEAST_LETTERS:
            return recognition
        if not trail.holds(Rule.SECOND_READER, not is_sure(recognition)):
            return recognition
        opinion, reader = self.second.hear(text), self.second.reader
        if opinion is None or reader is None:
            return recognition
        points = float(cue_points(recognition.cues, self.knowledge.emergencies))
        mixing = reader.foreign if recognition.is_foreign else reader.english
        return mix(recognition, opinion, mixing, self.recognizer.matcher, points)

    def _gravest(self, *versions: str) -> DoseCheck:
        """Judge a dose as typed and with its disguises seen through; the graver one holds."""
        texts = dict.fromkeys(versions)
        checks = [check_dose(parse_dose(text, self._vocabulary), self.knowledge.figures) for text in texts]
        return max(checks, key=lambda check: check.verdict.gravity)

    def _dose_in(self, text: str, recognition: Recognition, asker: Asker, trail: Trail) -> Reply | None:
        """Reply to a dose that a question holds, where it asks for it or tells that something was taken."""
        if not trail.holds(Rule.NUMBER_TOLD, _tells_number(recognition)):
            return None
        check = self._gravest(text, recognition.utterance.raw)
        parsed = check.parsed
        if not trail.holds(Rule.DOSE_TOLD, parsed is not None) or parsed is None:
            return None
        trail.check = check
        told = parsed.taken is not None or Danger.SELF_HARM in parsed.dangers
        danger = danger_of(check, self.knowledge.emergencies.dangers) if told else ""
        if trail.holds(Rule.DOSE_TAKEN, bool(danger), danger):
            return self._emergency(danger, asker, recognition, check)
        if not trail.holds(Rule.DOSE_ASKED, looks_like_dose(parsed)):
            return None
        if trail.holds(Rule.WHAT_KILLS, asks_what_kills(recognition)):
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

    def _followed(self, text: str, recognition: Recognition, last: Topic, trail: Trail) -> Recognition:
        """Read a short remark in the light of the topic before; by itself, where that makes no more of it."""
        completed = complete(text, recognition, last)
        if completed is None:
            trail.holds(Rule.FOLLOW_UP, held=False, note="it is a question of its own")
            return recognition
        joined = self._seconded(completed, self.recognizer.recognize(completed), trail)
        alone = recognition.candidates[0].score if recognition.candidates else 0.0
        best = joined.candidates[0].score if joined.candidates else 0.0
        if not trail.reaches(Rule.FOLLOW_UP, best, alone / 2, unless="" if joined.candidates else NO_TOPIC):
            return recognition
        trail.recognition, trail.completed = joined, completed
        return joined

    def _routed(self, recognition: Recognition, trail: Trail, *, following: bool = False) -> Reply:
        offered = self.recognizer.reader.vague_offer(recognition.reading)
        if trail.holds(Rule.TOO_VAGUE, bool(offered) and not recognition.reading.medicines):
            return self._ask_back(recognition, offered)
        routed = route(recognition, self.knowledge.lexicon, following=following, trail=trail)
        return self._said(recognition, routed, trail)

    def _said(self, recognition: Recognition, routed: Routed, trail: Trail) -> Reply:
        """Make the reply that was decided on."""
        compose, candidates, notes = self.composer, recognition.candidates, self._notes(recognition)
        if routed.route is Route.SMALL_TALK:
            return compose.say(Kind.SMALL_TALK, compose.word(routed.label), candidates=candidates)
        if routed.route is Route.OTHER_DRUG:
            named = recognition.reading.medicines
            key = "other-drug" if named else "other-drug-unnamed"
            lead = compose.word(key, medicine=", ".join(named[:2]))
            return compose.say(Kind.OTHER_DRUG, lead, notes=notes, candidates=candidates)
        if routed.route is Route.DECLINE:
            near = [candidate.topic for candidate in candidates[:MAX_OPTIONS]]
            titles = ", ".join(option.title for option in compose.options(near))
            key = decline_key(routed.label, self.knowledge.wording.texts)
            lead = compose.word(key, topics=titles)
            return compose.say(Kind.OUT_OF_SCOPE, lead, notes=notes, alternatives=near, candidates=candidates)
        if routed.route is Route.OVERVIEW:
            return self._ask_back(recognition, self.knowledge.lexicon.overview_topics)
        topic = self.knowledge.topics[routed.label]
        unlisted = self._unlisted(recognition, topic)
        trail.holds(Rule.UNLISTED_MEDICINE, bool(unlisted), unlisted)
        if routed.route is Route.CLARIFY and not unlisted:
            return self._ask_back(recognition, [candidate.topic for candidate in candidates[:MAX_OPTIONS]])
        return self._answer(recognition, topic, unlisted, trail)

    def _ask_back(self, recognition: Recognition, near: Sequence[str]) -> Reply:
        return self.composer.say(
            Kind.CLARIFY,
            self.composer.word("clarify-lead"),
            alternatives=near,
            candidates=recognition.candidates,
            notes=self._notes(recognition),
        )

    def _answer(self, recognition: Recognition, topic: Topic, unlisted: str, trail: Trail) -> Reply:
        notes = self._notes(recognition)
        if unlisted:
            notes = (*notes, self.composer.word("interaction-unlisted", medicine=unlisted))
            topic = self.knowledge.topics[self.knowledge.lexicon.interaction_overview]
        second = self._second_topic(recognition, topic.id)
        trail.holds(Rule.SECOND_QUESTION, bool(second), second)
        others = [candidate.topic for candidate in recognition.candidates if candidate.topic not in {topic.id, second}]
        others = [second, *others] if second else others
        ordered = self._focus.order(topic, recognition)
        trail.holds(Rule.FACT_NAMED, ordered is not topic, ordered.facts[0].id if ordered is not topic else "")
        return self.composer.answer(ordered, candidates=recognition.candidates, alternatives=others[:2], notes=notes)

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
        told = map(self.composer.word, WHAT_KILLS) if asks_what_kills(recognition) else ()
        return (*told, *head_lines(self.knowledge.wording.texts, recognition.language))


def _tells_number(recognition: Recognition) -> bool:
    said = recognition.utterance
    return any(map(str.isdigit, said.raw)) or not _NUMBER_WORDS.isdisjoint(said.scan)
