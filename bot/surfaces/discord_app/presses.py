"""What happens when a button is pressed or a line of a select is chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.errors import InputError
from bot.surfaces.discord_app import words
from bot.surfaces.discord_app.cooldowns import Pace
from bot.surfaces.discord_app.custom_ids import Press, State
from bot.surfaces.discord_app.delivery import deliver_again, to_interaction
from bot.surfaces.discord_app.render import NONE_OF_THESE, copy_of

if TYPE_CHECKING:
    from bot.answering import Reply
    from bot.surfaces.discord_app.client import BaclobotClient, Event
    from bot.surfaces.discord_app.desk import Desk, Visitor


async def press(event: Event, state: State | None, chosen: str | None) -> None:
    """Answer a press; what cannot be understood gets a polite reply."""
    client = event.client
    if state is not None and state.press is Press.SHARE:
        await _share(event, client)
        return
    start = state.start if state else 0
    try:
        reply = _reply_to(client.desk, state, chosen, client.visitor(event))
    except InputError:
        reply = client.desk.extras.say("stale-button")
    if start and start >= max(len(reply.statements), len(reply.sources)):
        reply, start = client.desk.extras.say("no-more"), 0
    works_of = state.name if state and state.press is Press.WORKS else ""
    await client.respond(event, reply, start=start, works_of=works_of)


def _reply_to(desk: Desk, state: State | None, chosen: str | None, visitor: Visitor) -> Reply:
    """Return what a press asks for; raises InputError where it names nothing that exists."""
    match state:
        case State(press=Press.TOPIC):
            return desk.answerer.topic(state.name)
        case State(press=Press.MORE):
            return desk.answerer.topic(state.name, detail=True)
        case State(press=Press.DANGER):
            return desk.extras.danger(state.name, visitor.country, visitor.language)
        case State(press=Press.COUNTRY) if chosen in desk.answerer.knowledge.emergencies.countries:
            extras = desk.extras
            return extras.danger(state.name, chosen, visitor.language) if state.name else extras.numbers(chosen)
        case State(press=Press.WORKS):
            lead = words.SOURCES_LEAD_TOPIC if state.name else words.SOURCES_LEAD
            return desk.extras.sources(lead, state.name or None)
        case State(press=Press.MISSED) if chosen == NONE_OF_THESE:
            return desk.extras.say("complaint")
        case State(press=Press.MISSED) if chosen:
            return desk.answerer.topic(chosen)
    return desk.extras.say("stale-button")


async def _share(event: Event, client: BaclobotClient) -> None:
    """Post the message under the button for everybody: the bot's own words, as Discord holds them."""
    message = event.message
    own = message is not None and client.wrote(message)
    view = copy_of(message, client.answerer.disclaimer) if message is not None and own else None
    if view is None:
        await client.respond(event, client.desk.extras.say("stale-button"), paced=False)
    elif client.desk.cooldowns.ask(event.user.id, event.channel_id) is not Pace.ANSWER:
        await client.respond(event, client.desk.extras.say("cooldown"), paced=False)
    else:
        await deliver_again(to_interaction(event, private=False), view)
