"""A brief in a language that is not English shows no English: what its readers see, hear or find is built and read."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from reportgen.language import language_of
from reportgen.verify.page_text import carried_files
from tests.marking import NO_TEXTS, foreign

ROOT = Path(__file__).parent.parent
BRIEF = ROOT / "tests" / "foreign"
READ_ALOUD = ("alt", "aria-label", "aria-description", "title")
DESCRIBING = re.compile(r"author|description|keywords|og:(?!type|locale).*")
TOLD_IN_PDF = (
    "/ActualText", "/Alt", "/Author", "/Contents", "/Desc", "/E", "/Keywords", "/Subject", "/Title",
)  # fmt: skip
# By which a PDF is read back; they are titles of tags.
TAGS = re.compile(r"(?:fig|exhibit|card)-[\w-]+|key-exhibit")
AUTHORS = re.compile(  # what its author typed, and the notation of formulas, which is that of authors
    r"(?i)\bzz\w*(?:\s?\.\s?\w+(?:\([^)]*\))?|@[\w-]+)*|\b(?:count|comparison)(?=\()"
)
# Of currencies, of a unit, as its facts have them; of a file, of a site.
NAMES = re.compile(r"\b(?:RMB|US|share)\b|^charts/[\w-]+\.png$|\bexample\.com/\w+")
# Of flags and footnotes; a hash.
MARKS = re.compile(
    r"(?<=\d[\u00a0 ])[pebr]\b|(?:^|(?<=Ñóťé ))[a-z]\.?(?:\s*$|(?=\u2002))|^p (?=\S)|\b[0-9a-f]{16}\b"
)
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
    numbers = sorted(
        {number for generation in reader.xref.values() for number in generation} | set(reader.xref_objStm)
    )
    objects: list[Any] = [reader.get_object(number) for number in numbers]
    told = [
        str(one[key]) for one in objects if isinstance(one, dict) for key in TOLD_IN_PDF if _is_text(one, key)
    ]
    return [*(line for page in reader.pages for line in page.extract_text().split("\n")), *told]


def _is_text(found: Mapping[str, object], key: str) -> bool:
    value = found.get(key)
    return isinstance(value, str) and not value.startswith("/") and not TAGS.fullmatch(value)


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


@dataclass(frozen=True)
class Edition:
    """The files that were built, and what their verification found."""

    folder: Path
    drifts: str

    @property
    def page(self) -> str:
        return (self.folder / "brief.html").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    """The brief in the marked language, built and verified in a process of its own."""
    folder = tmp_path_factory.mktemp("foreign")
    command = [sys.executable, "-m", "tests.marking", str(BRIEF), str(folder)]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    return Edition(folder, done.stdout)


def test_the_page_shows_no_english(edition: Edition) -> None:
    assert unmarked(page_says(edition.page)) == {}


def test_the_pdf_shows_no_english(edition: Edition) -> None:
    said = pdf_says((edition.folder / "brief.pdf").read_bytes())
    assert "Ťĥé đáčťš áš á ťáþľé" in said, "what is told of attachments is read, too"
    assert unmarked(said) == {}


def test_pictures_and_values_to_take_along_show_no_english(edition: Edition) -> None:
    carried = {name: raw.decode() for name, raw in carried_files(edition.page).items()}
    pictures = [text for name, text in carried.items() if name.endswith(".svg")]
    values = [text for name, text in carried.items() if name.endswith(".csv") and name != "facts.csv"]
    assert len(pictures) > 1 < len(values)
    assert unmarked([*values, *(text for picture in pictures for text in page_says(picture))]) == {}


def test_an_edition_in_another_language_verifies(edition: Edition) -> None:
    assert edition.drifts == ""


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("<h2>Sources</h2>", {"Sources"}),
        ("<p>Zzales řóšé by 8 ħéřčéñť</p>", {"by"}),
        ('<figure aria-label="Table: Zzable">', {"Table"}),
        ('<meta name="description" content="brief of Zzorp">', {"brief", "of"}),
        ("<dd>zzales.yoy > 0 in each quarter</dd>", {"in", "each", "quarter"}),
        ("<p>Zzales.</p><style>.card { color: red }</style>", set()),
    ],
)
def test_an_english_word_is_found(html: str, words: set[str]) -> None:
    assert set(unmarked(page_says(html))) == words


def test_every_text_of_the_language_is_marked() -> None:
    whole = foreign(language_of())
    said = [getattr(whole, group.name) for group in fields(whole) if group.name not in NO_TEXTS]
    assert [text for text in _texts(said) if WORD.search(re.sub(r"\{\w*\}", "", text))] == []
    assert whole.exhibits.sources(2) == "Šóúřčéš: {sources}"


def _texts(found: Any) -> Iterator[str]:
    """Every text below something; of a mapping the values alone."""
    if isinstance(found, str):
        yield found
    elif isinstance(found, Mapping):
        yield from _texts(list(found.values()))
    elif isinstance(found, list | tuple):
        yield from (text for one in found for text in _texts(one))
    elif is_dataclass(found):
        yield from _texts([getattr(found, one.name) for one in fields(found)])
