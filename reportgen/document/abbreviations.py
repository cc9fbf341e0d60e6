"""Abbreviations: where a text uses one first, its long form is a pointer, a screen reader or a PDF away.

The page has ``<abbr title="…">``, a PDF the expansion text of its tag (``/E``, ISO 32000-1, 14.9.5). On paper they are
in the glossary.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

from markupsafe import Markup

from reportgen.model import Metric

if TYPE_CHECKING:
    from markdown_it.token import Token

Untyped: TypeAlias = Any  # what the parser hands to rules that it does not type
TOLD = "abbreviations told"  # in what the parser keeps of a text: those whose long form stood in it already
_SHORT = re.compile(r"[A-Z][A-Z&]*[A-Z]")  # ARR, SG&A: a short label that is nothing but capitals


def abbreviations(own: Mapping[str, str], metrics: Iterable[Metric]) -> Mapping[str, str]:
    """Long forms by abbreviation: the author's ``own``, and short labels of metrics that are nothing else."""
    of_metrics = {one.short: one.label for one in metrics if is_abbreviated(one)}
    return {**of_metrics, **own}


def is_abbreviated(metric: Metric) -> bool:
    """Whether the short label of a metric is an abbreviation, and its label says of what."""
    return bool(_SHORT.fullmatch(metric.short)) and metric.short not in metric.label.split()


def abbreviating(known: Mapping[str, str]) -> Callable[[Untyped], None]:
    """A rule of the parser that marks the first use of each abbreviation in a text that asks for it by ``TOLD``."""
    longest_first = sorted(known, key=lambda short: (-len(short), short))
    found = re.compile(rf"(?<![\w&-])(?:{'|'.join(map(re.escape, longest_first))})(?![\w&])")

    def marked(state: Untyped) -> None:
        if known and TOLD in state.env:
            for token in state.tokens:
                if token.type == "inline" and token.children:
                    token.children = list(_marked(token.children, found, known, state.env[TOLD]))

    return marked


def _marked(
    children: Iterable[Token], found: re.Pattern[str], known: Mapping[str, str], told: set[str]
) -> Iterator[Token]:
    """The parts of a paragraph; a text with an abbreviation is cut around it. Links stay as they are."""
    links = 0
    for child in children:
        links += child.nesting if child.type in ("link_open", "link_close") else 0
        if child.type == "text" and not links:
            yield from _cut(child, found, known, told)
        else:
            yield child


def _cut(text: Token, found: re.Pattern[str], known: Mapping[str, str], told: set[str]) -> Iterator[Token]:
    begin = 0
    for match in found.finditer(text.content):
        short = match[0]
        if short in told:
            continue
        told.add(short)
        yield text.copy(content=text.content[begin : match.start()])
        html = Markup('<abbr title="{}">{}</abbr>').format(known[short], short)
        yield type(text)("html_inline", "", 0, content=str(html))
        begin = match.end()
    yield text.copy(content=text.content[begin:])
