"""Bridge: what leads from one level to another, levels as columns and the steps floating between them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from pydantic import Field, model_validator

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
from reportgen.charts.parts.outliers import shortened
from reportgen.charts.parts.ranking import Compared, Expressions, named
from reportgen.charts.parts.series import item_of
from reportgen.charts.parts.standing import meant
from reportgen.charts.parts.waterfall import Step, closed, is_broken, waterfall_chart
from reportgen.errors import FormulaError
from reportgen.facts.reference import Ref, fact_of
from reportgen.facts.sizes import SIZED
from reportgen.intervals import ZERO
from reportgen.model import Cell, Fact, Scenario, Table


class Options(Compared):
    """``{from: a.year_ago, to: a, steps: [b.change, c.change], rest: "Other and eliminations"}``.

    ``total: a.change`` takes the place of ``from`` and ``to`` where the levels are not to be shown. A step that is also
    named in ``totals`` is a level that is reached there: ``{steps: [a, b, profit, c], totals: profit}``.
    """

    steps: tuple[str, ...] = Field(min_length=1, max_length=14)
    start: str = Field(default="", validation_alias="from")
    end: str = Field(default="", validation_alias="to")
    total: str = ""
    totals: Expressions = Field(default=())  # levels on the way
    rest: str = ""  # "Other" by default: the name of what the steps leave unexplained

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
    emphasised: bool = False

    def manner(self, signed: Manner) -> Manner:
        """How its number is said: that of a level without a plus."""
        plain = {name: value for name, value in signed.options.items() if name != "sign"}
        return replace(signed, options=plain) if self.is_level else signed


def draw(options: Options, scene: Scene) -> Drawing:
    """The levels and the steps between them; without levels, the steps from nil to the whole change."""
    refs = {name: scene.ref(name) for name in options.steps}
    facts = {name: fact_of(ref) for name, ref in refs.items()}
    ends = (options.start, options.end) if options.start and options.end else ()
    levels = [scene.fact(expression) for expression in ends]
    whole = scene.ref(options.total) if options.total else less(*(scene.ref(end) for end in reversed(ends)))
    total = fact_of(whole)
    other = options.rest or scene.words.other
    rest = _left(whole, [ref for name, ref in refs.items() if name not in options.totals])
    rest = replace(rest, label=other) if rest and len(refs) > 1 else rest  # and not by all that is taken away
    if rest and not options.rest:
        _check_costs(total, {name: facts[name] for name in facts if name not in options.totals})
    _check_totals(options, refs, scene.ref(options.start) if ends else None)
    for name, fact in facts.items():
        if fact.quantity.state:
            raise FormulaError(f"'{name}' is {fact.quantity.state}; a step of a bridge needs a number")
    check_one_axis([total, *facts.values(), *levels])
    signed = scene.manner([total, *facts.values(), *levels], signed=True)
    names = dict(zip(facts, named(scene, facts, options.labels), strict=True))
    steps = [_part(names[name], fact, total, options, name) for name, fact in facts.items()]
    steps += [Part(other, rest, "other")] if rest else []
    first, last = _ends(scene, levels, options, total)
    change = scene.words.change if not levels or _is_one_measure(levels) else scene.words.difference
    changes = [*steps, Part(change, total, "actual")]
    drawn = [*first, *steps, *last]
    listed = "; ".join(values(scene, [part.name], [part.fact], part.manner(signed))
                       for part in (*first, *steps, *(last if levels else ()), changes[-1]))  # fmt: skip
    placed = closed(_steps(scene, drawn, signed))
    note = scene.words.broken if is_broken(placed) else ""
    cut = shortened((step.item for step in placed), scene.words)
    return Drawing(
        measure=measure_line(
            _what(scene, options) if levels else label_of(total), signed.unit, scene.period.short
        ),
        table=Table(
            ("", measure_line(change, signed.unit)),
            tuple((Cell(part.name), scene.cell(part.fact, part.manner(signed))) for part in changes),
            totals=frozenset(
                index for index, part in enumerate(changes) if part.is_level or part is changes[-1]
            ),
        ),
        lead=scene.words.leads["bridge"].format(takeaway=_takeaway(scene, changes, signed)),
        values=" ".join(filter(None, (values_sentence(scene, listed, signed), note, cut))),
        chart=lambda room: waterfall_chart(room, placed, note),
    )


def _part(name: str, fact: Fact, total: Fact, options: Options, expression: str) -> Part:
    """A step as it looks: good or bad where the measure has a polarity, else up or down, highlighted or not."""
    emphasised, sign = expression in options.highlight, size_of(fact)
    if expression in options.totals:
        return Part(name, fact, "actual", is_level=True, emphasised=emphasised)
    role = meant((sign > 0) - (sign < 0), total, "up" if sign >= 0 else "down")
    return Part(name, fact, role, emphasised=emphasised)


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
    restated = {Scenario.PRIOR: Scenario.ACTUAL}  # which the actual of an earlier period may be
    return len({(fact.metric.id, restated.get(fact.scenario, fact.scenario)) for fact in levels}) == 1


def _what(scene: Scene, options: Options) -> str:
    start, end = scene.fact(options.start), scene.fact(options.end)
    if _is_one_measure((start, end)):
        return scene.words.change_of.format(label=label_of(end))
    if start.metric.id == end.metric.id:
        return scene.words.variance_of.format(label=label_of(end), scenario=start.scenario.words)
    first, last = map(scene.ledger.style.words.labels.in_a_sentence, map(label_of, (start, end)))
    return scene.words.from_to.format(first=first, last=last)


def _left(whole: Ref, steps: Sequence[Ref]) -> Fact | None:
    """What steps leave of a whole; None where that is nil within rounding."""
    for step in steps:
        whole = less(whole, step)
    fact = fact_of(whole)
    nothing = fact.quantity.state or ZERO in fact.quantity.interval or size_of(fact) == 0
    return None if nothing else fact


def _check_costs(total: Fact, facts: Mapping[str, Fact]) -> None:
    """Costs stated above zero are not added to a result. Raises FormulaError where taking them away explains it all."""
    costs = [name for name, fact in facts.items() if fact.metric.nature in SIZED and fact.quantity.value > 0]
    left = total.quantity.interval
    for name, fact in facts.items():
        left = left + fact.quantity.interval if name in costs else left - fact.quantity.interval
    if costs and ZERO in left:
        effects = ", ".join(f"{name}_effect: -{name}" for name in costs)
        raise FormulaError(
            "the steps do not lead there with costs added: what is stated above zero has to be taken away; "
            f"write under 'derive' {effects}, and these as steps"
        )


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
    """The parts where they stand, each from where the one before it ends; a change stands on zero and has its sign."""
    steps, reached, changes = [], 0.0, not parts[0].is_level
    for part in parts:
        manner = signed if changes and part is parts[-1] else part.manner(signed)
        item = item_of(scene, part.fact, part.name, manner, role=part.role)
        item = replace(item, emphasised=part.emphasised)
        before = 0.0 if part.is_level else reached
        reached = before + value_of(part.fact)
        steps.append(Step(item, before, reached, part.is_level))
    return steps


def _takeaway(scene: Scene, changes: Sequence[Part], manner: Manner) -> str:
    *steps, total = changes
    largest = max((part for part in steps if not part.is_level), key=lambda part: abs(value_of(part.fact)))
    full = manner.in_full("signed")
    return scene.words.largest_part.format(
        what=total.name.lower(), total=scene.said(total.fact, full), name=largest.name,
        value=scene.said(largest.fact, full),
    )  # fmt: skip
