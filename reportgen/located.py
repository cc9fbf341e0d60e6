"""Text files read with their places: every value knows the line on which it stands."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import yaml

from reportgen.files import Files, Kind
from reportgen.findings import Finding, Findings, Place, error
from reportgen.resources import Folder
from reportgen.syntax import json_words, yaml_words
from reportgen.tokens import RESERVED, neutral, reserved_in, said
from reportgen.unseen import tell_unseen, visible_text

Plain: TypeAlias = "str | list[Plain] | dict[str, Plain] | None"
Path_: TypeAlias = tuple[str | int, ...]
BYTE_ORDER_MARK = "\ufeff"
YAML = (".yaml", ".yml")
_TABLES = (".csv", ".json")
# what no page and no picture can hold
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
INSIDE_QUOTES = {'"': "' in place of \"", "'": "'' in place of '"}  # by what stands round a text
MOST_NODES = 100_000  # keys and values of one YAML file, aliases written out
DEEPEST = 50  # levels of nesting


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


def read_text(path: Path, findings: Findings, files: Files, kind: Kind = "text") -> str | None:
    """The text of a file as UTF-8; None, with a finding, when it cannot be read."""
    raw = files.content(path, kind, findings)
    if raw is None:
        return None
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as problem:
        findings.add(_not_utf8(raw, problem, path))
        return None
    return _checked(text, path, findings)


def read_part(folder: Folder, name: str, findings: Findings, files: Files) -> tuple[str, Path] | None:
    """A template or stylesheet and where it stands: the project's own if there is one that can be read, else ours."""
    for path in files.candidates(folder, name):
        text = read_text(path, findings, files)
        if text is not None:
            return text, path
    return None


def _not_utf8(raw: bytes, problem: UnicodeDecodeError, path: Path) -> Finding:
    line = raw[: problem.start].count(b"\n") + 1
    wide = raw.startswith((b"\xff\xfe", b"\xfe\xff"))
    likely = "UTF-16 (Excel's 'Unicode text')" if wide else "Windows-1252 or Latin-1"
    return error(
        "not-utf8", f"byte 0x{raw[problem.start]:02x} is not UTF-8; the file looks like {likely}: save it as UTF-8",
        Place(path, line),
    )  # fmt: skip


def _checked(text: str, path: Path, findings: Findings) -> str:
    if text.startswith(BYTE_ORDER_MARK):
        findings.add(
            Finding(
                "note", "byte-order-mark", "a byte-order mark opens the file; it was ignored", Place(path, 1)
            )
        )
        text = text[1:]
    if not RESERVED.isdisjoint(text):
        for number, line in enumerate(text.split("\n"), 1):
            for character in reserved_in(line):
                findings.add(error("reserved-character", said(character), Place(path, number)))
    if path.suffix not in YAML:  # whose reader finds them itself
        for found in UNPRINTABLE.finditer(text):
            place = Place(path, text.count("\n", 0, found.start()) + 1)
            findings.add(_control(found[0], place))
        text = UNPRINTABLE.sub("", text)  # a draft does not show them either
        if path.suffix not in _TABLES and not text.isascii():  # whose readers know a cell from a note
            for number, line in enumerate(text.split("\n"), 1):
                tell_unseen(line, Place(path, number), findings)
            text = visible_text(text)
    return neutral(text)


def _control(character: str, place: Place) -> Finding:
    message = f"control character U+{ord(character):04X} cannot be printed; delete it"
    return error("reserved-character", message, place)


def _text_of(node: yaml.Node, place: Place, findings: Findings) -> str:
    """A scalar, which may write what cannot be typed as an escape."""
    text = str(node.value)
    for character in sorted(set(UNPRINTABLE.findall(text))):
        findings.add(_control(character, place))
        findings.lose(("name", place.path.name, str(place.line)))  # if it was to name a file
    for character in reserved_in(text):
        findings.add(error("reserved-character", said(character), place))
    return neutral(UNPRINTABLE.sub("", text))


def read_yaml(path: Path, findings: Findings, files: Files, kind: Kind = "text") -> Located | None:
    """A YAML (or JSON) file as plain data with places. Scalars stay text: ``39.80`` is not ``39.8``."""
    text = read_text(path, findings, files, kind)
    located = None if text is None else located_in(text, path, findings, is_json=path.suffix == ".json")
    if located and kind != "facts":  # of which every cell is looked at
        for keys, words in _words(located.value, ()):
            tell_unseen(words, located.place(*keys), findings)
    return located


def _words(value: Plain, keys: Path_) -> Iterator[tuple[Path_, str]]:
    """Every name and every text of plain data, and where it stands."""
    if isinstance(value, str):
        yield keys, value
    items: Iterable[tuple[str | int, Plain]] = ()
    if isinstance(value, dict):
        items = value.items()
        yield from (((*keys, name), name) for name in value)
    elif isinstance(value, list):
        items = enumerate(value)
    for key, item in items:
        yield from _words(item, (*keys, key))


def located_in(text: str, path: Path, findings: Findings, *, is_json: bool) -> Located | None:  # noqa: PLR0911 - a problem a line
    """A text of YAML or JSON as plain data with places."""
    if not text.strip():
        findings.add(error("empty-file", "the file is empty", Place(path)))
        return None
    try:
        node = composed(text, is_json=is_json)
    except json.JSONDecodeError as problem:
        findings.add(error("syntax", json_words(problem.msg), Place(path, problem.lineno, problem.colno)))
        return None
    except yaml.MarkedYAMLError as problem:
        findings.add(_syntax(problem, text, path))
        return None
    except yaml.reader.ReaderError:
        findings.add(_unprintable(text, path))
        return None
    if node is None:
        findings.add(error("empty-file", "the file holds nothing but comments", Place(path)))
        return None
    if not is_reasonable(node):
        message = f"nested deeper than {DEEPEST} levels, or more than {MOST_NODES:,} keys and values"
        findings.add(error("syntax", message, Place(path)))
        return None
    places: dict[Path_, Place] = {}
    value = _plain(node, (), places, path, findings)
    return Located(value, places, path)


def composed(text: str, *, is_json: bool) -> yaml.Node | None:
    """The tree of a YAML or JSON text. Raises YAMLError, or JSONDecodeError."""
    if is_json:
        if not is_shallow(text):
            raise json.JSONDecodeError(f"nested deeper than {DEEPEST} levels", text, 0)
        # JSON is YAML, but YAML's messages would not be JSON's.
        json.loads(text, parse_int=str, parse_float=str)
        text = _PAIRS.sub(lambda match: json.loads(f'"{match[0]}"'), text.replace("\t", " "))
    elif not is_shallow(text):
        raise yaml.MarkedYAMLError(problem=f"nested deeper than {DEEPEST} levels")
    node: yaml.Node | None = yaml.compose(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return node


_PAIRS = re.compile(r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}")  # one character as two


# Of lists within lists, and of keys that are maps, on a line.
_NESTING = re.compile(r"[\[{][\[{\s]*+|(?:[-?:][ \t]++)++")


def is_shallow(text: str) -> bool:
    """Whether brackets and dashes alone do not nest so deep that a recursive reader would fall over."""
    if any(len(match[0]) > 4 * DEEPEST for match in _NESTING.finditer(text)):
        return False
    depth = deepest = 0
    for character in re.findall(r"[\[\]{}]", text):
        depth += 1 if character in "[{" else -1
        deepest = max(deepest, depth)
    return deepest <= 4 * DEEPEST


def is_reasonable(node: yaml.Node) -> bool:
    """Whether a document, its aliases written out, is one that can be read: no endless and no exploding one."""
    waiting, count = [(node, 0)], 0
    while waiting:
        one, depth = waiting.pop()
        count += 1
        if depth > DEEPEST or count > MOST_NODES:
            return False
        if isinstance(one, yaml.SequenceNode):
            waiting.extend((item, depth + 1) for item in one.value)
        elif isinstance(one, yaml.MappingNode):
            waiting.extend((item, depth + 1) for pair in one.value for item in pair)
    return True


def _syntax(problem: yaml.MarkedYAMLError, text: str, path: Path) -> Finding:
    # Told where the quotation mark stands that nothing closes.
    is_unclosed = "quoted scalar" in f"{problem.context}"
    mark = (is_unclosed and problem.context_mark) or problem.problem_mark or problem.context_mark
    if not mark:
        return error("syntax", yaml_words(str(problem.problem)), Place(path))
    line = text.split("\n")[mark.line : mark.line + 1]
    if line and (ended := _ended_by_a_quote(line[0], mark.column)):
        return error("syntax", ended, Place(path, mark.line + 1, mark.column + 1))
    if line and line[0][: len(line[0]) - len(line[0].lstrip())].count("\t"):
        hint = "; the line is indented by a tab, and YAML takes spaces alone"
    else:
        hint = "; a text that holds ': ' or begins with one of {[*&!%@` needs quotes round it"
    return error(
        "syntax",
        f"{yaml_words(f'{problem.context} {problem.problem}')}{hint}",
        Place(path, mark.line + 1, mark.column + 1),
    )


def _ended_by_a_quote(line: str, column: int) -> str:
    """What is wrong where a text in quotes goes on behind one that closes it; nothing where none does."""
    instead = INSIDE_QUOTES.get(line[column - 1 : column])
    if not instead or line[column : column + 1] in {"", *" ,:#]}"}:
        return ""
    return f"the text in quotes ends before '{line[column]}'; inside of it write {instead}"


def _unprintable(text: str, path: Path) -> Finding:
    found = re.search(r"[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", text)
    line = text.count("\n", 0, found.start()) + 1 if found else 0
    character = f"U+{ord(found[0]):04X}" if found else "that is not shown"
    return error("syntax", f"control character {character}; delete it", Place(path, line))


def _plain(
    node: yaml.Node | None, keys: Path_, places: dict[Path_, Place], path: Path, findings: Findings
) -> Plain:
    if node is None:
        return None
    places.setdefault(keys, Place(path, node.start_mark.line + 1))
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, keys, places, path, findings)
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item, (*keys, index), places, path, findings) for index, item in enumerate(node.value)]
    return None if node.tag.endswith(":null") else _text_of(node, places[keys], findings)


def _mapping(
    node: yaml.MappingNode, keys: Path_, places: dict[Path_, Place], path: Path, findings: Findings
) -> Plain:
    found: dict[str, Plain] = {}
    for key, value in node.value:
        place = Place(path, key.start_mark.line + 1)
        name = _text_of(key, place, findings)
        if name in found:
            findings.add(error("duplicate-key", f"'{name}' stands here a second time", place))
        places[(*keys, name)] = place
        found[name] = _plain(value, (*keys, name), places, path, findings)
    return found
