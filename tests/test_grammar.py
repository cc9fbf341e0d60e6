"""No option is dropped without a word: in each kind it changes what is shown, or it is a finding that says why."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest
from pydantic import ValidationError

from reportgen import load
from reportgen.charts.parts.room import Room
from reportgen.charts.registry import SHIPPED, draw
from reportgen.charts.sketch import sketched
from reportgen.document.assembly import style_of
from reportgen.errors import FormulaError
from reportgen.facts.book import Book
from reportgen.figures.ledger import Ledger
from tests.easel import THEME, WIDE
from tests.test_annotations import BRIEF

NAMES = ("sales", "orders", "costs")
MONTHS = [f"2025-{month:02d}" for month in range(1, 13)]
AHEAD = ("2026-01", "2026-02")
Options = Mapping[str, Any]
KINDS: Mapping[str, Options] = {  # each as plain as it can be
    "area": {"series": "sales"},
    "stacked area": {"series": ["sales", "orders"]},
    "area of a total": {"series": ["sales", "orders"], "total": "whole"},
    "bars": {"items": ["sales", "orders"]},
    "bridge": {"from": "sales.year_ago", "to": "sales", "steps": ["orders.change"]},
    "bullet": {"actual": "sales", "target": "orders"},
    "cohort": {"items": ["sales", "orders"], "periods": 3},
    "columns": {"series": "sales"},
    "columns of several": {"series": ["sales", "orders"]},
    "stacked columns": {"series": ["sales", "orders"], "layout": "stacked"},
    "columns of a total": {"series": ["sales", "orders"], "layout": "100", "total": "whole"},
    "data": {"file": "stores.csv", "source": "r"},
    "dots": {"items": ["sales", "orders"]},
    "dumbbell": {"items": ["sales", "orders"], "from": "prior"},
    "football": {"items": ["sales.guidance"], "price": "sales"},
    "guidance": {"actual": "sales"},
    "heatmap": {"rows": ["sales", "orders"]},
    "histogram": {"items": ["sales", "orders", "costs"]},
    "interval": {"items": ["share", "share.prior"]},
    "line": {"series": "sales"},
    "lines": {"series": ["sales", "orders"]},
    "multiples": {"items": ["sales", "orders"]},
    "progress": {"actual": "sales", "plan": "whole"},
    "reconciliation": {"metric": "adjusted"},
    "scatter": {"points": {"A": ["sales", "orders"], "B": ["orders", "costs"]}},
    "share": {"total": "whole", "parts": ["sales", "orders"], "at": ["now", "prior"]},
    "slope": {"items": ["sales", "orders"]},
    "sparkline": {"series": "sales"},
    "streak": {"count": "held"},
    "table": {"rows": ["sales", "orders"]},
    "timeline": {"events": [{"date": "2025-03", "text": "Strike"}, {"date": "2025-09", "text": "Plant"}]},
    "versus": {"items": ["sales", "orders"], "against": ["prior"]},
}
GRAMMAR: Mapping[str, Options] = {
    "ahead": {"ahead": 2},
    "ahead in a scenario": {"ahead": 2, "forecast": "consensus"},
    "a scenario of nothing ahead": {"forecast": "consensus"},
    "a total": {"total": "whole"},
    "a rest": {"rest": "What is left"},
    "growth": {"growth": "sales.mom"},
    "a layout": {"layout": "stacked"},
    "a stack": {"stack": 100},
    "an event": {"events": {"date": "2025-10", "text": "A strike"}},
    "a note": {"note_at": {"period": "2025-11", "text": "A refund"}},
    "a reference": {"reference": {"value": "sales.prior", "text": "Before"}},
    "a band": {"band": {"low": 120, "high": 150, "text": "Usual range"}},
    "a highlight": {"highlight": "orders"},
    "no highlight": {"highlight": "none"},
    "a name": {"labels": {"sales": "Turnover"}},
    "periods": {"periods": 9},
    "decimals": {"decimals": 0},
    "a scale": {"scale": "k"},
    "a unit": {"unit": "EUR k"},
}


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Book:
    path = tmp_path_factory.mktemp("grammar")
    rows = [
        f"{name},{month},,{100 + (37 * at + 29 * number) % 60}.{number + 1},EUR mn,r"
        for number, name in enumerate(NAMES)
        for at, month in enumerate(MONTHS)
    ]
    rows += [f"whole,{month},,500.4,EUR mn,r" for month in MONTHS]
    rows += ["sales,2024-12,,99.5,EUR mn,r", "orders,2024-12,,90.5,EUR mn,r"]
    rows += [
        f"{name},{month},{scenario},150.5,EUR mn,r"
        for name in NAMES
        for month in AHEAD
        for scenario in ("forecast", "consensus")
    ]
    rows += [
        f"whole,{month},{scenario},500,EUR mn,r" for month in AHEAD for scenario in ("forecast", "consensus")
    ]
    rows += [
        f"sales,{month},guidance,{100 + at} to {140 + at},EUR mn,r"
        for at, month in enumerate((*MONTHS, *AHEAD))
    ]
    rows += ["adjusted,2025-12,,259.4,EUR mn,r", "adjusted,2024-12,,190,EUR mn,r"]
    rows += [f"held,{month},,{at + 1},months,r" for at, month in enumerate(MONTHS)]
    (path / "facts.csv").write_text("\n".join(["metric,period,scenario,value,unit,source", *rows, ""]))
    (path / "stores.csv").write_text("Store,Sales\nNorth,10.5\nSouth,20.25\n")
    (path / "metrics.yaml").write_text(
        "sales: {label: Sales}\norders: {label: Orders}\ncosts: {label: Costs}\nwhole: {label: All}\n"
        "held: {label: Months in a row, kind: count}\n"
        "adjusted: {label: Adjusted, basis: adjusted, of: sales, definition: More., reconciliation: sales + orders}\n"
    )
    (path / "brief.yaml").write_text(
        BRIEF + "derive:\n  share: {formula: sales / whole, label: Share, kind: share}\n"
    )
    return load(path).book


def kind_of(name: str) -> str:
    """``stacked columns`` are columns."""
    return next(
        kind for kind in sorted(SHIPPED, key=len, reverse=True) if kind in name or kind == f"{name[:-1]}"
    )


def seen(book: Book, kind: str, options: Options) -> str:
    """All that a reader meets of an exhibit, as plain words and a specification."""
    ledger = Ledger(style_of(book))
    drawing = draw(SHIPPED[kind], options, "example", book, ledger, THEME)
    sketch = sketched(drawing.chart(Room(WIDE, THEME)), THEME).spec if drawing.chart else {}
    words = [drawing.measure, *(text for line in drawing.table.lines for text in line)]
    return "\n".join([json.dumps(sketch, sort_keys=True), *map(ledger.plain, words)])


def test_every_kind_is_held_to_the_grammar() -> None:
    assert {kind_of(name) for name in KINDS} == set(SHIPPED)


@pytest.mark.parametrize("name", KINDS)
def test_an_option_changes_what_is_shown_or_is_a_finding(name: str, book: Book) -> None:
    kind, plain = kind_of(name), KINDS[name]
    as_it_is = seen(book, kind, plain)
    dropped = []
    for option, value in GRAMMAR.items():
        if set(value) & set(plain) - {"periods"}:
            continue
        try:
            shown = seen(book, kind, {**plain, **value})
        except (ValidationError, FormulaError):
            continue
        if shown == as_it_is:
            dropped.append(option)
    assert not dropped
