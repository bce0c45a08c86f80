"""Holds every body that the bot sends against Discord's own description of its HTTP API, and its limits."""

from __future__ import annotations

import json
import os
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fake_discord.rest import Request

    Json = Any

BESIDE = Path(__file__).parents[3] / "shared" / "discord" / "openapi.json"
DESCRIPTION = Path(os.environ.get("BACLOBOT_DISCORD_OPENAPI") or BESIDE)
"""Taken at import: the tests put the developer's own settings aside."""
URI = "urn:discord"
CONTENT, V2_TEXT, V2_COMPONENTS, EMBEDS_TEXT = 2000, 4000, 40, 6000
CHOICES, CHOICE_CHARACTERS, CUSTOM_ID, LABEL = 25, 100, 100, 80
COMMAND_CHARACTERS = 8000
IS_V2 = 1 << 15
TEXT_DISPLAY, BUTTON, SELECT = 10, 2, 3


def description_path() -> Path | None:
    """Return where Discord's description lies, or None where it is not at hand."""
    return DESCRIPTION if DESCRIPTION.is_file() else None


@cache
def _description(path: Path) -> tuple[list[tuple[re.Pattern[str], str, Json]], Registry[Any]]:
    document = json.loads(path.read_text("utf-8"))
    registry = Registry().with_resource(URI, Resource(contents=document, specification=DRAFT202012))
    operations = []
    for template, item in document["paths"].items():
        pattern = re.compile(re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(template)))
        for method, operation in item.items():
            if isinstance(operation, dict) and "requestBody" in operation:
                content = operation["requestBody"]["content"].get("application/json")
                operations.append((pattern, method.upper(), content["schema"] if content else None))
    return operations, registry


def _absolute(schema: Json) -> Json:
    """Make references absolute, so that a schema taken out of the document still finds its parts."""
    if isinstance(schema, dict):
        return {
            key: URI + value if key == "$ref" and isinstance(value, str) else _absolute(value)
            for key, value in schema.items()
        }
    return [_absolute(part) for part in schema] if isinstance(schema, list) else schema


@cache
def _validator(path: Path, method: str, request_path: str) -> jsonschema.Draft202012Validator | None:
    operations, registry = _description(path)
    # the more fixed a path is, the better it fits: '@original' before '{message_id}'
    fitting = [found for found in operations if found[1] == method and found[0].fullmatch(request_path)]
    for _, _, schema in sorted(fitting, key=lambda found: found[0].pattern.count("[^/]")):
        if schema is not None:
            return jsonschema.Draft202012Validator(_absolute(schema), registry=registry)
    return None


def faults_of(request: Request) -> list[str]:
    """List what is wrong with a request's body; empty where there is none."""
    faults = [*_limits(request)]
    path = description_path()
    if path is None or request.body is None or request.method == "GET":
        return faults
    body = request.body
    if isinstance(body, dict) and "nonce" in body:  # what differs in every message says nothing of its shape
        body = body | {"nonce": "1"}
        if body.get("message_reference"):
            body["message_reference"] = body["message_reference"] | {"message_id": "1", "channel_id": "1"}
    return [*faults, *_shape_faults(path, request.method, _general(request.path), json.dumps(body))]


@cache
def _shape_faults(path: Path, method: str, request_path: str, body: str) -> tuple[str, ...]:
    """Validate a body once, however often it is sent."""
    validator = _validator(path, method, request_path)
    if validator is None:
        return (f"{method} {request_path}: not in Discord's description",)
    deepest = (jsonschema.exceptions.best_match([error]) for error in validator.iter_errors(json.loads(body)))
    return tuple(f"{method} {request_path} {error.json_path}: {error.message[:300]}" for error in deepest)


def _general(path: str) -> str:
    """Take ids and tokens out of a path, so that one validator serves all of its kind."""
    path = re.sub(r"(?<=/webhooks/)\d+/[^/]+", "1/t", path)
    return re.sub(r"(?<=/interactions/)\d+/[^/]+", "1/t", re.sub(r"(?<=/)\d{5,}", "1", path))


def _limits(request: Request) -> Iterator[str]:
    """Check what the description does not hold."""
    body = request.body
    if isinstance(body, list):
        for command in body:
            if len(json.dumps(command)) > COMMAND_CHARACTERS:
                yield f"/{command['name']} has over {COMMAND_CHARACTERS} characters"
        return
    if not isinstance(body, dict):
        return
    data = body.get("data") if "/callback" in request.path else body
    if not isinstance(data, dict):
        return
    if body.get("type") in {4, 7, None} and "choices" not in data and "custom_id" not in data:
        mentions = data.get("allowed_mentions")
        if not mentions or mentions.get("parse") != [] or mentions.get("replied_user"):
            yield f"{request.path}: allowed_mentions is {mentions}"
    yield from _message_limits(data, request.path)
    for choice in data.get("choices") or []:
        if not 1 <= len(choice["name"]) <= CHOICE_CHARACTERS or not 1 <= len(str(choice["value"])) <= CHOICE_CHARACTERS:
            yield f"a choice has too few or too many characters: {choice}"
    if len(data.get("choices") or []) > CHOICES:
        yield f"{len(data['choices'])} choices"


def _message_limits(data: Json, where: str) -> Iterator[str]:
    parts = [*walk(data.get("components") or [])]
    if len(str(data.get("content") or "")) > CONTENT:
        yield f"{where}: content has {len(data['content'])} characters"
    embeds = data.get("embeds") or []
    if sum(len(text) for embed in embeds for text in _strings(embed)) > EMBEDS_TEXT:
        yield f"{where}: embeds have over {EMBEDS_TEXT} characters"
    text = sum(len(part.get("content", "")) for part in parts if part["type"] == TEXT_DISPLAY)
    if text > V2_TEXT or len(parts) > V2_COMPONENTS:
        yield f"{where}: {text} characters, {len(parts)} components"
    if any(part["type"] > 8 for part in parts) and not (data.get("flags") or 0) & IS_V2:
        yield f"{where}: new components without their flag"
    ids = [part["custom_id"] for part in parts if "custom_id" in part]
    if len(set(ids)) < len(ids) or any(len(custom_id) > CUSTOM_ID for custom_id in ids):
        yield f"{where}: custom ids are doubled or too long: {ids}"
    for part in parts:
        if part["type"] == BUTTON and len(part.get("label") or "") > LABEL:
            yield f"{where}: a label has {len(part['label'])} characters"
        if part["type"] == SELECT and len(part.get("options") or []) > CHOICES:
            yield f"{where}: a select has {len(part['options'])} options"


def walk(components: list[Json]) -> Iterator[Json]:
    """Visit components and what they hold."""
    for component in components:
        yield component
        yield from walk(component.get("components") or [])
        if component.get("accessory"):
            yield from walk([component["accessory"]])


def texts_of(data: Json) -> str:
    """Join everything that a person reads in a message."""
    parts = [data.get("content") or ""]
    parts += [part.get("content", "") for part in walk(data.get("components") or []) if part["type"] == TEXT_DISPLAY]
    return "\n".join(part for part in parts if part)


def _strings(value: Json) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from _strings(part)
    elif isinstance(value, list):
        for part in value:
            yield from _strings(part)
