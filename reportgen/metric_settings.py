"""What an author may write of a metric, in ``metrics.yaml`` and under ``derive`` in ``brief.yaml``."""

from __future__ import annotations

import datetime  # noqa: ICN001 - datetime.date, as pydantic reads it
import re
from fractions import Fraction
from typing import Annotated

from pydantic import BeforeValidator, ConfigDict, Field

from reportgen.setting import Setting
from reportgen.units import Scale


def formula_alone(value: object) -> object:
    return {"formula": value} if isinstance(value, str) else value


def _ratio(value: object) -> object:
    """``10``, ``1.5``, ``10-for-1`` or ``1-for-10`` as a fraction in the settings' own words."""
    text = str(value).strip()
    match = re.fullmatch(r"(\d{1,6}(?:\.\d{1,6})?)(?:\s?(?:-?for-?|:)\s?(\d{1,6}))?", text)
    if isinstance(value, bool) or not match or not Fraction(match[1]) or not Fraction(match[2] or 1):
        raise ValueError(
            f"'{text[:40]}'; expected how many shares there are since for each before: 10, or 3-for-2"
        )
    return Fraction(match[1]) / Fraction(match[2] or 1)


class SplitSettings(Setting):
    """A split of shares: ``{date: 2024-06-10, factor: 10}``; ``3-for-2`` and ``1-for-10`` are factors too."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)

    date: datetime.date  # from which shares are counted anew
    factor: Annotated[Fraction, BeforeValidator(_ratio)]
    entity: str = ""  # whose shares; those of the brief's entity by default


class Noun(Setting):
    """What a metric counts: ``unit: patients``, or ``unit: {one: person, many: people}``."""

    one: str = ""  # made from the plural by the rules of spelling
    many: str = ""


def _noun(value: object) -> object:
    return {"many": value} if isinstance(value, str) else value


class DerivedMetric(Setting):
    """A metric computed by a formula; the other settings are those of ``metrics.yaml``."""

    formula: Annotated[str, Field(min_length=1)]
    label: str = ""
    short: str = ""
    kind: str = ""
    polarity: str = ""
    nature: str = ""
    definition: str = ""
    gaap: bool | None = None
    nearest_gaap: str = ""
    unit: str = ""  # in which the result is said: EUR k per store
    decimals: int | None = None
    measured: str = ""
    basis: str = ""
    of: str = ""
    unreconciled: str = ""
    scale: Scale = ""


class MetricSettings(Setting):
    """An entry of ``metrics.yaml``."""

    label: str
    short: str = ""
    kind: str = ""  # amount by default for currencies, growth or share for percentages, count otherwise
    polarity: str = "neutral"
    nature: str = ""  # cost, loss or result: which verbs go with it
    definition: str = ""
    gaap: bool | None = None
    nearest_gaap: str = ""  # the id of the nearest GAAP metric, or words that say that the source gives none
    unit: Annotated[Noun, BeforeValidator(_noun)] = Noun()  # what is counted, for counts: downloads
    decimals: int | None = None  # how finely it is said at most
    measured: str = ""  # over the period, as sales are, or at the end, as debts are
    basis: str = ""  # of a variant: constant currency, organic, like-for-like, pro forma, adjusted
    of: str = ""  # the id of the metric as reported that it is a variant of
    reconciliation: str = ""  # the formula that leads from there to it: operating_income + amortisation
    unreconciled: str = ""  # why there is none, for readers
    splits: tuple[SplitSettings, ...] = ()  # of the shares that it is counted in, or is an amount of each of
    scale: Scale = ""  # in which it is said, where the source has another: bn
