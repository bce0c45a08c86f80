"""What Prometheus reads, with the library and without it."""

from __future__ import annotations

import builtins
import re
import socket
import urllib.request
from typing import TYPE_CHECKING, Any

import pytest

from bot.errors import SettingsError
from bot.surfaces.sight.metrics import Metrics
from bot.surfaces.sight.vitals import State, Vitals

if TYPE_CHECKING:
    from pathlib import Path


def shown(metrics: Metrics) -> str:
    return metrics.exposition()[0].decode()


def test_questions_are_counted_by_kind_and_topic() -> None:
    metrics = Metrics(Vitals())
    for _ in range(2):
        metrics.question("answer", "a-topic", "sent", 0.004)
    metrics.question("clarify", None, "lost", 2.0)
    text = shown(metrics)
    assert 'baclobot_questions_total{kind="answer",topic="a-topic"} 2.0' in text
    assert 'baclobot_questions_total{kind="clarify",topic="none"} 1.0' in text
    assert 'baclobot_replies_total{outcome="lost"} 1.0' in text
    assert 'baclobot_reply_seconds_bucket{le="0.005"} 2.0' in text
    assert "baclobot_reply_seconds_count 3.0" in text


def test_vital_signs_are_read_when_asked_for() -> None:
    now = 100.0
    vitals = Vitals(lambda: now)
    metrics = Metrics(vitals)
    assert "ack_age" not in shown(metrics)
    assert 'baclobot_state{baclobot_state="starting"} 1.0' in shown(metrics)
    vitals.enter(State.CONNECTED)
    vitals.dispatch()
    vitals.watch_answers(lambda: 12.5, lambda: 50.0)
    vitals.late(0.25)
    vitals.knowledge = "abc123"
    now = 107.0
    text = shown(metrics)
    assert "baclobot_ack_age_seconds 12.5" in text
    assert "baclobot_dispatch_age_seconds 7.0" in text
    assert "baclobot_loop_lag_seconds 0.25" in text
    assert 'knowledge="abc123"' in text
    assert 'baclobot_state{baclobot_state="connected"} 1.0' in text
    assert 'baclobot_state{baclobot_state="starting"} 0.0' in text


def test_two_registries_do_not_meet() -> None:
    first, second = Metrics(Vitals()), Metrics(Vitals())
    first.failure()
    assert "baclobot_failures_total 1.0" in shown(first)
    assert "baclobot_failures_total 0.0" in shown(second)


def test_requests_are_counted_by_class() -> None:
    metrics = Metrics(Vitals())
    for status in (200, 204, 401, 429, 502):
        metrics.request(status)
    told = dict(re.findall(r'baclobot_discord_requests_total\{status="(\w+)"\} (\d)', shown(metrics)))
    assert told == {"2xx": "2", "401": "1", "429": "1", "5xx": "1"}


def test_they_are_offered_over_http_until_stopped() -> None:
    metrics = Metrics(Vitals())
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    stop = metrics.serve(port, "127.0.0.1")
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=10) as answer:
        assert "baclobot_state" in answer.read().decode()
    stop()
    with pytest.raises(OSError, match="refused"):
        urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=10)


def test_a_port_that_is_taken_is_said() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(SettingsError, match="METRICS_PORT"):
            Metrics(Vitals()).serve(taken.getsockname()[1], "127.0.0.1")


def test_without_the_library_nothing_is_counted_and_asking_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    plain = builtins.__import__

    def missing(name: str, *arguments: Any, **options: Any) -> Any:
        if name.startswith("prometheus_client"):
            raise ImportError(name)
        return plain(name, *arguments, **options)

    monkeypatch.setattr(builtins, "__import__", missing)
    metrics = Metrics(Vitals())
    metrics.question("answer", None, "sent", 0.1)
    metrics.failure()
    metrics.connection("new")
    metrics.reload("taken")
    metrics.request(200)
    for ask in (metrics.exposition, lambda: metrics.serve(9, "127.0.0.1")):
        with pytest.raises(SettingsError, match=r"pip install 'baclobot\[metrics\]'"):
            ask()
