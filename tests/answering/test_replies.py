"""What a reply must hold, whatever was asked."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.answering import Answerer, Asker, Kind, Reply, Statement

MESSAGE_LIMIT = 2000
QUESTIONS = [
    "what is the most baclofen I can take in a day?", "hi", "my dog ate three of my tablets",
    "20 mg four times a day", "can i have it with metformin", "what is the dose of lisinopril",
    "write a poem on rain", "baclofen", "", "???", "\x00", "i want to die", "puedo tomar alcohol con baclofeno",
]  # fmt: skip


@pytest.mark.hazard("H18")
@pytest.mark.parametrize("question", QUESTIONS)
def test_the_disclaimer_ends_every_reply(shipped: Answerer, question: str) -> None:
    reply = shipped.ask(question)
    assert reply.text.endswith(shipped.disclaimer)


@pytest.mark.hazard("H02")
@settings(max_examples=60, deadline=None)
@given(text=st.text(max_size=200))
def test_every_text_gets_a_reply(shipped: Answerer, text: str) -> None:
    assert shipped.ask(text).text.endswith(shipped.disclaimer)
    assert shipped.check_dose(text).dose is not None


@pytest.mark.hazard("H18")
def test_a_reply_cannot_be_made_without_its_disclaimer() -> None:
    for text, disclaimer in (("words", "ask somebody"), ("words ", " "), ("ask somebody, then words", "ask somebody")):
        with pytest.raises(ValueError, match="disclaimer"):
            Reply(Kind.ANSWER, text, disclaimer, Statement("words"))


@pytest.mark.hazard("H16")
@pytest.mark.hazard("H19")
def test_every_topic_fits_one_message_and_cites_all_it_says(shipped: Answerer) -> None:
    for topic in shipped.knowledge.topics:
        reply = shipped.topic(topic)
        assert len(reply.text) <= MESSAGE_LIMIT, topic
        assert reply.lead.references, topic
        assert all(statement.references for statement in reply.statements), topic
        numbers = {reference.number for reference in reply.references}
        assert {n for s in (reply.lead, *reply.statements) for n in s.references} == numbers


def test_the_first_line_carries_the_answer(shipped: Answerer) -> None:
    reply = shipped.ask("what is the most baclofen I can take in a day?")
    assert reply.topic == "max-oral-dose"
    assert "80 mg" in reply.text.splitlines()[0]


def test_the_same_words_get_the_same_reply(shipped: Answerer) -> None:
    for question in QUESTIONS:
        assert shipped.ask(question) == shipped.ask(question)


def test_detail_adds_what_students_want(shipped: Answerer) -> None:
    short, long = shipped.topic("mechanism"), shipped.topic("mechanism", detail=True)
    assert short.has_more
    assert not long.has_more
    assert set(short.facts) < set(long.facts)


@pytest.mark.hazard("H15")
def test_a_medicine_without_a_class_is_named_and_not_waved_through(shipped: Answerer) -> None:
    reply = shipped.ask("can i take baclofen together with metformin")
    assert reply.topic == shipped.knowledge.lexicon.interaction_overview
    assert "metformin" in " ".join(reply.notes)


@pytest.mark.hazard("H33")
def test_other_languages_are_told_that_the_answer_is_english(shipped: Answerer) -> None:
    reply = shipped.ask("puedo tomar alcohol con baclofeno")
    assert reply.topic == "with-alcohol"
    assert any("inglés" in note for note in reply.notes)


@pytest.mark.parametrize(
    ("last", "remark", "topic"),
    [
        ("usual-dose", "and for children?", "dose-children"),
        ("side-effects-common", "with alcohol?", "with-alcohol"),
        ("drowsiness", "why?", "drowsiness"),
        ("usual-dose", "what about the pump", "intrathecal-overview"),
    ],
)
def test_remarks_are_read_in_the_light_of_the_topic_before(
    shipped: Answerer, last: str, remark: str, topic: str
) -> None:
    reply = shipped.ask(remark, Asker(last_topic=last))
    near = [reply.topic, *(candidate.topic for candidate in reply.candidates[:3])]
    assert topic in near


def test_a_question_of_its_own_is_not_bent_by_the_topic_before(shipped: Answerer) -> None:
    question = "how should I store the liquid at home in summer"
    assert shipped.ask(question, Asker(last_topic="seizures")) == shipped.ask(question)


@pytest.mark.hazard("H11")
def test_a_second_question_is_offered(shipped: Answerer) -> None:
    reply = shipped.ask("can i drink wine with it? and how should i store the liquid?")
    assert reply.topic in {"with-alcohol", "storage"}
    assert {reply.topic, reply.alternatives[0].topic} == {"with-alcohol", "storage"}
