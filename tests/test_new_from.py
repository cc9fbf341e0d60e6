"""A first brief from a table: clean as written, about the right things, and following the numbers from then on."""

from __future__ import annotations

import datetime as dt
import re
import tempfile
from decimal import Decimal
from pathlib import Path

import click
import pandas as pd
import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reportgen import cli, console
from reportgen.pipeline import load
from reportgen.starter.beginning import title_of
from reportgen.starter.first import First, first_brief
from reportgen.starter.head import Answers
from reportgen.starter.meanings import meaning_of
from reportgen.starter.reading import understood
from reportgen.starter.stage import Stage
from tests.make_filings import written
from tests.make_tables import TABLES

TODAY = dt.date(2025, 11, 20)
FEWEST_SENTENCES, MOST_SENTENCES = 6, 16  # those of which a condition decides count too


@pytest.fixture(autouse=True)
def _dated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(dt.datetime(2025, 11, 20, tzinfo=dt.UTC).timestamp())))


def begun(tmp_path: Path, name: str, *options: str) -> Path:
    """The folder of a brief that was begun from one of the tables."""
    table = tmp_path / name
    TABLES[name](table)
    folder = tmp_path / "brief"
    assert cli.main(["new", str(folder), "--from", str(table), *options]) == 0
    return folder


def settings_of(folder: Path) -> dict[str, object]:
    found = yaml.safe_load((folder / "brief.yaml").read_text())
    assert isinstance(found, dict)
    return found


def tried(text: str, name: str = "table.csv", answers: Answers = Answers()) -> First:  # noqa: B008 - it is frozen
    """What is made of a table of text where nobody can be asked."""
    with tempfile.TemporaryDirectory() as place:
        (Path(place) / name).write_text(text)
        given = {"title": "The table", "data": name}
        return first_brief(Stage(Path(place)), "table", given, answers, lambda _, likely: likely, TODAY)


@pytest.mark.slow
@pytest.mark.parametrize("name", TABLES)
def test_a_first_brief_builds_strictly_and_is_whole(tmp_path: Path, name: str) -> None:
    folder = begun(tmp_path, name)
    assert cli.main(["build", str(folder), "--strict", "--output", str(tmp_path / "out")]) == 0
    assert (folder / name).read_bytes() == (tmp_path / name).read_bytes()
    said = settings_of(folder)
    assert 4 <= len(said["exhibits"]) <= 6  # type: ignore[arg-type]
    assert 4 <= len(said["kpis"]) <= 6  # type: ignore[arg-type]
    narrative = (folder / "narrative.md").read_text()
    sentences = [line for line in narrative.splitlines() if line.endswith((".", "%}"))]
    told = len(sentences) + len(said.get("summary", ()))  # type: ignore[arg-type]
    assert FEWEST_SENTENCES <= told <= MOST_SENTENCES
    prose = re.sub(r"\{\{.*?\}\}|\{%.*?%\}|^:::.*$", "", narrative, flags=re.MULTILINE)
    assert not re.search(r"\d", prose), "a number typed by hand does not follow the facts"


def test_of_an_income_statement_the_sums_and_the_good_ways_are_found(tmp_path: Path) -> None:
    folder = begun(tmp_path, "income-statement.xlsx")
    said, metrics = settings_of(folder), yaml.safe_load((folder / "metrics.yaml").read_text())
    assert said["entity"] == {"name": "Holm Machinery AG"}
    assert said["period"] == "2025-Q3"
    assert {"sum": {"parts": ["machines", "service", "software"], "total": "revenue"}} in said["checks"]  # type: ignore[operator]
    assert {"sum": {"parts": ["gross_profit", "cost_of_sales"], "total": "revenue"}} in said["checks"]  # type: ignore[operator]
    assert metrics["revenue"]["polarity"] == "more is better"
    assert metrics["cost_of_sales"]["polarity"] == "less is better"
    assert "polarity" not in metrics["research_and_development"], (
        "what is spent on the future is neither good nor bad"
    )
    figures = [card["figure"] for card in said["kpis"]]  # type: ignore[attr-defined]
    assert figures[:3] == ["revenue", "operating_profit", "operating_margin"]
    assert "{{ revenue.yoy | moved" in str(said["title"])


def test_readings_of_several_sites_are_added_up(tmp_path: Path) -> None:
    said = settings_of(begun(tmp_path, "meter-readings.parquet"))
    assert said["derive"]["electricity"]["formula"] == (  # type: ignore[index]
        "electricity_bremen_plant + electricity_lyon_plant + electricity_head_office"
    )
    assert said["sources"]["meter-readings-lyon-plant"]["where"] == {"site": "Lyon plant"}  # type: ignore[index]
    assert load(tmp_path / "brief").book.metrics["electricity"].polarity == "less is better"


def test_a_table_of_filed_facts_says_whose_they_are_and_in_millions(tmp_path: Path) -> None:
    folder = begun(tmp_path, "filed-facts.csv")
    said = settings_of(folder)
    assert said["entity"] == {"name": "Aurelia Systems, Inc."}
    assert said["derive"]["operating_margin"]["formula"] == "operating_income / revenues"  # type: ignore[index]
    metrics = yaml.safe_load((folder / "metrics.yaml").read_text())
    assert metrics["revenues"]["scale"] == "mn"
    assert metrics["operating_income"]["short"] == "Operating income"
    assert "scale" not in metrics["earnings_per_share_diluted"]


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("saas-months.csv", "SaaS months"),
        ("hr_KPIs.final.xlsx", "HR KPIs"),
        ("income-statement.xlsx", "Income statement"),
    ],
)
def test_a_file_is_called_as_its_name_is_spelt(name: str, title: str) -> None:
    assert title_of(Path(name)) == title


def test_the_answers_to_a_question_stand_under_it(tmp_path: Path) -> None:
    folder = begun(tmp_path, "satisfaction-survey.csv")
    narrative = (folder / "narrative.md").read_text()
    assert "## How satisfied are you with us?\n" in narrative
    assert "“Very satisfied” {{ very_satisfied.yoy | by" in narrative


@pytest.mark.slow
def test_a_first_brief_follows_the_numbers(tmp_path: Path) -> None:
    folder = begun(tmp_path, "saas-months.csv")
    table = folder / "saas-months.csv"
    frame = pd.read_csv(table, dtype=str)
    last = frame.index[-1]
    for column in frame.columns[1:]:
        value = Decimal(frame.loc[last, column])
        frame.loc[last, column] = str((value * Decimal("0.4")).quantize(value))
    frame.to_csv(table, index=False)
    found = load(folder)
    assert not [one for one in found.check() if one.severity != "note"]
    page = found.build(["html"]).files["brief.html"].decode()
    assert "MRR fell" in page
    assert "MRR rose" not in page


# What cannot be guessed ----------------------------------------------------------------------------------------------

NO_CURRENCY = "Month,Revenue,Orders\n" + "".join(
    f"2025-{month:02},{40 + month}.5,{300 + month}\n" for month in range(1, 10)
)


def test_what_cannot_be_guessed_is_said_and_nothing_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "sales.csv").write_text(NO_CURRENCY)
    assert cli.main(["new", str(tmp_path / "brief"), "--from", str(tmp_path / "sales.csv")]) == 1
    assert "missing: the unit of 'Revenue': say --unit USD, or --unit 'EUR mn'" in capsys.readouterr().err
    assert not (tmp_path / "brief").exists()


@pytest.mark.slow
def test_what_cannot_be_guessed_is_asked_of_whoever_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "sales.csv").write_text(NO_CURRENCY)
    asked = []

    def answered(question: str, **_: object) -> str:
        asked.append(question)
        return "EUR k" if "Revenue" in question else "Corner shop"

    monkeypatch.setattr(console, "_is_terminal", lambda _: True)
    monkeypatch.setattr(click, "prompt", answered)
    assert cli.main(["new", str(tmp_path / "brief"), "--from", str(tmp_path / "sales.csv")]) == 0
    assert asked == ["Unit of 'Revenue', such as USD or EUR mn", "Whom the numbers are of"]
    assert settings_of(tmp_path / "brief")["entity"] == {"name": "Corner shop"}


@pytest.mark.slow
def test_numbers_with_signs_of_currency_and_percent_are_read() -> None:
    rows = "".join(f'2025-{month:02},"$1,{200 + month}",{40 + month}%\n' for month in range(1, 10))
    first = tried("Month,Sales,Conversion\n" + rows)
    assert not first.findings
    assert "in USD, percent" in first.understood


@pytest.mark.slow
def test_counts_in_a_table_of_amounts_keep_what_they_count(tmp_path: Path) -> None:
    """A brewery whose corner says EUR m: its staff are no euros, and its beer is measured in hectolitres."""
    table = Path(__file__).parent / "briefs" / "brewery-workbook" / "quarters.xlsx"
    assert cli.main(["new", str(tmp_path / "brief"), "--from", str(table)]) == 0
    metrics = yaml.safe_load((tmp_path / "brief" / "metrics.yaml").read_text())
    assert metrics["beer_sold_hectolitres_k"]["unit"] == "hectolitres"
    book = load(tmp_path / "brief").book
    units = {fact.metric.id: fact.unit.symbol for fact in book.stated}
    assert units["net_sales"] == "EUR mn"
    assert units["full_time_staff"] == "employees"
    assert units["beer_sold_hectolitres_k"] == "hectolitres k"


@pytest.mark.slow
def test_a_table_of_two_periods_shows_how_much_each_figure_changed(tmp_path: Path) -> None:
    (tmp_path / "peers.csv").write_bytes(
        (Path(__file__).parent / "briefs" / "peers" / "facts.csv").read_bytes()
    )
    assert cli.main(["new", str(tmp_path / "brief"), "--from", str(tmp_path / "peers.csv")]) == 0
    said = settings_of(tmp_path / "brief")
    assert "{{ revenue.yoy | moved" in str(said["title"])
    assert said["sources"]["calder"] == {"title": "Calder"}  # type: ignore[index]
    kinds = [one["kind"] for one in said["exhibits"].values()]  # type: ignore[attr-defined]
    assert "bars" in kinds


@pytest.mark.slow
def test_a_label_that_holds_a_digit_is_declared_as_a_name() -> None:
    rows = "".join(f"Q{1 + at % 4} {2023 + at // 4},{40 + at}.5,{30 + at}.1\n" for at in range(8))
    first = tried("Quarter,Scope 1 emissions (t CO2e),Scope 2 emissions (t CO2e)\n" + rows)
    assert not first.findings
    assert "names: [Scope 1 emissions, Scope 2 emissions]" in first.files["brief.yaml"]


def test_of_a_long_table_the_columns_are_told_apart(tmp_path: Path) -> None:
    """Which is the metric and which the value is found; a weight beside the amount is no number of the brief."""
    (tmp_path / "table.csv").write_text(
        "Line,Quarter,Amount,Weight,Region\n"
        + "".join(
            f"{line},Q{quarter} 2025,{size + quarter}.0,0.{quarter},{region}\n"
            for line, size in (("Net sales", 40), ("Cost of sales", 20))
            for region in ("North", "South", "Total")
            for quarter in (1, 2, 3)
        )
    )
    found = understood(Stage(tmp_path), "table", {"title": "The table", "data": "table.csv"})
    assert found.sources["table"]["map"] == {"Line": "metric", "Quarter": "period", "Amount": "value"}
    assert found.sources["table"]["where"] == {"Region": "Total"}
    assert [line.id for line in found.lines][:2] == ["net_sales", "cost_of_sales"]
    assert {line.part for line in found.lines} == {"", "North", "South"}


@pytest.mark.parametrize("entity", ["", "Company 7"])
def test_of_a_table_of_many_companies_one_is_read(tmp_path: Path, entity: str) -> None:
    rows = (
        f"Company {company},Revenue,Q{quarter} 2025,{company + quarter}.5,EUR mn\n"
        for company in range(30)
        for quarter in (1, 2, 3)
    )
    (tmp_path / "table.csv").write_text("company,item,period,value,unit\n" + "".join(rows))
    given = {"title": "The table", "data": "table.csv"}
    found = understood(Stage(tmp_path), "table", given, entity=entity)
    assert found.entities == (entity or "Company 0",)
    assert len(found.rows) == 3
    assert found.told == (
        f"of 'company' only the rows with '{entity or 'Company 0'}'; say --entity for another",
    )


def test_fractions_without_a_format_are_not_taken_for_percent() -> None:
    rows = "".join(f"2025-{month:02},0.0{month},{100 + month}\n" for month in range(1, 10))
    first = tried("Month,Churn rate,Customers\n" + rows)
    assert any("'Churn rate' passed over: its numbers look like fractions" in line for line in first.guessed)


@pytest.mark.parametrize("text", ["", "nothing at all", "a,b\nc,d\n", "\x00\x01\x02"])
def test_what_is_no_table_is_a_finding(text: str) -> None:
    first = tried(text)
    assert not first.files
    assert first.findings or first.missing


def test_a_file_that_is_not_there_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["new", str(tmp_path / "brief"), "--from", str(tmp_path / "none.csv")]) == 2
    assert "is no file; expected a table" in capsys.readouterr().err


def test_nothing_that_is_there_is_overwritten(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "sales.csv").write_text(NO_CURRENCY)
    assert cli.main(["new", str(tmp_path), "--from", str(tmp_path / "sales.csv"), "--unit", "USD"]) == 2
    assert "is not empty" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["sales.csv"]


def test_words_about_a_table_need_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["new", str(tmp_path / "brief"), "--unit", "USD"]) == 2
    assert "--unit is said of a table; name one with --from" in capsys.readouterr().err


# Any table -----------------------------------------------------------------------------------------------------------

LABELS = st.one_of(
    st.sampled_from(
        ["Revenue", "Net sales", "Cost of sales", "Operating profit", "Customers", "Churn rate (%)", "Count", "period",
         "{{ 7 * 7 }}", "<b>Sales</b>", "**Sales**", "=1+1", "Sales % of plan", "売上高", "Umsatzerlöse", "a_b",
         "EBITDA 2", "x_yoy"]
    ),
    st.text(st.characters(codec="iso8859-15", exclude_categories=("C", "Z")), min_size=1, max_size=12),
)  # fmt: skip
NUMBERS = st.decimals(-999, 99_999, places=1).map(str)


@st.composite
def tables(draw: st.DrawFn) -> str:
    """A wide table of quarters or of years: some lines, most of their numbers."""
    labels = draw(st.lists(LABELS, min_size=1, max_size=6, unique_by=str.casefold))
    count = draw(st.integers(1, 9))
    heads = draw(
        st.sampled_from(
            [
                [f"Q{1 + at % 4} {2022 + at // 4}" for at in range(count)],
                [str(2015 + at) for at in range(count)],
            ]
        )
    )
    cells = [
        [draw(st.one_of(NUMBERS, st.just(""))) if draw(st.booleans()) else draw(NUMBERS) for _ in heads]
        for _ in labels
    ]
    frame = pd.DataFrame(cells, columns=heads)
    frame.insert(0, draw(st.sampled_from(["EUR m", "Line", ""])), labels)
    return frame.to_csv(index=False)


@pytest.mark.slow
@settings(max_examples=10, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(text=tables())
def test_a_first_brief_of_any_table_is_clean_or_says_what_is_missing(text: str) -> None:
    first = tried(text, answers=Answers(unit="EUR mn"))
    if not first.files or first.findings:
        assert first.told or first.findings
        assert all(one.place.path.name and one.message for one in first.findings)
        return
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        (folder / "table.csv").write_text(text)
        for name, content in first.files.items():
            (folder / name).write_text(content)
        assert not [one for one in load(folder).check() if one.severity != "note"]


def test_of_filings_the_calendar_the_lines_and_the_company_are_found(tmp_path: Path) -> None:
    written("holloway", tmp_path)
    folder = tmp_path / "brief"
    assert cli.main(["new", str(folder), "--from", str(tmp_path / "CIK0000027419.json")]) == 0
    said, metrics = settings_of(folder), yaml.safe_load((folder / "metrics.yaml").read_text())
    assert said["entity"] == {"name": "Holloway Stores Inc"}
    assert said["fiscal_calendar"] == {"ends": "Saturday nearest 31 January", "named_by": "start"}
    assert said["period"] == "FY2025-Q2", "the third quarter was filed after today"
    assert {"revenue", "cost_of_sales", "operating_income", "inventories"} <= set(metrics)
    assert not [one for one in load(folder).findings if one.severity != "note"]


def test_of_filings_of_weeks_the_long_quarter_is_found(tmp_path: Path) -> None:
    written("tesselate", tmp_path)
    folder = tmp_path / "brief"
    assert cli.main(["new", str(folder), "--from", str(tmp_path / "CIK0001555202.json")]) == 0
    assert settings_of(folder)["fiscal_calendar"] == {"ends": "last Saturday of September", "long_quarter": 1}


@pytest.mark.parametrize(
    ("label", "topic", "polarity"),
    [
        ("Umsatz", "sales", "more is better"),
        ("Umsatzerlöse", "sales", "more is better"),
        ("Gewinn", "net", "more is better"),
        ("Betriebsergebnis", "operating", "more is better"),
        ("EBIT-Marge", "margin", "more is better"),
        ("Umsatzkosten", "direct cost", "less is better"),
        ("Kosten", "cost", "less is better"),
        ("Personalaufwand", "cost", "less is better"),
        ("Mitarbeiter", "people", "neutral"),
        ("Kunden", "customers", "more is better"),
        ("Stromverbrauch", "energy", "less is better"),
        ("Eigenkapitalquote", "rate", "neutral"),
        ("Water", "water", "less is better"),
    ],
)
def test_lines_of_german_tables_mean_what_they_mean_in_english(label: str, topic: str, polarity: str) -> None:
    found = meaning_of(label)
    assert (found.topic, found.polarity) == (topic, polarity)


def test_a_scale_behind_a_label_is_that_of_its_numbers(tmp_path: Path) -> None:
    """In a table of dollars; a scale that is passed over makes numbers a thousand times too small."""
    units = {
        "Net sales (millions)": "USD mn",
        "Gross profit (000s)": "USD k",
        "Customers (thousands)": "customers k",
        "Active users (mn)": "users mn",
        "Widgets (in thousands)": "USD k",  # nobody says that they are counted
        "Stores": "stores",
        "Products": "USD",  # as often what is sold as how many there are
        "Diluted EPS": "USD",
    }
    rows = [f"{label},{402 + at}.2,{436 + 3 * at}.5\n" for at, label in enumerate(units)]
    (tmp_path / "table.csv").write_text("".join(["Holm Inc.,,\n(in USD),,\nMetric,FY2023,FY2024\n", *rows]))
    assert cli.main(["new", str(tmp_path / "brief"), "--from", str(tmp_path / "table.csv")]) == 0
    book = load(tmp_path / "brief").book
    found = {one.metric.label: one.quantity.unit.symbol for one in book.stated}
    assert found == {label.partition(" (")[0]: unit for label, unit in units.items()}


@pytest.mark.parametrize("head", ["yyyymm", "Month", "CALMONTH", "period"])
def test_months_of_six_digits_are_periods_where_their_head_says_so(head: str) -> None:
    rows = "".join(
        f"{year}{month:02},Sales,{year + month},EUR\n" for year in (2024, 2025) for month in (8, 9)
    )
    first = tried(f"{head},kpi,value,unit\n{rows}")
    assert not first.findings
    assert yaml.safe_load(first.files["brief.yaml"])["period"] == "2025-09"


def test_numbers_of_six_digits_that_end_as_months_do_stay_numbers() -> None:
    first = tried("Year,Customers\n2023,201911\n2024,202009\n2025,202112\n")
    assert not first.findings
    assert yaml.safe_load(first.files["brief.yaml"])["period"] == 2025


def test_staff_of_about_two_thousand_are_no_years() -> None:
    rows = "".join(
        f"{year},{plant},{year - 20 * at}\n" for year in (2024, 2025) for at, plant in enumerate("ABC")
    )
    first = tried(f"Year,Plant,Staff\n{rows}")
    assert not first.findings
    assert yaml.safe_load(first.files["brief.yaml"])["period"] == 2025


@pytest.mark.parametrize(
    "cells", [("49'870'100", "52'400'250"), ("4,98,70,100", "5,24,00,250"), ("49 870 100", "52 400 250")]
)
def test_tables_with_the_marks_of_switzerland_india_and_france_begin_a_brief(cells: tuple[str, str]) -> None:
    first = tried("Line;Unit;2024;2025\nRevenue;EUR;{};{}\nOrders;orders;1;2\n".format(*cells))
    assert not first.findings
    assert "revenue" in first.files["metrics.yaml"]
