"""The engine's SVG made small and fit to stand in a page: no roles, no empty groups, ids of its own."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree as ET

from reportgen.charts.vector import HREF, SVG, svg_text

DROPPED = frozenset(
    (
        "class",
        "role",
        "version",
        "aria-label",
        "aria-roledescription",
        "aria-hidden",
        "cursor",
        "pointer-events",
    )
)
FACT = "data-fact"  # the key of what a mark shows
TICK = "data-tick"  # a text at an axis: a mark of a scale
HATCH_STEP, HATCH_WIDTH = 4, 1.1
DEFAULTS = {("text-anchor", "start"), ("font-weight", "400"), ("font-weight", "normal"), ("opacity", "1")}
LINE_ATTRIBUTES = frozenset(("x1", "y1", "x2", "y2", "stroke", "stroke-width", "stroke-dasharray"))
INHERITED = ("font-family", "font-size")
_TRANSLATE = re.compile(r"translate\(([-\d.e]+),([-\d.e]+)\)$")
_LONG = re.compile(r"\d*\.\d{3,}(?!\d|e)")
_REFERENCE = re.compile(r"url\(#([^)]+)\)")


def refined(svg: str, name: str, meta: Mapping[str, Any] | None = None) -> tuple[str, float, float]:
    """A picture's SVG refined, and its width and height in CSS px.

    Args:
        svg: what vl-convert wrote.
        name: what ids begin with, made safe.
        meta: ``slot``, the width and height at which it stands where the engine may have drawn it at others, and
            ``hatches``, the colours of grounds that are hatched, with those of the lines.

    Raises:
        ValueError: the picture would fetch something.
    """
    meta = meta or {}
    root = ET.fromstring(svg)  # noqa: S314 - written by our own engine, without entities
    for parent, child in list(_pairs(root)):
        _refine(parent, child)
    _flatten(root)
    _join(root)
    _hatch(root, meta.get("hatches", {}))
    _share(root)
    _name_ids(root, re.sub(r"[^A-Za-z0-9_-]+", "-", name))
    for side, length in meta.get("slot", {}).items():
        root.set(side, f"{length:g}")
    if "slot" in meta:
        root.set("viewBox", f"0 0 {meta['slot']['width']:g} {meta['slot']['height']:g}")
    size = {side: float(root.get(side, "0")) for side in ("width", "height")}
    for attribute in ("class", "version"):
        root.attrib.pop(attribute, None)
    return svg_text(root), size["width"], size["height"]


def _pairs(root: ET.Element) -> Iterator[tuple[ET.Element, ET.Element]]:
    return ((parent, child) for parent in root.iter() for child in parent)


def _refine(parent: ET.Element, child: ET.Element) -> None:
    kind, tag = child.get("class", ""), child.tag.rpartition("}")[2]
    if tag == "image" and not (child.get(HREF) or child.get("href") or "").startswith("data:image/"):
        raise ValueError("a chart's images must be inline (data:image/…)")
    if _is_unseen(child, kind, tag):
        parent.remove(child)
        return
    _entitle(child)
    for text in child if "role-axis-label" in kind else ():
        text.set(TICK, "")
    _lighten(child, tag)
    if tag == "text":
        _place(child, ("x",), ("y",))
    elif tag == "line":
        _place(child, ("x1", "x2"), ("y1", "y2"))
    if child.get("transform") == "translate(0,0)":
        del child.attrib["transform"]


def _lighten(element: ET.Element, tag: str) -> None:
    """Without attributes that say nothing, and without digits that nobody sees."""
    for name, value in list(element.attrib.items()):
        if name in DROPPED or (name, value) in DEFAULTS or value == "transparent":
            del element.attrib[name]
    if path := element.get("d"):
        element.set("d", _LONG.sub(lambda number: f"{float(number[0]):.2f}".rstrip("0").rstrip("."), path))
    if "stroke" not in element.attrib and tag != "g":
        element.attrib.pop("stroke-width", None)


def _is_unseen(element: ET.Element, kind: str, tag: str) -> bool:
    """An empty ground, or a name for which an axis had no room."""
    is_empty = kind in ("background", "foreground") and not (element.get("fill") or element.get("stroke"))
    return is_empty or (tag == "text" and element.get("opacity") == "0")


def _entitle(mark: ET.Element) -> None:
    """What a mark shows in words, where it says so: seen where a pointer rests, and heard."""
    words, role = mark.get("aria-label"), mark.get("role")
    if (
        words
        and role == "graphics-symbol"
        and mark.get("aria-roledescription") not in ("axis", "legend", "title")
    ):
        ET.SubElement(mark, f"{{{SVG}}}title").text = words


def _place(element: ET.Element, across: tuple[str, ...], down: tuple[str, ...]) -> None:
    """A translation written as positions."""
    found = _TRANSLATE.match(element.get("transform", ""))
    if not found:
        return
    for names, offset in ((across, float(found[1])), (down, float(found[2]))):
        for name in names:
            # The lines of a text have their own.
            for part in (element, *(row for row in element if name in row.attrib)):
                part.set(name, f"{round(float(part.get(name, '0')) + offset, 2):g}")
    del element.attrib["transform"]


def _flatten(element: ET.Element) -> None:
    """Groups that say nothing, and links, are replaced by what is in them."""
    for child in list(element):
        _flatten(child)
        tag = child.tag.rpartition("}")[2]
        if tag == "a" or (tag == "g" and not child.attrib):
            _name_fact(child)
            index = list(element).index(child)
            element.remove(child)
            for offset, inner in enumerate(list(child)):
                element.insert(index + offset, inner)


def _name_fact(link: ET.Element) -> None:
    """A link to a fact, as ``href`` of a chart's marks, becomes the key of what they show."""
    _, marked, key = (link.get(HREF) or "").partition("#")  # before it the engine puts an address of its own
    if marked and link.tag == f"{{{SVG}}}a":
        for mark in link:
            mark.set(FACT, unquote(key))


def _hatch(root: ET.Element, hatches: Mapping[str, str]) -> None:
    """Grounds that stand for what is not yet become slanting lines, as patterns of the picture's own."""
    used: dict[str, str] = {}
    for element in root.iter():
        if element.get("fill") in hatches:
            ground = element.attrib["fill"]
            used.setdefault(ground, f"hatch-{len(used) + 1}")
            element.set("fill", f"url(#{used[ground]})")
    if used:
        definitions = ET.Element(f"{{{SVG}}}defs")
        root.insert(0, definitions)
        for ground, name in used.items():
            definitions.append(_pattern(name, ground, hatches[ground]))


def _pattern(name: str, ground: str, color: str) -> ET.Element:
    step = f"{HATCH_STEP}"
    pattern = ET.Element(
        f"{{{SVG}}}pattern",
        {"id": name, "width": step, "height": step, "patternUnits": "userSpaceOnUse",
         "patternTransform": "rotate(45)"},
    )  # fmt: skip
    ET.SubElement(pattern, f"{{{SVG}}}rect", {"width": step, "height": step, "fill": ground})
    line = {"x1": "0", "y1": "0", "x2": "0", "y2": step, "stroke": color, "stroke-width": f"{HATCH_WIDTH}"}
    ET.SubElement(pattern, f"{{{SVG}}}line", line)
    return pattern


def _join(element: ET.Element) -> None:
    """Straight lines of one look that follow each other, such as hatching, become one path."""
    last: ET.Element | None = None
    for child in list(element):
        if child.tag != f"{{{SVG}}}line" or set(child.attrib) - LINE_ATTRIBUTES:
            _join(child)
            last = None
            continue
        path = "M{x1},{y1}L{x2},{y2}".format(
            **{side: child.get(side, "0") for side in ("x1", "y1", "x2", "y2")}
        )
        look = {name: value for name, value in child.attrib.items() if name.startswith("stroke")}
        if last is not None and look == {name: value for name, value in last.attrib.items() if name != "d"}:
            last.set("d", last.attrib["d"] + path)
            element.remove(child)
            continue
        child.tag, last = f"{{{SVG}}}path", child
        child.attrib.clear()
        child.attrib.update(look, d=path)


def _share(root: ET.Element) -> None:
    """What all texts have in common stands once, at the root."""
    for attribute in INHERITED:
        texts = [element for element in root.iter(f"{{{SVG}}}text") if element.get(attribute)]
        common = Counter(element.get(attribute, "") for element in texts).most_common(1)
        if not common:
            continue
        root.set(attribute, common[0][0])
        for element in texts:
            if element.get(attribute) == common[0][0]:
                del element.attrib[attribute]


def _name_ids(root: ET.Element, name: str) -> None:
    """Ids from the engine's counter made stable, and unique in a page."""
    renamed: dict[str, str] = {}
    for element in root.iter():
        if "id" in element.attrib:
            renamed[element.attrib["id"]] = f"{name}-{len(renamed) + 1}"
            element.set("id", renamed[element.attrib["id"]])
    if not renamed:
        return
    for element in root.iter():
        for attribute, value in element.attrib.items():
            if "url(#" in value:
                element.set(attribute, _REFERENCE.sub(lambda m: f"url(#{renamed.get(m[1], m[1])})", value))
            elif attribute in (HREF, "href") and value[1:] in renamed:
                element.set(attribute, f"#{renamed[value[1:]]}")
