"""Every kind of exhibit as tests look at it: what it is drawn of, where each of its marks has to stand, what it says.

A world is four measures over five quarters, with an expectation and a range for each of them. What is expected of an
exhibit is worked out here from its numbers alone, and not by what draws it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

from tests.small_facts import BRIEF, QUARTERS

NAMES, LAST = ("a", "b", "c", "d"), len(QUARTERS) - 1
SHORT = tuple(f"{quarter[5:]} {quarter[2:4]}" for quarter in QUARTERS)
NOW, AGO = QUARTERS[-1], QUARTERS[0]
BELOW, ABOVE = 4.0, 3.0  # how far a range reaches around its value
Span = tuple[float, float]
Spans = Mapping[str, Span]


@dataclass(frozen=True)
class World:
    """Values by measure, the last of them of now; None for one that nobody knows."""

    series: Mapping[str, tuple[float | None, ...]]

    def of(self, name: str, at: int = LAST) -> float:
        value = self.series[name][at]
        assert value is not None
        return value

    def known(self, name: str) -> list[int]:
        """The quarters in which a measure has a value."""
        return [at for at, value in enumerate(self.series[name]) if value is not None]

    def expected(self, name: str) -> float:
        """What was expected of it for the last quarter: the second value, which every world has."""
        return self.of(name, 1)

    def whole(self, at: int) -> float:
        return round(sum(self.of(name, at) for name in NAMES), 1)

    @property
    def complete(self) -> list[int]:
        """The quarters in which all have a value."""
        return [at for at in range(len(QUARTERS)) if all(self.series[name][at] is not None for name in NAMES)]

    @property
    def every(self) -> Iterator[tuple[str, int, float]]:
        for name in NAMES:
            for at in self.known(name):
                yield name, at, self.of(name, at)


def written(folder: Path, world: World) -> Path:
    """A brief of a world's facts."""
    rows = ["metric,period,scenario,value,unit,source"]
    for name, at, value in world.every:
        rows.append(f"{name},{QUARTERS[at]},,{value:.1f},EUR mn,r")
        rows.append(f"{name},{QUARTERS[at]},guidance,{value - BELOW:.1f} to {value + ABOVE:.1f},EUR mn,r")
    rows += [f"{name},{NOW},consensus,{world.expected(name):.1f},EUR mn,r" for name in NAMES]
    rows += [f"whole,{QUARTERS[at]},,{world.whole(at):.1f},EUR mn,r" for at in world.complete]
    rows += [f"run,{QUARTERS[at]},,{at + 1},quarters,r" for at in world.known("a")]
    metrics = [
        f"{name}: {{label: Measure {name.upper()}, short: {name.upper()}, kind: amount}}" for name in NAMES
    ]
    metrics += ["whole: {label: All of it, kind: amount}", "run: {label: Quarters of growth, kind: count}"]
    metrics += [
        "left: {label: What is left, kind: amount, definition: d, sibling: a, reconciliation: a - b + c}"
    ]
    rows += [
        f"left,{QUARTERS[at]},,{world.of('a', at) - world.of('b', at) + world.of('c', at):.1f},EUR mn,r"
        for at in world.complete
    ]
    texts = {
        "brief.yaml": BRIEF,
        "facts.csv": "\n".join(rows) + "\n",
        "metrics.yaml": "\n".join(metrics) + "\n",
    }
    texts["stores.csv"] = "\n".join(
        ["Store,Sales", *(f"{name.upper()},{world.of(name):.1f}" for name in NAMES), ""]
    )
    for file, text in {**texts, "narrative.md": "Nothing.\n"}.items():
        (folder / file).write_text(text, encoding="utf-8")
    return folder


def fact(name: str, at: int = LAST, scenario: str = "") -> str:
    return f"{name}@{QUARTERS[at]}{scenario and '/'}{scenario}"


# What is said ---------------------------------------------------------------------------------------------------------


def digits(value: float) -> str:
    return f"{abs(value):.1f}".join(("−" if value < 0 else "", ""))


def money(value: float) -> str:
    return f"{'−' if value < 0 else ''}€{abs(value):.1f}mn"


def course(world: World, name: str) -> str:
    """How a measure went over the quarters in which it is known."""
    at = world.known(name)
    values = [world.of(name, one) for one in at]
    steps = [later > earlier for earlier, later in pairwise(values)]
    shown = "in every quarter shown" if len(at) == len(QUARTERS) else "from each known value to the next"
    way = "rose" if values[-1] > values[0] else "fell"
    way += f" {shown}" if all(steps) or not any(steps) else " overall"
    first, last = (f"{money(values[end])} in {SHORT[at[end]]}" for end in (0, -1))
    text = f"Measure {name.upper()} {way}, from {first} to {last}"
    ends = [
        f"a {word} of {money(pick(values))} in {SHORT[at[values.index(pick(values))]]}"
        for word, pick in (("high", max), ("low", min))
        if pick(values) not in (values[0], values[-1])
    ]
    return text + (f", with {' and '.join(ends)}" if ends else "")


def courses(*names: str, short: bool = False) -> Callable[[World], list[str]]:
    def said(world: World) -> list[str]:
        return [course(world, name).removeprefix("Measure " if short else "") for name in names]

    return said


def ranked(world: World) -> list[str]:
    values = {name: world.of(name) for name in NAMES if world.series[name][LAST] is not None}
    most, least = max(values, key=values.__getitem__), min(values, key=values.__getitem__)
    return [
        f"{most.upper()} is largest with {money(values[most])}, {least.upper()} smallest with {money(values[least])}"
    ]


def ranked_cells(world: World) -> list[str]:
    cells = sorted((value, name, at) for name, at, value in world.every)
    (low, least, when), (high, most, then) = cells[0], cells[-1]
    largest, smallest = f"{most.upper()}, {SHORT[then]}", f"{least.upper()}, {SHORT[when]}"
    return [f"{largest} is largest with {money(high)}, {smallest} smallest with {money(low)}"]


def moved(world: World) -> list[str]:
    """Each from a year ago to now."""
    both = [name for name in NAMES if {0, LAST} <= set(world.known(name))]
    return [
        f"{name.upper()} {'rose' if world.of(name) > world.of(name, 0) else 'fell'} "
        f"from {money(world.of(name, 0))} to {money(world.of(name))}"
        for name in both
    ]


def aged(world: World) -> list[str]:
    """The first and the last cohort from their first value to their latest."""
    said = []
    for name in (NAMES[0], NAMES[-1]):
        at = world.known(name)
        first, last = world.of(name, at[0]), world.of(name, at[-1])
        said.append(
            f"{name.upper()} {'rose' if last > first else 'fell'} from {money(first)} to {money(last)}"
        )
    return said


def side(one: float, other: float) -> str:
    return "above" if one > other else "below"


def beside(world: World) -> list[str]:
    now, then = world.of("a"), world.expected("a")
    return [f"A was {money(now)}, {side(now, then)} {money(then)} (Consensus)"]


def compared(world: World) -> list[str]:
    said = [
        f"Measure {name.upper()} was {money(world.of(name))}, {side(world.of(name), world.expected(name))} "
        f"{money(world.expected(name))} (Consensus)"
        for name in NAMES
    ]
    both = [name for name in NAMES if {0, LAST} <= set(world.known(name))]
    return said + [
        f"(Consensus) and {side(world.of(name), world.of(name, 0))} {money(world.of(name, 0))} ({SHORT[0]})"
        for name in both
    ]


def reached(world: World) -> list[str]:
    return [
        f"{name.upper()} is {money(world.of(name))} of {money(world.expected(name))} (Consensus)"
        for name in NAMES
    ]


def apart(world: World) -> list[str]:
    """The last range beside the first."""
    first, last = world.of("a"), world.of("d")
    if last - BELOW > first + ABOVE:
        return ["D is above A"]
    return ["D is below A" if last + ABOVE < first - BELOW else "A and D overlap"]


def priced(world: World) -> list[str]:
    price, sides = world.of("a"), {}  # type: ignore[var-annotated]
    for name in NAMES:
        low, high = world.of(name) - BELOW, world.of(name) + ABOVE
        where = "below" if price < low else "above" if price > high else "within"
        sides.setdefault(where, []).append(name.upper())
    return [f"A was {money(price)}", *(f"{where} {names[0]}" for where, names in sides.items())]


def promised(world: World) -> list[str]:
    return ["Measure A came in within guidance in " + SHORT[world.known("a")[0]]]


def placed(world: World) -> list[str]:
    expected = {name: world.expected(name) for name in NAMES}
    most, least = max(expected, key=expected.__getitem__), min(expected, key=expected.__getitem__)
    return [
        f"X: {ranked(world)[0]}",
        f"Y: {most.upper()} is largest with {money(expected[most])}",
        f"{least.upper()} smallest with {money(expected[least])}",
    ]


def parted(world: World) -> list[str]:
    return [f"A is {percent(world.of('a') / world.whole(LAST))} of All of it"]


def percent(share: float) -> str:
    """A share with three digits that count, as values of one decimal give it."""
    return f"{share * 100:.1f}%"


def bridged(world: World) -> list[str]:
    steps = {name: world.of(name) - world.of(name, 0) for name in "abc"}
    largest = max(steps, key=lambda name: abs(steps[name]))
    rest = world.whole(LAST) - world.whole(0) - sum(steps.values())
    if abs(rest) > abs(steps[largest]):
        return []
    sign = "+" if steps[largest] > 0 else "−"
    return [f"the largest part is {largest.upper()} with {sign}€{abs(steps[largest]):.1f}mn"]


def counted(world: World) -> list[str]:
    at = world.known("a")[-1]
    return [f"Quarters of growth stands at {at + 1} quarters in {SHORT[at]}"]


def lying(world: World) -> list[str]:
    return [f"of {len(world.known('a'))} values, ", *ranked_cells_of(world, "a")]


def ranked_cells_of(world: World, name: str) -> list[str]:
    values = {at: world.of(name, at) for at in world.known(name)}
    most, least = max(values, key=values.__getitem__), min(values, key=values.__getitem__)
    return [
        f"{SHORT[most]} is largest with {money(values[most])}, {SHORT[least]} smallest with {money(values[least])}"
    ]


# Where marks stand ----------------------------------------------------------------------------------------------------


def points(*names: str) -> Callable[[World], Spans]:
    """Dots at their values, a quarter after the other."""
    return lambda world: {fact(n, at): (world.of(n, at),) * 2 for n in names for at in world.known(n)}


def bars(*names: str) -> Callable[[World], Spans]:
    """From zero to their values, a quarter after the other."""
    return lambda world: {fact(n, at): (0.0, world.of(n, at)) for n in names for at in world.known(n)}


def latest(world: World) -> Spans:
    return {fact(name): (0.0, world.of(name)) for name in NAMES if LAST in world.known(name)}


def both_dots(world: World) -> Spans:
    return {fact(n, at): (world.of(n, at),) * 2 for n in NAMES for at in (0, LAST) if at in world.known(n)}


def both_bars(world: World) -> Spans:
    known = {fact(n, at): (0.0, world.of(n, at)) for n in NAMES for at in (0, LAST) if at in world.known(n)}
    return known | {fact(n, LAST, "consensus"): (0.0, world.expected(n)) for n in NAMES}


def ranges(names: Sequence[str] = NAMES, quarters: Sequence[int] = (LAST,)) -> Callable[[World], Spans]:
    return lambda world: {
        fact(n, at, "guidance"): (world.of(n, at) - BELOW, world.of(n, at) + ABOVE)
        for n in names
        for at in quarters
        if at in world.known(n)
    }


def promises(world: World) -> Spans:
    return {**ranges("a", range(LAST + 1))(world), **points("a")(world)}


def piled(names: Sequence[str], *, dots: bool = False) -> Callable[[World], Spans]:
    """Upon one another, above zero and below it."""

    def spans(world: World) -> Spans:
        found = {}
        for at in (at for at in range(LAST + 1) if all(at in world.known(name) for name in names)):
            ends = {True: 0.0, False: 0.0}
            for name in names:
                start = ends[up := world.of(name, at) > 0]
                ends[up] = start + world.of(name, at)
                found[fact(name, at)] = (ends[up], ends[up]) if dots else (start, ends[up])
        return found

    return spans


def shares(quarters: Sequence[int], *, upward: bool) -> Callable[[World], Spans]:
    """Of the whole: ``upward`` the first lies on top, else the bars follow each other from the left."""

    def spans(world: World) -> Spans:
        found = {}
        for at in (at for at in quarters if at in world.complete):
            reached = 1.0 if upward else 0.0
            for name in NAMES:
                size = world.of(name, at) / world.whole(at) * (-1 if upward else 1)
                found[f"{name}.share_of(whole)@{QUARTERS[at]}/latest"] = (reached, reached + size)
                reached += size
        return found

    return spans


def steps(world: World) -> Spans:
    start, end = world.whole(0), world.whole(LAST)
    found = {"whole@2024-Q4": (0.0, start), "whole@2025-Q4": (0.0, end)}
    for name in NAMES:
        found[f"{name}.change@{NOW}"] = (start, start + world.of(name) - world.of(name, 0))
        start = found[f"{name}.change@{NOW}"][1]
    return found


def aims(world: World) -> Spans:
    """A bar and the tick of what was expected."""
    return {fact("a"): (0.0, world.of("a")), fact("a", LAST, "consensus"): (world.expected("a"),) * 2}


def plans(world: World) -> Spans:
    return {**latest(world), **{fact(n, LAST, "consensus"): (0.0, world.expected(n)) for n in NAMES}}


def cells(world: World) -> Spans:
    return {fact(name, at): (value, value) for name, at, value in world.every}


def found_at(world: World) -> Spans:
    return {fact(n, LAST, "consensus"): (world.expected(n),) * 2 for n in NAMES if LAST in world.known(n)}


def blocks(world: World) -> Spans:
    return {fact("run", at): (0.0, 1.0) for at in world.known("a")}


def nothing(_: World) -> Spans:
    return {}


# The kinds ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Kind:
    """An exhibit: its options, and what a reader has to see of it."""

    options: Mapping[str, Any]
    spans: Callable[[World], Spans] = nothing  # by fact: from where to where a mark reaches
    lead: Callable[[World], list[str]] = field(default=lambda _: [])  # what it opens with
    axis: str = "y"  # along which values are measured, or "depth"
    positive: bool = False  # whether it is of values above zero alone
    scales: str = (
        ""  # "own" where each measure has a scale of its own, "panels" where each has an origin of its own
    )
    labels: str = "all"  # whose labels there have to be: "all" marks', those of "now", or "none"
    heads: bool = False  # whether labels stand over their marks, as heads of their rows
    in_rows: bool = False  # whether labels may stand far from their marks, in their row
    # How often "n.a." stands in the picture.
    missing: Callable[[World], int] = field(
        default=lambda world: len(NAMES) * len(QUARTERS) - len(list(world.every))
    )
    turned: str = ""  # along which values are measured in half a column, where that is not the same
    areas: bool = False  # whether its dots lie on the top of what they say
    together: bool = False  # whether a range and what came in are one mark with its labels around


def _any_missing(names: Sequence[str]) -> Callable[[World], int]:
    """Quarters in which at least one is missing."""
    return lambda world: sum(any(at not in world.known(n) for n in names) for at in range(LAST + 1))


def _all_missing(names: Sequence[str]) -> Callable[[World], int]:
    return lambda world: sum(all(at not in world.known(n) for n in names) for at in range(LAST + 1))


def _a_year_ago(world: World) -> int:
    return sum(at not in world.known(name) for name in NAMES for at in (0, LAST))


def _changes(world: World) -> int:
    """Changes of what nobody knows of a year ago."""
    return sum(0 not in world.known(name) for name in NAMES)


def _between(world: World) -> int:
    """Holes of cohorts, which begin with their first value."""
    return sum(LAST + 1 - world.known(name)[0] - len(world.known(name)) for name in NAMES)


def _never(_: World) -> int:
    return 0


OVER = {"periods": len(QUARTERS)}
ALL = list(NAMES)
ONE, THREE, FOUR = _all_missing("a"), _any_missing("abc"), _any_missing(NAMES)
of_parts = courses(*"abc", short=True)
GUIDED = [f"{name}.guidance" for name in NAMES]
HELD = {"actual": "a", "target": "a.consensus"}
PLANS = [{"actual": name, "plan": f"{name}.consensus"} for name in NAMES]
POINTS = {name.upper(): [name, f"{name}.consensus"] for name in NAMES}
PARTS = {"total": "whole", "parts": list(NAMES)}
STACK = {"series": ["a", "b", "c"], **OVER}
SHARES = {"series": ALL, **OVER, "layout": 100, "total": "whole"}
BRIDGE = {"from": "whole.year_ago", "to": "whole", "steps": [f"{name}.change" for name in NAMES]}
EVENTS = [{"date": quarter, "text": f"Event {at}"} for at, quarter in enumerate(QUARTERS)]

AT_ONCE: Any = {"missing": _never}
ALONG: Any = {"axis": "x", "missing": _never}  # what is unknown is refused
SOME: Any = {"positive": True, "labels": "now"}

KINDS: Mapping[str, Kind] = {
    "area": Kind({"series": "a", **OVER}, points("a"), courses("a"), missing=ONE),
    "area, stacked": Kind(
        STACK, piled("abc", dots=True), of_parts, missing=THREE, areas=True, in_rows=True, **SOME
    ),
    "bars": Kind({"items": ALL}, latest, ranked, **ALONG),
    "bridge": Kind(BRIDGE, steps, bridged, positive=True, turned="x", **AT_ONCE),
    "bullet": Kind(HELD, aims, beside, heads=True, **ALONG),
    "cohort": Kind({"items": ALL, **OVER}, cells, aged, axis="depth", positive=True, missing=_between),
    "columns": Kind({"series": "a", **OVER}, bars("a"), courses("a"), missing=ONE),
    "columns, grouped": Kind(
        STACK | {"layout": "grouped"}, bars(*"abc"), of_parts, labels="none", missing=_all_missing("abc")
    ),
    "columns, stacked": Kind(
        STACK | {"layout": "stacked"}, piled("abc"), of_parts, labels="now", missing=THREE
    ),
    "columns, shares": Kind(SHARES, shares(range(LAST + 1), upward=True), missing=FOUR, **SOME),
    "data": Kind({"file": "stores.csv", "source": "r"}, **AT_ONCE),
    "dots": Kind({"items": ALL, "at": ["now", "year_ago"]}, both_dots, ranked, **ALONG),
    "dumbbell": Kind({"items": ALL}, both_dots, moved, axis="x", in_rows=True, missing=_changes),
    "football": Kind({"items": GUIDED, "price": "a"}, ranges(), priced, labels="none", **ALONG),
    "guidance": Kind(
        {"actual": "a", **OVER}, promises, promised, labels="now", missing=ONE, together=True
    ),
    "heatmap": Kind({"rows": ALL, **OVER}, cells, ranked_cells, axis="depth", positive=True),
    "histogram": Kind({"items": "a", **OVER}, lead=lying, **AT_ONCE),
    "interval": Kind({"items": GUIDED}, ranges(), apart, in_rows=True, **ALONG),
    "line": Kind({"series": "a", **OVER}, points("a"), courses("a"), missing=ONE),
    "lines": Kind({"series": ALL, **OVER}, points(*NAMES), courses(*NAMES), labels="now",
                  missing=_all_missing(NAMES)),
    "multiples": Kind({"items": ALL, **OVER}, bars(*NAMES), courses(*NAMES), scales="panels", labels="now"),
    "progress": Kind({"items": PLANS}, plans, reached, positive=True, scales="own", heads=True, **ALONG),
    "reconciliation": Kind({"metric": "left"}, **AT_ONCE),
    "scatter": Kind(
        {"points": POINTS, "x_title": "X", "y_title": "Y"}, found_at, placed, labels="none", **AT_ONCE
    ),
    "share": Kind(PARTS | OVER, shares(range(LAST + 1), upward=True), missing=FOUR, **SOME),
    "share, a year ago and now": Kind(PARTS, shares((0, LAST), upward=True), parted, **SOME, **AT_ONCE),
    "share, now": Kind(PARTS | {"at": "now"}, shares((LAST,), upward=False), parted, positive=True, **ALONG),
    "slope": Kind({"items": ALL}, both_dots, moved, missing=_a_year_ago),
    "sparkline": Kind({"series": "a", **OVER}, lead=courses("a"), **AT_ONCE),
    "streak": Kind({"count": "run"}, blocks, counted, **AT_ONCE),
    "table": Kind({"rows": ALL}, **AT_ONCE),
    "timeline": Kind({"events": EVENTS}, **AT_ONCE),
    "versus": Kind({"items": ALL}, both_bars, compared, axis="x", scales="own", missing=_a_year_ago),
}  # fmt: skip


def kind_of(name: str) -> str:
    """The kind that an exhibit of these is of."""
    return {"lines": "line"}.get(name, name.partition(",")[0])
