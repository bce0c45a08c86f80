"""Words to a dose: the readers in their order, each consuming what it understood."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING

from bot.dosing.amounts import read_amounts
from bot.dosing.assembly import Assembly
from bot.dosing.context import mend_in_context
from bot.dosing.dayparts import read_dayparts
from bot.dosing.folding import fold
from bot.dosing.frequency import read_frequency
from bot.dosing.kidney import read_kidney
from bot.dosing.medicines import Mention, names_of
from bot.dosing.model import ParsedDose, Person
from bot.dosing.noise import drop_noise
from bot.dosing.numerals import merge_words, write
from bot.dosing.person import read_person
from bot.dosing.reading import Reading, words
from bot.dosing.setting import read_setting
from bot.dosing.spans import read_climbs, read_spans
from bot.dosing.terms import read_terms
from bot.dosing.tokens import canonical, split

if TYPE_CHECKING:
    import re

    from bot.dosing.vocabulary import DoseVocabulary

_NOT_TAKEN_TOGETHER = words(
    "(?:for|quit|quitting|stop|stopped|off|from|beat|reduce|no|not|never|without|avoid|avoiding|"
    "n't|any|recovering)(?: (?:any|my|the|drinking|taking|on|of|some|his|"
    r"her)){0,8} O\d+(?! \d)(?! A)",
    r"O\d+ (?:cravings?|crave|dependence|dependency|use disorder|use|disorder|addiction|withdrawal|"
    "problems?|abuse|misuse)",
    r"O\d+ (?:relapse|free|recovery|rehab|detox|allergy)",
)
_OTHER_TABLET = words(
    "(?:(?:a|an|his|her|my|the|some|one|1|2|another|with) )?(?P<kind>sleeping|sleep|pain|anxiety|"
    "nerve|blood pressure|bp|water|birth control|allergy|diet|thyroid|iron|vitamin|heart|cold|"
    "cholesterol|diabetes) (?:tablet|medicine|medication|meds)",
)
_DRUNK = words(
    "drunk|tipsy|intoxicated|hammered|(?:been|while|was|were|am|after|i am|night of|and|of|still) drinking"
    "(?! (?:water|problems?|more water|enough|fluids))",
)
_SEDATING_KINDS = frozenset(("sleeping", "sleep", "pain", "anxiety", "nerve"))


def parse_dose(text: str, vocabulary: DoseVocabulary) -> ParsedDose | None:
    """Read a dose, whose it is and what else matters for judging it; None where the text tells of nothing.

    Never raises; the work is bounded whatever the text.
    """
    reading, mentions = _heard(text, vocabulary)
    others = _other_medicines(reading, mentions)
    life = read_person(reading)
    kidney = read_kidney(reading)
    setting = read_setting(reading)
    drop_noise(reading)
    read_climbs(reading)
    read_frequency(reading)
    read_dayparts(reading)
    read_spans(reading)
    read_amounts(reading)
    terms = read_terms(reading)
    draft = ParsedDose(
        text=text,
        person=Person(
            age_years=life.age_years,
            weight_kg=life.weight_kg,
            child_word=life.child_word,
            teen_word=life.teen_word,
            older_word=life.older_word,
            kidney=kidney.stage,
            kidney_rate=kidney.rate,
            kidney_told=kidney.told,
            pregnant=life.pregnant,
            breastfeeding=life.breastfeeding,
        ),
        purpose=setting.purpose,
        origin=setting.origin,
        first_test=setting.first_test,
        as_needed=terms.prn,
        other_medicines=tuple(mention.name for mention in others),
        sedating=tuple(mention.name for mention in others if mention.sedating),
        heard=reading.start,
        residue=reading.text,
    )
    own_names = [mention for mention in mentions if mention.own]
    parsed = Assembly(reading, terms, setting, own_names, draft).finish()
    return parsed if _tells_anything(parsed) else None


def _heard(text: str, vocabulary: DoseVocabulary) -> tuple[Reading, list[Mention]]:
    names = names_of(vocabulary)
    tokens, mentions, mend = names.settle(split(fold(text)))
    strengths, written = _strengths(vocabulary)
    words = mend_in_context(canonical(tokens, mend, written), names.knows)
    reading = Reading(merge_words(words), strengths)
    for mention in mentions:
        reading.add("M" if mention.own else "O", mention)
    return reading, mentions


@lru_cache(maxsize=4)
def _strengths(vocabulary: DoseVocabulary) -> tuple[frozenset[Fraction], frozenset[str]]:
    """Return the tablet strengths as values and as written."""
    values = frozenset(map(Fraction, vocabulary.tablet_strengths_mg))
    return values, frozenset(map(write, values))


def _tells_anything(parsed: ParsedDose) -> bool:
    told = parsed.has_dose or parsed.dangers or parsed.taken or parsed.stop or parsed.other_medicines or parsed.missing
    return bool(told)


def _other_medicines(reading: Reading, mentions: list[Mention]) -> list[Mention]:
    """List the other medicines that are taken together with this one, 'a sleeping tablet' among them."""
    if mentions:
        reading.mark(_NOT_TAKEN_TOGETHER, "notmed")
    extra: list[Mention] = []

    def tablet(found: re.Match[str]) -> str:
        extra.append(Mention(f"{found['kind']} tablet", own=False, sedating=found["kind"] in _SEDATING_KINDS))
        return reading.add("O", extra[-1])

    if reading.has("drunk", "tipsy", "intoxicated", "hammered", "drinking") and reading.find(_DRUNK):
        extra.append(Mention("alcohol", own=False, sedating=True))
    if reading.has("tablet", "medicine", "medication", "meds"):
        reading.replace(_OTHER_TABLET, tablet)
    present = [mention for i, mention in enumerate(mentions) if not mention.own and f" O{i} " in reading.text]
    return [*present, *extra]
