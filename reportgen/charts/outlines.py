"""Letters as outlines: a picture that looks the same wherever it is opened, whether our fonts are there or not.

Programs for slides and drawings do not read fonts inside an SVG. Each outline stands there once for all its places, so
that a picture is 12 to 22 KB, compressed 4 to 6, where one with both its fonts inside would be 11 to 16 that cannot be
compressed. What a text said stays with it as ``aria-label``.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from io import BytesIO
from typing import Any
from xml.etree import ElementTree as ET

from fontTools.ttLib import TTFont

from reportgen import resources
from reportgen.charts.faces import KNOWN
from reportgen.charts.glyph_paths import PathPen
from reportgen.charts.vector import HREF, SVG, svg_text

FALLBACK = "reportgen-fallback.otf"
FAMILIES = {"Inter": "Inter", "Brief Serif": "BriefSerif", "serif": "BriefSerif"}
CUTS = {"Inter": ("Regular", "SemiBold", "Bold"), "BriefSerif": ("Regular", "SemiBold", "SemiBold")}
GRID = 512  # steps of an outline in the size of its letters: a fiftieth of a pixel in a chart
PAIRS = 2  # the type of tables for two letters (OpenType, GPOS)
SEMIBOLD, BOLD = 550, 650  # weights from which on letters are so
OF_TEXT = frozenset(("x", "y", "text-anchor", "font-size", "font-family", "font-weight", "font-style"))
ANCHORS = {"middle": 0.5, "end": 1.0}


class _Face:
    """A font: which outline a letter has, how wide it is, and how near two may stand."""

    def __init__(self, file: str) -> None:
        family, _, cut = file.removesuffix(".ttf").rpartition("-")
        own = BytesIO(KNOWN[family].cut(cut)) if family in KNOWN else None
        self._font: Any = TTFont(own or resources.shipped("assets") / "fonts" / file, lazy=True)
        self.em: int = self._font["head"].unitsPerEm
        self.grain = self.em / GRID
        self._glyphs: dict[int, str] = self._font.getBestCmap()
        self._set = self._font.getGlyphSet()
        self._pairs = list(_pair_tables(self._font))
        self._kerned: dict[tuple[str, str], int] = {}  # the same pairs stand in every text

    def glyph(self, letter: str) -> str | None:
        return self._glyphs.get(ord(letter))

    def advance(self, glyph: str) -> int:
        return int(self._font["hmtx"].metrics[glyph][0])

    def outline(self, glyph: str) -> str:
        pen = PathPen(self._set, self.grain)
        self._set[glyph].draw(pen)
        return pen.path

    def kerning(self, left: str, right: str) -> int:
        """By how much the advance of a letter changes before another."""
        if (left, right) not in self._kerned:
            self._kerned[left, right] = self._looked_up(left, right)
        return self._kerned[left, right]

    def _looked_up(self, left: str, right: str) -> int:
        for table in self._pairs:
            found = _pair(table, left, right)
            if found is not None:
                return found
        return 0


@lru_cache(maxsize=16)
def _face(file: str) -> _Face:
    return _Face(file)


def _pair_tables(font: Any) -> Iterator[Any]:  # noqa: ANN401 - fontTools has no types
    if "GPOS" not in font:
        return
    table = font["GPOS"].table
    if not table.FeatureList or not table.LookupList:
        return
    kerning = {
        index
        for record in table.FeatureList.FeatureRecord
        if record.FeatureTag == "kern"
        for index in record.Feature.LookupListIndex
    }
    for index in sorted(kerning):
        parts = (getattr(part, "ExtSubTable", part) for part in table.LookupList.Lookup[index].SubTable)
        yield from (part for part in parts if part.LookupType == PAIRS)


def _pair(table: Any, left: str, right: str) -> int | None:  # noqa: ANN401 - as above
    """What one table says of two letters; None where it does not know the first, or the pair."""
    if left not in table.Coverage.glyphs:
        return None
    if table.Format == 1:
        pairs = table.PairSet[table.Coverage.glyphs.index(left)].PairValueRecord
        value = next((one.Value1 for one in pairs if one.SecondGlyph == right), None)
        return None if value is None else int(getattr(value, "XAdvance", 0))
    row = table.Class1Record[table.ClassDef1.classDefs.get(left, 0)]
    value = row.Class2Record[table.ClassDef2.classDefs.get(right, 0)].Value1
    return int(getattr(value, "XAdvance", 0)) if value else None


@lru_cache(maxsize=64)
def outlined(svg: str, label: str = "") -> str:
    """A frozen picture with outlines in the place of its letters; ``label`` is its alternative text."""
    root = ET.fromstring(svg)  # noqa: S314 - written by our own engine, without entities
    outline_letters(root)
    if label:
        root.set("role", "img")
        root.set("aria-label", label)
    return svg_text(root)


def outline_letters(root: ET.Element) -> None:
    """Put outlines into the place of a picture's letters."""
    shapes: dict[tuple[str, str], str] = {}
    _outline(root, {}, shapes)
    definitions = ET.Element(f"{{{SVG}}}defs")
    for (file, glyph), name in shapes.items():
        ET.SubElement(definitions, f"{{{SVG}}}path", {"id": name, "d": _face(file).outline(glyph)})
    if shapes:
        root.insert(0, definitions)
    for name in ("font-family", "font-size"):
        root.attrib.pop(name, None)


def length(words: str, size: float, family: str, weight: int = 400) -> float:
    """How long a line of text is in CSS px, in the font that the engine takes for a family."""
    look = {"font-family": family, "font-weight": f"{weight}"}
    runs = ((_face(file), letters) for file, letters in _runs(words, _file(look)))
    return sum(list(_places(face, letters))[-1][2] * size / face.em for face, letters in runs)


def _outline(element: ET.Element, above: dict[str, str], shapes: dict[tuple[str, str], str]) -> None:
    """Put a group of outlines into the place of every text below an element."""
    here = {**above, **{name: value for name, value in element.attrib.items() if name.startswith("font-")}}
    for index, child in enumerate(list(element)):
        if child.tag == f"{{{SVG}}}text":
            group = _drawn(child, {**here, **child.attrib}, shapes)
            element.remove(child)
            element.insert(index, group)
        else:
            _outline(child, here, shapes)


def _drawn(text: ET.Element, look: dict[str, str], shapes: dict[tuple[str, str], str]) -> ET.Element:
    kept = {name: value for name, value in text.attrib.items() if name not in OF_TEXT}
    lines = [row for row in text if row.tag == f"{{{SVG}}}tspan"] or [text]
    words = " ".join(" ".join((row.text or "").split()) for row in lines)
    group = ET.Element(f"{{{SVG}}}g", {**kept, "aria-label": words} if words else kept)
    group.extend(row for row in text if row.tag == f"{{{SVG}}}title")
    x, y = float(text.get("x", "0")), float(text.get("y", "0"))
    for row in lines:
        x, y = float(row.get("x", x)), y + float(row.get("dy", "0"))
        group.extend(_line((row.text or "").strip("\n"), x, y, look, shapes))
    return group


def _line(
    words: str, x: float, y: float, look: dict[str, str], shapes: dict[tuple[str, str], str]
) -> Iterator[ET.Element]:
    """The letters of a line, a group for each run of one font."""
    size = float(look.get("font-size", "10").removesuffix("px"))
    runs, width = [], 0.0
    for file, letters in _runs(words, _file(look)):
        places = list(_places(_face(file), letters))
        runs.append((file, width, places))
        width += places[-1][2] * size / _face(file).em
    left = x - width * ANCHORS.get(look.get("text-anchor", ""), 0.0)
    for file, offset, places in runs:
        scale = size / GRID
        move = f"translate({round(left + offset, 2):g} {round(y, 2):g})scale({scale:.6g} {-scale:.6g})"
        run = ET.Element(f"{{{SVG}}}g", {"transform": move})
        for glyph, at, _ in places:
            name = shapes.setdefault((file, glyph), f"l{len(shapes) + 1}")
            ET.SubElement(
                run,
                f"{{{SVG}}}use",
                {HREF: f"#{name}", **({"x": f"{at / _face(file).grain:.4g}"} if at else {})},
            )
        yield run


def _places(face: _Face, letters: str) -> Iterator[tuple[str, int, int]]:
    """Each letter's glyph, where it stands and where it ends, in the units of its font."""
    at, before = 0, ""
    for letter in letters:
        glyph = face.glyph(letter) or ".notdef"
        at += face.kerning(before, glyph) if before else 0
        yield glyph, at, at + face.advance(glyph)
        at, before = at + face.advance(glyph), glyph


def _runs(words: str, file: str) -> Iterator[tuple[str, str]]:
    """A text cut where its letters are not in the font."""
    run, current = "", file
    for letter in words:
        wanted = file if _face(file).glyph(letter) else FALLBACK
        if wanted != current and run:
            yield current, run
            run = ""
        run, current = run + letter, wanted
    if run:
        yield current, run


def _file(look: dict[str, str]) -> str:
    """The file of the bundled font that the engine takes for a text."""
    wanted = (name.strip(" '\"") for name in look.get("font-family", "").split(","))
    family = next((FAMILIES.get(name, name) for name in wanted if name in FAMILIES or name in KNOWN), "Inter")
    if look.get("font-style") == "italic":
        return f"{family}-Italic.ttf"
    given = look.get("font-weight", "")
    given = {"bold": "700"}.get(given, given)
    weight = float(given) if given.isdecimal() else 400.0
    return f"{family}-{CUTS.get(family, CUTS['Inter'])[(weight >= SEMIBOLD) + (weight >= BOLD)]}.ttf"
