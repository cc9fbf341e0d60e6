"""A brief in a language that is not English shows no English: what its readers see, hear or find is built and read."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

ROOT = Path(__file__).parent.parent
BRIEF = ROOT / "tests" / "foreign"
READ_ALOUD = ("alt", "aria-label", "aria-description", "title")
DESCRIBING = re.compile(r"author|description|keywords|og:(?!type|locale).*")
TOLD_IN_PDF = (
    "/Alt",
    "/ActualText",
    "/Author",
    "/Contents",
    "/Desc",
    "/E",
    "/Keywords",
    "/Subject",
    "/Title",
)
AUTHORS = re.compile(  # what its author typed, and the notation of formulas, which is that of authors
    r"(?i)\bzz\w*(?:\s?\.\s?\w+(?:\([^)]*\))?|@[\w-]+)*|\b(?:count|comparison)(?=\()|(?<=, )\w+(?=@)"
)
NAMES = re.compile(
    r"\b(?:RMB|US|CNY|USD)\b|\bzz: zz\b", re.IGNORECASE
)  # of currencies, as the brief abbreviates them
MARKS = re.compile(
    r"(?<=\d\u00a0)[pebr]\b|^[a-z]$|^p (?=\S)|\b[0-9a-f]{16}\b"
)  # of flags and of footnotes; a hash
WORD = re.compile(r"[A-Za-z]+")


class Said(HTMLParser):
    """What a page says to those who see it, hear it, or find it, text by text."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._passed = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.found += [given[name] for name in READ_ALOUD if name in given]
        if tag == "meta" and DESCRIBING.fullmatch(given.get("name", "") or given.get("property", "")):
            self.found.append(given["content"])
        self._passed = tag in ("style", "script")

    def handle_endtag(self, _: str) -> None:
        self._passed = False

    def handle_data(self, data: str) -> None:
        self.found += [] if self._passed else [data.strip()]


def page_says(html: str) -> list[str]:
    said = Said()
    said.feed(html)
    return said.found


def pdf_says(raw: bytes) -> list[str]:
    """The text of the pages, and what the document tells of its pictures, links, files and itself."""
    reader = PdfReader(BytesIO(raw))
    objects = [reader.get_object(number) for number in range(1, len(reader.xref[0]) + 1)]
    told = [str(value) for one in objects for value in _strings(one)]
    return [*("\n".join(page.extract_text() for page in reader.pages).split("\n")), *told]


def _strings(found: Any) -> Iterator[str]:
    if isinstance(found, dict):
        yield from (str(found[key]) for key in TOLD_IN_PDF if isinstance(found.get(key), str))


def unmarked(texts: Iterable[str]) -> dict[str, str]:
    """English words among texts, each with a text in which it stands."""
    found: dict[str, str] = {}
    for text in texts:
        rest = text
        for passed in (AUTHORS, NAMES, MARKS):
            rest = passed.sub(" ", rest)
        for word in WORD.findall(rest):
            found.setdefault(word, text)
    return found


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The brief in the marked language, built in a process of its own."""
    folder = tmp_path_factory.mktemp("foreign")
    command = [sys.executable, "-m", "tests.marking", str(BRIEF), str(folder)]
    subprocess.run(command, cwd=ROOT, check=True)
    return folder


def test_the_page_shows_no_english(edition: Path) -> None:
    assert unmarked(page_says((edition / "brief.html").read_text(encoding="utf-8"))) == {}


def test_the_pdf_shows_no_english(edition: Path) -> None:
    assert unmarked(pdf_says((edition / "brief.pdf").read_bytes())) == {}
