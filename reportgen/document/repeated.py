"""The same exhibit in several places of a narrative: drawn in the first, and the others lead there by its number."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from markupsafe import Markup

from reportgen.document.content import Section
from reportgen.document.markdown import PLACEHOLDER, placeholder


def drawn_once(sections: Iterable[Section]) -> tuple[Section, ...]:
    """The sections in their order, every exhibit in the first place that asks for it."""
    met: set[str] = set()
    return tuple(_section(one, met) for one in sections)


def _section(section: Section, met: set[str]) -> Section:
    kept: list[str] = []

    def shown(match: re.Match[str]) -> str:
        name = match[1]
        if name in met:
            return placeholder(name, "again")
        met.add(name)
        kept.append(name)
        return match[0]

    html = Markup(PLACEHOLDER.sub(shown, section.html))  # noqa: S704 - only marks of ours are changed
    return replace(section, html=html, exhibits=tuple(kept))
