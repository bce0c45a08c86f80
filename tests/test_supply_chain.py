"""The image's list of packages is in step with what the program asks for, and nothing secret lies about."""

from __future__ import annotations

import re
import subprocess
import tomllib
from importlib.metadata import PackageNotFoundError, requires
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from bot.settings import TOKEN_SHAPE

ROOT = Path(__file__).parent.parent
PINNED = ROOT / "deploy" / "requirements.txt"
BUILDING = ROOT / "deploy" / "build-requirements.txt"
CARRIED = ("semantic", "http", "metrics", "reload", "study", "postgres")
"""The extras that the image carries; drawing curves is a curator's business."""
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def pins(file: Path) -> dict[str, list[Requirement]]:
    """List the packages of a file, each with its versions: some differ by Python."""
    found: dict[str, list[Requirement]] = {}
    for line in re.sub(r"\\\n\s*", " ", file.read_text("utf-8")).splitlines():
        requirement = Requirement(line.split(" --hash")[0].strip())
        found.setdefault(canonicalize_name(requirement.name), []).append(requirement)
    return found


def asked_for() -> list[Requirement]:
    extras = PROJECT["project"]["optional-dependencies"]
    lines = [*PROJECT["project"]["dependencies"], *(line for name in CARRIED for line in extras[name])]
    return [found for found in map(Requirement, lines) if found.name != PROJECT["project"]["name"]]


@pytest.mark.parametrize("wanted", asked_for(), ids=str)
def test_what_the_program_asks_for_is_pinned_in_its_range(wanted: Requirement) -> None:
    found = pins(PINNED).get(canonicalize_name(wanted.name))
    assert found, f"{wanted.name} is missing: CONTRIBUTING.md tells how to pin anew"
    for pin in found:
        version = str(pin.specifier).removeprefix("==")
        assert wanted.specifier.contains(version, prereleases=True), f"{pin} is not {wanted}"


def test_what_the_build_asks_for_is_pinned() -> None:
    pinned = pins(BUILDING)
    for line in PROJECT["build-system"]["requires"]:
        wanted = Requirement(line)
        assert wanted.specifier.contains(str(pinned[wanted.name][0].specifier).removeprefix("=="))


def test_what_they_need_in_turn_is_pinned_too() -> None:
    """Walks the packages that are installed here; what belongs to another system or Python is pinned by the tool."""
    pinned = pins(PINNED)
    open_ones, seen = [(found.name, frozenset(found.extras)) for found in asked_for()], set()
    while open_ones:
        name, extras = open_ones.pop()
        if (name, extras) in seen:
            continue
        seen.add((name, extras))
        assert canonicalize_name(name) in pinned, name
        try:
            needs = [Requirement(line) for line in requires(name) or []]
        except PackageNotFoundError:
            continue
        for_us = [
            need
            for need in needs
            if need.marker is None or any(need.marker.evaluate({"extra": extra}) for extra in ("", *extras))
        ]
        open_ones.extend((need.name, frozenset(need.extras)) for need in for_us)
    assert len(seen) > len(asked_for())


@pytest.mark.parametrize("file", [PINNED, BUILDING], ids=lambda file: str(file.name))
def test_every_pin_is_exact_has_hashes_and_names_no_host(file: Path) -> None:
    text = file.read_text("utf-8")
    assert "://" not in text
    assert "index" not in text
    for entry in re.sub(r"\\\n\s*", " ", text).splitlines():
        assert re.match(r"[\w.\[\]-]+==[\w.+!]+( ; [^#]+?)?( +--hash=sha256:[0-9a-f]{64})+$", entry), entry[:80]


def test_python_3_13_has_what_left_its_library() -> None:
    """A list made on 3.11 alone lacks it, and the image of 3.13 would not build."""
    (audio,) = pins(PINNED)["audioop-lts"]
    assert audio.marker is not None
    assert audio.marker.evaluate({"python_full_version": "3.13.0", "python_version": "3.13"})
    assert not audio.marker.evaluate({"python_full_version": "3.11.0", "python_version": "3.11"})


def kept_files() -> list[Path]:
    """List the files that are kept in the repository; all of them where it is no repository."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False).stdout.decode()
    found = [ROOT / name for name in listed.split("\0") if name] or [*ROOT.rglob("*")]
    return [file for file in found if file.is_file() and file.suffix not in {".png", ".bin"}]


def test_no_file_holds_a_token() -> None:
    for file in kept_files():
        found = [match[0] for match in TOKEN_SHAPE.finditer(file.read_text("utf-8", "replace"))]
        real = [token for token in found if "canary" not in token and re.match(r"[A-Za-z0-9_-]{24,}\.", token)]
        assert not real, f"{file.relative_to(ROOT)} holds what looks like a token"


def test_the_image_takes_in_only_what_it_needs() -> None:
    lines = [line for line in (ROOT / ".dockerignore").read_text("utf-8").splitlines() if not line.startswith("#")]
    assert lines[0] == "**"
    assert {line.split("/")[0] for line in lines[1:] if line.startswith("!")} == {
        *("!bot", "!knowledge", "!deploy", "!pyproject.toml", "!hatch_build.py", "!README.md", "!LICENSE")
    }
