"""Queries of a real PostgreSQL: what is read, refused, said when it fails, and that the URL stays secret."""

from __future__ import annotations

import contextlib
import logging
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

import reportgen
from reportgen.cli import main
from reportgen.fingerprint import fingerprint
from tests.postgresql import PASSWORD, READER, Server
from tests.test_queries import Ask, Asked

pytestmark = pytest.mark.referee

READING = "database: REPORTGEN_WAREHOUSE\nseconds: 2"
OWN = "select line, quarter, amount from results where company = :entity and quarter <= :period"


@pytest.fixture
def ask(tmp_path: Path, postgresql: Server, monkeypatch: pytest.MonkeyPatch) -> Ask:
    """Ask the server a query, with the URL of somebody who may read."""
    monkeypatch.setenv("REPORTGEN_WAREHOUSE", postgresql.url())

    def asked(sql: str, reading: str = READING, url: str = "") -> Asked:
        if url:
            monkeypatch.setenv("REPORTGEN_WAREHOUSE", url)
        return Asked(tmp_path, sql, reading)

    return asked


# What is read ---------------------------------------------------------------------------------------------------------


def test_the_rows_of_a_query_become_facts_with_the_scale_of_their_column(ask: Ask) -> None:
    source = ask(OWN)
    assert source.found == []
    assert source.facts == {
        "sales@2024-Q3": "47.9 EUR mn ±2",
        "sales@2025-Q3": "52.4 EUR mn ±2",
        "customers@2025-Q3": "8140 EUR mn ±2",
    }
    assert source.places["sales@2025-Q3"] == "brief.yaml:source 'book', row 3 of its query"


def test_period_and_entity_are_bound_and_days_are_days(ask: Ask, tmp_path: Path) -> None:
    source = ask(
        f"{OWN} and day between :period_start and :period_end and '%' = chr(37) and '12:30' <> ':entity'"
    )
    assert set(source.facts) == {"sales@2025-Q3", "customers@2025-Q3"}
    settings = (tmp_path / "brief.yaml").read_text(encoding="utf-8")
    hostile = settings.replace("name: Example Corp", "name: \"x' or '1'='1\"")
    (tmp_path / "brief.yaml").write_text(hostile, encoding="utf-8")
    assert [str(fact) for fact in reportgen.load(tmp_path).book.stated] == []


def test_floats_and_divisions_are_rounded_as_declared_or_are_findings(ask: Ask) -> None:
    rough = "select line, quarter, rough as amount from results where company = :entity"
    assert ask(rough).errors == [
        (
            "number-format: value '52.400000000000006' has digits that arithmetic has left; "
            "say 'decimals' of the source — did you mean '52.4'?"
        )
    ]
    assert ask(rough, f"{READING}\ndecimals: 1").facts["sales@2025-Q3"] == "52.4 EUR mn ±1"
    third = "select line, quarter, amount / 3 as amount from results where quarter = '2024-Q3'"
    assert ask(third).codes == ["number-format"]
    assert ask(third, f"{READING}\ndecimals: 2").facts == {"sales@2024-Q3": "15.97 EUR mn ±2"}


def test_days_and_times_are_read_in_one_zone_wherever_the_server_stands(ask: Ask, postgresql: Server) -> None:
    postgresql.run(f"alter role {READER} set timezone = 'Pacific/Auckland'")
    source = ask(
        "select 'Sales' as line, timestamptz '2025-09-30 23:00+00' as quarter, 52.4 as amount",
        f"{READING}\ndates: day",
    )
    assert source.facts == {"sales@2025-09-30": "52.4 EUR mn ±1"}


def test_a_database_that_says_no_encoding_is_read_as_utf_8(ask: Ask, postgresql: Server) -> None:
    postgresql.run("create database old encoding 'SQL_ASCII' template template0")
    source = ask("select 'Sales' as line, '2025-Q3' as quarter, '52.4' as amount where :entity <> 'Müller'",
                 url=postgresql.url(database="old"))  # fmt: skip
    assert source.facts == {"sales@2025-Q3": "52.4 EUR mn ±1"}


def test_the_rows_are_part_of_the_fingerprint_and_the_order_of_the_server_is_not(
    ask: Ask, postgresql: Server
) -> None:
    first = fingerprint(ask(OWN).loaded.brief.files)
    postgresql.run("update results set line = line where line = 'Sales'")  # rows move in the table
    moved = fingerprint(ask(OWN).loaded.brief.files)
    assert moved == first
    postgresql.run("update results set amount = 52.50 where amount = 52.40")
    try:
        changed = fingerprint(ask(OWN).loaded.brief.files)
    finally:
        postgresql.run("update results set amount = 52.40 where amount = 52.50")
    differing = {name for name in first.inputs if first.inputs[name] != changed.inputs[name]}
    assert differing == {"query/book"}
    assert first.versions["psycopg"] == psycopg.__version__


# What is refused ------------------------------------------------------------------------------------------------------

WRITING = [
    "delete from results",
    "with gone as (delete from results returning *) select * from gone",
    "select line, quarter, amount into copies from results",
    "select 1; drop table results",
    "select 1; commit; drop table results",
    "select nextval('numbers')",
    "copy results to program 'touch /tmp/written'",
    "create table copies as select * from results",
    "select set_config('transaction_read_only', 'off', false)",
    "select * from results for update",
    "do $$ begin delete from results; end $$",
    "select lo_create(4711)",
    "select 1 /* /* */ ' */ ; commit; drop table results; --'",
    "table results; drop table results",
]


EVERYTHING = """
select (select json_agg(r) from results r), (select last_value from numbers), (select count(*) from pg_class),
  (select count(*) from pg_largeobject_metadata)
"""


@pytest.mark.parametrize("sql", WRITING)
def test_nothing_is_written_not_even_by_the_owner(ask: Ask, postgresql: Server, sql: str) -> None:
    postgresql.run("create sequence if not exists numbers")
    before = postgresql.run(EVERYTHING)
    source = ask(sql, url=postgresql.url(user="owner"))
    assert source.facts == {}
    assert len(source.errors) == 1
    assert postgresql.run(EVERYTHING) == before


def test_the_server_itself_takes_one_statement(
    ask: Ask, postgresql: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reportgen.sources.queried.query_of", lambda text, _: _Unread(text))
    source = ask("select 1; commit; delete from results", url=postgresql.url(user="owner"))
    assert source.errors == [
        "bad-query: the database says: cannot insert multiple commands into a prepared statement"
    ]
    assert postgresql.run("select count(*) from results") == [(4,)]


class _Unread:
    """A query that nobody has looked at."""

    asks_for = ()
    is_ordered = True

    def __init__(self, text: str) -> None:
        self.text = text

    def written(self, *_: object, **__: object) -> str:
        return self.text


# What fails -----------------------------------------------------------------------------------------------------------

NO_CONNECTION = "no-connection: no connection to the database: {}; look at the URL in REPORTGEN_WAREHOUSE"


def test_a_wrong_password_is_said_without_it(ask: Ask, postgresql: Server) -> None:
    for url in (postgresql.url(password="wr0ng-w0rd"), postgresql.url(user="stranger")):  # noqa: S106 - it is none
        assert ask(OWN, url=url).errors == [NO_CONNECTION.format("it refuses user or password")]


def test_a_database_that_is_not_there_is_said(ask: Ask, postgresql: Server) -> None:
    url = postgresql.url(database="elsewhere")
    assert ask(OWN, url=url).errors == [NO_CONNECTION.format("it has no database of that name")]


def test_a_server_that_is_not_there_is_said(ask: Ask) -> None:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port = one.getsockname()[1]
    for host in (f"127.0.0.1:{port}", "no-such-host.invalid"):
        url = f"postgresql://{READER}:{PASSWORD}@{host}/warehouse"
        assert ask(OWN, url=url).errors == [NO_CONNECTION.format("nothing answers there")]


def test_a_server_that_takes_a_call_and_says_nothing_is_left(ask: Ask) -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        url = f"postgresql://{READER}:{PASSWORD}@127.0.0.1:{silent.getsockname()[1]}/warehouse"
        begun = time.monotonic()
        (said,) = ask(OWN, url=url).errors
    assert said.startswith(NO_CONNECTION.format("nothing answers there")[:70])
    assert time.monotonic() - begun < 10


def test_a_query_that_never_ends_is_ended_at_the_server_too(ask: Ask, postgresql: Server) -> None:
    begun = time.monotonic()
    assert ask("select pg_sleep(600)").errors == [
        "time-limit: the query took longer than 2 seconds; ask for less, or say 'seconds'"
    ]
    assert time.monotonic() - begun < 6
    time.sleep(0.5)
    asleep = (
        "select count(*) from pg_stat_activity where query like '%pg_sleep(600)%' and pid <> pg_backend_pid()"
    )
    assert postgresql.run(asleep) == [(0,)]


def test_a_server_that_dies_over_a_query_is_left(ask: Ask, postgresql: Server) -> None:
    with stopped(postgresql, after=1.0):
        begun = time.monotonic()
        (said,) = ask("select pg_sleep(1.5), 'Sales' as line").errors
        assert time.monotonic() - begun < 10
    assert said.startswith("time-limit: the query took longer than 2 seconds")


@contextlib.contextmanager
def stopped(server: Server, after: float) -> Iterator[None]:
    """Soon, all processes of the server stand still, as when its machine has gone; afterwards they go on."""
    first = int((server.folder / "data" / "postmaster.pid").read_text(encoding="utf-8").split()[0])
    stop = "import os, signal, sys, time; time.sleep(float(sys.argv[1])); [os.kill(p, signal.SIGSTOP) for p in ({})]"
    children = f"[{first}] + [int(p) for p in open('/proc/{first}/task/{first}/children').read().split()]"
    with subprocess.Popen([sys.executable, "-c", stop.format(children), str(after)]) as helper:
        try:
            yield
        finally:
            helper.wait()
            every = Path(f"/proc/{first}/task/{first}/children").read_text(encoding="utf-8").split()
            for process in (first, *map(int, every)):
                os.kill(process, signal.SIGCONT)


def test_a_query_that_the_server_does_not_take_is_said_with_what_was_meant(ask: Ask) -> None:
    assert ask("select line, quarter, amuont from results").errors == [
        "bad-query: the database says: column \"amuont\" does not exist — did you mean 'amount'?"
    ]
    assert ask("select * from result").errors == [
        "bad-query: the database says: relation \"result\" does not exist — did you mean 'results'?"
    ]
    assert ask("select line form results where amount > 1").errors == [
        'bad-query: the database says: syntax error at or near "results"'
    ]


def test_a_column_that_has_changed_its_type_is_found(ask: Ask, postgresql: Server) -> None:
    postgresql.run(
        "create table moved as select line, quarter, amount from results where company = 'Example Corp'"
    )
    postgresql.run(f"grant select on moved to {READER}")
    query = "select * from moved"
    assert len(ask(query).facts) == 3
    changes = {
        "array[amount]": "column-type: column 'amount' of the query holds a list; expected numbers, texts or days",
        "amount[1]::text || ' mn'": "number-format: ",
    }
    for change in ("array[amount]", "amount[1]::text || ' mn'"):
        kind = "numeric[]" if change.startswith("array") else "text"
        postgresql.run(f"alter table moved alter column amount type {kind} using {change}")
        assert ask(query).facts == {}
        assert ask(query).errors[0].startswith(changes[change])
    postgresql.run("drop table moved")


def test_a_variable_that_is_not_set_is_said_with_what_was_meant(
    ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert ask(OWN, "database: REPORTGEN_WAREHUOSE").errors == [
        (
            "missing-variable: the environment has no variable 'REPORTGEN_WAREHUOSE' with the URL of the database"
            " — did you mean 'REPORTGEN_WAREHOUSE'?"
        )
    ]
    monkeypatch.setenv("REPORTGEN_WAREHOUSE", " ")
    assert ask(OWN).errors == [
        "missing-variable: the environment has no variable 'REPORTGEN_WAREHOUSE' with the URL of the database"
    ]


@pytest.mark.parametrize(
    ("missing", "url"), [("sqlalchemy", ""), ("psycopg", ""), ("pymysql", "mysql+pymysql://h/d")]
)
def test_without_a_library_a_finding_says_what_to_install(
    ask: Ask, monkeypatch: pytest.MonkeyPatch, missing: str, url: str
) -> None:
    monkeypatch.setitem(sys.modules, missing, None)
    (said,) = ask(OWN, url=url).errors
    package = "pymysql" if missing == "pymysql" else "'reportgen[sql]'"
    assert said.startswith("missing-library: ")
    assert said.endswith(f"run: pip install {package}")


# What is secret -------------------------------------------------------------------------------------------------------


def test_a_url_in_the_brief_is_refused_and_not_repeated(ask: Ask, postgresql: Server) -> None:
    url = postgresql.url()
    source = ask(OWN, f"database: {url}")
    assert source.errors == [
        (
            "bad-setting: 'database' in 'sources.book': expected the name of an environment variable that begins with "
            "REPORTGEN_ and holds the URL of the database; the URL itself does not belong in a brief"
        )
    ]
    for elsewhere in (f"data: {url}", f"data: x.csv\nurl: {url}", f"data: x.csv\nkind: {url}"):
        said = "\n".join(ask(OWN, elsewhere).errors)
        assert said
        assert PASSWORD not in said


def test_variables_of_other_programs_are_none_of_a_brief_s(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://payroll:pa55@db/payroll")
    assert [one.partition(":")[0] for one in ask(OWN, "database: DATABASE_URL").errors] == ["bad-setting"]


SECRETS = (PASSWORD, READER, "127.0.0.1", "wr0ng-w0rd", "s%33cret")
FAILING = {
    "": OWN,
    "a column": "select amuont from results",
    "no right": "select * from pg_authid",
    "no such database": OWN,
    "a wrong password": OWN,
    "no port": OWN,
    "no URL": OWN,
    "no driver": OWN,
    "time": "select pg_sleep(60)",
    "its own user": "select * from results where quarterly_reader = 1",
    "a cast": "select session_user::int as amount from results",
}


def url_of(server: Server, failure: str) -> str:
    return {
        "no such database": server.url(database="elsewhere"),
        "a wrong password": server.url(password="wr0ng-w0rd"),  # noqa: S106 - it is none
        "no port": f"postgresql://{READER}:{PASSWORD}@127.0.0.1:port/warehouse",
        "no URL": f"{READER}:{PASSWORD} at 127.0.0.1",
        "no driver": server.url().replace("postgresql", "postgresql+pg8000"),
    }.get(failure, server.url())


@pytest.mark.parametrize("failure", FAILING)
def test_nothing_of_the_url_stands_anywhere(
    ask: Ask, postgresql: Server, failure: str, tmp_path: Path, caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    caplog.set_level(logging.DEBUG)
    monkeypatch.setenv("REPORTGEN_DEBUG", "1")
    ask(FAILING[failure], url=url_of(postgresql, failure))
    (tmp_path / "narrative.md").write_text(
        "## Sales\n\nSales {{ sales.yoy | moved }} to {{ sales }}.\n", encoding="utf-8"
    )
    output, cache = tmp_path / "output", tmp_path / "cache"
    code = main(["build", "--output", str(output), "--cache", str(cache), str(tmp_path)])
    assert code == (1 if failure else 0)
    assert failure or any(path.is_file() for path in cache.rglob("*")), "something is kept for the next build"
    written = [path.read_bytes() for top in (output, cache) for path in top.rglob("*") if path.is_file()]
    said = "".join(capfd.readouterr())
    for secret in SECRETS:
        assert secret not in said
        assert secret not in caplog.text
        assert [text for text in written if secret.encode() in text] == []


def test_a_crash_report_holds_no_url(monkeypatch: pytest.MonkeyPatch, ask: Ask, tmp_path: Path) -> None:
    def crash(*_: object, **__: object) -> None:
        raise RuntimeError(os.environ["REPORTGEN_WAREHOUSE"])

    ask(OWN)
    monkeypatch.setattr("reportgen.load", crash)
    from reportgen.jobs import Job

    outcome = Job("check", tmp_path, tmp_path)(tmp_path, lambda *_: None)
    assert outcome.failure == "ours"
    assert PASSWORD not in outcome.problem
    assert "RuntimeError: postgresql://***@127.0.0.1" in outcome.problem
