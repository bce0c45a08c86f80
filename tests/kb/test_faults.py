"""A sentence for each fault, a test for each sentence: the cases stand in ``cases/faults.yaml``."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from bot.errors import KnowledgeError
from bot.kb.nodes import MAX_BYTES
from bot.kb.reader import read_files
from bot.kb.store import read_bytes
from bot.surfaces.curator import find_faults
from bot.surfaces.soundness import require_sound

if TYPE_CHECKING:
    from bot.kb import Fault

CASES = yaml.safe_load((Path(__file__).parent.parent / "cases" / "faults.yaml").read_text("utf-8"))
TODAY = datetime.now(UTC).date()
DATES = {
    "{today}": TODAY.isoformat(),
    "{past}": (TODAY - timedelta(days=800)).isoformat(),
    "{old}": (TODAY - timedelta(days=300)).isoformat(),
    "{future}": (TODAY + timedelta(days=9)).isoformat(),
}


@pytest.fixture(scope="module")
def sound(base_folder: Path) -> dict[str, bytes]:
    """The files of a base without a fault."""
    return read_bytes(base_folder)


def faults_of(files: dict[str, bytes]) -> list[Fault]:
    return find_faults(read_files(files), TODAY)


def dated(text: str) -> str:
    for name, day in DATES.items():
        text = text.replace(name, day)
    return text


def altered(files: dict[str, bytes], case: dict[str, Any]) -> dict[str, bytes]:
    """Return the files with what the case alters."""
    name, files = case["file"], dict(files)
    text = files.get(name, b"").decode()
    put = dated(case.get("put", ""))
    if "copy" in case:
        files[name] = files[case["copy"]]
    elif "add" in case:
        files[name] = f"{text}\n{case['add']}\n".encode()
    elif "cut" in case:
        files[name] = (text[: text.index(case["cut"])] + put).encode()
    elif "find" in case:
        assert dated(case["find"]) in text, "the base has changed: mend the case"
        files[name] = text.replace(dated(case["find"]), put, 1).encode()
    elif "put" in case:
        files[name] = put.encode()
    else:
        del files[name]
    return files


def test_the_sound_base_has_no_fault(sound: dict[str, bytes]) -> None:
    assert faults_of(sound) == []


@pytest.mark.hazard("H17")
@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_each_fault_says_where_what_and_how(sound: dict[str, bytes], case: dict[str, Any]) -> None:
    faults = faults_of(altered(sound, case))
    told = [fault for fault in faults if dated(case["says"]) in str(fault)]
    assert told, "\n".join(map(str, faults))
    assert [fault.warning for fault in told] == [case.get("warning", False)]
    assert all(fault.what.endswith(".") and fault.mend.endswith(".") for fault in faults)


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (b"title: \xff\xfe\n", "messages.yaml:1: The file is not UTF-8. Save it as UTF-8."),
        (b"# one\ntitle: a\x00b\n", "messages.yaml:2: There is a NUL byte. Delete it."),
        (
            b"#" * (MAX_BYTES + 1),
            "messages.yaml:1: The file has 1,048,577 bytes, over the limit of 1,048,576. Split",
        ),
        (
            b"a: " + b"[" * 40 + b"]" * 40,
            "messages.yaml:1: This is nested more than 12 levels deep. Flatten it.",
        ),
        (b"a: " + b"[" * 100_000, "messages.yaml:1: This is nested more than 12 levels deep. Flatten it."),
        (b"- " * 100_000, "messages.yaml:1: This is nested more than 12 levels deep. Flatten it."),
    ],
)
def test_files_that_are_no_text(sound: dict[str, bytes], raw: bytes, says: str) -> None:
    faults = faults_of({**sound, "messages.yaml": raw})
    assert any(str(fault).startswith(says) for fault in faults), "\n".join(map(str, faults))


@pytest.mark.parametrize(
    "case", [case for case in CASES if not case.get("warning")], ids=lambda case: str(case["name"])
)
def test_what_is_refused_when_checked_is_refused_at_the_start(
    sound: dict[str, bytes], case: dict[str, Any], tmp_path: Path
) -> None:
    for name, raw in altered(sound, case).items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(raw)
    with pytest.raises(KnowledgeError) as caught:
        require_sound(tmp_path)
    assert caught.value.mend


def test_a_base_without_topics(sound: dict[str, bytes]) -> None:
    files = {name: raw for name, raw in sound.items() if not name.startswith("topics/")}
    assert "topics: There is no topic. Add topics/<group>/<id>.yaml." in map(str, faults_of(files))


@pytest.mark.hazard("H17")
def test_every_fault_comes_in_one_run(sound: dict[str, bytes]) -> None:
    broken = {**sound, "messages.yaml": b"[", "lexicon.yaml": b"drug: {}", "foreign.yaml": b"# nothing"}
    assert {fault.path for fault in faults_of(broken)} == {"messages.yaml", "lexicon.yaml", "foreign.yaml"}
