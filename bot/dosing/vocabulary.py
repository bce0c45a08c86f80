"""What is particular to the medicine: its names and what they tell, and the names of others."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from bot.dosing.enums import Route


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
