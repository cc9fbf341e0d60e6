"""A change of earnings a share has the digits of the earnings that it lies between."""

from __future__ import annotations

from tests.conftest import Write

ROWS = "eps,,FY2026-Q2,,-0.034,CNY per share,,report\neps,,FY2025-Q2,,0.012,CNY per share,,report\n"


def test_the_change_of_a_rate_keeps_the_digits_of_its_parts(brief: Write) -> None:
    small = brief(ROWS, metrics="eps: {label: EPS, kind: rate}\n")
    assert small.say("eps.change", "long") == "−0.046_yuan per share"
    assert small.say("eps.less(eps.year_ago)", "short") == "−RMB_0.046 per share"
