"""Every number that a reader of the sample meets is a figure of the ledger, or no figure at all."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from html.parser import HTMLParser

import pytest

import reportgen
from reportgen.document.assembly import with_pictures
from reportgen.document.content import Medium
from reportgen.document.literals import patterns_of
from reportgen.document.page import compose
from reportgen.language import language_of
from reportgen.model import Picture, Stated
from reportgen.periods import MONTHS, Period
from reportgen.plan import Plan, assemble
from reportgen.verify.page_text import VOID
from tests.visible import SAMPLE, SPACES, labels, plain

HEARD = ("alt", "aria-label", "title")  # attributes that are read out
UNSEEN = ("style", "script", "head")
NO_PROSE = {
    "cite",
    "entry-page",
    "pages",
    "origin-foot",
    "exhibit-source",
    "source-list",
    "quote",
    "history-caption",
}
MONTH = rf"(?:{'|'.join(MONTHS)})"
DATE = re.compile(
    rf"\b\d{{1,2}} {MONTH}(?: \d{{4}})?(?! \d)|\b{MONTH} (?:\d{{1,2}}(?:–\d{{1,2}})?, )?\d{{4}}"
)
TYPED = patterns_of(language_of()).typed
FURNITURE = re.compile(
    r"Exhibit \d+\.|Source \d+\b|\[\d+\]|\bL\d+\.\d+|reportgen [\d.]+|sha256 [0-9a-f]+|page \d+"
    r"|rounded half away|half a unit"
)


class Words(HTMLParser):
    """The texts of a document that stand in no ``<data>``, each with the innermost id around it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[str, str]] = []
        self._open: list[tuple[str, str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        before = self._open[-1] if self._open else ("", "", True)
        classes = set(given.get("class", "").split())
        counts = before[2] and tag not in ("data", "blockquote", *UNSEEN) and not classes & NO_PROSE
        inside = given.get("id", "") or before[1]
        if counts:
            self.found += [(inside, given[name]) for name in HEARD if name in given]
        if tag not in VOID:
            self._open.append((tag, inside, counts))

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1][2] and data.strip():
            self.found.append((self._open[-1][1], data))


@pytest.fixture(scope="module")
def planned() -> Plan:
    return reportgen.load(SAMPLE).plan()


def names_of(planned: Plan) -> Iterator[str]:
    """What may hold a digit and is no figure: names that were declared, periods, dates, titles of sources."""
    brief = planned.brief
    yield from (*brief.settings.names, "Qwen3", brief.entity, brief.settings.entity.ticker)
    periods: set[Period] = {one.figure.fact.period for one in planned.ledger.shown}
    periods |= {
        other for one in set(periods) for other in (one.prior, one.shift(1), one.year_ago, one.shift(-12))
    }
    for period in sorted(periods):
        yield from (period.long, period.long.capitalize(), period.short, period.dates, *period.short.split())
    yield from (text for source in brief.sources.values() for text in (source.title, source.note))


def blank(planned: Plan) -> Mapping[str, Picture]:
    drawn = {**planned.exhibits, **planned.sparklines}
    return {
        f"{name}/{slot}": Picture("<svg></svg>", 1, 1) for name, one in drawn.items() for slot in one.sketches
    }


def said_anywhere(planned: Plan) -> Iterator[str]:
    """The words of figures that alternative texts, tables for download and origins repeat outside of ``<data>``."""
    return (plain(one.figure.text) for one in planned.ledger.shown)


def left(text: str, known: Iterable[str]) -> list[str]:
    """The numbers of a text that are nothing that is known."""
    text = plain(text)
    for name in sorted({plain(name) for name in known} - {""}, key=len, reverse=True):
        text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", " · ", text)
    text = FURNITURE.sub(" · ", DATE.sub(" · ", text))
    return [match[0] for match in TYPED.finditer(text)]


@pytest.mark.parametrize("medium", ["page", "print"])
def test_every_number_is_a_figure_or_the_name_of_something(medium: Medium, planned: Plan) -> None:
    content = assemble(planned, draft=False)
    html = compose(with_pictures(content, blank(planned)), medium)
    reader = Words()
    reader.feed(html)
    assert len(reader.found) > 300
    names, figures = list(names_of(planned)), list(said_anywhere(planned))
    by_place = {
        str(spot): [plain(one.figure.text) for one in lines]
        for spot, lines in planned.ledger.by_spot().items()
    }
    untraced = []
    for inside, text in reader.found:
        if inside.startswith(("origin-", "row-", "figures")):
            continue  # judged below: they are made of the facts themselves
        place = inside.replace("-", ":", 1)
        if re.match(r"kpi-\d", inside):
            place = inside.replace("kpi-", "card:", 1).partition("-")[0]
        known = figures if inside in ("", "main") or place not in by_place else by_place[place]
        untraced += [(inside, number, SPACES.sub(" ", text)[:90]) for number in left(text, (*names, *known))]
    assert untraced == []


def test_every_number_in_a_picture_is_a_figure_of_its_exhibit(planned: Plan) -> None:
    names = list(names_of(planned))
    by_place = {str(spot): lines for spot, lines in planned.ledger.by_spot().items()}
    untraced = [
        (place, label)
        for place, drawn in labels(planned).items()
        for label in drawn
        if left(label, (*names, *(one.figure.text for one in by_place[place])))
    ]
    assert untraced == []


def test_every_figure_leads_to_a_source_document(planned: Plan) -> None:
    for shown in planned.ledger.shown:
        waiting = [shown.figure.fact]
        while waiting:
            fact = waiting.pop()
            if isinstance(fact.origin, Stated):
                assert fact.origin.source.number, fact.id
            else:
                waiting.extend(fact.origin.inputs)


def test_a_number_that_is_no_figure_is_seen() -> None:
    assert left("Revenue rose 31 percent in the ninth quarter", ["34 percent"]) == ["31", "ninth"]
    assert left("[1] L2.2 Exhibit 3. 25 November 2025", ()) == []
