"""A damaged file of data, of every kind, ends in findings or in facts: never in a traceback."""

from __future__ import annotations

import contextlib
import gzip
import io
import json
import random
import shutil
import sqlite3
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pyarrow as pa
import pytest
from pyarrow import feather

import reportgen
from tests.make_sources import BRIEFS

MUTANTS = 25  # of each file
PIECES = (
    b'"',
    b";",
    b"<f>",
    b"9" * 20,
    b"\0",
    b"<",
    b"&#0;",
    b"(",
    b"2025",
    b"%",
    "\u202e".encode(),
    b"1e999",
    b"\n",
)
FILES = sorted(
    path.relative_to(BRIEFS)
    for name in ("brewery-workbook", "grid-operator")
    for path in (BRIEFS / name).iterdir()
    if path.suffix in (".xlsx", ".ods", ".parquet", ".gz") or path.name == "ledger.csv"
)


def damaged(raw: bytes, chance: random.Random) -> bytes:
    """Some bytes changed, lost, or put in."""
    found = bytearray(raw)
    for _ in range(chance.choice((1, 2, 5, 20))):
        at = chance.randrange(len(found))
        what = chance.randrange(3)
        if what == 0:
            found[at] = chance.randrange(256)
        elif what == 1:
            found[at:at] = chance.choice(PIECES)
        else:
            del found[at : at + chance.randrange(1, 30)]
    return bytes(found)


def damaged_within(raw: bytes, chance: random.Random) -> bytes:
    """One part of an archive damaged, the archive whole; of a packed file, what is packed."""
    if raw.startswith(b"\x1f\x8b"):
        return gzip.compress(damaged(gzip.decompress(raw), chance))
    if not raw.startswith(b"PK"):
        return damaged(raw, chance)
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        names = old.namelist()
        hit = chance.choice([name for name in names if "sheet" in name or name == "content.xml"])
        for name in names:
            part = old.read(name)
            new.writestr(name, damaged(part, chance) if name == hit else part)
    return stream.getvalue()


def mutants(raw: bytes, name: str) -> Iterator[bytes]:
    chance = random.Random(name)  # noqa: S311 - it keeps no secret
    for number in range(MUTANTS):
        yield damaged(raw, chance) if number % 3 == 0 else damaged_within(raw, chance)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_a_damaged_file_ends_in_findings_or_in_facts(file: Path, tmp_path: Path) -> None:
    folder = tmp_path / "brief"
    shutil.copytree(BRIEFS / file.parent, folder)
    for mutant in mutants((BRIEFS / file).read_bytes(), file.name):
        (folder / file.name).write_bytes(mutant)
        loaded = reportgen.load(folder)
        said = [str(one) for one in loaded.findings.in_order()]
        assert loaded.book.stated or said
        assert [one for one in said if "\u202e" in one or "\0" in one] == []


HEAD = "title: A\nentity: {name: X}\nperiod: 2025-Q3\ndate: 2025-11-03\ncurrency: {code: EUR, short: €, word: euros}\n"
ROWS = [("sales", f"{year}-Q3", "52.4", "EUR mn") for year in range(2000, 2026)]
NAMES = ("metric", "period", "value", "unit")


def _sqlite(path: Path) -> None:
    with contextlib.closing(sqlite3.connect(path)) as database:
        database.execute(f"create table book ({', '.join(NAMES)})")
        database.executemany("insert into book values (?, ?, ?, ?)", ROWS)
        database.commit()


def _arrow(path: Path) -> None:
    columns = [pa.array(column) for column in zip(*ROWS, strict=True)]
    feather.write_feather(pa.table(columns, names=list(NAMES)), path, compression="uncompressed")


def _package(path: Path) -> None:
    lines = [",".join(row) for row in (NAMES, *ROWS)]
    (path.parent / "book.csv").write_text("\n".join(lines), encoding="utf-8")
    fields = [{"name": name, "type": "number" if name == "value" else "string"} for name in NAMES]
    resource = {
        "name": "book",
        "path": "book.csv",
        "schema": {"fields": fields},
        "dialect": {"delimiter": ","},
    }
    path.write_text(json.dumps({"resources": [resource]}, indent=1), encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "write", "reading"),
    [
        ("book.sqlite", _sqlite, "sql: select * from book"),
        ("book.arrow", _arrow, "shape: long"),
        ("datapackage.json", _package, "shape: long"),
    ],
)
def test_a_damaged_database_frame_or_descriptor_ends_in_findings_or_in_facts(
    name: str, write: Callable[[Path], None], reading: str, tmp_path: Path
) -> None:
    settings = f"{HEAD}sources:\n  book: {{title: The book, data: {name}, {reading}}}\n"
    (tmp_path / "brief.yaml").write_text(settings, encoding="utf-8")
    (tmp_path / "metrics.yaml").write_text("sales: {label: Sales}\n", encoding="utf-8")
    write(tmp_path / name)
    raw = (tmp_path / name).read_bytes()
    assert len(reportgen.load(tmp_path).book.stated) == len(ROWS)
    for mutant in mutants(raw, name):
        (tmp_path / name).write_bytes(mutant)
        loaded = reportgen.load(tmp_path)
        assert loaded.book.stated or list(loaded.findings)
