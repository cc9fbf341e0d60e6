"""xBRL-JSON (OIM 1.0): facts with their decimals, as a filing or a program states them.

A fact with dimensions of its own (a segment, a product) is no fact of the whole, and is left out; of those that we
write ourselves, :mod:`reportgen.delivery.xbrl_json` says what they mean. Instants are the end of a day: midnight of the
next.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from urllib.parse import unquote

from reportgen.brief import Brief
from reportgen.findings import Findings, Place, error
from reportgen.source_settings import SourceDocument
from reportgen.sources.companyfacts import number_of
from reportgen.sources.digits import plain
from reportgen.sources.filed import MOST_DECIMALS, OUR_METRICS, OUR_NAMES, OUR_TERMS, Filed
from reportgen.sources.filed_units import in_unit, measures_of
from reportgen.sources.filings import grid_of_filings
from reportgen.sources.grid import Grid, listed
from reportgen.sources.json_tree import tree_of
from reportgen.sources.unpacking import Unreadable, visible
from reportgen.sources.words import Words

DOCUMENT_TYPE = re.compile(r"https://xbrl\.org/(?:CR/)?20\d\d(?:-\d\d-\d\d)?/xbrl-json")
_MARKS = (b'"documentInfo"', b"/xbrl-json")
_OWN = ("concept", "entity", "period", "unit", "language", "noteId")
_TERMS = ("scenario", "bound", "low", "high", "as_of", "period")  # dimensions of ours
_MIDNIGHT = re.compile(r"(\d{4}-\d\d-\d\d)T00:00:00(?:\.0+)?Z?")
MOST_FACTS = 200_000


def is_xbrl_json(raw: bytes) -> bool:
    """Whether a JSON file says that it is an xBRL-JSON report."""
    return all(mark in raw for mark in _MARKS)


def read_xbrl_json(
    raw: bytes, document: SourceDocument, brief: Brief, place: Place, findings: Findings, inside: str
) -> Grid:
    """The facts of the concepts that a brief asks for, as rows with periods and digits. Raises Unreadable."""
    tree = tree_of(raw, document.encoding)
    info = tree.get("documentInfo") if isinstance(tree, dict) else None
    facts = tree.get("facts") if isinstance(tree, dict) else None
    if not isinstance(info, dict) or not isinstance(facts, dict):
        raise Unreadable("no-table", "no xBRL-JSON: expected 'documentInfo' and 'facts'")
    kind = str(info.get("documentType") or "")
    if not DOCUMENT_TYPE.fullmatch(kind):
        raise Unreadable(
            "no-table", f"documentType '{visible(kind[:80])}'; expected 'https://xbrl.org/2021/xbrl-json'"
        )
    if len(facts) > MOST_FACTS:
        raise Unreadable("file-too-large", f"{len(facts):,} facts; at most {MOST_FACTS:,} are read")
    spaces = info.get("namespaces")
    known = {str(key): str(one) for key, one in spaces.items()} if isinstance(spaces, dict) else {}
    reading = _Reading(document, Words(brief, document), known, place, findings, inside)
    read = list(reading.facts(facts))
    if not read:
        if reading.is_whole:
            raise Unreadable("no-table", f"no facts of the brief's metrics; {reading.nothing()}")
        return Grid((), place, is_whole=False)
    grid = grid_of_filings(read, document, brief, place, findings, only_fiscal=False)
    return replace(grid, told=(*reading.told, *grid.told), is_whole=reading.is_whole)


class _Reading:
    """One report, read for one brief; ``spaces`` are its namespaces by their prefixes."""

    def __init__(
        self,
        document: SourceDocument,
        words: Words,
        spaces: Mapping[str, str],
        place: Place,
        findings: Findings,
        inside: str,
    ) -> None:
        self._document, self._words, self._spaces, self._place = document, words, spaces, place
        self._findings, self._inside = findings, f"{inside}:" if inside else ""
        self._strangers: Counter[str] = Counter()
        self._parts: Counter[str] = Counter()
        self.is_whole = True

    @property
    def told(self) -> tuple[str, ...]:
        """What was left out and not said so."""
        if not self._parts:
            return ()
        dimensions = visible(listed([name[:80] for name in self._parts]))
        return (
            f"facts of parts of the whole left out: {self._parts.total():,} with the dimensions {dimensions}",
        )

    def nothing(self) -> str:
        """What there is in place of the metrics of the brief."""
        names = visible(listed([name[:80] for name in self._strangers]))
        return f"say in 'metrics' which concepts are yours: found {names or 'none'}"

    def facts(self, found: Mapping[str, object]) -> Iterator[Filed]:
        """The facts of the metrics that the brief wants."""
        for name, fact in found.items():
            place = Place(self._place.path, 0, inside=f"{self._inside}facts/{visible(name[:80])}")
            try:
                one = self._fact(fact, place)
            except Unreadable as problem:
                cause = f"{problem.code} {self._place.path}"
                self._findings.add(error(problem.code, str(problem), place, cause=cause))
                self.is_whole = False
                continue
            if one:
                kind = self._words.brief.metrics.get(one.metric)
                yield in_unit(one, self._document.units.get(one.metric, ""), kind.kind if kind else "")

    def _fact(self, fact: object, place: Place) -> Filed | None:
        dimensions = fact.get("dimensions") if isinstance(fact, dict) else None
        if not isinstance(fact, dict) or not isinstance(dimensions, dict):
            raise Unreadable("syntax", "expected a fact with 'value' and 'dimensions'")
        concept = str(dimensions.get("concept") or "")
        name, metric = self._metric(concept)
        if not metric:
            self._strangers[concept] += 1
            return None
        terms, others = {}, []
        for key, value in dimensions.items():
            term = self._local(key, OUR_TERMS)
            if term in _TERMS:
                terms[term] = str(value)
            elif key not in _OWN:
                others.append(key)
        if others:
            self._parts.update(others[:1])
            return None
        if fact.get("value") is None:
            return None  # nil: nothing is stated
        start, end = _days(dimensions.get("period"))
        decimals, number = fact.get("decimals"), number_of(fact["value"])
        for limit in ("low", "high"):
            if limit in terms:
                number_of(terms[limit])
        return Filed(
            name, metric, number, self._unit(dimensions.get("unit")), start, end, place,
            _decimals(decimals, number), is_exact=decimals is None,
            entity=self._entity(str(dimensions.get("entity") or "")),
            scenario=terms.get("scenario", ""), bound=terms.get("bound", ""), low=terms.get("low", ""),
            high=terms.get("high", ""), as_of=terms.get("as_of", ""), period=terms.get("period", ""),
        )  # fmt: skip

    def _metric(self, concept: str) -> tuple[str, str]:
        """By what name a concept is a metric of the brief, and which."""
        ours = self._local(concept, OUR_METRICS)
        for name in (concept, concept.partition(":")[2], ours):
            if name and (metric := self._words.metric(name)):
                return name, metric
        return "", ""

    def _local(self, name: str, space: str) -> str:
        """A name within a namespace; "" for one of another."""
        prefix, colon, local = name.partition(":")
        return local if colon and self._spaces.get(prefix) == space else ""

    def _entity(self, identifier: str) -> str:
        """Whose a fact is, where it says a name: the brief's own has none in a row."""
        if said := self._document.constants.get("entity"):
            return said
        name = unquote(self._local(identifier, OUR_NAMES))
        return "" if name == self._words.brief.entity else name

    def _unit(self, text: object) -> str:
        return measures_of(str(text), self._spaces) if text else ""


def _days(text: object) -> tuple[date | None, date]:
    """The first and the last day of a period, or the day of an instant: midnight is the end of the day before."""
    ends = str(text or "").split("/")
    try:
        moments = [_midnight(one) for one in ends]
        if len(moments) == 1:
            return None, moments[0] - timedelta(days=1)
        start, after = moments
        if after <= start:
            raise Unreadable("bad-period", f"period '{visible(str(text)[:60])}' ends before it begins")
        return start, after - timedelta(days=1)
    except (ValueError, OverflowError):
        found = f"'{visible(str(text)[:60])}'" if text else "nothing"
        raise Unreadable(
            "bad-period", f"period {found}; expected days such as 2025-07-01T00:00:00/2025-10-01T00:00:00"
        ) from None


def _midnight(text: str) -> date:
    match = _MIDNIGHT.fullmatch(text)
    if not match:
        raise ValueError(text)
    return date.fromisoformat(match[1])


def _decimals(value: object, number: Decimal) -> int:
    if value is None:
        return len(plain(number).partition(".")[2])  # it is exact
    text = str(value)
    if not re.fullmatch(r"-?\d{1,2}", text) or abs(int(text)) > MOST_DECIMALS:
        raise Unreadable(
            "number-format",
            f"decimals '{visible(text[:40])}'; expected a number from -{MOST_DECIMALS} to {MOST_DECIMALS}",
        )
    return int(text)
