"""How the figures of one exhibit are said: one scale and one precision, in header, cell, change and label alike."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Annotated

from pydantic import Field

from reportgen.errors import FormulaError
from reportgen.figures.digits import SCALABLE, UNWIELDY, has_width, keeps_digits, natural_unit, said
from reportgen.figures.wording import Option
from reportgen.figures.written import Style, beyond, unit_words
from reportgen.model import Fact
from reportgen.setting import Setting
from reportgen.units import (
    BASIS_POINTS,
    INDIAN,
    MINOR,
    ONES,
    PERCENT,
    POINTS,
    Scale,
    Unit,
    currencies,
    parse_unit,
)

LEAST_SHOWN = Decimal("0.1")  # in the unit of an exhibit: what is less keeps too few digits there
TWO_DIGITS = 10  # from here on a number has two of them, in the units of its last
LARGER = ("bn", "mn")  # the scales that an exhibit may change to, the largest first


class Numbers(Setting):
    """How an exhibit says its numbers, where the author does not leave it to their sources."""

    decimals: Annotated[int, Field(ge=0, le=8)] | None = None  # at most so many
    scale: Scale = ""
    unit: str = ""  # the same with its unit: "EUR mn", "pence"


@dataclass(frozen=True)
class Manner:
    """How the figures of one chart are said: form, options, and the unit in words for the measure line.

    ``computed`` is the precision that all computed figures of the chart share; None where each has its own.
    """

    form: str
    options: Mapping[str, Option] = field(default_factory=dict)
    unit: str = ""
    computed: int | None = None
    axis: Unit | None = None  # in which the ticks of an axis are said; None where the figures have several
    style: Style = field(default_factory=Style)  # the brief's

    def options_for(self, fact: Fact) -> Mapping[str, Option]:
        """The options with which a figure is said."""
        stated = fact.quantity.decimals is not None or not has_width(fact.quantity)
        if self.computed is None or stated or "decimals" in self.options:
            return self.options
        return {**self.options, "decimals": self.computed}

    def of_row(self, facts: Sequence[Fact], numbers: Numbers) -> Manner:
        """The same unit with the digits of one row: those of its own sources, whatever the other rows have."""
        if self.axis is None or self.axis.kind not in SCALABLE or numbers.decimals is not None:
            return self
        shared = _common_precision(self.axis, facts)
        options = {name: value for name, value in self.options.items() if name != "decimals"}
        options |= {} if shared is None else {"decimals": shared}
        own = any(fact.quantity.decimals is not None for fact in facts)
        return replace(
            self, options=options, computed=_precision_in(self.axis, facts) if own else self.computed
        )

    def in_full(self, form: str = "short") -> Manner:
        """The same with the unit at the number, for a sentence."""
        kept = {name: value for name, value in self.options.items() if name in ("scale", "decimals")}
        return replace(self, form=form if self.form == "number" else self.form, options=kept)


def numbers_in(facts: Iterable[Fact | None]) -> list[Fact]:
    """The facts that are there and have a number."""
    return [fact for fact in facts if fact and not fact.quantity.state]


def heeded(numbers: Numbers, manners: Iterable[Manner]) -> Iterator[str]:
    """Which of an author's wishes the figures of an exhibit have followed."""
    for manner in manners:
        if "decimals" in manner.options:
            yield "decimals"
        if manner.axis and manner.axis.kind in SCALABLE:
            yield "scale"
            wanted = parse_unit(numbers.unit, currencies(), {manner.axis.name: manner.axis.one})
            if wanted and wanted.dimension == manner.axis.dimension:
                yield "unit"


def manner_of(
    facts: Iterable[Fact | None], numbers: Numbers, style: Style, *, signed: bool = False
) -> Manner:
    """One form, scale and precision for all figures of a chart; each in its own where they are of several kinds."""
    given = numbers_in(facts)
    asked: dict[str, Option] = {} if numbers.decimals is None else {"decimals": numbers.decimals}
    names = {(fact.unit.kind, fact.unit.name) for fact in given}
    kinds = {kind for kind, _ in names}
    free = "signed" if signed else "short"
    if kinds <= {"percent"} and len(names) <= 1:
        words = unit_words(given[0].unit if given else PERCENT, style)
        return Manner(
            free, asked, words, _shared_precision(given), given[0].unit if given else PERCENT, style
        )
    if kinds == {"points"}:
        levels = all(fact.metric.kind != "points" for fact in given)
        unit = given[0].unit if len(names) == 1 and given[0].unit.name == BASIS_POINTS.name else POINTS
        words = unit_words(unit, style)
        return Manner("short" if levels else "signed", asked, words, _shared_precision(given), unit, style)
    if len(names) > 1 or not kinds <= {*SCALABLE, "duration"}:
        return Manner(free, asked, style=style)
    unit = exhibit_unit(given, numbers)
    options: dict[str, Option] = {"scale": unit.scale or ONES} if unit.kind in SCALABLE else {}
    shared = _common_precision(unit, given) if unit.kind in SCALABLE else None
    options |= ({} if shared is None else {"decimals": shared}) | asked | ({"sign": True} if signed else {})
    return Manner("number", options, unit_words(unit, style), _precision_in(unit, given), unit, style)


def _common_precision(unit: Unit, facts: Sequence[Fact]) -> int | None:
    """The decimals of sources of several scales, 39.8 bn beside 29,610 mn: those that all of them have.

    None where that would leave the smallest with one digit, or two of them alike: then each keeps its own.
    """
    stated = [fact for fact in facts if fact.quantity.decimals is not None]
    of_one_scale = len({fact.unit.scale for fact in stated}) <= 1
    if of_one_scale or any(fact.metric.decimals is not None for fact in stated):
        return None
    least = max(0, min(said(fact, unit).decimals for fact in stated))
    texts = [said(fact, unit, least).number for fact in stated]
    too_small = any(0 < abs(number) * 10**least < TWO_DIGITS for number in texts)
    alike = len(set(texts)) < len({fact.quantity.value for fact in stated})
    return None if too_small or alike else least


def _precision_in(unit: Unit, facts: Sequence[Fact]) -> int | None:
    """The decimals of computed amounts: those of the sources beside them; without any, what all of them bear."""
    if any(fact.metric.decimals is not None for fact in facts):
        return None
    stated = [said(fact, unit).decimals for fact in facts if fact.quantity.decimals is not None]
    return max(0, *stated) if stated else _shared_precision(facts, unit)


def _shared_precision(facts: Sequence[Fact], unit: Unit | None = None) -> int | None:
    """The decimals that all computed figures of a chart bear; None where one of them would then say nothing."""
    computed = [fact for fact in facts if fact.quantity.decimals is None and not beyond(fact, said(fact))]
    if not computed:
        return None
    least = max(0, min(said(fact, unit).decimals for fact in computed))
    lost = any(said(fact, unit, least).decimals > least for fact in computed)
    return None if lost else least


def exhibit_unit(facts: Sequence[Fact], numbers: Numbers) -> Unit:
    """The unit of an exhibit: the author's; else that of the sources, as long as its numbers are not unwieldy.

    Where the sources have several scales, or the author asks for fewer digits, it is the largest at which the digits
    that are shown still tell the smallest of the numbers from nothing, and all of them from one another.
    """
    finest = min((fact.unit for fact in facts), key=lambda unit: unit.factor)
    scales = {fact.metric.scale for fact in facts}
    wanted = _wanted(finest, numbers) or (
        finest.scaled(scales.pop()) if len(scales) == 1 and any(scales) else None
    )
    sizes = [abs(fact.quantity.value) for fact in facts if fact.quantity.value]
    fixed = finest.kind not in SCALABLE or finest.scale in (*MINOR, *INDIAN) or not sizes
    if wanted or fixed or _fits(facts, finest, sizes):
        return wanted or finest
    for scale in LARGER:
        unit = finest.scaled(scale)
        if min(sizes) >= LEAST_SHOWN * unit.factor and all(_keeps(fact, unit) for fact in facts):
            return unit
    return _smaller(facts, finest, sizes)


def _fits(facts: Sequence[Fact], unit: Unit, sizes: Sequence[Decimal]) -> bool:
    """Whether all sources have the same scale, and their numbers are neither unwieldy nor small in it."""
    alike = len({fact.unit.scale for fact in facts}) == 1
    return alike and max(sizes) < UNWIELDY * unit.factor and min(sizes) >= LEAST_SHOWN * unit.factor


def _smaller(facts: Sequence[Fact], finest: Unit, sizes: Sequence[Decimal]) -> Unit:
    """The unit in which the smallest number is said, if the largest is not unwieldy there; else the sources' finest."""
    smallest = min((fact for fact in facts if fact.quantity.value), key=lambda fact: abs(fact.quantity.value))
    unit = natural_unit(smallest.quantity)
    if unit.factor <= finest.factor and max(sizes) < UNWIELDY * unit.factor:
        return unit
    return finest


def _keeps(fact: Fact, unit: Unit) -> bool:
    """Whether a scale leaves a stated number its digits."""
    stated = fact.quantity.decimals is not None
    return not stated or keeps_digits(fact.quantity, unit)


def _wanted(finest: Unit, numbers: Numbers) -> Unit | None:
    """The unit that the author asks for. Raises FormulaError where it is none, or one of something else."""
    if numbers.unit:
        unit = parse_unit(numbers.unit, currencies(), {finest.name: finest.one})
        if unit is None:
            raise FormulaError(f"unit '{numbers.unit}' is none; expected one such as '{finest.symbol}'")
        if unit.dimension == finest.dimension and finest.kind in SCALABLE:
            return replace(finest, scale=unit.scale, factor=unit.factor)
        return None
    return finest.scaled(numbers.scale) if numbers.scale and finest.kind in SCALABLE else None


def check_one_axis(facts: Iterable[Fact | None]) -> None:
    """What stands on one axis is of one dimension. Raises FormulaError for euros beside dollars, or beside percent."""
    given = numbers_in(facts)
    for fact in given[1:]:
        first = given[0]
        if _axis_of(fact.unit) != _axis_of(first.unit):
            raise FormulaError(
                f"'{first.id}' is in {first.unit.symbol} and '{fact.id}' in {fact.unit.symbol}: they cannot stand on "
                "one axis; show them in a table, or each in a panel of its own (versus)"
            )


def _axis_of(unit: Unit) -> object:
    if unit.kind == "multiple":
        return unit.name
    return unit.dimension
