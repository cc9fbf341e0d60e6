"""What a resource of a ``datapackage.json`` says: of its file as settings of a source, and of its columns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

from reportgen.findings import Place
from reportgen.located import UNPRINTABLE, Located
from reportgen.tokens import neutral

NUMBERS = ("number", "integer")
MOST_FIELDS = 1_000
LONGEST_WORDS = 300  # characters of a title, a publisher, a licence
_SEPARATORS = {",": ",", ";": ";", "|": "|", "\t": "tab"}
_KINDS = ("csv", "tsv", "json", "jsonl", "ndjson", "xlsx", "ods", "parquet", "arrow", "yaml")
_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_LINK = re.compile(r"https?://\S+")


@dataclass(frozen=True, slots=True)
class DescribedField:
    """A column as a descriptor declares it, and where it does."""

    name: str
    type: str
    place: Place
    format: str = "default"
    decimal: str = "."
    thousands: str = ""
    missing: tuple[str, ...] = ("",)


@dataclass(frozen=True, slots=True)
class Described:
    """What a descriptor says of one file; ``place`` is where its resource stands.

    ``is_named`` where the brief names it, and not only the file beside it.

    ``match`` is how the names of fields go with those of columns (v2's ``fieldsMatch``). ``size`` and ``hash`` are
    those of the file, "" where they are not said; a hash names its algorithm: ``sha256:…``.
    """

    place: Place
    fields: tuple[DescribedField, ...] = ()
    match: str = "exact"
    has_header: bool = True
    size: str = ""
    hash: str = ""
    is_named: bool = False
    places: Mapping[str, Place] = field(default_factory=dict)


class Wrong(Exception):
    """What a descriptor says and cannot be done, and where it says so."""

    def __init__(self, code: str, message: str, place: Place) -> None:
        super().__init__(message)
        self.place, self.code = place, code


def resources_of(located: Located) -> list[Any]:
    """The resources of a descriptor. Raises Wrong where it has none."""
    value = located.value
    resources = value.get("resources") if isinstance(value, dict) else None
    if not isinstance(resources, list) or not all(isinstance(one, dict) for one in resources):
        raise Wrong("bad-package", "no data package: expected a list of 'resources'", located.place())
    return resources


@dataclass(frozen=True, slots=True)
class Resource:
    """One resource of a descriptor, which lies in a folder."""

    located: Located
    at: int
    beside: PurePosixPath

    @property
    def _own(self) -> Mapping[str, Any]:
        return resources_of(self.located)[self.at]  # type: ignore[no-any-return]

    @property
    def _package(self) -> Mapping[str, Any]:
        return self.located.value  # type: ignore[return-value]

    def _place(self, *keys: str | int) -> Place:
        return self.located.place("resources", self.at, *keys)

    def _part(self, name: str) -> Mapping[str, Any]:
        """A part that is an object here; one that lies elsewhere is not looked for."""
        part = self._own.get(name)
        if isinstance(part, str):
            raise Wrong(
                "bad-package",
                f"'{name}' lies elsewhere; write it into the descriptor itself",
                self._place(name),
            )
        if part is not None and not isinstance(part, dict):
            raise Wrong("bad-package", f"'{name}' is no object", self._place(name))
        return part or {}

    def path(self) -> str:
        """The file, as seen from the brief's folder. Raises Wrong for one that lies elsewhere."""
        path = self._own.get("path")
        if isinstance(path, list) and len(path) == 1:
            path = path[0]
        if not isinstance(path, str) or not path:
            what = "several files" if isinstance(path, list) else "no file"
            raise Wrong("bad-package", f"{what} in 'path'; expected one", self._place("path"))
        pure = PurePosixPath(path)
        if _URL.match(path) or pure.is_absolute() or ".." in pure.parts or "\\" in path:
            message = (
                f"'{path}' lies outside the folder of the descriptor; nothing is fetched or sought elsewhere"
            )
            raise Wrong("outside-brief", message, self._place("path"))
        return str(self.beside / pure)

    def title(self) -> str:
        """What the file is called; at worst by its name."""
        return (
            _words(self._own.get("title")) or _words(self._package.get("title"))
            or _words(self._own.get("name")) or PurePosixPath(self.path()).name
        )  # fmt: skip

    def settings(self) -> Iterator[tuple[str, object]]:
        """What it says, as settings of a source; "" for what it does not say."""
        path = PurePosixPath(self.path())
        dialect = self._part("dialect")
        yield "encoding", _words(self._own.get("encoding"))
        yield "separator", self._separator(dialect)
        yield "sheet", _words(dialect.get("sheetName"))
        yield "range", _words(dialect.get("property"))
        yield "kind", self._kind(path)
        first = next(self._listed("sources"), {})
        publishers = [
            one for one in self._listed("contributors")
            if "publisher" in (one.get("role"), *(one.get("roles") or ()))
        ]  # fmt: skip
        yield "publisher", _words(next(iter(publishers), first).get("title"))
        links = (self._own.get("homepage"), first.get("path"), self._package.get("homepage"))
        yield "url", next((one for one in links if isinstance(one, str) and _LINK.fullmatch(one)), "")
        licences = (_words(one.get("title")) or _words(one.get("name")) for one in self._listed("licenses"))
        yield "note", "; ".join(filter(None, licences))

    def _listed(self, name: str) -> Iterator[Mapping[str, Any]]:
        """A list of the resource, else of the package."""
        given = self._own.get(name) or self._package.get(name)
        yield from (one for one in given if isinstance(one, dict)) if isinstance(given, list) else ()

    def _separator(self, dialect: Mapping[str, Any]) -> str:
        for key, only in (("quoteChar", '"'), ("doubleQuote", "true")):
            if dialect.get(key) not in (None, only):
                message = f"'{key}' is '{dialect[key]}'; texts in quotes are read with {only} alone"
                raise Wrong("bad-package", message, self._place("dialect", key))
        for key in ("escapeChar", "commentChar", "commentRows"):
            if dialect.get(key):
                raise Wrong(
                    "bad-package",
                    f"'{key}' is not followed; save the file without",
                    self._place("dialect", key),
                )
        separator = dialect.get("delimiter")
        if separator is not None and separator not in _SEPARATORS:
            message = f"columns separated by '{separator}'; expected a comma, a semicolon, a tab or '|'"
            raise Wrong("bad-package", message, self._place("dialect", "delimiter"))
        return _SEPARATORS.get(str(separator), "")

    def _kind(self, path: PurePosixPath) -> str:
        """The kind of file, where its name does not tell."""
        said = str(self._own.get("format", "")).lower()
        named = path.suffix.lower().lstrip(".")
        if said not in _KINDS or named in (*_KINDS, "gz", "zip"):
            return ""
        return "jsonl" if said == "ndjson" else said

    def described(self) -> Described:
        """What it says of the columns."""
        schema, dialect = self._part("schema"), self._part("dialect")
        fields = schema.get("fields", [])
        if not isinstance(fields, list) or len(fields) > MOST_FIELDS:
            raise Wrong(
                "bad-package",
                f"'fields' is no list of at most {MOST_FIELDS:,}",
                self._place("schema", "fields"),
            )
        general = schema.get("missingValues", [""])
        if null := dialect.get("nullSequence"):
            general = [*general, null] if isinstance(general, list) else general
        match = schema.get("fieldsMatch", "exact")
        has_header = dialect.get("header") != "false"
        if not has_header and not fields:
            raise Wrong(
                "bad-package", "a file without a header and no 'fields' that name its columns", self._place()
            )
        return Described(
            self._place(),
            tuple(self._field(at, one, general) for at, one in enumerate(fields)),
            str(match[0] if isinstance(match, list) and match else match),
            has_header,
            str(self._own.get("bytes") or ""),
            str(self._own.get("hash") or ""),
            places={key: self._place(key) for key in ("bytes", "hash") if key in self._own},
        )

    def _field(self, at: int, one: object, general: object) -> DescribedField:
        place = self._place("schema", "fields", at)
        if not isinstance(one, dict) or not isinstance(one.get("name"), str):
            raise Wrong("bad-package", "a field without a 'name'", place)
        missing = one.get("missingValues", general)
        if not isinstance(missing, list):
            raise Wrong("bad-package", "'missingValues' is no list", place)
        texts = (value.get("value") if isinstance(value, dict) else value for value in missing)
        return DescribedField(
            one["name"], str(one.get("type", "any")), self._place("schema", "fields", at, "name"),
            str(one.get("format", "default")), str(one.get("decimalChar", ".")), str(one.get("groupChar") or ""),
            tuple(str(text).strip() for text in texts if text is not None),
        )  # fmt: skip


def _words(text: object) -> str:
    """A text of a descriptor as one of an author's: printable, and not longer than such are."""
    plain = UNPRINTABLE.sub("", neutral(text)) if isinstance(text, str) else ""
    return " ".join(plain.split())[:LONGEST_WORDS]
