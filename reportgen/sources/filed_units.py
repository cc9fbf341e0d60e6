"""Units of filings as ours: ``USD/shares`` is USD per share, ``pure`` a ratio that a metric may state in percent."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from reportgen.sources.digits import plain
from reportgen.sources.filed import OUR_UNITS, PURE, Filed
from reportgen.units import currencies, plural_of, singular_of

LAST_CHARACTER = 0x10FFFF  # of Unicode
HUNDRED = 2  # decimals that a number loses in percent
RATIOS = ("share", "margin", "growth", "ratio")  # kinds of metrics that are stated in percent
_THEIRS = {"pure": PURE, "Pure": PURE, "number": PURE, "D": "days", "Y": "years", "M": "months"}

_NO_NAME = re.compile(r"[^A-Za-z0-9.-]|^[0-9.-]")
_WRITTEN = re.compile(r"_x([0-9A-F]{4,6})_")


def name_of(text: str) -> str:
    """A text as a name of XML, which units of OIM are: ``bed_x0020_days``, after ISO 9075-14."""
    return _NO_NAME.sub(lambda match: f"_x{ord(match[0]):04X}_", text)


def text_of(name: str) -> str:
    """The text that a name of XML was made of."""
    return _WRITTEN.sub(_character, name)


def _character(written: re.Match[str]) -> str:
    code = int(written[1], 16)
    return chr(code) if code <= LAST_CHARACTER else written[0]


def unit_of(text: str) -> str:
    """A unit of a filing as an analyst writes it; PURE for none."""
    over, per, under = text.partition("/")
    if per:
        return f"{unit_of(over)} per {singular_of(unit_of(under))}"
    if text in _THEIRS or text in currencies():
        return _THEIRS.get(text, text)
    plain = text.lower()
    return plain if plain.endswith("s") else plural_of(plain)


def measures_of(text: str, spaces: Mapping[str, str]) -> str:
    """A unit of an xBRL-JSON report as an analyst writes it: ``iso4217:USD/xbrli:shares`` is USD per share."""
    over, per, under = text.partition("/")
    if per:
        return f"{measures_of(over, spaces)} per {singular_of(measures_of(under, spaces))}"
    prefix, _, local = text.strip("()").partition(":")
    return text_of(local) if spaces.get(prefix) == OUR_UNITS else unit_of(local or prefix)


def in_unit(one: Filed, said: str, kind: str) -> Filed:
    """A fact in the unit of its metric, where the filing has no other: a ratio in percent, or as the author says."""
    if one.unit != PURE:
        is_money = one.unit.partition(" per ")[0] in currencies()
        return replace(one, unit=said) if said and not is_money and one.unit != "shares" else one
    if said == "percent" or (not said and kind in RATIOS):
        decimals = None if one.decimals is None else one.decimals - HUNDRED
        low, high = (plain(Decimal(end).scaleb(HUNDRED)) if end else "" for end in (one.low, one.high))
        number = one.number.scaleb(HUNDRED)
        return replace(one, unit="percent", number=number, decimals=decimals, low=low, high=high)
    return replace(one, unit=said or "x")
