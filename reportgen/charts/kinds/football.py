"""Football field: what each method says that something is worth, as a range, against its price."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import altair as alt
from pydantic import Field

from reportgen.charts.kind import Drawing, Scene, asked, ends_of, measure_line, value_of
from reportgen.charts.lettering import BOLD, wrapped
from reportgen.charts.parts.description import when
from reportgen.charts.parts.field import Field as Rows
from reportgen.charts.parts.field import field
from reportgen.charts.parts.items import NEVER, Item, extents, label_layer
from reportgen.charts.parts.looks import Role, fills
from reportgen.charts.parts.manner import Manner, check_one_axis
from reportgen.charts.parts.names import names_of
from reportgen.charts.parts.ranking import Compared, asked_for, itemised
from reportgen.charts.parts.room import LABEL_GAP, TOLD, Room, data, down, px
from reportgen.charts.parts.series import item_of
from reportgen.charts.parts.standing import standing
from reportgen.errors import FormulaError
from reportgen.facts.reference import fact_of
from reportgen.model import Fact

MOST_LINES = 3  # for the price
THICK, PRICE = 13.0, 1.4  # px of a range's bar and of the line of the price


class Options(Compared):
    """``{items: [value_dcf, value_peers], price: share_price, labels: {value_peers: "Multiples of peers"}}``."""

    items: tuple[str, ...] = Field(min_length=1, max_length=20)
    price: str = ""


@dataclass(frozen=True, slots=True)
class Span:
    """A method's range, and both of its ends; a computed range has one label for both, at its high end."""

    item: Item
    ends: tuple[Item, Item]


def draw(options: Options, scene: Scene) -> Drawing:
    """A floating bar a method, both ends labelled, in the order of the author; the price runs through all of them."""
    facts, called = asked_for(scene, options.items, options.labels)
    for expression, fact in facts.items():
        if ends_of(fact) is None:
            raise FormulaError(
                f"'{expression}' is {fact.quantity}, and no range; a football field needs one with two ends"
            )
    price = scene.fact(options.price) if options.price else None
    whole = [*facts.values(), *([price] if price else [])]
    check_one_axis(whole)
    manner = scene.manner(whole)
    spans = [
        _span(scene, key, fact, called[key], manner, subject=key in options.highlight)
        for key, fact in facts.items()
    ]
    named_so = [options.labels.get(options.price) or scene.name(price)] if price else []
    line = item_of(scene, price, named_so[0], manner, role="text") if price else None
    methods = {called[key]: fact for key, fact in facts.items()}
    return itemised(
        scene, "football", whole, [*called.values(), *named_so], manner,
        lambda room: chart(room, spans, line, manner),
        measure=measure_line(manner.unit, when(whole, scene.period)),
        takeaway=_takeaway(scene, methods, price, manner),
    )  # fmt: skip


def chart(room: Room, spans: Sequence[Span], price: Item | None, manner: Manner) -> Any:  # noqa: ANN401 - Altair's
    """The bars with a label at both ends; the line of the price makes way for labels, and is named on top."""
    items = [span.item for span in spans]
    left, right = (
        room.widest([span.ends[end].label for span in spans], bold=True) + LABEL_GAP * 2 for end in (0, 1)
    )
    rows = field(
        names_of(items, room), [*extents(items), *(price.extent if price else ())],
        manner, left=left, right=right, top=len(_named(price, room)) * room.leading + LABEL_GAP if price else 0,
    )  # fmt: skip
    base = rows.base([item.row(row=at) for at, item in enumerate(items)])
    bars = base.mark_bar(size=THICK).encode(x=rows.x("low"), x2=alt.X2("high"), **fills(room.theme), **TOLD)
    layers = [bars]
    for end, (align, sign) in enumerate((("right", -1), ("left", 1))):
        ends = rows.base([span.ends[end].row(row=at) for at, span in enumerate(spans)])
        text = label_layer(ends, room, align=align, baseline="middle", dx=sign * LABEL_GAP)
        layers.append(text.encode(x=alt.X("at:Q")))
    return rows.chart(*layers, *(_priced(price, spans, rows) if price else ()))


def _priced(price: Item, spans: Sequence[Span], rows: Rows) -> list[Any]:
    """The line of the price, row by row where no label is in its way, and its name above."""
    room, at = rows.room, rows.at(price.value or 0.0)
    tall, half = rows.names.row, room.leading / 2
    middles = [(index + 0.5) * tall for index, span in enumerate(spans) if _is_in_the_way(span, at, rows)]
    edges = [0.0, *(edge for middle in middles for edge in (middle - half, middle + half)), len(spans) * tall]
    runs = zip(edges[::2], edges[1::2], strict=True)
    line = data([price.row(label="", top=top, end=end) for top, end in runs])
    rule = line.mark_rule(strokeWidth=PRICE, color=room.theme["ink"]).encode(**px(y="top", y2="end"))
    lines = _named(price, room)
    half = room.widest(lines, bold=True) / 2
    moved = min(max(at, half - rows.margins.left), rows.width + rows.margins.right - half) - at
    named = rows.base([price.row(row=0, label="\n".join(lines), priority=NEVER, dx=moved)])
    text = label_layer(named, room, baseline="bottom", dy=-LABEL_GAP - (len(lines) - 1) * room.leading,
                       fontWeight=BOLD, lineBreak="\n", lineHeight=room.leading)  # fmt: skip
    return [rule.encode(x=rows.x(), **TOLD), text.encode(x=rows.x(), y=down(0))]


def _named(price: Item, room: Room) -> tuple[str, ...]:
    """The price in words, on as many lines as it needs."""
    return wrapped(f"{price.name} {price.label}", room.width, room.size, BOLD, MOST_LINES)


def _is_in_the_way(span: Span, at: float, rows: Rows) -> bool:
    """Whether one of a row's labels stands where the line would run."""
    low, high = (rows.at(end) for end in span.item.extent[1:])
    before, after = (rows.room.width_of(end.label, bold=True) + LABEL_GAP for end in span.ends)
    return low - before - PRICE < at < low or high < at < high + after + PRICE


def _span(scene: Scene, expression: str, fact: Fact, name: str, manner: Manner, *, subject: bool) -> Span:
    role: Role = "subject" if subject else "prior"
    item = item_of(scene, fact, name, manner, role=role)
    low, high = (replace(item, value=end, ends=None, priority=NEVER) for end in item.extent[1:])
    try:
        facts = [fact_of(asked(scene.ref(expression), end)) for end in ("low", "high")]
    except FormulaError:  # the ends of what was computed are no figures of their own
        return Span(item, (replace(low, label=""), high))
    low, high = (replace(item_of(scene, one, name, manner, role=role), priority=NEVER) for one in facts)
    return Span(item, (low, high))


def _takeaway(scene: Scene, methods: Mapping[str, Fact], price: Fact | None, manner: Manner) -> str:
    """Where the price stands: "the share price of €47.20 is within DCF and peers, above trading multiples"."""
    words = scene.words
    if price is None:
        low, high = (pick(methods, key=lambda name: value_of(methods[name])) for pick in (min, max))
        return words.ranking.format(
            first=high, most=scene.said(methods[high], manner.in_full()),
            last=low, least=scene.said(methods[low], manner.in_full()),
        )  # fmt: skip
    sides = {name: standing(price, fact) for name, fact in methods.items()}
    parts = [
        words.beside_ranges.format(
            side=words.sides[side], names=words.listed([name for name in sides if sides[name] == side])
        )
        for side in dict.fromkeys(sides.values())
    ]
    text = words.was.format(title=scene.name(price), value=scene.said(price, manner.in_full()))
    return f"{text}, {'; '.join(parts)}"
