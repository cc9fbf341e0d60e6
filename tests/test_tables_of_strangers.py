"""Tables as other trades and countries have them: no number a thousand times off, no column lost without a word."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from reportgen import cli
from reportgen.facts.reference import fact_of
from reportgen.figures.verbs import direction, judgement
from reportgen.findings import Place
from reportgen.pipeline import load
from reportgen.source_settings import SourceDocument
from reportgen.sources.day_order import with_days
from reportgen.sources.delimited import points_part_thousands
from reportgen.sources.grid import Cell, Grid
from reportgen.sources.period_parts import with_periods
from reportgen.sources.words import Words, in_brackets
from reportgen.starter.meanings import meaning_of
from tests.first_briefs import begun, facts_of

pytestmark = pytest.mark.usefixtures("dated")


# Whole tables --------------------------------------------------------------------------------------------------------

GERMAN = """\
Stadtwerke Musterstadt GmbH – Quartalsbericht;;;;;
Angaben in Tsd. EUR;;;;;
Position;Q3 2024;Q4 2024;Q1 2025;Q2 2025;Q3 2025
Umsatzerlöse;9.876,5;13.456,2;13.902,4;10.987,5;10.432,1
Materialaufwand;6.321,0;8.765,4;8.890,2;6.998,7;6.654,3
Mitarbeiter;418;420;421;425;1.028

Quelle: Konzernrechnungswesen;ungeprüft
"""
FRENCH = "Mois;Indicateur;Valeur;Unité\n" + "".join(
    f"01/{1 + at % 12:02}/{2024 + at // 12};Chiffre d’affaires;{1200 + at},5;k€\n" for at in range(21)
)
SPANISH = """\
Hotel Costa SA
Cifras en miles de euros
Concepto;3T24;4T24;1T25;2T25;3T25
Ingresos;3.402,8;3.450,0;3.301,4;3.455,9;3.610,3
Gastos de personal;-712,3;-700,2;-720,9;-740,0;-745,1
Ocupación (%);88,4;80,1;77,3;83,6;90,2
"""
THOUSANDS = """\
"Delta Freight Inc.",,,
"(in thousands, except per share data)",,,
,Q3'24,Q2'25,Q3'25
Total revenue,"$57,214","$59,950","$62,985"
Operating expenses,"(58,100)","(60,200)","(61,950)"
Operating income (loss),(886),(250),"1,035"
Diluted EPS,($0.12),($0.06),($0.01)
"""
ESTIMATES = """\
$ millions,FY22A,FY23A,FY24A,FY25E
Net sales,"1,204.50","1,310.00","1,402.10","1,500.00"
Cost of goods sold,(702.10),(760.30),(801.20),(850.00)
Gross profit,502.40,549.70,600.90,650.00
"""
HOTELS = """\
Hotels,Sep-24,Dec-24,Mar-25,Jun-25,Sep-25
Occupancy,78.8%,69.9%,72.4%,75.1%,79.6%
Room revenue (€m),83.0,67.4,73.0,79.5,88.5
"""
CRAFT = "Kennzahl;2022;2023;2024\nUmsatz (EUR);998;1.345;1.402\nMitarbeiter;12;14;15\n"
BANK = """\
CHF million,H1 2024,H2 2024,H1 2025
Operating income,600.4,598.2,600.9
Loan loss provisions,12.7,(22.0),(84.3)
"""
AIRLINE = """\
Nordwind Airlines,,
(in millions unless stated),,
,Q3 2025,Q3 2024
"Seat km (ASK), mn","24,311","23,456"
"Revenue passenger km, mn","21,102","20,711"
"Passengers, thousands","12,804","12,410"
"Revenue, €m",1204.2,1177.0
"""
TILLS = "week;Umsatz EUR;Bonwert EUR\n2025-W38;1.290.112,00;25,85\n2025-W39;1.334.118,20;26,05\n"
CLUB = "Season\tPosition\tRevenue EUR m\n2023/24\t8\t341.0\n2024/25\t3\t312.4\n"
CHARITY = (
    "Year,2023,2024,2025\nIncome (£),1502118,1488003,1640221\nRestricted funds (£),120000,88000,145500\n"
)
APP = "KPI,Unit,Jul-25,Aug-25,Sep-25\nActive users,k,1203.4,1250.0,1301.2\nARPU,USD,4.20,4.25,4.30\n"

GOLD = """\
,Sep-25 Qtr,Jun-25 Qtr,Sep-24 Qtr
Ore milled (kt),"1,412","1,388","1,377"
Head grade (g/t),2.31,2.18,2.20
AISC (US$/oz),"1,389","1,442","1,377"
"""
MEALS = """\
Indicator,2024-25,2023-24,Budget 2024-25
Total income (£),"2,418,905","2,205,310","2,350,000"
of which donations,"1,610,220","1,402,118","1,500,000"
of which overseas (%),41.2,38.0,
Student-staff ratio,14.9,14.2,
"""
TELCO = """\
KPI,Unit,Q2 25,Q3 25
Mobile subscribers,m,6.27,6.33
Churn,%/month,1.29,1.22
Service revenue,$m,351.8,360.2
"""
DAIRY = """\
Nøgletal;2025;2024
Omsætning (mio. kr.);13.804;13.192
Indvejet mælk (mio. kg);13.712;13.650
Egenkapitalandel (%);38,1;37,0
"""
POLISH = """\
w mln zł;III kw. 2025;III kw. 2024
Przychody ze sprzedaży;1 234,5;1 140,7
Zysk netto;88,1;71,2
"""
HELP_DESK = """\
date,kpi,value,unit,region
2025-08-31,Active users,1250000,users,EMEA
2025-09-30,Active users,1301200,users,EMEA
2025-08-31,Active users,850300,users,APAC
2025-09-30,Active users,871200,users,APAC
2025-08-31,Tickets solved,93.0,%,EMEA
2025-09-30,Tickets solved,94.4,%,EMEA
2025-08-31,Tickets solved,91.0,%,APAC
2025-09-30,Tickets solved,90.4,%,APAC
"""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("telco.csv", TELCO.encode(), {
            ("mobile_subscribers", "2025-Q3", "actual"): "6.33 subscribers mn",
            ("churn", "2025-Q3", "actual"): "1.22 percent",
        }),
        ("dairy.csv", DAIRY.encode(), {
            ("omsaetning", "2025", "actual"): "13804 DKK mn", ("indvejet_maelk", "2025", "actual"): "13712 kg mn",
        }),
        ("polish.csv", POLISH.encode(), {
            ("przychody_ze_sprzedazy", "2025-Q3", "actual"): "1234.5 PLN mn",
        }),
        ("gold.csv", GOLD.encode(), {
            ("ore_milled", "2025-Q3", "actual"): "1412 t k", ("aisc", "2024-Q3", "actual"): "1377 USD per oz",
        }),
        ("meals.csv", MEALS.encode(), {
            ("total_income", "FY2025", "actual"): "2418905 GBP", ("donations", "FY2025", "actual"): "1610220 GBP",
            ("donations", "FY2025", "budget"): "exact 1500000 GBP", ("overseas", "FY2025", "actual"): "41.2 percent",
            ("student_staff_ratio", "FY2025", "actual"): "14.9 x",
        }),
        ("stadtwerke.csv", GERMAN.encode("cp1252"), {
            ("umsatzerlose", "2025-Q3", "actual"): "10432.1 EUR k",
            ("mitarbeiter", "2025-Q3", "actual"): "1028 employees",
        }),
        ("boutique.csv", FRENCH.encode("utf-8-sig"), {
            ("chiffre_d_affaires", "2024-02", "actual"): "1201.5 EUR k",
            ("chiffre_d_affaires", "2025-09", "actual"): "1220.5 EUR k",
        }),
        ("costa.csv", SPANISH.encode("latin-1"), {
            ("ingresos", "2025-Q3", "actual"): "3610.3 EUR k", ("ocupacion", "2025-Q3", "actual"): "90.2 percent",
        }),
        ("freight.csv", THOUSANDS.encode(), {
            ("total_revenue", "2025-Q3", "actual"): "62985 USD k",
            ("operating_expenses", "2025-Q3", "actual"): "-61950 USD k",
            ("operating_income", "2024-Q3", "actual"): "-886 USD k", ("diluted_eps", "2025-Q3", "actual"): "-0.01 USD",
        }),
        ("estimates.csv", ESTIMATES.encode(), {
            ("net_sales", "FY2024", "actual"): "1402.1 USD mn", ("net_sales", "FY2025", "forecast"): "1500 USD mn",
        }),
        ("hotels.csv", HOTELS.encode(), {
            ("room_revenue", "2025-Q1", "actual"): "73 EUR mn", ("occupancy", "2025-Q3", "actual"): "79.6 percent",
        }),
        ("handwerk.csv", CRAFT.encode(), {
            ("umsatz", "2022", "actual"): "998 EUR", ("umsatz", "2024", "actual"): "1402 EUR",
        }),
        ("bank.csv", BANK.encode(), {
            ("loan_loss_provisions", "2025-H1", "actual"): "-84.3 CHF mn",
            ("loan_loss_provisions", "2024-H1", "actual"): "12.7 CHF mn",
        }),
        ("airline.csv", AIRLINE.encode(), {
            ("seat_km_ask", "2025-Q3", "actual"): "24311 units mn",
            ("revenue_passenger_km", "2025-Q3", "actual"): "21102 units mn",
            ("passengers", "2025-Q3", "actual"): "12804 passengers k",
            ("revenue", "2025-Q3", "actual"): "1204.2 EUR mn",
        }),
        ("tills.csv", TILLS.encode(), {
            ("umsatz", "2025-W39", "actual"): "1334118.2 EUR", ("bonwert", "2025-W39", "actual"): "26.05 EUR",
        }),
        ("club.tsv", CLUB.encode(), {
            ("position", "FY2025", "actual"): "3 rank", ("revenue", "FY2025", "actual"): "312.4 EUR mn",
        }),
        ("app.csv", APP.encode(), {("active_users", "2025-09", "actual"): "1301.2 users k"}),
    ],
)  # fmt: skip
def test_every_number_is_what_its_author_meant(
    tmp_path: Path, name: str, content: bytes, expected: dict[tuple[str, str, str], str]
) -> None:
    found = facts_of(begun(tmp_path, name=name, content=content))
    assert {key: found.get(key) for key in expected} == expected


BROKER = """\
US$ mn,FY23A,FY24A,FY25E,FY26E
Revenue,812.4,901.7,988.0,1082.4
EBITDA,121.3,148.8,173.1,200.6
"""


def test_a_part_of_two_measures_is_not_called_by_its_own_name_alone(tmp_path: Path) -> None:
    text = (begun(tmp_path, content=HELP_DESK) / "brief.yaml").read_text(encoding="utf-8")
    standfirst = yaml.safe_load(text)["standfirst"]
    assert standfirst.startswith("Tickets solved, EMEA {{")


def test_what_a_table_expects_of_later_years_is_drawn_behind_what_is_known(tmp_path: Path) -> None:
    folder = begun(tmp_path, name="broker.csv", content=BROKER)
    begun_with = yaml.safe_load((folder / "brief.yaml").read_text(encoding="utf-8"))
    shown = begun_with["exhibits"]["revenue-over-time"]
    assert begun_with["period"] == "FY2024"
    assert (shown["periods"], shown["ahead"], shown["forecast"]) == (2, 2, "forecast")
    planned = load(folder).plan()
    said = [planned.ledger.plain(token) for token in planned.drawn["revenue-over-time"].on_page.labels]
    assert {"901.7", "988.0", "1,082.4"} <= set(said)


def test_a_year_that_is_called_by_two_does_not_end_in_december(tmp_path: Path) -> None:
    folder = begun(tmp_path, name="meals.csv", content=MEALS.encode())
    assert yaml.safe_load((folder / "brief.yaml").read_text(encoding="utf-8"))["fiscal_year_end"] == "June"


def test_a_part_of_a_line_is_called_after_it_where_it_stands_alone(tmp_path: Path) -> None:
    folder = begun(tmp_path, name="meals.csv", content=MEALS.encode())
    metrics = yaml.safe_load((folder / "metrics.yaml").read_text(encoding="utf-8"))
    assert metrics["donations"]["label"] == "Total income, donations"
    assert metrics["donations"]["short"] == "Donations"


@pytest.mark.parametrize(
    "head",
    [
        "Sep-25 Qtr", "Sep Qtr 2025", "September quarter 2025", "Sept. 2025 quarter", "Quarter to Sep 2025",
        "Quarter ended September 2025", "3 months to Sep-25", "Three months ended Sep 30, 2025",
    ],
)  # fmt: skip
def test_a_quarter_is_called_by_its_last_month_in_many_ways(tmp_path: Path, head: str) -> None:
    table = f'Line;"{head}";"{head.replace("25", "24")}"\nSales (EUR m);52.4;47.9\n'
    found = facts_of(begun(tmp_path, name="table.csv", content=table.encode()))
    assert found == {
        ("sales", "2025-Q3", "actual"): "52.4 EUR mn",
        ("sales", "2024-Q3", "actual"): "47.9 EUR mn",
    }


ACCOUNTS = """\
Lakeside Hotels plc,,,,,
"Key figures by quarter (in £ thousands, unless stated)",,,,,
,Q3 2024,Q4 2024,Q1 2025,Q2 2025,Q3 2025
Total revenue,"59,560","50,860","42,070","56,720","64,260"
Staff costs,"(21,400)","(20,100)","(19,050)","(21,200)","(22,900)"
Energy,"(3,900)","(4,500)","(4,800)","(3,600)","(3,700)"
EBITDA,"14,210","8,320","2,150","13,020","16,480"
"""


def test_an_amount_keeps_three_digits_beside_one_ten_times_as_large(tmp_path: Path) -> None:
    metrics = yaml.safe_load(
        (begun(tmp_path, name="charity.csv", content=CHARITY) / "metrics.yaml").read_text()
    )
    assert [(one["scale"], one["decimals"]) for one in metrics.values()] == [("mn", 2), ("k", 0)]


@pytest.mark.parametrize(("line", "scale"), [("", "mn"), ("Bank charges,(40),(38),(41),(39),(40)\n", "")])
def test_amounts_in_many_thousands_are_said_in_millions_where_none_is_lost_by_it(
    tmp_path: Path, line: str, scale: str
) -> None:
    folder = begun(tmp_path, name="lakeside.csv", content=ACCOUNTS + line)
    assert facts_of(folder)["total_revenue", "2025-Q3", "actual"] == "64260 GBP k", "as it is stated"
    metrics = yaml.safe_load((folder / "metrics.yaml").read_text())
    assert metrics["total_revenue"].get("scale", "") == scale
    spent = [line for line in load(folder).build(["html"]).html.split("<p>") if "Staff costs rose" in line]
    assert spent
    assert all("−" not in line.partition("</p>")[0] for line in spent), "it rose to a size"
    energy = load(folder).book.evaluate("energy.yoy")
    assert (direction(fact_of(energy)), judgement(fact_of(energy))) == (-1, 1), (
        "less was spent on it, to the good"
    )


def test_a_budget_with_costs_below_zero_says_that_more_was_spent(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    rows: list[list[str | int | None]] = [
        ["Northwind Hospital Trust", *[None] * 4], ["Budget vs actual, £000", *[None] * 4],
        ["Line", "Sep-25", None, "Oct-25", None], [None, "Budget", "Actual", "Budget", "Actual"],
        ["Patient income", 4200, 4310, 4250, 4190], ["Staff costs", -2500, -2610, -2520, -2590],
        ["Drugs", -610, -598, -612, -640], ["Surplus / (deficit)", 390, 412, 413, 240],
    ]  # fmt: skip
    for row in rows:
        sheet.append(row)
    for merged in ("B3:C3", "D3:E3"):
        sheet.merge_cells(merged)
    book.save(tmp_path / "made.xlsx")
    folder = begun(tmp_path, name="budget.xlsx", content=(tmp_path / "made.xlsx").read_bytes())
    found = facts_of(folder)
    assert found["staff_costs", "2025-10", "budget"] == "exact -2520 GBP k"
    assert found["surplus", "2025-10", "actual"] == "240 GBP k"
    metrics = yaml.safe_load((folder / "metrics.yaml").read_text())
    assert metrics["drugs"]["nature"] == "cost"
    variance = fact_of(load(folder).book.evaluate("staff_costs.vs_budget"))
    assert (direction(variance), judgement(variance)) == (1, -1), "above budget, to the bad"


def test_fiscal_years_named_by_their_last_month_have_their_calendar(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["株式会社サンプル", None, None, None, None])
    sheet.append(["単位：百万円", None, None, None, None])
    sheet.append([None, *(f"{year}年3月期" for year in range(2022, 2026))])
    sheet.append(["売上高", 110234, 118765, 125432, 133210])
    sheet.append(["従業員数", 2401, 2456, 2510, 2587])
    for row in sheet.iter_rows(min_row=4, min_col=2):
        for cell in row:
            cell.number_format = "#,##0"
    book.save(tmp_path / "made.xlsx")
    folder = begun(tmp_path, name="gyoseki.xlsx", content=(tmp_path / "made.xlsx").read_bytes())
    said = yaml.safe_load((folder / "brief.yaml").read_text())
    assert (said["fiscal_year_end"], said["period"]) == ("March", "FY2025")
    assert {one.quantity.unit.symbol for one in load(folder).book.stated} == {"JPY mn", "employees"}


# Words and signs -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "unit"),
    [
        ("Budget vs actual, £000", "GBP k"), ("£'000", "GBP k"), ("単位：百万円", "JPY mn"), ("R$ milhões", "BRL mn"),
        ("millones de euros", "EUR mn"), ("Cifras en miles de euros", "EUR k"), ("migliaia di euro", "EUR k"),
        ("Unit: EUR m", "EUR mn"), ("Customers by region", ""), ("USD mil", ""),
    ],
)  # fmt: skip
def test_a_title_gives_the_unit_that_it_says(words: Words, title: str, unit: str) -> None:
    assert words.headed(title) == unit


@pytest.mark.parametrize(
    ("title", "scale"),
    [
        ("(in thousands, except per share data)", "k"), ("All amounts in millions", "mn"), ("In millions", "mn"),
        ("Sold in thousands of shops", ""), ("in EUR", ""), ("thousands", ""),
    ],
)  # fmt: skip
def test_a_title_gives_a_scale_alone_where_it_says_one(words: Words, title: str, scale: str) -> None:
    assert words.scaled(title) == scale


@pytest.mark.parametrize(
    ("text", "meant"),
    [("FY25E", ("FY25", "forecast")), ("2025F", ("2025", "forecast")), ("Q3 25A", ("Q3 25", "actual")),
     ("FY25B", ("FY25", "budget")), ("Model A", ("", "")), ("Phase 2B", ("", "")), ("FY25", ("", ""))],
)  # fmt: skip
def test_a_letter_behind_a_period_is_its_scenario(words: Words, text: str, meant: tuple[str, str]) -> None:
    assert words.marked(text) == meant


@pytest.mark.parametrize(
    ("label", "inside"),
    [("Surplus / (deficit)", ""), ("Operating income (loss)", ""), ("Peak load [kW]", "kW")],
)
def test_what_a_line_is_called_below_zero_is_no_unit(label: str, inside: str) -> None:
    assert in_brackets(label) == inside


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([["1.234.567", "12"]], True), ([["998", "1.345"]], True), ([["1.234", "2.345"]], None),
        ([["998", "2100", "1.345"]], None), ([["1.5", "998"]], False), ([["0.123", "12"]], False),
        ([["1.234", "998"]], True), ([["12", "14"]], False),
    ],
)  # fmt: skip
def test_points_part_thousands_where_a_line_says_so(rows: list[list[str]], *, expected: bool | None) -> None:
    assert points_part_thousands(rows) is expected


@pytest.mark.parametrize(
    ("label", "topic"),
    [("Chiffre d’affaires", "sales"), ("Ingresos", "sales"), ("Gastos de personal", "cost"), ("Résultat net", "net"),
     ("売上高", "sales"), ("営業利益", "operating"), ("従業員数", "people"), ("Surplus / (deficit)", "net"),
     ("Patient income", "sales")],
)  # fmt: skip
def test_lines_of_other_languages_mean_what_they_mean_in_english(label: str, topic: str) -> None:
    assert meaning_of(label).topic == topic


@pytest.mark.parametrize(
    ("label", "meant"),
    [
        ("Umsatz Mio. EUR", ("Umsatz", "EUR mn")), ("Umsatz T€", ("Umsatz", "EUR k")),
        ("Umsatz TEUR", ("Umsatz", "EUR k")), ("Umsatz / Mio. EUR", ("Umsatz", "EUR mn")),
        ("Umsatz – in Mio. €", ("Umsatz", "EUR mn")), ("Chiffre d'affaires M€", ("Chiffre d'affaires", "EUR mn")),
        ("Ventas miles de euros", ("Ventas", "EUR k")), ("Revenue $m", ("Revenue", "USD mn")),
        ("Revenue $000", ("Revenue", "USD k")), ("Revenue million EUR", ("Revenue", "EUR mn")),
        ("Revenue mUSD", ("Revenue", "USD mn")), ("Revenue MSEK", ("Revenue", "SEK mn")),
        ("revenue_usd_m", ("revenue", "USD mn")), ("Revenue (in millions, EUR)", ("Revenue", "EUR mn")),
        ("Revenue (EUR, in thousands)", ("Revenue", "EUR k")), ("Costs (EUR m)(1)", ("Costs", "EUR mn")),
        ("Costs (EUR m)*", ("Costs", "EUR mn")), ("Costs, EUR m ²", ("Costs", "EUR mn")),
        ("Energy MWh", ("Energy", "MWh")), ("Scope (1)", ("Scope (1)", "")), ("Area (m²)", ("Area", "square metres")),
        ("Number of ALL", ("Number of ALL", "")), ("Group B", ("Group B", "")),
        ("Sales to SMEs", ("Sales to SMEs", "")),
    ],
)  # fmt: skip
def test_no_label_keeps_the_scale_of_its_unit_to_itself(
    words: Words, label: str, meant: tuple[str, str]
) -> None:
    """A million that stays in the label is lost to the number."""
    assert words.with_unit(label) == meant


MIXED = """\
EUR m,2023,2024
Revenue,100.5,110.5
Retail (Germany),12.5,13.5
EBITDA (adjusted),12.5,13.5
Share capital,1.2,1.3
Interest rate swaps,1.2,1.3
Gross margin,145.2,150.1
Operating margin,6.1,6.2
R&D (% of sales),12.5,13.5
Tax rate,25.1,26.2
Return on equity,12.1,12.2
Eigenkapitalquote,45.1,46.1
Market share,12.1,12.2
Net debt / EBITDA,1.2,1.3
Current ratio,1.5,1.6
Dividend per share,1.20,1.30
Ergebnis je Aktie,1.20,1.30
Average daily rate,112.5,113.5
Customers (m),1.2,1.3
Shares outstanding (m),100.1,100.2
Mitarbeiter (Tsd.),1.2,1.3
Fläche (Tsd. m²),12.5,13.5
Umsatz TEUR,1200,1300
Number of stores,120,130
"""


def test_a_unit_for_the_whole_table_is_that_of_its_amounts_and_of_no_rate_or_count(tmp_path: Path) -> None:
    found = facts_of(begun(tmp_path, name="mixed.csv", content=MIXED))
    assert {name: said for (name, period, _), said in found.items() if period == "2024"} == {
        "revenue": "110.5 EUR mn", "retail_germany": "13.5 EUR mn", "ebitda_adjusted": "13.5 EUR mn",
        "share_capital": "1.3 EUR mn", "interest_rate_swaps": "1.3 EUR mn", "gross_margin": "150.1 EUR mn",
        "operating_margin": "6.2 percent", "r_and_d_of_sales": "13.5 percent", "tax_rate": "26.2 percent",
        "return_on_equity": "12.2 percent", "eigenkapitalquote": "46.1 percent", "market_share": "12.2 percent",
        "net_debt_ebitda": "1.3 x", "current_ratio": "1.6 x", "dividend_per_share": "1.3 EUR",
        "ergebnis_je_aktie": "1.3 EUR", "average_daily_rate": "113.5 EUR", "customers": "1.3 customers mn",
        "shares_outstanding": "100.2 shares mn", "mitarbeiter": "1.3 employees k", "flache": "13.5 square metres k",
        "umsatz": "1300 EUR k", "number_of_stores": "130 stores",
    }  # fmt: skip


def test_a_rate_below_a_unit_of_amounts_is_asked_for_its_own(tmp_path: Path) -> None:
    """A source of a brief that is written already: nothing is guessed there."""
    (tmp_path / "t.csv").write_text("EUR m,2024,2025\nSales,10.5,11.5\nTax rate,25.1,26.2\n")
    (tmp_path / "metrics.yaml").write_text("sales: {label: Sales}\ntax_rate: {label: Tax rate}\n")
    (tmp_path / "brief.yaml").write_text(
        "title: A\nentity: {name: B}\nperiod: 2025\ndate: 2026-02-03\nsources: {t: {title: T, data: t.csv}}\n"
    )
    assert [one.place.line for one in load(tmp_path).findings if one.severity == "error"] == [3, 3]


# Headers and messages ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        ("EUR m,2024,,,2025,,\n,Q1,Q2,Q3,Q1,Q2,Q3\nSales,1.5,2.5,3.5,4.5,5.5,6.5\n",
         {("2024-Q1", "actual"): "1.5 EUR mn", ("2024-Q2", "actual"): "2.5 EUR mn", ("2024-Q3", "actual"): "3.5 EUR mn",
          ("2025-Q1", "actual"): "4.5 EUR mn", ("2025-Q2", "actual"): "5.5 EUR mn",
          ("2025-Q3", "actual"): "6.5 EUR mn"}),
        ("EUR m,2024,,2025,\n,Budget,Actual,Budget,Actual\nSales,1.5,2.5,3.5,4.5\n",
         {("2024", "budget"): "exact 1.5 EUR mn", ("2024", "actual"): "2.5 EUR mn",
          ("2025", "budget"): "exact 3.5 EUR mn", ("2025", "actual"): "4.5 EUR mn"}),
        # Centred above its quarters, a year says nothing of those before it: only what stands below it is certain.
        ("EUR m,,2024,,,2025,\n,Q1,Q2,Q3,Q1,Q2,Q3\nSales,1.5,2.5,3.5,4.5,5.5,6.5\n",
         {("2024-Q2", "actual"): "2.5 EUR mn", ("2025-Q2", "actual"): "5.5 EUR mn"}),
        ("Item,2024 (EUR k),2025 (EUR k)\nSales,1234,1345\n",
         {("2024", "actual"): "1234 EUR k", ("2025", "actual"): "1345 EUR k"}),
    ],
    ids=["years over quarters", "years over scenarios", "centred", "units behind years"],
)  # fmt: skip
def test_a_period_above_several_columns_is_said_of_all_of_them_or_of_none_that_may_be_anothers(
    tmp_path: Path, table: str, expected: dict[tuple[str, str], str]
) -> None:
    found = facts_of(begun(tmp_path, name="t.csv", content=table))
    assert {(period, scenario): said for (_, period, scenario), said in found.items()} == expected


@pytest.mark.parametrize(
    ("table", "periods"),
    [
        ("year,month,Sales EUR\n2024,9,100\n2025,9,120\n", {"2024-09", "2025-09"}),
        ("Jahr;Quartal;Umsatz EUR\n2025;1;100\n2025;2;110\n", {"2025-Q1", "2025-Q2"}),
        ("Year,Quarter,Metric,Value,Unit\n2024,Q4,Sales,1,EUR mn\n2025,Q1,Sales,2,EUR mn\n", {"2024-Q4", "2025-Q1"}),
        ("fiscal_year,fiscal_quarter,Sales EUR\n2025,1,100\n2025,2,110\n", {"FY2025-Q1", "FY2025-Q2"}),
        ("year,fiscal_quarter,Sales EUR\n2025,1,100\n2025,2,110\n", {"FY2025-Q1", "FY2025-Q2"}),
    ],
)  # fmt: skip
def test_a_year_beside_its_month_or_quarter_is_one_period_and_no_number_of_anything(
    tmp_path: Path, table: str, periods: set[str]
) -> None:
    assert {period for _, period, _ in facts_of(begun(tmp_path, name="t.csv", content=table))} == periods


@given(st.integers(1, 14), st.integers(1, 14), st.sampled_from(["month", "quarter"]))
def test_what_is_no_part_of_a_year_stays_what_it_is(first: int, second: int, head: str) -> None:
    """Months in service, a quarter of the town: where one of them is none of a year, all are numbers."""
    rows = [["year", head, "Sales"], ["2024", str(first), "1"], ["2025", str(second), "2"]]
    grid = Grid([[Cell(text, PLACE) for text in row] for row in rows], PLACE)
    found = [
        [cell.text for cell in row]
        for row in with_periods(grid, SourceDocument(title="T", data="t.csv")).rows
    ]
    most = {"month": 12, "quarter": 4}[head]
    assert (found == rows) == (max(first, second) > most)
    if found != rows:
        form = {"month": "{}-{:02}", "quarter": "{}-Q{}"}[head]
        assert [row[1] for row in found[1:]] == [form.format(2024, first), form.format(2025, second)]


def test_what_keeps_a_table_from_being_read_is_told_where_the_reader_has_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """No copy of it is made then, so that none can be named."""
    table, folder = tmp_path / "t.csv", tmp_path / "brief"
    for text, said in (
        ("Item,2023,2024\nRevenue EUR,1.2E+06,1.35E+06\n", f"{table}:2: error[number-format]"),
        ("EUR m,2024,2025,2025\nSales,1.5,2.5,3.5\n", f"at {table}:2, from the same source"),
        ("EUR m,Q1,Q2\nSales,1.5,2.5\n", "below 'Q1', 'Q2' are; say it, as --period 2025"),
    ):
        table.write_text(text)
        assert cli.main(["new", str(folder), "--from", str(table)]) == 1
        told = capsys.readouterr().err
        assert (said in told, str(folder / "t.csv") in told, folder.exists()) == (True, False, False), told
        assert f"{folder}: nothing written" in told


def test_a_sheet_without_a_table_is_told_with_those_beside_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book = Workbook()
    book.worksheets[0].append(["Prepared by", "Finance"])
    data = book.create_sheet("Data")
    for row in (["EUR m", "Q3 2024", "Q3 2025"], ["Sales", 10.5, 11.5]):
        data.append(row)
    book.save(tmp_path / "t.xlsx")
    assert cli.main(["new", str(tmp_path / "brief"), "--from", str(tmp_path / "t.xlsx")]) == 1
    assert "the first of 2 (beside 'Data'); name another in 'sheet'" in capsys.readouterr().err


def test_the_command_that_is_told_is_one_that_a_shell_takes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "my brief"
    assert cli.main(["new", str(folder)]) == 0
    assert f"reportgen build '{folder}'" in capsys.readouterr().err
    assert f"reportgen build '{folder}'" in (folder / "README.md").read_text(encoding="utf-8")


# Days ----------------------------------------------------------------------------------------------------------------

FORMS = st.sampled_from(["%d/%m/%Y", "%m/%d/%Y"])
PLACE = Place(Path("table.csv"), 1)


def days_in(texts: list[str]) -> list[dt.date | None]:
    grid = with_days(Grid([[Cell(text, PLACE)] for text in texts], PLACE))
    return [row[0].day for row in grid.rows]


@given(st.lists(st.dates(dt.date(2015, 1, 1), dt.date(2030, 1, 1)), min_size=2, unique=True), FORMS)
@settings(max_examples=200)
def test_days_beside_each_other_are_never_read_in_the_wrong_order(days: list[dt.date], form: str) -> None:
    """Where nothing tells they stay texts, which are refused one by one; of a column of month ends all are told."""
    found = days_in([f"{day:{form}}" for day in days])
    if any(day.day > 12 for day in days):
        assert found == days
    elif not (all(day.day == 1 for day in days) or all(day.month == 1 for day in days)):
        assert not any(found)


@pytest.mark.parametrize("form", ["%d/%m/%Y", "%m/%d/%Y"])
def test_first_days_of_months_are_told_by_being_that(form: str) -> None:
    days = [dt.date(2025, month, 1) for month in range(1, 10)]
    assert days_in([f"{day:{form}}" for day in days]) == days


def test_one_day_alone_tells_nothing() -> None:
    assert days_in(["01/03/2025", "Sales"]) == [None, None]


# Lines below ---------------------------------------------------------------------------------------------------------


def test_a_short_line_with_a_number_is_still_an_error(tmp_path: Path) -> None:
    """Only words alone are passed over: of a number nobody knows in which column it is."""
    (tmp_path / "t.csv").write_text("Line;Q1 2025;Q2 2025;Q3 2025\nSales;1,5;2,5;3,5\nCosts;1,1\n")
    (tmp_path / "brief.yaml").write_text(
        "title: A\nentity: {name: B}\nperiod: 2025-Q3\ndate: 2025-11-03\n"
        "sources:\n  t: {title: T, data: t.csv, constants: {unit: EUR mn}}\n"
    )
    assert "columns" in [one.code for one in load(tmp_path).findings if one.severity == "error"]
