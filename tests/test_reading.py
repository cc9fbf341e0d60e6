"""What every form of words makes of every kind of figure, as one page that a reviewer reads in one sitting.

After a change that is meant to change words: `RENEW=1 pytest tests/test_reading.py`, read `tests/reading/words.txt`
aloud, and commit it. In CI nothing is ever renewed.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import reportgen
from reportgen.document.assembly import names_of, style_of
from reportgen.document.narrative import Writer
from reportgen.figures.ledger import Ledger
from reportgen.figures.wording import FORMS
from reportgen.findings import Findings, Place

FOLDER = Path(__file__).parent / "reading"
PAGE = FOLDER / "words.txt"
RENEW = bool(os.environ.get("RENEW")) and not os.environ.get("CI")
SUBJECTS = {
    "revenue": "a flow in money",
    "revenue.yoy": "its growth, computed",
    "revenue.yoy.organic": "its growth on another basis",
    "revenue.change": "its change as an amount",
    "costs": "a cost",
    "costs.yoy": "a cost that grew",
    "provisions.yoy": "a cost stated below zero, that grew",
    "provisions.change": "its change",
    "outflow.change": "a loss that narrowed",
    "costs.vs_budget": "a cost below its budget",
    "result": "a result below zero",
    "result.change": "its change: the loss is greater",
    "result.yoy": "growth that means nothing",
    "nothing": "zero",
    "nothing.change": "no change",
    "growth_yoy": "growth that a source states, below zero",
    "margin": "a percentage",
    "margin.yoy": "a percentage that did not change",
    "share": "about a third",
    "share.yoy": "its change in points",
    "spread": "a level in basis points",
    "spread.yoy": "its change in basis points",
    "coverage": "a multiple",
    "coverage.yoy": "a multiple's growth",
    "customers": "a count of one",
    "customers.change": "a change of a count",
    "sites": "more than so many",
    "sites.yoy": "growth with a bound",
    "months": "a duration",
    "months.change": "a change of a duration",
    "rank_home": "a rank",
    "eps": "an amount per something",
    "eps.change": "its change",
    "dividend": "pence",
    "rate": "so many per hundred",
    "loans": "crore",
    "orders": "at most so much",
    "young.yoy": "growth from next to nothing",
    "revenue.qoq.yoy": "not available",
    "outlook": "a range",
    "outlook.yoy": "growth that a range implies",
    "target_margin": "a percentage, plus or minus",
    "deliveries": "plus or minus percent",
    "expected_result": "a range around zero",
    "expected_loss": "a range of losses",
    "revenue.position_in(outlook)": "where a number stands in a range",
}


@pytest.fixture(scope="module")
def say() -> Callable[[str], str | None]:
    """Words a template; None where the form does not fit the figure."""
    loaded = reportgen.load(FOLDER)
    ledger = Ledger(style_of(loaded.book))

    def said(template: str) -> str | None:
        findings = Findings()
        writer = Writer(loaded.book, ledger, names_of(loaded.book), findings)
        # Within a sentence.
        text = ledger.plain(writer.text(f"it {template}", Place(PAGE))).removeprefix("it ")
        return None if len(findings) else text.replace("\u00a0", " ")

    return said


def _page(say: Callable[[str], str | None]) -> Iterator[str]:
    for subject, remark in SUBJECTS.items():
        yield f"{subject}: {remark}"
        said: dict[str | None, list[str]] = {}
        for form in FORMS:
            said.setdefault(say(f"{{{{ {subject} | {form} }}}}"), []).append(form)
        refused = said.pop(None, [])
        said.pop("as reported", None)  # which nearly all of them are
        yield from (f"    {text}   ({', '.join(forms)})" for text, forms in said.items())
        if refused:
            yield f"    refused by {', '.join(refused)}"
        yield ""


def test_every_form_says_of_every_kind_of_figure_what_an_editor_has_read(
    say: Callable[[str], str | None],
) -> None:
    text = "\n".join(_page(say))
    if RENEW:
        PAGE.write_text(text, encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == text


def test_the_page_is_read_in_one_sitting() -> None:
    results = re.findall(r"^    (?!refused)\S", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert 250 < len(results) < 420
