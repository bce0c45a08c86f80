"""The door for study.yaml: what questions are made from."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from bot.kb.schema import Entry, Flag, Slug, Text

FactId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]+/[a-z0-9-]+$")]
Level = Literal["easy", "medium", "hard"]
Amount = Annotated[str, StringConstraints(pattern=r"^\d+(\.\d+)?( [a-zA-Z/%]+)?$")]


class StudyRowEntry(Entry):
    """A subject and what belongs to it: words of a fact, or a figure that the fact names."""

    what: Text = Field(description="Completes the table's question.")
    answer: str = Field(default="", description="Words that stand in the fact.")
    figure: str = Field(default="", description="A figure that the fact names, in place of an answer.")
    fact: FactId = Field(description="topic/fact: what supports the line.")
    also: list[Text] = Field(default_factory=list, description="Answers of other lines that are right here too.")

    @model_validator(mode="after")
    def _one_answer(self) -> StudyRowEntry:
        if bool(self.answer) == bool(self.figure):
            message = "give exactly one of: answer, figure"
            raise ValueError(message)
        return self


class StudyTableEntry(Entry):
    """Lines that learners confuse with each other; each line's answer is a wrong one for the others."""

    ask: str = Field(default="", description="Asks for the answer, with {what}.")
    back: str = Field(default="", description="Asks for the subject, with {answer}.")
    say: str = Field(default="", description="A statement with {what} and {answer}, for true or false.")
    fill: str = Field(default="", description="Asks for the figure to be typed, with {what}.")
    slips: Flag = Field(default=False, description="yes: the same number in another unit is a wrong answer too.")
    difficulty: Level = "medium"
    rows: list[StudyRowEntry] = Field(min_length=2)


class StudyWrongEntry(Entry):
    """A wrong answer and what it is confused with."""

    text: Text
    why: str = Field(default="", description="What the confusion is, in a sentence.")
    fact: str = Field(default="", description="Or the fact that it belongs to: its words stand there.")

    @model_validator(mode="after")
    def _one_reason(self) -> StudyWrongEntry:
        if bool(self.why) == bool(self.fact):
            message = "give exactly one of: why, fact"
            raise ValueError(message)
        return self


class StudyGapEntry(Entry):
    """A fact with some of its words cut out."""

    fact: FactId
    id: str = Field(default="", description="Tells several gaps of one fact apart.")
    cut: Text = Field(description="Words of the fact: the right answer.")
    lead: str = Field(default="", description="Said before it where the sentence needs a subject.")
    wrong: list[StudyWrongEntry] = Field(min_length=1)
    say: Flag = Field(default=True, description="no: make no true-or-false statement of it.")
    difficulty: Level = "medium"


class StudyCaseEntry(Entry):
    """A problem with numbers."""

    solver: Slug
    ask: Text = Field(description="The problem, with a brace for each parameter.")
    figures: dict[str, list[Slug]] = Field(default_factory=dict, description="Parameter to figures.")
    numbers: dict[str, list[Amount]] = Field(default_factory=dict, description="Parameter to plain amounts.")
    facts: list[FactId] = Field(min_length=1)
    most: Annotated[int, Field(ge=1, le=40)] = 12
    difficulty: Level = "medium"


class NeverEntry(Entry):
    """What no question asks for or shows."""

    figures: list[Slug] = Field(default_factory=list)
    facts: list[FactId] = Field(default_factory=list)


class StudyFile(Entry):
    """What questions are made from: marks on facts and figures."""

    never: NeverEntry
    countries: dict[str, list[Text]] = Field(description="Jurisdiction code to the words that name it.")
    synonyms: list[list[Text]] = Field(default_factory=list, description="Words that say the same thing.")
    tables: dict[Slug, StudyTableEntry] = Field(default_factory=dict)
    gaps: list[StudyGapEntry] = Field(default_factory=list)
    cases: dict[Slug, StudyCaseEntry] = Field(default_factory=dict)
