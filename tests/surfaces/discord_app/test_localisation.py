"""What readers of other languages see."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import discord
import pytest
from discord_world import shown, texts

from bot.surfaces.discord_app.locales import country_of, language_of
from bot.surfaces.discord_app.translator import TABLES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from discord_world import World

NAME = re.compile(r"^[-_'\w]{1,32}$")


@pytest.fixture
def study() -> str:
    return "yes"


async def payloads(world: World) -> list[dict[str, Any]]:
    """Return the commands as they are registered."""
    translator = world.bot.tree.translator
    assert translator is not None
    return [
        await command.get_translated_payload(world.bot.tree, translator) for command in world.bot.tree.get_commands()
    ]


def named(payload: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield payload
    yield from payload.get("choices", [])
    for option in payload.get("options", []):
        yield from named(option)


@pytest.mark.parametrize("locale", ["es-ES", "es-419", "fr", "de", "en-US", "en-GB"])
async def test_every_name_and_description_is_translated(world: World, locale: str) -> None:
    for payload in await payloads(world):
        for part in named(payload):
            assert locale in part["name_localizations"], part["name"]
            if part.get("description"):
                assert locale in part["description_localizations"], part["name"]
                assert 1 <= len(part["description_localizations"][locale]) <= 100


async def test_translated_names_are_ones_that_discord_takes(world: World) -> None:
    for payload in await payloads(world):
        parts = [part for part in named(payload) if "description" in part] if payload["type"] == 1 else []
        for part in parts:
            for name in (part["name"], *part["name_localizations"].values()):
                assert NAME.match(name), name
                assert name == name.lower()
        for names in zip(*(part["name_localizations"].values() for part in parts[1:]), strict=True):
            assert len(names) == len(parts) - 1


async def test_no_two_commands_share_a_name_in_any_language(world: World) -> None:
    every = await payloads(world)
    for locale in ("es-ES", "fr", "de"):
        names = [(payload["type"], payload["name_localizations"][locale]) for payload in every]
        assert len(set(names)) == len(names)


async def test_a_definition_stays_far_below_its_limit(world: World) -> None:
    for payload in await payloads(world):
        counted = [payload, *payload.get("options", [])]
        size = 0
        for part in counted:
            longest = [part["name"], *part["name_localizations"].values()]
            described = [part.get("description", ""), *(part.get("description_localizations") or {}).values()]
            size += max(map(len, longest)) + max(map(len, described))
        assert size < 8000


def test_the_tables_say_the_same_things() -> None:
    tables = list(TABLES.values())
    assert all(table.keys() == tables[0].keys() for table in tables)


@pytest.mark.parametrize(
    ("locale", "start"),
    [("es-ES", "Solo puedo"), ("es-419", "Solo puedo"), ("fr", "Je ne peux"), ("de", "Ich kann nur")],
)
async def test_answers_say_in_the_readers_language_that_they_are_english(
    world: World, interact: Callable[..., None], locale: str, start: str
) -> None:
    interact(locale=locale)
    result = await world.alice.slash(world.channel, "ask", question=world.most)
    assert texts(result.response)[0].startswith(f"-# {start}")
    assert texts(result.response)[1].startswith("**By mouth")


async def test_english_readers_get_no_such_line(world: World) -> None:
    result = await world.alice.slash(world.channel, "ask", question=world.most)
    assert texts(result.response)[0].startswith("**By mouth")


async def test_a_question_in_the_readers_language_gets_the_line_once(
    world: World, interact: Callable[..., None]
) -> None:
    interact(locale="es-ES")
    result = await world.alice.slash(world.channel, "ask", question="¿puedo tomar alcohol con baclofeno?")
    assert shown(result.response).count("Solo puedo responder en inglés") == 1


async def test_an_emergency_takes_numbers_from_the_locale(world: World, interact: Callable[..., None]) -> None:
    for locale, number in (("en-GB", "999"), ("de", "112"), ("en-US", "911")):
        interact(locale=locale)
        result = await world.alice.slash(world.channel, "ask", question="she is unconscious after her pills")
        assert f"**{number}**" in shown(result.response)


async def test_the_readers_own_labels_are_named_first(world: World, interact: Callable[..., None]) -> None:
    orders = {}
    for locale in ("en-US", "en-GB"):
        interact(locale=locale)
        result = await world.alice.slash(world.channel, "ask", question=world.most)
        lines = [line for line in shown(result.response).splitlines() if line.startswith("-# [")]
        orders[locale] = [line.split("]")[0] for line in lines]
    sources = world.bot.answerer.topic("max-oral-dose").sources
    if {"US", "UK"} <= {source.jurisdiction for source in sources}:
        assert orders["en-US"] != orders["en-GB"]
    assert sorted(orders["en-US"]) == sorted(orders["en-GB"])


def test_every_locale_of_discord_is_understood() -> None:
    for locale in discord.Locale:
        country = country_of(locale)
        assert country is None or re.fullmatch(r"[A-Z]{2}", country)
        assert re.fullmatch(r"([a-z]{2})?", language_of(locale))
    assert country_of(discord.Locale.latin_american_spanish) is None
    assert language_of(discord.Locale.british_english) == ""
