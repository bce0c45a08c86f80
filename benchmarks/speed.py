"""Measures how fast the bot answers: whole replies, the stream of a script, the start of the command, hostile input.

    python -m benchmarks.speed SET.jsonl [SET.jsonl …] [--kb FOLDER]

Sets are labelled questions (see docs/evaluation.md); only their words are used. It needs the extra ``bench`` for the
scan that it compares with, and exits with 1 where a promise is not kept. On a busy machine look at the ratios.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING

from benchmarks.labelled import read_rows
from benchmarks.measures import micros, print_table, quantile, spread_sample
from bot.answering import load_answerer

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.answering import Answerer

ROUNDS = 7
"""Passes over all questions once every word was seen; the quickest median and the quickest 99 % count."""
STARTS = 7
STREAM_PASSES = 5
SCANNED = 60
"""Questions that the scan for comparison gets: one takes it some twenty milliseconds."""
HOSTILE_CHARS = 6000
QUESTION = "what is the most I can take in a day?"
MOST_MEDIAN_MS, MOST_LATE_MS, LEAST_A_SECOND, LEAST_TIMES = 1.0, 3.0, 1500.0, 10.0


@dataclass(frozen=True, slots=True)
class Times:
    """Milliseconds of one pass over the questions."""

    median: float
    late: float
    """What 99 of 100 do not exceed."""
    worst: float


def replies(answerer: Answerer, questions: Sequence[str]) -> list[Times]:
    """Ask everything: the first pass meets every word for the first time, the later ones do not."""
    passes = []
    for _ in range(ROUNDS + 1):
        taken = [value / 1000 for value in micros(answerer.ask, questions)]
        passes.append(Times(statistics.median(taken), quantile(taken, 0.99), max(taken)))
    return passes


def stream(questions: Sequence[str], folder: Path | None) -> tuple[list[float], float]:
    """Return the questions a second through one ``ask --json -``, counted from its first reply on.

    By the clock, pass by pass, and then by the processor time of all passes but the first.
    """
    every, one = (_streamed(questions, folder, passes) for passes in (STREAM_PASSES, 1))
    return every[0], (STREAM_PASSES - 1) * len(questions) / (every[1] - one[1])


def _streamed(questions: Sequence[str], folder: Path | None, passes: int) -> tuple[list[float], float]:
    """Return the questions a second of each pass, and the processor seconds of the whole process."""
    command = [*_command(folder), "ask", "--json", "-"]
    before = _children_seconds()
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:  # noqa: S603 -- ours
        assert process.stdin is not None
        assert process.stdout is not None
        incoming, outgoing = process.stdin, process.stdout
        incoming.write(f"{QUESTION}\n".encode())
        incoming.flush()
        outgoing.readline()
        lines = "".join(" ".join(question.split()) + "\n" for question in questions).encode()
        rates = []
        for _ in range(passes):
            start = time.perf_counter()
            writer = threading.Thread(target=_write, args=(incoming, lines))
            writer.start()
            for _ in questions:
                assert outgoing.readline().endswith(b"}\n")
            rates.append(len(questions) / (time.perf_counter() - start))
            writer.join()
        incoming.close()
    return rates, _children_seconds() - before


def _children_seconds() -> float:
    """Return the processor time of all processes that were started here and have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _write(pipe: IO[bytes], lines: bytes) -> None:
    pipe.write(lines)
    pipe.flush()


def starts(folder: Path | None) -> list[tuple[str, float, float]]:
    """Return what starts, and its milliseconds by the clock and of processor time (medians of several)."""
    with tempfile.TemporaryDirectory() as cache:
        environment = {**os.environ, "XDG_CACHE_HOME": cache}
        command = [*_command(folder), "ask", QUESTION]
        first = [_run(command, environment)]
        prepared = [_run(command, environment) for _ in range(STARTS)]
        bare = [_run([sys.executable, "-c", "pass"], environment) for _ in range(STARTS)]
    named = (("ask, nothing prepared yet", first), (f"ask, prepared ({STARTS} times)", prepared), ("bare Python", bare))
    return [(name, *(statistics.median(column) for column in zip(*found, strict=True))) for name, found in named]


def _run(command: list[str], environment: dict[str, str]) -> tuple[float, float]:
    start, before = time.perf_counter(), _children_seconds()
    subprocess.run(command, check=True, capture_output=True, env=environment)  # noqa: S603 -- our own command
    return (time.perf_counter() - start) * 1000, (_children_seconds() - before) * 1000


def _command(folder: Path | None) -> list[str]:
    chosen = [] if folder is None else ["--kb", str(folder)]
    return [sys.executable, "-m", "bot", *chosen]


def hostile(answerer: Answerer) -> Iterator[tuple[str, str]]:
    """Yield texts that are made to cost much, each with a name."""
    drug = answerer.knowledge.lexicon.drug
    dice = random.Random(1)  # noqa: S311 -- no secret: the same text each time
    letters = "abcdefghijklmnopqrstuvwxyz"
    words = [word for topic in answerer.knowledge.topics.values() for text in topic.phrasings for word in text.split()]
    scrambled = " ".join("".join(dice.sample(word, len(word))) for word in dice.choices(words, k=2000))
    unheard = " ".join("".join(dice.choices(letters, k=dice.randint(4, 24))) for _ in range(1000))
    yield "one letter, no space", "a" * HOSTILE_CHARS
    yield "one digit, no space", "1" * HOSTILE_CHARS
    yield "the medicine's name, over and over", f"{drug} " * HOSTILE_CHARS
    yield "the name, misspelt, without spaces", drug[:-2] * HOSTILE_CHARS
    yield "words nobody has heard", unheard
    yield "our own words, letters shuffled", scrambled
    yield "our own words, in any order", " ".join(dice.choices(words, k=2000))
    yield "doses after doses", "20 mg 3 times a day then " * 300
    yield "numbers and slashes", "1/2/3.4,5:6 mg/kg/day " * 300
    yield "question marks", "? " * (HOSTILE_CHARS // 2)
    yield "open brackets and quotes", "([{<'\"" * (HOSTILE_CHARS // 6)
    yield "letters with many accents", ("e" + "\u0301" * 9) * (HOSTILE_CHARS // 10)
    yield "pictures", "\U0001f480" * HOSTILE_CHARS
    yield "cries for help", "help i took 40 pills and cant breathe " * 160
    yield "a million characters", unheard * 200


def show_hostile(answerer: Answerer) -> None:
    """Print what such texts cost at first sight, and when their words were met before."""
    lines = []
    for name, text in hostile(answerer):
        cut = text if name.startswith("a million") else text[:HOSTILE_CHARS]
        first, *later = (value / 1000 for value in micros(answerer.ask, [cut] * 4))
        lines.append([name, f"{len(cut):,}", f"{first:.1f}", f"{min(later):.1f}"])
    print_table("Hostile input, milliseconds a reply", ["text", "characters", "first sight", "again"], lines)


def scan_millis(answerer: Answerer, questions: Sequence[str]) -> float:
    """Return the median milliseconds of a WRatio scan over the shipped phrasings."""
    from rapidfuzz import fuzz

    from benchmarks.contenders import Fuzzy

    phrasings = [(text, topic.id) for topic in answerer.knowledge.topics.values() for text in topic.phrasings]
    scan = Fuzzy("WRatio", fuzz.WRatio, phrasings)
    sample = spread_sample(questions, SCANNED)
    return min(statistics.median(micros(scan.rank, sample)) for _ in range(3)) / 1000


def main() -> int:
    """Measure everything and hold it against the promises."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", nargs="+", type=Path)
    parser.add_argument("--kb", type=Path, default=None)
    told = parser.parse_args()
    questions = [row.question for path in told.sets for row in read_rows(path)]
    answerer = load_answerer(told.kb)
    cold, *warm = replies(answerer, questions)
    best = Times(*(min(column) for column in zip(*map(astuple, warm), strict=True)))
    rates, rate = stream(questions, told.kb)
    begun = starts(told.kb)
    scan = scan_millis(answerer, questions)
    print_table(
        f"Whole replies, milliseconds of processor time, {len(questions)} questions",
        ["", "median", "99 %", "worst"],
        (
            [name, f"{one.median:.2f}", f"{one.late:.2f}", f"{one.worst:.2f}"]
            for name, one in (("at first sight of each word", cold), ("later", best))
        ),
    )
    print(
        f"\nLater: the least of {ROUNDS} passes. A WRatio scan of the same phrasings: {scan:.2f} ms (median), so whole"
    )
    print(f"replies are {scan / best.median:.1f} times as fast.")
    print_table(
        "Questions a second through ask --json -",
        ["", "questions a second"],
        [
            ["by the clock, first pass", f"{rates[0]:.0f}"],
            ["by the clock, best later pass", f"{max(rates[1:]):.0f}"],
            ["by processor time, later passes", f"{rate:.0f}"],
        ],
    )
    print_table(
        "Start of the command, milliseconds (medians)",
        ["", "clock", "processor"],
        ([name, f"{clock:.0f}", f"{used:.0f}"] for name, clock, used in begun),
    )
    show_hostile(answerer)
    promises = {
        f"median under {MOST_MEDIAN_MS:g} ms": best.median < MOST_MEDIAN_MS,
        f"99 % under {MOST_LATE_MS:g} ms": best.late < MOST_LATE_MS,
        f"{LEAST_A_SECOND:.0f} questions a second": max(*rates, rate) >= LEAST_A_SECOND,
        f"{LEAST_TIMES:g} times as fast as the scan": scan / best.median >= LEAST_TIMES,
    }
    print_table("Promises", ["", ""], ([name, "kept" if kept else "NOT kept"] for name, kept in promises.items()))
    return 0 if all(promises.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
