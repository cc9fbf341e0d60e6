"""Nothing gets in: what is read ends in findings or in facts, whatever it is, soon, and without filling the memory.

The files that are small enough stand under ``tests/cases``; those that are not are made here.
"""

from __future__ import annotations

import gzip
import io
import json
import os
import re
import subprocess
import sys
import time
import unicodedata
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

import reportgen
from reportgen.console import visible
from reportgen.findings import Findings, Place, masked
from reportgen.located import located_in
from reportgen.outcome import fault
from reportgen.spreadsheet import guarded, table_text, unguarded
from reportgen.unseen import tell_unseen

ROOT = Path(__file__).parent.parent
SOON = 30  # seconds, on a machine with much else to do
FUZZED = 1000  # inputs; `make fuzz` goes on for as long as it is told
BRIEF = """\
title: "Sales {{ sales.yoy | moved }}"
entity: {name: Example Corp}
period: 2025-Q3
date: 2025-11-03
currency: {code: EUR, short: €, word: euros}
sources:
  book: {title: The book, data: DATA, constants: {unit: EUR mn}}
"""


def findings_of(folder: Path, name: str, raw: bytes) -> list[str]:
    """What is said of a brief whose one source is a file."""
    (folder / "brief.yaml").write_text(BRIEF.replace("DATA", name), encoding="utf-8")
    (folder / "metrics.yaml").write_text("sales: {label: Sales, definition: Net.}\n", encoding="utf-8")
    (folder / "narrative.md").write_text("## Sales\n\nSales {{ sales }}.\n", encoding="utf-8")
    (folder / name).write_bytes(raw)
    return [str(one) for one in reportgen.load(folder).findings.in_order()]


def _workbook_of(row: bytes) -> bytes:
    """A workbook with a row as it is written in XML."""
    stream, changed = io.BytesIO(), io.BytesIO()
    openpyxl.Workbook().save(stream)
    with zipfile.ZipFile(stream) as old, zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, part.replace(b"</sheetData>", row + b"</sheetData>"))
    return changed.getvalue()


def _sheet_of(rows: str) -> bytes:
    """A sheet of LibreOffice with rows as they are written in XML."""
    names = "".join(
        f' xmlns:{one}="urn:oasis:names:tc:opendocument:xmlns:{one}:1.0"'
        for one in ("office", "table", "text")
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        content = f'<office:body{names}><table:table table:name="A">{rows}</table:table></office:body>'
        archive.writestr("content.xml", content)
    return stream.getvalue()


def _crowded() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for number in range(20_000):
            archive.writestr(str(number), "")
    return stream.getvalue()


BLANKS = '<table:table-row><table:table-cell table:number-columns-repeated="900"/></table:table-row>'
BOMBS: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "a gzip file of a million empty ones": (
        "book.csv.gz",
        lambda: gzip.compress(b"") * 1_000_000,
        "file-too-large",
    ),
    "a workbook of small tags": (
        "book.xlsx",
        lambda: _workbook_of(b"<row>" + b"<c><v>1</v></c>" * 2_100_000 + b"</row>"),
        "file-too-large",
    ),
    "an archive of twenty thousand files": ("book.zip", _crowded, "file-too-large"),
    "a hundred million blank cells": ("book.ods", lambda: _sheet_of(BLANKS * 120_000), "no-table"),
    "one wide record among many": (
        "book.jsonl",
        lambda: json.dumps({f"k{at}": "1" for at in range(16_000)}).encode() + b"\n" + b'{"a":1}\n' * 20_000,
        "file-too-large",
    ),
    "one wide line among many": (
        "book.csv",
        lambda: b"a," * 16_000 + b"b\n" + b"a,b\n" * 20_000,
        "file-too-large",
    ),
}


@pytest.mark.parametrize("name", BOMBS)
def test_what_is_small_and_becomes_endless_is_a_finding_soon(tmp_path: Path, name: str) -> None:
    file, make, code = BOMBS[name]
    raw = make()
    begin = time.monotonic()
    (said,) = findings_of(tmp_path, file, raw)
    assert f"error[{code}]" in said
    assert time.monotonic() - begin < SOON


def test_keys_nested_on_one_line_are_a_finding_and_no_death_of_the_process() -> None:
    findings = Findings()
    assert located_in("? " * 1_000_000 + "a", Path("x.yaml"), findings, is_json=False) is None
    assert [one.code for one in findings] == ["syntax"]


# Whatever stands in a cell -----------------------------------------------------------------------------------------

WILD = st.one_of(
    st.text(max_size=40),
    st.sampled_from(
        ["<script>", "{{ sales }}", "{% for x in y %}", "**bold**", "=cmd()", "\x1b[2J", "\u202e5.2"]
    ),
)
TURNED = [chr(code) for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))]
SLOWLY = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def _nothing_is_hidden(said: list[str]) -> bool:
    return not any(unicodedata.category(one) in ("Cc", "Cs") or turns(one) for line in said for one in line)


def turns(character: str) -> bool:
    return character in TURNED


@SLOWLY
@given(label=WILD, value=WILD, note=WILD)
def test_any_text_in_a_record_ends_in_findings_that_can_be_read(
    tmp_path: Path, label: str, value: str, note: str
) -> None:
    records = [{"metric": label, "period": "2025-Q3", "value": value, "note": note, "unit": note}]
    records.append({"metric": "Sales", "period": "2025-Q3", "value": "52.4", "note": note})
    raw = json.dumps(records).encode()
    assert _nothing_is_hidden(findings_of(tmp_path, "book.json", raw))


@SLOWLY
@given(label=WILD, value=WILD, title=WILD)
def test_any_text_in_a_workbook_ends_in_findings_that_can_be_read(
    tmp_path: Path, label: str, value: str, title: str
) -> None:
    book, stream = openpyxl.Workbook(), io.BytesIO()
    sheet = book.worksheets[0]
    shown = "".join(one for one in title if one.isprintable() and one not in "[]:*?/\\'")
    sheet.title = ILLEGAL_CHARACTERS_RE.sub("", shown)[:30] or "A"
    rows: list[list[str | float]] = [
        [title],
        ["Line", "2024-Q3", "2025-Q3"],
        [label, value, 52.4],
        ["Sales", 1.5, value],
    ]
    for at, row in enumerate(rows, 1):
        for column, one in enumerate(row, 1):
            cell = sheet.cell(at, column)
            cell.value = ILLEGAL_CHARACTERS_RE.sub("", one) if isinstance(one, str) else one
            if isinstance(one, str):
                cell.data_type = "s"  # also what begins with '='
    book.save(stream)
    assert _nothing_is_hidden(findings_of(tmp_path, "book.xlsx", stream.getvalue()))


BEGINNINGS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


@given(st.sampled_from(["", "'", "''"]), st.sampled_from(["", *BEGINNINGS]), st.text(max_size=30))
def test_no_text_that_we_write_is_a_formula_and_each_can_be_read_again(
    quotes: str, beginning: str, rest: str
) -> None:
    text = f"{quotes}{beginning}{rest}"
    cell = guarded(text)
    assert not cell.startswith(BEGINNINGS) or re.fullmatch(r"[-+][\d.,]+%?", cell)
    assert unguarded(cell) == text


@pytest.mark.parametrize("number", ["-5.2", "+12.5%", "-1,234.5", "39.8"])
def test_numbers_that_we_write_stay_numbers(number: str) -> None:
    assert table_text([[guarded(number)]]).strip().strip('"') == number


@given(st.text(st.one_of(st.characters(), st.sampled_from(TURNED)), max_size=20))
def test_what_turns_a_line_round_is_an_error_and_nothing_else_is_one(text: str) -> None:
    findings = Findings()
    tell_unseen(text, Place(Path("narrative.md"), 1), findings)
    assert any(one.severity == "error" for one in findings) == any(map(turns, text))


@pytest.mark.parametrize("character", TURNED, ids=ascii)
def test_no_terminal_and_no_finding_shows_what_turns_a_line_round(character: str) -> None:
    findings = Findings()
    findings.error("x", f"'a{character}b'", Place(Path("x")))
    assert character not in visible(f"a{character}b")
    assert character not in str(next(iter(findings)))


@pytest.mark.parametrize("character", TURNED, ids=ascii)
def test_each_of_what_turns_a_line_round_is_an_error(character: str) -> None:
    findings = Findings()
    tell_unseen(f"a{character}b", Place(Path("x")), findings)
    assert [one.code for one in findings] == ["invisible-character"]


def test_a_flag_and_a_joiner_are_not_hidden_words() -> None:
    findings = Findings()
    scotland = "\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f"
    tell_unseen(f"{scotland} می\u200cخواهم", Place(Path("x")), findings)
    assert not list(findings)


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://reader:hunter2@db.example.com/sales",
        "postgresql://reader:hunter2/with@slash@db/sales",
        "https://hunter2@example.com/data.csv",
        "postgresql://db/sales?user=reader&password=hunter2&sslmode=require",
        "host=db password=hunter2 dbname=sales",
    ],
)
def test_no_finding_and_no_report_of_a_crash_holds_a_password(address: str) -> None:
    findings = Findings()
    findings.error("x", f"cannot connect to '{address}'", Place(Path("x")))
    (one,) = findings
    for said in (str(one), one.message, fault(RuntimeError(address))):
        assert "hunter2" not in said
        assert "***" in said


def test_an_address_without_a_password_is_said_as_it_is() -> None:
    assert masked("see https://example.com/a?page=2, or write to us@example.com") == (
        "see https://example.com/a?page=2, or write to us@example.com"
    )


# Along the branches -------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_a_thousand_inputs_along_the_branches_of_every_door_find_nothing(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.coverage_fuzz", "--inputs", str(FUZZED), "--into", str(tmp_path)]
    done = subprocess.run(
        command,
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": "0"},  # of which the branches that libFuzzer sees are made
        capture_output=True,
        text=True,
        errors="replace",
        timeout=300,
        check=False,
    )
    assert (done.returncode, list(tmp_path.iterdir())) == (0, []), done.stderr[-3000:]
    assert f"Done {FUZZED} runs" in done.stderr, "it ended before its time"
