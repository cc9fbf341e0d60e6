"""Progress: what was done, inside what was planned, with a tick where an even pace would be."""

from __future__ import annotations

from dataclasses import dataclass

from reportgen.charts.canvas import Canvas
from reportgen.charts.description import values, values_sentence
from reportgen.charts.kind import Drawing, Scene, is_open, label_of, look_of, measure_line, value_of
from reportgen.charts.lettering import BOLD, shortened, width_of
from reportgen.charts.manner import Manner, check_one_axis
from reportgen.charts.moments import when
from reportgen.charts.panel import LABEL_GAP, STUB
from reportgen.charts.scale import Scale
from reportgen.errors import FormulaError
from reportgen.model import Cell, Fact, Table
from reportgen.setting import Setting

BAR, INSET, TICK = 34.0, 7.0, 5.0


class Options(Setting):
    """``{actual: investment, plan: plan.plan, pace: plan_pace, pace_label: "Even pace"}``."""

    actual: str
    plan: str
    pace: str = ""
    actual_label: str = ""
    plan_label: str = ""
    pace_label: str = ""


@dataclass(frozen=True)
class Part:
    """A value on the bar, its name and its label."""

    name: str
    value: float
    label: str
    open_end: bool = False

    @property
    def text(self) -> str:
        return f"{self.name} {self.label}"


def draw(options: Options, scene: Scene) -> Drawing:
    """The actual as a solid bar in the plan's outline; every part named beside its value."""
    given = [
        (scene.fact(expression), label)
        for expression, label in (
            (options.actual, options.actual_label),
            (options.plan, options.plan_label),
            (options.pace, options.pace_label),
        )
        if expression
    ]
    facts = [fact for fact, _ in given]
    check_one_axis(facts)
    negative = next((fact for fact in facts if fact.quantity.value < 0), None)
    if negative:
        raise FormulaError(
            f"'{negative.id}' is {negative.quantity}; progress cannot be shown of what is negative"
        )
    told_apart = len({scene.name(fact) for fact in facts}) == len(facts)
    names = tuple(scene.name(fact) for fact in facts) if told_apart else scene.names(facts)
    manner = scene.manner(facts)
    parts = [
        Part(label or name, value_of(fact), scene.labelled(fact, manner), is_open(fact))
        for (fact, label), name in zip(given, names, strict=True)
    ]
    plan_look = look_of(facts[1], otherwise="plan")

    def sketch(width: float) -> Canvas:
        return _sketched(scene, width, parts, outlined=plan_look == "plan")

    names = tuple(part.name for part in parts)
    return Drawing(
        measure=measure_line(label_of(facts[0]), manner.unit, when(facts, scene.period)),
        table=Table(
            ("", measure_line(scene.words.value, manner.unit)),
            tuple((Cell(name), scene.cell(fact, manner)) for name, fact in zip(names, facts, strict=True)),
        ),
        lead=scene.words.leads["progress"].format(takeaway=_takeaway(scene, names, facts, manner.in_full())),
        values=values_sentence(scene, values(scene, names, facts, manner), manner),
        sketch=sketch,
    )


def _takeaway(scene: Scene, names: tuple[str, ...], facts: list[Fact], manner: Manner) -> str:
    actual, plan = facts[0], facts[1]
    words = scene.words
    text = words.progress.format(
        name=names[0], value=scene.said(actual, manner), plan=scene.said(plan, manner), planned=names[1]
    )
    if len(facts) < 3:  # noqa: PLR2004 - no pace given
        return text
    done, pace = actual.quantity.interval, facts[2].quantity.interval
    verdict = "ahead" if done.low > pace.high else "behind" if done.high < pace.low else "level"
    return words.progress_with_pace.format(
        progress=text, verdict=words.paces[verdict], pace=names[2], value=scene.said(facts[2], manner)
    )


def _sketched(scene: Scene, width: float, parts: list[Part], *, outlined: bool) -> Canvas:
    actual, plan, *paces = parts
    size = scene.theme.sizes["chart"]
    below = width_of(actual.text, size, BOLD) + width_of(plan.text, size) + LABEL_GAP * 4 > width
    head = size + LABEL_GAP + TICK if paces else 2
    canvas = Canvas(scene.theme, width, head + BAR + TICK + size * 1.6 + (size * 1.4 if below else 0) + 4)
    highest = max(part.value for part in parts)
    scale = Scale(0, highest or 1, 0, width - (STUB if actual.open_end or plan.open_end else 0))
    canvas.bar(0, head, scale(plan.value), head + BAR, "plan" if outlined else "prior")
    if actual.value:
        canvas.bar(0, head + INSET, scale(actual.value), head + BAR - INSET, "subject")
    if actual.open_end:
        end = scale(actual.value)
        canvas.hatch(end, head + INSET, end + STUB, head + BAR - INSET, "accent")
    for pace in paces:
        x = scale(pace.value)
        canvas.rule(x, head - TICK, x, head + BAR + TICK, "ink", 2)
        text = shortened(pace.text, width, size)
        half = width_of(text, size) / 2
        canvas.text(min(max(x, half), width - half), head - TICK - 3, text, "ink", "center")
    line = head + BAR + TICK + size
    canvas.text(0, line, shortened(actual.text, width, size, BOLD), "accent", bold=True)
    x = scale(plan.value)
    if below:
        line += size * 1.4
        canvas.text(0, line, shortened(plan.text, width, size))
    else:
        room = width_of(actual.text, size, BOLD) + LABEL_GAP * 4 + width_of(plan.text, size)
        canvas.text(max(x, room), line, plan.text, "ink", "right")
    return canvas
