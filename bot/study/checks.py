"""What must hold of a study file and of every item made from it; each finding says how to mend it."""

from __future__ import annotations

import re
import string
from typing import TYPE_CHECKING

from bot.kb.checks import style_faults
from bot.kb.faults import Fault
from bot.study.cases import SOLVERS, case_drafts
from bot.study.gaps import gap_drafts, sentence_of
from bot.study.item_rules import ItemRules
from bot.study.making import Maker
from bot.study.model import ItemKind
from bot.study.tables import table_drafts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bot.kb import KnowledgeBase
    from bot.kb.nodes import Document
    from bot.kb.reader import Reading
    from bot.kb.study import Study, StudyCase, StudyGap, StudyTable
    from bot.study.making import Draft
    from bot.study.model import Item

FILE = "study.yaml"


def study_faults(reading: Reading) -> list[Fault]:
    """List what is wrong with a base's study file; nothing where it has none or could not be read."""
    knowledge = reading.knowledge
    if knowledge is None or knowledge.study is None:
        return []
    document = reading.typed.documents[FILE]
    finder = _Finder(knowledge, knowledge.study, document)
    marks = sorted({*finder.marks(), *style_faults(document)})
    return marks or sorted(set(finder.items()))


class _Finder:
    """Looks at marks first: items are made only of marks that hold."""

    def __init__(self, knowledge: KnowledgeBase, study: Study, document: Document) -> None:
        self.knowledge, self.study, self.document = knowledge, study, document
        self.maker = Maker(knowledge)

    def marks(self) -> Iterator[Fault]:
        """Check that every mark points at a fact or figure, and that its words stand there."""
        for name in sorted(self.study.never_figures - self.knowledge.figures.keys()):
            yield self._at(("never", "figures"), f"The figure '{name}' does not exist.", "Mend its name.")
        for name in sorted(self.study.never_facts - self.maker.places.keys()):
            yield self._at(("never", "facts"), f"The fact '{name}' does not exist.", "Mend its id.")
        for table in self.study.tables:
            yield from self._table_marks(table)
        for number, gap in enumerate(self.study.gaps):
            yield from self._gap_marks(gap, ("gaps", number))
        for case in self.study.cases:
            yield from self._case_marks(case)

    def _table_marks(self, table: StudyTable) -> Iterator[Fault]:
        place = ("tables", table.id)
        for key, text, needed in (
            ("ask", table.ask, {"what"}),
            ("back", table.back, {"answer"}),
            ("say", table.say, {"what", "answer"}),
            ("fill", table.fill, {"what"}),
        ):
            if text and _braces(text) != needed:
                yield self._at((*place, key), f"It needs {_named(needed)} in braces.", "Write them there, once.")
        for number, row in enumerate(table.rows):
            where = (*place, "rows", number)
            faults = [*self._fact(row.fact, where), *self._figures([row.figure] if row.figure else [], where)]
            yield from faults
            if faults:
                continue
            fact = self.maker.places[row.fact][1]
            if row.figure and row.figure not in fact.figures:
                yield self._at(where, f"'{row.fact}' does not name '{row.figure}'.", "Point at a fact that does.")
            if row.answer and not _stands_in(row.answer, fact.text):
                yield self._at(where, f"'{row.answer}' does not stand in '{row.fact}'.", "Take words of the fact.")

    def _gap_marks(self, gap: StudyGap, place: tuple[str | int, ...]) -> Iterator[Fault]:
        faults = list(self._fact(gap.fact, place))
        yield from faults
        if faults:
            return
        fact = self.maker.places[gap.fact][1]
        if sentence_of(fact, gap.cut) is None:
            what = f"'{gap.cut}' does not stand once in a sentence of '{gap.fact}'."
            yield self._at(place, what, "Take words of the fact, as they are written there.")
        for number, other in enumerate(gap.wrong):
            where = (*place, "wrong", number)
            if _stands_in(other.text, fact.text):
                yield self._at(where, f"'{other.text}' stands in the fact itself.", "Take something that is wrong.")
            faults = list(self._fact(other.fact, where)) if other.fact else []
            yield from faults
            if other.fact and not faults and not _stands_in(other.text, self.maker.places[other.fact][1].text):
                yield self._at(where, f"'{other.text}' does not stand in '{other.fact}'.", "Take words of that fact.")

    def _case_marks(self, case: StudyCase) -> Iterator[Fault]:
        place = ("cases", case.id)
        if case.solver not in SOLVERS:
            yield self._at((*place, "solver"), f"There is no solver '{case.solver}'.", f"Use: {', '.join(SOLVERS)}.")
        strange = _braces(case.ask) - {*case.figures, *case.numbers}
        if strange:
            yield self._at((*place, "ask"), f"{_named(strange)}: no such parameter.", "Add it, or mend its name.")
        for names in case.figures.values():
            yield from self._figures(names, place)
        for fact in case.facts:
            yield from self._fact(fact, place)

    def _fact(self, fact_id: str, where: tuple[str | int, ...]) -> Iterator[Fault]:
        if fact_id not in self.maker.places:
            yield self._at(where, f"The fact '{fact_id}' does not exist.", "Mend its id: topic/fact.")
            return
        fact = self.maker.places[fact_id][1]
        banned = self.study.never_figures & {*fact.figures}
        if fact_id in self.study.never_facts or banned:
            yield self._at(where, f"'{fact_id}' is never shown in a question.", "Take another fact.")
        if any(citation.source not in self.knowledge.sources for citation in fact.citations):
            yield self._at(where, f"'{fact_id}' cites an unknown source.", "Mend the fact first.")

    def _figures(self, names: Iterable[str], where: tuple[str | int, ...]) -> Iterator[Fault]:
        for name in names:
            figure = self.knowledge.figures.get(name)
            if figure is None:
                yield self._at(where, f"The figure '{name}' does not exist.", "Mend its name.")
            elif name in self.study.never_figures or figure.policy:
                yield self._at(where, f"No question asks for '{name}'.", "Take a figure that a label gives.")

    def items(self) -> Iterator[Fault]:
        """Make every item and hold it against the rules."""
        rules = ItemRules(self.knowledge, self.study)
        ids: set[str] = set()
        asked: set[tuple[str, str]] = set()
        for place, drafts in self._drafts():
            made = [self.maker.make(draft) for draft in drafts]
            for item in made:
                yield from (self._at(place, f"{_shown(item)} {what}", mend) for what, mend in rules.broken(item))
                if item.id in ids:
                    yield self._at(place, f"Two items are made from '{item.origin}'.", "Give the gap an id of its own.")
                elif (item.question, item.answer) in asked and item.kind is not ItemKind.MULTIPLE_CHOICE:
                    yield self._at(place, f"{_shown(item)} is asked twice.", "Write 'say: no' to one of the gaps.")
                ids.add(item.id)
                asked.add((item.question, item.answer))
            if not made:
                yield self._at(place, "No question comes of this.", "Give it more lines, wrong answers or values.")

    def _drafts(self) -> Iterator[tuple[tuple[str | int, ...], Iterator[Draft]]]:
        for table in self.study.tables:
            yield ("tables", table.id), table_drafts(table, self.knowledge)
        for number, gap in enumerate(self.study.gaps):
            yield ("gaps", number), gap_drafts(gap, self.maker)
        for case in self.study.cases:
            yield ("cases", case.id), case_drafts(case, self.knowledge)

    def _at(self, where: tuple[str | int, ...], what: str, mend: str) -> Fault:
        return Fault(self.document.path, self.document.line_of(where), what, mend)


def _braces(text: str) -> set[str]:
    try:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}
    except ValueError:
        return {"a closed brace"}


def _named(names: Iterable[str]) -> str:
    return " and ".join(f"{{{name}}}" for name in sorted(names))


def _stands_in(words: str, text: str) -> bool:
    """Tell whether words stand in a text as whole words."""
    return re.search(rf"(?<!\w){re.escape(words)}(?!\w)", text, re.IGNORECASE) is not None


def _shown(item: Item) -> str:
    return f"“{item.question[:60]}”:"
