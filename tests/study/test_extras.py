"""Without the packages of an extra everything else works, and a sentence says what to install."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from bot.errors import SettingsError
from bot.study import cards
from bot.study.export.anki import anki_deck
from bot.study.plots import season_picture

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable
    from pathlib import Path

    from bot.study import ItemBank


def without(patch: pytest.MonkeyPatch, package: str) -> None:
    for name in [name for name in sys.modules if name == package or name.startswith(f"{package}.")]:
        patch.delitem(sys.modules, name)
    patch.setitem(sys.modules, package, None)


def test_cards_without_their_package(monkeypatch: pytest.MonkeyPatch) -> None:
    without(monkeypatch, "fsrs")
    with pytest.raises(SettingsError, match=r"'fsrs', which is not installed. Run: pip install 'baclobot\[study\]'"):
        cards.require_schedule()


def test_decks_without_their_package(monkeypatch: pytest.MonkeyPatch, bank: ItemBank) -> None:
    without(monkeypatch, "genanki")
    with pytest.raises(SettingsError, match=r"'genanki', which is not installed. Run: pip install 'baclobot\[study\]'"):
        anki_deck(bank.items[:1], "Practice")


def test_pictures_without_their_package(monkeypatch: pytest.MonkeyPatch) -> None:
    without(monkeypatch, "matplotlib")
    with pytest.raises(SettingsError, match=r"'matplotlib', which is not.*pip install 'baclobot\[plots\]'"):
        season_picture([], "Season")


def test_the_quiz_needs_no_extra(command: Callable[..., subprocess.CompletedProcess[bytes]], tmp_path: Path) -> None:
    """A plain installation: none of the extras' packages can be imported."""
    hook = "import sys\nfor name in ('fsrs', 'genanki', 'matplotlib', 'sqlalchemy'):\n    sys.modules[name] = None\n"
    (tmp_path / "sitecustomize.py").write_text(hook, "utf-8")
    from pathlib import Path as Place

    root = Place(__file__).parents[2]
    path = f"{tmp_path}:{root}"
    quiz = command("quiz", "--number", "2", given=b"\n\n", PYTHONPATH=path)
    assert quiz.returncode == 0, quiz.stderr
    assert b"Score: 0 of 2." in quiz.stdout
    sheet = command("study", "export", "--html", "-", "--number", "2", PYTHONPATH=path)
    assert sheet.returncode == 0, sheet.stderr
    refused = command("cards", given=b"\n4\n", PYTHONPATH=path, XDG_DATA_HOME=str(tmp_path))
    assert refused.returncode == 2
    assert b"pip install 'baclobot[study]'" in refused.stderr
    assert refused.stdout == b"", "nobody begins what cannot be kept"
