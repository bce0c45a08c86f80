"""The commands: each takes its options, asks the desk, and responds.

Names, descriptions and choices are translated by `translator`, which finds them by these very words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands

from bot.surfaces.discord_app import study_words
from bot.surfaces.discord_app.autocomplete import complete_country, complete_question, complete_topic

if TYPE_CHECKING:
    from bot.surfaces.discord_app.client import Event

MAX_QUESTION, MAX_DOSE, MAX_NAME = 500, 200, 100
Question = app_commands.Range[str, 1, MAX_QUESTION]
Dose = app_commands.Range[str, 1, MAX_DOSE]
Name = app_commands.Range[str, 1, MAX_NAME]
SHARE = "Show the answer to everybody here? Dose checks and emergencies stay private."
TOPIC = "A topic: begin to type and choose"
SHARE_CHOICES = [app_commands.Choice(name=word, value=word) for word in ("yes", "no")]


@app_commands.command(name="ask", description="Ask about the medicine in your own words")
@app_commands.describe(question="Your question, one at a time", share=SHARE)
@app_commands.choices(share=SHARE_CHOICES)
@app_commands.autocomplete(question=complete_question)
async def ask(event: Event, question: Question, share: app_commands.Choice[str] | None = None) -> None:
    """Answer a question."""
    client = event.client
    reply = client.desk.ask(question, client.visitor(event))
    await client.respond(event, reply, share=share is not None and share.value == "yes")


@app_commands.command(name="dose", description="Compare a dose with the published labels; only you see the reply")
@app_commands.describe(text="The dose with its unit and how often, such as: 10 mg three times a day")
async def dose(event: Event, text: Dose) -> None:
    """Check a dose."""
    client = event.client
    await client.respond(event, client.desk.check_dose(text, client.visitor(event)))


@app_commands.command(name="topic", description="Look up a topic")
@app_commands.describe(name=TOPIC)
@app_commands.autocomplete(name=complete_topic)
async def topic(event: Event, name: Name) -> None:
    """Look a topic up."""
    client = event.client
    await client.respond(event, client.desk.topic(name, client.visitor(event)))


@app_commands.command(name="fact", description="Tell me one fact, with its source")
@app_commands.describe(about=TOPIC)
@app_commands.autocomplete(about=complete_topic)
@app_commands.rename(about="topic")
async def fact(event: Event, about: Name | None = None) -> None:
    """Tell a fact; the interaction's own number draws it."""
    await event.client.respond(event, event.client.desk.fact(about, event.id))


@app_commands.command(name="sources", description="List the works that the answers cite")
@app_commands.describe(about=TOPIC)
@app_commands.autocomplete(about=complete_topic)
@app_commands.rename(about="topic")
async def sources(event: Event, about: Name | None = None) -> None:
    """List the works cited."""
    client = event.client
    works_of = client.desk.suggestions.find_topic(about) if about else None
    await client.respond(event, client.desk.sources(about), works_of=works_of or "")


@app_commands.command(name="help", description="How to ask, and what the commands do")
async def show_help(event: Event) -> None:
    """Say how to ask."""
    more = (study_words.HELP,) if event.client.room else ()
    await event.client.respond(event, event.client.desk.help(*more))


@app_commands.command(name="privacy", description="Show everything that is held about you, and delete it")
@app_commands.describe(delete="Delete at once what the study room keeps about you")
@app_commands.choices(delete=[app_commands.Choice(name="yes", value="yes")])
async def privacy(event: Event, delete: app_commands.Choice[str] | None = None) -> None:
    """Say what is held, or delete it; what is in memory only is deleted either way."""
    client, reply = event.client, event.client.desk.privacy(event.user.id)
    if client.room is None:
        await client.respond(event, reply)
    elif delete is not None:
        await client.room.privacy.delete(event)
    else:
        await client.room.privacy.show(event, (reply.lead.text, "\n".join(f"- {note}" for note in reply.notes)))


@app_commands.command(name="emergency", description="Whom to call in an emergency")
@app_commands.describe(country="Your country, if it is not the one of your language")
@app_commands.autocomplete(country=complete_country)
async def emergency(event: Event, country: Name | None = None) -> None:
    """List the numbers to call."""
    client = event.client
    await client.respond(event, client.desk.numbers(country, client.visitor(event)))


@app_commands.context_menu(name="Answer this")
async def answer_this(event: Event, message: discord.Message) -> None:
    """Answer what stands in a message, for the one who asks."""
    client = event.client
    await client.respond(event, client.desk.read(message.content, client.visitor(event)))


@app_commands.context_menu(name="Check the dose in this")
async def check_this(event: Event, message: discord.Message) -> None:
    """Check the dose in a message, for the one who asks."""
    client = event.client
    await client.respond(event, client.desk.read_dose(message.content, client.visitor(event)))


COMMANDS: tuple[app_commands.Command[Any, ..., Any] | app_commands.ContextMenu, ...] = (
    ask,
    dose,
    topic,
    fact,
    sources,
    show_help,
    privacy,
    emergency,
    answer_this,
    check_this,
)
