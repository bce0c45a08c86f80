"""Where the knowledge base misses, counted without a word of what anybody said."""

from bot.surfaces.gaps.keeping import GapKeeper, counting
from bot.surfaces.gaps.tally import NO_TOPIC, NONE_OF_THESE, Closeness, Gaps, GapTally

__all__ = ["NONE_OF_THESE", "NO_TOPIC", "Closeness", "GapKeeper", "GapTally", "Gaps", "counting"]
