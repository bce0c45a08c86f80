"""Dashboard and alerts speak of metrics and labels that exist."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from prometheus_client.parser import text_string_to_metric_families

from bot.surfaces.sight.metrics import Metrics
from bot.surfaces.sight.vitals import State, Vitals

GRAFANA = Path(__file__).parent.parent / "deploy" / "grafana"
BOARD: Any = json.loads((GRAFANA / "baclobot.json").read_text("utf-8"))
ALERTS: Any = yaml.safe_load((GRAFANA / "alerts.yaml").read_text("utf-8"))
EXPRESSIONS = [
    *(target["expr"] for panel in BOARD["panels"] for target in panel["targets"]),
    *(rule["expr"] for group in ALERTS["groups"] for rule in group["rules"]),
    *(variable["query"]["query"] for variable in BOARD["templating"]["list"] if variable["type"] == "query"),
]
ADDED = {"job", "instance"}
"""Labels that Prometheus itself adds."""


@pytest.fixture(scope="module")
def offered() -> dict[str, set[str]]:
    """Every sample that a process offers, with its labels."""
    vitals = Vitals()
    vitals.enter(State.CONNECTED)
    vitals.dispatch()
    vitals.watch_answers(lambda: 1.0, lambda: 50.0)
    metrics = Metrics(vitals)
    metrics.question("answer", "a-topic", "sent", 0.1)
    metrics.connection("new")
    metrics.reload("refused")
    metrics.request(401)
    found: dict[str, set[str]] = {}
    for family in text_string_to_metric_families(metrics.exposition()[0].decode()):
        for sample in family.samples:
            found.setdefault(sample.name, set()).update(sample.labels)
    return found


@pytest.mark.parametrize("expression", EXPRESSIONS)
def test_every_metric_named_exists_with_its_labels(expression: str, offered: dict[str, set[str]]) -> None:
    named = set(re.findall(r"\b(?:baclobot|process)_[a-z_]+\b(?=[{\[), ]|$)", expression))
    names = {name for name in named if name in offered}
    labels = set(re.findall(r"[{,]\s*(\w+)\s*!?=", expression))
    for group in re.findall(r"\bby \(([^)]*)\)", expression):
        labels |= {label.strip() for label in group.split(",")}
    assert names, expression
    assert named - names <= labels, f"{named - names} is no metric"
    assert labels <= set().union(*(offered[name] for name in names)) | ADDED, expression


def test_every_metric_of_ours_is_shown(offered: dict[str, set[str]]) -> None:
    told = " ".join(EXPRESSIONS)
    ours = {re.sub(r"_(total|bucket|count|sum|created)$", "", name) for name in offered if name.startswith("baclobot_")}
    assert not [name for name in ours if name not in told]


def test_panels_do_not_overlap() -> None:
    taken: set[tuple[int, int]] = set()
    for panel in BOARD["panels"]:
        place = panel["gridPos"]
        assert place["x"] + place["w"] <= 24
        cells = {(place["x"] + x, place["y"] + y) for x in range(place["w"]) for y in range(place["h"])}
        assert not cells & taken, panel["title"]
        taken |= cells
    assert len({panel["id"] for panel in BOARD["panels"]}) == len(BOARD["panels"])
