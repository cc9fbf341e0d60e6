"""Words follow the number that is printed, never the one behind it."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.errors import FormulaError, Uncertain
from reportgen.figures.digits import said
from reportgen.figures.ranges import ends, is_said_as_range
from reportgen.figures.results import comparison
from reportgen.figures.verbs import direction
from reportgen.figures.wording import FORMS, say
from reportgen.figures.written import Style
from reportgen.findings import Place
from reportgen.intervals import Interval, rounded
from reportgen.model import Fact, Kind, Metric, Polarity, Scenario, Source, Stated
from reportgen.periods import parse_period
from reportgen.quantities import BOUNDS, RANGE, Bound, Quantity, absent, give_or_take, stated, stated_range
from reportgen.units import PERCENT, Unit, parse_unit

STYLE = Style(currency_short={"CNY": "RMB", "USD": "US$"}, currency_word={"CNY": "yuan", "USD": "dollars"})
PERIOD = parse_period("FY2026-Q2", 3)
ORIGIN = Stated(Source("report", 1, "The report"), "", "", Place(Path("facts.csv"), 2))
KINDS: dict[str, Kind] = {"CNY bn": "amount", "CNY mn": "amount", "percent": "growth", "pp": "points", "bps": "points",
                          "x": "multiple", "quarters": "duration", "downloads mn": "count", "customers": "count",
                          "rank": "rank", "CNY per USD": "rate", "USD k per store": "rate",
                          "visits per 100,000 people": "rate", "USD cents": "amount", "CNY crore": "amount",
                          "per mille": "share", "hours": "duration", "GWh": "count",
                          "degrees Celsius": "count"}  # fmt: skip
CODES = frozenset({"CNY", "USD"})


def unit_of(symbol: str) -> Unit:
    unit = parse_unit(symbol, CODES)
    assert unit
    return unit


def fact(
    quantity: Quantity, kind: Kind = "growth", polarity: Polarity = "neutral", name: str = "m.yoy"
) -> Fact:
    metric = Metric(name, "Metric", kind, polarity=polarity)
    return Fact("m@FY2026-Q2", metric, "Example", PERIOD, Scenario.ACTUAL, quantity, ORIGIN, "Metric")


def number(
    text: str, unit: str = "percent", bound: Bound = "", kind: Kind | None = None, **more: str
) -> Fact:
    return fact(stated(text, unit_of(unit), bound), kind or KINDS[unit], **more)  # type: ignore[arg-type]


def words(one: Fact, form: str, style: Style = STYLE, **options: str | int | bool) -> str:
    return say(one, form, style, options).replace("\u00a0", "_")


@st.composite
def facts(draw: st.DrawFn) -> Fact:
    """A stated or a computed fact of any kind, sign, size and bound."""
    symbol = draw(st.sampled_from(list(KINDS)))
    text = draw(
        st.decimals(-(10**7), 10**7, places=draw(st.integers(0, 4)), allow_nan=False).map(
            lambda one: f"{one:f}"
        )
    )
    if draw(st.integers(0, 4)) == 0:
        unit, more = unit_of(symbol), draw(st.decimals("0.1", 10**4, places=1))
        quantity = stated_range(text, f"{Decimal(text) + more:f}", unit)
        if draw(st.booleans()):
            quantity = give_or_take(text, f"{more:f}", unit, unit)
        if draw(st.booleans()):
            quantity = Quantity(quantity.value, unit, quantity.interval, RANGE)  # made of a range
        return fact(quantity, KINDS[symbol], draw(st.sampled_from(["neutral", "more is better"])))
    quantity = stated(text, unit_of(symbol), draw(st.sampled_from(BOUNDS)))
    if draw(st.booleans()) and quantity.interval.is_finite:
        half = draw(st.decimals(0, 10**6, places=6)) * quantity.unit.factor
        ends = Interval(quantity.value - half, quantity.value + half)
        quantity = Quantity(
            quantity.value, quantity.unit, ends, "" if quantity.bound == "exact" else quantity.bound
        )
    return fact(
        quantity, KINDS[symbol], draw(st.sampled_from(["neutral", "more is better", "less is better"]))
    )


styles = st.sampled_from([STYLE, Style(negative="parentheses")])
forms = st.sampled_from(sorted(FORMS))


def attempt(one: Fact, form: str, style: Style) -> str | None:
    """The words, or None where the form says that it does not fit."""
    try:
        return say(one, form, style)
    except FormulaError:
        return None


@settings(max_examples=600)
@given(facts(), forms, styles)
def test_no_figure_says_minus_nothing_or_holds_two_spaces(one: Fact, form: str, style: Style) -> None:
    text = attempt(one, form, style)
    if text is None:
        return
    assert text == text.strip()
    assert text
    assert "  " not in text
    assert not re.search(r"[−-]0(?![.,]?\d)|[−-]0[.,]0+(?!\d)", text.replace("\u00a0", " "))
    hyphenated = (*STYLE.words.numerals.magnitudes.values(), r"[a-z]+-largest", "break-even")
    assert "-" not in re.sub("|".join(hyphenated), "", text)


@settings(max_examples=400)
@given(facts(), st.sampled_from(["moved", "by", "up", "growth"]))
def test_a_direction_is_never_followed_by_a_signed_number(one: Fact, form: str) -> None:
    text = attempt(one, form, STYLE)
    assert text is None or not re.search(r"[−+(-]\d", text)


@settings(max_examples=400)
@given(facts())
def test_rose_fell_and_was_flat_agree_with_the_number_printed(one: Fact) -> None:
    text = attempt(one, "moved", STYLE)
    if text is None:
        return
    lowest, highest = ends(one, None, None) if is_said_as_range(one) else (said(one), said(one))
    printed = highest.number or lowest.number
    expected = ("rose",) if printed > 0 else ("fell",) if printed < 0 else ("was flat", "did not change")
    open_bound = one.quantity.bound in ("at least", "more than", "at most", "less than")
    assert text.startswith(expected) or (open_bound and printed == 0)
    assert direction(one) == (printed > 0) - (printed < 0)


@settings(max_examples=400)
@given(facts(), st.integers(0, 4))
def test_digits_are_never_finer_than_the_inputs_allow(one: Fact, decimals: int) -> None:
    shown = said(one, decimals=decimals)
    # Not zero is not said as zero.
    assert shown.decimals <= decimals or abs(one.quantity.value / shown.unit.factor) < 1
    if one.quantity.decimals is None and one.quantity.interval.is_finite:
        half = one.quantity.interval.width / shown.unit.factor / 2
        # An amount that would lie outside of its interval: 900 for 910 to 956.
        finer = 100 if one.unit.dimension else 1
        allowed = finer * 2 * Decimal(1).scaleb(-shown.decimals) * (1 + Decimal("1e-20"))
        exact = one.quantity.value / shown.unit.factor
        # Its first digit is said whatever the inputs allow, where a coarser one would say nothing: 0 for 200,001.
        assert half <= allowed or not rounded(exact, shown.decimals - 1)


def test_a_figure_that_its_inputs_leave_wide_open_is_said_by_its_first_digit() -> None:
    percent = unit_of("percent")
    ends = Interval(Decimal("0.00999999"), Decimal("4000.01000001"))
    wide = fact(Quantity(Decimal("2000.01"), percent, ends, ""))
    assert said(wide, decimals=0).number == 200_000


@settings(max_examples=400)
@given(facts(), st.sampled_from(["long", "short", "bare", "size", "signed", "number"]))
def test_a_bound_is_never_lost(one: Fact, form: str) -> None:
    bound = one.quantity.bound
    text = attempt(one, form, STYLE)
    if bound in ("", "exact") or text is None:
        return
    if bound == RANGE:  # both ends, or the number with what is allowed on either side
        assert re.search(r"\d.*( to | and |–|±|plus or minus).*\d", text) or text.startswith(
            ("more than", ">")
        )
        return
    marks = {"about": ("about", "~"), "at least": ("at least", "at most", "≥", "more than", ">", "<", "less than"),
             "more than": ("more than", "less than", ">", "<"), "at most": ("at most", "at least", "≤", "<", ">", "more than", "less than"),  # noqa: E501 - a table
             "less than": ("less than", "more than", "<", ">")}[bound]  # fmt: skip
    beyond = ("more than", "less than", ">", "<")  # growth beyond the limit is a bound of its own
    assert text.startswith((*marks, *beyond))


@settings(max_examples=300)
@given(facts())
def test_a_bound_is_never_said_stronger_than_it_is(one: Fact) -> None:
    shown = said(one)
    value = shown.number * shown.unit.factor
    if one.quantity.bound in ("at least", "more than"):
        assert value <= one.quantity.value
    if one.quantity.bound in ("at most", "less than"):
        assert value >= one.quantity.value


@given(forms, st.sampled_from(["n.a.", "n.m."]))
def test_what_is_missing_or_meaningless_is_said_so_in_every_form(form: str, state: str) -> None:
    text = say(fact(absent(PERCENT, state)), form, STYLE)  # type: ignore[arg-type]
    words = ("not meaningful", "was not meaningful", "growth that is not meaningful", "cannot be compared")
    assert text in (state, *words, "not comparable", "growth that is not available")
    assert (text == "not meaningful") <= (state == "n.m.")


@pytest.mark.parametrize(
    ("text", "unit", "bound", "form", "expected"),
    [
        ("39.8", "CNY bn", "", "long", "39.8_billion yuan"),
        ("39.8", "CNY bn", "", "short", "RMB_39.8bn"),
        ("-39.8", "CNY bn", "", "long", "−39.8_billion yuan"),
        ("-39.8", "CNY bn", "", "short", "−RMB_39.8bn"),
        ("31742", "CNY mn", "", "long", "31,742_million yuan"),
        ("1", "customers", "", "long", "1_customer"),
        ("9", "quarters", "", "long", "9_quarters"),
        ("120", "CNY bn", "about", "short", "~RMB_120bn"),
        ("10", "downloads mn", "more than", "long", "more than 10_million downloads"),
        ("10", "downloads mn", "more than", "short", ">10mn"),
        ("798.20", "GWh", "", "short", "798.20_GWh"),
        ("21", "degrees Celsius", "", "short", "21°C"),
        ("100", "percent", "at least", "magnitude", "triple-digit"),
        ("100", "percent", "more than", "magnitude", "more than 100_percent"),
        ("-10", "percent", "at least", "long", "at least −10_percent"),
        ("-10", "percent", "at most", "long", "at most −10_percent"),
        ("-10", "percent", "at most", "moved", "fell at least 10_percent"),
        ("-10", "percent", "less than", "moved", "fell more than 10_percent"),
        ("10", "percent", "at least", "moved", "rose at least 10_percent"),
        ("0", "percent", "more than", "moved", "rose more than 0_percent"),
        ("0", "percent", "", "moved", "was flat"),
        ("-0.0", "percent", "", "signed", "0.0%"),
        ("34", "percent", "", "signed", "+34%"),
        ("-12", "percent", "", "signed", "−12%"),
        ("1250", "percent", "", "moved", "rose 1,250_percent"),
        ("1250", "percent", "", "signed", "+1,250%"),
        ("1000", "percent", "", "moved", "rose 1,000_percent"),
        ("1500", "percent", "at most", "long", "at most 1,500_percent"),
        ("3.5", "pp", "", "by", "rose by 3.5_percentage points"),
        ("1", "pp", "", "long", "1_percentage point"),
        ("-1", "bps", "", "long", "−1_basis point"),
        ("3.5", "pp", "", "pp", "3.5_percentage points"),
        ("3.5", "pp", "", "bps", "350_basis points"),
        ("7.12", "CNY per USD", "", "long", "7.12_yuan per dollar"),
        ("9", "quarters", "", "ordinal", "ninth"),
        ("21", "quarters", "", "ordinal", "21st"),
        ("112", "quarters", "", "ordinal", "112th"),
        ("9", "quarters", "at least", "ordinal", "at least ninth"),
        ("2", "rank", "", "superlative", "second-largest"),
        ("1", "rank", "", "superlative", "largest"),
        ("9", "quarters", "", "words", "nine"),
        ("7", "x", "", "times", "about seven times"),
        ("6.8", "x", "", "times", "almost seven times"),
        ("7.1", "x", "", "times", "more than seven times"),
        ("7", "x", "at least", "times", "at least seven times"),
        ("7.26", "x", "more than", "times", "more than 7.2 times"),
        ("7", "x", "exact", "times", "seven times"),
        ("6.5", "x", "", "times", "6.5 times"),
        ("1.2", "x", "", "times", "1.2 times"),
        ("33.3", "percent", "about", "fraction", "about one third"),
        ("50", "percent", "exact", "fraction", "one half"),
        ("34", "percent", "at least", "fraction", "at least 34_percent"),
        ("10.26", "downloads mn", "more than", "long", "more than 10.26_million downloads"),
        ("10.26", "downloads mn", "at most", "long", "at most 10.26_million downloads"),
    ],
)  # fmt: skip
def test_figures_are_worded_as_an_analyst_would(
    text: str, unit: str, bound: Bound, form: str, expected: str
) -> None:
    kind: Kind = "share" if form == "fraction" else KINDS[unit]
    assert words(number(text, unit, bound, kind), form) == expected


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("moved", "rose more than 1,000_percent"), ("long", "more than 1,000_percent"), ("short", ">1,000%"),
        ("signed", ">1,000%"), ("number", ">1,000"),
    ],
)  # fmt: skip
def test_a_computed_rate_from_a_small_base_is_said_as_a_bound(form: str, expected: str) -> None:
    computed = Quantity(Decimal(15), PERCENT, Interval(Decimal("14.9"), Decimal("15.1")))
    assert words(fact(computed), form) == expected


def test_a_singular_currency_follows_a_scale_in_the_plural() -> None:
    assert words(number("1", "USD bn", kind="amount"), "long") == "1_billion dollars"
    assert words(number("1", "USD", kind="amount"), "long") == "1_dollar"


def test_a_brief_may_put_negative_numbers_in_parentheses() -> None:
    style = Style(negative="parentheses", currency_short={"CNY": "RMB"})
    loss = number("-1.2", "CNY bn")
    assert words(loss, "short", style) == "(RMB_1.2bn)"
    assert words(loss, "number", style) == "(1.2)"
    assert words(number("-12"), "signed", style) == "(12%)"
    assert words(number("12"), "signed", style) == "+12%"


def test_points_of_a_percentage_are_signed_as_points() -> None:
    assert words(number("3.5", kind="points"), "pp", sign=True) == "+3.5_pp"
    assert words(number("-0.5", kind="points"), "bps", sign=True) == "−50_bps"
    assert words(number("-0.5", bound="about", kind="points"), "bps", sign=True) == "~−50_bps"


def test_an_author_may_leave_the_verb_to_the_sentence() -> None:
    assert words(number("34"), "moved", rise="", fall="") == "34_percent"


def test_ten_times_a_share_is_said_as_a_multiple() -> None:
    assert words(number("650", kind="ratio"), "times") == "6.5 times"


@pytest.mark.parametrize(
    ("text", "unit", "form"),
    [
        ("39.8", "CNY bn", "pp"), ("39.8", "CNY bn", "bps"), ("39.8", "CNY bn", "times"), ("2.5", "x", "ordinal"),
        ("0", "quarters", "ordinal"), ("-3", "percent", "ordinal"), ("3", "percent", "judged"),
        ("3", "percent", "nonsense"),
    ],
)  # fmt: skip
def test_a_form_that_does_not_fit_says_so(text: str, unit: str, form: str) -> None:
    with pytest.raises(FormulaError):
        words(number(text, unit), form)


def test_a_level_does_not_rise() -> None:
    level = number("39.8", "CNY bn", name="cloud_revenue")
    with pytest.raises(FormulaError, match=r"cloud_revenue\.yoy"):
        words(level, "moved")
    assert words(level, "moved", rise="earned", fall="lost") == "earned 39.8_billion yuan"


@pytest.mark.parametrize(
    ("text", "bound"), [("-10", "at least"), ("10", "at most"), ("0", "at least"), ("0", "at most")]
)
def test_a_bound_that_leaves_the_direction_open_gives_no_direction(text: str, bound: Bound) -> None:
    for form in ("moved", "verb", "up"):
        with pytest.raises(Uncertain):
            words(number(text, bound=bound), form)


def test_an_unknown_option_is_named() -> None:
    with pytest.raises(FormulaError, match="does not take 'digits'; it takes 'decimals', 'plain' or 'scale'"):
        words(number("3"), "long", digits=2)


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        ("-2", "-1", "loss narrowed"), ("-1", "-2", "loss widened"), ("-1", "-1", "loss was unchanged"),
        ("-1", "1", "swung to a profit"), ("1", "-1", "swung to a loss"), ("0", "-1", "swung to a loss"),
        ("-1", "0", "broke even"), ("1", "2", "profit rose"), ("2", "1", "profit fell"), ("1", "1", "profit was flat"),
    ],
)  # fmt: skip
def test_results_that_may_be_losses_are_compared_in_words(before: str, now: str, expected: str) -> None:
    assert comparison(number(before, "CNY bn"), number(now, "CNY bn"), STYLE) == expected


def test_losses_are_compared_across_scales() -> None:
    assert comparison(number("-1.2", "CNY bn"), number("-900", "CNY mn"), STYLE) == "loss narrowed"


@pytest.mark.parametrize(
    ("polarity", "text", "expected"),
    [
        ("more is better", "3", "improved"), ("more is better", "-3", "worsened"), ("less is better", "3", "worsened"),
        ("less is better", "-3", "improved"), ("less is better", "0", "was unchanged"),
    ],
)  # fmt: skip
def test_a_judgement_follows_the_polarity(polarity: str, text: str, expected: str) -> None:
    assert words(number(text, polarity=polarity), "judged") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("5.4", "a profit of 5.4_billion yuan"), ("-1.2", "a loss of 1.2_billion yuan"), ("0", "break-even")],
)
def test_a_profit_may_be_a_loss(text: str, expected: str) -> None:
    assert words(number(text, "CNY bn", name="m"), "profit") == expected


def test_the_interval_is_said_with_one_unit() -> None:
    ends = Interval(Decimal("0.08908"), Decimal("0.09182"))
    assert words(fact(Quantity(Decimal("0.09"), PERCENT, ends), "margin"), "between") == "8.9 to 9.2_percent"


def test_a_negative_interval_keeps_both_signs() -> None:
    ends = Interval(Decimal("-0.032"), Decimal("-0.011"))
    assert (
        words(fact(Quantity(Decimal("-0.02"), PERCENT, ends), "margin"), "between") == "−3.2 to −1.1_percent"
    )
