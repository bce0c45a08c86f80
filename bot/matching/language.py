"""Other languages: tells which one a question is in, and puts known words into English."""

from __future__ import annotations

from dataclasses import replace
from sys import intern
from typing import TYPE_CHECKING

from bot.text import MATCH_CHARS, Utterance, cut_middle, fold, plain_words

if TYPE_CHECKING:
    from collections.abc import Mapping

MARKERS = "markers"
"""Key of the frequent words that tell a language."""
LEAST_MARKERS = 2
LEAST_SHARE = 0.18
"""Share of a question's words that must be of the language, when more than a name is."""


class Languages:
    """Knows words of several languages and what they mean in English."""

    def __init__(self, foreign: Mapping[str, Mapping[str, tuple[str, ...]]]) -> None:
        self._markers = {
            code: frozenset(w for m in words.get(MARKERS, ()) for w in plain_words(m))
            for code, words in foreign.items()
        }
        # Plain strings, words joined by blanks: tens of thousands of small objects would fill the memory.
        self._groups: dict[str, dict[str, str]] = {}
        for code, words in foreign.items():
            groups = self._groups.setdefault(code, {})
            for english, forms in words.items():
                if english != MARKERS:
                    meaning = intern(" ".join(fold(english)))
                    for form in forms:
                        groups.setdefault(intern(" ".join(plain_words(form))), meaning)
        self._longest = {
            code: max((group.count(" ") + 1 for group in groups), default=1) for code, groups in self._groups.items()
        }

    def detect(self, words: tuple[str, ...]) -> str:
        """Return the code of the language that a text is in, empty for English."""
        best = (0.0, "")
        for code, groups in self._groups.items():
            marked = sum(word in self._markers[code] for word in words)
            named = sum(word in groups for word in words)
            score = marked + 0.5 * named
            if marked + named >= LEAST_MARKERS and marked >= 1 and score >= LEAST_SHARE * len(words):
                best = max(best, (score, code))
        return best[1]

    def translate(self, utterance: Utterance) -> tuple[Utterance, str]:
        """Return the utterance with known words in English, and the language that it was in."""
        spoken = plain_words(utterance.raw)
        code = self.detect(spoken)
        if not code:
            return utterance, ""
        scan = self._put(spoken, code)
        cut = cut_middle(utterance.raw.strip(), MATCH_CHARS)
        words = scan if len(cut) == len(utterance.raw.strip()) else self._put(plain_words(cut), code)
        return replace(utterance, words=words, scan=scan, focus=(0, len(words))), code

    def translate_words(self, text: str) -> tuple[str, ...]:
        """Return the known words of a text in English; nothing where it is English or too short to tell."""
        words = plain_words(text)
        code = self.detect(words) if len(words) > LEAST_MARKERS else ""
        return self._put(words, code) if code else ()

    def _put(self, words: tuple[str, ...], code: str) -> tuple[str, ...]:
        groups, longest = self._groups[code], self._longest[code]
        put: list[str] = []
        start = 0
        while start < len(words):
            for size in range(min(longest, len(words) - start), 0, -1):
                english = groups.get(" ".join(words[start : start + size]))
                if english is not None:
                    put.extend(english.split())
                    start += size
                    break
            else:
                if words[start] not in self._markers[code] and len(words[start]) > 2:
                    put.append(words[start])
                start += 1
        return tuple(put)
