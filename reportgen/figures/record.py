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

from reportgen.calendars import Calendars
from reportgen.errors import FormulaError
from reportgen.expressions import Input, inputs, written
from reportgen.facts.book import Book
from reportgen.facts.key import Key
from reportgen.figures import recorded
from reportgen.figures.recorded import (
    FORMAT,
    ClaimRecord,
    DerivedRecord,
    FactRecord,
    FactsFile,
    FigureRecord,
    PictureRecord,
    QuantityRecord,
    ScenarioRecord,
    SourceRecord,
    StatedRecord,
    StyleRecord,
    ToleranceRecord,
    UnitRecord,
)
from reportgen.figures.written import Style
from reportgen.intervals import WIDE
from reportgen.model import Claim, Derived, Fact, Shown, Source, Spot, Stated
from reportgen.quantities import Quantity, Tolerance
from reportgen.scenarios import STANDING
from reportgen.settings import Settings
from reportgen.spreadsheet import guarded, table_text
from reportgen.units import Unit

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
        calendars=_calendars(settings),
        date=settings.date,
        style=StyleRecord.model_validate(asdict(style)),
        sources=tuple(_source(source) for source in book.brief.sources.values()),
        scenarios=tuple(
            ScenarioRecord(name=str(one), label=one.label, words=one.words)
            for one in dict.fromkeys(fact.scenario for fact in facts)
            if one not in STANDING
        ),
        facts=tuple(_fact(fact, keys, _reconciliation(fact, book, keys)) for fact in facts),
        figures=tuple(_figure(line, keys) for line in shown),
        pictures=tuple(
            PictureRecord(place=str(spot), words=tuple(words)) for spot, words in pictures.items() if words
        ),
        **({"repeated": repeated} if repeated else {}),
    )
    return recorded.written(content)


def _calendars(settings: Settings) -> Calendars:
    """What the brief's settings say of calendars."""
    said = settings.model_dump(include=set(Calendars.model_fields), exclude_defaults=True)
    return Calendars.model_validate(said)


def facts_csv(facts: Sequence[Fact]) -> bytes:
    """``facts.csv``: stated and derived facts as a table, with the ends of their intervals, in their own units.

    What is stated can be read again as the facts of a brief; what is derived is marked and passed over then.
    """
    return table_text([COLUMNS, *([row[name] for name in COLUMNS] for row in map(_row, facts))]).encode()


def facts_table(facts: Iterable[Fact]) -> Iterator[Mapping[str, str]]:
    """The same as records of texts, as they are before spreadsheets are kept from running them."""
    return map(_texts, facts)


def _row(fact: Fact) -> Mapping[str, str]:
    numbers = ("value", "low", "high")
    return {name: text if name in numbers else guarded(text) for name, text in _texts(fact).items()}


def _texts(fact: Fact) -> Mapping[str, str]:
    quantity, origin = fact.quantity, fact.origin
    stated = isinstance(origin, Stated)
    numbers: list[str] = [quantity.state] * 3
    if not quantity.state:
        ends = (quantity.interval.low, quantity.interval.high)
        numbers = [_value(quantity), *(_end(end / quantity.unit.factor, quantity) for end in ends)]
    value, low, high = numbers
    return {
        "metric": fact.metric.id, "label": fact.label, "entity": fact.entity, "period": str(fact.period),
        "scenario": str(fact.scenario), "unit": quantity.unit.symbol, "bound": _bound(quantity),
        "origin": "stated" if stated else "derived", "note": fact.note,
        "source": origin.source.id if isinstance(origin, Stated) else "",
        "anchor": origin.anchor if isinstance(origin, Stated) else "",
        "passage": origin.passage if isinstance(origin, Stated) else "",
        "flag": fact.flags,
        "formula": origin.formula if isinstance(origin, Derived) else "",
        "as_of": fact.as_of.isoformat() if fact.as_of else "", "value": value, "low": low, "high": high,
    }  # fmt: skip


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


def _reconciliation(fact: Fact, book: Book, keys: Mapping[str, str]) -> str:
    """How a stated measure follows from the one as reported, where it does; nothing where a part is missing."""
    if not fact.metric.reconciliation or not isinstance(fact.origin, Stated):
        return ""
    try:
        made = book.reconciled_at(Key(fact.metric.id, fact.entity, fact.period, fact.scenario))
    except FormulaError:
        return ""
    term = made.origin.term if isinstance(made.origin, Derived) else None
    agrees = term and made.unit.dimension == fact.unit.dimension
    if not (agrees and term and made.quantity.interval.overlaps(fact.quantity.interval)):
        return ""  # a finding, which its author set aside with a reason
    return written(term, lambda item: _leaf(item, keys))


def _fact(fact: Fact, keys: Mapping[str, str], reconciliation: str = "") -> FactRecord:
    quantity = fact.quantity
    record = FactRecord(
        key=keys[fact.id],
        id=fact.id,
        metric=fact.metric.id,
        label=fact.label,
        kind=fact.metric.kind,
        polarity=fact.metric.polarity,
        decimals=fact.metric.decimals,
        basis=fact.metric.basis,
        entity=fact.entity,
        period=str(fact.period),
        scenario=str(fact.scenario),
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
    )
    days = {"start": fact.period.start, "end": fact.period.end} if fact.period.to_the_day else {}
    metric = {"nature": fact.metric.nature, "scale": fact.metric.scale, "measured": fact.metric.measured}
    further = {**metric, **days, "as_of": fact.as_of, "flags": fact.flags}
    further |= {"reconciliation": reconciliation, "standing": fact.standing}
    return record.model_copy(update={name: value for name, value in further.items() if value})


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
    used = tuple(dict.fromkeys(keys[one.id] for one in origin.inputs if one.id in keys))
    claim: dict[str, Any] = {"claim": _claim(origin.claim, keys)} if origin.claim else {}
    if origin.term is None:
        return DerivedRecord(formula=origin.formula, inputs=used, **claim)
    leaves = tuple(dict.fromkeys(keys[str(item.name)] for item in inputs(origin.term)))
    expression = written(origin.term, lambda item: _leaf(item, keys))
    return DerivedRecord(formula=origin.formula, inputs=used, expression=expression, leaves=leaves, **claim)


def _leaf(item: Input, keys: Mapping[str, str]) -> str:
    """What stands for a fact in a recorded formula: its key, or an end of its range."""
    return ".".join(filter(None, (keys[str(item.name)], item.end)))


def _claim(claim: Claim, keys: Mapping[str, str]) -> ClaimRecord:
    limit = keys[claim.limit.id] if isinstance(claim.limit, Fact) else claim.limit
    said: dict[str, Any] = {"relation": claim.relation, "limit": str(limit)} if claim.relation else {}
    if claim.since:
        said["since"] = str(claim.since)
    return ClaimRecord(kind=claim.kind, facts=tuple(keys[one.id] for one in claim.facts), **said)


def _figure(line: Shown, keys: Mapping[str, str]) -> FigureRecord:
    figure = line.figure
    optional = {"fit": figure.fit, "only": line.only}
    given: dict[str, Any] = {name: value for name, value in optional.items() if value}
    return FigureRecord(
        number=line.number,
        fact=keys[figure.fact.id],
        form=figure.form,
        options=dict(figure.options),
        text=figure.text,
        place=str(line.spot),
        **given,
    )
