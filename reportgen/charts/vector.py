"""SVG as ElementTree holds it, and how it is written: always with the same prefixes."""

from __future__ import annotations

from xml.etree import ElementTree as ET

SVG, XLINK = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"
HREF = f"{{{XLINK}}}href"


def svg_text(root: ET.Element) -> str:
    """An SVG written out, without a declaration. The elements are no others' any more: they lose their namespaces.

    ElementTree would take the prefixes from a register that all of a process share: WeasyPrint, imported, changes it.
    """
    is_linking = False
    for element in root.iter():
        element.tag = element.tag.removeprefix(f"{{{SVG}}}")
        if HREF in element.attrib:
            is_linking = True
            element.attrib = {
                "xlink:href" if name == HREF else name: value for name, value in element.attrib.items()
            }
    spaces = {"xmlns": SVG} | ({"xmlns:xlink": XLINK} if is_linking else {})
    root.attrib = spaces | root.attrib
    return ET.tostring(root, encoding="unicode")
