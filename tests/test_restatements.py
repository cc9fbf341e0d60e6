"""Figures that were restated, and shares that were split: what is compared is what was last reported."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import SETTINGS, SmallBrief, Write

HEADER = "metric,period,scenario,value,unit,source,as_of\n"
BASE = "sales,2025-Q3,,52.4,CNY mn,report,\nsales,2024-Q3,,47.9,CNY mn,report,\n"
RESTATED = "sales,2024-Q3,prior,46.0,CNY mn,report,\n"
IN_MAY, IN_AUTUMN = (
    "sales,2024-Q3,prior,47.0,CNY mn,report,2025-05-02\n",
    "sales,2024-Q3,prior,46.0,CNY mn,report,2025-11-04\n",
)
LATER = "sales,2024-Q3,prior,45.0,CNY mn,report,2026-03-01\n"  # after the brief's date


@pytest.fixture
def book(tmp_path: Path) -> Write:
    def write(rows: str, settings: str = "", metrics: str = "", **_: str) -> SmallBrief:
        folder = tmp_path / "brief"
        folder.mkdir(exist_ok=True)
        (folder / "facts.csv").write_text(HEADER + rows, encoding="utf-8")
        (folder / "brief.yaml").write_text(SETTINGS + settings, encoding="utf-8")
        if metrics:
            (folder / "metrics.yaml").write_text(metrics, encoding="utf-8")
        (folder / "narrative.md").write_text("## Text\n", encoding="utf-8")
        return SmallBrief(folder)

    return write


def say(small: SmallBrief, expression: str, form: str = "long") -> str:
    return small.say(f"{expression.format(now='sales.at(`2025-Q3`)').replace('`', chr(34))}", form)


def test_growth_is_measured_from_the_restated_comparative(book: Write) -> None:
    small = book(BASE + RESTATED)
    assert say(small, "{now}.yoy", "moved") == "rose 14_percent"
    assert say(small, "{now}.change", "by") == "rose by 6.4_million yuan"
    assert say(small, "{now}.year_ago") == "47.9_million yuan"
    assert say(small, "{now}.year_ago.restated") == "46.0_million yuan"
    assert say(small, "{now}.year_ago.latest") == "46.0_million yuan"


def test_growth_on_the_figure_as_first_reported_stays_in_reach(book: Write) -> None:
    small = book(BASE + RESTATED)
    assert say(small, "{now}.original.yoy", "moved") == "rose 9_percent"
    assert say(small, "{now}.year_ago.original") == "47.9_million yuan"


def test_a_stated_rate_that_follows_from_the_restated_base_is_no_mismatch(book: Write) -> None:
    rate = "sales_yoy,2025-Q3,,13.9,percent,report,\n"
    assert book(BASE + RESTATED + rate).check() == []
    assert book(BASE + rate).check() == ["facts.csv:4: error[growth-mismatch]"]


def test_a_stated_rate_that_follows_from_the_old_base_alone_is_a_mismatch(book: Write) -> None:
    rate = "sales_yoy,2025-Q3,,9.4,percent,report,\n"
    assert book(BASE + RESTATED + rate).check() == ["facts.csv:5: error[growth-mismatch]"]


def test_a_rate_published_before_its_base_was_restated_was_right_then(book: Write) -> None:
    rate = "sales_yoy,2025-Q3,,9.4,percent,spring,\n"
    dated = "  spring: {title: A report of the spring, date: 2025-10-20}\n"
    assert book(BASE + IN_AUTUMN + rate, dated).check() == []
    assert book(BASE + IN_MAY + rate, dated).check() == ["facts.csv:5: error[growth-mismatch]"]


def test_the_latest_restatement_up_to_the_date_of_the_brief_counts(book: Write) -> None:
    small = book(BASE + IN_AUTUMN + IN_MAY + LATER)
    assert small.check() == []
    assert say(small, "{now}.year_ago.restated") == "46.0_million yuan"
    assert say(small, '{now}.year_ago.as_of("2025-06-30")') == "47.0_million yuan"
    assert say(small, '{now}.year_ago.as_of("2025-01-31")') == "47.9_million yuan"
    assert say(small, '{now}.as_of("2025-06-30").yoy', "moved") == "rose 11_percent"
    assert say(small, "{now}.yoy", "moved") == "rose 14_percent"


def test_versions_of_a_figure_are_named_and_none_has_the_name_of_another(book: Write) -> None:
    small = book(BASE + IN_MAY + IN_AUTUMN)
    facts = {fact.id: fact.standing for fact in small.book.stated}
    assert facts == {
        "sales@2025-Q3": "", "sales@2024-Q3": "as first reported",
        "sales@2024-Q3/prior/2025-05-02": "restated on 2 May 2025",
        "sales@2024-Q3/prior": "restated on 4 November 2025",
    }  # fmt: skip
    now = 'sales.at("2025-Q3")'
    ids = [
        small.fact(f"{now}{version}.yoy").id
        for version in ("", ".latest", ".original", '.as_of("2025-06-30")')
    ]
    assert ids == [
        "sales.yoy@2025-Q3", "sales.yoy@2025-Q3", "sales.yoy@2025-Q3/original", "sales.yoy@2025-Q3/2025-06-30",
    ]  # fmt: skip


def test_a_quarter_restated_together_with_its_comparative_is_compared_as_restated(book: Write) -> None:
    rows = BASE + RESTATED + "sales,2023-Q3,,40.0,CNY mn,report,\nsales,2023-Q3,prior,39.0,CNY mn,report,\n"
    ago = 'sales.at("2024-Q3")'
    assert book(rows).say(f"{ago}.yoy", "signed") == "+18%"  # 46.0 over 39.0
    assert (
        book(BASE + RESTATED + "sales,2023-Q3,,40.0,CNY mn,report,\n").say(f"{ago}.yoy", "signed") == "+20%"
    )


def test_what_is_computed_rests_on_what_was_last_restated(book: Write) -> None:
    derive = "derive:\n  margin: {formula: profit / sales, kind: margin}\n"
    rows = BASE + RESTATED + "profit,2024-Q3,,4.60,CNY mn,report,\nprofit,2025-Q3,,5.24,CNY mn,report,\n"
    small = book(rows, derive)
    assert small.say('margin.at("2024-Q3")', "long") == "10.0_percent"
    assert small.say('margin.at("2024-Q3").original', "long") == "9.6_percent"
    assert small.say('margin.at("2025-Q3").yoy', "pp") == "0.0_percentage points"


# Splits ---------------------------------------------------------------------------------------------------------------

SPLIT = "splits: [{date: 2025-06-10, factor: 10}]\n"
PER_SHARE = "eps,2025-Q3,,0.68,USD per share,report,\neps,2024-Q3,,5.98,USD per share,report,\n"


def test_earnings_per_share_before_a_split_are_adjusted_for_it(book: Write) -> None:
    small = book(PER_SHARE, SPLIT)
    now = 'eps.at("2025-Q3")'
    assert small.check() == []
    assert small.say(f"{now}.year_ago", "long") == "0.60_dollars per share"
    assert small.say(f"{now}.yoy", "moved") == "rose about 14_percent"
    assert small.say(f"{now}.year_ago.original", "long") == "5.98_dollars per share"
    assert small.fact(f"{now}.year_ago").standing == "adjusted for the 10-for-1 split of 10 June 2025"


def test_a_number_of_shares_before_a_split_is_multiplied(book: Write) -> None:
    rows = "shares,2025-Q3,,2460,shares mn,report,\nshares,2024-Q3,,1640,shares mn,report,\n"
    small = book(rows, "splits: [{date: 2025-06-10, factor: 3-for-2}]\n")
    assert small.say('shares.at("2024-Q3")', "long") == "2,460_million shares"
    assert small.fact('shares.at("2024-Q3")').standing == "adjusted for the 3-for-2 split of 10 June 2025"


def test_what_a_source_states_after_the_split_is_adjusted_already(book: Write) -> None:
    dated = "  later: {title: A later report, date: 2025-10-01}\n"
    small = book(PER_SHARE.replace("5.98,USD per share,report", "0.60,USD per share,later"), dated + SPLIT)
    assert small.say('eps.at("2024-Q3")', "long") == "0.60_dollars per share"


def test_a_split_to_come_changes_nothing_yet(book: Write) -> None:
    small = book(PER_SHARE, "splits: [{date: 2026-06-10, factor: 10}]\n")
    assert small.say('eps.at("2024-Q3")', "long") == "5.98_dollars per share"


def test_a_metric_may_name_the_splits_of_its_own_shares(book: Write) -> None:
    rows = "dividend,2024-Q3,,40,CNY,report,\ndividend,2025-Q3,,5,CNY,report,\n"
    metrics = "dividend: {label: Dividend, splits: [{date: 2025-06-10, factor: 1-for-10}]}\n"
    small = book(rows, metrics=metrics)
    assert small.say('dividend.at("2024-Q3")', "long") == "400_yuan"
    assert small.fact('dividend.at("2024-Q3")').standing == "adjusted for the 1-for-10 split of 10 June 2025"


@pytest.mark.parametrize("factor", ["0", "-2", "ten", "3-for-0", "true"])
def test_a_split_by_no_number_is_a_finding(book: Write, factor: str) -> None:
    small = book(PER_SHARE, f"splits: [{{date: 2025-06-10, factor: {factor}}}]\n")
    assert [one.code for one in small.findings] == ["bad-setting"]
