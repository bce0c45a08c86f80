"""From folded words to what they name: the medicine, other medicines, concepts, and what nobody knows."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from sys import intern
from typing import TYPE_CHECKING

from bot.matching.lexis import CLASS_PREFIX, DRUG, OTHER_MEDICINE, Entry, Lexis, phrasing_words
from bot.matching.quantities import find_quantity
from bot.matching.scoring import edit_distance, nearest
from bot.matching.spelling import Speller
from bot.text import fold, stem

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from bot.kb import KnowledgeBase

FUZZY_DRUG_LENGTH = 6
"""Shorter words are too near to too many others to be taken for the medicine's name."""
MAX_GLUED = 3
LONG_NAME = 8
"""A shorter name may hold one slip, a longer one two."""
LEAST_SAID = 4
"""A word that is no ordinary one must stand so often in the examples to count as known."""
_BEFORE = frozenset(("with", "and", "on", "to", "alongside", "plus", "w"))
_REFERRING = frozenset(("it", "this", "these", "them", "those", "mine"))
_POINTING = _REFERRING.union(
    ("pump", "tablets", "pills", "they", "that", "both", "together", "concurrent", "added", "adding")
)
_JOINING = frozenset(("together", "concurrent", "concurrently", "coadministration", "coprescription", "co"))


@dataclass(frozen=True, slots=True)
class Token:
    """One thing that was said: a word, a word group or a name."""

    words: tuple[str, ...]
    stems: tuple[str, ...]
    concept: str
    """The lexicon's concept; empty for a plain word."""
    medicine: str
    """The other medicine that is named; empty for none."""
    known: bool
    """Whether the vocabulary or the list of ordinary words has it."""
    place: int = 0
    """Where it begins among the words as typed."""


@dataclass(frozen=True, slots=True)
class Repair:
    """Words that were not read as typed: a slip mended, or the medicine's name recognized."""

    typed: str
    read: str
    """The word or words instead; the lexicon's mark where it is the medicine's name."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a text names, in order."""

    tokens: tuple[Token, ...]
    words: tuple[str, ...]
    """All words, mended, the medicine's name replaced by a mark."""
    drug_named: bool
    has_content: bool = True
    """Whether anything but the medicine's name and words that say little was said."""
    told: tuple[str, ...] = ()
    """The stems that say something, in order."""
    repairs: tuple[Repair, ...] = ()
    """Words that were read as others, in order."""

    @property
    def refers(self) -> bool:
        """Tell whether another medicine is taken with one named before: "with it", "concurrent", "on this"."""
        if len(self.medicines) == 1 and not _JOINING.isdisjoint(self.words):
            return True
        for one, other in pairwise(self.words):
            if (one in _BEFORE and other in _REFERRING) or (one in _REFERRING and other in _BEFORE):
                return True
        return self._asks_of_it_with_another()

    def _asks_of_it_with_another(self) -> bool:
        """Tell "is it ok with tramadol": it, then with, then the other medicine at once."""
        seen = False
        for token, following in pairwise(self.tokens):
            seen = seen or any(word in _REFERRING for word in token.words)
            if seen and token.words[-1] == "with" and following.medicine:
                return True
        return False

    @property
    def points_back(self) -> bool:
        """Tell whether anything refers to something said before: it, this, my tablets."""
        return not _POINTING.isdisjoint(self.words)

    @property
    def medicines(self) -> tuple[str, ...]:
        """Other medicines, each once, in order."""
        return tuple(dict.fromkeys(token.medicine for token in self.tokens if token.medicine))

    @property
    def classes(self) -> tuple[str, ...]:
        """Classes of the other medicines, each once, in order."""
        named = (token.concept for token in self.tokens if token.concept.startswith(CLASS_PREFIX))
        return tuple(dict.fromkeys(concept.removeprefix(CLASS_PREFIX) for concept in named))

    @property
    def concepts(self) -> tuple[str, ...]:
        """Concepts, each once, in order."""
        return tuple(dict.fromkeys(token.concept for token in self.tokens if token.concept))


class Reader:
    """Reads words with one lexicon."""

    def __init__(self, knowledge: KnowledgeBase, extra_words: Iterable[str] = ()) -> None:
        """Build the vocabulary from phrasings, lexicon and, if given, further texts' words."""
        self.lexis = Lexis(knowledge.lexicon)
        self.common = knowledge.lexicon.common_words
        counts = Counter(self.lexis.vocabulary())
        said = Counter(phrasing_words(knowledge))
        said.update(extra_words)
        # People's own words hold people's own slips: what is rare and no ordinary word is not worth mending to.
        counts.update({w: n for w, n in said.items() if n >= LEAST_SAID or w in self.common or w in counts})
        names = {word for name in self.lexis.drug_names for word in name}
        for name in names:
            counts.pop(name, None)
        weak = {word for group in knowledge.lexicon.weak_words.values() for words in group for word in fold(words)}
        few = frozenset(weak) | self.lexis.look_alikes | names
        self.vocabulary: Mapping[str, int] = {intern(word): count for word, count in counts.items()}
        self.speller = Speller(self.vocabulary, self.common, self.lexis.other_medicines, few)
        self._medicines_by_first: dict[str, list[str]] = {}
        for name in sorted(self.lexis.other_medicines):
            if " " not in name and len(name) >= FUZZY_DRUG_LENGTH:
                self._medicines_by_first.setdefault(name[0], []).append(name)
        # Misspellings are listed to be found as they are: taking words near to them too would catch "balcony".
        true_names = (knowledge.lexicon.drug, *(brand.name for brand in knowledge.lexicon.brands))
        self._true_names = tuple(sorted({name[0] for name in map(fold, true_names) if len(name) == 1}))
        self._weak = self.lexis.stop | self.lexis.circumstance
        self._vague = {
            tuple(stem(word) for word in fold(words) if stem(word) not in self._weak): offered
            for said, offered in knowledge.lexicon.vague
            for words in said
        }
        self._stems_of_names = knowledge.lexicon.stems
        self._names: dict[str, bool] = {}
        self._drug_openers = frozenset(name[0] for name in self.lexis.drug_names if name)
        self._drug_initials = frozenset(word[0] for word in self._drug_openers)

    def __getstate__(self) -> dict[str, object]:
        """Leave out what was only remembered."""
        return {**self.__dict__, "_names": {}}

    def read(self, words: tuple[str, ...], *, repair: bool = True) -> Reading:
        """Name what the folded words of a text say."""
        mended, places, repairs = self._mend(words, repair=repair)
        stems = tuple(map(stem, mended))
        tokens: list[Token] = []
        start = 0
        while start < len(mended):
            entry, size = self.lexis.find(mended, stems, start)
            if entry is None or size == 1:
                quantity, count = find_quantity(mended, start)
                if quantity and (entry is None or count > 1):
                    entry, size = Entry(quantity), count
            part = mended[start : start + size]
            if entry is None:
                entry = self._plain(part[0])
            known = part[0] == DRUG or bool(entry.concept) or part[0] in self.vocabulary or self.speller.knows(part[0])
            if part[0] != DRUG or entry.concept:
                tokens.append(
                    Token(part, stems[start : start + size], entry.concept, entry.medicine, known, places[start])
                )
            start += size
        weak = self._weak
        content = any(
            token.concept or not token.known or token.stems[0] not in weak for token in tokens if token.words != (DRUG,)
        )
        told = tuple(word for token in tokens for word in token.stems if word not in weak and word != DRUG)
        return Reading(tuple(tokens), mended, DRUG in mended, content, told, repairs)

    def vague_offer(self, reading: Reading) -> tuple[str, ...]:
        """Return the topics to offer where what was said is too vague for one of them; else nothing."""
        return self._vague.get(reading.told, ()) if reading.told else ()

    def _plain(self, word: str) -> Entry:
        """Tell another medicine by its name or its ending; everything else is a plain word."""
        if word in self.lexis.other_medicines or word in self.lexis.look_alikes:
            return Entry(OTHER_MEDICINE, word)
        if (
            len(word) > FUZZY_DRUG_LENGTH
            and word not in self.common
            and word not in self.vocabulary
            and word.endswith(self._stems_of_names)
        ):
            return Entry(OTHER_MEDICINE, word)
        return Entry("")

    def _mend(
        self, words: tuple[str, ...], *, repair: bool
    ) -> tuple[tuple[str, ...], tuple[int, ...], tuple[Repair, ...]]:
        """Return the words mended, for each the place of the typed word that it comes from, and what was mended."""
        mended: list[str] = []
        places: list[int] = []
        repairs: list[Repair] = []
        start = 0
        while start < len(words):
            size = self._drug_at(words, start)
            found = (DRUG,) if size else self._mend_word(words[start]) if repair else (words[start],)
            mended.extend(found)
            places.extend([start] * len(found))
            if found[0] != words[start]:
                repairs.append(Repair(" ".join(words[start : start + (size or 1)]), " ".join(found)))
            start += size or 1
        return tuple(mended), tuple(places), tuple(repairs)

    def _mend_word(self, word: str) -> tuple[str, ...]:
        if self.speller.knows(word):
            return (word,)
        repaired = self.speller.repair(word)
        name = self._medicine_near(word)
        if name and (
            len(repaired) > 1
            or edit_distance(word, name, 3) < edit_distance(word, repaired[0], 3)
            or repaired == (word,)
        ):
            return (name,)
        return repaired

    def _medicine_near(self, word: str) -> str:
        if len(word) < FUZZY_DRUG_LENGTH:
            return ""
        most = 1 if len(word) < 9 else 2
        found = nearest(word, self._medicines_by_first.get(word[0], ()), most)
        return min(((distance, name) for name, distance in found), default=(0, ""))[1]

    def _drug_at(self, words: tuple[str, ...], start: int) -> int:
        """Count the words that together name the medicine at a place; 0 for none."""
        if words[start][:1] not in self._drug_initials:
            return 0
        if words[start] in self._drug_openers:
            for size in range(min(self.lexis.longest_drug_name, len(words) - start), 0, -1):
                if words[start : start + size] in self.lexis.drug_names:
                    return size
        if self._is_drug(words[start]):
            return 1
        for size in range(min(MAX_GLUED, len(words) - start), 1, -1):
            glued = "".join(words[start : start + size])
            pieces = words[start : start + size]
            if (
                len(glued) >= FUZZY_DRUG_LENGTH
                and self._near_drug(glued, 1 + (size > 2))
                and not self._ordinary(pieces)
            ):
                return size
        return 0

    def _ordinary(self, pieces: tuple[str, ...]) -> bool:
        """Tell whether the pieces are a name that stands by itself (a name and a stray letter)."""
        return any(piece in self.lexis.other_medicines or len(piece) > 7 for piece in pieces)

    def _is_drug(self, word: str) -> bool:
        known = self._names.get(word)
        if known is None:
            known = (word,) in self.lexis.drug_names or (
                len(word) >= FUZZY_DRUG_LENGTH
                and word not in self.common
                and word not in self.vocabulary
                and word not in self.lexis.other_medicines
                and word not in self.lexis.look_alikes
                and self._near_drug(word, 2)
            )
            if len(self._names) >= 4096:
                self._names.clear()
            self._names[word] = known
        return known

    def _near_drug(self, word: str, most: int) -> bool:
        if len(word) > 14:
            return False
        for name in self._true_names:
            allowed = min(most, 1 if len(name) < LONG_NAME else 2)
            if len(name) >= FUZZY_DRUG_LENGTH and name[0] == word[0] and edit_distance(word, name, allowed) <= allowed:
                rivals = (*self.lexis.look_alikes, *self._medicines_by_first.get(word[0], ()))
                own = edit_distance(word, name, most)
                return all(
                    edit_distance(word, rival, own) > own for rival in rivals if abs(len(rival) - len(word)) <= own
                )
        return False
