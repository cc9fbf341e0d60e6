"""The values that one stage hands to the next. Frozen, typed, no input or output.

The words are those of the field: metric, fact, period, scenario, figure, exhibit, ledger, finding, brief, edition.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Literal, Self, get_args

from reportgen.bases import Basis
from reportgen.expressions import Term
from reportgen.findings import Finding, Place
from reportgen.language import Language
from reportgen.periods import Period
from reportgen.quantities import Quantity
from reportgen.scenarios import Scenario
from reportgen.tables import Cell, Spanner, Table, Tone
from reportgen.units import Unit

# Every stage that knows facts knows them from here.
__all__ = ["Cell", "Scenario", "Spanner", "Table", "Tone"]

Kind = Literal[
    "amount", "growth", "share", "margin", "ratio", "multiple", "points", "count", "duration", "rank", "rate"
]
Nature = Literal["", "cost", "loss", "result"]
Polarity = Literal["more is better", "less is better", "neutral"]
Measured = Literal["", "over the period", "at the end"]


@dataclass(frozen=True, slots=True)
class Split:
    """Shares that were divided, or joined: the day, and how many there are since for each that there was before.

    ``entity`` is whose shares; nothing where they are those of the brief's own.
    """

    date: date
    ratio: Fraction
    entity: str = ""


@dataclass(frozen=True, slots=True)
class Metric:
    """What is measured.

    ``decimals`` is how finely it is said at most, ``scale`` the scale in which it is said where its source has another;
    ``unit`` is what it counts and ``one`` the singular of that; ``gaap`` is None where it does not apply. ``nature`` is
    that of a cost, a loss or a result; sources may state the first two below zero. ``measured`` tells flows over a
    period from levels at its end; empty where the author does not say. ``basis`` is how it is drawn up; of a variant,
    ``of`` is the id of the metric as reported, ``reconciliation`` the formula that leads from that to it, and
    ``unreconciled`` the reason why there is none.
    """

    id: str
    label: str
    kind: Kind
    short: str = ""
    polarity: Polarity = "neutral"
    definition: str = ""
    gaap: bool | None = None
    nearest_gaap: str = ""
    unit: str = ""
    one: str = ""
    decimals: int | None = None
    scale: str = ""
    formula: str = ""
    nature: Nature = ""
    place: Place = field(default=Place(Path()), compare=False)
    measured: Measured = ""
    basis: Basis = "reported"
    of: str = ""
    reconciliation: str = ""
    unreconciled: str = ""
    splits: tuple[Split, ...] = ()

    @property
    def sibling(self) -> str:
        """The measure of the accounting standard beside it: the one it is a variant of, or the nearest, as given."""
        return self.of or self.nearest_gaap

    @property
    def name(self) -> str:
        """The label where room is short."""
        return self.short or self.label


@dataclass(frozen=True, slots=True)
class Source:
    """A document that facts were taken from; ``number`` is its place in the brief's list, from 1."""

    id: str
    number: int
    title: str
    publisher: str = ""
    date: date | None = None
    url: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Stated:
    """The origin of a fact that a source states: document, anchor and passage in it, and our own file and line."""

    source: Source
    anchor: str
    passage: str
    place: Place
    filed: date | None = None  # the day on which it was published, where that is not its document's

    @property
    def published(self) -> date | None:
        """The day on which it was stated; None where nobody says."""
        return self.filed or self.source.date


ClaimKind = Literal["all", "count", "highest", "lowest", "record", "streak", "comparison"]
Verdict = Literal["yes", "no", "unclear"]
Relation = Literal["", "above", "at_least", "below", "at_most"]


@dataclass(frozen=True, slots=True)
class Claim:
    """What is said of several facts at once, and what makes it true.

    ``facts`` are those that are judged; of a series the latest comes first. Each is held against ``limit``: a number
    in its own unit, or another fact. ``since`` is the period from which the claim must hold, if the author names one.
    ``verdicts`` say of each fact whether the claim certainly holds of it.
    """

    kind: ClaimKind
    facts: tuple[Fact, ...]
    relation: Relation = ""
    limit: Decimal | Fact | None = None
    since: Period | None = None
    verdicts: tuple[Verdict, ...] = ()


@dataclass(frozen=True, slots=True)
class Derived:
    """The origin of a computed fact: the formula as the author wrote it, its tree, and the facts in it.

    One that says of other facts how many of them something holds for has a ``claim`` in place of a tree.
    """

    formula: str
    term: Term | None
    inputs: tuple[Fact, ...]
    claim: Claim | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """One metric for one entity, period and scenario, with what was stated or computed and where it comes from.

    ``id`` is unique within a brief: ``cloud_revenue@FY2026-Q2``, ``cloud_revenue@FY2026-Q2/consensus``,
    ``cloud_revenue.yoy@FY2026-Q2``. ``label`` says it in words. ``equivalents`` are convenience translations into
    other currencies, ``others`` the same fact as further sources state it. ``flags`` are the source's own:
    p provisional, e estimated, r revised, b break in series. ``standing`` is which version of it this is, where there
    are several: "as first reported", "restated on 4 November 2025", "adjusted for the 10-for-1 split of 10 June 2024".
    """

    id: str
    metric: Metric
    entity: str
    period: Period
    scenario: Scenario
    quantity: Quantity
    origin: Stated | Derived
    label: str = ""
    note: str = ""
    as_of: date | None = None
    equivalents: tuple[Fact, ...] = ()
    others: tuple[Fact, ...] = ()
    flags: str = ""
    standing: str = ""

    @property
    def unit(self) -> Unit:
        return self.quantity.unit

    @property
    def words(self) -> Language:
        """The language of its brief, as its period has it."""
        return self.period.words

    @property
    def is_level(self) -> bool:
        """Whether it was measured on a day: by its author's word, or because it says on which."""
        return self.metric.measured == "at the end" or (
            not self.metric.measured and self.as_of is not None and self.scenario != Scenario.PRIOR
        )

    @property
    def when(self) -> str:
        """Its period in a table: "Q2 25", and "end of Q2 25" for what is measured at the end."""
        at_the_end = self.metric.measured == "at the end" and self.period.frequency != "day"
        short = self.period.short
        return self.words.periods.end_of.format(period=short) if at_the_end else short


Fit = Literal["capital", "minus", "whole", "onward", "level", "stop"]


@dataclass(frozen=True, slots=True)
class Figure:
    """A fact as it is said in one place: the form of words, its options, and the text that came of them.

    ``fit`` is how the text was fitted to the place: with a capital where a sentence begins, with a minus where the
    author's own parentheses stand around it, in whole percent where another figure of the title has no more digits,
    a change that has no number as a verb that the level behind it can follow ("rose to 184 patients"), and without its
    own full stop where the sentence ends with one.
    """

    fact: Fact
    form: str
    options: tuple[tuple[str, str | int | bool | None], ...]
    text: str
    fit: tuple[Fit, ...] = ()


SpotKind = Literal["title", "standfirst", "card", "summary", "exhibit", "box", "section", "notices"]
Only = Literal["", "page"]


@dataclass(frozen=True, slots=True, order=True)
class Spot:
    """A place in a document where figures stand: what it is, and which of them (an id, or a number from 1)."""

    kind: SpotKind
    name: str = ""

    def __str__(self) -> str:
        return f"{self.kind}:{self.name}" if self.name else self.kind

    @classmethod
    def parse(cls, text: str) -> Self:
        """A spot as the record writes it: ``section:cloud``, ``card:1``, ``title``. Raises ValueError."""
        kind, _, name = text.partition(":")
        for known in get_args(SpotKind):
            if kind == known:
                return cls(known, name)
        raise ValueError(f"'{text}' is no place in a document")

    @property
    def anchor(self) -> str:
        """The id of the element around it; what stands in a picture or an alternative text is found by that alone."""
        return f"{self.kind}-{self.name}"


@dataclass(frozen=True, slots=True)
class Shown:
    """A line of the ledger: a figure and where it is shown; ``only`` where print does not show it."""

    number: int
    figure: Figure
    spot: Spot
    only: Only = ""

    def stands_in(self, medium: str) -> bool:
        """Whether ``page`` or ``print`` shows it."""
        return self.only in ("", medium)


@dataclass(frozen=True, slots=True)
class Picture:
    """A frozen chart at one width: SVG text, its size in CSS px, and the PNG at twice that size (b"" if none)."""

    svg: str
    width: float
    height: float
    png: bytes = b""


PLOTS = ("wide", "half", "narrow")  # the slots in which a chart can stand; narrow is a phone


@dataclass(frozen=True, slots=True)
class Exhibit:
    """A chart or table with a takeaway title, a measure line and a source line.

    ``title``, ``measure``, ``caveat`` and ``alt`` may hold ledger tokens. ``pictures`` is keyed by the slot in which
    the picture stands (``wide``, ``half``, ``narrow``); empty for a table exhibit.
    """

    id: str
    number: int
    kind: str
    title: str
    measure: str
    caveat: str
    alt: str
    table: Table
    pictures: Mapping[str, Picture]
    sources: tuple[Source, ...]
    boxed: bool = False  # a frame stands around it
    legend: str = ""  # what the flags beside its numbers mean, and what of it was restated or adjusted
    stated: tuple[Source, ...] = ()  # the sources of what in it is no fact
    # Source id: what it alone states here, "consensus".
    roles: Mapping[str, str] = field(default_factory=dict)

    @property
    def plots(self) -> Mapping[str, Picture]:
        """Its charts by slot; none of a table, whose cells may hold small pictures."""
        return {slot: picture for slot, picture in self.pictures.items() if slot in PLOTS}


@dataclass(frozen=True, slots=True)
class Edition:
    """What one build of a brief produced, whole and in memory. ``files`` maps relative names to their bytes."""

    brief: str
    title: str
    subject: str
    date: date
    html: str
    pdf: bytes
    charts: Mapping[str, Picture]
    facts: tuple[Fact, ...]
    ledger: tuple[Shown, ...]
    findings: tuple[Finding, ...]
    files: Mapping[str, bytes]
