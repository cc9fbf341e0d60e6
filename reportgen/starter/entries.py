"""Entries of ``sources:`` by which a table is read: one, or one for each of its parts and each of its measures."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from reportgen.source_settings import FileNumbers
from reportgen.sources.grid import listed
from reportgen.sources.read import Read
from reportgen.sources.words import Words
from reportgen.starter.columns import MOST_PARTS, Columns
from reportgen.starter.naming import file_name

MOST_ENTITIES = 12  # beside each other in a brief; of more, one
LONGEST_MISSING = 5  # characters of a sign that stands where there is no number
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_GROUPED = re.compile(r"[-−+(]?\d{1,3}(?:,\d{3})+(?:\.\d+)?\)?")


@dataclass(slots=True)
class Entry:
    """One entry of ``sources:`` while it is found out how it reads its part of the table."""

    settings: dict[str, Any]
    part: str = ""
    measure: str = ""
    labels: list[str] = field(default_factory=list)
    sections: Mapping[str, str] = field(default_factory=dict)  # the heads above its lines


def entries_of(
    given: Mapping[str, Any], columns: Columns | None, words: Words, period: str, told: list[str]
) -> Iterator[Entry]:
    """The entries by which a table is read: one, or one for each of its parts and each of its measures."""
    if columns is None:
        yield Entry(dict(given))
        return
    base = dict(given) | {"map": {head: role for head, role in columns.roles if head.lower() != role}}
    if not columns.period:
        base["constants"] = {"period": period or _year_in(str(given.get("data", "")) + str(given["title"]))}
    if columns.only:
        base["where"] = dict(columns.only)
        hint = "; say --entity for another" if columns.entity and columns.entity.head in columns.only else ""
        told += [f"of '{head}' only the rows with '{value}'{hint}" for head, value in columns.only.items()]
    for part in _parts(columns, told):
        for measure in columns.numbers if columns.metric else (None,):
            settings = {key: dict(one) if isinstance(one, Mapping) else one for key, one in base.items()}
            if part and columns.parts:
                settings["where"] = {**settings.get("where", {}), columns.parts.head: part}
            if measure:
                settings["map"] |= {measure.head: "value"} if measure.head.lower() != "value" else {}
                unit = words.unit(measure.head) or words.with_unit(measure.head)[1]
                if unit and not columns.unit:
                    settings["constants"] = {**settings.get("constants", {}), "unit": unit}
            several = len(columns.numbers) > 1
            is_whole = part == columns.total
            yield Entry(
                {key: one for key, one in settings.items() if one != {}},
                "" if is_whole else part, measure.head if measure and several else "",
            )  # fmt: skip


def of_one(columns: Columns, entity: str) -> Columns:
    """The columns of a table of many entities, of which only one is read: the one that is asked for, or the first."""
    if columns.entity is None or len(columns.entity.values) <= MOST_ENTITIES:
        return columns
    one = entity or columns.entity.values[0]
    return replace(columns, only={**columns.only, columns.entity.head: one}, entity_name=one)


def _parts(columns: Columns, told: list[str]) -> Sequence[str]:
    if columns.parts is None:
        return ("",)
    values = sorted(columns.parts.values, key=lambda value: value != columns.total)
    if len(values) > MOST_PARTS:
        sizes = Counter(text for text in columns.parts.texts if text)
        values = [columns.total] if columns.total else [one for one, _ in sizes.most_common(MOST_PARTS)]
        told.append(f"of '{columns.parts.head}' only {listed(values)}")
    return values


def _year_in(text: str) -> str:
    """The year that a file's name or a title says; "" for none."""
    years = _YEAR.findall(text)
    return years[-1] if years else ""


def named_apart(name: str, entries: Sequence[Entry]) -> dict[str, Entry]:
    """The entries by names of their own, with titles that say what they are of."""
    named: dict[str, Entry] = {}
    for one in entries:
        marks = [mark for mark in (one.part, one.measure) if mark]
        if marks and len(entries) > 1:
            one.settings["title"] = f"{one.settings['title']}: {', '.join(marks)}"
        key = "-".join([name, *map(file_name, marks)]) if len(entries) > 1 else name
        named[key if key not in named else f"{key}-{len(named) + 1}"] = one
    return named


def say_numbers(entry: Entry, read: Read) -> None:
    """Say how the texts of a source write numbers, where that is not the plain way."""
    texts = {row.cells["value"] for row in read.rows if row.cells["value"]}
    missing = sorted(one for one in texts if len(one) <= LONGEST_MISSING and not any(map(str.isdigit, one)))
    found = read.numbers or FileNumbers()
    said: dict[str, Any] = {}
    if missing:
        said["missing"] = missing
    if not read.numbers and any(map(_GROUPED.fullmatch, texts)):
        said["thousands"] = ","
    if said and read.numbers:
        said |= {"decimal": found.decimal, "thousands": found.thousands}
    if said:
        entry.settings["numbers"] = said


def forget(entries: Sequence[Entry], ids: Container[str]) -> None:
    """Take from the settings of the sources what was passed over: what is none of the metrics with ``ids``."""
    for entry in entries:
        wanted = {label: one for label, one in entry.settings.get("metrics", {}).items() if one in ids}
        entry.settings["metrics"] = wanted
