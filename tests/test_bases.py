"""The same measure on another basis: asked for, said, reconciled to what is reported, and never in front of it."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import reportgen
from reportgen.document.notices import definitions
from reportgen.figures.ledger import Ledger
from reportgen.figures.read_back import read_record
from reportgen.figures.record import facts_json, facts_shown
from reportgen.model import Shown, Spot
from reportgen.verify.verdict import verify
from tests.conftest import SmallBrief, Write

METRICS = """
sales: {label: Sales, polarity: more is better, gaap: true}
sales_cc:
  label: Sales
  basis: constant currency
  of: sales
  definition: At the rates of a year ago.
  reconciliation: sales - currency_effect
currency_effect: {label: Effect of currencies}
organic_growth:
  label: Organic sales growth
  kind: growth
  basis: organic
  of: sales
  definition: Without currencies and acquisitions.
operating_income: {label: Operating income, gaap: true}
amortisation: {label: Amortisation}
adjusted_ebita:
  label: Adjusted EBITA
  basis: adjusted
  of: operating_income
  definition: Before amortisation.
  reconciliation: operating_income + amortisation
"""
ROWS = """\
sales,,FY2026-Q2,,105.0,CNY mn,,report
sales,,FY2025-Q2,,100.0,CNY mn,,report
sales_cc,,FY2026-Q2,,97.0,CNY mn,,report
sales_cc,,FY2025-Q2,,100.0,CNY mn,,report
currency_effect,,FY2026-Q2,,8.0,CNY mn,,report
organic_growth,,FY2026-Q2,,4,percent,,report
operating_income,,FY2026-Q2,,9.8,CNY mn,,report
operating_income,,FY2025-Q2,,9.1,CNY mn,,report
amortisation,,FY2026-Q2,,1.4,CNY mn,,report
amortisation,,FY2025-Q2,,1.5,CNY mn,,report
adjusted_ebita,,FY2026-Q2,,11.2,CNY mn,,report
"""


@pytest.fixture
def small(brief: Write) -> SmallBrief:
    found = brief(ROWS, metrics=METRICS)
    assert found.check() == []
    return found


@pytest.mark.parametrize(
    ("expression", "form", "options", "words"),
    [
        ("sales.yoy", "moved", {"basis": True}, "rose about 5.0_percent as reported"),
        (
            "sales.constant_currency.yoy", "moved", {"basis": True},
            "fell 3.0_percent on a constant-currency basis",
        ),
        ("sales.yoy.constant_currency", "up", {"basis": True}, "down 3.0_percent on a constant-currency basis"),
        ("sales.yoy.constant_currency", "growth", {"basis": True}, "a constant-currency decline of 3.0_percent"),
        ("sales.yoy.organic", "growth", {"basis": True}, "organic growth of 4_percent"),
        ("organic_growth", "growth", {"basis": True}, "organic growth of 4_percent"),
        ("sales.yoy", "growth", {"basis": True}, "reported growth of about 5.0_percent"),
        ("sales.yoy.organic", "growth", {}, "growth of 4_percent"),
        ("sales.constant_currency.change", "by", {"basis": True},
         "fell by 3.0_million yuan on a constant-currency basis"),
        ("operating_income.adjusted", "long", {}, "11.2_million yuan"),
        ("operating_income.adjusted", "on_basis", {}, "on an adjusted basis"),
        ("adjusted_ebita.reported", "long", {}, "9.8_million yuan"),
    ],
)  # fmt: skip
def test_growth_on_another_basis_is_asked_for_and_said(
    small: SmallBrief, expression: str, form: str, options: dict[str, bool], words: str
) -> None:
    assert small.say(expression, form, **options) == words


def test_a_variant_that_its_author_calls_like_the_measure_itself_gets_a_name_of_its_own(
    small: SmallBrief,
) -> None:
    assert small.fact("sales.constant_currency").label == "Sales, constant currency"
    assert small.fact("operating_income.adjusted").label == "Adjusted EBITA"


def test_growth_on_another_basis_is_not_held_against_what_is_reported(brief: Write) -> None:
    metrics = "sales: {label: Sales}\nsales_yoy: {label: Growth, kind: growth, basis: organic, of: sales}\n"
    rows = ROWS.partition("sales_cc")[0] + "sales_yoy,,FY2026-Q2,,1,percent,,report\n"
    small = brief(rows, metrics=metrics)
    assert small.check() == []
    assert small.say("sales.yoy", "moved") == "rose about 5.0_percent", (
        "organic growth is not that of the amounts"
    )
    assert small.say("sales.yoy.organic", "moved") == "rose 1_percent"


def test_a_base_is_not_worked_out_from_growth_on_another_basis(brief: Write) -> None:
    metrics = "sales: {label: Sales}\nsales_yoy: {label: Growth, kind: growth, basis: organic, of: sales}\n"
    rows = "sales,,FY2026-Q2,,105.0,CNY mn,,report\nsales_yoy,,FY2026-Q2,,1,percent,,report\n"
    assert "no fact sales@FY2025-Q2" in brief(rows, metrics=metrics).problem("sales.year_ago")


def test_a_measure_that_no_source_states_follows_from_its_reconciliation(small: SmallBrief) -> None:
    assert small.say("operating_income.adjusted.year_ago", "long") == "10.6_million yuan"
    assert small.say("adjusted_ebita.yoy", "moved") == "rose about 6_percent"


@pytest.mark.parametrize(
    ("expression", "message"),
    [
        ("sales.adjusted", "'sales' has no variant on an adjusted basis; declare one in metrics.yaml"),
        (
            "sales.organic",
            "'sales' has no level on an organic basis, only its growth: write sales.yoy.organic",
        ),
        ("sales.reported", "'sales' is as reported itself"),
        ("sales.underlying", "did you mean 'adjusted'?"),
    ],
)
def test_a_basis_that_there_is_none_of_is_said_plainly(
    small: SmallBrief, expression: str, message: str
) -> None:
    assert message in small.problem(expression)


@pytest.mark.parametrize(
    ("settings_", "found"),
    [
        ("basis: adjsted, of: sales", "error[bad-setting]"),
        ("basis: adjusted", "error[bad-setting]"),
        ("of: sales", "error[bad-setting]"),
        ("basis: adjusted, of: slaes", "error[unknown-metric]"),
    ],
)
def test_a_variant_is_declared_whole(brief: Write, settings_: str, found: str) -> None:
    metrics = f"sales: {{label: Sales}}\nmore: {{label: More, {settings_}}}\n"
    small = brief("sales,,FY2026-Q2,,105.0,CNY mn,,report\n", metrics=metrics)
    assert small.check()[0].endswith(found)


def test_two_variants_on_one_basis_are_told_apart_by_their_names(brief: Write) -> None:
    metrics = METRICS + "adjusted_ebit: {label: Adjusted EBIT, basis: adjusted, of: operating_income}\n"
    assert "name one: 'adjusted_ebita' or 'adjusted_ebit'" in brief(ROWS, metrics=metrics).problem(
        "operating_income.adjusted"
    )


@settings(max_examples=80)
@given(
    st.lists(st.decimals(-500, 500, places=3), min_size=2, max_size=5),
    st.sampled_from([0, 1, 2]),
    st.integers(-40, 40),
)
def test_a_reconciliation_of_honestly_rounded_parts_adds_up_and_one_beyond_their_rounding_never(
    brief: Write, parts: list[Decimal], places: int, off: int
) -> None:
    """``off`` is by how many steps of the last digit the measure is misstated."""
    step = Decimal(1).scaleb(-places)
    total = sum(parts, Decimal(0)).quantize(step) + off * step
    names = [f"part_{number}" for number in range(len(parts))]
    metrics = "".join(f"{name}: {{label: {name}}}\n" for name in names) + (
        "adjusted: {label: Adjusted, basis: adjusted, of: part_0, definition: Of parts, "
        f"reconciliation: {' + '.join(names)}}}\n"
    )
    rounded = [part.quantize(step) for part in parts]
    rows = "".join(
        f"{name},,FY2026-Q2,,{part},CNY mn,,report\n" for name, part in zip(names, rounded, strict=True)
    )
    small = brief(rows + f"adjusted,,FY2026-Q2,,{total},CNY mn,,report\n", metrics=metrics)
    missed = abs(total - sum(rounded, Decimal(0)))
    slack = step / 2 * (len(parts) + 1)  # of each part, and of the total
    found = [line.split("error")[1] for line in small.check() if "slipped" not in line]
    assert found == (["[reconciliation-mismatch]"] if missed > slack else [])
    if off == 0:
        assert missed <= slack


def test_parts_that_are_missing_are_a_finding_in_the_briefs_own_period_alone(brief: Write) -> None:
    own = "amortisation,,FY2026-Q2,,1.4,CNY mn,,report\n"
    earlier = "adjusted_ebita,,FY2025-Q1,,10.0,CNY mn,,report\n"
    assert brief(ROWS + earlier, metrics=METRICS).check() == []
    small = brief(ROWS.replace(own, ""), metrics=METRICS)
    assert small.check() == ["metrics.yaml:18: error[missing-fact]"]


def test_a_measure_and_its_abbreviation_are_defined_once(brief: Write) -> None:
    rows = "cafd,,FY2026-Q2,,9.3,CNY mn,,report\narr,,FY2026-Q2,,9.3,CNY mn,,report\n"
    metrics = """
    cafd: {label: Cash available for distribution, short: CAFD, definition: After debt service.}
    arr: {label: Annual recurring revenue, short: ARR}
    """
    small = brief(rows, metrics=metrics)
    told = definitions([small.fact("cafd"), small.fact("arr")], small.book.metrics, small.book.brief.words)
    assert [(one.term, one.meaning) for one in told] == [
        ("ARR", "Annual recurring revenue."),
        ("Cash available for distribution (CAFD)", "After debt service."),
    ]


def test_the_ends_of_a_range_are_defined_as_what_they_are_ends_of(brief: Write) -> None:
    rows = "ebit,,FY2026-Q3,guidance,10 to 12,CNY mn,,report\nebit,,FY2026-Q2,,9.3,CNY mn,,report\n"
    small = brief(rows, metrics="ebit: {label: EBIT, definition: Before interest and tax., gaap: false}\n")
    facts = [small.fact(f"ebit.next.guidance{part}") for part in (".low", ".high", ".midpoint", "")]
    (told,) = definitions(facts, small.book.metrics, small.book.brief.words)
    assert (told.term, told.meaning) == ("EBIT", "Before interest and tax.")


def test_the_definition_of_a_variant_tells_its_basis_and_its_reconciliation(small: SmallBrief) -> None:
    (told,) = definitions([small.fact("adjusted_ebita")], small.book.metrics, small.book.brief.words)
    assert told.standing == (
        "Non-GAAP measure; the nearest GAAP measure is operating income. "
        "Reconciliation: operating income + amortisation."
    )
    (told,) = definitions([small.fact("sales.constant_currency")], small.book.metrics, small.book.brief.words)
    assert told.standing == (
        "Non-GAAP measure, on a constant-currency basis; the nearest GAAP measure is sales. "
        "Reconciliation: sales − effect of currencies."
    )


def test_a_basis_is_recorded_and_said_again_by_verify(small: SmallBrief) -> None:
    ledger = Ledger(small.style)
    fact = small.fact("sales.constant_currency.yoy")
    shown = [Shown(1, ledger.figure(fact, "moved", basis=True), Spot("title"))]
    raw = facts_json(small.book, facts_shown(small.book, shown), shown, small.style, {})
    assert list(read_record(raw).drifted()) == []
    forged = raw.replace(b'"basis": "constant currency"', b'"basis": "organic"')
    assert [what for what, _ in read_record(forged).drifted()] == ["figure 1"]


def test_a_reconciliation_is_recorded_and_added_up_again_by_verify(small: SmallBrief) -> None:
    ledger = Ledger(small.style)
    shown = [Shown(1, ledger.figure(small.fact("adjusted_ebita"), "long"), Spot("title"))]
    record = facts_json(small.book, facts_shown(small.book, shown), shown, small.style, {})
    assert list(read_record(record).drifted()) == []
    told = json.loads(record)
    (adjusted,) = (fact for fact in told["facts"] if fact["id"] == "adjusted_ebita@FY2026-Q2")
    assert re.fullmatch(r"f\d+ \+ f\d+", adjusted["reconciliation"])
    adjusted["reconciliation"] += f" + {adjusted['key']}"
    (drift,) = read_record(json.dumps(told).encode()).drifted()
    assert drift[0] == "adjusted_ebita@FY2026-Q2"
    assert "reconciled again to" in drift[1]


# In front ----------------------------------------------------------------------------------------------------------

WHOLE = """\
title: "{title}"
entity: {{name: Example Corp}}
period: FY2026-Q2
fiscal_year_end: March
date: 2025-11-25
currency: {{code: CNY, short: RMB, word: yuan}}
sources: {{report: {{title: The report}}}}
{more}
exhibits:
  bridge: {{kind: bridge, title: The way there, from: operating_income, to: adjusted_ebita, steps: [amortisation]}}
"""


def written(folder: Path, title: str, more: str = "", text: str = "") -> Path:
    (folder / "metrics.yaml").write_text(METRICS, encoding="utf-8")
    header = "metric,entity,period,scenario,value,unit,bound,source\n"
    (folder / "facts.csv").write_text(header + ROWS, encoding="utf-8")
    (folder / "brief.yaml").write_text(WHOLE.format(title=title, more=more), encoding="utf-8")
    (folder / "narrative.md").write_text(
        f'## Result\n\n{text}\n\n{{{{ exhibit("bridge") }}}}\n', encoding="utf-8"
    )
    return folder


BOTH = "{{ operating_income }}, adjusted {{ adjusted_ebita }}"


@pytest.mark.parametrize(
    ("title", "more", "where"),
    [
        ("Adjusted {{ adjusted_ebita }}", "", "the headline"),
        ("Adjusted {{ adjusted_ebita }}, reported {{ operating_income }}", "", "the headline"),
        ("A title", "kpis: [{figure: adjusted_ebita}, {figure: operating_income}]", "the cards"),
        ("A title", "kpis: [{figure: adjusted_ebita}]", "the cards"),
        ("A title", 'summary: [{label: What, text: "{{ adjusted_ebita.yoy | moved }}"}]', "the summary"),
    ],
)
def test_a_measure_beyond_the_standard_is_not_put_in_front_of_its_sibling(
    tmp_path: Path, title: str, more: str, where: str
) -> None:
    (found,) = reportgen.load(written(tmp_path, title, more)).plan().findings
    assert (found.severity, found.code) == ("warning", "non-gaap-first")
    assert f"in {where} without Operating income, or before it" in found.message


@pytest.mark.parametrize(
    ("title", "more"),
    [
        (BOTH, ""),
        (BOTH, "kpis: [{figure: operating_income}, {figure: adjusted_ebita}]"),
        ("A title", 'kpis: [{figure: operating_income, note: "adjusted {{ adjusted_ebita | short }}"}]'),
        ("A title", f'summary: [{{label: What, text: "{BOTH}"}}]'),
    ],
)
def test_beside_its_sibling_and_behind_it_a_measure_may_stand_anywhere(
    tmp_path: Path, title: str, more: str
) -> None:
    assert reportgen.load(written(tmp_path, title, more, BOTH)).plan().findings == ()


def test_a_bridge_leads_from_one_measure_to_the_other_under_their_own_names(tmp_path: Path) -> None:
    issue = reportgen.load(written(tmp_path, BOTH)).build()
    issue.write(tmp_path / "out")
    assert "From operating income to adjusted EBITA" in issue.html
    assert "Difference" in issue.html
    assert verify(tmp_path / "out" / "brief.html").drifts == ()
    assert verify(tmp_path / "out" / "brief.pdf").drifts == ()
