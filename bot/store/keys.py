"""Pseudonyms: HMAC-SHA256 of an id under the operator's key. Without the key nobody finds the id again."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from contextlib import suppress
from typing import TYPE_CHECKING

from bot.errors import SettingsError
from bot.store.settings import KEY, KEY_FILE, LEAST_KEY

if TYPE_CHECKING:
    from pathlib import Path

    from bot.store.settings import StudySettings

DIGITS = 32
"""Hexadecimal digits kept of each digest, 128 bits: no two people of this world will share them."""
MADE_KEY = "pseudonym.key"
KEY_BYTES = 32
LONGEST_KEY = 4096


class Pseudonyms:
    """Turns ids into pseudonyms; each kind of thing has its own, so that none can be matched with another."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def person(self, user_id: int) -> str:
        """Return the pseudonym of a person."""
        return self._digest("person", str(user_id))

    def server(self, guild_id: int) -> str:
        """Return the pseudonym of a server."""
        return self._digest("server", str(guild_id))

    def channel(self, channel_id: int) -> str:
        """Return the pseudonym of a channel."""
        return self._digest("channel", str(channel_id))

    def round(self, *parts: int | str) -> str:
        """Return a short name for a round, made of what began it: the same beginning makes one round."""
        return self._digest("round", *map(str, parts))[:16]

    @property
    def fingerprint(self) -> str:
        """Tell keys apart without telling the key."""
        return self._digest("key")

    def _digest(self, *parts: str) -> str:
        return hmac.new(self._key, "\0".join(parts).encode(), hashlib.sha256).hexdigest()[:DIGITS]


def load_key(settings: StudySettings, *, may_make: bool) -> bytes:
    """Return the key that is set, else the one beside the database file, which is made where there is none.

    Raises SettingsError where a key must be given (``may_make`` is off) or is unusable, OSError where the data
    folder cannot be used.
    """
    given = settings.pseudonym_key.get_secret_value().strip()
    if given:
        return _checked(given, KEY)
    if settings.pseudonym_key_file:
        return _checked(_read(settings.pseudonym_key_file), KEY_FILE)
    if not may_make:
        what = f"PostgreSQL needs a key for pseudonyms: neither {KEY} nor {KEY_FILE} is set."
        raise SettingsError(what, "Set one long random text for all replicas, 'openssl rand -hex 32' makes one.")
    return _checked(_made(settings.folder / MADE_KEY), str(settings.folder / MADE_KEY))


def _made(file: Path) -> str:
    """Read the key file, made first where it is missing; two processes that make it at once agree on one."""
    if not file.exists():
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = file.with_name(f".{file.name}.{secrets.token_hex(8)}")
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(descriptor, "w", encoding="ascii") as opened:
                opened.write(f"{secrets.token_hex(KEY_BYTES)}\n")
            with suppress(FileExistsError):  # the other process was first
                os.link(draft, file)
        finally:
            draft.unlink()
    return file.read_text("ascii").strip()


def _read(file: Path) -> str:
    try:
        with file.open("rb") as opened:
            return opened.read(LONGEST_KEY).decode("utf-8", "replace").strip()
    except OSError as error:
        what = f"{KEY_FILE} names a file that cannot be read ({type(error).__name__})."
        raise SettingsError(what, "Name the file that holds the key.") from None


def _checked(key: str, name: str) -> bytes:
    if len(key) < LEAST_KEY:
        what = f"The key in {name} is too short: {len(key)} characters."
        raise SettingsError(what, f"Use at least {LEAST_KEY}; 'openssl rand -hex 32' makes one.")
    return key.encode()
