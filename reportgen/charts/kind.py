"""What a kind of chart is given, and what it gives back.

A kind is a module with ``class Options(Setting)`` and ``draw(options: Options, scene: Scene) -> Drawing``.
All numbers are said in ``draw``, through the scene; the picture is drawn at any width. What is said is entered in the
ledger only once it is known to be shown: a label may find no room, a lead may give way to the author's own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from reportgen.charts.parts.axes import tick_expression
from reportgen.charts.parts.looks import Role
from reportgen.charts.parts.manner import Manner, Numbers, manner_of
from reportgen.charts.parts.room import Room
from reportgen.charts.theme import Theme
from reportgen.errors import FormulaError, MissingFact
from reportgen.facts.book import Book
from reportgen.facts.comparable import history
from reportgen.facts.key import LATEST
from reportgen.facts.reference import Ref, fact_of
from reportgen.figures.digits import said
from reportgen.figures.ledger import TOKEN, Ledger
from reportgen.figures.wording import Option
from reportgen.figures.written import TIED, beyond, limit
from reportgen.findings import Findings, Place
from reportgen.language import Charts
from reportgen.metrics import METRICS
from reportgen.model import Cell, Fact, Scenario, Source, Table
from reportgen.periods import Frequency, Period, final
from reportgen.units import ONES


@dataclass(frozen=True, slots=True)
class Gap:
    """A series with holes: the periods without a fact after the first that has one, and those ``before`` it."""

    expression: str
    periods: tuple[Period, ...]
    before: tuple[Period, ...] = ()


@dataclass(frozen=True)
class Drawing:
    """What a kind makes of its options.

    ``measure`` is the default measure line, ``lead`` the default opening of the alternative text, ``values``
    the rest of it; all three may hold ledger tokens. ``chart`` gives an Altair chart for a room; None for a table.
    ``gaps`` are those of the series that it shows, and ``labels`` the tokens of the figures that may stand in its
    picture, both as its scene has noted them. ``cells`` are the small pictures in the cells of a table, by slot, and
    ``sources`` those of what in it is no fact.
    """

    measure: str
    table: Table
    lead: str
    values: str = ""
    chart: Callable[[Room], Any] | None = None
    gaps: tuple[Gap, ...] = ()
    labels: tuple[str, ...] = ()
    cells: Mapping[str, Callable[[Room], Any]] = field(default_factory=dict)
    sources: tuple[Source, ...] = ()
    units: tuple[str, ...] = ()  # at a scale, in which its numbers stand without naming them: "£ mn"

    def layered(self, add: Callable[[Any, Room], Any]) -> Drawing:
        """The same with a chart to which something is added: ``drawing.layered(lambda chart, room: chart + rule)``."""
        if self.chart is None:
            raise FormulaError("a table has no chart to which something could be added")
        chart = self.chart
        return replace(self, chart=lambda room: add(chart(room), room))

    @property
    def alt(self) -> str:
        """The alternative text."""
        return self.described("")

    def described(self, lead: str) -> str:
        """The alternative text with an author's own opening; the values follow in any case."""
        return f"{lead or self.lead} {self.values}".strip()


def _as_typed(template: str, _: Place) -> str:
    return template


@dataclass(frozen=True)
class Scene:
    """An exhibit about to be drawn: where its facts come from and how its figures are said.

    ``gaps`` gathers what is missing from the series that the exhibit asks for, ``labels`` the tokens of the figures
    that it would write into its picture, ``manners`` how it says them, and ``remarks`` what its author points at there.
    ``write`` evaluates a template of the author's to plain words in which figures are tokens.
    ``findings`` takes what is wrong with one that can be drawn.
    """

    id: str
    book: Book
    ledger: Ledger
    theme: Theme
    numbers: Numbers = field(default_factory=Numbers)
    gaps: list[Gap] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    units: list[str] = field(default_factory=list)
    manners: list[Manner] = field(default_factory=list)
    by: Frequency | None = None
    findings: Findings = field(default_factory=Findings)
    write: Callable[[str, Place], str] = _as_typed
    remarks: list[str] = field(default_factory=list)

    @property
    def period(self) -> Period:
        """The brief's period; by another frequency, the one that ends with it. Raises FormulaError where none does."""
        try:
            return final(self.book.brief.period, self.by) if self.by else self.book.brief.period
        except ValueError as problem:
            raise FormulaError(str(problem)) from None

    @property
    def words(self) -> Charts:
        """What the brief's language says of exhibits."""
        return self.ledger.style.words.charts

    def ref(self, expression: str, period: Period | None = None) -> Ref:
        """What an expression points at, as last restated: levels beside changes are theirs. Raises FormulaError."""
        return self.book.evaluate(expression, period or self.period, version=LATEST)

    def fact(self, expression: str, period: Period | None = None) -> Fact:
        """The fact of an expression. Raises FormulaError."""
        return fact_of(self.ref(expression, period))

    def known(self, expression: str, period: Period | None = None) -> Fact | None:
        """The fact of an expression, None where there is none or it is not available."""
        return fact_or_none(self.ref(expression, period))

    def series(self, expression: str, periods: Sequence[Period]) -> tuple[Fact | None, ...]:
        """The facts of an expression, None for a period without: a gap, unless the series begins later.

        Raises FormulaError where it is one figure, whatever the period.
        """
        facts = self.book.series(expression, periods)
        begin = next((index for index, fact in enumerate(facts) if fact), len(facts))
        pairs = zip(periods[begin:], facts[begin:], strict=True)
        missing = tuple(period for period, fact in pairs if fact is None)
        if missing or begin:
            self.gaps.append(Gap(expression, missing, tuple(periods[:begin])))
        return facts

    def last(self, count: int) -> tuple[Period, ...]:
        """The ``count`` periods up to the brief's, the earliest first."""
        return self.book.last(count, self.period)

    def say(self, fact: Fact, form: str, **options: Option) -> str:
        """The token of a figure, for a text: a measure line, a cell, an alternative text."""
        return self.ledger.say(fact, form, **options)

    def label(self, fact: Fact, form: str, **options: Option) -> str:
        """The words of a figure, for a label in a picture."""
        return self._label(self.say(fact, form, **options))

    def write_at(self, template: str, *keys: str | int) -> str:
        """An author's words for a picture, from an option of the exhibit: with tokens, as its labels have them."""
        text = self.write(template, self.book.brief.place("exhibits", self.id, *keys))
        self.labels.extend(match[0] for match in TOKEN.finditer(text))
        return text

    def key_of(self, fact: Fact) -> str:
        """What a mark's origin is found by: the same for every figure of a fact."""
        return f"#{fact.id}"

    def said(self, fact: Fact | None, manner: Manner) -> str:
        """A figure's token in the manner of the chart; "n.a." without a fact, a bound without a sign."""
        if fact is None:
            return self.words.missing
        if manner.form == "signed" and not fact.quantity.interval.is_finite:
            return self.say(fact, "short")
        return self.say(fact, manner.form, **manner.options_for(fact))

    def labelled(self, fact: Fact | None, manner: Manner) -> str:
        """A figure's words in the manner of the chart, for a label in a picture; "n.a." without a fact."""
        return flagged(self._label(self.said(fact, manner)), fact) if fact else self.words.missing

    def _label(self, token: str) -> str:
        self.labels.append(token)
        return self.ledger.plain(token)

    def cell(self, fact: Fact | None, manner: Manner) -> Cell:
        """A cell of the exhibit's table."""
        return Cell(flagged(self.said(fact, manner), fact), is_number=True)

    def manner(self, facts: Iterable[Fact | None], *, signed: bool = False) -> Manner:
        """One form and unit for all figures of a chart; each in its own where they are of several kinds."""
        manner = manner_of(facts, self.numbers, self.ledger.style, signed=signed)
        self.manners.append(manner)
        if manner.options.get("scale", ONES) != ONES:
            self.units.append(manner.unit)
        return manner

    def axis(self, *facts: Fact | None, **options: Any) -> Any:  # noqa: ANN401 - Altair's
        """An axis of values for a chart of an author's own: ``alt.Y("v:Q", axis=scene.axis(*facts))``.

        Its ticks are said as the exhibit says these facts, whose values stand on it in base units.
        """
        import altair as alt

        said = tick_expression(self.manner(facts))
        return alt.Axis(**{"title": None, "labelExpr": said, **options})

    def name(self, fact: Fact) -> str:
        """A fact's short name: that of the metric itself for a change of it."""
        base, changed, _ = fact.metric.id.partition(".")
        metric = self.book.metrics.get(base) if changed else None
        return metric.name if metric else fact.metric.name

    def names(self, facts: Sequence[Fact], given: Mapping[int, str] | None = None) -> tuple[str, ...]:
        """The shortest names that tell facts apart: by metric, period, scenario, entity, or several.

        Raises:
            FormulaError: two are called the same, and neither a reader nor a chart could tell which is which.
        """
        periods, entity = {fact.period.short: fact.period for fact in facts}, self.book.brief.settings.entity
        parts = [
            [self.name(fact) for fact in facts],
            [_named(fact.period, periods) for fact in facts],
            [fact.scenario.label for fact in facts],
            [entity.brief_name if fact.entity == entity.name else fact.entity for fact in facts],
        ]
        restated = {fact.scenario for fact in facts} <= {Scenario.ACTUAL, Scenario.PRIOR}
        if restated and len(set(zip(*parts[:2], *parts[3:], strict=True))) == len(facts):
            del parts[2]  # a restated figure of a year ago is told by its period
        telling = [part for part in parts if len(set(part)) > 1] or parts[:1]
        names = tuple(
            (given or {}).get(index) or ", ".join(part[index] for part in telling)
            for index in range(len(facts))
        )
        called = dict[str, Fact]()
        for name, fact in zip(names, facts, strict=True):
            if (other := called.setdefault(name, fact)).id != fact.id:
                raise FormulaError(
                    f"'{other.id}' and '{fact.id}' are both called '{name}'; tell them apart in 'labels' of the "
                    f"exhibit or by a 'label' in {METRICS}"
                )
        return names


def _named(period: Period, others: Mapping[str, Period]) -> str:
    """A period's short name, with its days where another entity calls other days by that name."""
    same = others[period.short] == period or not period.certain
    return period.short if same else f"{period.short} ({period.dates})"


def flagged(text: str, fact: Fact | None) -> str:
    """A number in a table or a picture with the flags of its source behind it: "1,234.5 p"."""
    return f"{text}{TIED}{fact.flags}" if fact and fact.flags else text


def fact_or_none(ref: Ref) -> Fact | None:
    """The fact behind a reference; None where it is missing or not available."""
    try:
        fact = fact_of(ref)
    except MissingFact:
        return None
    return None if fact.quantity.state == "n.a." else fact


def beside(fact: Fact, other: Fact | None) -> Fact | None:
    """Another fact in the unit of the first, to be drawn beside it. Raises FormulaError where none states it so."""
    return history((other, fact))[0]


def asked(ref: Ref, name: str) -> Ref:
    """An attribute of a reference that is a reference too: ``year_ago``, ``consensus``, ``yoy``."""
    found = getattr(ref, name)
    if not isinstance(found, Ref):
        raise FormulaError(f"'{name}' of {ref!r} is no figure")
    return found


def paired(ref: Ref, name: str, other: Ref) -> Ref:
    """A figure made of two: ``share_of``, ``less``, ``over``, ``times``."""
    pair: Callable[[Ref], Ref] = getattr(ref, name)
    return pair(other)


def less(ref: Ref, other: Ref) -> Ref:
    """The difference of two figures, as a figure."""
    return paired(ref, "less", other)


def value_of(fact: Fact) -> float:
    """Where a fact stands on an axis: growth that is said as a bound stands at that bound, not beyond it."""
    value = said(fact)
    return (
        float(limit(value).number * value.unit.factor) if beyond(fact, value) else float(fact.quantity.value)
    )


def ends_of(fact: Fact) -> tuple[float, float] | None:
    """Both ends of a range on an axis; None for a number, or growth that is said as a bound."""
    if not fact.quantity.is_range or beyond(fact, said(fact)):
        return None
    return float(fact.quantity.interval.low), float(fact.quantity.interval.high)


def is_open(fact: Fact) -> bool:
    """Whether a mark ends open: there is more than it shows."""
    return fact.quantity.interval.high.is_infinite() or beyond(fact, said(fact)) > 0


def size_of(fact: Fact) -> int:
    """The sign of a fact as its reader sees it: after rounding."""
    number = said(fact).number
    return (number > 0) - (number < 0)


def look_of(fact: Fact, *, subject: bool = False, otherwise: Role = "prior") -> Role:
    """Actual solid, plan outlined, forecast hatched; the subject in the accent."""
    look = fact.scenario.look
    if look != "prior":
        return "forecast subject" if subject and look == "forecast" else look
    return "subject" if subject else otherwise


def label_of(fact: Fact) -> str:
    """A fact's label in full."""
    return fact.label or fact.metric.label


def noun_of(period: Period, *facts: Fact | None) -> str:
    """What the periods of a series are called: "fiscal quarters", "months"; of levels, "end of fiscal quarters"."""
    known = [fact.metric.measured for fact in facts if fact]
    if known and set(known) == {"at the end"}:
        return period.words.periods.end_of.format(period=period.nouns)
    own = {fact.period.nouns for fact in facts if fact and fact.metric.measured != "at the end"}
    return own.pop() if len(own) == 1 else period.nouns


def measure_line(*parts: str) -> str:
    """A measure line: what, in which unit, when; what is said by the one before is not said again ("Beds, beds")."""
    kept = [
        part for index, part in enumerate(parts) if part and part.lower() != "".join(parts[:index]).lower()
    ]
    return ", ".join(kept)
