"""A deck for Anki, made by genanki (extra ``study``).

Every note keeps its identity from one export to the next: it is made of the item's id, so that a newer deck updates
the cards and a learner's progress stays.
"""

from __future__ import annotations

import html
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import bot
from bot.answering.layout import reference_lines
from bot.study.extras import load_extra
from bot.study.lines import confusion_of, references_of, statement_of
from bot.study.making import digest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.study.model import Item

FIELDS = ("Id", "Question", "Choices", "Answer", "Working", "Facts", "Confusions", "Sources", "Disclaimer")
"""The first is what Anki tells duplicates by: several questions may have the same words."""
FRONT = '<div class="question">{{Question}}</div>{{#Choices}}<ol type="a">{{Choices}}</ol>{{/Choices}}'
BACK = """{{FrontSide}}
<hr id="answer">
<div class="answer">{{Answer}}</div>
{{#Working}}<p>{{Working}}</p>{{/Working}}
<div class="facts">{{Facts}}</div>
{{#Confusions}}<details><summary>Why not the others?</summary><ul>{{Confusions}}</ul></details>{{/Confusions}}
<div class="sources">{{Sources}}</div>
<div class="disclaimer">{{Disclaimer}}</div>"""
STYLE = """.card { font-family: system-ui, sans-serif; font-size: 20px; line-height: 1.45; text-align: left;
  max-width: 40em; margin: 0 auto; }
.question { font-weight: 600; }
.answer { font-weight: 600; }
.facts { margin: 0.6em 0; }
.sources, .disclaimer, details { font-size: 15px; }
.disclaimer { font-style: italic; margin-top: 0.6em; }"""
ID_SPAN = 1 << 30
"""Anki's ids of decks and note types lie above it, so that they never look like a time."""


def anki_deck(items: Sequence[Item], name: str) -> bytes:
    """Return an .apkg file; raises SettingsError where the extra is missing."""
    library = load_extra("genanki", "study", "Decks for Anki")
    model = library.Model(
        _number("model"),
        f"{bot.APP_NAME} question",
        fields=[{"name": field} for field in FIELDS],
        templates=[{"name": "Question", "qfmt": FRONT, "afmt": BACK}],
        css=STYLE,
        sort_field_index=FIELDS.index("Question"),
    )
    deck = library.Deck(_number("deck", name), name)
    for item in items:
        deck.add_note(_note(library, model, item))
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "deck.apkg"
        library.Package(deck).write_to_file(str(file))
        return file.read_bytes()


def guid_of(item: Item) -> str:
    """Return the identity that Anki knows a note by."""
    return digest(bot.APP_NAME, "note", item.id)[:20]


def _note(library: Any, model: Any, item: Item) -> Any:
    wrong = [choice for choice in item.choices if not choice.right]
    values = (
        item.id,
        html.escape(item.question),
        "".join(f"<li>{html.escape(choice.text)}</li>" for choice in item.choices),
        html.escape(item.answer),
        _lines(item.working),
        _lines([statement_of(shown) for shown in item.evidence]),
        "".join(f"<li><b>{html.escape(choice.text)}</b>: {html.escape(confusion_of(choice))}</li>" for choice in wrong),
        _lines(reference_lines(references_of(item, wrong))),
        html.escape(item.disclaimer),
    )
    tags = [item.group, item.topic, str(item.kind), str(item.difficulty)]
    return library.Note(model=model, fields=list(values), guid=guid_of(item), tags=tags)


def _lines(lines: Sequence[str]) -> str:
    return "<br>".join(html.escape(line) for line in lines)


def _number(*parts: str) -> int:
    return ID_SPAN + int(digest(bot.APP_NAME, *parts)[:7], 16)
