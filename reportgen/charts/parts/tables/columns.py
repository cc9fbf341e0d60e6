"""The columns of a table: periods, entities, scenarios, changes, a course, a share; and what stands at their heads."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from reportgen.charts.kind import Scene, asked
from reportgen.charts.parts.description import common_period
from reportgen.errors import FormulaError
from reportgen.facts.reference import Ref, key_of
from reportgen.facts.vocabulary import AGAINST, IN_PERCENT, ON_THE_PERIOD, ON_THE_YEAR, SHIFTS, TOTALS
from reportgen.findings import likely
from reportgen.model import Fact, Spanner
from reportgen.periods import Period
from reportgen.setting import Setting

CHANGES = (*ON_THE_YEAR, *ON_THE_PERIOD, "surprise")
ABSOLUTE = ("change", "step")
DRAWN = ("spark", "share")
# Whose heads tell how far back they lie where the rows' periods differ.
PERIODS = ("now", "year_ago", "prior")
Heads = Literal["periods", "ends"]


class Spanned(Setting):
    """Columns under a heading of their own: ``{span: Plan, columns: [budget, vs_budget]}``; a single one has none."""

    columns: tuple[str, ...]
    span: str = ""


def spanned(value: Any) -> Any:  # noqa: ANN401 - whatever an author wrote
    """Names of columns as columns without a heading above them."""
    if not isinstance(value, (list, tuple)):
        return value
    return tuple({"columns": (one,)} if isinstance(one, str) else one for one in value)


Columns = Annotated[tuple[Spanned, ...], BeforeValidator(spanned), Field(max_length=40)]


@dataclass(frozen=True, slots=True)
class Column:
    """What is asked of a row's metric, one word after another, at a period and of an entity; and the span above it."""

    name: str
    words: tuple[str, ...] = ()
    period: Period | None = None
    entity: str = ""
    span: str = ""

    @property
    def last(self) -> str:
        """The word that says what is shown."""
        return self.words[-1] if self.words else ""

    @property
    def is_variance(self) -> bool:
        """Whether it holds the distance to a scenario."""
        return self.last.startswith(AGAINST)

    @property
    def is_level(self) -> bool:
        """Whether it holds figures as they are, and neither changes nor pictures."""
        return self.last not in (*CHANGES, *DRAWN) and not self.is_variance

    @property
    def is_absolute(self) -> bool:
        """Whether it holds changes as amounts, and those of percentages in points."""
        return self.last in ABSOLUTE or (self.is_variance and not self.last.endswith(IN_PERCENT))

    @property
    def base(self) -> object:
        """What changes are measured on: the year before, the period before or a scenario, of which period."""
        on = next((group for group in (ON_THE_YEAR, ON_THE_PERIOD) if self.last in group), self._variance)
        return on, self.words[:-1], self.period, self.entity

    @property
    def in_points(self) -> Column:
        """The same for a percentage: a variance in percent is one in points; all other changes of it are anyway."""
        return replace(self, words=(*self.words[:-1], self._variance))

    @property
    def _variance(self) -> str:
        """The same as an amount, where it is the distance to a scenario in percent."""
        return f"{AGAINST}consensus" if self.last == "surprise" else self.last.removesuffix(IN_PERCENT)

    def ref(self, scene: Scene, metric: str) -> Ref:
        """What it asks of a metric; a level of the year to date is the one at its end, which is that of now."""
        ref = scene.ref(metric, self.period)
        if self.entity and self.entity != scene.book.brief.entity:
            ref = ref.of(self.entity)
        is_level = scene.book.metrics[key_of(ref).metric].measured == "at the end"
        for word in self.words:
            ref = ref if is_level and word in TOTALS else asked(ref, word)
        return ref


def columns_of(
    scene: Scene,
    columns: Sequence[Spanned],
    periods: int | Sequence[str] = (),
    entities: Sequence[str] = (),
) -> tuple[Column, ...]:
    """Every column: first the periods, then the entities, then the rest. Raises FormulaError for what is none."""
    found = [Column(str(one), period=one) for one in _periods(scene, periods)]
    found += [Column(name, entity=name) for name in entities]
    for one in columns:
        found += [replace(_column(scene, name), span=one.span) for name in one.columns]
    return tuple(found)


def _periods(scene: Scene, periods: int | Sequence[str]) -> Iterator[Period]:
    if isinstance(periods, int):
        yield from scene.last(periods)
        return
    for text in periods:
        try:
            yield scene.book.brief.period_of(text)
        except ValueError as problem:
            raise FormulaError(str(problem)) from None


def _column(scene: Scene, text: str) -> Column:
    *before, last = words = tuple(word for word in text.split(".") if word != "now") or ("now",)
    scenarios, moved = scene.book.scenarios, (*SHIFTS, *TOTALS)
    lasts = ("now", *moved, *scenarios, *CHANGES, *DRAWN)
    variance = last.startswith(AGAINST) and last.removeprefix(AGAINST).removesuffix(IN_PERCENT) in scenarios
    if (last in lasts or variance) and all(word in (*moved, *scenarios) for word in before):
        return Column(text, words if words != ("now",) else ())
    try:
        return Column(text, period=scene.book.brief.period_of(text))
    except ValueError:
        raise FormulaError(f"column '{text}'{likely(text, lasts)}") from None


def head_of(
    scene: Scene,
    column: Column,
    facts: Sequence[Fact | None],
    asked_for: Period,
    heads: Heads,
    *,
    alike: bool,
) -> str:
    """What stands at the head of a column whose facts are these; ``alike`` is whether all rows are of one period."""
    words, last = scene.words, column.last
    if column.entity:
        entity = scene.book.brief.settings.entity
        return entity.brief_name if column.entity == entity.name else column.entity
    if last in scene.book.scenarios:
        return scene.book.scenarios[last].label
    if column.is_variance:
        scenario = scene.book.scenarios[last.removeprefix(AGAINST).removesuffix(IN_PERCENT)]
        said = words.against_in_percent if last.endswith(IN_PERCENT) else words.against
        return said.format(scenario=scenario.mark)
    if not column.is_level:
        return words.columns[last]
    if not alike and column.name in PERIODS:
        return words.columns[column.name]
    period = period_at(asked_for, facts)
    return _day(scene, period) if heads == "ends" else period.short


def change_on(scene: Scene, column: Column) -> str:
    """What a column of changes is measured on, as readers have it: YoY, QoQ; nothing of others."""
    words = scene.ledger.style.words.page.on
    if column.last in ON_THE_YEAR:
        return words["year"]
    return words.get(scene.period.frequency, "") if column.last in ON_THE_PERIOD else ""


def period_at(asked_for: Period, facts: Sequence[Fact | None]) -> Period:
    """When a column of levels is: when it was asked for, or as its facts have it where these agree on another time."""
    found = common_period([fact for fact in facts if fact], asked_for)
    return asked_for if found is None else found


def _day(scene: Scene, period: Period) -> str:
    months, end = scene.ledger.style.words.periods.short_months, period.end
    return scene.words.span_day.format(day=end.day, month=months[end.month - 1], year=end.year)


def spanners(spans: Sequence[str]) -> tuple[Spanner, ...]:
    """The line above the heads, one cell over the names of the rows before it; nothing where no column has a span."""
    if not any(spans):
        return ()
    runs = [(text, len(list(run))) for text, run in groupby(spans)]
    return (Spanner(""), *(Spanner(text, count) for text, count in runs))


def spans_of(
    scene: Scene,
    columns: Sequence[Column],
    periods: Sequence[Period | None],
    levels: Sequence[bool],
    heads: Heads,
) -> list[str]:
    """The span above each column: its author's, or how long its period is; above a change the one before."""
    found: list[str] = []
    for column, period, at_the_end in zip(columns, periods, levels, strict=True):
        if column.span or heads == "periods":
            found.append(column.span)
        elif period is None:
            found.append(found[-1] if found and not column.last.startswith("spark") else "")
        else:
            found.append(scene.words.spans.get("at the end" if at_the_end else period.frequency, ""))
    return found
