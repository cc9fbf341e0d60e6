"""Numbers typed by hand: the sources of a brief are read for digits and number words that no fact stands behind.

A typed number is the one that stays when its fact changes. Exempt are quotations, formulas, addresses, identifiers,
and the names that the brief declares (``names:``, ``literal("…")``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from reportgen.brief import SETTINGS
from reportgen.document.authored import Passage, unguarded
from reportgen.facts.book import Book
from reportgen.findings import Finding, Place, error
from reportgen.language import Language
from reportgen.model import Fact, Stated
from reportgen.periods import Period


@dataclass(frozen=True, slots=True)
class Patterns:
    """What of a language is a number, an idiom with the words of one, a claim, or still to be written."""

    typed: re.Pattern[str]
    idiom: re.Pattern[str]
    claim: re.Pattern[str]
    placeholder: re.Pattern[str]


@cache
def patterns_of(words: Language) -> Patterns:
    """The patterns that the words of a language make."""
    lint = words.lint
    any_ = "|".join(sorted((*lint.cardinals, *lint.ordinals, *lint.multiples), key=len, reverse=True))
    cardinal = "|".join(sorted(lint.cardinals, key=len, reverse=True))
    typed = re.compile(
        r"(?i)(?<![\w&#])(?:"
        r"[-+−]?[$€£¥]?\d[\d.,]*(?<![.,])(?:\s?%|\w*)"  # 34, 39.8, 34%, 10th, 5G
        r"|[a-z]+-?\d[\w.]*(?<!\.)"  # Q2, FY2026, H20
        r"|[¼½¾⅐-⅞²³¹⁰-⁹₀-₉]+"
        rf"|{lint.digit_words.format(cardinal=cardinal)}"
        rf"|(?:one-)?(?:{any_})(?:-(?:{any_}|one|first))?"
        rf"|first(?=[- ](?:{lint.periods})s?\b)"  # "first" alone is as harmless as "one"
        r")(?!\w)"
    )
    return Patterns(typed, re.compile(lint.idioms), re.compile(lint.claims), re.compile(lint.placeholders))


def typed_by_hand(book: Book, typed: Iterable[Passage]) -> Iterator[Finding]:
    """Every typed number, and every text still to be written, in the passages that the author of a brief typed."""
    patterns = patterns_of(book.brief.words)
    declared = (*_declared(book.brief.settings.names), _words_of(book.brief.period))
    for passage in typed:
        if passage.formula:
            yield _unevaluated(passage, passage.formula)
        if passage.is_prose:
            yield from typed_numbers(passage, patterns, declared)
        yield from placeholders(passage, patterns, declared)
    for passage in unguarded(book.brief):
        yield from typed_claims(passage, patterns)
    for fact in book.stated:
        for one in (fact, *fact.equivalents, *fact.others):
            yield from _unwritten(one, patterns)


def _words_of(period: Period) -> re.Pattern[str]:
    """The brief's own period in words: "second quarter" and "first half" in the second; in the next, they are stale."""
    quarters, ordinals, lint = _quarters_of(period), period.words.periods.ordinals, period.words.lint
    words = [
        lint.own_quarter.format(ordinal=ordinals[number - 1]) for number in quarters if len(quarters) == 1
    ]
    words += [lint.own_half.format(ordinal=ordinals[number > 2]) for number in quarters]  # noqa: PLR2004 - of four
    words += [lint.own_months[period.frequency]] if period.frequency in lint.own_months else []
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


def typed_numbers(
    passage: Passage, patterns: Patterns, declared: Iterable[re.Pattern[str]] = ()
) -> Iterator[Finding]:
    """Digits and number words that no fact stands behind; ``declared`` are names that hold some."""
    text = _without(passage.words, (*declared, patterns.idiom))
    for match in patterns.typed.finditer(text):
        yield error(
            "typed-number",
            f"'{match[0]}' is typed by hand; write it as a figure of a fact, or declare it under 'names' in "
            f"{SETTINGS} if it is part of a name",
            Place(passage.path, *passage.position(match.start())),
            ("names",),
            cause=passage.cause,
        )


def _unevaluated(passage: Passage, formula: re.Match[str]) -> Finding:
    return error(
        "no-template",
        f"'{' '.join(formula[0].split())}' is no formula here: names, labels, definitions and sources are printed as "
        "they are typed; write the words themselves",
        Place(passage.path, *passage.position(formula.start())),
        cause=passage.cause,
    )


def typed_claims(passage: Passage, patterns: Patterns) -> Iterator[Finding]:
    """Superlatives and "every segment grew" in words alone: nothing stops them when they are no longer true."""
    for match in patterns.claim.finditer(passage.words):
        message = (
            f"'{' '.join(match[0].split())}' is a claim that no fact is asked about; write it with all(…), count(…), "
            "highest(…), lowest(…) or streak(…), and it cannot go stale"
        )
        yield Finding("note", "typed-claim", message, Place(passage.path, *passage.position(match.start())))


def placeholders(
    passage: Passage, patterns: Patterns, declared: Iterable[re.Pattern[str]] = ()
) -> Iterator[Finding]:
    """What was meant to be written later: "TBD", "XX", "lorem ipsum", "insert …", "???"."""
    for match in patterns.placeholder.finditer(_without(passage.quoted, declared)):
        yield _placeholder(match[0], Place(passage.path, *passage.position(match.start())))


def _unwritten(fact: Fact, patterns: Patterns) -> Iterator[Finding]:
    if isinstance(fact.origin, Stated):
        for match in patterns.placeholder.finditer(
            f"{fact.note} · {fact.origin.anchor} · {fact.origin.passage}"
        ):
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
