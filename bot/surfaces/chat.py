"""A conversation: remembers what it was about, answers questions and a few commands, and ends when told to.

Nothing here reads or prints: the loop for a pipe and the one for a keyboard share it.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.answering import Asker, Kind
from bot.answering.suggestions import DANGER, Suggestions
from bot.errors import InputError
from bot.surfaces.listing import source_lines, source_of, sources_lines, topic_lines
from bot.surfaces.terminal import bar_of, show_reply, write, write_wrapped
from bot.surfaces.terminal_errors import Guard

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from bot.answering import Answerer, Reply
    from bot.kb import KnowledgeBase
    from bot.surfaces.terminal import Look

MEMORY_SECONDS = 600
"""After ten minutes a short remark is taken for a question of its own."""
MAX_SUGGESTIONS = 8
LEAST_TYPED = 2
COMMANDS = {
    "/topics": "lists what I can answer; a word after it narrows the list",
    "/more": "shows all that I know on the last topic",
    "/sources": "lists the sources of the last answer; 'all' or an id after it for others",
    "/country": "sets your country for emergency numbers, for example /country GB",
    "/help": "shows this",
    "/quit": "ends the chat, as does Ctrl-D",
}
_LEAVING = frozenset(("/quit", "/exit", "/q", "quit", "exit"))


@dataclass(frozen=True, slots=True)
class Turn:
    """What is shown for one thing that was said."""

    reply: Reply | None = None
    lines: tuple[str, ...] = ()
    """Lines of the chat itself: lists, hints."""
    over: bool = False
    """The conversation has ended."""


class Conversation:
    """One person's chat with an answerer."""

    def __init__(
        self, answerer: Answerer, country: str | None = None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.answerer = answerer
        self.country = country
        self._guard = Guard(answerer)
        self._clock = clock
        self._topic: str | None = None
        self._topic_at = 0.0
        self._reply: Reply | None = None
        self._choices: tuple[str, ...] = ()

    def opening(self) -> tuple[str, ...]:
        """Return what is said first."""
        names = " ".join(COMMANDS)
        return (self.answerer.composer.word("help"), f"Commands: {names}")

    def say(self, text: str) -> Turn:
        """Answer one line; an empty one is passed over."""
        said = text.strip()
        if not said:
            return Turn()
        if said.lower() in _LEAVING:
            return Turn(over=True)
        if said.startswith("/"):
            name, _, rest = said.partition(" ")
            try:
                return self._command(name.lower(), rest.strip())
            except InputError as error:
                return Turn(lines=(str(error),))
        if said.isdecimal() and 0 < int(said[:3]) <= len(self._choices):
            return self._answered(self.answerer.topic(self._choices[int(said[:3]) - 1]))
        asker = Asker(self.country, self._remembered())
        return self._answered(self._guard.answer(lambda text: self.answerer.ask(text, asker), said))

    def _remembered(self) -> str | None:
        fresh = self._clock() - self._topic_at <= MEMORY_SECONDS
        return self._topic if fresh else None

    def _answered(self, reply: Reply) -> Turn:
        self._reply = reply
        if reply.kind is Kind.ANSWER and reply.topic:
            self._topic, self._topic_at = reply.topic, self._clock()
        elif reply.kind is Kind.EMERGENCY:
            self._topic = None  # "more" after a crisis must not bring back what was told before it
        self._choices = tuple(option.topic for option in reply.alternatives)
        lines = []
        if self._choices and reply.kind is Kind.CLARIFY:
            numbered = ", ".join(f"{i} for {o.title}" for i, o in enumerate(reply.alternatives, 1))
            lines.append(f"Type {numbered}.")
        if reply.has_more:
            lines.append("Type /more for more detail.")
        return Turn(reply, tuple(lines))

    def _command(self, name: str, rest: str) -> Turn:
        knowledge = self.answerer.knowledge
        if name == "/topics":
            lines = topic_lines(knowledge, rest)
            return Turn(lines=tuple(lines) or (f"No topic has '{rest}' in its name. Type /topics to see all.",))
        if name == "/more":
            return self._more()
        if name == "/sources":
            return Turn(lines=self._sources(knowledge, rest))
        if name == "/country":
            return self._set_country(rest.upper())
        if name == "/help":
            lines = [
                self.answerer.composer.word("help"),
                *(f"{key}  {what}" for key, what in COMMANDS.items()),
            ]
            return Turn(lines=tuple(lines))
        return Turn(lines=(f"There is no command {name}. Type /help to see them all.",))

    def _more(self) -> Turn:
        topic = self._topic
        if topic is None:
            return Turn(lines=("Ask a question first, then /more tells all that I know on its topic.",))
        self._reply = self.answerer.topic(topic, detail=True)
        return Turn(self._reply)

    def _sources(self, knowledge: KnowledgeBase, rest: str) -> tuple[str, ...]:
        if rest and rest != "all":
            return source_of(knowledge, rest)
        cited = self._reply.sources if self._reply and not rest else ()
        return tuple(source_lines(cited) if cited else sources_lines(knowledge))

    def _set_country(self, code: str) -> Turn:
        countries = self.answerer.knowledge.emergencies.countries
        if code not in countries:
            return Turn(lines=(f"I have numbers for: {', '.join(countries)}. Type /country and one of them.",))
        self.country = code
        return Turn(lines=(f"Emergency numbers are those of {countries[code].name} from now on.",))


class Completions:
    """Finds the lines that go on with what has been typed: commands, curated questions, titles."""

    def __init__(self, answerer: Answerer) -> None:
        self._suggestions = Suggestions(answerer)

    def complete(self, typed: str) -> list[str]:
        """Return whole lines; none for words that tell of a danger: those are answered, not completed."""
        if typed.startswith("/"):
            return [name for name in COMMANDS if name.startswith(typed) and name != typed]
        if len(typed.strip()) < LEAST_TYPED:
            return []
        found = self._suggestions.questions(typed, MAX_SUGGESTIONS)
        return [item.label for item in found if not item.value.startswith(DANGER)]


def show_turn(turn: Turn, look: Look) -> None:
    """Show what was said, with an empty line after it."""
    if turn.reply is not None:
        show_reply(turn.reply, look, bar_of(turn.reply, look), turn.lines)
    else:
        write_wrapped(turn.lines, look)
    if turn.reply is not None or turn.lines:
        write()


def chat_with_lines(conversation: Conversation, lines: Iterable[str], look: Look) -> None:
    """Hold a conversation with somebody who cannot be prompted: a pipe or a file."""
    for line in lines:
        turn = conversation.say(line)
        if turn.over:
            return
        show_turn(turn, look)
