"""From a folder to an edition: the stages, in the order in which the data flows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from reportgen.brief import Brief, read_brief
from reportgen.delivery.manifest import manifest
from reportgen.errors import BriefError
from reportgen.facts.book import Book
from reportgen.facts.load import load_facts
from reportgen.facts.reconcile import reconcile
from reportgen.facts.severity import judged
from reportgen.figures.ledger import Ledger
from reportgen.figures.record import facts_csv, facts_json, facts_shown
from reportgen.findings import Finding, Findings, error
from reportgen.fingerprint import fingerprint
from reportgen.model import Edition, Picture, Spot
from reportgen.project import read_project
from reportgen.steps import at

if TYPE_CHECKING:
    from reportgen.charts.freeze import Freezer
    from reportgen.charts.theme import Theme
    from reportgen.document.assembly import Words
    from reportgen.document.content import Content
    from reportgen.document.exhibits import Planned
    from reportgen.document.print.pdf import Layout

Format = Literal["html", "pdf"]
Progress = Callable[[str, int, int], None]
STAGES = ("facts", "charts", "pages")


def load(path: str | Path, project: str | Path | None = None, *, allow_code: bool = False) -> LoadedBrief:
    """Read a brief: its settings, metrics and facts. What is wrong with them is among its findings.

    Args:
        path: the brief's folder.
        project: the folder whose ``project.yaml``, ``templates/`` and ``assets/`` come before the shipped ones.
        allow_code: run functions in the brief's ``charts.py`` where an exhibit asks for them: you trust its author.

    Raises:
        UsageError: there is no such folder, or no brief in it.
    """
    at("the settings")
    findings = Findings()
    brief = read_brief(Path(path), Path(project) if project else None, findings)
    allowed = allow_code or read_project(brief.files, findings).allow_code
    brief = replace(brief, allow_code=allowed)
    at("the facts")
    facts, metrics = load_facts(brief, findings)
    brief.files.keep()
    return LoadedBrief(Book(brief, facts, metrics), findings)


@dataclass(frozen=True, slots=True)
class Issue(Edition):
    """An edition with the means to write it."""

    def write(self, folder: str | Path) -> None:
        """Put the edition into a folder, whole or not at all. Raises DeliveryError; what stood before then stands."""
        from reportgen.delivery.output import write_edition

        write_edition(self, Path(folder))


@dataclass(frozen=True)
class LoadedBrief:
    """A brief whose facts have been read; ``findings`` are what reading them found."""

    book: Book
    findings: Findings

    @property
    def brief(self) -> Brief:
        return self.book.brief

    def check(self) -> tuple[Finding, ...]:
        """Everything that can be found without freezing charts and printing: facts, words, exhibits, pages.

        The pages are judged only where the rest holds no error: what cannot be issued is not worth laying out.
        """
        planned = plan(self)
        return planned.findings if planned.has_errors else rehearsed(planned).findings

    def build(
        self,
        formats: Sequence[Format] = ("html", "pdf"),
        progress: Progress | None = None,
        *,
        draft: bool = False,
        freezer: Freezer | None = None,
    ) -> Issue:
        """Make the edition, whole, in memory and in this process; nothing is written.

        The command line works in a process apart, under limits of time and memory; this does not.

        Args:
            formats: ``html``, ``pdf`` or both.
            progress: called with the name of each stage, its number from 1, and how many there are.
            draft: build in spite of errors, with a mark on every page.
            freezer: a chart engine that serves several briefs; one of its own by default.

        Raises:
            BriefError: the brief has errors (and is no draft).
            EngineError: an engine is missing or refuses its input.
        """
        from reportgen.charts.freeze import Freezer

        if freezer:
            return build(self, freezer, formats, _counted(progress), draft=draft)
        with Freezer() as one:  # the chart engine starts while the words are made
            return build(self, one, formats, _counted(progress), draft=draft)


@dataclass(frozen=True, slots=True)
class Plan:
    """A brief worked out but not yet drawn: its words, its exhibits, what was said where, and what was found."""

    loaded: LoadedBrief
    ledger: Ledger
    theme: Theme
    words: Words
    exhibits: Mapping[str, Planned]
    sparklines: Mapping[str, Planned]
    findings: tuple[Finding, ...]

    @property
    def has_errors(self) -> bool:
        return any(finding.severity == "error" for finding in self.findings)


def build(
    loaded: LoadedBrief,
    freezer: Freezer,
    formats: Sequence[Format],
    stage: Callable[[str], None],
    *,
    draft: bool,
) -> Issue:
    """The whole way, one line a stage."""
    stage("facts")
    planned = plan(loaded)
    if planned.has_errors and not (draft and loaded.brief.is_whole):
        raise BriefError(planned.findings)
    stage("charts")
    at("the charts")
    submit(planned, freezer)
    pictures = frozen(planned, freezer)
    planned = entered(planned, pictures)
    content = assemble(planned, draft=draft)
    stage("pages")
    at("the pages")
    try:
        return edition(planned, content, pictures, formats, freezer.pngs)
    except BriefError as problem:
        raise BriefError(judged((*planned.findings, *problem.findings), loaded.brief)) from problem


def plan(loaded: LoadedBrief) -> Plan:
    """Check the facts, evaluate every template, decide every chart. Finds all problems, raises none."""
    from reportgen.charts.legibility import judged_look
    from reportgen.charts.registry import kinds
    from reportgen.charts.theme import load_theme
    from reportgen.document.anchors import dead_anchors, repeated_exhibits
    from reportgen.document.assembly import names_of, style_of, write
    from reportgen.document.exhibits import plan_exhibits, plan_sparklines
    from reportgen.document.glyphs import missing_glyphs
    from reportgen.document.literals import typed_by_hand
    from reportgen.document.narrative import Writer
    from reportgen.document.preparation import read_parts

    book, brief = loaded.book, loaded.brief
    findings = Findings(loaded.findings)
    brief.files.look_again()
    theme = load_theme(brief.settings.theme, brief.files, findings)
    ledger = Ledger(style_of(book))
    read_parts(brief, ledger, findings)
    findings.extend(reconcile(book))
    writer = Writer(book, ledger, names_of(book), findings)
    words = write(book, ledger, writer)
    exhibits = plan_exhibits(book, ledger, writer, theme, kinds(book, findings), words.sections)
    sparklines = plan_sparklines(book, ledger, writer, theme)
    findings.extend(repeated_exhibits(words.sections, brief))
    findings.extend(dead_anchors(words, exhibits, brief))
    findings.extend(typed_by_hand(book))
    findings.extend(judged_look(brief, theme))
    planned = entered(Plan(loaded, ledger, theme, words, exhibits, sparklines, ()))
    findings.extend(missing_glyphs(book, planned.ledger))
    return replace(planned, findings=judged(findings, brief))


def entered(planned: Plan, pictures: Mapping[str, Picture] | None = None) -> Plan:
    """The plan read through: its ledger holds what page and print show, as far as pictures are drawn what these do."""
    from reportgen.document.reading import read_through

    key = planned.loaded.brief.settings.key_exhibit or ""
    ledger, exhibits = read_through(
        planned.ledger, planned.words, planned.exhibits, planned.sparklines, key, pictures or {}
    )
    return replace(planned, ledger=ledger, exhibits=exhibits)


def submit(planned: Plan, freezer: Freezer) -> None:
    """Hand every chart to the engine; pictures for slides are made of the wide ones."""
    from reportgen.charts.registry import specification

    for name, one in {**planned.exhibits, **planned.sparklines}.items():
        for slot, sketch in one.sketches.items():
            freezer.submit(f"{name}/{slot}", specification(sketch, planned.theme), png=slot == "wide")


def frozen(planned: Plan, freezer: Freezer) -> Mapping[str, Picture]:
    """The pictures. What the engine does not draw of an author's own charts is the author's to mend."""
    from reportgen.charts.freeze import Undrawn
    from reportgen.charts.own import OWN

    try:
        return freezer.results()
    except Undrawn as problem:
        name = problem.name.partition("/")[0]
        brief = planned.loaded.brief
        settings = brief.settings.exhibits.get(name)
        if settings is None or not settings.kind.startswith(OWN):
            raise
        found = error("own-chart", str(problem), brief.place("exhibits", name))
        raise BriefError((*planned.findings, found)) from problem


def assemble(planned: Plan, *, draft: bool) -> Content:
    """The content of the document; its pictures are still blank."""
    from reportgen.document.assembly import assemble as assembled

    loaded = planned.loaded
    return assembled(
        loaded.book,
        planned.ledger,
        planned.theme,
        planned.words,
        planned.exhibits,
        planned.sparklines,
        findings=planned.findings,
        inputs=fingerprint(loaded.brief.files).of_inputs,
        draft=draft,
    )


def rehearsed(planned: Plan) -> Plan:
    """The plan with what is wrong with its pages, laid out without drawing a chart."""
    from reportgen.document.layout_findings import rehearsal

    at("the pages")
    content, brief = assemble(planned, draft=False), planned.loaded.brief
    drawn, findings = {**planned.exhibits, **planned.sparklines}, Findings(planned.findings)
    try:
        layout = rehearsal(content, drawn, brief, findings)
    except BriefError as problem:
        return replace(planned, findings=judged((*findings, *problem.findings), brief))
    return judged_pages(replace(planned, findings=tuple(findings)), content, layout)


def judged_pages(planned: Plan, content: Content, layout: Layout) -> Plan:
    """The plan with what is wrong with its pages among the findings."""
    from reportgen.document.layout_findings import layout_findings

    book, drawn = planned.loaded.book, {**planned.exhibits, **planned.sparklines}
    found = layout_findings(layout, content, drawn, book.brief, planned.theme.sizes["chart"])
    return replace(planned, findings=judged((*planned.findings, *found), book.brief))


def edition(
    planned: Plan,
    content: Content,
    pictures: Mapping[str, Picture],
    formats: Sequence[Format],
    pngs: Callable[[], Mapping[str, bytes]],
) -> Issue:
    """Everything that an edition consists of, in memory."""
    from reportgen.delivery.carried import attachments, page_with_files
    from reportgen.document.assembly import with_pictures
    from reportgen.document.layout_findings import print_layout, written

    book, brief, shown = planned.loaded.book, planned.loaded.brief, planned.ledger.shown
    content = with_pictures(content, pictures)
    findings = Findings(planned.findings)
    layout = print_layout(content, pictures, brief, findings) if "pdf" in formats else None
    if layout:
        planned = judged_pages(replace(planned, findings=tuple(findings)), content, layout)
        if planned.has_errors and not content.draft:
            raise BriefError(planned.findings)
    facts = facts_shown(book, shown)
    files = {
        "facts.json": facts_json(
            book,
            facts,
            shown,
            planned.ledger.style,
            {Spot("exhibit", name): one.on_page.words for name, one in planned.exhibits.items()},
            content.repeated,
        ),
        "facts.csv": facts_csv(facts),
        **{f"charts/{exhibit}.svg": picture.svg.encode() for exhibit, picture in _wide(pictures)},
    }
    if "html" in formats:
        files["brief.html"] = page_with_files(
            content,
            brief.files,
            files,
            partial(_manifest, planned, draft=content.draft),
            with_pdf=bool(layout),
        )
    if layout:
        attached = attachments(files, _manifest(planned, files, draft=content.draft))
        files["brief.pdf"] = written(layout, attached, content, brief)
    slides = pngs()
    charts = {
        exhibit: replace(picture, png=slides[f"{exhibit}/wide"]) for exhibit, picture in _wide(pictures)
    }
    files |= {f"charts/{exhibit}.png": picture.png for exhibit, picture in charts.items()}
    files["manifest.json"] = _manifest(planned, files, draft=content.draft)
    return Issue(
        brief=brief.name,
        title=planned.ledger.plain(content.title),
        subject=f"{content.entity}, {content.period}",
        date=content.date,
        html=files.get("brief.html", b"").decode(),
        pdf=files.get("brief.pdf", b""),
        charts=charts,
        facts=facts,
        ledger=shown,
        findings=planned.findings,
        files=dict(sorted(files.items())),
    )


def _wide(pictures: Mapping[str, Picture]) -> Iterator[tuple[str, Picture]]:
    for name, picture in pictures.items():
        exhibit, _, slot = name.partition("/")
        if slot == "wide":
            yield exhibit, picture


def _manifest(planned: Plan, files: Mapping[str, bytes], *, draft: bool) -> bytes:
    loaded = planned.loaded
    title = planned.ledger.plain(planned.words.title)
    return manifest(
        loaded.brief, title, fingerprint(loaded.brief.files), files, planned.findings, draft=draft
    )


def _counted(progress: Progress | None) -> Callable[[str], None]:
    return lambda stage: progress(stage, STAGES.index(stage) + 1, len(STAGES)) if progress else None
