"""The knowledge base as the program uses it: frozen, typed, complete."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from decimal import Decimal

    from bot.kb.packed import Packed
    from bot.kb.study import Study


@dataclass(frozen=True, slots=True)
class Source:
    """A cited work."""

    id: str
    title: str
    publisher: str
    kind: str
    """label, guideline, review, paper, leaflet, page or article."""
    date: str
    """As printed: a year, a month or a day; empty where the work has none."""
    url: str
    doi: str
    jurisdiction: str


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a statement can be checked."""

    source: str
    """A source's id."""
    locator: str
    """What a reader can turn to: section, table, page or heading."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One number (or range, or list of numbers) of the posology, said once."""

    id: str
    route: str
    population: str
    purpose: str
    per: str
    """What one amount is counted for: dose, day, tablet, mL, kg-day …"""
    values: tuple[Decimal, ...]
    """One amount; low and high where ``is_range``; else a list."""
    is_range: bool
    unit: str
    jurisdiction: str
    citations: tuple[Citation, ...]
    policy: str
    """Why, where the threshold is ours and no label's; else empty."""

    @property
    def low(self) -> Decimal:
        """The only or the lowest amount."""
        return min(self.values)

    @property
    def high(self) -> Decimal:
        """The only or the highest amount."""
        return max(self.values)


@dataclass(frozen=True, slots=True)
class Fact:
    """One statement, its figures filled in, with its citations."""

    id: str
    """Public: topic id, a slash, the fact's own id."""
    text: str
    citations: tuple[Citation, ...]
    figures: tuple[str, ...] = ()
    """Ids of the figures that the text names."""


@dataclass(frozen=True, slots=True)
class Topic:
    """What one kind of question asks for, and the answer to it."""

    id: str
    group: str
    title: str
    short: Fact
    """One sentence that answers by itself."""
    facts: tuple[Fact, ...]
    more: tuple[Fact, ...]
    """For those who want detail."""
    phrasings: tuple[str, ...]
    see_also: tuple[str, ...]
    reviewed: date

    @property
    def all_facts(self) -> tuple[Fact, ...]:
        """Every statement of the topic, the short answer first."""
        return (self.short, *self.facts, *self.more)


@dataclass(frozen=True, slots=True)
class Brand:
    """A product name of the medicine, and what the name alone tells of the dose."""

    name: str
    route: str
    """oral, intrathecal, or empty where the name covers both."""
    mg_per_ml: Decimal | None
    """The liquid's strength, where the brand has only one."""


@dataclass(frozen=True, slots=True)
class DrugClass:
    """Medicines that belong together in an interaction."""

    id: str
    title: str
    topic: str
    """The interaction topic that covers the class; empty where none does."""
    sedating: bool
    """Whether a labelled warning on sedation or breathing covers the class."""
    medicine: bool
    """Whether its names are medicines; drink and the like are not."""
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The words of the field."""

    drug: str
    """The medicine's name as printed."""
    drug_names: tuple[str, ...]
    """Names and frequent misspellings of the substance, lower case."""
    brands: tuple[Brand, ...]
    look_alikes: tuple[str, ...]
    """Names of other medicines that spelling repair must never take for it."""
    classes: tuple[DrugClass, ...]
    concepts: Mapping[str, tuple[str, ...]]
    """Concept id to the words and word groups that say it."""
    weak_words: Mapping[str, tuple[str, ...]]
    """Words that say little about the topic: stop words and words of circumstance."""
    declines: Mapping[str, tuple[str, ...]]
    """Phrasings of what is not answered, by subject."""
    small_talk: Mapping[str, tuple[str, ...]]
    """Phrasings of small talk, by the id of the text that answers them."""
    foreign: Mapping[str, Mapping[str, tuple[str, ...]]]
    """Language code to the words of that language, by the English word group that they stand for."""
    other_medicines: frozenset[str]
    """Names that tell of another medicine."""
    stems: tuple[str, ...]
    """Endings that tell a medicine's name, such as -pril."""
    common_words: frozenset[str]
    """Ordinary English words: never repaired, never taken for a medicine."""
    vague: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]
    """Words too vague for one topic, each group with the topics to offer."""
    overview_topics: tuple[str, ...]
    """What is offered where a message names the medicine and nothing else."""
    interaction_overview: str
    """The topic that answers for a medicine that no class covers."""


@dataclass(frozen=True, slots=True)
class EmergencyNumber:
    """A telephone number to turn to now."""

    label: str
    number: str
    source: str
    checked: date


@dataclass(frozen=True, slots=True)
class Country:
    """Whom to call in one country."""

    code: str
    """ISO 3166 two-letter code."""
    name: str
    numbers: Mapping[str, EmergencyNumber]
    """By contact: ambulance, poison, crisis, vet."""


@dataclass(frozen=True, slots=True)
class Danger:
    """A kind of danger: what to say first, and how people tell of it."""

    id: str
    title: str
    lead: str
    """The first line of the reply: what to do now."""
    contact: str
    """Which number comes first: ambulance, poison, crisis or vet."""
    steps: tuple[Fact, ...]
    see: tuple[str, ...]
    """Topics to read once help is on its way."""
    examples: tuple[str, ...]
    """Messages of people in this danger."""
    reviewed: date


@dataclass(frozen=True, slots=True)
class CueGroup:
    """Word groups that speak for or against a danger, with their points."""

    id: str
    points: Decimal
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Language:
    """What an emergency says in another language."""

    code: str
    leads: Mapping[str, str]
    """Danger id to its first line."""
    note: str
    """That the text is in English."""
    review: str
    """Who has read the translation, or that it waits for a reader."""


@dataclass(frozen=True, slots=True)
class Emergencies:
    """What triage knows and what an emergency reply says."""

    dangers: Mapping[str, Danger]
    countries: Mapping[str, Country]
    fallback: str
    """What is right anywhere."""
    languages: Mapping[str, Language]
    cues: Mapping[str, CueGroup]
    calm: tuple[str, ...]
    """Messages that only speak of such things: nobody is in danger."""


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of every reply that is not an answer."""

    disclaimer: str
    texts: Mapping[str, str]
    doses: Mapping[str, DoseText]
    """The sentences of the dose check, by the id of the reason."""


@dataclass(frozen=True, slots=True)
class DoseText:
    """A sentence of the dose check, its figures still to be filled in, and the figures that support it."""

    id: str
    text: str
    figures: tuple[str, ...]
    citations: tuple[Citation, ...] = ()
    """Besides those of the figures."""


@dataclass(frozen=True, slots=True)
class KnowledgeBase:
    """All that is known about one medicine."""

    version: str
    """Changes with every change of a file."""
    topics: Mapping[str, Topic]
    sources: Mapping[str, Source]
    figures: Mapping[str, Figure]
    lexicon: Lexicon
    emergencies: Emergencies
    wording: Wording
    places: Mapping[str, tuple[str, int]] = field(default_factory=dict, compare=False)
    """Where a topic, fact, source or figure stands: path and line, for faults."""
    practice: Packed[Study] | None = field(default=None, compare=False)
    """What questions are made from, packed; None where the base has no study file."""

    @property
    def study(self) -> Study | None:
        """What questions are made from; None where the base has no study file."""
        return self.practice.get() if self.practice else None
