"""One process on a machine answers for one token; a second one waits.

Two processes with one token answer everything twice, and Discord resets tokens that start too many sessions.
The lease is a lock on a file, which the system gives back when the process ends, however it ends. Several
machines are beyond its reach: there the operator runs one process.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import logging
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from bot.surfaces.sight import State, vitals

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

_log = logging.getLogger(__name__)
LOOK_SECONDS = 1.0


@contextlib.asynccontextmanager
async def hold_lease(token: str) -> AsyncIterator[None]:
    """Wait until no other process of this user holds the token; without a place for the file, go on alone."""
    place = _place(token)
    descriptor = _open(place) if place else None
    if descriptor is None:
        _log.info("no lease: there is no folder to hold it, so a second process would not be noticed")
        yield
        return
    try:
        told = False
        while not _lock(descriptor):
            if not told:
                _log.warning("another process runs with this token; waiting until it ends")
                told = True
                vitals().enter(State.STANDBY)
            await asyncio.sleep(LOOK_SECONDS)
        yield
    finally:
        os.close(descriptor)


def _place(token: str) -> Path | None:
    """Name the file; the token cannot be read from its hash. Without a folder that can be written there is none."""
    user = os.getuid() if hasattr(os, "getuid") else 0
    name = hashlib.sha256(token.encode()).hexdigest()[:16]
    try:
        folder = os.environ.get("XDG_RUNTIME_DIR") or tempfile.gettempdir()
    except FileNotFoundError:
        return None
    return Path(folder) / f"baclobot-{user}-{name}.lock"


def _open(path: Path) -> int | None:
    """Open the file, which must be ours: a link or another user's file could be a trap."""
    try:
        import fcntl  # noqa: F401 - Windows has none
    except ImportError:
        return None
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    except OSError:
        return None
    if os.fstat(descriptor).st_uid != os.getuid():
        os.close(descriptor)
        return None
    return descriptor


def _lock(descriptor: int) -> bool:
    import fcntl

    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
