"""Explains a reply, or finds one again by its id."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from bot.answering.answer_id import find_shown, read_id
from bot.answering.explanation import explain
from bot.errors import ExitCode, InputError
from bot.surfaces.explain_lines import explanation_sections
from bot.surfaces.explain_object import explanation_object, shown_object
from bot.surfaces.outline import Section, write_sections
from bot.surfaces.terminal import look_of_output, show_reply, write, write_json, write_wrapped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.answering import Answerer, Asker
    from bot.answering.answer_id import AnswerId, Shown
    from bot.kb import KnowledgeBase


def explain_reply(answerer: Answerer, text: str, asker: Asker, *, as_dose: bool, as_json: bool) -> int:
    """Print how the reply to a text came about."""
    account = answerer.account_of_dose(text, asker) if as_dose else answerer.account(text, asker)
    explained = explain(answerer, account)
    if as_json:
        write_json(explanation_object(explained))
        return ExitCode.OK
    look = look_of_output(os.environ)
    if account.reply.contacts:  # whoever asked may mean it: first what to do, then why it was said
        show_reply(account.reply, look)
        write()
    write_sections(explanation_sections(explained, answerer.knowledge), look)
    write()
    write_wrapped([answerer.disclaimer], look)
    return ExitCode.OK


def explain_id(knowledge: KnowledgeBase, typed: str, *, as_json: bool) -> int:
    """Print what an answer id stands for; FAILURE where this base has no such reply."""
    wanted = read_id(typed)
    found = find_shown(wanted, knowledge)
    if as_json:
        shown = [shown_object(one) for one in found]
        write_json({"answer_id": str(wanted), "base_version": knowledge.version, "found": [*shown]})
    else:
        sections = [Section(f"Answer {wanted}", tuple(_lines(one, knowledge))) for one in found]
        sections = sections or [Section(f"Answer {wanted}", (_not_found(wanted, knowledge),))]
        write_sections(sections, look_of_output(os.environ))
    return ExitCode.OK if found else ExitCode.FAILURE


def known_topic(knowledge: KnowledgeBase, topic: str | None) -> str | None:
    """Return a topic's id; raises InputError where there is no such topic."""
    if topic is not None and topic not in knowledge.topics:
        raise InputError(f"There is no topic '{topic}'.", "Run 'baclobot topics' to see them all.")
    return topic


def _lines(shown: Shown, knowledge: KnowledgeBase) -> Iterator[str]:
    yield f"Knowledge base {knowledge.version}"
    yield f"Kind of reply: {shown.kind}"
    if shown.verdict is not None:
        yield f"Verdict: {shown.verdict}; flags: {', '.join(shown.flags) or 'none'}"
    if shown.danger is not None:
        yield f"Danger: {shown.danger} ({knowledge.emergencies.dangers[shown.danger].title})"
    if shown.topic is None:
        if not shown.facts and shown.verdict is None:
            yield "It stated no fact."
        yield from (f"Fact: {fact}" for fact in shown.facts)
        return
    topic = knowledge.topics[shown.topic]
    yield f"Topic: {topic.id} ({topic.title}), last reviewed {topic.reviewed}"
    texts = {fact.id: fact.text for fact in topic.all_facts}
    yield f"It showed {len(shown.facts)} of the topic's {len(texts)} facts:"
    yield from (f"  {fact}: {texts[fact]}" for fact in shown.facts)


def _not_found(wanted: AnswerId, knowledge: KnowledgeBase) -> str:
    if wanted.is_of(knowledge.version):
        return f"This knowledge base ({knowledge.version}) gives no reply with this id. Was it copied whole?"
    return (
        f"It comes from a knowledge base whose version begins with {wanted.base}; this one is {knowledge.version}. "
        "Take that one's folder (--kb), or the release that held it, and look again."
    )
