"""The pictures of a plan: drawn by the chart engine, judged as they were drawn, and mended once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from reportgen.errors import BriefError
from reportgen.facts.severity import judged
from reportgen.findings import Finding, Place, error
from reportgen.model import Picture
from reportgen.plan import Plan, entered
from reportgen.steps import at

if TYPE_CHECKING:
    from reportgen.charts.freeze.kept import Draws
    from reportgen.charts.sketch import Sketch
    from reportgen.document.exhibits import Planned

Pictures = Mapping[str, Picture]


def drawn(planned: Plan, freezer: Draws) -> tuple[Plan, Pictures]:
    """The pictures by exhibit and slot (``growth/wide``), and the plan with what they show and what is wrong with them.

    A picture whose labels stand in each other's way is drawn again, once, without those that matter least.

    Raises:
        BriefError: the engine does not draw a chart of the author's own.
        EngineError: it does not draw one of ours, or died.
    """
    from reportgen.charts.judging import faults, mended
    from reportgen.charts.lettering import lettered

    at("the charts")
    sketches = dict(_sketches(planned))
    freezer.learn(planned.theme.faces.values())
    with lettered(planned.theme.fonts["sans"]):
        pictures, paper = _frozen(planned, freezer, sketches), planned.theme["paper"]
        found = {name: tuple(faults(picture.svg, paper)) for name, picture in pictures.items()}
        again = {
            name: better for name, ones in found.items() if ones and (better := mended(sketches[name], ones))
        }
        if again:
            pictures |= _frozen(planned, freezer, again)
            found |= {name: tuple(faults(pictures[name].svg, paper)) for name in again}
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
