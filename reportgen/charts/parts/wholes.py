"""Wholes and their parts: what each is at several moments, what is left of the whole, and what is no part of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from reportgen.charts.kind import Scene, fact_or_none, less, paired, size_of, value_of
from reportgen.charts.parts.manner import numbers_in
from reportgen.charts.parts.ranking import Names
from reportgen.errors import FormulaError
from reportgen.facts.flows import ADDED
from reportgen.facts.reference import Ref, fact_of
from reportgen.facts.sizes import are_below_zero
from reportgen.model import Fact

Moment = Callable[[str], Ref]  # what an expression points at then
Facts = tuple[Fact | None, ...]

MOST_PARTS = 8  # that are drawn, the rest with them
HUNDRED = 1 + 1e-6


@dataclass(frozen=True)
class Whole:
    """The parts by name, the rest as the last; levels and shares of each at every moment, None where one is missing."""

    names: tuple[str, ...]
    levels: tuple[Facts, ...]
    shares: tuple[Facts, ...]
    totals: Facts
    has_rest: bool
    gathered: tuple[str, ...] = ()  # names of the parts that are in the rest


def whole_of(  # noqa: PLR0913 - what they are parts of, and what is to be drawn
    scene: Scene, parts: Sequence[str], total: str, moments: Sequence[Moment], *, rest: str = "", labels: Names,
    lenient: bool = False, in_levels: bool = False,
) -> Whole:  # fmt: skip
    """Parts of a total. The smallest are gathered where they are more than can be told apart.

    Costs that a source states below zero are parts of what they add up to, but where their levels are to be drawn.

    Raises FormulaError for what is no part, and unless ``lenient`` for what is missing.
    """
    latest = {part: scene.fact(part) for part in parts}
    largest = sorted(parts[1:], key=lambda part: -abs(value_of(latest[part])))[: MOST_PARTS - 2]
    kept = [part for part in parts if len(parts) <= MOST_PARTS or part in (parts[0], *largest)]
    given = {index: labels[part] for index, part in enumerate(parts) if part in labels}
    named = dict(zip(parts, scene.names(list(latest.values()), given), strict=True))
    other = rest or scene.words.other
    columns = [
        column and column.with_rest_called(other)
        for column in (_at(kept, total, moment, lenient=lenient, in_levels=in_levels) for moment in moments)
    ]
    has_rest = any(column and size_of(column.shares[-1]) > 0 for column in columns)
    count = len(kept) + has_rest
    return Whole(
        (*(named[part] for part in kept), other)[:count],
        tuple(tuple(column.levels[i] if column else None for column in columns) for i in range(count)),
        tuple(tuple(column.shares[i] if column else None for column in columns) for i in range(count)),
        tuple(column.total if column else None for column in columns),
        has_rest,
        tuple(named[part] for part in parts if part not in kept),
    )


@dataclass(frozen=True, slots=True)
class _Column:
    """The parts at one moment, with the rest."""

    levels: tuple[Fact, ...]
    shares: tuple[Fact, ...]
    total: Fact

    def with_rest_called(self, name: str) -> _Column:
        """The same with what several parts leave listed by its name, and not by all that is taken away."""
        if len(self.levels) < 3:  # noqa: PLR2004 - "Group revenue less cloud revenue" says more than "Other"
            return self
        (*levels, rest), (*shares, share) = self.levels, self.shares
        label = (share.label or share.metric.label).replace(rest.label or rest.metric.label, name, 1)
        return replace(
            self, levels=(*levels, replace(rest, label=name)), shares=(*shares, replace(share, label=label))
        )


def _at(
    parts: Sequence[str], total: str, moment: Moment, *, lenient: bool, in_levels: bool
) -> _Column | None:
    refs, whole = [moment(part) for part in parts], moment(total)
    if lenient and any(_is_missing(ref) for ref in (*refs, whole)):
        return None
    rest = whole
    for ref in refs:
        rest = less(rest, ref)
    facts = [fact_of(ref) for ref in refs]
    _check_parts(
        facts, fact_of(whole), fact_of(rest), below=not in_levels and are_below_zero([fact_of(whole), *facts])
    )
    every = (*refs, rest)
    shares = tuple(fact_of(paired(ref, "share_of", whole)) for ref in every)
    return _Column(tuple(fact_of(ref) for ref in every), shares, fact_of(whole))


def _is_missing(ref: Ref) -> bool:
    fact = fact_or_none(ref)
    return fact is None or bool(fact.quantity.state)


def _check_parts(parts: Sequence[Fact], total: Fact, rest: Fact, *, below: bool) -> None:
    """A total above nothing, parts that are not below it, and no more than the total; or all of them below.

    Raises FormulaError.
    """
    sign = -1 if below else 1
    if total.quantity.state or total.quantity.value * sign <= 0:
        raise FormulaError(f"'{total.id}' is {total.quantity}; only of a total above zero are there parts")
    for part in parts:
        if part.quantity.state or part.quantity.value * sign < 0:
            raise FormulaError(
                f"'{part.id}' is {part.quantity}; a part of a whole cannot be below zero: show a bridge"
            )
    if (-rest.quantity.interval if below else rest.quantity.interval).high < 0:
        raise FormulaError(f"the parts add up to more than '{total.id}', which is {total.quantity}")


def check_addable(
    scene: Scene, series: Sequence[str], facts: Sequence[Sequence[Fact | None]], whole: str = ""
) -> None:
    """What is stacked adds up: amounts, counts, shares of one whole, none of them twice. Raises FormulaError.

    Ratios do where they make up the ``whole``, as those of claims and of costs make up the combined ratio:
    :func:`check_whole` sees to it.
    """
    alien = unaddable(facts)
    if alien and not whole:
        raise FormulaError(
            f"'{alien.metric.id}' is a {alien.metric.kind}, and such figures do not add up; draw them as lines, or "
            "give the 'total' that they make up"
        )
    for total, parts in (
        (one.sum.total, one.sum.parts) for one in scene.book.brief.settings.checks if one.sum
    ):
        within = [part for part in parts if part in series]
        if total in series and within:
            raise FormulaError(f"'{within[0]}' is a part of '{total}': stacked, it would be counted twice")
    for period in zip(*facts, strict=True):
        shares = [value_of(fact) for fact in period if fact and fact.metric.kind == "share"]
        if sum(shares) > HUNDRED and len(shares) > 1:
            raise FormulaError(
                f"the shares add up to more than 100%: {', '.join(series)} are no parts of one whole"
            )


def unaddable(facts: Sequence[Sequence[Fact | None]]) -> Fact | None:
    """The first of some facts that is of a kind which does not add up by itself."""
    return next((one for one in numbers_in(chain(*facts)) if one.metric.kind not in (*ADDED, "share")), None)


def check_whole(whole: Whole, total: str, alien: Fact) -> None:
    """What does not add up by itself leaves nothing of the total. Raises FormulaError."""
    if whole.has_rest:
        raise FormulaError(
            f"'{alien.metric.id}' is a {alien.metric.kind}, and something of '{total}' is left beside the series; "
            "stack all that it is made up of, or draw lines"
        )


def check_above_zero(facts: Sequence[Sequence[Fact | None]]) -> None:
    """No area lies below zero. Raises FormulaError."""
    for fact in numbers_in(chain(*facts)):
        if fact.quantity.value < 0:
            raise FormulaError(
                f"'{fact.id}' is {fact.quantity}; areas cannot be stacked below zero: draw lines, or columns"
            )
