"""What no page of ours has, whatever its hashes say: what runs, what hides, and what stands inside a number."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from reportgen.figures.replay import Record
from reportgen.verify.page_tree import SVG, Tree, classes, raw_text
from reportgen.verify.pdf_reading import listed

DATASET = "application/ld+json"
RUNNING = frozenset((
    "animate", "animateMotion", "animateTransform", "applet", "audio", "base", "canvas", "dialog", "embed",
    "foreignObject", "form", "frame", "frameset", "iframe", "input", "marquee", "noscript", "object", "portal",
    "select", "set", "slot", "template", "textarea", "video",
))  # fmt: skip
LEADING = ("http://", "https://", "mailto:", "#", "data:")
ADDRESSES = ("href", "src", "srcset", "action", "formaction", "{http://www.w3.org/1999/xlink}href")
# Files of the edition that lie by the page.
BESIDE = re.compile(r"brief\.pdf|facts\.xlsx|charts/[\w-]+\.(?:png|vl\.json)")
NAMED = ("fig-", "exhibit-", "origin-", "row-", "card-", "source-")
HIDING = re.compile(
    r"(?:^|[;\s])(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|color\s*:\s*transparent"
    r"|clip(?:-path)?\s*:|content\s*:|position\s*:\s*(?:absolute|fixed)|text-indent\s*:\s*-|transform\s*:)",
    re.IGNORECASE,
)
FADING = ("opacity", "fill-opacity", "font-size")
FAINT = 0.1  # below it nobody sees a letter, in whatever unit its size is
MEASURED = re.compile(r"(?:^|[;\s])(opacity|fill-opacity|font-size)\s*:\s*(\d*\.?\d+)", re.IGNORECASE)
BY_FIGURE = re.compile(r"#fig-\d|\[\s*id\b[^\]]*fig-", re.IGNORECASE)
BUTTON = frozenset(("type", "class", "popovertarget"))
# What a figure is written with: a way to its origin, and the rest.
FIGURE_PARTS = {"button": "figure", "span": "free"}


def structure_faults(tree: Tree, record: Record) -> Iterator[str]:
    """What does not belong into the page of an edition."""
    yield from _scripts(tree)
    yield from listed(_running(tree))
    yield from listed(_addresses(tree))
    yield from listed(_hidden(tree))
    yield from listed(_inside_figures(tree))
    yield from _styles(tree)
    yield from listed(_ids(tree, record))


def _scripts(tree: Tree) -> Iterator[str]:
    for script in (one for one in tree.elements if one.tag.rpartition("}")[2] == "script"):
        if script.attrib != {"type": DATASET}:
            yield f"the page has a script: '{raw_text(script)[:40]}'"
    described = [one for one in tree.all("script") if one.attrib == {"type": DATASET}]
    if len(described) > 1:
        yield f"the page is described as data {len(described)} times"


def _running(tree: Tree) -> Iterator[str]:
    for element in tree.elements:
        tag = element.tag.rpartition("}")[2]
        if tag in RUNNING:
            yield f"the page has an element that no edition has: <{tag}>"
        for attribute in element.attrib:
            if attribute.lower().startswith("on") or attribute == "srcdoc":
                yield f"an element <{tag}> runs something: {attribute}"
        if tag == "meta" and element.get("http-equiv", "").lower() not in ("", "content-security-policy"):
            yield f"the page has a <meta http-equiv='{element.get('http-equiv')}'>"
        if tag == "link" and element.get("rel") != "icon":
            yield f"the page loads something: <link rel='{element.get('rel')}'>"


def _addresses(tree: Tree) -> Iterator[str]:
    for element in tree.elements:
        for name in ADDRESSES:
            address = "".join(element.get(name, "#").split())  # as browsers do: java\nscript: is one word
            loads = name.startswith("src") and not address.startswith(("data:", "#"))
            if loads or not (address.lower().startswith(LEADING) or BESIDE.fullmatch(address)):
                yield f"an element <{element.tag.rpartition('}')[2]}> leads to '{address[:60]}'"
            if address.lower().startswith("data:") and element.tag == "a" and not element.get("download"):
                yield "a link opens what is hidden in its address"


def _hidden(tree: Tree) -> Iterator[str]:
    for element in tree.elements:
        how = _hides(element)
        said = raw_text(element).strip()
        if how and (said or element.get("id", "").startswith(NAMED)):
            yield f"a part of the page is hidden ({how}): '{said[:40]}'"
        if element.get("aria-hidden") == "true" and any(
            _is_figure(one) for one in (element, *element.iter("data"))
        ):
            yield f"a figure is kept from those who listen (aria-hidden): '{said[:40]}'"
    for comment in tree.comments:
        if any(_is_figure(one) for one in tree.around(comment)):
            yield f"a comment stands inside a figure: '{(comment.text or '')[:40]}'"


def _hides(element: Element) -> str:
    """By what an element hides what is in it; empty if it does not."""
    given = {name: value.strip().lower() for name, value in element.attrib.items()}
    style = given.get("style", "")
    ways = {
        "hidden": "hidden" in given,
        "style": HIDING.search(style) is not None or any(map(_is_faint, MEASURED.findall(style))),
        "display": given.get("display") == "none",
        "visibility": given.get("visibility") in ("hidden", "collapse"),
        "fill": element.tag == f"{SVG}text" and given.get("fill") in ("none", "transparent"),
        **{name: name in given and _is_faint((name, given[name])) for name in FADING},
    }
    return next((way for way, hides in ways.items() if hides), "")


def _is_faint(said: tuple[str, str]) -> bool:
    number = re.match(r"\d*\.?\d+", said[1])
    return number is not None and float(number[0]) < FAINT


def _is_figure(element: Element) -> bool:
    """A number, or a picture with words: what a figure can be in."""
    return element.tag == "data" or (element.tag.startswith(SVG) and bool(raw_text(element).strip()))


def _inside_figures(tree: Tree) -> Iterator[str]:
    """Markup inside a number: what stands there apart from what we write may hide or add a digit."""
    for figure in tree.all("data"):
        for part in figure.iter():
            if part is figure or part in tree.comments:
                continue
            written = FIGURE_PARTS.get(part.tag)
            plain = classes(part) == (written,) and part.attrib.keys() <= BUTTON and not len(part)
            if not written or not plain:
                yield f"markup inside the figure '{raw_text(figure)}': <{part.tag.rpartition('}')[2]}>"
        if not figure.attrib.keys() <= {"id", "value", "data-fact", "class"}:
            yield f"the figure '{raw_text(figure)}' has attributes that no figure has"


def _styles(tree: Tree) -> Iterator[str]:
    styles = [one for one in tree.elements if one.tag.rpartition("}")[2] == "style"]
    if any(tree.parents.get(one) is not tree.root.find("head") for one in styles):
        yield "a stylesheet stands inside the page"
    if any(BY_FIGURE.search(raw_text(one)) for one in styles):
        yield "a stylesheet names single figures"


def _ids(tree: Tree, record: Record) -> Iterator[str]:
    known = {f"fig-{figure.number}" for figure in record.figures}
    for name, times in Counter(one.get("id", "") for one in tree.elements).items():
        if name.startswith(NAMED) and times > 1:
            yield f"'{name}' is there {times} times"
        if name.startswith("fig-") and name not in known:
            yield f"'{name}' is no figure of the record"
