"""From words to ranked topics, and to what kind of message they are."""

from bot.matching.linear import LinearReader, load_readers
from bot.matching.matcher import Candidate, Sample
from bot.matching.reading import Reading
from bot.matching.recognizer import (
    CALM,
    DECLINE,
    DOSE_QUESTION,
    OTHER_DRUG,
    OURS,
    TALK,
    Recognition,
    Recognizer,
)

__all__ = [
    "CALM",
    "DECLINE",
    "DOSE_QUESTION",
    "OTHER_DRUG",
    "OURS",
    "TALK",
    "Candidate",
    "LinearReader",
    "Reading",
    "Recognition",
    "Recognizer",
    "Sample",
    "load_readers",
]
