"""Ticks of an axis of values: each says the number at which it stands, and no two say the same."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.charts.parts.axes import SLACK, PeriodAxis, ValueAxis, ticked
from reportgen.charts.parts.manner import Manner
from reportgen.charts.parts.room import Room
from reportgen.periods import Frequency, final, parse_period
from reportgen.units import PERCENT
from tests.easel import THEME

ENDS = st.floats(-1e5, 1e5).map(lambda number: round(number, 2))


@given(ENDS, st.floats(0.1, 1e5).map(lambda number: round(number, 2)), st.integers(2, 7))
def test_a_tick_says_where_it_stands(low: float, length: float, most: int) -> None:
    each = float(PERCENT.factor)
    axis = ticked(ValueAxis(low * each, (low + length) * each), Manner("short", axis=PERCENT), most)
    said = [float(text.rstrip("%").replace("−", "-").replace(",", "")) for text in axis.texts]
    assert said == pytest.approx([tick / each for tick in axis.ticks], abs=1e-7)
    assert all(earlier < later for earlier, later in pairwise(said))


@pytest.mark.parametrize("every", ["day", "week", "month", "quarter", "half", "year"])
@given(
    many=st.integers(2, 90),
    slot=st.sampled_from(sorted(THEME.slots)),
    kind=st.sampled_from(["band", "points"]),
)
def test_margins_hold_the_outer_names_whichever_of_the_periods_have_names(
    every: Frequency, many: int, slot: str, kind: str
) -> None:
    last, width = final(parse_period("2025"), every), THEME.slots[slot]
    periods = tuple(last.shift(step) for step in range(1 - many, 1))
    axis, left, right = PeriodAxis(
        periods, Room(width, THEME.in_slot(slot)), width, band=kind == "band"
    ).held()
    assert axis.left + axis.width + right == pytest.approx(width)
    assert axis.overhang[0] <= left + SLACK
    assert axis.overhang[1] <= right + SLACK
