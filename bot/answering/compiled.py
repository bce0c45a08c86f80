"""A prepared answerer on disk, so that the command answers at once.

Reading 3,000 phrasings takes a second; loading what was read takes a tenth. The prepared file is named by what it
was made from (every file of the knowledge base, and the program itself), so a stale one is never used. It lies in
the installed package, put there when the wheel was built, or in the user's cache folder. It is a pickle, which can
run code when read: the one in the cache is used only if it belongs to this user and nobody else may write it.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import pickle
import sys
import tempfile
from importlib import resources
from pathlib import Path
from typing import IO, TYPE_CHECKING, cast

import bot

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.answering.answerer import Answerer

PACKAGED = "compiled.bin"
_CODE = ("kb", "matching", "answering", "dosing", "text.py")


def fingerprint(parts: Iterable[bytes]) -> str:
    """Name what a prepared answerer is made from: the base's files and the program's own."""
    digest = hashlib.sha256(f"{bot.__version__} {sys.version_info[:2]}".encode())
    for part in parts:
        digest.update(hashlib.sha256(part).digest())
    home = Path(bot.__file__).parent
    for name in _CODE:
        place = home / name
        for file in sorted(place.rglob("*.py")) if place.is_dir() else [place]:
            digest.update(file.name.encode() + file.read_bytes())
    return digest.hexdigest()[:24]


def read_compiled(key: str) -> Answerer | None:
    """Return the prepared answerer of that name, or None where there is none that can be used."""
    packaged = resources.files("knowledge") / PACKAGED
    with contextlib.suppress(OSError), packaged.open("rb") as opened:
        found = _unpack(opened, key)
        if found is not None:
            return found
    file = _cache_file(key)
    with contextlib.suppress(OSError):
        if file is not None and _is_ours(file):
            with file.open("rb") as opened:
                return _unpack(opened, key)
    return None


def write_compiled(answerer: Answerer, key: str, file: Path | None = None) -> bool:
    """Keep a prepared answerer; a full disk or a read-only one is no fault, it is only slower next time."""
    target = file or _cache_file(key)
    if target is None:
        return False
    try:
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=target.parent, delete=False) as draft:
            draft.write(_pack(answerer, key))
        Path(draft.name).replace(target)
    except OSError:
        return False
    _drop_older(target)
    return True


def _pack(answerer: Answerer, key: str) -> bytes:
    return key.encode() + b"\n" + pickle.dumps(answerer, protocol=5)


def _unpack(opened: IO[bytes], key: str) -> Answerer | None:
    """Read an answerer from its file, part by part: as a whole it would leave holes in the memory."""
    head = key.encode() + b"\n"
    if opened.read(len(head)) != head:
        return None
    with contextlib.suppress(pickle.UnpicklingError, EOFError, AttributeError, ImportError, IndexError, ValueError):
        return cast("Answerer", pickle.load(opened))  # noqa: S301 -- ours: packaged, or owned and writable by us alone
    return None


def _cache_file(key: str) -> Path | None:
    base = os.environ.get("XDG_CACHE_HOME") or ""
    try:
        folder = Path(base) if base.startswith(os.sep) else Path.home() / ".cache"
    except RuntimeError:  # no home folder, as in some containers
        return None
    return folder / bot.APP_NAME / f"{key}.bin"


def _is_ours(file: Path) -> bool:
    if not hasattr(os, "getuid"):
        return True
    told = file.stat()
    return told.st_uid == os.getuid() and not told.st_mode & 0o022


def _drop_older(kept: Path) -> None:
    """Keep the cache to the few newest files: each change of the base makes another."""
    if kept.suffix != ".bin" or kept.name == PACKAGED:
        return
    with contextlib.suppress(OSError):
        others = sorted(kept.parent.glob("*.bin"), key=lambda file: file.stat().st_mtime, reverse=True)
        for file in others[4:]:
            file.unlink(missing_ok=True)
