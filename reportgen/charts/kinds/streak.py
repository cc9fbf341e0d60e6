"""Streak: for how many periods in a row something has held; stated counts solid, what they imply lighter."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import altair as alt

from reportgen.charts.kind import Drawing, Scene, label_of, measure_line, noun_of
from reportgen.charts.lettering import BOLD, wrapped
from reportgen.charts.parts.axes import PeriodAxis, ValueAxis
from reportgen.charts.parts.items import Item, all_fit, in_a_row, label_layer, prioritised
from reportgen.charts.parts.key import Entry, key_height, key_layers
from reportgen.charts.parts.looks import Role, fills
from reportgen.charts.parts.manner import Manner
from reportgen.charts.parts.marks import COLUMN_SHARE, WIDEST_COLUMN, Layers, zero
from reportgen.charts.parts.room import LABEL_GAP, TOLD, Margins, Room, across, data, down, placed
from reportgen.charts.parts.series import required
from reportgen.errors import FormulaError
from reportgen.facts.claims import EVERY, periods_of
from reportgen.figures.digits import said
from reportgen.model import Cell, Fact, Table
from reportgen.periods import Period
from reportgen.setting import Setting

WIDE, HALF = 66.0, 56.0
LONGEST = 400  # periods
LEAST_STEP = 4.0  # px from one block to the next: below it they are one band
STUB = 13.0  # px: the hatched part above a threshold that is a bound
ENDS = 2  # counts, where not all have room: the last and the first
COUNT = Manner("number")
COUNTED = (*EVERY.values(), "halves", "seasons")  # what periods are that have no noun of their own


class Options(Setting):
    """``{count: ai_triple_digit_quarters, threshold: ai_revenue_yoy}``."""

    count: str
    threshold: str = ""  # what has held: a bound such as growth of at least a hundred percent
    label: str = ""  # how the threshold is named


def draw(options: Options, scene: Scene) -> Drawing:
    """A block a period, each up to the threshold, hatched above it where only a bound is known; zero is an outline."""
    now = required([scene.fact(options.count)], options.count)
    _check_counts_periods(now, scene)
    length = _length(now)
    before = scene.known(options.count, scene.period.shift(-1)) if not length else None
    periods = scene.last(length or 1 + (_length(before) if before else 0))
    facts = scene.series(options.count, periods)
    blocks = prioritised([
        _block(scene, period, fact, ended=not length, last=period == periods[-1])
        for period, fact in zip(periods, facts, strict=True)
    ])  # fmt: skip
    threshold = scene.fact(options.threshold) if options.threshold else None
    name = options.label or (label_of(threshold) if threshold else "")
    line = f"{name} {scene.label(threshold, 'short')}" if threshold else name
    beyond = threshold is not None and not threshold.quantity.interval.is_finite
    return Drawing(
        measure=measure_line(label_of(now), noun_of(scene.period), scene.words.running_count),
        table=_table(scene, periods, facts),
        lead=scene.words.leads["streak"].format(
            label=label_of(now), value=scene.say(now, "long"), period=now.period.short,
            each=_each(scene, threshold) if threshold and length else "" if length else f", {scene.words.streak_ended}",
        ),
        values=_values(scene, periods, facts),
        chart=lambda room: chart(room, periods, blocks, line, _legend(scene, blocks, ended=not length), beyond=beyond),
    )  # fmt: skip


def chart(
    room: Room,
    periods: Sequence[Period],
    blocks: Sequence[Item],
    line: str,
    legend: Sequence[Entry],
    *,
    beyond: bool,
) -> Any:  # noqa: ANN401 - Altair's
    """The blocks with their counts, on them where they have room and else above; what has held is named on top."""
    foot = PeriodAxis(tuple(periods), room, room.width)
    left, right = foot.overhang
    foot, left, right = PeriodAxis(tuple(periods), room, room.width - left - right, left=left).held()
    share = COLUMN_SHARE if foot.step >= LEAST_STEP else 1.0  # narrower gaps would be stripes of nothing
    size = min(WIDEST_COLUMN, foot.step * share)
    on_marks = room.widest([block.label for block in blocks], bold=True) <= size - 2
    held, stub = room.tall(HALF, WIDE), STUB if beyond else 0
    tall = held + stub + (0 if on_marks else room.leading)
    lines = wrapped(line, room.width, room.size) if line else ()
    top = 1 + len(lines) * room.leading + (LABEL_GAP if lines else 0)
    margins = Margins(left, right, top, foot.height + key_height(legend, room))
    further = {"middle": 0.5, "beyond": 1 + (stub - 1) / held, "dy": 0 if on_marks else -LABEL_GAP - stub}
    reach = (-left, foot.width + right)
    most = None if all_fit(blocks, foot.middles, room, reach) else ENDS
    placed_rows = in_a_row(blocks, foot.middles, room, reach, most)
    rows = [row | {"period": str(period)} | further for period, row in zip(periods, placed_rows, strict=True)]
    y = ValueAxis(0, tall / held).encoding(alt.Y, "value", room)
    layers = _marks(data(rows).encode(x=foot.encoding()), y, size, room, on_marks=on_marks, beyond=beyond)
    words = data([{"words": "\n".join(lines)}] if lines else []).mark_text(
        align="left",
        baseline="bottom",
        lineBreak="\n",
        lineHeight=room.leading,
        dy=1 - top + room.leading,
    )
    layers.append(words.encode(x=across(-left), y=down(0), text=alt.Text("words:N")))
    layers += key_layers(legend, room, -left, tall + foot.height + LABEL_GAP)
    return placed(alt.layer(*layers), room, margins, tall + margins.top + margins.bottom)


def _marks(base: alt.Chart, y: alt.Y, size: float, room: Room, *, on_marks: bool, beyond: bool) -> Layers:
    """The blocks, what lies beyond a bound, and the counts."""
    block: dict[str, Any] = {"size": size, "strokeWidth": min(1.0, size / 6)}
    layers: Layers = [base.mark_bar(**block).encode(y=y, y2=alt.Y2Datum(0), **fills(room.theme), **TOLD)]
    if beyond:
        hatched = base.transform_filter("datum.role == 'subject' || datum.role == 'implied'")
        role = "datum.role == 'subject' ? 'forecast subject' : 'forecast'"
        layers.append(
            hatched.transform_calculate(role=role)
            .mark_bar(**block)
            .encode(y=alt.Y("value:Q"), y2=alt.Y2("beyond"), **fills(room.theme))
        )
    baseline, at = ("middle", "middle:Q") if on_marks else ("alphabetic", "value:Q")
    counts = label_layer(base, room, on_marks=on_marks, baseline=baseline, fontWeight=BOLD)
    return [*layers, counts.encode(y=at), zero(room)]


def _legend(scene: Scene, blocks: Sequence[Item], *, ended: bool) -> Sequence[Entry]:
    """What solid and light blocks say, where there are both."""
    solid, light = scene.words.count_legend.values()
    looks: tuple[Role, Role] = ("prior", "other") if ended else ("subject", "implied")
    both = any(block.role == looks[1] for block in blocks)
    return tuple(zip((solid, light), looks, strict=True)) if both else ()


def _check_counts_periods(fact: Fact, scene: Scene) -> None:
    """Raises FormulaError for a count of what is no period of the exhibit: four matches are not four years."""
    wanted = periods_of(scene.period)
    if fact.unit.name in (wanted, "periods") or (wanted == "periods" and fact.unit.name in COUNTED):
        return
    by = next((every for every, many in EVERY.items() if many == fact.unit.name), "")
    hint = f", or 'by: {by}'" if by else ""
    raise FormulaError(
        f"'{fact.id}' counts {fact.unit.name}, but a streak draws a block a period; "
        f"expected a count of {wanted}, up to {scene.period.short}{hint}"
    )


def _length(fact: Fact) -> int:
    """How many periods a count says. Raises FormulaError where that is no number of periods that can be drawn."""
    length = int(said(fact).number)
    if not 0 <= length <= LONGEST:
        raise FormulaError(f"'{fact.id}' is {fact.quantity}; a streak is of 0 to {LONGEST} periods")
    return length


def _block(scene: Scene, period: Period, fact: Fact | None, *, ended: bool, last: bool) -> Item:
    """A period: the count stated for it, or none where a later count implies it; of a streak that has ended in grey."""
    role: Role = "implied" if fact is None else "subject"
    if ended:
        role = "plan" if last else "prior" if fact else "other"
    label = scene.label(fact, "number") if fact else ""
    return Item(period.short, 1.0, label, role, fact=scene.key_of(fact) if fact else "")


def _each(scene: Scene, threshold: Fact) -> str:
    return scene.words.each_with.format(label=label_of(threshold), value=scene.say(threshold, "long"))


def _values(scene: Scene, periods: Sequence[Period], facts: Sequence[Fact | None]) -> str:
    pairs = list(zip(periods, facts, strict=True))
    stated = "; ".join(f"{period.short} {scene.said(fact, COUNT)}" for period, fact in pairs if fact)
    implied = [period.short for period, fact in pairs if fact is None]
    text = scene.words.counts_stated.format(values=stated)
    return f"{text} {scene.words.counts_implied.format(periods=', '.join(implied))}" if implied else text


def _table(scene: Scene, periods: Sequence[Period], facts: Sequence[Fact | None]) -> Table:
    rows = tuple(
        (Cell(period.short), scene.cell(fact, COUNT) if fact else Cell(scene.words.implied, is_number=True))
        for period, fact in zip(periods, facts, strict=True)
    )
    return Table((scene.words.period, scene.words.running_count_header), rows)
