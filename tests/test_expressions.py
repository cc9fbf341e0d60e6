"""Formulas over rounded numbers: the interval of the result holds every result, and is not wider than it must be."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.errors import FormulaError
from reportgen.expressions import (
    LARGEST,
    Constant,
    Input,
    Operation,
    Operator,
    Term,
    combine,
    enclose,
    evaluate,
    inputs,
    solve,
    written,
)
from reportgen.intervals import INFINITY, Interval

SIGNS: tuple[Operator, ...] = ("+", "-", "*", "/")


def given_number(name: str, low: str, high: str) -> Input:
    ends = Interval(Decimal(low), Decimal(high))
    return Input(name, (ends.low + ends.high) / 2, ends)


@st.composite
def an_input(draw: st.DrawFn, name: str) -> Input:
    low, high = sorted(draw(st.tuples(*[st.decimals(-50, 50, places=2)] * 2)))
    return Input(name, low, Interval(low, high))


@st.composite
def formulas(draw: st.DrawFn, signs: tuple[Operator, ...] = SIGNS) -> Term:
    known = [draw(an_input(name)) for name in "abc"]
    leaves = st.one_of(
        st.sampled_from(known), st.builds(Constant, st.decimals(-9, 9, places=1, allow_nan=False))
    )
    tree: st.SearchStrategy[Term] = st.recursive(
        leaves, lambda terms: st.builds(combine, st.sampled_from(signs), terms, terms), max_leaves=7
    )
    return draw(tree)


def exactly(term: Term, values: dict[object, Fraction]) -> Fraction:
    if isinstance(term, Input):
        return values[term.name]
    if isinstance(term, Constant):
        return Fraction(term.value)
    left, right = exactly(term.left, values), exactly(term.right, values)
    if term.sign == "+":
        return left + right
    if term.sign == "-":
        return left - right
    return left * right if term.sign == "*" else left / right


@settings(max_examples=400)
@given(st.data(), formulas())
def test_the_enclosure_holds_the_result_of_any_values_inside_the_inputs(
    data: st.DataObject, term: Term
) -> None:
    try:
        interval = enclose(term)
    except FormulaError:
        return  # a divisor around zero; another test holds that it is refused
    values: dict[object, Fraction] = {}
    for item in inputs(term):
        share = Fraction(data.draw(st.sampled_from([0, 1, 2, 5, 9, 10])), 10)
        low, high = Fraction(item.interval.low), Fraction(item.interval.high)
        values.setdefault(item.name, low + (high - low) * share)
    assert Fraction(interval.low) <= exactly(term, values) <= Fraction(interval.high)


@given(formulas(("+", "-")))
def test_the_enclosure_of_sums_is_exact(term: Term) -> None:
    weights: dict[object, int] = {}
    constant = [Decimal(0)]

    def walk(part: Term, sign: int) -> None:
        if isinstance(part, Operation):
            walk(part.left, sign)
            walk(part.right, sign if part.sign == "+" else -sign)
        elif isinstance(part, Input):
            weights[part.name] = weights.get(part.name, 0) + sign
        else:
            constant[0] += sign * part.value

    walk(term, 1)
    ends = {item.name: item.interval for item in inputs(term)}
    low = constant[0] + sum(
        (w * (ends[n].low if w > 0 else ends[n].high) for n, w in weights.items()), Decimal(0)
    )
    high = constant[0] + sum(
        (w * (ends[n].high if w > 0 else ends[n].low) for n, w in weights.items()), Decimal(0)
    )
    assert enclose(term) == Interval(low, high)


A, B = given_number("a", "2", "3"), given_number("b", "4", "5")
ONE = Constant(Decimal(1))


@pytest.mark.parametrize(
    ("term", "low", "high"),
    [
        (combine("-", A, A), "0", "0"),
        (combine("/", A, combine("+", A, B)), "0.285714285714285714285714285714286", "0.428571428571428571428571428571429"),  # noqa: E501 - a table
        (combine("-", combine("/", B, A), ONE), "0.3333333333333333333333333333333333", "1.5"),
        (combine("*", combine("/", A, Constant(Decimal(3))), Constant(Decimal(3))), "2", "3"),
    ],
    ids=["a - a", "a / (a + b)", "b / a - 1", "a / 3 * 3"],
)  # fmt: skip
def test_the_enclosure_of_a_monotone_formula_is_exact(term: Term, low: str, high: str) -> None:
    found = enclose(term)
    step = Decimal("1e-32")
    assert abs(found.low - Decimal(low)) < step
    assert abs(found.high - Decimal(high)) < step


def test_rounding_inside_a_formula_never_makes_a_point_miss_itself() -> None:
    third = combine("/", Input("a", Decimal(10), Interval(Decimal(10), Decimal(10))), Constant(Decimal(3)))
    back = combine("*", third, Constant(Decimal(3)))
    assert Decimal(10) in enclose(back)


def test_a_divisor_around_zero_is_refused() -> None:
    with pytest.raises(FormulaError, match="division by an interval around zero"):
        enclose(combine("/", A, combine("-", A, given_number("c", "1", "4"))))


def test_a_division_by_zero_is_refused() -> None:
    with pytest.raises(FormulaError, match="division by zero"):
        evaluate(combine("/", A, Constant(Decimal(0))))


def test_a_sum_of_unlike_things_is_refused() -> None:
    yuan = Input("y", Decimal(1), Interval(Decimal(1), Decimal(1)), (("CNY", 1),))
    with pytest.raises(FormulaError, match=r"CNY and a ratio cannot be added"):
        combine("+", yuan, A)


def test_a_bound_goes_through_a_formula_and_is_its_value() -> None:
    more = Input("m", Decimal(100), Interval(Decimal(100), INFINITY))
    value, interval = solve(combine("/", more, A))
    assert interval.high == INFINITY
    assert Fraction(interval.low) <= Fraction(100, 3)
    assert value == interval.low


def test_a_formula_that_doubles_itself_again_and_again_is_refused() -> None:
    term: Term = A
    for _ in range(LARGEST.bit_length() - 1):
        term = combine("*", term, term)
    with pytest.raises(FormulaError, match=f"more than {LARGEST} numbers"):
        combine("*", term, term)


@given(formulas())
def test_a_formula_reads_back_as_it_was_written(term: Term) -> None:
    text = written(term, lambda item: str(item.name))
    values: dict[object, Fraction] = {"a": Fraction(3), "b": Fraction(7), "c": Fraction(-11, 3)}
    try:
        exact = exactly(term, values)
    except ZeroDivisionError:
        return
    namespace = {"__builtins__": {}, **{str(name): value for name, value in values.items()}}
    readable = "".join(f"Fraction('{part}')" if part[:1].isdigit() else part for part in _split(text))
    assert eval(readable, {**namespace, "Fraction": Fraction}) == exact  # noqa: S307 - a formula of our own


def _split(text: str) -> list[str]:
    import re

    return re.split(r"(\d+(?:\.\d+)?)", text)
