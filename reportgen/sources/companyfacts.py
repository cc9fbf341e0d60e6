"""companyfacts files of the SEC, as they are downloaded: every number of a company's filings, by concept and unit.

``fy`` and ``fp`` of an entry are those of the filing in which it stands, so that a comparative
has them of a year later. What period a number is of, its days alone say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation

from reportgen.brief import Brief
from reportgen.findings import Findings, Place, error, likely
from reportgen.source_settings import SourceDocument
from reportgen.sources.digits import is_bearable
from reportgen.sources.filed import MOST_DIGITS, Filed
from reportgen.sources.filed_units import in_unit, unit_of
from reportgen.sources.filings import grid_of_filings
from reportgen.sources.grid import Grid, folded, listed
from reportgen.sources.json_tree import tree_of
from reportgen.sources.unpacking import Unreadable, visible
from reportgen.sources.words import Words

_HEAD = re.compile(rb'\s*\{\s*"(?:cik|entityName)"\s*:')
_LOOKED_AT = 4096  # bytes
MOST_FACTS = 200_000  # of the concepts that a brief asks for
_SMALL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def is_companyfacts(raw: bytes) -> bool:
    """Whether a JSON file begins as a companyfacts file does."""
    return bool(_HEAD.match(raw)) and b'"facts"' in raw[:_LOOKED_AT]


def read_companyfacts(
    raw: bytes, document: SourceDocument, brief: Brief, place: Place, findings: Findings, inside: str
) -> Grid:
    """The facts of the concepts that a brief asks for, as rows with periods, versions and digits. Raises Unreadable."""
    reading = _Reading(document, Words(brief, document), place, findings, inside)
    facts = [
        one
        for concept in reading.wanted(concepts_in(raw, document.encoding))
        for one in reading.facts(concept)
    ]
    if len(facts) > MOST_FACTS:
        raise Unreadable(
            "file-too-large", f"{len(facts):,} facts of these concepts; at most {MOST_FACTS:,} are read"
        )
    if not facts and reading.is_whole:
        raise Unreadable("no-table", "no facts of the concepts that 'metrics' names")
    if not facts:
        return Grid((), place, is_whole=False)
    grid = grid_of_filings(facts, document, brief, place, findings, only_fiscal=True)
    return replace(grid, told=(*reading.told, *grid.told), is_whole=reading.is_whole)


@dataclass(frozen=True, slots=True)
class Concept:
    """What a file holds of one concept; ``units`` are entries by units, as they stand in the file."""

    name: str  # us-gaap:Revenues
    label: str
    units: Mapping[str, object]

    @property
    def local(self) -> str:
        """Its name within its taxonomy: ``Revenues``."""
        return self.name.partition(":")[2]


def concepts_in(raw: bytes, encoding: str = "") -> tuple[str, tuple[Concept, ...]]:
    """Whose facts a file holds, by its own words, and its concepts. Raises Unreadable."""
    tree = tree_of(raw, encoding)
    facts = tree.get("facts") if isinstance(tree, dict) else None
    if not isinstance(tree, dict) or not isinstance(facts, dict):
        raise Unreadable(
            "no-table", "no companyfacts: expected 'cik', 'entityName' and 'facts' by taxonomy and concept"
        )
    return str(tree.get("entityName") or ""), tuple(_concepts(facts))


def _concepts(facts: Mapping[str, object]) -> Iterator[Concept]:
    for taxonomy, found in facts.items():
        for name, one in found.items() if isinstance(found, dict) else ():
            units = one.get("units") if isinstance(one, dict) else None
            if isinstance(one, dict) and isinstance(units, dict):
                yield Concept(f"{taxonomy}:{name}", str(one.get("label") or ""), units)


class _Reading:
    """One file, read for one brief."""

    def __init__(
        self, document: SourceDocument, words: Words, place: Place, findings: Findings, inside: str
    ) -> None:
        self._document, self._words, self._place, self._findings = document, words, place, findings
        self._inside = f"{inside}:" if inside else ""
        self.told: list[str] = []
        self.is_whole = True

    def wanted(self, found: tuple[str, tuple[Concept, ...]]) -> Iterator[tuple[Concept, str, str]]:
        """The concepts of the brief's metrics, by what they were known as; first those that the author names first."""
        entity, concepts = found
        self._tell_whose(entity)
        if not self._words.knows_metrics:
            raise Unreadable(
                "no-table",
                f"{len(concepts):,} concepts; say in 'metrics' which are yours, such as {{NetIncomeLoss: net_income}}: "
                f"found {visible(listed([one.local[:80] for one in concepts]))}",
            )
        known = {}
        for concept in concepts:
            for name in (concept.name, concept.local, concept.label, _SMALL.sub(" ", concept.local)):
                if name and (metric := self._words.metric(name)):
                    known[folded(name)] = (concept, name, metric)
                    break
        self._check(known, concepts)
        order = {folded(name): at for at, name in enumerate(self._document.metrics)}
        yield from (known[name] for name in sorted(known, key=lambda name: order.get(name, len(order))))

    def _tell_whose(self, entity: str) -> None:
        """Say whose facts they are where that is not the entity by whose name the brief goes."""
        ours = {one.name for one in (self._words.brief.settings.entity,)} | {
            self._words.brief.settings.entity.short
        }
        first = re.split(r"\W+", folded(entity))[0]
        alike = any(first and first in re.split(r"\W+", folded(name)) for name in ours if name)
        if entity and not alike and not self._document.constants.get("entity"):
            self.told.append(
                f"facts of '{visible(entity[:80])}' as those of the brief's entity; of another's say "
                "'constants: {entity: …}'"
            )

    def _check(self, known: Mapping[str, tuple[Concept, str, str]], concepts: tuple[Concept, ...]) -> None:
        """Every metric that the author names has a concept in the file: one of several will do."""
        there = {metric for _, _, metric in known.values()}
        names = [name for one in concepts for name in (one.local, one.name)]
        for name, metric in self._document.metrics.items():
            if metric and metric not in there:
                there.add(metric)
                where = self._words.brief.place("sources", self._name(), "metrics", name)
                hint = likely(name, names)
                self._findings.add(
                    error("unknown-concept", f"concept '{name}' is not in the file{hint}", where)
                )
                self.is_whole = False

    def _name(self) -> str:
        """What the brief calls the source."""
        sources = self._words.brief.settings.sources
        return next((name for name, one in sources.items() if one.data == self._document.data), "")

    def facts(self, wanted: tuple[Concept, str, str]) -> Iterator[Filed]:
        """The facts of a concept in all its units."""
        concept, name, metric = wanted
        for unit, entries in concept.units.items():
            if not isinstance(entries, list):
                self.miss("syntax", "expected a list of facts", self._at(concept, unit, 0))
                continue
            for index, entry in enumerate(entries):
                if one := self._fact(entry, unit, self._at(concept, unit, index)):
                    said = self._document.units.get(metric, "")
                    kind = self._words.brief.metrics.get(metric)
                    yield in_unit(replace(one, name=name, metric=metric), said, kind.kind if kind else "")

    def _at(self, concept: Concept, unit: str, index: int) -> Place:
        return Place(
            self._place.path,
            index + 1,
            inside=f"{self._inside}{visible(concept.name[:120])}/{visible(unit[:40])}[{index}]",
        )

    def _fact(self, entry: object, unit: str, place: Place) -> Filed | None:
        if not isinstance(entry, dict):
            self.miss("syntax", "expected a fact with 'val', 'end' and 'filed'", place)
            return None
        if entry.get("val") is None:
            return None  # nil: nothing is stated
        try:
            start = _day(entry, "start") if entry.get("start") else None
            end, filed = _day(entry, "end"), _day(entry, "filed")
            number = number_of(entry["val"])
        except Unreadable as problem:
            self.miss(problem.code, str(problem), place)
            return None
        if start and start > end:
            self.miss("bad-period", f"from {start} to {end}: ends before it begins", place)
            return None
        entity = self._document.constants.get("entity", "")
        filing, form = str(entry.get("accn") or ""), str(entry.get("form") or "")
        return Filed(
            "",
            "",
            number,
            unit_of(unit),
            start,
            end,
            place,
            filing=filing,
            form=form,
            filed=filed,
            entity=entity,
        )

    def miss(self, code: str, message: str, place: Place) -> None:
        """Say what is wrong with an entry, which is lost by it."""
        self._findings.add(error(code, message, place, cause=f"{code} {self._place.path}"))
        self.is_whole = False


def _day(entry: Mapping[str, object], name: str) -> date:
    text = entry.get(name)
    try:
        return (
            date.fromisoformat(text)
            if isinstance(text, str) and len(text) == len("2025-09-30")
            else _no_day(name, text)
        )
    except ValueError:
        return _no_day(name, text)


def _no_day(name: str, text: object) -> date:
    found = f"'{visible(str(text)[:40])}'" if text is not None else "nothing"
    raise Unreadable("bad-date", f"{name} {found}; expected a day such as 2025-09-30")


def number_of(value: object) -> Decimal:
    """A number as it stands in the file. Raises Unreadable for what is none, or has more digits than anybody states."""
    shown = visible(str(value)[:40])
    try:
        number = Decimal(value) if isinstance(value, str) else None
    except InvalidOperation:
        number = None
    if number is None or not number.is_finite():
        raise Unreadable("number-format", f"value '{shown}'; expected a number")
    if not is_bearable(number) or len(f"{number:f}".strip("-0.").replace(".", "")) > MOST_DIGITS:
        raise Unreadable("number-format", f"value '{shown}…' has more than {MOST_DIGITS} digits")
    return number
