"""Slips that only the words around them explain: 'three ties a day', 'two tas 10 mg', 'for times a day'.

A word is mended here although it may be an ordinary one: between a number and 'a day' stand times, doses or
tablets. An unknown word before 'daily' that cannot be mended makes how often unreadable, so that an amount is
never taken for a whole day's because a word was not understood.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.dosing.lexis import ALIASES, KNOWN_SHORT
from bot.dosing.numerals import ONES, TENS
from bot.dosing.reading import word_set
from bot.dosing.spelling import edit_distance

if TYPE_CHECKING:
    from collections.abc import Callable

UNREAD_OFTEN = "unreadoften"
"""Stands for 'how often' that could not be read."""
_CANONICAL = frozenset(ALIASES.values()) | KNOWN_SHORT | word_set("times an and or to of at in on by for with the")
_SOLIDS = dict.fromkeys(("tab", "tabs", "tablet", "tablets", "pill", "pills", "caps"), "tablet")
_COUNTED = {"times": "times", "doses": "doses", **_SOLIDS}
_OFTEN = {"twice": "twice", "once": "once", "thrice": "3 times"}
_PARTS = {
    "in": {name: name for name in ("morning", "afternoon", "evening")},
    "at": {name: name for name in ("night", "noon", "bedtime", "lunch", "breakfast")},
}
_NUMBERS = {"two": "2", "three": "3", "four": "4", "five": "5", "six": "6"}
_THEN = word_set("teen ten than them")
_BEFORE_THEN = word_set(", day daily tid bid qid tds qds week")
_THREE = word_set("thee tree free there")
_HEARD = {"for": "4", "fore": "4", "to": "2", "too": "2", "tow": "2", "tree": "3", "free": "3", "won": "1"}
_HALF = {"half": "half"}
_HALF_BEFORE = word_set("a of tablet in at before")
_EACH = word_set("a an per / each every in")
_SHORT = word_set("tid tds bid bd bds qid qds qd od q hs oral prn")
_OFTEN_BEGINS = _SHORT | {"twice", "once", "every"}
_AFTER_AMOUNT = _SHORT | {"mg", "mcg", "tablet"}
_TAKES = word_set("take took takes taking of , tablet")
_IS = word_set("is are was were isn't if")
SHORTEST = 3
TWO_SLIPS_FROM = 5


def mend_in_context(words: list[str], knows: Callable[[str], bool]) -> list[str]:
    """Mend words by what stands around them; ``knows`` tells whether a word is an ordinary one or a dose word."""
    out = list(words)
    for i, word in enumerate(words):
        before = words[i - 1] if i else ""
        if word in _HEARD and out[i + 1 : i + 2] == ["times"] and _a_day(words, i + 2):
            out[i] = _HEARD[word]
        elif word in _THREE and _is_three(words, i):
            out[i] = "3"
        elif word == "," and _is_number(before) and words[i + 1 : i + 2] == ["times"] and _a_day(words, i + 2):
            out[i] = ""
            if i > 2 and words[i - 2] == "," and _value(words[i - 3]) == _value(before):
                out[i - 3 : i - 1] = ["", ""]
        elif word in _THEN and before in _BEFORE_THEN and _amount_follows(words, i + 1):
            out[i] = "then"
        elif word == "once" and _is_kind(words, i):
            out[i] = "tablet"
        elif word.isalpha() and word.islower() and len(word) >= SHORTEST and word not in _CANONICAL:
            out[i] = _mended(out, i, knows)
    return " ".join(_without_day(out)).split()


def _without_day(words: list[str]) -> list[str]:
    """Drop 'times a day' after an unreadable 'how often': what stands before it is no day's total."""
    if UNREAD_OFTEN not in words:
        return words
    out: list[str] = []
    skip = 0
    for i, word in enumerate(words):
        if skip:
            skip -= 1
            continue
        out.append(word)
        if word == UNREAD_OFTEN:
            skip = 1 if words[i + 1 : i + 2] == ["times"] else 0
            skip += 1 if words[i + 1 + skip : i + 2 + skip] == ["daily"] else 2
    return out


def _mended(words: list[str], i: int, knows: Callable[[str], bool]) -> str:
    word, before = words[i], words[i - 1] if i else ""
    counted, known = _is_number(before), knows(word)
    mended: str | None = None
    if _a_day(words, i + 1):
        mended = _nearest(word, _COUNTED | _OFTEN if counted else _OFTEN, known=known)
        return mended or (word if known else UNREAD_OFTEN)
    if words[i + 1 : i + 2] == ["times"] and _a_day(words, i + 2) and not counted:
        return _nearest(word, _NUMBERS, known=known) or (word if known else UNREAD_OFTEN)
    if counted and _strength_follows(words, i + 1):
        mended = _nearest(word, _SOLIDS, known=True)
    elif before in _BEFORE_THEN and _amount_follows(words, i + 1):
        mended = _nearest(word, {"then": "then"}, known=True)
    elif (
        not known
        and _nearest(word, _HALF, known=True)
        and (_HALF_BEFORE.issuperset(words[i + 1 : i + 2]) or _strength_follows(words, i + 1))
    ):
        mended = "half"
    elif not known and not counted and before != "a" and _strength_follows(words, i + 1):
        mended = _nearest(word, _NUMBERS, known=True)
    elif before == "at" or words[max(0, i - 2) : i] == ["in", "the"]:
        mended = _nearest(word, _PARTS["at" if before == "at" else "in"], known=before == "at")
    return mended or word


def _nearest(word: str, targets: dict[str, str], *, known: bool) -> str | None:
    """Return what a word was meant to be; a known word may hide one slip only."""
    most = 2 if len(word) >= TWO_SLIPS_FROM and not known else 1
    found = sorted((edit_distance(word, target, most), form) for target, form in targets.items())
    best = [form for distance, form in found if distance == found[0][0] <= most]
    if len(set(best)) > 1:
        return UNREAD_OFTEN if targets is _OFTEN else None
    return best[0] if best else None


def _is_number(word: str) -> bool:
    return word[:1].isdigit() or word in ONES or word in TENS


def _value(word: str) -> str:
    return str(ONES.get(word, word))


def _a_day(words: list[str], i: int) -> bool:
    return words[i : i + 1] == ["daily"] or (words[i + 1 : i + 2] == ["day"] and words[i] in _EACH)


def _amount_follows(words: list[str], i: int) -> bool:
    """Tell whether an amount with its unit or with 'how often' follows."""
    return i < len(words) and _is_number(words[i]) and words[i + 1 : i + 2] != [] and words[i + 1] in _AFTER_AMOUNT


def _strength_follows(words: list[str], i: int) -> bool:
    """Tell whether a strength or 'how often' follows, as it does after a count of tablets."""
    if words[i : i + 1] in ([","], ["of"]):
        i += 1
    following = words[i] if i < len(words) else ""
    at_a_time = following == "at" and words[i + 1 : i + 2] in (["bedtime"], ["night"], ["noon"])
    return following in _OFTEN_BEGINS or at_a_time or (_is_number(following) and words[i + 1 : i + 2] == ["mg"])


def _is_kind(words: list[str], i: int) -> bool:
    """Tell whether 'once' stands for 'ones': 'I have the 20 mg onse and take two'."""
    return (
        words[i - 1 : i] == ["mg"]
        and words[max(0, i - 3) : i - 2] == ["the"]
        and words[i + 1 : i + 2] in (["and"], [","])
    )


def _is_three(words: list[str], i: int) -> bool:
    """Tell whether 'thee' or 'tree' is a three: before tablets or times, or where a count has to stand."""
    before, following = words[i - 1] if i else "", words[i + 1] if i + 1 < len(words) else ""
    if before in _IS:
        return False
    if following in ("tablet", "times", "x"):
        return words[i] != "there" or before in _TAKES or following == "times"
    if words[i] == "there":
        return before in _TAKES and following in _SHORT
    strength = _is_number(following) and words[i + 2 : i + 3] == ["mg"]
    return strength or (before in _TAKES | {"and"} and following in _OFTEN_BEGINS | {"at"})
