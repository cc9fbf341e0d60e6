"""The pictures of a plan: drawn by the chart engine, judged as they were drawn, and mended once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache, partial
from typing import TYPE_CHECKING

from reportgen.errors import BriefError
from reportgen.facts.severity import judged
from reportgen.findings import Finding, Place, error
from reportgen.model import PLOTS, Picture
from reportgen.plan import Plan, entered
from reportgen.steps import at

if TYPE_CHECKING:
    from reportgen.charts.freeze.kept import Draws
    from reportgen.charts.judging import Fault
    from reportgen.charts.sketch import Sketch
    from reportgen.document.exhibits import Planned
    from reportgen.document.print.elastic import Elastic

Pictures = Mapping[str, Picture]
Reach = Callable[[str], tuple[float, float, float] | None]


def drawn(planned: Plan, freezer: Draws) -> tuple[Plan, Pictures]:
    """The pictures by exhibit and slot (``growth/wide``), and the plan with what they show and what is wrong with them.

    A picture whose labels stand in each other's way is drawn again, once, without those that matter least.

    Raises:
        BriefError: the engine does not draw a chart of the author's own.
        EngineError: it does not draw one of ours, or died.
    """
    from reportgen.charts.lettering import lettered

    at("the charts")
    freezer.learn(planned.theme.faces.values())
    with lettered(planned.theme.fonts["sans"]):
        pictures, found, again = _judged(planned, freezer, dict(_sketches(planned)))
    findings = [
        Finding("warning", fault.code, f"{_said(name)}: {fault.message}", _place(planned, name))
        for name, ones in found.items()
        for fault in ones
    ]
    whole = replace(
        planned,
        exhibits=_as_drawn(planned.exhibits, again),
        sparklines=_as_drawn(planned.sparklines, again),
        findings=judged((*planned.findings, *findings), planned.brief),
    )
    return entered(whole, pictures), pictures


def elastic(planned: Plan, pictures: Pictures, freezer: Draws | None = None) -> Elastic:
    """What the charts of a plan can do for the pages on which they stand.

    A chart is drawn at another height only where its picture then says what it said before, and has no fault: the
    ledger and the page rest on what was drawn.

    Args:
        planned: as it was drawn.
        pictures: as they were drawn, by exhibit and slot.
        freezer: draws them anew; without it their places alone are given.
    """
    from reportgen.document.print.elastic import Elastic

    reach = cache(partial(_reach, planned))
    return Elastic(reach, partial(_redrawn, planned, pictures, freezer, reach))


def _reach(planned: Plan, name: str) -> tuple[float, float, float] | None:
    """The least height of a chart, its own and its largest, in CSS px; None where it has but one."""
    from reportgen.charts.lettering import lettered
    from reportgen.charts.own import OWN
    from reportgen.document.sketching import ALIKE

    exhibit, _, slot = name.partition("/")
    one = planned.exhibits.get(exhibit)
    if one is None or one.wanted is None or slot not in PLOTS or one.exhibit.kind.startswith(OWN):
        return None
    with lettered(planned.theme.fonts["sans"]):
        least, most = one.wanted.reach(slot)
    return (least, one.sketches[slot].height, most) if most - least > ALIKE else None


def _redrawn(
    planned: Plan, before: Pictures, freezer: Draws | None, reach: Reach, heights: Mapping[str, float]
) -> Mapping[str, str]:
    """The SVGs of charts at other heights, by exhibit and slot, without those that would not be as good."""
    from reportgen.charts.lettering import lettered
    from reportgen.document.print.elastic import blank
    from reportgen.document.spots import on_paper

    with lettered(planned.theme.fonts["sans"]):
        sketches = dict(_at_heights(planned, reach, heights))
        if freezer is None:
            return {name: blank(sketch.width, sketch.height) for name, sketch in sketches.items()}
        pictures, found, _ = _judged(planned, freezer, sketches)
    return {
        name: on_paper(picture.svg)
        for name, picture in pictures.items()
        if not found[name] and _said_in(picture) == _said_in(before[name])
    }


def _at_heights(planned: Plan, reach: Reach, heights: Mapping[str, float]) -> Iterator[tuple[str, Sketch]]:
    for name, height in heights.items():
        exhibit, _, slot = name.partition("/")
        wanted, able = planned.exhibits[exhibit].wanted, reach(name)
        sketch = wanted.as_tall(slot, height, able[0], able[2]) if wanted and able else None
        if sketch:
            yield name, sketch


def _said_in(picture: Picture) -> Sequence[str]:
    from reportgen.charts.judging.writing import ticks_of, words_of

    return sorted((*words_of(picture.svg), *ticks_of(picture.svg)))


def _judged(
    planned: Plan, freezer: Draws, sketches: Mapping[str, Sketch]
) -> tuple[Pictures, Mapping[str, Sequence[Fault]], Mapping[str, Sketch]]:
    """Pictures, what is wrong with each in the end, and the charts that were drawn again without some labels."""
    from reportgen.charts.judging import faults, mended

    pictures, paper = _frozen(planned, freezer, sketches), planned.theme["paper"]
    found: dict[str, Sequence[Fault]] = {
        name: faults(picture.svg, paper) for name, picture in pictures.items()
    }
    again = {
        name: better for name, ones in found.items() if ones and (better := mended(sketches[name], ones))
    }
    if again:
        pictures |= _frozen(planned, freezer, again)
        found |= {name: faults(pictures[name].svg, paper) for name in again}
    return pictures, found, again


def _as_drawn(exhibits: Mapping[str, Planned], again: Mapping[str, Sketch]) -> Mapping[str, Planned]:
    """Exhibits with the charts that were drawn in the end."""
    return {
        name: replace(
            one, sketches={slot: again.get(f"{name}/{slot}", sketch) for slot, sketch in one.sketches.items()}
        )
        for name, one in exhibits.items()
    }


def _sketches(planned: Plan) -> Iterator[tuple[str, Sketch]]:
    for name, one in planned.drawn.items():
        yield from ((f"{name}/{slot}", sketch) for slot, sketch in one.sketches.items())


def _frozen(planned: Plan, freezer: Draws, sketches: Mapping[str, Sketch]) -> dict[str, Picture]:
    """The pictures. What the engine does not draw of an author's own charts is the author's to mend."""
    from reportgen.charts.freeze import Undrawn
    from reportgen.charts.own import OWN

    try:
        for name, sketch in sketches.items():
            freezer.submit(name, sketch.spec)
        return freezer.results()
    except Undrawn as problem:
        name = problem.name.partition("/")[0]
        settings = planned.brief.settings.exhibits.get(name)
        if settings is None or not settings.kind.startswith(OWN):
            raise
        found = error("own-chart", str(problem), planned.brief.place("exhibits", name))
        raise BriefError((*planned.findings, found)) from problem


def _said(name: str) -> str:
    """A picture in words: "exhibit 'growth', wide picture", "card 2"."""
    exhibit, _, slot = name.partition("/")
    card = _card(exhibit)
    return f"card {card}" if card else f"exhibit '{exhibit}', {slot} picture"


def _place(planned: Plan, name: str) -> Place:
    exhibit = name.partition("/")[0]
    card = _card(exhibit)
    return (
        planned.brief.place("kpis", card - 1, "history") if card else planned.brief.place("exhibits", exhibit)
    )


def _card(exhibit: str) -> int:
    """The number of the card whose small picture it is; 0 for an exhibit."""
    number = exhibit.removeprefix("kpi-")
    return int(number) if number != exhibit and number.isdecimal() else 0
