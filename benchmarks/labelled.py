"""Labelled questions for the benchmarks: the rows and the scoring of ``baclobot eval``."""

from bot.evaluation import QuestionRow as Row
from bot.evaluation import Score, Tally, passes, score
from bot.evaluation import read_questions as read_rows

__all__ = ["Row", "Score", "Tally", "passes", "read_rows", "score"]
