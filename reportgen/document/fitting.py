"""How figures fit to where they stand: a capital where a sentence begins, a minus within an author's parentheses."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reportgen.model import Figure, Fit

SIGNS_ALONE = frozenset(
    {"short", "signed", "number"}
)  # they begin with a sign, a digit or a currency's own letters
_MARKS = re.compile(
    r"\s*((?:#{1,6}\s|>|[-*+]\s|\[\^[^\]\n]+\]:|\d+[.)]\s)\s*)*"
)  # that begin an entry of a list, a heading
_OPENING = re.compile(r"[\s*_“\"‘'(\[]*")
FAR_ENOUGH = 1_000  # letters back, to know how a sentence begins
_REFERENCE = re.compile(r"\s*<a class=\"cite\"[^<>]*>[^<>]*</a>")
_END = re.compile(r"(\S*[.!?…])[”’\"')\]*_]*\s+[*_“\"‘'(\[]*$")
_ABBREVIATED = re.compile(  # a full stop that ends no sentence
    r"(?i)(?:^|[(\[“\"'])(?:\w|(?:\w\.)+\w?|approx|ca|cf|co|corp|dr|etc|excl|incl|inc|jr|ltd|max|min|mr|mrs|ms|no|pp"
    r"|resp|sr|st|vol|vs)\.$"
)


def fit(before: str, figure: Figure) -> tuple[Fit, ...]:
    """How a figure has to change behind a text, in which other figures are tokens."""
    return tuple(_fits(before, figure))


def _fits(before: str, figure: Figure) -> Iterator[Fit]:
    if _wants_a_capital(figure) and begins_a_sentence(before):
        yield "capital"
    if figure.text.startswith("(") and _is_within_parentheses(before):
        yield "minus"


def _wants_a_capital(figure: Figure) -> bool:
    first, second = figure.text[:1], figure.text[1:2]
    is_word = first.islower() and (second.islower() or not second.strip())
    return is_word and figure.form not in SIGNS_ALONE


def begins_a_sentence(before: str) -> bool:
    """Whether a sentence, or a text, begins behind these words."""
    before = _REFERENCE.sub("", before[-FAR_ENOUGH:])
    above, _, line = before.rpartition("\n")
    marks = _MARKS.match(line)
    if marks and _OPENING.fullmatch(line[marks.end() :]):
        last = above.rpartition("\n")[2].strip()
        if marks[1] or not last or last.startswith(("#", ":::")):
            return True
    ended = _END.search(before)
    return ended is not None and not _ABBREVIATED.search(ended[1])


def _is_within_parentheses(before: str) -> bool:
    paragraph = before.rpartition("\n\n")[2]
    return paragraph.count("(") > paragraph.count(")")
