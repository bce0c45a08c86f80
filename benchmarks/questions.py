"""Scores labelled questions through the whole bot.

python -m benchmarks.questions SET.jsonl [SET.jsonl …] [--kb FOLDER] [--errors]
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from benchmarks.labelled import passes, read_rows, score
from bot.answering import load_answerer


def main() -> int:
    """Score each set and print its figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", nargs="+", type=Path)
    parser.add_argument("--kb", type=Path, default=None)
    parser.add_argument("--errors", action="store_true", help="list the rows that got a wrong reply")
    told = parser.parse_args()
    answerer = load_answerer(told.kb)
    for path in told.sets:
        rows = read_rows(path)
        replies, times = [], []
        for row in rows:
            start = time.perf_counter()
            replies.append(answerer.ask(row.question))
            times.append((time.perf_counter() - start) * 1000)
        print(f"\n{path.name}: {len(rows)} rows")
        print("\n".join(score(rows, replies).lines()))
        times.sort()
        middle, late = times[len(times) // 2], times[int(len(times) * 0.99)]
        print(f"{'milliseconds a reply':<34}median {middle:.2f}, 99 % {late:.2f}")
        if told.errors:
            for row, reply in zip(rows, replies, strict=True):
                if not passes(row, reply):
                    near = [candidate.topic for candidate in reply.candidates[:3]]
                    print(f"  {row.kind} {list(row.topics)} -> {reply.kind} {reply.topic} {near} | {row.question}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
