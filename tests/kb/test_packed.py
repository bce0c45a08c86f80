"""What only the study room reads stays packed in a prepared base until it is asked for."""

from __future__ import annotations

import pickle
import subprocess
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from bot.kb import KnowledgeBase


def test_a_prepared_base_holds_the_same(knowledge: KnowledgeBase) -> None:
    first = pickle.loads(pickle.dumps(knowledge))  # noqa: S301 -- our own
    second = pickle.loads(pickle.dumps(first))  # noqa: S301 -- our own
    assert first.study == second.study == knowledge.study
    assert knowledge.study is not None


def test_answering_does_not_read_it(base_folder: Path, environment: Mapping[str, str]) -> None:
    script = (
        "import sys; from pathlib import Path; from bot.answering import load_answerer;"
        f"answerer = load_answerer(Path({str(base_folder)!r})); answerer.ask('a missed dose');"
        "print('bot.kb.study' in sys.modules, answerer.knowledge.study is not None)"
    )
    for expected in ("True True", "False True"):  # the first run reads the files, the second what was prepared
        ran = subprocess.run(
            [sys.executable, "-c", script],
            env=dict(environment),
            capture_output=True,
            text=True,
            check=True,
            timeout=60,
        )
        assert ran.stdout.strip() in (expected, "False True")
    assert ran.stdout.strip() == "False True"
