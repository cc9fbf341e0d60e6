"""The figures of a document as paper shows them: a matrix, formulas in words, ranges that hold their values."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

import reportgen
from reportgen.document.appendix import TOGETHER, Appendix, appendix
from reportgen.document.origins import Origin, origins
from reportgen.figures.digits import said
from reportgen.figures.ledger import Ledger
from reportgen.figures.left_open import left_open
from reportgen.figures.written import Style
from reportgen.intervals import Interval
from reportgen.model import Derived, Fact, Metric, Scenario, Spot
from reportgen.periods import parse_period
from reportgen.quantities import Quantity
from reportgen.units import Unit
from tests.conftest import Write
from tests.gallery import BRIEFS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

PERIOD = parse_period("2025-Q3", 12)
ORIGIN = Derived("a - b", None, ())
CODE = re.compile(r"\w_\w|\w\.\w+\(|@|[*/]\s")  # names of ours, calls, versions, signs of a programmer
NAMES = ("alibaba-fy2026-q2", "fund-factsheet", "peers")
CASES = [pytest.param(name, id=name) for name in NAMES]


@pytest.fixture(scope="module")
def listed() -> Mapping[str, Sequence[Origin]]:
    """The figures of briefs of several trades, each with its origin."""
    found = {}
    for name in NAMES:
        edition = reportgen.load(BRIEFS[name], allow_code=True).build()
        ledger = Ledger(Style())
        ledger._lines = {line.number: line for line in edition.ledger}
        found[name] = origins(ledger)
    return found


@pytest.mark.parametrize("name", CASES)
def test_formulas_are_words_and_never_code(name: str, listed: Mapping[str, Sequence[Origin]]) -> None:
    formulas = [one.formula for one in listed[name] if one.is_derived]
    assert formulas
    assert [one for one in formulas if CODE.search(one)] == []


@pytest.mark.parametrize(
    ("measure", "period", "words"),
    [
        ("Cloud EBITA margin", "Q2 FY26", "cloud EBITA divided by cloud revenue"),
        ("Cloud EBITA", "Q2 FY25", "cloud EBITA of Q2 FY26 divided by 1 plus cloud EBITA growth of Q2 FY26"),
        ("Cloud revenue, change on the year", "Q2 FY26", "cloud revenue less that of a year before"),
        (
            "Cloud revenue, variance to the consensus",
            "Q2 FY26",
            "cloud revenue divided by the consensus, less 1",
        ),
        (
            "Exchange rate implied by the source",
            "Q2 FY26",
            "group revenue in CNY divided by group revenue in USD",
        ),
    ],
)
def test_a_formula_names_its_inputs_by_their_labels(
    measure: str, period: str, words: str, listed: Mapping[str, Sequence[Origin]]
) -> None:
    found = {one.formula for one in listed[NAMES[0]] if (one.label, one.period) == (measure, period)}
    assert found == {words}


@pytest.mark.parametrize("name", CASES)
def test_no_label_measures_a_thing_against_itself(name: str, listed: Mapping[str, Sequence[Origin]]) -> None:
    for one in listed[name]:
        first, _, rest = one.label.partition(", ")
        assert not re.fullmatch(
            rf"(?:above|less|share of|multiple of) {re.escape(first)}", rest, re.IGNORECASE
        )


@pytest.mark.parametrize("name", CASES)
def test_the_full_appendix_holds_every_figure_and_the_short_one_counts_what_it_leaves_out(
    name: str, listed: Mapping[str, Sequence[Origin]]
) -> None:
    everything = {one.number for one in listed[name]}
    full, short = (appendix(listed[name], extent, Style()) for extent in ("full", "short"))
    assert members(full) == everything
    assert len(members(short)) + short.left_out == len(everything)
    assert appendix(listed[name], "none", Style()).bands == ()


@pytest.mark.parametrize("name", CASES)
def test_each_value_stands_below_its_own_period(name: str, listed: Mapping[str, Sequence[Origin]]) -> None:
    for band in appendix(listed[name], "full", Style()).bands:
        for row in band.rows:
            for period, cell in zip(band.periods, row.cells, strict=True):
                assert {one.fact.period.short for value in cell for one in value.origins} <= {period}


def test_a_measure_of_many_companies_has_its_label_again_after_a_few_rows_so_that_a_page_may_end_there(
    brief: Write,
) -> None:
    names = [f"Region {chr(65 + at)}" for at in range(20)]
    rows = "".join(
        f"sales,{name},FY{year}-Q2,,{50 + at + year % 7},CNY mn,,report\n"
        for at, name in enumerate(names) for year in (2025, 2026)
    )  # fmt: skip
    small = brief(rows, metrics="sales: {label: Sales}\n")
    ledger = Ledger(small.style)
    for name in names:
        growth = replace(
            small.fact(f'sales.of("{name}").yoy'), label="Sales, growth on the year", standing=name
        )
        ledger.enter(Spot("section", "sales"), ledger.say(growth, "signed"))
    [band] = appendix(origins(ledger), "full", Style()).bands[-1:]
    runs = "".join("." if row.is_below else "H" for row in band.rows).split("H")[1:]
    assert max(map(len, runs)) == TOGETHER - 1
    assert {row.label for row in band.rows if not row.is_below} == {"Sales, growth on the year"}


def members(table: Appendix) -> set[int]:
    """The numbers of all figures in a matrix."""
    return {one.number for band in table.bands for row in band.rows for one in row.members}


@given(
    st.decimals("0.001", "999999", places=3),
    st.decimals("0.0001", "0.4", places=4),
    st.sampled_from(["", "-"]),
)
def test_the_value_as_it_is_said_lies_in_what_its_rounding_leaves_open(
    size: Decimal, share: Decimal, sign: str
) -> None:
    fact = made(Decimal(f"{sign}{size}"), size * share)
    low, high = (number(text) for text in left_open(fact, Style()).split(" to "))
    value = said(fact)
    assert low <= value.number <= high
    assert low * value.unit.factor <= fact.quantity.interval.low
    assert high * value.unit.factor >= fact.quantity.interval.high


def test_what_rounding_leaves_of_a_small_number_is_said_as_finely_as_the_number(brief: Write) -> None:
    rows = "c,,FY2026-Q2,,0.00042,t per store,,report\nc,,FY2025-Q2,,0.00051,t per store,,report\n"
    small = brief(rows, metrics="c: {label: Carbon}\n")
    assert left_open(small.fact("c.change"), small.style) == "−0.00010 to −0.00008"


def made(value: Decimal, width: Decimal) -> Fact:
    """A computed amount in millions, with the interval around it."""
    unit, million = Unit("currency", "CNY", "mn", Decimal(10) ** 6), Decimal(10) ** 6
    interval = Interval((value - width / 2) * million, (value + width / 2) * million)
    quantity = Quantity(value * million, unit, interval)
    metric = Metric("m", "Measure", "amount")
    return Fact("m@2025-Q3", metric, "E", PERIOD, Scenario.ACTUAL, quantity, ORIGIN, "Measure")


def number(text: str) -> Decimal:
    return Decimal(text.replace(",", "").replace("−", "-"))
