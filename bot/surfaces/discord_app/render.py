"""A reply as Discord's components: pure, the same reply gives the same message.

The answer comes first, the disclaimer last. Nothing is said by colour alone, and nothing by a picture.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from discord import ButtonStyle, Message, SelectOption, ui
from discord.components import ActionRow as SentRow
from discord.components import Button as SentButton
from discord.components import Container as SentBox

from bot.answering import Kind
from bot.surfaces.discord_app import words
from bot.surfaces.discord_app.controls import Control
from bot.surfaces.discord_app.custom_ids import Press, State, read_state
from bot.surfaces.discord_app.texts import PLAIN, Look, Sheet, is_list, sheet_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.answering import Option, Reply

MAX_LABEL = 80
"""Characters on a button."""
MAX_OPTIONS = 25
"""Lines of a select."""
MAX_CHOICE = 100
"""Characters on a line of a select."""
NONE_OF_THESE = "none"
"""The value of the select's last line; no topic has this id."""
CALM, GRAVE, MILD, QUIET = 0x3B7F8C, 0xC8373C, 0xC98A1B, 0x5C6370
_PLACEHOLDERS = {Kind.EMERGENCY: words.NOT_IN_DANGER, Kind.CLARIFY: words.SOMETHING_ELSE}
_COLOURS = {Kind.ANSWER: CALM, Kind.EMERGENCY: GRAVE, Kind.DOSE_CHECK: MILD}


def render(reply: Reply, look: Look = PLAIN) -> ui.LayoutView:
    """Show a reply, or as much of it as one message holds; the rest is behind a button or on a next page."""
    return _view(reply, look, sheet_of(reply, look))


def pages(reply: Reply, look: Look = PLAIN) -> Iterator[ui.LayoutView]:
    """Show a reply whole: in one message where a button can bring the rest, else in as many as it needs."""
    sheet = sheet_of(reply, look)
    yield _view(reply, look, sheet)
    while sheet.shown < sheet.total and reply.statements and not reply.topic:
        look = Look(start=sheet.shown, note=look.note, jurisdiction=look.jurisdiction)
        sheet = sheet_of(reply, look)
        yield _view(reply, look, sheet)


def copy_of(message: Message, disclaimer: str) -> ui.LayoutView | None:
    """Repeat what the bot itself said in a message, or return None where that is not such a message."""
    boxes = [part for part in message.components if isinstance(part, SentBox)]
    texts = [getattr(part, "content", None) for box in boxes for part in box.children]
    if len(boxes) != 1 or not texts or disclaimer not in (texts[-1] or "").replace("\\", ""):
        return None
    view = ui.LayoutView(timeout=None)
    view.add_item(_box(texts, boxes[0].accent_colour.value if boxes[0].accent_colour else QUIET))
    for row in message.components:
        if isinstance(row, SentRow):
            _add_row(view, [button for part in row.children for button in _kept(part)])
    return view


def topic_of(message: Message) -> str | None:
    """Return the topic that a message of the bot's answered with, read from its own buttons."""
    for row in message.components:
        for part in row.children if isinstance(row, SentRow) else ():
            state = read_state(getattr(part, "custom_id", None) or "")
            if state and state.press in {Press.MORE, Press.MISSED} and state.name:
                return state.name
    return None


def _view(reply: Reply, look: Look, sheet: Sheet) -> ui.LayoutView:
    view = ui.LayoutView(timeout=None)
    *sources, own_id, disclaimer = sheet.small
    above, below = sheet.blocks[: sheet.opening], sheet.blocks[sheet.opening :]
    choice = [_countries(reply, look)] if look.countries else []
    parts = [*above, *choice, *below, *([None, *sources] if sources else []), None, own_id, disclaimer]
    view.add_item(_box(parts, _COLOURS.get(reply.kind, QUIET)))
    _add_row(view, _actions(reply, look, sheet))
    _add_row(view, _links(reply))
    if look.nearest:
        placeholder = _PLACEHOLDERS.get(reply.kind, words.MISSED)
        view.add_item(ui.ActionRow(_missed(reply.topic or "", placeholder, look.nearest)))
    return view


def _links(reply: Reply) -> list[Control]:
    """Offer topics: what may have been meant, or what belongs to the answer."""
    if reply.kind in {Kind.CLARIFY, Kind.OUT_OF_SCOPE}:
        style = ButtonStyle.primary if reply.kind is Kind.CLARIFY else ButtonStyle.secondary
        return [_button(option.title, State(Press.TOPIC, option.topic), style) for option in reply.alternatives]
    label = words.READ_LATER if reply.kind is Kind.EMERGENCY else words.SEE_ALSO
    return [_button(label.format(title=option.title), State(Press.TOPIC, option.topic)) for option in reply.see_also]


def _box(parts: Sequence[str | ui.Item[Any] | None], colour: int) -> ui.Container[Any]:
    """Put texts, and what is to be chosen between them, into a box; None stands for a line."""
    return ui.Container(*map(_in_box, parts), accent_colour=colour)


def _in_box(part: str | ui.Item[Any] | None) -> ui.Item[Any]:
    if part is None:
        return ui.Separator()
    return ui.TextDisplay(part) if isinstance(part, str) else part


def _countries(reply: Reply, look: Look) -> ui.ActionRow[Any]:
    """Let the reader choose a country where it matters: next to whom to call, not below everything."""
    state = State(Press.COUNTRY, reply.danger or "")
    options = [SelectOption(label=_cut(name, MAX_CHOICE), value=code) for code, name in look.countries[:MAX_OPTIONS]]
    select: ui.Select[Any] = ui.Select(placeholder=words.CHOOSE_COUNTRY, options=options, custom_id=state.custom_id)
    return ui.ActionRow(Control(select, state))


def _actions(reply: Reply, look: Look, sheet: Sheet) -> list[Control]:
    actions = []
    rest = sheet.shown if sheet.shown < sheet.total or reply.has_more else None
    if look.details and reply.danger:
        actions.append(_button(words.DETAILS, State(Press.DANGER, reply.danger), ButtonStyle.primary))
    elif rest is not None and reply.topic:
        actions.append(_button(words.MORE, State(Press.MORE, reply.topic, rest)))
    elif rest is not None and is_list(reply):
        actions.append(_button(words.NEXT_PAGE, State(Press.WORKS, look.works_of, rest)))
    if look.share:
        actions.append(_button(words.SHARE, State(Press.SHARE)))
    return actions


def _button(label: str, state: State, style: ButtonStyle = ButtonStyle.secondary) -> Control:
    return Control(ui.Button(label=_cut(label, MAX_LABEL), style=style, custom_id=state.custom_id), state)


def _missed(topic: str, placeholder: str, nearest: Sequence[Option]) -> Control:
    state = State(Press.MISSED, topic)
    options = [SelectOption(label=_cut(option.title, MAX_CHOICE), value=option.topic) for option in nearest]
    none = SelectOption(label=words.MISSED_NONE, value=NONE_OF_THESE, description=words.MISSED_NONE_HELP)
    return Control(ui.Select(placeholder=placeholder, options=[*options, none], custom_id=state.custom_id), state)


def _kept(part: object) -> Iterator[Control]:
    """Yield a button of a shared message again, unless it only makes sense in private."""
    state = read_state(part.custom_id or "") if isinstance(part, SentButton) else None
    if state and isinstance(part, SentButton) and state.press is not Press.SHARE:
        yield _button(part.label or "", state)


def _add_row(view: ui.LayoutView, controls: Sequence[Control]) -> None:
    if controls:
        view.add_item(ui.ActionRow(*controls))


def _cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1] + "…"
