"""companyfacts files as the SEC serves them, of made-up companies: ``python -m tests.make_filings FOLDER`` writes all.

What is true of the real ones is true of these. One line without spaces; ``fy`` and ``fp`` those of the filing; each
quarterly report with its quarter, the year to date and both of a year before; each annual report with three years and
without a fourth quarter; ``frame`` at the last entry of each period alone; concepts that nobody asks for; integers
without a word of how they were rounded, and amounts of each share as floats.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from math import sin
from pathlib import Path
from typing import Any

DAY, WEEK = timedelta(days=1), timedelta(weeks=1)
FILED_AFTER = {"10-Q": timedelta(days=34), "10-K": timedelta(days=52)}
Values = Callable[[int, date], int | float]
"""The value of a concept in a quarter, by its number from 0, as known on a day."""


@dataclass(frozen=True)
class Concept:
    """A concept with what it is of, quarter by quarter; ``is_level`` for what is measured on a day."""

    name: str
    label: str
    values: Values
    unit: str = "USD"
    is_level: bool = False
    until: date = date.max  # filings that state it
    since: date = date.min
    taxonomy: str = "us-gaap"


@dataclass(frozen=True)
class Company:
    """A company that files; ``ends`` are the last days of its fiscal quarters, ``first`` the day before the first."""

    cik: int
    name: str
    first: date
    ends: tuple[date, ...]
    year_of: Callable[[date], int]  # the fiscal year that ends on a day, by its own name
    concepts: tuple[Concept, ...] = ()
    amended: Mapping[date, tuple[str, date]] = field(default_factory=dict)

    def start(self, quarter: int) -> date:
        return (self.ends[quarter - 1] if quarter else self.first) + DAY

    def file(self) -> dict[str, Any]:
        """The whole file as plain data."""
        facts: dict[str, dict[str, Any]] = {"dei": {}, "us-gaap": {}}
        for one in self.concepts:
            entries = sorted(
                self._entries(one), key=lambda entry: (entry["end"], entry.get("start", ""), entry["filed"])
            )
            _frame(entries)
            facts[one.taxonomy][one.name] = {
                "label": one.label, "description": f"{one.label}, as the taxonomy describes it at length.",
                "units": {one.unit: entries},
            }  # fmt: skip
        return {"cik": self.cik, "entityName": self.name, "facts": facts}

    def _entries(self, concept: Concept) -> Iterator[dict[str, Any]]:
        for last in range(4, len(self.ends)):  # the first year is known as a comparative alone
            form = "10-K" if last % 4 == 3 else "10-Q"
            filed = self.ends[last] + FILED_AFTER[form]
            if not concept.since <= filed < concept.until:
                continue
            filing = {
                "accn": f"{self.cik:010}-{filed:%y}-{last + 40:06}",
                "fy": self.year_of(self.ends[min(last - last % 4 + 3, len(self.ends) - 1)]),
                "fp": "FY" if form == "10-K" else f"Q{last % 4 + 1}", "form": form, "filed": filed.isoformat(),
            }  # fmt: skip
            for first, end in self._spans(last, concept):
                value = self._value(concept, first, end, filed)
                start = {} if concept.is_level else {"start": self.start(first).isoformat()}
                yield {**start, "end": self.ends[end].isoformat(), "val": value, **filing}

    def _spans(self, last: int, concept: Concept) -> Iterator[tuple[int, int]]:
        """The first and the last quarter of what a report states."""
        begin = last - last % 4
        if concept.is_level:
            yield from {(last, last), (begin - 1, begin - 1)}
        elif last % 4 == 3:
            yield from ((one, one + 3) for one in range(max(begin - 8, 0), begin + 1, 4))
        else:
            yield from {(last, last), (last - 4, last - 4), (begin, last), (begin - 4, last - 4)}

    def _value(self, concept: Concept, first: int, last: int, filed: date) -> int | float:
        values = [concept.values(one, filed) for one in range(first, last + 1)]
        return values[-1] if concept.is_level else round(sum(values), 2)


def _frame(entries: list[dict[str, Any]]) -> None:
    """Mark the last entry of each quarter and year by the calendar period that it is nearest to."""
    last = {(one.get("start"), one["end"]): one for one in entries}
    for (start, end), one in last.items():
        middle = date.fromisoformat(end) - timedelta(days=45)
        if start is None:
            one["frame"] = f"CY{middle.year}Q{(middle.month + 2) // 3}I"
        elif (days := (date.fromisoformat(end) - date.fromisoformat(start)).days) < 100:
            one["frame"] = f"CY{middle.year}Q{(middle.month + 2) // 3}"
        elif days > 340:
            one["frame"] = f"CY{middle.year}"


def month_ends(first: int, years: int) -> tuple[date, ...]:
    """The last days of calendar quarters."""
    starts = [
        date(year + (month == 13), month % 12, 1)
        for year in range(first, first + years)
        for month in (4, 7, 10, 13)
    ]
    return tuple(one - DAY for one in starts)


def week_ends(year_ends: tuple[date, ...], long_quarter: int = 4) -> tuple[date, ...]:
    """The last days of quarters of 13 weeks between the ends of fiscal years, the 53rd week in one of them."""
    found: list[date] = []
    for before, end in pairwise(year_ends):
        weeks = [13 + (number == long_quarter and (end - before).days == 371) for number in (1, 2, 3, 4)]
        day = before
        for count in weeks:
            day += count * WEEK
            found.append(day)
    return tuple(found)


def growing(
    start: int,
    growth: float,
    season: tuple[float, ...] = (1, 1, 1, 1),
    digits: int = 6,
    swing: float = 0,
) -> Values:
    """Amounts that grow by the quarter, more in some years than in others, in whole millions (or thousands)."""

    def value(quarter: int, _: date) -> int:
        trend: float = (
            start * float((1 + growth) ** quarter) * season[quarter % 4] * (1 + swing * sin(1.3 * quarter))
        )
        return int(round(trend / 10**digits) * 10**digits)

    return value


def restated(values: Values, filed: date, quarters: range, by: int) -> Values:
    """Amounts that are other ones by a filing of a day, and from then on."""
    return lambda quarter, known: (
        values(quarter, known) + (by if known >= filed and quarter in quarters else 0)
    )


def split(values: Values, day: date, ratio: Fraction) -> Values:
    """What is stated per share, or in shares for a ratio under one, by filings before and after a split."""

    def after(quarter: int, known: date) -> int | float:
        value = values(quarter, known)
        if known < day:
            return value
        return round(float(value / ratio), 2) if isinstance(value, float) else int(value / ratio)

    return after


def lumenforge() -> Company:
    """Calendar years; one concept of sales after another; 2024 restated in the comparatives of 2025."""
    sales = growing(842_000_000, 0.021, (0.95, 1.0, 1.0, 1.09))
    profit = restated(growing(118_000_000, 0.026), date(2025, 4, 1), range(20, 24), -9_000_000)
    changed = date(2020, 1, 1)
    return Company(
        1_903_411, "LUMENFORGE, INC.", date(2018, 12, 31), month_ends(2019, 7)[:27], lambda end: end.year,
        (
            Concept("EntityCommonStockSharesOutstanding", "Entity Common Stock, Shares Outstanding",
                    lambda quarter, _: 214_338_901 + 310_277 * quarter, "shares", is_level=True, taxonomy="dei"),
            Concept("Revenues", "Revenues", sales, until=date(2021, 4, 1)),
            Concept("RevenueFromContractWithCustomerExcludingAssessedTax",
                    "Revenue from Contract with Customer, Excluding Assessed Tax", sales, since=changed),
            Concept("CostOfRevenue", "Cost of Revenue", growing(455_000_000, 0.019, (0.95, 1.0, 1.0, 1.09))),
            Concept("ResearchAndDevelopmentExpense", "Research and Development Expense", growing(141_000_000, 0.023)),
            Concept("OperatingIncomeLoss", "Operating Income (Loss)", profit),
            Concept("NetIncomeLoss", "Net Income (Loss) Attributable to Parent", growing(92_000_000, 0.027)),
            Concept("EarningsPerShareDiluted", "Earnings Per Share, Diluted",
                    lambda quarter, _: round(0.42 * 1.025**quarter, 2), "USD/shares"),
            Concept("CashAndCashEquivalentsAtCarryingValue", "Cash and Cash Equivalents, at Carrying Value",
                    growing(611_000_000, 0.018), is_level=True),
            Concept("Assets", "Assets", growing(4_410_000_000, 0.012), is_level=True),
            Concept("UnrecognizedTaxBenefits", "Unrecognized Tax Benefits", growing(18_200_000, 0.004, digits=3),
                    is_level=True),
        ),
    )  # fmt: skip


def tesselate() -> Company:
    """Years to the last Saturday of September, that of 2023 of 53 weeks, the long quarter first; a split of 4 for 1."""
    ends = tuple(
        date(year, 9, 30) - timedelta(days=(date(year, 9, 30).weekday() - 5) % 7)
        for year in range(2019, 2026)
    )
    day = date(2024, 8, 26)
    return Company(
        1_555_202, "Tesselate Devices Corp", ends[0], week_ends(ends, long_quarter=1)[:23], lambda end: end.year,
        (
            Concept("RevenueFromContractWithCustomerExcludingAssessedTax",
                    "Revenue from Contract with Customer, Excluding Assessed Tax",
                    growing(5_120_000_000, 0.016, (1.28, 0.93, 0.87, 0.94), swing=0.025)),
            Concept("OperatingIncomeLoss", "Operating Income (Loss)",
                    growing(1_310_000_000, 0.018, (1.31, 0.92, 0.85, 0.94), swing=0.045)),
            Concept("NetIncomeLoss", "Net Income (Loss) Attributable to Parent",
                    growing(1_080_000_000, 0.018, (1.31, 0.92, 0.85, 0.94))),
            Concept("EarningsPerShareDiluted", "Earnings Per Share, Diluted",
                    split(lambda quarter, _: round(5.08 * 1.021**quarter * (1.31, 0.92, 0.85, 0.94)[quarter % 4], 2),
                          day, Fraction(4)), "USD/shares"),
            Concept("EntityCommonStockSharesOutstanding", "Entity Common Stock, Shares Outstanding",
                    split(lambda quarter, _: 212_418_000 - 512_000 * quarter, day, Fraction(1, 4)), "shares",
                    is_level=True, taxonomy="dei"),
        ),
    )  # fmt: skip


def holloway() -> Company:
    """A retailer: years to the Saturday nearest 31 January, called by the year in which they begin."""

    def nearest(year: int) -> date:
        return min((date(year, 1, 28) + DAY * at for at in range(7) if (date(year, 1, 28) + DAY * at).weekday() == 5),
                   key=lambda day: abs((day - date(year, 1, 31)).days))  # fmt: skip

    ends = tuple(nearest(year) for year in range(2020, 2027))
    return Company(
        27_419, "HOLLOWAY STORES INC", ends[0], week_ends(ends)[:23], lambda end: end.year - 1,
        (
            Concept("Revenues", "Revenues", growing(1_204_300_000, 0.009, (0.94, 0.98, 0.96, 1.22), digits=3)),
            Concept("CostOfGoodsAndServicesSold", "Cost of Goods and Services Sold",
                    growing(861_200_000, 0.008, (0.94, 0.98, 0.96, 1.22), digits=3)),
            Concept("OperatingIncomeLoss", "Operating Income (Loss)",
                    growing(58_410_000, 0.012, (0.8, 0.95, 0.85, 1.5), digits=3)),
            Concept("NetIncomeLoss", "Net Income (Loss) Attributable to Parent",
                    growing(40_120_000, 0.012, (0.8, 0.95, 0.85, 1.5), digits=3)),
            Concept("InventoryNet", "Inventory, Net", growing(702_660_000, 0.006, digits=3), is_level=True),
            Concept("NumberOfStores", "Number of Stores", lambda quarter, _: 381 + quarter, "Store", is_level=True),
        ),
    )  # fmt: skip


COMPANIES: Mapping[str, Callable[[], Company]] = {
    "lumenforge": lumenforge,
    "tesselate": tesselate,
    "holloway": holloway,
}


def companyfacts(name: str) -> str:
    """The file of a company as it is downloaded."""
    return json.dumps(COMPANIES[name]().file(), separators=(",", ":"))


def written(name: str, folder: Path) -> Path:
    """The file in a folder, under the name that the registry gives it."""
    path = folder / f"CIK{COMPANIES[name]().cik:010}.json"
    path.write_text(companyfacts(name), encoding="utf-8")
    return path


if __name__ == "__main__":
    for company in COMPANIES:
        sys.stdout.write(f"{written(company, Path(sys.argv[1]))}\n")
