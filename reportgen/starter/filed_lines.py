"""The lines of a company's filings that a first brief is made of, in place of those of a table."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from reportgen.csv_rows import Row
from reportgen.findings import Findings
from reportgen.sources.companyfacts import Concept, concepts_in, is_companyfacts
from reportgen.sources.read import content_of, sources_of
from reportgen.sources.unpacking import Unreadable
from reportgen.starter.filed_calendar import calendar_of
from reportgen.starter.filed_splits import splits_in
from reportgen.starter.lines import Line
from reportgen.starter.meanings import meaning_of
from reportgen.starter.reading import Understood
from reportgen.starter.stage import Stage

# What statements say, by the concepts of US GAAP and IFRS that say it: those first that are meant where both are filed.
_LINES: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "revenue": ("Revenue", ("RevenueFromContractWithCustomerExcludingAssessedTax", "Revenues", "SalesRevenueNet",
                            "RevenueFromContractWithCustomerIncludingAssessedTax", "Revenue")),
    "cost_of_sales": ("Cost of sales", ("CostOfGoodsAndServicesSold", "CostOfRevenue", "CostOfGoodsSold",
                                        "CostOfSales")),
    "gross_profit": ("Gross profit", ("GrossProfit",)),
    "research_and_development": ("Research and development", ("ResearchAndDevelopmentExpense",)),
    "operating_income": ("Operating income", ("OperatingIncomeLoss", "ProfitLossFromOperatingActivities")),
    "net_income": ("Net income", ("NetIncomeLoss", "ProfitLossAttributableToOwnersOfParent", "ProfitLoss")),
    "earnings_per_share": ("Diluted earnings per share", ("EarningsPerShareDiluted", "DilutedEarningsLossPerShare")),
    "operating_cash_flow": ("Operating cash flow", ("NetCashProvidedByUsedInOperatingActivities",
                                                    "CashFlowsFromUsedInOperatingActivities")),
    "cash": ("Cash", ("CashAndCashEquivalentsAtCarryingValue", "CashAndCashEquivalents",
                      "CashCashEquivalentsRestrictedCashAndRestrictedCashEquivalents")),
    "inventories": ("Inventories", ("InventoryNet", "Inventories")),
    "debt": ("Long-term debt", ("LongTermDebtNoncurrent", "LongTermDebt")),
    "assets": ("Total assets", ("Assets",)),
    "equity": ("Equity", ("StockholdersEquity", "Equity")),
}  # fmt: skip


ONE_ALONE = ("cash", "debt")  # whose concepts hold different things: the one that is still filed is taken
YEARS = 5  # that a first brief looks back; a file goes back to 2009

TITLE, PUBLISHER = "Filings with the SEC", "US Securities and Exchange Commission"
YEAR = timedelta(days=365)
_NUMBERED = r"(?i)cik\d+"  # what the registry calls its files


def holds_filings(raw: bytes | None, kind: str) -> bool:
    """Whether a file is read as filings: by what was said, or by its content."""
    return kind == "companyfacts" or (not kind and raw is not None and is_companyfacts(raw))


def understood_filings(stage: Stage, name: str, given: Mapping[str, Any]) -> Understood | None:
    """The usual lines of a companyfacts file, in the fiscal calendar that its days show; None for another file."""
    findings = Findings()
    brief = stage.brief({name: given}, findings)
    raw = content_of(name, brief, Findings())
    if raw is None or not holds_filings(raw, str(given.get("kind", ""))):
        return None
    try:
        entity, concepts = concepts_in(raw)
    except Unreadable:
        return None  # whoever reads it as a source says why
    wanted = _wanted(concepts)
    calendar, said = calendar_of([concept for concept in concepts if concept.local in wanted])
    title = TITLE if re.fullmatch(_NUMBERED, str(given["title"])) else given["title"]
    earliest = _earliest(concepts, wanted)
    settings = {**given, "title": title, "publisher": PUBLISHER, "metrics": wanted}
    settings |= {"earliest": earliest.isoformat()} if earliest else {}
    splits = [one for one in splits_in(concepts) if not earliest or one["date"] > earliest.isoformat()]
    found = Findings()
    brief = stage.brief(
        {name: settings}, found, entity={"name": _called(entity)}, **_period_of(calendar), **calendar,
        **({"splits": splits} if splits else {}),
    )  # fmt: skip
    rows = tuple(row for read in sources_of(brief, found) for row in read.rows)
    lines = tuple(_lines(name, rows, wanted))
    ids = {line.id for line in lines}
    settings["metrics"] = {concept: one for concept, one in wanted.items() if one in ids}
    told = [one.message.removeprefix("read with ") for one in found if one.code == "source-read"]
    told += [one.message for one in found if one.code == "split-undeclared"]
    told += [_split_said(one) for one in splits]
    told += [f"periods that end before {earliest} left out ('earliest' of the source)"] if earliest else []
    told += [said] if said else []
    faults = () if lines else tuple(one for one in found.in_order() if one.severity == "error")
    return Understood(
        {name: settings}, lines, tuple(row for row in rows if row.cells["metric"] in ids), _called(entity),
        told=tuple(told), findings=faults, calendar=calendar, splits=tuple(splits),
    )  # fmt: skip


def _wanted(concepts: Sequence[Concept]) -> dict[str, str]:
    """The concepts of a file that say what statements usually say, by the metrics that they become."""
    filed = {one.local: _latest(one, "filed") for one in concepts}
    wanted: dict[str, str] = {}
    for name, (_, known) in _LINES.items():
        there = [concept for concept in known if concept in filed]
        if name in ONE_ALONE:  # of those that are filed as late as any, the first
            latest = max((filed[one] for one in there), default="")
            there = [one for one in there if filed[one] == latest][:1]
        wanted |= dict.fromkeys(there, name)
    return wanted


def _latest(concept: Concept, name: str) -> str:
    """The latest day of that name among the entries of a concept; "" for none."""
    entries = [one for found in concept.units.values() if isinstance(found, list) for one in found]
    return max((str(one.get(name) or "") for one in entries if isinstance(one, dict)), default="")


def _earliest(concepts: Sequence[Concept], wanted: Mapping[str, str]) -> date | None:
    """The first day of the years that a first brief looks at; None for a file that goes back no further."""
    ends = [one for concept in concepts if concept.local in wanted for one in _days_in(concept)]
    if not ends:
        return None
    last = max(ends)
    first = last - YEARS * YEAR + timedelta(days=1)
    return first if min(ends) < first else None


def _days_in(concept: Concept) -> Iterator[date]:
    for entries in concept.units.values():
        for one in entries if isinstance(entries, list) else ():
            try:
                yield date.fromisoformat(one["end"])
            except (KeyError, TypeError, ValueError):
                continue  # whoever reads it as a fact says so


def _split_said(one: Mapping[str, Any]) -> str:
    return (
        f"shares split {one['factor']} for 1 by {one['date']}, told by amounts of each share that were filed anew: "
        "put its day into 'splits'"
    )


def _period_of(calendar: Mapping[str, Any]) -> Mapping[str, str]:
    """A period of the right kind of year, so that facts are called by it."""
    return {"period": "FY1900" if calendar else "1900"}


def _lines(name: str, rows: Sequence[Row], wanted: Mapping[str, str]) -> Iterator[Line]:
    """A line for each metric of which there are recent numbers, in the order of a statement."""
    units: dict[str, Counter[str]] = {}
    filed: dict[str, str] = {}
    for row in rows:
        metric = row.cells["metric"]
        units.setdefault(metric, Counter())[row.cells["unit"]] += 1
        filed[metric] = max(filed.get(metric, ""), row.cells["filed"])
    latest = max(filed.values(), default="")
    for metric in dict.fromkeys(wanted.values()):
        if metric in units and filed[metric] >= _a_year_before(latest):
            label = _LINES[metric][0]
            unit = units[metric].most_common(1)[0][0]
            yield replace(Line(metric, label, label, name, meaning_of(label)), unit=unit, is_filed=True)


def _a_year_before(day: str) -> str:
    return f"{int(day[:4]) - 1}{day[4:]}" if day else ""


def _called(entity: str) -> str:
    """A name as it is written in a text: the registry has many in capitals alone."""
    return entity.title() if entity.isupper() else entity
