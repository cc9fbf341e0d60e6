"""The unit of a line: as the table says it, or as its label means it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from reportgen.sources.no_amounts import is_no_amount
from reportgen.sources.words import in_brackets
from reportgen.starter.lines import Line
from reportgen.starter.meanings import meaning_of
from reportgen.unit_spellings import likely_unit, scale_alone, scale_of
from reportgen.units import FACTORS, PLAIN_COUNTS, currencies, parse_unit

FRACTIONS = ("ratio", "fraction", "decimal")  # units that say that a percentage is none yet
OF_EACH = ("per share", "price", "unit cost")  # amounts of one thing, which no table gives in thousands
# What stands for a unit where things are counted, and names none of them.
NUMBERS = frozenset("number numbers no no. nr nr. # count nombre anzahl número numero aantal 数".split())
ANYTHING = "units"  # of what nobody says more
OFTEN_AMOUNTS = frozenset(
    {"products", "shares", "positions", "points", "funds", "units", "orders", "holdings"}
)
MOST_PERCENT = 100  # of a margin; what is more is one in money
_COMPOSED = re.compile(r"[²³°µ]|\w/\w")
_GERMAN_COUNTS = re.compile(
    r"Stück|Stk|Tonnen|Liter|Personen|Fälle|Stunden|Tage|Anzahl|Kunden|Hektoliter|Paletten|Sendungen"
)
_NOUN = re.compile(r"[^\W\d_]{2,}(?: [^\W\d_]{2,}){0,2}")
_LENGTH = re.compile(
    r"(?i)length|height|depth|width|distance|long|länge|höhe|tiefe|breite|longueur|hauteur|largo|altura"
)
_UNDER = re.compile(r"[^\W\d_]{2,}(?: [^\W\d_]{2,})?")
_PLAIN_NOUNS = re.compile(
    r"(?i)(?:new |total |active |paying |connected |registered |number of )*(?P<noun>[a-z]+s)(?: [a-z]+ed)?"
)


def as_cost(line: Line, values: Sequence[Decimal]) -> Line:
    """A line that nobody knows and that is always below zero: what is taken away, as budgets write their costs.

    So is a quantity in money: energy, rent.
    """
    is_taken = len(values) > 1 and all(one < 0 for one in values)
    is_known = bool(line.meaning.topic) and (line.meaning.is_money or not is_money(line.unit))
    if not is_taken or is_known or (line.unit and not is_money(line.unit)):
        return line
    return replace(line, meaning=replace(meaning_of("costs"), noun=""))


def in_money(line: Line, values: Sequence[Decimal], money: str) -> Line:
    """A margin of more than its whole in the unit of the table's amounts: a gross margin in millions."""
    is_amount = line.meaning.topic == "margin" and any(abs(one) > MOST_PERCENT for one in values)
    if line.unit or not is_amount or not money:
        return line
    return replace(line, unit=money, meaning=meaning_of("gross profit"), is_own=True)


def at_own_scale(line: Line, money: str) -> Line:
    """A line that says a scale alone in a table whose amounts have another: policies in thousands beside EUR mn."""
    known = parse_unit(money, currencies()) if money else None
    is_other = known is not None and known.scale not in ("", line.scale)
    if not line.scale or not is_other or line.meaning.is_money or not is_money(line.unit):
        return line
    return replace(line, unit=f"{line.meaning.noun or ANYTHING} {line.scale}", is_own=True)


def in_own_unit(line: Line) -> Line:
    """A line in the unit in its brackets, or in what it counts, where the table gives that of its amounts."""
    if line.meaning.topic == "rank":
        return replace(line, unit="rank", is_own=True)
    name, _, scale = line.unit.rpartition(" ")
    if name == ANYTHING and (noun := _noun(line)) != ANYTHING:
        return replace(line, unit=f"{noun} {scale}", is_own=True)
    if not is_money(line.unit) or line.meaning.is_money:
        return line
    inside = in_brackets(line.label)
    if _COMPOSED.search(inside):  # a unit, and one that nobody knows
        return replace(line, unit=_rate(inside), is_own=True)
    if inside and _NOUN.fullmatch(counted(inside)) and _is_unit(inside):
        bare = line.name.rpartition("(")[0].rpartition("[")[0].strip() or line.name.partition("(")[0].strip()
        return replace(line, unit=inside, name=bare or line.name, is_own=True)
    noun = _plain_noun(line) or line.meaning.noun
    return replace(line, unit=noun, is_own=True) if noun else line


def is_of_each(line: Line) -> bool:
    """Whether a line is of amounts of one thing, which tell nothing of the scale of others."""
    return line.meaning.topic in OF_EACH or is_no_amount(line.label)


def unit_of(line: Line, values: Sequence[Decimal], money: str) -> str | None:
    """The unit of a line; "" for one that has to be asked for, None for a line that cannot be read as it is."""
    meaning, text = line.meaning, "" if line.unit.lower() in FRACTIONS else line.unit
    if text.lower() in NUMBERS or scale_alone(text):
        return f"{_noun(line)} {scale_alone(text)}".strip()
    if text:
        noun = text if _NOUN.fullmatch(counted(text)) else ""
        return _read(text) or noun or _rate(text) or _anything(text, line)
    if meaning.topic == "multiple":
        return "x"
    if meaning.is_percent:
        is_fraction = all(abs(one) <= 1 for one in values) and any(one % 1 for one in values)
        return None if is_fraction else "percent"
    if meaning.is_money:
        unit = parse_unit(money, currencies())
        return money and (unit.name if unit and meaning.topic in OF_EACH else money)
    return _noun(line)


def is_nameless(line: Line, values: Sequence[Decimal]) -> bool:
    """Whether neither table nor label says what is measured, and the numbers are no counts."""
    meaning = line.meaning
    known = line.unit or meaning.is_percent or meaning.is_money or meaning.noun or line.measure
    is_other = meaning.topic == "multiple" or is_no_amount(line.label)
    return not known and not is_other and any(one % 1 for one in values)


def _is_unit(text: str) -> bool:
    """Whether what stands in brackets is counted, and no name: ``(hectolitres)``, ``(Stück)``, not ``(Germany)``."""
    return not text[0].isupper() or bool(_read(text)) or bool(_GERMAN_COUNTS.fullmatch(text))


def _plain_noun(line: Line) -> str:
    """What a label names that nobody gives as an amount: ``Stores`` in a table of dollars, but not ``Products``."""
    match = _PLAIN_NOUNS.fullmatch(line.name)
    noun = match["noun"].lower() if match else ""
    return noun if noun in PLAIN_COUNTS - OFTEN_AMOUNTS else ""


def counted(unit: str) -> str:
    """What a unit counts, without its scale: ``hectolitres k`` are hectolitres."""
    name, _, scale = unit.rpartition(" ")
    return name if name and scale in FACTORS else unit


def is_money(text: str) -> bool:
    unit = parse_unit(text, currencies())
    return bool(unit) and unit is not None and unit.kind == "currency"


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


def _anything(text: str, line: Line) -> str:
    """What a label counts at the scale that stands beside it, which is not to be lost; ``m`` of a length are metres."""
    if text == "m" and _LENGTH.search(line.label):
        return "metres"
    return f"{_noun(line)} {scale}" if (scale := scale_of(text)) else ANYTHING


def _noun(line: Line) -> str:
    """What is counted, by the column of the numbers or by the label: ``Active users`` counts users."""
    if line.measure and _NOUN.fullmatch(line.measure):
        return line.measure.lower()
    match = _PLAIN_NOUNS.fullmatch(line.name)
    if match and not match["noun"].endswith("ss"):
        return match["noun"].lower()
    last = line.name.rpartition(" ")[2].lower()
    return last if last in PLAIN_COUNTS - OFTEN_AMOUNTS else line.meaning.noun or ANYTHING
