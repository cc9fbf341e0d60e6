"""The engine's SVG made small and fit to stand in a page: no roles, no empty groups, ids of its own."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from xml.etree import ElementTree as ET

SVG, XLINK = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"
HREF = f"{{{XLINK}}}href"
DROPPED = frozenset(("class", "role", "version", "aria-label", "aria-roledescription", "aria-hidden"))
DEFAULTS = {("text-anchor", "start"), ("font-weight", "400"), ("font-weight", "normal"), ("opacity", "1")}
LINE_ATTRIBUTES = frozenset(("x1", "y1", "x2", "y2", "stroke", "stroke-width"))
INHERITED = ("font-family", "font-size")
_TRANSLATE = re.compile(r"translate\(([-\d.e]+),([-\d.e]+)\)$")
_LONG = re.compile(r"\d*\.\d{3,}(?!\d|e)")
_REFERENCE = re.compile(r"url\(#([^)]+)\)")

ET.register_namespace("", SVG)
ET.register_namespace("xlink", XLINK)


def refined(svg: str, name: str, slot: Mapping[str, float] | None = None) -> tuple[str, float, float]:
    """A picture's SVG refined, and its width and height in CSS px.

    Args:
        svg: what vl-convert wrote.
        name: what ids begin with, made safe.
        slot: the width and height at which it stands, where the engine may have drawn it at others.

    Raises:
        ValueError: the picture would fetch something.
    """
    root = ET.fromstring(svg)  # noqa: S314 - written by our own engine, without entities
    for parent, child in list(_pairs(root)):
        _refine(parent, child)
    _flatten(root)
    _join(root)
    _share(root)
    _name_ids(root, re.sub(r"[^A-Za-z0-9_-]+", "-", name))
    for side, length in (slot or {}).items():
        root.set(side, f"{length:g}")
    size = {side: float(root.get(side, "0")) for side in ("width", "height")}
    for attribute in ("class", "version"):
        root.attrib.pop(attribute, None)
    return ET.tostring(root, encoding="unicode"), size["width"], size["height"]


def _pairs(root: ET.Element) -> Iterator[tuple[ET.Element, ET.Element]]:
    return ((parent, child) for parent in root.iter() for child in parent)


def _refine(parent: ET.Element, child: ET.Element) -> None:
    kind, tag = child.get("class", ""), child.tag.rpartition("}")[2]
    if tag == "image" and not (child.get(HREF) or child.get("href") or "").startswith("data:image/"):
        raise ValueError("a chart's images must be inline (data:image/…)")
    if kind in ("background", "foreground") and not (child.get("fill") or child.get("stroke")):
        parent.remove(child)
        return
    for name, value in list(child.attrib.items()):
        if name in DROPPED or (name, value) in DEFAULTS or value == "transparent":
            del child.attrib[name]
    if "d" in child.attrib:
        child.set(
            "d",
            _LONG.sub(lambda number: f"{float(number[0]):.2f}".rstrip("0").rstrip("."), child.attrib["d"]),
        )
    if "stroke" not in child.attrib and tag != "g":
        child.attrib.pop("stroke-width", None)
    if tag == "text":
        _place(child, ("x",), ("y",))
    elif tag == "line":
        _place(child, ("x1", "x2"), ("y1", "y2"))
    if child.get("transform") == "translate(0,0)":
        del child.attrib["transform"]


def _place(element: ET.Element, across: tuple[str, ...], down: tuple[str, ...]) -> None:
    """A translation written as positions."""
    found = _TRANSLATE.match(element.get("transform", ""))
    if not found:
        return
    for names, offset in ((across, float(found[1])), (down, float(found[2]))):
        for name in names:
            element.set(name, f"{round(float(element.get(name, '0')) + offset, 2):g}")
    del element.attrib["transform"]


def _flatten(element: ET.Element) -> None:
    """Groups that say nothing, and links, are replaced by what is in them."""
    for child in list(element):
        _flatten(child)
        tag = child.tag.rpartition("}")[2]
        if tag == "a" or (tag == "g" and not child.attrib):
            index = list(element).index(child)
            element.remove(child)
            for offset, inner in enumerate(list(child)):
                element.insert(index + offset, inner)


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
