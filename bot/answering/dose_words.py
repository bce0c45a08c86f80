"""The dose check in words: which vocabulary it reads with, and the sentences of its outcome."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.dosing import Danger, DoseVocabulary, Flag, Route, Verdict, describe
from bot.kb import Citation, Fact
from bot.kb.figures import fill_figures
from bot.text import fold

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from bot.dosing import DoseCheck, Reason
    from bot.kb import Figure, KnowledgeBase

TABLET_PURPOSE, TABLET_UNIT = "strength", "mg"
DANGER_KIND = {
    Danger.SELF_HARM: "self-harm",
    Danger.SYMPTOMS: "unconscious",
    Danger.WITHDRAWAL: "withdrawal",
    Danger.PUMP: "pump",
}
"""Which kind of emergency a danger told with a dose is."""


def dose_vocabulary(knowledge: KnowledgeBase) -> DoseVocabulary:
    """Take from the lexicon and the posology what the dose parser must know of the medicine."""
    lexicon = knowledge.lexicon
    brands = {_plain(brand.name): brand for brand in lexicon.brands}
    names = {_plain(name) for name in (lexicon.drug, *lexicon.drug_names)} | set(brands)
    return DoseVocabulary(
        names=frozenset(names),
        routes={name: Route(brand.route) for name, brand in brands.items() if brand.route},
        mg_per_ml={name: brand.mg_per_ml for name, brand in brands.items() if brand.mg_per_ml is not None},
        tablet_strengths_mg=frozenset(_tablet_strengths(knowledge.figures)),
        look_alikes=frozenset(map(_plain, lexicon.look_alikes)),
        others=frozenset(_plain(name) for one in lexicon.classes for name in one.names) | lexicon.other_medicines,
        sedating=frozenset(_plain(name) for one in lexicon.classes if one.sedating for name in one.names),
        stems=lexicon.stems,
        ordinary_words=lexicon.common_words,
    )


def _plain(name: str) -> str:
    return " ".join(fold(name))


def _tablet_strengths(figures: Mapping[str, Figure]) -> set[Decimal]:
    found = (
        figure.values
        for figure in figures.values()
        if (figure.purpose, figure.per, figure.unit) == (TABLET_PURPOSE, "tablet", TABLET_UNIT)
    )
    return {value for values in found for value in values}


def danger_of(check: DoseCheck, known: Mapping[str, object]) -> str:
    """Name the kind of emergency that a dose tells of: danger in words, or something taken; else empty."""
    parsed = check.parsed
    if check.verdict is not Verdict.EMERGENCY or parsed is None or not (parsed.dangers or parsed.taken):
        return ""
    told = [DANGER_KIND[danger] for danger in Danger if danger in parsed.dangers]
    if not told and Flag.CHILD in check.flags:
        told = ["child"]
    return next((kind for kind in (*told, "overdose") if kind in known), next(iter(known), ""))


def understood(check: DoseCheck) -> str:
    """Say what was read, from the parsed values only; empty where nothing was."""
    return describe(check.parsed) if check.parsed is not None else ""


def dose_facts(check: DoseCheck, knowledge: KnowledgeBase) -> tuple[Fact, ...]:
    """Write the verdict, each reason and each question as statements with the citations of their figures."""
    verdict = _fact(f"verdict-{check.verdict}", {}, (), knowledge)
    told = [reason for reason in check.reasons if _matters(reason, check)]
    reasons = [_reason(reason, knowledge) for reason in (*told, *check.asks)]
    return tuple(dict.fromkeys((verdict, *reasons)))


OUTSIDE_GENERAL = frozenset(
    (
        Flag.OVER_SINGLE_MAXIMUM, Flag.OVER_START, Flag.FAST_TITRATION, Flag.ABRUPT_STOP, Flag.TAKEN_NOW,
        Flag.KIDNEY, Flag.DIALYSIS, Flag.CHILD,
    )
)  # fmt: skip
"""With one of these, a sentence on the general range of adults would mislead."""


def _matters(reason: Reason, check: DoseCheck) -> bool:
    """Leave out what only says where the general range lies once something graver is the matter."""
    if reason.verdict.gravity >= Verdict.CAUTION.gravity or check.verdict.gravity < Verdict.CAUTION.gravity:
        return True
    return check.verdict is Verdict.CAUTION and OUTSIDE_GENERAL.isdisjoint(check.flags)


def _reason(reason: Reason, knowledge: KnowledgeBase) -> Fact:
    return _fact(reason.text, dict(reason.values), reason.figures, knowledge)


def _fact(key: str, values: Mapping[str, str], figures: tuple[str, ...], knowledge: KnowledgeBase) -> Fact:
    entry = knowledge.wording.doses[key]
    text = entry.text
    for name, value in values.items():
        text = text.replace("{" + name + "}", value)
    used = tuple(dict.fromkeys((*entry.figures, *figures)))
    citations: dict[Citation, None] = dict.fromkeys(entry.citations)
    for name in used:
        citations.update(dict.fromkeys(knowledge.figures[name].citations))
    return Fact(f"dose/{key}", fill_figures(text, knowledge.figures), tuple(citations), used)
