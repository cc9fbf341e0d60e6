"""The values of an exhibit as a table for spreadsheets: every number as it is shown, and beside it the raw one."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Context, Decimal, InvalidOperation
from typing import TypeAlias

from reportgen.facts.cells import evenly_spaced
from reportgen.figures.ledger import Ledger
from reportgen.model import Exhibit, Fact
from reportgen.spreadsheet import guarded, table_text

Value: TypeAlias = tuple[str, str]  # what a cell shows, and the raw numbers of the facts in it
NOTHING: Value = ("", "")
SHOWN = Context(prec=12)  # digits of a computed number, as in facts.csv


def machine_value(fact: Fact) -> str:
    """A fact's value in base units, for programs; its state where it is no number."""
    return fact.quantity.state or f"{fact.quantity.value.normalize():f}"


def values_csv(exhibit: Exhibit, ledger: Ledger) -> str:
    """The values of an exhibit: words parted by plain spaces, raw numbers in base units."""
    table = exhibit.table
    lines = [[_value(text, ledger) for text in line] for line in table.lines]
    return values_table(lines, 2 if table.spanners else 1, ledger.style.words.exhibits.raw)


def values_table(lines: Sequence[Sequence[Value]], heads: int, name: str) -> str:
    """Lines of a table; a column that holds facts is followed by one of their raw numbers.

    Args:
        lines: every line, a value for each column.
        heads: how many of them head the columns.
        name: what heads a column of raw numbers, by the head of the other.
    """
    body = [[(text, _shorter(number)) for text, number in line] for line in lines[heads:]]
    raw = {index for line in body for index, (_, number) in enumerate(line) if number}
    spanning = [[(text, "") for text, _ in line] for line in lines[: heads - 1]]
    named = [
        [(text, name.format(name=text).lstrip(", ")) for text, _ in line] for line in lines[heads - 1 : heads]
    ]
    return table_text(
        [
            guarded(evenly_spaced(part))
            for index, cell in enumerate(line)
            for part in cell[: 1 + (index in raw)]
        ]
        for line in (*spanning, *named, *body)
    )


def _shorter(number: str) -> str:
    """A raw number with no more digits than a spreadsheet keeps."""
    try:
        return f"{Decimal(number).normalize(SHOWN):f}" if number else ""
    except InvalidOperation:  # several, or a state
        return number


def _value(text: str, ledger: Ledger) -> Value:
    return ledger.plain(text), "; ".join(machine_value(figure.fact) for figure in ledger.figures_in(text))
