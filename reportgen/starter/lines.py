"""The lines of a table that become metrics: their ids, names and meanings."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from reportgen.csv_rows import Row
from reportgen.sources.grid import listed
from reportgen.sources.words import Words, with_scale
from reportgen.starter.columns import Columns
from reportgen.starter.entries import Entry
from reportgen.starter.meanings import Meaning, meaning_below
from reportgen.starter.naming import from_id, name_of

MOST_LINES = 30  # that become metrics; the weightiest of more
# As the standards have it.
_ASIDE = re.compile(
    r"(?i)\s*/?\s*\((?:loss(?:es)?|income|expenses?|deficit|benefit|net|decrease|used|verlust|fehlbetrag)\)"
)
_TOTAL = re.compile(r"(?i)^(?:total|sum|summe|gesamt|insgesamt|somme|totale)\b|[合小]?計$")
_OF_WHICH = re.compile(
    r"(?i)[\s–—•-]*(?:of which|thereof|davon|darunter|dont|di cui|de los cuales|dos quais|waarvan):?\s+(?P<part>\S.*)"
)
_AS_ID = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*")  # a label that is an id


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the table that becomes a metric.

    ``name`` is what it is called within its group or its part of the table, ``label`` what it is called beside others.
    """

    id: str
    label: str
    name: str
    source: str
    meaning: Meaning
    group: str = ""  # the question over an answer
    part: str = ""  # the site, the region, the product of which it is
    base: str = ""  # what it is of that, the same for all parts
    whole: str = ""  # the id of the line above, of which it says that it is a part: "of which grants"
    unit: str = ""  # as the table says it, read or not
    measure: str = ""  # the head of the column of its numbers, where the table has several
    scale: str = ""  # that its label says alone: thousands of something
    is_filed: bool = False  # whether the file has its amounts in ones, whatever its unit says
    is_own: bool = False  # whether its unit is another than the one that the table gives for all


def groups_of(columns: Columns | None) -> Mapping[str, str]:
    if not columns or not columns.metric or not columns.group:
        return {}
    return dict(zip(columns.metric.texts, columns.group.texts, strict=True))


def lines_of(named: Mapping[str, Entry], groups: Mapping[str, str], words: Words) -> list[Line]:
    """A line for each label of each entry, by ids that no other has; the entries are told what is which."""
    lines: list[Line] = []
    taken: set[str] = set()
    for source, entry in named.items():
        bare = [words.bare(label) for label in entry.labels]
        doubled = {one for one, count in Counter(map(str.casefold, bare)).items() if count > 1}
        wanted: dict[str, str] = {}
        sections = _sections(entry)
        whole: Line | None = None
        for label, name in zip(entry.labels, bare, strict=True):
            inner = _OF_WHICH.fullmatch(name) if whole else None
            said = inner["part"] if inner else from_id(name) if _AS_ID.fullmatch(name) else name
            line = _line_of(source, entry, said, sections.get(label, ""), words)
            line = replace(
                line, id=name_of(line.id, taken), group=groups.get(label, ""), scale=with_scale(label)[1]
            )
            taken.add(line.id)
            wanted[label if name.casefold() in doubled else name] = line.id
            lines.append(_part_of(whole, line) if inner and whole else line)
            whole = whole if inner else line
        entry.settings["metrics"] = wanted
    return lines


def _line_of(source: str, entry: Entry, said: str, section: str, words: Words) -> Line:
    """A line by what it says; its id may be that of another still."""
    plain = _ASIDE.sub("", said)
    aside = [entry.part] if entry.part else []
    if entry.measure and not words.unit(entry.measure):
        aside.append(entry.measure.lower())
    return Line(
        " ".join((plain, *aside)), ", ".join((said, *aside)), plain, source, meaning_below(section, said),
        part=entry.part, base=said if entry.part else "", measure=entry.measure,
    )  # fmt: skip


def _part_of(whole: Line, line: Line) -> Line:
    """A line that says that it is of the one above, whose meaning it has as far as it says nothing else."""
    meaning = line.meaning
    if not meaning.topic:
        meaning = replace(whole.meaning, topic="", weight=meaning.weight)
    name = line.name[:1].upper() + line.name[1:]
    return replace(line, label=f"{whole.name}, {line.label}", name=name, meaning=meaning, whole=whole.id)


def _sections(entry: Entry) -> Mapping[str, str]:
    """The head above each line, as far as a total of it: what follows that is of no section."""
    found: dict[str, str] = {}
    ended = ""
    for label, section in entry.sections.items():
        found[label] = "" if section == ended else section
        ended = section if _TOTAL.search(label) else ended
    return found


def weightiest(lines: list[Line], told: list[str]) -> list[Line]:
    ranked = sorted(range(len(lines)), key=lambda at: (-lines[at].meaning.weight, at))[:MOST_LINES]
    left = [line.label for at, line in enumerate(lines) if at not in set(ranked)]
    if left:
        told.append(f"{len(left)} more lines passed over: {listed(left)}")
    return [lines[at] for at in sorted(ranked)]


def with_units(lines: Sequence[Line], rows: Sequence[Row]) -> list[Line]:
    """The lines of which there are numbers, with the unit that most of these have."""
    units: dict[str, Counter[str]] = {}
    for row in rows:
        if row.cells["value"]:
            units.setdefault(row.cells["metric"], Counter())[row.cells["unit"]] += 1
    return [replace(line, unit=units[line.id].most_common(1)[0][0]) for line in lines if line.id in units]


def without_doubles(
    lines: Sequence[Line], rows: Sequence[Row], told: list[str]
) -> tuple[list[Line], tuple[Row, ...]]:
    """The lines without those of which the table says two things at once: a label that stands in it twice."""
    seen: dict[tuple[str, ...], str] = {}
    doubled: dict[str, None] = {}
    for row in rows:
        key = tuple(row.cells[one] for one in ("metric", "period", "entity", "scenario"))
        if seen.setdefault(key, row.cells["value"]) != row.cells["value"]:
            doubled[row.cells["metric"]] = None
    labels = [line.label for line in lines if line.id in doubled]
    if labels:
        told.append(f"lines passed over that stand in the table several times: {listed(labels)}")
    kept = [line for line in lines if line.id not in doubled]
    ids = {line.id for line in kept}
    return kept, tuple(row for row in rows if row.cells["metric"] in ids)
