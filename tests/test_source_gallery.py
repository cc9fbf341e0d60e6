"""The gallery reads every kind of source that there is, and says nothing of what its authors have said."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import get_args

import pytest

import reportgen
from reportgen.brief import read_brief
from reportgen.findings import Findings
from reportgen.source_settings import SourceKind
from reportgen.sources.kinds import kind_of
from reportgen.sources.read import filing_in, sources_of
from reportgen.sources.unpacking import unpacked
from tests.gallery import BRIEFS
from tests.postgresql import READER, Server

IN_FILE, ON_SERVER = "data: tills.sqlite", "database: REPORTGEN_TILLS"
TABLE = """\
title: A brief
entity: {name: Example Corp}
period: 2025
date: 2025-11-03
currency: {code: EUR, short: €, word: euros}
sources:
  book: {title: Book, data: book.csv, where: {made: July}}
"""


def kinds_of(folder: Path) -> Iterator[str]:
    """What kinds of sources a brief of the gallery reads."""
    yield from ("csv" for _ in folder.glob("facts.csv"))
    brief = read_brief(folder, None, Findings())
    yield from ("data package" for _ in brief.described)
    for document in brief.settings.sources.values():
        if document.data:
            content, called, _ = unpacked((folder / document.data).read_bytes(), document.data, document.file)
            yield document.kind or filing_in(content, kind_of(called), document)
            if called != document.data:
                yield "compressed"
        if document.sql:
            yield "query"


def test_the_gallery_has_a_brief_of_every_kind_of_source() -> None:
    read = {kind: folder.name for folder in BRIEFS.values() for kind in kinds_of(folder)}
    assert {*get_args(SourceKind), "query", "data package", "compressed"} - read.keys() == set()


def test_a_brief_of_the_gallery_reads_the_same_from_postgresql_as_from_its_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, postgresql: Server
) -> None:
    """Its tills moved to a server: no other kind of source is missing there that a test could keep in a file."""
    folder = shutil.copytree(BRIEFS["ferry-line"], tmp_path / "ferry-line")
    settings = (folder / "brief.yaml").read_text(encoding="utf-8")
    assert settings.count(IN_FILE) == 1
    (folder / "brief.yaml").write_text(settings.replace(IN_FILE, ON_SERVER), encoding="utf-8")
    with closing(sqlite3.connect(folder / "tills.sqlite")) as tills:
        sales = list(tills.execute("select quarter, taken from sales"))
    (folder / "tills.sqlite").unlink()
    values = ", ".join(f"('{quarter}', {taken})" for quarter, taken in sales)
    postgresql.run(
        f"create table sales (quarter text, taken bigint); insert into sales values {values}; "  # noqa: S608 - our own
        f"grant select on sales to {READER}"
    )
    try:
        monkeypatch.setenv("REPORTGEN_TILLS", postgresql.url())
        assert stated(folder) == stated(BRIEFS["ferry-line"])
    finally:
        postgresql.run("drop table sales")


def stated(folder: Path) -> list[str]:
    """The facts of a brief in which nothing is wrong."""
    loaded = reportgen.load(folder)
    assert not [one for one in loaded.findings if one.severity != "note"]
    return sorted(
        f"{fact.metric.id} {fact.period.long} {fact.entity} {fact.quantity}" for fact in loaded.book.stated
    )


@pytest.mark.parametrize(("heads", "told"), [("made", ""), ("made,by", "passed over: 'by'")])
def test_a_column_by_which_rows_are_chosen_is_not_one_that_means_nothing(
    tmp_path: Path, heads: str, told: str
) -> None:
    (tmp_path / "brief.yaml").write_text(TABLE, encoding="utf-8")
    (tmp_path / "metrics.yaml").write_text("sales: {label: Sales}\n", encoding="utf-8")
    cells = ",".join("July" for _ in heads.split(","))
    (tmp_path / "book.csv").write_text(
        f"{heads},metric,period,value,unit\n{cells},sales,2025,5.1,EUR mn\n", encoding="utf-8"
    )
    findings = Findings()
    (found,) = sources_of(read_brief(tmp_path, None, findings), findings)
    assert len(found.rows) == 1
    notes = " ".join(one.message for one in findings.in_order())
    assert told in notes
    assert "'made'" not in notes
