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
