"""Mentions and direct messages: who is answered, once, and with what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from discord_world import choices, labels, shown
from simcord import ChannelHandle

if TYPE_CHECKING:
    import discord
    from discord_world import World


async def told(world: World, text: str, **options: Any) -> discord.Message | None:
    """Write a message in the channel and return the bot's reply, if there is one."""
    before = len(world.sent())
    await world.alice.send(world.channel, text, **options)
    assert len(world.sent()) <= before + 1, "one message gets one reply"
    return world.channel.last_message if len(world.sent()) > before else None


async def test_a_mention_is_answered_where_it_was_written(world: World) -> None:
    reply = await told(world, f"{world.mention} {world.most}")
    assert reply is not None
    assert "80 mg" in shown(reply)
    assert reply.reference is not None
    assert not reply.mentions
    assert "Share here" not in labels(reply)


@pytest.mark.parametrize("around", ["{} {}", "{1} {0}", "hey {0}, {1}", "{0}{1}"])
async def test_the_mention_may_stand_anywhere(world: World, around: str) -> None:
    reply = await told(world, around.format(world.mention, world.most))
    assert reply is not None
    assert "80 mg" in shown(reply)


async def test_what_is_not_meant_for_the_bot_is_left_alone(world: World) -> None:
    for text in (
        world.most,
        "@everyone " + world.most,
        f"<@{world.bob.id}> {world.most}",
        "@baclobot " + world.most,
    ):
        assert await told(world, text) is None


async def test_an_empty_mention_gets_short_help(world: World) -> None:
    for text in (world.mention, f"  {world.mention}  ", f"{world.mention} {world.mention}"):
        reply = await told(world, text)
        assert reply is not None
        assert "in your own words" in shown(reply)
        assert len(shown(reply)) < 700


@pytest.mark.parametrize("text", ["\u200b", "🙂", "…", "."])
async def test_a_mention_without_words_is_answered_kindly(world: World, text: str) -> None:
    reply = await told(world, f"{world.mention} {text}")
    assert reply is not None
    assert "could not make sense" in shown(reply) or "in your own words" in shown(reply)


async def test_a_mention_with_a_picture_only(world: World) -> None:
    reply = await told(world, world.mention, attachments=[("tablet.png", b"x")])
    assert reply is not None
    assert "only read words" in shown(reply)


async def test_direct_messages_are_answered_in_full(world: World) -> None:
    await world.alice.send_dm(world.most)
    assert "80 mg" in shown(world.sent()[-1])
    await world.alice.send_dm("he took 40 pills")
    assert "Until help comes" in shown(world.sent()[-1])
    assert len(world.sent()) == 2


async def test_bots_and_webhooks_are_never_answered(world: World) -> None:
    other = world.guild.add_member(world.env.create_user("otherbot", bot=True))
    await other.send(world.channel, f"{world.mention} {world.most}")
    hook = world.guild.create_webhook(world.channel)
    await hook.send(f"{world.mention} {world.most}")
    assert world.sent() == []


async def test_its_own_messages_are_not_answered(world: World) -> None:
    await told(world, f"{world.mention} {world.most}")
    assert len(world.sent()) == 1


async def test_an_emergency_in_public_is_short_and_the_rest_is_private(world: World) -> None:
    reply = await told(world, f"{world.mention} my gran took 40 of her pills and won't wake up")
    assert reply is not None
    assert "112 or 911" in shown(reply)[:300]
    assert "Until help comes" not in shown(reply)
    assert len(shown(reply)) < 600
    assert not choices(reply)
    (label,) = labels(reply)
    details = await world.bob.click(reply, label=label)
    assert details.ephemeral
    assert "Until help comes" in shown(details.response)
    assert "911" in shown(details.response)


async def test_a_wish_to_die_is_not_named_before_others(world: World) -> None:
    reply = await told(world, f"{world.mention} i want to kill myself")
    assert reply is not None
    assert "Help is there for you right now" in shown(reply)
    for word in ("suicid", "kill", "crisis", "die"):
        assert word not in shown(reply).lower()


async def test_a_dose_is_not_judged_before_others(world: World) -> None:
    reply = await told(world, f"{world.mention} is baclofen 20 mg four times a day ok?")
    assert reply is not None
    assert "only you will see the answer" in shown(reply)
    assert "80 mg" not in shown(reply)
    assert "inside the range" not in shown(reply)


async def test_a_dose_over_the_labels_is_warned_of_but_not_spelt_out(world: World) -> None:
    reply = await told(world, f"{world.mention} is baclofen 50 mg four times a day ok?")
    assert reply is not None
    assert "over the highest dose" in shown(reply)
    assert "only you will see the answer" in shown(reply)
    assert "200 mg" not in shown(reply)
    assert "50 mg" not in shown(reply)


async def test_a_dose_far_past_any_label_is_an_emergency_in_public_too(world: World) -> None:
    for _ in range(2):
        reply = await told(world, f"{world.mention} is baclofen 2000 mg at once ok?")
        assert reply is not None
        assert "112 or 911" in shown(reply)
        assert "2000" not in shown(reply)


async def test_a_remark_is_understood_after_the_last_answer(world: World) -> None:
    await told(world, f"{world.mention} can I drink alcohol on baclofen?")
    await told(world, f"{world.mention} {world.most}")
    alone = world.bot.answerer.ask("and for children?")
    reply = await told(world, f"{world.mention} and for children?")
    assert reply is not None
    assert world.bot.answerer.knowledge.topics["dose-children"].short.text in shown(reply) or (
        alone.lead.text not in shown(reply)
    )


async def test_follow_ups_are_forgotten_after_ten_minutes_and_kept_apart(world: World) -> None:
    await told(world, f"{world.mention} {world.most}")
    follow_ups = world.bot.desk.follow_ups
    assert follow_ups.recall(world.alice.id, world.channel.id) == "max-oral-dose"
    assert follow_ups.recall(world.bob.id, world.channel.id) is None
    world.clock.now += 601
    assert follow_ups.recall(world.alice.id, world.channel.id) is None


async def test_a_reply_to_an_old_message_of_the_bot_takes_its_topic(world: World) -> None:
    """The topic is read from the message itself: nothing has to be remembered, not even over a restart."""
    first = await told(world, f"{world.mention} {world.most}")
    await told(world, f"{world.mention} can I drink alcohol on baclofen?")
    await world.restart()
    heard: list[str | None] = []
    plain = world.bot.desk.converse

    def converse(text: str, visitor: Any, about: str | None = None) -> Any:
        heard.append(about)
        return plain(text, visitor, about)

    world.bot.desk.converse = converse  # type: ignore[method-assign]  # to hear what the desk is told
    await told(world, f"{world.mention} why?", reply_to=first)
    assert heard == ["max-oral-dose"]


async def test_an_edit_that_makes_a_question_is_answered_once(world: World) -> None:
    message = await world.alice.send(world.channel, world.most)
    assert world.sent() == []
    await world.alice.edit(message, f"{world.mention} {world.most}")
    await world.alice.edit(message, f"{world.mention} {world.most} please")
    assert len(world.sent()) == 1


async def test_the_same_event_twice_gets_one_reply(world: World) -> None:
    for _ in range(2):
        world.env.backend.emit("MESSAGE_CREATE", payload_of(world, f"{world.mention} {world.most}", 900000000000000001))
        await world.env.settle()
    assert len(world.sent()) == 1


async def test_a_message_that_arrives_much_too_late_is_left_alone(world: World) -> None:
    await told(world, f"{world.mention} {world.most}")
    late = await world.alice.send(world.channel, "something")
    world.clock.now += 61
    await world.alice.edit(late, f"{world.mention} {world.most}")
    assert len(world.sent()) == 1


async def test_threads_voice_and_announcements_are_answered(world: World) -> None:
    backend = world.env.backend
    thread = backend.create_thread(world.channel.id, "thread", world.alice.id)
    for channel in (
        world.guild.create_voice_channel("voice"),
        world.guild.create_news_channel("news"),
        ChannelHandle(world.env, world.guild, thread),
    ):
        await world.alice.send(channel, f"{world.mention} {world.most}")
    assert len(world.sent()) == 3


async def test_where_it_may_not_write_it_stays_silent_for_a_while(world: World) -> None:
    world.env.inject_error("POST", "/channels/*/messages", status=403, code=50013, times=None)
    for _ in range(3):
        await world.alice.send(world.channel, f"{world.mention} {world.most}")
    tried = [request for request in world.env.http_requests if request.path.endswith("/messages")]
    assert len(tried) == 1
    await world.env.advance_time(601)
    world.clock.now += 601
    await world.alice.send(world.channel, f"{world.mention} {world.most}")
    tried = [request for request in world.env.http_requests if request.path.endswith("/messages")]
    assert len(tried) == 2


async def test_the_reply_carries_the_questions_number_as_nonce(world: World) -> None:
    message = await world.alice.send(world.channel, f"{world.mention} {world.most}")
    body = world.sent()[-1]
    assert body["nonce"] == str(message.id)
    assert body["enforce_nonce"] is True


def payload_of(world: World, content: str, message_id: int) -> dict[str, Any]:
    user = world.env.backend.get_user(world.alice.id)
    author = {
        "id": str(user.id),
        "username": user.name,
        "discriminator": "0",
        "avatar": None,
        "global_name": None,
    }
    me = world.bot.user
    assert me is not None
    return {
        "id": str(message_id), "channel_id": str(world.channel.id), "guild_id": str(world.guild.id),
        "author": author, "content": content, "timestamp": "2026-01-01T00:00:00+00:00", "tts": False,
        "edited_timestamp": None, "mention_everyone": False, "mention_roles": [], "attachments": [],
        "mentions": [{"id": str(me.id), "username": me.name, "discriminator": "0", "avatar": None}],
        "embeds": [], "pinned": False, "type": 0, "components": [], "flags": 0,
    }  # fmt: skip
