"""What WeasyPrint's PDF/A-3a still lacks to be PDF/UA-1 as well: done to the objects before they are written.

Rules: ISO 14289-1 (PDF/UA-1), by the numbers of its clauses; ISO 19005-3 (PDF/A-3).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from xml.etree.ElementTree import Element, SubElement, fromstring, register_namespace, tostring

import pydyf

from reportgen.document.print.engine import Document, Untyped
from reportgen.document.print.marking import CONTENTS
from reportgen.document.print.page_numbers import page_map
from reportgen.language import Links

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
PDFUA = "http://www.aiim.org/pdfua/ns/id/"
EXTENSION = "http://www.aiim.org/pdfa/ns/extension/"
SCHEMA = "http://www.aiim.org/pdfa/ns/schema#"
PROPERTY = "http://www.aiim.org/pdfa/ns/property#"
for _prefix, _namespace in (("pdfaExtension", EXTENSION), ("pdfaSchema", SCHEMA), ("pdfaProperty", PROPERTY)):
    register_namespace(_prefix, _namespace)  # the prefixes are part of the rule

CONTENTS_ENTRY = "contents-entry"  # the class of links in the list of contents
FOOTNOTE = "fn-"  # what the ids of footnotes begin with


def finish(document: Document, pdf: pydyf.PDF, words: Links) -> None:
    """Complete the tags, the links (in ``words``) and the attachments of a PDF that is about to be written."""
    _scope_headers(pdf)
    _list_contents_once(pdf)
    _wrap_list_bodies(pdf)
    _name_notes(pdf)
    _set_furniture_apart(pdf)
    _word_links(document, words)
    _name_attachments_once(pdf)


def identify(generate: Callable[..., bytes], variant: str, version: int, conformance: str) -> bytes:
    """The document's XMP with PDF/UA's mark, and the schema that PDF/A wants described (6.6.2.3.2)."""
    rdf = fromstring(generate(variant, version, conformance))  # noqa: S314 - just made by the engine
    mark = SubElement(rdf, f"{{{RDF}}}Description", {f"{{{RDF}}}about": ""})
    SubElement(mark, f"{{{PDFUA}}}part").text = "1"
    described = SubElement(rdf, f"{{{RDF}}}Description", {f"{{{RDF}}}about": ""})
    schemas = SubElement(SubElement(described, f"{{{EXTENSION}}}schemas"), f"{{{RDF}}}Bag")
    schema = _resource(SubElement(schemas, f"{{{RDF}}}li"))
    SubElement(schema, f"{{{SCHEMA}}}schema").text = "PDF/UA identification schema"
    SubElement(schema, f"{{{SCHEMA}}}namespaceURI").text = PDFUA
    SubElement(schema, f"{{{SCHEMA}}}prefix").text = "pdfuaid"
    properties = SubElement(SubElement(schema, f"{{{SCHEMA}}}property"), f"{{{RDF}}}Seq")
    part = _resource(SubElement(properties, f"{{{RDF}}}li"))
    SubElement(part, f"{{{PROPERTY}}}name").text = "part"
    SubElement(part, f"{{{PROPERTY}}}valueType").text = "Integer"
    SubElement(part, f"{{{PROPERTY}}}category").text = "internal"
    SubElement(part, f"{{{PROPERTY}}}description").text = "The part of ISO 14289 to which this file conforms"
    written: bytes = tostring(rdf, encoding="utf-8")
    return written


def _resource(element: Element) -> Element:
    element.set(f"{{{RDF}}}parseType", "Resource")
    return element


def _scope_headers(pdf: pydyf.PDF) -> None:
    """Say of each header cell whether it heads its column or its row (7.5)."""
    for element in _structure(pdf):
        if element["S"] == "/TH":
            row = _resolved(pdf, element["P"])
            group = _resolved(pdf, row["P"])
            element["A"]["Scope"] = "/Column" if group["S"] == "/THead" else "/Row"


def _list_contents_once(pdf: pydyf.PDF) -> None:
    """Make one list of the columns of the contents, whose entries refer to parts (ISO 32000-1, table 333)."""
    columns = [element for element in _structure(pdf) if element["S"] == CONTENTS]
    for column in columns:
        for entry in _kids(pdf, column):
            entry["S"], entry["P"] = "/TOCI", columns[0].reference
            for body in _kids(pdf, entry):
                body["S"] = "/Reference"
    for column in columns[1:]:
        columns[0]["K"] += column["K"]
        parent = _resolved(pdf, column["P"])
        parent["K"] = pydyf.Array(kid for kid in parent["K"] if kid != column.reference)
        column.clear()


def _wrap_list_bodies(pdf: pydyf.PDF) -> None:
    """Give list items whose content begins with a paragraph the body that they must have (7.2)."""
    for item in [element for element in _structure(pdf) if element["S"] == "/LI"]:
        loose = [kid for kid in item["K"] if _resolved(pdf, kid)["S"] not in ("/Lbl", "/LBody")]
        if loose:
            body = pydyf.Dictionary(
                {"Type": "/StructElem", "S": "/LBody", "P": item.reference, "K": pydyf.Array(loose)}
            )
            pdf.add_object(body)
            for kid in loose:
                _resolved(pdf, kid)["P"] = body.reference
            kept = [kid for kid in item["K"] if kid not in loose]
            item["K"] = pydyf.Array([*kept, body.reference])


def _name_notes(pdf: pydyf.PDF) -> None:
    """Tag footnotes as notes with a name of their own (7.9), and their letters as labels.

    WeasyPrint's tree has them as spans in an area without a meaning, which stands beside the parts of the document.
    """
    count = 0
    root = _resolved(pdf, pdf.catalog["StructTreeRoot"])
    for document in [_resolved(pdf, kid) for kid in root["K"]]:
        areas = [one for one in _kids(pdf, document) if one["S"] == "/NonStruct"]
        for note in [one for area in areas for one in _kids(pdf, area) if one["S"] == "/Span"]:
            label = next(_kids(pdf, note), None)
            if label and label["S"] == "/NonStruct":
                note["S"], label["S"] = "/Note", "/Lbl"
                note["ID"] = pydyf.String(f"note-{count}")
                count += 1


def _set_furniture_apart(pdf: pydyf.PDF) -> None:
    """Mark running heads and page numbers as artifacts (7.8): WeasyPrint tags them, but in no tree."""
    reachable = set(_reachable(pdf))
    parents = _resolved(pdf, _resolved(pdf, pdf.catalog["StructTreeRoot"])["ParentTree"])["Nums"]
    of_page = {parents[index]: parents[index + 1] for index in range(0, len(parents), 2)}
    for page in _pages(pdf):
        owners = of_page[page["StructParents"]]
        orphans = {mcid for mcid, owner in enumerate(owners) if owner not in reachable}
        stream = _resolved(pdf, page["Contents"]).stream
        for index, item in enumerate(stream):
            if isinstance(item, dict) and item.get("MCID") in orphans:
                stream[index - 1] = "/Artifact"
                stream[index] = pydyf.Dictionary({"Type": "/Pagination"})
        for mcid in orphans:
            owners[mcid] = "null"
    for element in _structure(pdf):
        if element.reference not in reachable:
            element.clear()


def _word_links(document: Document, said: Links) -> None:
    """Describe each link in words (7.18.5): its title, or the text that it stands on; in the contents, its page too."""
    anchors = page_map(document).anchors
    for page in document.pages:
        for kind, target, _, box in page.links:
            if kind in ("internal", "external") and box.link_annotation:
                element = box.element
                words = element.get("title") or " ".join("".join(element.itertext()).split())
                if element.get("class") == CONTENTS_ENTRY and target in anchors:
                    words = said.on_page.format(text=words, page=anchors[target])
                if target.startswith(FOOTNOTE):
                    words = said.footnote.format(letter=words)  # a letter alone tells nothing
                if words:
                    box.link_annotation["Contents"] = pydyf.String(words)


def _name_attachments_once(pdf: pydyf.PDF) -> None:
    """List each associated file once (ISO 19005-3, 6.8); WeasyPrint lists them twice."""
    if "AF" in pdf.catalog:
        pdf.catalog["AF"] = pydyf.Array(dict.fromkeys(pdf.catalog["AF"]))


def _structure(pdf: pydyf.PDF) -> Iterator[Untyped]:
    return (item for item in pdf.objects if isinstance(item, dict) and item.get("Type") == "/StructElem")


def _reachable(pdf: pydyf.PDF) -> Iterator[bytes]:
    waiting = list(_resolved(pdf, pdf.catalog["StructTreeRoot"])["K"])
    while waiting:
        reference = waiting.pop()
        yield reference
        element = _resolved(pdf, reference)
        if element.get("Type") == "/StructElem":
            waiting += [kid for kid in element["K"] if isinstance(kid, bytes)]


def _kids(pdf: pydyf.PDF, element: Untyped) -> Iterator[Untyped]:
    """The elements that stand in one; not its pieces of content."""
    for kid in element["K"]:
        found = _resolved(pdf, kid) if isinstance(kid, bytes) else {}
        if found.get("Type") == "/StructElem":
            yield found


def _pages(pdf: pydyf.PDF) -> Iterator[Untyped]:
    return (item for item in pdf.objects if isinstance(item, dict) and item.get("Type") == "/Page")


def _resolved(pdf: pydyf.PDF, reference: bytes) -> Untyped:
    return pdf.objects[int(reference.split()[0])]
