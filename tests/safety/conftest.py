"""The command line, as the tests of the surfaces run it."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from bot.cli import run

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Ran:
    """What a command did."""

    code: int
    out: str


@pytest.fixture
def cli(
    base_folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> Callable[..., Ran]:
    monkeypatch.chdir(tmp_path)

    def start(*arguments: str, kb: Path | None = base_folder) -> Ran:
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"")))
        code = run([*([] if kb is None else ["--kb", str(kb)]), *arguments])
        return Ran(code, capsys.readouterr().out)

    return start
