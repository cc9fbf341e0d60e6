"""For every fact of the sample: change it, and its old wording is gone and its new wording there, or it is found."""

from __future__ import annotations

import csv
import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

import reportgen
from reportgen.model import Derived, Fact, Shown, Spot, Stated
from reportgen.pipeline import Plan, plan
from tests.visible import SAMPLE, labels, outside, plain, visible

with (SAMPLE / "facts.csv").open(encoding="utf-8", newline="") as _file:
    HEADER, *ROWS = csv.reader(_file)
VALUE, UNIT = HEADER.index("value"), HEADER.index("unit")
SIGNED = ("_yoy", "_income")  # metrics whose facts may well be negative
Rows = Sequence[Sequence[str]]


def brief_with(folder: Path, rows: Rows) -> Path:
    """The sample with other facts."""
    shutil.copytree(SAMPLE, folder, dirs_exist_ok=True)
    with (folder / "facts.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([HEADER, *rows])
    return folder


def changes(row: Sequence[str]) -> Iterator[str]:
    """Other values that could stand in a row: a little more, and the other sign where that makes sense."""
    value = Decimal(row[VALUE])
    step = Decimal(1).scaleb(int(value.as_tuple().exponent))
    more = (value * Decimal("1.08")).quantize(step)
    yield str(more if more != value else value + step)
    if row[0].endswith(SIGNED):
        yield str(-value)


CASES = [
    pytest.param(at, other, id=f"{at + 2}-{row[0]}={other}")
    for at, row in enumerate(ROWS)
    for other in changes(row)
]


@pytest.fixture(scope="module")
def before() -> Plan:
    return plan(reportgen.load(SAMPLE))


def rests_on(fact: Fact, line: int) -> bool:
    """Whether a fact is the one of a line of ``facts.csv``, or computed from it."""
    if isinstance(fact.origin, Derived):
        return any(rests_on(one, line) for one in fact.origin.inputs)
    return fact.origin.place.line == line


def said_of(planned: Plan, line: int) -> list[Shown]:
    return [shown for shown in planned.ledger.shown if rests_on(shown.figure.fact, line)]


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


def is_found(now: Plan, line: int) -> bool:
    return any(f"facts.csv:{line}:" in f"{finding}:" or re.search(rf"facts\.csv:{line}(?!\d)", finding.message)
               for finding in now.findings if finding.severity in ("error", "warning"))  # fmt: skip


def test_the_sample_has_no_findings(before: Plan) -> None:
    assert [str(finding) for finding in before.findings] == []


@pytest.mark.parametrize(("at", "other"), CASES)
def test_a_changed_fact_leaves_no_old_words_or_is_found(
    at: int, other: str, before: Plan, tmp_path: Path
) -> None:
    line = at + 2
    rows = [
        [*row[:VALUE], other, *row[VALUE + 1 :]] if index == at else row for index, row in enumerate(ROWS)
    ]
    now = plan(reportgen.load(brief_with(tmp_path, rows)))
    was, shown = said_of(before, line), said_of(now, line)
    assert was or is_found(now, line), "changed, shown nowhere, and nobody notices"
    reader = Reader(now)
    assert [one for one in was if reader.finds(one.figure.text, str(one.spot))] == []
    if is_found(now, line):
        return  # the brief stops here; its words need not be whole
    stated = [one for one in was if isinstance(one.figure.fact.origin, Stated)]
    assert sayings(stated) <= sayings(shown), "the fact is no longer said where it was"
    old, new = ({one.figure.text for one in lines} for lines in (was, shown))
    assert old != new, "the words have not changed"


def sayings(lines: Sequence[Shown]) -> set[tuple[Spot, str]]:
    """Where facts are said; the form may be another, as where a chart's alternative text names the lowest value."""
    return {(one.spot, one.figure.fact.id) for one in lines}


def test_words_that_no_figure_puts_there_are_seen(tmp_path: Path) -> None:
    folder = brief_with(tmp_path, ROWS)
    brief = (folder / "brief.yaml").read_text(encoding="utf-8")
    (folder / "brief.yaml").write_text(
        brief.replace("The price is", "Up 34 percent; the price is"), encoding="utf-8"
    )
    reader = Reader(plan(reportgen.load(folder)))
    assert reader.finds("34\u00a0percent", "standfirst")
    assert not reader.finds("34\u00a0percent", "summary:1")


def test_every_figure_is_entered_at_the_place_in_which_its_token_stands(before: Plan) -> None:
    for place, text in visible(before).items():
        entered = before.ledger.replace(text, lambda line: f"\ue006{line.spot}\ue007")
        assert set(re.findall("\ue006(.*?)\ue007", entered)) <= {place}


def fallen(folder: Path) -> Path:
    """The sample in a quarter in which cloud revenue fell by 12 percent."""
    other: dict[tuple[str, ...], str] = {
        ("cloud_revenue", "FY2026-Q2", "actual", "CNY bn"): "26.1",
        ("cloud_revenue", "FY2026-Q2", "actual", "USD bn"): "3.7",
        ("cloud_revenue_yoy", "FY2026-Q2", "actual", "percent"): "-12",
    }
    return brief_with(folder, [_changed(row, other) for row in ROWS])


def _changed(row: Sequence[str], other: Mapping[tuple[str, ...], str]) -> Sequence[str]:
    value = other.get((row[0], row[2], row[3], row[UNIT]), row[VALUE])
    return [*row[:VALUE], value, *row[VALUE + 1 :]]


@pytest.mark.slow
def test_a_quarter_in_which_the_cloud_fell_reads_so_everywhere(tmp_path: Path) -> None:
    edition = reportgen.load(fallen(tmp_path)).build()
    pdf = plain(" ".join(page.extract_text() for page in PdfReader(BytesIO(edition.pdf)).pages))
    html = plain(
        re.sub(
            r"<(?:style|script).*?</(?:style|script)>|(?:href|src)=\"[^\"]*\"",
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
    planned = plan(reportgen.load(tmp_path))
    exhibits, ledger = planned.exhibits, planned.ledger
    alt = plain(ledger.plain(exhibits["cloud-growth"].exhibit.alt))
    assert "−12" in alt
    assert "34" not in alt
    assert plain(ledger.plain(exhibits["growth-by-business"].exhibit.title)).startswith(
        "Cloud down 12 percent"
    )
