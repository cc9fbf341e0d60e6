"""A small brief in a small project, with one file of every kind that can be read."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from reportgen.files import Kind

SECRET = "kept-to-ourselves"  # noqa: S105 - no password, but what no message, manifest or page may hold
SQUARE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9H0z"/></svg>'
SETTINGS = """\
title: A brief
entity: {name: Example Corp, short: Example}
period: 2025-Q3
date: 2025-11-25
currency: {code: EUR, short: €, word: euros}
narrative: narrative.md
facts: [facts.csv, more.json]
theme: {logo: logo.svg}
key_exhibit: growth
exhibits:
  growth: {kind: columns, title: Revenue, series: revenue, periods: 2}
  mine: {kind: "own:bar", title: Ours}
sources:
  report: {title: The report}
"""
FACTS = """\
metric,period,value,unit,source
revenue,2025-Q3,39.8,EUR bn,report
revenue,2025-Q2,37.1,EUR bn,report
"""


@dataclass(frozen=True)
class Part:
    """A file of a brief or of its project: where it stands, what it may hold, how large it may be."""

    path: str
    kind: Kind = "text"
    named: bool = False  # the settings name it, so that what is wrong with it is found there


PARTS = (
    Part("brief/brief.yaml"),
    Part("brief/metrics.yaml"),
    Part("brief/facts.csv", "facts", named=True),
    Part("brief/more.json", "facts", named=True),
    Part("brief/narrative.md", named=True),
    Part("brief/style.css"),
    Part("brief/logo.svg", "logo", named=True),
    Part("brief/charts.py"),
    Part("project/assets/theme.yaml"),
    Part("project/assets/css/narrative.css"),
    Part("project/templates/components/kpi.html.jinja"),
)
TEXTS = {
    "brief/brief.yaml": SETTINGS,
    "brief/metrics.yaml": "revenue: {label: Revenue}\nstaff: {label: Staff, unit: people}\n",
    "brief/facts.csv": FACTS,
    "brief/more.json": '[{"metric": "staff", "period": "2025-Q3", "value": "21", "unit": "people"}]',
    "brief/narrative.md": '## Sales\n\nSales were {{ revenue }}.\n\n{{ exhibit("mine") }}\n',
    "brief/style.css": "h1 { color: var(--ink) }\n",
    "brief/logo.svg": SQUARE,
    "brief/charts.py": """import altair as alt


def bar(scene):
    fact = scene.fact("revenue")
    rows = alt.Data(values=[{"label": scene.label(fact, "short")}])
    return alt.Chart(rows).mark_text().encode(text="label:N"), [fact]
""",
    "project/assets/theme.yaml": 'colors: {ink: {light: "#000000"}}\n',
    "project/assets/css/narrative.css": "h2 { color: var(--ink) }\n",
    "project/templates/components/kpi.html.jinja": "{% macro cards(items) %}<p>ours</p>{% endmacro %}\n",
}


def small_project(folder: Path) -> tuple[Path, Path]:
    """Write it; returns the brief's folder and the project's."""
    for name, text in TEXTS.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder / "brief", folder / "project"
