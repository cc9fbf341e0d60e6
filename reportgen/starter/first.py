"""From a table to a first brief: read, understood, told, tried."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from reportgen.facts.book import Book
from reportgen.facts.load import load_facts
from reportgen.findings import Finding, Findings
from reportgen.metrics import humanised
from reportgen.model import Scenario
from reportgen.periods.period import Period
from reportgen.sources.grid import listed
from reportgen.starter.exhibit import Exhibit
from reportgen.starter.exhibits import exhibits_of
from reportgen.starter.filed_lines import understood_filings
from reportgen.starter.head import Answers, head_of
from reportgen.starter.judging import settled
from reportgen.starter.lines import Line
from reportgen.starter.measures import Ask, Measures, measured
from reportgen.starter.metric_entries import metrics_of
from reportgen.starter.naming import is_plain
from reportgen.starter.outline import Outline, derived_lines, margins_of, outline_of, totals_of_parts
from reportgen.starter.reading import Understood, understood
from reportgen.starter.sentences import sections_of, standfirst_of, summary_of, title_of
from reportgen.starter.sight import Sight, levels_of
from reportgen.starter.stage import Stage, as_yaml
from reportgen.starter.sums import Sum, sums_in
from reportgen.starter.writing import Draft
from reportgen.unit_spellings import countable
from reportgen.units import currencies, parse_unit

MOST_EXHIBITS = 6
MOST_CHECKS = 8
FEWEST_POINTS = 4  # of a small picture on a card


@dataclass(frozen=True, slots=True)
class First:
    """A first brief: its files, what was understood of the table, and what is still wrong with it, or missing."""

    files: Mapping[str, str]
    understood: tuple[str, ...]
    guessed: tuple[str, ...]
    missing: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def told(self) -> tuple[str, ...]:
        """All of it, a line each."""
        kinds = (("understood", self.understood), ("guessed", self.guessed), ("missing", self.missing))
        return tuple(f"{kind}: {line}" for kind, lines in kinds for line in lines)


@dataclass(frozen=True)
class _Case:
    """What is known of a table before anything of it is told."""

    table: Understood
    measures: Measures
    book: Book
    derive: Mapping[str, Mapping[str, Any]]
    sums: tuple[Sum, ...]
    head: Mapping[str, Any]
    metrics: Mapping[str, Mapping[str, Any]]
    sources: Mapping[str, Mapping[str, Any]]
    faults: tuple[Finding, ...] = ()  # of the facts


def first_brief(
    stage: Stage, name: str, given: Mapping[str, Any], answers: Answers, ask: Ask, today: dt.date
) -> First:
    """Make a brief of a source.

    Args:
        stage: a folder apart that holds the files of the source.
        name: what the source is called.
        given: its settings, as far as they are known.
        answers: what is said of the table.
        ask: asks for what cannot be guessed.
        today: the date of the brief.
    """
    table = understood_filings(stage, name, given) or understood(
        stage, name, given, answers.period, answers.entity
    )
    if not table.lines:
        return First({}, (), table.told, (), table.findings or _nothing(stage, name, given))
    measures = measured(table.lines, table.rows, answers.unit, ask, table.scale)
    if measures.missing or not measures.lines:
        return First(
            {}, (), (*table.told, *measures.told), measures.missing or ("a line whose numbers can be read",)
        )
    head, guessed = head_of(stage, table, answers, ask, today, str(given["title"]))
    case = _case(stage, table, measures, head)
    told = tuple(dict.fromkeys((*guessed, *table.told, *measures.told)))
    if not any(Sight(case.book, measures.lines).known(line.id) for line in measures.lines):
        return First(
            {}, (), told, (f"a number of {case.book.brief.period.long} that can be read",), case.faults
        )
    draft, findings = settled(stage, _draft(case))
    return First(draft.files, _understood(case), told, (), findings)


def _nothing(stage: Stage, name: str, given: Mapping[str, Any]) -> tuple[Finding, ...]:
    """Why no line was found, as any brief with that source would say it."""
    findings = Findings()
    brief = stage.brief({name: given}, findings)
    load_facts(brief, findings)
    return tuple(one for one in findings.in_order() if one.severity == "error")


# The case ------------------------------------------------------------------------------------------------------------


def _case(stage: Stage, table: Understood, measures: Measures, head: Mapping[str, Any]) -> _Case:
    """The facts of the table, and what follows from them."""
    sources = {
        name: _source(settings, measures.units.get(name, {}), measures)
        for name, settings in table.sources.items()
    }
    sources = {name: one for name, one in sources.items() if one["metrics"]}
    sources |= {name: {"title": humanised(name)} for name in table.documents if name not in sources}
    metrics = metrics_of(measures, table.rows)
    units = {line.id: _unit(line, measures) for line in measures.lines}
    derive = totals_of_parts(measures.lines, units)
    book, _ = _book(stage, head, sources, metrics, derive)
    entity = book.brief.entity
    levels = levels_of(book, metrics, entity)
    margins = margins_of(measures.lines, levels, {*metrics, *derive})
    order = [line.id for line in measures.lines if not line.part and levels[line.id] and not line.measure]
    sums = sums_in(order, levels)
    effects = _effects(sums, measures)
    derive = {**derive, **margins, **effects}
    book, faults = _book(stage, head, sources, metrics, derive)
    return _Case(table, measures, book, derive, sums, head, metrics, sources, faults)


def _source(settings: Mapping[str, Any], units: Mapping[str, str], measures: Measures) -> dict[str, Any]:
    ids = {line.id for line in measures.lines}
    said = dict(settings) | {
        "metrics": {label: one for label, one in settings["metrics"].items() if one in ids}
    }
    return said | ({"units": dict(units)} if units else {})


def _unit(line: Line, measures: Measures) -> object:
    return parse_unit(line.unit, currencies(), countable(measures.nouns.values()))


def _book(
    stage: Stage,
    head: Mapping[str, Any],
    sources: Mapping[str, Any],
    metrics: Mapping[str, Any],
    derive: Mapping[str, Any],
) -> tuple[Book, tuple[Finding, ...]]:
    """The facts of the sources, and why some of them could not be read."""
    stage.write({"metrics.yaml": as_yaml(dict(metrics))})
    findings = Findings()
    brief = stage.brief(sources, findings, **head, derive=dict(derive))
    facts, known = load_facts(brief, findings)
    faults = tuple(one for one in findings.in_order() if one.severity == "error")
    return Book(brief, facts, known), faults


def _effects(sums: Sequence[Sum], measures: Measures) -> dict[str, dict[str, Any]]:
    """What costs do to a result: the costs with the other sign, as steps from one result to the next."""
    labels = {line.id: line.name for line in measures.lines}
    return {
        f"effect_of_{part}": {
            "formula": f"-{part}",
            "label": labels[part],
            "kind": "amount",
            "polarity": "more is better",
        }
        for one in sums
        if one.less
        for part in one.parts[1:]
    }


# The draft -----------------------------------------------------------------------------------------------------------


def _draft(case: _Case) -> Draft:
    lines = (
        *case.measures.lines,
        *derived_lines(
            {k: v for k, v in case.derive.items() if not k.startswith("effect_of_")}, case.measures.lines
        ),
    )
    sight = Sight(case.book, lines)
    others = sorted(case.book.entities - {case.book.brief.entity})
    outline = outline_of(sight, case.sums, case.derive, others)
    sections = sections_of(outline)
    exhibits = _chosen(exhibits_of(outline), [about for one in sections for about in one.about])
    walked = {f"effect_of_{part}" for part in (outline.walk.parts[1:] if outline.walk else ())}
    shown = str([one.settings for one in exhibits])
    derive = {
        key: one
        for key, one in case.derive.items()
        if not key.startswith("effect_of_") or (key in walked and key in shown)
    }
    key = next((one.name for one in exhibits if one.settings["kind"] != "table"), "")
    return Draft(
        {"title": title_of(outline), "standfirst": standfirst_of(outline), **case.head},
        case.sources, case.metrics, derive,
        _cards(outline, sight), exhibits, sections, tuple(one.check for one in case.sums[:MOST_CHECKS]), key,
        summary_of(outline),
    )  # fmt: skip


def _chosen(exhibits: Sequence[Exhibit], told: Sequence[str]) -> tuple[Exhibit, ...]:
    """As many as a brief bears, of those that have a section to stand in; the table of figures always."""
    placeable = [one for one in exhibits if one.about in told]
    table = [one for one in placeable if one.about == "figures"]
    charts = [one for one in placeable if one.about != "figures"]
    return (*charts[: MOST_EXHIBITS - len(table)], *table)


def _cards(outline: Outline, sight: Sight) -> tuple[dict[str, Any], ...]:
    return tuple(_card(name, sight) for name in outline.cards)


def _card(name: str, sight: Sight) -> dict[str, Any]:
    """A card with the change that is spoken of, and its history where that is long enough to draw."""
    card: dict[str, Any] = {"figure": name}
    label, fact = sight.line(name).label, sight.fact(name)
    if sight.line(name).part:
        card["label"] = label
    elif fact and fact.unit.kind == "count" and " " in fact.unit.name and is_plain(fact.unit.name):
        card["label"] = f"{label}, {fact.unit.name}"  # the card itself writes short units alone
    change = sight.amount(name) if sight.is_score(name) else sight.change(name) or sight.amount(name)
    if change:
        card["change"] = change
    known = sight.run(name, 13 if sight.period.frequency == "month" else 8)
    if known >= FEWEST_POINTS:
        card |= {"history": name, "periods": known}
    return card


def _span(periods: Sequence[Period], nouns: str) -> str:
    """How many periods a table has, and which: ``5 quarters, Q3 24 to Q3 25``."""
    if len(periods) < 2:  # noqa: PLR2004 - one has no span
        return f"one period, {periods[0].short}" if periods else "no period"
    return f"{len(periods)} {nouns}, {periods[0].short} to {periods[-1].short}"


def _understood(case: _Case) -> tuple[str, ...]:
    """What the table was understood to be, in a few lines."""
    lines, stated = case.measures.lines, case.book.stated
    periods = sorted(
        {fact.period for fact in stated if fact.period.frequency == case.book.brief.period.frequency}
    )
    units = dict.fromkeys(line.unit for line in lines)
    scenarios = dict.fromkeys(str(fact.scenario) for fact in stated if fact.scenario != Scenario.ACTUAL)
    said = [
        f"{len(lines)} {'metric' if len(lines) == 1 else 'metrics'}: {listed([line.label for line in lines])}",
        _span(periods, case.book.brief.period.nouns),
        f"in {', '.join(units)}",
        f"of {listed(sorted(case.book.entities))}",
    ]
    said += [f"beside the actual: {', '.join(scenarios)}"] if scenarios else []
    said += [f"a sum that holds: {' + '.join(one.parts)} = {one.total}" for one in case.sums if not one.less]
    said += [f"a sum that holds: {' − '.join(one.parts)} = {one.total}" for one in case.sums if one.less]
    return tuple(said)
