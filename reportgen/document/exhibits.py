"""Exhibits as they stand in a document: a kind's drawing under the author's title, numbered in reading order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from pydantic import ValidationError

from reportgen.brief import Brief
from reportgen.charts.judging.writing import Drawn
from reportgen.charts.kind import Drawing, Gap, Scene
from reportgen.charts.kinds import sparkline
from reportgen.charts.known import Key, inputs_but, known_or
from reportgen.charts.own import OWN, AlreadySaid
from reportgen.charts.parts.room import Room
from reportgen.charts.parts.series import required
from reportgen.charts.parts.sparklines import WIDTH
from reportgen.charts.parts.tables.setting import WHOLE, set_in_columns
from reportgen.charts.registry import ChartKind, drawn, having, noted
from reportgen.charts.sketch import Sketch, sketched
from reportgen.charts.theme import Theme
from reportgen.charts.unoffered import why_not
from reportgen.document.below import set_below
from reportgen.document.content import Section
from reportgen.document.credits import roles_of, sources_of
from reportgen.document.narrative import Writer, no_exhibit
from reportgen.document.origins import with_inputs
from reportgen.document.sketching import Wanted, sketches_of
from reportgen.document.slots import GOES_OUT, drawn_in, pairs_of, slots_of
from reportgen.errors import FormulaError
from reportgen.facts.book import Book
from reportgen.facts.dialect import legend
from reportgen.facts.reference import fact_of
from reportgen.facts.restatement import by_period
from reportgen.figures.ledger import Ledger
from reportgen.findings import Finding, Need, Place, error, meant, one_of
from reportgen.model import PLOTS, Exhibit, Fact
from reportgen.periods import Period
from reportgen.settings import ExhibitSettings, Kpi
from reportgen.steps import at
from reportgen.validation import option_findings

Kinds = Mapping[str, ChartKind]

LONGEST_TITLE = 10  # words; what a reader takes in at a glance (BRIEFS, "Charts")
SPARKLINE_SLOT = "spark"
NOTHING_DRAWN = Drawn()


@dataclass(frozen=True, slots=True)
class Planned:
    """An exhibit that is worded and decided but not yet frozen. ``sketches`` is keyed by slot.

    ``candidates`` are the tokens of the figures that may stand in its pictures; ``in_print`` and ``on_page`` say what
    is written in those that are shown, once that is known. ``wanted`` draws it at other heights.
    """

    exhibit: Exhibit
    sketches: Mapping[str, Sketch]
    candidates: tuple[str, ...] = ()
    in_print: Drawn = NOTHING_DRAWN
    on_page: Drawn = NOTHING_DRAWN
    wanted: Wanted | None = None

    @property
    def is_chart(self) -> bool:
        """Whether it is a picture; a table may hold small ones in its cells."""
        return any(slot in PLOTS for slot in self.sketches)


def plan_exhibits(
    book: Book, ledger: Ledger, writer: Writer, theme: Theme, kinds: Kinds, sections: Iterable[Section]
) -> tuple[dict[str, Planned], tuple[Section, ...]]:
    """Every exhibit that the document shows, in reading order, and its sections; problems go to ``writer.findings``."""
    settings, sections = book.brief.settings, tuple(sections)
    places = slots_of(sections, settings.key_exhibit or "", settings.summary)
    order = [name for section in sections for name in section.exhibits]
    shown = list(dict.fromkeys([*([settings.key_exhibit] if settings.key_exhibit else []), *order]))
    planned: dict[str, Planned] = {}
    wanted: dict[str, Wanted] = {}
    inputs = _inputs(book.brief)
    for name in shown:
        if name not in settings.exhibits:  # what the narrative names wrongly is said at its line
            writer.findings.extend(_unknown(book, name))
            continue
        looks = {slot: theme.in_slot(slot) for slot in drawn_in(places.get(name, {}))}
        one = _planned(name, len(planned) + 1, book, ledger, writer, looks[GOES_OUT], kinds)
        if one:
            planned[name], drawing = one
            own = settings.exhibits[name].kind.startswith(OWN)
            key = (*inputs, *shown, name, *_said(drawing, ledger)) if inputs and not own else ()
            wanted[name] = Wanted(drawing, looks, is_key=name == settings.key_exhibit, key=key)
    writer.findings.extend(_unplaced(book, shown))
    sections = set_below(sections, wanted, ledger.plain)
    sketches = sketches_of(wanted, pairs_of(sections))
    found = {
        name: replace(one, sketches=sketches[name], wanted=wanted[name]) for name, one in planned.items()
    }
    return found, sections


def _inputs(brief: Brief) -> Key:
    """What charts of a brief follow from, where they are kept: not its narrative, which only says where they stand."""
    if read := inputs_but(brief.files.read, f"brief/{brief.settings.narrative}"):
        return (*read, str(brief.folder), brief.name, str(brief.period), str(brief.settings.date))
    return ()


def _said(drawing: Drawing, ledger: Ledger) -> Key:
    """What an exhibit says: notes in its chart may name other exhibits, by the numbers that the narrative gives."""
    return tuple(map(ledger.plain, (drawing.alt, *drawing.labels)))


def plan_sparklines(book: Book, ledger: Ledger, writer: Writer, theme: Theme) -> dict[str, Planned]:
    """The small pictures of the KPI cards: ``kpi-1`` for the first card, if it has a history."""
    found, inputs = {}, _inputs(book.brief)
    for index, card in enumerate(book.brief.settings.kpis):
        name, place = f"kpi-{index + 1}", book.brief.place("kpis", index, "history")
        if not card.history:
            continue
        options, scene = (
            sparkline.Options(series=card.history, periods=card.periods),
            Scene(name, book, ledger, theme, by=card.by),
        )
        try:
            drawing = noted(sparkline.draw(options, scene), scene)
        except FormulaError as problem:
            writer.findings.add(problem.finding(place))
            continue
        writer.findings.extend(_gap_findings(book, f"card {index + 1}", drawing.gaps, card.gaps, place))
        facts = scene.series(card.history, scene.last(card.periods))
        latest = required(facts, card.history)
        writer.findings.extend(_of_another_figure(book, index, card, latest, place))
        if drawing.chart:
            caption = _caption(latest, facts)
            exhibit = Exhibit(name, 0, "sparkline", "", caption, "", drawing.alt, drawing.table, {}, ())
            made = partial(_sparkline, drawing.chart, theme)
            sketches = {SPARKLINE_SLOT: known_or(made, *inputs, name) if inputs else made()}
            found[name] = Planned(exhibit, sketches)
    return found


def _sparkline(chart: Callable[[Room], Any], theme: Theme) -> Sketch:
    return sketched(chart(Room(WIDTH, theme)), theme)


def _caption(latest: Fact, facts: Sequence[Fact | None]) -> str:
    """What the small picture of a card shows: "Revenue, 8 quarters", counted from the first that is known."""
    known = [at for at, fact in enumerate(facts) if fact and not fact.quantity.state]
    named = latest.words.page.history
    count = len(facts) - known[0]
    noun = latest.words.periods.nouns[latest.period.frequency]
    periods = noun.one if count == 1 else noun.many
    return named.format(figure=latest.metric.name, count=count, periods=periods)


def _of_another_figure(book: Book, index: int, card: Kpi, latest: Fact, place: Place) -> Iterator[Finding]:
    """A course under a figure is taken for that of the figure: growth below an amount misleads."""
    with suppress(FormulaError):
        figure = fact_of(book.evaluate(card.figure))
        if figure.metric.id != latest.metric.id:
            message = (
                f"card {index + 1} shows '{card.figure}', and under it the history of '{card.history}'; "
                f"write 'history: {card.figure}'"
            )
            yield Finding("warning", "other-history", message, place)


def _unknown(book: Book, name: str) -> Iterator[Finding]:
    """The settings that name an exhibit which is not there."""
    settings, place = book.brief.settings, book.brief.place
    for setting, named in (("key_exhibit", settings.key_exhibit), ("key_table", settings.key_table)):
        if named == name:
            message = no_exhibit(name, settings.exhibits)
            yield error("unknown-exhibit", message, place(setting), ("exhibit", name))


def _unplaced(book: Book, shown: Sequence[str]) -> Iterable[Finding]:
    for name in book.brief.settings.exhibits:
        if name not in shown:
            call = f'{{{{ exhibit("{name}") }}}}'
            message = f"exhibit '{name}' stands nowhere; place it with {call} or '::: beside {name}'"
            place = book.brief.place("exhibits", name)
            yield Finding("warning", "unplaced-exhibit", message, place, needs=(("narrative",),))


def _planned(
    name: str,
    number: int,
    book: Book,
    ledger: Ledger,
    writer: Writer,
    theme: Theme,
    kinds: Kinds,
) -> tuple[Planned, Drawing] | None:
    """An exhibit without its charts, and the drawing that gives them."""
    settings = book.brief.settings.exhibits[name]
    place = book.brief.place("exhibits", name)
    scene = Scene(name, book, ledger, theme, by=settings.by, write=writer.text, findings=writer.findings)
    drawing = _drawn(name, settings, scene, writer, kinds)
    if drawing is None:
        for template in (settings.title, settings.measure, settings.caveat, settings.alt):
            writer.text(template, place)  # what is wrong with the words is said all the same
        return None
    gaps_place = book.brief.place("exhibits", name, *(["gaps"] if settings.gaps else []))
    writer.findings.extend(_gap_findings(book, f"exhibit '{name}'", drawing.gaps, settings.gaps, gaps_place))
    title = writer.text(settings.title, book.brief.place("exhibits", name, "title"))
    if len(ledger.plain(title).split()) > LONGEST_TITLE:
        message = f"the title has more than {LONGEST_TITLE} words: '{ledger.plain(title)}'"
        writer.findings.add(Finding("warning", "long-title", message, place))
    measure = writer.text(settings.measure, place) if settings.measure else drawing.measure
    writer.findings.extend(
        _units_lost(drawing, ledger.plain(measure), book.brief.place("exhibits", name, "measure"))
    )
    caveat = writer.text(settings.caveat, place)
    lead = writer.text(settings.alt, place) if settings.alt else ""
    exhibit = Exhibit(
        id=name,
        boxed=settings.boxed,
        number=number,
        kind=settings.kind,
        title=title,
        measure=measure,
        caveat=caveat,
        alt=drawing.described(lead),
        table=set_in_columns(drawing.table, ledger.plain, ledger.style),
        pictures={},
        sources=(),  # those of the figures that it turns out to show
        stated=drawing.sources,
    )
    writer.findings.extend(() if drawing.chart else _too_wide(exhibit, place))
    return Planned(exhibit, {}, drawing.labels), drawing


def _too_wide(exhibit: Exhibit, place: Place) -> Iterator[Finding]:
    """A table with more columns than the paper holds."""
    if exhibit.table.tight > WHOLE:
        count, share = len(exhibit.table.header), f"{exhibit.table.tight / WHOLE:.0%}"
        message = (
            f"exhibit '{exhibit.id}': its {count} columns take {share} of the width of a page, with small letters; "
            "show fewer of them, or give shorter labels"
        )
        yield Finding("warning", "table-too-wide", message, place)


def _units_lost(drawing: Drawing, measure: str, place: Place) -> Iterator[Finding]:
    """An author's measure line says in what the numbers below it are: 0.433 of a million is not 0.433."""
    for unit in dict.fromkeys(drawing.units):
        if unit in drawing.measure and unit not in measure:
            message = (
                f"the measure line '{measure}' does not say that the numbers are in '{unit}'; write it there"
            )
            yield Finding("warning", "measure-without-unit", message, place)


def _gap_findings(
    book: Book, where: str, gaps: Iterable[Gap], declared: Iterable[str], place: Place
) -> Iterable[Finding]:
    """Periods that a series lacks without its author having said so, and those said to be missing that are not."""
    known, gaps = set(_read(book, declared)), tuple(gaps)
    for gap in gaps:
        missing = [str(period) for period in gap.periods if period not in known]
        if missing:
            names, them = ", ".join(missing), "it" if len(missing) == 1 else "them"
            message = (
                f"{where}: '{gap.expression}' has no fact for {names}; add {them}, "
                f"or declare 'gaps: [{names}]' and tell the reader"
            )
            yield Finding("warning", "missing-period", message, place, needs=_needs(book, gap.expression))
    for period in sorted(known - {period for gap in gaps for period in (*gap.periods, *gap.before)}):
        message = f"{where}: {period} is declared as a gap, but no series that it shows lacks it; delete it"
        yield Finding("warning", "needless-gap", message, place, needs=(("value",),))


def _read(book: Book, declared: Iterable[str]) -> Iterator[Period]:
    """The periods that are declared as gaps; one that is none is a finding of the settings."""
    for text in declared:
        with suppress(ValueError):
            yield book.brief.period_of(text)


def _needs(book: Book, expression: str) -> tuple[Need, ...]:
    return ("value",), *(("metric", name) for name in book.roots(expression))


def _drawn(
    name: str, settings: ExhibitSettings, scene: Scene, writer: Writer, kinds: Kinds
) -> Drawing | None:
    brief, findings = scene.book.brief, writer.findings
    if settings.kind not in kinds:
        known = [kind for kind in kinds if not kind.startswith(OWN)]
        reason = why_not(settings.kind)
        message = (
            f"'{settings.kind}' is not offered: {reason}"
            if reason
            else f"no kind of exhibit '{settings.kind}'{meant(settings.kind, known)}; expected {one_of(known)}"
        )
        findings.add(error("unknown-kind", message, brief.place("exhibits", name, "kind")))
        return None
    kind = kinds[settings.kind]
    at(f"exhibit '{name}'", brief.place("exhibits", name))
    try:
        return drawn(kind, settings.options, scene)
    except ValidationError as problem:
        findings.extend(option_findings(problem, kind.options, brief, "exhibits", name, having=having))
    except AlreadySaid:
        pass
    except FormulaError as problem:
        findings.add(problem.finding(brief.place("exhibits", name), f"exhibit '{name}': "))
    return None


def resting_on(exhibit: Exhibit, facts: Sequence[Fact], meanings: Mapping[str, str]) -> Exhibit:
    """An exhibit with the sources of the facts that it shows, their flags with ``meanings``, and their versions."""
    flags = legend("".join(fact.flags for fact in facts), meanings)
    words = " ".join(filter(None, (f"{flags}." if flags else "", versions_shown(facts))))
    sources = tuple(dict.fromkeys((*exhibit.stated, *sources_of(facts))))
    return replace(exhibit, legend=words, sources=sources, roles=roles_of(with_inputs(facts)))


def versions_shown(facts: Sequence[Fact]) -> str:
    """What of an exhibit is not as first reported: "Sales, Q3 24: restated on 4 November 2025."; nothing without."""
    behind = {fact.id: fact for fact in with_inputs(facts)}
    return " ".join(
        f"{'; '.join(dict.fromkeys(_measured(fact) for fact in group))}: {standing}."
        for standing, group in by_period(behind.values())
    )


def _measured(fact: Fact) -> str:
    return f"{fact.metric.name}, {fact.period.short}"
