"""What `reportgen diff` tells an analyst of two editions."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import FrozenInstanceError
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from reportgen.cli import main
from reportgen.delivery.difference.comparison import compare
from reportgen.delivery.difference.facts_compared import way_of, weight_of
from reportgen.delivery.difference.page import differences_page
from reportgen.delivery.difference.saying import as_markdown
from reportgen.delivery.difference.side_by_side import boxes
from reportgen.delivery.difference.values import Differences
from reportgen.language import language_of
from reportgen.quantities import stated, stated_range
from reportgen.units import currency
from tests.browser import overflow, visiting
from tests.referees import axe, markup
from tests.two_editions import built, new_brief, old_brief

if TYPE_CHECKING:
    from playwright.sync_api import Browser

MARKED = (0xD0, 0x00, 0x6F)
BILLIONS, MILLIONS = currency("EUR", "bn"), currency("EUR", "mn")


@pytest.fixture(scope="module")
def old(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("old")
    return built(old_brief(place / "brief"), place / "edition", "html", "pdf")


@pytest.fixture(scope="module")
def new(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("new")
    return built(new_brief(place / "brief"), place / "edition")


@pytest.fixture(scope="module")
def found(old: Path, new: Path) -> Differences:
    return compare(old, new)


def texts(found: Differences, group: str) -> list[tuple[str, ...]]:
    """The texts of a group's differences, with spaces as they are typed."""
    named: dict[str, Callable[[Any], tuple[str, ...]]] = {
        "moved": lambda one: (one.label, one.old.text, one.new.text, one.way),
        "restated": lambda one: (one.label, one.new.period, one.old.text, one.new.text, one.weight),
        "appeared": lambda one: (one.label, one.said.period, one.said.text),
        "vanished": lambda one: (one.label, one.said.period, one.said.text),
        "formulas": lambda one: (one.label, one.old, one.new),
    }
    each = [named[group](one) for one in getattr(found, group)]
    return [tuple(text.replace("\u00a0", " ") for text in one) for one in each]


def test_the_latest_figure_is_held_against_the_latest_figure_then(found: Differences) -> None:
    assert texts(found, "moved") == [
        ("Sales", "€39.8bn", "€33.1bn", "down"),
        ("Profit", "€2.4bn", "−€300mn", "down"),
        ("Sales, growth on the year", "33%", "−5%", "down"),
        ("Margin", "6.0%", "−0.4%", "down"),
    ]


def test_what_the_old_edition_expected_of_the_new_period_stands_beside_it(found: Differences) -> None:
    (expected,) = found.moved[0].expected
    assert (expected.text, expected.period, expected.scenario) == ("€41.0bn", "2025-Q4", "guidance")


def test_a_restated_fact_is_told_and_one_said_in_another_unit_is_not(found: Differences) -> None:
    assert texts(found, "restated") == [("Sales", "2025-Q2", "€38.0bn", "€37.4bn", "beyond rounding")]


def test_facts_that_only_one_edition_has_are_told(found: Differences) -> None:
    assert texts(found, "appeared") == [("Orders", "2025-Q4", "€50.2bn")]
    assert texts(found, "vanished") == [("Staff", "2025-Q3", "210")]


def test_a_changed_formula_is_told_in_both_versions(found: Differences) -> None:
    assert texts(found, "formulas") == [("Margin", "profit / sales", "profit / (sales + orders)")]


def test_a_sentence_that_rose_and_falls_is_told_with_its_words(found: Differences) -> None:
    turned = [(one.old, one.new, one.new_sentence) for one in found.turned if one.place.startswith("section")]
    plain = [tuple(text.replace("\u00a0", " ") for text in one) for one in turned]
    assert plain[0] == (
        "rose 33 percent",
        "fell 5 percent",
        "Sales fell 5 percent on the year to 33.1 billion euros.",
    )


def test_sentences_and_exhibits_that_came_and_went_are_told(found: Differences) -> None:
    assert [one.text.replace("\u00a0", " ") for one in found.sentences_added] == [
        "Orders reached 50.2 billion euros."
    ]
    assert [one.text.replace("\u00a0", " ") for one in found.sentences_gone] == [
        "The company has 210 people."
    ]
    assert [(one.old, one.new) for one in found.reworded] == [
        ("Demand was strong everywhere.", "Demand was weak nearly everywhere.")
    ]
    assert [one.title for one in found.exhibits_added] == ["Profit by quarter"]
    assert found.exhibits_gone == ()


def test_backwards_what_appeared_has_vanished(old: Path, new: Path, found: Differences) -> None:
    back = compare(new, old)
    assert [one.said.id for one in back.vanished] == [one.said.id for one in found.appeared]
    assert [one.way for one in back.moved] == ["up" for _ in found.moved]
    assert back.exhibits_gone == found.exhibits_added


def test_the_pdf_of_an_edition_and_its_page_say_the_same(old: Path) -> None:
    assert not compare(old / "brief.pdf", old / "brief.html")
    assert not compare(old, old / "brief.pdf")


def test_a_pdf_is_compared_as_its_page_is(old: Path, new: Path, found: Differences) -> None:
    of_pdf = compare(old / "brief.pdf", new / "brief.html")
    assert (of_pdf.moved, of_pdf.restated, of_pdf.reworded) == (found.moved, found.restated, found.reworded)
    assert of_pdf.sentences_gone == found.sentences_gone


def test_the_exit_code_is_that_of_diff(old: Path, new: Path, tmp_path: Path) -> None:
    assert main(["diff", str(old), str(old / "brief.html")]) == 0
    assert main(["diff", str(old), str(new)]) == 1
    assert main(["diff", str(old), str(tmp_path)]) == 2


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7\n", b"<p>a page</p>", b"\xff\xfe"])
def test_what_is_no_edition_is_refused_by_its_name(
    content: bytes, old: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    stranger = tmp_path / "stranger"
    stranger.write_bytes(content)
    assert main(["diff", str(old), str(stranger)]) == 2
    assert str(stranger) in capsys.readouterr().err


def test_json_holds_every_difference_with_exact_values(
    old: Path, new: Path, found: Differences, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["diff", str(old), str(new), "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert told == json.loads(json.dumps(found.as_json()))
    restated = told["restated"][0]
    assert Decimal(restated["old"]["value"]) == 38 * 10**9
    assert Decimal(restated["old"]["low"]) == 3795 * 10**7


def test_differences_are_frozen(found: Differences) -> None:
    with pytest.raises(FrozenInstanceError):
        found.moved = ()  # type: ignore[misc]


def test_markdown_escapes_what_an_edition_says(found: Differences) -> None:
    text = as_markdown(found, language_of())
    assert "## Restated\n\n- Sales, Q2 25" in text
    assert "profit / (sales \\+ orders)" in text


@pytest.mark.referee
@pytest.mark.browser
def test_the_page_is_good_html_and_for_everyone(
    found: Differences, tmp_path: Path, chromium: Browser
) -> None:
    page = tmp_path / "differences.html"
    page.write_text(differences_page(found, language_of()), encoding="utf-8")
    assert [*markup.judge_nu([page]), *markup.judge_html_validate([page])] == []
    for width, scheme in ((320, "light"), (1280, "dark")):
        with visiting(chromium, page, width, color_scheme=scheme) as visit:
            assert axe.judge_axe(visit.page) == []
            assert overflow(visit.page) == []


def test_pages_stand_side_by_side_with_boxes_around_what_differs(old: Path, tmp_path: Path) -> None:
    edition = old / "brief.pdf"
    assert main(["diff", str(old), str(edition), "--pages", str(tmp_path / "pages")]) == 0
    pictures = sorted((tmp_path / "pages").iterdir())
    assert [one.name for one in pictures] == [
        f"page-{number:02d}.png" for number in range(1, len(pictures) + 1)
    ]
    with Image.open(pictures[0]) as both:
        assert both.width > both.height
        assert MARKED not in {colour for _, colour in both.getcolors(1 << 24) or ()}, (
            "alike pages have no boxes"
        )
    assert main(["diff", str(old), str(edition), "--pages", str(tmp_path / "pages")]) == 2, "nothing is lost"


def test_each_part_that_differs_has_a_box_of_its_own() -> None:
    one = Image.new("RGB", (240, 240), "white")
    two = one.copy()
    two.paste((0, 0, 0), (24, 24, 60, 36))
    two.paste((0, 0, 0), (120, 180, 132, 192))
    assert boxes(one, two) == [(24, 24, 60, 36), (120, 180, 132, 192)]
    assert boxes(one, one.copy()) == []


# Numbers --------------------------------------------------------------------------------------------------------


@given(st.integers(-999_999, 999_999))
def test_the_same_number_in_another_unit_or_rounding_is_no_change(millions: int) -> None:
    fine = stated(str(millions), MILLIONS)
    coarse = stated(f"{Decimal(millions).scaleb(-3):.1f}", BILLIONS)
    if coarse.interval.low <= fine.interval.low and fine.interval.high <= coarse.interval.high:
        assert weight_of(coarse, fine) is weight_of(fine, coarse) is None
    assert weight_of(fine, fine) is None


@given(st.integers(-9_999, 9_999), st.integers(1, 9_999))
def test_a_number_beyond_its_rounding_is_restated_and_knows_its_way(tenths: int, more: int) -> None:
    one, two = (stated(f"{Decimal(number).scaleb(-1):.1f}", BILLIONS) for number in (tenths, tenths + more))
    assert weight_of(one, two) == ("within rounding" if more == 1 else "beyond rounding")
    assert (way_of(one, two), way_of(two, one)) == (("up", "down") if more > 1 else ("", ""))


def test_a_guidance_that_was_narrowed_is_restated() -> None:
    assert (
        weight_of(stated_range("10", "12", BILLIONS), stated_range("10", "11", BILLIONS)) == "beyond rounding"
    )
    assert weight_of(stated_range("10", "12", BILLIONS), stated_range("10", "12", BILLIONS)) is None
