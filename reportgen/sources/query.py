"""The text of a query: whether it only reads, what it asks to be told, and how a database wants to have it.

A database knows its language better than this does. What is here refuses early, in an author's words; that nothing is
written, and that no second statement is run, is seen to by each database itself (``embedded``, ``server``).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from reportgen.brief import Brief
from reportgen.findings import likely, one_of
from reportgen.sources.unpacking import Unreadable

Value = str | date
READING = ("select", "with", "values", "from", "table")  # how a query that reads begins
_PIECES = re.compile(
    r"""(?P<comment>--[^\n]*|/\*.*?\*/)
      | (?P<text>'(?:[^']|'')*')
      | (?P<name>"(?:[^"]|"")*")
      | (?P<cast>::)
      | (?P<parameter>(?<!\w):[A-Za-z_]\w*)
      | (?P<word>[A-Za-z_]\w*)
      | (?P<space>\s+)
      | (?P<other>.)""",
    re.VERBOSE | re.DOTALL,
)
_WRITING = frozenset("insert update delete merge drop alter create truncate grant into exec execute".split())
_TWO_READINGS = re.compile(r"/\*!|/\*(?:(?!\*/).)*/\*|\\['\"]|\$\w*\$|\[[^\]]*['\"]|`[^`]*['\"]", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Query:
    """One query that reads; what it asks to be told is named in it: ``where quarter = :period``."""

    text: str

    def pieces(self) -> Iterator[tuple[str, str]]:
        """Its text in pieces, each with what it is: a comment, a text in quotes, a word, a parameter."""
        for match in _PIECES.finditer(self.text):
            yield str(match.lastgroup), match[0]

    @property
    def asks_for(self) -> tuple[str, ...]:
        """The names that are told to it, each once, in their order."""
        return tuple(dict.fromkeys(text[1:] for kind, text in self.pieces() if kind == "parameter"))

    @property
    def is_ordered(self) -> bool:
        """Whether it says in which order its rows come."""
        depth, before = 0, ""
        for kind, text in self.pieces():
            depth += {"(": 1, ")": -1}.get(text, 0)
            if kind == "word":
                if not depth and (before, text.lower()) == ("order", "by"):
                    return True
                before = text.lower()
        return False

    def written(self, form: Callable[[str], str], *, doubled: str = "") -> str:
        """Its text without the semicolon at its end, parameters in the form of a database.

        ``doubled`` is a sign that the database wants to have twice where it stands for itself.
        """
        text = "".join(
            form(text[1:]) if kind == "parameter" else text.replace(doubled, doubled * 2) if doubled else text
            for kind, text in self._one()
        )
        return text.strip()

    def _one(self) -> Iterator[tuple[str, str]]:
        """Its pieces up to the semicolon."""
        for kind, text in self.pieces():
            if text == ";":
                return
            yield kind, text


def query_of(text: str, told: Mapping[str, Value]) -> Query:
    """The query that an author wrote; Unreadable where it does not only read, or asks for what nobody can tell it."""
    query = Query(text)
    code = [(kind, piece) for kind, piece in query.pieces() if kind not in ("comment", "space")]
    is_ended = False
    for _, piece in code:
        if is_ended and piece != ";":
            raise Unreadable(
                "forbidden-query", "more than one statement; a source asks one, without ';' in it"
            )
        is_ended = is_ended or piece == ";"
    first = next((piece.lower() for _, piece in code if piece != "("), "")
    if first not in READING:
        found = f"the query begins with '{first}'" if first else "the query is empty"
        raise Unreadable("forbidden-query", f"{found}; it may only read: expected {one_of(READING[:3])}")
    for name in query.asks_for:
        if name not in told:
            raise Unreadable("bad-query", f"nothing is told as ':{name}'{likely(name, list(told))}")
    return query


def require_one_reading(query: Query) -> None:
    """Refuse what another database may read otherwise than it is read here. Raises Unreadable."""
    writes = _WRITING & {piece.lower() for kind, piece in query.pieces() if kind == "word"}
    if writes:
        raise Unreadable("forbidden-query", f"the word '{min(writes)}' in a query; it may only read")
    match = _TWO_READINGS.search(query.text)
    is_open = any(kind == "other" and piece in "'\"" for kind, piece in query.pieces())
    if match or is_open:
        found = match[0][-2:] if match else "a quote that nothing closes"
        raise Unreadable("forbidden-query", f"databases read this in several ways: {found}; write it plainly")


def told_to(brief: Brief) -> Mapping[str, Value]:
    """What every query of a brief may be told: its period and its entity, and the days of the period."""
    period = brief.period
    return {
        "period": str(period), "entity": brief.entity, "period_start": period.start, "period_end": period.end,
    }  # fmt: skip
