"""What filings state, before anybody knows how it is rounded and what its days are called."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from reportgen.findings import Place

MOST_DIGITS = 28  # of a number, as everywhere
MOST_DECIMALS = 18  # behind the point, or before it
# Namespaces of concepts, of entities, of units that nobody registers, of dimensions.
OUR_METRICS, OUR_NAMES = "urn:reportgen:metrics", "urn:reportgen:names"
OUR_UNITS, OUR_TERMS = "urn:reportgen:units", "urn:reportgen:terms"
PURE = ""  # the unit of what has none: a ratio


@dataclass(frozen=True, slots=True)
class Filed:
    """One number of one filing.

    ``name`` is the concept as the author's ``metrics`` or the brief know it, ``number`` its value in ones of ``unit``
    (``USD``, ``USD per share``, ``shares``; PURE). ``start`` is None for what is measured on a day. ``decimals`` are
    those that the filing states: 2 for cents, -6 for millions; None where the file does not say. ``is_exact`` is
    said of a number without any rounding.
    """

    name: str
    metric: str
    number: Decimal
    unit: str
    start: date | None
    end: date
    place: Place
    decimals: int | None = None
    is_exact: bool = False
    filing: str = ""  # its number at the registry
    form: str = ""
    filed: date | None = None
    entity: str = ""
    scenario: str = ""
    bound: str = ""
    low: str = ""
    high: str = ""
    as_of: str = ""
    period: str = ""  # in our spelling, where the days alone do not tell it
