"""From typed files to the knowledge base: figures filled in, ids resolved, places kept for later faults."""

from __future__ import annotations

from sys import intern
from typing import TYPE_CHECKING, TypeVar, cast

from bot.kb import model, schema
from bot.kb.faults import Fault
from bot.kb.figures import figure_ids, fill_figures
from bot.kb.study_convert import pack_study

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from decimal import Decimal

    from bot.kb.reader import Typed

EntryT = TypeVar("EntryT", bound=schema.Entry)


def build_knowledge(typed: Typed, version: str) -> tuple[model.KnowledgeBase | None, list[Fault]]:
    """Build the base; the faults are texts that name a figure that does not exist."""
    faults: list[Fault] = []
    figures = {key: _figure(key, entry) for key, entry in _mapping(typed, "posology.yaml", schema.FigureEntry).items()}
    topics = {}
    for topic_id, (group, file) in typed.topics.items():
        topics[topic_id] = _topic(typed, topic_id, group, file, figures, faults)
    emergencies = _emergencies(typed, figures, faults)
    if faults:
        return None, faults
    knowledge = model.KnowledgeBase(
        version=version,
        topics=topics,
        sources={
            key: model.Source(id=key, **entry.model_dump())
            for key, entry in _mapping(typed, "sources.yaml", schema.SourceEntry).items()
        },
        figures=figures,
        lexicon=_lexicon(typed),
        emergencies=emergencies,
        wording=_wording(typed),
        practice=pack_study(typed.singles.get("study.yaml")),
    )
    return knowledge, faults


def _single(typed: Typed, name: str, kind: type[EntryT]) -> EntryT:
    entry = typed.singles[name]
    assert isinstance(entry, kind)  # noqa: S101 -- the reader typed it by the same table
    return entry


def _mapping(typed: Typed, name: str, kind: type[EntryT]) -> dict[str, EntryT]:
    return {key: entry for key, entry in typed.mappings[name].items() if isinstance(entry, kind)}


def _figure(key: str, entry: schema.FigureEntry) -> model.Figure:
    if entry.amount is not None:
        values: tuple[Decimal, ...] = (entry.amount,)
    elif entry.values is not None:
        values = tuple(entry.values)
    else:
        values = cast("tuple[Decimal, Decimal]", (entry.low, entry.high))
    return model.Figure(
        id=key,
        route=entry.route,
        population=entry.population,
        purpose=entry.purpose,
        per=entry.per,
        values=values,
        is_range=entry.low is not None,
        unit=entry.unit,
        jurisdiction=entry.jurisdiction,
        citations=_citations(entry.citations),
        policy=entry.policy,
    )


def _citations(entries: Iterable[schema.CitationEntry]) -> tuple[model.Citation, ...]:
    return tuple(model.Citation(entry.source, entry.locator) for entry in entries)


class _Filler:
    """Fills the figures of one file's texts and notes those that do not exist."""

    def __init__(self, typed: Typed, path: str, figures: Mapping[str, model.Figure], faults: list[Fault]) -> None:
        self.document = typed.documents[path]
        self.figures = figures
        self.faults = faults

    def fact(
        self, fact_id: str, entry: schema.FactEntry | schema.ShortEntry, where: tuple[str | int, ...]
    ) -> model.Fact:
        named = figure_ids(entry.text)
        unknown = [name for name in named if name not in self.figures]
        for name in unknown:
            line = self.document.line_of((*where, "text"))
            what = f"The text names the figure '{name}', which does not exist."
            self.faults.append(Fault(self.document.path, line, what, "Add it to posology.yaml, or mend its name."))
        text = entry.text if unknown else fill_figures(entry.text, self.figures)
        return model.Fact(fact_id, text, _citations(entry.citations), named)

    def facts(self, owner: str, key: str, entries: Iterable[schema.FactEntry]) -> tuple[model.Fact, ...]:
        return tuple(self.fact(f"{owner}/{entry.id}", entry, (key, i)) for i, entry in enumerate(entries))


def _topic(
    typed: Typed,
    topic_id: str,
    group: str,
    file: schema.TopicFile,
    figures: Mapping[str, model.Figure],
    faults: list[Fault],
) -> model.Topic:
    filler = _Filler(typed, f"topics/{group}/{topic_id}.yaml", figures, faults)
    return model.Topic(
        id=topic_id,
        group=group,
        title=file.title,
        short=filler.fact(f"{topic_id}/short", file.short, ("short",)),
        facts=filler.facts(topic_id, "facts", file.facts),
        more=filler.facts(topic_id, "more", file.more),
        phrasings=tuple(file.phrasings),
        see_also=tuple(file.see_also),
        reviewed=file.reviewed,
    )


def _emergencies(typed: Typed, figures: Mapping[str, model.Figure], faults: list[Fault]) -> model.Emergencies:
    numbers = _single(typed, "emergencies/numbers.yaml", schema.NumbersFile)
    cues = _single(typed, "emergencies/cues.yaml", schema.CuesFile)
    languages = _single(typed, "emergencies/languages.yaml", schema.LanguagesFile)
    dangers = {}
    for danger_id, file in typed.dangers.items():
        filler = _Filler(typed, f"emergencies/{danger_id}.yaml", figures, faults)
        dangers[danger_id] = model.Danger(
            id=danger_id,
            title=file.title,
            lead=file.lead,
            contact=file.contact,
            steps=filler.facts(danger_id, "steps", file.steps),
            see=tuple(file.see),
            examples=tuple(file.examples),
            reviewed=file.reviewed,
        )
    return model.Emergencies(
        dangers=dangers,
        countries={entry.code: _country(entry) for entry in numbers.countries},
        fallback=numbers.fallback,
        languages={
            code: model.Language(code, entry.lead, entry.note, entry.review)
            for code, entry in languages.languages.items()
        },
        cues={key: model.CueGroup(key, entry.points, tuple(entry.words)) for key, entry in cues.cues.items()},
        calm=tuple(_single(typed, "emergencies/calm.yaml", schema.CalmFile).examples),
    )


def _country(entry: schema.CountryEntry) -> model.Country:
    given = {"ambulance": entry.ambulance, "poison": entry.poison, "crisis": entry.crisis, "vet": entry.vet}
    numbers = {
        contact: model.EmergencyNumber(number.label, number.number, number.source, number.checked)
        for contact, number in given.items()
        if number is not None
    }
    return model.Country(entry.code, entry.name, numbers)


def _lexicon(typed: Typed) -> model.Lexicon:
    file = _single(typed, "lexicon.yaml", schema.LexiconFile)
    messages = _single(typed, "messages.yaml", schema.MessagesFile)
    foreign = _single(typed, "foreign.yaml", schema.ForeignFile)
    medicines = _single(typed, "medicines.yaml", schema.NamesFile)
    common = _single(typed, "common-words.yaml", schema.NamesFile)
    return model.Lexicon(
        drug=file.drug.name,
        drug_names=tuple(file.drug.names),
        brands=tuple(model.Brand(brand.name, brand.route, brand.mg_per_ml) for brand in file.drug.brands),
        look_alikes=tuple(file.drug.look_alikes),
        classes=tuple(
            model.DrugClass(key, entry.title, entry.topic, entry.sedating, entry.medicine, tuple(entry.names))
            for key, entry in file.classes.items()
        ),
        concepts=_tuples(file.concepts),
        weak_words=_tuples(file.weak_words),
        declines=_tuples(messages.declines),
        small_talk=_tuples(messages.small_talk),
        foreign={code: _tuples(words) for code, words in foreign.languages.items()},
        other_medicines=frozenset(map(intern, medicines.names.replace("_", " ").split("\n"))),
        stems=tuple(file.stems),
        common_words=frozenset(map(intern, common.names.split())),
        vague=tuple((tuple(entry.say), tuple(entry.offer)) for entry in file.vague),
        overview_topics=tuple(file.overview_topics),
        interaction_overview=file.interaction_overview,
    )


def _tuples(lists: Mapping[str, list[str]]) -> dict[str, tuple[str, ...]]:
    """Keep lists of words, equal words as one object: the look-ups made from them hold the same words again."""
    return {intern(key): tuple(map(intern, values)) for key, values in lists.items()}


def _wording(typed: Typed) -> model.Wording:
    file = _single(typed, "wording.yaml", schema.WordingFile)
    doses = _mapping(typed, "wording-doses.yaml", schema.DoseTextEntry)
    return model.Wording(
        disclaimer=file.disclaimer,
        texts=dict(file.texts),
        doses={
            key: model.DoseText(key, entry.text, tuple(entry.figures), _citations(entry.citations))
            for key, entry in doses.items()
        },
    )
