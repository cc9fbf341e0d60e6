"""Files of facts made into facts; every problem of every line is reported."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain

from reportgen.brief import Brief
from reportgen.csv_rows import Row
from reportgen.facts.cells import evenly_spaced, unseen
from reportgen.facts.dialect import in_plain_digits
from reportgen.facts.entry import fact_in
from reportgen.facts.handed import Handed, handed_to
from reportgen.facts.reader import Reader
from reportgen.facts.rows import fact_files, rows_of
from reportgen.facts.statements import merged
from reportgen.facts.vocabulary import WORDS
from reportgen.findings import Findings
from reportgen.model import Fact, Metric
from reportgen.scenarios import STANDING, attributes
from reportgen.sources.frame import FrameOfFacts
from reportgen.sources.read import read_frame, sources_of
from reportgen.unit_spellings import countable
from reportgen.units import currencies
from reportgen.unseen import turning_in


def load_facts(
    brief: Brief, findings: Findings, frames: Sequence[FrameOfFacts] = ()
) -> tuple[tuple[Fact, ...], Mapping[str, Metric]]:
    """All facts of a brief in the order in which they stand, and its metrics with those that the facts imply.

    Convenience translations are filed under ``equivalents`` of the fact in the brief's currency, further statements
    of the same fact under ``others``. Problems go to ``findings``.
    """
    _check_scenarios(brief, findings)
    nouns = countable(metric.unit for metric in brief.metrics.values())
    reader = Reader(brief, findings, dict(brief.metrics), _with_singulars(nouns, brief))
    facts = []
    for row in (_spaced(row) for row in _rows(reader, frames)):
        if _repeats_the_header(row):
            reader.add("columns", "the header stands here a second time; delete this line", row.place)
            continue
        fact = fact_in(row, reader) if row.is_whole and not _hides_something(row, reader) else None
        if fact:
            facts.append(fact)
        else:
            reader.lose(row)
    return merged(facts, reader), reader.metrics


def _rows(reader: Reader, frames: Sequence[FrameOfFacts]) -> Iterator[Row]:
    """The rows of all files and sources, numbers in plain digits; first those of the brief's own files.

    One of many briefs is handed the rows of files and sources that were read for all of them.
    """
    brief, words = reader.brief, reader.brief.words.origins
    handed = tuple(handed_to(brief))
    for one in handed or (Handed(path.name, rows_of(path, reader)) for path in fact_files(brief)):
        if not one.whole:
            reader.lose_all()
        numbers = one.numbers if one.is_source else brief.settings.numbers.get(one.name)
        for row in one.rows:
            if plain := in_plain_digits(row, numbers, words):
                yield plain
    sources = sources_of(brief, reader.findings, {one.name for one in handed if one.is_source})
    for read in chain(sources, (read_frame(frame, brief, reader.findings) for frame in frames)):
        if not read.whole:
            reader.lose_all()
        for row in read.rows:
            if plain := in_plain_digits(row, read.numbers, words):
                yield plain


def _check_scenarios(brief: Brief, findings: Findings) -> None:
    """No scenario of the brief's own is called by what else can be asked of a metric."""
    for name in brief.settings.scenarios:
        if name in WORDS - set(attributes(STANDING)) or name.upper() in currencies():
            message = f"'{name}' is asked of every metric already; give the scenario another name"
            findings.error("reserved-name", message, brief.place("scenarios", name))


def _with_singulars(nouns: Iterable[str], brief: Brief) -> Mapping[str, str]:
    """What can be counted, with the singular where a metric declares one."""
    ones = {metric.unit: metric.one for metric in brief.metrics.values()}
    return {noun: ones.get(noun, "") for noun in nouns}


def _spaced(row: Row) -> Row:
    """A row whose words are parted by plain spaces: a no-break space came in by copying, and means one."""
    cells = {name: evenly_spaced(text) if name in _WORDS else text for name, text in row.cells.items()}
    return replace(row, cells=cells)


def _repeats_the_header(row: Row) -> bool:
    """Whether a row is a header again, as where one file was put behind another."""
    return all(row.cells.get(name, "").lower() == name for name in ("metric", "period", "unit"))


_WORDS = ("metric", "period", "unit", "scenario", "bound", "source", "as_of", "entity")
_FREE = ("entity", "note", "passage", "anchor")  # words that may need joiners
_SPELLED = ("metric", "period", "value", "unit", "low", "high", "scenario", "bound", "source", "as_of")


def _hides_something(row: Row, reader: Reader) -> bool:
    """Whether a cell that must be spelled exactly holds a character that nobody sees."""
    for name in _SPELLED:
        if hidden := unseen(row.cells.get(name, "")):
            message = f"{name} '{row.cells[name]}' holds an invisible character, {hidden}; type it again"
            reader.add("invisible-character", message, row.place, cause=f"{name} {hidden}")
            return True
    for name in _FREE:
        for character in turning_in(row.cells.get(name, "")):
            message = (
                f"{name} holds {unseen(character)}: it reads otherwise than it is written; type it again"
            )
            reader.add("invisible-character", message, row.place, cause=f"{name} {character}")
            return True
    return False
