"""A shape whose names are long, without a place to break, and in other scripts than Latin."""

from __future__ import annotations

from pathlib import Path

from tests.shapes.writing import QUARTERS, quarterly, stated, write_brief

LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
UNBROKEN = "Methionylthreonylthreonylglutaminylarginyltyrosylglutamylserylleucylphenylalanyl" * 2
GREEK = "Εθνική Τράπεζα της Ελλάδος"
CYRILLIC = "Магнитогорский металлургический комбинат"
CHINESE = "阿里巴巴集团控股有限公司"
METRICS = {
    "sales_long": f"label: Sales of {LONG}, short: {LONG}, kind: amount, definition: 'What {UNBROKEN} sells.'",
    "sales_greek": f"label: Sales of {GREEK}, short: {GREEK}, kind: amount",
    "sales_cyrillic": f"label: Sales of {CYRILLIC}, short: {CYRILLIC}, kind: amount",
    "sales_chinese": f"label: Sales of {CHINESE}, short: {CHINESE}, kind: amount",
}
SETTINGS = """\
kpis:
  - {figure: sales_long, change: sales_long.yoy, history: sales_long}
  - {figure: sales_greek, change: sales_greek.yoy}
  - {figure: sales_cyrillic, change: sales_cyrillic.yoy}
  - {figure: sales_chinese, change: sales_chinese.yoy}
summary:
  - {label: What happened, text: "GREEK, CYRILLIC, CHINESE and LONG sold more. UNBROKEN."}
key_exhibit: growth
box:
  - {label: Key risk, text: "UNBROKEN and https://example.com/UNBROKEN"}
exhibits:
  growth:
    kind: bars
    title: "CHINESE, GREEK and CYRILLIC grow"
    items: [sales_long.yoy, sales_greek.yoy, sales_cyrillic.yoy, sales_chinese.yoy]
  levels: {kind: columns, title: "LONG", series: sales_long}
  lines: {kind: line, title: "GREEK, CYRILLIC", series: [sales_greek, sales_cyrillic, sales_chinese]}
  table: {kind: table, title: "All of them", rows: [sales_long, sales_greek, sales_cyrillic, sales_chinese]}
notices: ["UNBROKEN"]
"""
NARRATIVE = """\
## UNBROKEN

::: beside levels
The results of LONG and of UNBROKEN: {{ sales_long.yoy | moved }} to {{ sales_long }}. Beside it GREEK, which the text
names in full, CYRILLIC and CHINESE.
:::

### LONG

{{ exhibit("lines") }}

::: quote CHINESE
CHINESE — GREEK — CYRILLIC
:::

::: callout UNBROKEN
UNBROKEN
:::

- UNBROKEN
- LONG

| GREEK | UNBROKEN |
|---|---|
| CYRILLIC | {{ sales_cyrillic }} |

## GREEK, CYRILLIC, CHINESE

{{ exhibit("table") }}
"""
NAMES = {"LONG": LONG, "UNBROKEN": UNBROKEN, "GREEK": GREEK, "CYRILLIC": CYRILLIC, "CHINESE": CHINESE}


def scripts(folder: Path) -> None:
    """Write the brief."""
    facts = [row for n, metric in enumerate(METRICS) for row in quarterly(metric, 1000 + 100 * n, 23)]
    facts.append(stated("sales_long", QUARTERS[-1], "1100", scenario="consensus"))
    write_brief(
        folder, named(SETTINGS), facts, named(NARRATIVE), METRICS,
        title=f"{CHINESE} and {GREEK} sell more than {LONG}", entity=LONG, short=CHINESE,
    )  # fmt: skip


def named(text: str) -> str:
    """A text with the names in their places."""
    for word, name in NAMES.items():
        text = text.replace(word, name)
    return text
