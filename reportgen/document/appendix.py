"""The figures of a document as a matrix, for paper: a row a measure, a column a period, by the unit they are in.

Below each measure stands how it came about, in words, or where it was found; changes from one period to another stand
under what changed. What has no column of its own follows as a row of other periods. The short appendix shows what
print shows; the full one all that anything shown was computed from, column after column.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import TypeAlias

from reportgen.charts.lettering import BOLD, BUNDLED, lettered, widest
from reportgen.document.content import Extent, PageMap
from reportgen.document.origins import Origin, Reference
from reportgen.figures.ledger import Ledger
from reportgen.figures.written import Style
from reportgen.model import Shown

Pages: TypeAlias = Mapping[str, Sequence[int]]

COLUMNS = 4  # periods that stand side by side at most; fewer where their values are long
TOGETHER = 8  # rows of a measure that a page keeps together: those after them bear its label again
FEW = 3  # further values of a measure that the short appendix names below it; the rest is a series
FEWEST = 3  # measures that a period has values of, to be worth a column of its own
NARROWEST = 5.0  # em: a column of values
BESIDE = 1.0  # em between a value and the one beside it
ROOM = 38.0  # em of the letters of the matrix: all columns of values; the rest is that of labels and pages
LONGEST_PAGES = 12  # letters of the pages on which a measure stands: as many as their column holds
CHANGES = ("yoy", "qoq", "mom", "wow", "change", "step")  # from one period to another, of the same measure
WIDEST_DIGIT = "4"  # in a table all are as wide
_DIGIT = re.compile(r"\d")
UNITS = ("currency", "rate", "percent", "points", "multiple", "count", "duration")


@dataclass(frozen=True, slots=True)
class Way:
    """A formula in words, and the periods that it gives where it does not give them all."""

    text: str
    periods: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cell:
    """A value in the matrix, the range that rounding leaves open of it, and the figures that are said so."""

    value: str
    range: str
    origins: tuple[Origin, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A measure, or under it a change or another scenario of it.

    ``cells`` are the figures below each period, ``others`` those that have no column. ``how`` is the formula in words,
    or several; ``references`` are the passages that state it. ``name`` is what its pages are known by.
    """

    name: str
    label: str
    cells: tuple[tuple[Cell, ...], ...]
    others: tuple[Origin, ...] = ()
    how: tuple[Way, ...] = ()
    references: tuple[Reference, ...] = ()
    is_below: bool = False
    scenario: str = ""

    @property
    def members(self) -> Iterator[Origin]:
        """Every figure in it."""
        for cell in self.cells:
            for value in cell:
                yield from value.origins
        yield from self.others


@dataclass(frozen=True, slots=True)
class Band:
    """Rows of one unit under the same periods."""

    unit: str
    periods: tuple[str, ...]
    rows: tuple[Row, ...]
    widths: tuple[float, ...] = ()  # em of each column of values: that of the longest, which is never broken

    @property
    def is_within(self) -> bool:
        """Whether its columns leave room for the labels."""
        return sum(self.widths) <= ROOM


@dataclass(frozen=True, slots=True)
class Appendix:
    """All bands, and how many figures are left to the page and the attachment."""

    bands: tuple[Band, ...] = ()
    left_out: int = 0


@dataclass(slots=True)
class _Family:
    """The figures of a measure: its own by scenario, then its changes."""

    label: str
    own: dict[str, list[Origin]] = field(default_factory=dict)
    changes: dict[str, list[Origin]] = field(default_factory=dict)

    @property
    def members(self) -> Iterator[Origin]:
        for listed in (*self.own.values(), *self.changes.values()):
            yield from listed


def appendix(listed: Sequence[Origin], extent: Extent, style: Style, family: str = BUNDLED) -> Appendix:
    """The matrix of figures, set in ``family``; nothing where it is left out on paper."""
    if extent == "none":
        return Appendix(left_out=len(listed))
    families = _families(listed)
    if extent == "short":
        families = [one for one in families if any(origin.printed for origin in one.members)]
    chosen = [origin for family in families for origin in family.members]
    with lettered(family):
        bands = _fitting_bands(families, chosen, extent, style)
    shown = {origin.number for band in bands for row in band.rows for origin in row.members}
    return Appendix(bands, len(listed) - len(shown))


def _fitting_bands(
    families: Sequence[_Family], chosen: Sequence[Origin], extent: Extent, style: Style
) -> tuple[Band, ...]:
    """Bands of as many periods as stand side by side without a value broken."""
    for count in range(COLUMNS, 0, -1):
        bands = tuple(map(_measured, _bands(families, _columns(chosen, extent, count), extent, style)))
        if all(band.is_within for band in bands):
            break
    return bands


def _measured(band: Band) -> Band:
    """A band with columns as wide as the longest of their values and ranges."""
    return replace(band, widths=tuple(_width(band, at) for at in range(len(band.periods))))


def _width(band: Band, at: int) -> float:
    cells = [one for row in band.rows for one in row.cells[at]]
    texts = [_DIGIT.sub(WIDEST_DIGIT, text) for one in cells for text in (one.value, one.range)]
    return max(NARROWEST, widest(texts, 1), widest([band.periods[at]], 1, BOLD)) + BESIDE


def _families(listed: Sequence[Origin]) -> list[_Family]:
    """Figures by measure, in the order of the alphabet."""
    labels = {origin.label for origin in listed}
    families: dict[tuple[str, str], _Family] = {}
    kinds: dict[str, str] = {}  # what a measure is measured in, by its label; a variance may be in two
    for origin in sorted(listed, key=lambda one: (one.label.lower(), one.scenario)):
        parent, change = _parted(origin, labels)
        kind = kinds.setdefault(parent, origin.fact.unit.kind) if change else origin.fact.unit.kind
        kinds.setdefault(parent, kind)
        family = families.setdefault((parent, kind), _Family(parent))
        rows = family.changes if change else family.own
        name = f"{change}, {origin.scenario}" if change and origin.scenario else change or origin.scenario
        rows.setdefault(name, []).append(origin)
    return [families[key] for key in sorted(families, key=lambda key: (key[0].lower(), key[1]))]


def _parted(origin: Origin, labels: Iterable[str]) -> tuple[str, str]:
    """A label as that of a measure, and of the change of it: "Sales" and "growth on the year"."""
    asked = origin.fact.metric.id.rpartition(".")[2]
    parent, joint, change = origin.label.rpartition(", ")
    if origin.is_derived and asked in CHANGES and joint and parent in labels:
        return parent, change
    return origin.label, ""


def _columns(chosen: Sequence[Origin], extent: Extent, count: int) -> list[tuple[str, ...]]:
    """The periods that have columns, ``count`` at most in a band: those of most figures first, in each the latest."""
    latest = {_column(origin): origin.fact.period for origin in chosen}
    counted = Counter(map(_column, chosen))
    ranked = sorted(latest, key=lambda name: latest[name], reverse=True)
    ranked.sort(key=lambda name: counted[name], reverse=True)  # stable: of as many, the latest first
    worth = [name for name in ranked if counted[name] >= FEWEST] or ranked[:count]
    bands = [worth[begin : begin + count] for begin in range(0, len(worth), count)]
    kept = bands[:1] if extent == "short" else bands
    return [tuple(sorted(band, key=lambda name: latest[name].end, reverse=True)) for band in kept]


def _bands(
    families: Sequence[_Family], columns: Sequence[tuple[str, ...]], extent: Extent, style: Style
) -> Iterator[Band]:
    def rank(family: _Family) -> tuple[int, str]:
        unit = next(iter(family.members)).fact.unit
        place = UNITS.index(unit.kind) if unit.kind in UNITS else len(UNITS)
        return place, unit.money

    number = 0
    everywhere = {name for band in columns for name in band}
    for index, periods in enumerate(columns):
        for (place, money), members in groupby(sorted(families, key=rank), key=rank):
            rows: list[Row] = []
            for family in members:
                for row in _rows(family, periods, everywhere, number, first=index == 0, extent=extent):
                    rows.append(row)
                    number += 1
            if rows:
                yield _without_empty(Band(_unit(place, money, style), periods, tuple(rows)))


def _without_empty(band: Band) -> Band:
    """A band without the periods of which it has nothing: its measures have the more room."""
    kept = [at for at in range(len(band.periods)) if any(row.cells[at] for row in band.rows)]
    rows = tuple(replace(row, cells=tuple(row.cells[at] for at in kept)) for row in band.rows)
    return replace(band, periods=tuple(band.periods[at] for at in kept), rows=rows)


def _unit(place: int, money: str, style: Style) -> str:
    """What a band is headed by: "Amounts in RMB", "Percent"."""
    names = style.words.origins.units
    kind = UNITS[place] if place < len(UNITS) else "count"
    kind = "rate of money" if kind == "rate" and money else kind
    return names[kind].format(currency=style.currency_short.get(money, money))


def _rows(
    family: _Family,
    periods: Sequence[str],
    everywhere: Iterable[str],
    number: int,
    *,
    first: bool,
    extent: Extent,
) -> Iterator[Row]:
    named = [(*entry, False) for entry in family.own.items()]
    named += [(*entry, True) for entry in family.changes.items()]
    shown = 0
    for name, members, is_change in named:
        cells = tuple(_cell(one for one in members if _column(one) == period) for period in periods)
        others = [one for one in members if _column(one) not in everywhere] if first else []
        others.sort(key=lambda one: one.fact.period, reverse=True)
        if extent == "short":
            others = [one for one in others if one.printed][:FEW]
        if not any(cells) and not others:
            continue
        standing = [one for cell in cells for value in cell for one in value.origins] + others
        heads = shown % TOGETHER == 0  # the first row of a measure bears its label
        yield Row(
            name=f"figure-row-{number}",
            label=family.label if heads else name,
            cells=cells,
            others=tuple(others),
            how=() if is_change else _ways(family.label, standing),
            references=tuple(dict.fromkeys(part for one in standing for part in one.references)),
            is_below=not heads,
            scenario=name if heads else "",
        )
        shown, number = shown + 1, number + 1


def _column(origin: Origin) -> str:
    """The period below which a figure stands; one at its end stands there too."""
    return origin.fact.period.short


def _cell(origins: Iterable[Origin]) -> tuple[Cell, ...]:
    """What is said of a measure in a period, each value once: a change has two names where it is in points."""
    told: dict[tuple[str, str], list[Origin]] = {}
    for one in origins:
        told.setdefault((one.value, one.span if one.is_derived else ""), []).append(one)
    return tuple(Cell(value, interval, tuple(found)) for (value, interval), found in told.items())


def _ways(label: str, standing: Sequence[Origin]) -> tuple[Way, ...]:
    """The formulas of a measure, each once; one that its label says already is not said again."""
    said: dict[str, list[str]] = {}
    for one in standing:
        if one.formula and one.formula.lower() != label.lower():
            said.setdefault(one.formula, []).append(_column(one))
    everywhere = len({_column(one) for one in standing})
    return tuple(
        Way(text, () if len(set(periods)) == everywhere else tuple(dict.fromkeys(periods)))
        for text, periods in said.items()
    )


# Pages ----------------------------------------------------------------------------------------------------------------


def page_numbers(table: Appendix, ledger: Ledger, pages: PageMap) -> Mapping[str, str]:
    """For every section and row the page or pages on which it stands, in few letters: ``1–3, 6``."""
    standing = _pages(ledger.shown, pages)
    rows = {
        row.name: sorted({page for one in row.members for page in standing.get(one.fact.id, ())})
        for band in table.bands
        for row in band.rows
    }
    numbers = {name: _told(tuple(_runs(found))) for name, found in rows.items()}
    return {name: str(page) for name, page in pages.anchors.items()} | numbers


def _pages(shown: Iterable[Shown], pages: PageMap) -> Pages:
    """Fact id to the pages on which a figure of it stands; a chart's labels stand where the chart does."""
    found: dict[str, set[int]] = {}
    for line in shown:
        page = pages.anchors.get(f"fig-{line.number}") or pages.anchors.get(line.spot.anchor)
        if page and line.stands_in("print"):
            found.setdefault(line.figure.fact.id, set()).add(page)
    return {name: tuple(sorted(numbers)) for name, numbers in found.items()}


def _runs(pages: Sequence[int]) -> Iterator[str]:
    """Runs of page numbers, of two as two: "2", "3", "5–9"."""
    runs = [[page for _, page in run] for _, run in groupby(enumerate(pages), lambda item: item[1] - item[0])]
    for first, *rest in runs:
        yield from [f"{first}–{rest[-1]}"] if len(rest) > 1 else map(str, (first, *rest))


def _told(runs: Sequence[str]) -> str:
    """The first of the pages, and an ellipsis for those that have no room."""
    for count in range(len(runs), 0, -1):
        text = ", ".join((*runs[:count], *(["…"] if count < len(runs) else [])))
        if len(text) <= LONGEST_PAGES:
            return text
    return runs[0] if runs else ""
