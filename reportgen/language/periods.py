"""What a language says of periods and days: on axes, in sentences, and what periods are called."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reportgen.language.numbers import Noun


@dataclass(frozen=True, slots=True)
class Periods:
    """Periods by their frequency; ``short`` on axes and in tables, ``long`` in prose.

    Names in braces: ``year`` is a year as ``fiscal_short`` and ``fiscal`` name fiscal ones, ``number`` and ``ordinal``
    which one of it a period is, ``month`` the name of a month, ``ending`` when it ends, ``counted`` how many months.
    ``days_of_month`` goes from a ``day`` to the ``last`` of one month, in a sentence ``from_days_of_month``; ``two``
    is a year by its last two digits.
    ``standing`` are the frequencies whose names stand in a sentence as they are, without ``the``.
    """

    months: Sequence[str]
    short_months: Sequence[str]
    ordinals: Sequence[str]
    counted_months: Sequence[str]
    day: str
    day_of_year: str
    days_of_month: str
    from_days_of_month: str
    short_day: str
    month: str
    short_month: str
    to: str
    fiscal_short: str
    fiscal: str
    short: Mapping[str, str]
    short_to_date: str
    short_fiscal_to_date: str
    long: Mapping[str, str]
    first_weeks: str
    weeks_to: str
    to_date: str
    fiscal_to_date: str
    the: str
    standing: Sequence[str]
    during: Mapping[str, str]
    in_: str
    at: str
    at_the_end: str
    end_of: str
    nouns: Mapping[str, Noun]
    fiscal_nouns: str
    without_years: Sequence[str]
    counted: Mapping[str, str]
    any_counted: str
