"""A figure in an exhibit says whose it is and when, where that is not what the brief is about."""

from __future__ import annotations

from pathlib import Path

import pytest

import reportgen
from reportgen.document.exhibits import Planned
from reportgen.figures.ledger import Ledger

BRIEF = """\
title: Whose and when
entity: {name: Example Corp, short: Example}
period: 2025-Q3
date: 2025-11-03
currency: {code: EUR, short: €, word: euros}
sources: {report: {title: Report}}
kpis: [{figure: sales.prior}, {figure: sales}]
exhibits:
  x: """
ROWS = [
    f"sales,{entity},{year}-Q{quarter},{year % 100 + quarter}.0,EUR mn,report"
    for entity in ("", "Beta AG")
    for year in (2024, 2025)
    for quarter in range(1, 5)
    if (year, quarter) != (2025, 4)
]


def planned(folder: Path, exhibit: str) -> tuple[Planned | None, Ledger, list[str], list[str]]:
    (folder / "brief.yaml").write_text(BRIEF + exhibit, encoding="utf-8")
    (folder / "metrics.yaml").write_text("sales: {label: Sales}\n", encoding="utf-8")
    (folder / "facts.csv").write_text(
        "metric,entity,period,value,unit,source\n" + "\n".join(ROWS), encoding="utf-8"
    )
    (folder / "narrative.md").write_text('## A\n\n{{ exhibit("x") }}\n', encoding="utf-8")
    plan = reportgen.load(folder).plan()
    messages = [one.message for one in plan.findings if one.severity == "error"]
    return plan.exhibits.get("x"), plan.ledger, messages, [card.label for card in plan.words.cards]


def words(folder: Path, exhibit: str) -> tuple[str, tuple[str, ...], list[str]]:
    one, ledger, messages, _ = planned(folder, exhibit)
    assert one, messages
    table = one.exhibit.table
    return ledger.plain(one.exhibit.measure), table.header, [ledger.plain(row[0].text) for row in table.rows]


def test_a_row_of_another_company_names_it_and_so_does_the_row_beside_it(tmp_path: Path) -> None:
    _, _, names = words(tmp_path, "{kind: table, title: T, rows: [sales, sales.of('Beta AG')]}")
    assert names == ["Sales, Example", "Sales, Beta AG"]


def test_a_table_of_an_earlier_period_is_headed_by_that_period(tmp_path: Path) -> None:
    measure, header, names = words(
        tmp_path, "{kind: table, title: T, rows: [sales.prior], columns: [now, year_ago]}"
    )
    assert (measure, header, names) == ("€ mn, Q2 25", ("", "Q2 25", "Q2 24"), ["Sales"])


def test_rows_of_several_periods_name_theirs_and_the_columns_none(tmp_path: Path) -> None:
    exhibit = "{kind: table, title: T, rows: [sales, sales.prior], columns: [now, year_ago]}"
    measure, header, names = words(tmp_path, exhibit)
    assert (measure, header) == ("€ mn", ("", "Value", "A year before"))
    assert names == ["Sales, Q3 25", "Sales, Q2 25"]


@pytest.mark.parametrize("kind", ["columns", "line"])
def test_an_axis_has_the_periods_of_what_is_drawn_on_it(kind: str, tmp_path: Path) -> None:
    _, _, names = words(tmp_path, f"{{kind: {kind}, title: T, series: sales.prior, periods: 3}}")
    assert names == ["Q4 24", "Q1 25", "Q2 25"]


def test_bars_of_several_companies_have_their_measure_once(tmp_path: Path) -> None:
    measure, _, names = words(tmp_path, "{kind: bars, title: T, items: [sales, sales.of('Beta AG')]}")
    assert measure == "Sales, € mn, Q3 25"
    assert set(names) == {"Example", "Beta AG"}  # beside others by its short name


def test_a_slope_of_two_periods_at_once_is_refused(tmp_path: Path) -> None:
    _, _, messages, _ = planned(tmp_path, "{kind: slope, title: T, items: [sales, sales.prior]}")
    assert any("these are of Q3 25 and Q2 25" in message for message in messages)


def test_a_card_of_an_earlier_period_names_it(tmp_path: Path) -> None:
    *_, labels = planned(tmp_path, "{kind: table, title: T, rows: [sales]}")
    assert labels == ["Sales, Q2 25", "Sales"]


def test_the_table_of_figures_parts_companies(tmp_path: Path) -> None:
    _, ledger, _, _ = planned(tmp_path, "{kind: table, title: T, rows: [sales, sales.of('Beta AG')]}")
    labels = {line.figure.fact.entity: line.figure.fact.label for line in ledger.shown}
    assert labels["Beta AG"].endswith(", Beta AG")
    assert "Beta" not in labels["Example Corp"]


@pytest.mark.parametrize(("measure", "found"), [("Sales, €", 1), ("Sales, € mn, by quarter", 0)])
def test_a_measure_line_of_the_authors_own_names_the_scale_of_the_numbers(
    measure: str, found: int, tmp_path: Path
) -> None:
    exhibit = f'{{kind: columns, title: T, series: sales, periods: 2, measure: "{measure}"}}'
    planned(tmp_path, exhibit)
    codes = [one.code for one in reportgen.load(tmp_path).plan().findings]
    assert codes.count("measure-without-unit") == found
