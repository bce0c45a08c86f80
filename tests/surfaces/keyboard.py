"""A keyboard and a screen for a command: a real pseudo-terminal, with what was shown kept."""

from __future__ import annotations

import os
import pty
import select
import struct
import subprocess
import sys
import termios
import time
from fcntl import ioctl
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path
    from types import TracebackType

PATIENCE = 60.0
OWN_TERMINAL = """
import fcntl, os, sys, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
os.execv(sys.executable, [sys.executable, "-m", "bot", *sys.argv[1:]])
"""
"""Makes the terminal the process's own first: only then does Control-C reach it."""


class Keyboard:
    """Runs the command at a terminal of a fixed size."""

    def __init__(self, arguments: list[str], environment: Mapping[str, str], folder: Path, columns: int = 72) -> None:
        self._own, other = pty.openpty()
        ioctl(other, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
        self.process = subprocess.Popen(
            [sys.executable, "-c", OWN_TERMINAL, *arguments],
            stdin=other,
            stdout=other,
            stderr=other,
            cwd=folder,
            env={**environment, "TERM": "xterm-256color"},
            start_new_session=True,
        )
        os.close(other)
        self.screen = ""
        self._seen = 0

    def __enter__(self) -> Keyboard:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait(PATIENCE)
        os.close(self._own)

    def wait_for(self, text: str) -> str:
        """Read until a text appears after what was seen before; return what came up to it."""
        until = time.monotonic() + PATIENCE
        while text not in self.screen[self._seen :]:
            assert time.monotonic() < until, f"no {text!r} in {self.screen[self._seen :]!r}"
            if not self._read():
                assert text in self.screen[self._seen :], f"ended without {text!r}: {self.screen[self._seen :]!r}"
        end = self.screen.index(text, self._seen) + len(text)
        shown, self._seen = self.screen[self._seen : end], end
        return shown

    def press(self, keys: str) -> None:
        """Press keys, one after the other."""
        os.write(self._own, keys.encode())

    def ending(self) -> int:
        """Read to the end and return the exit code."""
        while self._read():
            pass
        return self.process.wait(PATIENCE)

    def _read(self) -> bool:
        ready, _, _ = select.select([self._own], [], [], PATIENCE)
        if not ready:
            return False
        try:
            got = os.read(self._own, 65536)
        except OSError:  # the other side is gone: Linux says so with an error
            return False
        self.screen += got.decode("utf-8", "replace")
        return bool(got)
