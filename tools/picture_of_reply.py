"""Draws a real reply as the terminal shows it, for the README.

    python -m tools.picture_of_reply docs/images/terminal-answer.svg "how long should I wait before driving"
"""

from __future__ import annotations

import io
import sys
from pathlib import Path

from rich.console import Console

from bot.answering import load_answerer
from bot.surfaces.terminal_rich import rich_reply

WIDTH = 92


def main(target: str, question: str) -> int:
    """Ask, record what a terminal would show, and write it as SVG."""
    console = Console(record=True, width=WIDTH, file=io.StringIO(), force_terminal=True, legacy_windows=False)
    console.print(f'$ baclobot ask "{question}"', style="bold", highlight=False)
    console.print()
    rich_reply(console, load_answerer().ask(question))
    Path(target).write_text(console.export_svg(title="baclobot"), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))
