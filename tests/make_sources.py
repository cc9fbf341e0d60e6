"""Writes the files of data of the gallery's briefs that read them from elsewhere: ``python -m tests.make_sources``.

What it writes is committed, as their authors would have sent it.
"""

from __future__ import annotations

import datetime as dt
import gzip
import json
import random
import sqlite3
from contextlib import closing
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import pyarrow as pa
from odfdo import Cell, Document
from odfdo import Table as Sheet
from openpyxl import Workbook
from openpyxl.styles import Font
from pyarrow import parquet

from tests.make_filings import written

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

BRIEFS = Path(__file__).parent / "briefs"
ONE, TWO, PERCENT, WHOLE = "#,##0.0", "0.00", "0.0%", "#,##0"

# The workbook of a brewery: years merged over quarters, a budget beside the last of them, notes below.
YEARS = {2024: 4, 2025: 3}
BEER: list[tuple[str, str, list[float]]] = [
    ("Beer sold (hectolitres k)", ONE, [61.4, 74.9, 83.2, 58.8, 62.0, 77.3, 88.1, 86.0]),
    ("Net sales", TWO, [9.42, 11.63, 13.05, 9.18, 9.71, 12.24, 14.02, 13.6]),
    ("Cost of materials", TWO, [3.21, 3.84, 4.29, 3.12, 3.4, 4.25, 4.98, 4.7]),
    ("Operating profit", TWO, [0.61, 1.34, 1.82, 0.37, 0.58, 1.41, 1.97, 1.9]),
    ("Full-time staff", WHOLE, [148, 156, 161, 149, 150, 158, 164, 160]),
    ("Share of alcohol-free beer", PERCENT, [0.082, 0.089, 0.097, 0.091, 0.096, 0.108, 0.121, 0.115]),
]


def brewery(path: Path) -> None:
    """Quarterly figures as a controller keeps them."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Quarters"
    sheet["A1"], sheet["A1"].font = "Lindenhof brewery: quarterly report", Font(bold=True)
    sheet["A2"] = "EUR m unless stated otherwise"
    _brewery_header(sheet)
    for row, (label, code, values) in enumerate(BEER, 6):
        sheet.cell(row, 1, label)
        for column, value in enumerate(values, 2):
            sheet.cell(row, column, value).number_format = code
    sheet.cell(13, 1, "Unaudited. Staff at the end of the quarter.")
    notes = book.create_sheet("Notes")
    notes["A1"] = "Budget as resolved in December 2024."
    book.save(path)


def _brewery_header(sheet: Worksheet) -> None:
    column = 2
    for year, quarters in YEARS.items():
        sheet.cell(4, column, year)
        if year == max(YEARS):
            sheet.cell(4, column + quarters, year)  # of the budget
        sheet.merge_cells(start_row=4, end_row=4, start_column=column, end_column=column + quarters - 1)
        for number in range(1, quarters + 1):
            sheet.cell(5, column, f"Q{number}")
            column += 1
    sheet.cell(5, column, "Q3 Budget")


# What a grid operator gets from four systems.
METERS: list[tuple[dt.date, str, str]] = [
    (dt.date(2024, 9, 30), "812.40", "41.7"), (dt.date(2024, 12, 31), "901.75", "40.2"),
    (dt.date(2025, 3, 31), "934.10", "39.6"), (dt.date(2025, 6, 30), "788.95", "38.8"),
    (dt.date(2025, 9, 30), "798.20", "38.1"),
]  # fmt: skip


def meters(path: Path) -> None:
    """Readings of meters, from a warehouse: decimals and days in Parquet, of two regions."""
    rows = [
        {"read_on": day, "region": region, "quantity": name, "amount": Decimal(text)}
        for region in ("North", "South")
        for day, energy, grid in METERS
        for name, text in (("Energy delivered", energy), ("Losses", grid))
    ]
    kinds: list[tuple[str, pa.DataType]] = [
        ("read_on", pa.date32()), ("region", pa.string()), ("quantity", pa.string()), ("amount", pa.decimal128(9, 2)),
    ]  # fmt: skip
    parquet.write_table(pa.Table.from_pylist(rows, pa.schema(kinds)), path)


def ledger(path: Path) -> None:
    """An export of the ledger, as a German program writes it."""
    lines = ["Hauptbuch, Auszug;;;", "Konto;Q3 2024;Q2 2025;Q3 2025", "Netzentgelte;96,4;101,9;103,7",
             "Investitionen;31,0;28,45;35,2", "Stand: 24.10.2025, ungeprüft;;;"]  # fmt: skip
    path.write_bytes("\r\n".join(lines).encode("cp1252"))


def assets(path: Path) -> None:
    """A sheet of LibreOffice of what the grid consists of."""
    rows: list[list[Any]] = [
        ["", "Unit", "2024-Q3", "2025-Q3"],
        ["Lines in service", "kilometres", (4812, "4,812"), (4877, "4,877")],
        ["Customers connected", "customers k", (612.4, "612.4"), (618, "618.0")],
    ]
    document = Document("spreadsheet")
    document.body.clear()
    sheet = Sheet("Anlagen")
    for y, row in enumerate(rows):
        for x, value in enumerate(row):
            number, shown = value if isinstance(value, tuple) else (value, None)
            sheet.set_cell((x, y), Cell(number, text=shown))
    document.body.append(sheet)
    document.save(str(path))


def outages(path: Path) -> None:
    """A log of outages: JSON lines, packed."""
    facts = [
        {"metric": "outage", "period": period, "value": value, "unit": "minutes"}
        for period, value in (("2024-Q3", 4.1), ("2025-Q2", 3.6), ("2025-Q3", 3.9))
    ]
    text = "".join(f"{json.dumps(one)}\n" for one in facts)
    path.write_bytes(gzip.compress(text.encode(), mtime=0))


# What a ferry line has: every month of every route in its warehouse, and what the shops on board have sold.
ROUTES = {"Nordfjord": (18_400, 4_100, 162), "Midtsund": (41_200, 9_800, 310), "Sydholm": (9_600, 2_900, 96)}
SEASON = (52, 55, 68, 84, 103, 131, 172, 168, 112, 86, 63, 58)  # percent of an average month


def crossings(path: Path) -> None:
    """Crossings by month and route: whole numbers, days, and fares in decimals."""
    rows, chance = [], random.Random(2025)  # noqa: S311 - it keeps no secret
    for number in range(21):  # from January 2024 to September 2025
        year, month = divmod(number, 12)
        for at, (route, (people, cars, departures)) in enumerate(ROUTES.items()):
            season = SEASON[month] * (100 + (9, 4, -3)[at] * year) + chance.randrange(-300, 300)
            passengers, vehicles = (
                people * season // 10_000,
                cars * (season + chance.randrange(-200, 400)) // 10_000,
            )
            late = departures * chance.randrange(5, 13) // 100
            fares = (
                Decimal(passengers * (118 + 5 * year) + vehicles * 343) + Decimal(chance.randrange(100)) / 100
            )
            rows.append(
                {
                    "month": dt.date(2024 + year, month + 1, 1), "route": route, "departures": departures,
                    "on_time": departures - late, "passengers": passengers, "vehicles": vehicles, "fares": fares,
                }
            )  # fmt: skip
    kinds: list[tuple[str, pa.DataType]] = [
        ("month", pa.date32()), ("route", pa.string()), ("departures", pa.int32()), ("on_time", pa.int32()),
        ("passengers", pa.int64()), ("vehicles", pa.int64()), ("fares", pa.decimal128(12, 2)),
    ]  # fmt: skip
    parquet.write_table(pa.Table.from_pylist(rows, pa.schema(kinds)), path)


def tills(path: Path) -> None:
    """What the tills of the shops on board have taken, in hundredths of a krone, as their program keeps it."""
    path.unlink(missing_ok=True)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("create table sales (quarter text, shop text, taken integer)")
        for number, quarter in enumerate(("2024-Q3", "2024-Q4", "2025-Q1", "2025-Q2", "2025-Q3")):
            rows = [(quarter, shop, taken + number * 121_370_00) for shop, taken in
                    (("Café", 4_129_050_50), ("Kiosk", 1_873_400_00))]  # fmt: skip
            connection.executemany("insert into sales values (?, ?, ?)", rows)


# What people of a city answered, now and a year before: percent who are happy with each service.
HAPPY = {"transport": (68, 71), "parks": (83, 82), "schools": (61, 62), "safety": (66, 64), "cleanliness": (54, 51),
         "housing": (31, 27)}  # fmt: skip


def answers(path: Path) -> None:
    """Both waves of a survey, as a statistics program keeps them: Arrow, whole numbers and texts."""
    rows: list[tuple[str, int, int, str, str]] = [
        (f"happy_with_{name}", 2023 + at, share, "percent", "question 7")
        for name, shares in HAPPY.items()
        for at, share in enumerate(shares)
    ]
    rows += [("respondents", 2023, 4018, "respondents", "p. 2"), ("respondents", 2024, 4126, "respondents", "p. 2"),
             ("response", 2024, 39, "percent", "p. 2")]  # fmt: skip
    names = ("question", "wave", "answer", "unit", "asked_in")
    table = pa.Table.from_pylist([dict(zip(names, row, strict=True)) for row in rows])
    with pa.OSFile(str(path), "wb") as file, pa.ipc.new_file(file, table.schema) as out:
        out.write_table(table)


def routes(path: Path, rows: Path) -> None:
    """The crossings as a database of DuckDB, as the warehouse hands them out too."""
    path.unlink(missing_ok=True)
    with duckdb.connect() as connection:
        connection.execute(f"attach '{path}' as fleet (block_size 16384)")  # a small file
        connection.read_parquet(str(rows)).to_table("fleet.crossings")
        connection.execute("detach fleet")


def write_all(briefs: Path) -> None:
    """All files of data, each in the folder of its brief."""
    brewery(briefs / "brewery-workbook" / "quarters.xlsx")
    operator = briefs / "grid-operator"
    meters(operator / "meters.parquet")
    ledger(operator / "ledger.csv")
    assets(operator / "assets.ods")
    outages(operator / "outages.jsonl.gz")
    crossings(briefs / "ferry-line" / "crossings.parquet")
    routes(briefs / "ferry-line" / "fleet.duckdb", briefs / "ferry-line" / "crossings.parquet")
    tills(briefs / "ferry-line" / "tills.sqlite")
    answers(briefs / "city-statistics" / "survey.arrow")
    written("tesselate", briefs / "device-maker")


if __name__ == "__main__":
    write_all(BRIEFS)
