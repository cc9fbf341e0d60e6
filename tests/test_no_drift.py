"""Change a fact: its old wording is gone and its new wording there, or it is found.

Every fact of the sample is changed; of every other brief of the gallery a few of those that it shows.
"""

from __future__ import annotations

import os
import random
import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

import reportgen
from reportgen.facts.reference import claimed
from reportgen.model import Derived, Fact, Shown, Spot, Stated
from reportgen.plan import Plan
from tests.changed import FACTS, WORKBOOKS, Row, rows_of, with_values
from tests.gallery import BRIEFS
from tests.visible import SAMPLE, labels, outside, plain, visible

CHANGEABLE = [  # what databases hold is changed in the tests of queries
    name for name, folder in BRIEFS.items() if any(folder.glob(FACTS)) or any(folder.glob(WORKBOOKS))
]
OF_EACH = int(os.environ.get("DRIFTS", "8"))  # facts that are changed of a brief that is not the sample
SIGNED = ("_yoy", "_income")  # metrics whose facts may well be negative


def other_values(row: Row) -> Iterator[str]:
    """Other values that could stand in a row: a little more, and the other sign where that makes sense."""
    value = Decimal(row.value)
    step = Decimal(1).scaleb(int(value.as_tuple().exponent))
    more = (value * Decimal("1.08")).quantize(step)
    yield str(more if more != value else value + step)
    if row.metric.endswith(SIGNED):
        yield str(-value)


@pytest.fixture(scope="module")
def before() -> Plan:
    return reportgen.load(SAMPLE).plan()


def rests_on(fact: Fact, row: Row) -> bool:
    """Whether a fact is the one of a row, or computed from it."""
    if isinstance(fact.origin, Derived):
        return any(rests_on(one, row) for one in fact.origin.inputs)
    place = fact.origin.place
    return (place.path.name, place.line, place.inside) == (row.file, row.line, row.inside)


def said_of(planned: Plan, row: Row) -> list[Shown]:
    return [shown for shown in planned.ledger.shown if rests_on(shown.figure.fact, row)]


class Reader:
    """Everything that a plan shows, read once."""

    def __init__(self, planned: Plan) -> None:
        self.texts, self.labels = visible(planned), labels(planned)
        self.figures: dict[str, set[str]] = {}
        for one in planned.ledger.shown:
            self.figures.setdefault(str(one.spot), set()).add(plain(one.figure.text))

    def finds(self, words: str, place: str) -> bool:
        """Whether words stand at a place where no figure puts them."""
        within = re.compile(rf"(?<![\w.,]){re.escape(plain(words))}(?![\w]|[.,]\d)")
        told = [figure for figure in self.figures.get(place, ()) if within.search(figure)]
        drawn = [plain(label) for label in self.labels.get(place, ()) if within.search(plain(label))]
        typed = within.search(outside(self.texts.get(place, "")))
        return bool(typed) or not all(any(figure in label for figure in told) for label in drawn)


def is_found(now: Plan, row: Row) -> bool:
    """Whether a finding stands at a row, or names it."""
    named = re.compile(rf"{re.escape(str(row))}(?!\d)")
    grave = [one for one in now.findings if one.severity in ("error", "warning")]
    return any(named.search(" ".join(map(str, (one.place, one.said, *one.also)))) for one in grave)


def test_the_sample_has_no_findings(before: Plan) -> None:
    assert [str(finding) for finding in before.findings] == []


@pytest.mark.parametrize("name", CHANGEABLE)
def test_a_changed_fact_leaves_no_old_words_or_is_found(name: str, tmp_path: Path) -> None:
    brief = BRIEFS[name]
    planned = reportgen.load(brief).plan()
    rows = rows_of(brief) if brief == SAMPLE else drawn(planned, name)
    assert rows
    assert [fault for row in rows for fault in drifts(planned, row, tmp_path)] == []


def drawn(planned: Plan, name: str) -> list[Row]:
    """A few facts of those that a brief shows, the same ones in every run."""
    shown = [row for row in rows_of(BRIEFS[name]) if said_of(planned, row)]
    return random.Random(name).sample(shown, min(OF_EACH, len(shown)))  # noqa: S311 - it keeps no secret


def drifts(before: Plan, row: Row, folder: Path) -> Iterator[str]:
    """What stays as it was, or is lost, when a fact changes."""
    for other in other_values(row):
        brief = with_values(before.brief.folder, folder, {row: other})
        for fault in left_behind(before, reportgen.load(brief).plan(), row):
            yield f"{row}: {row.metric}, {row.value} changed to {other}: {fault}"


def left_behind(before: Plan, now: Plan, row: Row) -> Iterator[str]:
    was, shown = said_of(before, row), said_of(now, row)
    if not was and not is_found(now, row):
        yield "changed, shown nowhere, and nobody notices"
    reader = Reader(now)
    for one in was:
        if reader.finds(one.figure.text, str(one.spot)) and not said_of_others(before, one):
            yield f"'{plain(one.figure.text)}' still stands at {one.spot}"
    if is_found(now, row):
        return  # the brief stops here; its words need not be whole
    stated = [one for one in was if isinstance(one.figure.fact.origin, Stated)]
    for place, fact in sorted(sayings(stated) - sayings(shown), key=str):
        yield f"{fact} is no longer said at {place}"
    if was and all(claimed(one.figure.fact) for one in was):
        return  # "fell for the fifth quarter in a row" is as true of −1.3 as of −1.2; where it is not, it is found
    if {one.figure.text for one in was} == {one.figure.text for one in shown}:
        yield "the words have not changed"


def said_of_others(before: Plan, one: Shown) -> bool:
    """Whether it is a word without a digit that an alternative text says of other figures: "A was 3, below B"."""
    text = one.figure.text
    return not re.search(r"\d", text) and Reader(before).finds(text, str(one.spot))


def sayings(lines: Sequence[Shown]) -> set[tuple[Spot, str]]:
    """Where facts are said; the form may be another, as where a chart's alternative text names the lowest value."""
    return {(one.spot, one.figure.fact.id) for one in lines}


def test_words_that_no_figure_puts_there_are_seen(tmp_path: Path) -> None:
    folder = with_values(SAMPLE, tmp_path, {})
    brief = (folder / "brief.yaml").read_text(encoding="utf-8")
    (folder / "brief.yaml").write_text(
        brief.replace("The price is", "Up 34 percent; the price is"), encoding="utf-8"
    )
    reader = Reader(reportgen.load(folder).plan())
    assert reader.finds("34\u00a0percent", "standfirst")
    assert not reader.finds("34\u00a0percent", "summary:1")


def test_every_figure_is_entered_at_the_place_in_which_its_token_stands(before: Plan) -> None:
    for place, text in visible(before).items():
        entered = before.ledger.replace(text, lambda line: f"\ue006{line.spot}\ue007")
        assert set(re.findall("\ue006(.*?)\ue007", entered)) <= {place}


def fallen(folder: Path) -> Path:
    """The sample in a quarter in which cloud revenue fell by 12 percent."""
    fall = {
        ("cloud_revenue", "FY2026-Q2", "actual", "CNY bn"): "26.1",
        ("cloud_revenue", "FY2026-Q2", "actual", "USD bn"): "3.7",
        ("cloud_revenue_yoy", "FY2026-Q2", "actual", "percent"): "-12",
    }
    keys = {row: (row.metric, row.period, row.scenario, row.unit) for row in rows_of(SAMPLE)}
    return with_values(SAMPLE, folder, {row: fall[key] for row, key in keys.items() if key in fall})


@pytest.mark.slow
def test_a_quarter_in_which_the_cloud_fell_reads_so_everywhere(tmp_path: Path) -> None:
    edition = reportgen.load(fallen(tmp_path)).build()
    pdf = plain(" ".join(page.extract_text() for page in PdfReader(BytesIO(edition.pdf)).pages))
    html = plain(
        re.sub(
            r"<(?:style|script).*?</(?:style|script)>|(?:href|src|style)=\"[^\"]*\"",
            "",
            edition.html,
            flags=re.DOTALL,
        )
    )
    page = re.sub(r"<[^>]*>", "", html)
    assert "Cloud revenue falls 12 percent" in page
    assert "Cloud revenue falls 12 percent" in pdf
    assert edition.title.replace("\u00a0", " ").startswith("Cloud revenue falls 12 percent")
    for text in (page, pdf):
        assert "fell 12 percent" in text
        assert "26.1 billion yuan" in text
    for text in (html, pdf):
        assert re.findall(r"\b(?<![.,])34(?:\.0)? ?(?:%|percent)", text) == []
        assert not re.search(r"39\.8|(?:rose|grew|fell|falls|fall|down|up) [-−]", text)
    planned = reportgen.load(tmp_path).plan()
    exhibits, ledger = planned.exhibits, planned.ledger
    alt = plain(ledger.plain(exhibits["cloud-growth"].exhibit.alt))
    assert "−12" in alt
    assert "34" not in alt
    assert plain(ledger.plain(exhibits["growth-by-business"].exhibit.title)).startswith(
        "Cloud down 12 percent"
    )
