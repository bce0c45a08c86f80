"""Figures for Prometheus, in a registry of our own. Without the extra ``metrics`` nothing is counted.

No label holds anything of a person: kinds and outcomes are ours, topics are those of the knowledge base.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import bot
from bot.errors import SettingsError
from bot.surfaces.sight.vitals import State

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from prometheus_client import Metric

    from bot.surfaces.sight.vitals import Vitals

BUCKETS = (0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 1.5, 3.0)
"""Seconds; the last is Discord's limit for a first response."""
NO_TOPIC = "none"
EXTRA = "metrics"


class _VitalSigns:
    """Reads the vital signs when Prometheus asks; what is not known is left out."""

    def __init__(self, vitals: Vitals) -> None:
        self._vitals = vitals

    def collect(self) -> Iterator[Metric]:
        """Make a metric of each sign."""
        from prometheus_client.core import GaugeMetricFamily, InfoMetricFamily, StateSetMetricFamily

        now = self._vitals
        states = {str(state): state is now.state for state in State}
        yield StateSetMetricFamily("baclobot_state", "What the process is about.", states)
        about = {"version": bot.__version__, "knowledge": now.knowledge}
        yield InfoMetricFamily("baclobot", "Versions of the program and of the knowledge base.", about)
        for name, help_text, value in (
            ("baclobot_ack_age_seconds", "Since Discord answered a heartbeat.", now.answer_age),
            ("baclobot_dispatch_age_seconds", "Since Discord sent an event.", now.dispatch_age),
            ("baclobot_loop_lag_seconds", "How late the event loop was at its last beat.", now.lag),
        ):
            if value is not None:
                yield GaugeMetricFamily(name, help_text, value)


class Metrics:
    """What is counted, and what is read off the vital signs when somebody asks."""

    def __init__(self, vitals: Vitals) -> None:
        try:
            import prometheus_client as prometheus
        except ImportError:
            self.available = False
            return
        self.available = True
        self._prometheus = prometheus
        self.registry = registry = prometheus.CollectorRegistry(auto_describe=True)
        prometheus.ProcessCollector(registry=registry)
        self._questions = prometheus.Counter(
            "baclobot_questions", "Questions answered.", ("kind", "topic"), registry=registry
        )
        self._replies = prometheus.Counter(
            "baclobot_replies", "Replies, by what became of them.", ("outcome",), registry=registry
        )
        self._seconds = prometheus.Histogram(
            "baclobot_reply_seconds", "From a question's arrival to its reply.", buckets=BUCKETS, registry=registry
        )
        self._failures = prometheus.Counter(
            "baclobot_failures", "Faults inside, each answered with an apology.", registry=registry
        )
        self._connections = prometheus.Counter(
            "baclobot_connections", "Connections to the gateway, by how they began.", ("how",), registry=registry
        )
        self._reloads = prometheus.Counter(
            "baclobot_reloads", "Knowledge bases read anew, by outcome.", ("outcome",), registry=registry
        )
        self._requests = prometheus.Counter(
            "baclobot_discord_requests", "Requests to Discord, by its answer.", ("status",), registry=registry
        )
        registry.register(_VitalSigns(vitals))

    def question(self, kind: str, topic: str | None, outcome: str, seconds: float) -> None:
        """Count a question that was answered, with what became of the reply and how long it took."""
        if self.available:
            self._questions.labels(kind, topic or NO_TOPIC).inc()
            self._replies.labels(outcome).inc()
            self._seconds.observe(seconds)

    def failure(self) -> None:
        """Count a fault inside."""
        if self.available:
            self._failures.inc()

    def connection(self, how: str) -> None:
        """Count a connection: ``new`` or ``resumed``."""
        if self.available:
            self._connections.labels(how).inc()

    def reload(self, outcome: str) -> None:
        """Count a knowledge base read anew: ``taken``, ``refused`` or ``unchanged``."""
        if self.available:
            self._reloads.labels(outcome).inc()

    def request(self, status: int) -> None:
        """Count a request to Discord by the status that answered it; only classes, and 401, 403, 404 and 429."""
        if self.available:
            told = str(status) if status in {401, 403, 404, 429} else f"{status // 100}xx"
            self._requests.labels(told).inc()

    def exposition(self) -> tuple[bytes, str]:
        """Return the figures in Prometheus's text format, and its content type; raises SettingsError."""
        self._require()
        return self._prometheus.generate_latest(self.registry), self._prometheus.CONTENT_TYPE_LATEST

    def serve(self, port: int, address: str) -> Callable[[], None]:
        """Answer Prometheus from a thread, so that a blocked loop is seen too; return how to stop it."""
        self._require()
        try:
            server, thread = self._prometheus.start_http_server(port, address, self.registry)
        except OSError as error:
            what = f"The metrics cannot be offered at {address}:{port} ({error.strerror or error})."
            raise SettingsError(what, "Choose a free BACLOBOT_METRICS_PORT, or leave it out.") from None

        def stop() -> None:
            server.shutdown()
            server.server_close()
            thread.join(1.0)

        return stop

    def _require(self) -> None:
        if not self.available:
            what = "Metrics need the package prometheus-client, which is not installed."
            raise SettingsError(what, f"Run: pip install 'baclobot[{EXTRA}]'.")
