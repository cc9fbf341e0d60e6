"""Reconciliations: the declared formula as a table that adds up, the nearest measure first."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

import reportgen
from reportgen.model import Table
from reportgen.plan import Plan

SETTINGS = """\
title: Adjusted
entity: {name: Example Corp}
period: 2025-Q3
date: 2025-11-03
currency: {code: EUR, short: €}
sources: {report: {title: Report}}
exhibits:
  x: """
METRICS = """\
result: {{label: Operating result, nature: result, gaap: true}}
amortisation: {{label: Amortisation}}
gain: {{label: Gain on disposal}}
adjusted:
  label: Adjusted result
  basis: adjusted
  of: result
  definition: Before amortisation and gains.
  reconciliation: {formula}
"""
FACTS = {
    "result": ("40.0", "30.0"),
    "amortisation": ("5.5", "5.0"),
    "gain": ("2.0", "0.5"),
    "adjusted": ("43.5", "34.5"),
}


def planned(
    folder: Path, exhibit: str, formula: str = "result + amortisation - gain", adjusted: str = "43.5"
) -> Plan:
    (folder / "brief.yaml").write_text(SETTINGS + exhibit, encoding="utf-8")
    (folder / "metrics.yaml").write_text(METRICS.format(formula=formula), encoding="utf-8")
    rows = [
        f"{metric},{period},{adjusted if (metric, period) == ('adjusted', '2025-Q3') else value},EUR mn,report"
        for metric, values in FACTS.items()
        for period, value in zip(("2025-Q3", "2024-Q3"), values, strict=True)
    ]
    (folder / "facts.csv").write_text("metric,period,value,unit,source\n" + "\n".join(rows), encoding="utf-8")
    (folder / "narrative.md").write_text('## A\n\n{{ exhibit("x") }}\n', encoding="utf-8")
    return reportgen.load(folder).plan()


def shown(plan: Plan) -> tuple[Table, list[list[str]]]:
    assert "x" in plan.exhibits, [str(one) for one in plan.findings]
    table = plan.exhibits["x"].exhibit.table
    return table, [[plan.ledger.plain(text) for text in line] for line in table.lines]


EXHIBIT = "{kind: reconciliation, title: T, metric: adjusted}"


@pytest.mark.parametrize(
    "formula",
    ["result + amortisation - gain", "amortisation + result - gain", "amortisation - gain + result"],
)
def test_the_nearest_measure_stands_first_and_the_adjusted_one_last_and_ruled(
    formula: str, tmp_path: Path
) -> None:
    table, lines = shown(planned(tmp_path, EXHIBIT, formula))
    assert lines[0] == ["", "Q3 25", "Q3 24"]
    assert lines[1] == ["Operating result", "40.0", "30.0"]
    assert lines[-1] == ["Adjusted result", "43.5", "34.5"]
    assert sorted(lines[2:-1]) == [["Amortisation", "5.5", "5.0"], ["Less gain on disposal", "2.0", "0.5"]]
    assert table.totals == {3}


def test_every_column_adds_up_as_a_reader_would_add_it(tmp_path: Path) -> None:
    _, lines = shown(planned(tmp_path, EXHIBIT))
    for column in (1, 2):
        signs = [-1 if line[0].startswith("Less") else 1 for line in lines[1:-1]]
        parts = [Decimal(line[column]) for line in lines[1:-1]]
        assert sum(sign * part for sign, part in zip(signs, parts, strict=True)) == Decimal(lines[-1][column])


@pytest.mark.parametrize(("stated", "found"), [("43.5", 0), ("44.5", 1)])
def test_one_that_does_not_add_up_is_one_finding(stated: str, found: int, tmp_path: Path) -> None:
    plan = planned(tmp_path, EXHIBIT, adjusted=stated)
    assert [one.code for one in plan.findings if one.severity == "error"] == [
        "reconciliation-mismatch"
    ] * found


@pytest.mark.parametrize(
    ("exhibit", "formula", "message"),
    [
        (EXHIBIT.replace("adjusted}", "result}"), "result + gain", "has no 'reconciliation' in metrics.yaml"),
        (EXHIBIT, "(result + amortisation) - gain", "is no plain sum"),
        (EXHIBIT, "result - amortisation / 2", "is no plain sum"),
        (EXHIBIT.replace("adjusted}", "adjustet}"), "result", "did you mean 'adjusted'?"),
    ],
)
def test_what_cannot_be_reconciled_is_said(exhibit: str, formula: str, message: str, tmp_path: Path) -> None:
    plan = planned(tmp_path, exhibit, formula)
    assert any(message in one.message for one in plan.findings), list(map(str, plan.findings))


def test_labels_are_the_authors_where_they_are_given(tmp_path: Path) -> None:
    exhibit = EXHIBIT.replace("}", ", labels: {gain: Sale of land, adjusted: As we see it}}")
    _, lines = shown(planned(tmp_path, exhibit))
    assert [line[0] for line in lines[1:]] == [
        "Operating result", "Amortisation", "Less sale of land", "As we see it",
    ]  # fmt: skip
