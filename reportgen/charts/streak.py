"""Streak: for how many periods in a row something has held; stated counts solid, what they imply lighter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reportgen.charts.canvas import Canvas, Look
from reportgen.charts.columns import NARROW, required
from reportgen.charts.kind import Drawing, Scene, label_of, measure_line, noun_of
from reportgen.charts.lettering import width_of
from reportgen.charts.manner import Manner
from reportgen.charts.panel import LABEL_GAP, WIDEST_COLUMN, Frame, axis_height, period_axis
from reportgen.figures.digits import said
from reportgen.language import Charts
from reportgen.model import Cell, Fact, Table
from reportgen.periods import Period
from reportgen.setting import Setting

LONGEST = 24  # periods drawn at most
HEIGHTS = {"wide": 66.0, "half": 56.0}
STUB, THICK = 15.0, 0.8
SWATCH = 9.0


class Options(Setting):
    """``{count: ai_triple_digit_quarters, threshold: ai_revenue_yoy}``."""

    count: str
    threshold: str = ""  # what has held: a bound such as growth of at least a hundred percent
    label: str = ""  # how the threshold is named


@dataclass(frozen=True)
class Block:
    """A period of the streak; ``label`` is the count stated for it, empty where it is implied."""

    period: Period
    label: str


def draw(options: Options, scene: Scene) -> Drawing:
    """A block a period, each up to the threshold, hatched above it where only a bound is known."""
    now = required([scene.fact(options.count)], options.count)
    length = max(1, min(int(said(now).number), LONGEST))
    periods = scene.last(length)
    facts = scene.series(options.count, periods)
    blocks = [Block(p, scene.label(f, "number") if f else "") for p, f in zip(periods, facts, strict=True)]
    threshold = scene.fact(options.threshold) if options.threshold else None
    name = options.label or (label_of(threshold) if threshold else "")
    line = f"{name} {scene.label(threshold, 'short')}" if threshold else name
    beyond = threshold is not None and not threshold.quantity.interval.is_finite

    def sketch(width: float) -> Canvas:
        return _sketched(scene, width, blocks, line, beyond=beyond)

    return Drawing(
        measure=measure_line(label_of(now), noun_of(scene.period), scene.words.running_count),
        table=_table(scene, periods, facts),
        lead=scene.words.leads["streak"].format(
            label=label_of(now),
            value=scene.say(now, "long"),
            period=now.period.short,
            each=_each(scene, threshold) if threshold else "",
        ),
        values=_values(scene, periods, facts),
        sketch=sketch,
    )


def _each(scene: Scene, threshold: Fact) -> str:
    return scene.words.each_with.format(label=label_of(threshold), value=scene.say(threshold, "long"))


def _values(scene: Scene, periods: Sequence[Period], facts: Sequence[Fact | None]) -> str:
    manner = Manner("number")
    stated = "; ".join(f"{p.short} {scene.said(f, manner)}" for p, f in zip(periods, facts, strict=True) if f)
    implied = [period.short for period, fact in zip(periods, facts, strict=True) if fact is None]
    text = scene.words.counts_stated.format(values=stated)
    if not implied:
        return text
    return f"{text} {scene.words.counts_implied.format(periods=', '.join(implied))}"


def _table(scene: Scene, periods: Sequence[Period], facts: Sequence[Fact | None]) -> Table:
    manner = Manner("number")
    rows = tuple(
        (Cell(p.short), scene.cell(f, manner) if f else Cell(scene.words.implied, is_number=True))
        for p, f in zip(periods, facts, strict=True)
    )
    return Table((scene.words.period, scene.words.running_count_header), rows)


def _sketched(scene: Scene, width: float, blocks: Sequence[Block], line: str, *, beyond: bool) -> Canvas:
    height = HEIGHTS["half" if width < NARROW else "wide"]
    periods = [block.period for block in blocks]
    probe = Canvas(scene.theme, width, 1)
    frame = Frame(0, 0, width, 1)
    axis = axis_height(probe, frame, periods)
    top = probe.leading + LABEL_GAP + (STUB if beyond else 0) if line else (STUB if beyond else 2)
    legend = probe.leading + LABEL_GAP * 2 if any(not block.label for block in blocks) else 0
    canvas = Canvas(scene.theme, width, top + height + axis + legend + 4)
    bottom = top + height
    for block, (left, right) in zip(blocks, frame.slots(len(blocks)), strict=True):
        thick = min(WIDEST_COLUMN, (right - left) * THICK)
        middle = (left + right) / 2
        canvas.bar(
            middle - thick / 2, top, middle + thick / 2, bottom, "subject" if block.label else "implied"
        )
        if beyond:
            canvas.hatch(
                middle - thick / 2,
                top - STUB,
                middle + thick / 2,
                top - 1,
                "accent" if block.label else "mark",
            )
        if block.label:
            canvas.text(
                middle, canvas.baseline(top + height / 2), block.label, "accent_text", "center", bold=True
            )
    canvas.text(0, canvas.size, line)
    canvas.rule(0, top, width, top, "ink")
    canvas.rule(0, bottom, width, bottom, "muted")
    period_axis(canvas, frame, periods, bottom + LABEL_GAP)
    if legend:
        _legend(canvas, canvas.height - 3, scene.words)
    return canvas


def _legend(canvas: Canvas, baseline: float, words: Charts) -> None:
    left = 0.0
    looks: tuple[Look, ...] = ("subject", "implied")
    for look in looks:
        text = words.count_legend[look]
        canvas.bar(left, baseline - SWATCH + 1, left + SWATCH, baseline + 1, look)
        canvas.text(left + SWATCH + LABEL_GAP, baseline, text, "muted")
        left += SWATCH + LABEL_GAP * 4 + width_of(text, canvas.size)
