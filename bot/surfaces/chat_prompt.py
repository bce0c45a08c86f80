"""The chat at a keyboard: history, and completion while one types. The only importer of prompt_toolkit."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from prompt_toolkit import PromptSession
from prompt_toolkit.completion import Completer, Completion
from prompt_toolkit.history import FileHistory, History, InMemoryHistory
from prompt_toolkit.output import ColorDepth

from bot.errors import SettingsError
from bot.surfaces.chat import Completions, show_turn
from bot.surfaces.terminal import write, write_wrapped
from bot.surfaces.terminal_stream import clean_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from prompt_toolkit.completion import CompleteEvent
    from prompt_toolkit.document import Document

    from bot.surfaces.chat import Conversation
    from bot.surfaces.terminal import Look

PROMPT = "> "
HISTORY_VARIABLE = "BACLOBOT_HISTORY"


class QuestionCompleter(Completer):
    """Offers curated questions and titles that go on with what has been typed."""

    def __init__(self, completions: Completions) -> None:
        self._completions = completions

    def get_completions(self, document: Document, _event: CompleteEvent) -> Iterator[Completion]:
        """Yield what would replace the line typed so far."""
        typed = document.text_before_cursor
        for entry in self._completions.complete(typed):
            yield Completion(entry, start_position=-len(typed))


def open_history(environment: Mapping[str, str]) -> History:
    """Keep history in memory, or in the file that the environment names: nothing is stored unasked.

    Raises SettingsError where the file cannot be written.
    """
    name = environment.get(HISTORY_VARIABLE, "")
    if not name:
        return InMemoryHistory()
    file = Path(name).expanduser()
    try:
        file.touch(mode=0o600)
        with file.open("ab"):
            return FileHistory(str(file))
    except OSError as error:
        what = f"The history file '{name}' ({HISTORY_VARIABLE}) cannot be written: {error.strerror or error}."
        raise SettingsError(what, "Name a file in a folder that you may write to, or unset the variable.") from error


def chat_at_keyboard(conversation: Conversation, look: Look, environment: Mapping[str, str]) -> None:
    """Hold a conversation until /quit or the end of input."""
    session: PromptSession[str] = PromptSession(
        PROMPT,
        history=open_history(environment),
        completer=QuestionCompleter(Completions(conversation.answerer)),
        complete_while_typing=True,
        complete_in_thread=True,
        color_depth=None if look.color else ColorDepth.DEPTH_1_BIT,
    )
    write_wrapped(conversation.opening(), look, indent="")
    write()
    while True:
        try:
            said = session.prompt()
        except EOFError:
            return
        turn = conversation.say(clean_text(said))
        if turn.over:
            return
        show_turn(turn, look)
