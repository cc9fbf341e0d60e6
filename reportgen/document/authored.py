"""What an author typed, with its exact place: the narrative, the texts of the settings, and templates of one's own.

What is code (formulas, names of blocks, tags) or an address is blanked, letter for letter, so that what is left stands
at the line and column at which the author sees it.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from reportgen.brief import SETTINGS, Brief
from reportgen.document.parts import own_templates
from reportgen.files import Files
from reportgen.findings import Findings
from reportgen.located import composed, is_reasonable, read_text
from reportgen.metrics import METRICS

_FORMULA = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_NAMING_CALL = re.compile(
    r"\b(?:at|of|as_of|index|literal|exhibit|cite)\s*\([^()]*\)|\b(?:since|first)\s*=\s*(?:\"[^\"]*\"|'[^']*')"
)
_STRING = re.compile(r"'(?:[^'\\\n]|\\.)*'|\"(?:[^\"\\\n]|\\.)*\"")
_QUOTATION = re.compile(r"(?ms)^[ \t]*(:{3,}) *quote\b.*?^[ \t]*\1[ \t]*$")
_GUARDED = re.compile(r"(?s)\{%-?\s*if\b.*?\{%-?\s*endif\b")
_NO_PROSE = (
    re.compile(r"\{#[a-z][a-z0-9-]*\}"),  # the id of a heading
    re.compile(r"\]\([^)]*\)|<(?:https?|mailto):[^>]*>|https?://\S+"),  # addresses
    re.compile(
        r"(?m)^[ \t]*:{3,}[ \t]*(?:(?:beside|pair)\b.*|[\w-]+)?"
    ),  # the name of a block; its title is prose
    re.compile(r"(?<!\w)@exhibit-[a-z0-9-]+"),  # references
    re.compile(r"(?<=[{ ])[.#][A-Za-z][\w-]*(?=[^{}\n]*\})"),  # classes and ids behind a picture
    re.compile(r"(?<=[{ ])(?:alt|credit)="),
    re.compile(r"\[\^[^\]]*\]"),  # marks of footnotes
    re.compile(r"(?m)^[ \t]*\d+[.)](?=\s)"),  # numbered lists
    re.compile(r"&#?\w+;"),  # letters by their names
)
_PARAMETER = re.compile(r"\beach(?:\.|\[[\"'])(\w+)")
# Names of things, whatever digits they hold.
NAMES_OF_MEMBERS = frozenset({"entity", "name", "short", "ticker"})
_TAG = re.compile(r"(?s)<[^>]*>")
_NO_TEXT_OF_HTML = (
    re.compile(r"(?<=>)0(?=</)"),  # what a page number replaces
    re.compile(r"\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}"),  # rules of a stylesheet
    re.compile(r"(?is)<(style|script)\b.*?</\1\s*>|<!--.*?-->"),
    _TAG,
    re.compile(r"&#?\w+;"),
)
_READ_ALOUD = re.compile(r"\b(?:alt|title|aria-label|placeholder)\s*=\s*(\"[^\"]*\"|'[^']*')")
_INDICATOR = re.compile(r"[>|][-+0-9]*[^\n]*")  # how a block of YAML begins
_ESCAPE = re.compile(r"\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|.)")

TEXTS = frozenset(
    "title standfirst measure caveat alt text note basis label short definition nearest_gaap rest reason".split()
)
# Printed as they are typed.
PLAIN = frozenset("basis label short definition nearest_gaap publisher rest reason".split())
NO_TEXTS = ("entity", "sources", "names", "theme", "currency")  # names of things, or no words at all
_A_FORMULA = 2  # keys: ``derive`` and the name of a metric; what lies deeper are the metric's settings


@dataclass(frozen=True, slots=True)
class Passage:
    """A text as it stands in a file, all but the author's own words blanked. ``quoted`` keeps quotations too."""

    path: Path
    line: int
    column: int
    words: str
    quoted: str
    is_prose: bool = True
    cause: str = ""  # names of one kind are typed alike: what is wrong with them has one cause
    formula: re.Match[str] | None = None  # that stands where none is evaluated

    def position(self, offset: int) -> tuple[int, int]:
        """The line and the column of a letter, both from 1."""
        before = self.words[:offset]
        rows = before.count("\n")
        return self.line + rows, offset - before.rfind("\n") if rows else self.column + offset


def passages(brief: Brief) -> Iterator[Passage]:
    """Everything that the author of a brief typed and its readers may see."""
    yield from _narrative(brief.folder / brief.settings.narrative, brief.files)
    for name in (SETTINGS, METRICS):
        yield from _settings(brief.folder / name, brief.files)
    for path in own_templates(brief.files):
        yield from _template(path, brief.files)
    yield from _parameters(brief)


def _parameters(brief: Brief) -> Iterator[Passage]:
    """What the table of parameters says of one of many briefs, as far as its texts may show it."""
    if not brief.member:
        return
    sources = [_source(brief.folder / name, brief.files) for name in (SETTINGS, brief.settings.narrative)]
    shown = {name for source in sources for name in _PARAMETER.findall(source or "")}
    place = brief.member.place or brief.place("each")
    for name in sorted(shown & brief.member.parameters.keys() - NAMES_OF_MEMBERS):
        text = brief.member.parameters[name]
        yield Passage(place.path, place.line, place.column, text, text, cause=f"each.{name}")


def unguarded(brief: Brief) -> Iterator[Passage]:
    """The prose of the narrative that stands there whatever the facts are: not what an ``{% if … %}`` decides on."""
    path = brief.folder / brief.settings.narrative
    source = _source(path, brief.files)
    text = _without_formulas(_blanked(source, (_QUOTATION, _GUARDED)), keep_strings=False)
    text = _blanked(text, _NO_PROSE)
    if text:
        yield Passage(path, 1, 1, text, text)


def _narrative(path: Path, files: Files) -> Iterator[Passage]:
    source = _source(path, files)
    if source:
        quoted = _without_code(source)
        yield Passage(path, 1, 1, _without_code(_blanked(source, (_QUOTATION,))), quoted)


def _settings(path: Path, files: Files) -> Iterator[Passage]:
    source = _source(path, files)
    try:
        root = composed(source, is_json=path.suffix == ".json") if source else None
    except yaml.YAMLError:
        return  # whoever reads the settings says so
    if root is None or not is_reasonable(root):
        return
    for keys, node in _scalars(root, ()):
        begin = node.start_mark
        typed = source[begin.index : node.end_mark.index]
        text = _without_code(_content(typed, node))
        cause = f"{path.name} {keys[-1]}" if keys and _is_name(keys) else ""
        formula = _FORMULA.search(typed) if _is_plain(path.name, keys) else None
        where = path, begin.line + 1, begin.column + 1
        yield Passage(*where, text, text, _is_prose(path.name, keys), cause, formula)


def _content(written: str, node: yaml.ScalarNode) -> str:
    """A scalar without what YAML writes beside its words."""
    if node.style in (">", "|"):
        return _blank(written, _INDICATOR.match(written))
    return _ESCAPE.sub(lambda match: " " * len(match[0]), written) if node.style == '"' else written


def _scalars(
    node: yaml.Node | None, keys: tuple[str, ...]
) -> Iterator[tuple[tuple[str, ...], yaml.ScalarNode]]:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from _scalars(value, (*keys, str(key.value)))
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _scalars(item, keys)
    elif isinstance(node, yaml.ScalarNode):
        yield keys, node


def _is_prose(file: str, keys: tuple[str, ...]) -> bool:
    """Whether a setting is a text for readers; formulas, names and options are not."""
    if file == METRICS:
        return len(keys) > 1 and keys[-1] in TEXTS
    if not keys or keys[0] in NO_TEXTS or (keys[0] == "derive" and len(keys) == _A_FORMULA):
        return False
    entry = keys[0] in ("notices", "abbreviations", "glossary") or keys[-2:-1] == ("labels",)
    return entry or keys[-1] in TEXTS or keys[-1].endswith("_label")


def _is_plain(file: str, keys: tuple[str, ...]) -> bool:
    """Whether a setting is printed as it is typed, without being evaluated."""
    return bool(keys) and (
        file == METRICS or keys[0] in ("entity", "sources") or keys[-1] in PLAIN or keys[-2:-1] == ("labels",)
    )


def _is_name(keys: tuple[str, ...]) -> bool:
    return keys[-1] in ("label", "short") or keys[-2:-1] == ("labels",)


def _template(path: Path, files: Files) -> Iterator[Passage]:
    source = _source(path, files)
    if source:
        heard = _without_formulas(source, keep_strings=False)
        words = _blanked(heard, _NO_TEXT_OF_HTML)
        for tag in _TAG.finditer(heard):
            for said in _READ_ALOUD.finditer(tag[0]):
                begin, end = (tag.start() + at for at in said.span(1))
                words = words[:begin] + heard[begin:end] + words[end:]
        yield Passage(path, 1, 1, words, words)


def _source(path: Path, files: Files) -> str:
    """The text of a file; nothing where it cannot be read, which is reported where it has to be."""
    if not os.path.lexists(path) or files.has_refused(path):
        return ""
    return (read_text(path, Findings(), files) or "").replace("\r\n", "\n")


def _without_code(text: str) -> str:
    return _blanked(_without_formulas(text), _NO_PROSE)


def _without_formulas(text: str, *, keep_strings: bool = True) -> str:
    """A template without its formulas; words that a formula chooses between are the author's, and stay."""

    def blanked(match: re.Match[str]) -> str:
        formula = _NAMING_CALL.sub(_spaces, match[0])
        spared = [found.span() for found in _STRING.finditer(formula)] if keep_strings else []
        if formula.startswith("{#"):
            spared = []
        kept = {at for begin, end in spared for at in range(begin + 1, end - 1)}
        return "".join(letter if at in kept or letter == "\n" else " " for at, letter in enumerate(formula))

    return _FORMULA.sub(blanked, text)


def _blanked(text: str, patterns: Iterable[re.Pattern[str]]) -> str:
    for pattern in patterns:
        text = pattern.sub(_spaces, text)
    return text


def _blank(text: str, match: re.Match[str] | None) -> str:
    return " " * match.end() + text[match.end() :] if match else text


def _spaces(match: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", match[0])
