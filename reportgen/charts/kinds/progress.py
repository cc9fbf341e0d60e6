"""Progress: what was done, inside what was planned or beyond it, with a tick where an even pace would be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from pydantic import Field, model_validator

from reportgen.charts.kind import Drawing, Scene, label_of, look_of, measure_line, paired
from reportgen.charts.parts.axes import ValueAxis
from reportgen.charts.parts.description import when
from reportgen.charts.parts.gauges import Gauge, gauge_chart
from reportgen.charts.parts.items import extents
from reportgen.charts.parts.looks import Role
from reportgen.charts.parts.manner import Manner, check_one_axis
from reportgen.charts.parts.ranking import itemised
from reportgen.charts.parts.room import Room
from reportgen.charts.parts.series import item_of
from reportgen.errors import FormulaError
from reportgen.facts.reference import fact_of
from reportgen.model import Fact
from reportgen.setting import Setting


class Part(Setting):
    """``{actual: investment, plan: investment.plan, pace: plan_pace, pace_label: "Even pace"}``."""

    actual: str
    plan: str
    pace: str = ""
    actual_label: str = ""
    plan_label: str = ""
    pace_label: str = ""


class Options(Part):
    """One ``Part``, or several under ``items``."""

    actual: str = ""
    plan: str = ""
    items: tuple[Part, ...] = Field(default=(), max_length=12)

    @model_validator(mode="after")
    def _has_either(self) -> Options:
        if bool(self.items) == bool(self.actual or self.plan) or bool(self.actual) != bool(self.plan):
            raise ValueError("expected 'actual' and 'plan', or 'items' of them")
        return self

    @property
    def parts(self) -> tuple[Part, ...]:
        """What is shown, a bar each."""
        return self.items or (Part(**self.model_dump(exclude={"items"})),)


@dataclass(frozen=True, slots=True)
class Reached:
    """The facts of a bar by name, in this order: the actual, the plan, the pace if there is one."""

    names: tuple[str, ...]
    facts: tuple[Fact, ...]
    share: Fact | None


def draw(options: Options, scene: Scene) -> Drawing:
    """The actual as a solid bar in the plan's outline, or beyond it; every part named beside its value."""
    reached = [_reached(part, scene, alone=len(options.parts) == 1) for part in options.parts]
    facts = [fact for one in reached for fact in one.facts]
    manner = scene.manner(facts)
    gauges = [_gauge(scene, one, manner) for one in reached]
    names = [name if name == one.names[0] or len(reached) == 1 else measure_line(one.names[0], name)
             for one in reached for name in one.names]  # fmt: skip
    told = "; ".join(_takeaway(scene, one, manner.in_full()) for one in reached)
    label = label_of(facts[0]) if len(reached) == 1 else ""
    return itemised(
        scene, "progress", facts, names, manner, lambda room: chart(room, gauges),
        measure=measure_line(label, manner.unit, when(facts, scene.period)), takeaway=told,
    )  # fmt: skip


def chart(room: Room, gauges: Sequence[Gauge]) -> Any:  # noqa: ANN401 - Altair's
    """A bar each; the plans of all are equally long, so that what was done can be compared."""
    parts = [
        (one.goal.value or 1, [item for item in (one.actual, one.goal, one.pace) if item]) for one in gauges
    ]
    most = max(value / plan for plan, items in parts for value in extents(items))
    scaled = [replace(one, axis=ValueAxis(0, (one.goal.value or 1) * most)) for one in gauges]
    return gauge_chart(scaled, room)


def _reached(part: Part, scene: Scene, *, alone: bool) -> Reached:
    """The facts of a bar. Raises FormulaError where progress cannot be shown of them."""
    asked = ((part.actual, part.actual_label), (part.plan, part.plan_label), (part.pace, part.pace_label))
    given = [(scene.fact(expression), label) for expression, label in asked if expression]
    facts = tuple(fact for fact, _ in given)
    check_one_axis(facts)
    for fact in facts:
        if fact.quantity.state or fact.quantity.value < 0:
            why = "cannot be shown of what is negative" if not fact.quantity.state else "needs a number"
            raise FormulaError(f"'{fact.id}' is {fact.quantity}; progress {why}")
    if not facts[1].quantity.value:
        raise FormulaError(f"'{facts[1].id}' is {facts[1].quantity}; progress needs a plan above zero")
    names = [_name(fact, facts, scene) for fact in facts]
    if not alone:
        names[0] = scene.name(facts[0])
    labels = (label for _, label in given)
    return Reached(
        tuple(label or name for label, name in zip(labels, names, strict=True)), facts, _share(part, scene)
    )


def _name(fact: Fact, facts: Sequence[Fact], scene: Scene) -> str:
    """A fact's own name; what tells it apart where others have the same."""
    alike = [other for other in facts if scene.name(other) == scene.name(fact)]
    return scene.names(alike)[alike.index(fact)]


def _share(part: Part, scene: Scene) -> Fact | None:
    """The actual in percent of the plan, where one can be had of the other; nothing of what is in percent itself."""
    if scene.fact(part.actual).unit.kind in ("percent", "points"):
        return None
    try:
        return fact_of(paired(scene.ref(part.actual), "share_of", scene.ref(part.plan)))
    except FormulaError:
        return None


def _gauge(scene: Scene, reached: Reached, manner: Manner) -> Gauge:
    roles: tuple[Role, ...] = ("subject", look_of(reached.facts[1], otherwise="plan"), "text")
    items = [
        item_of(scene, fact, name, manner, role=role)
        for fact, name, role in zip(reached.facts, reached.names, roles, strict=False)
    ]
    if reached.share:
        percent = scene.label(reached.share, "short")
        items[0] = replace(items[0], label=scene.words.in_brackets.format(text=items[0].label, more=percent))
    return Gauge(items[0], items[1], ValueAxis(0, 1), next(iter(items[2:]), None))


def _takeaway(scene: Scene, reached: Reached, manner: Manner) -> str:
    (actual, plan, *paces), words = reached.facts, scene.words
    text = words.progress.format(
        name=reached.names[0], value=scene.said(actual, manner), plan=scene.said(plan, manner),
        planned=reached.names[1],
    )  # fmt: skip
    if reached.share:
        text = words.in_percent.format(text=text, percent=scene.say(reached.share, "short"))
    if not paces:
        return text
    done, pace = actual.quantity.interval, paces[0].quantity.interval
    verdict = "ahead" if done.low > pace.high else "behind" if done.high < pace.low else "level"
    return words.progress_with_pace.format(
        progress=text, verdict=words.paces[verdict], pace=reached.names[2], value=scene.said(paces[0], manner)
    )
