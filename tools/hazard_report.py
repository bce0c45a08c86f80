"""A pytest plugin: fails a whole run in which some hazard has no marked test that passed.

    pytest -p tools.hazard_report

It counts tests that ran and passed; a skipped or failing one proves nothing. It is for runs of the whole suite.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import pytest

from tools.hazards import MARK, load_hazards

if TYPE_CHECKING:
    from collections.abc import Generator

PASSED: pytest.StashKey[dict[str, set[str]]] = pytest.StashKey()
NAMED: pytest.StashKey[set[str]] = pytest.StashKey()


def pytest_configure(config: pytest.Config) -> None:
    """Begin with nothing proved."""
    config.stash[PASSED] = defaultdict(set)
    config.stash[NAMED] = set()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Note every hazard that a mark names."""
    config.stash[NAMED].update(str(name) for item in items for mark in item.iter_markers(MARK) for name in mark.args)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Note which marked tests passed."""
    report = yield
    if call.when == "call" and report.passed and not hasattr(report, "wasxfail"):
        for mark in item.iter_markers(MARK):
            for name in mark.args:
                item.config.stash[PASSED][str(name)].add(item.nodeid)
    return report


def find_unproved(config: pytest.Config) -> list[str]:
    """Return what is wrong after a run, in sentences."""
    hazards = {hazard.id: hazard.title for hazard in load_hazards()}
    passed = config.stash[PASSED]
    wrong = [f"{name} ({title}) has no marked test that passed." for name, title in hazards.items() if not passed[name]]
    return wrong + [
        f"A mark names {name}, which the log does not have." for name in sorted(config.stash[NAMED] - set(hazards))
    ]


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Let the run fail where a hazard is unproved."""
    if session.exitstatus == pytest.ExitCode.OK and find_unproved(session.config):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Say which hazards are unproved, or that all are proved."""
    wrong = find_unproved(config)
    terminalreporter.section("hazards")
    for sentence in wrong or ["Every hazard has a marked test that passed."]:
        terminalreporter.write_line(sentence)
