from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest

from bot.answering import Kind
from bot.errors import SettingsError
from bot.surfaces.chat import COMMANDS, MEMORY_SECONDS, Completions, Conversation
from bot.surfaces.chat_prompt import open_history

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from bot.answering import Answerer


@dataclass
class Clock:
    now: float = 1000.0

    def __call__(self) -> float:
        return self.now


@dataclass
class Talk:
    chat: Conversation
    clock: Clock = field(default_factory=Clock)


@pytest.fixture
def talk(tiny: Answerer) -> Talk:
    clock = Clock()
    return Talk(Conversation(tiny, clock=clock), clock)


def test_a_question_gets_its_answer(talk: Talk) -> None:
    turn = talk.chat.say("  missed a dose ")
    assert turn.reply is not None
    assert turn.reply.topic == "missed-dose"


def test_a_remark_follows_the_last_answer(talk: Talk) -> None:
    remark = "even then?"
    alone = Conversation(talk.chat.answerer).say(remark).reply
    talk.chat.say("beer with it")
    followed = talk.chat.say(remark).reply
    assert followed is not None
    assert alone is not None
    assert (alone.topic, followed.topic) == (None, "with-alcohol")


def test_after_ten_minutes_it_is_forgotten(talk: Talk) -> None:
    talk.chat.say("beer with it")
    talk.clock.now += MEMORY_SECONDS + 1
    forgotten = talk.chat.say("even then?").reply
    assert forgotten is not None
    assert forgotten.topic is None


def test_an_empty_line_is_passed_over(talk: Talk) -> None:
    turn = talk.chat.say("   ")
    assert (turn.reply, turn.lines, turn.over) == (None, (), False)


@pytest.mark.parametrize("word", ["/quit", "/exit", "quit", "EXIT", " /q "])
def test_it_ends_when_told_to(talk: Talk, word: str) -> None:
    assert talk.chat.say(word).over


def test_more_tells_the_rest_of_the_last_topic(talk: Talk) -> None:
    assert talk.chat.say("/more").lines == ("Ask a question first, then /more tells all that I know on its topic.",)
    asked = talk.chat.say("maximum daily dose")
    assert asked.lines == ("Type /more for more detail.",)
    told = talk.chat.say("/more").reply
    assert told is not None
    assert "counted in mcg" in told.text
    assert not talk.chat.say("missed a dose").lines


def test_a_choice_is_made_by_its_number(talk: Talk) -> None:
    asked = talk.chat.say("baclofen")
    assert asked.reply is not None
    assert asked.reply.kind is Kind.CLARIFY
    assert asked.lines[0].startswith("Type 1 for ")
    chosen = talk.chat.say("2").reply
    assert chosen is not None
    assert chosen.topic == asked.reply.alternatives[1].topic


def test_a_number_without_a_choice_is_a_question(talk: Talk) -> None:
    reply = talk.chat.say("2").reply
    assert reply is not None
    assert reply.kind is not Kind.ANSWER


def test_topics_are_listed_and_narrowed(talk: Talk) -> None:
    assert "  missed-dose: A missed dose" in talk.chat.say("/topics").lines
    assert talk.chat.say("/topics missed").lines == ("dosing", "  missed-dose: A missed dose")
    assert talk.chat.say("/topics zebra").lines == ("No topic has 'zebra' in its name. Type /topics to see all.",)


def test_sources_are_those_of_the_last_answer(talk: Talk) -> None:
    talk.chat.say("beer with it")
    assert talk.chat.say("/sources").lines == (
        "tiny-label-us: Tablets, US label (Another regulator, 2024-12-11)",
        "  https://doi.org/10.1000/tiny",
        "tiny-article: An article on baclofen (A press, 2024)",
        "tiny-label-uk: Tablets, UK label (A regulator, 2025-03)",
        "  https://example.org/uk",
    )
    assert len(talk.chat.say("/sources all").lines) > 10
    assert "Id: tiny-label-uk" in talk.chat.say("/sources tiny-label-uk").lines
    assert talk.chat.say("/sources tiny-lable-uk").lines == (
        "There is no source 'tiny-lable-uk'. Did you mean tiny-label-uk or tiny-label-us or tiny-article?",
    )


def test_the_country_is_kept_for_an_emergency(talk: Talk) -> None:
    assert talk.chat.say("/country xx").lines == ("I have numbers for: US, GB. Type /country and one of them.",)
    assert talk.chat.say("/country gb").lines == ("Emergency numbers are those of United Kingdom from now on.",)
    reply = talk.chat.say("she took twenty and will not wake up").reply
    assert reply is not None
    assert "United Kingdom" in "".join(reply.contacts)


def test_help_names_every_command(talk: Talk) -> None:
    lines = talk.chat.say("/help").lines
    assert all(any(line.startswith(f"{name} ") for line in lines) for name in COMMANDS)
    assert talk.chat.say("/hlep").lines == ("There is no command /hlep. Type /help to see them all.",)


def test_a_failure_does_not_end_it(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        raise ValueError

    monkeypatch.setattr(talk.chat.answerer.__class__, "ask", fails)
    reply = talk.chat.say("missed a dose").reply
    assert reply is not None
    assert "Something went wrong on my side" in reply.text


def test_typing_is_completed(tiny: Answerer) -> None:
    completions = Completions(tiny)
    assert "Can I drink alcohol with baclofen?" in completions.complete("can i dri")
    assert completions.complete("/to") == ["/topics"]
    assert completions.complete("a") == []
    assert completions.complete("/quit") == []


def test_words_of_danger_are_not_completed(tiny: Answerer) -> None:
    assert Completions(tiny).complete("she took twenty and will not wake up") == []


def test_a_pipe_is_a_conversation_too(cli: Callable[..., Any], tiny: Answerer) -> None:
    told = cli(given=b"beer with it\n\n/topics missed\n\xff\x00\n/quit\nmissed a dose\n")
    assert told.code == 0
    assert told.out.startswith(tiny.ask("beer with it").text + "\n\ndosing\n  missed-dose: A missed dose\n\n")
    assert "A double dose" not in told.out
    assert cli("chat", given=b"beer with it\n").out == tiny.ask("beer with it").text + "\n\n"


def test_the_end_of_input_ends_it(cli: Callable[..., Any]) -> None:
    told = cli(given=b"")
    assert (told.code, told.out, told.err) == (0, "", "")


def test_history_is_in_memory_unless_a_file_is_named(tmp_path: Path) -> None:
    file = tmp_path / "history"
    assert type(open_history({})).__name__ == "InMemoryHistory"
    assert type(open_history({"BACLOBOT_HISTORY": str(file)})).__name__ == "FileHistory"
    assert file.stat().st_mode & 0o077 == 0


def test_a_history_that_cannot_be_kept_is_told(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"BACLOBOT_HISTORY.*cannot be written.*Name a file"):
        open_history({"BACLOBOT_HISTORY": str(tmp_path / "no" / "folder")})
