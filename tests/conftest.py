"""What the tests share: the shipped base, a tiny base of five topics, and an answerer on each.

The tiny base lies under ``base/``. The words of replies and the dose figures are named by id in the program:
they are taken from the shipped base, with the sources that the figures cite.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from datetime import UTC, datetime
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.answering import load_answerer
from bot.kb.nodes import parse_yaml

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from bot.answering import Answerer
    from bot.kb import KnowledgeBase

ROOT = Path(__file__).parent.parent
BASE = Path(__file__).parent / "base"
WRITTEN = "2026-01-10"
"""The date in the tiny base's files: each run puts its own day there, so that no review is ever too old."""
SHIPPED = ("wording.yaml", "wording-doses.yaml", "posology.yaml")


# A shell starts what runs in the background with Ctrl-C ignored, and programs that tests start would inherit that.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


def build_base(folder: Path) -> Path:
    """Put the tiny base together in a new folder, reviewed today."""
    shutil.copytree(BASE, folder)
    today = datetime.now(UTC).date().isoformat()
    for file in folder.rglob("*.yaml"):
        file.write_text(file.read_text("utf-8").replace(WRITTEN, today), "utf-8")
    shipped = resources.files("knowledge")
    for name in SHIPPED:
        (folder / name).write_bytes((shipped / name).read_bytes())
    figures = parse_yaml("posology.yaml", (shipped / "posology.yaml").read_bytes()).data
    works = parse_yaml("sources.yaml", (shipped / "sources.yaml").read_bytes()).data
    told = parse_yaml("wording-doses.yaml", (shipped / "wording-doses.yaml").read_bytes()).data
    cited = re.findall(r'"source": "([a-z0-9-]+)"', json.dumps([figures, told]))
    assert isinstance(works, dict)
    with (folder / "sources.yaml").open("a", encoding="utf-8") as sources:
        sources.writelines(f"{name}: {json.dumps(works[name])}\n" for name in sorted({*cited} & works.keys()))
    return folder


@pytest.fixture(scope="session", autouse=True)
def cache_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Keep prepared answerers in a folder of this run, and the developer's own settings out of it."""
    folder = tmp_path_factory.mktemp("cache")
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith(("BACLOBOT_", "DISCORD_", "DATABASE_"))]:
            patch.delenv(name)
        for name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS"):
            patch.delenv(name, raising=False)
        patch.setenv("XDG_CACHE_HOME", str(folder))
        patch.setenv("XDG_DATA_HOME", str(folder / "data"))
        patch.setenv("BACLOBOT_SECOND_READER", "off")  # tests of its own turn it on: the rest hold with and without
        yield folder


@pytest.fixture(scope="session")
def base_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiny base as a folder: for reading only."""
    return build_base(tmp_path_factory.mktemp("tiny") / "base")


@pytest.fixture
def own_base(tmp_path: Path, base_folder: Path) -> Path:
    """A tiny base that the test may alter."""
    return Path(shutil.copytree(base_folder, tmp_path / "base"))


@pytest.fixture(scope="session")
def tiny(base_folder: Path) -> Answerer:
    """An answerer on the tiny base."""
    return load_answerer(base_folder, keep=False)


@pytest.fixture(scope="session")
def shipped() -> Answerer:
    """An answerer on the shipped base."""
    return load_answerer()


@pytest.fixture(scope="session")
def knowledge(shipped: Answerer) -> KnowledgeBase:
    """The shipped base."""
    return shipped.knowledge


@pytest.fixture(scope="session")
def environment(cache_folder: Path) -> Mapping[str, str]:
    """What a started command sees; every warning of Python is an error there too."""
    return {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "error"}


@pytest.fixture(scope="session")
def command(
    base_folder: Path, environment: Mapping[str, str], tmp_path_factory: pytest.TempPathFactory
) -> Callable[..., subprocess.CompletedProcess[bytes]]:
    """Run the real command on the tiny base, in a folder outside the checkout."""
    elsewhere = tmp_path_factory.mktemp("elsewhere")

    def run(
        *arguments: str, given: bytes = b"", kb: Path | None = base_folder, **variables: str
    ) -> subprocess.CompletedProcess[bytes]:
        chosen = [] if kb is None else ["--kb", str(kb)]
        return subprocess.run(
            [sys.executable, "-m", "bot", *chosen, *arguments],
            input=given,
            capture_output=True,
            cwd=elsewhere,
            env={**environment, **variables},
            timeout=60,
            check=False,
        )

    return run
