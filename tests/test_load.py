"""Files of facts: what is read from them, and how fast."""

from __future__ import annotations

import json
import time
from decimal import Decimal
from pathlib import Path

from reportgen.brief import read_brief
from reportgen.facts.book import Book
from reportgen.facts.load import load_facts
from reportgen.facts.reconcile import reconcile
from reportgen.findings import Findings
from tests.conftest import HEADER, SETTINGS, SmallBrief, Write

REVENUE = "cloud_revenue,,FY2026-Q2,,39.8,CNY bn,,report\n"
MOST_SECONDS = 3.0  # for 2,000 facts; about half of one here, and machines of CI are slow


def test_a_fact_keeps_the_digits_that_were_written(brief: Write) -> None:
    assert (
        brief("cloud_revenue,,FY2026-Q2,,39.80,CNY bn,,report\n").fact("cloud_revenue").quantity.decimals == 2
    )


def test_an_amount_in_another_currency_is_a_translation_of_the_same_fact(brief: Write) -> None:
    small = brief("cloud_revenue,,FY2026-Q2,,5.6,USD bn,,report\n" + REVENUE)
    assert [fact.unit.name for fact in small.book.stated] == ["CNY"]
    assert small.fact("cloud_revenue.usd").id == "cloud_revenue@FY2026-Q2/USD"


def test_a_second_source_stands_beside_the_first(brief: Write) -> None:
    small = brief(REVENUE + "cloud_revenue,,FY2026-Q2,,39801,CNY mn,,press\n")
    assert [other.id for other in small.fact("cloud_revenue").others] == ["cloud_revenue@FY2026-Q2#2"]


def test_fiscal_and_calendar_names_of_one_period_are_one_fact(brief: Write) -> None:
    small = brief(REVENUE + "cloud_revenue,,2025-Q3,,39801,CNY mn,,press\n")
    assert len(small.book.stated) == 1


def test_the_short_name_of_the_entity_means_the_entity(brief: Write) -> None:
    assert brief(REVENUE.replace(",,F", ",Example,F", 1)).fact("cloud_revenue").entity == "Example Corp"


def test_a_target_has_no_rounding(brief: Write) -> None:
    quantity = brief("gmv,,FY2026-Q2,target,1,CNY tn,,report\n").fact("gmv.target").quantity
    assert quantity.bound == "exact"
    assert quantity.interval.width == 0


def test_what_a_metric_counts_may_be_declared_with_its_scale(brief: Write) -> None:
    metrics = "widgets_sold: {label: Widgets sold, kind: count, unit: widgets mn}\n"
    small = brief("widgets_sold,,FY2026-Q2,,3.1,widgets mn,,report\n", metrics=metrics)
    assert small.say("widgets_sold", "long") == "3.1_million widgets"


def test_json_and_csv_give_the_same_facts(tmp_path: Path, brief: Write) -> None:
    from_csv = brief(REVENUE).fact("cloud_revenue").quantity
    (tmp_path / "facts.csv").unlink()
    row = {
        "metric": "cloud_revenue",
        "period": "FY2026-Q2",
        "value": 39.8,
        "unit": "CNY bn",
        "note": "\U0001f600",
    }
    (tmp_path / "facts.json").write_text(json.dumps([row], indent="\t"), encoding="utf-8")
    small = SmallBrief(tmp_path)
    assert list(small.findings) == []
    assert small.fact("cloud_revenue").quantity == from_csv
    assert small.fact("cloud_revenue").note == "\U0001f600"


def test_comments_and_blank_lines_do_not_move_the_line_numbers(brief: Write) -> None:
    small = brief("# a comment\n\ncloud_revenue,,FY2026-Q2,,39;8,CNY bn,,report\n")
    assert [finding.place.line for finding in small.findings] == [4]


def test_a_file_outside_the_brief_is_not_read(tmp_path: Path) -> None:
    folder = tmp_path / "brief"
    folder.mkdir()
    (tmp_path / "facts.csv").write_text(HEADER + REVENUE, encoding="utf-8")
    (folder / "brief.yaml").write_text(SETTINGS + "facts: [../facts.csv]\n", encoding="utf-8")
    assert SmallBrief(folder).book.stated == ()


def test_a_link_out_of_the_brief_is_not_followed(tmp_path: Path) -> None:
    folder = tmp_path / "brief"
    folder.mkdir()
    (tmp_path / "secret.csv").write_text(HEADER + REVENUE, encoding="utf-8")
    (folder / "facts.csv").symlink_to(tmp_path / "secret.csv")
    (folder / "brief.yaml").write_text(SETTINGS, encoding="utf-8")
    assert SmallBrief(folder).book.stated == ()


def test_two_thousand_facts_are_read_and_reconciled_within_a_moment(tmp_path: Path) -> None:
    series = [
        f"m{metric}{suffix},,FY{1976 + number // 4}-Q{number % 4 + 1},,{value},{unit},,report\n"
        for metric in range(5)
        for number in range(198)
        for suffix, value, unit in (("", 100 + number % 7, "CNY bn"), ("_yoy", 3, "percent"))
    ]
    translated = [
        f"n{number},,FY2026-Q2,,{number}.5,{code} bn,,report\n"
        for number in range(1, 30)
        for code in ("CNY", "USD")
    ]
    rows = "".join((*series, *translated))
    settings = (
        SETTINGS + "derive:\n" + "".join(f"  d{n}: m{n % 5}.change + m{(n + 1) % 5}\n" for n in range(50))
    )
    (tmp_path / "brief.yaml").write_text(settings, encoding="utf-8")
    (tmp_path / "facts.csv").write_text(HEADER + rows, encoding="utf-8")
    findings = Findings()
    start = time.perf_counter()
    brief = read_brief(tmp_path, None, findings)
    book = Book(brief, *load_facts(brief, findings))
    reconcile(book)
    assert time.perf_counter() - start < MOST_SECONDS
    assert len(book.stated) > 1900
    assert book.stated[0].quantity.value == Decimal(100 * 10**9)
