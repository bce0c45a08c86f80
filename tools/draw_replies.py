"""Draws four of the bot's real replies on Discord and three screens of the study room, for the documentation.

    python -m tools.draw_replies VIEWER [--kb FOLDER] [--out docs/images] [--width 640]

The payloads are made by the bot's own code, as a reader in the United States would get them. VIEWER is a
program that draws one: it is called as ``python VIEWER PAYLOAD.json PICTURE.png --width WIDTH`` and stands
outside this project. Beside the pictures a README with their alternative texts is written.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import struct
import subprocess
import sys
import tempfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bot.answering import Kind, load_answerer
from bot.surfaces.discord_app.desk import Desk, Visitor
from bot.surfaces.discord_app.render import render
from tools.draw_study import study_pictures

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.answering import Reply
    from tools.draw_study import StudyPicture

READER = Visitor(user=0, channel=0, country="US")
IS_V2, IS_PRIVATE = 1 << 15, 1 << 6
UNCLEAR = (
    "side affects??",
    "{drug} and my back",
    "is two tablets a lot",
    "what do ppl take {drug} for",
    "bid vs tid, what is usual",
    "can i raise it myself, the spasms are back",
)
"""Questions that may mean more than one thing; the first that the bot asks back on is drawn."""
MARGIN = 14
"""Empty rows that stay under the message."""


@dataclass(frozen=True, slots=True)
class Picture:
    """One reply to draw."""

    name: str
    asked: str
    reply: Reply

    @property
    def alt(self) -> str:
        """Say in words what the picture shows."""
        shown = f"The bot's reply on Discord to “{self.asked}”: {self.reply.lead.text}"
        if self.reply.kind is Kind.CLARIFY:
            titles = ", ".join(option.title for option in self.reply.alternatives)
            return f"{shown} Three buttons offer the topics: {titles}."
        if self.reply.kind is Kind.DOSE_CHECK:
            judged = " ".join(statement.text for statement in self.reply.statements)
            return f"{shown} {judged} Then the sources, the disclaimer and a button to share it."
        if self.reply.kind is Kind.EMERGENCY:
            return f"{shown} Then the numbers to call, what to do until help comes, sources and the disclaimer."
        return f"{shown} Then the facts with numbered sources, the disclaimer, and buttons for more."


def main() -> None:
    """Draw the pictures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("viewer", type=Path)
    parser.add_argument("--kb", type=Path)
    parser.add_argument("--out", type=Path, default=Path("docs/images"))
    parser.add_argument("--width", type=int, default=640)
    chosen = parser.parse_args()
    desk = Desk(load_answerer(chosen.kb))
    pictures = choose(desk)
    chosen.out.mkdir(parents=True, exist_ok=True)
    for picture in pictures:
        target = chosen.out / f"{picture.name}.png"
        draw(asyncio.run(payload_of(desk, picture.reply)), target, chosen.viewer, chosen.width)
    screens = study_pictures(desk.answerer)
    for screen in screens:
        payload = asyncio.run(screen.payload())
        draw(payload, chosen.out / f"{screen.name}.png", chosen.viewer, chosen.width)
    (chosen.out / "README.md").write_text(captions([*pictures, *screens]), "utf-8")


def choose(desk: Desk) -> list[Picture]:
    """Ask the four questions."""
    drug = desk.answerer.knowledge.lexicon.drug
    most, dose, danger = (
        f"What is the most {drug} a day?",
        "30 mg four times a day",
        "He took 40 of his pills",
    )
    asked = [text.replace("{drug}", drug) for text in UNCLEAR]
    unclear = next(text for text in asked if desk.ask(text, READER).kind is Kind.CLARIFY)
    return [
        Picture("answer", most, desk.ask(most, READER)),
        Picture("dose", dose, desk.check_dose(dose, READER)),
        Picture("clarify", unclear, desk.ask(unclear, READER)),
        Picture("emergency", danger, desk.ask(danger, READER)),
    ]


async def payload_of(desk: Desk, reply: Reply) -> dict[str, object]:
    """Return the message as it is sent; the library makes components only where an event loop runs."""
    view = render(reply, desk.look(reply, READER, private=True))
    components: list[object] = view.to_components()  # type: ignore[no-untyped-call]  # the library's gap
    return {"flags": IS_V2 | IS_PRIVATE, "components": components}


def draw(payload: dict[str, object], target: Path, viewer: Path, width: int) -> None:
    """Let the viewer draw a payload, and cut off the empty rows below."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "payload.json"
        file.write_text(json.dumps(payload), "utf-8")
        command = [sys.executable, str(viewer), str(file), str(target), "--width", str(width)]
        subprocess.run(command, check=True, timeout=120)  # noqa: S603 the developer names the viewer
    target.write_bytes(without_empty_foot(target.read_bytes()))


def captions(pictures: Sequence[Picture | StudyPicture]) -> str:
    """Write the page that lists the pictures with their alternative texts."""
    lines = ["# Pictures of real replies", "", "Drawn by `python -m tools.draw_replies VIEWER`.", ""]
    for picture in pictures:
        lines += [f"![{picture.alt}]({picture.name}.png)", ""]
    return "\n".join(lines)


def without_empty_foot(png: bytes) -> bytes:
    """Cut a PNG after its last row that differs from the one below.

    Rows refer to earlier rows only, so leaving the last ones out needs no decoding of pixels.
    """
    chunks, place = [], 8
    while place < len(png):
        (size,) = struct.unpack_from(">I", png, place)
        chunks.append((png[place + 4 : place + 8], png[place + 8 : place + 8 + size]))
        place += size + 12
    header = dict(chunks)[b"IHDR"]
    width, height, depth, colour = struct.unpack_from(">IIBB", header)
    row_size = 1 + (width * depth * {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}[colour] + 7) // 8
    pixels = zlib.decompress(b"".join(data for kind, data in chunks if kind == b"IDAT"))
    rows = [pixels[start : start + row_size] for start in range(0, height * row_size, row_size)]
    kept = height
    while kept > 1 and rows[kept - 2] == rows[-1]:
        kept -= 1
    kept = min(height, kept + MARGIN)
    short = struct.pack(">II", width, kept) + header[8:]
    body = zlib.compress(b"".join(rows[:kept]), 9)
    written = [(b"IHDR", short), (b"IDAT", body), (b"IEND", b"")]
    return png[:8] + b"".join(_chunk(kind, data) for kind, data in written)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


if __name__ == "__main__":
    main()
