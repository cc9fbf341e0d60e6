"""A page as a browser reads it: a tree of elements, by the rules of HTML5."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

SVG = "{http://www.w3.org/2000/svg}"


@dataclass(frozen=True, slots=True)
class Tree:
    """The elements of a page in their order, and what each stands in."""

    root: Element
    elements: tuple[Element, ...] = ()
    comments: tuple[Element, ...] = ()
    parents: Mapping[Element, Element] = field(default_factory=dict)

    def all(self, tag: str) -> list[Element]:
        """Every element of a kind."""
        return [one for one in self.elements if one.tag == tag]

    def of_class(self, name: str) -> list[Element]:
        """Every element of a class."""
        return [one for one in self.elements if name in classes(one)]

    def around(self, element: Element) -> Iterator[Element]:
        """What an element stands in, the nearest first."""
        while element in self.parents:
            element = self.parents[element]
            yield element


def parsed(html: str) -> Tree:
    """Read a page as a browser would, with everything that a browser mends."""
    import tinyhtml5

    root: Element = tinyhtml5.parse(html, namespace_html_elements=False)
    parents = {kid: parent for parent in root.iter() for kid in parent}
    comments = tuple(one for one in root.iter() if _is_comment(one))
    apart = set(comments)
    return Tree(root, tuple(one for one in root.iter() if one not in apart), comments, parents)


def classes(element: Element) -> tuple[str, ...]:
    """The classes of an element."""
    return tuple(element.get("class", "").split())


def words(element: Element) -> str:
    """The text of an element in one line."""
    return " ".join(raw_text(element).split())


def raw_text(element: Element) -> str:
    """The text of an element, without comments."""
    own = "" if _is_comment(element) else element.text or ""
    return own + "".join(raw_text(kid) + (kid.tail or "") for kid in element)


def _is_comment(element: Element) -> bool:
    tag: object = element.tag
    return not isinstance(tag, str)
