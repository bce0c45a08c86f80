"""Writing a file that a user asked for: whole or not at all, and never over another one unasked."""

from __future__ import annotations

import tempfile
from pathlib import Path

from bot.errors import InputError, SettingsError


def refuse_existing(file: Path, *, force: bool) -> None:
    """Raise InputError where the file exists and may not be replaced, or is a folder."""
    if file.is_dir():
        raise InputError(f"'{file}' is a folder.", "Name a file in it.")
    if file.exists() and not force:
        raise InputError(f"'{file}' exists.", "Give --force to replace it, or another name.")


def write_file(file: Path, content: bytes) -> None:
    """Write a file in one step: a full disk leaves what was there. Raises SettingsError where it cannot."""
    draft: Path | None = None
    try:
        with tempfile.NamedTemporaryFile(dir=file.parent, prefix=f".{file.name}.", delete=False) as opened:
            draft = Path(opened.name)
            opened.write(content)
        draft.chmod(0o644)
        draft.replace(file)
    except OSError as error:
        if draft is not None:
            draft.unlink(missing_ok=True)
        what = f"'{file}' cannot be written: {error.strerror or error}."
        raise SettingsError(what, "Name a file in a folder that exists, has room and is yours.") from error
