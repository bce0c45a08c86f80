"""From folded text to canonical words: one string in which every reader looks.

Every word becomes its form in the closed list, every number its one written form, every mark that tells
something a word of its own. What could be read two ways becomes unreadable here, before anybody reads it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.dosing.folding import THIRD_WORDS
from bot.dosing.lexis import ALIASES, KNOWN_SHORT, PHRASES
from bot.dosing.numerals import PLURALS, UNREADABLE, read_figures, three_decimals
from bot.dosing.reading import word_set

MAX_TOKENS = 1000
HIGHEST_LEVEL = 12
"""The spine has levels up to T12: 'T6' is one, 'T60' a slip."""
AGES = range(12, 111)
"""'45m' and '82f' are age and sex; '5m' is not."""

_TOKEN = re.compile(r"\d{1,2}:\d{2}|(?<![\w.,])\.\d+|\d+(?:[.,]\d+){0,8}|[^\W\d_]+(?:'[^\W\d_]+)?|=>|->|\S")
_MORNING_CLOCK = re.compile(r"0\d[0-5]\d")
_RUN_ON = re.compile(
    r"(mgs?|mcg|ug|ml|tabs?|tablets?)(x|tid|tds|bid|bd|qid|qds|qd|od|qhs|hs|po|prn|daily|per|am|pm|at|"
    r"tabs?|tablets?|day)"
)
_ABBREVIATIONS = word_set(
    "mg mcg g ml kg lb tablet tsp tbsp hour minute week year day dr approx vs maximum no po "
    "prn tid tds bid bd qid qds qd od sig st"
)
_MARKS = {":": ",", ";": ",", "!": ".", "->": "=>", "@": "at"}
_SILENT = frozenset("\"'<>{}^\\")
_JOINS = word_set("mg mcg g ml tablet packet drop tsp clockam clockpm")
_OWN_LETTERS = word_set("q x")
"""Letters that may touch a number: q6h, x3."""
_TIME_OF_LIFE = word_set("my his her their your early mid late")
_GLUED = {
    "h": "hour", "d": "day", "w": "week", "wk": "week", "x": "x", "y": "year old", "yo": "year old",
    "yr": "year old",
    "yrs": "year old", "yom": "year old male", "yof": "year old female", "mo": "month old",
    "mos": "month old",
    "u": "unit", "g": "g", "k": "kg", "st": "ord", "nd": "ord", "rd": "ord", "th": "ord", "am": "clockam",
    "pm": "clockpm",
}  # fmt: skip
"""What letters mean that touch the number before them."""


@dataclass(frozen=True, slots=True)
class Token:
    """A word, number or mark as folded."""

    text: str
    glued: bool
    """No blank stands before it."""


def split(text: str) -> list[Token]:
    """Cut folded text into tokens; at most MAX_TOKENS of them."""
    tokens: list[Token] = []
    end = 0
    for found in _TOKEN.finditer(text):
        tokens.append(Token(found[0], found.start() == end and bool(tokens)))
        end = found.end()
        if len(tokens) == MAX_TOKENS:
            break
    return tokens


def canonical(tokens: list[Token], mend: dict[str, str], strengths: frozenset[str]) -> list[str]:
    """Turn tokens into canonical words.

    ``mend`` holds the repairs settled before, ``strengths`` those of the tablets that exist, as written:
    '10s' and 'tens' are such tablets.
    """
    words: list[str] = []
    for i, token in enumerate(tokens):
        words.extend(_Here(tokens, i, words, mend, strengths).word(token))
    return _drop_abbreviation_points(words)


class _Here:
    """One token with its surroundings."""

    def __init__(
        self, tokens: list[Token], i: int, words: list[str], mend: dict[str, str], strengths: frozenset[str]
    ) -> None:
        self.words = words
        """The canonical words so far; a slip may take the last one back."""
        self.mend = mend
        self.strengths = strengths
        self.before = words[-1] if words else ""
        self.token_before = tokens[i - 1].text if i else ""
        self.following = tokens[i + 1] if i + 1 < len(tokens) else None

    def word(self, token: Token) -> list[str]:
        text = token.text
        if text[0].isdigit() or (text[0] == "." and len(text) > 1):
            return self.number(token)
        if not text[0].isalpha():
            return self.mark(token)
        if text[0].isupper():
            return [text]
        if text in self.mend:
            return PHRASES.get(self.mend[text], self.mend[text]).split()
        if token.glued and (self.before[:1].isdigit() or self.before == UNREADABLE):
            return self.after_number(text)
        if token.glued and text in ("s", "'s") and self.before == "tablet":
            return []
        if text.endswith("'s"):
            return [*self.plain(text[:-2]), "'s"]
        return self.plain(text)

    def mark(self, token: Token) -> list[str]:
        """Keep the marks that tell something; a dash stays only where it joins numbers."""
        if token.text != "-":
            return [] if token.text in _SILENT else [_MARKS.get(token.text, token.text)]
        following = self.following
        if following and following.text[0] in "0123456789." and (self.before[:1].isdigit() or self.before in _JOINS):
            return ["-"]
        return [] if token.glued and following and following.glued else [","]

    def number(self, token: Token) -> list[str]:
        text, before, following = token.text, self.token_before, self.following
        if ":" in text:
            return [f"clock{text.replace(':', 'h')}"]
        if _MORNING_CLOCK.fullmatch(text):
            return [f"clock{text[:2]}h{text[2:]}"]
        if (
            token.glued
            and len(before) == 1
            and before not in _OWN_LETTERS
            and (before.isalpha() or before == UNREADABLE)
        ):
            # T6 is a level of the spine, B12 a vitamin; l0 and o5 are slips: none of them is a number.
            self.words.pop()
            level = before in "tcls" and text.isdigit() and 0 < int(text[:3]) <= HIGHEST_LEVEL
            return ["level" if level else UNREADABLE]
        touching = following.text if following and following.glued else ""
        if touching in ("o", UNREADABLE):
            return [UNREADABLE]
        if touching in ("s", "'s") and text in self.strengths:
            return [text, "mg", "tablet"]
        return [read_figures(text), "or-thousands"] if three_decimals(text) else [read_figures(text)]

    def after_number(self, text: str) -> list[str]:
        """Read letters that touch the number before them: 10mg, 3x, 5yo, 82f, 6h, 3d."""
        if text in ("s", "'s"):
            return ["s"]
        if text.endswith("'s"):
            return [*self.after_number(text[:-2]), "'s"]
        if text in _GLUED:
            return _GLUED[text].split()
        if text in ("m", "f") and self.before.isdigit() and int(self.before) in AGES:
            return ["year", "old", "male" if text == "m" else "female"]
        if found := _RUN_ON.fullmatch(text):
            return [*self.plain(found[1]), *_Here([], 0, ["mg"], self.mend, self.strengths).plain(found[2])]
        if text == "o" or text.startswith("omg"):
            self.words[-1] = UNREADABLE
            return [] if text == "o" else ["mg"]
        return self.plain(text)

    def plain(self, text: str) -> list[str]:
        before = self.before
        if text in ("am", "ams"):
            verb = before == "i" or (self.following is not None and self.following.text == "i")
            return ["am" if verb else "clockam" if before[:1].isdigit() else "morning"]
        if text == "pm":
            return ["clockpm" if before[:1].isdigit() else "pm"]
        if text in ("h", "d", "g") and (before[:1].isdigit() or before in ("/", "per")):
            return [{"h": "hour", "d": "day", "g": "g"}[text]]
        if text in PLURALS and str(PLURALS[text]) in self.strengths and before not in _TIME_OF_LIFE:
            return [str(PLURALS[text]), "mg", "tablet"]
        if text in THIRD_WORDS:
            return [THIRD_WORDS[text]]
        plain = text.replace("'", "")
        phrase = PHRASES.get(text) or PHRASES.get(plain)
        if phrase is not None:
            return [ALIASES.get(word, word) for word in phrase.split()]
        return [text] if text in KNOWN_SHORT and text not in ALIASES else [ALIASES.get(plain, plain)]


def _drop_abbreviation_points(words: list[str]) -> list[str]:
    """Drop the point of an abbreviation ('20 mg. three times'); other points end a sentence and stay."""
    return [word for i, word in enumerate(words) if word != "." or not i or words[i - 1] not in _ABBREVIATIONS]
