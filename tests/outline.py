"""The tags of a PDF, condensed to what a screen reader would say.

`outline` asks `pdfinfo -struct-text`, which reads a page anew for each tag: for documents of two or three pages.
`headings` reads the tags itself, once, for documents of any length.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pypdf.generic import DictionaryObject

from reportgen.verify.pdf_reading import opened
from reportgen.verify.pdf_text import PageTexts

SAID = re.compile(r"(H[1-6]|P|L|TOCI?|Lbl|Table|TR|TH|TD|Caption|Figure|Link|Note|BlockQuote|Code)\b")


def outline(path: Path) -> str:
    """A line for each tag that means something, indented, its text behind it; links stand in ‹ ›."""
    return "\n".join(line for line in _condensed(_told(path)) if line.strip()) + "\n"


def headings(path: Path) -> list[tuple[int, str]]:
    """The level and the text of every heading, in reading order."""
    with opened(path.read_bytes(), path.name) as document:
        texts = PageTexts(document)
        marks = {number: texts.texts(index) for index, (number, _) in enumerate(document.pages)}
        return list(_headings(document.reader.root_object["/StructTreeRoot"].get_object(), 0, marks))


def _headings(element: Any, page: int, marks: Mapping[int, Mapping[int, str]]) -> Iterator[tuple[int, str]]:
    page = element.raw_get("/Pg").idnum if "/Pg" in element else page
    tag = str(element.get("/S", ""))
    if re.fullmatch("/H[1-6]", tag):
        yield int(tag[2:]), "".join(_text(element, page, marks))
        return
    for kid in [one.get_object() for one in element.get("/K", ())]:
        if isinstance(kid, DictionaryObject) and kid.get("/Type") != "/OBJR":
            yield from _headings(kid, page, marks)


def _text(element: Any, page: int, marks: Mapping[int, Mapping[int, str]]) -> Iterator[str]:
    page = element.raw_get("/Pg").idnum if "/Pg" in element else page
    for kid in [one.get_object() for one in element.get("/K", ())]:
        if not isinstance(kid, DictionaryObject):
            yield marks[page].get(int(kid), "")
        elif kid.get("/Type") != "/OBJR":
            yield from _text(kid, page, marks)


def _told(path: Path) -> list[str]:
    command = ["pdfinfo", "-struct-text", "-enc", "UTF-8", str(path)]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.split("\n")


def _condensed(lines: list[str]) -> Iterator[str]:
    """Texts go to the nearest tag that means something, and the scopes of headers with them."""
    around: list[int] = []  # how deep in the file the tags stand that mean something
    link, current = 0, ""
    for line in lines:
        depth, said = len(line) - len(line.lstrip()), line.strip()
        if link and depth <= link and said:
            link, current = 0, current + "›"
        if said:
            around = [deep for deep in around if deep < depth]
        if said.startswith('"') and said.endswith('"'):
            current += said[1:-1]
        elif said.startswith("/Scope"):
            current += f"({said.split()[1].lstrip('/').lower()}) "
        elif said.startswith("Link"):
            link, current = depth, current + "‹"
        elif found := SAID.match(said):
            yield _line(current)
            current = "  " * len(around) + found[1] + " "
            around.append(depth)
    yield _line(current)


def _line(text: str) -> str:
    indent = len(text) - len(text.lstrip())
    return " " * indent + " ".join(text.replace("\u00a0", " ").split())
