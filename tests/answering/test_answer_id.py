from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering import Asker, Kind
from bot.answering.answer_id import answer_id, dose_id, every_reply, find_shown, read_id
from bot.answering.extras import Extras
from bot.dosing import DoseCheck, Flag, Verdict
from bot.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.answering import Answerer, Reply

ASKED = [
    "what is the most baclofen per day?", "max dose", "20 mg four times a day", "150 mg a day with one kidney",
    "I took 60 tablets", "I want to die", "he will not wake up", "baclofen", "is ibuprofen better", "hi", "",
    "who won the cup", "baclofen with xyzumab", "can I drink on it? and does it make you sleepy?", "my pump failed",
    "is a scan safe with the pump", "more", "puedo beber alcohol",
]  # fmt: skip


def replies(answerer: Answerer) -> Iterator[Reply]:
    extras = Extras(answerer)
    yield from map(answerer.ask, ASKED)
    yield answerer.check_dose("5 apples")
    yield answerer.ask("and for children?", Asker(last_topic="max-oral-dose"))
    for topic in answerer.knowledge.topics.values():
        yield from (answerer.ask(phrasing) for phrasing in islice(topic.phrasings, 0, None, 12))
        yield answerer.topic(topic.id, detail=True)
        yield from (extras.fact(seed, topic.id) for seed in range(6))
    for danger in answerer.knowledge.emergencies.dangers:
        yield extras.danger(danger, "GB")
        yield extras.in_public(extras.danger(danger))
    yield extras.numbers("US")
    yield extras.sources("Works.")


def test_every_reply_is_found_again_by_its_id(shipped: Answerer) -> None:
    ids = {reply.answer_id: reply for reply in replies(shipped)}
    assert len(ids) > 300
    for told, reply in ids.items():
        found = find_shown(read_id(told), shipped.knowledge)
        if reply.kind is Kind.DOSE_CHECK:
            assert reply.dose is not None
            assert [(one.verdict, set(one.flags)) for one in found] == [(reply.dose.verdict, set(reply.dose.flags))]
        else:
            told_of = (reply.kind, reply.topic, reply.danger, tuple(fact.id for fact in reply.facts))
            assert told_of in {(one.kind, one.topic, one.danger, one.facts) for one in found}


def test_hardly_two_replies_of_the_base_share_an_id(shipped: Answerer) -> None:
    ids = Counter(
        answer_id(shipped.knowledge.version, one.kind, one.topic, one.danger, [_Named(fact) for fact in one.facts])
        for one in every_reply(shipped.knowledge)
    )
    assert len(ids) > 1000
    assert max(ids.values()) <= 2
    assert sum(count > 1 for count in ids.values()) < 4


class _Named:
    def __init__(self, name: str) -> None:
        self.id = name


@pytest.mark.parametrize("asked", ASKED)
def test_the_id_stands_in_the_text_before_the_disclaimer(shipped: Answerer, asked: str) -> None:
    reply = shipped.ask(asked)
    before, _, rest = reply.text.rpartition(reply.answer_id)
    assert before
    assert rest.strip() == reply.disclaimer


def test_other_words_and_another_country_leave_the_id_as_it_is(shipped: Answerer) -> None:
    """The same reply has the same id, whoever asked and however."""
    ids = {
        shipped.ask(asked, asker).answer_id
        for asked in ("what is the maximum dose of baclofen", "whats the maximum dose of baclofn")
        for asker in (Asker(), Asker(country="GB"))
    }
    assert len(ids) == 1
    refused = {shipped.ask(f"is {name} better").answer_id for name in ("ibuprofen", "zopiclone", "tizanidine")}
    assert len(refused) == 1


def test_doses_that_differ_only_in_their_amount_share_an_id(shipped: Answerer) -> None:
    assert shipped.check_dose("15 mg 3 times a day").answer_id == shipped.check_dose("20 mg 3 times a day").answer_id


def test_another_base_gives_another_id(shipped: Answerer) -> None:
    wanted = read_id(shipped.ask("max dose").answer_id)
    other = replace(shipped.knowledge, version="ffff00000000")
    assert not wanted.is_of(other.version)
    assert find_shown(wanted, other) == ()


@given(st.sampled_from(Verdict), st.frozensets(st.sampled_from(Flag)))
def test_a_dose_is_read_back_from_its_id(verdict: Verdict, flags: frozenset[Flag]) -> None:
    wanted = read_id(dose_id("1773121e2ba5", DoseCheck(verdict, tuple(flags), None, ())))
    base = _Base()
    (found,) = find_shown(wanted, base)  # type: ignore[arg-type]  # of a dose only the version is looked at
    assert (found.verdict, set(found.flags)) == (verdict, flags)


class _Base:
    version = "1773121e2ba5"


@pytest.mark.parametrize(
    ("typed", "read"),
    [("b1773-k7f3q9", "b1773-k7f3q9"), (" B1773-K7F3Q9 ", "b1773-k7f3q9"), ("b1773-kOfIq9", "b1773-k0f1q9")],
)
def test_an_id_is_read_however_it_was_copied(typed: str, read: str) -> None:
    assert str(read_id(typed)) == read


@given(st.text(max_size=30).filter(lambda typed: "-" not in typed))
def test_anything_else_is_refused_with_a_sentence(typed: str) -> None:
    with pytest.raises(InputError, match="is no answer id"):
        read_id(typed)
