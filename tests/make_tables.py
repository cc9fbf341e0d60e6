"""Tables as people have them, written by the libraries that they use: what ``reportgen new --from`` starts from."""

from __future__ import annotations

import datetime as dt
import math
import re
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
import pyarrow as pa
from openpyxl import Workbook
from openpyxl.styles import Font
from pyarrow import parquet

from tests.make_filings import companyfacts

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

SOURCES = Path(__file__).parents[1] / "docs" / "sources.md"
QUARTERS = [(year, quarter) for year in (2023, 2024, 2025) for quarter in (1, 2, 3, 4)][3:11]
STATEMENT: list[tuple[str, list[float]]] = [
    ("Machines", [118.4, 112.9, 121.3, 119.8, 131.0, 124.1, 133.9, 136.2]),
    ("Service", [41.2, 42.0, 43.1, 44.7, 46.0, 47.2, 48.8, 50.3]),
    ("Software", [12.1, 13.0, 14.2, 15.1, 16.9, 18.3, 20.0, 22.4]),
]
COSTS: list[tuple[str, list[float]]] = [
    ("Cost of sales", [104.9, 102.2, 107.8, 107.3, 115.1, 112.0, 118.9, 122.3]),
    ("Research and development", [14.0, 14.2, 14.9, 15.0, 15.8, 16.4, 17.2, 18.1]),
    ("Selling and administration", [27.3, 27.0, 27.9, 27.4, 28.8, 28.5, 29.3, 29.9]),
]


def income_statement(path: Path) -> None:
    """An income statement by quarter: a title, the unit in the corner, formatted numbers, a margin, a note below."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Income statement"
    sheet["A1"], sheet["A1"].font = "Holm Machinery AG: income statement by quarter", Font(bold=True)
    sheet["A3"] = "EUR m"
    for column, (year, quarter) in enumerate(QUARTERS, 2):
        sheet.cell(3, column, f"Q{quarter} {year}")
    revenue = [round(sum(values), 1) for values in zip(*(one for _, one in STATEMENT), strict=True)]
    gross = [round(one - cost, 1) for one, cost in zip(revenue, COSTS[0][1], strict=True)]
    result = [round(one - COSTS[1][1][at] - COSTS[2][1][at], 1) for at, one in enumerate(gross)]
    lines = [
        *STATEMENT,
        ("Revenue", revenue),
        COSTS[0],
        ("Gross profit", gross),
        *COSTS[1:],
        ("Operating profit", result),
    ]
    for row, (label, values) in enumerate(lines, 4):
        _line(sheet, row, label, values, "#,##0.0")
    shares = [one / whole for one, whole in zip(result, revenue, strict=True)]
    _line(sheet, 13, "Operating margin", shares, "0.0%")
    _line(sheet, 14, "Employees (people)", [2104, 2098, 2121, 2140, 2166, 2171, 2190, 2214], "#,##0")
    sheet["A16"] = "Unaudited."
    book.save(path)


def _line(sheet: Worksheet, row: int, label: str, values: list[float], code: str) -> None:
    sheet.cell(row, 1, label)
    for column, value in enumerate(values, 2):
        sheet.cell(row, column, value).number_format = code


def saas_months(path: Path) -> None:
    """Months of a subscription business, as its sheet is exported: a metric a column."""
    months = pd.period_range("2024-01", "2025-09", freq="M")
    rows = []
    mrr, customers = 412.0, 1804
    for at, month in enumerate(months):
        new = 18.4 + at * 0.5 + 2.2 * math.sin(at)
        expansion = 6.1 + at * 0.2
        churned = 7.9 + 0.15 * at + 0.9 * math.cos(at / 2)
        new, expansion, churned = round(new, 1), round(expansion, 1), round(churned, 1)
        mrr = round(mrr + new + expansion - churned, 1)
        customers += 21 + at % 5
        churn = round(2.4 - 0.02 * at + 0.1 * math.sin(at), 2)
        rows.append(
            {
                "Month": str(month), "MRR (USD k)": mrr, "New MRR (USD k)": new, "Expansion MRR (USD k)": expansion,
                "Churned MRR (USD k)": churned, "Customers": customers, "Churn rate (%)": churn,
                "CAC (USD)": 1180 + 9 * at, "NPS": 38 + at % 7,
            }
        )  # fmt: skip
    pd.DataFrame(rows).to_csv(path, index=False)


ANSWERS = {"Very satisfied": (212, 268), "Satisfied": (398, 431), "Neither": (171, 149), "Dissatisfied": (92, 71),
           "Very dissatisfied": (34, 26)}  # fmt: skip
REASONS = {"Price": (301, 322), "Quality": (388, 441), "Delivery": (218, 182)}


def survey(path: Path) -> None:
    """A survey of two years: how many gave each answer, and what share they are."""
    rows = []
    for question, answers in (
        ("How satisfied are you with us?", ANSWERS),
        ("What matters most to you?", REASONS),
    ):
        for at, wave in enumerate((2024, 2025)):
            base = sum(counts[at] for counts in answers.values())
            for answer, counts in answers.items():
                share = f"{100 * counts[at] / base:.1f}"
                rows.append(
                    {
                        "Question": question,
                        "Answer": answer,
                        "Year": wave,
                        "Responses": counts[at],
                        "Percent": share,
                    }
                )
    pd.DataFrame(rows).to_csv(path, index=False)


def readings(path: Path) -> None:
    """Readings of meters from a warehouse: a reading a row, three sites, a column of units, decimals and days."""
    days, sites, kinds, values, units = [], [], [], [], []
    sizes = {"Bremen plant": 1.0, "Lyon plant": 0.72, "Head office": 0.11}
    for year in (2024, 2025):
        for month in range(1, 13 if year == 2024 else 10):
            last = (
                dt.date(year, month % 12 + 1, 1) if month < 12 else dt.date(year + 1, 1, 1)
            ) - dt.timedelta(1)
            cold = math.cos((month - 1) / 12 * 2 * math.pi)
            for site, size in sizes.items():
                for kind, unit, base, swing in (("Electricity", "MWh", 812, 60), ("Natural gas", "MWh", 640, 380),
                                                ("Water", "cubic metres", 2100, -240)):  # fmt: skip
                    saved = {"Bremen plant": 0.93, "Lyon plant": 0.98, "Head office": 1.03}[site]
                    trend = saved if year == 2025 and kind != "Water" else 1.0
                    reading = size * trend * (base + swing * cold + 7 * math.sin(month * year))
                    days.append(last)
                    sites.append(site)
                    kinds.append(kind)
                    values.append(Decimal(f"{reading:.1f}"))
                    units.append(unit)
    table = pa.table(
        {
            "reading_date": pa.array(days, pa.date32()), "site": sites, "meter": kinds,
            "reading": pa.array(values, pa.decimal128(12, 1)), "unit_of_measure": units,
        }
    )  # fmt: skip
    parquet.write_table(table, path)


CONCEPTS: list[tuple[str, str, str, list[int]]] = [
    ("RevenueFromContractWithCustomerExcludingAssessedTax", "Revenues", "USD",
     [2_184_300_000, 2_240_100_000, 2_391_700_000, 2_512_000_000, 2_496_800_000, 2_588_400_000]),
    ("CostOfRevenue", "Cost of revenue", "USD",
     [902_100_000, 921_800_000, 974_500_000, 1_020_400_000, 1_001_700_000, 1_033_900_000]),
    ("GrossProfit", "Gross profit", "USD",
     [1_282_200_000, 1_318_300_000, 1_417_200_000, 1_491_600_000, 1_495_100_000, 1_554_500_000]),
    ("ResearchAndDevelopmentExpense", "Research and development expense", "USD",
     [388_000_000, 401_200_000, 420_900_000, 431_000_000, 440_300_000, 452_800_000]),
    ("OperatingIncomeLoss", "Operating income (loss)", "USD",
     [412_700_000, 420_900_000, 470_100_000, 498_600_000, 489_900_000, 521_300_000]),
    ("NetIncomeLoss", "Net income (loss)", "USD",
     [318_400_000, 322_700_000, 371_900_000, 388_100_000, 380_500_000, 404_200_000]),
    ("CashAndCashEquivalentsAtCarryingValue", "Cash and cash equivalents", "USD",
     [1_804_000_000, 1_911_500_000, 2_020_800_000, 2_103_300_000, 2_222_100_000, 2_304_900_000]),
    ("LongTermDebtNoncurrent", "Long-term debt", "USD",
     [2_490_000_000, 2_490_000_000, 2_240_000_000, 2_240_000_000, 2_240_000_000, 1_990_000_000]),
    ("EarningsPerShareDiluted", "Earnings per share, diluted", "USD/shares", [104, 106, 123, 129, 127, 136]),
]  # fmt: skip
ENDS = ["2024-03-31", "2024-06-30", "2024-09-30", "2024-12-31", "2025-03-31", "2025-06-30"]


def filed_facts(path: Path) -> None:
    """Facts of a company as a service gives those that it filed: a fact a row, amounts in ones, many columns."""
    rows = []
    for concept, label, unit, values in CONCEPTS:
        for end, value in zip(ENDS, values, strict=True):
            shown = f"{value / 100:.2f}" if "/" in unit else str(value)
            quarter = (int(end[5:7]) + 2) // 3
            rows.append(
                {
                    "cik": 1_234_567, "entityName": "Aurelia Systems, Inc.", "taxonomy": "us-gaap", "concept": concept,
                    "label": label, "unit": unit, "end": end, "val": shown, "fy": int(end[:4]), "fp": f"Q{quarter}",
                    "form": "10-Q", "frame": f"CY{end[:4]}Q{quarter}",
                }
            )  # fmt: skip
    pd.DataFrame(rows).to_csv(path, index=False)


def _shown(text: str) -> tuple[Any, str]:
    """What a cell of the page's table holds, and its format."""
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        return dt.date.fromisoformat(text), "dd/mm/yyyy"
    if re.fullmatch(r"[\d.]+%", text):
        return float(text[:-1]) / 100, "0.0%"
    if re.fullmatch(r"[\d,]+", text):
        return int(text.replace(",", "")), "#,##0"
    return (float(text), "0.0") if re.fullmatch(r"\d+\.\d", text) else (text or None, "General")


def sheet_of_the_page(path: Path, sales: str = "52.4") -> None:
    """The sheet that the page on sources shows."""
    table = re.search(r"(?:^\|.*\n)+", SOURCES.read_text(encoding="utf-8"), re.MULTILINE)
    assert table
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Income"
    lines = [line for line in table[0].replace("52.4", sales).splitlines() if not line.startswith("|---")]
    for row, line in enumerate(lines, 1):
        for column, text in enumerate(line.strip("|").split("|"), 1):
            value, code = _shown(text.strip())
            sheet.cell(row, column, value).number_format = code
    book.save(path)


def filings(path: Path) -> None:
    """A companyfacts file as it is downloaded."""
    path.write_text(companyfacts("lumenforge"), encoding="utf-8")


TABLES = {
    "income-statement.xlsx": income_statement, "saas-months.csv": saas_months, "satisfaction-survey.csv": survey,
    "meter-readings.parquet": readings, "filed-facts.csv": filed_facts,
    "CIK0001903411.json": filings,
}  # fmt: skip
