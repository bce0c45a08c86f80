"""Whom to call where Discord does not tell the country: what is right anywhere, then a choice, no wall of numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from discord_world import choices, parts, shown, texts

from bot.surfaces.discord_app import words
from bot.surfaces.discord_app.custom_ids import Press, read_state

if TYPE_CHECKING:
    from collections.abc import Callable

    from discord_world import World

OVERDOSE = "He took 40 of his pills"
WISH_TO_DIE = "I want to die"
SELECT = 3


def select_of(message: Any) -> str:
    """Return the id of the select that asks for the country."""
    found = [part["custom_id"] for part in parts(message) if part["type"] == SELECT]
    return next(one for one in found if (state := read_state(one)) and state.press is Press.COUNTRY)


async def test_a_direct_message_says_what_is_right_anywhere_and_lets_the_country_be_chosen(world: World) -> None:
    await world.alice.send_dm(OVERDOSE)
    reply = world.sent()[-1]
    assert "112 or 911" in shown(reply)[:300]
    assert "1-800-222-1222" not in shown(reply)
    place = next(number for number, part in enumerate(parts(reply)) if part["type"] == SELECT)
    until = next(number for number, part in enumerate(parts(reply)) if words.UNTIL_HELP in part.get("content", ""))
    assert place < until, "a choice below everything else is not found in time"
    known = world.bot.answerer.knowledge.emergencies.countries
    assert {*known} <= {*choices(reply)}


@pytest.mark.parametrize(("code", "number"), [("US", "1-800-222-1222"), ("GB", "999"), ("DE", "112")])
async def test_the_chosen_country_brings_its_numbers_and_what_to_do(
    world: World, interact: Callable[..., None], code: str, number: str
) -> None:
    interact(locale="es-419")
    asked = await world.alice.slash(world.channel, "ask", question=OVERDOSE)
    chosen = await world.alice.select(asked.response, [code], custom_id=select_of(asked.response))
    assert chosen.ephemeral
    assert number in shown(chosen.response)[:400]
    assert words.UNTIL_HELP in shown(chosen.response)
    assert words.COUNTRY_BELOW not in texts(chosen.response)


async def test_the_list_of_numbers_asks_for_the_country_too(world: World) -> None:
    asked = await world.alice.slash(world.channel, "emergency", country="Atlantis")
    assert "112 or 911" in shown(asked.response)[:200]
    assert "findahelpline.com" in shown(asked.response)
    assert "Atlantis" not in shown(asked.response)
    chosen = await world.alice.select(asked.response, ["AU"], custom_id=select_of(asked.response))
    assert "000" in shown(chosen.response)
    assert "(Australia)" in shown(chosen.response)


async def test_for_a_wish_to_die_a_crisis_line_stands_there_without_choosing(world: World) -> None:
    await world.alice.send_dm(WISH_TO_DIE)
    reply = shown(world.sent()[-1])
    assert "988" in reply[:300]
    assert "findahelpline.com" in reply
    assert "112 or 911" in reply


async def test_a_known_country_needs_no_choice(world: World, interact: Callable[..., None]) -> None:
    interact(locale="en-GB")
    asked = await world.alice.slash(world.channel, "ask", question=OVERDOSE)
    assert "999" in shown(asked.response)[:400]
    assert words.COUNTRY_BELOW not in texts(asked.response)
