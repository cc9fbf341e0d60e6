"""What lines measure: their units, said or guessed or asked for, and the entries of ``metrics.yaml``."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from typing import Any

from reportgen.csv_rows import Row
from reportgen.sources.grid import listed
from reportgen.sources.no_amounts import is_no_amount
from reportgen.sources.words import in_brackets
from reportgen.starter.meanings import Meaning, meaning_of
from reportgen.starter.reading import Line
from reportgen.unit_spellings import likely_unit, scale_alone, scale_of
from reportgen.units import FACTORS, PLAIN_COUNTS, SCALES, Unit, currencies, parse_unit

Ask = Callable[[str, str], str]
"""Asks a person a question, with the answer that is taken where there is nobody or none: "" for none."""

MULTIPLES = 45  # how much a reader wants those, whatever they are of
FRACTIONS = ("ratio", "fraction", "decimal")  # units that say that a percentage is none yet
OF_EACH = ("per share", "price", "unit cost")  # amounts of one thing, which no table gives in thousands
# What stands for a unit where things are counted, and names none of them.
NUMBERS = frozenset("number numbers no no. nr nr. # count nombre anzahl número numero aantal 数".split())
EITHER = "mil"  # a thousand in Portuguese and Spanish, a million in English
ANYTHING = "units"  # of what nobody says more
MANY_THOUSANDS = Decimal(10**7)  # in ones: of which "thousand" is no fit word
LARGE, HUGE = Decimal(10**6), Decimal(5 * 10**10)  # amounts in ones from which millions and billions are said
_BELOW_ZERO = re.compile(r"\((.+)\)")
_COMPOSED = re.compile(r"[²³°µ]|\w/\w")
_GERMAN_COUNTS = re.compile(
    r"Stück|Stk|Tonnen|Liter|Personen|Fälle|Stunden|Tage|Anzahl|Kunden|Hektoliter|Paletten|Sendungen"
)
MOST_PERCENT = 100  # of a margin; what is more is one in money
_NOUN = re.compile(r"[^\W\d_]{2,}(?: [^\W\d_]{2,}){0,2}")
_LENGTH = re.compile(
    r"(?i)length|height|depth|width|distance|long|länge|höhe|tiefe|breite|longueur|hauteur|largo|altura"
)
_UNDER = re.compile(r"[^\W\d_]{2,}(?: [^\W\d_]{2,})?")
_PLAIN_NOUNS = re.compile(
    r"(?i)(?:new |total |active |paying |connected |registered |number of )*(?P<noun>[a-z]+s)(?: [a-z]+ed)?"
)


OFTEN_AMOUNTS = frozenset(
    {"products", "shares", "positions", "points", "funds", "units", "orders", "holdings"}
)


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
    values = _values(rows)
    lines = [_in_own_unit(_as_cost(line, values.get(line.id, ()))) for line in lines]
    amounts = [line.unit for line in lines if _is_money(line.unit) and not _is_of_each(line)]
    money = [one for one, _ in Counter(amounts).most_common()]
    lines = [_at_own_scale(line, next(iter(money), "")) for line in lines]
    lines = [_in_money(line, values.get(line.id, ()), unit or next(iter(money), "")) for line in lines]
    told: list[str] = []
    guessed: dict[str, list[str]] = {}
    units: dict[str, dict[str, str]] = {}
    nouns: dict[str, str] = {}
    kept: list[Line] = []
    silent = _silent(lines, values)
    lines = [
        replace(line, meaning=replace(line.meaning, is_money=True)) if line in silent else line
        for line in lines
    ]
    if silent and not unit:
        unit = ask(_question(silent), money[0] if money else "")
    unit = _scaled(unit, scale, told)
    asked = f"the unit of {listed([line.label for line in silent])}: say --unit USD, or --unit 'EUR mn'"
    missing = (asked,) if silent and not unit else ()
    nameless = [line for line in lines if not silent and _is_nameless(line, values.get(line.id, ()))]
    plain = (unit or ask(_question(nameless), ANYTHING)) if nameless else unit
    for line in lines:
        if line.unit.lower() == EITHER:
            told.append(
                f"line '{line.label}' passed over: '{line.unit}' may be thousands or millions; write which"
            )
            continue
        known = (plain or ANYTHING) if line in nameless else _unit_of(line, values.get(line.id, ()), unit)
        if known is None:
            told.append(
                f"line '{line.label}' passed over: its numbers look like fractions; write them in percent"
            )
            continue
        if not known:
            continue  # it is missing
        if known != line.unit and (not line.unit or known == ANYTHING):
            guessed.setdefault(known, []).append(line.label)
        if known != line.unit or line.is_own:
            units.setdefault(line.source, {})[line.id] = known
        if not parse_unit(known, currencies()):
            nouns[line.id] = _counted(known)
        meaning = Meaning("multiple", MULTIPLES) if known == "x" else line.meaning
        kept.append(replace(line, unit=known, meaning=meaning))
    told += [f"unit '{one}' of {listed(labels)}" for one, labels in guessed.items()]
    return Measures(tuple(kept), units, nouns, tuple(told), missing)


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
        if line in known or (known and not line.meaning.topic and _is_nameless(line, values.get(line.id, ())))
    ]


def _is_of_each(line: Line) -> bool:
    """Whether a line is of amounts of one thing, which tell nothing of the scale of others."""
    return line.meaning.topic in OF_EACH or is_no_amount(line.label)


def _at_own_scale(line: Line, money: str) -> Line:
    """A line that says a scale alone in a table whose amounts have another: policies in thousands beside EUR mn."""
    known = parse_unit(money, currencies()) if money else None
    is_other = known is not None and known.scale not in ("", line.scale)
    if not line.scale or not is_other or line.meaning.is_money or not _is_money(line.unit):
        return line
    return replace(line, unit=f"{line.meaning.noun or ANYTHING} {line.scale}", is_own=True)


def _as_cost(line: Line, values: Sequence[Decimal]) -> Line:
    """A line that nobody knows and that is always below zero: what is taken away, as budgets write their costs.

    So is a quantity in money: energy, rent.
    """
    is_taken = len(values) > 1 and all(one < 0 for one in values)
    is_known = bool(line.meaning.topic) and (line.meaning.is_money or not _is_money(line.unit))
    if not is_taken or is_known or (line.unit and not _is_money(line.unit)):
        return line
    return replace(line, meaning=replace(meaning_of("costs"), noun=""))


def _in_money(line: Line, values: Sequence[Decimal], money: str) -> Line:
    """A margin of more than its whole in the unit of the table's amounts: a gross margin in millions."""
    is_amount = line.meaning.topic == "margin" and any(abs(one) > MOST_PERCENT for one in values)
    if line.unit or not is_amount or not money:
        return line
    return replace(line, unit=money, meaning=meaning_of("gross profit"), is_own=True)


def _in_own_unit(line: Line) -> Line:
    """A line in the unit in its brackets, or in what it counts, where the table gives that of its amounts."""
    if line.meaning.topic == "rank":
        return replace(line, unit="rank", is_own=True)
    counted, _, scale = line.unit.rpartition(" ")
    if counted == ANYTHING and line.meaning.noun:
        return replace(line, unit=f"{line.meaning.noun} {scale}", is_own=True)
    if not _is_money(line.unit) or line.meaning.is_money:
        return line
    inside = in_brackets(line.label)
    if _COMPOSED.search(inside):  # a unit, and one that nobody knows
        return replace(line, unit=_rate(inside), is_own=True)
    if inside and _NOUN.fullmatch(_counted(inside)) and _is_unit(inside):
        bare = line.name.rpartition("(")[0].rpartition("[")[0].strip() or line.name.partition("(")[0].strip()
        return replace(line, unit=inside, name=bare or line.name, is_own=True)
    noun = _plain_noun(line) or line.meaning.noun
    return replace(line, unit=noun, is_own=True) if noun else line


def _is_unit(text: str) -> bool:
    """Whether what stands in brackets is counted, and no name: ``(hectolitres)``, ``(Stück)``, not ``(Germany)``."""
    return not text[0].isupper() or bool(_read(text)) or bool(_GERMAN_COUNTS.fullmatch(text))


def _plain_noun(line: Line) -> str:
    """What a label names that nobody gives as an amount: ``Stores`` in a table of dollars, but not ``Products``."""
    match = _PLAIN_NOUNS.fullmatch(line.name)
    noun = match["noun"].lower() if match else ""
    return noun if noun in PLAIN_COUNTS - OFTEN_AMOUNTS else ""


def _counted(unit: str) -> str:
    """What a unit counts, without its scale: ``hectolitres k`` are hectolitres."""
    name, _, scale = unit.rpartition(" ")
    return name if name and scale in FACTORS else unit


def _question(lines: Sequence[Line]) -> str:
    return f"Unit of {listed([line.label for line in lines])}, such as USD or EUR mn"


def _is_nameless(line: Line, values: Sequence[Decimal]) -> bool:
    """Whether neither table nor label says what is measured, and the numbers are no counts."""
    meaning = line.meaning
    known = line.unit or meaning.is_percent or meaning.is_money or meaning.noun or line.measure
    is_other = meaning.topic == "multiple" or is_no_amount(line.label)
    return not known and not is_other and any(one % 1 for one in values)


def _values(rows: Iterable[Row]) -> Mapping[str, tuple[Decimal, ...]]:
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


def _is_money(text: str) -> bool:
    unit = parse_unit(text, currencies())
    return bool(unit) and unit is not None and unit.kind == "currency"


def _unit_of(line: Line, values: Sequence[Decimal], money: str) -> str | None:
    """The unit of a line; "" for one that has to be asked for, None for a line that cannot be read as it is."""
    meaning, text = line.meaning, "" if line.unit.lower() in FRACTIONS else line.unit
    if text.lower() in NUMBERS or scale_alone(text):
        return f"{meaning.noun or _noun(line)} {scale_alone(text)}".strip()
    if text:
        noun = text if _NOUN.fullmatch(_counted(text)) else ""
        return _read(text) or noun or _rate(text) or _anything(text, line.label)
    if meaning.topic == "multiple":
        return "x"
    if meaning.is_percent:
        is_fraction = all(abs(one) <= 1 for one in values) and any(one % 1 for one in values)
        return None if is_fraction else "percent"
    if meaning.is_money:
        unit = parse_unit(money, currencies())
        return money and (unit.name if unit and meaning.topic in OF_EACH else money)
    return meaning.noun if meaning.noun and meaning.topic != "customers" else _noun(line)


def _read(text: str) -> str:
    """A unit as it is written plainly, a singular behind "per"."""
    over, per, under = text.partition(" per ")
    for one in (
        text,
        f"{over}{per}{under.removesuffix('s')}" if per else "",
        likely_unit(text, PLAIN_COUNTS),
    ):
        if one and parse_unit(one, currencies()) and not (per and one.endswith("s")):
            return one
    return ""


def _rate(text: str) -> str:
    """So much per one of what nobody knows: ``€ cents/RPK`` as EUR cents per RPK, ``interruptions/customer``."""
    over, sign, under = (part.strip() for part in re.sub(r"/| per ", "\0", text).partition("\0"))
    above = _read(over) or (over.lower() if _NOUN.fullmatch(over) else "")
    return f"{above} per {under}" if sign and above and _UNDER.fullmatch(under) else ""


def _anything(text: str, label: str) -> str:
    """What nobody knows at the scale that stands beside it, which is not to be lost; ``m`` of a length are metres."""
    if text == "m" and _LENGTH.search(label):
        return "metres"
    return f"{ANYTHING} {scale}" if (scale := scale_of(text)) else ANYTHING


def _noun(line: Line) -> str:
    """What is counted, by the column of the numbers or by the label: ``Active users`` counts users."""
    if line.measure and _NOUN.fullmatch(line.measure):
        return line.measure.lower()
    match = _PLAIN_NOUNS.fullmatch(line.name)
    if match and not match["noun"].endswith("ss"):
        return match["noun"].lower()
    last = line.name.rpartition(" ")[2].lower()
    return line.meaning.noun or (last if last in PLAIN_COUNTS - OFTEN_AMOUNTS else ANYTHING)


# metrics.yaml --------------------------------------------------------------------------------------------------------


def metrics_of(measures: Measures, rows: Sequence[Row]) -> dict[str, dict[str, Any]]:
    """The entries of ``metrics.yaml``, in the order of the table."""
    values = _values(rows)
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
