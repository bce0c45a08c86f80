"""The commands as a reader uses them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
import pytest
from discord_world import choices, labels, parts, shown, texts
from simcord import OptionError

from bot.surfaces.discord_app.client import INTENTS

if TYPE_CHECKING:
    from collections.abc import Callable

    from discord_world import World

DANGER = "he took 40 pills"


async def test_ask_answers_first_and_only_the_asker_sees_it(world: World) -> None:
    result = await world.alice.slash(world.channel, "ask", question=world.most)
    topic = world.bot.answerer.topic("max-oral-dose")
    assert result.response is not None
    assert result.ephemeral
    assert texts(result.response)[0].startswith(f"**{topic.lead.text}")
    assert "More detail" in labels(result.response)
    assert f"Facts last reviewed {topic.reviewed}" in shown(result.response)
    assert len(world.sent()) == 1


async def test_ask_shared_is_seen_by_all_and_has_no_share_button(world: World) -> None:
    result = await world.alice.slash(world.channel, "ask", question=world.most, share="yes")
    assert not result.ephemeral
    assert "Share here" not in labels(result.response)
    private = await world.alice.slash(world.channel, "ask", question=world.most, share="no")
    assert private.ephemeral
    assert "Share here" in labels(private.response)


async def test_an_emergency_is_never_shared(world: World) -> None:
    result = await world.alice.slash(world.channel, "ask", question=DANGER, share="yes")
    assert result.ephemeral
    assert "911" in shown(result.response)
    assert "Share here" not in labels(result.response)
    assert shown(result.response).index("1-800-222-1222") < 300


async def test_dose_is_private_and_can_be_shared_by_a_button(world: World) -> None:
    result = await world.alice.slash(world.channel, "dose", text="20 mg four times a day")
    assert result.ephemeral
    assert labels(result.response)[0] == "Share here"


async def test_a_dose_far_past_any_label_names_help_first_and_cannot_be_shared(world: World) -> None:
    result = await world.alice.slash(world.channel, "dose", text="baclofen 2000 mg at once")
    assert result.ephemeral
    assert "**911**" in shown(result.response)[:400]
    assert "Share here" not in labels(result.response)
    assert "Until help comes" not in shown(result.response)


async def test_a_dose_is_said_back_judged_and_sourced(world: World) -> None:
    result = await world.alice.slash(world.channel, "dose", text="30mg qid")
    read, verdict = texts(result.response)[0], texts(result.response)[1].splitlines()[0]
    assert read == "I read this as: 30 mg by mouth, 4 times a day = 120 mg a day."
    assert verdict.startswith("**This is over the highest dose")
    assert "-# Sources" in shown(result.response)


async def test_topic_takes_an_id_a_title_and_words(world: World) -> None:
    title = world.bot.answerer.knowledge.topics["half-life"].title
    leads = []
    for name in ("half-life", title, title.upper(), "half lif"):
        result = await world.alice.slash(world.channel, "topic", name=name)
        leads.append(texts(result.response)[0])
    assert len(set(leads)) == 1


async def test_topic_of_nothing_known_says_so(world: World) -> None:
    result = await world.alice.slash(world.channel, "topic", name="qqqqq")
    assert "no topic of that name" in shown(result.response)


async def test_words_of_danger_are_heard_in_every_option(world: World) -> None:
    for command, option in (("ask", "question"), ("topic", "name"), ("dose", "text")):
        result = await world.alice.slash(world.channel, command, **{option: "I took all my pills, I want to die"})
        assert "findahelpline.com" in shown(result.response), command


async def test_fact_states_one_fact_with_its_source(world: World) -> None:
    result = await world.alice.slash(world.channel, "fact")
    assert shown(result.response).count("[1]") >= 2
    of_topic = await world.alice.slash(world.channel, "fact", topic="half-life")
    facts = {fact.text for fact in world.bot.answerer.knowledge.topics["half-life"].all_facts}
    assert texts(of_topic.response)[0].strip("*").split(" [")[0] in facts


async def test_sources_lists_every_work_over_its_pages(world: World) -> None:
    result = await world.alice.slash(world.channel, "sources")
    seen = shown(result.response)
    while "Next page" in labels(result.response):
        result = await world.alice.click(result.response, label="Next page")
        seen += shown(result.response)
    for source in world.bot.answerer.knowledge.sources.values():
        assert source.url in seen.replace("%28", "(").replace("%29", ")"), source.id


async def test_sources_of_a_topic(world: World) -> None:
    result = await world.alice.slash(world.channel, "sources", topic="half-life")
    cited = {
        citation.source
        for fact in world.bot.answerer.knowledge.topics["half-life"].all_facts
        for citation in fact.citations
    }
    lines = [line for line in shown(result.response).splitlines() if line.startswith("-# [")]
    assert len(lines) == len(cited)


async def test_help_names_every_command(world: World) -> None:
    result = await world.alice.slash(world.channel, "help")
    for command in world.bot.tree.get_commands(type=discord.AppCommandType.chat_input):
        if command.name != "help":
            assert f"`/{command.name}`" in shown(result.response)


async def test_privacy_shows_what_is_held_and_deletes_it(world: World) -> None:
    before = await world.alice.slash(world.channel, "privacy")
    assert "Nothing is held about you" in shown(before.response)
    await world.alice.send(world.channel, f"{world.mention} {world.most}")
    held = await world.alice.slash(world.channel, "privacy")
    assert world.bot.answerer.knowledge.topics["max-oral-dose"].title in shown(held.response)
    after = await world.alice.slash(world.channel, "privacy")
    assert "Nothing is held about you" in shown(after.response)
    assert len(world.bot.desk.follow_ups) == 0


@pytest.mark.parametrize(
    ("locale", "number"),
    [("en-US", "911"), ("en-GB", "999"), ("de", "112"), ("fr", "3114"), ("pt-BR", "192")],
)
async def test_emergency_takes_the_country_from_the_locale(
    world: World, interact: Callable[..., None], locale: str, number: str
) -> None:
    interact(locale=locale)
    result = await world.alice.slash(world.channel, "emergency")
    assert f"**{number}**" in shown(result.response)


@pytest.mark.parametrize("country", ["DE", "germany", "Germany"])
async def test_emergency_takes_the_chosen_country(world: World, country: str) -> None:
    result = await world.alice.slash(world.channel, "emergency", country=country)
    assert "(Germany)" in shown(result.response)


async def test_menus_answer_what_somebody_else_wrote(world: World) -> None:
    written = await world.bob.send(world.channel, world.most)
    result = await world.alice.context_menu(world.channel, "Answer this", written)
    assert result.ephemeral
    assert "80 mg" in shown(result.response)
    dose = await world.bob.send(world.channel, "I am on 20 mg four times a day")
    checked = await world.alice.context_menu(world.channel, "Check the dose in this", dose)
    assert checked.ephemeral


@pytest.mark.parametrize("name", ["Answer this", "Check the dose in this"])
async def test_menus_on_a_picture_say_that_only_words_are_read(world: World, name: str) -> None:
    picture = await world.bob.send(world.channel, attachments=[("tablet.png", b"x")])
    result = await world.alice.context_menu(world.channel, name, picture)
    assert "only read words" in shown(result.response)


async def test_commands_work_in_a_direct_message(world: World) -> None:
    result = await world.alice.user.slash("ask", question=world.most)
    assert not result.ephemeral
    assert "Share here" not in labels(result.response)


async def test_commands_work_where_only_the_user_installed_the_bot(world: World, interact: Callable[..., None]) -> None:
    interact(context=2, authorizing_integration_owners={"1": str(world.alice.id)})
    result = await world.alice.user.slash("ask", question=world.most)
    assert result.ephemeral
    assert "Share here" in labels(result.response)


async def test_ask_completes_to_questions_that_are_answered(world: World) -> None:
    found = await world.alice.autocomplete(world.channel, "ask", "question", "does baclofen")
    assert found
    for choice in found[:5]:
        result = await world.bob.slash(world.channel, "ask", question=choice["value"])
        assert "Facts last reviewed" in shown(result.response)
    titled = await world.alice.autocomplete(world.channel, "ask", "question", "half")
    chosen = next(choice["value"] for choice in titled if choice["value"].startswith("topic:"))
    result = await world.bob.slash(world.channel, "ask", question=chosen)
    assert world.bot.answerer.topic(chosen.removeprefix("topic:")).lead.text in shown(result.response)


async def test_ask_completes_danger_to_a_call_for_help(world: World) -> None:
    found = await world.alice.autocomplete(world.channel, "ask", "question", "i took all my pills i want to die")
    assert [choice["name"] for choice in found] == [world.bot.answerer.knowledge.emergencies.fallback]
    result = await world.alice.slash(world.channel, "ask", question=found[0]["value"])
    assert "988" in shown(result.response)


@pytest.mark.parametrize(("command", "option"), [("topic", "name"), ("fact", "topic"), ("sources", "topic")])
async def test_topics_are_completed(world: World, command: str, option: str) -> None:
    found = await world.alice.autocomplete(world.channel, command, option, "half")
    assert found[0]["value"] == "half-life"
    everything = await world.alice.autocomplete(world.channel, command, option, "")
    assert 20 <= len(everything) <= 25
    assert not any("verdose" in choice["name"] for choice in everything)


async def test_countries_are_completed(world: World) -> None:
    found = await world.alice.autocomplete(world.channel, "emergency", "country", "uni")
    assert {choice["value"] for choice in found} == {"US", "GB"}


async def test_no_option_takes_more_than_it_should(world: World) -> None:
    with pytest.raises(OptionError):
        await world.alice.slash(world.channel, "ask", question="x" * 501)
    with pytest.raises(OptionError):
        await world.alice.slash(world.channel, "dose", text="x" * 201)


async def test_nothing_of_what_was_asked_comes_back(world: World) -> None:
    for question in (
        "canarycanary @everyone <@123456789012345678> **what** is baclofen",
        "[Poison control](https://evil.example) what is baclofen",
        "`canarycanary` || what is baclofen || https://evil.example/canarycanary",
    ):
        await world.alice.slash(world.channel, "ask", question=question, share="yes")
        await world.alice.slash(world.channel, "topic", name=question[:100])
        await world.alice.slash(world.channel, "dose", text=question[:100])
    everything = str([request.json for request in world.env.http_requests])
    for canary in ("canarycanary", "@everyone", "evil.example", "123456789012345678"):
        assert canary not in everything


async def test_commands_are_offered_everywhere(world: World) -> None:
    for command in world.bot.tree.get_commands():
        payload: dict[str, Any] = command.to_dict(world.bot.tree)
        assert sorted(payload["integration_types"]) == [0, 1], command.name
        assert sorted(payload["contexts"]) == [0, 1, 2], command.name


def test_the_intents_are_the_three_that_need_no_approval() -> None:
    assert INTENTS.value == (1 << 0) | (1 << 9) | (1 << 12)


async def test_the_presence_says_how_to_ask(world: World) -> None:
    assert world.bot.activity is not None
    assert world.bot.activity.to_dict()["state"] == "/ask"


async def test_components_are_few_and_speak_in_words(world: World) -> None:
    result = await world.alice.slash(world.channel, "ask", question=world.most)
    assert len(parts(result.response)) <= 40
    assert all("emoji" not in part for part in parts(result.response))
    assert choices(result.response)[-1] == "none"
