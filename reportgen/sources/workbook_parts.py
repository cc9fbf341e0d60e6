"""What a workbook holds, before anybody opens it: parts of bearable size, areas that are, and what is never run."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from xml.parsers import expat

from reportgen.sources.areas import LAST_COLUMN, LAST_ROW, area_of
from reportgen.sources.unpacking import MOST_TAGS, Unreadable, opened, part, too_many_tags, xml_part

MOST_CELLS = 500_000  # that are read of a sheet; and that merged cells and links of a sheet may cover
# Whatever it is called, and in any encoding.
_LIKE_XML = re.compile(rb"\s*<|\xef\xbb\xbf|\xff\xfe|\xfe\xff|\0+<")
_SHEET = (b"sheetData", b"mergeCell", b"hyperlink", b"worksheet")  # wherever it stands: relations say where
_AREAS = ("mergeCell", "hyperlink")  # whose cells are made one by one, also where they are empty
# What names rows and columns that no sheet has.
_BOUNDS = {"col": ("min", "max", LAST_COLUMN), "row": ("r", "r", LAST_ROW)}
_CALLED = {"col": "column", "row": "row"}
_TOLD = (
    ("xl/vbaProject.bin", "macros, which are not run"),
    ("xl/macrosheets/", "macros, which are not run"),
    ("xl/externalLinks/", "links to other workbooks, which are not followed"),
    ("xl/connections.xml", "connections to other sources, which are not opened"),
    ("xl/embeddings/", "embedded files, which are not opened"),
)


@dataclass(frozen=True, slots=True)
class Parts:
    """Whether there are formulas in a workbook, and what of it is left alone."""

    has_formulas: bool
    told: tuple[str, ...]


def checked(raw: bytes, name: str) -> Parts:
    """Look into a workbook. Raises Unreadable where opening it would take too much, or what it declares is none."""
    has_formulas, tags = False, 0
    with opened(raw, name) as archive:
        members = archive.namelist()
        if "xl/workbook.xml" not in members:
            raise Unreadable("damaged-file", f"'{name}' is no workbook of Excel")
        for member in members:
            if not _LIKE_XML.match(part(archive, member, name)):
                continue  # a picture, a macro
            content = xml_part(archive, member, name)
            tags += content.count(b"<")
            if tags > MOST_TAGS:
                raise too_many_tags(name)
            if any(word in content for word in _SHEET):
                _check_areas(content, member, name)
                has_formulas = has_formulas or b"<f" in content
    return Parts(has_formulas, tuple(dict.fromkeys(_left_alone(members))))


def _left_alone(members: list[str]) -> Iterator[str]:
    for begin, what in _TOLD:
        if any(member.startswith(begin) for member in members):
            yield what


def _check_areas(content: bytes, member: str, name: str) -> None:
    """Raises Unreadable for areas that are too large, all together, and for columns that no sheet has."""
    covered = 0

    def begins(tag: str, attributes: dict[str, str]) -> None:
        nonlocal covered
        kind = tag.rpartition(":")[2]
        if kind in _AREAS and ":" in attributes.get("ref", ""):
            area = area_of(attributes["ref"])
            if area is None:
                raise Unreadable("damaged-file", f"'{member}' in '{name}' names cells that no sheet has")
            covered += area.size
            if covered > MOST_CELLS:
                message = f"merged cells and links cover more than the {MOST_CELLS:,} cells that are read"
                raise Unreadable("file-too-large", f"'{name}': {message}")
        if kind in _BOUNDS:
            _check_bounds(kind, attributes, member, name)

    reader = expat.ParserCreate()
    reader.StartElementHandler = begins
    try:
        reader.Parse(content, True)
    except expat.ExpatError:
        raise Unreadable("damaged-file", f"'{member}' in '{name}' is damaged") from None


def _check_bounds(kind: str, attributes: dict[str, str], member: str, name: str) -> None:
    first, last, most = _BOUNDS[kind]
    for number in (attributes.get(first, "1"), attributes.get(last, "1")):
        if not (number.isascii() and number.isdigit() and len(number) < 9 and int(number) <= most):  # noqa: PLR2004 - digits
            raise Unreadable(
                "damaged-file",
                f"'{member}' in '{name}' has a {_CALLED[kind]} '{number[:20]}', which no sheet has",
            )
