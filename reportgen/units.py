"""Units in which numbers are counted: currencies, percentages, durations, things, and rates of one per another."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from reportgen.intervals import ARITHMETIC, ONE

UnitKind = Literal["currency", "percent", "points", "multiple", "duration", "count", "rate"]
Scale = Literal["", "ones", "k", "mn", "bn", "tn", "lakh", "crore", "lakh crore"]  # as an author asks for it

SCALES = {"": ONE, "k": Decimal(10**3), "mn": Decimal(10**6), "bn": Decimal(10**9), "tn": Decimal(10**12)}
INDIAN = {"lakh": Decimal(10**5), "crore": Decimal(10**7), "lakh crore": Decimal(10**12)}
MINOR = {"cents": Decimal("0.01"), "pence": Decimal("0.01"), "paise": Decimal("0.01")}  # parts of a currency
ONES = "ones"  # the scale of a column that has none
FACTORS = {**SCALES, **INDIAN, **MINOR, ONES: ONE}
MINOR_UNITS = {"GBp": "pence", "GBX": "pence", "pence": "pence"}  # as exchanges and reports write GBP / 100
DURATIONS = {"months": ONE, "quarters": Decimal(3), "years": Decimal(12)}
CLOCK = {"minutes": ONE, "hours": Decimal(60)}
MEASURES = {  # what differs from another by definition: its base, and how many of that it is
    "kWh": ("MWh", Decimal("0.001")), "MWh": ("MWh", ONE), "GWh": ("MWh", Decimal(10**3)),
    "TWh": ("MWh", Decimal(10**6)),
    "kW": ("MW", Decimal("0.001")), "MW": ("MW", ONE), "GW": ("MW", Decimal(10**3)),
    "GB": ("GB", ONE), "TB": ("GB", Decimal(10**3)), "PB": ("GB", Decimal(10**6)),
}  # fmt: skip
SINGULARS = {
    "people": "person", "children": "child", "men": "man", "women": "woman", "square feet": "square foot",
    "degrees Celsius": "degree Celsius", "GWh": "GWh", "kWh": "kWh", "MWh": "MWh", "TWh": "TWh", "MW": "MW", "GW": "GW",
    "kW": "kW", "g": "g", "kg": "kg", "t": "t", "lb": "lb", "oz": "oz", "hl": "hl", "bbl": "bbl", "boe": "boe",
    "GB": "GB", "TB": "TB", "PB": "PB", "TEU": "TEU", "FTE": "FTE", "t CO2": "t CO2", "t CO2e": "t CO2e",
    "buses": "bus", "bonuses": "bonus",
}  # fmt: skip
PREFIXED = {  # what trades write as one word: a thousand ounces are a koz
    "koz": ("oz", "k"), "Moz": ("oz", "mn"), "kt": ("t", "k"), "Mt": ("t", "mn"), "kbbl": ("bbl", "k"),
    "MMbbl": ("bbl", "mn"), "kboe": ("boe", "k"), "MMboe": ("boe", "mn"), "kt CO2e": ("t CO2e", "k"),
    "Mt CO2e": ("t CO2e", "mn"),
}  # fmt: skip
SYMBOLS = frozenset(name for name, one in SINGULARS.items() if name == one)  # of what is measured
PLAIN_COUNTS = frozenset(
    "accounts barrels beds borrowers branches buyers cities countries customers days depositors developers"
    " donors downloads employees funds guests hectares holdings hours households kilometers kilometres liters"
    " litres members merchants meters metres minutes models months nights offices orders passengers patents"
    " patients points policyholders positions products pupils quarters rank rooms seats sessions shares sites"
    " stores students subscribers tonnes trips units users vehicles visitors visits weeks years".split()
).union(("square meters", "square metres", "square kilometers", "square kilometres"), SINGULARS)
COUNTED_SYMBOLS = frozenset(("TEU", "FTE"))  # of what there are so many, and not so much
MEASURED = (SYMBOLS - COUNTED_SYMBOLS).union(
    "hectares kilometers kilometres liters litres meters metres tonnes".split(),
    (
        "degrees Celsius",
        "square feet",
        "square kilometers",
        "square kilometres",
        "square meters",
        "square metres",
    ),
)
Nouns = Collection[str]  # can be counted, in the plural; a mapping gives the singulars that no rule gives
_HUNDREDS = re.compile(r"(?P<number>1[0,]*0)(?: (?P<noun>.+))?")  # per 1,000 visits, per 100,000


def factor_of(scale: str) -> Decimal:
    """What a scale multiplies by: 10^6 for ``mn``, 10^7 for ``crore``, a hundredth for ``pence``; ``ones`` is none."""
    return FACTORS[scale]


@dataclass(frozen=True, slots=True)
class Unit:
    """How a number is counted: ``CNY bn`` has name ``CNY``, kind ``currency``, scale ``bn``, factor 10^9.

    A rate has the name ``USD per share``: what stands over in the plural, what stands under in the singular. ``one`` is
    the singular of what is counted, where no rule gives it.
    """

    kind: UnitKind
    name: str
    scale: str
    factor: Decimal
    one: str = ""

    @property
    def symbol(self) -> str:
        """The unit as an analyst writes it in the facts file."""
        over, per, under = self.name.partition(" per ")
        if self.kind == "percent" or not per:
            return f"{self.name} {self.scale}".strip()
        return f"{over} {self.scale}".strip() + per + under

    @property
    def singular(self) -> str:
        """What one of them is called: ``customer``; of a rate, what stands over."""
        return self.one or singular_of(self.name.partition(" per ")[0])

    @property
    def is_counted(self) -> bool:
        """Whether there are so many of it, one by one: customers and quarters, but neither GWh nor hectares."""
        return self.kind in ("count", "duration") and self.name not in MEASURED

    @property
    def dimension(self) -> Dimension:
        """What may be added to what: amounts of one currency, durations, counts of one thing, ratios."""
        if self.kind in ("percent", "points", "multiple"):
            return ()
        over, *under = self.name.split(" per ")
        parts = {
            "time" if over in DURATIONS else "clock" if over in CLOCK else _base_of(over, self.singular): 1
        }
        for text in under:
            match = _HUNDREDS.fullmatch(text)
            noun = singular_of(match["noun"] or "") if match else text
            noun = _base_of(noun, noun)
            parts[noun] = parts.get(noun, 0) - 1
        return tuple(sorted((noun, power) for noun, power in parts.items() if noun and power))

    @property
    def money(self) -> str:
        """The currency of an amount, or of an amount per something: ``USD`` of ``USD per share``; else nothing."""
        over = self.name.partition(" per ")[0]
        return over if self.kind == "currency" or (self.kind == "rate" and _is_code(over)) else ""

    def scaled(self, scale: str) -> Unit:
        """The same unit at another scale (``k``, ``mn``, ``bn``, ``tn``, ``crore``, ``pence``; ``ones`` for none)."""
        factor = ARITHMETIC.divide(ARITHMETIC.multiply(self.factor, factor_of(scale)), factor_of(self.scale))
        return replace(self, scale="" if scale == ONES else scale, factor=factor)


Dimension = tuple[tuple[str, int], ...]

_CODE = re.compile("[A-Z]{3}")
PERCENT = Unit("percent", "percent", "", Decimal("0.01"))
PER_MILLE = Unit("percent", "per mille", "", Decimal("0.001"))
POINTS = Unit("points", "pp", "", Decimal("0.01"))
BASIS_POINTS = Unit("points", "bps", "", Decimal("0.0001"))
MULTIPLE = Unit("multiple", "x", "", ONE)
_FIXED = {unit.name: unit for unit in (PERCENT, PER_MILLE, POINTS, BASIS_POINTS, MULTIPLE)}


def singular_of(noun: str) -> str:
    """One of what a plural names, by the rules of English spelling: ``branches`` gives ``branch``."""
    head, of, rest = noun.partition(" of ")
    if of:
        return f"{singular_of(head)} of {rest}"
    if noun in SINGULARS:
        return SINGULARS[noun]
    if not noun.endswith("s") or noun.endswith("ss"):
        return noun
    if noun.endswith("ies"):
        return noun[:-3] + "y"
    return noun[:-2] if noun.endswith(("ches", "shes", "sses", "xes")) else noun[:-1]


def plural_of(noun: str) -> str:
    """Many of what a singular names, where no source has named them: ``branch`` gives ``branches``."""
    known = next((many for many, one in SINGULARS.items() if one == noun), "")
    if known or not noun:
        return known
    if noun.endswith(("ch", "sh", "ss", "x")):
        return f"{noun}es"
    return f"{noun[:-1]}ies" if noun.endswith("y") and noun[-2:-1] not in "aeiou" else f"{noun}s"


@lru_cache(maxsize=1)
def currencies() -> frozenset[str]:
    """All ISO 4217 codes that CLDR knows."""
    from babel.core import get_global

    tender = get_global("territory_currencies").values()
    return frozenset(entry[0] for entries in tender for entry in entries)


def _is_code(name: str) -> bool:
    """Whether what stands over a rate is a currency; TEU and FTE look like one."""
    return bool(_CODE.fullmatch(name)) and name in currencies()


def _base_of(name: str, otherwise: str) -> str:
    """What is added to what: a GWh to a MWh."""
    return MEASURES[name][0] if name in MEASURES else otherwise


def prefixed(unit: Unit) -> str:
    """What is measured as its trade writes it with its scale, ``koz``; nothing where the scale is said apart."""
    measured = unit.name.partition(" per ")[0], unit.scale
    return next((word for word, parts in PREFIXED.items() if parts == measured), "")


def currency(code: str, scale: str = "") -> Unit:
    """The unit of an amount of money; ``code`` is ISO 4217."""
    return Unit("currency", code, scale, factor_of(scale))


PLACES = "places"  # between two ranks


def count(noun: str, scale: str = "", one: str = "") -> Unit:
    """The unit of a number of things; ``noun`` is their plural."""
    base = {**DURATIONS, **CLOCK}.get(noun)
    if base and not scale:
        return Unit("duration", noun, "", base)
    _, size = MEASURES.get(noun, ("", ONE))
    return Unit("count", noun, scale, factor_of(scale) * (base or size), one)


def parse_unit(text: str, codes: frozenset[str], nouns: Nouns = PLAIN_COUNTS) -> Unit | None:
    """Read ``CNY bn``, ``pence``, ``percent``, ``bps``, ``x``, ``quarters``, ``downloads mn``, ``USD per share``.

    None if it is none of them, nor what ``nouns`` say can be counted.
    """
    if text in _FIXED:
        return _FIXED[text]
    if text in MINOR_UNITS:
        return currency("GBP", MINOR_UNITS[text])
    over, per, under = text.partition(" per ")
    if per:
        return _rate(parse_unit(over, codes, nouns), under, codes, nouns)
    if text in nouns:
        return count(text, one=_declared(text, nouns))
    name, scale = PREFIXED.get(text) or _without_scale(text)
    if name in codes:
        return currency(name, scale)
    return count(name, scale, _declared(name, nouns)) if name in nouns and scale not in MINOR else None


def _without_scale(text: str) -> tuple[str, str]:
    """What is counted, and at which scale: ``USD mn``."""
    scales = [scale for scale in (*SCALES, *INDIAN, *MINOR) if scale and text.endswith(f" {scale}")]
    scale = max(scales, key=len, default="")
    return (text.removesuffix(f" {scale}") if scale else text), scale


def _rate(over: Unit | None, under: str, codes: frozenset[str], nouns: Nouns) -> Unit | None:
    """So much of one thing per one, or per hundred thousand, of another."""
    if over is None or over.kind not in ("currency", "count", "duration"):
        return None
    parts, factor = [], over.factor
    for part in under.split(" per "):
        match = _HUNDREDS.fullmatch(part)
        if match:
            number = Decimal(match["number"].replace(",", ""))
            factor = ARITHMETIC.divide(factor, number)
            noun = match["noun"] or ""
            known = not noun or _one(noun, nouns)
            parts.append(f"{number:,} {noun}".strip())
        else:
            known = part if part in codes else _one(part, nouns)
            parts.append(str(known))
            factor = ARITHMETIC.divide(factor, MEASURES.get(part, ("", ONE))[1])
        if not known or part == over.name:
            return None
    return Unit("rate", " per ".join((over.name, *parts)), over.scale, factor, over.one)


def _declared(noun: str, nouns: Nouns) -> str:
    return str(nouns[noun]) if isinstance(nouns, Mapping) else ""


def _one(noun: str, nouns: Nouns) -> str:
    """The singular of a noun that may stand in either number; nothing where it is not known."""
    ones = {many: _declared(many, nouns) or singular_of(many) for many in nouns}
    return ones.get(noun) or (noun if noun in ones.values() else "")
