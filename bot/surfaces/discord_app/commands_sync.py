"""Registers the commands with Discord, only where their definition differs from what Discord holds.

Discord allows 200 new definitions a day; a bot that registers at every start meets its limits. Nothing is
remembered here: both sides are read, brought into one form and compared by a hash.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

SLASH = 1
COMMAND_FIELDS = (
    "type",
    "name",
    "description",
    "name_localizations",
    "description_localizations",
    "options",
    "default_member_permissions",
    "nsfw",
    "contexts",
    "integration_types",
)
"""What we define of a command; the rest (ids, versions) is Discord's own."""
OPTION_FIELDS = (
    "type",
    "name",
    "description",
    "name_localizations",
    "description_localizations",
    "required",
    "autocomplete",
    "choices",
    "options",
    "min_value",
    "max_value",
    "min_length",
    "max_length",
    "channel_types",
)
CHOICE_FIELDS = ("name", "name_localizations", "value")
UNORDERED = frozenset(("contexts", "integration_types", "channel_types"))
NESTED = {"options": OPTION_FIELDS, "choices": CHOICE_FIELDS}


@dataclass(frozen=True, slots=True)
class Comparison:
    """Our command definitions beside Discord's."""

    ours: str
    theirs: str
    """Hashes of the definitions."""
    changes: tuple[str, ...]
    """One line for each thing that registering would change."""

    @property
    def same(self) -> bool:
        """Whether there is nothing to register."""
        return self.ours == self.theirs


def tree_of(client: discord.Client) -> app_commands.CommandTree[discord.Client]:
    """Return the client's command tree."""
    tree = getattr(client, "tree", None)
    if not isinstance(tree, app_commands.CommandTree):
        message = "the client has no command tree"
        raise TypeError(message)
    return tree


async def compare_commands(client: discord.Client) -> Comparison:
    """Hold the client's commands against Discord's; the client must have logged in."""
    tree = tree_of(client)
    ours = _by_name([await _definition(command, tree) for command in tree.get_commands()])
    route = discord.http.Route("GET", "/applications/{application_id}/commands", application_id=client.application_id)
    theirs = _by_name(await client.http.request(route, params={"with_localizations": "true"}))
    return Comparison(_hash(ours), _hash(theirs), tuple(_changes(ours, theirs)))


async def register_commands(client: discord.Client) -> None:
    """Put our definitions in the place of Discord's."""
    await tree_of(client).sync()


async def _definition(
    command: app_commands.Command[Any, ..., Any] | app_commands.ContextMenu | app_commands.Group,
    tree: app_commands.CommandTree[discord.Client],
) -> dict[str, Any]:
    translator = tree.translator
    if translator is None:
        return command.to_dict(tree)
    return await command.get_translated_payload(tree, translator)


def _by_name(definitions: Iterable[Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    shaped = [_shape(definition, COMMAND_FIELDS) for definition in definitions]
    return {_title(command): command for command in sorted(shaped, key=_title)}


def _title(command: Mapping[str, Any]) -> str:
    name = str(command["name"])
    return f"/{name}" if command.get("type", SLASH) == SLASH else f"menu '{name}'"


def _shape(definition: Mapping[str, Any], fields: tuple[str, ...]) -> dict[str, Any]:
    """Keep what is ours, without what says no more than its absence would."""
    shaped: dict[str, Any] = {}
    for field in fields:
        value = definition.get(field)
        if field in NESTED and value:
            value = [_shape(part, NESTED[field]) for part in value]
        elif field in UNORDERED and value:
            value = sorted(value)
        elif isinstance(value, dict):
            value = dict(sorted(value.items()))
        if value in (None, "", False) and field != "value":
            continue
        if value in ([], {}) or (field == "type" and fields is COMMAND_FIELDS and value == SLASH):
            continue
        shaped[field] = str(value) if field == "default_member_permissions" else value
    return shaped


def _hash(commands: Mapping[str, Any]) -> str:
    text = json.dumps(commands, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _changes(ours: Mapping[str, Any], theirs: Mapping[str, Any]) -> Iterator[str]:
    for name in sorted({*ours, *theirs}):
        if name not in theirs:
            yield f"+ {name}"
        elif name not in ours:
            yield f"- {name}"
        else:
            yield from (f"~ {name} {change}" for change in _differences("", ours[name], theirs[name]))


def _differences(path: str, ours: Any, theirs: Any) -> Iterator[str]:
    """Walk both sides; a change is told by its path, the old and the new value."""
    if ours == theirs:
        return
    if isinstance(ours, dict) and isinstance(theirs, dict):
        for key in sorted({*ours, *theirs}):
            yield from _differences(f"{path}.{key}".lstrip("."), ours.get(key), theirs.get(key))
    elif isinstance(ours, list) and isinstance(theirs, list) and _named(ours) and _named(theirs):
        if [part["name"] for part in ours] != [part["name"] for part in theirs]:
            yield f"{path}: {_names(theirs)} -> {_names(ours)}"
            return
        for mine, other in zip(ours, theirs, strict=True):
            yield from _differences(f"{path}.{mine['name']}", mine, other)
    else:
        yield f"{path}: {_shown(theirs)} -> {_shown(ours)}"


def _named(parts: list[Any]) -> bool:
    return all(isinstance(part, dict) and "name" in part for part in parts)


def _names(parts: list[Any]) -> str:
    return ", ".join(str(part["name"]) for part in parts) or "nothing"


def _shown(value: Any) -> str:
    return "nothing" if value is None else json.dumps(value, ensure_ascii=False)
