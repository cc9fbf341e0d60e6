"""The edition's own account of itself: ``facts.json`` (facts, formulas, ledger) and ``facts.csv``.

Numbers are written as text, exactly; nothing in them depends on the machine, the day or the folder. ``reportgen
verify`` needs no more than ``facts.json`` to recompute every derived fact and to word every figure again;
``facts.csv`` can be the facts of another brief.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from decimal import Context, Decimal
from typing import Any

from reportgen.expressions import inputs, written
from reportgen.facts.book import Book
from reportgen.facts.spreadsheet import guarded, table_text
from reportgen.figures import recorded
from reportgen.figures.recorded import (
    FORMAT,
    DerivedRecord,
    FactRecord,
    FactsFile,
    FigureRecord,
    PictureRecord,
    QuantityRecord,
    SourceRecord,
    StatedRecord,
    StyleRecord,
    ToleranceRecord,
    UnitRecord,
)
from reportgen.figures.wording import Style
from reportgen.model import Derived, Fact, Shown, Source, Spot, Stated
from reportgen.quantities import WIDE, Quantity, Tolerance, Unit

COLUMNS = (
    "metric", "label", "entity", "period", "scenario", "value", "unit", "bound", "low", "high", "origin", "source",
    "anchor", "flag", "formula", "note", "passage", "as_of",
)  # fmt: skip
COMPUTED = Context(prec=12)  # digits of a computed number in facts.csv; facts.json has all of them


def facts_shown(book: Book, shown: Iterable[Shown]) -> tuple[Fact, ...]:
    """Every stated fact of the brief, then every derived one that was shown or that a shown one needs."""
    stated = {one.id: one for fact in book.stated for one in _statements(fact)}
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


def _statements(fact: Fact) -> Iterator[Fact]:
    """A fact, the same as further sources state it, and its translations likewise."""
    yield from (fact, *fact.others)
    for translation in fact.equivalents:
        yield from _statements(translation)


def facts_json(
    book: Book,
    facts: Sequence[Fact],
    shown: Sequence[Shown],
    style: Style,
    pictures: Mapping[Spot, Sequence[str]],
    repeated: str = "",
) -> bytes:
    """``facts.json``.

    Args:
        book: the brief's facts and settings.
        facts: those that the edition rests on; they get the keys ``f1``, ``f2``…
        shown: the ledger.
        style: how numbers are written.
        pictures: the words with digits, figures aside, that are drawn at each place.
        repeated: the exhibit that stands on page one and in a section too.
    """
    keys = {fact.id: f"f{number}" for number, fact in enumerate(facts, 1)}
    settings = book.brief.settings
    content = FactsFile(
        format=FORMAT,
        brief=book.brief.name,
        entity=settings.entity.name,
        period=str(book.brief.period),
        fiscal_year_end=settings.fiscal_year_end,
        date=settings.date,
        style=StyleRecord.model_validate(asdict(style)),
        sources=tuple(_source(source) for source in book.brief.sources.values()),
        facts=tuple(_fact(fact, keys) for fact in facts),
        figures=tuple(_figure(line, keys) for line in shown),
        pictures=tuple(
            PictureRecord(place=str(spot), words=tuple(words)) for spot, words in pictures.items() if words
        ),
        **({"repeated": repeated} if repeated else {}),
    )
    return recorded.written(content)


def facts_csv(facts: Sequence[Fact]) -> bytes:
    """``facts.csv``: stated and derived facts as a table, with the ends of their intervals, in their own units.

    What is stated can be read again as the facts of a brief; what is derived is marked and passed over then.
    """
    return table_text([COLUMNS, *map(_row, facts)]).encode()


def _row(fact: Fact) -> list[str]:
    quantity, origin = fact.quantity, fact.origin
    stated = isinstance(origin, Stated)
    numbers: list[str] = [quantity.state] * 3
    if not quantity.state:
        ends = (quantity.interval.low, quantity.interval.high)
        numbers = [_value(quantity), *(_end(end / quantity.unit.factor, quantity) for end in ends)]
    value, low, high = numbers
    texts = {
        "metric": fact.metric.id, "label": fact.label, "entity": fact.entity, "period": str(fact.period),
        "scenario": str(fact.scenario), "unit": quantity.unit.symbol, "bound": _bound(quantity),
        "origin": "stated" if stated else "derived", "note": fact.note,
        "source": origin.source.id if isinstance(origin, Stated) else "",
        "anchor": origin.anchor if isinstance(origin, Stated) else "",
        "passage": origin.passage if isinstance(origin, Stated) else "",
        "flag": fact.flags,
        "formula": origin.formula if isinstance(origin, Derived) else "",
        "as_of": fact.as_of.isoformat() if fact.as_of else "",
    }  # fmt: skip
    cells = {name: guarded(text) for name, text in texts.items()} | {"value": value, "low": low, "high": high}
    return [cells[name] for name in COLUMNS]


def _bound(quantity: Quantity) -> str:
    """A bound as the loader reads it: ``between``, ``± 2%``, ``± 50 bps``."""
    if quantity.tolerance is None:
        return quantity.bound
    of = quantity.tolerance.unit
    number = f"{quantity.tolerance.value / of.factor:.{quantity.tolerance.decimals}f}"
    if of.kind == "percent":
        return f"± {number}%"
    return f"± {number} {of.name}" if of.kind == "points" else f"± {number}"


def _value(quantity: Quantity) -> str:
    """A number in its own unit: a stated one with the digits of its source, the midpoint of a range with its own."""
    number = quantity.value / quantity.unit.factor
    if quantity.is_range and quantity.decimals is not None and not quantity.tolerance:
        return f"{number.normalize(WIDE):f}"
    if quantity.decimals is None:
        return f"{COMPUTED.plus(number).normalize():f}"
    return f"{number:.{quantity.decimals}f}"


def _end(value: Decimal, quantity: Quantity) -> str:
    """An end of an interval, of a stated range with the digits of its source; nothing where it is open."""
    if value.is_infinite():
        return ""
    if quantity.is_range and quantity.decimals is not None and not quantity.tolerance:
        return f"{value:.{quantity.decimals}f}"
    return f"{(COMPUTED.plus(value) if quantity.decimals is None else value).normalize():f}"


def _source(source: Source) -> SourceRecord:
    return SourceRecord(
        number=source.number,
        id=source.id,
        title=source.title,
        publisher=source.publisher,
        date=source.date,
        url=source.url,
    )


def _fact(fact: Fact, keys: Mapping[str, str]) -> FactRecord:
    quantity = fact.quantity
    optional = {
        "scale": fact.metric.scale,
        "as_of": fact.as_of,
        "flags": fact.flags,
        "standing": fact.standing,
    }
    given: dict[str, Any] = {name: value for name, value in optional.items() if value}
    return FactRecord(
        key=keys[fact.id],
        id=fact.id,
        metric=fact.metric.id,
        label=fact.label,
        kind=fact.metric.kind,
        polarity=fact.metric.polarity,
        decimals=fact.metric.decimals,
        entity=fact.entity,
        period=str(fact.period),
        start=fact.period.start,
        end=fact.period.end,
        scenario=fact.scenario,
        quantity=QuantityRecord(
            value=str(quantity.value),
            low=str(quantity.interval.low),
            high=str(quantity.interval.high),
            bound=quantity.bound,
            decimals=quantity.decimals,
            state=quantity.state,
            unit=_unit(quantity.unit),
            **({"tolerance": _tolerance(quantity.tolerance)} if quantity.tolerance else {}),
        ),
        origin=_origin(fact, keys),
        note=fact.note,
        **given,
    )


def _tolerance(tolerance: Tolerance) -> ToleranceRecord:
    return ToleranceRecord(
        value=str(tolerance.value), unit=_unit(tolerance.unit), decimals=tolerance.decimals
    )


def _unit(unit: Unit) -> UnitRecord:
    irregular = {"one": unit.one} if unit.one else {}
    return UnitRecord(kind=unit.kind, name=unit.name, scale=unit.scale, factor=str(unit.factor), **irregular)


def _origin(fact: Fact, keys: Mapping[str, str]) -> StatedRecord | DerivedRecord:
    origin = fact.origin
    if isinstance(origin, Stated):
        return StatedRecord(
            source=origin.source.number,
            anchor=origin.anchor,
            passage=origin.passage,
            line=origin.place.line,
            **({"url": origin.source.id} if origin.source.id and not origin.source.number else {}),
        )
    used = tuple(keys[one.id] for one in origin.inputs if one.id in keys)
    if origin.term is None:
        return DerivedRecord(formula=origin.formula, inputs=used)
    leaves = tuple(dict.fromkeys(keys[str(item.name)] for item in inputs(origin.term)))
    expression = written(origin.term, lambda item: ".".join(filter(None, (keys[str(item.name)], item.end))))
    return DerivedRecord(formula=origin.formula, inputs=used, expression=expression, leaves=leaves)


def _figure(line: Shown, keys: Mapping[str, str]) -> FigureRecord:
    figure = line.figure
    return FigureRecord(
        number=line.number,
        fact=keys[figure.fact.id],
        form=figure.form,
        options=dict(figure.options),
        text=figure.text,
        place=str(line.spot),
        **({"only": line.only} if line.only else {}),
    )
