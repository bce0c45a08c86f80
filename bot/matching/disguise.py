"""Sees through words in disguise: figures for letters, letters set apart or drawn out, words run together.

People in panic type so, and people who fear a filter do. Nothing is changed that is an ordinary word or a number
with its unit, and nothing becomes a word that nobody knows; numbers stay numbers, for doses are read from them.
"""

from __future__ import annotations

import math
import re
from functools import lru_cache
from operator import is_
from typing import TYPE_CHECKING

from bot.text import is_contraction, normalize

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.matching.spelling import Speller

SHORTEST_GLUED, SHORTEST_AFTER, LONGEST_GLUED = 9, 5, 400
"""Shorter runs are too near to ordinary slips, unless words are known to be disguised so; longer ones are noise."""
MOST_GLUED = 1500
"""So many characters of run-together words are taken apart in one message: work stays bounded."""
MOST_APART = 8
"""So many runs of letters set apart, each of up to two hundred."""
LONGEST_WORD = 14
LEAST_SAID = 3
"""A piece of three letters must be said so often: rare ones are found inside anything."""
SINGLE, PAIRS = (
    frozenset("ai"),
    frozenset(("am", "an", "as", "at", "be", "by", "do", "go", "he", "if", "im", "in", "is", "it", "me", "mg", "my",
               "no", "of", "ok", "on", "or", "so", "to", "up", "us", "we")),
)  # fmt: skip
"""The only pieces of one letter and of two that a run is taken apart into."""
_FIGURES = (
    str.maketrans("01345!|$@7", "oieasiisat", "'"),
    str.maketrans("01345!|$@7", "oleaslisat", "'"),
)
"""Figures for letters; a one is an i or an l."""
SEVERAL = 3
"""So many words with figures for letters, or half of all, make it a habit: then bare figures are letters too."""
_MIXED = re.compile(r"[a-z][0-9!|$@]+[a-z']|[0-9$@|][a-z]|[a-z][0-9]")
_CHUNK = re.compile(r"[a-z0-9!|$@']{1,60}")
_UNIT = r"(?:mg|mgs|mcg|ug|g|ml|mls|l|kg|kgs|lbs?|st|nd|rd|th|x|hr?s?|d|yo|yrs?|y|m|f|s|t|k|am|pm|mins?|cm|c|tabs?)"
_MEASURE = re.compile(rf"\d+{_UNIT}$")
_THEN_UNIT = re.compile(rf"\s{{0,3}}(?:{_UNIT}|hours?|days?|tablets?|pills?|years?)\b")
_APART = re.compile(r"(?<![\w'])(?:[^\W\d_][\s.\-_*/|']{1,3}){2,200}[^\W\d_](?![^\W_])")
_DRAWN_OUT = re.compile(r"[a-z]*([a-z])\1{2,}[a-z]*")
_NUMBER = re.compile(r"\d{2}")
_ROUND = re.compile(r"\d0$")
_TRIPLE = re.compile(r"([a-z])\1{2,}")
_RUN = re.compile(r"[a-z][a-z']{8,}")
_ENDED = re.compile(r"('(?:ve|re|ll|s|t|m|d))(?=[a-z])")
"""Where a contraction ends inside a run."""
_SHORT_RUN = re.compile(r"[a-z][a-z']{4,}")
_ENDINGS = ("s", "d", "r", "n", "ed", "es", "er", "ly", "al", "ing")
_NO_LETTER = re.compile(r"[^a-z]+")
SHORTEST_PIECE = 3
NEVER = float("inf")
COST_SHORT, COST_SAID, COST_RARE, COST_KNOWN, COST_CHAT = 1.2, 1.0, 1.2, 1.8, 1.9
"""Fewest pieces win; among as many, those that people say to the bot."""
COST_UNKNOWN, COST_LETTER = 2.5, 0.7
"""A piece that nobody knows, and each letter of it: a slip in one word must not hide the rest."""
COMMON = 50
"""Contractions and the medicine's names count as said so often."""
SURE_RUN = 15
"""No ordinary slip is longer: in a shorter run every piece must be a word that people say."""
LEAST_KNOWN = 0.7
"""So much of a run must be known words for it to be taken apart."""


class Disguise:
    """Knows the words that a disguise may hide."""

    def __init__(self, speller: Speller, names: Iterable[str]) -> None:
        """Take the speller with its vocabulary, and further words: the medicine's names, danger cues."""
        self._speller = speller
        self._names = frozenset(names)

    def reveal(self, text: str) -> str:
        """Return a text with its disguised words plain; the very same text where there are none."""
        return self.take_apart(self.reveal_letters(text))

    def take_apart(self, text: str) -> str:
        """Take English words apart that were run together; the very same text where there are none."""
        seen = text if text.islower() and text.isascii() else "\n".join(map(normalize, text.split("\n")))
        if not _RUN.search(seen):
            return text
        plain = self._taken_apart(seen)
        return text if plain == seen else plain

    def reveal_letters(self, text: str) -> str:
        """See through letters in disguise, in any language; the very same text where there are none."""
        lines = text.split("\n")  # a line's end ends a clause: it must not be lost
        plain = [self._reveal_line(line) for line in lines]
        return text if all(map(is_, plain, lines)) else "\n".join(plain)

    def _reveal_line(self, text: str) -> str:
        plain = seen = normalize(text)
        if _MIXED.search(plain):
            plain = self._without_figures(plain)
        if _APART.search(plain):
            plain = _APART.sub(self._together, plain, count=MOST_APART)
        if _DRAWN_OUT.search(plain):
            plain = _DRAWN_OUT.sub(self._drawn_in, plain)
        return text if plain == seen else plain

    def knows(self, word: str) -> bool:
        """Tell whether a word is an ordinary one, one of the field, or the medicine's name."""
        if len(word) < SHORTEST_PIECE:
            return word in SINGLE or word in PAIRS
        return self._speller.holds(word) or word in self._names or is_contraction(word)

    def _without_figures(self, text: str) -> str:
        chunks = set(_CHUNK.findall(text))
        mixed = {chunk: self._lettered(chunk) for chunk in chunks if _MIXED.search(chunk)}
        found = {chunk: word for chunk, word in mixed.items() if word and not _MEASURE.match(chunk)}
        if not any(len(word) >= SHORTEST_PIECE for word in found.values()):
            return text  # "h1" and "5o" are no disguise by themselves
        bare: dict[str, str] = {}
        if len(found) >= SEVERAL or 1 < len(found) >= len(chunks) / 2:
            found = {chunk: word or _by_habit(chunk) for chunk, word in mixed.items()}
            bare = {chunk: self._lettered(chunk) for chunk in chunks if chunk.isdigit() and not _ROUND.match(chunk)}

        def plain(chunk: re.Match[str]) -> str:
            word = bare.get(chunk[0], "")
            if word and not _THEN_UNIT.match(text, chunk.end()):
                return word
            return "i" if chunk[0] == "1" and len(found) > 1 else found.get(chunk[0], chunk[0])

        return _CHUNK.sub(plain, text)

    def _lettered(self, chunk: str) -> str:
        """Return the word that a chunk with figures stands for; empty for none."""
        core = chunk.rstrip("!|")
        words = (core.translate(table) for table in _FIGURES)
        glued = not _NUMBER.search(core)  # "had14of" holds a number
        return next((word for word in words if self._reads(word, glued=glued)), "")

    def _reads(self, word: str, *, glued: bool) -> bool:
        return word.isalpha() and (self.knows(word) or (glued and len(self._pieces(word)) > 1))

    def _together(self, found: re.Match[str]) -> str:
        letters = _NO_LETTER.sub("", found[0])
        if self.knows(letters):
            return letters
        return " ".join(self._pieces(letters, SHORTEST_AFTER)) or found[0]

    def _drawn_in(self, found: re.Match[str]) -> str:
        word = found[0]
        if self.knows(word):
            return word
        once, twice = _TRIPLE.sub(r"\1", word), _TRIPLE.sub(r"\1\1", word)
        return twice if self.knows(twice) and not self.knows(once) else once

    def _taken_apart(self, text: str) -> str:
        once = self._apart_from(text, _RUN, SHORTEST_GLUED)
        if len(once) - len(text) < SEVERAL:
            return once
        # Where somebody types without blanks, shorter runs are no slips either.
        return self._apart_from(_ENDED.sub(r"\1 ", once), _SHORT_RUN, SHORTEST_AFTER)

    def _apart_from(self, text: str, runs: re.Pattern[str], shortest: int) -> str:
        left = MOST_GLUED

        def apart(found: re.Match[str]) -> str:
            nonlocal left
            word = found[0].replace("'", "")
            if not shortest <= len(word) <= min(LONGEST_GLUED, left) or self._ordinary(word):
                return found[0]
            left -= len(word)
            parts = _ENDED.sub(r"\1 ", found[0]).replace("'", "").split()
            return " ".join(
                " ".join(self._pieces(part, shortest if len(parts) == 1 else SHORTEST_AFTER)) or part for part in parts
            )

        return runs.sub(apart, text)

    def _ordinary(self, word: str) -> bool:
        """Tell whether a run is one word: known, known but for its ending, or a slip of one."""
        if self.knows(word) or any(word.endswith(end) and self.knows(word.removesuffix(end)) for end in _ENDINGS):
            return True
        return len(word) < SURE_RUN and len(self._speller.repair(word)) == 1 and self._speller.repair(word) != (word,)

    def _pieces(self, run: str, shortest: int = SHORTEST_GLUED) -> tuple[str, ...]:
        """Take run-together words apart in the likeliest way; empty where too little of them is known."""
        if len(run) < shortest:
            return ()
        # best[end]: the cost of the run up to there, and where its last piece begins
        best: list[tuple[float, int]] = [(0.0, 0)]
        costs = lru_cache(maxsize=None)(self._cost)
        for end in range(1, len(run) + 1):
            first = max(0, end - LONGEST_WORD)
            best.append(min((best[start][0] + costs(run[start:end]), start) for start in range(first, end)))
        pieces: list[str] = []
        end = len(run)
        while end:
            start = best[end][1]
            pieces.append(run[start:end])
            end = start
        if len(pieces) > len(run) / 3 + 1 or not self._well_known(
            pieces, sure=len(run) >= SURE_RUN or shortest < SHORTEST_GLUED
        ):
            return ()
        return tuple(reversed(pieces))

    def _well_known(self, pieces: list[str], *, sure: bool) -> bool:
        """Tell whether enough of the pieces are words, and one of them is more than a little word."""
        costs = [self._cost(piece) for piece in pieces]
        if not any(
            len(piece) > SHORTEST_PIECE and cost < COST_UNKNOWN for piece, cost in zip(pieces, costs, strict=True)
        ):
            return False
        if not sure:
            return max(costs) < COST_KNOWN
        known = sum(len(piece) for piece, cost in zip(pieces, costs, strict=True) if cost < COST_UNKNOWN)
        return known >= LEAST_KNOWN * sum(map(len, pieces))

    def _cost(self, piece: str) -> float:
        """Say how unlikely a piece is: rare words cost more, and what nobody knows the most."""
        if len(piece) < SHORTEST_PIECE:
            if piece in SINGLE or piece in PAIRS:
                return COST_SHORT
            return COST_CHAT if is_contraction(piece) else COST_UNKNOWN + COST_LETTER * len(piece)
        said = self._speller.times(piece)
        if is_contraction(piece) or piece in self._names:
            said = max(said, COMMON)
        if said >= LEAST_SAID:
            return COST_SAID + COST_RARE / (1 + math.log(said))
        if len(piece) > SHORTEST_PIECE and self._speller.holds(piece):
            return COST_KNOWN
        if len(piece) > SHORTEST_PIECE + 1 and any(self._is_form(piece, end) for end in _ENDINGS):
            return COST_KNOWN  # a possessive, another form of a verb
        return COST_UNKNOWN + COST_LETTER * len(piece)

    def _is_form(self, piece: str, ending: str) -> bool:
        base = piece.removesuffix(ending)
        return base != piece and len(base) > SHORTEST_PIECE and self._speller.holds(base)


def _by_habit(chunk: str) -> str:
    """Return what a chunk is for somebody who writes figures for letters throughout, a measure left as it is."""
    word = chunk.translate(_FIGURES[0])
    return word if word.isalpha() and len(word) > 1 and not _MEASURE.match(chunk) else chunk
