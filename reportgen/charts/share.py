"""Share: what a total is made of, a year ago and now. At most five parts; what is left is "Other"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from pydantic import Field

from reportgen.charts.canvas import LETTERS_ON, Canvas, Look
from reportgen.charts.columns import NARROW
from reportgen.charts.description import values, values_sentence
from reportgen.charts.kind import (
    Drawing,
    Scene,
    asked,
    label_of,
    less,
    measure_line,
    paired,
    size_of,
    value_of,
)
from reportgen.charts.lettering import BOLD, NORMAL, spread, wrapped
from reportgen.charts.manner import Manner
from reportgen.charts.panel import LABEL_GAP
from reportgen.errors import FormulaError
from reportgen.facts.reference import Ref, fact_of
from reportgen.figures.written import unit_words
from reportgen.model import Cell, Fact, Table
from reportgen.periods import Period
from reportgen.setting import Setting
from reportgen.units import PERCENT

LOOKS: tuple[Look, ...] = ("subject", "actual", "part", "prior", "implied")
HEIGHT = 220.0
COLUMN = {"wide": 180.0, "half": 76.0}
GAP = {"wide": 90.0, "half": 36.0}
MOST_PARTS = 5
NAME_LINES = 2


class Options(Setting):
    """``{total: group_revenue, parts: [a, b, c], at: [year_ago, now]}``."""

    total: str
    parts: tuple[str, ...] = Field(min_length=1, max_length=MOST_PARTS)
    at: tuple[Literal["year_ago", "prior", "now"], ...] = Field(
        default=("year_ago", "now"), min_length=1, max_length=2
    )
    rest: str = ""  # "Other" by default
    labels: Mapping[str, str] = {}


@dataclass(frozen=True)
class Stack:
    """The parts of one period, from the top: shares, their labels."""

    period: Period
    shares: tuple[Fact, ...]
    labels: tuple[str, ...]


def draw(options: Options, scene: Scene) -> Drawing:
    """Stacked columns, the subject on top, with the parts' names beside the last one."""
    names, stacks = _parts(options, scene)
    percent = unit_words(PERCENT, scene.ledger.style)
    manner = Manner("short", {}, percent)
    total = scene.fact(options.total)

    def sketch(width: float) -> Canvas:
        return _sketched(scene, width, names, stacks, len(options.parts))

    now = stacks[-1]
    rows = tuple(
        (Cell(name), *(scene.cell(stack.shares[index], manner) for stack in stacks))
        for index, name in enumerate(names)
    )
    return Drawing(
        measure=measure_line(
            scene.words.share_of_total.format(label=label_of(total)),
            percent,
            *(s.period.short for s in stacks),
        ),
        table=Table(("", *(measure_line(stack.period.short, percent) for stack in stacks)), rows),
        lead=scene.words.leads["share"].format(
            name=names[0], value=scene.said(now.shares[0], manner), total=label_of(total)
        ),
        values=values_sentence(
            scene,
            "; ".join(f"{s.period.short}: {values(scene, names, s.shares, manner)}" for s in stacks),
            manner,
        ),
        sketch=sketch,
    )


def _parts(options: Options, scene: Scene) -> tuple[list[str], list[Stack]]:
    """Names and shares; the rest is a part of its own where it is more than nil."""
    given = {
        index: options.labels[part] for index, part in enumerate(options.parts) if part in options.labels
    }
    names = [
        *scene.names([scene.fact(part) for part in options.parts], given),
        options.rest or scene.words.other,
    ]
    shares = []
    for moment in options.at:
        refs = [_at(scene.ref(part), moment) for part in options.parts]
        total = _at(scene.ref(options.total), moment)
        rest = total
        for ref in refs:
            rest = less(rest, ref)
        _check_parts([fact_of(ref) for ref in refs], fact_of(total), fact_of(rest))
        shares.append([fact_of(paired(ref, "share_of", total)) for ref in (*refs, rest)])
    if not any(size_of(row[-1]) > 0 for row in shares):
        names, shares = names[:-1], [row[:-1] for row in shares]
    manner = Manner("short")
    return names, [
        Stack(row[0].period, tuple(row), tuple(scene.labelled(f, manner) for f in row)) for row in shares
    ]


def _check_parts(parts: Sequence[Fact], total: Fact, rest: Fact) -> None:
    """A total above nothing, parts that are not below it, and no more than the total. Raises FormulaError."""
    if total.quantity.state or total.quantity.value <= 0:
        raise FormulaError(f"'{total.id}' is {total.quantity}; only of a total above zero are there parts")
    for part in parts:
        if part.quantity.state or part.quantity.value < 0:
            raise FormulaError(
                f"'{part.id}' is {part.quantity}; a part of a whole cannot be below zero: show a bridge"
            )
    if rest.quantity.interval.high < 0:
        raise FormulaError(f"the parts add up to more than '{total.id}', which is {total.quantity}")


def _at(ref: Ref, moment: str) -> Ref:
    return ref if moment == "now" else asked(ref, moment)


def _sketched(
    scene: Scene, width: float, names: Sequence[str], stacks: Sequence[Stack], parts: int
) -> Canvas:
    slot = "half" if width < NARROW else "wide"
    size = scene.theme.sizes["chart"]
    bottom = max(HEIGHT - size - LABEL_GAP * 2, len(names) * (size * 1.25 * NAME_LINES + 2))
    canvas = Canvas(scene.theme, width, bottom + size + LABEL_GAP * 2)
    looks: list[Look] = [*LOOKS[:parts], "other"]
    lefts = [index * (COLUMN[slot] + GAP[slot]) for index in range(len(stacks))]
    levels = [_levels(stack, bottom) for stack in stacks]
    for left, stack, edges in zip(lefts, stacks, levels, strict=True):
        for (top, low), label, look in zip(pairwise(edges), stack.labels, looks, strict=False):
            canvas.bar(left, top + 0.75, left + COLUMN[slot], low - 0.75, look)
            if low - top > canvas.size + 3:
                color = LETTERS_ON.get(look, "ink")
                canvas.text(
                    left + COLUMN[slot] / 2,
                    canvas.baseline((top + low) / 2),
                    label,
                    color,
                    "center",
                    bold=look == "subject",
                )
        canvas.text(left + COLUMN[slot] / 2, canvas.height - 4, stack.period.short, "muted", "center")
    if len(stacks) > 1:
        for one, other in zip(levels[0][1:-1], levels[1][1:-1], strict=True):
            canvas.rule(COLUMN[slot], one, lefts[1], other, "mark")
    _names(canvas, names, stacks[-1], levels[-1], lefts[-1] + COLUMN[slot] + LABEL_GAP * 2)
    return canvas


def _names(canvas: Canvas, names: Sequence[str], stack: Stack, edges: Sequence[float], left: float) -> None:
    """The parts' names at the right, moved apart; a part too thin for its value has it here."""
    room = canvas.width - left
    texts = []
    for index, (name, label, (top, low)) in enumerate(
        zip(names, stack.labels, pairwise(edges), strict=False)
    ):
        text = name if low - top > canvas.size + 3 else f"{label} {name}"
        texts.append(wrapped(text, room, canvas.size, NORMAL if index else BOLD, NAME_LINES))
    height = max(map(len, texts)) * canvas.leading + 2
    middles = spread(
        [(top + low) / 2 for top, low in pairwise(edges)], height, height / 2, edges[-1] - height / 2
    )
    for index, (rows, middle) in enumerate(zip(texts, middles, strict=True)):
        canvas.rows(left, middle, rows, "accent" if index == 0 else "ink", bold=index == 0)


def _levels(stack: Stack, bottom: float) -> list[float]:
    shares = [max(value_of(share), 0.0) for share in stack.shares]
    whole = sum(shares) or 1.0
    edges = [0.0]
    for share in shares:
        edges.append(edges[-1] + share / whole * bottom)
    return edges
