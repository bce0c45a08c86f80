"""Ranking on a tiny base, where every effect can be seen, and without fitted weights."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.answering import Answerer  # noqa: TC001 -- a fixture's type
from bot.errors import KnowledgeError
from bot.matching import Recognizer, load_readers


def test_a_phrasing_finds_its_topic(tiny: Answerer) -> None:
    for topic in tiny.knowledge.topics.values():
        for phrasing in topic.phrasings:
            assert tiny.recognizer.recognize(phrasing).candidates[0].topic == topic.id, phrasing


def test_a_new_phrasing_counts_at_once(tiny: Answerer) -> None:
    question = "does the moon pull on it"
    topic = tiny.knowledge.topics["missed-dose"]
    taught = replace(topic, phrasings=(*topic.phrasings, "does the full moon matter"))
    knowledge = replace(tiny.knowledge, topics={**tiny.knowledge.topics, topic.id: taught})
    before = tiny.recognizer.recognize(question).candidates
    after = Recognizer(knowledge, {}).recognize(question).candidates
    assert after[0].topic == "missed-dose"
    assert after[0].score > {one.topic: one.score for one in before}["missed-dose"]


def test_a_topic_added_after_the_fit_can_still_win(shipped: Answerer) -> None:
    """The fitted reader has no weights for it; the bank of phrasings must be enough."""
    knowledge = shipped.knowledge
    model = knowledge.topics["storage"]
    added = replace(
        model,
        id="moon-phases",
        phrasings=tuple(f"{w} moon phase lunar eclipse" for w in ("full", "new", "half", "blue")),
    )
    grown = replace(knowledge, topics={**knowledge.topics, added.id: added})
    linear = shipped.recognizer.matcher._linear
    assert linear is not None
    found = Recognizer(grown, {"topic": linear}).recognize("which lunar eclipse and moon phase")
    assert found.candidates[0].topic == "moon-phases"


@pytest.mark.parametrize(
    "raw",
    [b"", b"[]", b"{}", b'{"format": 99, "readers": {}}', b"\xff\xfe", b'{"format": 1, "readers": {"topic": {}}}'],
)
def test_broken_weights_are_a_clear_error(raw: bytes) -> None:
    with pytest.raises(KnowledgeError, match="weights"):
        load_readers(raw)


def test_terms_explain_a_score(shipped: Answerer) -> None:
    linear = shipped.recognizer.matcher._linear
    assert linear is not None
    sample = shipped.recognizer.topic_sample("can I drink wine with it")
    terms = linear.terms(sample.features, "with-alcohol")
    assert terms[0][0].startswith("m:alcohol")
    assert terms[0][1] > 0
