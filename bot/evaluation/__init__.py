"""What a set of labelled questions or doses says of the bot: reading it, scoring it, comparing two runs of it."""

from bot.evaluation.calibration import Bin, Calibration, calibrate
from bot.evaluation.comparison import Change, Comparison, compare
from bot.evaluation.doses import OwnReader, Reading, dose_faults, misread, same_value, values_of
from bot.evaluation.outcomes import DoseOutcome, Outcome
from bot.evaluation.rows import DoseRow, LabelledSet, QuestionRow, read_questions, read_set
from bot.evaluation.run import Result, Run, run_set
from bot.evaluation.run_file import load_run, save_run
from bot.evaluation.scoring import Score, Tally, passes, score, topic_told
from bot.evaluation.tables import Confusion, confusions, counted_by_tag, counted_by_topic, figures_of, outcomes_of

__all__ = [
    "Bin",
    "Calibration",
    "Change",
    "Comparison",
    "Confusion",
    "DoseOutcome",
    "DoseRow",
    "LabelledSet",
    "Outcome",
    "OwnReader",
    "QuestionRow",
    "Reading",
    "Result",
    "Run",
    "Score",
    "Tally",
    "calibrate",
    "compare",
    "confusions",
    "counted_by_tag",
    "counted_by_topic",
    "dose_faults",
    "figures_of",
    "load_run",
    "misread",
    "outcomes_of",
    "passes",
    "read_questions",
    "read_set",
    "run_set",
    "same_value",
    "save_run",
    "score",
    "topic_told",
    "values_of",
]
