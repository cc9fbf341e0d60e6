"""Ticks that an engine chooses, said as the brief says its numbers: expressions of Vega's for the labels of axes."""

from __future__ import annotations

import json
from decimal import Decimal

from reportgen.charts.parts.manner import Manner
from reportgen.figures.digits import Said
from reportgen.figures.written import MINUS, Style, compact
from reportgen.units import SCALES

PLAIN = ",.9~r"  # d3's: grouped, without a trace of binary fractions
SAMPLE = 5  # a number whose words are parted from its digit; in the plural


def tick_expression(manner: Manner) -> str:
    """What a tick at ``datum.value`` says, in the unit of an exhibit; where its figures have several, its size."""
    if manner.axis is None:
        return size_expression(manner.style)
    before, after = "", ""
    if manner.form != "number":
        sample = compact(Said(Decimal(SAMPLE), manner.axis, 0, certain=True), manner.style)
        before, _, after = sample.partition(f"{SAMPLE}")
    return _worded(f"abs(datum.value) / {float(manner.axis.factor):g}", before, after, manner.style)


def size_expression(style: Style) -> str:
    """What a tick says of which nothing is known but its size: "600bn" for 600,000,000,000."""
    said = _worded("abs(datum.value)", "", "", style)
    for name, factor in SCALES.items():
        if name:
            scaled = _worded(f"abs(datum.value) / {float(factor):g}", "", name, style)
            said = f"abs(datum.value) >= {float(factor):g} ? {scaled} : {said}" if name != "k" else said
    return said


def _worded(number: str, before: str, after: str, style: Style) -> str:
    digits = f"format({number}, '{PLAIN}')"
    if (style.thousands, style.decimal) != (",", "."):
        whole = f"replace(split({digits}, '.')[0], /,/g, {json.dumps(style.thousands)})"
        rest = f"split({digits}, '.')[1]"
        digits = f"({whole} + ({rest} ? {json.dumps(style.decimal)} + {rest} : ''))"
    opened, closed = ("(", ")") if style.negative == "parentheses" else (MINUS, "")
    text = f"{json.dumps(before)} + {digits} + {json.dumps(after)}"
    return f"((datum.value < 0 ? {json.dumps(opened)} : '') + {text} + (datum.value < 0 ? {json.dumps(closed)} : ''))"
