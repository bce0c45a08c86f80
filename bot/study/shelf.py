"""One learner's cards in a file of their own, for the terminal: JSON, written whole or not at all."""

from __future__ import annotations

import json
import os
import tempfile
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import bot
from bot.errors import InputError, SettingsError
from bot.study.cards import CardState, Rating, Review

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

VERSION = 1
FILE = "cards.json"


@dataclass(slots=True)
class _Kept:
    cards: dict[str, CardState] = field(default_factory=dict)
    reviews: list[Review] = field(default_factory=list)


class FileShelf:
    """Keeps cards in one file that only its owner may read; it appears with the first rating."""

    def __init__(self, file: Path) -> None:
        self.file = file

    @property
    def where(self) -> str:
        """The file's path."""
        return str(self.file)

    def cards(self) -> Mapping[str, CardState]:
        """Return every card; raises InputError where the file cannot be read."""
        return self._read().cards

    def reviews(self) -> Sequence[Review]:
        """Return every rating; raises InputError where the file cannot be read."""
        return self._read().reviews

    def record(self, card: CardState, review: Review) -> None:
        """Add a rating; what another session wrote meanwhile stays. Raises SettingsError where it cannot."""
        try:
            self.file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with self._alone():
                kept = self._read()
                kept.cards[card.item] = card
                kept.reviews.append(review)
                self._write(kept)
        except OSError as error:
            what = f"Your progress cannot be kept in '{self.file}': {error.strerror or error}."
            raise SettingsError(what, "Make room or mend its rights; the ratings before this one are safe.") from error

    def forget(self) -> bool:
        """Delete the file; tell whether there was one. Raises SettingsError where it cannot be deleted."""
        was_there = self.file.exists()
        try:
            self.file.unlink(missing_ok=True)
            self._lock_file.unlink(missing_ok=True)
        except OSError as error:
            what = f"'{self.file}' cannot be deleted: {error.strerror or error}."
            raise SettingsError(what, "Mend its rights, or delete it yourself.") from error
        return was_there

    @property
    def _lock_file(self) -> Path:
        return self.file.with_name(f"{self.file.name}.lock")

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Hold other sessions of this user off while one reads and writes."""
        try:
            import fcntl
        except ImportError:  # Windows: one session at a time is up to the user
            yield
            return
        with self._lock_file.open("w", encoding="utf-8") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _read(self) -> _Kept:
        try:
            data = json.loads(self.file.read_text("utf-8"))
            return _from_plain(data)
        except FileNotFoundError:
            return _Kept()
        except OSError as error:
            what = f"Your progress in '{self.file}' cannot be read: {error.strerror or error}."
            raise SettingsError(what, "Mend its rights, or move it away.") from error
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            what = f"Your progress in '{self.file}' is damaged."
            raise InputError(what, f"Move it away, or run '{bot.APP_NAME} cards --forget' to begin anew.") from error

    def _write(self, kept: _Kept) -> None:
        with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=self.file.parent, delete=False) as draft:
            try:
                json.dump(_to_plain(kept), draft)
                draft.flush()
                os.fsync(draft.fileno())
            except OSError:
                Path(draft.name).unlink(missing_ok=True)
                raise
        Path(draft.name).replace(self.file)


def data_file() -> Path:
    """Return where the terminal keeps cards: the user's data folder; raises SettingsError where there is none."""
    base = os.environ.get("XDG_DATA_HOME") or ""
    try:
        folder = Path(base) if base.startswith(os.sep) else Path.home() / ".local" / "share"
    except RuntimeError as error:
        raise SettingsError("There is no home folder to keep progress in.", "Set XDG_DATA_HOME to a folder.") from error
    return folder / bot.APP_NAME / FILE


def _to_plain(kept: _Kept) -> dict[str, Any]:
    cards = [
        {**asdict(card), "due": card.due.isoformat(), "last": card.last.isoformat() if card.last else None}
        for card in kept.cards.values()
    ]
    reviews = [[review.item, review.at.isoformat(), int(review.rating)] for review in kept.reviews]
    return {"version": VERSION, "cards": cards, "reviews": reviews}


def _from_plain(data: Any) -> _Kept:
    if data["version"] != VERSION:
        message = "another version"
        raise ValueError(message)
    cards = {
        str(card["item"]): CardState(
            item=str(card["item"]),
            due=_time(card["due"]),
            last=_time(card["last"]) if card["last"] else None,
            state=int(card["state"]),
            step=card["step"],
            stability=card["stability"],
            difficulty=card["difficulty"],
        )
        for card in data["cards"]
    }
    return _Kept(cards, [Review(str(item), _time(at), Rating(rating)) for item, at, rating in data["reviews"]])


def _time(text: str) -> datetime:
    told = datetime.fromisoformat(text)
    if told.tzinfo is None:
        message = "a time without its zone"
        raise ValueError(message)
    return told
