"""Where each figure comes from: what a popover on the page and a row of the appendix say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from reportgen.document.content import PageMap
from reportgen.errors import FormulaError
from reportgen.figures.ledger import Ledger
from reportgen.figures.wording import MINUS, Style, say
from reportgen.model import Derived, Fact, Shown, Stated

MOST_DECIMALS = 4  # an interval is said no finer than this
_CLOSED = ("", "exact", "about")


@dataclass(frozen=True, slots=True)
class Reference:
    """A passage in a source document: the source's number, its title and address, and where in it."""

    number: int
    title: str
    url: str
    anchor: str = ""
    passage: str = ""


@dataclass(frozen=True, slots=True)
class Origin:
    """A fact as its readers may check it; ``inputs`` are the numbers of the origins it was computed from."""

    number: int
    fact: Fact
    label: str
    period: str
    value: str
    interval: str
    scenario: str
    references: tuple[Reference, ...]
    formula: str
    inputs: tuple[int, ...]
    equivalents: tuple[str, ...]
    pages: tuple[int, ...] = ()

    @property
    def id(self) -> str:
        return f"origin-{self.number}"

    @property
    def is_derived(self) -> bool:
        return bool(self.formula)

    @property
    def note(self) -> str:
        return self.fact.note


def origins(ledger: Ledger, further: Iterable[Fact], pages: PageMap) -> tuple[Origin, ...]:
    """Every fact that is shown, and every fact that one of them was computed from, each once, in order."""
    shown = dict.fromkeys(line.figure.fact.id for line in ledger.shown)
    facts = {fact.id: fact for fact in _with_inputs([*(line.figure.fact for line in ledger.shown), *further])}
    numbers = {name: number for number, name in enumerate(facts, 1)}
    where = _pages(ledger.shown, pages)
    return tuple(
        _origin(fact, numbers, where.get(name, ()) if name in shown else (), ledger.style)
        for name, fact in facts.items()
    )


def _with_inputs(facts: Iterable[Fact]) -> Iterator[Fact]:
    for fact in facts:
        yield fact
        if isinstance(fact.origin, Derived):
            yield from _with_inputs(fact.origin.inputs)


def _pages(shown: Iterable[Shown], pages: PageMap) -> Mapping[str, tuple[int, ...]]:
    """Fact id to the pages on which a figure of it stands; a chart's labels stand where the chart does."""
    found: dict[str, set[int]] = {}
    for line in shown:
        kind, _, name = line.place.partition(":")
        page = pages.anchors.get(f"fig-{line.number}") or pages.anchors.get(f"{kind}-{name}")
        if page:
            found.setdefault(line.figure.fact.id, set()).add(page)
    return {name: tuple(sorted(numbers)) for name, numbers in found.items()}


def _origin(fact: Fact, numbers: Mapping[str, int], pages: tuple[int, ...], style: Style) -> Origin:
    inputs = fact.origin.inputs if isinstance(fact.origin, Derived) else ()
    return Origin(
        number=numbers[fact.id],
        fact=fact,
        label=fact.label or fact.metric.label,
        period=fact.period.short,
        value=_said(fact, "short", style),
        interval=_interval(fact, style),
        scenario="" if fact.scenario == "actual" else str(fact.scenario),
        references=tuple(
            _reference(one.origin) for one in (fact, *fact.others) if isinstance(one.origin, Stated)
        ),
        formula=_typeset(fact.origin.formula) if isinstance(fact.origin, Derived) else "",
        inputs=tuple(dict.fromkeys(numbers[one.id] for one in inputs)),
        equivalents=tuple(_said(one, "short", style) for one in fact.equivalents),
        pages=pages,
    )


def _reference(origin: Stated) -> Reference:
    source = origin.source
    return Reference(source.number, source.title, source.url, origin.anchor, origin.passage)


def _said(fact: Fact, form: str, style: Style) -> str:
    try:
        return say(fact, form, style)
    except FormulaError:
        return str(fact.quantity)


def _interval(fact: Fact, style: Style) -> str:
    """What the rounding allows, in words; empty where there is nothing to add to the value."""
    quantity = fact.quantity
    if quantity.state or quantity.bound not in _CLOSED:
        return ""
    if quantity.interval.width == 0:
        return "exact"
    decimals = quantity.decimals + 1 if quantity.decimals is not None else _telling_decimals(fact)
    return say(fact, "between", style, {"decimals": min(decimals, MOST_DECIMALS)})


def _telling_decimals(fact: Fact) -> int:
    """Enough decimals to tell the two ends of a computed interval apart."""
    width = fact.quantity.interval.width / fact.unit.factor
    return max(1, 1 - width.adjusted()) if width.is_finite() and width else 1


def _typeset(formula: str) -> str:
    return formula.replace(" * ", " × ").replace(" - ", f" {MINUS} ")
