"""What lines measure: their units, said or guessed or asked for."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation

from reportgen.csv_rows import Row
from reportgen.sources.grid import listed
from reportgen.starter.line_units import (
    ANYTHING,
    as_cost,
    at_own_scale,
    counted,
    in_money,
    in_own_unit,
    is_money,
    is_nameless,
    is_of_each,
    unit_of,
)
from reportgen.starter.lines import Line
from reportgen.starter.meanings import Meaning
from reportgen.units import currencies, parse_unit

Ask = Callable[[str, str], str]
"""Asks a person a question, with the answer that is taken where there is nobody or none: "" for none."""

MULTIPLES = 45  # how much a reader wants those, whatever they are of
EITHER = "mil"  # a thousand in Portuguese and Spanish, a million in English
_BELOW_ZERO = re.compile(r"\((.+)\)")


@dataclass(frozen=True, slots=True)
class Measures:
    """The lines with units that are known, how sources are told of them, and what was guessed."""

    lines: tuple[Line, ...]
    units: Mapping[str, Mapping[str, str]]  # by source and metric
    nouns: Mapping[str, str]  # by metric: what is counted, where that is no usual thing
    told: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()  # what only its author knows


def measured(lines: Sequence[Line], rows: Sequence[Row], unit: str, ask: Ask, scale: str = "") -> Measures:
    """Settle the unit of every line: as the table says it, as its label means it, or as a person answers.

    Args:
        lines: what the table was understood to hold.
        rows: its numbers.
        unit: of amounts that say none: ``USD k``; "" where nobody has said it.
        ask: asks for it.
        scale: that the table gives in a title, without a unit.
    """
    values = values_of(rows)
    told: list[str] = []
    lines, money = _in_own_units(lines, values, unit)
    silent = _silent(lines, values)
    lines = [
        replace(line, meaning=replace(line.meaning, is_money=True)) if line in silent else line
        for line in lines
    ]
    unit = _scaled(unit or (ask(_question(silent), money) if silent else ""), scale, told)
    asked = f"the unit of {listed([line.label for line in silent])}: say --unit USD, or --unit 'EUR mn'"
    nameless = [line for line in lines if not silent and is_nameless(line, values.get(line.id, ()))]
    plain = (unit or ask(_question(nameless), ANYTHING)) if nameless else unit
    units = {
        line.id: (plain or ANYTHING) if line in nameless else unit_of(line, values.get(line.id, ()), unit)
        for line in lines
    }
    told += [remark for line in lines if (remark := _passed_over(line, units[line.id]))]
    known = [(line, one) for line in lines if (one := units[line.id]) and not _passed_over(line, one)]
    return Measures(
        tuple(_measuring(line, one) for line, one in known),
        _told_to_sources(known),
        {line.id: counted(one) for line, one in known if not parse_unit(one, currencies())},
        (*told, *_guessed(known)),
        (asked,) if silent and not unit else (),
    )


def _in_own_units(
    lines: Iterable[Line], values: Mapping[str, Sequence[Decimal]], unit: str
) -> tuple[list[Line], str]:
    """The lines in the units that they have apart from that of the table's amounts, and that; "" for none."""
    said = {line.id: line.unit for line in lines}
    lines = [
        replace(line, unit=said[line.whole], is_own=True) if not line.unit and said.get(line.whole) else line
        for line in lines
    ]
    lines = [in_own_unit(as_cost(line, values.get(line.id, ()))) for line in lines]
    amounts = Counter(line.unit for line in lines if is_money(line.unit) and not is_of_each(line))
    money = next((one for one, _ in amounts.most_common()), "")
    scaled = [at_own_scale(line, money) for line in lines]
    return [in_money(line, values.get(line.id, ()), unit or money) for line in scaled], money


def _passed_over(line: Line, unit: str | None) -> str:
    """Why a line cannot be taken as it is; "" where it can, or where its unit has to be asked for."""
    if line.unit.lower() == EITHER:
        return f"line '{line.label}' passed over: '{line.unit}' may be thousands or millions; write which"
    if unit is None:
        return f"line '{line.label}' passed over: its numbers look like fractions; write them in percent"
    return ""


def _measuring(line: Line, unit: str) -> Line:
    return replace(line, unit=unit, meaning=Meaning("multiple", MULTIPLES) if unit == "x" else line.meaning)


def _told_to_sources(known: Iterable[tuple[Line, str]]) -> Mapping[str, Mapping[str, str]]:
    """The units that sources do not say as they are meant, by source and metric."""
    units: dict[str, dict[str, str]] = {}
    for line, unit in known:
        if unit != line.unit or line.is_own:
            units.setdefault(line.source, {})[line.id] = unit
    return units


def _guessed(known: Iterable[tuple[Line, str]]) -> Iterator[str]:
    """The units that no table says, with the lines they are guessed of."""
    guessed: dict[str, list[str]] = {}
    for line, unit in known:
        if unit != line.unit and (not line.unit or unit == ANYTHING):
            guessed.setdefault(unit, []).append(line.label)
    return (f"unit '{unit}' of {listed(labels)}" for unit, labels in guessed.items())


def _scaled(unit: str, scale: str, told: list[str]) -> str:
    """A unit without a scale of its own at that of the table's title."""
    if not (scale and _lacks_scale(unit)):
        return unit
    told.append(f"amounts in {unit} {scale}: the scale is that of a title")
    return f"{unit} {scale}"


def _lacks_scale(unit: str) -> bool:
    """Whether a unit is of amounts in ones, which a title may scale."""
    said = parse_unit(unit, currencies()) if unit else None
    return said is not None and said.kind == "currency" and not said.scale and "per" not in unit


def _silent(lines: Sequence[Line], values: Mapping[str, Sequence[Decimal]]) -> Sequence[Line]:
    """Amounts without a unit; in a table of amounts, what is no count and nobody knows is one too."""
    known = [line for line in lines if not line.unit and line.meaning.is_money]
    return [
        line
        for line in lines
        if line in known or (known and not line.meaning.topic and is_nameless(line, values.get(line.id, ())))
    ]


def _question(lines: Sequence[Line]) -> str:
    return f"Unit of {listed([line.label for line in lines])}, such as USD or EUR mn"


def values_of(rows: Iterable[Row]) -> Mapping[str, tuple[Decimal, ...]]:
    """The numbers of each metric that can be read, signs of currency and brackets apart."""
    found: dict[str, list[Decimal]] = {}
    for row in rows:
        try:
            number = Decimal(
                _BELOW_ZERO.sub(r"-\1", row.cells["value"].strip()).replace(",", "").strip("$€£ ")
            )
        except InvalidOperation:
            continue
        if number.is_finite():
            found.setdefault(row.cells["metric"], []).append(number)
    return {name: tuple(numbers) for name, numbers in found.items()}
