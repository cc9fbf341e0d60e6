"""The values of an exhibit as a table for spreadsheets: every number as it is shown, and beside it the raw one."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Context, Decimal, InvalidOperation
from typing import TypeAlias

from reportgen.facts.cells import evenly_spaced
from reportgen.facts.spreadsheet import guarded, table_text
from reportgen.figures.ledger import Ledger
from reportgen.model import Exhibit, Fact

SHOWN = Context(prec=12)  # digits of a computed number, as in facts.csv
Value: TypeAlias = tuple[str, str]  # what a cell shows, and the raw numbers of the facts in it


def machine_value(fact: Fact) -> str:
    """A fact's value in base units, for programs; its state where it is no number."""
    return fact.quantity.state or f"{fact.quantity.value.normalize():f}"


def values_csv(exhibit: Exhibit, ledger: Ledger) -> str:
    """The values of an exhibit: words parted by plain spaces, raw numbers in base units."""
    header = [(ledger.plain(text), "") for text in exhibit.table.header]
    rows = [[_value(cell.text, ledger) for cell in row] for row in exhibit.table.rows]
    return values_table([header, *rows], ledger.style.words.exhibits.raw)


def values_table(rows: Sequence[Sequence[Value]], name: str) -> str:
    """Rows, the header first; a column that holds facts is followed by one of their raw numbers, of such a name."""
    header, *body = rows
    body = [[(text, _shorter(number)) for text, number in row] for row in body]
    raw = {index for row in body for index, (_, number) in enumerate(row) if number}
    heads = [[(text, name.format(name=text).lstrip(", ")) for text, _ in header], *body]
    return table_text(
        [
            guarded(evenly_spaced(part))
            for index, cell in enumerate(row)
            for part in cell[: 1 + (index in raw)]
        ]
        for row in heads
    )


def _shorter(number: str) -> str:
    """A raw number with no more digits than a spreadsheet keeps."""
    try:
        return f"{Decimal(number).normalize(SHOWN):f}" if number else ""
    except InvalidOperation:  # several, or a state
        return number


def _value(text: str, ledger: Ledger) -> Value:
    return ledger.plain(text), "; ".join(machine_value(figure.fact) for figure in ledger.figures_in(text))
