"""A small brief of two quarters: what it said in November, and what it says in February."""

from __future__ import annotations

from pathlib import Path

import reportgen

SETTINGS = """\
title: "Sales {{{{ sales.yoy | moved(rise='rose', fall='fell') }}}}"
entity: {{name: Example Corp, short: Example}}
period: {period}
date: {date}
facts: [facts.csv]
currency: {{code: EUR, short: €, word: euros}}
kpis: [{{figure: sales, change: sales.yoy}}, {{figure: profit}}]
derive:
  margin: {{label: Margin, kind: margin, formula: {formula}}}
exhibits:
  sales-chart: {{kind: columns, title: Sales by quarter, series: sales, periods: 4}}
{exhibit}sources:
  report: {{title: The report}}
"""
METRICS = """\
sales: {label: Sales, polarity: more is better}
profit: {label: Profit, nature: result, polarity: more is better}
staff: {label: Staff, unit: people}
orders: {label: Orders}
"""
OLD_FACTS = """\
metric,period,scenario,value,unit,source
sales,2024-Q3,actual,30.0,EUR bn,report
sales,2024-Q4,actual,35.0,EUR bn,report
sales,2025-Q1,actual,36.0,EUR bn,report
sales,2025-Q2,actual,38.0,EUR bn,report
sales,2025-Q3,actual,39.8,EUR bn,report
sales,2025-Q4,guidance,41.0,EUR bn,report
profit,2025-Q3,actual,2.4,EUR bn,report
staff,2025-Q3,actual,210,people,report
"""
NEW_FACTS = """\
metric,period,scenario,value,unit,source
sales,2024-Q3,actual,30.0,EUR bn,report
sales,2024-Q4,actual,35.0,EUR bn,report
sales,2025-Q1,actual,36.0,EUR bn,report
sales,2025-Q2,actual,37.4,EUR bn,report
sales,2025-Q3,actual,39812,EUR mn,report
sales,2025-Q4,actual,33.1,EUR bn,report
profit,2025-Q3,actual,2.4,EUR bn,report
profit,2025-Q4,actual,-0.3,EUR bn,report
orders,2025-Q4,actual,50.2,EUR bn,report
"""
OLD_TEXT = """\
## Sales

Sales {{ sales.yoy | moved(rise='rose', fall='fell') }} on the year to {{ sales }}. Demand was strong everywhere.

{{ exhibit("sales-chart") }}

The margin came to {{ margin }}. The company has {{ staff }}.
"""
NEW_TEXT = """\
## Sales

Sales {{ sales.yoy | moved(rise='rose', fall='fell') }} on the year to {{ sales }}. Demand was weak nearly everywhere.

{{ exhibit("sales-chart") }}

{{ exhibit("profit-chart") }}

The margin came to {{ margin }}. Orders reached {{ orders }}.
"""
PROFIT_CHART = "  profit-chart: {kind: columns, title: Profit by quarter, series: profit, periods: 2}\n"


def old_brief(folder: Path) -> Path:
    """The brief of the third quarter."""
    settings = SETTINGS.format(period="2025-Q3", date="2025-11-25", formula="profit / sales", exhibit="")
    return _written(folder, settings, OLD_FACTS, OLD_TEXT)


def new_brief(folder: Path) -> Path:
    """The brief of the fourth quarter."""
    settings = SETTINGS.format(
        period="2025-Q4", date="2026-02-25", formula="profit / (sales + orders)", exhibit=PROFIT_CHART
    )
    return _written(folder, settings, NEW_FACTS, NEW_TEXT)


def built(brief: Path, place: Path, *formats: reportgen.edition.Format) -> Path:
    """An edition of a brief, written to a folder."""
    reportgen.load(brief).build(formats or ("html",)).write(place)
    return place


def _written(folder: Path, settings: str, facts: str, text: str) -> Path:
    folder.mkdir(parents=True)
    files = {"brief.yaml": settings, "metrics.yaml": METRICS, "facts.csv": facts, "narrative.md": text}
    for name, content in files.items():
        (folder / name).write_text(content, encoding="utf-8")
    return folder
