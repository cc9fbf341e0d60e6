"""The peer's content as Typst's markup, its charts ready-made: ``python benchmarks/peer/typeset.py FOLDER``."""

import base64
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import report

HEAD = """\
#set page(paper: "a4", margin: (x: 17mm, y: 18mm), numbering: "1 of 1")
#set text(size: 9.5pt, lang: "en")
#set table(stroke: 0.5pt + gray)
"""


def said(text: str) -> str:
    """A text as a string of Typst's: JSON escapes what has to be."""
    return f"#{json.dumps(text, ensure_ascii=False)}"


def table(block: dict[str, Any]) -> str:
    rows = [row for row in (block["header"], *block["rows"]) if row]
    cells = ", ".join(f"[{said(cell)}]" for row in rows for cell in row)
    return f"#table(columns: {max(map(len, rows))}, {cells})"


def lines(content: dict[str, Any]) -> Iterator[str]:
    yield HEAD
    yield f"= {said(content['title'])}"
    yield said(content["standfirst"])
    for kpi in content["kpis"]:
        yield f"*{said(kpi['value'])}* {said(kpi['label'])} {said(kpi['note'])}"
        if kpi["chart"]:
            yield f'#image("{kpi["chart"]}.svg")'
    yield "#outline()"
    for section in content["sections"]:
        yield f"== {said(section['title'])}"
        yield from (line for block in section["blocks"] for line in block_lines(block, content))


def block_lines(block: dict[str, Any], content: dict[str, Any]) -> Iterator[str]:
    kind, text = block["kind"], block.get("text", "")
    if kind == "chart":
        chart = content["charts"][text]
        yield f"*{said(chart['title'])}*"
        yield f'#image("{text}.svg", alt: {json.dumps(chart["alt"], ensure_ascii=False)})'
        yield said(chart["source"])
    elif kind == "table":
        yield table(block)
    elif kind == "list":
        yield "\n".join(f"- {said(item)}" for item in block["rows"])
    elif kind == "quote":
        yield f"#quote(block: true)[{said(text)}]"
    else:
        yield f"=== {said(text)}" if kind == "h3" else said(text)


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    content = report.read()
    for name, chart in content["charts"].items():
        svg = base64.b64decode(report.draw(chart).partition("base64,")[2])
        (folder / f"{name}.svg").write_bytes(svg)
    (folder / "brief.typ").write_text("\n\n".join(lines(content)), encoding="utf-8")


main(Path(sys.argv[1]))
