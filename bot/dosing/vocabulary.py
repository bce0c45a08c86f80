"""What is particular to the medicine: its names and what they tell, and the names of others."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.dosing.enums import Route

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from bot.kb.model import Figure, Lexicon


@dataclass(frozen=True, slots=True, eq=False)
class DoseVocabulary:
    """Names in lower case, without accents; a name may have several words, separated by single blanks.

    Built once from the knowledge base and kept: tables made from it are cached by its identity.
    """

    names: frozenset[str]
    """Every name, brand and frequent misspelling of the medicine."""
    routes: Mapping[str, Route] = field(default_factory=dict)
    """Names that tell the route: a brand sold for one route only."""
    mg_per_ml: Mapping[str, Decimal] = field(default_factory=dict)
    """Names whose liquid has one strength."""
    tablet_strengths_mg: frozenset[Decimal] = frozenset()
    """Strengths of the tablets that exist anywhere: 'two 10s' are tablets of one of them."""
    look_alikes: frozenset[str] = frozenset()
    """Words that spelling repair must never take for the medicine."""
    others: frozenset[str] = frozenset()
    """Names of other medicines, and words for alcohol and other drugs that matter together with this one."""
    sedating: frozenset[str] = frozenset()
    """Those of them that are an opioid, a sedative or alcohol."""
    stems: tuple[str, ...] = ()
    """Endings that tell a medicine's name."""
    ordinary_words: frozenset[str] = frozenset()
    """Common words of the language, never repaired into a dose word."""


TABLETS = ("oral-tablet-strengths-us", "oral-tablet-strength-uk", "oral-tablet-strength-other")
"""Figures that list the tablets that exist."""


def build_vocabulary(lexicon: Lexicon, figures: Mapping[str, Figure]) -> DoseVocabulary:
    """Make the vocabulary of a knowledge base; brands tell routes and strengths, classes what sedates."""
    brands = {" ".join(brand.name.casefold().replace("-", " ").split()): brand for brand in lexicon.brands}
    named = (name.casefold() for drug_class in lexicon.classes for name in drug_class.names)
    sedating = (name.casefold() for drug_class in lexicon.classes if drug_class.sedating for name in drug_class.names)
    return DoseVocabulary(
        names=frozenset(name.casefold() for name in lexicon.drug_names) | frozenset(brands),
        routes={name: Route(brand.route) for name, brand in brands.items() if brand.route},
        mg_per_ml={name: brand.mg_per_ml for name, brand in brands.items() if brand.mg_per_ml is not None},
        tablet_strengths_mg=frozenset(value for figure in TABLETS for value in figures[figure].values),
        look_alikes=frozenset(name.casefold() for name in lexicon.look_alikes),
        others=frozenset(named) | lexicon.other_medicines,
        sedating=frozenset(sedating),
        stems=lexicon.stems,
        ordinary_words=lexicon.common_words,
    )
