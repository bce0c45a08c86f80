"""Replies that answer no question, on the shipped base."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.answering import Kind
from bot.answering.extras import Extras, is_delicate
from bot.errors import InputError

if TYPE_CHECKING:
    from bot.answering import Answerer


@pytest.fixture
def extras(shipped: Answerer) -> Extras:
    return Extras(shipped)


def test_the_list_of_sources_holds_each_work_once(extras: Extras, shipped: Answerer) -> None:
    listed = [source.id for source in extras.sources("Works.").sources]
    assert sorted(listed) == sorted(shipped.knowledge.sources)
    assert "Works." in extras.sources("Works.").text


def test_sources_of_a_topic_are_those_its_facts_cite(extras: Extras, shipped: Answerer) -> None:
    for name, topic in shipped.knowledge.topics.items():
        cited = {citation.source for fact in topic.all_facts for citation in fact.citations}
        assert {source.id for source in extras.sources("Works.", name).sources} == cited


def test_a_seed_always_draws_the_same_fact_and_seeds_draw_all_sorts(extras: Extras) -> None:
    assert extras.fact(7).text == extras.fact(7).text
    drawn = Counter(extras.fact(seed).topic for seed in range(400))
    assert len(drawn) > 60


@pytest.mark.hazard("H27")
@pytest.mark.hazard("H09")
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(min_value=0))
def test_a_drawn_fact_is_cited_and_never_a_delicate_one(extras: Extras, seed: int) -> None:
    reply = extras.fact(seed)
    assert reply.references
    assert reply.topic is not None
    assert not is_delicate(reply.topic)


def test_a_fact_of_a_topic_is_one_of_its_own(extras: Extras, shipped: Answerer) -> None:
    facts = {fact.id for fact in shipped.knowledge.topics["half-life"].all_facts}
    assert {extras.fact(seed, "half-life").facts[0].id for seed in range(200)} == facts


@pytest.mark.hazard("H03")
def test_numbers_of_a_country_are_all_there(extras: Extras, shipped: Answerer) -> None:
    for code, country in shipped.knowledge.emergencies.countries.items():
        text = extras.numbers(code).text
        assert all(number.number in text for number in country.numbers.values()), code


@pytest.mark.hazard("H03")
def test_numbers_without_a_country_name_several(extras: Extras) -> None:
    reply = extras.numbers(None)
    assert reply.kind is Kind.EMERGENCY
    assert all(number in reply.text for number in ("911", "999", "112", "findahelpline.com"))


@pytest.mark.hazard("H21")
def test_in_public_an_emergency_names_a_way_to_help_and_no_more(extras: Extras, shipped: Answerer) -> None:
    for name, danger in shipped.knowledge.emergencies.dangers.items():
        reply = extras.in_public(extras.danger(name, "US"))
        assert reply.danger == name
        assert not any(step.text in reply.text for step in danger.steps)
        assert danger.title not in reply.text
        assert re.search(r"112 or 911|vet", reply.text[:300]), name


@pytest.mark.hazard("H10")
@pytest.mark.hazard("H21")
def test_a_crisis_is_not_named_in_public(extras: Extras) -> None:
    text = extras.in_public(extras.danger("self-harm")).text.lower()
    assert not any(word in text for word in ("crisis", "suicide", "kill", "die"))
    assert "findahelpline.com" in text


@pytest.mark.hazard("H09")
@pytest.mark.hazard("H11")
def test_nearest_topics_are_others_and_in_danger_never_delicate(extras: Extras, shipped: Answerer) -> None:
    for topic in shipped.knowledge.topics.values():
        for phrasing in topic.phrasings[:2]:
            reply = shipped.ask(phrasing)
            near = [option.topic for option in extras.nearest(reply)]
            assert reply.topic not in near
            assert len(set(near)) == len(near) <= 5
    danger = shipped.ask("he swallowed the whole bottle and won't wake up")
    assert danger.kind is Kind.EMERGENCY
    assert not any(is_delicate(option.topic) for option in extras.nearest(danger))


def test_what_does_not_exist_is_refused(extras: Extras) -> None:
    for attempt in (
        lambda: extras.sources("Works.", "nothing"),
        lambda: extras.fact(1, "nothing"),
        lambda: extras.danger("nothing"),
        lambda: extras.title("nothing"),
    ):
        with pytest.raises(InputError):
            attempt()


def test_language_notes_exist_for_the_languages_of_the_commands(extras: Extras) -> None:
    assert all(extras.language_note(code) for code in ("es", "fr", "de"))
    assert extras.language_note("") == extras.language_note("xx") == ""
