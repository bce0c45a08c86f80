"""Facts, sources and wording become a Reply: the only module that makes one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.answering.answer_id import answer_id, dose_id
from bot.answering.contacts import ambulance_number, contact_lines, poison_lines
from bot.answering.dose_words import dose_facts, understood
from bot.answering.layout import join_blocks, reference_lines, with_markers
from bot.answering.references import References
from bot.answering.reply import Kind, Option, Reply, Statement
from bot.dosing import Flag, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.answering.reply import Reference
    from bot.dosing import DoseCheck
    from bot.kb import Danger, Fact, KnowledgeBase, Topic
    from bot.matching import Candidate

MAX_OPTIONS = 3
"""More than three suggestions are a menu, not a help."""
MAX_LENGTH = 2000
"""Characters of one Discord message. A longer answer is cut between facts, never inside one."""


class Composer:
    """Makes replies from one knowledge base."""

    def __init__(self, knowledge: KnowledgeBase) -> None:
        self.knowledge = knowledge
        self.disclaimer = knowledge.wording.disclaimer

    def word(self, key: str, **values: str) -> str:
        """Return a text of the wording with its placeholders filled."""
        text = self.knowledge.wording.texts[key]
        for name, value in values.items():
            text = text.replace("{" + name + "}", value)
        return text

    def options(self, topics: Iterable[str]) -> tuple[Option, ...]:
        """Name topics for a reader, unknown ids left out."""
        known = self.knowledge.topics
        return tuple(Option(topic, known[topic].title) for topic in dict.fromkeys(topics) if topic in known)

    def answer(
        self,
        topic: Topic,
        candidates: Sequence[Candidate] = (),
        alternatives: Sequence[str] = (),
        notes: Sequence[str] = (),
        *,
        detail: bool = False,
        cut: bool = True,
    ) -> Reply:
        """Answer with a topic: its short answer, its facts, and with ``detail`` those for the curious.

        Unless ``cut`` is off, facts that do not fit one message wait for those who ask for more.
        """
        facts = topic.all_facts if detail else (topic.short, *topic.facts)
        reply = self._topic_reply(topic, facts, candidates, alternatives, notes, detail=detail)
        while cut and not detail and len(reply.text) > MAX_LENGTH and len(facts) > 1:
            facts = facts[:-1]
            reply = self._topic_reply(topic, facts, candidates, alternatives, notes, detail=False)
        return reply

    def _topic_reply(
        self,
        topic: Topic,
        facts: tuple[Fact, ...],
        candidates: Sequence[Candidate],
        alternatives: Sequence[str],
        notes: Sequence[str],
        *,
        detail: bool,
    ) -> Reply:
        references = References(self.knowledge.sources)
        lead, *statements = [references.state(fact) for fact in facts]
        see_also = self.options(topic.see_also)[:MAX_OPTIONS]
        others = self.options(alternatives)[:MAX_OPTIONS]
        return self._reply(
            Kind.ANSWER,
            lead,
            statements,
            topic=topic.id,
            title=topic.title,
            notes=notes,
            references=references.all(),
            reviewed=topic,
            see_also=see_also,
            alternatives=others,
            facts=facts,
            has_more=len(facts) < len(topic.all_facts) and not detail,
            candidates=candidates,
        )

    def say(
        self,
        kind: Kind,
        lead: str,
        *,
        notes: Sequence[str] = (),
        alternatives: Sequence[str] = (),
        candidates: Sequence[Candidate] = (),
        topic: Topic | None = None,
    ) -> Reply:
        """Say something that is no answer; with a topic its facts follow as background."""
        references = References(self.knowledge.sources)
        facts = (topic.short, *topic.facts) if topic else ()
        statements = [references.state(fact) for fact in facts]
        return self._reply(
            kind,
            Statement(lead),
            statements,
            notes=notes,
            references=references.all(),
            reviewed=topic,
            alternatives=self.options(alternatives)[:MAX_OPTIONS],
            facts=facts,
            candidates=candidates,
        )

    def emergency(
        self,
        danger: Danger,
        *,
        country: str | None = None,
        language: str = "",
        candidates: Sequence[Candidate] = (),
        dose: DoseCheck | None = None,
    ) -> Reply:
        """Say whom to call first, then what to do until help comes; never an amount."""
        emergencies, texts = self.knowledge.emergencies, self.knowledge.wording.texts
        references = References(self.knowledge.sources)
        spoken = emergencies.languages.get(language)
        number = ambulance_number(emergencies, country)
        notes = [spoken.note.replace("{number}", number)] if spoken else []
        return self._reply(
            Kind.EMERGENCY,
            Statement(spoken.leads.get(danger.id, danger.lead) if spoken else danger.lead),
            [references.state(step) for step in danger.steps],
            contacts=contact_lines(danger, emergencies, texts, country),
            notes=notes,
            references=references.all(),
            see_also=self.options(danger.see),
            facts=danger.steps,
            candidates=candidates,
            dose=dose,
            danger=danger.id,
        )

    def fact(self, topic: Topic, fact: Fact) -> Reply:
        """State a single fact, with the topic that it comes from to turn to."""
        references = References(self.knowledge.sources)
        return self._reply(
            Kind.ANSWER,
            references.state(fact),
            (),
            topic=topic.id,
            title=topic.title,
            references=references.all(),
            reviewed=topic,
            see_also=self.options((topic.id,)),
            facts=(fact,),
        )

    def plain(
        self,
        kind: Kind,
        lead: str,
        *,
        contacts: Sequence[str] = (),
        notes: Sequence[str] = (),
        references: Sequence[Reference] = (),
        see_also: Sequence[str] = (),
        danger: str | None = None,
    ) -> Reply:
        """Say something of the bot's own, with numbers to call, works to read or topics to turn to."""
        return self._reply(
            kind,
            Statement(lead),
            (),
            contacts=contacts,
            notes=notes,
            references=references,
            see_also=self.options(see_also)[:MAX_OPTIONS],
            danger=danger,
        )

    def dose(
        self,
        check: DoseCheck,
        *,
        country: str | None = None,
        notes: Sequence[str] = (),
        candidates: Sequence[Candidate] = (),
        alternatives: Sequence[str] = (),
    ) -> Reply:
        """Say what was understood, the verdict, each reason with its figure, and what is missing.

        Where the size alone is an emergency the numbers to call come first.
        """
        references = References(self.knowledge.sources)
        facts = dose_facts(check, self.knowledge)
        grave = check.verdict is Verdict.EMERGENCY
        read = understood(check)
        verdict, *statements = [references.state(fact) for fact in facts]
        lead = Statement(self.word("dose-understood", dose=read)) if read and not grave else verdict
        if lead is not verdict:
            statements = [verdict, *statements]
        elif read:
            statements = [Statement(self.word("dose-understood", dose=read)), *statements]
        return self._reply(
            Kind.DOSE_CHECK,
            lead,
            statements,
            contacts=poison_lines(self.knowledge, country) if grave or Flag.TAKEN_NOW in check.flags else (),
            notes=notes,
            references=references.all(),
            alternatives=self.options(alternatives)[:MAX_OPTIONS],
            facts=facts,
            candidates=candidates,
            dose=check,
        )

    def _reply(
        self,
        kind: Kind,
        lead: Statement,
        statements: Sequence[Statement],
        *,
        topic: str | None = None,
        title: str = "",
        contacts: Sequence[str] = (),
        notes: Sequence[str] = (),
        references: Sequence[Reference] = (),
        reviewed: Topic | None = None,
        see_also: Sequence[Option] = (),
        alternatives: Sequence[Option] = (),
        facts: Sequence[Fact] = (),
        has_more: bool = False,
        candidates: Sequence[Candidate] = (),
        dose: DoseCheck | None = None,
        danger: str | None = None,
    ) -> Reply:
        review_day = reviewed.reviewed if reviewed else None
        version = self.knowledge.version
        as_dose = dose is not None and kind is Kind.DOSE_CHECK
        own_id = dose_id(version, dose) if as_dose and dose else answer_id(version, kind, topic, danger, facts)
        sources = reference_lines(references)
        closing = [self.word("reviewed", date=review_day.isoformat())] if review_day else []
        if see_also:
            closing.append(self.word("see-also", topics=_titles(see_also)))
        if alternatives and kind is not Kind.CLARIFY:
            closing.append(self.word("not-it", topics=_titles(alternatives)))
        closing.append(self.word("answer-id", id=own_id))
        text = join_blocks(
            [
                list(notes),
                [with_markers(lead)],
                list(contacts),
                [self.word("emergency-until-help")] if kind is Kind.EMERGENCY and statements else [],
                [f"• {with_markers(statement)}" for statement in statements],
                [f"• {option.title}" for option in alternatives] if kind is Kind.CLARIFY else [],
                [self.word("sources-heading"), *sources] if sources else [],
                closing,
                [self.disclaimer],
            ]
        )
        return Reply(
            kind=kind,
            text=text,
            disclaimer=self.disclaimer,
            lead=lead,
            topic=topic,
            title=title,
            contacts=tuple(contacts),
            statements=tuple(statements),
            notes=tuple(notes),
            references=tuple(references),
            reviewed=review_day,
            see_also=tuple(see_also),
            alternatives=tuple(alternatives),
            facts=tuple(facts),
            has_more=has_more,
            candidates=tuple(candidates),
            dose=dose,
            danger=danger,
            answer_id=own_id,
        )


def _titles(options: Sequence[Option]) -> str:
    return " · ".join(option.title for option in options)
