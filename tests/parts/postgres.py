"""A PostgreSQL server of one's own, where the programs are there."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest


class Postgres:
    """A PostgreSQL server on loopback in a folder of its own; it never runs as root."""

    def __init__(self, programs: Path, folder: Path) -> None:
        self._programs = programs
        self._folder = folder
        self._user = "postgres" if os.geteuid() == 0 else None
        with socket.socket() as unused:
            unused.bind(("127.0.0.1", 0))
            self.port = int(unused.getsockname()[1])

    def start(self) -> None:
        if self._user is not None:
            shutil.chown(self._folder, self._user)
        data, log = str(self._folder / "data"), str(self._folder / "log")
        self._run("initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync")
        options = f"-h 127.0.0.1 -p {self.port} -k '{self._folder}' -c fsync=off"
        self._run("pg_ctl", "-D", data, "-l", log, "-w", "-o", options, "start")

    def stop(self) -> None:
        self._run("pg_ctl", "-D", str(self._folder / "data"), "-m", "immediate", "-w", "stop")

    def url(self, user: str = "postgres", database: str = "postgres") -> str:
        return f"postgresql+psycopg://{user}@127.0.0.1:{self.port}/{database}"

    def run(self, *statements: str, database: str = "postgres") -> None:
        """Carry statements out, each at once."""
        with self.connect(dbname=database) as connection:
            for statement in statements:
                connection.execute(statement)

    def connect(self, **options: str) -> Any:
        psycopg = pytest.importorskip("psycopg")
        return psycopg.connect(host="127.0.0.1", port=self.port, user="postgres", autocommit=True, **options)

    def _run(self, program: str, *arguments: str) -> None:
        # The server keeps what it inherits open: a pipe would never end.
        subprocess.run(
            [str(self._programs / program), *arguments],
            user=self._user,
            cwd=self._folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=True,
            timeout=60,
        )


def _postgres_programs() -> Path | None:
    """The folder with the server's programs: on the path, or where Debian puts each version."""
    found = shutil.which("initdb")
    places = [Path(found).resolve().parent] if found else sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    return next((place for place in reversed(places) if (place / "pg_ctl").is_file()), None)


@contextmanager
def running_postgres() -> Iterator[Postgres]:
    """A running server, empty but for what the tests make; skipped with a word where it cannot run."""
    pytest.importorskip("psycopg", reason="the driver of PostgreSQL (psycopg) is not installed")
    programs = _postgres_programs()
    if programs is None:
        pytest.skip("no PostgreSQL server is installed on this machine")
    folder = Path(tempfile.mkdtemp(prefix="wingo-pg-"))
    server = Postgres(programs, folder)
    try:
        server.start()
    except (LookupError, OSError, subprocess.SubprocessError) as reason:
        shutil.rmtree(folder)
        pytest.skip(f"PostgreSQL does not start on this machine: {reason}")
    try:
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder)
