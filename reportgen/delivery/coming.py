"""``reportgen next``: a brief made ready for its coming edition, without losing a letter of what its author wrote.

The period is moved, ``written_for`` stays behind, and sources that told of the old period are followed by stubs of
their successors. The file is edited where these stand; every other line, comments among them, stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from reportgen.brief import SETTINGS
from reportgen.delivery.output import Folder
from reportgen.errors import UsageError
from reportgen.facts.book import Book
from reportgen.findings import Findings
from reportgen.located import composed, read_text
from reportgen.model import Stated
from reportgen.periods import Period
from reportgen.scenarios import Scenario

_UNSAFE = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Coming:
    """What was prepared: the period, the stubs of sources by what they follow, and the facts that are still missing."""

    period: Period
    stubs: Mapping[str, str]
    missing: tuple[str, ...]
    text: str


def coming(book: Book) -> Coming:
    """The coming edition of a brief, worked out; nothing is written.

    Raises:
        UsageError: the brief's settings cannot be edited where they stand, or are of the coming edition already.
    """
    brief = book.brief
    if not any(one.period == brief.period and one.scenario == Scenario.ACTUAL for one in book.stated):
        raise UsageError(
            f"{brief.folder / SETTINGS}: there is no fact of {brief.period} yet, which it is of; add them first"
        )
    text = read_text(brief.folder / SETTINGS, Findings(), brief.files) or ""
    root = composed(text, is_json=False)
    if not isinstance(root, yaml.MappingNode) or root.flow_style:
        raise UsageError(
            f"{brief.folder / SETTINGS}: expected a setting a line; it cannot be edited otherwise"
        )
    following = brief.period.shift(1)
    stubs = {name: _successor(name, following, brief.sources) for name in _told_of(book, brief.period)}
    edits = [*_of_period(root, brief.period, following), *_of_sources(root, stubs, book, following, text)]
    for begin, end, new in sorted(edits, reverse=True):
        text = text[:begin] + (new.replace("\n", "\r\n") if "\r\n" in text else new) + text[end:]
    return Coming(following, stubs, tuple(_missing(book, following)), text)


def prepare(book: Book) -> Coming:
    """Write the coming edition's settings in the place of the old. Raises UsageError, DeliveryError."""
    prepared = coming(book)
    Folder(Path(book.brief.folder)).replace({SETTINGS: prepared.text.encode()})
    return prepared


Edit = tuple[int, int, str]  # from and to in the text, and what comes there


def _of_period(root: yaml.MappingNode, period: Period, following: Period) -> Iterator[Edit]:
    """The period's value, and for which one the words were written, where nobody has said so."""
    known = {str(key.value): (key, value) for key, value in root.value}
    key, value = known["period"]
    is_latest = str(value.value).startswith("latest")
    if not is_latest:
        yield value.start_mark.index, value.end_mark.index, str(following)
    if "written_for" not in known:
        yield key.start_mark.index, key.start_mark.index, f"written_for: {period}\n"


def _of_sources(
    root: yaml.MappingNode, stubs: Mapping[str, str], book: Book, following: Period, text: str
) -> Iterator[Edit]:
    """Stubs behind the sources, each as deep as these, with a title that ``check`` does not let pass."""
    sources = next((value for key, value in root.value if key.value == "sources"), None)
    if not isinstance(sources, yaml.MappingNode) or sources.flow_style or not stubs:
        return
    depth = " " * sources.value[0][0].start_mark.column
    period, known = book.brief.period, book.brief.sources
    lines = "".join(
        f"{depth}{new}:\n"
        f"{depth}  title: 'TBD: for {following}, what {old} is for {period}: {_quoted(known[old].title)}'\n"
        for old, new in stubs.items()
    )
    at = _end_of(sources, text)
    yield at, at, lines if text[:at].endswith("\n") else f"\n{lines}"


def _end_of(node: yaml.MappingNode, text: str) -> int:
    """Behind the last letter of a block's last value, and the rest of its line."""
    last: yaml.Node = node
    while isinstance(last, (yaml.MappingNode, yaml.SequenceNode)) and last.value and not last.flow_style:
        last = last.value[-1][1] if isinstance(last, yaml.MappingNode) else last.value[-1]
    at = last.end_mark.index
    if text[:at].endswith("\n"):  # of a folded text
        return at
    return text.find("\n", at) + 1 or len(text)


def _quoted(title: str) -> str:
    return " ".join(title.split()).replace("'", "''")


def _successor(name: str, following: Period, known: Mapping[str, object]) -> str:
    """A new source's name: the old one's with the period; one that is free."""
    plain = f"{name}_{_UNSAFE.sub('_', str(following).lower())}"
    return next(one for one in (plain, *(f"{plain}_{n}" for n in range(2, 99))) if one not in known)


def _told_of(book: Book, period: Period) -> Iterator[str]:
    """Sources with a fact of this period, in their order; files that the brief reads itself are not among them."""
    told = {
        fact.origin.source.id
        for fact in book.stated
        if fact.period == period and isinstance(fact.origin, Stated)
    }
    settings = book.brief.settings.sources
    yield from (name for name in book.brief.sources if name in told and not settings[name].files)


def _missing(book: Book, following: Period) -> Iterator[str]:
    """The facts of the brief's period that nobody has stated yet for the following one, as they are asked for."""
    actual = [one for one in book.stated if one.scenario == Scenario.ACTUAL]
    known = {(one.metric.id, one.entity) for one in actual if one.period == following}
    for one in actual:
        if one.period == book.brief.period and (one.metric.id, one.entity) not in known:
            yield f"{one.metric.id},{one.entity},{following}"
