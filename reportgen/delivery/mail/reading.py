"""What a mail says of an edition, read from the edition's own page: nothing is worded or rounded anew.

Each file is held against the manifest's hash. Where there is no page, or an author's template has no cards, the
record's own figures stand in for it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from xml.etree.ElementTree import Element

from reportgen.delivery.mail.picture import narrow_picture
from reportgen.delivery.publishing.editions import PAGE, PDF
from reportgen.errors import RecordError, UsageError
from reportgen.figures import recorded
from reportgen.figures.recorded import FACTS, MANIFEST, FactsFile, Manifest
from reportgen.language import Language, language_of
from reportgen.periods import day_in_words
from reportgen.signed import as_built
from reportgen.verify.page_tree import SVG, Tree, classes, parsed, raw_text

_CARD = "card:"
_BLANKS = re.compile(r"[ \t\n\r\f]+")  # of HTML; a number keeps the space that ties it to its unit


@dataclass(frozen=True, slots=True)
class MailedCard:
    """A key figure as its card shows it."""

    label: str
    value: str
    change: str = ""
    tone: str = ""  # "good" or "bad", by meaning
    note: str = ""


@dataclass(frozen=True, slots=True)
class Point:
    """A point of the summary: its heading, and what it says."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Chart:
    """The key chart as a picture, with what it says to those who do not see it."""

    name: str
    png: bytes
    title: str
    measure: str
    alt: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class Front:
    """What stands on the first page of an edition, and the files that go along; ``identity`` is its hash."""

    brief: str
    title: str
    entity: str
    period: str
    day: str
    standfirst: str
    cards: Sequence[MailedCard]
    points: Sequence[Point]
    chart: Chart | None
    pdf: bytes | None
    draft: bool
    words: Language
    identity: str


def read_front(folder: Path) -> Front:
    """Read an edition's first page from its folder.

    Raises UsageError where the folder is no edition, or a file of it was changed.
    """
    place = folder / MANIFEST
    if not place.is_file():
        hint = " (a brief: build it first)" if (folder / "brief.yaml").is_file() else ""
        raise UsageError(f"{folder}: no edition: there is no {MANIFEST} in it{hint}")
    raw = place.read_bytes()
    try:
        manifest = recorded.read(Manifest, raw)
        files = _Files(folder, manifest)
        record = recorded.read(FactsFile, files.read(FACTS) or b"")
    except RecordError as problem:
        raise UsageError(f"{folder}: its record cannot be read: {problem}") from None
    page = files.read(PAGE)
    html = page.decode("utf-8", "replace") if page else ""
    tree = parsed(html) if page else Tree(root=Element("html"))
    usual = language_of(manifest.language, manifest.dates)
    kind = next((one for name, one in usual.kinds.items() if name == manifest.kind), None)
    said = language_of(manifest.language, manifest.dates, kind=kind)
    return Front(
        brief=manifest.brief,
        title=" ".join(manifest.title.split()),
        entity=manifest.entity,
        period=_first(tree, "identity-period") or manifest.period,
        day=day_in_words(manifest.date, said.periods),
        standfirst=_first(tree, "standfirst"),
        cards=_cards_of(tree) or _cards_of_record(record),
        points=_points(tree),
        chart=_chart(tree, html, manifest, files),
        pdf=files.read(PDF),
        draft=manifest.draft,
        words=said,
        identity=hashlib.sha256(as_built(raw)).hexdigest(),  # signed later, it is sent to nobody twice
    )


@dataclass(frozen=True, slots=True)
class _Files:
    """The files of an edition, each as the manifest has it."""

    folder: Path
    manifest: Manifest

    def read(self, name: str) -> bytes | None:
        if name not in self.manifest.outputs:
            return None
        place = (self.folder / name).resolve()
        if not place.is_relative_to(self.folder.resolve()):
            raise UsageError(f"{self.folder / name}: leads out of the edition's folder")
        try:
            content = place.read_bytes()
        except OSError as problem:
            raise UsageError(
                f"{self.folder / name}: {MANIFEST} lists it, but: {problem.strerror}"
            ) from problem
        if hashlib.sha256(content).hexdigest() != self.manifest.outputs[name]:
            raise UsageError(f"{self.folder / name}: changed since the edition was built; build it again")
        return content


def words(element: Element) -> str:
    """The text of an element in one line, its spaces between numbers and units as they are."""
    return _BLANKS.sub(" ", raw_text(element)).strip(" ")


def _first(tree: Tree, name: str) -> str:
    return next((words(one) for one in tree.of_class(name)), "")


def _part(element: Element, name: str) -> str:
    found = next((one for one in element.iter() if name in classes(one)), None)
    return "" if found is None else words(found)


def _cards_of(tree: Tree) -> tuple[MailedCard, ...]:
    return tuple(
        MailedCard(
            label=_part(one, "card-label"),
            value=_part(one, "card-value"),
            change=_part(one, "card-change").strip(),
            tone="good" if _part(one, "good") else "bad" if _part(one, "bad") else "",
            note=_part(one, "card-note"),
        )
        for one in tree.of_class("card")
        if _part(one, "card-value")
    )


def _cards_of_record(record: FactsFile) -> tuple[MailedCard, ...]:
    """The first figure of each card, as the ledger has it, with its fact's label."""
    labels = {fact.key: fact.label for fact in record.facts}
    first: dict[str, MailedCard] = {}
    for figure in record.figures:
        if figure.place.startswith(_CARD):
            first.setdefault(figure.place, MailedCard(labels.get(figure.fact, ""), figure.text))
    return tuple(first.values())


def _points(tree: Tree) -> tuple[Point, ...]:
    found = []
    for item in tree.of_class("summary-item"):
        label = _part(item, "label")
        text = " ".join(words(kid) for kid in item if "label" not in classes(kid))
        found.append(Point(label, text))
    return tuple(found)


def _chart(tree: Tree, html: str, manifest: Manifest, files: _Files) -> Chart | None:
    """The picture by which the edition is listed: that of its key exhibit."""
    name = str(PurePosixPath(manifest.preview).with_suffix(".png")) if manifest.preview else ""
    png = files.read(name) if name else None
    if png is None:
        return None
    stem = PurePosixPath(name).stem
    exhibit = next((one for one in tree.all("figure") if one.get("id") == f"exhibit-{stem}"), None)
    if exhibit is None:
        return Chart(stem, png, "", "", manifest.title)
    title = _part(exhibit, "exhibit-title")
    drawn = narrow_picture(html, stem)
    return Chart(
        name=stem,
        png=drawn or png,  # the file has its title and its sources within it
        title=title if drawn else "",
        measure=_part(exhibit, "exhibit-measure") if drawn else "",
        alt=_alt(exhibit) or title,
        source=_part(exhibit, "exhibit-source") if drawn else "",
    )


def _alt(exhibit: Element) -> str:
    drawn: Mapping[str, str] = next(
        (
            one.attrib
            for one in exhibit.iter()
            if one.tag in ("svg", f"{SVG}svg") and "aria-label" in one.attrib
        ),
        {},
    )
    return " ".join(drawn.get("aria-label", "").split())
