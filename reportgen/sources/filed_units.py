"""Units of filings as ours: ``USD/shares`` is USD per share, ``pure`` a ratio that a metric may state in percent."""

from __future__ import annotations

from dataclasses import replace

from reportgen.sources.filed import PURE, Filed
from reportgen.units import currencies, plural_of, singular_of

HUNDRED = 2  # decimals that a number loses in percent
RATIOS = ("share", "margin", "growth", "ratio")  # kinds of metrics that are stated in percent
_THEIRS = {"pure": PURE, "Pure": PURE, "number": PURE, "D": "days", "Y": "years", "M": "months"}


def unit_of(text: str) -> str:
    """A unit of a filing as an analyst writes it; PURE for none."""
    over, per, under = text.partition("/")
    if per:
        return f"{unit_of(over)} per {singular_of(unit_of(under))}"
    if text in _THEIRS or text in currencies():
        return _THEIRS.get(text, text)
    plain = text.lower()
    return plain if plain.endswith("s") else plural_of(plain)


def in_unit(one: Filed, said: str, kind: str) -> Filed:
    """A fact in the unit of its metric, where the filing has no other: a ratio in percent, or as the author says."""
    if one.unit != PURE:
        is_money = one.unit.partition(" per ")[0] in currencies()
        return replace(one, unit=said) if said and not is_money and one.unit != "shares" else one
    if said == "percent" or (not said and kind in RATIOS):
        decimals = None if one.decimals is None else one.decimals - HUNDRED
        return replace(one, unit="percent", number=one.number.scaleb(HUNDRED), decimals=decimals)
    return replace(one, unit=said or "x")
