"""Danger comes first, with the right number; calm stays calm."""

from __future__ import annotations

import pytest

from bot.answering import Answerer, Asker, Kind

DANGERS = [
    ("my husband took all his baclofen tonight and now he is hard to wake", {"overdose", "unconscious"}),
    ("the little one got into grandma's pills and is floppy", {"child"}),
    ("our labrador chewed open the bottle and swallowed the tablets", {"pet"}),
    ("my pump is beeping and my legs are going rigid", {"pump", "withdrawal"}),
    ("stopped it on sunday, now she sees insects and burns with fever", {"withdrawal"}),
    ("after the first tablet my tongue is swelling and i wheeze", {"anaphylaxis"}),
    ("i want to kill myself with these", {"self-harm"}),
    ("she is having a seizure right now, ran out of baclofen", {"seizure", "withdrawal"}),
    ("breathing very slow and lips are blue after baclofen and oxy", {"breathing", "overdose", "unconscious"}),
]


@pytest.mark.hazard("H01")
@pytest.mark.hazard("H08")
@pytest.mark.parametrize(("text", "kinds"), DANGERS)
def test_danger_is_noticed_and_answered_by_its_kind(shipped: Answerer, text: str, kinds: set[str]) -> None:
    reply = shipped.ask(text)
    assert reply.kind is Kind.EMERGENCY
    leads = {danger: shipped.knowledge.emergencies.dangers[danger].lead for danger in kinds}
    assert reply.lead.text in leads.values()
    assert reply.contacts


@pytest.mark.hazard("H01")
@pytest.mark.parametrize("text", [text for text, _ in DANGERS])
@pytest.mark.parametrize(
    "dress", ["{}", "{} " + "and then we talked about the garden. " * 60, "We moved house last week. " * 60 + "{}"]
)
def test_danger_is_noticed_anywhere_in_a_long_message(shipped: Answerer, text: str, dress: str) -> None:
    assert shipped.ask(dress.format(text)).kind is Kind.EMERGENCY


@pytest.mark.hazard("H35")
@pytest.mark.parametrize(
    "text",
    [
        "what are the symptoms of a baclofen overdose, for my exam",
        "what does the pump alarm mean",
        "I am scared of withdrawal when we taper next year",
        "this exam is killing me, what is the half life",
        "how is intrathecal withdrawal treated",
        "can baclofen cause seizures",
        "is it dangerous for dogs",
    ],
)
def test_calm_questions_get_answers(shipped: Answerer, text: str) -> None:
    assert shipped.ask(text).kind is not Kind.EMERGENCY


@pytest.mark.hazard("H03")
@pytest.mark.parametrize("country", ["US", "GB", "AU", "DE", "IN"])
def test_the_number_of_the_readers_country_is_there(shipped: Answerer, country: str) -> None:
    numbers = shipped.knowledge.emergencies.countries[country].numbers
    reply = shipped.ask("he took a whole bottle and will not wake up", Asker(country=country))
    assert numbers["ambulance"].number in " ".join(reply.contacts)


@pytest.mark.hazard("H09")
@pytest.mark.hazard("H10")
def test_self_harm_gets_contact_first_and_no_amounts(shipped: Answerer) -> None:
    for text in (
        "how many baclofen would kill me",
        "i want to end my life with my tablets",
        "lethal dose for me, asking seriously",
    ):
        reply = shipped.ask(text)
        assert reply.kind is Kind.EMERGENCY
        assert "crisis" in reply.lead.text
        assert " mg" not in reply.text
        assert reply.candidates == ()
        assert reply.see_also == ()
        assert reply.alternatives == ()


@pytest.mark.hazard("H09")
def test_no_emergency_reply_names_an_amount(shipped: Answerer) -> None:
    for danger in shipped.knowledge.emergencies.dangers.values():
        for example in danger.examples[:5]:
            reply = shipped.ask(example)
            if reply.kind is Kind.EMERGENCY:
                assert " mg" not in reply.text
                assert " mcg" not in reply.text


@pytest.mark.hazard("H01")
@pytest.mark.hazard("H04")
@pytest.mark.parametrize(
    "text",
    ["I just took 200 mg of baclofen", "she swallowed twelve 10 mg tablets at once", "took 5 of my 20s by mistake"],
)
def test_a_large_amount_taken_is_an_emergency(shipped: Answerer, text: str) -> None:
    assert shipped.ask(text).kind is Kind.EMERGENCY


@pytest.mark.hazard("H33")
def test_the_alarm_speaks_the_askers_language(shipped: Answerer) -> None:
    reply = shipped.ask("mi hijo se tragó muchas pastillas de baclofeno y no despierta")
    assert reply.kind is Kind.EMERGENCY
    assert reply.lead.text in shipped.knowledge.emergencies.languages["es"].leads.values()


@pytest.mark.parametrize("text", ["3", "20", "7.5", "yesterday", "today", "3 days", "2 days ago", "b", "monday"])
def test_a_bare_number_or_day_is_an_answer_to_somebody_and_no_alarm(shipped: Answerer, text: str) -> None:
    assert shipped.ask(text).kind is not Kind.EMERGENCY


@pytest.mark.parametrize("text", ["he stopped 3 days ago", "all of them", "she stopped yesterday and is shaking"])
def test_few_words_can_tell_of_danger(shipped: Answerer, text: str) -> None:
    assert shipped.ask(text).kind is Kind.EMERGENCY
