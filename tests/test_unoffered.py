"""A kind that is not offered explains itself and names what to use."""

from __future__ import annotations

import re

import pytest

import reportgen
from reportgen.charts.registry import SHIPPED
from reportgen.charts.unoffered import REASONS, why_not
from tests.conftest import SETTINGS, Write


@pytest.mark.parametrize("kind", ["pie", "Pie chart", "donut", "doughnut_chart"])
def test_a_pie_is_refused_with_share_and_bars(kind: str) -> None:
    assert "'share'" in why_not(kind)
    assert "'bars'" in why_not(kind)


@pytest.mark.parametrize("kind", ["dual-axis", "dual axis", "Secondary axis", "second_axis", "combo-chart"])
def test_a_second_axis_is_refused_with_panels(kind: str) -> None:
    assert "'multiples'" in why_not(kind)


@pytest.mark.parametrize("kind", ["3d", "3-D columns", "bars-3d"])
def test_three_dimensions_are_refused_with_two(kind: str) -> None:
    assert "two dimensions" in why_not(kind)


@pytest.mark.parametrize("kind", ["", "colunms", "share", "pies-and-more", "d3"])
def test_any_other_name_is_no_refusal(kind: str) -> None:
    assert not why_not(kind)


def test_the_finding_stands_at_the_kind(brief: Write) -> None:
    settings = "exhibits:\n  a: {kind: pie, title: A}\nkey_exhibit: a\n"
    small = brief("sales,,FY2026-Q2,,5,CNY bn,,report\n", settings=settings)
    found = [one for one in reportgen.load(small.folder).plan().findings if one.code == "unknown-kind"]
    assert "'pie' is not offered: angles cannot be compared; 'share'" in found[0].message
    assert found[0].place.line == SETTINGS.count("\n") + 2


def test_what_is_named_instead_is_a_kind() -> None:
    options = {"growth"}
    assert {name for reason in REASONS.values() for name in re.findall(r"'(\w+)'", reason)} <= {
        *SHIPPED,
        *options,
    }
