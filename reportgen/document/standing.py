"""Measures that no accounting standard defines, as a document shows them: defined, reconciled, and never in front.

The staff of the SEC holds a non-GAAP measure to be the more prominent one where it stands in a headline or a table
without the comparable GAAP measure, or before it (Compliance and Disclosure Interpretation 102.10, on Item
10(e)(1)(i)(A) of Regulation S-K). ESMA asks the same of alternative performance measures (ESMA/2015/1415, paragraphs
35 and 36), and that each is defined (20 to 25) and reconciled (26 to 32); Regulation G asks for the reconciliation in
every public disclosure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from reportgen.brief import Brief
from reportgen.facts.book import Book
from reportgen.findings import Finding, Need, Place
from reportgen.model import Metric, Shown, Spot

PAIRED = re.compile(r"\((\w+)")  # the second of two metrics: less(operating_income)
NEEDS: tuple[Need, ...] = (("value",), ("narrative",))  # what is shown follows from both
HEADLINE = ("title", "standfirst")
RECONCILED = ("amount", "count")  # kinds that are reconciled; a ratio is, by the amounts in it


@dataclass(slots=True)
class Front:
    """A place that readers look at first: the measures that it shows, in their order, with where each is met."""

    name: str
    met: dict[str, Spot] = field(default_factory=dict)

    def puts_before(self, one: str, other: str) -> bool:
        """Whether it shows one measure without the other, or before it."""
        order = list(self.met)
        return one in order and (other not in order or order.index(one) < order.index(other))


def standing_findings(book: Book, shown: Iterable[Shown]) -> Iterator[Finding]:
    """What is wrong with the measures beyond the accounting standard among the figures that are shown."""
    lines = tuple(shown)
    met = dict.fromkeys(_measure(line) for line in lines)
    told = [book.metrics[name] for name in met if name in book.metrics and book.metrics[name].gaap is False]
    fronts = _fronts(lines, book.brief)
    for metric in told:
        yield from _undefined(metric, book.metrics)
        yield from _unreconciled(metric)
        yield from _in_front(metric, book, fronts, met)


def _measure(line: Shown) -> str:
    """The metric that a figure tells of, whatever change of it; none where it sets two metrics in relation."""
    name, _, asked = line.figure.fact.metric.id.partition(".")
    other = PAIRED.search(asked)
    return "" if other and other[1] != name else name


def _undefined(metric: Metric, metrics: Mapping[str, Metric]) -> Iterator[Finding]:
    """A variant of a measure says how it differs; what a formula gives, the formula defines."""
    is_variant = metric.basis != "reported" or _sibling(metric, metrics)
    if is_variant and not metric.definition and not metric.formula:
        message = f"{metric.label} is defined by no accounting standard; say in 'definition' what it means"
        yield Finding("warning", "undefined-measure", message, metric.place, needs=NEEDS)


def _unreconciled(metric: Metric) -> Iterator[Finding]:
    is_told = metric.reconciliation or metric.formula or metric.unreconciled
    if metric.basis != "reported" and metric.kind in RECONCILED and not is_told:
        message = (
            f"{metric.label} is not reconciled to '{metric.of}'; give the formula as 'reconciliation', such as "
            f"'{metric.of} + …', or tell readers in 'unreconciled' why there is none"
        )
        yield Finding("warning", "unreconciled-measure", message, metric.place, needs=NEEDS)


def _in_front(
    metric: Metric, book: Book, fronts: Iterable[Front], met: Mapping[str, None]
) -> Iterator[Finding]:
    """A measure that stands in front of its sibling, or for it; a computed one has the sibling among its inputs."""
    sibling = _sibling(metric, book.metrics)
    if sibling is None:
        return
    before = [front for front in fronts if front.puts_before(metric.id, sibling.id)]
    if not before and (sibling.id in met or metric.formula):
        return
    where = " and ".join(front.name for front in before) or "the text"
    how = f"in {where} without {sibling.label}, or before it"
    if sibling.id not in met:
        how = f"in {where}, and {sibling.label} nowhere"
    message = f"{metric.label} stands {how}; show '{sibling.id}' there, and first"
    place = _place(book.brief, before[0].met[metric.id]) if before else metric.place
    yield Finding("warning", "non-gaap-first", message, place, needs=NEEDS)


def _sibling(metric: Metric, metrics: Mapping[str, Metric]) -> Metric | None:
    """The measure of the standard in whose place this one could stand: of another kind, it could not."""
    sibling = metrics.get(metric.sibling)
    return sibling if sibling and sibling.kind == metric.kind else None


def _fronts(lines: Iterable[Shown], brief: Brief) -> tuple[Front, ...]:
    headline, cards, summary, exhibit = (
        Front(name) for name in ("the headline", "the cards", "the summary", "the first exhibit")
    )
    first = brief.settings.key_exhibit or ""
    for line in lines:
        spot = line.spot
        first = first or (spot.name if spot.kind == "exhibit" else "")
        front = (
            headline if spot.kind in HEADLINE
            else cards if spot.kind == "card"
            else summary if spot.kind == "summary"
            else exhibit if spot == Spot("exhibit", first)
            else None
        )  # fmt: skip
        if front:
            front.met.setdefault(_measure(line), spot)
    return headline, cards, summary, exhibit


def _place(brief: Brief, spot: Spot) -> Place:
    """The line of ``brief.yaml`` at which something stands."""
    if spot.kind == "card":
        return brief.place("kpis", int(spot.name) - 1)
    if spot.kind == "summary":
        return brief.place("summary", int(spot.name) - 1, "text")
    return brief.place("exhibits", spot.name) if spot.kind == "exhibit" else brief.place(spot.kind)
