"""One cause is one finding; what follows from another is not told; a brief with an error never looks good."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import reportgen
from reportgen.findings import MOST_ALIKE, Finding, Findings, Place, error, likely, one_of
from tests.conftest import HEADER, SETTINGS

FACTS = Path("facts.csv")
NEEDS = (("metric", "sales"), ("metric", "costs"), ("metric",), ("value",), ("source", "report"))


def told(*found: Finding) -> list[str]:
    return [str(one) for one in Findings(found).in_order()]


def test_the_same_problem_at_many_places_is_told_once_with_the_first_of_them() -> None:
    found = [
        error("unknown-source", "source 'report' is not there", Place(FACTS, line)) for line in range(14, 62)
    ]
    assert told(*found) == [
        "facts.csv:14: error[unknown-source]: source 'report' is not there; 47 more: facts.csv:15, :16, :17 …"
    ]


def test_places_in_other_files_are_named_with_their_files() -> None:
    found = [error("a", "no", Place(FACTS, 2)), error("a", "no", Place(Path("narrative.md"), 7))]
    assert told(*found) == ["facts.csv:2: error[a]: no; 1 more: narrative.md:7"]


def test_a_file_of_bad_rows_gives_a_page_of_findings_and_a_count() -> None:
    found = [error("not-a-number", f"value 'x{line}'", Place(FACTS, line)) for line in range(2, 39_002)]
    lines = told(*found)
    assert len(lines) == MOST_ALIKE + 1
    assert lines[-1] == (
        "facts.csv:22: error[not-a-number]: and 38,980 more findings of this kind here: also facts.csv:23, :24, :25 …"
    )


def test_a_long_cell_does_not_make_a_long_message() -> None:
    assert len(told(error("a", f"value '{'x' * 100_000}'; expected a number", Place(FACTS, 2)))[0]) < 200


def test_what_only_follows_is_not_told() -> None:
    findings = Findings([error("unknown-unit", "unit 'CNY bln'", Place(FACTS, 2))])
    findings.lose(("metric", "sales"))
    findings.add(error("missing-fact", "no fact sales", Place(FACTS, 3), ("metric", "sales")))
    findings.add(error("missing-fact", "no fact costs", Place(FACTS, 3), ("metric", "costs")))
    assert [one.message for one in findings.in_order()] == ["unit 'CNY bln'", "no fact costs"]


places = st.builds(Place, st.sampled_from([FACTS, Path("brief.yaml")]), st.integers(0, 60))
made = st.builds(
    Finding,
    st.sampled_from(["error", "warning", "note"]),
    st.sampled_from("abc"),
    st.sampled_from(["one", "two", "three"]),
    places,
    needs=st.lists(st.sampled_from(NEEDS), max_size=2).map(tuple),
)


@given(st.lists(made, max_size=120), st.lists(st.sampled_from(NEEDS), max_size=3))
def test_a_brief_with_an_error_never_loses_its_last(
    found: list[Finding], lost: list[tuple[str, ...]]
) -> None:
    findings = Findings(found)
    findings.lose(*lost)
    assert any(one.severity == "error" for one in findings.in_order()) == any(
        one.severity == "error" for one in found
    )


@given(st.lists(made, max_size=200))
def test_findings_put_in_order_twice_stay_as_they_are(found: list[Finding]) -> None:
    once = Findings(found).in_order()
    assert Findings(once).in_order() == once


@given(st.lists(made, max_size=200))
def test_no_place_is_forgotten(found: list[Finding]) -> None:
    kept = {(one.code, place) for one in Findings(found).in_order() for place in (one.place, *one.also)}
    assert kept == {(one.code, one.place) for one in found}


# Whole briefs: what is wrong with one part is told once, and what is wrong with the others beside it ---------------

NARRATIVE = """\
## Sales

Sales {{ sales.yoy | moved }} to {{ sales }}, costs came to {{ costs }}. {{ cite("report") }}

::: beside growth
The margin was {{ margin }}.
:::
"""
EXHIBITS = """\
derive:
  margin: {formula: (sales - costs) / sales, kind: margin}
checks:
  - "costs < sales"
kpis:
  - {figure: sales, change: sales.yoy, history: sales, periods: 4}
exhibits:
  growth: {kind: columns, title: Sales grew, series: sales, periods: 4}
"""
METRICS = "sales: {label: Sales, polarity: more is better}\ncosts: {label: Costs}\n"
ROWS = "".join(
    f"{metric},,FY{year}-Q{quarter},,{value + 4 * year - 8096 + quarter}.1,CNY mn,,report\n"
    for metric, value in (("sales", 50), ("costs", 20))
    for year in (2025, 2026)
    for quarter in (1, 2, 3, 4)
    if (year, quarter) <= (2026, 2)
)
GOOD = {
    "brief.yaml": SETTINGS + EXHIBITS,
    "metrics.yaml": METRICS,
    "facts.csv": HEADER + ROWS,
    "narrative.md": NARRATIVE,
}


def codes(folder: Path, changed: dict[str, tuple[str, str]]) -> list[tuple[str, int, str]]:
    """The findings of a good brief in which, in some files, one text was replaced by another wherever it stands."""
    for name, text in GOOD.items():
        if name in changed:
            assert changed[name][0] in text
            text = text.replace(*changed[name])  # noqa: PLW2901 - the changed one
        (folder / name).write_text(text, encoding="utf-8")
    found = reportgen.load(folder).plan().findings
    return [(one.place.path.name, one.place.line, one.code) for one in found]


def test_the_brief_that_is_changed_below_is_good(tmp_path: Path) -> None:
    assert codes(tmp_path, {}) == []


def test_a_period_in_a_usual_spelling_is_good(tmp_path: Path) -> None:
    assert codes(tmp_path, {"brief.yaml": ("FY2026-Q2", "2QFY26")}) == []


@pytest.mark.parametrize(
    ("file", "old", "new", "finding"),
    [
        ("brief.yaml", "  report: {title: The report}\n", "", ("facts.csv", 2, "unknown-source")),
        ("brief.yaml", "{title: The report}", "{titel: The report}", ("brief.yaml", 8, "unknown-setting")),
        ("brief.yaml", "FY2026-Q2", "Q5 FY2026", ("brief.yaml", 3, "bad-period")),
        ("brief.yaml", "FY2026-Q2", "soon", ("brief.yaml", 3, "bad-period")),
        ("brief.yaml", "2025-11-25", "25.11.2025", ("brief.yaml", 5, "bad-setting")),
        ("brief.yaml", "March", "Smarch", ("brief.yaml", 4, "bad-setting")),
        ("brief.yaml", "fiscal_year_end: 31 March", "fiscal_calendar: Smarch", ("brief.yaml", 4, "bad-setting")),
        ("brief.yaml", "title: A brief", "title: A brief\nseasons: {winter: cold}", ("brief.yaml", 2, "bad-setting")),
        ("brief.yaml", "kind: columns", "kind: colums", ("brief.yaml", 17, "unknown-kind")),
        ("brief.yaml", "kind: columns, ", "", ("brief.yaml", 17, "missing-setting")),
        ("brief.yaml", "title: A brief", "title: A: brief", ("brief.yaml", 1, "syntax")),
        ("facts.csv", "CNY mn", "CNY bln", ("facts.csv", 2, "unknown-unit")),
        ("facts.csv", "60.1,", "sixty,", ("facts.csv", 7, "not-a-number")),
        ("facts.csv", "metric,", "metrix,", ("facts.csv", 1, "unknown-column")),
        ("facts.csv", "FY2025", "F2025", ("facts.csv", 2, "bad-period")),
        ("facts.csv", "costs,,FY2025-Q1,", HEADER + "costs,,FY2025-Q1,", ("facts.csv", 8, "columns")),
        ("brief.yaml", "derive:", "sources: {other: {title: Other}}\nderive:", ("brief.yaml", 10, "duplicate-key")),
        ("facts.csv", ".1,CNY", ",1,CNY", ("facts.csv", 2, "columns")),
        ("metrics.yaml", "sales: {", "sales: {{", ("metrics.yaml", 2, "syntax")),
        ("metrics.yaml", "label: Sales", "labl: Sales", ("metrics.yaml", 1, "unknown-setting")),
        ("narrative.md", "{{ costs }}", "{% if costs %}", ("narrative.md", 3, "template-syntax")),
        ("metrics.yaml", "costs: {label: Costs}\n", "", ("facts.csv", 8, "unknown-metric")),
    ],
)  # fmt: skip
def test_one_mistake_is_one_finding(
    tmp_path: Path, file: str, old: str, new: str, finding: tuple[str, int, str]
) -> None:
    found = codes(tmp_path, {file: (old, new)})
    assert finding in found
    assert {(name, code) for name, _, code in found if (name, code) != (finding[0], finding[2])} <= {
        (finding[0], "missing-setting"),  # the name that was misspelt is also missing
    }


def test_a_bad_period_hides_nothing_else(tmp_path: Path) -> None:
    found = codes(
        tmp_path,
        {
            "brief.yaml": ("FY2026-Q2\n", "the second quarter\npapper: A4\n"),
            "metrics.yaml": ("polarity: more", "polarity: mor"),
            "facts.csv": ("60.1,CNY mn", "60.1,CNY bln"),
            "narrative.md": ("{{ costs }}", "{{ csots }}\n{{ costs | shrt }}"),
        },
    )
    assert found == [
        ("brief.yaml", 3, "bad-period"),
        ("brief.yaml", 4, "unknown-setting"),
        ("facts.csv", 7, "unknown-unit"),
        ("metrics.yaml", 1, "bad-setting"),
        ("narrative.md", 3, "unknown-metric"),
        ("narrative.md", 4, "template-syntax"),
    ]


def test_missing_facts_hide_nothing_else(tmp_path: Path) -> None:
    codes(
        tmp_path, {"narrative.md": ("{{ costs }}", "{{ csots }} and 34"), "brief.yaml": ("margin}", "margn}")}
    )
    (tmp_path / "facts.csv").unlink()
    found = reportgen.load(tmp_path).plan().findings
    assert [(one.place.path.name, one.code) for one in found] == [
        ("brief.yaml", "bad-setting"),
        ("facts.csv", "missing-file"),
        ("narrative.md", "unknown-metric"),
        ("narrative.md", "typed-number"),
    ]


def test_a_long_quotation_is_shortened_and_nothing_between_two_quotations_is() -> None:
    long = "x" * 200
    told = Finding(
        "error",
        "a",
        f"'own' would run{' far' * 30}, as 'b: true' in the project's file; '{long}'",
        Place(Path("a")),
    )
    assert "as 'b: true' in the project's file" in told.said
    assert f"run{' far' * 30}," in told.said
    assert f"'{'x' * 80}…'" in told.said


def test_a_formula_that_fails_is_told_once_wherever_it_is_used(tmp_path: Path) -> None:
    codes(tmp_path, {"brief.yaml": ("(sales - costs) / sales, kind: margin", "sales / costs, kind: amount")})
    (found,) = reportgen.load(tmp_path).plan().findings
    assert str(found).replace(f"{tmp_path}/", "") == (
        "brief.yaml:11: error[formula]: derive 'margin': 'margin' is of kind 'amount', but its formula gives a ratio; "
        "set its kind (share, multiple…); 1 more: narrative.md:6"
    )


def test_nobody_is_missed_whose_facts_stand_below_a_broken_line(tmp_path: Path) -> None:
    codes(tmp_path, {})
    facts = (tmp_path / "facts.csv").read_text(encoding="utf-8").splitlines()
    header = facts[0].split(",")
    other = ",".join(
        "Other Inc" if name == "entity" else cell
        for name, cell in zip(header, facts[1].split(","), strict=True)
    )
    broken = facts[1].replace(",", ',""broken"",', 1)
    (tmp_path / "facts.csv").write_text("\n".join((*facts, broken, other)) + "\n", encoding="utf-8")
    with (tmp_path / "narrative.md").open("a", encoding="utf-8") as file:
        file.write("\nOther sold {{ sales.of('Other Inc') }}.\n")
    assert {one.code for one in reportgen.load(tmp_path).plan().findings if one.severity == "error"} == {
        "syntax"
    }


@given(st.text(max_size=8), st.lists(st.text(max_size=8), max_size=30))
def test_whatever_is_known_it_is_said_what_was_expected(word: str, known: list[str]) -> None:
    said = likely(word, known)
    if not known:
        assert said == "; there are none"
    elif "did you mean" not in said:
        assert f"'{known[0]}'" in said
    assert one_of(known)
