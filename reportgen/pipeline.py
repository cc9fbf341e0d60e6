"""From a folder to an edition: the stages, in the order in which the data flows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.brief import Brief, read_brief
from reportgen.calendars import LATEST, LATEST_DAY
from reportgen.delivery.difference.naming import with_earlier
from reportgen.drawing import drawn, elastic
from reportgen.errors import BriefError, UsageError
from reportgen.facts.book import Book
from reportgen.facts.latest import latest_day, latest_period
from reportgen.facts.load import load_facts
from reportgen.facts.severity import judged
from reportgen.findings import Finding, Findings
from reportgen.members import Member
from reportgen.plan import Plan, assemble, plan, rehearsed
from reportgen.project import read_project
from reportgen.sources.frame import FrameOfFacts, facts_from_frame
from reportgen.steps import at

if TYPE_CHECKING:
    from narwhals.typing import IntoDataFrame

    from reportgen.charts.freeze import Freezer
    from reportgen.charts.freeze.kept import Draws
    from reportgen.charts.known import KnownCharts
    from reportgen.delivery.difference.earlier import Earlier
    from reportgen.edition import Format, Issue

Progress = Callable[[str, int, int], None]
PICTURES = "pictures"  # the folder of a cache in which they are
STAGES = ("facts", "charts", "pages")


def load(  # noqa: PLR0913 - an argument for each thing that may be asked for
    path: str | Path,
    project: str | Path | None = None,
    *,
    facts: FrameOfFacts | IntoDataFrame | None = None,
    allow_code: bool = False,
    period: str = "",
    since: str | Path | None = None,
    published: Path | None = None,
    member: Member | None = None,
) -> LoadedBrief:
    """Read a brief: its settings, metrics and facts. What is wrong with them is among its findings.

    Args:
        path: the brief's folder.
        project: the folder whose ``project.yaml``, ``templates/`` and ``assets/`` come before the shipped ones.
        facts: a frame of pandas, polars or pyarrow with more facts, or what :func:`facts_from_frame` made of one.
        allow_code: run functions in the brief's ``charts.py`` where an exhibit asks for them: you trust its author.
        period: takes the place of the brief's own; ``latest`` is the last of which its facts tell.
        since: the edition before, wherever it lies; page one says what is new. By default the one that the brief names.
        published: where editions were brought to from where they are published, for ``since: published``.
        member: which of the briefs that the folder stands for, where its ``brief.yaml`` says ``each:``.

    Raises:
        UsageError: there is no such folder, or no brief in it.
    """
    at("the settings")
    findings = Findings()
    frames = () if facts is None else (facts if isinstance(facts, FrameOfFacts) else facts_from_frame(facts),)
    folder, whose = Path(path), Path(project) if project else None
    brief = _of_its_period(folder, whose, findings, frames, period, member)
    if brief.settings.each and member is None:
        known = brief.settings.table or "the facts"
        message = f"stands for many briefs, one for each of {known}; build them, or one of them as {folder.name}/NAME"
        findings.error("many-briefs", message, brief.place("each"))
    allowed = allow_code or read_project(brief.files, findings).allow_code
    brief = replace(brief, allow_code=allowed)
    brief, before = with_earlier(brief, Path(since) if since else None, published, findings)
    at("the facts")
    found, metrics = load_facts(brief, findings, frames)
    brief.files.keep()
    return LoadedBrief(Book(brief, found, metrics), findings, before)


def _of_its_period(
    folder: Path,
    project: Path | None,
    findings: Findings,
    frames: Sequence[FrameOfFacts],
    period: str,
    member: Member | None,
) -> Brief:
    """The brief; the facts of one whose period or date is their latest are read twice, first to find it."""
    unfound = Findings()
    trial = read_brief(folder, project, unfound, period, member=member)
    follows = bool(LATEST.fullmatch(trial.settings.period))
    if not follows and trial.settings.date != LATEST_DAY:
        findings.extend(unfound)
        findings.lose(*unfound.lost)
        return trial
    stated, _ = load_facts(trial, unfound, frames)
    found = latest_period(stated, trial) if follows else period
    dated = read_brief(folder, project, Findings(), found, member=member)
    day = latest_day(stated, dated) if dated.settings.date == LATEST_DAY else ""
    brief = read_brief(folder, project, findings, found or period, day, member)
    if not found and follows:
        findings.error(
            "no-latest-period",
            f"'{trial.settings.period}': no fact of {trial.entity} is of such a period; name one, as FY2026-Q2",
            brief.place("period"),
        )
    return replace(brief, is_latest=bool(found) and follows)


@dataclass(frozen=True)
class LoadedBrief:
    """A brief whose facts have been read; ``findings`` are what reading them found."""

    book: Book
    findings: Findings
    earlier: Earlier | None = None

    @property
    def brief(self) -> Brief:
        return self.book.brief

    def plan(self) -> Plan:
        """The brief worked out, but not yet drawn; with all that can be found so far."""
        return plan(self.book, self.findings, self.earlier)

    def check(self, freezer: Freezer | None = None) -> tuple[Finding, ...]:
        """Everything that can be found without printing: facts, words, exhibits as they are drawn, pages.

        Pictures and pages are judged only where the rest holds no error: what cannot be issued is not worth drawing.

        Args:
            freezer: a chart engine that serves several briefs; one of its own by default.
        """
        planned = self.plan()
        if planned.has_errors:
            return planned.findings
        with _engine(freezer) as one:
            try:
                planned, pictures = drawn(planned, one)
                return rehearsed(planned, elastic(planned, pictures, one)).findings
            except BriefError as problem:
                return problem.findings

    def page(
        self, freezer: Freezer | None = None, cache: Path | None = None, known: KnownCharts | None = None
    ) -> tuple[str, tuple[Finding, ...]]:
        """The page alone, without the files that go with it, as a preview shows it; and what was found on the way.

        It is that of the edition but for its downloads. Neither the pages of print are set for it, nor are cards,
        drawings for other programs and workbooks made.

        Args:
            freezer: a chart engine that serves several briefs; one of its own by default.
            cache: the folder in which this brief's pictures are kept; none by default.
            known: the charts of pages made before, which are the same under another narrative; none by default.

        Raises:
            BriefError: the brief has errors.
            EngineError: an engine is missing or refuses its input.
        """
        from reportgen.charts.freeze.kept import Remembering
        from reportgen.document.assembly import with_pictures
        from reportgen.document.page import compose

        with known.at_hand() if known else nullcontext():
            planned = self.plan()
        if planned.has_errors:
            raise BriefError(planned.findings)
        with _engine(freezer) as one:
            draws = Remembering(one, cache / PICTURES) if cache else one
            planned, pictures = drawn(planned, draws)
        if planned.has_errors:
            raise BriefError(planned.findings)
        content = with_pictures(assemble(planned, draft=False), pictures)
        return compose(content, "page", self.brief.files), planned.findings

    def build(
        self,
        formats: Sequence[Format] = ("html", "pdf"),
        progress: Progress | None = None,
        *,
        draft: bool = False,
        freezer: Freezer | None = None,
        cache: Path | None = None,
    ) -> Issue:
        """Make the edition, whole, in memory and in this process; nothing is written.

        The command line works in a process apart, under limits of time and memory; this does not.

        Args:
            formats: ``html``, ``pdf`` or both.
            progress: called with the name of each stage, its number from 1, and how many there are.
            draft: build in spite of errors, with a mark on every page.
            freezer: a chart engine that serves several briefs; one of its own by default.
            cache: the folder in which this brief's pictures are kept from one build to the next; none by default.

        Raises:
            BriefError: the brief has errors (and is no draft).
            EngineError: an engine is missing or refuses its input.
            UsageError: ``formats`` are others, none, or no list.
        """
        if isinstance(formats, str) or not formats or {*formats} - {"html", "pdf"}:
            raise UsageError(f"formats {formats!r}; expected a list of 'html', 'pdf' or both")
        with _engine(freezer) as one:  # it starts while the words are made
            if cache is None:
                return build(self, one, formats, _counted(progress), draft=draft)
            return _with_memory(self, one, formats, _counted(progress), draft=draft, cache=cache)


def build(
    loaded: LoadedBrief,
    freezer: Draws,
    formats: Sequence[Format],
    stage: Callable[[str], None],
    *,
    draft: bool,
) -> Issue:
    """The whole way, one line a stage."""
    from reportgen.document.card import to_paint
    from reportgen.edition import edition, wide_ones

    stage("facts")
    planned = loaded.plan()
    if planned.has_errors and not (draft and loaded.brief.is_whole):
        raise BriefError(planned.findings)
    stage("charts")
    planned, pictures = drawn(planned, freezer)
    content = assemble(planned, draft=draft)
    freezer.paint(dict(to_paint(content, wide_ones(pictures))))
    stage("pages")
    at("the pages")
    try:
        stretching = elastic(planned, pictures, freezer)
        return edition(planned, content, pictures, formats, freezer.pngs, stretching)
    except BriefError as problem:
        raise BriefError(judged((*planned.findings, *problem.findings), loaded.brief)) from problem


def _with_memory(
    loaded: LoadedBrief,
    freezer: Draws,
    formats: Sequence[Format],
    stage: Callable[[str], None],
    *,
    draft: bool,
    cache: Path,
) -> Issue:
    """The same edition, byte for byte, with the pictures and the charts that the last one left."""
    from reportgen.charts.freeze.kept import Remembering
    from reportgen.charts.known import KnownCharts

    remembering, known = Remembering(freezer, cache / PICTURES), KnownCharts.kept_in(cache)
    with known.at_hand():
        made = build(loaded, remembering, formats, stage, draft=draft)
    remembering.tidy()
    known.keep(cache)
    return made


@contextmanager
def _engine(given: Freezer | None) -> Iterator[Freezer]:
    """The chart engine that was given, which goes on, or one of its own."""
    from reportgen.charts.freeze import Freezer

    if given:
        yield given
        return
    with Freezer() as one:
        yield one


def _counted(progress: Progress | None) -> Callable[[str], None]:
    return lambda stage: progress(stage, STAGES.index(stage) + 1, len(STAGES)) if progress else None
