"""What a query gave: rows of typed values, within a limit of time and size, as a grid with the places of its rows."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from threading import Thread
from typing import Generic, TypeVar

from reportgen.findings import Place
from reportgen.source_settings import MOST_DECIMALS
from reportgen.sources.columnar import MOST_ROWS, cell_of
from reportgen.sources.grid import Cell, Grid
from reportgen.sources.unpacking import Unreadable

Given = TypeVar("Given")
LATE = 2.0  # seconds that a database has to stop by itself, before nobody waits for it any longer
_PLAIN = (str, bool, int, float, Decimal, date)
_KINDS: Mapping[type, str] = {
    bytes: "bytes", memoryview: "bytes", list: "a list", tuple: "a list", dict: "a record", set: "a list",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Answer:
    """The columns and the rows of a query, the rows as its database gave them."""

    columns: tuple[str, ...]
    rows: Sequence[Sequence[object]]

    def in_order(self) -> Answer:
        """The rows in an order of their own, where the query asks for none: a database may give any."""
        return Answer(self.columns, sorted(self.rows, key=lambda row: [str(value) for value in row]))

    @property
    def sha256(self) -> str:
        """The hash of all that it gave."""
        rows = [[f"{type(value).__name__} {value}" for value in row] for row in self.rows]
        return hashlib.sha256(json.dumps([self.columns, rows]).encode()).hexdigest()

    def grid(self, source: str, place: Place) -> Grid:
        """A grid whose header are its columns; ``place`` is where the query stands."""
        whole = Place(place.path, place.line, inside=f"source '{source}', its query")
        header = [Cell(name, whole) for name in self.columns]
        rows = [
            self._cells(row, self._place(source, number, place)) for number, row in enumerate(self.rows, 1)
        ]
        return Grid([header, *rows], place, has_header=True)

    def _place(self, source: str, number: int, place: Place) -> Place:
        return Place(place.path, number, inside=f"source '{source}', row {number} of its query")

    def _cells(self, row: Iterable[object], place: Place) -> list[Cell]:
        return [_cell(value, name, place) for name, value in zip(self.columns, row, strict=True)]


def _cell(value: object, column: str, place: Place) -> Cell:
    """A value as a cell; one of a type that no column of facts has is a fault where it is needed."""
    if isinstance(value, Decimal):
        return _decimal(value, place)
    if value is None or isinstance(value, _PLAIN):
        return cell_of(value, place)
    kind = _KINDS.get(type(value), f"a {type(value).__name__}")
    message = (
        f"column '{column}' of the query holds {kind}; expected numbers, texts or days: cast it in the query"
    )
    return Cell(kind, place, fault=Unreadable("column-type", message))


def _decimal(value: Decimal, place: Place) -> Cell:
    """A decimal with its digits; those that a division has left say nothing of how many it has."""
    if not value.is_finite():
        return Cell("" if value.is_nan() else str(value), place)
    if -int(value.as_tuple().exponent) > MOST_DECIMALS:
        return Cell(f"{value:f}", place, value)
    return cell_of(value, place)


def bounded(columns: Sequence[str], fetch: Callable[[int], Iterable[Sequence[object]]]) -> Answer:
    """An answer of bearable length; ``fetch`` gives so many rows. Raises Unreadable."""
    if not columns:
        raise Unreadable("bad-query", "the query gives no columns; expected a table of facts")
    rows = list(fetch(MOST_ROWS + 1))
    if len(rows) > MOST_ROWS:
        raise Unreadable(
            "file-too-large", f"the query gives more than {MOST_ROWS:,} rows; choose some with 'where'"
        )
    return Answer(tuple(map(str, columns)), rows)


def within(
    seconds: float, work: Callable[[], Given], stop: Callable[[], object], *, grace: float = 0
) -> Given:
    """What some work gives that may take so long; ``stop`` is called where it takes longer. Raises Unreadable.

    ``grace`` is for what ends by itself, and says so, when its time is over.
    """
    errand = _Errand(work)
    errand.start()
    errand.join(seconds + grace)
    if errand.is_alive():
        stop()
        errand.join(LATE)  # it may hold what is not to be closed under it
        raise too_late(seconds)
    return errand.result()


def too_late(seconds: float) -> Unreadable:
    """What is said of a query that does not end."""
    limit = "one second" if seconds == 1 else f"{seconds:g} seconds"
    return Unreadable("time-limit", f"the query took longer than {limit}; ask for less, or say 'seconds'")


class _Errand(Thread, Generic[Given]):
    """Some work in a thread of its own, which nobody has to wait for."""

    def __init__(self, work: Callable[[], Given]) -> None:
        super().__init__(daemon=True)
        self._work = work
        self._given: list[Given] = []
        self._problem: BaseException | None = None

    def run(self) -> None:
        try:
            self._given.append(self._work())
        except BaseException as problem:  # noqa: BLE001 - it is raised where the work was asked for
            self._problem = problem

    def result(self) -> Given:
        if self._problem:
            raise self._problem
        return self._given[0]
