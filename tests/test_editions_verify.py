"""Every edition verifies as it is issued: the sample, the briefs of other trades, and what once made one drift.

``tests/verify_cases`` holds the latter, a folder a case: a declared gap, labels that find no room, days, alternative
texts of an author's own, a history too short to draw, a chart on page one and again below, a chart of its own, facts
without a source, and all that may stand around a text.
"""

from __future__ import annotations

import json
import re
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

import reportgen
from reportgen.charts.judging.writing import drawn, words_of
from reportgen.edition import Issue
from reportgen.figures.ledger import TOKEN
from reportgen.figures.read_back import read_record
from reportgen.figures.record import facts_csv
from reportgen.model import Shown, Spot
from reportgen.verify.page_text import carried_files
from reportgen.verify.verdict import Verdict, verify
from tests.tampered import carrying
from tests.visible import SAMPLE

HERE = Path(__file__).parent
CASES = sorted((HERE / "verify_cases").iterdir())
BRIEFS = [SAMPLE, *sorted(path for path in (HERE / "briefs").iterdir() if path.is_dir()), *CASES]
every = pytest.mark.parametrize(
    "folder",
    [
        pytest.param(path, id=path.name, marks=pytest.mark.xdist_group(f"edition {path.name}"))
        for path in BRIEFS
    ],
)


@lru_cache(maxsize=len(BRIEFS))
def edition(folder: Path) -> Issue:
    return reportgen.load(folder, allow_code=True).build()


@lru_cache(maxsize=len(BRIEFS))
def verdicts(folder: Path) -> list[Verdict]:
    found = []
    with tempfile.TemporaryDirectory() as place:
        for name in ("brief.html", "brief.pdf"):
            path = Path(place) / name
            path.write_bytes(edition(folder).files[name])
            found.append(verify(path))
    return found


@every
def test_page_and_pdf_verify_as_they_are_issued(folder: Path) -> None:
    for verdict in verdicts(folder):
        assert verdict.drifts == ()
        assert verdict.figures == verdict.traced > 0


@every
def test_the_page_has_every_figure_of_the_ledger_and_the_pdf_all_but_those_of_the_page_alone(
    folder: Path,
) -> None:
    shown = edition(folder).ledger
    page, pdf = verdicts(folder)
    assert page.figures == len(shown)
    assert pdf.figures == len([line for line in shown if not line.only])
    assert [line.number for line in shown] == list(range(1, len(shown) + 1))


@every
def test_figures_stand_on_the_page_in_the_order_of_the_ledger(folder: Path) -> None:
    body = edition(folder).html.partition("<body>")[2]
    numbers = [int(number) for number in re.findall(r'id="fig-(\d+)"', body)]
    assert numbers == sorted(numbers)
    assert Counter(numbers) == Counter(set(numbers))


@every
def test_of_the_labels_of_a_chart_the_ledger_holds_those_that_are_drawn(folder: Path) -> None:
    planned, made = reportgen.load(folder, allow_code=True).plan(), edition(folder)
    for name, one in planned.exhibits.items():
        if not one.sketches:
            continue
        texts = f"{one.exhibit.title} {one.exhibit.measure} {one.exhibit.alt} {one.exhibit.caveat}"
        cells = " ".join(cell.text for row in one.exhibit.table.rows for cell in row)
        lines = [line for line in made.ledger if line.spot == Spot("exhibit", name)]
        written = Counter(TOKEN.findall(texts + cells)).total()
        assert len(lines) - written == len(drawn_labels(made, name, lines)), name


def drawn_labels(made: Issue, name: str, lines: list[Shown]) -> set[str]:
    """The figures whose words stand in a picture of an exhibit on the page, by fact and words."""
    figure = re.search(rf'<figure [^>]*id="exhibit-{name}">.*?<details', made.html, re.DOTALL)
    twice = re.search(r'<figure [^>]*id="key-exhibit">.*?<details', made.html, re.DOTALL)
    found: set[str] = set()
    for part in (figure, twice):
        for svg in re.findall(r"<svg.*?</svg>", part[0] if part else "", re.DOTALL):
            plain = re.sub(r" aria-label=\"[^\"]*\"", "", svg)
            labels = {f"{line.figure.fact.id} {line.figure.text}": line.figure.text for line in lines}
            found.update(drawn(words_of(plain), labels).labels)
    return found


@every
def test_all_that_is_drawn_was_planned(folder: Path) -> None:
    """Before a chart is frozen its sketch tells what may stand in it; a label in the way of another is left out."""

    def said(lines: Iterable[Shown]) -> Counter[tuple[str, str, str]]:
        return Counter((line.figure.fact.id, line.figure.text, str(line.spot)) for line in lines)

    planned = reportgen.load(folder, allow_code=True).plan()
    assert said(edition(folder).ledger) <= said(planned.ledger.shown)


@every
def test_the_table_of_facts_follows_from_the_record(folder: Path) -> None:
    files = edition(folder).files
    assert facts_csv(tuple(read_record(files["facts.json"]).facts.values())) == files["facts.csv"]


AROUND: Mapping[str, list[Any]] = {  # what may stand around the text of a document, and how it may be written
    "kind": ["board-pack", "results-note", "fund-factsheet", "operations-report", "plain-report", "investor-brief"],
    "contents": [True, False],
    "confidentiality": ["Strictly & <b>confidential</b>", ""],
    "foot": ["", 'Foot & <i>of</i> "a page"', "A very long foot " * 12],
    "negative": ["minus", "parentheses"],
    "style": [
        {}, {"thousands": " ", "decimal": ","}, {"thousands": "'", "currency": "after"}, {"grouping": "indian"},
        {"dates": "month first", "spelling": "american"}, {"points": "percentage points", "percent": "per cent"},
    ],
    "appendix": ["short", "full", "none"],
    "wording": [{}, {"name": "Board paper", "word": "paper"}, {"notices": {"rounding": "Rounded.", "advice": ""}}],
    "letterhead": [[], ["A & B <c>"]],
    "title": ["Sales {{ sales.yoy | moved }}", "Sales & \"profit\" <rise>, 'well'", "Sales {{ sales }} " * 6],
}  # fmt: skip


@settings(max_examples=6)
@given(around=st.fixed_dictionaries({name: st.sampled_from(values) for name, values in AROUND.items()}))
def test_an_edition_verifies_whatever_stands_around_its_text(
    around: Mapping[str, Any], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("around") / "brief"
    shutil.copytree(HERE / "verify_cases" / "around-the-document", folder)
    given_settings = yaml.safe_load((folder / "brief.yaml").read_text(encoding="utf-8"))
    (folder / "brief.yaml").write_text(yaml.safe_dump({**given_settings, **around}), encoding="utf-8")
    reportgen.load(folder).build().write(folder.parent / "edition")
    for name in ("brief.html", "brief.pdf"):
        assert verify(folder.parent / "edition" / name).drifts == ()


def texts_at(case: str, spot: str) -> list[str]:
    lines = edition(HERE / "verify_cases" / case).ledger
    return [line.figure.text.replace("\u00a0", " ") for line in lines if str(line.spot) == spot]


def test_the_lead_that_an_author_replaced_is_not_in_the_ledger() -> None:
    said = texts_at("alt-of-an-author", "exhibit:c")
    assert "52.4 million euros" in said  # of the author's own words
    assert "€52.4mn" not in said  # of the lead that they stand for


def test_the_alternative_text_of_a_table_is_not_in_the_ledger_for_nobody_hears_it() -> None:
    assert "€52.4mn" not in texts_at("alt-of-an-author", "exhibit:t")


def test_a_history_of_two_values_is_neither_drawn_nor_entered() -> None:
    assert texts_at("short-history", "card:1") == ["€52.4mn", "+17%", "€50.1mn"]
    assert "11.0" in texts_at("short-history", "card:2")


def test_labels_without_room_are_not_entered() -> None:
    shown = edition(HERE / "verify_cases" / "forty-months").ledger
    in_picture = [line for line in shown if line.spot.kind == "exhibit"]
    # Forty in the table, forty and the course in the alternative text, a few labels.
    assert 80 < len(in_picture) < 120


def test_a_note_that_nothing_refers_to_is_not_entered() -> None:
    assert not [text for text in texts_at("key-exhibit-twice", "section:sales") if "44.9" in text]
    assert [text for text in texts_at("key-exhibit-twice", "section:sales") if "50.1" in text]


def test_numbers_at_the_axis_of_an_own_chart_are_recorded_as_its_other_words() -> None:
    record = json.loads(edition(HERE / "verify_cases" / "own-chart").files["facts.json"])
    words = {one["place"]: one["words"] for one in record["pictures"]}
    assert {"10", "20"} <= set(words["exhibit:axes"])
    assert "52.4" not in " ".join(words["exhibit:own"])


def test_a_label_changed_in_the_picture_on_page_one_is_named_though_the_chart_stands_below_too(
    tmp_path: Path,
) -> None:
    html = edition(HERE / "verify_cases" / "key-exhibit-twice").html
    before, front, rest = html.partition('id="key-exhibit"')
    path = tmp_path / "brief.html"
    changed = before + front + rest.replace(">52.4</text>", ">54.2</text>", 1)
    files = carried_files(changed)
    # With hashes that fit.
    path.write_text(carrying(changed, "facts.csv", files["facts.csv"]), encoding="utf-8")
    drifts = verify(path).drifts
    assert len(drifts) == 1
    assert "the picture shows '54.2'" in drifts[0]
