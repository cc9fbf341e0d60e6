"""The narrative: Jinja over facts, then Markdown, then HTML in which every figure is still a token."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import unquote

from markupsafe import Markup, escape

from reportgen.document.abbreviations import abbreviations
from reportgen.document.content import Section
from reportgen.document.doubled import doubled
from reportgen.document.fitting import evened
from reportgen.document.footnotes import Line, with_notes
from reportgen.document.held import Held
from reportgen.document.markdown import BLOCKS, PLACEHOLDER, REFERRED, BriefMarkdown, placeholder
from reportgen.document.pictures import Shown, Unshowable, shown
from reportgen.document.templating import AuthorTemplates
from reportgen.errors import UnknownExhibit, UnknownSource
from reportgen.facts import claiming as claims
from reportgen.facts.book import Book
from reportgen.facts.entry import no_source
from reportgen.figures.ledger import Ledger
from reportgen.findings import Finding, Findings, Need, Place, error, likely, meant, one_of
from reportgen.located import read_text
from reportgen.steps import at

NARRATIVE = ("narrative",)
_HEADING = re.compile(r"^(#{1,2}) +(.*?)(?:\s+\{#([a-z][a-z0-9-]*)\})?\s*#*$")
_ELSEWHERE = re.compile(r"(?i)[a-z][a-z0-9+.-]*:|//|/")  # an address, or a place of its own
_NAMED_HEADING = re.compile(r"(?m)^(#{3,6} .*?)[ \t]+\{#([a-z][a-z0-9-]*)\}[ \t]*$")
NAMED = r"{:\2}"  # how a heading within a section bears its id while templates are filled
_FENCE = re.compile(r"^\s*(```|~~~)")
_EXPRESSION = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}")
_BEFORE_CITE = re.compile(r"\s+(?=<a class=\"cite\")")
_BLOCK = re.compile(r"^\s*:::+\s*([\w-]+)?")
_MARK = "[\ue000-\ue005]|%EE%80%8[0-5]"  # of what stands for an expression, also as part of an address
_TAG_WITH_MARKS = re.compile(f"<[^<>]*(?:{_MARK})[^<>]*>")
_LINK_WITH_EXPRESSION = re.compile(r"(?m)\]\([^)\n]*\{[{%]|^ *\[[^\]\n]+\]:.*\{[{%]")
_MARKED = re.compile(f"(?:{_MARK})[^<>]*(?:{_MARK})")


OURS = re.compile(  # ids of what the document itself adds; a heading "Sources" must not take them
    r"(?:contents|definitions|sources|figures|edition-notes|notices|main|key-exhibit|key-table)(?:-title)?"
    r"|exhibit-.*|(?:fig|card|origin|row|source)-\d.*|fn(?:ref)?-?\d.*"
)


@dataclass(frozen=True, slots=True)
class _Part:
    """A section as it was written: its heading, the line on which that stands, and the text below it."""

    heading: str
    id: str
    line: int
    lines: Sequence[Line]

    @property
    def text(self) -> str:
        return "\n".join(text for _, text in self.lines)

    @property
    def numbers(self) -> tuple[int, ...]:
        """Which line of the file each line of the text is: a footnote may have come from another section."""
        return tuple(number for number, _ in self.lines)


class Writer:
    """Renders the author's templates. Problems are added to ``findings``, each with its line, not raised.

    Args:
        book: the brief's facts, settings and sources.
        ledger: words every figure that is written.
        names: what the templates may name besides functions: metrics, ``compare``, plain texts.
        findings: takes every problem.
    """

    def __init__(self, book: Book, ledger: Ledger, names: Mapping[str, object], findings: Findings) -> None:
        self.findings = findings
        self._book = book
        self._pictures: list[tuple[str, Finding]] = []  # what is wrong, by the address of the picture
        self._markdown = BriefMarkdown(
            ledger.style.words.page,
            self._picture,
            abbreviations(book.brief.settings.abbreviations, book.metrics.values()),
        )
        functions = {"exhibit": self._exhibit, "cite": self._cite, "literal": self._literal}
        self._templates = AuthorTemplates(ledger, {**names, **functions}, claims.functions(book))

    def inline(self, template: str, place: Place) -> Markup:
        """A template of one paragraph as HTML with tokens."""
        html = self._markdown.inline(self._without_exhibits(self._filled(template, place), place))
        return self._templates.safe.release(self._without_misplaced(html, template, place))

    def text(self, template: str, place: Place) -> str:
        """A template of one paragraph as plain text with tokens: for titles."""
        text = self._without_exhibits(self._filled(template, place), place)
        ledger = self._templates.ledger
        ledger.fit(text, evened(ledger.figures_in(text)))
        return self._templates.safe.plain(self._markdown.plain(text))

    def _without_exhibits(self, text: str, place: Place) -> str:
        """A text of one paragraph, in which no exhibit can stand."""
        plain, count = PLACEHOLDER.subn("", text)
        if count:
            message = "an exhibit cannot stand in this text; place it in the narrative, on a line of its own"
            self.findings.error("template", message, place)
        return plain

    def sections(self, path: Path) -> tuple[Section, ...]:
        """The sections of a narrative: one for every heading of the second level, and what stands above."""
        source = read_text(path, self.findings, self._book.brief.files)
        if source is None:
            self.findings.lose(NARRATIVE)
        parts = _parts(source) if source else ()
        noted = list(self._with_notes(list(_named(parts)), path))
        return tuple(self._section(part, path) for part in noted if part.heading or part.text.strip())

    def _with_notes(self, parts: Sequence[_Part], path: Path) -> Iterator[_Part]:
        """The parts, each with the footnotes that it asks for."""
        for part, noted in zip(parts, with_notes([part.lines for part in parts]), strict=True):
            for label, number in noted.unanswered:
                message = f"no footnote '[^{label}]' in the narrative; write it as '[^{label}]: …'"
                self.findings.error("unknown-footnote", message, Place(path, number))
            yield replace(part, lines=noted.lines)

    def _section(self, part: _Part, path: Path) -> Section:
        title = self.text(part.heading, Place(path, part.line))
        begin = Place(path, part.line)
        text = _NAMED_HEADING.sub(rf"\1 {NAMED}", part.text)  # Jinja takes "{#" for a comment
        body = self._filled(text, begin, part.numbers)
        html = self._markdown.html(body, part.id)
        rendered = self._without_misplaced(html, text, begin, part.numbers)
        html = self._tied(self._templates.safe.release(rendered))
        self._check_blocks(part, path)
        self._check_pictures(part, path)
        exhibits = tuple(dict.fromkeys(match[1] for match in PLACEHOLDER.finditer(html)))
        return Section(part.id, title, html, exhibits, place=Place(path, part.line))

    @staticmethod
    def _tied(html: Markup) -> Markup:
        """References kept on the line of the word before them."""
        return Markup(_BEFORE_CITE.sub("\u00a0", html))  # noqa: S704 - only a space is changed

    def _filled(self, template: str, place: Place, numbers: Sequence[int] = ()) -> str:
        """A template with its figures; ``numbers`` are those of its lines, where they do not follow each other."""
        at("the words", place)

        def report(code: str, message: str, line: int, *needs: Need) -> None:
            self.findings.add(error(code, message, _at(place, line, numbers), *needs))
            if code == "template-syntax":
                self.findings.lose(NARRATIVE)  # what else was to stand there is not known

        text = self._templates.fill(template, report)
        self._refuse_links(template, place, text, numbers)
        for word, line in doubled(self._templates.ledger, text):
            message = f"'{word} {word}': the figure says '{word}' itself; leave it out, or take the digits alone (bare)"
            self.findings.add(Finding("warning", "doubled-word", message, _at(place, line, numbers)))
        return text

    # Functions of the templates ----------------------------------------------------------------------------

    def _exhibit(self, name: str) -> Held:
        """``{{ exhibit("growth") }}`` on a line of its own: the exhibit stands here."""
        self._known_exhibit(name)
        return Held(placeholder(name))

    def _cite(self, source: str, anchor: str = "") -> Held:
        """``{{ cite("article", "L3.2") }}``: a numbered reference to a source, and where in it."""
        known = self._book.brief.sources.get(source)
        if known is None:
            raise UnknownSource(no_source(source, self._book.brief.sources), ("source", source))
        words = self._templates.ledger.style.words.origins
        label = (words.cited_at if anchor else words.cited).format(number=known.number, anchor=anchor)
        link = Markup('<a class="cite" href="#source-{0}" title="{1}">[{0}]</a>').format(known.number, label)
        return self._templates.safe.hold(link)

    def _literal(self, text: str) -> Held:
        """``{{ literal("Qwen3") }}``: a name that holds a digit and is no figure."""
        return self._templates.safe.hold(escape(text))

    def _known_exhibit(self, name: str) -> None:
        known = self._book.brief.settings.exhibits
        if name not in known:
            raise UnknownExhibit(no_exhibit(name, known), ("exhibit", name))

    # Checks ------------------------------------------------------------------------------------------------

    def _check_blocks(self, part: _Part, path: Path) -> None:
        known = self._book.brief.settings.exhibits
        for number, line in part.lines:
            for match in REFERRED.finditer(line):
                if match[1] not in known:
                    message = no_exhibit(match[1], known)
                    self.findings.add(
                        error("unknown-exhibit", message, Place(path, number), ("exhibit", match[1]))
                    )
            block = _BLOCK.match(line)
            if block and block[1]:
                self._check_block(block[1], line, Place(path, number))

    def _picture(self, address: str, is_described: bool) -> Shown | None:  # noqa: FBT001 - for the parser
        """What an author's ``![…](file)`` leads to; where it is not shown, why is remembered."""
        brief, findings = self._book.brief, Findings()
        if not is_described:
            message = 'says nothing to those who cannot see it; write what it shows: ![…](file){alt="What it shows"}'
            self._pictures.append((address, error("missing-alt", message, brief.place())))
        name = unquote(address)
        if _ELSEWHERE.match(name):
            message = "leads elsewhere; a picture lies in the brief's folder"
            self._pictures.append((address, error("bad-picture", message, brief.place())))
            return None
        raw = brief.files.content(brief.folder / name, "picture", findings)
        self._pictures += [(address, one) for one in findings]
        try:
            return None if raw is None else shown(name, raw)
        except Unshowable as problem:
            self._pictures.append((address, error("bad-picture", str(problem), brief.place())))
            return None

    def _check_pictures(self, part: _Part, path: Path) -> None:
        """The pictures of a section that are not shown, at their lines."""
        for address, found in self._pictures:
            message = found.message
            line = next(
                (number for number, text in part.lines if unquote(address) in unquote(text)), part.line
            )
            said = (
                message if message.startswith(("no file", "'")) else f"picture '{unquote(address)}' {message}"
            )
            self.findings.add(replace(found, message=said, place=Place(path, line)))
        self._pictures.clear()

    def _check_block(self, name: str, line: str, place: Place) -> None:
        if name not in BLOCKS:
            self.findings.add(error("unknown-block", f"no block '{name}'{_block_meant(name)}", place))
        elif name in ("beside", "pair"):
            known = self._book.brief.settings.exhibits
            for exhibit in line.partition(name)[2].split() or [""]:
                if exhibit not in known:
                    message = no_exhibit(exhibit, known)
                    self.findings.add(error("unknown-exhibit", message, place, ("exhibit", exhibit)))

    def _without_misplaced(self, html: str, template: str, place: Place, numbers: Sequence[int] = ()) -> str:
        """HTML without what an author has put into an address or a title of a link: there it is read by nobody."""
        if not _TAG_WITH_MARKS.search(html):
            return html
        message = "an expression stands in the address or the title of a link; it belongs into the text"
        link = _LINK_WITH_EXPRESSION.search(template)
        line = 1 + (template.count("\n", 0, link.end()) if link else 0)
        self.findings.add(error("misplaced-expression", message, _at(place, line, numbers)))
        return _TAG_WITH_MARKS.sub(lambda tag: _MARKED.sub("", tag[0]), html)

    def _refuse_links(self, template: str, place: Place, text: str, numbers: Sequence[int]) -> None:
        self._markdown.refused.clear()
        self._markdown.plain(text)
        for url in dict.fromkeys(self._markdown.refused):
            before = template.partition(url)[0] if url in template else ""
            message = f"link to '{url}'; a brief links to http, https, mailto and its own anchors only"
            self.findings.add(error("forbidden-link", message, _at(place, before.count("\n") + 1, numbers)))


def _at(place: Place, line: int, numbers: Sequence[int]) -> Place:
    """Where a line of a template stands in its file, counted from 1."""
    return Place(place.path, numbers[line - 1] if 0 < line <= len(numbers) else place.line + line - 1)


OTHER_BLOCKS = {  # as other tools call them
    **dict.fromkeys(
        ("note", "tip", "info", "warning", "important", "caution", "admonition", "box", "aside"), "callout"
    ),
    **dict.fromkeys(("blockquote", "citation"), "quote"),
    **dict.fromkeys(("figure", "chart", "exhibit"), "beside"),
    **dict.fromkeys(("grid", "row", "layout"), "columns"),
    **dict.fromkeys(("keypoints", "takeaways", "summary"), "highlights"),
}


def _block_meant(name: str) -> str:
    other = OTHER_BLOCKS.get(name.lower())
    return f" — did you mean '{other}'?" if other else likely(name, tuple(BLOCKS))


def no_exhibit(name: str, known: Collection[str]) -> str:
    """What is wrong with the name of an exhibit, said alike wherever it stands: one cause, one finding."""
    if not name:
        return "an exhibit has to be named here"
    there = f"; there are {one_of(known)}" if known else "; there are none under 'exhibits'"
    return f"no exhibit '{name}' in brief.yaml{meant(name, known) or there}"


def _parts(source: str) -> Iterator[_Part]:
    """Cut a narrative at its headings of the first two levels, outside of code."""
    heading, name, begin, fenced = "", "", 1, False
    collected: list[Line] = []
    for number, line in enumerate(source.split("\n"), 1):
        fenced ^= bool(_FENCE.match(line))
        match = None if fenced else _HEADING.match(line)
        if match:
            yield _Part(heading, name, begin, collected)
            heading, name, begin, collected = match[2], match[3] or slug(match[2]), number, []
        else:
            collected.append((number, line))
    yield _Part(heading, name, begin, collected)


def _named(parts: Iterator[_Part] | tuple[_Part, ...]) -> Iterator[_Part]:
    """The parts, each with an id of its own."""
    taken: dict[str, int] = {}
    for part in parts:
        name = part.id or "opening"
        name = f"section-{name}" if OURS.fullmatch(name) else name
        taken[name] = taken.get(name, 0) + 1
        yield replace(part, id=name if taken[name] == 1 else f"{name}-{taken[name]}")


def slug(heading: str) -> str:
    """An id made from the words of a heading; figures leave no trace in it, so that links outlast them."""
    words = re.findall(r"[a-z0-9]+", _EXPRESSION.sub("", heading).lower())
    return "-".join(words) or "section"
