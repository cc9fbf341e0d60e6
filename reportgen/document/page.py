"""A brief as HTML: for the screen one file that needs nothing else, for print what the PDF is made from."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from markupsafe import Markup, escape

from reportgen.charts.parts.tables.setting import HALF, WHOLE
from reportgen.document.appendix import Appendix, appendix, page_numbers
from reportgen.document.card import drawing, path_of
from reportgen.document.cards import fit_of, lines_of
from reportgen.document.content import Content, Download, Medium, PageMap, capitalised
from reportgen.document.credits import credits_of
from reportgen.document.feet import Feet
from reportgen.document.markdown import AGAIN, GLOSSARY, PLACEHOLDER, REFERENCE
from reportgen.document.origins import Origin, origins
from reportgen.document.parts import TEMPLATE, environment_of, rendered
from reportgen.document.print.page_numbers import TOTAL
from reportgen.document.running import running
from reportgen.document.spots import spots
from reportgen.document.stylesheet import house_style, stylesheet
from reportgen.document.ties import tied_units, with_tied_ends
from reportgen.document.values import machine_value, values_csv
from reportgen.figures.ledger import Ledger
from reportgen.files import Files
from reportgen.model import Picture, Shown, Table
from reportgen.periods import day_in_words

if TYPE_CHECKING:
    from jinja2.sandbox import ImmutableSandboxedEnvironment

POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:"
_BEFORE_PUNCTUATION = re.compile(  # browsers would break a line between a button and the full stop behind it
    r"(<data[^>]*>)([^<]*)(<button[^>]*>[^<]*</button></data>)([,.;:!?)\]”’%…]+)"
)
_TIED = r'<span class="tied">\1<span class="free">\2</span>\3\4</span>'
_NUMBER = re.compile(r"[^ ]*\d[^ ]*(?: to [^ ]*\d[^ ]*)?")  # "8.9 to 9.2 percent" is one
_HALF_A_UNIT = re.compile(
    r"\u00a0(?:percentage|basis)$"
)  # "8 percentage points" is too long for one, and half looks torn
MOST_ROWS_KEPT = 18  # of a table that is kept on one page
FEW_STOPS = 8  # figures in a row that a keyboard goes through without a way past them
SHORT_PHRASE = 20  # letters: "about seven times" may stand in one box
_SCHEME = re.compile(r"^(?:https?://(?:www\.)?|mailto:)", re.IGNORECASE)
_BREAKABLE = re.compile(r"(?<=[/?&=_-])(?!/|$)")  # behind these, an address may go on on the next line
_LAST_WORD = re.compile(r"[^ ]+$")
_CUT = re.compile(f"{PLACEHOLDER.pattern}|{re.escape(GLOSSARY)}")
_ID = re.compile(r'\bid="([^"]+)"')


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a section: HTML, or an exhibit and the slot in which it stands."""

    html: Markup
    exhibit: str = ""
    slot: str = ""
    is_glossary: bool = False


def compose(content: Content, medium: Medium, files: Files | None = None) -> str:
    """The HTML of a brief.

    Args:
        content: what the brief shows.
        medium: ``page`` for the screen, ``print`` for the PDF.
        files: the door to templates and stylesheets; a project's come before the shipped ones.

    Raises:
        BriefError: a template of the project's own has an error; the finding is at its line.
    """
    files = files or Files()
    listed = origins(content.ledger)
    alphabetical = sorted(
        listed, key=lambda origin: (origin.label.lower(), origin.fact.period, origin.scenario)
    )
    html = rendered(
        _environment(content, files),
        TEMPLATE,
        files,
        content=content,
        medium=medium,
        total_pages=TOTAL,
        few_stops=FEW_STOPS,
        origins=listed,
        stated=[origin for origin in alphabetical if not origin.is_derived],
        derived=[origin for origin in alphabetical if origin.is_derived],
        appendix=_matrix(content, listed),
        policy=POLICY,
        words=content.words,
        running=running(content, medium),
        css=_css(content, medium, files),
        favicon=_favicon(content),
        dataset=_dataset(content),
    )
    html = AGAIN.sub(lambda match: _shown_above(content, match[1]), html)
    html = REFERENCE.sub(lambda match: _numbered(content, match[1]), html)
    html = content.ledger.replace(html, _FigureWriter(medium, listed))
    return _BEFORE_PUNCTUATION.sub(_TIED, html) if medium == "page" else with_tied_ends(html)


def _numbered(content: Content, name: str) -> str:
    """An exhibit as it is referred to: "exhibit 3"; one that is not drawn leaves its name."""
    found = content.exhibits.get(name)
    words = content.words.page
    return str(escape(words.see_exhibit.format(number=found.number) if found else name))


def _shown_above(content: Content, name: str) -> str:
    """The second place of an exhibit: a line that leads to the first, by its number."""
    link = Markup('<a href="#exhibit-{}">{}</a>').format(name, Markup(_numbered(content, name)))  # noqa: S704 - escaped
    said = escape(content.words.page.shown_above).format(exhibit=link)
    return str(Markup('<p class="exhibit-again">{}</p>').format(said))


def _css(content: Content, medium: Medium, files: Files) -> Markup:
    own = house_style(content.house) + content.style
    code = any("<code" in section.html for section in content.sections)
    return Markup(stylesheet(content.theme, medium, content.paper, files, own, with_code=code))  # noqa: S704 - shipped, or the author's own


def numbers(content: Content, pages: PageMap) -> Mapping[str, str]:
    """The text of every page number that a printed brief shows, once it is known where everything stands."""
    ledger = content.ledger
    return page_numbers(_matrix(content, origins(ledger)), ledger, pages)


def _matrix(content: Content, listed: Sequence[Origin]) -> Appendix:
    return appendix(listed, content.appendix, content.ledger.style, content.theme.fonts["sans"])


def _environment(content: Content, files: Files) -> ImmutableSandboxedEnvironment:
    environment = environment_of(files)
    environment.filters |= {**filters(content.ledger), "with_feet": Feet()}
    return environment


def filters(ledger: Ledger) -> Mapping[str, Callable[..., Any]]:
    """What templates of the page may do with what they show."""
    return {
        "plain": ledger.plain,
        "pieces": pieces,
        "inline_svg": _inline_svg,
        "spots": spots,
        "svg_address": lambda exhibit, content: _address(
            "image/svg+xml", drawing(exhibit, exhibit.plots["wide"], content)
        ),
        "csv_address": lambda exhibit: _address("text/csv", values_csv(exhibit, ledger)),
        "beside": lambda exhibit, kind: path_of(exhibit.id, kind),
        "stops": lambda html: len(ledger.figures_in(html)),
        "table_stops": lambda table: sum(
            len(ledger.figures_in(text)) for line in table.lines for text in line
        ),
        "machine": machine_value,
        "capitalised": capitalised,
        "tied_units": tied_units(ledger.style.words.units.short_scales.values()),
        "setting": setting,
        "lines_of": lambda cards: lines_of(cards, ledger.plain),
        "fit": lambda card, cards: fit_of(ledger.plain(card.value), len(cards)),
        "address": address_in_words,
        "credits": lambda exhibit: credits_of(exhibit.sources, exhibit.roles),
        "day": lambda day: day_in_words(day, ledger.style.words.periods),
        "file_address": _file_address,
    }


class _FigureWriter:
    """Writes figures: the element that names the fact, and on the page the way to its origin."""

    def __init__(self, medium: Medium, listed: tuple[Origin, ...]) -> None:
        self._medium = medium
        self._origins: Mapping[str, Origin] = {origin.fact.id: origin for origin in listed}
        self._anchored: set[int] = set()

    def __call__(self, shown: Shown) -> str:
        fact, text = shown.figure.fact, escape(shown.figure.text)
        anchor = "" if shown.number in self._anchored else f' id="fig-{shown.number}"'
        self._anchored.add(shown.number)
        opening = f'<data{anchor} value="{machine_value(fact)}" data-fact="{escape(fact.id)}">'
        if self._medium == "print":
            return f"{opening}{text}</data>"
        target = self._origins[fact.id].id
        before, core, after = _unbreakable(text)
        button = f'<button type="button" class="figure" popovertarget="{target}">{core}</button>'
        return f"{opening}{before}{button}{after}</data>"


def _unbreakable(text: str) -> tuple[str, str, str]:
    """The word or the range of a figure that holds its number, between what stands before and after it.

    A button is one box that no line can break in; a whole phrase as one would tear holes into a paragraph.
    """
    match = _NUMBER.search(text) or (_LAST_WORD.search(text) if len(text) > SHORT_PHRASE else None)
    if not match:
        return "", text, ""
    core = _HALF_A_UNIT.sub("", match[0])
    after = text[match.start() + len(core) :]
    return text[: match.start()], core, f" {after[1:]}" if after.startswith("\u00a0") else after


def address_in_words(url: str) -> Markup:
    """An address as paper shows it: without its scheme, and where a line may break in it."""
    shown = _SCHEME.sub("", url).rstrip("/")
    return Markup("<wbr>").join(_BREAKABLE.split(shown))


def pieces(html: str) -> Iterator[Piece]:
    """A section's HTML, cut at its exhibits and at the place of the definitions."""
    begin = 0
    for match in _CUT.finditer(html):
        yield Piece(Markup(html[begin : match.start()]))  # noqa: S704 - cut from a section's Markup
        yield Piece(Markup(), match[1] or "", match[2] or "", is_glossary=match[0] == GLOSSARY)
        begin = match.end()
    yield Piece(Markup(html[begin:]))  # noqa: S704 - as above


def setting(table: Table, slot: str) -> str:
    """The classes of a table that is wider than its place: over the whole width, and with small letters."""
    full = "exhibit-full" if slot == "half" and table.width > HALF else ""
    tight = "exhibit-tight" if table.width > WHOLE else ""
    long = "exhibit-long" if len(table.rows) > MOST_ROWS_KEPT else ""
    return " ".join(filter(None, (full, tight, long)))


def _inline_svg(picture: Picture, alt: str, name: str) -> Markup:
    """A picture as part of the page, under an alternative text, with ids that no other picture has."""
    svg = picture.svg[picture.svg.index("<svg") :]
    for found in sorted(set(_ID.findall(svg)), key=len, reverse=True):
        ours = f"{name}-{found}"
        svg = (
            svg.replace(f'id="{found}"', f'id="{ours}"')
            .replace(f"#{found})", f"#{ours})")
            .replace(f'"#{found}"', f'"#{ours}"')
        )
    opening, closed, rest = svg.partition(">")
    opening = re.sub(r'\s(?:width|height|role|aria-label)="[^"]*"', "", opening)
    if "viewBox" not in opening:
        opening += f' viewBox="0 0 {picture.width:g} {picture.height:g}"'
    label = f' role="img" aria-label="{escape(alt)}"' if alt else ' aria-hidden="true"'
    return Markup(f"{opening}{label}{closed}{rest}")  # noqa: S704 - drawn by our own engine


def _address(media_type: str, content: str | bytes) -> str:
    raw = content.encode() if isinstance(content, str) else content
    return f"data:{media_type};base64,{b64encode(raw).decode('ascii')}"


def _file_address(file: Download) -> str:
    """Where a download is: in the page itself, or beside it."""
    return file.name if file.carried is None else _address(file.media_type, file.carried)


def _favicon(content: Content) -> str:
    accent, ink = content.theme.colors["accent"], content.theme.colors["ink"]
    rule = f'<path fill="{ink}" d="M2 2h28v4H2z"/>'
    bars = f'{rule}<path fill="{accent}" d="M4 20h6v10H4zM13 15h6v15h-6zM22 9h6v21h-6z"/>'
    return _address(
        "image/svg+xml", f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">{bars}</svg>'
    )


def _dataset(content: Content) -> Markup:
    """The facts of the brief as schema.org describes a data set; JSON that is safe in a ``script``."""
    plain = content.ledger.plain
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "name": content.words.page.figures_of.format(entity=content.entity, period=content.period),
        "description": f"{plain(content.title)}. {Markup(plain(content.standfirst)).striptags()}",  # noqa: S704 - tags go
        "datePublished": content.date.isoformat(),
        "temporalCoverage": content.period_dates,
        "inLanguage": content.language,
        "about": {"@type": "Organization", "name": content.entity},
        "variableMeasured": sorted({line.figure.fact.metric.name for line in content.ledger.shown}),
        "citation": [source.url for source in content.sources if source.url],
        "distribution": [
            {"@type": "DataDownload", "contentUrl": file.name, "encodingFormat": file.media_type}
            for file in content.downloads
        ],
    }
    return Markup(json.dumps(data, ensure_ascii=False, indent=1).replace("<", "\\u003c"))  # noqa: S704 - "<" is escaped
