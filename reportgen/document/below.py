"""Exhibits beside a text that is much shorter than they are stand side by side below it: no column is left empty.

That is decided before anything is laid out, by about how tall text and exhibits are; so page and print agree, and
exhibits that come to stand side by side are made level like any other.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial

from markupsafe import Markup

from reportgen.document.content import Section
from reportgen.document.markdown import PLACEHOLDER
from reportgen.document.sketching import Wanted

SHARE = 0.6  # of the exhibits' height: a text that is shorter leaves too much of its column empty
# About how tall things of half the width are, in CSS px of print.
LETTERS_A_LINE, LINE, BETWEEN = 46, 18.0, 8.0
FRAME = 66.0  # of an exhibit: title, measure, source and the white around them
ROW, HEAD = 24.0, 30.0  # of a table

_ENDED = re.compile(r"</(?:p|li|h3|h4|dt|dd|figcaption|tr)>")
_TAG = re.compile(r"<[^>]*>")
_BESIDE = re.compile(
    r'<div class="beside"><div class="beside-text">\n((?:(?!<div class="beside">).)*?)</div>\n'
    rf"((?:{PLACEHOLDER.pattern}\s*){{2,}})</div>\n",
    re.DOTALL,
)


def set_below(
    sections: Sequence[Section], wanted: Mapping[str, Wanted], plain: Callable[[str], str]
) -> tuple[Section, ...]:
    """The sections, with pairs of exhibits below those texts that are too short to stand beside them.

    Args:
        sections: as the author wrote them.
        wanted: the exhibits by name; where one is not known, all stays as it is.
        plain: gives a text with its figures as they will be read.
    """
    moved = partial(_moved, wanted, plain)
    return tuple(
        replace(one, html=Markup(_BESIDE.sub(moved, one.html)))  # noqa: S704 - put together anew
        for one in sections
    )


def _moved(wanted: Mapping[str, Wanted], plain: Callable[[str], str], block: re.Match[str]) -> str:
    text = block[1]
    exhibits = [match[0] for match in PLACEHOLDER.finditer(block[2])]
    known = [wanted.get(name) for name, _ in PLACEHOLDER.findall(block[2])]
    heights = [_height(one) for one in known if one]
    if len(heights) < len(exhibits):
        return block[0]
    stay = len(exhibits)
    while stay > 1 and _length(plain(text)) < SHARE * sum(heights[:stay]):
        stay -= 2
    pairs = [exhibits[at : at + 2] for at in range(stay, len(exhibits), 2)]
    beside = "".join(exhibits[:stay])
    above = f'<div class="beside"><div class="beside-text">\n{text}</div>\n{beside}</div>\n' if stay else text
    return above + "".join(f'<div class="pair">\n{one}{other}</div>\n' for one, other in pairs)


def _length(html: str) -> float:
    """About how tall a text is in half the width."""
    blocks = [_TAG.sub("", block).strip() for block in _ENDED.split(html)]
    return sum(math.ceil(len(block) / LETTERS_A_LINE) * LINE + BETWEEN for block in blocks if block)


def _height(one: Wanted) -> float:
    """About how tall an exhibit is there."""
    sketch = one.beside(1.0)
    return FRAME + (sketch.height if sketch else HEAD + ROW * len(one.drawing.table.rows))
