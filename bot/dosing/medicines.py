"""Names of medicines in a text: this one, and others."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from bot.dosing.lexis import ALIASES, KNOWN_SHORT, PHRASES, REPAIR_TARGETS
from bot.dosing.numerals import FOREIGN, GROUPS, ONES, PLURALS, SHARES, TENS
from bot.dosing.spelling import Speller, edit_distance
from bot.dosing.tokens import Token

if TYPE_CHECKING:
    from decimal import Decimal

    from bot.dosing.enums import Route
    from bot.dosing.vocabulary import DoseVocabulary

MAX_NAME_WORDS = 4
NAME_MIN_LENGTH = 5
NAME_TWO_SLIPS = 7
OTHER_MIN_LENGTH = 7
STEM_MIN_LENGTH = 7
_NUMBER_WORDS = frozenset([*ONES, *TENS, *FOREIGN, *PLURALS, *SHARES, *GROUPS, "hundred"])


@dataclass(frozen=True, slots=True)
class Mention:
    """A medicine named in the text."""

    name: str
    own: bool
    route: Route | None = None
    mg_per_ml: Decimal | None = None
    sedating: bool = False


class Names:
    """The names of a vocabulary, ready to be looked up; made once for each vocabulary."""

    def __init__(self, vocabulary: DoseVocabulary) -> None:
        """Index the names of several words by the first of them; the others are found in the vocabulary itself."""
        self._vocabulary = vocabulary
        self._longer: dict[str, list[tuple[str, ...]]] = {}
        for names in (vocabulary.names, vocabulary.others, vocabulary.routes, vocabulary.mg_per_ml):
            for parts in (tuple(name.split()) for name in names if " " in name):
                self._longer.setdefault(parts[0], []).append(parts)
        for entries in self._longer.values():
            entries.sort(key=len, reverse=True)
        self._own_words = [name for name in vocabulary.names if " " not in name and len(name) >= NAME_MIN_LENGTH]
        self._others_by_shape: dict[tuple[str, int], list[str]] = {}
        for name in vocabulary.others:
            if " " not in name and len(name) >= OTHER_MIN_LENGTH:
                self._others_by_shape.setdefault((name[0], len(name)), []).append(name)
        self._speller = Speller(REPAIR_TARGETS, ALIASES)
        self.mend = lru_cache(8192)(self._mend)

    def knows(self, word: str) -> bool:
        """Tell whether a word needs no repair."""
        return (
            word in ALIASES
            or word in PHRASES
            or word in KNOWN_SHORT
            or word in _NUMBER_WORDS
            or word in self._vocabulary.ordinary_words
            or word in self._vocabulary.look_alikes
        )

    def _mend(self, word: str) -> tuple[str, str]:
        """Return what an unknown word was meant to be: a kind (own, other, word or nothing) and the word."""
        if self.knows(word):
            return "", word
        if any(word.endswith(stem) for stem in self._vocabulary.stems) and len(word) >= STEM_MIN_LENGTH:
            return "other", word
        own = self._nearest(word, self._own_words, 2 if len(word) >= NAME_TWO_SLIPS else 1)
        other = self._nearest(word, self._alike_others(word), 1)
        if other is not None and (own is None or other[0] <= own[0]):
            return "other", other[1]
        repaired = self._speller.nearest(word)
        if own is not None and (repaired is None or len(word) >= NAME_TWO_SLIPS):
            return "own", own[1]
        return ("word", ALIASES.get(repaired, repaired)) if repaired is not None else ("", word)

    def _alike_others(self, word: str) -> list[str]:
        if len(word) < OTHER_MIN_LENGTH:
            return []
        sizes = (len(word) - 1, len(word), len(word) + 1)
        return [name for size in sizes for name in self._others_by_shape.get((word[0], size), ())]

    @staticmethod
    def _nearest(word: str, names: list[str], most: int) -> tuple[int, str] | None:
        if len(word) < NAME_MIN_LENGTH:
            return None
        alike = [(edit_distance(word, name, most), name) for name in names if name[0] == word[0]]
        best = min(alike, default=(most + 1, ""))
        return best if best[0] <= most else None

    def mention(self, name: str) -> Mention:
        """Describe a name of the vocabulary."""
        vocabulary = self._vocabulary
        own = name in vocabulary.names or name in vocabulary.routes or name in vocabulary.mg_per_ml
        return Mention(
            name,
            own,
            vocabulary.routes.get(name),
            vocabulary.mg_per_ml.get(name),
            name in vocabulary.sedating and not own,
        )

    def settle(self, tokens: list[Token]) -> tuple[list[Token], list[Mention], dict[str, str]]:
        """Replace names by item tokens; return the mentions and the repairs of other words."""
        out: list[Token] = []
        mentions: list[Mention] = []
        mend: dict[str, str] = {}
        i = 0
        while i < len(tokens):
            found = self._name_at(tokens, i)
            if found is None:
                out.append(tokens[i])
                kind, word = self._repair(tokens[i].text)
                if kind in ("own", "other"):
                    found = (
                        self.mention(word)
                        if kind == "own"
                        else Mention(word, own=False, sedating=word in self._vocabulary.sedating),
                        1,
                    )
                    out.pop()
                elif kind == "word":
                    mend[tokens[i].text] = word
            if found is None:
                i += 1
                continue
            mention, used = found
            out.append(Token(f"{'M' if mention.own else 'O'}{len(mentions)}", glued=False))
            mentions.append(mention)
            i += used
        return out, mentions, mend

    def _repair(self, text: str) -> tuple[str, str]:
        if len(text) < 4 or not text.isalpha() or len(text) > 24:
            return "", text
        kind, word = self.mend(text)
        return kind, word

    def _name_at(self, tokens: list[Token], i: int) -> tuple[Mention, int] | None:
        first = tokens[i].text.removesuffix("'s")
        for parts in self._longer.get(first, ()):
            if [token.text for token in tokens[i : i + len(parts)]] == list(parts):
                return self.mention(" ".join(parts)), len(parts)
        return (self.mention(first), 1) if self._is_name(first) else None

    def _is_name(self, word: str) -> bool:
        # 'ITB' may be listed as a name; here it tells the route.
        if word in ALIASES or word in KNOWN_SHORT or word in _NUMBER_WORDS:
            return False
        vocabulary = self._vocabulary
        tables = (vocabulary.names, vocabulary.others, vocabulary.routes, vocabulary.mg_per_ml)
        return any(word in names for names in tables)


@lru_cache(maxsize=4)
def names_of(vocabulary: DoseVocabulary) -> Names:
    """Return the name index of a vocabulary, made on first use."""
    return Names(vocabulary)
