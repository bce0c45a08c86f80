"""What to say to whom, without a word about how it is sent: the surface's rules on top of the answerer."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import bot
from bot.answering import Asker, Kind
from bot.answering.contacts import CRISIS
from bot.answering.extras import Extras
from bot.answering.suggestions import DANGER, TOPIC, Suggestions
from bot.surfaces.discord_app import words
from bot.surfaces.discord_app.cooldowns import Cooldowns, Pace
from bot.surfaces.discord_app.locales import jurisdiction_of
from bot.surfaces.discord_app.memory import FollowUps
from bot.surfaces.discord_app.privacy import is_urgent, may_share
from bot.surfaces.discord_app.texts import PLAIN, Look
from bot.surfaces.holder import Holder

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.answering import Answerer, Reply


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who asks, and from where, as far as the reply depends on it."""

    user: int
    channel: int
    country: str | None = None
    language: str = ""
    """Code of the language that the reader's Discord speaks; empty for English or unknown."""


class Desk:
    """Takes questions and hands back replies."""

    def __init__(self, answerer: Answerer | Holder, clock: Callable[[], float] = time.monotonic) -> None:
        self.holder = answerer if isinstance(answerer, Holder) else Holder(answerer)
        self.holder.part(Suggestions)  # made before anybody types, and once for every client
        self.cooldowns = Cooldowns(clock)
        self.follow_ups = FollowUps(clock)

    @property
    def answerer(self) -> Answerer:
        """The knowledge base that answers now."""
        return self.holder.current

    @property
    def extras(self) -> Extras:
        """What is said beside answers."""
        return self.holder.part(Extras)

    @property
    def suggestions(self) -> Suggestions:
        """What is offered while somebody types."""
        return self.holder.part(Suggestions)

    def ask(self, text: str, visitor: Visitor) -> Reply:
        """Answer a question by itself; a chosen suggestion may stand for a topic or a kind of danger."""
        knowledge = self.answerer.knowledge
        danger, topic = text.removeprefix(DANGER), text.removeprefix(TOPIC)
        if danger != text and danger in knowledge.emergencies.dangers:
            return self.extras.danger(danger, visitor.country, visitor.language)
        if topic != text and topic in knowledge.topics:
            return self.answerer.topic(topic)
        return self.answerer.ask(text, Asker(country=visitor.country))

    def converse(self, text: str, visitor: Visitor, about: str | None = None) -> Reply:
        """Answer a message in the light of the topic before it, and remember the topic of the reply."""
        last = about or self.follow_ups.recall(visitor.user, visitor.channel)
        reply = self.answerer.ask(text, Asker(country=visitor.country, last_topic=last))
        if reply.topic:
            self.follow_ups.remember(visitor.user, visitor.channel, reply.topic)
        return reply

    def check_dose(self, text: str, visitor: Visitor) -> Reply:
        """Compare a dose with the published labels."""
        return self.answerer.check_dose(text, Asker(country=visitor.country))

    def read(self, text: str, visitor: Visitor) -> Reply:
        """Answer what stands in somebody's message; pictures and files cannot be read."""
        return self.ask(text, visitor) if text.strip() else self.extras.say("not-text")

    def read_dose(self, text: str, visitor: Visitor) -> Reply:
        """Check the dose in somebody's message."""
        return self.check_dose(text, visitor) if text.strip() else self.extras.say("not-text")

    def topic(self, typed: str, visitor: Visitor) -> Reply:
        """Look a topic up by id, title or words; words that tell of a danger are heard here too."""
        known = self.answerer.knowledge.topics
        if typed not in known and self.ask(typed, visitor).kind is Kind.EMERGENCY:
            return self.ask(typed, visitor)
        found = self.suggestions.find_topic(typed)
        return self.answerer.topic(found) if found else self.extras.say("topic-unknown")

    def fact(self, typed: str | None, seed: int) -> Reply:
        """Tell a fact, of a topic where one is named."""
        topic = self.suggestions.find_topic(typed) if typed else None
        return self.extras.say("topic-unknown") if typed and not topic else self.extras.fact(seed, topic)

    def sources(self, typed: str | None) -> Reply:
        """List the works cited, of a topic where one is named."""
        if not typed:
            return self.extras.sources(words.SOURCES_LEAD)
        topic = self.suggestions.find_topic(typed)
        if topic is None:
            return self.extras.say("topic-unknown")
        return self.extras.sources(words.SOURCES_LEAD_TOPIC, topic)

    def help(self) -> Reply:
        """Say how to ask, list the commands, and name what answers."""
        version = words.VERSION.format(program=bot.__version__, knowledge=self.holder.version)
        return self.extras.say("help", notes=(*words.COMMANDS, version))

    def privacy(self, user: int) -> Reply:
        """Say what is held about a person, all of it, and delete what can be."""
        titles = ", ".join(self.extras.title(topic) for topic in self.follow_ups.forget(user))
        held = words.HELD_TOPIC.format(titles=titles) if titles else words.HELD_NOTHING
        return self.extras.tell(held, notes=(words.HELD_IN_GENERAL, self.answerer.composer.word("privacy")))

    def numbers(self, typed: str | None, visitor: Visitor) -> Reply:
        """List whom to call in the chosen country, else in the likely one."""
        chosen = self.suggestions.find_country(typed) if typed else visitor.country
        return self.extras.numbers(chosen)

    def choice(self, reply: Reply) -> Look:
        """Say how whom to call is shown: where the country is not known, it is chosen instead of listing many.

        What is right anywhere stays, and for a wish to die the crisis lines too: there no step may be between.
        """
        emergencies, text = self.answerer.knowledge.emergencies, self.answerer.composer.word
        if text("emergency-country-unknown") not in reply.contacts:
            return PLAIN
        danger = emergencies.dangers.get(reply.danger or "")
        anywhere = [emergencies.fallback, text("emergency-crisis-anywhere")]
        if danger is not None and danger.contact == CRISIS:
            lines = [line for line in reply.contacts if line.startswith(text("contact-crisis"))]
            anywhere = [*lines, *reversed(anywhere)]
        countries = sorted((country.name, code) for code, country in emergencies.countries.items())
        return Look(
            contacts=tuple(line for line in anywhere if line in reply.contacts),
            countries=tuple((code, name) for name, code in countries),
        )

    def look(self, reply: Reply, visitor: Visitor, *, private: bool, start: int = 0) -> Look:
        """Say how a command's or a button's reply is shown to a visitor."""
        note = self.extras.language_note(visitor.language)
        return replace(
            self.choice(reply),
            start=start,
            share=may_share(reply, private=private),
            # In an emergency nothing stands before whom to call.
            note="" if is_urgent(reply) or note in reply.notes else note,
            jurisdiction=jurisdiction_of(visitor.country),
            nearest=() if start else self.extras.nearest(reply),
        )

    def pace(self, reply: Reply, user: int, channel: int | None = None) -> Reply | None:
        """Return the reply, a polite notice instead of it, or None; emergencies always pass."""
        if is_urgent(reply):
            return reply
        pace = self.cooldowns.ask(user, channel)
        if pace is Pace.ANSWER:
            return reply
        return self.extras.say("cooldown") if pace is Pace.NOTICE else None
