"""From item tokens to terms: a walk that hangs frequencies, spans and marks on their amounts."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from bot.dosing.amount import Amount, Concentration
from bot.dosing.bare import counts_stand_before, is_bare_amount
from bot.dosing.dayparts import DayPart, as_frequency
from bot.dosing.frequency import Frequency
from bot.dosing.model import Climb
from bot.dosing.numerals import number
from bot.dosing.owners import belongs_to_other
from bot.dosing.reading import is_token, word_set, words
from bot.dosing.spans import Span
from bot.dosing.term import AND, BUT, NONE, OR, SUM_MARK, THEN, Term, Terms

if TYPE_CHECKING:
    from bot.dosing.reading import Reading

_JOINERS = (
    (
        THEN,
        word_set(
            "then => followed next afterwards afterward later "
            "until till tomorrow after second finally lastly increasing target goal eventually ultimately"
        ),
    ),
    (OR, word_set("or versus vs either alternatively")),
    (
        BUT,
        word_set(
            "but now currently however wants want changed switched increased raised upped bumped new "
            "if would could can "
            "should suggested recommended recommends"
        ),
    ),
    (AND, word_set("and plus + with also additional extra another more")),
)
"""Words between two amounts, and how they join them; the first group that fits counts."""
_RAISED = words(
    r"from|went|go|goes|going|gone|increas\w*|rais\w*|titrat\w*|bump\w*|climb\w*|mov\w*|step\w*|Z\d+|work\w*|build\w*"
)
_THEN_ALONE = _JOINERS[0][1] - {"then"} | {"to"}
_AFTER = word_set("after later following")
_ASIDE = word_set("instead rather usually normally supposed meant ordinarily typically")
_WANTING = word_set("supposed want wants")
_ADDING = word_set("and plus + , or x")
_MARKS = word_set("prn divided unreadable formclash")
NEAR = 4
"""How many words back a comparison or a limit may stand."""


def read_terms(reading: Reading) -> Terms:
    """Read the terms off the item tokens."""
    return _Walker(reading).walk()


class _Walker:
    """Walks over the tokens once, from left to right."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.tokens = list(reading.tokens())
        self.out = Terms()
        self.between: list[str] = []
        """Words since the last amount."""
        self.pending: list[Frequency] = []
        """Frequencies that wait for the next amount."""
        self.next_per_day = False
        self.next_single = False
        self.sentence = 0
        self.position = 0
        self.out.strength_last = self._strength_stands_last()
        self.frequency_first = self._starts_with_frequency()

    @property
    def last(self) -> Term | None:
        return self.out.terms[-1] if self.out.terms else None

    def walk(self) -> Terms:
        for i, word in enumerate(self.tokens):
            self.position = i
            if word[0].isupper():
                self._item(word)
            elif word[0].isdigit():
                self._number(word)
            else:
                self._word(word)
        if self.last is not None:
            self.last.freqs.extend(self.pending)
        else:
            self.out.loose_freqs = self.pending
        return self.out

    def _strength_stands_last(self) -> bool:
        """Tell whether counts of tablets come first and their strength last."""
        places = [i for i, word in enumerate(self.tokens) if is_token(word, "A") and self._is_own_amount(i, word)]
        if len(places) != 1:
            return False
        amount = self.reading.item(self.tokens[places[0]], Amount)
        strength = amount.unit == "mg" and not amount.counted and amount.low == amount.high
        return strength and counts_stand_before(self.tokens, places[0])

    def _starts_with_frequency(self) -> bool:
        """Tell whether each 'how often' stands before its amount: 'morning 10 mg, night 20 mg'."""
        kinds = ""
        others = False
        for i, word in enumerate(self.tokens):
            if self._is_own_amount(i, word):
                kinds, others = f"{kinds}A", False
            elif is_token(word, "AO"):
                others = True
            elif not others and (is_token(word, "F") or self._is_daypart(i)):
                kinds += word[0]
            elif word in (",", "."):
                others = False
        return kinds[:1] in ("F", "T") and kinds[-1:] == "A"

    def _is_own_amount(self, i: int, word: str) -> bool:
        if is_token(word, "A"):
            return not belongs_to_other(self.tokens, i)
        bare = word[0].isdigit() and not _capped(self.tokens[max(0, i - NEAR) : i])
        return bare and is_bare_amount(self.tokens, i, strength_told=self.out.strength_last)

    def _is_daypart(self, i: int) -> bool:
        """Tell whether a time of day counts: anchored by a small word, or beside an amount."""
        if not is_token(self.tokens[i], "T"):
            return False
        anchored = self.reading.item(self.tokens[i], DayPart).anchored
        before = i - 2 if self.tokens[max(0, i - 1)] == "oral" else i - 1
        return anchored or self._amount_like(before) or self._amount_like(i + 1)

    def _amount_like(self, i: int) -> bool:
        word = self.tokens[i] if 0 <= i < len(self.tokens) else " "
        return word[0].isdigit() or is_token(word, "AFMO") or word == "perday"

    def _item(self, word: str) -> None:
        kind, reading, last = word[0], self.reading, self.last
        if kind == "A":
            self._amount(reading.item(word, Amount))
        elif kind == "F":
            self._frequency(reading.item(word, Frequency))
        elif kind == "T":
            if self._is_daypart(self.position):
                self._frequency(as_frequency(reading.item(word, DayPart)))
        elif kind == "V" and last is not None:
            last.division = reading.item(word, Frequency)
        else:
            self._remark(word)
            self.between.append(word)

    def _remark(self, word: str) -> None:
        """Keep what stands beside an amount: spans, strengths of liquids, climbs, counts, labels."""
        kind, reading, last = word[0], self.reading, self.last
        if kind == "D" and last is not None:
            last.span = last.span or reading.item(word, Span)
        elif kind == "U":
            self.out.unit = reading.item(word, str)
        elif kind == "C":
            self.out.concentrations.append(reading.item(word, Concentration))
        elif kind == "Z":
            self.out.climb = reading.item(word, Climb)
        elif kind == "K" and last is not None and not last.freqs:
            last.counts = reading.item(word, tuple)
        elif kind == "L":
            self._label(reading.item(word, Fraction))

    def _label(self, day: Fraction) -> None:
        self.between.append("then")
        self.out.labels.append(day)
        last = self.last
        if last is not None and last.label is None and (last.freqs or last.per_day):
            last.label = day

    def _frequency(self, frequency: Frequency) -> None:
        last = self.last
        recent = self.between[-2:]
        if self._of_other():
            return
        waits = last is not None and last.freqs and not _ADDING.isdisjoint(recent) and self._amount_follows()
        if self.frequency_first or last is None or waits:
            self.pending.append(frequency)
        else:
            if last.freqs and "and" in recent:
                last.freqs.append(SUM_MARK)
            last.freqs.append(frequency)
            self.between.append("F")

    def _of_other(self) -> bool:
        """Tell whether a frequency is that of another medicine: 'this one tid and that one four times a day'."""
        i, last = self.position, self.last
        if not i or not is_token(self.tokens[i - 1], "O"):
            return False
        if last is None:
            return self.tokens[i + 1 : i + 2] in (["and"], [","], ["plus"], ["+"], ["with"])
        return not last.other and any(term.freqs or term.per_day for term in self.out.terms if not term.other)

    def _amount_follows(self) -> bool:
        return any(is_token(word, "A") for word in self.tokens[self.position + 1 :])

    def _number(self, word: str) -> None:
        i = self.position
        if i and self.tokens[i - 1] == "x" and self.last is not None:
            self.last.times_x = number(word)
            return
        strength_told = self.out.strength_last or any(term.amount.unit == "mg" for term in self.out.terms)
        if is_bare_amount(self.tokens, i, strength_told=strength_told):
            self._amount(Amount(number(word), number(word), ""))
        else:
            self.between.append(word)

    def _amount(self, amount: Amount) -> None:
        words = self.between
        term = Term(amount, self.position, self.sentence, freqs=self.pending)
        term.other = belongs_to_other(self.tokens, self.position)
        term.joined = self._joined()
        term.earlier = self.last is not None and words[-1:] == ["from"] and "to" not in words
        term.then = "then" in words and _THEN_ALONE.isdisjoint(words)
        term.arrow = self.last is not None and ("=>" in words or "to" in words)
        term.aside = not _ASIDE.isdisjoint(words[-NEAR:]) or words[-1:] == ["not"]
        term.of = words[-1:] == ["of"]
        term.per_day = amount.a_day or self.next_per_day
        term.single = self.next_single
        term.cap = _capped(words[-NEAR:]) or self._up_to()
        self.pending, self.between = [], []
        self.next_per_day = self.next_single = False
        self.out.terms.append(term)

    def _joined(self) -> str:
        if self.last is None:
            return NONE
        if any(is_token(word, "D") and self.reading.item(word, Span).word in _AFTER for word in self.between):
            return THEN
        if self.between[-1:] == ["from"]:
            return THEN
        if self._up_to():
            return NONE
        if "to" in self.between and _WANTING.isdisjoint(self.between):
            return THEN
        return next((name for name, group in _JOINERS if not group.isdisjoint(self.between)), NONE)

    def _up_to(self) -> bool:
        """Tell whether 'up to' before an amount is a limit, and not where a dose was raised to."""
        if self.between[-2:] != ["up", "to"] or self.last is None:
            return False
        a_day = self.tokens[self.position + 1 : self.position + 2] == ["perday"]
        return (a_day or not self.last.freqs) and self.reading.find(_RAISED) is None

    def _word(self, word: str) -> None:
        last = self.last
        if word == "perday" and self._of_other():
            return
        if word in ("perday", "intotal"):
            self._per_day(total=word == "intotal")
        elif word == "dayof":
            self.next_per_day = True
        elif word == "onego":
            self._single()
        elif word == "perdose" and last is not None:
            last.per_dose = True
        elif word in _MARKS:
            self._mark(word)
        else:
            if word in ("today", "tomorrow") and last is not None:
                last.today = True
            self.sentence += word in (".", "?")
            self.between.append(word)

    def _single(self) -> None:
        if self.last is None:
            self.next_single = True
        else:
            self.last.single = True

    def _mark(self, word: str) -> None:
        self.out.prn |= word == "prn"
        self.out.divided |= word == "divided"
        self.out.unreadable |= word == "unreadable"
        self.out.form_clash |= word == "formclash"

    def _per_day(self, *, total: bool) -> None:
        last = self.last
        if last is None:
            self.next_per_day = self.next_per_day or self.tokens[self.position + 1 : self.position + 2] != [","]
        elif not last.freqs:
            last.in_total = total and not last.per_day
            last.per_day = True


def _capped(words: list[str]) -> bool:
    """Tell whether words before an amount make it a limit: 'no more than', 'at most', 'max'."""
    return (
        not {"maximum", "exceed", "limit"}.isdisjoint(words)
        or ("than" in words and "more" in words)
        or words[-2:] == ["at", "most"]
    )
