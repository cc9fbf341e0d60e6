"""The ledger: what is shown where, in the order of reading, and tokens that nothing can change."""

from __future__ import annotations

import pytest

from reportgen.errors import FormulaError
from reportgen.figures.ledger import TOKEN, Ledger
from reportgen.model import Spot
from reportgen.tokens import KEY
from tests.conftest import Write

ROWS = "growth,,FY2026-Q2,,34,percent,,report\nother,,FY2026-Q2,,5,percent,,report\n"
CLOUD, CHART = Spot("section", "cloud"), Spot("exhibit", "growth")


def test_what_is_said_is_entered_where_it_is_shown_in_the_order_of_reading(brief: Write) -> None:
    small = brief(ROWS)
    ledger = Ledger(small.style)
    first, second, third = (ledger.say(small.fact(name), "short") for name in ("growth", "other", "growth"))
    assert not ledger.shown
    ledger.enter(CLOUD, f"Up {third}.")
    ledger.enter(CHART, f"{second} and {first}", "page")
    assert [(line.number, line.figure.text, str(line.spot), line.only) for line in ledger.shown] == [
        (1, "34%", "section:cloud", ""), (2, "5%", "exhibit:growth", "page"), (3, "34%", "exhibit:growth", "page"),
    ]  # fmt: skip
    assert {spot: len(lines) for spot, lines in ledger.by_spot().items()} == {CLOUD: 1, CHART: 2}


def test_a_figure_that_stands_twice_is_entered_where_it_is_met_first(brief: Write) -> None:
    small = brief(ROWS)
    ledger = Ledger(small.style)
    token = ledger.say(small.fact("growth"), "short")
    ledger.enter(Spot("title"), token)
    ledger.enter(CLOUD, token + token)
    assert [line.spot for line in ledger.shown] == [Spot("title")]


def test_a_figure_that_is_said_and_not_shown_is_not_entered(brief: Write) -> None:
    small = brief(ROWS)
    ledger = Ledger(small.style)
    ledger.say(small.fact("growth"), "long")
    ledger.enter(CLOUD, "No figure here.")
    assert not ledger.shown


def test_a_document_can_be_read_again_from_the_beginning(brief: Write) -> None:
    small = brief(ROWS)
    ledger = Ledger(small.style)
    token = ledger.say(small.fact("growth"), "short")
    ledger.enter(CLOUD, token)
    again = ledger.unentered()
    assert not again.shown
    again.enter(CHART, token)
    assert ([line.spot for line in ledger.shown], [line.spot for line in again.shown]) == ([CLOUD], [CHART])


def test_a_token_holds_no_digit_of_the_figure_but_its_number(brief: Write) -> None:
    small = brief(ROWS)
    token = Ledger(small.style).say(small.fact("growth"), "long")
    assert TOKEN.fullmatch(token)
    assert "34" not in token.replace(KEY, "")


def test_tokens_become_words_in_plain_text(brief: Write) -> None:
    small = brief(ROWS)
    ledger = Ledger(small.style)
    text = f"Growth of {ledger.say(small.fact('growth'), 'short')} beside {ledger.say(small.fact('other'), 'short')}"
    assert ledger.plain(text) == "Growth of 34% beside 5%"
    ledger.enter(CLOUD, text)
    assert ledger.replace(text, lambda line: f"<{line.number}>") == "Growth of <1> beside <2>"


def test_a_figure_that_cannot_be_said_leaves_no_token(brief: Write) -> None:
    small = brief(ROWS)
    ledger = Ledger(small.style)
    with pytest.raises(FormulaError):
        ledger.say(small.fact("growth"), "nonsense")


@pytest.mark.parametrize(
    "text", ["title", "standfirst", "notices", "card:1", "exhibit:growth", "section:a:b"]
)
def test_a_place_reads_back_as_it_is_written(text: str) -> None:
    assert str(Spot.parse(text)) == text


@pytest.mark.parametrize("text", ["", "document", "kpi:1", "Title"])
def test_what_is_no_place_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no place"):
        Spot.parse(text)
