"""The export command: which items, to which files."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from bot.errors import ExitCode, InputError
from bot.study import build_bank
from bot.surfaces.study.files import refuse_existing, write_file
from bot.surfaces.study.objects import item_object
from bot.surfaces.terminal import write

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from bot.kb import KnowledgeBase
    from bot.study import Item
    from bot.surfaces.study.quiz import Wish

PRINTED = "-"
SEED = 1
"""Where only a number was wished for, so that the same command writes the same file."""


def export_items(knowledge: KnowledgeBase, wish: Wish, targets: Mapping[str, Path | None], *, force: bool) -> int:
    """Write the items to every file that was named.

    Raises InputError where no file is named, one exists or no item fits; SettingsError where one cannot be written.
    """
    named = {kind: file for kind, file in targets.items() if file is not None}
    if not named:
        raise InputError("No file is named.", "Give one or more of --anki, --csv, --json and --html with a file.")
    if str(named.get("anki", "")) == PRINTED:
        raise InputError("A deck cannot be printed.", "Give --anki a file name, such as deck.apkg.")
    files = {kind: file for kind, file in named.items() if str(file) != PRINTED}
    if len({*files.values()}) < len(files):
        raise InputError("Two formats have the same file.", "Give each its own name.")
    for file in files.values():
        refuse_existing(file, force=force)
    items = chosen_items(knowledge, wish)
    contents = {kind: _content(kind, items, knowledge) for kind in named}
    for kind, file in named.items():
        if kind not in files:
            write(contents[kind].decode().rstrip("\n"))
            continue
        write_file(file, contents[kind])
        write(f"{len(items)} {'question' if len(items) == 1 else 'questions'}: {file}")
    return ExitCode.OK


def chosen_items(knowledge: KnowledgeBase, wish: Wish) -> Sequence[Item]:
    """Return all that fit in the order of the study file, or those that a seed or a number draws."""
    bank = build_bank(knowledge)
    seed = SEED if wish.seed is None else wish.seed
    drawn = bank.draw(seed, group=wish.group, number=wish.number, difficulty=wish.difficulty)
    if wish.seed is not None or wish.number is not None:
        return drawn
    ids = {item.id for item in drawn}
    return [item for item in bank.items if item.id in ids]


def _content(kind: str, items: Sequence[Item], knowledge: KnowledgeBase) -> bytes:
    title = f"{knowledge.lexicon.drug.capitalize()}: practice"
    if kind == "anki":
        from bot.study.export.anki import anki_deck

        return anki_deck(items, title)
    if kind == "csv":
        from bot.study.export.table import csv_table

        return csv_table(items).encode()
    if kind == "html":
        from bot.study.export.sheet import html_sheet

        return html_sheet(items, title, knowledge.wording.disclaimer).encode()
    shown = {"title": title, "base": knowledge.version, "items": [item_object(item) for item in items]}
    return (json.dumps(shown, ensure_ascii=False, indent=1) + "\n").encode()
