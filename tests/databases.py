"""Databases for tests and benchmarks: SQLite in a folder, and a real PostgreSQL on a free port of loopback.

PostgreSQL refuses to run as root: there its own user runs it, or any other that is no root.
"""

from __future__ import annotations

import os
import pwd
import secrets
import shutil
import socket
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import SecretStr

from bot.store.settings import StudySettings

if TYPE_CHECKING:
    from collections.abc import Iterator

KEY = "a-key-for-tests-that-guards-nothing"
ROOTS = ("/usr/local/bin", *sorted(map(str, Path("/usr/lib/postgresql").glob("*/bin")), reverse=True))
RUN_AS = ("postgres", "nobody")
START_SECONDS = 60
SETTINGS = ("fsync=off", "full_page_writes=off", "max_connections=100", "timezone=UTC")
"""No power will be lost here; a killed client is what the tests are about."""


def postgres_programs() -> Path | None:
    """Return the folder that holds PostgreSQL's programs, or None."""
    for folder in map(Path, ROOTS):
        if all((folder / name).exists() for name in ("initdb", "postgres", "pg_ctl")):
            return folder
    found = shutil.which("initdb")
    return Path(found).parent if found and shutil.which("pg_ctl") else None


class Postgres:
    """A running server; each test makes databases of its own in it."""

    def __init__(self, programs: Path, folder: Path) -> None:
        self._programs, self._data, self._folder = programs.resolve(), folder / "data", folder
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        self._user = self._other_user() if os.geteuid() == 0 else None

    def init(self) -> None:
        """Make the cluster."""
        if self._user is not None:
            os.chown(self._folder, self._user.pw_uid, self._user.pw_gid)
        self._run("initdb", "-D", str(self._data), "-U", "tester", "--auth=trust", "--no-sync", "-E", "UTF8")

    def start(self) -> None:
        """Start the server and wait until it takes connections."""
        options = [f"-p {self.port} -h 127.0.0.1 -k {self._folder}", *(f"-c {setting}" for setting in SETTINGS)]
        log = str(self._folder / "log")
        self._run("pg_ctl", "-D", str(self._data), "-l", log, "-w", "-o", " ".join(options), "start")

    def stop(self) -> None:
        """Stop the server, whoever is connected."""
        self._run("pg_ctl", "-D", str(self._data), "-m", "immediate", "-w", "stop")

    def url(self, database: str = "postgres") -> str:
        """Return the address of a database."""
        return f"postgresql://tester@127.0.0.1:{self.port}/{database}"

    async def make_database(self) -> str:
        """Make an empty database, and return its address."""
        import asyncpg

        name = f"test_{secrets.token_hex(6)}"
        connection = await asyncpg.connect(self.url())
        try:
            await connection.execute(f"CREATE DATABASE {name}")
        finally:
            await connection.close()
        return self.url(name)

    def _other_user(self) -> pwd.struct_passwd:
        known = {entry.pw_name: entry for entry in pwd.getpwall()}
        return next(known[name] for name in RUN_AS if name in known)

    def _run(self, program: str, *arguments: str) -> None:
        owner = (
            {} if self._user is None else {"user": self._user.pw_uid, "group": self._user.pw_gid, "extra_groups": []}
        )
        done = subprocess.run(
            [str(self._programs / program), *arguments],
            check=False,
            stdout=subprocess.DEVNULL,  # a pipe would be inherited by the server, and never end
            stderr=subprocess.DEVNULL,
            stdin=subprocess.DEVNULL,
            cwd="/",
            timeout=START_SECONDS,
            env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8", "TZ": "UTC"},
            **owner,
        )
        assert done.returncode == 0, f"{program} failed: {done.returncode}"


@contextmanager
def running_postgres() -> Iterator[Postgres]:
    """Run a server in a temporary folder for as long as needed."""
    programs = postgres_programs()
    assert programs is not None, "PostgreSQL is not installed"
    with tempfile.TemporaryDirectory(prefix="pg-", ignore_cleanup_errors=True) as folder:
        server = Postgres(programs, Path(folder))
        server.init()
        server.start()
        try:
            yield server
        finally:
            server.stop()


def settings_for(url: str = "", folder: Path | None = None) -> StudySettings:
    """Return settings for a database at an address, or for the embedded one in a folder."""
    return StudySettings(
        _env_file=None,
        study=True,
        data=folder,
        database_url=SecretStr(url),
        pseudonym_key=SecretStr(KEY),
        pseudonym_key_file=None,
    )
