"""The ledger: what was said where, and tokens that nothing can change."""

from __future__ import annotations

import pytest

from reportgen.errors import FormulaError
from reportgen.figures.ledger import TOKEN, Ledger
from tests.conftest import Write

ROWS = "growth,,FY2026-Q2,,34,percent,,report\nother,,FY2026-Q2,,5,percent,,report\n"


def test_every_figure_is_entered_with_its_place(brief: Write) -> None:
    small = brief(ROWS)
    ledger = Ledger(small.style)
    with ledger.at("section:cloud"):
        ledger.say(small.fact("growth"), "long")
        with ledger.at("exhibit:growth"):
            ledger.say(small.fact("growth"), "short")
        ledger.say(small.fact("other"), "long")
    ledger.say(small.fact("other"), "short")
    assert [line.place for line in ledger.shown] == [
        "section:cloud",
        "exhibit:growth",
        "section:cloud",
        "document",
    ]
    assert {place: len(lines) for place, lines in ledger.by_place().items()} == {
        "section:cloud": 2, "exhibit:growth": 1, "document": 1,
    }  # fmt: skip


def test_a_token_holds_no_digit_of_the_figure_but_its_number(brief: Write) -> None:
    small = brief(ROWS)
    ledger = Ledger(small.style)
    token = ledger.say(small.fact("growth"), "long")
    assert TOKEN.fullmatch(token)
    assert "34" not in token


def test_tokens_become_words_in_plain_text(brief: Write) -> None:
    small = brief(ROWS)
    ledger = Ledger(small.style)
    text = f"Growth of {ledger.say(small.fact('growth'), 'short')} beside {ledger.say(small.fact('other'), 'short')}"
    assert ledger.plain(text) == "Growth of 34% beside 5%"
    assert ledger.replace(text, lambda line: f"<{line.number}>") == "Growth of <1> beside <2>"


def test_the_facts_of_a_text_are_named_once_in_order(brief: Write) -> None:
    small = brief(ROWS)
    ledger = Ledger(small.style)
    other, growth = (ledger.say(small.fact(name), "short") for name in ("other", "growth"))
    assert [fact.metric.id for fact in ledger.facts_in(other + growth + other)] == ["other", "growth"]


def test_a_figure_that_is_worded_but_not_shown_is_not_entered(brief: Write) -> None:
    small = brief(ROWS)
    ledger = Ledger(small.style)
    ledger.figure(small.fact("growth"), "long")
    assert ledger.shown == ()


def test_a_place_is_left_when_something_goes_wrong_in_it(brief: Write) -> None:
    small = brief(ROWS)
    ledger = Ledger(small.style)
    with pytest.raises(FormulaError), ledger.at("section:broken"):
        ledger.say(small.fact("growth"), "nonsense")
    ledger.say(small.fact("growth"), "long")
    assert [line.place for line in ledger.shown] == ["document"]
