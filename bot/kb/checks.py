"""Rules across files: what no single file can show. Each finding says where, what and how to mend it."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

from bot.kb.faults import Fault
from bot.kb.figures import WRITTEN_MASS
from bot.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bot.kb import schema
    from bot.kb.model import KnowledgeBase
    from bot.kb.nodes import Document
    from bot.kb.reader import Reading, Typed

MAX_FACT_WORDS = 40
FACTS_RANGE = (3, 7)
REVIEW_MAX_AGE = timedelta(days=730)
NUMBER_WARN_AGE = timedelta(days=274)
NUMBER_MAX_AGE = timedelta(days=365)

# The ISMP list of error-prone abbreviations, as far as it can be seen in a text.
_ERROR_PRONE = (
    (re.compile(r"[µμ]g"), "The Greek letter can be read as 'mg'.", "Write 'mcg'."),
    (
        re.compile(r"\b\d+\.0+\b(?!\.)"),
        "A trailing zero can be read as ten times the number.",
        "Leave it out.",
    ),
    (
        re.compile(r"(?<![\d.])\.\d"),
        "A number without its leading zero can be misread.",
        "Write '0.5', not '.5'.",
    ),
    (
        re.compile(r"\b(?:q\.?d|q\.?i\.?d|t\.?i\.?d|b\.?i\.?d|q\.?o\.?d|q\.?h\.?s)\b\.?", re.IGNORECASE),
        "An abbreviated frequency can be misread.",
        "Write it out: 'three times a day'.",
    ),
    (re.compile(r"\b\d+ ?cc\b"), "'cc' can be misread.", "Write 'mL'."),
    (re.compile(r"\b\d+ ?(?:U|IU)\b"), "'U' can be read as a zero.", "Write 'units'."),
)


def check_rules(reading: Reading, today: date) -> list[Fault]:
    """Run every rule on a base that could be read; a base with faults is checked once they are mended."""
    if reading.knowledge is None:
        return []
    typed, knowledge = reading.typed, reading.knowledge
    faults = [
        *_topic_rules(typed, knowledge, today),
        *_phrasing_rules(typed),
        *_figure_rules(typed, knowledge),
        *_emergency_rules(typed, knowledge, today),
        *_lexicon_rules(typed, knowledge),
        *_source_rules(typed, knowledge),
    ]
    for name in ("wording.yaml", "emergencies/languages.yaml"):
        faults.extend(style_faults(typed.documents[name]))
    return sorted(set(faults))


def _topic_rules(typed: Typed, knowledge: KnowledgeBase, today: date) -> Iterator[Fault]:
    for topic_id, (group, file) in typed.topics.items():
        document = typed.documents[f"topics/{group}/{topic_id}.yaml"]
        yield from _fact_rules(document, ("short",), [file.short], knowledge, single=True)
        for key, entries in (("facts", file.facts), ("more", file.more)):
            yield from _fact_rules(document, (key,), entries, knowledge)
        yield from _repeated(document, [entry.id for entry in (*file.facts, *file.more)])
        if not FACTS_RANGE[0] <= len(file.facts) <= FACTS_RANGE[1]:
            what = f"The topic has {len(file.facts)} facts."
            yield _at(document, ("facts",), what, "Keep 3 to 7, and put the rest under 'more'.")
        for i, other in enumerate(file.see_also):
            if other not in knowledge.topics or other == topic_id:
                yield _at(document, ("see_also", i), f"'{other}' is no other topic.", "Name a topic's id.")
        if not file.phrasings:
            yield _at(document, ("phrasings",), "The topic has no phrasings.", "Add how people ask for it.")
        yield from _review(document, file.reviewed, today)


def _fact_rules(
    document: Document,
    where: tuple[str | int, ...],
    entries: Iterable[schema.FactEntry | schema.ShortEntry],
    knowledge: KnowledgeBase,
    *,
    single: bool = False,
) -> Iterator[Fault]:
    for i, entry in enumerate(entries):
        place = where if single else (*where, i)
        if len(entry.text.split()) > MAX_FACT_WORDS:
            what = f"The text has {len(entry.text.split())} words."
            yield _at(document, (*place, "text"), what, f"Cut it to {MAX_FACT_WORDS} or fewer, or make two of it.")
        yield from _style(document, [((*place, "text"), entry.text)])
        for j, citation in enumerate(entry.citations):
            if citation.source not in knowledge.sources:
                what = f"The source '{citation.source}' does not stand in sources.yaml."
                yield _at(document, (*place, "citations", j), what, "Add it there, or mend the id.")


def style_faults(document: Document) -> Iterator[Fault]:
    """Yield every mass written out and every error-prone form in a file's texts."""
    yield from _style(document, _texts(document.data, ()))


def _style(document: Document, texts: Iterable[tuple[tuple[str | int, ...], str]]) -> Iterator[Fault]:
    for place, text in texts:
        if found := WRITTEN_MASS.search(text):
            what = f"'{found[0]}' is a mass written in the text."
            yield _at(document, place, what, "Give it an entry in posology.yaml and name it here, {its-id}.")
        for pattern, what, mend in _ERROR_PRONE:
            if pattern.search(text):
                yield _at(document, place, what, mend)


def _repeated(document: Document, ids: list[str]) -> Iterator[Fault]:
    for fact_id in sorted({fact_id for fact_id in ids if ids.count(fact_id) > 1 or fact_id == "short"}):
        yield _at(document, ("facts",), f"The fact id '{fact_id}' is taken.", "Give each fact its own id.")


def _review(document: Document, reviewed: date, today: date) -> Iterator[Fault]:
    if reviewed > today:
        yield _at(
            document,
            ("reviewed",),
            f"The review date {reviewed} lies in the future.",
            "Write the day it was done.",
        )
    elif today - reviewed > REVIEW_MAX_AGE:
        what = f"The last review, {reviewed}, is over two years old."
        yield _at(document, ("reviewed",), what, "Hold the facts against their sources again.", warning=True)


def _phrasing_rules(typed: Typed) -> Iterator[Fault]:
    owners: dict[str, tuple[str, int]] = {}
    for topic_id, (group, file) in typed.topics.items():
        document = typed.documents[f"topics/{group}/{topic_id}.yaml"]
        for i, phrasing in enumerate(file.phrasings):
            key = " ".join(fold(phrasing))
            line = document.line_of(("phrasings", i))
            if key in owners:
                path, other = owners[key]
                what = f"The phrasing '{phrasing}' stands also at {path}:{other}."
                yield Fault(document.path, line, what, "Keep it where it belongs.")
            else:
                owners[key] = (document.path, line)


def _figure_rules(typed: Typed, knowledge: KnowledgeBase) -> Iterator[Fault]:
    document = typed.documents["posology.yaml"]
    for figure in knowledge.figures.values():
        for i, citation in enumerate(figure.citations):
            if citation.source not in knowledge.sources:
                what = f"The source '{citation.source}' does not stand in sources.yaml."
                yield _at(document, (figure.id, "citations", i), what, "Add it there, or mend the id.")
    doses = typed.documents["wording-doses.yaml"]
    for text in knowledge.wording.doses.values():
        for i, citation in enumerate(text.citations):
            if citation.source not in knowledge.sources:
                what = f"The source '{citation.source}' does not stand in sources.yaml."
                yield _at(doses, (text.id, "citations", i), what, "Add it there, or mend the id.")
        for i, name in enumerate(text.figures):
            if name not in knowledge.figures:
                what = f"The figure '{name}' does not exist."
                yield _at(doses, (text.id, "figures", i), what, "Add it to posology.yaml, or mend its name.")
        yield from _style(doses, [((text.id, "text"), text.text)])


def _emergency_rules(typed: Typed, knowledge: KnowledgeBase, today: date) -> Iterator[Fault]:
    for danger_id, file in typed.dangers.items():
        document = typed.documents[f"emergencies/{danger_id}.yaml"]
        yield from _fact_rules(document, ("steps",), file.steps, knowledge)
        yield from _style(document, [(("lead",), file.lead)])
        yield from _review(document, file.reviewed, today)
        for i, topic_id in enumerate(file.see):
            if topic_id not in knowledge.topics:
                yield _at(document, ("see", i), f"'{topic_id}' is no topic.", "Name a topic's id.")
        for name in (name for step in knowledge.emergencies.dangers[danger_id].steps for name in step.figures):
            yield _at(document, ("steps",), f"An emergency names a dose ({name}).", "Leave amounts out here.")
    numbers = typed.documents["emergencies/numbers.yaml"]
    for i, country in enumerate(knowledge.emergencies.countries.values()):
        for contact, number in country.numbers.items():
            place = ("countries", i, contact)
            if number.source not in knowledge.sources:
                yield _at(
                    numbers,
                    place,
                    f"The source '{number.source}' does not stand in sources.yaml.",
                    "Add it there.",
                )
            age = today - number.checked
            if age > NUMBER_WARN_AGE or age < timedelta(0):
                what = f"The number for {country.name} ({contact}) was checked on {number.checked}."
                old = timedelta(0) <= age <= NUMBER_MAX_AGE
                yield _at(numbers, place, what, "Check it again and write today's date.", warning=old)


def _lexicon_rules(typed: Typed, knowledge: KnowledgeBase) -> Iterator[Fault]:
    document = typed.documents["lexicon.yaml"]
    lexicon = knowledge.lexicon
    for i, drug_class in enumerate(lexicon.classes):
        if drug_class.topic and drug_class.topic not in knowledge.topics:
            what = f"The class '{drug_class.id}' points to '{drug_class.topic}', which is no topic."
            yield _at(document, ("classes", drug_class.id), what, f"Name a topic's id (class {i + 1}).")
    for i, topic_id in enumerate((*lexicon.overview_topics, lexicon.interaction_overview)):
        if topic_id not in knowledge.topics:
            where = ("overview_topics", i) if i < len(lexicon.overview_topics) else ("interaction_overview",)
            yield _at(document, where, f"'{topic_id}' is no topic.", "Name a topic's id.")
    for i, (_, offered) in enumerate(lexicon.vague):
        for topic_id in offered:
            if topic_id not in knowledge.topics:
                yield _at(document, ("vague", i), f"'{topic_id}' is no topic.", "Name a topic's id.")
    weak = {" ".join(fold(word)) for words in lexicon.weak_words.values() for word in words}
    owners: dict[str, str] = {}
    for concept, words in lexicon.concepts.items():
        for j, word in enumerate(words):
            key = " ".join(fold(word))
            if key in weak:
                what = f"'{word}' is a weak word and says nothing by itself."
                yield _at(document, ("concepts", concept, j), what, "Use it only inside a word group.")
            if owners.setdefault(key, concept) != concept:
                what = f"'{word}' stands also under the concept '{owners[key]}'."
                yield _at(document, ("concepts", concept, j), what, "Keep it under one.")


def _source_rules(typed: Typed, knowledge: KnowledgeBase) -> Iterator[Fault]:
    document = typed.documents["sources.yaml"]
    cited = {c.source for topic in knowledge.topics.values() for fact in topic.all_facts for c in fact.citations}
    cited |= {c.source for figure in knowledge.figures.values() for c in figure.citations}
    cited |= {c.source for text in knowledge.wording.doses.values() for c in text.citations}
    dangers = knowledge.emergencies.dangers.values()
    cited |= {c.source for danger in dangers for step in danger.steps for c in step.citations}
    countries = knowledge.emergencies.countries.values()
    cited |= {number.source for country in countries for number in country.numbers.values()}
    for source in knowledge.sources.values():
        if source.id not in cited:
            yield _at(
                document,
                (source.id,),
                f"Nothing cites '{source.id}'.",
                "Delete it, or cite it.",
                warning=True,
            )


def _at(document: Document, where: tuple[str | int, ...], what: str, mend: str, *, warning: bool = False) -> Fault:
    return Fault(document.path, document.line_of(where), what, mend, warning)


def _texts(value: object, where: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Walk every text of a document with its place."""
    if isinstance(value, str):
        yield where, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _texts(inner, (*where, key))
    elif isinstance(value, list):
        for i, inner in enumerate(value):
            yield from _texts(inner, (*where, i))
