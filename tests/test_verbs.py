"""Costs rise, losses widen, results improve, with whichever sign their source states them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

import reportgen
from reportgen.document.assembly import names_of, style_of
from reportgen.document.narrative import Writer
from reportgen.figures.ledger import Ledger
from reportgen.figures.verbs import levels
from reportgen.findings import Findings, Place
from tests.conftest import Write
from tests.test_wording import number

SETTINGS = """\
title: Verbs
entity: {name: Example Corp}
period: 2025-Q3
date: 2025-11-03
currency: {code: EUR, short: €, word: euros}
sources: {report: {title: The report}}
"""
METRICS = "m: {label: Measure, nature: NATURE, polarity: less is better}\nk: {label: Multiple}\n"
CHANGES = (
    "m.yoy | moved",
    "m.change | by",
    "m.yoy | up",
    "m.change | verb",
    "comparison(m)",
    "m.change | judged",
)


def said(folder: Path, nature: str, before: str, now: str, *asked: str) -> list[str]:
    """What is said of a measure that went from one value to another."""
    rows = [
        "metric,period,value,unit,source",
        f"m,2025-Q3,{now},EUR mn,report",
        f"m,2024-Q3,{before},EUR mn,report",
        "k,2025-Q3,3.4,x,report",
        "k,2024-Q3,3.2,x,report",
    ]
    folder.mkdir(exist_ok=True)
    files = {"facts.csv": "\n".join(rows) + "\n", "brief.yaml": SETTINGS, "narrative.md": "## Verbs\n"}
    files["metrics.yaml"] = METRICS.replace("NATURE", nature or '""')
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    book = reportgen.load(folder).book
    ledger = Ledger(style_of(book))
    writer = Writer(book, ledger, names_of(book), Findings())
    texts = [ledger.plain(writer.text(f"it {{{{ {one} }}}}", Place(Path("narrative.md")))) for one in asked]
    assert not list(writer.findings)
    return [text.removeprefix("it ").replace("\u00a0", " ") for text in texts]


RISE, FALL = ("200", "250"), ("250", "200")


@pytest.mark.parametrize(
    ("nature", "values", "expected"),
    [
        (
            "cost",
            RISE,
            "rose 25 percent; rose by 50 million euros; up 25 percent; rose; costs rose; worsened",
        ),
        (
            "cost",
            FALL,
            "fell 20 percent; fell by 50 million euros; down 20 percent; fell; costs fell; improved",
        ),
        (
            "loss",
            RISE,
            "widened 25 percent; widened by 50 million euros; up 25 percent; widened; loss widened; worsened",
        ),
        (
            "loss",
            FALL,
            "narrowed 20 percent; narrowed by 50 million euros; down 20 percent; narrowed; loss narrowed; improved",
        ),
    ],
)
@pytest.mark.parametrize("sign", ["", "-"])
def test_the_sign_in_which_a_source_states_a_cost_or_a_loss_changes_no_word(
    tmp_path: Path, nature: str, values: tuple[str, str], expected: str, sign: str
) -> None:
    before, now = (sign + value for value in values)
    found = said(tmp_path / "brief", nature, before, now, *CHANGES)
    assert "; ".join(found) == expected


@pytest.mark.parametrize(
    ("nature", "before", "now", "asked", "expected"),
    [
        ("result", "-200", "-120", "m.change | by", "improved by 80 million euros"),
        ("result", "200", "120", "m.change | by", "worsened by 80 million euros"),
        ("result", "200", "-120", "m.yoy | moved", "was not meaningful"),
        ("", "-298", "-412", "m.change | by", "fell by 114 million euros"),
        ("cost", "-298", "12", "m.change | by", "improved by 310 million euros"),
        ("cost", "-298", "-412", "m | profit", "costs of 412 million euros"),
        ("loss", "-298", "-412", "m | profit", "a loss of 412 million euros"),
        ("loss", "-298", "12", "comparison(m)", "swung to a profit"),
        ("", "1", "2", "k.change | by", "rose by 0.2"),
        (
            "cost",
            "-298",
            "-412",
            "m.change | by(rise='added', fall='saved', flat='kept')",
            "added 114 million euros",
        ),
    ],
)
def test_what_is_measured_has_its_own_words(
    tmp_path: Path, nature: str, before: str, now: str, asked: str, expected: str
) -> None:
    assert said(tmp_path / "brief", nature, before, now, asked) == [expected]


def test_a_nature_that_there_is_none_of_is_a_finding(tmp_path: Path) -> None:
    said(tmp_path / "brief", "cost", "1", "2", "m")
    text = METRICS.replace("NATURE", "costs")
    (tmp_path / "brief" / "metrics.yaml").write_text(text, encoding="utf-8")
    assert any("did you mean 'cost'?" in str(one) for one in reportgen.load(tmp_path / "brief").check())


def test_a_chart_of_costs_below_zero_is_said_to_rise_as_they_do() -> None:
    costs = [replace(one, metric=replace(one.metric, nature="cost")) for one in map(number, ("-298", "-412"))]
    earlier, later = levels(costs)
    assert later > earlier
    earlier, later = levels([number("-298"), number("-412")])
    assert later < earlier


@pytest.mark.parametrize(
    ("nature", "before", "now", "expected"),
    [
        ("", "0", "184", "rose to 184 million euros"),
        ("", "-5", "3", "rose to 3 million euros"),
        ("result", "22.1", "-6.4", "fell to −6.4 million euros"),
        ("loss", "0", "4", "widened to 4 million euros"),
        (
            "cost",
            "12.7",
            "-84.3",
            "came to −84.3 million euros",
        ),  # whether it is now a cost depends on the source
        ("", "0", "0", "came to 0 euros"),
    ],
)
def test_growth_that_means_nothing_leads_on_to_its_level_by_its_direction(
    tmp_path: Path, nature: str, before: str, now: str, expected: str
) -> None:
    assert said(tmp_path / "b", nature, before, now, "m.yoy | moved }} to {{ m") == [expected]
    for form in ("moved", "verb", "moved(rise='grew by', fall='shrank by', flat='stood still')"):
        [text] = said(tmp_path / "b", nature, before, now, f"m.yoy | {form} }}}} to {{{{ m")
        assert "meaningful" not in text
        assert " by to " not in text


def test_a_figure_with_nothing_before_it_comes_to_its_level(tmp_path: Path) -> None:
    assert said(tmp_path / "b", "", "1", "2", "m.qoq | moved }} to {{ m") == ["came to 2 million euros"]
    assert said(tmp_path / "b", "", "1", "2", "m.qoq | moved") == ["cannot be compared"]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("m.yoy | moved }} to {{ m", "was flat, coming to 90.3 million euros"),
        ("m.change | by }} to {{ m", "did not change, coming to 90.3 million euros"),
        ("m.yoy | up }} to {{ m", "flat, coming to 90.3 million euros"),
        ("m.yoy | growth }} to {{ m", "no growth, coming to 90.3 million euros"),
        ("m.yoy | moved }}, to {{ m", "was flat, to 90.3 million euros"),
        ("m.yoy | moved }} at {{ m", "was flat at 90.3 million euros"),
        ("m.yoy | moved(flat='came') }} to {{ m", "came to 90.3 million euros"),
    ],
)
def test_what_did_not_change_comes_to_its_level_and_is_not_flat_to_it(
    tmp_path: Path, asked: str, expected: str
) -> None:
    assert said(tmp_path / "b", "", "90.3", "90.3", asked) == [expected]
    [risen] = said(tmp_path / "b", "", "86.0", "90.3", asked)
    assert "coming" not in risen


def test_no_sentence_ends_with_two_full_stops(tmp_path: Path) -> None:
    assert said(tmp_path / "b", "", "0", "2", "m.yoy }}. Then {{ m.yoy }}, {{ m.qoq") == [
        "n.m. Then n.m., n.a."
    ]


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        ("12.7", "-84.3", "swung to a cost"),
        ("-84.3", "12.7", "swung to a gain"),
        ("-60", "-84.3", "costs rose"),
    ],
)
def test_a_cost_swings_to_no_loss(tmp_path: Path, before: str, now: str, expected: str) -> None:
    assert said(tmp_path / "b", "cost", before, now, "comparison(m)") == [expected]


@pytest.mark.parametrize("form", ["change | by", "yoy | moved", "step | by", "qoq | moved"])
def test_a_rank_rises_as_its_number_falls_and_by_places(brief: Write, form: str) -> None:
    rows = "r,,FY2026-Q2,,3,rank,,report\nr,,FY2026-Q1,,8,rank,,report\nr,,FY2025-Q2,,8,rank,,report\n"
    small = brief(rows, metrics="r: {label: R, kind: rank, polarity: less is better}\n")
    asked, words = form.split(" | ")
    assert small.say(f"r.{asked}", words) == "rose by 5_places"
    assert small.say(f"r.{asked}", "judged") == "improved"
    assert small.say(f"r.{asked}", "signed") == "−5"
