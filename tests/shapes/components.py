"""A shape with every component in use: each kind of chart, each block, a logo, a style, a severity that was set."""

from __future__ import annotations

from pathlib import Path

from tests.shapes.writing import QUARTERS, quarterly, stated, write_brief

LOGO = '<svg xmlns="http://www.w3.org/2000/svg" width="60" height="20"><path fill="#c2410c" d="M0 0h60v20H0z"/></svg>'
CHARTS = '''\
"""A chart of this brief's own."""

import altair as alt


def dots(scene):
    fact = scene.fact("sales")
    values = [{"x": 1, "y": float(fact.quantity.value), "label": scene.label(fact, "short")}]
    base = alt.Chart(alt.Data(values=values)).encode(
        x=alt.X("x:Q", axis=None), y=alt.Y("y:Q", axis=None, scale=alt.Scale(zero=True))
    )
    return base.mark_point() + base.mark_text(dy=14).encode(text="label:N"), [fact]
'''
METRICS = {
    "sales": "label: Sales, kind: amount, polarity: more is better, definition: What was sold., gaap: true",
    "parts_a": "label: Sales at home, kind: amount",
    "parts_b": "label: Sales abroad, kind: amount",
    "profit": "label: Adjusted profit, kind: amount, gaap: false, nearest_gaap: sales, definition: No one-offs.",
    "plan": "label: Plan, kind: amount",
    "streak": "label: Quarters of growth, kind: count",
    "least": "label: Least growth, kind: growth",
}
SETTINGS = """\
standfirst: Sales {{ sales.yoy | moved }}. The plan stands at {{ plan.plan }}.
theme: {accent: "#1f4e79", logo: logo.svg}
kpis:
  - {figure: sales, change: sales.yoy, history: sales, note: "{{ sales.surprise | signed }} vs consensus"}
  - {figure: parts_a, change: parts_a.yoy}
  - {figure: parts_b, change: parts_b.yoy}
  - {figure: margin}
  - {figure: profit, change: profit.yoy}
  - {figure: plan.plan, label: Plan}
summary:
  - {label: What happened, text: "Sales {{ sales.yoy | moved }} to {{ sales }}."}
  - {label: Why, text: People bought more.}
key_exhibit: columns
box:
  - {label: Next event, text: Results of the next quarter.}
  - {label: Key risk, text: Fewer people buy.}
derive:
  margin:
    {formula: profit / sales, label: Adjusted margin, kind: margin, gaap: false, nearest_gaap: none is given.}
  pace: {formula: plan.plan / 2, label: Even part of the plan, kind: amount}
exhibits:
  columns: {kind: columns, title: Sales grow, series: sales, growth: sales.yoy, caveat: Before returns.}
  line: {kind: line, title: Abroad grows faster, series: [parts_a, parts_b]}
  bars: {kind: bars, title: Abroad leads, items: [parts_a.yoy, parts_b.yoy, sales.yoy], highlight: sales.yoy}
  bridge:
    {kind: bridge, title: Both parts add, from: sales.year_ago, to: sales, steps: [parts_a.change, parts_b.change]}
  share: {kind: share, title: The mix shifts, total: sales, parts: [parts_a, parts_b]}
  slope: {kind: slope, title: Sales up, items: [parts_a, parts_b]}
  progress: {kind: progress, title: Ahead of the plan, actual: sales, plan: plan.plan, pace: pace}
  versus: {kind: versus, title: Better than expected, items: [sales]}
  interval: {kind: interval, title: Margin within rounding, items: [margin.year_ago, margin]}
  streak: {kind: streak, title: Growth goes on, count: streak, threshold: least}
  multiples: {kind: multiples, title: Parts and whole, items: [sales, parts_a, parts_b], periods: 6}
  table: {kind: table, title: The parts in full, rows: [parts_a, parts_b, sales], emphasise: sales, totals: [sales]}
  own: {kind: "own:dots", title: A chart of our own, alt: One dot.}
notices: [Further small print.]
severity:
  long-title: {level: note, reason: Agreed with the editor.}
"""
NARRATIVE = """\
## Growth

::: beside line
Sales {{ sales.yoy | moved }} to {{ sales }}.[^1] {{ cite("report", "p. 4") }} Most of it came from abroad, where sales
{{ parts_b.yoy | moved }}; at home they {{ parts_a.yoy | moved }}. Neither was helped by prices.
:::

::: quote Ada Example, chief executive
We sold more.

And we shall go on.
:::

::: callout Mind the plan
The plan is {{ plan.plan }}.

- A loose item

- And another
:::

### In detail

{{ exhibit("bars") }}

{{ exhibit("bridge") }}

{{ exhibit("share") }}

1. First *emphasis*, then **weight**
2. Then a [link](https://example.com/page "A page")
   - and a list inside

{{ exhibit("slope") }}

{{ exhibit("progress") }}

[^1]: A note on {{ sales.consensus }}.

## Further

{{ exhibit("versus") }}

{{ exhibit("interval") }}

{{ exhibit("streak") }}

{{ exhibit("multiples") }}

{{ exhibit("own") }}

{{ exhibit("table") }}

| Measure | Value |
|---|---:|
| Sales | {{ sales | short }} |

## Highlights

::: highlights
- Sales {{ sales.yoy | moved }}.
- The margin is {{ margin }}.
:::
"""


def components(folder: Path) -> None:
    """Write the brief."""
    facts = [
        *quarterly("sales", 2000, 40), *quarterly("parts_a", 1300, 15), *quarterly("parts_b", 700, 25),
        *quarterly("profit", 200, 5),
        stated("sales", QUARTERS[-1], "2150", scenario="consensus"),
        stated("plan", QUARTERS[-1], "4000", scenario="plan"),
        stated("streak", QUARTERS[-1], "6", "quarters"), stated("least", QUARTERS[-1], "2", "percent"),
    ]  # fmt: skip
    write_brief(folder, SETTINGS, facts, NARRATIVE, METRICS, title="Sales {{ sales.yoy | moved }} as planned")
    (folder / "logo.svg").write_text(LOGO, encoding="utf-8")
    (folder / "charts.py").write_text(CHARTS, encoding="utf-8")
    (folder / "style.css").write_text(".quote { color: #1f4e79 }", encoding="utf-8")
