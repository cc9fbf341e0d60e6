"""How many digits a number is said with."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.figures.digits import natural_unit, said
from tests.conftest import Write


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [
        ("39.8", "CNY bn", "39.8_billion yuan"), ("31742", "CNY mn", "31,742_million yuan"),
        ("0.9", "CNY bn", "900_million yuan"), ("0.0009", "CNY bn", "900,000_yuan"),
        ("1234567", "CNY mn", "1,234.567_billion yuan"), ("12345", "customers", "12,345_customers"),
        ("1234567", "customers", "1,234,567_customers"), ("391035000000", "USD", "391.035_billion dollars"),
        ("0.0342", "EUR", "0.0342_euros"), ("410", "EUR k", "410_thousand euros"),
        ("999.96", "USD mn", "999.96_million dollars"),
        ("0", "EUR mn", "0_euros"), ("0.0", "EUR mn", "0.0_million euros"), ("0", "downloads k", "0_downloads"),
        ("5000000", "EUR", "5_million euros"), ("1530", "USD mn", "1,530_million dollars"),
    ],
)  # fmt: skip
def test_an_amount_is_said_in_the_unit_that_a_reader_would_use(
    brief: Write, value: str, unit: str, expected: str
) -> None:
    text = brief(f"m,,FY2026-Q2,,{value},{unit},,report\n").say("m", "long")
    assert text == expected


def test_a_stated_number_is_never_said_finer_than_it_was_stated(brief: Write) -> None:
    small = brief("m,,FY2026-Q2,,39.8,CNY bn,,report\n")
    assert small.say("m", "long", decimals=3) == "39.8_billion yuan"


def test_a_computed_number_that_is_loosely_known_is_said_with_about(brief: Write) -> None:
    rows = "a,,FY2026-Q2,,3.6,CNY bn,,report\nb,,FY2026-Q2,,39.8,CNY bn,,report\n"
    assert (
        brief(rows, "derive:\n  c: {formula: a / b, kind: margin}\n").say("c", "long") == "about 9.0_percent"
    )


def test_a_metric_may_be_said_more_coarsely(brief: Write) -> None:
    small = brief("m,,FY2026-Q2,,39.8,CNY bn,,report\n", metrics="m: {label: M, kind: amount, decimals: 0}\n")
    assert small.say("m", "long") == "40_billion yuan"


def test_a_percentage_keeps_its_unit(brief: Write) -> None:
    fact = brief("m,,FY2026-Q2,,3400,percent,,report\n").fact("m")
    assert natural_unit(fact.quantity).name == "percent"
    assert said(fact).certain


@pytest.mark.parametrize("decimals", [None, 0, 1, 2])
def test_growth_is_said_within_its_range_whatever_digits_are_asked_for(brief: Write, decimals: int) -> None:
    rows = "m,,FY2026-Q2,,0.27,CNY per share,,report\nm,,FY2025-Q2,,0.36,CNY per share,,report\n"
    assert brief(rows).say("m.yoy", "signed", decimals=decimals) == "−25%"


@settings(max_examples=40)
@given(st.lists(st.integers(-9_999, 9_999).filter(bool), min_size=2, max_size=14), st.integers(0, 2))
def test_a_sum_is_what_a_reader_adds_up(brief: Write, numbers: list[int], decimals: int) -> None:
    parts = [Decimal(number).scaleb(-decimals) for number in numbers]
    rows = "".join(f"p{index},,FY2026-Q2,,{part:f},CNY mn,,report\n" for index, part in enumerate(parts))
    metrics = "".join(f"p{index}: {{label: P{index}}}\n" for index in range(len(parts)))
    formula = " + ".join(f"p{index}" for index in range(len(parts)))
    shown = said(brief(rows, f"derive:\n  whole: {formula}\n", metrics).fact("whole"))
    assert shown.number * shown.unit.factor == sum(parts) * 1_000_000


@settings(max_examples=40)
@given(st.integers(1, 60), st.integers(1, 60))
def test_growth_of_small_numbers_is_never_said_to_be_none(brief: Write, before: int, more: int) -> None:
    rows = "".join(f"d,,{period},,{cents / 100:.2f},CNY per share,,report\n"
                   for period, cents in (("FY2025-Q2", before), ("FY2026-Q2", before + more)))  # fmt: skip
    assert said(brief(rows, metrics="d: {label: Dividend}\n").fact("d.yoy")).number > 0


def test_the_difference_of_two_stated_percentages_has_their_digits(brief: Write) -> None:
    small = brief("""\
        cap_rate,,FY2026-Q2,,5.80,percent,,report
        cap_rate,,FY2025-Q2,,5.35,percent,,report
        rent,,FY2026-Q2,,61.4,percent,,report
        rent,,FY2025-Q2,,53.25,percent,,report
    """)
    assert small.say("cap_rate.yoy", "by") == "rose by 0.45_percentage points"
    assert small.say("cap_rate.yoy", "bps", sign=True) == "+45_bps"
    assert small.say("rent.yoy", "signed") == "+8.2_pp"  # no finer than the coarser of the two


def test_from_about_14_to_about_10_is_a_fall_of_about_4_and_not_none(brief: Write) -> None:
    small = brief("""\
        runway,,FY2026-Q2,,10,months,about,report
        runway,,FY2025-Q2,,14,months,about,report
    """)
    assert small.say("runway.change", "by") == "fell by about 4_months"
    assert small.say("runway.yoy", "moved") == "fell about 30_percent"
    assert small.say("runway.change", "signed") == "~−4_months"


def test_what_is_left_of_a_fall_is_not_said_to_be_nothing(brief: Write) -> None:
    small = brief(
        """\
        curtailed,,FY2026-Q2,,0.004,GWh,,report
        curtailed,,FY2025-Q2,,18.2,GWh,,report
        closed,,FY2026-Q2,,0,plants,,report
        closed,,FY2025-Q2,,4,plants,,report
    """,
        metrics="curtailed: {label: Curtailed}\nclosed: {label: Plants, unit: plants}\n",
    )
    assert small.say("curtailed.yoy", "moved") == "fell 99.98_percent"
    assert small.say("closed.yoy", "moved") == "fell 100_percent"
