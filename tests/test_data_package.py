"""A data package's word for a file is kept, what contradicts it is found, and nothing is fetched for it."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

import reportgen
from reportgen.errors import BriefError

SETTINGS = """\
title: A brief
entity: {{name: Example Corp}}
period: 2025-Q3
date: 2025-11-03
currency: {{code: EUR, short: €, word: euros}}
sources:
  book: {reading}
"""
TABLE = """\
Zeile|Tag|Betrag|Einheit
sales|2025-Q3|1.234,50|EUR mn
sales|2024-Q3|k. A.|EUR mn
sales|2023-Q3|987,00|EUR mn
"""
FIELDS: list[dict[str, Any]] = [
    {"name": "Zeile", "type": "string"},
    {"name": "Tag", "type": "string"},
    {"name": "Betrag", "type": "number", "decimalChar": ",", "groupChar": "."},
    {"name": "Einheit", "type": "string"},
]
MAP = "map: {Zeile: metric, Tag: period, Betrag: value, Einheit: unit}"


class Packaged:
    """A brief in a folder whose facts are in a file that a descriptor describes."""

    def __init__(self, folder: Path, **resource: Any) -> None:
        self.folder = folder
        self.descriptor: dict[str, Any] = {
            "name": "figures",
            "title": "Figures of Example Corp",
            "licenses": [{"name": "CC-BY-4.0", "title": "Creative Commons Attribution 4.0"}],
            "contributors": [{"title": "Ministry of Numbers", "role": "publisher"}],
            "resources": [
                {
                    "name": "results",
                    "title": "Results",
                    "path": "export.csv",
                    "encoding": "cp1252",
                    "dialect": {"delimiter": "|"},
                    "schema": {"fields": FIELDS, "missingValues": ["", "k. A."]},
                }
                | resource
            ],
        }
        (folder / "metrics.yaml").write_text("sales: {label: Sales}\n", encoding="utf-8")
        (folder / "export.csv").write_bytes(TABLE.encode("cp1252"))

    def load(self, reading: str = "") -> reportgen.LoadedBrief:
        (self.folder / "datapackage.json").write_text(json.dumps(self.descriptor, indent=1), encoding="utf-8")
        reading = reading or f"{{data: datapackage.json, {MAP}}}"
        (self.folder / "brief.yaml").write_text(SETTINGS.format(reading=reading), encoding="utf-8")
        return reportgen.load(self.folder)

    def found(self, reading: str = "") -> list[str]:
        """Errors, with the file that they are in."""
        try:
            loaded = self.load(reading).findings
        except BriefError as problem:
            loaded = problem.findings  # type: ignore[assignment]
        said = [one for one in loaded if one.severity == "error"]
        return [str(one).rpartition(str(self.folder))[2].lstrip("/") for one in said]


def facts(loaded: reportgen.LoadedBrief) -> dict[str, str]:
    return {fact.id: f"{fact.quantity} ±{fact.quantity.decimals}" for fact in loaded.book.stated}


ALL = {"sales@2025-Q3": "1234.5 EUR mn ±2", "sales@2023-Q3": "987 EUR mn ±2"}


@pytest.mark.parametrize(
    "reading",
    [
        f"{{data: datapackage.json, {MAP}}}",
        f"{{data: datapackage.json#results, {MAP}}}",
        f"{{title: Ours, data: export.csv, {MAP}}}",
    ],
)
def test_a_package_says_how_its_file_is_read(tmp_path: Path, reading: str) -> None:
    loaded = Packaged(tmp_path).load(reading)
    assert [str(one) for one in loaded.findings if one.severity != "note"] == []
    assert facts(loaded) == ALL


def test_title_publisher_and_licence_of_a_package_go_to_the_sources_list(tmp_path: Path) -> None:
    source = Packaged(tmp_path).load().brief.sources["book"]
    assert (source.title, source.publisher, source.note) == (
        "Results",
        "Ministry of Numbers",
        "Creative Commons Attribution 4.0",
    )


def test_what_the_author_says_of_a_source_goes_before_its_package(tmp_path: Path) -> None:
    reading = f"{{title: Ours, publisher: We, note: Unaudited, data: datapackage.json, {MAP}}}"
    source = Packaged(tmp_path).load(reading).brief.sources["book"]
    assert (source.title, source.publisher, source.note) == ("Ours", "We", "Unaudited")


def test_a_file_without_a_header_has_its_package_s(tmp_path: Path) -> None:
    package = Packaged(tmp_path, dialect={"delimiter": "|", "header": False})
    (tmp_path / "export.csv").write_text(TABLE.partition("\n")[2], encoding="cp1252")
    assert facts(package.load()) == ALL


def test_dates_are_read_in_the_package_s_format(tmp_path: Path) -> None:
    fields = [FIELDS[0], {"name": "Tag", "type": "date", "format": "%m/%d/%Y"}, *FIELDS[2:]]
    package = Packaged(tmp_path, schema={"fields": fields, "missingValues": ["", "k. A."]})
    table = TABLE.replace("2025-Q3", "09/30/2025").replace("2024-Q3", "09/30/2024")
    (tmp_path / "export.csv").write_text(table.replace("2023-Q3", "09/30/2023"), encoding="cp1252")
    loaded = package.load(f"{{data: datapackage.json, dates: quarter, {MAP}}}")
    assert facts(loaded) == ALL


@pytest.mark.parametrize(
    ("resource", "told"),
    [
        ({"path": "https://example.com/x.csv"}, "outside-brief"),
        ({"path": "/etc/passwd"}, "outside-brief"),
        ({"path": "../export.csv"}, "outside-brief"),
        ({"path": "file:export.csv"}, "outside-brief"),
        ({"path": ["export.csv", "more.csv"]}, "bad-package"),
        ({"path": "exports.csv"}, "missing-file"),
        ({"schema": "https://example.com/schema.json"}, "bad-package"),
        ({"dialect": {"delimiter": "~"}}, "bad-package"),
        ({"dialect": {"quoteChar": "'"}}, "bad-package"),
        ({"bytes": 12}, "package-mismatch"),
        ({"hash": "sha256:00"}, "package-mismatch"),
        ({"encoding": "nonsense"}, "bad-setting"),
        ({"schema": {"fields": FIELDS[:3]}}, "package-mismatch"),
        ({"schema": {"fields": [*FIELDS, {"name": "Notiz"}]}}, "package-mismatch"),
        ({"schema": {"fields": [FIELDS[1], FIELDS[0], *FIELDS[2:]]}}, "package-mismatch"),
        ({"schema": {"fields": FIELDS}}, "package-mismatch"),  # k. A. is no number
        ({"schema": {"fields": [*FIELDS[:2], {"name": "Betrag", "type": "number"}, FIELDS[3]]}}, "package-mismatch"),
    ],
)  # fmt: skip
def test_what_cannot_be_followed_or_contradicts_the_file_is_found(
    tmp_path: Path, resource: dict[str, Any], told: str
) -> None:
    found = Packaged(tmp_path, **resource).found()
    assert found
    assert f"error[{told}]" in found[0]


def test_a_contradiction_is_found_where_it_stands(tmp_path: Path) -> None:
    fields = [*FIELDS[:3], {"name": "Einheiten", "type": "string"}]
    lines = Packaged(tmp_path, schema={"fields": fields, "missingValues": ["k. A."]}).found()
    written = (tmp_path / "datapackage.json").read_text(encoding="utf-8").split("\n")
    at = next(number for number, line in enumerate(written, 1) if "Einheiten" in line)
    assert [line.partition(": ")[0] for line in lines] == [f"datapackage.json:{at}", "export.csv:1"]
    assert "did you mean 'Einheit'?" in lines[0]


def test_a_cell_of_another_type_is_found_in_its_line(tmp_path: Path) -> None:
    (line,) = Packaged(tmp_path, schema={"fields": FIELDS}).found()
    assert line.startswith("export.csv:3: error[package-mismatch]: 'k. A.' in the column 'Betrag'")


def test_size_and_hash_of_a_file_are_held_against_it(tmp_path: Path) -> None:
    raw = TABLE.encode("cp1252")
    package = Packaged(tmp_path, bytes=len(raw), hash=f"sha256:{hashlib.sha256(raw).hexdigest()}")
    assert package.found() == []
    (tmp_path / "export.csv").write_bytes(raw + b"sales|2022-Q3|1,00|EUR mn\n")
    assert "it was changed" in package.found()[0]


def test_one_of_several_resources_is_asked_for_by_its_name(tmp_path: Path) -> None:
    package = Packaged(tmp_path)
    package.descriptor["resources"].append({"name": "staff", "path": "staff.csv"})
    assert "say which in 'data': 'datapackage.json#results' or 'datapackage.json#staff'" in package.found()[0]
    assert "did you mean 'results'?" in package.found(f"{{data: datapackage.json#result, {MAP}}}")[0]
    assert package.found(f"{{data: datapackage.json#results, {MAP}}}") == []


@pytest.mark.parametrize("text", ["", "[]", "{", '{"resources": 1}', '{"resources": [1]}', "\0"])
def test_a_descriptor_that_is_none_is_a_finding(tmp_path: Path, text: str) -> None:
    package = Packaged(tmp_path)
    package.load()
    (tmp_path / "datapackage.json").write_text(text, encoding="utf-8")
    try:
        found = list(reportgen.load(tmp_path).findings)
    except BriefError as problem:
        found = list(problem.findings)
    assert [one for one in found if one.severity == "error"]


def test_a_file_that_no_resource_names_is_read_as_without_a_package(tmp_path: Path) -> None:
    package = Packaged(tmp_path, path="other.csv")
    plain = "metric,period,value,unit\nsales,2025-Q3,52.4,EUR mn\n"
    (tmp_path / "plain.csv").write_text(plain, encoding="utf-8")
    assert facts(package.load("{title: Ours, data: plain.csv}")) == {"sales@2025-Q3": "52.4 EUR mn ±1"}
