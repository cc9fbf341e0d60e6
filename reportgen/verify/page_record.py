"""What a page says of itself as a whole: its title, its headings, its sources, its data, and the files it offers."""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from datetime import date
from itertools import zip_longest
from typing import Any, TypeAlias
from xml.etree.ElementTree import Element, ParseError, fromstring

from reportgen.calendars import Calendars
from reportgen.charts.outlines import outline_letters
from reportgen.document.content import KEY_ANCHOR
from reportgen.document.values import NOTHING, Value, values_table
from reportgen.figures.written import Style
from reportgen.language import Language
from reportgen.periods import Period, day_in_words, parse_period
from reportgen.verify.page_structure import DATASET
from reportgen.verify.page_tree import SVG, Tree, classes, raw_text, words
from reportgen.verify.pdf_reading import listed
from reportgen.verify.redrawn import visible_letters

Json: TypeAlias = Any  # facts.json and manifest.json as they were parsed
CARRIED = ("facts.csv", "facts.json", "manifest.json")
AGAIN = "again"  # the class of a table in a second order
MOST_COLUMNS = 100  # that a cell may stand over
TITLES = (("property", "og:title"),)
_REFERENCE = re.compile(r"url\(#[^)]*\)")
# What a picture in a page has otherwise.
INLINED = ("x", "y", "width", "height", "role", "aria-label", "aria-hidden", "viewBox")


def whole_faults(
    tree: Tree, told: Mapping[str, Json], manifest: Mapping[str, Json], files: Mapping[str, bytes]
) -> Iterator[str]:
    """What a page says of itself against its record and its manifest."""
    title = str(manifest.get("title", ""))
    yield from _titles(tree, title, str(manifest.get("foot") or title))
    yield from _contents(tree)
    yield from _masthead(tree, told)
    yield from _sources(tree, told)
    yield from _described(tree, told, title)
    yield from _downloads(tree, files)
    yield from listed(_exhibits(tree, manifest, _language(told)))
    yield from listed(_declared(tree, told))


def _titles(tree: Tree, title: str, foot: str) -> Iterator[str]:
    for element in tree.all("title"):
        yield from _compared("the page's title", words(element), title)
    for element in tree.of_class("running-title"):
        yield from _compared("the running title", words(element), foot)
    for element in tree.all("h1"):
        yield from _compared("the first heading", words(element), title)
    for key, name in TITLES:
        for element in (one for one in tree.all("meta") if one.get(key) == name):
            yield from _compared(f"the title for other sites ({name})", element.get("content", ""), title)


def _contents(tree: Tree) -> Iterator[str]:
    """Headings against the list of contents, which names each."""
    headings = {one.get("id"): words(one) for one in tree.all("h2")}
    for entry in tree.of_class("contents-entry"):
        target = f"{entry.get('href', '').removeprefix('#')}-title"
        if target in headings:
            yield from _compared("a heading", headings[target], words(entry), "the list of contents")


def _masthead(tree: Tree, told: Mapping[str, Json]) -> Iterator[str]:
    for head in tree.of_class("masthead"):
        for element in head.iter("strong"):
            yield from _compared("the name above the title", words(element), told["entity"])
        for element in head.iter("time"):
            yield from _compared("the date above the title", element.get("datetime", ""), told["date"])
            yield from _compared("the date above the title", words(element), _day(told["date"], told))
    period = _period(told)
    for element in tree.of_class("identity-period"):
        expected = " · ".join(filter(None, (period.long, period.further_dates)))
        if visible_letters(words(element)).lower() != visible_letters(expected).lower():
            yield f"the period above the title is '{words(element)}', the record has '{expected}'"


def _period(told: Mapping[str, Json]) -> Period:
    """The period that the record is about."""
    calendar = Calendars.model_validate(told["calendars"]).calendar_in(_language(told), told["entity"])
    return parse_period(told["period"], calendar)


def _day(day: str, told: Mapping[str, Json]) -> str:
    """A day of the record as its readers see it."""
    return day_in_words(date.fromisoformat(day), _language(told).periods)


def _language(told: Mapping[str, Json]) -> Language:
    """The words of the record's language, with its order of dates and its spelling."""
    return Style(**told["style"]).words


def _sources(tree: Tree, told: Mapping[str, Json]) -> Iterator[str]:
    by_id = {one.get("id"): one for one in tree.all("li")}
    for source in told["sources"]:
        element = by_id.get(f"source-{source['number']}")
        if element is None:
            continue
        where = f"source {source['number']}"
        if visible_letters(source["title"]) not in visible_letters(raw_text(element)):
            yield f"{where} is '{words(element)}', the record has '{source['title']}'"
        if source["date"] and visible_letters(_day(source["date"], told)) not in visible_letters(
            raw_text(element)
        ):
            yield f"{where} is '{words(element)}', the record has the date {source['date']}"
        for link in element.iter("a"):
            if link.get("href") != source["url"]:
                yield f"{where} leads to '{link.get('href', '')[:60]}', the record has '{source['url']}'"


def _described(tree: Tree, told: Mapping[str, Json], title: str) -> Iterator[str]:
    """The facts as data for programs (JSON-LD)."""
    for script in (one for one in tree.all("script") if one.get("type") == DATASET):
        try:
            data = json.loads(raw_text(script))
        except ValueError:
            yield "the description as data (JSON-LD) cannot be read"
            continue
        period, words = _period(told), _language(told).page
        expected = {
            "name": words.figures_of.format(entity=told["entity"], period=period.long),
            "datePublished": told["date"],
            "temporalCoverage": period.dates,
            "about": {"@type": "Organization", "name": told["entity"]},
            "citation": [source["url"] for source in told["sources"] if source["url"]],
        }
        for key, value in expected.items():
            if data.get(key) != value:
                yield f"the description as data (JSON-LD) has {key} '{data.get(key)}', the record gives '{value}'"
        if not str(data.get("description", "")).startswith(title):
            yield "the description as data (JSON-LD) does not begin with the title"


def _downloads(tree: Tree, files: Mapping[str, bytes]) -> Iterator[str]:
    """The files of the edition, each once; whatever else is offered belongs to an exhibit."""
    offered = [one for one in tree.all("a") if "download" in one.attrib]
    own = [one for one in offered if not any("exhibit" in classes(around) for around in tree.around(one))]
    counted = Counter(one.get("download", "") for one in own)
    for name in sorted(counted.keys() - set(CARRIED)):
        yield f"the page offers '{name}', which is no part of an edition"
    for name in CARRIED:
        if counted[name] != 1:
            yield f"the page offers {name} {counted[name]} times"
    for one in own:
        if one.get("download") in files and _carried(one) != files[one.get("download", "")]:
            yield f"the page offers another {one.get('download')} than the one that was read"


def _exhibits(tree: Tree, manifest: Mapping[str, Json], spoken: Language) -> Iterator[str]:
    """What each exhibit offers, against the exhibit: its values, and its picture as it was issued."""
    for figure in tree.of_class("exhibit"):
        yield from _reordered(figure)
        links = [one for one in figure.iter("a") if "download" in one.attrib]
        stem = next((name[: -len(".csv")] for name in _offered(links) if name.endswith(".csv")), "")
        for link in links:
            name = link.get("download", "")
            content = _carried(link)
            if name in (f"{stem}.png", f"{stem}.vl.json"):
                if link.get("href") != f"charts/{name}":
                    yield f"an exhibit offers '{link.get('href', '')[:60]}' as its {name}"
                continue
            if name.endswith(".csv"):
                if content != _table(figure, spoken):
                    yield f"{name} does not hold the values that its exhibit shows"
            elif name.endswith(".svg"):
                yield from _picture(figure, name, content, manifest.get("outputs", {}))
            else:
                yield f"an exhibit offers '{name}'"


def _picture(figure: Element, name: str, content: bytes, outputs: Mapping[str, Json]) -> Iterator[str]:
    if hashlib.sha256(content).hexdigest() != outputs.get(f"charts/{name}"):
        yield f"{name} is not the picture that was issued: its hash is not that of manifest.json"
    try:
        issued = fromstring(content)  # noqa: S314 - its hash has just been judged; expat stops at bombs
    except ParseError:
        yield f"{name} cannot be read"
        return
    said = visible_letters(" ".join(map(raw_text, issued.iter(f"{SVG}text"))))
    for title in (one for one in figure.iter("p") if "exhibit-title" in classes(one)):
        if visible_letters(words(title)) not in said:
            yield f"{name} has not the title '{words(title)}'"
    for plot in (one for one in figure.iter("div") if "plot-wide" in classes(one)):
        if len(plot) != 1 or not any(
            _same(plot[0], one) for one in issued.iter(f"{SVG}svg") if one is not issued
        ):
            yield f"the picture in the page is not {name}"


def _offered(links: Iterable[Element]) -> list[str]:
    return [link.get("download", "") for link in links]


def _same(inlined: Element, issued: Element) -> bool:
    """Whether two pictures draw the same: what is issued has outlines for letters, and shorter ids."""
    drawn = deepcopy(inlined)
    outline_letters(drawn)
    ours, theirs = list(drawn.iter()), list(issued.iter())
    return len(ours) == len(theirs) and all(map(_alike, ours, theirs))


def _alike(one: Element, other: Element) -> bool:
    if one.tag != other.tag or (one.text or "").strip() != (other.text or "").strip():
        return False
    return _attributes(one) == _attributes(other)


def _attributes(element: Element) -> Mapping[str, str]:
    left_out = ("id", *INLINED) if element.tag.endswith("}svg") else ("id",)
    return {
        key: _REFERENCE.sub("url(#)", value)
        for key, value in element.attrib.items()
        if key not in left_out and "xmlns" not in key
    }


def _table(figure: Element, spoken: Language) -> bytes:
    """The values of an exhibit as its file has them; a second order of the same rows is no part of it."""
    tables = (one for one in figure.iter("table") if "values" in classes(one) and AGAIN not in classes(one))
    table = next(tables, None)
    if table is None:
        return b""
    heads = sum(1 for head in table.iter("thead") for _ in head.iter("tr"))
    return values_table([_cells(row) for row in table.iter("tr")], heads, spoken.exhibits.raw).encode()


def _cells(row: Element) -> list[Value]:
    """What a row shows, a column each: a cell over several columns stands in the first of them."""
    found: list[Value] = []
    for cell in (one for one in row if one.tag in ("th", "td")):
        span = int(cell.get("colspan", "1")) if cell.get("colspan", "1").isdecimal() else 1
        raw = "; ".join(one.get("value", "") for one in cell.iter("data"))
        found += [(_shown_in(cell), raw), *[NOTHING] * (min(span, MOST_COLUMNS) - 1)]
    return found


def _shown_in(cell: Element) -> str:
    """The text of a cell without its small picture."""
    return "" if next(cell.iter(f"{SVG}svg"), None) is not None else raw_text(cell)


def _declared(tree: Tree, told: Mapping[str, Json]) -> Iterator[str]:
    """The numbers in tables that are no figures: those that the record has of the file that declares them, in order."""
    known = {one["place"]: list(one["words"]) for one in told.get("pictures", ())}
    for figure in tree.of_class("exhibit-table"):
        name = figure.get("id", "").removeprefix("exhibit-")
        place = f"exhibit:{told.get('repeated', '') if name == KEY_ANCHOR else name}"
        typed = [text for text in _typed(figure) if any(map(str.isdigit, text))]
        for found, expected in zip_longest(typed, known.get(place, ())):
            if visible_letters(found or "") != visible_letters(expected or ""):
                yield f"a table shows '{found or ''}' where the record has '{expected or 'nothing'}'"
                break


def _typed(figure: Element) -> Iterator[str]:
    """The texts of the cells of an exhibit's table that hold no figure, the names of rows of a data table too."""
    for table in (
        one for one in figure.iter("table") if "values" in classes(one) and AGAIN not in classes(one)
    ):
        declared = not any(True for _ in table.iter("data"))
        for cell in table.iter():
            is_cell = cell.tag == "td" or (declared and cell.tag == "th" and cell.get("scope") == "row")
            if is_cell and next(cell.iter("data"), None) is None:
                yield _shown_in(cell)


def _reordered(figure: Element) -> Iterator[str]:
    """A table in a second order has the same rows as the first."""
    tables = [one for one in figure.iter("table") if "values" in classes(one)]
    rows = {
        again: sorted(
            _cells(row) for table in tables if (AGAIN in classes(table)) == again for row in table.iter("tr")
        )
        for again in (False, True)
    }
    if rows[True] and rows[True] != rows[False]:
        yield "a table in another order does not hold the values of its exhibit"


def _carried(link: Element) -> bytes:
    _, _, data = link.get("href", "").partition(";base64,")
    try:
        return base64.b64decode(data, validate=True)
    except binascii.Error:
        return b""


def _compared(what: str, found: str, expected: str, where: str = "manifest.json") -> Iterator[str]:
    if visible_letters(found) != visible_letters(expected):
        yield f"{what} is '{found}', {where} has '{expected}'"
