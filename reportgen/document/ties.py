"""What stays together on a line: last words of a paragraph on paper, words such as "10-K", a currency with its scale.

Browsers let no word stand alone on a last line by ``text-wrap: pretty``, which the engine of print does not know. A
reference goes with its word. Long words may part, and nothing is tied in cards, whose lines are a few words short.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

_BLOCK = re.compile(  # one that holds no other
    r"<(p|li|dd)\b([^>]*)>((?:[^<]|<(?!/?(?:p|li|dd|[uod]l|div|figure|pre|table|blockquote)\b))*)(?=</\1>)"
)
_SPACE = re.compile(r"[ \n]+(?![^<>]*>)")  # none within a tag
_REFERENCE = re.compile(r'<a class="cite".*?</a>', re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_SHORT = re.compile(r"(?<![\w-])(?:\w{1,3}-\w{1,2}|\w{1,2}-\w{3})(?![\w-])(?![^<>]*>)")  # 10-K, S-1, AI-led
ENOUGH = 12  # letters: a last line as long as that stands well
LEAST = 40  # of a paragraph that may need a second line
MOST = 24  # that are tied: half a line beside an exhibit
IN_CARDS = 'class="card-'


def with_tied_ends(html: str) -> str:
    """A printed document with the ends of its paragraphs tied."""
    return _BLOCK.sub(lambda block: _whole(_tied(block)), html)


def _whole(html: str) -> str:
    """Short words with a hyphen, which an engine would break behind it."""
    return _SHORT.sub(r'<span class="tied">\g<0></span>', html)


def tied_units(scales: Iterable[str]) -> Callable[[str], str]:
    """What ties "€ mn" in labels and measure lines; ``scales`` are the short ones of a language."""
    known = "|".join(sorted((re.escape(one) for one in scales if one), key=len, reverse=True))
    space = re.compile(rf"(?<=[^\s,;]) (?=(?:{known})(?!\w))|(?<=[^\W\d]) (?=[€$£¥₹](?!\S))")

    def tied(text: str) -> str:
        return type(text)(space.sub("\u00a0", text))

    return tied


def _tied(block: re.Match[str]) -> str:
    tag, attributes, text = block.groups()
    if IN_CARDS in attributes or len(_seen(text)) < LEAST:
        return block[0]
    spaces = [space for space in _SPACE.finditer(text) if text[space.end() :].strip()]
    while spaces:
        last = spaces.pop()
        said = _seen(text[last.end() :])
        if len(said) >= ENOUGH:
            break
        before = _seen(text[spaces[-1].end() if spaces else 0 : last.start()])
        if len(before) + len(said) >= MOST:
            break
        if said:
            text = f"{text[: last.start()]}\u00a0{text[last.end() :]}"
    return f"<{tag}{attributes}>{text}"


def _seen(html: str) -> str:
    """Its letters without references."""
    return _TAG.sub("", _REFERENCE.sub("", html)).strip()
