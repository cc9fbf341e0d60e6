"""What was expected beside what happened: budgets, forecasts, a brief's own scenarios, and the variance to each."""

from __future__ import annotations

import pickle
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import reportgen
from reportgen.document.assembly import names_of
from reportgen.document.narrative import Writer
from reportgen.facts.reference import Ref
from reportgen.figures.ledger import Ledger
from reportgen.figures.read_back import read_record
from reportgen.figures.record import facts_json, facts_shown
from reportgen.figures.wording import Option
from reportgen.findings import Findings, Place
from reportgen.model import Shown, Spot
from reportgen.scenarios import STANDING, Scenario
from reportgen.verify.verdict import verify
from tests.conftest import SmallBrief, Write

METRICS = """
sales: {label: Sales, polarity: more is better}
costs: {label: Costs, polarity: less is better}
margin: {label: Margin, kind: margin, polarity: more is better}
"""
ROWS = """\
sales,,FY2026-Q2,,76.8,CNY mn,,report
sales,,FY2026-Q2,budget,80,CNY mn,,press
sales,,FY2026-Q2,forecast,75.0,CNY mn,,press
sales,,FY2026-Q2,previous_forecast,76.8,CNY mn,,press
sales,,FY2026-Q2,stress,70,CNY mn,,press
costs,,FY2026-Q2,,52.0,CNY mn,,report
costs,,FY2026-Q2,budget,54,CNY mn,,press
margin,,FY2026-Q2,,12.4,percent,,report
margin,,FY2026-Q2,budget,12.0,percent,,press
"""
OWN = """\
scenarios:
  stress: {label: Stress case, words: the stress case}
derive:
  profit: {formula: sales - costs, label: Profit, polarity: more is better}
"""


@pytest.fixture
def small(brief: Write) -> SmallBrief:
    return brief(ROWS, OWN, METRICS)


def said(small: SmallBrief, template: str) -> str:
    """A template in words; nothing may be wrong with it."""
    text, found = worded(small, template)
    assert not found, found
    return text


def worded(small: SmallBrief, template: str) -> tuple[str, list[str]]:
    ledger = Ledger(small.style)
    writer = Writer(small.book, ledger, names_of(small.book), Findings())
    text = ledger.plain(writer.text(template, Place(Path("x.md"))))
    return text.replace("\u00a0", " "), [one.message for one in writer.findings]


@pytest.mark.parametrize(
    ("template", "words"),
    [
        ('{{ sales | against("budget") }}', "3.2 million yuan, or 4.0 percent, below budget"),
        ('{{ sales | against("forecast") }}', "1.8 million yuan, or about 2.4 percent, above the forecast"),
        ('{{ sales | against("previous_forecast") }}', "in line with the previous forecast"),
        ('{{ sales | against("stress") }}', "7 million yuan, or about 10 percent, above the stress case"),
        ('{{ costs | against("budget", percent=false) }}', "2.0 million yuan below budget"),
        ('{{ margin | against("budget") }}', "0.4 percentage points above budget"),
        ("{{ sales.vs_budget | favourable }}", "unfavourable"),
        ("{{ costs.vs_budget | favourable }}", "favourable"),
        ("{{ costs.vs_budget_percent | favourable }}", "favourable"),
        ("{{ margin.vs_budget | favourable }}", "favourable"),
        ("{{ sales.vs_previous_forecast | favourable }}", "in line"),
        ("{{ sales.vs_budget | signed }}", "−RMB 3.2mn"),
        ("{{ sales.vs_stress_percent | signed }}", "+10%"),
        ("{{ profit.budget }}", "26 million yuan"),
        ('{{ profit | against("budget", percent=false) }}', "1.2 million yuan below budget"),
    ],
)
def test_a_variance_reads_as_a_controller_would_say_it(small: SmallBrief, template: str, words: str) -> None:
    assert said(small, f"It was {template}") == f"It was {words}"


@settings(max_examples=60)
@given(
    st.decimals(1, 99, places=1),
    st.integers(1, 99),
    st.sampled_from(["at least", "more than", "at most", "less than"]),
    st.sampled_from(["target", "budget", "plan", "guidance", "forecast"]),
)
def test_what_was_set_as_a_floor_or_a_ceiling_is_held_against_its_limit_as_a_number_is(
    brief: Write, actual: Decimal, limit: int, bound: str, scenario: str
) -> None:
    rows = (
        f"sales,,FY2026-Q2,,{actual},CNY mn,,report\nsales,,FY2026-Q2,{scenario},{limit},CNY mn,{{}},press\n"
    )
    texts = []
    for one in (bound, "exact"):
        small = brief(rows.format(one), metrics=METRICS)
        asked = (
            f'{{{{ sales | against("{scenario}") }}}}; {{{{ sales.vs_{scenario}_percent | signed }}}}',
            f"{{{{ compare(sales, sales.{scenario}) }}}}",
            f"{{{{ count(sales, sales, above=sales.{scenario}) }}}}",
        )
        texts.append([said(small, template) for template in asked])
    assert texts[0] == texts[1]


@pytest.mark.parametrize(
    ("place", "said_of_it", "judged"),
    [
        ("14", "6 places below the target", "unfavourable"),
        ("3", "5 places above the target", "favourable"),
        ("8", "in line with the target", "in line"),
    ],
)
def test_a_rank_stands_so_many_places_above_or_below_its_target_and_no_percent(
    brief: Write, place: str, said_of_it: str, judged: str
) -> None:
    rows = f"place,,FY2026-Q2,,{place},rank,,report\nplace,,FY2026-Q2,target,8,rank,,press\n"
    small = brief(rows, metrics="place: {label: Place, kind: rank, polarity: less is better}\n")
    assert said(small, 'It is {{ place | against("target") }}') == f"It is {said_of_it}"
    assert said(small, "It is {{ place.vs_target | favourable }}") == f"It is {judged}"
    assert small.say("place.vs_target_percent", "long") == "n.m."


def test_a_bound_that_nobody_set_leaves_the_distance_to_it_open(brief: Write) -> None:
    rows = "sales,,FY2026-Q2,,9.0,CNY mn,,report\nsales,,FY2026-Q2,claim,10,CNY mn,at least,press\n"
    small = brief(rows, metrics=METRICS)
    assert said(small, "{{ sales.vs_claim }}") == "At most −950,000 yuan"


def test_a_budget_is_set_and_a_forecast_is_rounded(small: SmallBrief) -> None:
    budget, forecast = (small.fact(f"sales.{name}").quantity.interval for name in ("budget", "forecast"))
    assert budget.low == budget.high
    assert forecast.low < forecast.high


@settings(max_examples=80)
@given(st.decimals(1, 999, places=1), st.decimals(1, 999, places=1), st.sampled_from(["sales", "costs"]))
def test_a_variance_holds_the_difference_in_amount_and_percent_and_is_judged_by_its_sign(
    brief: Write, actual: Decimal, budget: Decimal, metric: str
) -> None:
    rows = (
        f"{metric},,FY2026-Q2,,{actual},CNY mn,,report\n{metric},,FY2026-Q2,budget,{budget},CNY mn,,press\n"
    )
    small = brief(rows, metrics=METRICS)
    amount = small.fact(f"{metric}.vs_budget").quantity
    rate = small.fact(f"{metric}.vs_budget_percent").quantity
    assert amount.value == (actual - budget) * 1_000_000
    assert actual / budget - 1 in rate.interval
    assert amount.interval.low <= amount.value <= amount.interval.high
    wanted = actual >= budget if metric == "sales" else actual <= budget
    words = {"in line"} if actual == budget else {"favourable" if wanted else "unfavourable"}
    assert small.say(f"{metric}.vs_budget", "favourable") in words
    text = said(small, f'It was {{{{ {metric} | against("budget") }}}}')
    where = "in line with" if actual == budget else "above" if actual > budget else "below"
    assert text.endswith(f"{where} budget")


@pytest.mark.parametrize(
    ("template", "message"),
    [
        ('{{ sales | against("bugdet") }}', "did you mean 'budget'?"),
        ("{{ sales.vs_bugdet }}", "did you mean 'vs_budget'?"),
        ('{{ sales | against("guidance") }}', "no fact sales@FY2026-Q2/guidance"),
        ("{{ profit.guidance }}", "'profit' is derived, and has no guidance"),
        ('{{ sales | against("budget", loud=true) }}', "does not take 'loud'"),
        ('{{ "sales" | against("budget") }}', "words a figure beside a scenario"),
    ],
)
def test_what_there_is_no_variance_to_is_said_plainly(small: SmallBrief, template: str, message: str) -> None:
    text, (found,) = worded(small, template)
    assert message in found
    assert text == ""


@pytest.mark.parametrize("name", ["budget", "restated", "yoy", "usd", "at"])
def test_a_scenario_of_ones_own_takes_no_name_that_means_something_else(brief: Write, name: str) -> None:
    small = brief(ROWS.replace("stress", "claim"), f"scenarios: {{{name}: {{label: Mine}}}}\n", METRICS)
    assert [line.split(": ")[1] for line in small.check()] == ["error[reserved-name]"]


def test_a_beaten_target_of_a_period_that_has_ended_is_news_and_of_one_to_come_a_finding(
    brief: Write,
) -> None:
    rows = """\
    sales,,FY2026-Q2,,76.8,CNY mn,,report
    sales,,FY2026-Q2,target,70,CNY mn,,press
    sales,,FY2026-Q2,guidance,71,CNY mn,,press
    sales,,FY2026-Q3,forecast,72,CNY mn,,press
    sales,,FY2026-Q3,budget,73,CNY mn,,press
    """
    assert brief(rows, metrics=METRICS).check() == []
    ahead = rows + "    sales,,FY2026-Q3,target,74,CNY mn,,press\n"
    assert brief(ahead, metrics=METRICS).check() == ["facts.csv:7: warning[target-passed]"]


def test_a_record_names_the_scenarios_of_a_brief_and_words_its_variances_again(small: SmallBrief) -> None:
    ledger = Ledger(small.style)
    facts = [small.fact(name) for name in ("sales.stress", "sales.vs_stress", "sales.vs_budget_percent")]
    forms = ("long", "favourable", "signed")
    shown = [
        Shown(number, ledger.figure(fact, form), Spot("title"))
        for number, (fact, form) in enumerate(zip(facts, forms, strict=True), 1)
    ]
    record = read_record(facts_json(small.book, facts_shown(small.book, shown), shown, small.style, {}))
    assert list(record.drifted()) == []
    assert {fact.scenario.mark for fact in record.facts.values()} >= {"stress case", "previous forecast", ""}


def test_the_distance_to_a_floor_is_recorded_and_computed_and_worded_again(brief: Write) -> None:
    rows = "sales,,FY2026-Q2,,9.0,CNY mn,,report\nsales,,FY2026-Q2,target,10,CNY mn,at least,press\n"
    small = brief(rows, metrics=METRICS)
    figure = Ledger(small.style).figure(small.fact("sales.vs_target"), "by")
    shown = [Shown(1, figure, Spot("title"))]
    record = read_record(facts_json(small.book, facts_shown(small.book, shown), shown, small.style, {}))
    assert (figure.text.replace("\u00a0", " "), list(record.drifted())) == ("fell by 1.0 million yuan", [])


def test_a_scenario_survives_the_way_between_processes() -> None:
    for one in (*STANDING.values(), Scenario("mine", "My case", "my case", looks_forward=True)):
        again = pickle.loads(pickle.dumps(one))  # noqa: S301 - our own
        assert (again, again.label, again.words, again.look) == (one, one.label, one.words, one.look)


def test_charts_and_tables_hold_any_scenario_against_the_actual(tmp_path: Path) -> None:
    issue = reportgen.load(_whole(tmp_path)).build(("html",))
    for part in ("Stress case", "Previous forecast", "vs budget", "vs budget, %"):
        assert part in issue.html
    assert issue.findings == ()
    issue.write(tmp_path / "out")
    assert verify(tmp_path / "out" / "brief.html").drifts == ()


def _whole(folder: Path) -> Path:
    (folder / "metrics.yaml").write_text(METRICS, encoding="utf-8")
    (folder / "facts.csv").write_text(
        "metric,entity,period,scenario,value,unit,bound,source\n" + ROWS, encoding="utf-8"
    )
    (folder / "brief.yaml").write_text(
        "title: \"Sales {{ sales | against('budget', percent=false) }}\"\n"
        "entity: {name: Example Corp}\nperiod: FY2026-Q2\nfiscal_year_end: March\ndate: 2025-11-25\n"
        "currency: {code: CNY, short: RMB, word: yuan}\n"
        "sources: {report: {title: The report}, press: {title: The plan}}\n" + OWN + "exhibits:\n"
        "  expected: {kind: versus, title: As expected, items: [sales], against: [stress, previous_forecast]}\n"
        "  variances: {kind: table, title: Variances, rows: [sales, costs, margin],\n"
        "    columns: [now, budget, vs_budget, vs_budget_percent]}\n",
        encoding="utf-8",
    )
    (folder / "narrative.md").write_text(
        '## Sales\n\n{{ exhibit("expected") }}\n\n{{ exhibit("variances") }}\n', encoding="utf-8"
    )
    return folder


def test_no_variance_is_asked_of_what_is_none(small: SmallBrief) -> None:
    assert isinstance(small.book.evaluate("sales.vs_budget"), Ref)
    assert "did you mean 'vs_budget'?" in small.problem("sales.vs_budgte")


SIZES = st.decimals(1, 999, places=1)
SAID_OF_A_COST: tuple[tuple[str, str, dict[str, Option]], ...] = (
    ("costs.vs_budget", "verb", {"rise": "above", "fall": "below", "flat": "in line"}),
    ("costs.vs_budget", "favourable", {}),
    ("costs.vs_budget", "size", {}),
    ("costs.vs_budget_percent", "signed", {}),
    ("costs.vs_budget_percent", "favourable", {}),
    ("costs.less(costs.prior)", "by", {}),
    ("costs.over(costs.prior)", "moved", {}),
)


@settings(max_examples=25)
@given(SIZES, SIZES, SIZES)
def test_a_cost_stated_below_zero_is_said_of_its_budget_as_one_stated_above(
    brief: Write, now: Decimal, budget: Decimal, prior: Decimal
) -> None:
    said = []
    for sign in ("", "-"):
        rows = (
            f"costs,,FY2026-Q2,,{sign}{now},CNY mn,,report\ncosts,,FY2026-Q1,,{sign}{prior},CNY mn,,report\n"
            f"costs,,FY2026-Q2,budget,{sign}{budget},CNY mn,,press\n"
        )
        metrics = "costs: {label: Costs, nature: cost, polarity: less is better}\n"
        small = brief(rows, metrics=metrics)
        said.append([small.say(asked, form, **options) for asked, form, options in SAID_OF_A_COST])
    assert said[0] == said[1]


def test_of_costs_below_zero_the_largest_is_the_highest_and_above_its_range(brief: Write) -> None:
    rows = """\
    costs,,FY2026-Q2,,-48.7,CNY mn,,report
    costs,,FY2026-Q1,,-44.0,CNY mn,,report
    costs,,FY2025-Q4,,-43.0,CNY mn,,report
    costs,,FY2026-Q2,guidance,-46 to -40,CNY mn,,press
    """
    small = brief(rows, metrics="costs: {label: Costs, nature: cost, polarity: less is better}\n")
    asked = "{{ highest(costs) }}, {{ costs.position_in(costs.guidance) | placed }}"
    assert worded(small, asked) == ("The highest of the last three quarters, above the range", [])


@pytest.mark.parametrize("scenario", ["guidance", "plan"])
def test_guidance_of_a_fall_has_not_been_reached_by_the_quarter_before(brief: Write, scenario: str) -> None:
    rows = f"sales,,FY2026-Q2,,76.8,CNY mn,,report\nsales,,FY2026-Q3,{scenario},70 to 72,CNY mn,,press\n"
    assert brief(rows, metrics=METRICS).check() == []


def test_a_target_for_costs_below_zero_is_passed_by_a_smaller_cost_alone(brief: Write) -> None:
    metrics = "costs: {label: Costs, nature: cost, polarity: less is better}\n"
    for now, found in (("-48.7", []), ("-41", ["facts.csv:3: warning[target-passed]"])):
        rows = f"costs,,FY2026-Q2,,{now},CNY mn,,report\ncosts,,FY2026-Q3,target,-45,CNY mn,,press\n"
        assert brief(rows, metrics=metrics).check() == found
