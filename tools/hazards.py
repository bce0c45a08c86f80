"""The hazard log, read strictly, and the tests that are marked as proof of its controls.

    python -m tools.hazards

lists each hazard with the number of its marked tests, and fails where something is wrong that can be seen without
running them. Whether they pass is told by the run itself: ``pytest -p tools.hazard_report``.
"""

from __future__ import annotations

import ast
import sys
from collections import defaultdict
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field, StringConstraints

from bot.kb.nodes import parse_yaml
from bot.kb.schema import Entry, Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

ROOT = Path(__file__).parent.parent
LOG, TESTS = ROOT / "safety" / "hazards.yaml", ROOT / "tests"
MARK = "hazard"
REREAD_DAYS = 365
"""A hazard that nobody has read for a year may no longer be true."""


class Score(Entry):
    """How bad and how likely, 1 to 5 each: an engineer's draft."""

    severity: int = Field(ge=1, le=5)
    likelihood: int = Field(ge=1, le=5)

    @property
    def risk(self) -> int:
        """Return severity times likelihood, 1 to 25."""
        return self.severity * self.likelihood


class Hazard(Entry):
    """One way in which the bot could do harm, and what prevents it."""

    id: Annotated[str, StringConstraints(pattern=r"^H\d\d$")]
    title: Text
    cause: Text
    harm: Text
    before: Score
    after: Score
    controls: list[Text] = Field(min_length=1)
    residual: Text
    reread: date
    owner: Text


class HazardLog(Entry):
    """All of them."""

    hazards: list[Hazard] = Field(min_length=1)


def load_hazards(raw: bytes | None = None) -> tuple[Hazard, ...]:
    """Read the log; raises ValueError where it has the wrong form."""
    document = parse_yaml(LOG.name, LOG.read_bytes() if raw is None else raw)
    if document.faults or document.data is None:
        raise ValueError(str(document.faults[0]) if document.faults else "The hazard log is empty.")
    return tuple(HazardLog.model_validate(document.data).hazards)


def marked_tests(folder: Path = TESTS) -> Mapping[str, list[str]]:
    """Return, for each hazard that a mark names, the marked tests as file::name."""
    found: dict[str, list[str]] = defaultdict(list)
    for file in sorted(folder.rglob("test_*.py")):
        tree = ast.parse(file.read_text("utf-8"))
        whole = list(_module_marks(tree))
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test"):
                for hazard in dict.fromkeys([*whole, *(name for one in node.decorator_list for name in _named(one))]):
                    found[hazard].append(f"{file.relative_to(folder.parent)}::{node.name}")
    return dict(found)


def find_wrong(hazards: tuple[Hazard, ...], marks: Mapping[str, list[str]], today: date) -> Iterator[str]:
    """Yield what is wrong with the log and the marks, in sentences."""
    known = [hazard.id for hazard in hazards]
    for name in sorted({name for name in known if known.count(name) > 1}):
        yield f"{name} stands in the log twice."
    for name in sorted(set(marks) - set(known)):
        yield f"{marks[name][0]} is marked for {name}, which the log does not have."
    for hazard in hazards:
        if not marks.get(hazard.id):
            yield f"{hazard.id} ({hazard.title}) has no marked test."
        if (today - hazard.reread).days > REREAD_DAYS:
            yield f"{hazard.id} ({hazard.title}) was last read on {hazard.reread}: read it again and set the date."
        if hazard.after.risk > hazard.before.risk:
            yield f"{hazard.id} ({hazard.title}) is riskier with its controls than without."


def _module_marks(tree: ast.Module) -> Iterator[str]:
    for node in tree.body:
        if isinstance(node, ast.Assign) and any(isinstance(t, ast.Name) and t.id == "pytestmark" for t in node.targets):
            for part in ast.walk(node.value):
                yield from _named(part)


def _named(node: Any) -> Iterator[str]:
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == MARK:
        yield from (str(one.value) for one in node.args if isinstance(one, ast.Constant))


def main() -> int:
    """Print the log's state and return 1 where something is wrong."""
    hazards, marks = load_hazards(), marked_tests()
    for hazard in hazards:
        tests = len(marks.get(hazard.id, ()))
        risk = f"{hazard.before.risk:2} -> {hazard.after.risk:2}"
        sys.stdout.write(f"{hazard.id}  {risk}  {tests:3} tests  {hazard.title}\n")
    wrong = list(find_wrong(hazards, marks, datetime.now(UTC).date()))
    for sentence in wrong:
        sys.stderr.write(f"{sentence}\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
