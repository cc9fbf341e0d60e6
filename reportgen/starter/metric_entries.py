"""The entries of ``metrics.yaml`` of a first brief, with the scale at which amounts are said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from reportgen.csv_rows import Row
from reportgen.starter.lines import Line
from reportgen.starter.measures import Measures, values_of
from reportgen.units import PLAIN_COUNTS, SCALES, Unit, currencies, parse_unit

MANY_THOUSANDS = Decimal(10**7)  # in ones: of which "thousand" is no fit word
LARGE, HUGE = Decimal(10**6), Decimal(5 * 10**10)  # amounts in ones from which millions and billions are said


def metrics_of(measures: Measures, rows: Sequence[Row]) -> dict[str, dict[str, Any]]:
    """The entries of ``metrics.yaml``, in the order of the table."""
    values = values_of(rows)
    sizes = {
        line.id: max((abs(one) * _scale(line) for one in values.get(line.id, ())), default=Decimal(0))
        for line in measures.lines
    }
    ones = _scales({line.id: sizes[line.id] for line in measures.lines if _in_ones(line)})
    in_thousands = [line for line in measures.lines if _in_thousands(line)]
    thousands = "mn" if in_thousands and _read_in_millions([sizes[line.id] for line in in_thousands]) else ""
    return {
        line.id: _entry(
            line,
            measures.nouns,
            ones.get(line.id, thousands if line in in_thousands else ""),
            sizes[line.id],
        )
        for line in measures.lines
    }


def _scales(sizes: Mapping[str, Decimal]) -> Mapping[str, str]:
    """The scale at which amounts in ones are said: one for all, unless it would leave next to nothing of some."""
    largest = max(sizes.values(), default=Decimal(0))
    common = "bn" if largest >= HUGE else "mn" if largest >= LARGE else ""
    if not common or min(filter(None, sizes.values())) >= SCALES[common]:
        return dict.fromkeys(sizes, common)
    return {
        name: next((one for one in ("bn", "mn", "k") if size >= SCALES[one]), "")
        for name, size in sizes.items()
    }


def _in_thousands(line: Line) -> bool:
    """Whether a line is of amounts in thousands: "64,260 thousand pounds", which are said as 64.3 million."""
    unit = parse_unit(line.unit, currencies())
    return unit is not None and unit.kind == "currency" and line.unit.endswith(" k") and not line.is_filed


def _read_in_millions(sizes: Sequence[Decimal]) -> bool:
    """Whether amounts in thousands have five digits, and none is so small that a million has nothing left of it."""
    return max(sizes) >= MANY_THOUSANDS and min(sizes) >= LARGE


def _in_ones(line: Line) -> bool:
    """Whether a line is of amounts that are written out to the last unit, in the table or in the file behind it."""
    unit = parse_unit(line.unit, currencies())
    return unit is not None and unit.kind == "currency" and (line.is_filed or not unit.scale)


def _scale(line: Line) -> int:
    """How many ones an amount of a line counts."""
    return int(SCALES.get(line.unit.rpartition(" ")[2], 1))


def _entry(line: Line, nouns: Mapping[str, str], scale: str, size: Decimal) -> dict[str, Any]:
    meaning, unit = (
        line.meaning,
        parse_unit(
            line.unit, currencies(), {**dict.fromkeys(PLAIN_COUNTS, ""), **dict.fromkeys(nouns.values(), "")}
        ),
    )
    entry: dict[str, Any] = {"label": line.label}
    if line.name != line.label:
        entry["short"] = line.part or line.name
    if unit and unit.kind == "percent":
        entry["kind"] = meaning.kind or ("growth" if meaning.topic == "growth" else "share")
    if line.id in nouns:
        entry["unit"] = nouns[line.id]
    if meaning.polarity != "neutral":
        entry["polarity"] = meaning.polarity
    if meaning.nature and unit and unit.kind == "currency":
        entry["nature"] = meaning.nature
    if unit and unit.kind in ("currency", "count"):
        entry |= {"measured": meaning.measured} if meaning.measured else {}
    if scale:
        entry |= {"scale": scale, "decimals": 0 if scale == "k" else 1 if size >= 10 * SCALES[scale] else 2}
    return entry


def is_additive(unit: Unit | None) -> bool:
    """Whether numbers of parts can be added up to that of the whole."""
    return unit is not None and unit.kind in ("currency", "count") and unit.name != "points"
