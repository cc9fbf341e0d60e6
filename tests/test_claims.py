"""Claims over several figures: what a reader is told is true of every fact that it speaks of, and stays so."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import reportgen
from reportgen.document.assembly import names_of, style_of
from reportgen.document.narrative import Writer
from reportgen.errors import FormulaError
from reportgen.expressions import Input
from reportgen.facts.claims import claim_of, judged, number_of, objection, verdict
from reportgen.figures.ledger import Ledger
from reportgen.figures.read_back import read_record
from reportgen.figures.record import facts_json, facts_shown
from reportgen.findings import Findings, Place
from reportgen.intervals import Interval
from reportgen.model import Claim, Derived, Fact, Metric, Relation, Scenario, Source, Spot, Stated
from reportgen.periods import parse_period
from reportgen.quantities import Quantity, stated
from reportgen.units import parse_unit

UNIT = parse_unit("EUR bn", frozenset({"EUR"}))
PERIODS = [parse_period("2025-Q3").shift(-step) for step in range(12)]  # the latest first
ORIGIN = Stated(Source("report", 1, "The report"), "", "", Place(Path("facts.csv"), 2))
FACTS = """\
metric,period,value,unit,source
cloud,2025-Q3,52.4,EUR bn,report
cloud,2025-Q2,51.0,EUR bn,report
cloud,2025-Q1,50.0,EUR bn,report
cloud,2024-Q4,52.4,EUR bn,report
cloud,2024-Q3,47.9,EUR bn,report
cloud,2024-Q2,47.8,EUR bn,report
ads,2025-Q3,12.4,EUR bn,report
ads,2024-Q3,12.9,EUR bn,report
shops,2025-Q3,22.4,EUR bn,report
shops,2024-Q3,20.9,EUR bn,report
sites,2025-Q3,7,customers,report
sites,2025-Q2,6,customers,report
sites,2025-Q1,5,customers,report
sites,2024-Q4,4,customers,report
result,2025-Q3,-1.2,EUR bn,report
result,2024-Q3,0.9,EUR bn,report
streak,2025-Q3,9,quarters,report
"""
SETTINGS = """\
title: Claims
entity: {name: Example Corp}
period: 2025-Q3
date: 2025-11-03
currency: {code: EUR, short: €, word: euros}
sources: {report: {title: The report}}
"""


def fact(value: str, period: int = 0, bound: str = "") -> Fact:
    assert UNIT
    quantity = stated(value, UNIT, bound)  # type: ignore[arg-type]
    name = f"sales@{PERIODS[period]}"
    return Fact(
        name, Metric("sales", "Sales", "amount"), "Us", PERIODS[period], Scenario.ACTUAL, quantity, ORIGIN
    )


def term(one: Fact) -> Input:
    return Input(one.id, one.quantity.value, one.quantity.interval, one.unit.dimension)


def claimed(claim: Claim) -> Fact:
    """A claim as a fact, as the book would make it."""
    told, quantity = judged(claim, term)
    origin = Derived("", None, claim.facts, told)
    return Fact(
        "claim", Metric("claim", "Claim", "count"), "Us", PERIODS[0], Scenario.ACTUAL, quantity, origin
    )


values = st.decimals(-99, 99, places=1).map(str)
series = st.lists(values, min_size=1, max_size=12).map(
    lambda found: tuple(fact(one, at) for at, one in enumerate(found))
)
relations: st.SearchStrategy[Relation] = st.sampled_from(["above", "at_least", "below", "at_most"])
HOLDS = {
    "above": Decimal.__gt__,
    "at_least": Decimal.__ge__,
    "below": Decimal.__lt__,
    "at_most": Decimal.__le__,
}


# Whatever the facts are ----------------------------------------------------------------------------------------------


@given(values, relations, st.integers(-99, 99))
def test_what_is_certain_holds_at_both_ends_of_the_rounding_and_what_is_excluded_at_neither(
    value: str, relation: Relation, limit: int
) -> None:
    one = fact(value)
    ends = (one.quantity.interval.low, one.quantity.interval.high)
    found = {HOLDS[relation](end, limit * one.unit.factor) for end in ends}
    said = verdict(one, relation, Decimal(limit), term)
    if said == "yes":
        assert found == {True}
    elif said == "no":
        assert found == {False}


@given(series)
def test_the_highest_is_higher_than_all_since_and_not_certainly_than_the_one_it_names(
    facts: tuple[Fact, ...],
) -> None:
    claim = claimed(Claim("highest", facts))
    held = number_of(claim)
    now = facts[0].quantity.interval
    assert all(now.low > earlier.quantity.interval.high for earlier in facts[1:held])
    if held < len(facts):
        assert now.low <= facts[held].quantity.interval.high
    if objection(claim) is None:
        assert held > 1


@given(series, relations, st.integers(-99, 99))
def test_a_streak_and_a_count_never_count_what_rounding_leaves_open(
    facts: tuple[Fact, ...], relation: Relation, limit: int
) -> None:
    streak = claimed(Claim("streak", facts, relation, Decimal(limit)))
    counted = claimed(Claim("count", facts, relation, Decimal(limit)))
    sure = [verdict(one, relation, Decimal(limit), term) == "yes" for one in facts]
    assert number_of(counted) == sum(sure)
    assert number_of(streak) == next((at for at, holds in enumerate(sure) if not holds), len(sure))
    assert number_of(streak) <= number_of(counted) <= counted.quantity.interval.high <= len(facts)


@given(series.filter(lambda found: len(found) > 1), relations, st.integers(-99, 99))
def test_all_is_true_where_every_one_counts(facts: tuple[Fact, ...], relation: Relation, limit: int) -> None:
    every = claimed(Claim("all", facts, relation, Decimal(limit)))
    assert (objection(every) is None) == (number_of(every) == len(facts))


def test_what_is_more_than_a_hundred_is_above_a_hundred_and_what_is_at_least_so_may_not_be() -> None:
    assert verdict(fact("100", bound="more than"), "above", Decimal(100), term) == "yes"
    assert verdict(fact("100", bound="at least"), "above", Decimal(100), term) == "unclear"
    assert verdict(fact("100", bound="at least"), "at_least", Decimal(100), term) == "yes"
    assert verdict(fact("100", bound="less than"), "at_least", Decimal(100), term) == "no"


def test_what_stands_on_both_sides_of_a_comparison_counts_once() -> None:
    """A sum is above its parts although their intervals, taken apart, overlap."""
    assert UNIT
    whole = fact("0.2")
    wide = Quantity(whole.quantity.value, UNIT, Interval(Decimal(-1), Decimal(2)))
    same = Input("same", wide.value, wide.interval, UNIT.dimension)
    assert verdict(whole, "at_least", fact("0.2"), lambda _: same) == "yes"


def test_a_series_with_a_hole_is_no_series() -> None:
    with pytest.raises(FormulaError, match="does not stand 1 periods before"):
        judged(Claim("highest", (fact("3"), fact("2", 2))), term)


# What a reader sees --------------------------------------------------------------------------------------------------


class Desk:
    """A brief at whose facts claims are made."""

    def __init__(self, folder: Path, settings: str = SETTINGS) -> None:
        for name, text in (("facts.csv", FACTS), ("brief.yaml", settings), ("narrative.md", "## Claims\n")):
            (folder / name).write_text(text, encoding="utf-8")
        self.book = reportgen.load(folder).book
        self.ledger = Ledger(style_of(self.book))
        self.writer = Writer(self.book, self.ledger, names_of(self.book), Findings())

    def said(self, template: str) -> str:
        text = self.writer.text(template, Place(Path("narrative.md")))
        self.ledger.enter(Spot("section", "claims"), text)
        return self.ledger.plain(text).replace("\u00a0", " ")

    def found(self, template: str) -> list[str]:
        self.said(template)
        return [f"{one.code}: {one.message}" for one in self.writer.findings]

    def record(self) -> bytes:
        facts = facts_shown(self.book, self.ledger.shown)
        return facts_json(self.book, facts, self.ledger.shown, self.ledger.style, {})


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        (
            'So {{ all(cloud.yoy, shops.yoy, above=0, say="every one of {n} grew") }}',
            "So every one of two grew",
        ),
        ("{{ all(cloud.yoy, shops.yoy, above=0) }} grew", "Both grew"),
        ("{{ count(cloud.yoy, shops.yoy, ads.yoy, above=0) }} grew", "Two of three grew"),
        ("{{ count(cloud.yoy, ads.yoy, above=0, of='units') }} grew", "One of the two units grew"),
        ("{{ count(ads.yoy, result.change, above=0, of='units') }} grew", "None of the two units grew"),
        ("{{ count(cloud.yoy, shops.yoy, ads.yoy, above=0) | ordinal }}", "Second"),
        ("it is {{ highest(cloud) }}", "it is the highest since the fourth quarter of 2024"),
        ("it is {{ highest(sites) }}", "it is the highest of the last four quarters"),
        ("it is {{ lowest(cloud.at('2025-Q1')) }}", "it is the lowest since the third quarter of 2024"),
        ("it is {{ record(sites, first='2024-Q4') }}", "it is a record"),
        ("for {{ streak(cloud.step, above=0) }}", "for the second quarter in a row"),
        ("for {{ streak(sites.step, above=0) }}", "for at least the third quarter in a row"),
        ("{% if streak(cloud.step, above=0) >= 3 %}long{% else %}short{% endif %}", "short"),
        ("{% if highest(shops) %}a high{% else %}no high{% endif %}", "no high"),
        ("{{ streak }} after {{ streak(cloud.step, above=0) | words }}", "9 quarters after two"),
    ],
)
def test_a_claim_that_is_true_reads_so(desk: Desk, template: str, expected: str) -> None:
    assert desk.said(template) == expected
    assert desk.found("") == []


@pytest.mark.parametrize(
    ("template", "finding"),
    [
        (
            '{{ all(cloud.yoy, ads.yoy, above=0, say="all grew") }}',
            "ads.yoy@2025-Q3 is -3.876 percent; true is 1 of 2",
        ),
        (
            "{{ highest(cloud, since='2024-Q2') }}",
            "cloud@2024-Q4 is 52.4 EUR bn; true is the highest since 2024-Q4",
        ),
        ("{{ record(cloud, first='2024-Q2') }}", "not a record: cloud@2024-Q4 is 52.4 EUR bn"),
        ("{{ record(sites, first='2023-Q4') }}", "nothing is known for 2024-Q3"),
        ("{{ lowest(cloud) }}", "not the lowest: cloud@2025-Q2 is 51 EUR bn"),
        ("{{ streak(ads.yoy, above=0) }}", "is above 0 not even now: ads.yoy@2025-Q3 is -3.876 percent"),
        ("{{ highest(shops) }}", "too little to say what is the highest"),
        ("{{ all(cloud, 4, above=0) }}", "'all' speaks of figures"),
        ("{{ all(cloud.yoy, shops.yoy) }}", "takes one of above=0"),
        ("{{ all(cloud.yoy, shops.yoy, abov=0) }}", "did you mean 'above'?"),
        ("{{ all(cloud.yoy, sites.yoy, above=0) }}", "is n.a."),
        ("{{ highest(cloud.share_of(ads)) }}", "was computed on the spot"),
        (
            "{{ sites.share_of(count(cloud, ads, above=0, of='customers')) }}",
            "is a claim; nothing is computed from it",
        ),
    ],
)
def test_a_claim_that_is_not_names_the_fact_that_breaks_it(desk: Desk, template: str, finding: str) -> None:
    assert any(finding in one for one in desk.found(template)), desk.found("")


CLAIMS = (
    "{{ all(cloud.yoy, shops.yoy, above=0, say='every segment grew') }}; {{ count(cloud.yoy, ads.yoy, above=0) }}; "
    "{{ highest(cloud) }}; {{ record(sites, first='2024-Q4') }}; {{ streak(cloud.step, above=0) }}; "
    "{{ all(ads.yoy, shops.yoy, below=cloud.yoy, say='cloud grew fastest') }}; net {{ comparison(result) }}"
)


def test_claims_are_in_the_ledger_with_their_facts_and_replayed_from_the_record(desk: Desk) -> None:
    desk.said(CLAIMS)
    record = read_record(desk.record())
    assert list(record.drifted()) == []
    assert len(record.figures) == CLAIMS.count("{{")
    assert {one.metric.id for one in claim_of(record.figures[0].fact).facts} == {"cloud.yoy", "shops.yoy"}


@pytest.mark.parametrize(
    ("fact_id", "value", "low", "high"),
    [
        ("shops@2025-Q3", "20100000000", "20050000000", "20150000000"),
        ("cloud@2025-Q1", "60000000000", "59950000000", "60050000000"),
        ("sites@2024-Q4", "8", "8", "8"),
        ("ads@2025-Q3", "13400000000", "13350000000", "13450000000"),
        ("result@2025-Q3", "1200000000", "1150000000", "1250000000"),
    ],
)
def test_a_claim_drifts_with_each_fact_that_it_rests_on(
    desk: Desk, fact_id: str, value: str, low: str, high: str
) -> None:
    """Also where every formula was worked out again, so that the claim alone is left as it was."""
    desk.said(CLAIMS)
    told = json.loads(desk.record())
    changed = next(one for one in told["facts"] if one["id"] == fact_id)
    changed["quantity"] |= {"value": value, "low": low, "high": high}
    drifted = {name for name, _ in read_record(json.dumps(told).encode()).drifted()}
    claims = {
        one["id"]
        for one in told["facts"]
        if changed["key"] in leaves(told, one["key"]) and "claim" in one["origin"]
    }
    assert claims & drifted or any(name.startswith("figure") for name in drifted)


def leaves(told: dict[str, list[dict[str, object]]], key: str) -> set[str]:
    """The keys of all facts that a fact is made from."""
    one = next(fact for fact in told["facts"] if fact["key"] == key)
    made_from = one["origin"].get("inputs", [])  # type: ignore[attr-defined]
    return {key, *(leaf for other in made_from for leaf in leaves(told, other))}


def test_a_claim_in_other_words_is_a_drift(desk: Desk) -> None:
    desk.said("it is {{ highest(cloud) }}")
    raw = desk.record().replace(b"the highest since the fourth", b"the highest since the second")
    (_, how), *more = read_record(raw).drifted()
    assert not more
    assert how.endswith("worded again as 'the highest since the fourth quarter of 2024'")


# Fitted to the place -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("Shops {{ shops.yoy | up }}, sites {{ sites.qoq | up }}", "Shops up 7 percent, sites up 17 percent"),
        ("Sites {{ sites.qoq | up }}", "Sites up 16.7 percent"),
        (
            "{{ period }}: {{ result | short }} ({{ result | short }})",
            "Third quarter of 2025: (€1.2bn) (−€1.2bn)",
        ),
        ("Net {{ comparison(result) }}. {{ comparison(result) }}", "Net swung to a loss. Swung to a loss"),
        (
            "{{ result.yoy | moved }}; it {{ result.yoy | moved }}",
            "Was not meaningful; it was not meaningful",
        ),
    ],
)
def test_a_title_has_one_precision_capitals_where_they_belong_and_single_parentheses(
    tmp_path: Path, template: str, expected: str
) -> None:
    desk = Desk(tmp_path, settings=SETTINGS + "negative: parentheses\n")
    assert desk.said(template) == expected
    assert list(read_record(desk.record()).drifted()) == []
