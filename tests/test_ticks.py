"""Ticks of an axis of values: each says the number at which it stands, and no two say the same."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.charts.parts.axes import ValueAxis, ticked
from reportgen.charts.parts.manner import Manner
from reportgen.units import PERCENT

ENDS = st.floats(-1e5, 1e5).map(lambda number: round(number, 2))


@given(ENDS, st.floats(0.1, 1e5).map(lambda number: round(number, 2)), st.integers(2, 7))
def test_a_tick_says_where_it_stands(low: float, length: float, most: int) -> None:
    each = float(PERCENT.factor)
    axis = ticked(ValueAxis(low * each, (low + length) * each), Manner("short", axis=PERCENT), most)
    said = [float(text.rstrip("%").replace("−", "-").replace(",", "")) for text in axis.texts]
    assert said == pytest.approx([tick / each for tick in axis.ticks], abs=1e-7)
    assert all(earlier < later for earlier, later in pairwise(said))
