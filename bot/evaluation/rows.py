"""A labelled set: one JSON object a line, a question or a dose with the reply that it should get."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

from bot.answering import Kind
from bot.dosing import Flag, Verdict
from bot.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

KINDS, VERDICTS, FLAGS = frozenset(map(str, Kind)), frozenset(map(str, Verdict)), frozenset(map(str, Flag))
MEND = "docs/evaluation.md explains the fields."


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """A question with the reply that it should get."""

    question: str
    kind: str
    topics: tuple[str, ...]
    """Acceptable topics, best first."""
    also: tuple[str, ...] = ()
    """Other kinds of reply that are right too."""
    tags: tuple[str, ...] = ()
    id: str = ""
    verdicts: tuple[str, ...] = ()
    """Acceptable verdicts, where it is a dose check."""


@dataclass(frozen=True, slots=True)
class DoseRow:
    """A dose with the verdict, the flags and the values that it should get."""

    id: str
    question: str
    verdicts: frozenset[str]
    flags: frozenset[str]
    parsed: Mapping[str, Any] = field(default_factory=dict)
    tags: tuple[str, ...] = ()
    verdict: str = ""
    """The first choice among the verdicts."""


Row: TypeAlias = "QuestionRow | DoseRow"


@dataclass(frozen=True, slots=True)
class LabelledSet:
    """A set of one sort: questions, or doses."""

    name: str
    questions: tuple[QuestionRow, ...] = ()
    doses: tuple[DoseRow, ...] = ()

    @property
    def rows(self) -> tuple[Row, ...]:
        """All rows, in their order."""
        return self.questions or self.doses

    @property
    def digest(self) -> str:
        """Name the words of the set, so that two runs can be told to be of the same one."""
        digest = hashlib.sha256()
        for row in self.rows:
            digest.update(f"{row.id}\0{row.question}\0".encode())
        return digest.hexdigest()[:16]


def read_set(path: Path) -> LabelledSet:
    """Read a set of questions or of doses; raises InputError with the line that cannot be used."""
    questions: list[QuestionRow] = []
    doses: list[DoseRow] = []
    seen: dict[str, int] = {}
    for number, data in _objects(path):
        line = _Line(path, number, data)
        row = _question(line) if "kind" in data else _dose(line)
        if row.id in seen:
            raise line.fault(f"the id '{row.id}' stands in line {seen[row.id]} already", "Give each row its own.")
        seen[row.id] = number
        if isinstance(row, QuestionRow):
            questions.append(row)
        else:
            doses.append(row)
        if questions and doses:
            raise line.fault("questions and doses are mixed", "Put them into two sets.")
    if not seen:
        what = f"{path} holds no row."
        raise InputError(what, f"Put one JSON object on each line; {MEND}")
    return LabelledSet(path.stem, tuple(questions), tuple(doses))


def read_questions(path: Path) -> list[QuestionRow]:
    """Read a set of questions; raises InputError for any other."""
    found = read_set(path)
    if not found.questions:
        what = f"{path} holds doses, not questions."
        raise InputError(what, MEND)
    return list(found.questions)


@dataclass(frozen=True, slots=True)
class _Line:
    path: Path
    number: int
    data: Mapping[str, Any]

    def fault(self, what: str, mend: str = MEND) -> InputError:
        return InputError(f"{self.path}, line {self.number}: {what}.", mend)

    def text(self, key: str, allowed: frozenset[str] | None = None) -> str:
        value = self.data.get(key)
        if not isinstance(value, str):
            raise self.fault(f"'{key}' is {'missing' if value is None else 'no text'}")
        self._check(key, value, allowed)
        return value

    def texts(self, key: str, allowed: frozenset[str] | None = None) -> tuple[str, ...]:
        value = self.data.get(key, [])
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            raise self.fault(f"'{key}' is no list of texts")
        for one in value:
            self._check(key, one, allowed)
        return tuple(value)

    def _check(self, key: str, value: str, allowed: frozenset[str] | None) -> None:
        if allowed is not None and value not in allowed:
            raise self.fault(f"'{key}' holds '{value}'", f"It may hold: {', '.join(sorted(allowed))}.")


def _question(line: _Line) -> QuestionRow:
    verdict = line.data.get("verdict", [])
    verdicts = (line.text("verdict", VERDICTS),) if isinstance(verdict, str) else line.texts("verdict", VERDICTS)
    row = QuestionRow(
        question=line.text("q"),
        kind=line.text("kind", KINDS),
        topics=line.texts("topics"),
        also=line.texts("also", KINDS),
        tags=line.texts("tags"),
        id=line.text("id") if "id" in line.data else f"line {line.number}",
        verdicts=verdicts,
    )
    if row.kind == Kind.ANSWER and not row.topics:
        raise line.fault("an answer is expected, but 'topics' names none")
    return row


def _dose(line: _Line) -> DoseRow:
    if "verdict" not in line.data:
        raise line.fault("there is neither a 'kind' (a question's) nor a 'verdict' (a dose's)")
    verdict, parsed = line.text("verdict", VERDICTS), line.data.get("parsed", {})
    if not isinstance(parsed, dict):
        raise line.fault("'parsed' is no object")
    return DoseRow(
        id=line.text("id") if "id" in line.data else f"line {line.number}",
        question=line.text("q"),
        verdicts=frozenset((verdict, *line.texts("accept", VERDICTS))),
        flags=frozenset(line.texts("flags", FLAGS)),
        parsed=parsed,
        tags=line.texts("tags"),
        verdict=verdict,
    )


def _objects(path: Path) -> Iterator[tuple[int, Mapping[str, Any]]]:
    for number, text in enumerate(_lines(path), 1):
        if not text.strip():
            continue
        try:
            data = json.loads(text, parse_constant=_refuse)
        except ValueError as error:
            raise InputError(f"{path}, line {number}: this is no JSON ({error}).", MEND) from None
        if not isinstance(data, dict):
            raise InputError(f"{path}, line {number}: this is no JSON object.", MEND)
        yield number, data


def _lines(path: Path) -> list[str]:
    try:
        text = path.read_text("utf-8-sig")
    except OSError as error:
        what = f"'{path}' cannot be read: {error.strerror or error}."
        raise InputError(what, "Name a file with one JSON object on each line.") from None
    except UnicodeDecodeError as error:
        number = path.read_bytes()[: error.start].count(b"\n") + 1
        raise InputError(f"{path}, line {number}: this is no UTF-8.", "Save the file as UTF-8.") from None
    return text.split("\n")


def _refuse(constant: str) -> Any:
    message = f"{constant} is no number"
    raise ValueError(message)
