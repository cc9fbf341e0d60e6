"""Where each figure comes from: what a popover on the page and a row of the appendix say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from reportgen.errors import FormulaError
from reportgen.figures.formula_words import formula_of
from reportgen.figures.ledger import Ledger
from reportgen.figures.left_open import left_open
from reportgen.figures.wording import say
from reportgen.figures.written import MINUS, TIED, Style
from reportgen.model import Derived, Fact, Stated

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
    span: str = ""  # the interval as it stands in a column
    printed: bool = False  # whether print shows it; else it is only what another was computed from

    @property
    def id(self) -> str:
        return f"origin-{self.number}"

    @property
    def is_derived(self) -> bool:
        return bool(self.formula)

    @property
    def note(self) -> str:
        return self.fact.note


def origins(ledger: Ledger) -> tuple[Origin, ...]:
    """Every fact that is shown, and every fact that one of them was computed from, each once, in order."""
    facts = {fact.id: fact for fact in with_inputs(line.figure.fact for line in ledger.shown)}
    numbers = {name: number for number, name in enumerate(facts, 1)}
    printed = {line.figure.fact.id for line in ledger.shown if line.stands_in("print")}
    return tuple(
        _origin(fact, numbers, ledger.style, printed=name in printed) for name, fact in facts.items()
    )


def with_inputs(facts: Iterable[Fact]) -> Iterator[Fact]:
    for fact in facts:
        yield fact
        if isinstance(fact.origin, Derived):
            yield from with_inputs(fact.origin.inputs)


def _origin(fact: Fact, numbers: Mapping[str, int], style: Style, *, printed: bool) -> Origin:
    inputs = fact.origin.inputs if isinstance(fact.origin, Derived) else ()
    return Origin(
        number=numbers[fact.id],
        fact=fact,
        label=fact.label or fact.metric.label,
        period=fact.when,
        value=said(fact, "short", style),
        interval=interval_of(fact, style),
        span=interval_of(fact, style, short=True),
        scenario=standing_of(fact),
        references=tuple(
            _reference(one.origin)
            for one in (fact, *fact.others)
            if isinstance(one.origin, Stated)
            and one.origin.source.number  # where the brief names none, none is shown
        ),
        formula=formula_of(fact),
        inputs=tuple(dict.fromkeys(numbers[one.id] for one in inputs)),
        equivalents=tuple(said(one, "short", style) for one in fact.equivalents),
        printed=printed,
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


def interval_of(fact: Fact, style: Style, *, short: bool = False) -> str:
    """What the rounding allows, in words, or short; empty where there is nothing to add to the value."""
    quantity = fact.quantity
    if quantity.is_range:  # the value says its ends already, unless it was given with a tolerance
        said_so = say(fact, "between", style).partition(TIED)[0] if quantity.tolerance else ""
        return said_so.replace(" ", TIED) if short else said_so
    if quantity.state or quantity.bound not in _CLOSED or not quantity.interval.is_finite:
        return ""
    if quantity.interval.width <= abs(quantity.value) * NEGLIGIBLE:
        return style.words.origins.exact
    return left_open(fact, style, short=short)


def typeset(formula: str) -> str:
    """A formula with the signs that readers know."""
    return formula.replace(" * ", " × ").replace(" - ", f" {MINUS} ")
