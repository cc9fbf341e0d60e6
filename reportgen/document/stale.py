"""What was written for an earlier period and still stands: citations, names, quotations, dates and bare claims.

Figures follow their facts; words do not. A brief says in ``written_for`` for which period somebody has read its words.
Once its period is a later one, whatever in them can have gone stale is told, with what to look at, until it is moved.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from functools import cache, partial
from pathlib import Path

from reportgen.brief import SETTINGS, Brief
from reportgen.document.authored import unguarded
from reportgen.document.literals import patterns_of, typed_claims
from reportgen.facts.book import Book
from reportgen.findings import Finding, Findings, Place
from reportgen.language import Language
from reportgen.located import read_text
from reportgen.model import Fact, Stated
from reportgen.periods import Period

_CITATION = re.compile(r"\bcite\(\s*[\"']([^\"']+)[\"']")
_LITERAL = re.compile(r"\bliteral\(\s*(?:\"([^\"]*)\"|'([^']*)')")
_BLOCK = re.compile(r"(?ms)^[ \t]*(:{3,}) *(quote|callout)\b(.*?)^[ \t]*\1[ \t]*$")
_LONGEST = 50  # letters of a text that are said again


def stale(book: Book) -> Iterator[Finding]:
    """Everything that somebody must look at, now that the period is a later one than the words were written for."""
    brief = book.brief
    if not (written := _written_for(brief)):
        if brief.is_latest:
            message = (
                f"the period is found in the facts, and nothing says for which one the words were written; "
                f"add 'written_for: {brief.period}' once you have read them, and what may be stale will be told"
            )
            yield Finding("warning", "stale-text", message, brief.place("period"))
        return
    if written.end >= brief.period.end:
        return
    for path in (brief.folder / brief.settings.narrative, brief.folder / SETTINGS):
        text = (read_text(path, Findings(), brief.files) or "") if os.path.lexists(path) else ""
        where = partial(_place, path, text)
        yield from _citations(text, book, written, where)
        yield from _literals(text, written, where)
        yield from _blocks(text, brief, written, where)
    yield from _names(brief, written)
    yield from _claims(brief, written)


def _written_for(brief: Brief) -> Period | None:
    try:
        return brief.period_of(brief.settings.written_for) if brief.settings.written_for else None
    except ValueError:  # a season that is not declared: a finding where the brief is read
        return None


Where = Callable[[int], Place]  # of a letter of a text


def _citations(text: str, book: Book, written: Period, where: Where) -> Iterator[Finding]:
    for match in _CITATION.finditer(text):
        source = book.brief.sources.get(match[1])
        if source is None or (source.date and source.date > book.brief.period.end):
            continue
        ends = [fact.period.end for fact in _every(book) if _is_of(fact, match[1])]
        if not any(end > written.end for end in ends):
            message = (
                f"'{match[1]}' tells nothing later than {written}; cite a source of {book.brief.period}, or move "
                f"written_for where it still proves what is said"
            )
            yield Finding("warning", "stale-citation", message, where(match.start()))


def _every(book: Book) -> Iterator[Fact]:
    for fact in book.stated:
        yield from (fact, *fact.equivalents, *fact.others)


def _is_of(fact: Fact, source: str) -> bool:
    return isinstance(fact.origin, Stated) and fact.origin.source.id == source


def _literals(text: str, written: Period, where: Where) -> Iterator[Finding]:
    for match in _LITERAL.finditer(text):
        yield Finding(
            "warning",
            "stale-text",
            _look(f"literal '{_short(match[1] or match[2] or '')}'", written),
            where(match.start()),
        )


def _blocks(text: str, brief: Brief, written: Period, where: Where) -> Iterator[Finding]:
    """Quotations, whose words nobody checks, and callouts that say a date."""
    for match in _BLOCK.finditer(text):
        said = _dates(brief.words).search(match[3])
        if match[2] == "quote":
            what = f"the quotation '{_short(match[3])}'"
        elif said:
            what = f"the callout with '{said[0]}'"
        else:
            continue
        yield Finding("warning", "stale-text", _look(what, written), where(match.start(2)))


def _names(brief: Brief, written: Period) -> Iterator[Finding]:
    for index, name in enumerate(brief.settings.names):
        if _dates(brief.words).search(name):
            place = brief.place("names", index)
            yield Finding("warning", "stale-text", _look(f"the name '{_short(name)}'", written), place)


def _claims(brief: Brief, written: Period) -> Iterator[Finding]:
    patterns = patterns_of(brief.words)
    for passage in unguarded(brief):
        for claim in typed_claims(passage, patterns):
            message = _look("a claim that no fact is asked about", written)
            yield Finding("warning", "stale-text", message, claim.place)


def _look(what: str, written: Period) -> str:
    return f"{what} was written for {written}; read whether it still holds, then move written_for"


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= _LONGEST else f"{plain[:_LONGEST].rstrip()}…"


@cache
def _dates(words: Language) -> re.Pattern[str]:
    """A year, a quarter or a month in the words of a language."""
    months = "|".join(re.escape(month) for month in words.periods.months)
    return re.compile(rf"\b(?:(?:19|20)\d\d|[QH][1-4]|{months})\b")


def _place(path: Path, text: str, offset: int) -> Place:
    """Where a letter of a text stands."""
    line, column = text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)
    return Place(path, line, column)
