"""What print relies on in WeasyPrint and pydyf is there; what it changes in them is taken back, however it overlaps."""

from __future__ import annotations

import logging
import re
from importlib import import_module
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
import weasyprint
from weasyprint import css
from weasyprint.formatting_structure import boxes
from weasyprint.layout import block, inline
from weasyprint.pdf import tags

from reportgen.document.print import balance, lines, marking, pdf
from reportgen.document.print.engine import OF_A_LAYOUT, USED, box_of
from reportgen.document.print.mending import Mend, replaced

ROOM = Path(pdf.__file__).parent
PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9" viewBox="0 0 9 9"/>'
HTML = """<html lang="en"><title>x</title><style>@page { @top-left { content: "head" } }</style>
<p id="a">text <a href="#a">link</a></p><img src="chart:a/b" alt="a">
<table><thead><tr><th>a</th></tr></thead><tr><td>1</td></tr></table>"""


def found(path: str) -> Any:
    """A module, or a class in one."""
    try:
        return import_module(path)
    except ImportError:
        module, _, name = path.rpartition(".")
        return getattr(found(module), name)


@pytest.mark.parametrize(
    ("owner", "name"), [(owner, name) for owner, names in USED.items() for name in names]
)
def test_what_print_uses_of_an_engine_is_there(owner: str, name: str) -> None:
    assert hasattr(found(owner), name), f"{owner} has no {name} any more"


@pytest.fixture(scope="module")
def laid_out() -> dict[str, Any]:
    """One of each of the engines' values that print reads, from a document with all of them."""
    layout = pdf.lay_out(HTML, {"a/b": PICTURE}, lambda _: {})
    seen: dict[str, Any] = {}

    def look(_: Any, made: Any) -> None:
        seen["pdf"] = made
        seen["stream"] = next(one for one in made.objects if hasattr(one, "stream"))

    layout.document.write_pdf(pdf_variant=pdf.VARIANT, finisher=look)
    page = layout.document.pages[0]
    every = list(box_of(page).descendants())
    margins = [box for box in box_of(page).children if isinstance(box, boxes.MarginBox)]
    (sheet,) = weasyprint.HTML(string="")._ua_stylesheets()
    return seen | {
        "stylesheet": sheet,
        "matcher": sheet.matcher,
        "document": layout.document,
        "page": page,
        "page box": box_of(page),
        "text box": next(box for box in every if isinstance(box, boxes.TextBox)),
        "picture": next(box for box in every if isinstance(box, boxes.ReplacedBox)),
        "drawing": next(box for box in every if isinstance(box, boxes.ReplacedBox)).replacement,
        "group of rows": next(box for box in every if isinstance(box, boxes.TableRowGroupBox)),
        "link": next(box for kind, _, _, box in page.links if kind == "internal"),
        "margin box": margins[0],
    }


@pytest.mark.parametrize(
    ("owner", "name"), [(owner, name) for owner, names in OF_A_LAYOUT.items() for name in names]
)
def test_what_print_reads_of_a_layout_is_there(owner: str, name: str, laid_out: dict[str, Any]) -> None:
    assert hasattr(laid_out[owner], name), f"a {owner} has no {name} any more"


def test_every_attribute_that_the_room_names_of_the_engines_is_in_the_contract() -> None:
    known = {name for names in (*USED.values(), *OF_A_LAYOUT.values()) for name in names}
    text = "\n".join(path.read_text(encoding="utf-8") for path in ROOM.glob("*.py") if path.stem != "engine")
    used = set(re.findall(r"\bpydyf\.(\w+)", text))
    used |= {name.split(".")[-1] for name in re.findall(r"\bengine\(\)((?:\.\w+)+)", text)}
    used |= set(re.findall(r"from weasyprint[\w.]* import (\w+)", text))
    used |= set(re.findall(r'replaced\(engine\(\)[\w.]*, "(\w+)"', text))
    assert used - known - {"tags", "block", "inline", "PDF"} == set()


MENDS = [
    pytest.param(lines.hanging_spaces, inline, "split_first_line", id="lines"),
    pytest.param(balance.balanced_titles, block, "iter_line_boxes", id="titles"),
    pytest.param(marking.named_tags, tags, "_build_box_tree", id="tags"),
]


@pytest.mark.parametrize(("mend", "owner", "name"), MENDS)
def test_overlapping_documents_leave_the_engine_as_it_was(mend: Mend, owner: Any, name: str) -> None:
    original = getattr(owner, name)
    first, second = mend(), mend()
    first.__enter__()
    second.__enter__()
    first.__exit__(None, None, None)
    assert getattr(owner, name) is not original, "the second document still needs it"
    second.__exit__(None, None, None)
    assert getattr(owner, name) is original


def test_a_document_that_fails_leaves_the_engine_as_it_was() -> None:
    original = inline.split_first_line
    with pytest.raises(KeyError), lines.hanging_spaces():
        raise KeyError
    assert inline.split_first_line is original


def test_what_is_replaced_is_made_of_the_original() -> None:
    class Owner:
        @staticmethod
        def said() -> str:
            return "a"

    take_back = replaced(Owner, "said", lambda original: lambda: original() + "b")
    assert Owner.said() == "ab"
    take_back()
    assert Owner.said() == "a"


def test_the_engine_is_heard_only_while_it_works_and_its_log_is_left_as_it_was() -> None:
    logger = logging.getLogger("weasyprint")
    before = list(logger.handlers), logger.propagate
    with pdf._complaints() as outer:
        with pdf._complaints() as inner:
            logger.warning("a picture is missing")
        logger.warning("another")
    assert (outer, inner) == (["a picture is missing", "another"], ["a picture is missing"])
    assert (list(logger.handlers), logger.propagate) == before


STYLED = """<html lang="en"><title>x</title><style>.note { float: footnote }</style>
<ol><li>one</li></ol><p>Text.<span class="note">A note.</span></p>
<table><tr><th>Head</th><td><data><span>1</span></data><ul><li>in a cell</li></ul></td></tr>
<tr><td>2<span class="note">Another note.</span></td><td><details open><summary>More</summary></details></td></tr>
</table>"""


def seen(html: str) -> list[tuple[int, str, float, float, float, float]]:
    """What stands where on the pages of a document."""
    sheets = pdf.lay_out(html, {}, lambda _: {}).sheets
    return [
        (sheet.number, leaf.text, leaf.left, leaf.top, leaf.right, leaf.size)
        for sheet in sheets
        for leaf in sheet.leaves
    ]


def test_lists_and_notes_are_set_in_tables_and_elsewhere_as_the_engine_sets_them_itself() -> None:
    spared = seen(STYLED)
    with patch.object(pdf, "spare", lambda _: None):
        assert spared == seen(STYLED)
    assert {"A note.", "Another note.", "1.", "•"} <= {text for _, text, *_ in spared}


def test_a_row_of_a_table_costs_a_style_an_element() -> None:
    """Its own; WeasyPrint would make six more of each, for pseudo-elements."""
    asked: list[tuple[Any, str]] = []
    original = css.StyleFor.set_computed_styles

    def counted(self: Any, element: Any, *further: Any, pseudo_type: str = "", **named: Any) -> None:
        asked.append((element, pseudo_type))
        original(self, element, *further, pseudo_type=pseudo_type or None, **named)

    rows = "<tr><td><p><a href='#x'><data>1</data></a></p></td></tr>" * 20
    with patch.object(css.StyleFor, "set_computed_styles", counted):
        pdf.lay_out(f'<html lang="en"><title>x</title><table id="x">{rows}</table>', {}, lambda _: {})
    tags = {"tr", "td", "p", "a", "data"}
    assert [pseudo for element, pseudo in asked if getattr(element, "tag", "") in tags and pseudo] == []
