"""Rows of facts out of a table: what its cells, its heads, its titles and the author say, put together."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from reportgen.csv_rows import Row
from reportgen.findings import Findings, Place, error, likely
from reportgen.located import UNPRINTABLE
from reportgen.source_settings import Column, Dates, FileNumbers
from reportgen.sources.dates import period_of, stand_for
from reportgen.sources.digits import doubt, rounded_text, written
from reportgen.sources.grid import LONGEST_CELL, Cell, folded, listed
from reportgen.sources.headers import ENOUGH, Heading
from reportgen.sources.no_amounts import is_no_amount, percent_in, percent_of
from reportgen.sources.table_days import TableDays, days_of
from reportgen.sources.tables import Table, scale_above
from reportgen.sources.words import COLUMNS, LONGEST, Words, in_brackets
from reportgen.tokens import neutral, reserved_in, said
from reportgen.units import currencies, parse_unit

PER = re.compile(r"(?i)\bper\b|\beps\b|\bdps\b|/")  # of what is an amount of each
SIGNED = frozenset({"USD", "EUR", "GBP"})  # that have a sign of their own beside numbers
_ORDINAL = re.compile(r"(?i)(\d{1,4})(?:st|nd|rd|th)")  # a place: 9th
_DIGIT = re.compile(r"\d")


@dataclass(slots=True)
class Assembly:
    """The rows of one table of one source, and what was guessed on the way."""

    source: str
    table: Table
    words: Words
    findings: Findings
    place: Place
    is_text: bool = False
    numbers: FileNumbers | None = None  # how texts write numbers
    told: list[str] = field(default_factory=list)
    strangers: dict[str, None] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)  # what the table calls its lines, and their metrics
    sections: dict[str, str] = field(default_factory=dict)  # of its lines, the head that stands above them
    rough: list[Cell] = field(default_factory=list)
    is_whole: bool = True  # no row was lost
    days: TableDays = field(default_factory=TableDays)
    scale: str = ""  # that a title gives without a unit
    is_early: bool = False  # whether a row was left out because its period is

    def rows(self) -> Iterator[Row]:
        """The rows, in the order of the table."""
        if [cell for row in self.table.header for cell in row if self._is_faulty(cell)]:
            self.is_whole = False
        if not self._can_filter():
            return
        stands_for = self._dates()
        general, section = self._unit_above(), ""
        remarks = {id(row) for row in self.table.body if self._is_remark(row)}
        if remarks:
            lines = "one line" if len(remarks) == 1 else f"{len(remarks)} lines"
            self.told.append(f"{lines} of words alone passed over")
        if marked := [name for name in self.table.names.values() if self.words.marked(name)[1]]:
            self.told.append(f"the letter behind {listed(marked)} as {self._meant(marked)}")
        for row in self.table.body:
            if id(row) in remarks or not self._is_wanted(row) or not self._can_be_read(row):
                continue
            labels = self._labels(row)
            if self.table.shape == "long":
                value = labels.get("value", Cell("", self._first(row)))
                yield from self._row(labels, value, Heading(), general, stands_for)
                continue
            filled = [(row[at], head) for at, head in self.table.values.items() if not row[at].is_blank]
            filled = [(cell, head) for cell, head in filled if not cell.is_spread]
            label = labels["metric"].text if "metric" in labels else ""
            section = section if filled else label or section
            general = general if filled else self.words.headed(label) or general
            self.sections.setdefault(label, section)
            for cell, head in filled:
                yield from self._row(labels, cell, head, general, stands_for)

    def _labels(self, row: Sequence[Cell]) -> dict[Column, Cell]:
        """What a row says of its values; a period may stand in two columns, its year and its quarter."""
        labels: dict[Column, Cell] = {}
        for index, ours in self.table.roles.items():
            cell, before = row[index], labels.get(ours)
            if ours == "period" and before and not cell.is_blank:
                labels[ours] = Cell(f"{before.text} {cell.text}", before.place)
            elif not cell.is_blank:
                labels.setdefault(ours, cell)
        return labels

    def _can_be_read(self, row: Sequence[Cell]) -> bool:
        """Whether nothing is wrong with what a row says of all its values."""
        numbers = ("value", "low", "high")
        labels = [row[index] for index, ours in self.table.roles.items() if ours not in numbers]
        faulty = [cell for cell in labels if self._is_faulty(cell)]
        if not faulty and not self._has_too_many(row) and not self._has_too_few(row):
            return True
        self.is_whole = False
        return False

    # What is asked for -------------------------------------------------------------------------------------------

    def _can_filter(self) -> bool:
        names = {folded(name): name for name in self.table.names.values()}
        document = self.words.document
        missing = [name for name in (*document.where, *document.map) if folded(name) not in names]
        for name in missing:
            hint = likely(name, sorted(names.values()))
            self.findings.add(
                error("unknown-column", f"column '{name}' is not in the table{hint}", self.place)
            )
        self.is_whole = self.is_whole and not missing
        return not missing

    def _is_wanted(self, row: Sequence[Cell]) -> bool:
        where = {folded(name): wanted for name, wanted in self.words.document.where.items()}
        return all(
            row[index].text in where[folded(name)]
            for index, name in self.table.names.items()
            if folded(name) in where
        )

    def _has_too_many(self, row: Sequence[Cell]) -> bool:
        """Whether a line of text has more cells than the header, so that nobody knows which is which."""
        width = max(self.table.names, default=0) + 1
        if not self.is_text or all(cell.is_blank for cell in row[width:]):
            return False
        message = (
            f"more cells than the {width} of the header; a text with a separator needs quotes, "
            "a number must not have one"
        )
        self.findings.add(error("columns", message, self._first(row), cause="too many cells"))
        return True

    def _has_too_few(self, row: Sequence[Cell]) -> bool:
        """Whether a line of text ends before its numbers do, so that one may stand below another column's head."""
        numbers = [at for at, ours in self.table.roles.items() if ours in ("value", "low", "high")]
        ended = any(row[at].is_absent for at in (*numbers, *self.table.values))
        filled = sum(not cell.is_blank for cell in row)
        if not self.is_text or not ended or filled < ENOUGH:
            return False
        count = sum(not cell.is_absent for cell in row)
        message = (
            f"{count} cells below a header of {max(self.table.names) + 1}; an empty cell needs its separator too, "
            "or nobody knows which column a number is in"
        )
        self.findings.add(error("columns", message, self._first(row), cause="too few cells"))
        return True

    def _is_remark(self, row: Sequence[Cell]) -> bool:
        """Whether a short line of a wide table is words alone, and no metric of ours: "Source: accounts;unaudited"."""
        said = [cell.text for cell in row if not cell.is_blank]
        if not self.is_text or self.table.shape != "wide" or len(said) < ENOUGH or not row[-1].is_absent:
            return False
        is_metric = self.words.knows_metrics and bool(self.words.metric(said[0]))
        return not is_metric and not any(_DIGIT.search(one) for one in said[1:])

    def _first(self, row: Sequence[Cell]) -> Place:
        return next((cell.place for cell in row if not cell.is_blank), row[0].place)

    def _meant(self, marked: Sequence[str]) -> str:
        """What the letters behind periods say of their numbers."""
        return " and ".join(dict.fromkeys(self.words.marked(name)[1] for name in marked))

    # What holds for all ------------------------------------------------------------------------------------------

    def _dates(self) -> Dates:
        document = self.words.document
        if document.dates:
            return document.dates
        self.days = days_of(self.table, self.words)
        if not self.days.found:
            return "day"
        found = stand_for(self.days.found, self.words.brief)
        if found != "day" and not (self.days.are_months and found == "month"):
            self.told.append(f"dates that stand for {_PLURALS[found]}")
        return found

    def _unit_above(self) -> str:
        """The unit that the corner of the table or a title above it gives for all, unless the author gives one."""
        self._scale_above()
        if self.words.document.constants.get("unit"):
            return ""
        texts = [cell.text for cell in self.table.corner if cell.number is None]
        texts += [cell.text for row in reversed(self.table.above) for cell in row if cell.number is None]
        for text in filter(None, texts):
            if unit := self.words.headed(text):
                self.told.append(f"unit '{unit}' for all that say none")
                return unit
        return ""

    def _scale_above(self) -> None:
        """The scale that a title gives without a unit: what a sign of currency beside a number is in."""
        said = self.words.document.constants.get("unit", "")
        self.scale = scale_above(self.table, self.words)
        if self.scale and not said.endswith(f" {self.scale}"):
            self.told.append(
                f"scale '{self.scale}', of a title, for amounts beside which a sign of currency stands"
            )

    def _is_too_early(self, cells: Mapping[str, str]) -> bool:
        """Whether a row is of a period before those that are asked for; one that cannot be read is said later."""
        earliest = self.words.document.earliest
        if earliest is None:
            return False
        try:
            return self.words.brief.period_of(cells["period"], cells.get("entity", "")).end < earliest
        except ValueError:
            return False

    # One fact ----------------------------------------------------------------------------------------------------

    def _row(
        self, labels: Mapping[Column, Cell], value: Cell, head: Heading, general: str, stands_for: Dates
    ) -> Iterator[Row]:
        cells: dict[str, str] = {str(ours): text for ours, text in self.words.document.constants.items()}
        cells |= {str(ours): cell.text for ours, cell in labels.items()}
        cells |= {str(ours): text for ours, text in head.says.items()}
        label = cells.get("metric", "")
        metric = self.words.metric(label) if label else ""
        self.labels.setdefault(label, metric or "")
        if not metric:
            if metric is None:
                self.strangers[label] = None
            return
        cells["metric"] = metric
        cells["unit"] = self._unit(labels, value, head, label, metric, general)
        cells["period"] = self._period(labels, head, cells, stands_for)
        if self._is_too_early(cells):
            self.is_early = True
            return
        cells["scenario"] = self.words.scenario(cells.get("scenario", "")) or cells.get("scenario", "")
        for name in ("low", "high"):
            if end := labels.get(name):
                cells[name] = self._digits(end, metric) or ""
        is_whole = not self._is_faulty(value)
        cells["value"] = (self._digits(value, metric) if is_whole else None) or ""
        is_whole = is_whole and (bool(cells["value"]) or value.is_blank)
        cells.setdefault("source", self.source)
        if "!" in value.place.inside:
            cells.setdefault("anchor", value.place.inside)
        clean = {name: self._clean(text, value.place) for name, text in cells.items()}
        yield Row(dict.fromkeys(COLUMNS, "") | clean, value.place, is_whole)

    def _unit(
        self, labels: Mapping[Column, Cell], value: Cell, head: Heading, label: str, metric: str, general: str
    ) -> str:
        """The unit by what is nearest: the author's word, then the row's, the label's, the head's, the table's."""
        document = self.words.document
        row = labels["unit"].text if "unit" in labels else ""
        row = percent_of(row) or row
        percent = value.unit if value.unit == "percent" else ""
        amounts = general or document.constants.get("unit", "")
        headed = head.says.get("unit", "")
        general = self._for(label, general) or document.constants.get("unit", "")
        found = (
            document.units.get(metric, ""), row, self.words.with_unit(label)[1],
            self.words.at_scale(label, amounts), headed if "metric" in head.says else self._for(label, headed),
            percent, self._own_unit(metric), percent_in(label), general,
            self._signed(value, label), self.words.unit(label), in_brackets(label),
            "rank" if _ORDINAL.fullmatch(value.text.strip()) else "",
        )  # fmt: skip
        text = next(filter(None, found), "")
        return self.words.unit(text) or text

    def _for(self, label: str, general: str) -> str:
        """The unit that a table gives for all, for a line that it can be meant for: money or TEU for no rate."""
        unit = parse_unit(general, currencies()) if general else None
        return "" if unit and unit.kind in ("currency", "count") and is_no_amount(label) else general

    def _signed(self, value: Cell, label: str) -> str:
        """The unit of a sign beside a number, at the scale of the title; amounts of each share are in ones."""
        is_scaled = self.scale and value.unit in SIGNED and not PER.search(label)
        return f"{value.unit} {self.scale}" if is_scaled else value.unit

    def _own_unit(self, metric: str) -> str:
        known = self.words.brief.metrics.get(metric)
        return known.unit if known else ""

    def _period(
        self, labels: Mapping[Column, Cell], head: Heading, cells: Mapping[str, str], stands_for: Dates
    ) -> str:
        said = head.says.get("period", "") or labels.get("period", "")
        day = self.days.read(head.day or said, self.words)
        if day is None:
            return cells.get("period", "")
        return period_of(day, head.length or stands_for, self.words.brief, cells.get("entity", ""))

    def _digits(self, cell: Cell, metric: str) -> str | None:
        """A number with the decimals that the author declares, or that its cell shows; None where it is a finding."""
        declared = self.words.document.decimals
        decimals = declared.get(metric, declared.get(""))
        if cell.number is None:
            place = _ORDINAL.fullmatch(cell.text.strip())
            text = place[1] if place else cell.text
            return text if decimals is None else rounded_text(text, decimals)
        if decimals is not None:
            return self._spelt(written(cell.number, decimals))
        if cell.decimals is not None:
            return self._spelt(cell.text)
        if not (probably := doubt(cell.number)):
            self.rough.append(cell)
            return self._spelt(cell.text)
        hint = f" — did you mean '{probably}'?" if probably != cell.text else ""
        message = (
            f"value '{cell.text}' has digits that arithmetic has left; say 'decimals' of the source{hint}"
        )
        self.findings.add(error("number-format", message, cell.place, cause=f"arithmetic {self.source}"))
        return None

    def _spelt(self, number: str) -> str:
        """A number of the file as its texts write numbers, because both are read alike from here on."""
        return number.replace(".", self.numbers.decimal) if self.numbers else number

    def _is_faulty(self, cell: Cell) -> bool:
        if cell.fault:
            self.findings.add(error(cell.fault.code, str(cell.fault), cell.place, cause=cell.fault.code))
        return bool(cell.fault)

    def _clean(self, text: str, place: Place) -> str:
        """A text without what no page can hold; what was in it is a finding."""
        for character in sorted(set(UNPRINTABLE.findall(text))):
            message = f"control character U+{ord(character):04X} cannot be printed; delete it"
            self.findings.add(error("reserved-character", message, place))
        for character in reserved_in(text):
            self.findings.add(error("reserved-character", said(character), place))
        if len(text) > LONGEST_CELL:
            message = f"a cell of {len(text):,} characters; at most {LONGEST_CELL:,} are read"
            self.findings.add(error("cell-too-long", message, place))
            text = text[:LONGEST]
        return neutral(UNPRINTABLE.sub("", text))


_PLURALS: Mapping[Dates, str] = {
    "month": "months",
    "quarter": "quarters",
    "half": "half-years",
    "year": "years",
}
