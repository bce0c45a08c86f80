"""When commands are registered, and what is said of the difference."""

from __future__ import annotations

import copy
from typing import Any

import discord
import pytest
from discord import app_commands

from bot.surfaces.discord_app.commands_sync import compare_commands, tree_of


class Client(discord.Client):
    """A client with one command, and with what Discord holds."""

    def __init__(self, held: list[dict[str, Any]]) -> None:
        super().__init__(intents=discord.Intents.none(), application_id=1)
        self.tree = app_commands.CommandTree(self)
        self.held = held
        self.asked: list[str] = []

        @self.tree.command(name="ask", description="Ask a question")
        @app_commands.describe(question="The question")
        async def ask(interaction: discord.Interaction, question: app_commands.Range[str, 1, 500]) -> None: ...

        async def request(route: discord.http.Route, **options: Any) -> list[dict[str, Any]]:
            self.asked.append(f"{route.method} {options}")
            return self.held

        self.http.request = request  # type: ignore[method-assign] # Discord's side


HELD = {
    "id": "5",
    "application_id": "1",
    "version": "7",
    "type": 1,
    "name": "ask",
    "description": "Ask a question",
    "name_localizations": None,
    "description_localizations": {},
    "default_member_permissions": None,
    "dm_permission": True,
    "nsfw": False,
    "contexts": None,
    "integration_types": [0],
    "options": [
        {
            "type": 3,
            "name": "question",
            "description": "The question",
            "required": True,
            "min_length": 1,
            "max_length": 500,
        }
    ],
}


def held(**changes: Any) -> dict[str, Any]:
    return copy.deepcopy(HELD) | changes


@pytest.fixture
def same() -> dict[str, Any]:
    return held(integration_types=None)


async def test_what_discord_adds_is_no_difference(same: dict[str, Any]) -> None:
    client = Client([same])
    comparison = await compare_commands(client)
    assert comparison.same
    assert not comparison.changes
    assert "with_localizations" in client.asked[0]


async def test_new_and_old_commands_are_named(same: dict[str, Any]) -> None:
    comparison = await compare_commands(Client([held(name="old"), held(type=3, name="Old menu", options=[])]))
    assert not comparison.same
    assert comparison.changes == ("+ /ask", "- /old", "- menu 'Old menu'")


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        ({"description": "Other"}, '~ /ask description: "Other" -> "Ask a question"'),
        ({"contexts": [2, 0]}, "~ /ask contexts: [0, 2] -> nothing"),
        ({"nsfw": True}, "~ /ask nsfw: true -> nothing"),
        ({"name_localizations": {"de": "frag"}}, '~ /ask name_localizations: {"de": "frag"} -> nothing'),
        ({"options": []}, None),
    ],
)
async def test_each_change_is_one_line(same: dict[str, Any], changes: dict[str, Any], line: str | None) -> None:
    comparison = await compare_commands(Client([same | changes]))
    assert not comparison.same
    assert len(comparison.changes) == 1
    assert line is None or comparison.changes[0] == line


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        ({"max_length": 400}, "~ /ask options.question.max_length: 400 -> 500"),
        ({"required": False}, "~ /ask options.question.required: nothing -> true"),
        ({"name": "text"}, "~ /ask options: text -> question"),
        ({"autocomplete": True}, "~ /ask options.question.autocomplete: true -> nothing"),
        ({"choices": [{"name": "a", "value": "a"}]}, None),
    ],
)
async def test_changes_of_options_are_told_by_their_path(
    same: dict[str, Any], changes: dict[str, Any], line: str | None
) -> None:
    option = same["options"][0] | changes
    comparison = await compare_commands(Client([same | {"options": [option]}]))
    assert not comparison.same
    assert line is None or comparison.changes == (line,)


def test_a_client_without_commands_is_a_mistake() -> None:
    with pytest.raises(TypeError, match="no command tree"):
        tree_of(discord.Client(intents=discord.Intents.none()))
