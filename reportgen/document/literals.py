"""Numbers typed by hand: the sources of a brief are read for digits and number words that no fact stands behind.

A typed number is the one that stays when its fact changes. Exempt are quotations, formulas, links, identifiers, and
the names that the brief declares (``names:``, ``literal("…")``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import yaml

from reportgen.brief import METRICS, SETTINGS, Brief
from reportgen.located import error
from reportgen.model import Finding, Place

NUMBER_WORDS = (
    "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen"
    " nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million billion trillion dozen"
    " hundreds thousands millions billions trillions dozens first second third thirds fourth fifth sixth seventh eighth"
    " ninth tenth eleventh twelfth half halves twice thrice double doubled doubling triple tripled tripling quadruple"
    " quadrupled single-digit double-digit triple-digit"
).split()
TYPED = re.compile(
    r"(?i)(?<![\w&#])(?:"
    r"[-+−]?[$€£¥]?\d[\d.,]*(?:\s?%|\w*)"  # 34, 39.8, 34%, Q2 is caught by its digit below
    r"|[a-z]+[-]?\d[\w.]*"  # Q2, FY2026, H20
    r"|(?:" + "|".join(sorted(NUMBER_WORDS, key=len, reverse=True)) + r")(?:-\w+)?"
    r"|\w+fold"
    r")(?!\w)"
)
NOT_NUMBERS = frozenset(
    {"manifold", "scaffold", "unfold", "blindfold", "threefold-", "bifold", "fold", "twofold-"}
)
_EXEMPT = (
    re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL),  # formulas and heading ids
    re.compile(r"(?ms)^:::+ *quote\b.*?^:::+ *$"),  # quotations are verbatim
    re.compile(r"\]\([^)]*\)|<https?://[^>]*>|https?://\S+"),  # addresses
    re.compile(r"(?m)^\s*:::+.*$"),  # the names of blocks and of exhibits in them
    re.compile(r"\[\^[^\]]*\]"),  # marks of footnotes
    re.compile(r"(?m)^\s*\d+[.)]\s"),  # numbered lists
)
_TEXTS = frozenset(
    {
        "title",
        "standfirst",
        "measure",
        "caveat",
        "alt",
        "text",
        "note",
        "basis",
        "label",
        "short",
        "definition",
        "rest",
    }
)


def typed_numbers(brief: Brief) -> Iterator[Finding]:
    """Every typed number in the narrative, the texts of ``brief.yaml`` and ``metrics.yaml``, and own templates."""
    names = tuple(brief.settings.names)
    narrative = brief.folder / brief.settings.narrative
    if narrative.is_file():
        yield from _in_text(narrative.read_text(encoding="utf-8"), narrative, 1, 1, names)
    for path in (brief.folder / SETTINGS, brief.folder / METRICS):
        if path.is_file():
            yield from _in_yaml(path, names)


def _in_yaml(path: Path, names: Sequence[str]) -> Iterator[Finding]:
    source = path.read_text(encoding="utf-8")
    try:
        root = yaml.compose(source, Loader=yaml.SafeLoader)
    except yaml.YAMLError:
        return  # reported where the file is read
    for node in _texts(root, ()):
        begin = node.start_mark
        yield from _in_text(
            source[begin.index : node.end_mark.index], path, begin.line + 1, begin.column + 1, names
        )


def _texts(node: yaml.Node | None, keys: tuple[str, ...]) -> Iterator[yaml.ScalarNode]:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from _texts(value, (*keys, str(key.value)))
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _texts(item, keys)
    elif isinstance(node, yaml.ScalarNode) and _is_text(keys):
        yield node


def _is_text(keys: tuple[str, ...]) -> bool:
    if not keys or keys[0] in ("entity", "sources", "severity", "names", "theme", "currency"):
        return False
    return keys[-1] in _TEXTS or keys[0] == "notices" or "labels" in keys or keys[-1].endswith("_label")


def _in_text(text: str, path: Path, line: int, column: int, names: Sequence[str]) -> Iterator[Finding]:
    blanked = _blanked(text, names)
    for match in TYPED.finditer(blanked):
        if match[0].lower() in NOT_NUMBERS:
            continue
        before = text[: match.start()]
        rows = before.count("\n")
        at = len(before) - before.rfind("\n") if rows else column + match.start()
        yield error(
            "typed-number",
            f"'{match[0]}' is typed by hand; write it as a figure of a fact, or declare it under 'names' in "
            f"{SETTINGS} if it is part of a name",
            Place(path, line + rows, at),
        )


def _blanked(text: str, names: Sequence[str]) -> str:
    for pattern in (*_EXEMPT, *_literals(names)):
        text = pattern.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)
    return text


def _literals(names: Iterable[str]) -> Iterator[re.Pattern[str]]:
    return (re.compile(re.escape(name)) for name in sorted(names, key=len, reverse=True))
