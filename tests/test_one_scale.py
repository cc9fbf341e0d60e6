"""One number, said anywhere in an edition, is the same number: text, card, table, chart and CSV agree."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.brief import read_brief
from reportgen.charts.kind import Drawing
from reportgen.charts.parts.manner import Numbers, manner_of
from reportgen.charts.registry import SHIPPED, draw
from reportgen.charts.theme import load_theme
from reportgen.errors import FormulaError
from reportgen.facts.book import Book
from reportgen.facts.load import load_facts
from reportgen.figures.ledger import Ledger
from reportgen.figures.record import facts_csv
from reportgen.figures.wording import say
from reportgen.figures.written import Style
from reportgen.findings import Findings, Place
from reportgen.intervals import Interval
from reportgen.language import language_of
from reportgen.model import Fact, Kind, Metric, Scenario, Source, Stated
from reportgen.periods import parse_period
from reportgen.quantities import stated
from reportgen.units import INDIAN, MINOR, SCALES, parse_unit
from tests.conftest import Write
from tests.easel import Easel

CODES = frozenset({"EUR", "USD", "GBP"})
STYLE = Style(currency_short={"EUR": "€", "USD": "US$"}, currency_word={"EUR": "euros", "USD": "dollars"})
PERIOD = parse_period("2025-Q3", 12)
ORIGIN = Stated(Source("report", 1, "The report"), "", "", Place(Path("facts.csv"), 2))
FACTORS = {**SCALES, **INDIAN, **MINOR}
FACTORS |= {
    word: SCALES[scale] for scale, word in language_of().units.scales.items() if word and scale in SCALES
}
FACTORS |= {"p": MINOR["pence"], "c": MINOR["cents"], "penny": MINOR["pence"], "cent": MINOR["cents"]}
UNITS = ("EUR", "EUR k", "EUR mn", "EUR bn", "EUR tn", "EUR crore", "EUR cents", "EUR k per customer", "customers",
         "customers k", "customers mn", "EUR per customer")  # fmt: skip


def reread(text: str, header: str = "") -> Interval:
    """What a reader takes from a printed number, with the unit that stands at it or in its header."""
    plain = text.replace("\u00a0", " ").replace("−", "-").replace(",", "")
    digits = re.search(r"\d+(?:\.(\d+))?", plain)
    assert digits, text
    words = re.findall("[a-z]+", f"{plain[digits.end() :]} {header}".split(" per ")[0])
    factor = next((FACTORS[word] for word in words if word in FACTORS), Decimal(1))
    if "lakh" in words and "crore" in words:
        factor = FACTORS["lakh crore"]
    number = Decimal(digits[0]) * (-1 if "-" in plain[: digits.start()] else 1)
    half = Decimal("0.5").scaleb(-len(digits[1] or "")) * factor
    return Interval(number * factor - half, number * factor + half)


def fact_in(text: str, symbol: str, name: str = "m") -> Fact:
    unit = parse_unit(symbol, CODES)
    assert unit
    kinds: dict[str, Kind] = {"currency": "amount", "count": "count", "rate": "rate", "duration": "duration",
                             "points": "points", "percent": "share"}  # fmt: skip
    metric = Metric(name, "Metric", kinds[unit.kind])
    return Fact(f"{name}@2025-Q3", metric, "E", PERIOD, Scenario.ACTUAL, stated(text, unit), ORIGIN, "Metric")


@st.composite
def numbers_of_one_dimension(draw: st.DrawFn) -> Sequence[Fact]:
    """A few amounts as sources state them, each at a scale of its own; or a few counts, or rates."""
    like = draw(st.sampled_from(UNITS))
    dimension = fact_in("1", like).unit.dimension
    alike = [symbol for symbol in UNITS if fact_in("1", symbol).unit.dimension == dimension]
    found = []
    for index in range(draw(st.integers(1, 4))):
        places = draw(st.integers(0, 4))
        value = draw(st.decimals(-(10**7), 10**7, places=places, allow_nan=False))
        found.append(fact_in(f"{value:f}", draw(st.sampled_from(alike)), f"m{index}"))
    return found


@settings(max_examples=600, deadline=None)
@given(numbers_of_one_dimension())
def test_a_number_in_a_table_or_a_chart_is_read_back_with_the_unit_of_its_header(
    facts: Sequence[Fact],
) -> None:
    manner = manner_of(facts, Numbers(), STYLE)
    for fact in facts:
        text = say(fact, manner.form, STYLE, manner.options_for(fact))
        assert fact.quantity.value in reread(text, manner.unit), (text, manner.unit)
        full = manner.in_full()
        assert fact.quantity.value in reread(say(fact, full.form, STYLE, full.options_for(fact)))


@settings(max_examples=600, deadline=None)
@given(numbers_of_one_dimension(), st.sampled_from(["long", "short", "between"]))
def test_a_number_in_the_text_or_on_a_card_is_read_back_with_its_own_unit(
    facts: Sequence[Fact], form: str
) -> None:
    for fact in facts:
        text = say(fact, form, STYLE)
        low, _, high = text.rpartition(" to ")
        if low:
            _, _, unit = high.replace("\u00a0", " ").partition(" ")
            ends = reread(low, unit).high, reread(high).low
            assert (
                ends[0] - 2 * reread(low, unit).width
                <= fact.quantity.value
                <= ends[1] + 2 * reread(high).width
            )
        else:
            assert fact.quantity.value in reread(text), text


@settings(max_examples=300, deadline=None)
@given(numbers_of_one_dimension(), st.integers(0, 3))
def test_fewer_decimals_never_make_nothing_of_something(facts: Sequence[Fact], decimals: int) -> None:
    manner = manner_of(facts, Numbers(decimals=decimals), STYLE)
    for fact in facts:
        for form, options in (("long", {"decimals": decimals}), (manner.form, manner.options_for(fact))):
            text = say(fact, form, STYLE, options)
            assert bool(re.search("[1-9]", text.split(" per ")[0])) == bool(fact.quantity.value)
            header = manner.unit if form == manner.form else ""
            assert fact.quantity.value in reread(text, header)


@settings(max_examples=300, deadline=None)
@given(numbers_of_one_dimension())
def test_the_table_of_facts_says_the_same_number(facts: Sequence[Fact]) -> None:
    for fact, row in zip(facts, csv.DictReader(facts_csv(facts).decode().splitlines()), strict=True):
        unit = parse_unit(row["unit"], CODES)
        assert unit
        assert stated(row["value"], unit).value == fact.quantity.value
        assert Decimal(row["low"]) * unit.factor <= fact.quantity.value <= Decimal(row["high"]) * unit.factor


@settings(max_examples=300, deadline=None)
@given(numbers_of_one_dimension())
def test_different_numbers_from_one_scale_are_never_said_alike(facts: Sequence[Fact]) -> None:
    alike = [
        replace(fact, quantity=stated(str(fact.quantity.value), facts[0].unit.scaled("ones")))
        for fact in facts
    ]
    manner = manner_of(alike, Numbers(), STYLE)
    texts = {say(fact, manner.form, STYLE, manner.options_for(fact)) for fact in alike}
    assert len(texts) >= len({fact.quantity.value for fact in alike})


# Cases ---------------------------------------------------------------------------------------------------------------

BRIEF = """\
title: t
entity: {name: Example Corp}
period: 2025-Q3
date: 2025-11-03
currency: [{code: EUR, short: €, word: euros}, {code: USD, short: US$, word: dollars}]
sources: {report: {title: Report}}
"""


def drawn(folder: Path, data: str, kind: str, /, **options: object) -> tuple[Drawing, Ledger]:
    (folder / "brief.yaml").write_text(BRIEF, encoding="utf-8")
    (folder / "facts.csv").write_text(
        "metric,entity,period,value,unit,source\n" + "".join(f"{row},report\n" for row in data.split(" ; ")),
        encoding="utf-8",
    )
    findings = Findings()
    brief = read_brief(folder, None, findings)
    book = Book(brief, *load_facts(brief, findings))
    assert not findings, findings
    ledger = Ledger(STYLE)
    return draw(SHIPPED[kind], options, "x", book, ledger, load_theme()), ledger


def cells(drawing: Drawing, ledger: Ledger) -> list[list[str]]:
    return [[ledger.plain(cell.text).replace("\u00a0", " ") for cell in row] for row in drawing.table.rows]


BURN = "burn,,2025-Q3,410,EUR k ; burn,,2024-Q3,465,EUR k"


def test_thousands_stay_thousands_in_header_cell_change_and_chart(tmp_path: Path) -> None:
    table, ledger = drawn(tmp_path, BURN, "table", rows=["burn"], columns=["now", "year_ago", "change"])
    assert table.measure == "€ k, Q3 25"
    assert cells(table, ledger) == [["Burn", "410", "465", "−55"]]
    columns, ledger = drawn(tmp_path, BURN, "columns", series="burn", periods=5)
    assert columns.table.header == ("Period", "Burn, € k")
    assert cells(columns, ledger)[-1] == ["Q3 25", "410"]
    versus, ledger = drawn(tmp_path, BURN, "versus", items=["burn"], against=["year_ago"])
    assert cells(versus, ledger) == [["Burn, € k", "410", "465"]]
    assert "€410k" in ledger.plain(versus.alt)


def test_rows_of_one_currency_share_a_scale_and_keep_the_digits_of_their_sources(tmp_path: Path) -> None:
    rows = (
        "rev,,2025-Q3,1234.5,EUR mn ; rev,,2024-Q3,1100.2,EUR mn ; cogs,,2025-Q3,-900.0,EUR mn ;"
        " cogs,,2024-Q3,-850.3,EUR mn ; eps,,2025-Q3,1.23,EUR ; eps,,2024-Q3,0.98,EUR"
    )
    table, ledger = drawn(
        tmp_path, rows, "table", rows=["rev", "cogs", "eps"], columns=["now", "year_ago", "change"]
    )
    assert cells(table, ledger) == [
        ["Rev, € mn", "1,234.5", "1,100.2", "+134.3"],
        ["Cogs, € mn", "−900.0", "−850.3", "−49.7"],
        ["Eps, €", "1.23", "0.98", "+0.25"],
    ]


def test_a_scale_is_never_so_coarse_that_two_cells_and_their_change_are_alike(tmp_path: Path) -> None:
    rows = "fee,,2025-Q3,987.4,USD k ; fee,,2024-Q3,1012.3,USD k"
    table, ledger = drawn(tmp_path, rows, "table", rows=["fee"])
    assert table.measure == "US$ k, Q3 25"
    assert cells(table, ledger) == [["Fee", "987.4", "1,012.3", "−24.9", "−2.5%"]]


def test_sources_of_two_scales_share_one_and_the_digits_that_both_have(tmp_path: Path) -> None:
    rows = "s,,2025-Q3,39.8,EUR bn ; s,,2024-Q3,29610,EUR mn"
    table, ledger = drawn(tmp_path, rows, "table", rows=["s"], columns=["now", "year_ago", "change"])
    assert cells(table, ledger) == [["S", "39.8", "29.6", "+10.2"]]
    rows = "s,,2025-Q3,52.4,EUR mn ; s,,2024-Q3,410,EUR k"
    table, ledger = drawn(tmp_path, rows, "table", rows=["s"], columns=["now", "year_ago"])
    assert (table.measure, cells(table, ledger)) == ("€ mn, Q3 25", [["S", "52.4", "0.410"]])


@pytest.mark.parametrize("other", ["2.19,EUR bn", "2190,EUR mn", "2.194,EUR tn", "0.3,EUR mn"])
def test_a_row_keeps_the_digits_of_its_sources_whatever_stands_below_it(tmp_path: Path, other: str) -> None:
    rows = f"s,,2025-Q3,-9.8,EUR mn ; s,,2024-Q3,-11.2,EUR mn ; o,,2025-Q3,{other} ; o,,2024-Q3,{other}"
    table, ledger = drawn(tmp_path, rows, "table", rows=["s", "o"], columns=["now", "year_ago", "change"])
    assert cells(table, ledger)[0][1:] == ["−9.8", "−11.2", "+1.4"]


def test_what_is_exactly_the_same_has_not_changed_within_rounding(tmp_path: Path) -> None:
    rows = "s,,2025-Q3,7,stores ; s,,2024-Q3,7,stores ; o,,2025-Q3,0,stores ; o,,2024-Q3,0,stores"
    table, ledger = drawn(tmp_path, rows, "table", rows=["s", "o"], columns=["now", "year_ago", "change"])
    assert cells(table, ledger) == [["S", "7", "7", "–"], ["O", "–", "–", "–"]]


def test_an_author_sets_scale_and_decimals_of_an_exhibit(tmp_path: Path) -> None:
    rows = "s,,2025-Q3,1530,USD mn ; s,,2024-Q3,1470,USD mn"
    table, ledger = drawn(tmp_path, rows, "table", rows=["s"], columns=["now", "year_ago", "change"])
    assert cells(table, ledger) == [["S", "1,530", "1,470", "+60"]]
    table, ledger = drawn(tmp_path, rows, "table", rows=["s"], columns=["now"], scale="bn", decimals=1)
    assert (table.measure, cells(table, ledger)) == ("US$ bn, Q3 25", [["S", "1.5"]])
    table, ledger = drawn(tmp_path, rows, "table", rows=["s"], columns=["now"], unit="USD k")
    assert (table.measure, cells(table, ledger)) == ("US$ k, Q3 25", [["S", "1,530,000"]])


def test_two_currencies_do_not_stand_on_one_axis(tmp_path: Path) -> None:
    rows = "sales,,2025-Q3,12.0,EUR mn ; sales,Gamma SA,2025-Q3,9.1,USD mn"
    with pytest.raises(FormulaError, match="cannot stand on one axis"):
        drawn(tmp_path, rows, "bars", items=["sales", 'sales.of("Gamma SA")'])


def test_a_part_of_a_whole_is_not_negative(tmp_path: Path) -> None:
    rows = "t,,2025-Q3,10.0,EUR mn ; a,,2025-Q3,14.0,EUR mn ; b,,2025-Q3,-4.0,EUR mn"
    with pytest.raises(FormulaError, match="a part of a whole cannot be below zero"):
        drawn(tmp_path, rows, "share", total="t", parts=["a", "b"], at=["now"])
    with pytest.raises(FormulaError, match="add up to more than"):
        drawn(tmp_path, rows, "share", total="t", parts=["a"], at=["now"])


def test_growth_that_is_said_as_a_bound_is_drawn_at_the_bound_and_ends_open(
    tmp_path: Path, easel: Easel
) -> None:
    rows = "base,,2025-Q3,480,EUR mn ; base,,2024-Q3,0.4,EUR mn ; u,,2025-Q3,81.4,EUR mn ; u,,2024-Q3,70.0,EUR mn"
    bars, ledger = drawn(tmp_path, rows, "bars", items=["base.yoy", "u.yoy"])
    assert [row[1] for row in cells(bars, ledger)] == [">1,000%", "+16.3%"]
    shapes = easel.parts(bars).shapes
    widths = sorted(one.box.right - one.box.left for one in shapes if not one.color.startswith("url("))
    assert widths[1] / widths[0] == pytest.approx(10 / 0.163, rel=0.01)
    assert any(one.color.startswith("url(") for one in shapes)  # hatched


SMALL_EPS = "e,,FY2026-Q2,,0.0342,USD,,report\ne,,FY2025-Q2,,0.0287,USD,,report"
EPS = "e,,FY2026-Q2,,6.08,USD,,report\ne,,FY2025-Q2,,6.13,USD,,report"


@pytest.mark.parametrize(
    ("rows", "expression", "form", "expected"),
    [
        ("m,,FY2026-Q2,,9.1,percent,,report", "m", "between", "9.05 to 9.15_percent"),
        ("s,,FY2026-Q2,,39.8,CNY bn,,report", "s", "between", "39.75 to 39.85_billion yuan"),
        (SMALL_EPS, "e", "long", "0.0342_dollars"),
        (SMALL_EPS, "e.change", "by", "rose by 0.0055_dollars"),
        (EPS, "e.change", "by", "fell by 0.05_dollars"),
        (EPS, "e.yoy", "moved", "fell about 0.8_percent"),
        ("c,,FY2026-Q2,,35,bps,,report\nc,,FY2025-Q2,,42,bps,,report", "c.yoy", "by", "fell by 7_basis points"),
        ("c,,FY2026-Q2,,35,bps,,report\nc,,FY2025-Q2,,42,bps,,report", "c.yoy", "signed", "−7_bps"),
        ("c,,FY2026-Q2,,35,bps,,report", "c", "short", "35_bps"),
        ("g_yoy,,FY2026-Q2,,1250,percent,,report", "g_yoy", "moved", "rose 1,250_percent"),
        ("s,,FY2026-Q2,,99.96,percent,,report", "s", "long", "99.96_percent"),
        ("w,,FY2026-Q2,,14.5,months,,report", "w", "long", "14.5_months"),
        ("n,,FY2026-Q2,,999.96,USD mn,,report", "n", "long", "999.96_million dollars"),
        ("p,,FY2026-Q2,,84.3,GBp,,report", "p", "long", "84.3_pence"),
        ("p,,FY2026-Q2,,84.3,pence,,report", "p", "short", "84.3p"),
        ("p,,FY2026-Q2,,4.5,EUR cents,,report", "p", "long", "4.5_cents"),
        ("p,,FY2026-Q2,,6.08,USD per share,,report", "p", "long", "6.08_dollars per share"),
        ("p,,FY2026-Q2,,0.11,t CO2e per patient,,report", "p", "long", "0.11_t CO2e per patient"),
        ("p,,FY2026-Q2,,52.1,MWh per beds,,report", "p", "long", "52.1_MWh per bed"),
        ("p,,FY2026-Q2,,1,patients per day,,report", "p", "long", "1_patient per day"),
        ("p,,FY2026-Q2,,71.50,CNY per barrel,,report", "p", "short", "CNY_71.50 per barrel"),
        ("p,,FY2026-Q2,,212,patients per 100000 people,,report", "p", "long", "212_patients per 100,000 people"),
        ("p,,FY2026-Q2,,2.4,patients per 1000 visits,,report", "p", "long", "2.4_patients per 1,000 visits"),
        ("p,,FY2026-Q2,,2.4,patients per 10 beds,,report", "p", "long", "2.4_patients per 10 beds"),
        ("p,,FY2026-Q2,,8.4,per mille,,report", "p", "short", "8.4‰"),
        ("p,,FY2026-Q2,,37,minutes,,report", "p", "long", "37_minutes"),
        ("p,,FY2026-Q2,,12.5,INR crore,,report", "p", "long", "12.5_crore Indian rupees"),
        ("p,,FY2026-Q2,,1500,square metres,,report", "p", "long", "1,500_square metres"),
        ("p,,FY2026-Q2,,1500,square meters,,report", "p", "long", "1,500_square meters"),
        ("p,,FY2026-Q2,,1.5,liters mn,,report", "p", "long", "1.5_million liters"),
        ("p,,FY2026-Q2,,1.4,EUR mn per store,,report", "p", "long", "1.4_million euros per store"),
    ],
)  # fmt: skip
def test_a_figure_is_said_as_its_source_states_it(
    brief: Write, rows: str, expression: str, form: str, expected: str
) -> None:
    small = brief(rows + "\n")
    assert small.check() == []
    small.style = Style(currency_word={"CNY": "yuan", "USD": "dollars", "EUR": "euros"})
    assert small.say(expression, form) == expected


def test_a_unit_rolls_over_when_rounding_makes_a_thousand_of_it(brief: Write) -> None:
    small = brief("n,,FY2026-Q2,,999.96,USD mn,,report\n")
    assert small.say("n", "long", decimals=1) == "1.0_billion dollars"


def test_the_decimals_of_a_level_say_nothing_about_its_growth(brief: Write) -> None:
    rows = "nav,,FY2026-Q2,,126.48,USD,,report\nnav,,FY2025-Q2,,100.00,USD,,report\n"
    small = brief(rows, metrics="nav: {label: NAV, decimals: 2}\n")
    assert small.say("nav.yoy", "moved") == "rose 26.5_percent"
    assert small.say("nav.change", "by") == "rose by 26.48_dollars"


def test_computed_earnings_a_share_are_per_one_share(brief: Write) -> None:
    rows = "ni,,FY2026-Q2,,93736,USD mn,,report\nsh,,FY2026-Q2,,15408.1,shares mn,,report\n"
    assert (
        brief(rows, "derive: {eps: {formula: ni / sh, kind: rate}}\n").say("eps", "long")
        == "6.08_dollars per share"
    )


def test_pence_are_a_hundredth_of_a_pound_everywhere(brief: Write) -> None:
    rows = "eps,,FY2026-Q2,,84.3,GBp,,report\neps,,FY2026-Q2,,0.843,GBP,,press\n"
    small = brief(rows)
    assert small.check() == []
    assert small.fact("eps").quantity.value == Decimal("0.843")
    assert brief("eps,,FY2026-Q2,,84.3,GBp,,report\neps,,FY2026-Q2,,84.3,GBP,,press\n").check() != []


def test_a_metric_declares_what_it_counts_with_its_singular(brief: Write) -> None:
    metrics = (
        "dogs: {label: D, unit: {one: Labrador, many: Labradors}}\n"
        "mice: {label: M, unit: {one: mouse, many: mice}}\n"
    )
    rows = "dogs,,FY2026-Q2,,1,Labradors,,report\nmice,,FY2026-Q2,,3,mice,,report\n"
    small = brief(rows, "derive: {rest: {formula: mice / dogs, kind: rate}}\n", metrics=metrics)
    assert small.say("dogs", "long") == "1_Labrador"
    assert small.say("mice", "long") == "3_mice"
    assert small.say("rest", "long") == "3_mice per Labrador"


def test_a_derived_rate_is_said_in_the_unit_that_its_author_declares(brief: Write) -> None:
    rows = "sales,,FY2026-Q2,,52.4,EUR mn,,report\nstores,,FY2026-Q2,,20,stores,,report\n"
    small = brief(rows, "derive: {s: {formula: sales / stores, kind: rate, unit: EUR k per store}}\n")
    assert small.say("s", "short") == "EUR_2,620k per store"
    wrong = brief(rows, "derive: {s: {formula: sales / stores, kind: rate, unit: EUR k per customer}}\n")
    assert "declared in 'EUR k per customer'" in wrong.problem("s")


@pytest.mark.parametrize(
    ("style", "text", "unit", "form", "expected"),
    [
        (Style(grouping="indian"), "1234567", "customers", "long", "12,34,567_customers"),
        (Style(grouping="indian"), "123456789.5", "EUR", "number", "12,34,56,789.5"),
        (Style(thousands=".", decimal=","), "1234.5", "EUR mn", "number", "1.234,5"),
        (Style(thousands=" ", decimal=","), "1234.5", "EUR mn", "number", "1\u202f234,5"),
        (Style(thousands=""), "12345", "customers", "number", "12345"),
        (Style(currency="after", currency_short={"EUR": "€"}), "39.8", "EUR bn", "short", "39.8bn_€"),
        (Style(currency="after", currency_short={"EUR": "€"}), "-39.8", "EUR bn", "short", "−39.8bn_€"),
        (Style(points="percentage points"), "3.5", "pp", "signed", "+3.5_percentage points"),
        (Style(percent="per cent"), "34", "percent", "long", "34_per cent"),
    ],
)  # fmt: skip
def test_a_brief_writes_numbers_in_its_own_style(
    style: Style, text: str, unit: str, form: str, expected: str
) -> None:
    assert say(fact_in(text, unit), form, style).replace("\u00a0", "_") == expected


def test_hours_and_minutes_are_added_by_their_definition(brief: Write) -> None:
    rows = "a,,FY2026-Q2,,1.5,hours,,report\nb,,FY2026-Q2,,30,minutes,,report\n"
    assert brief(rows, "derive: {c: {formula: a + b, kind: duration}}\n").say("c", "long") == "2.0_hours"
