"""What the print engine complains of, as findings at the lines that an author can change.

What is shipped gives no cause for complaints; so each has its cause in a text, a stylesheet, a template or a picture of
the brief or its project. The engine names it by a word, which is looked for in what was read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from reportgen.brief import Brief
from reportgen.document.content import Content
from reportgen.document.stylesheet import stylesheet
from reportgen.files import Files
from reportgen.findings import Finding, Findings, Place, error

_GLYPH = re.compile(r"\.notdef glyph .* \(U\+([0-9A-F]+)\)$")
_NO_ANCHOR = re.compile(r"No anchor #(\S+) |undefined anchor \('string', '#([^']+)'\)")
_TWICE = re.compile(r"Anchor defined twice: '([^']+)'")
_IMAGE = re.compile(r"Failed to load (?:image|stylesheet) at '?([^' ]+)'? ?:")
_POSITION = re.compile(r" at (\d+):\d+")
_QUOTED = re.compile(r"'([^']+)'")
FIRST_LINE_OF_CSS = 2  # in its element, see templates/base.html.jinja
LONGEST = 160  # letters of what an engine says


@dataclass(frozen=True, slots=True)
class _Cause:
    """What is wrong, and the words by which its place is found."""

    code: str
    message: str
    words: tuple[str, ...]


def placed(said: Iterable[str], content: Content, brief: Brief) -> Iterator[Finding]:
    """The engine's complaints as findings, each cause once."""
    for cause in dict.fromkeys(_cause(one, content, brief.files) for one in said):
        if cause.words and cause.words[0].startswith("data:"):
            yield error("bad-picture", cause.message, brief.place("theme", "logo"))
        else:
            yield error(cause.code, cause.message, _found(cause.words, brief))


def broken(problem: Exception, suspects: Iterable[Path], brief: Brief) -> Finding:
    """A document on which the engine fails altogether, at the first of the files that may be the cause."""
    said = " ".join(f"{type(problem).__name__}: {problem}".split())[:LONGEST].rstrip(": ")
    paths = list(dict.fromkeys(suspects))
    names = [brief.files.name_of(path).partition("/")[2] for path in paths[1:]]
    others = f"; if not for this file, then for {' or '.join(names)}" if names else ""
    place = Place(paths[0]) if paths else brief.place()
    return error("print-engine", f"the print engine cannot set the pages ({said}){others}", place)


def own_sheets(files: Files) -> Iterator[Path]:
    """The stylesheets that are not ours: the brief's, then the project's."""
    for name in files.read:
        owner, _, inside = name.partition("/")
        if name.endswith(".css") and owner == "brief" and files.brief:
            yield files.brief / inside
        elif name.endswith(".css") and owner == "project" and files.project:
            yield files.project / inside


def _cause(said: str, content: Content, files: Files) -> _Cause:
    if found := _GLYPH.search(said):
        letter = chr(int(found[1], 16))
        letters = (letter, f"\\u{found[1].lower():0>4}", f"\\U{found[1].lower():0>8}", f"&#{ord(letter)};")
        return _Cause("missing-glyph", f"no bundled font has '{letter}' (U+{found[1]})", letters)
    if found := _NO_ANCHOR.search(said):
        name = found[1] or found[2]
        return _Cause("dead-anchor", f"nothing here is named '#{name}'", (f"#{name}",))
    if found := _TWICE.search(said):
        name = found[1]
        ids = (f'id="{name}"', f"id='{name}'", f"#{name}", name.removeprefix("exhibit-"))
        return _Cause("duplicate-anchor", f"two parts of the document are named '{name}'", ids)
    if found := _IMAGE.search(said):
        what = "the logo" if found[1].startswith("data:") else f"'{found[1]}'"
        message = f"{what} cannot be shown; expected a whole picture that needs nothing from elsewhere"
        return _Cause("bad-picture", message, (found[1],))
    words = tuple(line.strip() for quoted in _QUOTED.findall(said) for line in quoted.splitlines())
    if found := _POSITION.search(said):
        words = (_line_of_css(int(found[1]), content, files), *words)
    message = " ".join(_POSITION.sub("", said).replace("the the", "the").split())[:LONGEST]
    return _Cause("print-engine", f"the print engine says: {message}", tuple(filter(None, words)))


def _line_of_css(number: int, content: Content, files: Files) -> str:
    """A line of the document's stylesheet as the engine counts it."""
    css = stylesheet(content.theme, "print", content.paper, files, content.style).split("\n")
    at = number - FIRST_LINE_OF_CSS
    return css[at].strip() if 0 <= at < len(css) else ""


def _found(words: Iterable[str], brief: Brief) -> Place:
    """Where the first of the words stands in what was read of the brief and its project; else the brief itself."""
    files, findings = brief.files, Findings()
    for word in words:
        for path in _texts(brief):
            raw = files.content(path, "text", findings)
            before, found, _ = (raw or b"").partition(word.encode())
            if found:
                return Place(path, before.count(b"\n") + 1)
    sheets = list(own_sheets(files))
    return Place(sheets[0]) if sheets else brief.place()


def _texts(brief: Brief) -> Iterator[Path]:
    """What an author may have typed, in the order in which a cause is likely."""
    files = brief.files
    yield from own_sheets(files)
    for name in files.read:
        owner, _, inside = name.partition("/")
        path = Path(inside)
        if owner == "brief" and path.suffix in (".md", ".yaml", ".svg") and files.brief:
            yield files.brief / inside
        elif owner == "project" and path.suffix == ".jinja" and files.project:
            yield files.project / inside
