"""A measure whose currency changes: compared where a source states both in one, and else refused in plain words."""

from __future__ import annotations

from pathlib import Path

import pytest

import reportgen
from reportgen.facts.differences import compare
from reportgen.facts.plausible import units_hold
from reportgen.figures.results import comparison
from reportgen.figures.written import Style
from tests.conftest import Write

CHANGED = """\
sales,,FY2026-Q2,,52.4,USD mn,,report
sales,,FY2026-Q1,,350.0,CNY mn,,report
sales,,FY2025-Q2,,341.0,CNY mn,,report
sales,,FY2026-Q2,budget,370,CNY mn,,report
"""
RESTATED = "sales,,FY2026-Q1,,49.0,USD mn,,report\nsales,,FY2025-Q2,,47.9,USD mn,,report\n"
PLAIN = (
    "sales is in USD in FY2026-Q2 and in CNY in FY2025-Q2: no growth across currencies; add the base in USD"
)


@pytest.mark.parametrize("expression", ["sales.yoy", "sales.change", "sales.less(sales.year_ago)"])
def test_growth_across_currencies_is_refused_in_plain_words(brief: Write, expression: str) -> None:
    assert brief(CHANGED).problem(expression) == PLAIN


def test_what_is_larger_of_two_currencies_is_refused_in_the_same_words(brief: Write) -> None:
    small = brief(CHANGED)
    now, before = small.book.evaluate("sales"), small.book.evaluate("sales.year_ago")
    for ask in (
        lambda: compare(now, before),
        lambda: now > before,
        lambda: comparison(small.fact("sales.year_ago"), small.fact("sales"), Style()),
    ):
        with pytest.raises(reportgen.errors.FormulaError) as refused:
            ask()
        assert str(refused.value) == PLAIN


def test_a_variance_across_currencies_names_the_scenario(brief: Write) -> None:
    assert brief(CHANGED).problem("sales.vs_budget") == (
        "sales is in USD and its budget in CNY: no comparison across currencies; add the budget in USD"
    )


def test_a_history_across_currencies_is_refused_and_one_that_is_stated_in_one_is_drawn_in_that(
    brief: Write,
) -> None:
    changed = brief(CHANGED).book
    with pytest.raises(reportgen.errors.FormulaError, match="no growth across currencies"):
        changed.series("sales", changed.last(2))
    book = brief(CHANGED + RESTATED).book
    units = {fact.unit.name for fact in book.series("sales", book.last(2)) if fact}
    assert units == {"USD"}


def test_growth_is_that_of_the_currency_in_which_both_ends_are_stated(brief: Write) -> None:
    assert brief(CHANGED + RESTATED).say("sales.yoy", "moved") == "rose 9_percent"


def test_yen_beside_dollars_have_not_slipped_by_a_hundred(brief: Write) -> None:
    rows = "".join(
        f"sales,,FY2025-Q{quarter},,{5200 + quarter}.0,JPY mn,,report\n" for quarter in (1, 2, 3, 4)
    )
    assert brief(rows + "sales,,FY2026-Q1,,52.4,USD mn,,report\n").check() == []


@pytest.mark.parametrize("times", [900, 1_000, 1_094, 1_000_000])
def test_of_two_numbers_alone_one_a_thousand_times_the_other_may_have_slipped(
    times: int, brief: Write
) -> None:
    rows = f"sales,,FY2025-Q2,,52.0,USD k,,report\nsales,,FY2026-Q2,,{52 * times}.0,USD k,,report\n"
    (found,) = units_hold(brief(rows).book)
    assert (found.severity, found.code) == ("warning", "unit-in-doubt")
    assert "times sales@FY2025-Q2, which is 52 USD k" in found.message


@pytest.mark.parametrize("times", [8, 10, 100, 300, 3_000, 30_000])
def test_of_two_numbers_alone_one_may_be_many_times_the_other(times: int, brief: Write) -> None:
    rows = f"sales,,FY2025-Q2,,52.0,USD k,,report\nsales,,FY2026-Q2,,{52 * times}.0,USD k,,report\n"
    assert list(units_hold(brief(rows).book)) == []


def test_a_picture_of_two_currencies_is_not_drawn(tmp_path: Path) -> None:
    header = "metric,entity,period,scenario,value,unit,bound,source\n"
    (tmp_path / "facts.csv").write_text(header + CHANGED, encoding="utf-8")
    (tmp_path / "brief.yaml").write_text(
        "title: Sales\nentity: {name: Example Corp}\nperiod: FY2026-Q2\nfiscal_year_end: March\ndate: 2025-11-25\n"
        "sources: {report: {title: The report}}\n"
        "exhibits:\n  course: {kind: columns, title: Sales, series: sales, periods: 2}\n",
        encoding="utf-8",
    )
    (tmp_path / "narrative.md").write_text('## Sales\n\n{{ exhibit("course") }}\n', encoding="utf-8")
    (found,) = reportgen.load(tmp_path).plan().findings
    assert found.message.startswith("exhibit 'course': sales is in USD in FY2026-Q2 and in CNY in FY2026-Q1")
