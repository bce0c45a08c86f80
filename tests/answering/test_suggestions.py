"""What is offered to somebody who is still typing."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.answering.extras import is_delicate
from bot.answering.suggestions import DANGER, TOPIC, Suggestions

if TYPE_CHECKING:
    from bot.answering import Answerer


@pytest.fixture(scope="module")
def suggestions(shipped: Answerer) -> Suggestions:
    return Suggestions(shipped)


def test_questions_begin_with_what_was_typed_where_any_do(suggestions: Suggestions) -> None:
    for typed in ("who", "what does", "can i", "does bac", "how do"):
        found = suggestions.questions(typed, 10)
        assert found, typed
        assert found[0].label.casefold().startswith(typed), typed


def test_words_that_no_question_begins_with_find_topics(suggestions: Suggestions) -> None:
    for typed, topic in (("alcohol", "with-alcohol"), ("pregn", "pregnancy"), ("half life", "half-life")):
        labels = [suggestion.label for suggestion in suggestions.questions(typed, 10)]
        title = suggestions._answerer.knowledge.topics[topic].title
        assert title in labels or any(suggestions.find_topic(label) == topic for label in labels), typed


def test_a_suggested_question_is_answered_with_its_topic(suggestions: Suggestions, shipped: Answerer) -> None:
    asked = [(question.text, question.topic) for question in suggestions._questions]
    right = sum(shipped.ask(text).topic == topic for text, topic in asked)
    assert len(asked) > 60
    assert right / len(asked) > 0.9


def test_a_suggested_title_stands_for_its_topic(suggestions: Suggestions, shipped: Answerer) -> None:
    found = {suggestion.label: suggestion.value for suggestion in suggestions.questions("half", 10)}
    assert found[shipped.knowledge.topics["half-life"].title] == TOPIC + "half-life"


@pytest.mark.hazard("H09")
def test_nothing_offered_tells_what_harms(suggestions: Suggestions) -> None:
    offered = [question.words for question in suggestions._questions]
    for word in ("kill", "lethal", "toxic", "fatal", "overdose", "high", "die"):
        assert not any(word in words for words in offered), word
    for typed in ("", "toxic dose", "overd", "how many to"):
        for suggestion in suggestions.questions(typed, 25):
            assert "verdose" not in suggestion.label


def test_stories_of_others_are_not_offered(suggestions: Suggestions) -> None:
    offered = [question.words for question in suggestions._questions]
    assert not any({"mum", "son", "he", "she", "patient"} & set(words) for words in offered)


@pytest.mark.hazard("H01")
@pytest.mark.hazard("H34")
@pytest.mark.parametrize("typed", ["i want to die", "took 40 pills", "she is not breath", "quiero morir"])
def test_danger_comes_first_and_alone(suggestions: Suggestions, shipped: Answerer, typed: str) -> None:
    found = suggestions.questions(typed, 10)
    assert [suggestion.label for suggestion in found] == [shipped.knowledge.emergencies.fallback]
    assert found[0].value.removeprefix(DANGER) in shipped.knowledge.emergencies.dangers


def test_an_empty_field_shows_what_kinds_of_question_there_are(suggestions: Suggestions) -> None:
    found = suggestions.questions("", 10)
    assert len({suggestion.value for suggestion in found}) == len(found) > 5


@pytest.mark.hazard("H09")
def test_delicate_topics_come_only_when_named(suggestions: Suggestions) -> None:
    assert not any(is_delicate(suggestion.value) for suggestion in suggestions.topics("", 200))
    assert suggestions.topics("overd", 25)[0].value == "overdose"


def test_every_topic_is_found_by_its_title_and_its_id(suggestions: Suggestions, shipped: Answerer) -> None:
    for name, topic in shipped.knowledge.topics.items():
        assert suggestions.find_topic(name) == name
        assert suggestions.find_topic(topic.title.upper()) == name
    assert suggestions.find_topic("") is None


def test_countries_are_found_by_code_name_and_short_form(suggestions: Suggestions) -> None:
    for typed, code in (("US", "US"), ("uk", "GB"), (" germany ", "DE"), ("england", "GB"), ("USA", "US")):
        assert suggestions.find_country(typed) == code
    assert suggestions.find_country("atlantis") is None
    assert {suggestion.value for suggestion in suggestions.countries("uk", 5)} == {"GB"}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.text(max_size=300))
def test_any_text_is_completed_within_the_limits(suggestions: Suggestions, typed: str) -> None:
    for complete in (suggestions.questions, suggestions.topics, suggestions.countries):
        found = complete(typed, 25)
        assert len(found) <= 25
        for suggestion in found:
            assert 1 <= len(suggestion.label) <= 100
            assert 1 <= len(suggestion.value) <= 100


@pytest.mark.hazard("H29")
@pytest.mark.parametrize("typed", ["a" * 6000, "a " * 3000, "1" * 6000, "(" * 6000, "e\u0301" * 3000])
def test_hostile_text_takes_little_time(suggestions: Suggestions, typed: str) -> None:
    began = time.process_time()
    suggestions.questions(typed, 10)
    suggestions.topics(typed, 25)
    suggestions.countries(typed, 25)
    assert time.process_time() - began < 0.25
