"""How figures fit to where they stand: a capital where a sentence begins, a minus within an author's parentheses."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from reportgen.facts.reference import claimed
from reportgen.figures.digits import said
from reportgen.figures.ledger import stopped
from reportgen.figures.ranges import is_said_as_range
from reportgen.figures.verbs import direction
from reportgen.intervals import rounded
from reportgen.language import Changes
from reportgen.model import Figure, Fit

SIGNS_ALONE = frozenset({"short", "signed", "number"})  # forms that begin with a sign, a digit, a currency
_MARKS = re.compile(  # of a heading, an entry of a list, a note
    r"\s*((?:#{1,6}\s|>|[-*+]\s|\[\^[^\]\n]+\]:|\d+[.)]\s)\s*)*"
)
_OPENING = re.compile(r"[\s*_“\"‘'(\[]*")
_PERIOD = re.compile(r"(?:first|second|third|fourth) (?:quarter|half)\b|(?:nine|twelve) months\b")
# Forms that show a rate.
SIZED = frozenset({"long", "moved", "by", "up", "growth", "size", "short", "signed"})
VERBS = frozenset({"moved", "by", "verb"})  # forms that a level can follow
LED_ON = VERBS | {"up", "growth"}  # and those that lead on to it with a number: up 4 percent to 52.4 million
FAR_ENOUGH = 1_000  # letters back, to know how a sentence begins
_REFERENCE = re.compile(r"\s*<a class=\"cite\"[^<>]*>[^<>]*</a>")
_END = re.compile(r"(\S*[.!?…])([”’\"')\]*_]*)\s+[*_“\"‘'(\[]*$")
_ABBREVIATED = re.compile(  # a full stop that ends no sentence
    r"(?i)(?:^|[(\[“\"'])(?:\w|(?:\w\.)+\w?|\d\d?\.(?:0[1-9]|1[0-2])|approx|ca|cf|co|corp|dr|etc|excl|incl|inc|jr|ltd|max|min|mr|mrs|ms|no|pp"
    r"|resp|sr|st|vol|vs)\.$"
)


def fit(words: Changes, before: str, figure: Figure, after: str) -> tuple[Fit, ...]:
    """How a figure has to change between two texts, in which other figures are tokens."""
    return tuple(_fits(words, before, figure, after))


def _fits(words: Changes, before: str, figure: Figure, after: str) -> Iterator[Fit]:
    if _has_only_a_direction(figure, words.leads_on(after)):
        yield "onward"
    elif _is_level(figure) and words.leads_on(after) == "to":
        yield "level"
    yield from stopped(before, figure, after)
    if _wants_a_capital(figure) and begins_a_sentence(before):
        yield "capital"
    if figure.text.startswith("(") and _is_within_parentheses(before):
        yield "minus"


def _has_only_a_direction(figure: Figure, leading: str) -> bool:
    """Whether a change without a number stands before a level: "was not meaningful to 184 patients" is no sentence."""
    state = figure.fact.quantity.state
    return figure.form in VERBS and (
        (state == "n.m." and bool(leading)) or (state == "n.a." and leading == "to")
    )


def _is_level(figure: Figure) -> bool:
    """Whether a change is said to be none, in our own words: "was flat to 52.4 million" is no sentence."""
    fact = figure.fact
    says_the_way = figure.form in LED_ON and not dict(figure.options).get("flat")
    if not says_the_way or fact.quantity.state or claimed(fact) or is_said_as_range(fact):
        return False
    return direction(fact) == 0


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
    if ended is None or _ABBREVIATED.search(ended[1]):
        return False
    return ")" not in ended[2] or _is_bracket_of_its_own(before[: ended.end(1)])


def _is_bracket_of_its_own(before: str) -> bool:
    """Whether the bracket that closes behind these words holds sentences, and is no part of one: ``(at 31.12.)``."""
    lead = before.rpartition("(")[0].rstrip(" *_“\"‘'")
    return not lead or lead.endswith((".", "!", "?", "…", "\n"))


def wants_a_capital(before: str, words: str) -> bool:
    """Whether words that are no figure begin a sentence and are the name of a period."""
    return _PERIOD.match(words) is not None and begins_a_sentence(before)


def evened(figures: Sequence[Figure]) -> Callable[[str, Figure, str], tuple[Fit, ...]]:
    """How the rates of one title are said alike: where one has no decimals, computed ones have none either."""
    rates = [figure for figure in figures if _is_rate(figure)]
    to_whole = any(said(figure.fact).decimals <= 0 for figure in rates)

    def even(_: str, figure: Figure, __: str) -> tuple[Fit, ...]:
        quantity = figure.fact.quantity
        finer = to_whole and _is_rate(figure) and quantity.decimals is None and said(figure.fact).decimals > 0
        return ("whole",) if finer and rounded(quantity.value / quantity.unit.factor, 0) else ()

    return even


def _is_rate(figure: Figure) -> bool:
    is_percent = figure.fact.unit.kind == "percent" and figure.fact.quantity.is_number
    return is_percent and figure.form in SIZED and not dict(figure.options).get("decimals")


def _is_within_parentheses(before: str) -> bool:
    paragraph = before.rpartition("\n\n")[2]
    return paragraph.count("(") > paragraph.count(")")
