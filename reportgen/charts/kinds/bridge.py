"""Bridge: what leads from one level to another, levels as columns and the steps floating between them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, model_validator

from reportgen.charts.kind import (
    Drawing,
    Scene,
    label_of,
    less,
    look_of,
    measure_line,
    size_of,
    value_of,
)
from reportgen.charts.parts.description import values, values_sentence
from reportgen.charts.parts.looks import Role
from reportgen.charts.parts.manner import Manner, check_one_axis
from reportgen.charts.parts.ranking import Names, named, one_or_more
from reportgen.charts.parts.room import Room
from reportgen.charts.parts.series import item_of
from reportgen.charts.parts.waterfall import Step, is_broken, waterfall_chart
from reportgen.errors import FormulaError
from reportgen.facts.reference import Ref, fact_of
from reportgen.intervals import ZERO
from reportgen.model import Cell, Fact, Table
from reportgen.settings import Setting


class Options(Setting):
    """``{from: a.year_ago, to: a, steps: [b.change, c.change], rest: "Other and eliminations"}``.

    ``total: a.change`` takes the place of ``from`` and ``to`` where the levels are not to be shown. A step that is also
    named in ``totals`` is a level that is reached there: ``{steps: [a, b, profit, c], totals: profit}``.
    """

    steps: tuple[str, ...] = Field(min_length=1, max_length=14)
    start: str = Field(default="", validation_alias="from")
    end: str = Field(default="", validation_alias="to")
    total: str = ""
    totals: Annotated[tuple[str, ...], BeforeValidator(one_or_more)] = Field(default=())  # levels on the way
    rest: str = ""  # "Other" by default: the name of what the steps leave unexplained
    highlight: Annotated[tuple[str, ...], BeforeValidator(one_or_more)] = Field(default=())
    labels: Names = Field(default={})

    @model_validator(mode="after")
    def _has_a_total(self) -> Options:
        if not self.total and not (self.start and self.end):
            raise ValueError("expected 'from' and 'to', or 'total'")
        if set(self.totals) >= set(self.steps):
            raise ValueError("every step is a total: nothing leads from one to the next")
        return self


@dataclass(frozen=True)
class Part:
    """A step or a level with its name and role; a level stands on zero."""

    name: str
    fact: Fact
    role: Role
    is_level: bool = False


def draw(options: Options, scene: Scene) -> Drawing:
    """The levels and the steps between them; without levels, the steps from nil to the whole change."""
    refs = {name: scene.ref(name) for name in options.steps}
    facts = {name: fact_of(ref) for name, ref in refs.items()}
    start = scene.ref(options.start) if options.start else None
    whole = (
        scene.ref(options.total) if options.total else less(scene.ref(options.end), scene.ref(options.start))
    )
    total, rest = (
        fact_of(whole),
        _left(whole, [ref for name, ref in refs.items() if name not in options.totals]),
    )
    _check_totals(options, refs, start)
    levels = [
        scene.fact(expression) for expression in (options.start, options.end) if options.start and options.end
    ]
    check_one_axis([total, *facts.values(), *levels])
    signed = scene.manner([total, *facts.values(), *levels], signed=True)
    names = dict(zip(facts, named(scene, facts, options.labels), strict=True))
    steps = [_part(names[name], fact, total, options, name) for name, fact in facts.items()]
    steps += [Part(options.rest or scene.words.other, rest, "other")] if rest else []
    first, last = _ends(scene, levels, options, total)
    drawn = _steps(scene, [*first, *steps, *last], signed)
    change = scene.words.change if not levels or _is_one_measure(levels) else scene.words.difference
    rows = [*((part.name, part.fact) for part in steps if not part.is_level), (change, total)]
    takeaway = _takeaway(scene, rows, signed, change.lower())
    listed = values(scene, [name for name, _ in rows], [fact for _, fact in rows], signed)
    note = scene.words.broken if is_broken(drawn) else ""
    return Drawing(
        measure=measure_line(
            _what(scene, options) if levels else label_of(total), signed.unit, scene.period.short
        ),
        table=_table(scene, [*first, *steps, *last], signed, change),
        lead=scene.words.leads["bridge"].format(takeaway=takeaway),
        values=" ".join(filter(None, (values_sentence(scene, listed, signed), note))),
        chart=lambda room: chart(room, drawn, note),
    )


def chart(room: Room, steps: Sequence[Step], note: str) -> Any:  # noqa: ANN401 - Altair's
    """Columns; rows where their names or values would not fit below and above columns."""
    return waterfall_chart(room, steps, note)


def _part(name: str, fact: Fact, total: Fact, options: Options, expression: str) -> Part:
    """A step as it looks: good or bad where the measure has a polarity, else up or down; or the subject."""
    if expression in options.totals:
        return Part(name, fact, "actual", is_level=True)
    if expression in options.highlight:
        return Part(name, fact, "subject")
    sign = size_of(fact)
    if total.metric.polarity == "neutral" or not sign:
        return Part(name, fact, "up" if sign >= 0 else "down")
    return Part(name, fact, "good" if (sign > 0) == (total.metric.polarity == "more is better") else "bad")


def _ends(
    scene: Scene, levels: Sequence[Fact], options: Options, total: Fact
) -> tuple[list[Part], list[Part]]:
    """The level that the bridge leads from and the one it leads to; without them, the change as a level of its own."""
    if not levels:
        return [], [Part(scene.words.change, total, "actual", is_level=True)]
    roles: tuple[Role, Role] = ("prior", "actual")
    names = _names(scene, levels, options)
    start, end = (
        Part(name, fact, look_of(fact, otherwise=role), is_level=True)
        for name, fact, role in zip(names, levels, roles, strict=True)
    )
    return [start], [end]


def _names(scene: Scene, levels: Sequence[Fact], options: Options) -> tuple[str, ...]:
    """What the levels are called: by their periods, by their measures where a reconciliation leads over."""
    if _is_one_measure(levels) and not options.labels.keys() & {options.start, options.end}:
        return tuple(fact.period.short for fact in levels)
    given = {i: options.labels.get(end, "") for i, end in enumerate((options.start, options.end))}
    return scene.names(levels, given)


def _is_one_measure(levels: Sequence[Fact]) -> bool:
    """Whether a bridge leads from an earlier to a later level; else from one measure to another, or to its budget."""
    return len({(fact.metric.id, fact.scenario) for fact in levels}) == 1


def _what(scene: Scene, options: Options) -> str:
    start, end = scene.fact(options.start), scene.fact(options.end)
    if _is_one_measure((start, end)):
        return scene.words.change_of.format(label=label_of(end))
    if start.metric.id == end.metric.id:
        return scene.words.variance_of.format(label=label_of(end), scenario=start.scenario.words)
    return scene.words.from_to.format(first=label_of(start), last=label_of(end))


def _left(whole: Ref, steps: Sequence[Ref]) -> Fact | None:
    """What steps leave of a whole; None where that is nil within rounding."""
    for step in steps:
        whole = less(whole, step)
    fact = fact_of(whole)
    nothing = fact.quantity.state or ZERO in fact.quantity.interval or size_of(fact) == 0
    return None if nothing else fact


def _check_totals(options: Options, refs: Mapping[str, Ref], start: Ref | None) -> None:
    """The levels on the way are what the steps before them lead to. Raises FormulaError."""
    for name in options.totals:
        before = options.steps[: options.steps.index(name)]
        steps = [refs[step] for step in before if step not in options.totals]
        left = _left(less(refs[name], start) if start else refs[name], steps)
        if left:
            raise FormulaError(
                f"'{name}' is {fact_of(refs[name]).quantity}, and the steps up to it leave {left.quantity} of it "
                "unexplained; add a step for that"
            )


def _steps(scene: Scene, parts: Sequence[Part], signed: Manner) -> list[Step]:
    """The parts where they stand, each from where the one before it ends."""
    plain = replace(signed, options={name: value for name, value in signed.options.items() if name != "sign"})
    steps, reached = [], 0.0
    for part in parts:
        shown_signed = not part.is_level or not any(one.is_level for one in parts[:-1])
        item = item_of(scene, part.fact, part.name, signed if shown_signed else plain, role=part.role)
        before = 0.0 if part.is_level else reached
        reached = before + value_of(part.fact)
        steps.append(Step(item, before, reached, part.is_level))
    return steps


def _takeaway(scene: Scene, rows: Sequence[tuple[str, Fact]], manner: Manner, what: str) -> str:
    name, largest = max(rows[:-1], key=lambda row: abs(value_of(row[1])))
    total, full = rows[-1][1], manner.in_full("signed")
    return scene.words.largest_part.format(
        what=what, total=scene.said(total, full), name=name, value=scene.said(largest, full)
    )


def _table(scene: Scene, parts: Sequence[Part], manner: Manner, change: str) -> Table:
    """Every level and step as drawn, levels ruled."""
    plain = replace(manner, options={name: value for name, value in manner.options.items() if name != "sign"})
    levels = parts[0].is_level
    rows = tuple(
        (Cell(part.name), scene.cell(part.fact, plain if part.is_level and levels else manner))
        for part in parts
    )
    totals = frozenset(index for index, part in enumerate(parts) if part.is_level and index)
    return Table(
        ("", measure_line(scene.words.value if levels else change, manner.unit)), rows, totals=totals
    )
