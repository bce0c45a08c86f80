"""Items as a table of comma-separated values, for spreadsheets and for other card programs."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from bot.answering.layout import reference_lines
from bot.study.lines import references_of, statement_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.study.model import Item

CHOICES = 4
COLUMNS = (
    "id", "kind", "group", "topic", "difficulty", "question",
    *(f"choice {number}" for number in range(1, CHOICES + 1)),
    "answer", "working", "facts", "sources", "disclaimer",
)  # fmt: skip


def csv_table(items: Sequence[Item]) -> str:
    """Return the table with a header line; several lines of one cell are divided by ' | '."""
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for item in items:
        choices = [choice.text for choice in item.choices]
        row = [item.id, item.kind, item.group, item.topic, item.difficulty, item.question]
        row += [*choices, *[""] * (CHOICES - len(choices))]
        row += [item.answer, " | ".join(item.working), " | ".join(statement_of(shown) for shown in item.evidence)]
        row += [" | ".join(reference_lines(references_of(item, []))), item.disclaimer]
        writer.writerow(row)
    return target.getvalue()
