"""Whose amount it is: this medicine's, another's, or nobody's by name."""

from __future__ import annotations

from bot.dosing.reading import is_token, word_set

MOST_WORDS_BETWEEN = 4
_AMOUNT_TO_NAME = word_set(
    "of the my a tablet dose generic brand oral intrathecal "
    "worth regular form liquid suspension his her their 's packet"
)
_NAME_TO_AMOUNT = word_set("at of is was , dose tablet = strength about only low just a the maximum")
_OWNED = word_set("my his her our the their")
_TAKEN_WITH = word_set("on with taking take plus and")


def belongs_to_other(tokens: list[str], i: int) -> bool:
    """Tell whether the amount at a position belongs to another medicine.

    A name after it comes first ('300 mg of that'), then a name before it ('that, 300 mg'). Without a name it
    is this medicine's: 'I am on that, is 20 mg too much?' asks about this one.
    """
    name = _name_after(tokens, i) or _name_before(tokens, i)
    return name is not None and name[0] == "O"


def _at(tokens: list[str], i: int) -> str:
    return tokens[i] if 0 <= i < len(tokens) else ""


def _name_after(tokens: list[str], i: int) -> str | None:
    j = i + 1
    while _at(tokens, j) in _AMOUNT_TO_NAME and j - i < MOST_WORDS_BETWEEN:
        j += 1
    if is_token(_at(tokens, j), "MO"):
        return tokens[j]
    told_how_often = is_token(_at(tokens, j), "FT") and _at(tokens, j + 1) == "of"
    return tokens[j + 2] if told_how_often and is_token(_at(tokens, j + 2), "MO") else None


def _name_before(tokens: list[str], i: int) -> str | None:
    j = i - 1
    while _at(tokens, j) in _NAME_TO_AMOUNT and i - j < MOST_WORDS_BETWEEN:
        j -= 1
    if not is_token(_at(tokens, j), "MO"):
        return None
    between = tokens[j + 1 : i]
    only_company = "," in between and _at(tokens, j - 1) in _TAKEN_WITH
    asked_of_this = "is" in between and not (between == ["is"] and _at(tokens, j - 1) in _OWNED)
    if tokens[j][0] == "O" and (only_company or asked_of_this):
        return None
    return tokens[j]
