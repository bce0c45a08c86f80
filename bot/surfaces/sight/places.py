"""Where a running process leaves word of itself. Imports little: the health command runs every half minute."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

VARIABLE = "BACLOBOT_RUNTIME_FOLDER"
HEALTH_FILE = "health.json"


def runtime_folder(given: Path | str | None = None) -> Path:
    """Return the folder: the one given, systemd's, the session's, else one of this user's among temporary files."""
    named = given or os.environ.get(VARIABLE) or os.environ.get("RUNTIME_DIRECTORY", "").split(":")[0]
    if named:
        return Path(named)
    if session := os.environ.get("XDG_RUNTIME_DIR"):
        return Path(session) / "baclobot"
    user = os.getuid() if hasattr(os, "getuid") else 0
    try:
        folder = Path(tempfile.gettempdir())
    except FileNotFoundError:  # every disk is read-only or full: whoever writes there is told so
        folder = Path(os.sep, "tmp")
    return folder / f"baclobot-{user}"


def health_file(given: Path | str | None = None) -> Path:
    """Return the file that the process rewrites as long as it is well."""
    return runtime_folder(given) / HEALTH_FILE
