"""Writes docs/safety-case.md from the hazard log, the marked tests and the safety sets.

python -m tools.safety_case
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from bot.kb.safety_sets import load_safety_sets
from tools.hazards import ROOT, load_hazards, marked_tests

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tools.hazards import Hazard

PAGE = ROOT / "docs" / "safety-case.md"
HEAD = ROOT / "safety" / "introduction.md"


def compose_page() -> str:
    """Return the page."""
    hazards, marks = load_hazards(), marked_tests()
    blocks = [
        HEAD.read_text("utf-8"),
        "\n".join(_table(hazards)),
        *(_hazard(hazard, marks) for hazard in hazards),
        "\n".join(_residual()),
    ]
    return "\n\n".join(block.strip("\n") for block in blocks) + "\n"


def _table(hazards: tuple[Hazard, ...]) -> Iterator[str]:
    yield "## Hazards at a glance\n"
    yield "Severity (1 minor to 5 catastrophic) x likelihood (1 very low to 5 very high), before and after controls.\n"
    yield "| id | hazard | before | after | owner |"
    yield "| --- | --- | ---: | ---: | --- |"
    for one in hazards:
        before, after = one.before, one.after
        yield (
            f"| {one.id} | {one.title} | {before.severity} x {before.likelihood} = {before.risk} "
            f"| {after.severity} x {after.likelihood} = {after.risk} | {one.owner} |"
        )


def _hazard(hazard: Hazard, marks: Mapping[str, list[str]]) -> str:
    controls = "\n".join(f"- {control}" for control in hazard.controls)
    tests = "\n".join(f"- `{test}`" for test in marks.get(hazard.id, ()))
    return (
        f"### {hazard.id} {hazard.title}\n\n**Cause.** {hazard.cause}\n\n**Harm.** {hazard.harm}\n\n"
        f"**Controls**\n\n{controls}\n\n**Residual risk.** {hazard.residual}\n\n"
        f"**Last read** {hazard.reread.isoformat()}.\n\n**Proved by**\n\n{tests}"
    )


def _residual() -> Iterator[str]:
    sets = load_safety_sets()
    rows = sum(len(one.rows) for one in sets.values())
    known = [(one.title, row.known) for one in sets.values() for row in one.rows if row.known]
    yield "## Residual risks: the known gaps\n"
    yield (
        f"Of {rows} messages in {len(sets)} safety sets, {len(known)} get a reply that is not right and cannot be "
        "mended without harm elsewhere. They stay in the sets, and `baclobot selftest` counts them in every run."
    )
    yield ""
    for title, why in known:
        yield f"- {title}: {why}"


def main() -> int:
    """Write the page."""
    PAGE.write_text(compose_page(), "utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
