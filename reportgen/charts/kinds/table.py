"""Table of metrics: this period, a year ago, the change; any periods, entities or scenarios. No picture."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field

from reportgen.charts.kind import Drawing, Scene
from reportgen.charts.parts.ranking import Expressions
from reportgen.charts.parts.tables.columns import Columns, Heads, Spanned, columns_of
from reportgen.charts.parts.tables.grid import Grid
from reportgen.charts.parts.tables.lines import Lines
from reportgen.charts.parts.tables.sums import sums_that_miss
from reportgen.setting import Setting
from reportgen.settings import FEWEST_PERIODS, MOST_PERIODS

Listed = Annotated[tuple[str, ...], Field(max_length=40)]
DEFAULT = (Spanned(columns=("now", "year_ago", "change", "yoy")),)


class Options(Setting):
    """``{rows: [group_revenue, cloud_revenue, cloud_margin], emphasise: [cloud_revenue]}``."""

    rows: Lines
    columns: Columns = ()
    periods: Annotated[int, Field(ge=1, le=MOST_PERIODS)] | Listed = ()  # how many, or which
    entities: Listed = ()
    heads: Heads = "periods"  # or the last days of the periods, under "Three months ended"
    emphasise: Expressions = Field(
        default=(),
    )
    totals: tuple[str, ...] = ()  # rows that are ruled off
    labels: Mapping[str, str] = {}
    spark: int = Field(default=8, ge=FEWEST_PERIODS, le=MOST_PERIODS)  # periods in the column "spark"
    share_of: str = ""  # the whole in the column "share"; the last row by default


def draw(options: Options, scene: Scene) -> Drawing:
    """A row a measure, with its unit in the label unless all rows share one; declared sums are checked."""
    asked = options.columns or (() if options.periods or options.entities else DEFAULT)
    columns = columns_of(scene, asked, options.periods, options.entities)
    scene.findings.extend(sums_that_miss(scene, options.rows, columns))
    grid = Grid(scene, options.rows, columns, options.labels, options.heads, options.spark, options.share_of)
    return grid.drawing("table", options.emphasise, options.totals)
