"""Numbers without a unit: which of them are amounts.

A number is one by what follows it ('20 four times a day', '15 at night'), or by the word before it ('take
20', 'pump set to 450'). Every other number is none: 'by two in the afternoon', 'is 81 too old'.
"""

from __future__ import annotations

from itertools import pairwise

from bot.dosing.numerals import number
from bot.dosing.reading import is_token, word_set

LARGEST = 10_000
_TAKE = word_set(
    "take took swallowed taken taking prescribed on given gave dose dosage pump popped ate downed "
    "ingested eaten dayof "
    "maximum double extra administered do only just"
)
_SET = word_set("set pump running runs goes up going program programmed")
_COUNTS = word_set("0.5 1 1.5 2 2.5 3 4")
"""Numbers that count tablets where a strength stands behind them."""
_DOSE = word_set("dose dosage total amount maximum")
_JUDGED = word_set(
    "ok okay too enough alright safe normal high low fine right a much of lot reasonable typical "
    "average dangerous bad mg"
)
_NOT_AFTER_TOO = word_set("old young late early soon")
_NO_AMOUNT_AFTER = word_set("by at until till since around about before after age aged past nearly almost from between")
_FOLLOWS = word_set(
    "ok okay too enough alright safe normal high low fine good right , . ? and or is for now "
    "today instead at already with "
    "then when by so a much dangerous bad because to all in since this as more before per if but "
    "would of reasonable "
    "typical average after yesterday"
)


def is_bare_amount(tokens: list[str], i: int, *, strength_told: bool) -> bool:
    """Tell whether the number at a position is an amount without a unit.

    ``strength_told`` says that a tablet's strength stands before it: then a 1 counts tablets.
    """
    if number(tokens[i]) > LARGEST:
        return False
    before, following, after = (tokens[j] if 0 <= j < len(tokens) else "" for j in (i - 1, i + 1, i + 2))
    if "=>" in (before, following):
        return True
    asked_about = before == "about" and i > 1 and tokens[i - 2] in ("what", "how")
    if (asked_about or before not in _NO_AMOUNT_AFTER) and _followed_by_frequency(
        tokens[i], following, strength_told=strength_told
    ):
        return True
    if following == "oral" and is_token(after, "FTV"):
        return True
    if following == "of" and is_token(after, "M"):
        return True
    if following in (",", "and", "-", "/") and is_token(after, "AT") and not is_token(before, "F"):
        return is_token(after, "T") or before in _TAKE
    if following and following not in _FOLLOWS and not is_token(following, "MD"):
        return False
    return _told_by_word_before(tokens, i, before, following, after)


def _followed_by_frequency(value: str, following: str, *, strength_told: bool) -> bool:
    if following in ("perday", "perdose", "onego") or is_token(following, "FV"):
        return True
    # 'Had one at breakfast' tells no amount; after '10 mg tablets' it does.
    return is_token(following, "T") and (value != "1" or strength_told)


def _told_by_word_before(tokens: list[str], i: int, before: str, following: str, after: str) -> bool:
    two_before = tokens[i - 2] if i > 1 else ""
    if before in _TAKE or is_token(before, "M"):
        return True
    if before == "of":
        return two_before in _DOSE
    if before in ("to", "at"):
        return two_before in _SET or (two_before in ("is", "it") and "pump" in tokens[:i])
    if before == "is" and two_before in ("pump", "dose", "dosage", "rate") and following in ("", ".", ",", "?"):
        return True
    if before == "is":
        return following in _JUDGED and after not in _NOT_AFTER_TOO
    return before in ("had", "have") and is_token(following, "M")


def counts_stand_before(tokens: list[str], i: int) -> bool:
    """Tell whether an amount at a position is the strength of tablets counted before it.

    'One in the morning and two at bed, 10 mg tablets': nothing tells how often after the strength, and small
    numbers with 'how often' stand before it.
    """
    for word in tokens[i + 1 :]:
        if is_token(word, "AO"):
            break
        if is_token(word, "FTV") or word in ("perday", "perdose", "onego"):
            return False
    pairs = pairwise(tokens[: i + 1])
    return any(word in _COUNTS and (is_token(following, "FT") or following == "perday") for word, following in pairs)
