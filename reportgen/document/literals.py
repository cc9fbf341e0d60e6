"""Numbers typed by hand: the sources of a brief are read for digits and number words that no fact stands behind.

A typed number is the one that stays when its fact changes. Exempt are quotations, formulas, addresses, identifiers,
and the names that the brief declares (``names:``, ``literal("…")``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from reportgen.brief import SETTINGS
from reportgen.document.authored import Passage, passages, unguarded
from reportgen.facts.book import Book
from reportgen.findings import Finding, Place, error
from reportgen.language import language_of
from reportgen.model import Fact, Stated
from reportgen.periods import Period

_CARDINALS = (
    "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen"
    " nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million billion trillion"
    " hundreds thousands millions billions trillions dozen dozens"
).split()
_ORDINALS = (
    "second third thirds fourth fifth fifths sixth seventh eighth ninth tenth tenths eleventh twelfth thirteenth"
    " fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth hundredth thousandth"
).split()
_MULTIPLES = (
    "half halves halve halved halving twice thrice double doubles doubled doubling triple triples tripled tripling"
    " quadruple quadruples quadrupled quadrupling quintupled"
).split()
_ANY = "|".join(sorted((*_CARDINALS, *_ORDINALS, *_MULTIPLES), key=len, reverse=True))
_CARDINAL = "|".join(sorted(_CARDINALS, key=len, reverse=True))
_PERIODS = "quarter|half|month|year|week|day"
TYPED = re.compile(
    r"(?i)(?<![\w&#])(?:"
    r"[-+−]?[$€£¥]?\d[\d.,]*(?<![.,])(?:\s?%|\w*)"  # 34, 39.8, 34%, 10th, 5G
    r"|[a-z]+-?\d[\w.]*(?<!\.)"  # Q2, FY2026, H20
    r"|[¼½¾⅐-⅞²³¹⁰-⁹₀-₉]+"
    rf"|(?:single|{_CARDINAL}|double|triple)-digit"
    rf"|(?:{_CARDINAL})[- ]?fold"
    rf"|(?:one-)?(?:{_ANY})(?:-(?:{_ANY}|one|first))?"
    rf"|first(?=[- ](?:{_PERIODS})s?\b)"  # "first" alone is as harmless as "one"
    r")(?!\w)"
)
_IDIOM = re.compile(  # where such a word counts nothing
    r"(?i)\b(?:double|doubles|doubled|doubling)(?=[- ](?:down|check|edged|standard))|\bthird(?=[- ]part(?:y|ies)\b)"
    r"|\bsecond(?=[- ](?:to none|thought|guess|nature|hand\b))|\bhalf(?=[- ](?:way|hearted))"
    r"|\b(?:on|in) (?:one|the one|the other) hand\b|\bsecond hand\b|\bby halves\b|\bhalf(?= a unit)"
    r"|(?m:^|(?<=[.!?;:]))\s*(?:Second|Third|Fourth|Fifth)(?=,)"  # first, second, third: an enumeration
)
_EXTREME = "highest|lowest|largest|smallest|strongest|weakest|best|worst|fastest|slowest"
_PARTS = "segment|business|region|division|market|category|company|brand|country|quarter|month|year|one"
TYPED_CLAIM = re.compile(  # words that facts bear out today, and may not tomorrow
    rf"(?i)\b(?:the (?:{_EXTREME})(?: \w+){{0,2}} (?:since|ever|on record)\b|(?:a|new|another) record (?:high|low)\b"
    r"|\banother (?:quarter|month|year) in a row\b"
    rf"|\b(?:every|each)(?: of the)? (?:{_PARTS}) (?:grew|rose|fell|shrank|gained|improved|declined)\b)"
)
PLACEHOLDER = re.compile(
    r"\b(?:TBD|TBC|TBA|TODO|FIXME)\b|\b[Xx]{2,}\b(?:[.,][Xx]+\b)?|\?{3,}|(?i:\blorem ipsum\b)"
    r"|(?i:[\[<({]\s*(?:insert|placeholder)\b[^\])>}\n]*[\])>}])"
    r"|\bINSERT\b|(?i:\binsert\s+(?:\w+\s+){0,3}?(?:here|number|figure|value|text|date|name|quote|amount|percentage)\b)"
)


def typed_by_hand(book: Book) -> Iterator[Finding]:
    """Every typed number, and every text still to be written, in what the author of a brief typed."""
    declared = (*_declared(book.brief.settings.names), _words_of(book.brief.period))
    for passage in passages(book.brief):
        if passage.is_prose:
            yield from typed_numbers(passage, declared)
        yield from placeholders(passage, declared)
    for passage in unguarded(book.brief):
        yield from typed_claims(passage)
    for fact in book.stated:
        for one in (fact, *fact.equivalents, *fact.others):
            yield from _unwritten(one)


def _words_of(period: Period) -> re.Pattern[str]:
    """The brief's own period in words: "second quarter" and "first half" in the second; in the next, they are stale."""
    quarters, ordinals = _quarters_of(period), language_of().periods.ordinals
    words = [f"{ordinals[number - 1]}[- ]quarter" for number in quarters if len(quarters) == 1]
    words += [f"{ordinals[number > 2]}[- ]half" for number in quarters]  # noqa: PLR2004 - of four
    words += [period.frequency] if period.frequency in ("nine months", "twelve months") else []
    return re.compile(rf"(?i)\b(?:{'|'.join(words)})\b" if words else "(?!)")


def _quarters_of(period: Period) -> range:
    """The quarters of the year that belong to a period; none where one is not what its readers count in."""
    match period.frequency:
        case "year":
            return range(1, 5)
        case "half":
            return range(2 * period.number - 1, 2 * period.number + 1)
        case "quarter":
            return range(period.number, period.number + 1)
        case "month" | "week" | "day":
            number = (period.start.month + 2) // 3
            return range(number, number + 1)
        case _:
            return range(0)


def typed_numbers(passage: Passage, declared: Iterable[re.Pattern[str]] = ()) -> Iterator[Finding]:
    """Digits and number words that no fact stands behind; ``declared`` are names that hold some."""
    text = _without(passage.words, (*declared, _IDIOM))
    for match in TYPED.finditer(text):
        yield error(
            "typed-number",
            f"'{match[0]}' is typed by hand; write it as a figure of a fact, or declare it under 'names' in "
            f"{SETTINGS} if it is part of a name",
            Place(passage.path, *passage.position(match.start())),
            ("names",),
            cause=passage.cause,
        )


def typed_claims(passage: Passage) -> Iterator[Finding]:
    """Superlatives and "every segment grew" in words alone: nothing stops them when they are no longer true."""
    for match in TYPED_CLAIM.finditer(passage.words):
        message = (
            f"'{' '.join(match[0].split())}' is a claim that no fact is asked about; write it with all(…), count(…), "
            "highest(…), lowest(…) or streak(…), and it cannot go stale"
        )
        yield Finding("note", "typed-claim", message, Place(passage.path, *passage.position(match.start())))


def placeholders(passage: Passage, declared: Iterable[re.Pattern[str]] = ()) -> Iterator[Finding]:
    """What was meant to be written later: "TBD", "XX", "lorem ipsum", "insert …", "???"."""
    for match in PLACEHOLDER.finditer(_without(passage.quoted, declared)):
        yield _placeholder(match[0], Place(passage.path, *passage.position(match.start())))


def _unwritten(fact: Fact) -> Iterator[Finding]:
    if isinstance(fact.origin, Stated):
        for match in PLACEHOLDER.finditer(f"{fact.note} · {fact.origin.anchor} · {fact.origin.passage}"):
            yield _placeholder(match[0], fact.origin.place)


def _placeholder(found: str, place: Place) -> Finding:
    return error(
        "placeholder", f"'{' '.join(found.split())}' is a placeholder; write what belongs there", place
    )


def _declared(names: Iterable[str]) -> Iterator[re.Pattern[str]]:
    for name in sorted(names, key=len, reverse=True):
        words = r"\s+".join(map(re.escape, name.split()))  # a folded text may break it
        if words:
            yield re.compile(rf"(?<![\w]){words}(?!\w)" if name[-1].isalnum() else rf"(?<!\w){words}")


def _without(text: str, patterns: Iterable[re.Pattern[str]]) -> str:
    for pattern in patterns:
        text = pattern.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)
    return text
