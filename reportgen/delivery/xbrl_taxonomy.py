"""The taxonomy of our xBRL-JSON reports: what their concepts and dimensions are, as XBRL 2.1 and Dimensions 1.0 ask.

OIM takes no report without one (``oime:noTaxonomy``). A schema holds the metrics of the report, each with the type of
its units; another, the same for all, our dimensions, which are typed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from xml.sax.saxutils import quoteattr

from reportgen.model import Fact, Metric
from reportgen.sources.filed import OUR_METRICS, OUR_TERMS
from reportgen.units import Unit

METRICS_FILE, TERMS_FILE = "facts.xbrl.xsd", "terms.xbrl.xsd"
TERMS = ("scenario", "bound", "low", "high", "as_of", "period")
_HEAD = """\
<?xml version="1.0" encoding="UTF-8"?>
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xbrli="http://www.xbrl.org/2003/instance"
  xmlns:xbrldt="http://xbrl.org/2005/xbrldt" targetNamespace="{space}" elementFormDefault="qualified">
  <xs:import namespace="http://www.xbrl.org/2003/instance"
    schemaLocation="http://www.xbrl.org/2003/xbrl-instance-2003-12-31.xsd"/>
  <xs:import namespace="http://xbrl.org/2005/xbrldt" schemaLocation="http://www.xbrl.org/2005/xbrldt-2005.xsd"/>
"""
_TERM = """\
  <xs:element name="{name}" id="term_{name}" type="xbrli:stringItemType" substitutionGroup="xbrldt:dimensionItem"
    abstract="true" nillable="true" xbrli:periodType="duration" xbrldt:typedDomainRef="#{name}_domain"/>
  <xs:element name="{name}_domain" id="{name}_domain" type="xs:string"/>
"""
_METRIC = """\
  <xs:element name={name} id={identity} type="xbrli:{kind}" substitutionGroup="xbrli:item" nillable="true"
    xbrli:periodType="{span}"/>
"""


def is_moment(metric: Metric) -> bool:
    """Whether a metric is known of moments; a concept has facts of moments, or of spans of time, and not of both."""
    return metric.measured == "at the end"


def taxonomy(facts: Iterable[Fact]) -> Mapping[str, bytes]:
    """The schemas that a report of these facts names, by the names of their files."""
    units: dict[str, list[Unit]] = {}
    metrics: dict[str, Metric] = {}
    for fact in facts:
        metrics[fact.metric.id] = fact.metric
        units.setdefault(fact.metric.id, []).extend(one.unit for one in (fact, *fact.equivalents))
    terms = "".join(_TERM.format(name=name) for name in TERMS)
    return {
        METRICS_FILE: _schema(OUR_METRICS, _metrics(metrics, units)),
        TERMS_FILE: _schema(OUR_TERMS, [terms]),
    }


def _schema(space: str, content: Iterable[str]) -> bytes:
    return f"{_HEAD.format(space=space)}{''.join(content)}</xs:schema>\n".encode()


def _metrics(metrics: Mapping[str, Metric], units: Mapping[str, list[Unit]]) -> Iterator[str]:
    yield f'  <xs:import namespace="{OUR_TERMS}" schemaLocation="{TERMS_FILE}"/>\n'
    for name, metric in sorted(metrics.items()):
        yield _METRIC.format(
            name=quoteattr(name), identity=quoteattr(f"metric_{name}"), kind=_type(units[name]),
            span="instant" if is_moment(metric) else "duration",
        )  # fmt: skip


def _type(units: Iterable[Unit]) -> str:
    """The type of a concept: money, shares, a number without a unit; any number where its units differ in that."""
    kinds = {_type_of(one) for one in units}
    return kinds.pop() if len(kinds) == 1 else "decimalItemType"


def _type_of(unit: Unit) -> str:
    if unit.name == "percent":
        return "pureItemType"
    if unit.name == "shares":
        return "sharesItemType"
    return "monetaryItemType" if unit.kind == "currency" and " per " not in unit.name else "decimalItemType"
