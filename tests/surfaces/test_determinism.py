"""The same words get the same bytes, in every process: nothing hangs on the order of a set."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

QUESTIONS = (
    "what is the highest dose?", "can I drink alcohol with it?", "I took 60 tablets", "20 mg four times a day",
    "can i stop", "gabapentin and baclofen", "hello", "was kostet das?", "half life", "pump alarm", "asdf", "x" * 900,
    "is it ok with opioids and benzos and alcohol", "muscle spasms ms spinal cord", "kidney dialysis dose",
)  # fmt: skip


def test_processes_with_other_hash_seeds_answer_alike(command: Callable[..., Any]) -> None:
    given = "".join(f"{question}\n" for question in QUESTIONS).encode()
    said = [command("ask", "--json", "-", given=given, PYTHONHASHSEED=seed).stdout for seed in ("0", "1", "4294967295")]
    assert len(said[0].splitlines()) == len(QUESTIONS)
    assert all(json.loads(line)["kind"] for line in said[0].splitlines())
    assert said[0] == said[1] == said[2]
