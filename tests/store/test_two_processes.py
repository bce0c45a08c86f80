"""Two processes that write scores into one database at once, one of which is killed: none lost, none doubled."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from bot.store.rounds import Answered, Given, Phase, Round
from bot.store.store import open_store

if TYPE_CHECKING:
    from bot.store.settings import StudySettings

PEOPLE = 40
ROOT = Path(__file__).parents[2]
PROCESS = """
import asyncio, json, sys
from pathlib import Path
from databases import settings_for
from bot.store.rounds import Given
from bot.store.store import open_store

url, folder, first, last = json.loads(sys.argv[1])

async def main():
    settings = settings_for(url, Path(folder) if folder else None).model_copy(update={"store_seconds": 10.0})
    store = open_store(settings)
    await store.database.prepare()
    print("ready", flush=True)
    await asyncio.to_thread(sys.stdin.readline)

    async def press(person, event):
        answered = await store.rounds.answer("r1", 0, f"p{person}", Given(event % 2, event % 2), event)
        print(json.dumps([event, str(answered)]), flush=True)

    # each person presses twice, and each press is delivered twice: once here, once in the other process
    await asyncio.gather(*(press(event // 2, event) for event in range(first, last)))
    await store.close()

asyncio.run(main())
"""


async def start(settings: StudySettings, first: int, last: int) -> asyncio.subprocess.Process:
    folder = str(settings.data) if settings.data else ""
    given = json.dumps([settings.database_url.get_secret_value(), folder, first, last])
    return await asyncio.create_subprocess_exec(
        sys.executable, "-c", PROCESS, given,
        env={**os.environ, "PYTHONPATH": os.pathsep.join((str(ROOT), str(ROOT / "tests")))},
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip


async def begin(processes: list[asyncio.subprocess.Process]) -> None:
    """Let them go at the same moment."""
    for process in processes:
        assert process.stdout is not None
        assert (await process.stdout.readline()).strip() == b"ready", await process.communicate()
    for process in processes:
        assert process.stdin is not None
        process.stdin.write(b"go\n")


async def opened(settings: StudySettings) -> None:
    store = open_store(settings)
    try:
        await store.database.prepare()
        started = await store.rounds.start(Round("r1", "host", ("i0",), "s", "c"))
        assert await store.rounds.move(started, Phase.OPEN) is not None
    finally:
        await store.close()


async def test_no_score_is_lost_and_none_is_doubled(study_settings: StudySettings) -> None:
    await opened(study_settings)
    processes = [await start(study_settings, 0, 2 * PEOPLE) for _ in range(2)]
    await begin(processes)
    ended = await asyncio.gather(*(process.communicate() for process in processes))
    assert [process.returncode for process in processes] == [0, 0], [told.decode()[-2000:] for _, told in ended]
    told = [json.loads(line) for out, _ in ended for line in out.splitlines()]
    assert len(told) == 4 * PEOPLE
    assert {answered for _, answered in told} <= {str(Answered.KEPT), str(Answered.CHANGED)}
    store = open_store(study_settings)
    try:
        table = await store.rounds.table(Round("r1", "host", (), phase=Phase.ENDED))
        # the second press of each person is the right one, whatever order it came in
        assert sorted((place.points, place.answered) for place in table) == [(1, 1)] * PEOPLE
        assert await store.rounds.tally("r1", 0) == {1: PEOPLE}
    finally:
        await store.close()


async def test_what_a_killed_process_acknowledged_is_there(study_settings: StudySettings) -> None:
    await opened(study_settings)
    doomed = await start(study_settings, 0, 400)
    other = await start(study_settings, 1000, 1040)
    await begin([doomed, other])
    assert doomed.stdout is not None
    acknowledged = [json.loads(await doomed.stdout.readline()) for _ in range(5)]
    doomed.send_signal(signal.SIGKILL)
    acknowledged += [json.loads(line) for line in (await doomed.stdout.read()).splitlines() if line.endswith(b"]")]
    await doomed.wait()
    out, errors = await other.communicate()
    assert other.returncode == 0, errors
    acknowledged += [json.loads(line) for line in out.splitlines()]
    store = open_store(study_settings)
    try:
        for event, _ in acknowledged:
            newest = max(number for number, _ in acknowledged if number // 2 == event // 2)
            given = await store.rounds.given("r1", 0, f"p{event // 2}")
            assert given is not None
            assert given in {Given(newest % 2, newest % 2), Given(1, 1)}  # a later press may not have been told of
    finally:
        await store.close()


async def test_the_same_press_that_comes_to_two_replicas_at_once_is_kept_once(study_settings: StudySettings) -> None:
    """PostgreSQL may meet the press's own key before the one that the statement minds."""
    await opened(study_settings)
    calm = study_settings.model_copy(update={"store_seconds": 10.0})
    replicas = [open_store(calm), open_store(calm)]
    try:
        for replica in replicas:
            await replica.database.prepare()
        for event in range(100):
            presses = (replica.rounds.answer("r1", 0, f"p{event}", Given(1, 1), event) for replica in replicas)
            assert set(await asyncio.gather(*presses)) == {Answered.KEPT}
        assert await replicas[0].rounds.tally("r1", 0) == {1: 100}
    finally:
        for replica in replicas:
            await replica.close()
