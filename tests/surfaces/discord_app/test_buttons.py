"""Buttons and selects: what they bring, after a restart too, and what happens to those that nobody made."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest
from discord_world import choices, labels, parts, shown, texts, unclear_question
from simcord.actors import _component_interaction

if TYPE_CHECKING:
    from discord_world import World


async def forge(world: World, message: Any, custom_id: str, kind: int = 2, **data: Any) -> Any:
    """Press something that does not stand on the message, as only a forger could."""
    stored = world.env.backend.get_message(world.channel.id, message.id)
    return await _component_interaction(world.alice, stored, {"custom_id": custom_id, "component_type": kind, **data})


async def test_more_detail_goes_on_where_the_answer_ended(world: World) -> None:
    asked = await world.alice.slash(world.channel, "ask", question=world.most)
    more = await world.alice.click(asked.response, label="More detail")
    topic = world.bot.answerer.knowledge.topics["max-oral-dose"]
    for fact in topic.more:
        assert fact.text in shown(more.response).replace("\\", "")
        assert fact.text not in shown(asked.response).replace("\\", "")
    assert topic.facts[0].text not in shown(more.response)
    assert more.ephemeral


async def test_see_also_answers_with_the_topic(world: World) -> None:
    asked = await world.alice.slash(world.channel, "ask", question=world.most)
    label = next(label for label in labels(asked.response) if label.startswith("See also: "))
    other = await world.alice.click(asked.response, label=label)
    topic = next(
        topic
        for topic in world.bot.answerer.knowledge.topics.values()
        if topic.title == label.removeprefix("See also: ")
    )
    assert topic.short.text in shown(other.response)


async def test_not_what_i_asked_offers_the_nearest_topics(world: World) -> None:
    asked = await world.alice.slash(world.channel, "ask", question=world.most)
    offered = choices(asked.response)
    assert "max-oral-dose" not in offered
    chosen = await world.alice.select(asked.response, [offered[0]])
    assert world.bot.answerer.knowledge.topics[offered[0]].short.text in shown(chosen.response)
    none = await world.alice.select(asked.response, ["none"])
    assert "Try other words" in shown(none.response)


async def test_a_shared_reply_is_the_private_one_for_all(world: World) -> None:
    for command, option in (("ask", {"question": world.most}), ("dose", {"text": "20 mg four times a day"})):
        private = await world.alice.slash(world.channel, command, **option)
        shared = await world.alice.click(private.response, label="Share here")
        assert not shared.ephemeral
        assert texts(shared.response) == texts(private.response)
        assert "Share here" not in labels(shared.response)
        assert not choices(shared.response)


async def test_buttons_of_a_shared_reply_work_for_others_in_private(world: World) -> None:
    private = await world.alice.slash(world.channel, "ask", question=world.most)
    shared = await world.alice.click(private.response, label="Share here")
    more = await world.bob.click(shared.response, label="More detail")
    assert more.ephemeral


async def test_clarify_offers_its_candidates_as_buttons(world: World) -> None:
    question = unclear_question(world.bot.answerer)
    reply = world.bot.answerer.ask(question)
    asked = await world.alice.slash(world.channel, "ask", question=question)
    assert labels(asked.response) == [option.title for option in reply.alternatives]
    chosen = await world.alice.click(asked.response, label=reply.alternatives[0].title)
    topic = world.bot.answerer.knowledge.topics[reply.alternatives[0].topic]
    assert topic.short.text in shown(chosen.response)


async def test_everything_works_after_a_restart(world: World) -> None:
    asked = await world.alice.slash(world.channel, "ask", question=world.most)
    danger = await world.alice.send(world.channel, f"{world.mention} he took 40 pills")
    assert danger is not None
    public = world.channel.last_message
    await world.restart()
    assert public is not None
    for label in labels(asked.response):
        pressed = await world.alice.click(asked.response, label=label)
        assert pressed.response is not None, label
    chosen = await world.alice.select(asked.response, [choices(asked.response)[0]])
    assert chosen.response is not None
    details = await world.bob.click(public, label=labels(public)[0])
    assert details.ephemeral
    assert "Until help comes" in shown(details.response)


@pytest.mark.parametrize(
    "custom_id",
    [
        "",
        "share",
        "bb0:topic:half-life:",
        "bb1:topic:no-such-topic:",
        "bb1:topic:../../etc:",
        "bb1:more:half-life:9999",
        "bb1:more::",
        "bb1:danger:nothing:",
        "bb1:works::9999",
        "bb1:works:nothing:",
        "bb1:missed::",
        "bb1:sing:half-life:",
        "x" * 100,
        "bb1:topic:half-life:\n",
    ],
)
async def test_stale_and_forged_ids_get_a_polite_reply(world: World, custom_id: str) -> None:
    asked = await world.alice.slash(world.channel, "ask", question=world.most)
    pressed = await forge(world, asked.response, custom_id)
    assert pressed.response is not None
    assert pressed.ephemeral
    assert "too old to work" in shown(pressed.response)
    assert len(world.sent()) == 2


@pytest.mark.parametrize("command", ["ask", "emergency"])
async def test_a_forged_choice_gets_a_polite_reply(world: World, command: str) -> None:
    options = {"question": world.most} if command == "ask" else {"country": "Atlantis"}
    asked = await world.alice.slash(world.channel, command, **options)
    select = next(part for part in parts(asked.response) if part["type"] == 3)
    for values in (["no-such-topic"], ["@everyone"], []):
        pressed = await forge(world, asked.response, select["custom_id"], 3, values=values)
        assert "too old to work" in shown(pressed.response)


async def test_an_id_of_ours_that_does_not_stand_there_is_not_trusted(world: World) -> None:
    asked = await world.alice.slash(world.channel, "help")
    pressed = await forge(world, asked.response, "bb1:topic:half-life:")
    assert "too old to work" in shown(pressed.response)


async def test_share_repeats_nothing_but_the_bots_own_words(world: World) -> None:
    asked = await world.alice.slash(world.channel, "ask", question=world.most)
    stored = world.env.backend.get_message(world.channel.id, asked.response.id)
    stored.components[0]["components"][-1]["content"] = "Take as much as you like."
    pressed = await world.alice.click(asked.response, label="Share here")
    assert "too old to work" in shown(pressed.response)


async def test_pressing_twice_is_two_questions_and_one_event_twice_is_one(world: World) -> None:
    asked = await world.alice.slash(world.channel, "ask", question=world.most)
    before = len(world.sent())
    await world.alice.click(asked.response, label="More detail")
    await world.alice.click(asked.response, label="More detail")
    assert len(world.sent()) == before + 2


async def test_a_topic_longer_than_a_message_comes_in_whole_facts(world: World) -> None:
    """However a topic is cut, all its facts are seen in the end, each once and none in pieces."""
    for name in ("alternatives", "side-effects-serious"):
        topic = world.bot.answerer.knowledge.topics[name]
        message = (await world.alice.slash(world.channel, "topic", name=name)).response
        seen = shown(message)
        while "More detail" in labels(message):
            message = (await world.alice.click(message, label="More detail")).response
            seen += shown(message)
        for fact in topic.all_facts:
            assert seen.replace("\\", "").count(fact.text) == 1


async def test_no_reply_is_kept_for_its_buttons(world: World) -> None:
    """They carry what they need; the library would keep each reply, and a task, for a quarter of an hour."""
    asked = await world.alice.slash(world.channel, "ask", question=world.most)
    await world.alice.send(world.channel, f"{world.mention} {world.most}")
    await world.alice.click(asked.response, label="More detail")
    kept = world.bot._connection._view_store
    assert not kept._views
    assert not kept._synced_message_views
    assert not [task for task in asyncio.all_tasks() if "timeout" in repr(task.get_coro())]
