"""What students carry away: opened as Anki, a spreadsheet and a browser would open it."""

from __future__ import annotations

import csv
import html.parser
import io
import json
import re
import shutil
import sqlite3
import subprocess
import zipfile
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from bot.study.export.sheet import html_sheet
from bot.study.export.table import COLUMNS, csv_table

if TYPE_CHECKING:
    from pathlib import Path

    from bot.kb import KnowledgeBase
    from bot.study import Item, ItemBank

SEPARATOR = "\x1f"
CHROMIUM = next(
    (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), ""
)


@pytest.fixture(scope="module")
def items(bank: ItemBank) -> tuple[Item, ...]:
    return bank.draw(9, number=40)


# Anki


def notes_of(deck: bytes, folder: Path) -> dict[str, tuple[list[str], str]]:
    """Open a deck as Anki does: a zip with a database; return each note's fields and tags by its identity."""
    with zipfile.ZipFile(io.BytesIO(deck)) as packed:
        packed.extract("collection.anki2", folder)
    with closing(sqlite3.connect(folder / "collection.anki2")) as database:
        rows = database.execute("select guid, flds, tags from notes").fetchall()
        assert database.execute("select count(*) from cards").fetchone() == (len(rows),)
    return {guid: (fields.split(SEPARATOR), tags) for guid, fields, tags in rows}


@pytest.fixture
def decks() -> object:
    pytest.importorskip("genanki", reason="the extra 'study' is not installed")
    from bot.study.export.anki import anki_deck

    return anki_deck


def test_every_card_has_its_answer_citation_and_disclaimer(items: tuple[Item, ...], decks, tmp_path: Path) -> None:
    notes = notes_of(decks(items, "Practice"), tmp_path)
    assert len(notes) == len(items)
    by_id = {fields[0]: (fields, tags) for fields, tags in notes.values()}
    for item in items:
        _, question, choices, answer, _, facts, confusions, sources, disclaimer = by_id[item.id][0]
        assert question
        assert answer
        assert choices.count("<li>") == len(item.choices)
        assert confusions.count("<li>") == sum(not choice.right for choice in item.choices)
        assert "[1]" in facts
        assert item.evidence[0].references[0].source.publisher.split(" (")[0].replace("&", "&amp;") in sources
        assert disclaimer
        assert {item.group, item.topic} <= set(by_id[item.id][1].split())


def test_exporting_again_keeps_every_identity(items: tuple[Item, ...], bank: ItemBank, decks, tmp_path: Path) -> None:
    """Anki updates a note whose identity it knows: progress stays, whatever else is in the newer deck."""
    first = notes_of(decks(items, "Practice"), tmp_path)
    more = notes_of(decks(bank.draw(9, number=60), "Practice"), tmp_path)
    assert first.keys() < more.keys()
    assert all(more[guid][0] == fields for guid, (fields, _) in first.items())


def test_note_type_and_deck_stay_the_same_ones(items: tuple[Item, ...], decks, tmp_path: Path) -> None:
    found = []
    for count in (3, 5):
        notes_of(decks(items[:count], "Practice"), tmp_path)
        with closing(sqlite3.connect(tmp_path / "collection.anki2")) as database:
            models, named = database.execute("select models, decks from col").fetchone()
        found.append((sorted(json.loads(models)), sorted(json.loads(named))))
    assert found[0] == found[1]


# Tables


def test_a_spreadsheet_reads_the_table_back(items: tuple[Item, ...]) -> None:
    rows = list(csv.DictReader(io.StringIO(csv_table(items), newline="")))
    assert list(rows[0]) == list(COLUMNS)
    for row, item in zip(rows, items, strict=True):
        assert row["id"] == item.id
        assert [row[f"choice {n}"] for n in range(1, 5) if row[f"choice {n}"]] == [c.text for c in item.choices]
        assert row["answer"] == item.answer
        assert row["sources"]
        assert row["disclaimer"] == item.disclaimer
        assert not any(value.startswith(("=", "+", "@")) for value in row.values()), "no cell is a formula"


# The sheet


class Page(html.parser.HTMLParser):
    """Gathers what a reader of a page relies on."""

    VOID = frozenset(("meta", "br", "hr"))

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.targets: list[str] = []
        self.text: list[str] = []
        self.language = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        self.tags.append(tag)
        if tag not in self.VOID:
            self.open.append(tag)
        if tag == "html":
            self.language = told.get("lang") or ""
        if told.get("id"):
            self.ids.append(str(told["id"]))
        for key in ("href", "aria-labelledby", "src"):
            if told.get(key):
                self.targets.append(str(told[key]).removeprefix("#"))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text.append(data)


@pytest.fixture(scope="module")
def sheet(items: tuple[Item, ...], knowledge: KnowledgeBase) -> str:
    return html_sheet(items, "Practice <sheet>", knowledge.wording.disclaimer)


def test_the_page_is_whole_and_stands_alone(sheet: str, items: tuple[Item, ...], knowledge: KnowledgeBase) -> None:
    page = Page()
    page.feed(sheet)
    assert page.open == []
    assert page.language == "en"
    assert not {"script", "img", "link", "iframe"} & set(page.tags)
    assert len(page.ids) == len(set(page.ids))
    assert set(page.targets) <= set(page.ids), "every link and label leads somewhere in the page"
    assert page.tags.count("h1") == 1
    assert page.tags.count("main") == 1
    shown = " ".join(" ".join(page.text).split())
    for item in items:
        for words in (item.question, item.answer, item.facts[0].text, *item.working):
            assert " ".join(words.split()) in shown
    assert shown.count(knowledge.wording.disclaimer) == 2
    assert "Practice <sheet>" in shown


def test_no_answer_stands_among_the_questions(sheet: str) -> None:
    front, back = sheet.split('<section id="answers"')
    assert "Not “" not in front
    assert 'class="source"' not in front
    assert back.count('class="answer"') == front.count('class="question"')


def test_colors_can_be_read(sheet: str) -> None:
    """WCAG AA: 4.5 to 1 against the white page."""
    colors = set(re.findall(r"[^-]color: #([0-9a-f]{6});", sheet))
    assert colors
    for color in colors:
        parts = [int(color[i : i + 2], 16) / 255 for i in (0, 2, 4)]
        light = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        luminance = 0.2126 * light[0] + 0.7152 * light[1] + 0.0722 * light[2]
        assert 1.05 / (luminance + 0.05) >= 4.5, color


@pytest.mark.skipif(not CHROMIUM, reason="no chromium on this machine: the sheet was not printed")
def test_a_browser_prints_questions_first_and_answers_on_a_new_page(sheet: str, tmp_path: Path) -> None:
    page, printed = tmp_path / "sheet.html", tmp_path / "sheet.pdf"
    front, back = sheet.split('<section id="answers"')
    head = front.split("<body>")[0]
    parts = {
        "whole": sheet,
        "front": f"{front}</main></body></html>",
        "back": f'{head}<body><main><section id="answers"{back}',
    }
    pages: dict[str, int] = {}
    for name, text in parts.items():
        page.write_text(text, "utf-8")
        subprocess.run(
            [CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
             f"--user-data-dir={tmp_path / 'profile'}", f"--print-to-pdf={printed}", page.as_uri()],
            check=True, capture_output=True, timeout=100,
        )  # fmt: skip
        content = printed.read_bytes()
        assert content.startswith(b"%PDF")
        pages[name] = len(re.findall(rb"/Type\s*/Page\b", content))
    assert pages["front"] >= 2
    assert pages["whole"] == pages["front"] + pages["back"], "the answers begin on a page of their own"
