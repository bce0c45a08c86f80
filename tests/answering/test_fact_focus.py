"""The fact that a question names is told right after the short answer; nothing is lost on the way."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from bot.answering import Answerer


@pytest.mark.parametrize(
    ("question", "topic", "word"),
    [
        ("could radiology still do an mri, I have a baclofen pump", "pump-care", "MRI"),
        ("which antidote do they use for a baclofen overdose, for my exam", "overdose", "antidote"),
        ("is there gluten or lactose in baclofen tablets", "ingredients", "lactose"),
        ("does baclofen cause nystagmus", "eyes", "nystagmus"),
    ],
)
def test_the_fact_asked_for_comes_first(shipped: Answerer, question: str, topic: str, word: str) -> None:
    reply = shipped.ask(question)
    assert reply.topic == topic
    assert word in reply.statements[0].text


def test_the_short_answer_stays_in_front_and_no_fact_is_lost_or_doubled(shipped: Answerer) -> None:
    reply = shipped.ask("could radiology still do an mri, I have a baclofen pump")
    usual = shipped.topic("pump-care")
    assert reply.lead == usual.lead
    assert {fact.id for fact in usual.facts} <= {fact.id for fact in reply.facts}
    assert len({fact.id for fact in reply.facts}) == len(reply.facts)


def test_a_question_that_names_no_single_fact_gets_the_curators_order(shipped: Answerer) -> None:
    assert shipped.ask("what is baclofen?").facts == shipped.topic("what-is-baclofen").facts
