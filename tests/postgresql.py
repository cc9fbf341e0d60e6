"""A real PostgreSQL of Debian's package, started for the tests in a folder of its own and ended with them."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import psycopg
import pytest

SERVANT = "postgres"  # a server does not run as root
PASSWORD = "s3cret-pa55"  # noqa: S105 - of a server that lives as long as the tests
READER = "quarterly_reader"
PROGRAMS = "/usr/lib/postgresql"  # Debian's; they are not on the path
TABLES = """
create table results (line text, quarter text, day date, amount numeric(9,2), rough double precision, company text);
insert into results values
  ('Sales', '2024-Q3', '2024-09-30', 47.90, 47.9, 'Example Corp'),
  ('Sales', '2025-Q3', '2025-09-30', 52.40, 52.400000000000006, 'Example Corp'),
  ('Sales', '2025-Q3', '2025-09-30', 99.00, 99, 'Other Corp'),
  ('Customers', '2025-Q3', '2025-09-30', 8140, 8140, 'Example Corp');
"""


@dataclass(frozen=True)
class Server:
    """A server on a port of this machine, with one database; ``reader`` may read, and owns nothing."""

    folder: Path
    port: int
    user: str

    def url(self, user: str = READER, password: str = PASSWORD, database: str = "warehouse") -> str:
        return f"postgresql://{user}:{password}@127.0.0.1:{self.port}/{database}"

    def run(self, statements: str) -> list[Any]:
        """Run statements as the owner of the database; the rows of the last."""
        place = f"host=127.0.0.1 port={self.port} user={self.user} password={PASSWORD} dbname=warehouse"
        with psycopg.connect(place, autocommit=True) as connection:
            asked = connection.execute(statements)
            while asked.nextset():
                pass
            return asked.fetchall() if asked.description else []


def programs() -> Path:
    """Where PostgreSQL's programs are; the tests need them, and are not passed over without."""
    found = shutil.which("initdb")
    places = [Path(found).parent] if found else sorted(Path(PROGRAMS).glob("*/bin"))
    if not places:
        pytest.fail(f"no PostgreSQL in {PROGRAMS}; make set-up-tests installs it")
    return places[-1]


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def run(program: str, *options: str, folder: Path, **more: Any) -> None:
    """Run a program of PostgreSQL's as somebody who is not root."""
    somebody: Mapping[str, Any] = (
        {"user": SERVANT, "group": SERVANT, "extra_groups": []} if not os.getuid() else {}
    )
    done = subprocess.run(
        [str(programs() / program), *options], cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, text=True,
        check=False, env={"PATH": "/usr/bin:/bin", "LC_ALL": "C"}, **somebody, **more,
    )  # fmt: skip
    assert done.returncode == 0, f"{program}: {done.stdout}{done.stderr}"


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Server]:
    """The server of this session."""
    with TemporaryDirectory(prefix="postgresql-", dir="/tmp") as name:  # its socket's path is short
        folder = Path(name)
        if not os.getuid():
            shutil.chown(folder, SERVANT, SERVANT)
        (folder / "password").write_text(PASSWORD, encoding="utf-8")
        (folder / "password").chmod(0o644)
        data, port = folder / "data", free_port()
        access = ("-U", "owner", "-A", "scram-sha-256", "--pwfile", str(folder / "password"))
        run("initdb", "-D", str(data), *access, "-E", "UTF8", "--no-sync", folder=folder)
        settings = f"-p {port} -c listen_addresses=127.0.0.1 -c fsync=off -k {folder}"
        run(
            "pg_ctl", "start", "-w", "-D", str(data), "-l", str(folder / "log"), "-o", settings, folder=folder
        )
        try:
            server = Server(folder, port, "owner")
            place = f"host=127.0.0.1 port={port} user=owner password={PASSWORD} dbname=postgres"
            with psycopg.connect(place, autocommit=True) as connection:
                connection.execute("create database warehouse")
            server.run(f"{TABLES} create role {READER} login password '{PASSWORD}';"
                       f"grant select on all tables in schema public to {READER}")  # fmt: skip
            yield server
        finally:
            run("pg_ctl", "stop", "-D", str(data), "-m", "immediate", folder=folder)
