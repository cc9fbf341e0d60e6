"""A table held against the descriptor of its data package: columns by name, cells by type, numbers in plain digits."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from reportgen.descriptors import NUMBERS, Described, DescribedField
from reportgen.findings import Findings, Place, error, likely
from reportgen.sources.delimited import without_sign
from reportgen.sources.grid import Cell, Grid, evened, folded, listed
from reportgen.sources.unpacking import Unreadable
from reportgen.spreadsheet import unguarded

MOST_ABOVE = 40  # rows in which the header is looked for
_ALGORITHMS = ("md5", "sha1", "sha256", "sha512")
_FORMS: Mapping[str, re.Pattern[str]] = {
    "number": re.compile(r"[-+−(]?\d*\.?\d+(?:[eE][-+]?\d+)?\)?"),
    "integer": re.compile(r"[-+−(]?\d+\)?"),
    "year": re.compile(r"-?\d{4}"),
    "yearmonth": re.compile(r"\d{4}-\d\d"),
    "date": re.compile(r"\d{4}-\d\d-\d\d"),
    "boolean": re.compile(r"true|True|TRUE|false|False|FALSE|0|1"),
}


def holds_what_is_said(raw: bytes, one: Described, file: str, findings: Findings) -> bool:
    """Whether a file has the size and the hash that its descriptor states; a finding where it has not."""
    if one.size and one.size != str(len(raw)):
        message = f"'{file}' has {len(raw):,} bytes, and not {one.size}"
        findings.add(
            error(
                "package-mismatch",
                f"{message}; it was changed, or the descriptor is old",
                one.places["bytes"],
            )
        )
        return False
    name, _, wanted = one.hash.rpartition(":")
    name = (name or "md5").lower().replace("-", "")
    if one.hash and name in _ALGORITHMS:
        found = hashlib.new(name, raw, usedforsecurity=False).hexdigest()
        if found != wanted.lower():
            message = f"'{file}' has the {name} '{found[:12]}…', and not '{wanted[:12]}…'"
            findings.add(
                error(
                    "package-mismatch",
                    f"{message}; it was changed, or the descriptor is old",
                    one.places["hash"],
                )
            )
            return False
    return True


def as_described(grid: Grid, one: Described, findings: Findings) -> Grid | None:
    """A table as its descriptor has it; None where its columns are others, which is a finding.

    A cell that is not of its column's type is a fault, told where the cell is needed.
    """
    if one.fields and not one.is_named:
        grid = replace(grid, told=(*grid.told, "what datapackage.json beside it says"))
    if not one.fields or not grid.rows:
        return grid
    if not one.has_header:
        names = [Cell(each.name, each.place) for each in one.fields]
        grid = replace(grid, rows=evened([names, *grid.rows]), has_header=True)
    rows = list(grid.rows)
    at = _header(rows, one)
    problems = list(_differences(rows[at], one))
    for message, place in problems:
        findings.add(error("package-mismatch", message, place))
    if problems:
        return None
    wanted = {folded(each.name): each for each in one.fields}
    readers = {
        index: _reader(wanted[name])
        for index, cell in enumerate(rows[at])
        if (name := folded(cell.text)) in wanted
    }
    body = [
        [readers[index](cell) if index in readers else cell for index, cell in enumerate(row)]
        for row in rows[at + 1 :]
    ]
    return replace(grid, rows=[*rows[: at + 1], *body])


def _header(rows: Sequence[Sequence[Cell]], one: Described) -> int:
    """The row that has the most of the names."""
    names = {folded(each.name) for each in one.fields}
    return max(
        range(min(MOST_ABOVE, len(rows))),
        key=lambda at: (len(names & {folded(cell.text) for cell in rows[at]}), -at),
    )


def _differences(header: Sequence[Cell], one: Described) -> list[tuple[str, Place]]:
    """Columns that the descriptor has and the file has not, and the reverse; and another order."""
    found = {folded(cell.text): cell for cell in header if cell.text}
    wanted = {folded(each.name): each for each in one.fields}
    texts = [cell.text for cell in found.values()]
    if one.match == "partial":
        return [] if found.keys() & wanted.keys() else [("no field of the file's columns", one.place)]
    problems = []
    if one.match in ("exact", "equal", "subset"):
        problems += [
            (f"field '{each.name}' is no column of the file{likely(each.name, texts)}", each.place)
            for name, each in wanted.items()
            if name not in found
        ]
    if one.match in ("exact", "equal", "superset"):
        names = listed([each.name for each in one.fields])
        problems += [
            (f"column '{cell.text}' is no field of the data package, which has {names}", cell.place)
            for name, cell in found.items()
            if name not in wanted
        ]
    if not problems and one.match == "exact" and list(found) != list(wanted):
        message = f"columns {listed(texts)}; the data package has them as {listed([one.name for one in one.fields])}"
        problems.append((message, header[0].place))
    return problems


def _reader(one: DescribedField) -> Callable[[Cell], Cell]:
    return lambda cell: _read(cell, one)


def _read(cell: Cell, one: DescribedField) -> Cell:
    """A cell by the word of its field: nothing, a plain number, a day; or a fault."""
    if cell.text in one.missing:  # of a number it is known where numbers are read
        return cell if one.type in NUMBERS else replace(cell, text="", number=None, unit="")
    if cell.is_blank or cell.number is not None or cell.day:
        return cell
    if one.type == "string":
        return replace(cell, text=unguarded(cell.text))
    if one.type in NUMBERS:
        return _number(cell, one)
    if one.type == "date" and one.format not in ("default", "any"):
        return _day(cell, one)
    form = _FORMS.get(one.type) if one.format == "default" else None
    return cell if form is None or form.fullmatch(cell.text) else _fault(cell, one)


def _number(cell: Cell, one: DescribedField) -> Cell:
    """A number in plain digits, as many as it is written with."""
    text, unit = without_sign(cell.text)
    if one.thousands:
        text = re.sub(rf"(?<=\d){re.escape(one.thousands)}(?=\d)", "", text)
    plain = text.replace(one.decimal, ".") if one.decimal != "." and "." not in text else text
    is_plain = one.decimal == "." or "." not in text
    if not is_plain or not _FORMS[one.type].fullmatch(plain):
        return _fault(cell, one)
    return replace(cell, text=plain, unit=unit or cell.unit)


def _day(cell: Cell, one: DescribedField) -> Cell:
    try:
        day = datetime.strptime(cell.text, one.format).date()  # noqa: DTZ007 - a day has no zone
    except (ValueError, re.error):
        return _fault(cell, one)
    return replace(cell, text=day.isoformat(), day=day)


def _fault(cell: Cell, one: DescribedField) -> Cell:
    how = f" in the format '{one.format}'" if one.format != "default" else ""
    marks = f" with the decimal sign '{one.decimal}'" if one.type == "number" and one.decimal != "." else ""
    kind = f"{_ARTICLES.get(one.type, one.type)}{marks}{how}"
    message = f"'{cell.text}' in the column '{one.name}', which the data package says is {kind}"
    return replace(cell, fault=Unreadable("package-mismatch", message))


_ARTICLES: Mapping[str, str] = {
    "number": "a number", "integer": "an integer", "year": "a year", "yearmonth": "a month of a year",
    "date": "a date", "boolean": "a boolean",
}  # fmt: skip
