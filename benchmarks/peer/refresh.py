"""Takes the words, tables and charts' values of a built edition into ``content.json``, which the peer sets.

    python benchmarks/peer/refresh.py output/alibaba-fy2026-q2

Run it after the sample has changed, so that both sides of the comparison say the same.
"""

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from lxml import html
from lxml.html import HtmlElement

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
BLOCKS = "self::p or self::h3 or self::ul or self::ol or self::figure or self::table"
KINDS = {  # reportgen's kinds of exhibit, and the kind of chart that one would take for it in an afternoon
    "bars": "bars",
    "progress": "bars",
    "line": "line",
    "slope": "line",
    "versus": "grouped",
    "sparkline": "sparkline",
}
NUMBER = re.compile(r"[−-]?\d[\d,]*\.?\d*")


def text(element: HtmlElement | None) -> str:
    """What a reader reads of an element."""
    return "" if element is None else re.sub(r"\s+", " ", element.text_content()).strip()


def first(element: HtmlElement, name: str) -> HtmlElement | None:
    found = element.find_class(name)
    return found[0] if found else None


def value_of(cell: str) -> float | None:
    found = NUMBER.search(cell)
    return float(found[0].replace(",", "").replace("−", "-")) if found else None


def table(element: HtmlElement) -> dict[str, Any]:
    rows = [[text(cell) for cell in row.xpath("./th|./td")] for row in element.xpath(".//tbody/tr")]
    return {"kind": "table", "header": [text(cell) for cell in element.xpath(".//thead//tr/*")], "rows": rows}


def chart(figure: HtmlElement, exhibit: dict[str, Any]) -> dict[str, Any]:
    values = table(figure.xpath(".//details//table")[0])
    kind = "stacked" if exhibit.get("growth") else KINDS.get(exhibit["kind"], "columns")
    if len(values["rows"]) == 1:  # a single figure over time: its periods are the names
        ((_, *cells),) = values["rows"]
        values["rows"] = [list(pair) for pair in zip(values["header"][1:], cells, strict=True)]
        values["header"] = ["", ""]
    series = values["header"][1:] if kind in ("stacked", "grouped") else values["header"][1:2]
    rows = [
        {"name": row[0], "series": name, "value": value_of(row[column]), "label": row[column]}
        for column, name in enumerate(series, start=1)
        for row in values["rows"]
    ]
    measure = text(first(figure, "exhibit-measure"))
    return {
        "kind": kind,
        "unit": measure.split(",")[-1].strip(),
        "rows": rows,
        "title": text(first(figure, "exhibit-title")),
        "measure": measure,
        "alt": described(figure),
        "source": " ".join(
            text(first(figure, name)) for name in ("exhibit-caveat", "exhibit-source")
        ).strip(),
    }


def described(element: HtmlElement) -> str:
    """The alternative text of the picture in an element."""
    return " ".join(element.xpath("(.//svg)[1]/@aria-label | (.//svg)[1]/title/text() | (.//img)[1]/@alt"))


def blocks(part: HtmlElement, charts: dict[str, Any], exhibits: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for element in part.xpath(f".//*[{BLOCKS}][not(ancestor::*[{BLOCKS}])]"):
        if element.tag == "figure" and element.get("id") is None:
            yield {"kind": "quote", "text": text(element)}
        elif element.tag == "figure":
            name = element.get("id").removeprefix("exhibit-")
            if element.find_class("plot"):
                charts[name] = chart(element, exhibits[name])
                yield {"kind": "chart", "text": name}
            else:
                yield {"kind": "p", "text": text(first(element, "exhibit-title"))}
                yield table(element.xpath(".//table")[0])
        elif element.tag == "table":
            yield table(element)
        elif element.tag in ("ul", "ol"):
            yield {"kind": "list", "rows": [text(item) for item in element.xpath("./li")]}
        else:
            yield {"kind": element.tag, "text": text(element)}


def kpis(page: HtmlElement, charts: dict[str, Any]) -> Iterator[dict[str, str]]:
    for number, card in enumerate(page.find_class("card"), start=1):
        sparkline = first(card, "sparkline")
        name = f"kpi-{number}" if sparkline is not None else ""
        if sparkline is not None:
            alt = described(sparkline)
            values = re.split(r"Values[^:]*: ", alt)[1].removesuffix(".").split("; ")
            rows = [
                {"name": str(place), "value": value_of(value.rpartition(" ")[2])}
                for place, value in enumerate(values)
            ]
            charts[name] = {"kind": "sparkline", "unit": "", "rows": rows, "alt": alt}
        label, value, *notes = (
            text(first(card, css)) for css in ("card-label", "card-value", "card-change", "card-note")
        )
        yield {"label": label, "value": value, "note": " · ".join(filter(None, notes)), "chart": name}


def main() -> None:
    edition = Path(sys.argv[1])
    manifest = json.loads((edition / "manifest.json").read_text(encoding="utf-8"))
    settings = yaml.safe_load((ROOT / "data" / manifest["brief"] / "brief.yaml").read_text(encoding="utf-8"))
    page = html.fromstring((edition / "brief.html").read_bytes())
    charts: dict[str, Any] = {}
    labelled = [*page.find_class("summary-item"), *page.find_class("box-item")]
    essence = [{"kind": "p", "text": ". ".join(map(text, item.xpath("./p")))} for item in labelled]
    for front in page.find_class("essence"):
        essence += [
            block for block in blocks(front, charts, settings["exhibits"]) if block["kind"] == "chart"
        ]
    for key_table in page.xpath("//article/div[contains(@class, 'section')]"):
        essence += blocks(key_table, charts, settings["exhibits"])
    sections = [{"title": "Summary", "blocks": essence}]
    for part in page.xpath("//article/section"):
        found = list(blocks(part, charts, settings["exhibits"]))
        sections.append({"title": text(part.find(".//h2")), "blocks": found})
    content = {
        "title": manifest["title"],
        "standfirst": text(first(page, "standfirst")),
        "entity": manifest["entity"],
        "period": manifest["period"],
        "date": manifest["date"],
        "kpis": list(kpis(page, charts)),
        "sections": sections,
        "charts": charts,
    }
    (HERE / "content.json").write_text(
        json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
    )
    words = sum(len(json.dumps(part).split()) for part in sections)
    print(f"{len(charts)} charts, {len(sections)} sections, about {words} words")


main()
