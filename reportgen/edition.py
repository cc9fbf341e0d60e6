"""Everything that an edition consists of, made in memory: the page, the PDF, the charts, and the records of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from reportgen.delivery.carried import attachments, page_with_files
from reportgen.delivery.exports import CARD, DRAWING, exports
from reportgen.delivery.facts_workbook import WORKBOOK, facts_workbook
from reportgen.delivery.manifest import manifest
from reportgen.delivery.notebook import IssuedExhibit, IssuedLedger, issued_exhibits, page_in_a_frame
from reportgen.document.card import path_of
from reportgen.errors import BriefError
from reportgen.figures.record import facts_csv, facts_json, facts_shown
from reportgen.findings import Findings
from reportgen.fingerprint import fingerprint
from reportgen.model import Edition, Fact, Picture, Spot
from reportgen.plan import Plan, judged_pages

if TYPE_CHECKING:
    from reportgen.document.content import Content
    from reportgen.document.print.elastic import Elastic
    from reportgen.document.print.pdf import Layout

Format = Literal["html", "pdf"]
SLOT = "wide"


@dataclass(frozen=True, slots=True)
class Issue(Edition):
    """An edition with the means to write it, and to show it and its exhibits in a notebook."""

    exhibits: Mapping[str, IssuedExhibit]

    def write(self, folder: str | Path) -> None:
        """Put the edition into a folder, whole or not at all. Raises DeliveryError; what stood before then stands."""
        from reportgen.delivery.output import write_edition

        write_edition(self, Path(folder))

    def _repr_html_(self) -> str:
        return page_in_a_frame(self)


def edition(
    planned: Plan,
    content: Content,
    pictures: Mapping[str, Picture],
    formats: Sequence[Format],
    pngs: Callable[[], Mapping[str, bytes]],
    elastic: Elastic | None = None,
) -> Issue:
    """Make every file of an edition.

    Args:
        planned: the brief, its ledger read through with the pictures.
        content: the document, its pictures still blank.
        pictures: by exhibit and slot (``growth/wide``).
        formats: ``html``, ``pdf`` or both.
        pngs: waits for the cards, which the chart engine draws meanwhile.
        elastic: draws charts at other heights for the pages.

    Raises:
        BriefError: the pages have errors, and this is no draft.
    """
    from reportgen.document.assembly import with_pictures

    content = with_pictures(content, pictures)
    planned, layout = _laid_out(planned, content, pictures, elastic) if "pdf" in formats else (planned, None)
    facts = facts_shown(planned.book, planned.ledger.shown)
    files = _records(planned, facts, content)
    files[WORKBOOK] = _workbook(planned, facts, content)
    wide = dict(wide_ones(pictures))
    files |= exports(content, wide, {name: planned.drawn[name].sketches[SLOT] for name in wide})
    files |= _documents(planned, content, files, formats, layout)
    files |= {path_of(name, CARD): png for name, png in pngs().items()}
    files["manifest.json"] = _manifest(planned, files, content)
    return Issue(
        brief=planned.brief.name,
        title=planned.ledger.plain(content.title),
        subject=f"{content.entity}, {content.period}",
        date=content.date,
        html=files.get("brief.html", b"").decode(),
        pdf=files.get("brief.pdf", b""),
        charts={name: _going_out(name, picture, files) for name, picture in wide.items()},
        facts=facts,
        ledger=IssuedLedger(planned.ledger.shown),
        findings=planned.findings,
        files=dict(sorted(files.items())),
        exhibits=issued_exhibits(content, files),
    )


def _going_out(name: str, picture: Picture, files: Mapping[str, bytes]) -> Picture:
    """A chart as other programs get it: with the letters inside, and as a card."""
    return replace(picture, svg=files[path_of(name, DRAWING)].decode(), png=files[path_of(name, CARD)])


def _laid_out(
    planned: Plan, content: Content, pictures: Mapping[str, Picture], elastic: Elastic | None
) -> tuple[Plan, Layout]:
    """The pages, and the plan with what is wrong with them."""
    from reportgen.document.layout_findings import print_layout

    findings = Findings(planned.findings)
    layout = print_layout(content, pictures, planned.brief, findings, elastic)
    planned = judged_pages(replace(planned, findings=tuple(findings)), content, layout)
    if planned.has_errors and not content.draft:
        raise BriefError(planned.findings)
    return planned, layout


def _records(planned: Plan, facts: Sequence[Fact], content: Content) -> dict[str, bytes]:
    """What the edition tells a machine of its figures."""
    drawn = {
        Spot("exhibit", name): one.exhibit.table.typed if one.exhibit.stated else one.on_page.words
        for name, one in planned.exhibits.items()
    }
    ledger = planned.ledger
    record = facts_json(planned.book, facts, ledger.shown, ledger.style, drawn, content.repeated)
    return {"facts.json": record, "facts.csv": facts_csv(facts)}


def _workbook(planned: Plan, facts: Sequence[Fact], content: Content) -> bytes:
    """The facts as a workbook, a sheet an exhibit."""
    ledger = planned.ledger
    titles = {name: ledger.plain(one.title) for name, one in content.exhibits.items()}
    return facts_workbook(facts, ledger.shown, planned.brief.sources.values(), titles, content.words)


def _documents(
    planned: Plan,
    content: Content,
    files: Mapping[str, bytes],
    formats: Sequence[Format],
    layout: Layout | None,
) -> dict[str, bytes]:
    """What is read: the page and the PDF, which carry the other files."""
    from reportgen.document.layout_findings import written

    documents: dict[str, bytes] = {}

    def manifested(others: Mapping[str, bytes]) -> bytes:
        return _manifest(planned, others, content)

    if "html" in formats:
        documents["brief.html"] = page_with_files(
            content, planned.brief.files, files, manifested, with_pdf=bool(layout)
        )
    if layout:
        attached = attachments(files, manifested({**files, **documents}), content.words.files)
        documents["brief.pdf"] = written(layout, attached, content, planned.brief)
    return documents


def wide_ones(pictures: Mapping[str, Picture]) -> Iterator[tuple[str, Picture]]:
    """The exhibits' pictures at full width, which is how they go out, by exhibit."""
    for name, picture in pictures.items():
        exhibit, _, slot = name.partition("/")
        if slot == SLOT:
            yield exhibit, picture


def _manifest(planned: Plan, files: Mapping[str, bytes], content: Content) -> bytes:
    brief = planned.brief
    title = planned.ledger.plain(planned.words.title)
    preview = path_of(content.preview, DRAWING) if content.preview else ""
    made_from = fingerprint(brief.files)
    return manifest(brief, title, made_from, files, planned.findings, draft=content.draft, preview=preview)
