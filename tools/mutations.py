"""Breaks one control after the other in a copy of the project and shows the marked test that notices.

    python -m tools.mutations [NAME ...]

It takes minutes and is no part of the suite. It fails where a broken control is not noticed.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from tools.hazards import ROOT

PARTS = ("benchmarks", "bot", "docs", "knowledge", "safety", "tests", "tools", "pyproject.toml", "README.md")
SECONDS = 300
_FELL = re.compile(r"^FAILED (\S+?)(?:\[| - |$)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Mutation:
    """One control, broken."""

    name: str
    what: str
    file: str
    old: str
    new: str
    tests: str
    """Where the test lives that must fall."""


MUTATIONS = (
    Mutation(
        "emergency-scan",
        "a danger that was found is not answered",
        "bot/answering/answerer.py",
        "        if alarm is not None:\n            return self._emergency(alarm.danger",
        "        if alarm is None:\n            return self._emergency(alarm.danger",
        "tests/answering/test_triage.py",
    ),
    Mutation(
        "wish-to-die",
        "the cues of a wish to die count nothing, and the reader is not asked",
        "bot/answering/triage.py",
        "    if not likely and not counted:",
        "    if True:",
        "tests/safety/test_self_harm.py",
    ),
    Mutation(
        "split-disclaimer",
        "a reply that is split loses its disclaimer",
        "bot/surfaces/discord_app/render.py",
        "*([None, *sources] if sources else []), None, own_id, disclaimer]",
        "*([None, *sources] if sources else []), None, own_id]",
        "tests/surfaces/discord_app/test_delivery.py",
    ),
    Mutation(
        "reply-disclaimer",
        "a reply can be made without its disclaimer",
        "bot/answering/reply.py",
        "if not self.disclaimer.strip() or not self.text.rstrip().endswith(self.disclaimer):",
        "if False:",
        "tests/answering/test_replies.py",
    ),
    Mutation(
        "tenfold-maximum",
        "the highest daily dose by mouth is ten times too large",
        "knowledge/posology.yaml",
        'oral-adult-maximum-day:\n  route: oral\n  population: adult\n  purpose: maximum\n  per: day\n  amount: "80"',
        'oral-adult-maximum-day:\n  route: oral\n  population: adult\n  purpose: maximum\n  per: day\n  amount: "800"',
        "tests/dosing/test_rules.py tests/dosing/test_grid.py",
    ),
    Mutation(
        "unit-test",
        "micrograms by mouth and milligrams in a pump are no longer suspect",
        "bot/dosing/checker.py",
        "lambda case: case.contradiction is not None),",
        "lambda case: False),",
        "tests/safety/test_sets.py",
    ),
    Mutation(
        "kidneys",
        "kidney disease no longer takes a dose out of the general range",
        "bot/dosing/checker.py",
        "lambda case: case.kidney_trouble, of_person=True)",
        "lambda case: False, of_person=True)",
        "tests/dosing/test_phrases.py",
    ),
    Mutation(
        "crisis-candidates",
        "the reply to a wish to die names topics for scripts and buttons",
        "bot/answering/answerer.py",
        'danger != "self-harm"',
        "danger != danger.upper()",
        "tests/safety/test_self_harm.py",
    ),
    Mutation(
        "more-after-crisis",
        "'/more' after a crisis brings back the topic before it",
        "bot/surfaces/chat.py",
        "            self._topic = None  #",
        "            pass  #",
        "tests/safety/test_self_harm.py",
    ),
    Mutation(
        "disguise",
        "words in disguise are taken as they stand",
        "bot/matching/disguise.py",
        "        return self.take_apart(self.reveal_letters(text))",
        "        return text",
        "tests/safety/test_disguise.py",
    ),
    Mutation(
        "what-kills",
        "a dose asked for with death in mind is judged like any other",
        "bot/answering/triage.py",
        "    return LETHAL in recognition.cues and STUDY not in recognition.cues",
        "    return False",
        "tests/safety/test_self_harm.py",
    ),
    Mutation(
        "delicate-suggestions",
        "topics that tell harmful amounts are suggested and drawn",
        "bot/answering/extras.py",
        "    return any(word in topic_id for word in DELICATE)",
        "    return False",
        "tests/answering/test_suggestions.py tests/answering/test_extras.py",
    ),
    Mutation(
        "look-alikes",
        "names that look alike are taken for the medicine",
        "bot/matching/lexis.py",
        "frozenset(word for name in lexicon.look_alikes for word in fold(name))",
        "frozenset()",
        "tests/matching/test_reading.py",
    ),
    Mutation(
        "emergency-number",
        "the number of one country is given to all",
        "bot/answering/contacts.py",
        '    known = emergencies.countries.get(country or "")\n    contacts',
        '    known = emergencies.countries.get("US")\n    contacts',
        "tests/answering/test_triage.py",
    ),
    Mutation(
        "double-key",
        "a key that stands twice in a file is accepted",
        "bot/kb/nodes.py",
        "        if key in keys:",
        "        if False:",
        "tests/kb/test_faults.py",
    ),
    Mutation(
        "unproved-hazard",
        "a failing or skipped test counts as proof of a hazard's controls",
        "tools/hazard_report.py",
        'if call.when == "call" and report.passed and',
        'if call.when == "call" and',
        "tests/safety/test_hazard_log.py",
    ),
)


def fall_of(mutation: Mutation, folder: Path) -> str:
    """Break a control in a copy of the project and return the first test that fell; empty where none did."""
    for part in PARTS:
        source = ROOT / part
        if source.is_dir():
            shutil.copytree(source, folder / part, ignore=shutil.ignore_patterns("__pycache__", "compiled.bin"))
        else:
            shutil.copy2(source, folder / part)
    file = folder / mutation.file
    text = file.read_text("utf-8")
    if text.count(mutation.old) != 1:
        raise SystemExit(f"{mutation.name}: the text to replace stands {text.count(mutation.old)} times in the file.")
    file.write_text(text.replace(mutation.old, mutation.new), "utf-8")
    ran = subprocess.run(  # noqa: S603 -- this Python, on a copy of this project
        [sys.executable, "-m", "pytest", "-x", "-p", "no:cacheprovider", "-m", "hazard", *mutation.tests.split()],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    fell = _FELL.search(ran.stdout)
    return fell[1] if fell and ran.returncode == 1 else ""


def main() -> int:
    """Try every mutation, or those that are named, and print the table."""
    chosen = [mutation for mutation in MUTATIONS if not sys.argv[1:] or mutation.name in sys.argv[1:]]
    missed = 0
    sys.stdout.write("| control broken | test that fell | noticed |\n| --- | --- | --- |\n")
    for mutation in chosen:
        with tempfile.TemporaryDirectory() as folder:
            fell = fall_of(mutation, Path(folder))
        missed += not fell
        sys.stdout.write(f"| {mutation.what} | `{fell or 'none'}` | {'yes' if fell else 'NO'} |\n")
        sys.stdout.flush()
    sys.stdout.write(f"\n{len(chosen) - missed} of {len(chosen)} noticed.\n")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
