"""Reconciliation: from the measure of the accounting standard to one that none defines, by its declared formula."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Annotated, ClassVar

from pydantic import Field

from reportgen.charts.kind import Drawing, Scene, label_of
from reportgen.charts.parts.tables.columns import Columns, Heads, Spanned, columns_of
from reportgen.charts.parts.tables.grid import Grid
from reportgen.charts.parts.tables.lines import Line
from reportgen.errors import FormulaError
from reportgen.findings import likely
from reportgen.setting import Setting
from reportgen.settings import MOST_PERIODS

DEFAULT = (Spanned(columns=("now", "year_ago")),)
_PART = re.compile(r"\s*([-+]?)\s*([A-Za-z_][\w.]*(?:\([^()]*\))?)\s*")


class Options(Setting):
    """``{metric: adjusted_ebitda, columns: [now, year_ago]}``."""

    names_rows: ClassVar[bool] = True  # its rows are the parts of the formula

    metric: str  # one with a reconciliation in metrics.yaml
    columns: Columns = ()
    periods: (
        Annotated[int, Field(ge=1, le=MOST_PERIODS)] | Annotated[tuple[str, ...], Field(max_length=40)]
    ) = ()
    heads: Heads = "periods"
    labels: Mapping[str, str] = {}


def draw(options: Options, scene: Scene) -> Drawing:
    """The nearest measure first, then what is added and taken off, then the measure itself, ruled off.

    That what a source states adds up is checked for every period, wherever it is shown (reconciliation-mismatch).
    """
    measure = scene.book.metrics.get(options.metric) or scene.fact(options.metric).metric
    if not measure.reconciliation:
        raise FormulaError(
            f"'{options.metric}' has no 'reconciliation' in metrics.yaml; give the formula that leads to it, such as "
            f"'{measure.sibling or 'operating_income'} + amortisation'",
            ("metric", options.metric),
        )
    parts = list(_parts(measure.reconciliation, options.metric))
    # The nearest measure first; the others as they come.
    parts.sort(key=lambda part: part != ("", measure.sibling))
    lines = [
        Line(metric=name, label=_label(options, scene, sign, name), indent=min(index, 1))
        for index, (sign, name) in enumerate(parts)
    ]
    names = [*(name for _, name in parts), options.metric]
    for name in options.labels:
        if name not in names:
            raise FormulaError(f"'labels' names '{name}', which is no part of it{likely(name, names)}")
    total = Line(metric=options.metric, label=options.labels.get(options.metric, ""))
    asked = options.columns or (() if options.periods else DEFAULT)
    columns = columns_of(scene, asked, options.periods)
    grid = Grid(scene, (*lines, total), columns, heads=options.heads)
    return grid.drawing("reconciliation", (), (options.metric,))


def _parts(formula: str, measure: str) -> Iterator[tuple[str, str]]:
    """The parts of a sum, with the sign of those that are taken off. Raises FormulaError for what is none."""
    at = 0
    while at < len(formula):
        part = _PART.match(formula, at)
        if part is None or (at > 0 and not part[1]):
            raise FormulaError(
                f"the reconciliation of '{measure}', '{formula}', is no plain sum; it can be told, not shown as a table"
            )
        yield part[1].replace("+", ""), part[2]
        at = part.end()


def _label(options: Options, scene: Scene, sign: str, name: str) -> str:
    label = options.labels.get(name) or label_of(scene.fact(name))
    return (
        scene.words.less.format(label=label[:1].lower() + label[1:] if label[1:2].islower() else label)
        if sign
        else label
    )
