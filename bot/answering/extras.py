"""Replies that answer no question: help, privacy, works cited, numbers to call, a fact by chance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.answering.composer import MAX_OPTIONS
from bot.answering.contacts import CRISIS, VET, every_contact
from bot.answering.languages import NAMES
from bot.answering.reply import Kind, Option, Reference
from bot.dosing import Verdict
from bot.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.answering.answerer import Answerer
    from bot.answering.reply import Reply
    from bot.kb import Danger, Fact, Topic

DELICATE = ("overdose",)
"""Topics with these words in their id tell amounts that did harm: given when asked for, never offered."""
NEAREST = 5
"""So many topics are offered to a reader who got another answer than was wanted."""
CORRECTABLE = frozenset((Kind.ANSWER, Kind.CLARIFY, Kind.DOSE_CHECK, Kind.EMERGENCY))
"""Kinds of reply that may have missed what was asked."""
_SPREAD = 2654435761
"""An odd number (2**32 over the golden ratio): neighbouring seeds draw facts far apart."""


def is_delicate(topic_id: str) -> bool:
    """Tell whether a topic is left out of suggestions and draws."""
    return any(word in topic_id for word in DELICATE)


class Extras:
    """Makes such replies with the composer of one answerer."""

    def __init__(self, answerer: Answerer) -> None:
        self._answerer = answerer
        self._knowledge = answerer.knowledge
        self._compose = answerer.composer
        self._facts = tuple(self._drawable(self._knowledge.topics.values()))

    def say(self, key: str, *, notes: Sequence[str] = (), see_also: Sequence[str] = ()) -> Reply:
        """Say a text of the wording."""
        return self.tell(self._compose.word(key), notes=notes, see_also=see_also)

    def tell(self, lead: str, *, notes: Sequence[str] = (), see_also: Sequence[str] = ()) -> Reply:
        """Say words of the surface's own, such as what its commands do."""
        return self._compose.plain(Kind.SMALL_TALK, lead, notes=notes, see_also=see_also)

    def language_note(self, code: str) -> str:
        """Return, in a language, that answers come in English; empty where that is not written."""
        key = f"question-in-{NAMES.get(code, '')}"
        return self._knowledge.wording.texts.get(key, "")

    def sources(self, lead: str, topic_id: str | None = None) -> Reply:
        """List the works that the facts cite, or those of one topic; raises InputError for an unknown one."""
        if topic_id is None:
            works = sorted(self._knowledge.sources.values(), key=lambda source: source.title.casefold())
        else:
            cited = (citation for fact in self._topic(topic_id).all_facts for citation in fact.citations)
            works = [self._knowledge.sources[name] for name in dict.fromkeys(c.source for c in cited)]
        references = [Reference(number, source, "") for number, source in enumerate(works, start=1)]
        return self._compose.plain(
            Kind.SMALL_TALK, lead, references=references, see_also=(topic_id,) if topic_id else ()
        )

    def fact(self, seed: int, topic_id: str | None = None) -> Reply:
        """State a fact drawn by a seed, of any topic or of one; raises InputError for an unknown topic."""
        facts = self._facts
        if topic_id is not None:
            topic = self._topic(topic_id)
            facts = tuple((topic, fact) for fact in topic.all_facts)
        topic, fact = facts[seed * _SPREAD % 2**32 * len(facts) // 2**32]
        return self._compose.fact(topic, fact)

    def numbers(self, country: str | None) -> Reply:
        """List whom to call in a country, or in many where it is not known."""
        emergencies = self._knowledge.emergencies
        contacts = every_contact(emergencies, self._knowledge.wording.texts, country)
        return self._compose.plain(Kind.EMERGENCY, emergencies.fallback, contacts=contacts)

    def danger(self, danger_id: str, country: str | None = None, language: str = "") -> Reply:
        """Say what to do in a kind of danger; raises InputError for an unknown one."""
        return self._compose.emergency(self._danger(danger_id), country=country, language=language)

    def in_public(self, reply: Reply) -> Reply:
        """Shorten an emergency for where others read it: whom to call, no details, no name for it."""
        danger = self._knowledge.emergencies.dangers.get(reply.danger or "")
        contact = danger.contact if danger else ""
        private, anywhere = contact == CRISIS, self._knowledge.emergencies.fallback
        return self._compose.plain(
            Kind.EMERGENCY,
            self._compose.word("emergency-private") if private else reply.lead.text,
            contacts=() if contact in {CRISIS, VET} else (anywhere,),
            notes=reply.notes,
            danger=reply.danger,
        )

    def nearest(self, reply: Reply) -> tuple[Option, ...]:
        """Name the topics that may have been meant instead and are not offered yet, best first."""
        if reply.kind not in CORRECTABLE:
            return ()
        offered = [option.topic for option in reply.alternatives]
        near = dict.fromkeys([*offered, *(candidate.topic for candidate in reply.candidates)])
        skipped = {reply.topic, *(offered if reply.kind is Kind.CLARIFY else ())}
        calm = reply.kind is not Kind.EMERGENCY
        fitting = (topic for topic in near if topic not in skipped and (calm or not is_delicate(topic)))
        return self._compose.options(fitting)[:NEAREST]

    def private_offer(self, reply: Reply) -> Reply:
        """Offer to answer in private; a dose that no label covers is warned of all the same."""
        topics = [option.topic for option in (*reply.see_also, *reply.alternatives)]
        offer = self._compose.word("private-offer")
        if reply.dose is not None and reply.dose.verdict.gravity > Verdict.CAUTION.gravity:
            offer = f"{reply.facts[0].text} {offer}"
        return self.tell(offer, see_also=topics[:MAX_OPTIONS])

    def title(self, topic_id: str) -> str:
        """Return a topic's title; raises InputError for an unknown one."""
        return self._topic(topic_id).title

    def _topic(self, topic_id: str) -> Topic:
        topic = self._knowledge.topics.get(topic_id)
        if topic is None:
            raise InputError(self._compose.word("topic-unknown"))
        return topic

    def _danger(self, danger_id: str) -> Danger:
        danger = self._knowledge.emergencies.dangers.get(danger_id)
        if danger is None:
            what = "There is no such kind of danger."
            raise InputError(what)
        return danger

    def _drawable(self, topics: Iterable[Topic]) -> Iterable[tuple[Topic, Fact]]:
        return ((topic, fact) for topic in topics if not is_delicate(topic.id) for fact in topic.all_facts)
