"""Ranges: one fact with two ends, however it is written, and said as one wherever it stands."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.figures.wording import say
from reportgen.figures.written import Style
from reportgen.quantities import Quantity, give_or_take, stated_range
from reportgen.units import BASIS_POINTS, PERCENT, POINTS
from tests.conftest import Write
from tests.test_wording import KINDS, fact, unit_of

GUIDED = "FY2026-Q3"


def row(value: str, unit: str = "CNY mn", bound: str = "", scenario: str = "guidance", metric: str = "sales",
        period: str = "FY2026-Q2") -> str:  # fmt: skip
    return f"{metric},,{period},{scenario},{value},{unit},{bound},report\n"


@pytest.mark.parametrize(
    "written",
    ["55 to 60", "55-60", "55 – 60", "55—60", "between 55 and 60", "from 55 to 60", "57.5 ± 2.5"],
)
def test_a_range_is_read_however_it_is_written(brief: Write, written: str) -> None:
    small = brief(row(written))
    assert small.check() == []
    assert str(small.fact("sales.guidance").quantity) == "55 to 60 CNY mn"


def test_a_guidance_of_at_least_and_at_most_is_one_range(brief: Write) -> None:
    small = brief(row("55", bound="at least") + row("60", bound="at most"))
    assert small.check() == []
    assert small.say("sales.guidance", "long") == "between 55 and 60_million yuan"
    assert small.say("sales.guidance", "short") == "RMB_55–60mn"


def test_two_sources_that_bound_a_fact_from_both_sides_are_two_statements(brief: Write) -> None:
    rows = row("55", bound="at least") + row("60", bound="at most").replace("report", "press")
    small = brief(rows)
    assert small.check() == []
    assert small.say("sales.guidance", "long") == "at least 55_million yuan"


def test_two_bounds_that_leave_nothing_between_them_contradict_each_other(brief: Write) -> None:
    assert brief(row("60", bound="at least") + row("55", bound="at most")).check() == [
        "facts.csv:3: error[conflicting-facts]"
    ]


@pytest.mark.parametrize(
    ("value", "unit", "long", "short", "number"),
    [
        ("54.0 ± 2%", "USD bn", "54.0_billion dollars, plus or minus 2_percent", "USD_54.0bn_±2%", "54.0_±2%"),
        ("54.0 +/- 1.1", "USD bn", "54.0_billion dollars, plus or minus 1.1_billion dollars",
         "USD_54.0bn_±USD_1.1bn", "54.0_±1.1"),
        ("73.5 ± 50 bps", "percent", "73.5_percent, plus or minus 50_basis points", "73.5%_±50_bps", "73.5_±50_bps"),
        ("12 ± 1", "percent", "12_percent, plus or minus 1_percentage point", "12%_±1_pp", "12_±1_pp"),
        ("-5 to 3", "CNY mn", "between −5 and 3_million yuan", "−RMB_5mn to RMB_3mn", "−5 to 3"),
        ("4 to 6", "percent", "between 4 and 6_percent", "4–6%", "4–6"),
        ("2 to 2.5", "CNY bn", "between 2.0 and 2.5_billion yuan", "RMB_2.0–2.5bn", "2.0–2.5"),
        ("6.05 to 6.1", "USD per share", "between 6.05 and 6.10_dollars per share", "USD_6.05–6.10 per share",
         "6.05–6.10"),
    ],
)  # fmt: skip
def test_a_range_is_said_as_it_was_given(
    brief: Write, value: str, unit: str, long: str, short: str, number: str
) -> None:
    small = brief(row(value, unit))
    said = [small.say("sales.guidance", form) for form in ("long", "short", "number")]
    assert said == [long, short, number]


def test_fewer_digits_never_make_a_range_narrower(brief: Write) -> None:
    small = brief(row("55.4 to 59.6"))
    assert small.say("sales.guidance", "long", decimals=0) == "between 55 and 60_million yuan"


def test_a_tolerance_whose_number_loses_digits_is_said_by_its_ends(brief: Write) -> None:
    small = brief(row("54.2 ± 2%", "CNY bn"))
    assert small.say("sales.guidance", "long", decimals=0) == "between 53 and 56_billion yuan"


@pytest.mark.parametrize(
    ("written", "unit", "told"),
    [
        ("60 to 55", "CNY mn", "did you mean '55 to 60'?"),
        ("-3 to -5", "CNY mn", "did you mean '-5 to -3'?"),
        ("55 to 55", "CNY mn", "has one end twice"),
        ("54.0 ± 2%", "percent", "is 2 points, or 2 percent of it"),
        ("54.0 ± 50 bps", "CNY mn", "goes with a percentage"),
        ("54.0 ± some", "CNY mn", "expected one such as ± 2%"),
    ],
)
def test_what_is_no_range_or_two_is_refused_with_what_was_meant(
    brief: Write, written: str, unit: str, told: str
) -> None:
    small = brief(row(written, unit))
    assert [(one.code, told in one.message) for one in small.findings] == [("bad-range", True)]


def test_a_minus_sign_is_no_dash(brief: Write) -> None:
    assert brief(row("55−60")).check() == ["facts.csv:2: error[not-a-number]"]
    assert brief(row("-60-55")).check() == ["facts.csv:2: error[not-a-number]"]


def test_an_end_a_midpoint_and_the_width_of_a_range_are_figures(brief: Write) -> None:
    small = brief(row("54.0 ± 2%", "CNY bn") + row("48.0", "CNY bn", scenario="", period="FY2025-Q2"))
    said = {
        part: small.say(f"sales.guidance.{part}", "long") for part in ("low", "high", "midpoint", "width")
    }
    assert said == {
        "low": "52.92_billion yuan", "high": "55.08_billion yuan", "midpoint": "54.0_billion yuan",
        "width": "2.16_billion yuan",
    }  # fmt: skip
    assert small.say("sales.guidance.midpoint.yoy", "moved") == "rose about 12.5_percent"


def test_growth_that_a_range_implies_is_a_range_too(brief: Write) -> None:
    small = brief(row("55 to 60", "CNY bn") + row("50.0", "CNY bn", scenario="", period="FY2025-Q2"))
    assert small.say("sales.guidance.yoy", "moved") == "rose between 9.8 and 20.2_percent"
    assert small.say("sales.guidance.yoy", "signed") == "+9.8% to +20.2%"
    assert small.say("sales.guidance.change", "by") == "rose by between 4.9 and 10.1_billion yuan"


def test_growth_that_may_go_either_way_has_no_verb(brief: Write) -> None:
    small = brief(row("45 to 60", "CNY bn") + row("50.0", "CNY bn", scenario="", period="FY2025-Q2"))
    with pytest.raises(Exception, match="may rise or fall"):
        small.say("sales.guidance.yoy", "moved")
    assert small.say("sales.guidance.yoy", "long") == "between −10.1 and 20.2_percent"


@pytest.mark.parametrize(
    ("actual", "words", "distance"),
    [
        ("61.2", "above the range", "1.2_million yuan"), ("57.0", "within the range", "2.0_million yuan"),
        ("54.1", "below the range", "−900,000_yuan"), ("60.0", "at the top of the range", "0_yuan"),
        ("55", "at the bottom of the range", "0_yuan"),
    ],
)  # fmt: skip
def test_an_actual_stands_above_within_or_below_the_range_of_its_guidance(
    brief: Write, actual: str, words: str, distance: str
) -> None:
    small = brief(row("55 to 60") + row(actual, scenario=""))
    assert small.say("sales.position_in(sales.guidance)", "placed") == words
    assert small.say("sales.distance_to(sales.guidance)", "long") == distance


def test_an_actual_that_may_lie_inside_or_not_is_a_finding(brief: Write) -> None:
    small = brief(row("55 to 60") + row("58", bound="at least", scenario=""))
    with pytest.raises(Exception, match="rounding leaves open"):
        small.say("sales.position_in(sales.guidance)", "placed")


def test_what_is_no_range_has_no_ends_to_stand_in(brief: Write) -> None:
    small = brief(row("57") + row("58", scenario=""))
    assert "no range; write .less" in small.problem("sales.position_in(sales.guidance)")
    assert small.say("sales.guidance.midpoint", "long") == "57_million yuan"


# What holds for every range -------------------------------------------------------------------------------------------

NUMBERS = st.decimals(-(10**6), 10**6, places=2, allow_nan=False).map(lambda one: f"{one:f}")


@st.composite
def quantities(draw: st.DrawFn) -> Quantity:
    symbol = draw(st.sampled_from([one for one in KINDS if one != "rank"]))
    unit = unit_of(symbol)
    if draw(st.booleans()):
        low, high = sorted((draw(NUMBERS), draw(NUMBERS)), key=Decimal)
        return stated_range(low, high if Decimal(low) < Decimal(high) else f"{Decimal(high) + 1}", unit)
    of = draw(st.sampled_from([PERCENT, unit]))
    if unit.kind in ("percent", "points"):
        of = draw(st.sampled_from([POINTS, BASIS_POINTS]))
    allowed = draw(st.decimals("0.1", 99, places=1).map(str))
    return give_or_take(draw(NUMBERS.filter(lambda one: Decimal(one) != 0)), allowed, unit, of)


_NUMBER = re.compile(r"−?\d[\d,]*(?:\.\d+)?")
PLAIN = Style(thousands="")


@given(quantities(), st.sampled_from([None, 0, 1, 3]))
def test_what_is_printed_holds_all_of_the_range(quantity: Quantity, decimals: int | None) -> None:
    """Read again, the ends that a reader sees are not inside of those that the source gives."""
    one = fact(quantity, KINDS.get(quantity.unit.symbol, "amount"))
    text = say(one, "between", PLAIN, {"decimals": decimals})
    low, high = (Decimal(found.replace("−", "-")) for found in _NUMBER.findall(text.split("per 100")[0])[:2])
    scale = [name for name in ("thousand", "million", "billion", "trillion", "crore") if name in text]
    factor = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12, "crore": 10**7}
    unit = (
        quantity.unit.scaled("ones") if quantity.unit.kind in ("currency", "count", "rate") else quantity.unit
    )
    times = unit.factor * (factor[scale[0]] if scale else 1) * (Decimal("0.01") if "cents" in text else 1)
    assert low * times <= quantity.interval.low
    assert quantity.interval.high <= high * times
