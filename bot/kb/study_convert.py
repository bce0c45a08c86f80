"""From the typed study file to the model."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.kb.packed import Packed
from bot.kb.study import Study, StudyCase, StudyGap, StudyRow, StudyTable, StudyWrong
from bot.kb.study_schema import StudyCaseEntry, StudyFile, StudyGapEntry, StudyTableEntry

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.kb.schema import Entry


def pack_study(file: Entry | None) -> Packed[Study] | None:
    """Build what questions are made from; None where there is no study file."""
    return Packed(_study(file)) if isinstance(file, StudyFile) else None


def _study(file: StudyFile) -> Study:
    return Study(
        tables=tuple(_table(key, entry) for key, entry in file.tables.items()),
        gaps=tuple(_gap(entry) for entry in file.gaps),
        cases=tuple(_case(key, entry) for key, entry in file.cases.items()),
        never_figures=frozenset(file.never.figures),
        never_facts=frozenset(file.never.facts),
        countries=_tuples(file.countries),
        synonyms=tuple(tuple(words) for words in file.synonyms),
    )


def _table(key: str, entry: StudyTableEntry) -> StudyTable:
    rows = tuple(StudyRow(row.what, row.answer, row.figure, row.fact, tuple(row.also)) for row in entry.rows)
    return StudyTable(key, entry.ask, entry.back, entry.say, entry.fill, entry.slips, entry.difficulty, rows)


def _gap(entry: StudyGapEntry) -> StudyGap:
    wrong = tuple(StudyWrong(other.text, other.why, other.fact) for other in entry.wrong)
    return StudyGap(entry.fact, entry.id, entry.cut, entry.lead, wrong, entry.say, entry.difficulty)


def _case(key: str, entry: StudyCaseEntry) -> StudyCase:
    return StudyCase(
        id=key,
        solver=entry.solver,
        ask=entry.ask,
        figures=_tuples(entry.figures),
        numbers=_tuples(entry.numbers),
        facts=tuple(entry.facts),
        most=entry.most,
        difficulty=entry.difficulty,
    )


def _tuples(lists: Mapping[str, list[str]]) -> dict[str, tuple[str, ...]]:
    return {key: tuple(values) for key, values in lists.items()}
