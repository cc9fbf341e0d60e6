"""``facts.csv`` as an edition issues it: the digits of the source, read again into the same facts, run by no one."""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import reportgen
from reportgen.brief import read_brief
from reportgen.facts.book import Book
from reportgen.facts.load import load_facts
from reportgen.figures.record import facts_csv, facts_shown
from reportgen.findings import Findings
from reportgen.located import UNPRINTABLE
from reportgen.model import Fact, Stated
from reportgen.spreadsheet import guarded, unguarded
from tests.conftest import SETTINGS
from tests.visible import SAMPLE

METRICS = """
sales: {label: Sales, kind: amount}
sales_yoy: {label: Sales growth, kind: growth}
staff: {label: Staff, kind: count, unit: heads}
lease: {label: Lease, kind: duration}
spread: {label: Spread, kind: points}
price: {label: Price, kind: rate}
"""
UNITS = {
    "sales": ("CNY bn", "CNY mn", "CNY", "USD mn", "EUR k"), "sales_yoy": ("percent",), "staff": ("heads", "heads mn"),
    "lease": ("months", "quarters", "years"), "spread": ("pp", "bps"), "price": ("CNY per USD",),
}  # fmt: skip
PERIODS = ("FY2026-Q2", "FY2025", "2025-Q3", "2025-09", "2025", "2025-09-30")
BOUNDS = ("", "exact", "about", "at least", "more than", "at most", "less than")
RUN = ("=", "+", "-", "@", "\t", "\r")
UNPRINTABLE_ONES = [  # no facts file may hold them
    chr(code) for code in (*range(32), 0xFFFE, 0xFFFF) if UNPRINTABLE.match(chr(code))
]
NOTES = st.one_of(
    st.just(""),
    st.text(st.characters(exclude_categories=("Cs", "Co"), exclude_characters=UNPRINTABLE_ONES), max_size=30),
    st.sampled_from(
        [
            "=1+1",
            "'=1",
            "''=1",
            "+44 20",
            "-",
            "- a list",
            "@sum(a)",
            "+5%",
            "a, b",
            'say "yes"',
            "a\rb",
            "x\ny",
        ]
    ),
)


def values() -> st.SearchStrategy[str]:
    whole, rest = st.integers(0, 10**12).map(str), st.text("0123456789", min_size=1, max_size=6)
    sign = st.sampled_from(["", "", "", "-", "−"])
    return st.builds("{}{}".format, sign, st.one_of(whole, st.builds("{}.{}".format, whole, rest)))


@st.composite
def ranges(draw: st.DrawFn, unit: str) -> Mapping[str, str]:
    """A range as it may stand in a row: in its value, in two columns, or with what is allowed on either side."""
    low, high = sorted(
        draw(st.lists(st.decimals(-(10**6), 10**6, places=2), min_size=2, max_size=2, unique=True))
    )
    of_points = {"percent": ["± 0.5 pp", "± 50 bps", "± 1"], "pp": ["± 25 bps"], "bps": ["± 5"]}
    allowed = of_points.get(unit, ["± 2%", "± 1.5"])
    kept = {"bound": ""}
    return draw(
        st.sampled_from(
            [
                kept | {"value": f"{low} to {high}"},
                kept | {"value": f"{abs(low):f}–{abs(low) + 1:f}"},
                kept | {"value": "", "low": f"{low:f}", "high": f"{high:f}"},
                kept | {"value": f"{low:f} {draw(st.sampled_from(allowed))}"},
                {"value": f"{high:f}", "bound": draw(st.sampled_from(allowed))},
                kept | {"value": "", "low": f"{low:f}"},
                kept | {"value": "", "high": f"{high:f}"},
            ]
        )
    )


@st.composite
def rows(draw: st.DrawFn) -> Mapping[str, str]:
    metric = draw(st.sampled_from(sorted(UNITS)))
    unit = draw(st.sampled_from(UNITS[metric]))
    number = {"value": draw(values()), "bound": draw(st.sampled_from(BOUNDS)), "low": "", "high": ""}
    if draw(st.booleans()):
        number |= draw(ranges(unit))
    return {
        "metric": metric,
        "entity": draw(st.sampled_from(["", "Example", "Rival Inc"])),
        "period": draw(st.sampled_from(PERIODS)),
        "scenario": draw(st.sampled_from(["", "actual", "prior", "consensus", "target", "guidance"])),
        "unit": unit,
        "source": draw(st.sampled_from(["", "report", "press", "https://example.com/x"])),
        "anchor": draw(NOTES),
        "note": draw(NOTES),
        "passage": draw(NOTES),
        "as_of": draw(st.sampled_from(["", "2025-05-01", "2025-10-01", "2026-05-01"])),
        **number,
    }


def loaded(folder: Path) -> tuple[Book, Findings]:
    findings = Findings()
    brief = read_brief(folder, None, findings)
    return Book(brief, *load_facts(brief, findings)), findings


Told = tuple[object, ...]


def told(facts: tuple[Fact, ...]) -> dict[str, Told]:
    """What is stated, by the name of the fact."""
    return {
        one.id: (
            one.metric.id, one.entity, one.period, one.scenario, one.quantity, one.origin.source.id, one.origin.anchor,
            one.origin.passage, one.note, one.as_of, one.standing,
        )
        for one in facts
        if isinstance(one.origin, Stated)
    }  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("brief")
    (folder / "brief.yaml").write_text(SETTINGS, encoding="utf-8")
    (folder / "metrics.yaml").write_text(METRICS, encoding="utf-8")
    (folder / "narrative.md").write_text("## One\n", encoding="utf-8")
    return folder


@settings(max_examples=150)
@given(st.lists(rows(), min_size=1, max_size=8))
def test_what_is_stated_reads_back_as_the_same_facts(folder: Path, stated: list[Mapping[str, str]]) -> None:
    with (folder / "facts.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(stated[0]), quoting=csv.QUOTE_ALL)
        writer.writeheader()
        writer.writerows(stated)
    before, _ = loaded(folder)
    facts = facts_shown(before, ())
    (folder / "facts.csv").write_bytes(facts_csv(facts))
    after, found = loaded(folder)
    assert told(facts_shown(after, ())) == told(facts)
    assert not [one for one in found if one.severity == "error" and one.code != "conflicting-facts"]


def test_the_issued_facts_of_the_sample_are_the_facts_of_a_brief(tmp_path: Path) -> None:
    before = reportgen.load(SAMPLE)
    shutil.copytree(SAMPLE, tmp_path / "again")
    (tmp_path / "again" / "facts.csv").write_bytes(before.build(formats=("html",)).files["facts.csv"])
    after = reportgen.load(tmp_path / "again")
    assert told(facts_shown(after.book, ())) == told(facts_shown(before.book, ()))
    assert [str(one) for one in after.check()] == []


def issued(folder: Path, row: str) -> list[dict[str, str]]:
    header = "metric,period,value,unit,note\n"
    (folder / "facts.csv").write_text(f"{header}{row}\n", encoding="utf-8")
    book, findings = loaded(folder)
    assert not list(findings)
    facts = (*facts_shown(book, ()), *(book.stated[0].equivalents))
    return list(csv.DictReader(io.StringIO(facts_csv(facts).decode())))


@pytest.mark.parametrize("value", ["39.80", "74900", "0.0342", "1000000000000", "5", "0.00", "12.5000"])
def test_the_digits_of_the_source_are_kept(value: str, folder: Path) -> None:
    assert issued(folder, f"sales,2025-Q3,{value},CNY mn,")[0]["value"] == value


def test_a_computed_number_is_written_out() -> None:
    content = reportgen.load(SAMPLE).build(formats=("html",)).files["facts.csv"].decode()
    derived = [row for row in csv.DictReader(io.StringIO(content)) if row["origin"] == "derived"]
    assert derived
    assert all(row["formula"] and not row["source"] for row in derived)
    assert not [row for row in derived if "e" in (row["value"] + row["low"] + row["high"]).lower()]


@pytest.mark.parametrize("start", RUN)
def test_a_cell_that_looks_like_a_formula_is_run_by_no_spreadsheet(start: str) -> None:
    cell = guarded(f"{start}cmd|'/c calc'!A1")
    assert not cell.startswith(RUN)
    assert unguarded(cell) == f"{start}cmd|'/c calc'!A1"


@pytest.mark.parametrize("number", ["-5", "+5", "-1,234.5", "+5%", "-0.3%"])
def test_a_number_with_its_sign_stays_a_number(number: str) -> None:
    assert guarded(number) == number


def test_a_note_that_begins_like_a_formula_is_guarded_in_the_issued_table(folder: Path) -> None:
    assert issued(folder, "sales,2025-Q3,5,CNY mn,=1+1")[0]["note"] == "'=1+1"


def test_an_author_s_own_apostrophe_stays(folder: Path) -> None:
    (folder / "facts.csv").write_text("metric,period,value,unit,note\nsales,2025-Q3,5,CNY mn,'=1\n", "utf-8")
    assert loaded(folder)[0].stated[0].note == "'=1"


def test_columns_of_an_issued_table_are_unknown_in_one_that_is_none(folder: Path) -> None:
    (folder / "facts.csv").write_text(
        "metric,period,value,unit,label\nsales,2025-Q3,5,CNY mn,Sales\n", "utf-8"
    )
    assert [one.code for one in loaded(folder)[1]] == ["unknown-column"]
