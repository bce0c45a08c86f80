"""The knowledge base: YAML files read strictly into one immutable object."""

from bot.kb.faults import Fault
from bot.kb.model import (
    Citation,
    Country,
    CueGroup,
    Danger,
    DrugClass,
    Emergencies,
    Fact,
    Figure,
    KnowledgeBase,
    Lexicon,
    Source,
    Topic,
    Wording,
)
from bot.kb.store import load_knowledge, open_folder

__all__ = [
    "Citation",
    "Country",
    "CueGroup",
    "Danger",
    "DrugClass",
    "Emergencies",
    "Fact",
    "Fault",
    "Figure",
    "KnowledgeBase",
    "Lexicon",
    "Source",
    "Topic",
    "Wording",
    "load_knowledge",
    "open_folder",
]
