"""A brief worked out and judged, but not yet drawn: its words, its exhibits, what was said where, what was found."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from reportgen.brief import Brief
from reportgen.errors import BriefError
from reportgen.facts.book import Book
from reportgen.facts.reconcile import reconcile
from reportgen.facts.severity import judged
from reportgen.figures.ledger import Ledger
from reportgen.findings import Finding, Findings
from reportgen.fingerprint import fingerprint
from reportgen.model import Picture
from reportgen.steps import at

if TYPE_CHECKING:
    from reportgen.charts.theme import Theme
    from reportgen.delivery.difference.earlier import Earlier
    from reportgen.document.assembly import Words
    from reportgen.document.content import Content
    from reportgen.document.exhibits import Planned
    from reportgen.document.print.elastic import Elastic
    from reportgen.document.print.pdf import Layout


@dataclass(frozen=True, slots=True)
class Plan:
    """A brief worked out but not yet drawn: its words, its exhibits, what was said where, and what was found."""

    book: Book
    ledger: Ledger
    theme: Theme
    words: Words
    exhibits: Mapping[str, Planned]
    sparklines: Mapping[str, Planned]
    findings: tuple[Finding, ...]

    @property
    def brief(self) -> Brief:
        return self.book.brief

    @property
    def drawn(self) -> Mapping[str, Planned]:
        """Everything that becomes a picture."""
        return {**self.exhibits, **self.sparklines}

    @property
    def has_errors(self) -> bool:
        return any(finding.severity == "error" for finding in self.findings)


def plan(book: Book, found: Iterable[Finding] = (), before: Earlier | None = None) -> Plan:
    """Check the facts, evaluate every template, decide every chart. Finds all problems, raises none.

    Args:
        book: the brief's facts.
        found: what reading them found.
        before: the earlier edition, where page one says what is new since then.
    """
    from reportgen.charts.legibility import judged_look
    from reportgen.charts.lettering import lettered
    from reportgen.charts.registry import kinds
    from reportgen.charts.theme import load_theme
    from reportgen.document.anchors import dead_anchors, repeated_glossaries
    from reportgen.document.assembly import names_of, style_of, write
    from reportgen.document.authored import passages
    from reportgen.document.exhibits import plan_exhibits, plan_sparklines
    from reportgen.document.glyphs import missing_glyphs
    from reportgen.document.literals import typed_by_hand
    from reportgen.document.narrative import Writer
    from reportgen.document.preparation import read_parts
    from reportgen.document.stale import stale
    from reportgen.document.standing import standing_findings
    from reportgen.document.versions import changes_meet_their_bases

    brief, findings = book.brief, Findings(found)
    brief.files.look_again()
    theme = load_theme(brief.settings.theme, brief.files, findings, brief.look)
    with lettered(theme.fonts["sans"]):
        ledger = Ledger(style_of(book))
        read_parts(brief, ledger, findings)
        findings.extend(reconcile(book))
        writer = Writer(book, ledger, names_of(book), findings)
        words = _with_news(write(book, ledger, writer), book, ledger, before)
        exhibits, sections = plan_exhibits(book, ledger, writer, theme, kinds(book, findings), words.sections)
        words = replace(words, sections=sections)
        sparklines = plan_sparklines(book, ledger, writer, theme)
        findings.extend(repeated_glossaries(brief))
        findings.extend(dead_anchors(words, exhibits, brief))
        typed = tuple(passages(brief))
        findings.extend(typed_by_hand(book, typed))
        findings.extend(stale(book))
        findings.extend(judged_look(brief, theme))
        planned = entered(Plan(book, ledger, theme, words, exhibits, sparklines, ()))
        findings.extend(missing_glyphs(book, planned.ledger, typed))
        findings.extend(standing_findings(book, planned.ledger.shown))
        findings.extend(changes_meet_their_bases(planned.ledger))
        return replace(planned, findings=judged(findings, brief))


def _with_news(words: Words, book: Book, ledger: Ledger, before: Earlier | None) -> Words:
    """What the document says, page one with what is new since the earlier edition."""
    if before is None:
        return words
    from reportgen.delivery.difference.since import since_the_last

    return replace(words, box=(*since_the_last(book, ledger, before), *words.box))


def entered(planned: Plan, pictures: Mapping[str, Picture] | None = None) -> Plan:
    """The plan read through: its ledger holds what page and print show, as far as pictures are drawn what these do."""
    from reportgen.document.reading import read_through

    key = planned.brief.settings.key_exhibit or ""
    ledger, exhibits = read_through(
        planned.ledger, planned.words, planned.exhibits, planned.sparklines, key, pictures or {}
    )
    return replace(planned, ledger=ledger, exhibits=exhibits)


def assemble(planned: Plan, *, draft: bool) -> Content:
    """The content of the document; its pictures are still blank."""
    from reportgen.document.assembly import assemble as assembled

    return assembled(
        planned.book,
        planned.ledger,
        planned.theme,
        planned.words,
        planned.exhibits,
        planned.sparklines,
        findings=planned.findings,
        inputs=fingerprint(planned.brief.files).of_inputs,
        draft=draft,
    )


def rehearsed(planned: Plan, elastic: Elastic | None = None) -> Plan:
    """The plan with what is wrong with its pages, laid out with no chart drawn but for those that fill a page."""
    from reportgen.document.layout_findings import rehearsal

    at("the pages")
    content, brief = assemble(planned, draft=False), planned.brief
    findings = Findings(planned.findings)
    try:
        layout = rehearsal(content, planned.drawn, brief, findings, elastic)
    except BriefError as problem:
        return replace(planned, findings=judged((*findings, *problem.findings), brief))
    return judged_pages(replace(planned, findings=tuple(findings)), content, layout)


def judged_pages(planned: Plan, content: Content, layout: Layout) -> Plan:
    """The plan with what is wrong with its pages among the findings."""
    from reportgen.document.layout_findings import layout_findings

    brief = planned.brief
    found = layout_findings(layout, content, planned.drawn, brief, planned.theme.sizes["chart"])
    return replace(planned, findings=judged((*planned.findings, *found), brief))
