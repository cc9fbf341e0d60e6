"""Where each figure comes from: what a popover on the page and a row of the appendix say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from reportgen.document.content import PageMap
from reportgen.errors import FormulaError
from reportgen.figures.digits import said as rounded_for_display
from reportgen.figures.digits import supported_decimals
from reportgen.figures.ledger import Ledger
from reportgen.figures.wording import say
from reportgen.figures.written import MINUS, TIED, Style
from reportgen.model import Derived, Fact, Shown, Spot, Stated

MOST_PAGES = 4  # a run of pages, 2–7, takes no more room than these
MOST_DECIMALS = 4  # an interval is said no finer than this
NEGLIGIBLE = Decimal("1e-9")  # of the value: what is left of dividing exact numbers
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
    places: int = 0
    pending: str = ""  # stands where its pages will be named: as wide as they can become

    @property
    def id(self) -> str:
        return f"origin-{self.number}"

    @property
    def is_derived(self) -> bool:
        return bool(self.formula)

    @property
    def note(self) -> str:
        return self.fact.note


def _ranges(pages: Sequence[int]) -> Iterator[str]:
    """Runs of page numbers, of two as two."""
    for _, run in groupby(enumerate(pages), lambda item: item[1] - item[0]):
        first, *rest = (page for _, page in run)
        yield f"{first}–{rest[-1]}" if len(rest) > 1 else ", ".join(map(str, (first, *rest)))


def page_numbers(listed: Iterable[Origin], ledger: Ledger, pages: PageMap) -> Mapping[str, str]:
    """For every section and origin the page or pages on which it stands, in few letters: ``1–3, 6``."""
    shown, named = _pages(ledger.shown, pages), ledger.style.words.origins.pages
    return {name: str(page) for name, page in pages.anchors.items()} | {
        origin.id: named.format(pages=", ".join(_ranges(shown.get(origin.fact.id, ())))) for origin in listed
    }


def origins(ledger: Ledger) -> tuple[Origin, ...]:
    """Every fact that is shown, and every fact that one of them was computed from, each once, in order."""
    facts = {fact.id: fact for fact in with_inputs(line.figure.fact for line in ledger.shown)}
    numbers = {name: number for number, name in enumerate(facts, 1)}
    places = _places(ledger.shown)
    return tuple(_origin(fact, numbers, places.get(name, 0), ledger.style) for name, fact in facts.items())


def grouped(listed: Iterable[Origin]) -> tuple[tuple[str, tuple[Origin, ...]], ...]:
    """Origins by their label, in the order of the alphabet; of one measure the latest period first."""
    groups: dict[str, list[Origin]] = {}
    for origin in sorted(listed, key=lambda one: one.fact.period, reverse=True):
        groups.setdefault(origin.label, []).append(origin)
    return tuple((label, tuple(groups[label])) for label in sorted(groups, key=str.lower))


def _places(shown: Iterable[Shown]) -> Mapping[str, int]:
    """Fact id to the number of places at which print shows it, each of them on one page."""
    found: dict[str, set[Spot]] = {}
    for line in shown:
        if line.stands_in("print"):
            found.setdefault(line.figure.fact.id, set()).add(line.spot)
    return {name: len(places) for name, places in found.items()}


def with_inputs(facts: Iterable[Fact]) -> Iterator[Fact]:
    for fact in facts:
        yield fact
        if isinstance(fact.origin, Derived):
            yield from with_inputs(fact.origin.inputs)


def _pages(shown: Iterable[Shown], pages: PageMap) -> Mapping[str, tuple[int, ...]]:
    """Fact id to the pages on which a figure of it stands; a chart's labels stand where the chart does."""
    found: dict[str, set[int]] = {}
    for line in shown:
        page = pages.anchors.get(f"fig-{line.number}") or pages.anchors.get(line.spot.anchor)
        if page and line.stands_in("print"):
            found.setdefault(line.figure.fact.id, set()).add(page)
    return {name: tuple(sorted(numbers)) for name, numbers in found.items()}


def _origin(fact: Fact, numbers: Mapping[str, int], places: int, style: Style) -> Origin:
    inputs = fact.origin.inputs if isinstance(fact.origin, Derived) else ()
    return Origin(
        number=numbers[fact.id],
        fact=fact,
        label=fact.label or fact.metric.label,
        period=fact.when,
        value=said(fact, "short", style),
        interval=interval_of(fact, style),
        scenario=standing_of(fact),
        references=tuple(
            _reference(one.origin)
            for one in (fact, *fact.others)
            if isinstance(one.origin, Stated)
            and one.origin.source.number  # where the brief names none, none is shown
        ),
        formula=typeset(fact.origin.formula) if isinstance(fact.origin, Derived) else "",
        inputs=tuple(dict.fromkeys(numbers[one.id] for one in inputs)),
        equivalents=tuple(said(one, "short", style) for one in fact.equivalents),
        places=places,
        pending=style.words.origins.pages.format(pages=", ".join(["0"] * min(places, MOST_PAGES))),
    )


def standing_of(fact: Fact) -> str:
    """Whose number a fact is, or which version of it: "consensus", "restated on 4 November 2025"; else nothing."""
    return fact.standing or fact.scenario.mark


def _reference(origin: Stated) -> Reference:
    source = origin.source
    return Reference(source.number, source.title, source.url, origin.anchor, origin.passage)


def said(fact: Fact, form: str, style: Style) -> str:
    """A fact in the words of a form; where that does not fit it, as it was stated."""
    try:
        return say(fact, form, style)
    except FormulaError:
        return str(fact.quantity)


def interval_of(fact: Fact, style: Style) -> str:
    """What the rounding allows, in words; empty where there is nothing to add to the value."""
    quantity = fact.quantity
    if quantity.is_range:  # the value says its ends already, unless it was given with a tolerance
        return say(fact, "between", style).partition(TIED)[0] if quantity.tolerance else ""
    if quantity.state or quantity.bound not in _CLOSED or not quantity.interval.is_finite:
        return ""
    if quantity.interval.width <= abs(quantity.value) * NEGLIGIBLE:
        return style.words.origins.exact
    words = say(fact, "between", style, {"decimals": min(_telling_decimals(fact), MOST_DECIMALS)})
    return words.partition(TIED)[0]  # the value beside it names the unit


def _telling_decimals(fact: Fact) -> int:
    """Enough decimals to tell the two ends of an interval apart: one more than the number itself has."""
    unit = rounded_for_display(fact).unit
    if fact.quantity.decimals is not None:
        return max(1, supported_decimals(fact.quantity, unit) + 1)
    return max(1, 1 - (fact.quantity.interval.width / unit.factor).adjusted())


def typeset(formula: str) -> str:
    """A formula with the signs that readers know."""
    return formula.replace(" * ", " × ").replace(" - ", f" {MINUS} ")
