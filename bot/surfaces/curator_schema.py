"""JSON Schema for editors, from the models that the reader itself uses: both accept the same."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from bot.errors import ExitCode, SettingsError
from bot.kb import schema
from bot.kb.reader import MAPPINGS, OPTIONAL_FILES, SINGLE_FILES
from bot.surfaces.terminal import write

if TYPE_CHECKING:
    from pathlib import Path

    from bot.surfaces.contract import Json

DIALECT = "https://json-schema.org/draft/2020-12/schema"
SCALAR: Json = ["string", "number"]
TOPIC, DANGER = "topics/<group>/<id>.yaml", "emergencies/<id>.yaml"


def schema_files() -> dict[str, str]:
    """Map the name of each schema to the files of the knowledge base that it is for."""
    single = {_name(path): path for path in (*SINGLE_FILES, *OPTIONAL_FILES, *MAPPINGS)}
    return {"topic": TOPIC, "emergencies": DANGER, **single}


def write_schemas(folder: Path) -> int:
    """Write every schema into a folder; raises SettingsError where it cannot be written."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name in schema_files():
            file = folder / f"{name}.json"
            file.write_text(schema_text(name), encoding="utf-8", newline="\n")
            write(str(file))
    except OSError as error:
        what = f"The schemas cannot be written to '{folder}': {error.strerror or error}."
        raise SettingsError(what, "Name a folder that you may write to.") from error
    return ExitCode.OK


def schema_text(name: str) -> str:
    """Return one schema as it stands in its file; raises KeyError for an unknown name."""
    path = schema_files()[name]
    if path in MAPPINGS:
        made = _mapping_of(MAPPINGS[path])
    else:
        single: dict[str, type[schema.Entry]] = {TOPIC: schema.TopicFile, DANGER: schema.DangerFile}
        made = (single | SINGLE_FILES | OPTIONAL_FILES)[path].model_json_schema()
    as_read = {key: _as_read(value) for key, value in made.items() if key != "title"}
    return json.dumps({"$schema": DIALECT, "title": path, **as_read}, indent=2, ensure_ascii=False) + "\n"


def _name(path: str) -> str:
    return path.removesuffix(".yaml").replace("/", "-")


def _mapping_of(model: type[schema.Entry]) -> dict[str, Json]:
    """Describe a file that maps ids to entries of one form."""
    entry: dict[str, Json] = model.model_json_schema()
    parts = entry.pop("$defs", {})
    named = parts if isinstance(parts, dict) else {}
    return {
        "$defs": {**named, model.__name__: entry},
        "type": "object",
        "additionalProperties": {"$ref": f"#/$defs/{model.__name__}"},
    }


def _as_read(value: Json) -> Json:
    """Say it as the reader takes it: scalars are text, so 911 and yes are fine, and nothing is ever null."""
    if isinstance(value, list):
        return [_as_read(item) for item in value]
    if not isinstance(value, dict):
        return value
    kept = {key: _as_read(inner) for key, inner in value.items() if not _is_noise(key, inner)}
    if kept.get("type") == "string" and "format" not in kept and "enum" not in kept:
        kept["type"] = SCALAR
    elif kept.get("type") == "boolean":
        kept |= {"type": ["boolean", "string"], "enum": [True, False, "yes", "no", "true", "false"]}
    choices = kept.pop("anyOf", None)
    return kept if not isinstance(choices, list) else {**kept, **_joined(choices)}


def _is_noise(key: str, value: Json) -> bool:
    """Tell what says nothing to a curator: titles made from names, defaults of what may be left out."""
    return (key == "title" and isinstance(value, str)) or (key == "default" and value is None)


def _joined(choices: list[Json]) -> dict[str, Json]:
    """Join the forms that a value may have; a number is one form, however it is written."""
    told = [choice for choice in choices if choice != {"type": "null"}]
    if {"type": "number"} in told:
        return {"type": SCALAR}
    only = told[0]
    return only if len(told) == 1 and isinstance(only, dict) else {"anyOf": told}
