"""Tests that start the bot as a process; scenes (see ``scenes.py``) of one module are played together."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from bot.answering import Answerer

for folder in (Path(__file__).parents[1], Path(__file__).parent):
    sys.path.insert(0, str(folder))


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "e2e: starts the bot as a process against the fake Discord")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.e2e)


@pytest.fixture(scope="module")
def played(request: pytest.FixtureRequest, shipped: Answerer) -> dict[str, BaseException | None]:
    """What the scenes that were asked for ended with; the knowledge was loaded, and kept, before."""
    own = [item for item in request.session.items if item.module is request.module and "scene" in item.fixturenames]
    return asyncio.run(request.module.play.run([item.callspec.params["scene"] for item in own]))
