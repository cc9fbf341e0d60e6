"""Queries to databases that a URL leads to, through SQLAlchemy: PostgreSQL, and whatever else it has a driver for.

The URL is a secret: it is taken from the environment, and goes nowhere else. That one query is run, and that it reads,
PostgreSQL sees to itself: it is the query of a cursor, in a transaction that may not write, in the protocol that takes
one statement. Of other databases no such thing is known here; what can be read in several ways is not sent to them.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reportgen.findings import meant
from reportgen.sources.answer import LATE, Answer, bounded, within
from reportgen.sources.complaints import Complaints
from reportgen.sources.light import ask_sqlite
from reportgen.sources.missing import required
from reportgen.sources.query import Query, Value, require_one_reading
from reportgen.sources.unpacking import Unreadable

if TYPE_CHECKING:
    from sqlalchemy import URL, Engine

PREFIX = "REPORTGEN_"
_OTHER_VARIABLES = {
    "REPORTGEN_DEBUG", "REPORTGEN_TIME_LIMIT", "REPORTGEN_MEMORY_LIMIT", "REPORTGEN_CACHE",
}  # fmt: skip
_POSTGRESQL, _DRIVER = "postgresql", "postgresql+psycopg"
_MARKS = {"named": ":{}", "pyformat": "%({})s", "format": "%s", "qmark": "?"}


def ask_server(
    query: Query, told: Mapping[str, Value], variable: str, seconds: float
) -> tuple[Answer, set[str]]:
    """What a database answers whose URL is in a variable, and the packages that asked it. Raises Unreadable."""
    secret = _secret(variable)
    with required("SQLAlchemy", "sql"):
        import sqlalchemy  # noqa: F401 - whether it is there
    url = _url(secret, variable)
    if url.get_backend_name() == "sqlite":
        return ask_sqlite(query, told, Path(url.database or ""), seconds), {"sqlalchemy"}
    if url.get_backend_name() != _POSTGRESQL:
        require_one_reading(query)
    session = _Session(url, Complaints(url, variable, seconds))
    answer = within(seconds, lambda: session.answer(query, told), session.given_up, grace=LATE)
    return answer, {"sqlalchemy", *({"psycopg"} if url.drivername == _DRIVER else ())}


def _secret(variable: str) -> str:
    """What the variable holds. Raises Unreadable."""
    if secret := os.environ.get(variable, "").strip():
        return secret
    others = _OTHER_VARIABLES | {variable}
    known = sorted(name for name in os.environ if name.startswith(PREFIX) and name not in others)
    message = (
        f"the environment has no variable '{variable}' with the URL of the database{meant(variable, known)}"
    )
    raise Unreadable("missing-variable", message)


def _url(secret: str, variable: str) -> URL:
    from sqlalchemy import make_url
    from sqlalchemy.exc import ArgumentError

    try:
        url = make_url(secret)
    except (ArgumentError, ValueError):
        message = f"what {variable} holds is no URL of a database; it begins as postgresql://…"
        raise Unreadable("no-connection", message) from None
    return url.set(drivername=_DRIVER) if url.drivername in (_POSTGRESQL, "postgres") else url


@dataclass(slots=True)
class _Session:
    """One connection for one query."""

    url: URL
    complaints: Complaints
    _is_open: bool = field(default=False)

    def answer(self, query: Query, told: Mapping[str, Value]) -> Answer:
        """What the database answers. Raises Unreadable, without anything of the URL."""
        from sqlalchemy import NullPool, create_engine
        from sqlalchemy.exc import NoSuchModuleError, SQLAlchemyError

        try:
            engine = create_engine(
                self.url, poolclass=NullPool, hide_parameters=True, connect_args=self._options()
            )
        except NoSuchModuleError:
            raise self.complaints.unreachable("SQLAlchemy knows no such kind of database") from None
        except ImportError as problem:
            raise _without_driver(problem.name or "a driver") from None
        try:
            return self._asked(engine, query, told)
        except (Unreadable, MemoryError):
            raise
        except SQLAlchemyError as problem:
            said = self.complaints
            raise (
                said.of_asking(problem, engine) if self._is_open else said.of_connecting(problem)
            ) from None
        except Exception as problem:  # noqa: BLE001 - a driver's own, whose words may hold the URL
            raise self.complaints.unreachable(f"its driver fails ({type(problem).__name__})") from None

    def _options(self) -> dict[str, Any]:
        """How a connection is made: texts are in UTF-8, also those of a database that does not say what they are in."""
        if self.url.drivername != _DRIVER:
            return {}
        return {"connect_timeout": max(2, int(self._seconds)), "client_encoding": "utf8"}

    def given_up(self) -> None:
        """Say that a database has not answered at all, where the time is over before it was reached."""
        if not self._is_open:
            raise self.complaints.unreachable(f"nothing answers there within {self._seconds:g} seconds")

    @property
    def _seconds(self) -> float:
        return self.complaints.seconds

    def _asked(self, engine: Engine, query: Query, told: Mapping[str, Value]) -> Answer:
        is_known = engine.dialect.name == _POSTGRESQL
        options: dict[str, Any] = {"postgresql_readonly": True} if is_known else {}
        with engine.connect().execution_options(**options) as connection:
            self._is_open = True
            if is_known:
                connection.exec_driver_sql(f"set local statement_timeout = {int(self._seconds * 1000)}")
                connection.exec_driver_sql("set local time zone 'UTC'")
            text, values = _bound(query, told, engine.dialect.paramstyle)
            result = connection.execution_options(stream_results=True).exec_driver_sql(text, values)
            return bounded(list(result.keys()), result.fetchmany)


def _without_driver(name: str) -> Unreadable:
    package = "'reportgen[sql]'" if name.startswith("psycopg") else name
    message = f"{name} is not installed, which asks such databases; run: pip install {package}"
    return Unreadable("missing-library", message)


def _bound(query: Query, told: Mapping[str, Value], style: str) -> tuple[str, Any]:
    """The text of a query in the form of a driver, and what is bound to it."""
    mark = _MARKS.get(style, _MARKS["named"])
    asked: list[str] = []

    def form(name: str) -> str:
        asked.append(name)
        return mark.format(name)

    values = {name: told[name] for name in query.asks_for}
    doubled = "%" if values and style in ("pyformat", "format") else ""
    text = query.written(form, doubled=doubled)
    return text, tuple(told[name] for name in asked) if "{}" not in mark else values
