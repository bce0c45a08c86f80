"""A run of a set: what each row got. It holds ids and figures, and no words of the questions."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import TYPE_CHECKING

import bot
from bot.answering import Kind
from bot.evaluation.doses import dose_outcome, reading_in
from bot.evaluation.rows import QuestionRow
from bot.evaluation.scoring import outcome_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.answering import Answerer, Reply
    from bot.evaluation.rows import DoseRow, LabelledSet
    from bot.kb import Fact


@dataclass(frozen=True, slots=True)
class Result:
    """What one row got."""

    id: str
    expected: str
    got: str
    """The topic of an answer, the verdict of a labelled dose, else the kind of reply."""
    outcome: str
    kind: str
    topic: str | None
    facts: tuple[tuple[str, str], ...]
    """What the reply states: each fact's id, and a digest of its text and citations."""
    verdict: str | None
    flags: tuple[str, ...]
    score: float
    """Of the best candidate; 0 where there is none."""


@dataclass(frozen=True, slots=True)
class Run:
    """All results of a set, and what they were got from."""

    set_name: str
    set_digest: str
    base_version: str
    program_version: str
    results: tuple[Result, ...]
    replies: tuple[Reply, ...] = field(default=(), compare=False)
    """Only in the process that made them."""
    milliseconds: tuple[float, ...] = field(default=(), compare=False)


def run_set(answerer: Answerer, labelled: LabelledSet, tick: Callable[[], object] = lambda: None) -> Run:
    """Ask every row; ``tick`` is called after each."""
    replies: list[Reply] = []
    taken: list[float] = []
    results: list[Result] = []
    for row in labelled.rows:
        ask = answerer.ask if isinstance(row, QuestionRow) else answerer.check_dose
        began = time.perf_counter()
        reply = ask(row.question)
        taken.append((time.perf_counter() - began) * 1000)
        replies.append(reply)
        results.append(_question_result(row, reply) if isinstance(row, QuestionRow) else _dose_result(row, reply))
        tick()
    knowledge = answerer.knowledge
    return Run(
        labelled.name,
        labelled.digest,
        knowledge.version,
        bot.__version__,
        tuple(results),
        tuple(replies),
        tuple(taken),
    )


def _question_result(row: QuestionRow, reply: Reply) -> Result:
    got = (reply.topic or "") if reply.kind is Kind.ANSWER else str(reply.kind)
    # Where several topics are right, the one that was given is what was expected.
    answered = reply.topic if reply.topic in row.topics else next(iter(row.topics), "")
    expected = answered if row.kind == Kind.ANSWER and answered else row.kind
    return _result(row.id, expected, got, outcome_of(row, reply), reply)


def _dose_result(row: DoseRow, reply: Reply) -> Result:
    reading = reading_in(reply)
    return _result(row.id, row.verdict, reading.verdict, dose_outcome(row, reading), reply)


def _result(name: str, expected: str, got: str, outcome: str, reply: Reply) -> Result:
    return Result(
        id=name,
        expected=expected,
        got=got,
        outcome=str(outcome),
        kind=str(reply.kind),
        topic=reply.topic,
        facts=tuple((fact.id, _digest(fact)) for fact in reply.facts),
        verdict=str(reply.dose.verdict) if reply.dose is not None else None,
        flags=tuple(map(str, reply.dose.flags)) if reply.dose is not None else (),
        score=reply.candidates[0].score if reply.candidates else 0.0,
    )


def _digest(fact: Fact) -> str:
    cited = "\n".join(f"{citation.source} {citation.locator}" for citation in fact.citations)
    return blake2b(f"{fact.text}\n{cited}".encode(), digest_size=4).hexdigest()
