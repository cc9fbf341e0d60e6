"""What gets in, pushed along its branches: ``python -m tests.coverage_fuzz --seconds 600`` with atheris.

The first byte of an input chooses a door (a kind of source, or a file of a brief), the others are what stands in it: of
a workbook the XML of its sheet, of what is compressed the content, too; of a query its text, and the file that it
asks. What lies beside the brief no query may give. Each has to end in findings or in facts. What
ends otherwise is left in a file, and ``--again FILE`` runs it once more. What was found is a test by now:
``tests/test_doors.py`` and ``tests/cases``.
"""

from __future__ import annotations

import argparse
import gzip
import io
import sqlite3
import sys
import tempfile
import zipfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["reportgen"]):
    import reportgen
    from reportgen.errors import BriefError, UsageError
    from reportgen.findings import Finding, Findings
    from reportgen.source_settings import SourceDocument, SourceKind
    from reportgen.sources.read import read_bytes, sources_of
from tests.make_sources import BRIEFS

SECONDS, SLOWEST, MEGABYTES = 20, 10, 3000  # in all, of one input, and of memory
LARGEST = 6_000  # bytes of an input: what is found is found in small ones
WORKBOOK = BRIEFS / "brewery-workbook"
BESIDE = "7781 of another brief"  # stands in a file that no query may open
UNSEEN = ("\x1b", "\x00", "\u202e", "\u2066", "Traceback", "<class '", BESIDE)
TEXTS: Mapping[str, str] = {
    "brief.yaml": (
        'title: "Sales {{ sales.yoy | moved }}"\nentity: {name: Example Corp}\nperiod: 2025-Q3\ndate: 2025-11-03\n'
        "currency: {code: EUR, short: €, word: euros}\nkpis: [{figure: sales, change: sales.yoy}]\n"
        "sources: {book: {title: The book, data: book.csv, map: {Line: metric}, numbers: {decimal: '.'}}}\n"
    ),
    "metrics.yaml": "sales: {label: Sales, polarity: more is better, definition: Net of discounts.}\n",
    "narrative.md": "## The quarter\n\nSales {{ sales.yoy | moved }}. {% if sales.yoy > 0 %}Up{% endif %}\n",
    "facts.csv": "metric,period,value,unit,note\nsales,2024-Q3,47.9,EUR mn,\nsales,2025-Q3,52.4,EUR mn,a\n",
}
TABLE = b"Line,2024-Q3,2025-Q3\nSales (EUR m),47.9,52.4\nNotes;1.234,5 %\n"
RECORDS = b'[{"metric": "sales", "period": "2025-Q3", "value": 52.4, "unit": "EUR mn"}]'
TILLS = b"quarter,taken\n2025-Q3,52.4\n2025-Q2,51.0\n"
QUERY = "select 'sales' as metric, quarter as period, taken as value from tills where quarter <= :period"
QUERIES = (
    "with a as (select * from tills) select * from a order by 1 limit 3",
    "select * from read_csv('../beside.csv')",
    "values ('sales', '2025-Q3', 52.4, 'EUR mn')",
    "attach '../beside.csv' as b; copy tills to 'x'",
)


FACTS = (
    b'{"cik":1,"entityName":"EXAMPLE CORP","facts":{"us-gaap":{"Sales":{"label":"Sales","units":{"EUR":[{'
    b'"start":"2025-07-01","end":"2025-09-30","val":52400000,"accn":"0-25-1","fy":2025,"fp":"Q3","form":"10-Q","filed":"2025-10-30"}]}}}}}'
)
REPORT = (
    b'{"documentInfo":{"documentType":"https://xbrl.org/2021/xbrl-json","namespaces":{"iso4217":'
    b'"http://www.xbrl.org/2003/iso4217","term":"urn:reportgen:terms"},"taxonomy":[]},"facts":{"f1":{"value":"52400000",'
    b'"decimals":-5,"dimensions":{"concept":"eg:Sales","entity":"lei:1","unit":"iso4217:EUR","term:bound":"about",'
    b'"period":"2025-07-01T00:00:00/2025-10-01T00:00:00"}}}}'
)


def in_archive(raw: bytes, member: str, content: bytes) -> bytes:
    """An archive with other content in one of its parts."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            new.writestr(name, content if name == member else old.read(name))
    return stream.getvalue()


def part_of(raw: bytes, member: str) -> bytes:
    """One part of an archive."""
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        return archive.read(member)


def small_files() -> dict[str, bytes]:
    """A small file of each binary kind, by the libraries that write them."""
    import openpyxl
    import pyarrow as pa
    from pyarrow import parquet

    book = openpyxl.Workbook()
    book.worksheets[0].append(["Line", "2024-Q3", "2025-Q3"])
    book.worksheets[0].append(["Sales (EUR m)", 47.9, 52.4])
    table = pa.table({"metric": ["sales"], "period": ["2025-Q3"], "value": [52.4], "unit": ["EUR mn"]})
    streams = [io.BytesIO() for _ in range(3)]
    book.save(streams[0])
    parquet.write_table(table, streams[1])
    with pa.ipc.new_file(streams[2], table.schema) as file:
        file.write_table(table)
    sheet = (
        next(path for path in WORKBOOK.iterdir() if path.suffix == ".ods")
        if any(path.suffix == ".ods" for path in WORKBOOK.iterdir())
        else next(BRIEFS.rglob("*.ods"))
    )
    xlsx, columns, arrow = (stream.getvalue() for stream in streams)
    return {"xlsx": xlsx, "parquet": columns, "arrow": arrow, "ods": sheet.read_bytes()}


SHEET, CONTENT = "xl/worksheets/sheet1.xml", "content.xml"


class Doors:
    """All that reads, each behind one byte."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.files = folder, small_files()
        for name, text in TEXTS.items():
            (folder / name).write_text(text, encoding="utf-8")
        (folder / "book.csv").write_bytes(TABLE)
        (folder.parent / "beside.csv").write_text(f"quarter,taken\n{BESIDE},1\n", encoding="utf-8")
        (folder / "tills.csv").write_bytes(TILLS)
        with closing(sqlite3.connect(folder / "tills.sqlite")) as connection, connection:
            connection.execute("pragma page_size = 512")  # a small file
            connection.execute("create table tills (quarter text, taken integer)")
            connection.execute("insert into tills values ('2025-Q3', 52)")
        self.files["sqlite"] = (folder / "tills.sqlite").read_bytes()
        self.brief = reportgen.load(folder).brief
        self.all: Sequence[Callable[[bytes], Sequence[Finding]]] = (
            *(
                self._source(f"book.{kind}")
                for kind in ("csv", "tsv", "json", "jsonl", "yaml", "parquet", "arrow")
            ),
            self._source("book.xlsx", lambda raw: in_archive(self.files["xlsx"], SHEET, raw)),
            self._source("book.xlsx", lambda raw: in_archive(self.files["xlsx"], "xl/workbook.xml", raw)),
            self._source("book.xlsx", lambda raw: in_archive(self.files["xlsx"], "xl/styles.xml", raw)),
            self._source("book.ods", lambda raw: in_archive(self.files["ods"], CONTENT, raw)),
            self._source("book.csv.gz"),
            self._source("book.csv.gz", gzip.compress),
            self._source("book.zip"),
            self._source("book.xlsx"),
            self._source("book.json", kind="companyfacts"),
            self._source("book.json", kind="xbrl-json"),
            *(self._file(name) for name in TEXTS),
            lambda raw: self._asked({"data": "tills.csv", "sql": _text(raw)}),
            lambda raw: self._asked({"data": "tills.sqlite", "sql": _text(raw)}),
            lambda raw: self._asked({"data": "asked.csv", "sql": "select * from asked"}, raw),
            lambda raw: self._asked({"data": "asked.sqlite", "sql": QUERY}, raw),
        )

    def seeds(self) -> Sequence[bytes]:
        """What each door is first asked to read."""
        xlsx, stream = self.files["xlsx"], io.BytesIO()
        with zipfile.ZipFile(stream, "w") as archive:
            archive.writestr("book.csv", TABLE)
        sources = (
            TABLE, TABLE.replace(b",", b"\t"), RECORDS, RECORDS[1:-1], b"- {metric: sales, period: 2025-Q3}\n",
            self.files["parquet"], self.files["arrow"], part_of(xlsx, SHEET), part_of(xlsx, "xl/workbook.xml"),
            part_of(xlsx, "xl/styles.xml"), part_of(self.files["ods"], CONTENT)[:LARGEST], gzip.compress(TABLE), TABLE,
            stream.getvalue(), xlsx, FACTS, REPORT,
        )  # fmt: skip
        texts = (text.encode() for text in TEXTS.values())
        queries = (QUERY.encode(), QUERY.encode(), TEXTS["facts.csv"].encode(), self.files["sqlite"])
        doors = [bytes([door]) + raw for door, raw in enumerate((*sources, *texts, *queries))]
        return [*doors, *(bytes([len(self.all) - len(queries)]) + query.encode() for query in QUERIES)]

    def read(self, data: bytes) -> None:
        """Read an input at its door. Raises whatever a reader must not."""
        if not data:
            return
        found = self.all[data[0] % len(self.all)](data[1:])
        for one in found:
            said = str(one)
            if any(word in said for word in UNSEEN):
                raise AssertionError(f"a finding says what nobody should see: {said!r}")

    def _source(
        self, name: str, packed: Callable[[bytes], bytes] = bytes, kind: SourceKind | None = None
    ) -> Callable[[bytes], Sequence[Finding]]:
        document = SourceDocument(
            title="The book", data=name, kind=kind, metrics={"Sales": "sales"} if kind else {}
        )

        def read(raw: bytes) -> Sequence[Finding]:
            findings = Findings()
            rows = read_bytes(packed(raw), "book", document, self.brief, findings)
            told = findings.in_order()
            if not rows.whole and not told:
                raise AssertionError("nothing was read, and nothing is said")
            return told

        return read

    def _asked(self, source: Mapping[str, str], raw: bytes | None = None) -> Sequence[Finding]:
        """What is said of a query, or of the file that it asks."""
        if raw is not None:
            (self.folder / source["data"]).write_bytes(raw)
        try:
            given = {"title": "The book", "seconds": 1, "units": {"sales": "EUR mn"}, **source}
            document = SourceDocument.model_validate(given)
        except ValueError:
            return ()  # as a setting it is a finding, by another door
        settings = self.brief.settings.model_copy(update={"sources": {"book": document}})
        findings = Findings()
        for read in sources_of(replace(self.brief, settings=settings), findings):
            if BESIDE in str(read.rows):
                raise AssertionError("a query gave what lies outside of the brief")
            if not read.whole and not findings.in_order():
                raise AssertionError("nothing was asked, and nothing is said")
        return findings.in_order()

    def _file(self, name: str) -> Callable[[bytes], Sequence[Finding]]:
        def read(raw: bytes) -> Sequence[Finding]:
            path = self.folder / name
            path.write_bytes(raw)
            try:
                return reportgen.load(self.folder).plan().findings
            except BriefError as problem:
                return problem.findings
            except UsageError:
                return ()
            finally:
                path.write_text(TEXTS[name], encoding="utf-8")

        return read


def _text(raw: bytes) -> str:
    return raw.decode("utf-8", "replace")


def main(arguments: Sequence[str]) -> None:
    """Fuzz for some seconds, or some inputs; the process ends with what libFuzzer says: 0 if nothing was found."""
    parser = argparse.ArgumentParser(prog="python -m tests.coverage_fuzz", description=__doc__)
    parser.add_argument("--seconds", type=int, default=SECONDS)
    parser.add_argument("--inputs", type=int, help="so many, and always the same ones, for however long")
    parser.add_argument("--into", default=".", help="the folder for what was found")
    parser.add_argument("--again", type=Path, help="an input that was found, to be read once")
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as place:
        folder, corpus = Path(place) / "brief", Path(place) / "corpus"
        folder.mkdir()
        corpus.mkdir()
        doors = Doors(folder)
        if given.again:
            doors.read(given.again.read_bytes())
            return
        for number, seed in enumerate(doors.seeds()):
            (corpus / f"{number}").write_bytes(seed)
        long = (f"-runs={given.inputs}", "-seed=1") if given.inputs else (f"-max_total_time={given.seconds}",)
        limits = (
            *long, f"-timeout={SLOWEST}", f"-rss_limit_mb={MEGABYTES}",
            f"-max_len={LARGEST}", "-len_control=0", "-print_final_stats=1", f"-artifact_prefix={given.into}/",
        )  # fmt: skip
        atheris.Setup([sys.argv[0], *limits, str(corpus)], doors.read)
        atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv[1:])
