"""Figures fit to where they stand: a sentence begins with a capital, and no number has two pairs of parentheses."""

from __future__ import annotations

import pytest

from reportgen.document.fitting import begins_a_sentence, fit
from reportgen.language import language_of
from reportgen.model import Figure
from tests.test_wording import number

WORDS = language_of().changes


@pytest.mark.parametrize(
    "before",
    [
        "", "## ", "- ", "1. ", "> ", "**", "“", "[^note]: ", "Sales grew. ", "Sales grew.\n\n", "Sales grew.\n",
        "## Sales\n", "::: callout Outlook\n", "Did it?  ", "It “grew.” ", "It fell (by much). ", "Sales, too!\n- ",
        'Sales grew.\u00a0<a class="cite" href="#source-1" title="Source 1">[1]</a> ', "a\n\n> ", "- a\n- ",
        "Sales grew. (Costs fell.) ", "(Costs fell.) ", "## Sales\n(Costs fell.) ",
    ],
)  # fmt: skip
def test_a_sentence_begins_here(before: str) -> None:
    assert begins_a_sentence(before)


@pytest.mark.parametrize(
    "before",
    [
        "Sales ", "Sales:\n", "Sales rose by\n", "Example Corp. ", "Example Inc. ", "vs. ", "Sales vs. ", "e.g. ",
        "(approx. ", "| Sales | ", "| ", "No. ", "J. ", "Sales, ", "3.", "of the ",
        "Mitarbeiter (Anzahl zum 31.12.) ", "Mitarbeiter zum 31.12. ", "Sales (incl. tax etc.) ", "Umsatz (Mio.) ",
    ],
)  # fmt: skip
def test_a_sentence_goes_on_here(before: str) -> None:
    assert not begins_a_sentence(before)


def figure(text: str, form: str = "long") -> Figure:
    return Figure(number("1"), form, (), text)


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("39.8 billion", "long"),
        ("kr 12bn", "short"),
        ("iPhone sales grew", "all"),
        ("n.a.", "moved"),
        ("x", "long"),
    ],
)
def test_what_is_no_word_gets_no_capital(text: str, form: str) -> None:
    assert fit(WORDS, "", figure(text, form), "") == (("capital",) if text == "x" else ())


@pytest.mark.parametrize("before", ["Net (", "Net (after ", "Net (a (b) "])
def test_within_parentheses_a_negative_number_has_a_minus(before: str) -> None:
    assert fit(WORDS, before, figure("(€412mn)", "short"), "") == ("minus",)


@pytest.mark.parametrize("before", ["Net ", "Net (a) ", "Net (a\n\nb "])
def test_elsewhere_it_stays_as_the_brief_has_it(before: str) -> None:
    assert fit(WORDS, before, figure("(€412mn)", "short"), "") == ()
