"""Numbers as another country or a statistical office writes them are read by what the author says of a file."""

from __future__ import annotations

from pathlib import Path

import pytest

import reportgen
from reportgen.facts.dialect import Peeled, legend, peeled
from reportgen.source_settings import FileNumbers
from tests.conftest import SETTINGS, Write

GERMAN = FileNumbers(decimal=",", thousands=".", missing=("..", ":", "-"))
FRENCH = FileNumbers(decimal=",", thousands=" ")
INDIAN = FileNumbers(thousands=",")


@pytest.mark.parametrize(
    ("text", "numbers", "expected"),
    [
        ("39,8", GERMAN, "39.8"), ("1.234,5", GERMAN, "1234.5"), ("1.234", GERMAN, "1234"), ("−4,20", GERMAN, "-4.20"),
        ("(1.234,5)", GERMAN, "-1234.5"), ("1\u202f234,5", FRENCH, "1234.5"), ("12,34,567.5", INDIAN, "1234567.5"),
        ("– 5", INDIAN, "-5"), ("1.2345,6", GERMAN, "1.2345,6"), ("12.34.5", INDIAN, "12.34.5"), ("abc", GERMAN, "abc"),
    ],
)  # fmt: skip
def test_a_number_is_read_by_the_signs_that_its_file_declares(
    text: str, numbers: FileNumbers, expected: str
) -> None:
    assert peeled(text, numbers) == Peeled(expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("52,4 p", Peeled("52.4", "p")), ("52,4¹", Peeled("52.4", "", "1")), ("52,4*", Peeled("52.4", "", "*")),
        ("52,4 pr¹", Peeled("52.4", "pr", "1")), ("52,4¹ e", Peeled("52.4", "e", "1")),
        ("52,4 (a)", Peeled("52.4", "", "a")),
        ("(3,1) b", Peeled("-3.1", "b")), ("..", Peeled("", is_missing=True)), (":", Peeled("", is_missing=True)),
    ],
)  # fmt: skip
def test_flags_and_footnote_marks_are_kept_apart_from_the_number(text: str, expected: Peeled) -> None:
    assert peeled(text, GERMAN) == expected


def test_a_file_is_read_in_its_own_dialect_and_every_other_one_plainly(brief: Write) -> None:
    rows = 'a,,FY2026-Q2,,"1.234,5 p¹",CNY mn,,report\na,,FY2025-Q2,,..,CNY mn,,report\n'
    settings = """\
        numbers:
          facts.csv: {decimal: ",", thousands: ".", missing: [".."], footnotes: {"1": Unaudited}}
        """
    small = brief(rows, settings)
    assert small.check() == []
    fact = small.fact("a")
    assert (small.say("a", "long"), fact.flags, fact.note) == ("1,234.5_million yuan", "p", "Unaudited")
    assert "no fact a@FY2025-Q2" in small.problem("a.year_ago")
    assert brief(rows).check()


def test_the_same_signs_for_two_things_are_refused() -> None:
    with pytest.raises(ValueError, match="are both"):
        FileNumbers(decimal=",", thousands=",")


def test_flags_stand_behind_the_numbers_of_a_table_and_are_explained_below(tmp_path: Path) -> None:
    (tmp_path / "brief.yaml").write_text(
        SETTINGS + "exhibits:\n  t: {kind: table, title: Sales, rows: [a], columns: [now]}\n",
        encoding="utf-8",
    )
    (tmp_path / "facts.csv").write_text(
        "metric,period,value,unit,source,flag\na,FY2026-Q2,1234.5,CNY mn,report,provisional\n",
        encoding="utf-8",
    )
    (tmp_path / "narrative.md").write_text('## A\n\nText.\n\n{{ exhibit("t") }}\n', encoding="utf-8")
    planned = reportgen.load(tmp_path).plan()
    exhibit = planned.exhibits["t"].exhibit
    assert planned.ledger.plain(exhibit.table.rows[0][1].text) == "1,234.5\u00a0p"
    assert exhibit.legend == f"{legend('p')}." == "p provisional."
