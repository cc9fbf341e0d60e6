"""Bridge: what a change is made of. Only the changes are drawn; the levels they join stand as text.

Changes that are small beside the levels would vanish on bars from zero, and a cut axis would lie.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Annotated

from pydantic import BeforeValidator, Field, model_validator

from reportgen.charts.bars import named
from reportgen.charts.canvas import Canvas, Look
from reportgen.charts.columns import NARROW
from reportgen.charts.description import values, values_sentence
from reportgen.charts.kind import Drawing, Scene, label_of, less, measure_line, size_of, value_of
from reportgen.charts.lettering import wrapped
from reportgen.charts.line import one_or_more
from reportgen.charts.manner import Manner, check_one_axis
from reportgen.charts.panel import LABEL_GAP, WIDEST_COLUMN, Frame
from reportgen.charts.scale import Scale, from_zero
from reportgen.facts.reference import Ref, fact_of
from reportgen.intervals import ZERO
from reportgen.model import Cell, Fact, Table
from reportgen.setting import Setting

HEIGHTS = {"wide": 195.0, "half": 164.0}
THICK = 0.62
NAME_LINES = 3

Part = tuple[str, Fact, Look]


class Options(Setting):
    """``{from: a.year_ago, to: a, steps: [b.change, c.change], rest: "Other and eliminations"}``.

    ``total: a.change`` takes the place of ``from`` and ``to`` where the levels are not to be shown.
    """

    steps: tuple[str, ...] = Field(min_length=1, max_length=7)
    start: str = Field(default="", validation_alias="from")
    end: str = Field(default="", validation_alias="to")
    total: str = ""
    rest: str = ""  # "Other" by default: the name of what the steps leave unexplained
    highlight: Annotated[tuple[str, ...], BeforeValidator(one_or_more)] = Field(
        default=(),
    )  # the first step by default
    labels: Mapping[str, str] = {}

    @model_validator(mode="after")
    def _has_a_total(self) -> Options:
        if not self.total and not (self.start and self.end):
            raise ValueError("expected 'from' and 'to', or 'total'")
        return self


@dataclass(frozen=True)
class Step:
    """A floating column: name, the levels it joins, label and look."""

    name: str
    before: float
    after: float
    label: str
    look: Look


@dataclass(frozen=True)
class Level:
    """What stands at an end of the bridge: a period and the level there."""

    name: str
    label: str


def draw(options: Options, scene: Scene) -> Drawing:
    """Floating columns from nil to the whole change, and the levels before and after as text."""
    refs = {name: scene.ref(name) for name in options.steps}
    facts = {name: fact_of(ref) for name, ref in refs.items()}
    names = dict(zip(facts, named(scene, facts, options.labels), strict=True))
    total_ref = (
        scene.ref(options.total) if options.total else less(scene.ref(options.end), scene.ref(options.start))
    )
    total = fact_of(total_ref)
    rest = _rest(total_ref, list(refs.values()))
    levels = [scene.fact(expression) for expression in (options.start, options.end) if expression]
    check_one_axis([total, *facts.values(), *levels])
    manner = scene.manner([total, *facts.values(), *levels], signed=True)
    highlight = options.highlight or options.steps[:1]
    parts: list[Part] = [
        (names[name], fact, "subject" if name in highlight else "prior") for name, fact in facts.items()
    ]
    parts += [(options.rest or scene.words.other, rest, "other")] if rest else []
    plain = replace(manner, options={name: value for name, value in manner.options.items() if name != "sign"})
    ends = [
        Level(name, scene.labelled(fact, plain))
        for name, fact in zip(_ends(scene, levels, options), levels, strict=True)
    ]
    steps = _steps(scene, parts, manner)
    words = scene.words
    change = words.change if options.total or _is_one_measure(levels) else words.difference
    whole = Step(change, 0, value_of(total), scene.labelled(total, manner), "actual")

    def sketch(width: float) -> Canvas:
        return _sketched(scene, width, [*steps, whole], ends)

    rows = [(name, fact) for name, fact, _ in parts] + [(change, total)]
    return Drawing(
        measure=measure_line(
            label_of(total) if options.total else _what(scene, options), manner.unit, scene.period.short
        ),
        table=Table(
            ("", measure_line(change, manner.unit)),
            tuple((Cell(name), scene.cell(fact, manner)) for name, fact in rows),
            totals=frozenset({len(rows) - 1}),
        ),
        lead=words.leads["bridge"].format(takeaway=_takeaway(scene, rows, manner, change.lower())),
        values=values_sentence(
            scene, values(scene, [name for name, _ in rows], [fact for _, fact in rows], manner), manner
        ),
        sketch=sketch,
    )


def _is_one_measure(levels: Sequence[Fact]) -> bool:
    """Whether a bridge leads from an earlier to a later level; else from one measure to another, or to its budget."""
    return len({(fact.metric.id, fact.scenario) for fact in levels}) == 1


def _ends(scene: Scene, levels: Sequence[Fact], options: Options) -> tuple[str, ...]:
    """What the levels are called: by their periods, by their measures where a reconciliation leads over."""
    if _is_one_measure(levels):
        return tuple(fact.period.short for fact in levels)
    ends = enumerate(end for end in (options.start, options.end) if end)
    return scene.names(levels, {index: options.labels.get(end, "") for index, end in ends})


def _what(scene: Scene, options: Options) -> str:
    start, end = scene.fact(options.start), scene.fact(options.end)
    if _is_one_measure((start, end)):
        return scene.words.change_of.format(label=label_of(end))
    if start.metric.id == end.metric.id:
        return scene.words.variance_of.format(label=label_of(end), scenario=start.scenario.words)
    return scene.words.from_to.format(first=label_of(start), last=label_of(end))


def _rest(total: Ref, steps: Sequence[Ref]) -> Fact | None:
    """What the steps leave of the total; None where that is nil within rounding."""
    rest = total
    for step in steps:
        rest = less(rest, step)
    fact = fact_of(rest)
    nothing = fact.quantity.state or ZERO in fact.quantity.interval or size_of(fact) == 0
    return None if nothing else fact


def _steps(scene: Scene, parts: Sequence[Part], manner: Manner) -> list[Step]:
    steps, level = [], 0.0
    for name, fact, look in parts:
        value = value_of(fact)
        steps.append(Step(name, level, level + value, scene.labelled(fact, manner), look))
        level += value
    return steps


def _takeaway(scene: Scene, rows: Sequence[tuple[str, Fact]], manner: Manner, what: str) -> str:
    name, largest = max(rows[:-1], key=lambda row: abs(value_of(row[1])))
    total = rows[-1][1]
    full = manner.in_full("signed")
    return scene.words.largest_part.format(
        what=what, total=scene.said(total, full), name=name, value=scene.said(largest, full)
    )


def _sketched(scene: Scene, width: float, steps: Sequence[Step], ends: Sequence[Level]) -> Canvas:
    canvas = Canvas(scene.theme, width, HEIGHTS["half" if width < NARROW else "wide"])
    spans = Frame(0, 0, width, canvas.height).slots(len(steps) + len(ends))
    slot = spans[0][1] - spans[0][0]
    names = [wrapped(step.name, slot - 4, canvas.size, lines=NAME_LINES) for step in steps]
    depth = [*names, *(wrapped(end.name, slot - 4, canvas.size, lines=NAME_LINES) for end in ends)]
    names_top = canvas.height - max(map(len, depth)) * canvas.leading
    label = canvas.size + LABEL_GAP
    falls = min((*(step.after for step in steps), *(step.before for step in steps))) < 0
    scale = from_zero(
        (v for s in steps for v in (s.before, s.after)), names_top - (label if falls else 0) - 5, label
    )
    thick = min(WIDEST_COLUMN, slot * THICK)
    shift = 1 if ends else 0
    for index, (step, lines) in enumerate(zip(steps, names, strict=True)):
        left, right = spans[index + shift]
        middle = (left + right) / 2
        canvas.bar(middle - thick / 2, scale(step.before), middle + thick / 2, scale(step.after), step.look)
        _label(canvas, step, middle, scale)
        if index < len(steps) - 1:
            canvas.rule(
                middle + thick / 2, scale(step.after), middle + slot - thick / 2, scale(step.after), "mark"
            )
        for row, text in enumerate(lines):
            canvas.text(
                middle, names_top + canvas.size * 0.74 + row * canvas.leading, text, "muted", "center"
            )
    canvas.rule(0, scale(0), width, scale(0), "muted")
    for level, (left, right), top in zip(
        ends, (spans[0], spans[-1]), (scale(0), scale(steps[-1].after)), strict=False
    ):
        canvas.text(
            (left + right) / 2, min(top, scale(0)) - LABEL_GAP, level.label, "ink", "center", bold=True
        )
        for row, text in enumerate(wrapped(level.name, slot - 4, canvas.size, lines=NAME_LINES)):
            bottom = names_top + canvas.size * 0.74 + row * canvas.leading
            canvas.text((left + right) / 2, bottom, text, "muted", "center")
    return canvas


def _label(canvas: Canvas, step: Step, middle: float, scale: Scale) -> None:
    """The step's value beyond its end, or before its start where it would stand on the zero line."""
    subject = step.look == "subject"
    top, bottom = scale(max(step.before, step.after)), scale(min(step.before, step.after))
    above, below = top - LABEL_GAP, bottom + LABEL_GAP + canvas.size * 0.76
    baseline, other = (below, above) if step.after < step.before else (above, below)
    if baseline - canvas.size < scale(0) < baseline + 2:
        baseline = other
    canvas.text(
        middle,
        baseline,
        step.label,
        "accent" if subject else "ink",
        "center",
        bold=subject or step.look == "actual",
    )
