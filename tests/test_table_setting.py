"""Tables as they are set: points below each other, heads on every page, whole words, names that stay on a phone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import reportgen
from reportgen.charts.parts.tables.setting import tabular_width, tail_of
from reportgen.document.layout_findings import print_layout
from reportgen.document.print.boxes import Leaf
from reportgen.findings import Findings
from reportgen.plan import assemble
from reportgen.verify.page_tree import Tree, parsed
from tests.browser import visiting

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

SETTINGS = """\
title: Tables
entity: {name: Example Corp}
period: 2025-Q3
date: 2025-11-03
currency: {code: EUR, short: €}
sources: {report: {title: Report}}
derive:
  margin: {formula: profit / sales, label: Margin of the operating business, kind: margin}
exhibits:
  mixed: {kind: table, title: Several units, rows: [sales, margin, profit, staff], columns: [now, yoy]}
  wide:
    kind: table
    title: Many periods
    rows: [{group: All of it, rows: [sales, profit, margin]}]
    periods: 7
    columns: [{span: Since the year before, columns: [change, yoy]}]
  long: {kind: data, title: Rows over pages, file: rows.csv, source: report}
  prose: {kind: data, title: Text in cells, file: prose.csv, source: report}
"""
NARRATIVE = """\
## Tables

Text.

{{ exhibit("mixed") }}

::: beside wide
Text that would stand beside a table which is too wide for that.
:::

{{ exhibit("long") }}

{{ exhibit("prose") }}

:::: columns
::: column
| Name of the thing | Where it is from | What it costs | How long it lasts | Who made it | And why |
|---|---|---|---|---|---|
| Chandeliers | Switzerland | more | longer | somebody else | nobody knows |
:::
::: column
Text beside it.
:::
::::
"""
PROSE = "What could happen in the next year to the business, and what would come of it, "

QUARTERS = [f"{year}-Q{quarter}" for year in (2024, 2025) for quarter in range(1, 5)][:7]
ROWS = 90
PHONE, HAIR = 360, 0.5  # px


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tables")
    facts = [
        "metric,period,value,unit,source",
        "staff,2025-Q3,1204,people,report",
        "staff,2024-Q3,998,people,report",
    ]
    for number, period in enumerate(QUARTERS):
        facts.append(f"sales,{period},{1000 + 37.5 * number:.1f},EUR mn,report")
        facts.append(f"profit,{period},{90.25 - number:.2f},EUR mn,report")
    files = {
        "brief.yaml": SETTINGS,
        "metrics.yaml": "sales: {label: Sales}\nprofit: {label: Profit}\nstaff: {label: Staff, kind: count}\n",
        "facts.csv": "\n".join(facts),
        "narrative.md": NARRATIVE,
        "prose.csv": "Risk,What it is,What is done\n"
        + "".join(f'Risk {letter},"{PROSE * 2}",{PROSE.replace(",", "")}\n' for letter in "ABC"),
        "rows.csv": "Row,Size\n"
        + "".join(f"Row no. {number},{number * 37}\n" for number in range(1, ROWS + 1)),
    }
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def leaves(folder: Path) -> Sequence[Leaf]:
    """Everything that is seen on the printed pages."""
    planned = reportgen.load(folder).plan()
    assert not planned.has_errors, planned.findings
    layout = print_layout(assemble(planned, draft=False), {}, planned.brief, Findings())
    return [leaf for sheet in layout.sheets for leaf in sheet.leaves if not leaf.where.is_furniture]


@pytest.fixture(scope="module")
def page(folder: Path) -> Tree:
    return parsed(html_of(folder))


def html_of(folder: Path) -> str:
    return reportgen.load(folder).build(("html",), draft=True).html


def of(leaves: Sequence[Leaf], exhibit: str) -> list[Leaf]:
    return [leaf for leaf in leaves if leaf.where.exhibit == f"exhibit-{exhibit}"]


def test_in_print_the_points_of_a_column_stand_at_one_place(leaves: Sequence[Leaf]) -> None:
    texts = {leaf.text: leaf for leaf in of(leaves, "mixed")}
    points = []
    for text in ("1,225.0", "84.25", "1,204"):
        leaf = texts[text]
        points.append(leaf.right - leaf.size * tabular_width(tail_of(text)))
    assert max(points) - min(points) < HAIR, points
    assert texts["1,204"].right < texts["1,225.0"].right < texts["84.25"].right


def test_in_print_a_table_too_wide_for_half_a_page_has_all_of_it_and_whole_words(
    leaves: Sequence[Leaf],
) -> None:
    wide, whole = of(leaves, "wide"), of(leaves, "long")
    assert max(leaf.right for leaf in wide) == pytest.approx(max(leaf.right for leaf in whole), abs=8)
    assert min(leaf.left for leaf in wide) == pytest.approx(min(leaf.left for leaf in whole), abs=1)
    words = {word for leaf in wide for word in leaf.text.split()}
    assert {"operating", "business,"} <= words, words


def test_in_print_a_table_of_an_authors_own_is_broken_between_syllables_and_stays_in_its_column(
    leaves: Sequence[Leaf],
) -> None:
    beside = next(leaf for leaf in leaves if leaf.text.startswith("Text beside it"))
    [name] = [leaf for leaf in leaves if leaf.text.startswith("Name")]
    table = [
        leaf
        for leaf in leaves
        if leaf.where.page == name.where.page and name.top <= leaf.top < name.top + 120
    ]
    table = [leaf for leaf in table if leaf.right < beside.left or leaf.left < beside.left - 20]
    assert {"more", "longer"} <= {leaf.text for leaf in table}
    assert max(leaf.right for leaf in table) < beside.left
    assert min(len(word) for leaf in table for word in leaf.text.split()) > 1, table


def test_in_print_short_names_stay_on_one_line_beside_much_text(leaves: Sequence[Leaf]) -> None:
    assert {"Risk A", "Risk B", "Risk C"} <= {leaf.text for leaf in of(leaves, "prose")}


def test_in_print_the_head_of_a_table_stands_on_each_of_its_pages(leaves: Sequence[Leaf]) -> None:
    pages = {leaf.where.page for leaf in of(leaves, "long") if leaf.text.startswith("Row no.")}
    heads = [leaf.where.page for leaf in leaves if leaf.text == "Size"]
    assert len(pages) > 1
    assert sorted(heads) == sorted(pages)


def test_every_header_has_a_scope_and_none_is_empty(page: Tree) -> None:
    headers = list(page.all("th"))
    assert {one.get("scope") for one in headers} == {"col", "row", "colgroup", "rowgroup"}
    assert all("".join(one.itertext()).strip() for one in headers)


def test_every_line_of_a_table_has_as_many_cells_as_it_has_columns(page: Tree) -> None:
    for table in (one for one in page.all("table") if "values" in one.get("class", "")):
        widths = {sum(int(cell.get("colspan", "1")) for cell in row) for row in table.iter("tr")}
        assert len(widths) == 1


@pytest.fixture
def phone(chromium: Browser, folder: Path, tmp_path: Path) -> Iterator[Page]:
    path = tmp_path / "brief.html"
    path.write_text(html_of(folder), encoding="utf-8")
    with visiting(chromium, path, PHONE) as visit:
        yield visit.page


@pytest.mark.browser
def test_on_a_phone_the_names_of_rows_stay_while_the_rest_scrolls(phone: Page) -> None:
    find = "document.querySelector('#exhibit-wide {}').getBoundingClientRect().left"
    name, number = ".values tbody tr:not(.group) th", ".values tbody td"
    before = [phone.evaluate(find.format(one)) for one in (name, number)]
    phone.evaluate("document.querySelector('#exhibit-wide .scroll').scrollLeft = 120")
    after = [phone.evaluate(find.format(one)) for one in (name, number)]
    assert after[0] == pytest.approx(before[0], abs=1)
    assert after[1] == pytest.approx(before[1] - 120, abs=1)
    assert phone.evaluate("document.documentElement.scrollWidth") == PHONE


@pytest.mark.browser
def test_on_a_phone_sentences_in_cells_have_room_for_some_words_a_line(phone: Page) -> None:
    find = "[...document.querySelectorAll('#exhibit-prose td')].map(one => one.getBoundingClientRect().width)"
    assert min(phone.evaluate(find)) > PHONE / 2


@pytest.mark.browser
def test_on_a_phone_no_word_of_an_authors_own_table_is_broken(phone: Page) -> None:
    lines = """[...document.querySelectorAll('.column table :is(th, td)')].map(one => {
      const range = document.createRange(), text = one.firstChild;
      return text.data.split(' ').every(word => {
        range.setStart(text, text.data.indexOf(word)); range.setEnd(text, text.data.indexOf(word) + word.length);
        return range.getClientRects().length === 1;
      });
    })"""
    assert all(phone.evaluate(lines))
