"""The command ``explain``: arguments only."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 -- click reads no annotations, but readers of the signature do

import click

import bot
from bot.errors import InputError


@click.command("explain")
@click.argument("question", nargs=-1)
@click.option("--json", "as_json", is_flag=True, help="One JSON object on one line.")
@click.option("--dose", "as_dose", is_flag=True, help="As 'baclobot dose' reads it: a dose, whatever the words.")
@click.option("--after", "topic", metavar="TOPIC", help="As if the last answer had been on TOPIC.")
@click.option("--id", "answer_id", metavar="ID", help="Find the reply that somebody tells of by its answer id.")
@click.pass_obj
def explain_command(
    folder: Path | None,
    question: tuple[str, ...],
    as_json: bool,
    as_dose: bool,
    topic: str | None,
    answer_id: str | None,
) -> int:
    """Show how the reply to QUESTION comes about: what was read, the scores, the rule that decided, the facts."""
    from bot.answering import Asker, load_answerer
    from bot.surfaces.explain import explain_id, explain_reply, known_topic
    from bot.surfaces.terminal_stream import clean_text

    if bool(question) == (answer_id is not None):
        what = "Give a question, or the id of an answer." if not question else "Give a question or an id, not both."
        raise InputError(what, f'Try: {bot.APP_NAME} explain "what is it used for?" or {bot.APP_NAME} explain --id ID.')
    answerer = load_answerer(folder)
    if answer_id is not None:
        return explain_id(answerer.knowledge, answer_id, as_json=as_json)
    asker = Asker(last_topic=known_topic(answerer.knowledge, topic))
    return explain_reply(answerer, clean_text(" ".join(question)), asker, as_dose=as_dose, as_json=as_json)
