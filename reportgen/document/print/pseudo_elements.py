"""Pseudo-elements that WeasyPrint need not make styles for: a table of thousands of rows has tens of thousands.

Its own stylesheet gives every element the styles of a list's marker and of calls, markers and back links of notes,
whether it has any or not: six beside each element's own, most of the memory of a long table. In tables only items of
lists and notes keep them.
"""

from __future__ import annotations

import copy
from functools import cache

from reportgen.document.print.engine import Untyped

SPARED = frozenset(
    {"footnote-call", "footnote-marker", "marker", "note-call", "note-callback", "note-marker"}
)
NOTE = "note"  # the class of footnotes
WITH_MARKERS = frozenset({"li", "summary"})


def spare(source: Untyped) -> None:
    """Have a document that is to be laid out use WeasyPrint's own stylesheet without what its tables do not need."""
    given = source._ua_stylesheets  # noqa: SLF001 - the only place where the sheet is asked for
    source._ua_stylesheets = lambda *asked, **named: [_spared(one) for one in given(*asked, **named)]  # noqa: SLF001


@cache
def _spared(sheet: Untyped) -> Untyped:
    """The sheet, but its rules for the pseudo-elements of every element pass over those in tables."""
    other, matcher = copy.copy(sheet), copy.copy(sheet.matcher)
    matcher.other_selectors = [
        (_may_have_some if pseudo in SPARED else test, specificity, order, pseudo, payload)
        for test, specificity, order, pseudo, payload in matcher.other_selectors
    ]
    other.matcher = matcher
    return other


def _may_have_some(element: Untyped) -> bool:
    if element.local_name in WITH_MARKERS or NOTE in element.classes:
        return True
    while element is not None and element.local_name != "table":
        element = element.parent
    return element is None
