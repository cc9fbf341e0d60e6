"""A damaged file of data, of every kind, ends in findings or in facts: never in a traceback."""

from __future__ import annotations

import gzip
import io
import random
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

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
