"""A sheet to print: questions in front, answers with their sources at the end. One HTML file without a script."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

from bot.answering.layout import reference_lines
from bot.study.grading import LETTERS
from bot.study.lines import answer_text, confusion_of, references_of, statement_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.study.model import Item

STYLE = """
:root { color-scheme: light; }
body { font: 1rem/1.45 system-ui, sans-serif; color: #1a1a1a; background: #fff; max-width: 46rem;
  margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.6rem; margin-bottom: 0.2rem; }
h2 { font-size: 1.25rem; border-bottom: 2px solid #1a1a1a; padding-bottom: 0.2rem; }
a { color: #0b4f8a; }
.note { font-style: italic; }
.items { padding-left: 2.2rem; }
.items > li { margin: 0 0 1.1rem; break-inside: avoid; }
.items > li::marker { font-weight: 700; }
.question { font-weight: 600; margin: 0 0 0.3rem; }
.choices { list-style: none; margin: 0; padding: 0; }
.choices li { margin: 0.15rem 0; padding-left: 2.6rem; text-indent: -2.6rem; }
.box { display: inline-block; width: 0.8rem; height: 0.8rem; border: 1.5px solid #1a1a1a; margin-right: 0.5rem;
  vertical-align: -0.05rem; }
.letter { display: inline-block; width: 1.3rem; text-indent: 0; }
.blank { display: inline-block; min-width: 9rem; border-bottom: 1.5px solid #1a1a1a; }
.about { color: #4a4a4a; font-size: 0.85rem; margin: 0 0 0.1rem; }
.answer { font-weight: 700; margin: 0; }
#answers p { margin: 0.15rem 0; }
.source { color: #3d3d3d; font-size: 0.85rem; }
@media print {
  @page { margin: 18mm 16mm; }
  body { margin: 0; max-width: none; padding: 0; font-size: 10.5pt; }
  nav { display: none; }
  #answers { break-before: page; }
  h2 { break-after: avoid; }
  .items > li { orphans: 3; widows: 3; }
}
""".strip()


def html_sheet(items: Sequence[Item], title: str, disclaimer: str) -> str:
    """Return the page; it holds everything that it needs."""
    return "\n".join(_page(items, title, disclaimer)) + "\n"


def _page(items: Sequence[Item], title: str, disclaimer: str) -> Iterator[str]:
    shown = html.escape(title)
    count = f"{len(items)} question{'' if len(items) == 1 else 's'}"
    yield "<!doctype html>"
    yield '<html lang="en">'
    yield "<head>"
    yield '<meta charset="utf-8">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<title>{shown}</title>"
    yield f"<style>\n{STYLE}\n</style>"
    yield "</head>"
    yield "<body>"
    yield f"<header><h1>{shown}</h1><p>{count}; the answers with their sources stand at the end.</p>"
    yield f'<p class="note">{html.escape(disclaimer)}</p></header>'
    yield '<nav aria-label="Parts"><a href="#questions">Questions</a> · <a href="#answers">Answers</a></nav>'
    yield '<main><section id="questions" aria-labelledby="questions-title"><h2 id="questions-title">Questions</h2>'
    yield '<ol class="items">'
    for number, item in enumerate(items, 1):
        yield from _question(number, item)
    yield "</ol></section>"
    yield '<section id="answers" aria-labelledby="answers-title"><h2 id="answers-title">Answers</h2>'
    yield '<ol class="items">'
    for number, item in enumerate(items, 1):
        yield from _answer(number, item)
    yield f'</ol><p class="note">{html.escape(disclaimer)}</p></section></main>'
    yield "</body>"
    yield "</html>"


def _question(number: int, item: Item) -> Iterator[str]:
    yield f'<li id="q{number}"><p class="about">{item.group}, {item.difficulty}</p>'
    yield f'<p class="question">{html.escape(item.question)}</p>'
    if item.choices:
        yield '<ul class="choices">'
        for letter, choice in zip(LETTERS, item.choices, strict=False):
            box = '<span class="box" aria-hidden="true"></span>'
            yield f'<li>{box}<span class="letter">{letter})</span>{html.escape(choice.text)}</li>'
        yield "</ul></li>"
    else:
        unit = html.escape(item.accepted.unit if item.accepted else "")
        yield f'<p><span class="blank" role="img" aria-label="blank to fill in"></span> {unit}</p></li>'


def _answer(number: int, item: Item) -> Iterator[str]:
    wrong = [choice for choice in item.choices if not choice.right]
    yield f'<li id="a{number}"><p class="answer">{html.escape(answer_text(item))}</p>'
    for line in item.working:
        yield f"<p>{html.escape(line)}</p>"
    for evidence in item.evidence:
        yield f"<p>{html.escape(statement_of(evidence))}</p>"
    for choice in wrong if len(item.choices) > 2 else ():
        yield f"<p>Not “{html.escape(choice.text)}”: {html.escape(confusion_of(choice))}</p>"
    for line in reference_lines(references_of(item, wrong)):
        yield f'<p class="source">{html.escape(line)}</p>'
    yield "</li>"
