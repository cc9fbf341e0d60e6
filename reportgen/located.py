"""Text files read with their places: every value knows the line on which it stands."""

from __future__ import annotations

import csv
import difflib
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import yaml

from reportgen.model import Finding, Place

Plain: TypeAlias = "str | None | list[Plain] | dict[str, Plain]"
Path_: TypeAlias = tuple[str | int, ...]
BYTE_ORDER_MARK = "\ufeff"
RESERVED = range(0xE000, 0xE002)  # the ledger's tokens


@dataclass(frozen=True, slots=True)
class Located:
    """Plain data, every scalar as the text that stands in the file, and the place of every key and item."""

    value: Plain
    places: Mapping[Path_, Place]
    path: Path

    def place(self, *keys: str | int) -> Place:
        """The place of a value, or of the nearest one around it."""
        for length in range(len(keys), -1, -1):
            if keys[:length] in self.places:
                return self.places[keys[:length]]
        return Place(self.path)


def error(code: str, message: str, place: Place) -> Finding:
    """A finding that stops the brief from being issued."""
    return Finding("error", code, message, place)


def meant(word: str, known: Iterable[str]) -> str:
    """The likely intention behind a word that is not known: ``" — did you mean 'CNY bn'?"``, or nothing."""
    close = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f" — did you mean '{close[0]}'?" if close else ""


def one_of(known: Iterable[str]) -> str:
    """What was expected, as a list in words: ``'a', 'b' or 'c'``."""
    quoted = [f"'{word}'" for word in known]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} or {quoted[-1]}"


def read_text(path: Path, findings: list[Finding]) -> str | None:
    """The text of a file as UTF-8; None, with a finding, when it cannot be read."""
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        siblings = [item.name for item in path.parent.iterdir()] if path.parent.is_dir() else []
        findings.append(
            error("missing-file", f"no file '{path.name}'{meant(path.name, siblings)}", Place(path))
        )
        return None
    except OSError as problem:
        findings.append(error("missing-file", f"cannot read '{path.name}': {problem.strerror}", Place(path)))
        return None
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as problem:
        findings.append(_not_utf8(raw, problem, path))
        return None
    return _checked(text, path, findings)


def _not_utf8(raw: bytes, problem: UnicodeDecodeError, path: Path) -> Finding:
    line = raw[: problem.start].count(b"\n") + 1
    wide = raw.startswith((b"\xff\xfe", b"\xfe\xff"))
    likely = "UTF-16 (Excel's 'Unicode text')" if wide else "Windows-1252 or Latin-1"
    return error(
        "not-utf8", f"byte 0x{raw[problem.start]:02x} is not UTF-8; the file looks like {likely}: save it as UTF-8",
        Place(path, line),
    )  # fmt: skip


def _checked(text: str, path: Path, findings: list[Finding]) -> str:
    if text.startswith(BYTE_ORDER_MARK):
        findings.append(
            Finding(
                "note", "byte-order-mark", "a byte-order mark opens the file; it was ignored", Place(path, 1)
            )
        )
        text = text[1:]
    for number, line in enumerate(text.splitlines(), 1):
        if any(ord(character) in RESERVED for character in line):
            findings.append(
                error("reserved-character", "U+E000 and U+E001 are reserved for figures", Place(path, number))
            )
    return text


def read_yaml(path: Path, findings: list[Finding]) -> Located | None:
    """A YAML (or JSON) file as plain data with places. Scalars stay text: ``39.80`` is not ``39.8``."""
    text = read_text(path, findings)
    if text is None:
        return None
    if not text.strip():
        findings.append(error("empty-file", "the file is empty", Place(path)))
        return None
    try:
        node = yaml.compose(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except yaml.MarkedYAMLError as problem:
        findings.append(_syntax(problem, path))
        return None
    places: dict[Path_, Place] = {}
    value = _plain(node, (), places, path, findings)
    return Located(value, places, path)


def _syntax(problem: yaml.MarkedYAMLError, path: Path) -> Finding:
    mark = problem.problem_mark or problem.context_mark
    place = Place(path, mark.line + 1, mark.column + 1) if mark else Place(path)
    hint = ": a text that holds ': ' or begins with one of {[*&!%@` needs quotes round it"
    return error("syntax", f"{problem.problem or 'not valid YAML'}{hint}", place)


def _plain(
    node: yaml.Node | None, keys: Path_, places: dict[Path_, Place], path: Path, findings: list[Finding]
) -> Plain:
    if node is None:
        return None
    places.setdefault(keys, Place(path, node.start_mark.line + 1))
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, keys, places, path, findings)
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item, (*keys, index), places, path, findings) for index, item in enumerate(node.value)]
    return None if node.tag.endswith(":null") else str(node.value)


def _mapping(
    node: yaml.MappingNode, keys: Path_, places: dict[Path_, Place], path: Path, findings: list[Finding]
) -> Plain:
    found: dict[str, Plain] = {}
    for key, value in node.value:
        name, place = str(key.value), Place(path, key.start_mark.line + 1)
        if name in found:
            findings.append(error("duplicate-key", f"'{name}' stands here a second time", place))
        places[(*keys, name)] = place
        found[name] = _plain(value, (*keys, name), places, path, findings)
    return found


@dataclass(frozen=True, slots=True)
class Row:
    """One record of a table: column to text, and where it stands."""

    cells: Mapping[str, str]
    place: Place


def read_csv(path: Path, findings: list[Finding]) -> tuple[Sequence[str], tuple[Row, ...]]:
    """The header and the rows of a CSV file; blank lines and lines that begin with ``#`` are passed over."""
    text = read_text(path, findings)
    if text is None:
        return (), ()
    if not text.strip():
        findings.append(
            error("empty-file", "the file is empty; expected a header line and rows", Place(path))
        )
        return (), ()
    lines = _records(text)
    number, header = next(lines)
    columns = [name.strip() for name in header]
    if len(columns) == 1 and ";" in columns[0]:
        findings.append(error("separator", "columns are separated by ';'; expected ','", Place(path, number)))
        return (), ()
    rows = [_row(columns, cells, Place(path, number), findings) for number, cells in lines]
    return columns, tuple(rows)


def _records(text: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""))
    begin = 1
    for cells in reader:
        if any(cell.strip() for cell in cells) and not cells[0].lstrip().startswith("#"):
            yield begin, cells
        begin = reader.line_num + 1


def _row(columns: Sequence[str], cells: Sequence[str], place: Place, findings: list[Finding]) -> Row:
    if len(cells) > len(columns):
        findings.append(
            error(
                "columns",
                f"{len(cells)} cells in a table of {len(columns)} columns; a text with a comma needs quotes, "
                "a number must not have one",
                place,
            )
        )
    padded = [cell.strip() for cell in cells] + [""] * (len(columns) - len(cells))
    return Row(dict(zip(columns, padded, strict=False)), place)
