"""The edition's own account of itself: ``facts.json`` (facts, formulas, ledger) and ``facts.csv``.

Numbers are written as text, exactly; nothing in them depends on the machine, the day or the folder. ``reportgen
verify`` needs no more than these to recompute every derived fact and to word every figure again.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from decimal import Context, Decimal
from typing import Any

from reportgen.expressions import Operation, inputs, written
from reportgen.facts.book import Book
from reportgen.figures.wording import Style
from reportgen.model import Derived, Fact, Shown, Source, Stated
from reportgen.quantities import Quantity

COMPUTED = Context(prec=12)  # digits of a computed number in facts.csv; facts.json has all of them
FORMAT = 1  # of facts.json; raised when a reader of the old one would go wrong
COLUMNS = (
    "metric", "label", "entity", "period", "scenario", "value", "unit", "bound", "low", "high", "source", "anchor",
    "flag", "note",
)  # fmt: skip


def facts_shown(book: Book, shown: Iterable[Shown]) -> tuple[Fact, ...]:
    """Every stated fact of the brief, then every derived one that was shown or that a shown one needs."""
    stated = {one.id: one for fact in book.stated for one in (fact, *fact.equivalents, *fact.others)}
    found = dict(stated)
    waiting = [line.figure.fact for line in shown]
    while waiting:
        fact = waiting.pop(0)
        if fact.id in found and fact.id in stated:
            continue
        if fact.id not in found:
            found[fact.id] = fact
            waiting.extend(fact.origin.inputs if isinstance(fact.origin, Derived) else ())
    return tuple(found.values())


def facts_json(book: Book, facts: Sequence[Fact], shown: Sequence[Shown], style: Style) -> bytes:
    """``facts.json``: the style, sources, facts (``f1``, ``f2``…) and the ledger's figures, in that order."""
    keys = {fact.id: f"f{number}" for number, fact in enumerate(facts, 1)}
    settings = book.brief.settings
    content = {
        "format": FORMAT,
        "brief": book.brief.name,
        "entity": settings.entity.name,
        "period": str(book.brief.period),
        "fiscal_year_end": settings.fiscal_year_end,
        "date": settings.date.isoformat(),
        "names": sorted({*settings.names, *_names(book)}),
        "style": {
            **asdict(style),
            "currency_short": dict(style.currency_short),
            "currency_word": dict(style.currency_word),
        },
        "sources": [_source(source) for source in book.brief.sources.values()],
        "facts": [_fact(fact, keys) for fact in facts],
        "figures": [_figure(line, keys) for line in shown],
    }
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


def _names(book: Book) -> Iterator[str]:
    """Names that hold digits and may stand in a picture: of entities and of measures."""
    known = (*book.entities, *(name for one in book.metrics.values() for name in (one.label, one.short)))
    return (name for name in known if any(letter.isdigit() for letter in name))


def facts_csv(facts: Sequence[Fact]) -> bytes:
    """``facts.csv``: stated and derived facts as a table, with the ends of their intervals, in their own units."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for fact in facts:
        writer.writerow(_row(fact))
    return out.getvalue().encode()


def _row(fact: Fact) -> list[str]:
    quantity, origin = fact.quantity, fact.origin
    source, anchor = (
        (origin.source.id, origin.anchor) if isinstance(origin, Stated) else ("derived", origin.formula)
    )
    numbers: list[str] = [quantity.state] * 3
    if not quantity.state:
        ends = (quantity.value, quantity.interval.low, quantity.interval.high)
        numbers = [_number(end / quantity.unit.factor, quantity) for end in ends]
    value, low, high = numbers
    return [
        fact.metric.id, fact.label, fact.entity, str(fact.period), str(fact.scenario), value, quantity.unit.symbol,
        quantity.bound, low, high, source, anchor, fact.flags, fact.note,
    ]  # fmt: skip


def _number(value: Decimal, quantity: Quantity) -> str:
    if value.is_infinite():
        return "" if value > 0 else "-"
    exact = quantity.decimals is not None
    return f"{(value if exact else COMPUTED.plus(value)).normalize():f}"  # never 7.49E+10: the loader reads it again


def _source(source: Source) -> Mapping[str, Any]:
    day = source.date.isoformat() if source.date else None
    return {
        "number": source.number,
        "id": source.id,
        "title": source.title,
        "publisher": source.publisher,
        "date": day,
        "url": source.url,
    }


def _fact(fact: Fact, keys: Mapping[str, str]) -> Mapping[str, Any]:
    quantity = fact.quantity
    return {
        "key": keys[fact.id],
        "id": fact.id,
        "metric": fact.metric.id,
        "label": fact.label,
        "kind": fact.metric.kind,
        "polarity": fact.metric.polarity,
        "decimals": fact.metric.decimals,
        "scale": fact.metric.scale,
        "entity": fact.entity,
        "period": str(fact.period),
        "start": fact.period.start.isoformat(),
        "end": fact.period.end.isoformat(),
        "scenario": str(fact.scenario),
        "quantity": {
            "value": str(quantity.value),
            "low": str(quantity.interval.low),
            "high": str(quantity.interval.high),
            "bound": quantity.bound,
            "decimals": quantity.decimals,
            "state": quantity.state,
            "unit": {**asdict(quantity.unit), "factor": str(quantity.unit.factor)},
        },
        "origin": _origin(fact, keys),
        "note": fact.note,
        "flags": fact.flags,
    }


def _origin(fact: Fact, keys: Mapping[str, str]) -> Mapping[str, Any]:
    origin = fact.origin
    if isinstance(origin, Stated):
        return {
            "source": origin.source.number,
            "anchor": origin.anchor,
            "passage": origin.passage,
            "line": origin.place.line,
        }
    used = [keys[one.id] for one in origin.inputs if one.id in keys]
    if origin.term is None:
        return {"formula": origin.formula, "inputs": used}
    expression = written(origin.term, lambda item: keys[str(item.name)])
    if isinstance(origin.term, Operation):
        leaves = list(dict.fromkeys(keys[str(item.name)] for item in inputs(origin.term)))
        return {"formula": origin.formula, "inputs": used, "expression": expression, "leaves": leaves}
    return {"formula": origin.formula, "inputs": used, "expression": expression, "leaves": [expression]}


def _figure(line: Shown, keys: Mapping[str, str]) -> Mapping[str, Any]:
    figure = line.figure
    return {
        "number": line.number,
        "fact": keys[figure.fact.id],
        "form": figure.form,
        "options": dict(figure.options),
        "text": figure.text,
        "place": line.place,
    }
