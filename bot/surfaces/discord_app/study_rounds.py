"""A quiz for everybody in a channel: one message that the host leads from question to question.

Where it stands lies in the store; the message only shows it. A host's press that comes too late, or twice, brings
the message up to date, so a round goes on after a restart in the middle of it, on whatever replica.
"""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING

from bot.store.rounds import Answered, Given, Phase, Round
from bot.surfaces.discord_app import study_words as words
from bot.surfaces.discord_app.study_board import (
    Board,
    Knob,
    Weight,
    answer_named,
    choice_named,
    favorite_mistake,
    heading,
    proof,
    question_block,
    tally_block,
    why_wrong,
)
from bot.surfaces.discord_app.study_ids import Act, StudyPress, press_of
from bot.surfaces.discord_app.study_names import name_of, names_of
from bot.surfaces.discord_app.texts import escape

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.store.rounds import Place
    from bot.study.model import Item
    from bot.surfaces.discord_app.client import Event
    from bot.surfaces.discord_app.study_room import Room

IDLE_SECONDS = 300.0
"""A round that nobody has led on for so long may be led by anybody."""
MOST_SHOWN = 20
"""Lines of a score table; more do not fit one message on a phone."""
MOST_KNOWN = 500
PHASES = {Act.BEGIN: Phase.WAITING, Act.SHOW: Phase.OPEN, Act.SKIP: Phase.OPEN, Act.NEXT: Phase.SHOWN}
"""Where a round stands when a host's button is offered."""


class RoundTable:
    """Holds rounds."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self._items: OrderedDict[str, tuple[str, ...]] = OrderedDict()
        """Items of rounds: they never change, so a memory of them cannot be wrong on any replica."""

    async def start(self, event: Event, items: Sequence[Item], what: str) -> None:
        """Announce a round; raises StoreAwayError."""
        room, store = self._room, self._room.store
        if event.guild_id is None or event.channel_id is None or not event.is_guild_integration():
            await room.tell(event, words.ONLY_SERVERS)
            return
        server = store.names.server(event.guild_id)
        settings = await store.servers.certain(server)
        if not settings.public:
            await room.tell(event, words.NOT_PUBLIC)
            return
        parent = getattr(event.channel, "parent_id", None) or event.channel_id
        here = {store.names.channel(event.channel_id), store.names.channel(parent)}
        if settings.channels and not here & {*settings.channels}:
            await room.tell(event, words.NOT_HERE)
            return
        new = Round(
            id=store.names.round(event.id),
            host=room.person(event),
            items=tuple(item.id for item in items),
            server=server,
            channel=store.names.channel(event.channel_id),
            season=settings.season,
        )
        await room.show(event, self._lobby(await store.rounds.start(new), what), private=False)

    async def answer(self, event: Event, press: StudyPress) -> None:
        """Keep somebody's answer and tell them; raises StoreAwayError."""
        room, store = self._room, self._room.store
        round_id, position, choice = press.word(0), press.number(1), press.number(2)
        items = await self._items_of(round_id)
        item = self._item(items, position)
        if items is None:
            await room.tell(event, words.NO_ROUND)
            return
        if item is None or not 0 <= choice < len(item.choices):
            await room.tell(event, words.GONE_ITEM)
            return
        person = room.person(event)
        given = Given(choice, int(item.choices[choice].right))
        answered = await store.rounds.answer(round_id, position, person, given, event.id)
        if answered is Answered.GONE:
            await room.tell(event, words.NO_ROUND)
        elif answered is Answered.CLOSED:
            await room.tell(event, words.OVER)
        else:
            told = words.CHOSEN if answered is Answered.KEPT else words.CHOSEN_ANEW
            name = words.AS.format(name=name_of(person, round_id))
            await room.tell(event, told.format(choice=choice_named(item, choice)), name)

    async def lead(self, event: Event, press: StudyPress) -> None:
        """Do what the host asks, or bring the message up to date; raises StoreAwayError."""
        room, store = self._room, self._room.store
        seen = await store.rounds.find(press.word(0))
        if seen is None:
            await room.tell(event, words.NO_ROUND)
            return
        if not self._may_lead(event, seen):
            await room.tell(event, words.NOT_HOST)
            return
        if _is_current(press, seen):
            moved = await self._move(press.act, seen)
            seen = moved or await store.rounds.find(seen.id) or seen
        await room.replace(event, await self._board(seen))

    async def tell_own(self, event: Event, press: StudyPress) -> None:
        """Tell somebody what they answered and where they stand; raises StoreAwayError."""
        room, store = self._room, self._room.store
        seen = await store.rounds.find(press.word(0))
        if seen is None:
            await room.tell(event, words.NO_ROUND)
            return
        person, lines = room.person(event), []
        item = self._item(seen.items, press.number(1))
        given = await store.rounds.given(seen.id, press.number(1), person)
        shown = seen.phase is not Phase.OPEN or press.number(1) < seen.position
        if item and given and shown and given.choice < len(item.choices):
            choice = item.choices[given.choice]
            verdict = "right" if choice.right else f"not right. {escape(choice.confusion)}".rstrip(". ")
            named = choice_named(item, given.choice)
            lines.append(words.YOUR_ANSWER.format(position=press.number(1) + 1, choice=named, verdict=verdict))
        table = await store.rounds.table(seen) if shown else ()
        place = next((place for place in table if place.person == person), None)
        if place is None:
            lines.append(words.YOU_DID_NOT)
        else:
            name = names_of((line.person for line in table), seen.id)[person]
            lines.append(
                words.YOUR_PLACE.format(
                    name=name, rank=place.rank, players=len(table), points=place.points, asked=seen.asked
                )
            )
        await room.tell(event, *lines)

    def _may_lead(self, event: Event, seen: Round) -> bool:
        rights = event.permissions
        idle = seen.idle > IDLE_SECONDS
        is_host = self._room.person(event) == seen.host
        return is_host or rights.manage_messages or rights.manage_guild or idle or not seen.host

    async def _move(self, act: Act, seen: Round) -> Round | None:
        rounds = self._room.store.rounds
        if act is Act.BEGIN:
            return await rounds.move(seen, Phase.OPEN)
        if act is Act.SHOW:
            return await rounds.move(seen, Phase.SHOWN)
        discard = seen.phase is Phase.OPEN
        if act is Act.STOP or seen.is_last:
            return await rounds.move(seen, Phase.ENDED, discard=discard)
        return await rounds.move(seen, Phase.OPEN, seen.position + 1, discard=discard)

    async def _items_of(self, round_id: str) -> tuple[str, ...] | None:
        known = self._items.get(round_id)
        if known is None:
            seen = await self._room.store.rounds.find(round_id)
            if seen is None:
                return None
            known = self._items[round_id] = seen.items
            if len(self._items) > MOST_KNOWN:
                self._items.popitem(last=False)
        return known

    def _item(self, items: Sequence[str] | None, position: int) -> Item | None:
        return self._room.bank.by_id(items[position]) if items and 0 <= position < len(items) else None

    async def _board(self, seen: Round) -> Board:
        """Show where a round stands."""
        store = self._room.store
        if seen.phase is Phase.ENDED:
            return scores_board(seen, await store.rounds.table(seen), self._room.client.answerer.disclaimer)
        item = self._item(seen.items, seen.position)
        if seen.phase is Phase.WAITING:
            return self._lobby(seen, counted(len(seen.items)))
        if item is None:
            board = self._room.board(words.GONE_ITEM)
            skip = Act.SKIP if seen.phase is Phase.OPEN else Act.NEXT
            return Board(board.disclaimer, board.blocks, rows=(_host_row(seen, (words.NEXT, skip)),))
        if seen.phase is Phase.OPEN:
            return question_board(seen, item)
        return solution_board(seen, item, await store.rounds.tally(seen.id, seen.position))

    def _lobby(self, seen: Round, what: str) -> Board:
        board = self._room.board(words.LOBBY.format(what=what), words.LOBBY_HOW)
        return Board(board.disclaimer, board.blocks, rows=(_host_row(seen, (words.BEGIN, Act.BEGIN)),))


def question_board(seen: Round, item: Item) -> Board:
    """Ask a question: a button for each choice, below them the host's."""
    choices = tuple(
        Knob(
            f"{words.LETTERS[place]}) {choice.text}", press_of(Act.ANSWER, seen.id, seen.position, place), Weight.CHIEF
        )
        for place, choice in enumerate(item.choices)
    )
    host = _host_row(seen, (words.SHOW, Act.SHOW), (words.SKIP, Act.SKIP))
    blocks = (heading(item, seen.position, len(seen.items)), question_block(item))
    return Board(item.disclaimer, blocks, rows=(choices, host))


def solution_board(seen: Round, item: Item, tally: Mapping[int, int]) -> Board:
    """Show the right answer with how often each was chosen, the fact and its source."""
    everybody = sum(tally.values())
    count = words.RIGHT_COUNT.format(right=tally.get(item.right, 0), all=everybody) if everybody else words.NOBODY
    mistake = favorite_mistake(item, tally)
    why = (
        words.OFTEN_WRONG.format(choice=escape(mistake.text), confusion=why_wrong(mistake))
        if mistake and mistake.confusion
        else ""
    )
    shown, sources = proof(item, [mistake] if mistake else ())
    blocks = (
        heading(item, seen.position, len(seen.items), solved=True),
        f"**{escape(item.question)}**\n{tally_block(item, tally)}",
        f"{words.THE_ANSWER.format(answer=answer_named(item))}\n{count}",
        *shown,
        why,
    )
    onward = words.LAST if seen.is_last else words.NEXT
    mine = Knob(words.MINE, press_of(Act.MINE, seen.id, seen.position))
    host = _host_row(seen, (onward, Act.NEXT))
    return Board(item.disclaimer, tuple(block for block in blocks if block), sources, (host, (mine,)))


def scores_board(seen: Round, table: Sequence[Place], disclaimer: str) -> Board:
    """Show who had how many right, under the names of this round."""
    asked = words.ASKED_ONE if seen.asked == 1 else words.ASKED.format(number=seen.asked)
    names = names_of((place.person for place in table), seen.id)
    lines = [
        words.PLACE.format(rank=place.rank, name=names[place.person], points=place.points, asked=seen.asked)
        for place in table[:MOST_SHOWN]
    ]
    if len(table) > MOST_SHOWN:
        lines.append(words.MORE_PLACES.format(number=len(table) - MOST_SHOWN, mine=words.MINE))
    mine = Knob(words.MINE, press_of(Act.MINE, seen.id, seen.position))
    blocks = (words.SCORES.format(asked=asked), "\n".join(lines) or words.NO_SCORES)
    return Board(disclaimer, blocks, rows=((mine,),) if table else ())


def counted(number: int) -> str:
    """Write how many questions there are."""
    return words.ONE_QUESTION if number == 1 else words.QUESTIONS.format(number=number)


def _host_row(seen: Round, *offered: tuple[str, Act]) -> tuple[Knob, ...]:
    """Offer the host's buttons; the way out is always the last."""
    knobs = [
        Knob(
            label, press_of(act, seen.id, seen.position), Weight.PLAIN if act in {Act.SHOW, Act.SKIP} else Weight.CHIEF
        )
        for label, act in offered
    ]
    return (*knobs, Knob(words.STOP, press_of(Act.STOP, seen.id, seen.position), Weight.GRAVE))


def _is_current(press: StudyPress, seen: Round) -> bool:
    """Tell whether a host's press was made on what the round shows now."""
    if seen.phase is Phase.ENDED or press.number(1) != seen.position:
        return False
    return press.act is Act.STOP or PHASES[press.act] is seen.phase
