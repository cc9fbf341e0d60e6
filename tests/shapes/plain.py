"""Shapes that differ in how much there is: long tables, many exhibits, none at all."""

from __future__ import annotations

from pathlib import Path

from tests.shapes.writing import quarterly, write_brief

MANY_ROWS, MANY_EXHIBITS = 70, 40
TEXT = """\
Sales of the quarter were as management had said they would be, and so were costs. Customers paid a little later than
a year ago; stocks fell, because goods that had been held back for a late season went out of the warehouses in time.
Orders point to a quiet winter. The company keeps its range of products, its prices and its dividend.
"""


def long_tables(folder: Path) -> None:
    """One exhibit that is a table of many pages, and an appendix that is longer still."""
    names = [f"line_{n}" for n in range(MANY_ROWS)]
    facts = [row for n, name in enumerate(names) for row in quarterly(name, 1000 + 10 * n, 11)[-1:]]
    labels = {
        name: f"label: Product line {letters(n)} with a name that takes its room, kind: amount"
        for n, name in enumerate(names)
    }
    rows = ", ".join(names)
    settings = f"exhibits:\n  lines: {{kind: table, title: Every line of products grew, rows: [{rows}]}}\n"
    narrative = f'## Lines of products\n\n{TEXT}\n{{{{ exhibit("lines") }}}}\n\n## What follows\n\n{TEXT}'
    write_brief(folder, settings, facts, narrative, labels)


def forty_exhibits(folder: Path) -> None:
    """Forty charts and tables, one after the other, with little text between them."""
    metrics = {"sales": "label: Sales, kind: amount", "costs": "label: Costs, kind: amount"}
    facts = quarterly("sales", 2000, 31) + quarterly("costs", 1200, 17)
    kinds = [
        "kind: columns, series: sales, periods: 6",
        "kind: line, series: [sales, costs], periods: 6",
        "kind: table, rows: [sales, costs]",
        "kind: bars, items: [sales.yoy, costs.yoy]",
        "kind: slope, items: [sales, costs]",
    ]
    names = [f"exhibit-{letters(n)}" for n in range(MANY_EXHIBITS)]
    exhibits = "".join(
        f"  {name}: {{{kinds[n % len(kinds)]}, title: Sales grow faster than costs}}\n"
        for n, name in enumerate(names)
    )
    places = "".join(
        f'{{{{ exhibit("{name}") }}}}\n\n' if n % 3 else f"::: beside {name}\n{TEXT}:::\n\n"
        for n, name in enumerate(names)
    )
    settings = f"key_exhibit: {names[0]}\nexhibits:\n{exhibits}"
    write_brief(folder, settings, facts, f"## All of it\n\n{places}", metrics)


def no_exhibits(folder: Path) -> None:
    """Text alone, and little of it."""
    facts = quarterly("sales", 2000, 31)
    narrative = f"## The quarter\n\nSales {{{{ sales.yoy | moved }}}} to {{{{ sales }}}}. {TEXT}"
    write_brief(folder, "", facts, narrative, {"sales": "label: Sales, kind: amount"})


def letters(number: int) -> str:
    """A number as two letters: names hold no digits, which would be numbers typed by hand."""
    return chr(97 + number // 26) + chr(97 + number % 26)
