"""What is shipped for operators: the files are valid, locked down, and name only settings and commands that exist."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.cli import program
from bot.settings import variable_of
from bot.settings_serve import ServeSettings

DEPLOY = Path(__file__).parents[1] / "deploy"
KUBERNETES = sorted((DEPLOY / "kubernetes").glob("*.yaml"))
UNITS = sorted((DEPLOY / "systemd").glob("*.service"))
COMPOSE = DEPLOY / "compose.yaml"
HAPROXY = DEPLOY / "haproxy.cfg"
VERSION = "1.31"
"""Of Kubernetes; what holds there holds in later ones."""
OUR_UID = 10001
MOST_EXPOSED = 1.5
"""Of 10, as systemd counts it."""
OUTSIDE = re.compile(r"[\w-]+(\.[\w-]+)+/\S+|:[\w.-]*latest\b|https?://(?!127\.0\.0\.1)")
"""How a registry's host, a moving tag or an address would look."""
BINARY = "/opt/baclobot/bin/baclobot"
Manifest = dict[str, Any]


def manifests() -> list[Manifest]:
    return [document for file in KUBERNETES for document in yaml.safe_load_all(file.read_text("utf-8"))]


def services() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(COMPOSE.read_text("utf-8"))["services"]
    return found


@pytest.mark.parametrize("manifest", manifests(), ids=lambda one: f"{one['kind']} {one['metadata']['name']}")
def test_manifests_are_as_kubernetes_describes_them(manifest: Manifest) -> None:
    kubernetes_validate = pytest.importorskip("kubernetes_validate", reason="it comes with the extra 'dev'")
    kubernetes_validate.validate(manifest, VERSION, strict=True)


def test_the_check_of_manifests_catches_faults() -> None:
    kubernetes_validate = pytest.importorskip("kubernetes_validate", reason="it comes with the extra 'dev'")
    broken = next(one for one in manifests() if one["kind"] == "Deployment")
    broken["spec"]["replica"] = 3
    with pytest.raises(kubernetes_validate.ValidationError):
        kubernetes_validate.validate(broken, VERSION, strict=True)


def test_commands_over_http_have_all_that_keeps_them_up() -> None:
    assert {one["kind"] for one in manifests() if one["metadata"]["name"] == "baclobot-serve"} == {
        "ConfigMap",
        "Deployment",
        "NetworkPolicy",
        "PodDisruptionBudget",
        "Service",
    }


@pytest.mark.parametrize("name", ["baclobot-serve", "baclobot-gateway"])
def test_pods_are_locked_down(name: str) -> None:
    deployment = next(one for one in manifests() if (one["kind"], one["metadata"]["name"]) == ("Deployment", name))
    pod = deployment["spec"]["template"]["spec"]
    assert pod["automountServiceAccountToken"] is False
    assert pod["securityContext"]["runAsNonRoot"] is True
    assert pod["securityContext"]["runAsUser"] == OUR_UID
    assert pod["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
    (container,) = pod["containers"]
    assert container["securityContext"] == {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    }
    assert {"cpu", "memory"} <= container["resources"]["limits"].keys()
    assert "livenessProbe" in container
    selected = deployment["spec"]["selector"]["matchLabels"]
    assert selected == deployment["spec"]["template"]["metadata"]["labels"]
    policies = [one["spec"] for one in manifests() if one["kind"] == "NetworkPolicy"]
    assert selected in [policy["podSelector"]["matchLabels"] for policy in policies]


def test_a_pod_may_drain_before_it_is_killed() -> None:
    files = {one["metadata"]["name"]: one for one in manifests() if one["kind"] == "Deployment"}
    config = next(one["data"] for one in manifests() if one["kind"] == "ConfigMap")
    drain, stop = float(config["BACLOBOT_DRAIN_SECONDS"]), ServeSettings.model_fields["stop_seconds"].default
    assert files["baclobot-serve"]["spec"]["template"]["spec"]["terminationGracePeriodSeconds"] > drain + stop + 1
    assert files["baclobot-gateway"]["spec"]["strategy"] == {"type": "Recreate"}
    assert files["baclobot-gateway"]["spec"]["replicas"] == 1


@pytest.mark.parametrize("name", sorted(services()))
def test_containers_are_locked_down(name: str) -> None:
    service = services()[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["user"].partition(":")[0] not in {"", "0", "root"}
    assert {"mem_limit", "pids_limit", "restart"} <= service.keys()
    assert service.get("ports", []) == (["8080:8080"] if name == "haproxy" else [])


def test_compose_starts_the_replicas_that_haproxy_knows() -> None:
    named = re.findall(r"server (replica-\d) .* check", HAPROXY.read_text("utf-8"))
    assert sorted(name for name in services() if name.startswith("replica")) == named
    assert services()["haproxy"]["depends_on"] == named


@pytest.mark.parametrize("file", [*KUBERNETES, *UNITS, COMPOSE, HAPROXY], ids=lambda file: file.name)
def test_files_name_no_outside_host_and_only_what_exists(file: Path) -> None:
    text = file.read_text("utf-8")
    assert not [found[0] for found in OUTSIDE.finditer(re.sub(r"[\w.]+\.(?:k8s\.)?io/[\w.]+", "", text))]
    known = {variable_of(name, ServeSettings) for name in ServeSettings.model_fields}
    named = set(re.findall(r"\b(?:BACLOBOT|DISCORD)_[A-Z_]+\b", text))
    assert named <= known, named - known


def test_what_is_started_exists() -> None:
    arguments = [
        one["spec"]["template"]["spec"]["containers"][0]["args"][0]
        for one in manifests()
        if one["kind"] == "Deployment"
    ]
    arguments += [service["command"][0] for service in services().values() if "command" in service]
    arguments += [found for unit in UNITS for found in re.findall(rf"{BINARY} (\w+)", unit.read_text("utf-8"))]
    assert {*arguments} == {"run", "serve"}
    assert {*arguments} <= program.commands.keys()


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not installed")
@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_units_are_valid_and_locked_down(unit: Path, tmp_path: Path) -> None:
    placed = tmp_path / unit.name.replace("@", "@1")
    placed.write_text(unit.read_text("utf-8").replace(BINARY, sys.executable), "utf-8")
    environment = {"PATH": os.environ["PATH"]}
    checked = subprocess.run(
        ["systemd-analyze", "verify", str(placed)], capture_output=True, text=True, env=environment, check=False
    )
    assert (checked.returncode, checked.stderr) == (0, "")
    exposed = ["systemd-analyze", "security", "--offline=true", f"--threshold={int(MOST_EXPOSED * 10)}", str(placed)]
    assert subprocess.run(exposed, capture_output=True, env=environment, check=False).returncode == 0


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_units_do_not_restart_what_no_restart_mends(unit: Path) -> None:
    text = unit.read_text("utf-8")
    assert "Restart=on-failure\n" in text
    assert "RestartPreventExitStatus=2\n" in text
    assert "DynamicUser=yes\n" in text
