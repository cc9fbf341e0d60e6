"""What the columns of a table are: the period, the names of lines, the numbers, and what parts them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from reportgen.sources.grid import Cell, Grid
from reportgen.sources.tables import table_in
from reportgen.sources.words import Words

MOST_TITLES = 20  # rows above a header
FEWEST_COLUMNS = 2
SAMPLE = 2_000  # rows by which columns are told
MOST_PARTS = 8  # values of a column that parts the table, each of which becomes a source of its own
MOST = 0.8  # of the cells of a column, for it to be of a kind
_NUMBER = re.compile(r"[-−+(]?\s?[\d.,'’ \u00a0\u202f]*\d\s?\)?%?")
_NAMES = {
    "metric": r"metric|measure|kpi|indicator|account|line(?: ?item)?|item|position|label|meter|answers?|options?"
    r"|responses?|answer (?:choices?|options?)|variable"
    r"|series(?: name)?|commodity|fuel|energy(?: type)?|description|concept|tag"
    r"|kennzahl|posten|bezeichnung|merkmal|indicateur|libellé|poste|rubrique|indicador|concepto|conta|indicatore|voce",
    "value": r"val|values?|amount|reading|figure|number|quantity|obs(?:ervation)?(?:_| )value|betrag|wert|menge"
    r"|valeur|montant|valor|importe|valore|importo|waarde|bedrag",
    "unit": r"units?|uom|unit of measure(?:ment)?|measure(?:ment)? unit|currency"
    r"|einheit|währung|unité|devise|unidade?|moneda|moeda|unità|valuta|eenheid",
    "entity": r"gesellschaft|firma|unternehmen|société|entreprise|empresa|società|bedrijf"
    r"|entity(?: ?name)?|company(?: name)?|issuer|bank|firm|peer|competitor|country|organi[sz]ation|fund",
    "period": r"zeitraum|periode|monat|quartal|jahr|datum|stichtag|période|mois|trimestre|année|periodo|período|mes"
    r"|año|fecha|mese|anno|data|mês|ano|maand|kwartaal|jaar"
    r"|period|month|quarter|year|date|day|week|wave|time|end(?: date)?|as of|fiscal (?:year|period)|.*[ _]date"
    r"|date[ _].*|ddate|yyyymm|(?:cal)?year_?month|calmonth|month_?id|jahrmonat",
    "scenario": r"szenario|scénario|escenario|cenário|scenario|version|type|basis|plan or actual",
    "id": r"(?:.*[ _])?(?:id|no|nr|code|cik|key|index|rank)|#|row|fy|accn|adsh",
}  # fmt: skip
# The others of ours only add to a row.
_TELLING = (None, "metric", "period", "value", "unit", "entity", "scenario")
_MONTH = re.compile(r"(?:19|20)\d\d(?:0[1-9]|1[0-2])")  # 202509: a period where the head says so
_TOTAL = re.compile(r"(?i)(?:grand )?total|all(?: \w+)?|overall|group|sum")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its head, and what stands in it."""

    head: str
    index: int
    texts: tuple[str, ...]
    is_period: bool = False
    is_number: bool = False

    @property
    def values(self) -> tuple[str, ...]:
        """What stands in it, each once."""
        return tuple(dict.fromkeys(text for text in self.texts if text))

    def is_called(self, role: str) -> bool:
        """Whether its head is a usual one for a role."""
        plain = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", self.head)
        return bool(re.fullmatch(_NAMES[role], " ".join(re.split(r"[\s_]+", plain)).lower().strip()))


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a table by what they are; ``metric`` is None where every column of numbers is a metric."""

    numbers: tuple[Column, ...]
    metric: Column | None = None
    period: Column | None = None
    unit: Column | None = None
    entity: Column | None = None
    scenario: Column | None = None
    parts: Column | None = None
    group: Column | None = None  # under which several metrics stand: a question over its answers
    # Of further columns that part it, the one value that is read.
    only: dict[str, str] = field(default_factory=dict)
    entity_name: str = ""  # where the table says it in every row
    sources: tuple[str, ...] = ()  # which documents its rows are from, by its own names

    @property
    def total(self) -> str:
        """The value of the column of parts that stands for all of them."""
        return _total(self.parts.values) if self.parts else ""

    @property
    def roles(self) -> Iterator[tuple[str, str]]:
        """What a source's ``map`` says of them."""
        known = ("metric", "period", "unit", "entity", "scenario")
        for name, column in zip(
            known, (self.metric, self.period, self.unit, self.entity, self.scenario), strict=True
        ):
            if column:
                yield column.head, name


def columns_of(grid: Grid, words: Words) -> Columns | None:
    """The columns of a table whose rows say what their numbers are; None for one with periods in its header."""
    rows = [row for row in grid.rows if not all(cell.is_blank for cell in row)]
    for top in range(min(1 if grid.has_header else MOST_TITLES, max(len(rows) - 1, 0))):
        if _is_header(rows[top], words):
            found = _told_apart(list(_columns(rows[top], rows[top + 1 : top + 1 + SAMPLE], words)), words)
            if found:
                return found if found.period or not has_periods_across(grid, words) else None
    return None


def has_periods_across(grid: Grid, words: Words) -> bool:
    """Whether periods stand in a header, be it a stacked one or above a row of words: ``September`` over ``2025``."""
    table = table_in(grid, words)
    heads = table.values.values() if table else ()
    return sum(bool(one.day or one.says.get("period")) for one in heads) >= FEWEST_COLUMNS


def _is_header(row: Sequence[Cell], words: Words) -> bool:
    """Whether every cell of a row is a word: none a number, and no more than one a period, which would be its data."""
    filled = [cell for cell in row if not cell.is_blank]
    wordy = [
        cell for cell in filled if cell.number is None and not cell.day and not _NUMBER.fullmatch(cell.text)
    ]
    return (
        len(filled) >= FEWEST_COLUMNS
        and len(wordy) == len(filled)
        and not any(_says_period(one, words) for one in filled)
    )


def _says_period(cell: Cell, words: Words) -> bool:
    """Whether a cell names a period, alone or with a scenario or a unit beside it: ``FY25E``, ``2024 (EUR k)``."""
    bare = words.with_unit(cell.text)[0]
    return bool(words.period(cell) or words.marked(cell.text)[1] or words.named_period(bare))


def _columns(header: Sequence[Cell], body: Sequence[Sequence[Cell]], words: Words) -> Iterator[Column]:
    for index, cell in enumerate(header):
        below = [row[index] for row in body]
        filled = [one for one in below if not one.is_blank]
        if not cell.text or not filled:
            continue
        numbers = _many(one.number is not None or bool(_NUMBER.fullmatch(one.text)) for one in filled)
        column = Column(cell.text, index, tuple(one.text for one in below), is_number=numbers)
        months = column.is_called("period") and _many(bool(_MONTH.fullmatch(one.text)) for one in filled)
        periods = months or _many(bool(one.day or words.period(one)) for one in filled)
        yield replace(column, is_period=periods)


def _many(found: Iterable[bool]) -> bool:
    answers = list(found)
    return sum(answers) >= MOST * len(answers)


def _told_apart(columns: list[Column], words: Words) -> Columns | None:
    source = next((one for one in columns if words.column(one.head) == "source"), None)
    columns = _without_years([one for one in columns if words.column(one.head) in _TELLING])
    period = _period(columns)
    rest = [one for one in columns if one is not period]
    numbers = [one for one in rest if one.is_number and not one.is_period and not one.is_called("id")]
    named = [one for one in numbers if one.is_called("value")]
    numbers = named[:1] or numbers
    labels = [one for one in rest if not one.is_number and not one.is_period]
    if not numbers or not (period or labels):
        return None
    unit = next((one for one in labels if one.is_called("unit") or _are_units(one, words)), None)
    scenario = next((one for one in labels if one is not unit and _are_scenarios(one, words)), None)
    labels = [one for one in labels if one not in (unit, scenario)]
    alone = next((one.values[0] for one in labels if len(one.values) == 1 and one.is_called("entity")), "")
    labels = _distinct([one for one in labels if len(one.values) > 1 or one.is_called("metric")])
    entity = next((one for one in labels if one.is_called("entity")), None)
    labels = [one for one in labels if one is not entity]
    metric = _metric(labels, numbers, period)
    parting = [one for one in labels if one is not metric and _parts(one, metric, period)]
    parts = min(
        parting, key=lambda one: (len(one.values) > MOST_PARTS, bool(_total(one.values))), default=None
    )
    only = {one.head: _total(one.values) or one.values[0] for one in parting if one is not parts}
    group = next((one for one in labels if one is not metric and _groups(one, metric)), None)
    sources = source.values if source else ()
    return Columns(tuple(numbers), metric, period, unit, entity, scenario, parts, group, only, alone, sources)


def _period(columns: Sequence[Column]) -> Column | None:
    """The column of periods; of several the one that parts the rows most finely, if its head does not decide."""
    found = [one for one in columns if one.is_period and not one.is_called("id")]
    return max(found, key=lambda one: (len(one.values), one.is_called("period"), -one.index), default=None)


def _without_years(columns: Sequence[Column]) -> list[Column]:
    """The columns, of which those with numbers about 2,000 hold no years where the head of another says period."""
    named = any(one.is_period and one.is_called("period") for one in columns)
    return [
        replace(one, is_period=False) if named and one.is_number and not one.is_called("period") else one
        for one in columns
    ]


def _are_units(column: Column, words: Words) -> bool:
    return _many(bool(words.unit(text)) for text in column.values)


def _are_scenarios(column: Column, words: Words) -> bool:
    return column.is_called("scenario") and all(words.scenario(text) for text in column.values)


def _distinct(labels: Sequence[Column]) -> list[Column]:
    """Columns of labels without those that only repeat another: of a code and its name, the name."""
    kept: list[Column] = []
    for one in sorted(
        labels, key=lambda one: (one.is_called("id"), -sum(" " in text for text in one.values))
    ):
        pairs = [set(zip(one.texts, other.texts, strict=True)) for other in kept]
        if not any(
            len(found) == len(one.values) == len(other.values)
            for found, other in zip(pairs, kept, strict=True)
        ):
            kept.append(one)
    return sorted(kept, key=lambda one: one.index)


def _metric(labels: Sequence[Column], numbers: Sequence[Column], period: Column | None) -> Column | None:
    """The column that names what the numbers are; none where their heads do, and the labels only part them."""
    named = [one for one in labels if one.is_called("metric")]
    if named:
        return named[-1]
    if not labels or (len(numbers) > 1 and period) or not (numbers[0].is_called("value") or not period):
        return None
    return max(labels, key=lambda one: (len(one.values), one.index))


def _parts(column: Column, metric: Column | None, period: Column | None) -> bool:
    """Whether a column parts the table: with it, a period and a metric stand in several rows; notes do not."""
    keys = [one.texts for one in (metric, period) if one]
    return bool(keys) and len(set(zip(*keys, strict=True))) < len(set(zip(*keys, column.texts, strict=True)))


def _groups(column: Column, metric: Column | None) -> bool:
    """Whether every metric stands under one value of a column, and several under one."""
    pairs = set(zip(metric.texts, column.texts, strict=True)) if metric else set()
    return (
        bool(metric)
        and len(pairs) == len(set(metric.texts if metric else ()))
        and len(pairs) > len(column.values)
    )


def _total(values: Sequence[str]) -> str:
    return next((one for one in values if _TOTAL.fullmatch(one)), "")
