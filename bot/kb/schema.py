"""The door for YAML: one model a file, typed and strict; editors get their JSON Schema from here."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, model_validator

Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Route = Literal["oral", "intrathecal", "any"]
Contact = Literal["ambulance", "poison", "crisis", "vet"]


def _truth(value: Any) -> Any:
    """Read yes and no from text: scalars reach the models as strings."""
    return {"yes": True, "true": True, "no": False, "false": False}.get(value, value)


Flag = Annotated[bool, BeforeValidator(_truth)]


class Entry(BaseModel):
    """The base of all: frozen, and an unknown key is a fault."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class CitationEntry(Entry):
    """Where a statement can be checked."""

    source: Slug = Field(description="The id of a work in sources.yaml.")
    locator: Text = Field(description="What a reader can turn to: section, table, page or heading.")


class FactEntry(Entry):
    """One statement with its citations."""

    id: Slug = Field(description="Unique in the file; public as topic/id.")
    text: Text = Field(description="One plain sentence or two; a mass is a figure's id in braces.")
    citations: list[CitationEntry] = Field(min_length=1, description="What supports the statement.")


class ShortEntry(Entry):
    """The answer in one sentence."""

    text: Text = Field(description="One sentence that stands alone, at most 30 words.")
    citations: list[CitationEntry] = Field(min_length=1, description="What supports the sentence.")


class TopicFile(Entry):
    """A topic: what one kind of question asks for, and the answer. The file's name is its id."""

    title: Text = Field(description="What a reader sees: 2 to 6 words.")
    reviewed: date = Field(description="The day the facts were last held against their sources.")
    short: ShortEntry = Field(description="The answer in one sentence.")
    facts: list[FactEntry] = Field(min_length=1, description="The vital statements first.")
    more: list[FactEntry] = Field(default_factory=list, description="For those who want detail.")
    see_also: list[Slug] = Field(default_factory=list, description="Ids of neighboring topics.")
    phrasings: list[Text] = Field(description="How people ask; no two topics share one.")


class SourceEntry(Entry):
    """A cited work."""

    title: Text
    publisher: Text
    kind: Literal["label", "guideline", "review", "paper", "leaflet", "page", "article"]
    date: str = Field(default="", description="As printed: year, month or day; empty if undated.")
    url: str = Field(default="", pattern=r"^(https?://\S+)?$", description="The canonical address.")
    doi: str = Field(default="", pattern=r"^(10\.\S+)?$")
    jurisdiction: str = Field(default="", pattern=r"^([A-Z]{2})?$", description="Two letters, UK, EU.")


class FigureEntry(Entry):
    """One number of the posology: an amount, a range (low and high) or a list of values."""

    route: Route
    population: Slug
    purpose: Slug
    per: Slug = Field(description="What one amount is counted for: dose, day, tablet, ml …")
    amount: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    values: list[Decimal] | None = Field(default=None, min_length=1)
    unit: Text
    jurisdiction: str = Field(default="", pattern=r"^([A-Z]{2})?$")
    citations: list[CitationEntry] = Field(default_factory=list)
    policy: str = Field(default="", description="Why, where the threshold is ours and no label's.")
    note: str = Field(default="", description="What a curator should know; never shown.")

    @model_validator(mode="after")
    def _one_form(self) -> FigureEntry:
        range_told = self.low is not None and self.high is not None
        forms = (self.amount is not None) + range_told + (self.values is not None)
        if forms != 1 or (self.low is None) != (self.high is None):
            message = "give exactly one of: amount, or low and high, or values"
            raise ValueError(message)
        if self.low is not None and self.high is not None and self.low >= self.high:
            message = "low must be under high"
            raise ValueError(message)
        if not self.citations and not self.policy:
            message = "give citations, or say under policy why the threshold is ours"
            raise ValueError(message)
        return self


class BrandEntry(Entry):
    """A product name, and what it tells of the dose."""

    name: Text
    route: Literal["oral", "intrathecal", ""] = ""
    mg_per_ml: Decimal | None = None


class DrugEntry(Entry):
    """The medicine's names."""

    name: Text
    names: list[Text]
    brands: list[BrandEntry]
    look_alikes: list[Text]


class ClassEntry(Entry):
    """Medicines that belong together in an interaction."""

    title: Text
    topic: str = Field(default="", description="The interaction topic; empty where none covers it.")
    sedating: Flag = False
    medicine: Flag = Field(default=True, description="no for drink and the like: never somebody else's medicine.")
    names: list[Text] = Field(min_length=1)


class VagueEntry(Entry):
    """Words too vague for one topic, and what to offer for them."""

    say: list[Text] = Field(min_length=1)
    offer: list[Slug] = Field(min_length=2)


class LexiconFile(Entry):
    """The words of the field."""

    drug: DrugEntry
    classes: dict[Slug, ClassEntry]
    concepts: dict[Slug, list[Text]] = Field(description="Concept id to the words that say it.")
    weak_words: dict[Slug, list[Text]] = Field(description="Words that say little: stop and others.")
    stems: list[Text] = Field(description="Endings that tell a medicine's name.")
    vague: list[VagueEntry] = Field(default_factory=list, description="What to ask back on.")
    overview_topics: list[Slug] = Field(description="What to offer where only the medicine is named.")
    interaction_overview: Slug = Field(description="The topic for a medicine that no class covers.")


class MessagesFile(Entry):
    """Messages that are no questions on a topic: examples of each kind."""

    declines: dict[Slug, list[Text]] = Field(description="What is not answered, by subject.")
    small_talk: dict[Slug, list[Text]] = Field(description="Small talk, by the text that answers it.")


class ForeignFile(Entry):
    """Words of other languages, by language and by what they mean in English."""

    languages: dict[Slug, dict[str, list[Text]]]


class NamesFile(Entry):
    """A long list of names as one text, a word a blank."""

    source: Text = Field(description="Where the names come from, and under which licence.")
    names: Text


class NumberEntry(Entry):
    """A telephone number."""

    label: Text
    number: Text
    source: Slug
    checked: date


class CountryEntry(Entry):
    """Whom to call in one country."""

    code: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
    name: Text
    ambulance: NumberEntry
    poison: NumberEntry | None = None
    crisis: NumberEntry | None = None
    vet: NumberEntry | None = None


class NumbersFile(Entry):
    """Emergency numbers by country."""

    fallback: Text
    countries: list[CountryEntry] = Field(min_length=1)


class DangerFile(Entry):
    """A kind of danger. The file's name is its id."""

    title: Text
    reviewed: date
    contact: Contact
    lead: Text
    steps: list[FactEntry] = Field(min_length=1)
    see: list[Slug] = Field(default_factory=list)
    examples: list[Text]


class CueEntry(Entry):
    """Word groups that speak for or against a danger."""

    points: Decimal
    words: list[Text] = Field(min_length=1)


class CuesFile(Entry):
    """The danger cues, by group."""

    cues: dict[Slug, CueEntry]


class CalmFile(Entry):
    """Messages in which nobody is in danger."""

    examples: list[Text]


class LanguageEntry(Entry):
    """An emergency's first lines in another language."""

    lead: dict[Slug, Text]
    note: Text
    review: Text


class LanguagesFile(Entry):
    """Emergency texts in other languages, by code."""

    languages: dict[Slug, LanguageEntry]


class DoseTextEntry(Entry):
    """A sentence of the dose check."""

    text: Text
    citations: list[CitationEntry] = Field(default_factory=list, description="Besides those of its figures.")
    figures: list[Slug] = Field(default_factory=list)


class WordingFile(Entry):
    """The words of every reply that is not an answer."""

    disclaimer: Text
    texts: dict[Slug, Text]


class SafetyRow(Entry):
    """Something that a person may write, and what is right to reply."""

    text: str = Field(description="As typed; invisible characters as \\u200b.")
    kinds: list[Text] = Field(default_factory=list, description="Kinds of reply that are right, if not the set's.")
    verdicts: list[Text] = Field(default_factory=list, description="Verdicts of the dose check that are right.")
    must: list[Text] = Field(default_factory=list, description="Words that must stand in the reply.")
    must_not: list[Text] = Field(default_factory=list, description="Words that must not, besides the set's.")
    command: Literal["ask", "dose", ""] = ""
    after: str = Field(default="", description="Id of the topic that was answered just before.")
    buried: int = Field(default=0, description="Put in the middle of so many characters of the set's filler.")
    known: str = Field(default="", description="Why this row fails today and cannot be mended yet.")


class SafetyFile(Entry):
    """A set of such rows; the file's name is its id."""

    title: Text = Field(description="What is tried, for a reader who writes no programs.")
    why: Text
    kinds: list[Text] = Field(min_length=1)
    dangers: list[Slug] = Field(default_factory=list, description="Kinds of danger that an alarm may name.")
    must: list[Text] = Field(default_factory=list)
    must_not: list[Text] = Field(default_factory=list)
    amounts: Flag = Field(default=True, description="no: a reply may hold no amount and offer no topic.")
    command: Literal["ask", "dose"] = "ask"
    filler: str = ""
    rows: list[SafetyRow] = Field(min_length=1)
