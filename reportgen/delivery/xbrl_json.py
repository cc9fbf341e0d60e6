"""Stated facts as xBRL-JSON (OIM 1.0, https://xbrl.org/2021/xbrl-json), to be read by programs that read filings.

Amounts are in ISO 4217 currencies, in ones, with ``decimals`` for how they are rounded (-6: to millions); percentages
are pure numbers. What OIM has no word for is a dimension of ours: scenario, bound, the ends of a range, the day of a
restatement, and a period that its days alone do not tell. So a program that does not know these takes no "at least 5"
for a 5.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any
from urllib.parse import quote

from reportgen.brief import Brief
from reportgen.delivery.xbrl_taxonomy import METRICS_FILE, is_moment, taxonomy
from reportgen.intervals import WIDE
from reportgen.model import Fact, Scenario, Stated
from reportgen.quantities import Quantity
from reportgen.sources.dates import period_of_days
from reportgen.sources.digits import plain
from reportgen.sources.filed import OUR_METRICS, OUR_NAMES, OUR_TERMS, OUR_UNITS
from reportgen.sources.filed_units import name_of
from reportgen.units import Unit

DOCUMENT_TYPE = "https://xbrl.org/2021/xbrl-json"
REPORT_FILE = "facts.xbrl.json"
NAMESPACES = {
    "xbrl": "https://xbrl.org/2021", "iso4217": "http://www.xbrl.org/2003/iso4217",
    "xbrli": "http://www.xbrl.org/2003/instance", "metric": OUR_METRICS, "name": OUR_NAMES, "unit": OUR_UNITS,
    "term": OUR_TERMS,
}  # fmt: skip
_SHARES = {"shares": "xbrli:shares", "share": "xbrli:shares"}


def xbrl_json(facts: Iterable[Fact], brief: Brief) -> bytes:
    """The facts that sources state, as an xBRL-JSON report; what was computed from them is left out.

    It names its taxonomy as a file that lies beside it: see ``xbrl_files``.

    Args:
        facts: those of a book, with their restatements; translations into other currencies go along.
        brief: in whose calendars their periods are.
    """
    every = [one for fact in facts if isinstance(fact.origin, Stated) for one in (fact, *fact.equivalents)]
    info = {"documentType": DOCUMENT_TYPE, "namespaces": NAMESPACES, "taxonomy": [METRICS_FILE]}
    report = {"documentInfo": info, "facts": {f"f{at}": _fact(one, brief) for at, one in enumerate(every, 1)}}
    return (json.dumps(report, ensure_ascii=False, indent=1) + "\n").encode()


def xbrl_files(facts: Iterable[Fact], brief: Brief) -> Mapping[str, bytes]:
    """The report and its taxonomy, by the names that their files must have to be found by each other."""
    stated = [fact for fact in facts if isinstance(fact.origin, Stated)]
    return {REPORT_FILE: xbrl_json(stated, brief), **taxonomy(stated)}


def _fact(fact: Fact, brief: Brief) -> Mapping[str, Any]:
    quantity, ones = fact.quantity, fact.unit.scaled("ones")
    said: dict[str, Any] = {"value": _number(quantity, ones) if quantity.is_number else None}
    if quantity.decimals is not None and quantity.is_number and quantity.bound != "exact":
        said["decimals"] = quantity.decimals - _power(quantity.unit) + _power(ones)
        said["decimals"] += 2 if quantity.unit.name == "percent" else 0
    unit = _unit(fact.unit)
    dimensions = {
        "concept": f"metric:{fact.metric.id}", "entity": f"name:{quote(fact.entity, safe='')}",
        **dict(_period(fact, brief)), **({"unit": unit} if unit else {}), **dict(_terms(fact, ones)),
    }  # fmt: skip
    return {**said, "dimensions": dimensions}


def _number(quantity: Quantity, ones: Unit) -> str:
    """A number in ones of its unit; a percentage as the pure number that it is."""
    factor = 1 if quantity.unit.name == "percent" else ones.factor
    return plain(WIDE.divide(quantity.value, factor))


def _power(unit: Unit) -> int:
    """How many zeros a unit's scale stands for."""
    return int(WIDE.log10(unit.factor).to_integral_value())


def _unit(unit: Unit) -> str:
    """A unit in the registries that XBRL knows, or in ours; "" for a pure number."""
    if unit.name == "percent":
        return ""
    over, per, under = unit.name.partition(" per ")
    if unit.kind == "currency":
        return f"iso4217:{over}"
    if per and unit.money and under in _SHARES:
        return f"iso4217:{over}/{_SHARES[under]}"
    return _SHARES.get(unit.name) or f"unit:{name_of(unit.name)}"


def _period(fact: Fact, brief: Brief) -> Iterator[tuple[str, str]]:
    """The days of a period, of a level the last of them; and its name where they do not tell it."""
    period, entity = fact.period, "" if fact.entity == brief.entity else fact.entity
    start = None if is_moment(fact.metric) else period.start
    yield "period", f"{_moment(start)}/{_moment(_next(period.end))}" if start else _moment(_next(period.end))
    if period_of_days(start, period.end, brief, entity) != str(period):
        yield "term:period", str(period)


def _next(day: date) -> date:
    return day + timedelta(days=1)


def _moment(day: date | None) -> str:
    return f"{day}T00:00:00"


def _terms(fact: Fact, ones: Unit) -> Iterator[tuple[str, str]]:
    quantity = fact.quantity
    if fact.scenario != Scenario.ACTUAL:
        yield "term:scenario", str(fact.scenario)
    if fact.as_of:
        yield "term:as_of", fact.as_of.isoformat()
    if quantity.is_range:
        factor = 1 if quantity.unit.name == "percent" else ones.factor
        for name, end in (("low", quantity.interval.low), ("high", quantity.interval.high)):
            if end.is_finite():
                yield f"term:{name}", plain(WIDE.divide(end, factor))
    elif quantity.bound not in ("", "exact"):
        yield "term:bound", quantity.bound
