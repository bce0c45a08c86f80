"""Every reply of the whole knowledge base, and replies that no base should hold, within Discord's limits."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

import pytest
from discord_world import Body, labels, parts, shown, texts
from fake_discord.openapi import faults_of
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.answering import Asker, Kind, Statement
from bot.answering.extras import Extras
from bot.surfaces.discord_app.custom_ids import PATTERN, Press, State, read_state
from bot.surfaces.discord_app.render import pages, render
from bot.surfaces.discord_app.texts import MAX_TEXT, Look, escape, sheet_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    import discord

    from bot.answering import Answerer, Reply

LOOKS = (
    Look(),
    Look(share=True, note="Ich kann nur auf Englisch antworten.", jurisdiction="US"),
    Look(details=True),
)


SCHEMA_EVERY = 25
"""The limits are checked on every message, the schema, which is slow, on some."""


def body_of(view: discord.ui.LayoutView) -> dict[str, object]:
    return {
        "flags": 1 << 15,
        "components": view.to_components(),
        "allowed_mentions": {"parse": [], "replied_user": False},
    }


def check(view: discord.ui.LayoutView, disclaimer: str, *, by_schema: bool = True) -> None:
    body = body_of(view)
    if by_schema:
        assert faults_of(Body("POST", "/channels/123456789/messages", body)) == []
    ids = [part["custom_id"] for part in parts(body) if "custom_id" in part]
    assert len(set(ids)) == len(ids)
    assert all(len(custom_id) <= 100 for custom_id in ids)
    assert all(1 <= len(label) <= 80 for label in labels(body))
    assert sum(map(len, texts(body))) <= MAX_TEXT
    assert len(parts(body)) <= 40
    assert texts(body)[-1] == f"-# {disclaimer}"
    assert all(text.strip() for text in texts(body))


def every_reply(answerer: Answerer) -> Iterator[Reply]:
    extras = Extras(answerer)
    for topic in answerer.knowledge.topics:
        yield answerer.topic(topic)
        yield answerer.topic(topic, detail=True)
        yield extras.sources("Works.", topic)
        yield from (answerer.ask(phrasing) for phrasing in islice(answerer.knowledge.topics[topic].phrasings, 3))
    countries = (None, *answerer.knowledge.emergencies.countries)
    for country in countries:
        yield extras.numbers(country)
        for danger in answerer.knowledge.emergencies.dangers:
            for language in ("", *answerer.knowledge.emergencies.languages):
                reply = extras.danger(danger, country, language)
                yield reply
                yield extras.in_public(reply)
    yield from (extras.fact(seed) for seed in range(200))
    yield from (extras.say(key) for key in answerer.knowledge.wording.texts)
    yield extras.sources("Works.")


def test_no_reply_of_the_whole_base_breaks_a_limit(answerer: Answerer) -> None:
    extras = Extras(answerer)
    seen = set()
    for reply in every_reply(answerer):
        if reply.text in seen:
            continue
        seen.add(reply.text)
        look = LOOKS[len(seen) % len(LOOKS)]
        for view in pages(reply, replace(look, nearest=extras.nearest(reply))):
            check(view, answerer.disclaimer, by_schema=len(seen) % SCHEMA_EVERY == 0)
    assert len(seen) > 500


@pytest.mark.hazard("H19")
def test_every_topic_is_told_whole_however_it_is_cut(answerer: Answerer) -> None:
    for name, topic in answerer.knowledge.topics.items():
        told, start = "", 0
        reply = answerer.topic(name, detail=True)
        while start < len(reply.statements) or not told:
            sheet = sheet_of(reply, Look(start=start))
            told += "\n".join(sheet.blocks)
            assert sheet.shown > start or not reply.statements
            start = max(sheet.shown, start + 1)
        for fact in topic.all_facts:
            assert told.count(escape(fact.text)) == 1, fact.id


@pytest.mark.hazard("H19")
@pytest.mark.hazard("H18")
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    lengths=st.lists(st.integers(1, 1000), max_size=40),
    kind=st.sampled_from([Kind.ANSWER, Kind.DOSE_CHECK, Kind.EMERGENCY]),
    with_topic=st.booleans(),
)
def test_a_reply_of_any_length_is_cut_between_facts(
    answerer: Answerer, lengths: list[int], kind: Kind, *, with_topic: bool
) -> None:
    plain = answerer.topic("max-oral-dose")
    statements = tuple(
        Statement(f"{place:03d}" + "_x* "[place % 4] * length, (1,)) for place, length in enumerate(lengths)
    )
    reply = replace(plain, kind=kind, statements=statements, topic=plain.topic if with_topic else None)
    views = [*pages(reply)]
    for view in views:
        check(view, answerer.disclaimer)
    told = "\n".join(shown(body_of(view)) for view in views)
    shown_count = sum(escape(statement.text) in told for statement in statements)
    if not with_topic:
        assert shown_count == len(statements)
    elif shown_count < len(statements):
        assert "More detail" in labels(body_of(views[-1]))


def test_the_same_reply_gives_the_same_message(answerer: Answerer) -> None:
    reply = answerer.ask("what is the most baclofen per day?", Asker(country="US"))
    assert body_of(render(reply)) == body_of(render(reply))


@pytest.mark.parametrize("text", ["5 * 3", "a_b_c", "~~no~~", "`code`", "||hidden||", "<@123>", "# head", "a\\b"])
def test_what_the_base_writes_is_shown_as_it_stands(text: str) -> None:
    written = escape(text)
    assert written.replace("\\\\", "\0").replace("\\", "").replace("\0", "\\") == text
    for place, character in enumerate(written):
        if character in "*_~`|<>#":
            assert written[place - 1] == "\\"


def test_a_link_cannot_be_broken_by_its_title_or_address(answerer: Answerer) -> None:
    reply = answerer.topic("max-oral-dose")
    reference = reply.references[0]
    source = replace(reference.source, title="A [new] (odd) title", url="https://example.org/a_(b)")
    odd = replace(reply, references=(replace(reference, source=source),))
    assert "[A (new) (odd) title](<https://example.org/a_%28b%29>)" in shown(body_of(render(odd)))


@given(
    st.sampled_from(Press),
    st.from_regex(r"[a-z0-9-]{0,64}", fullmatch=True),
    st.integers(0, 9999),
)
def test_states_survive_their_ids(press: Press, name: str, start: int) -> None:
    state = State(press, name, start)
    assert len(state.custom_id) <= 100
    assert read_state(state.custom_id) == state


@pytest.mark.hazard("H26")
@given(st.text(max_size=100))
def test_any_other_id_is_refused(custom_id: str) -> None:
    state = read_state(custom_id)
    assert state is None or PATTERN.fullmatch(custom_id)


def test_every_topic_and_danger_fits_an_id(answerer: Answerer) -> None:
    for name in (*answerer.knowledge.topics, *answerer.knowledge.emergencies.dangers):
        assert read_state(State(Press.TOPIC, name).custom_id) is not None
