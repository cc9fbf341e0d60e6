"""What is written in a picture: which of its exhibit's figures stand in it, and which other words hold digits."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from reportgen.charts.judging.picture import written

_SPACES = re.compile(r"\s+")
_TAKEN = "\0"
_BEFORE, _AFTER = r"(?<![\w.,])", r"(?![\w%]|[.,]\d)"  # "34" does not stand in "34%", "134" or "34.5"


@dataclass(frozen=True, slots=True)
class Drawn:
    """The writing in one picture: the labels that stand in it, and what else holds digits (periods, names)."""

    labels: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


def drawn(pieces: Iterable[str], labels: Mapping[str, str]) -> Drawn:
    """Tell the figures in a picture from its other words.

    Args:
        pieces: the texts of the picture, as the sketch or the frozen SVG gives them.
        labels: the words of each figure that might stand in it, by its token, in the order in which they were said.
    """
    text = _SPACES.sub(" ", " ".join(pieces))
    said: dict[str, list[str]] = {}
    for token, words in labels.items():
        said.setdefault(_SPACES.sub(" ", words), []).append(token)
    found: set[str] = set()
    for words in sorted(said, key=len, reverse=True):
        pattern = _BEFORE + re.escape(words) + (_AFTER if words[-1:].isalnum() else "")
        text, times = re.subn(pattern, _TAKEN, text)
        found.update(said[words][:times])
    rest = (word for word in re.split(rf"[ {_TAKEN}]+", text) if any(map(str.isdigit, word)))
    return Drawn(tuple(token for token in labels if token in found), tuple(dict.fromkeys(rest)))


def words_of(svg: str, *, pointed: bool = False) -> Iterator[str]:
    """The texts of a frozen picture, each as one piece; ``pointed`` at, with those that a pointer brings out."""
    root = ET.fromstring(svg)  # noqa: S314 - written by our own engine, without entities
    for element in root.iter():
        tag = element.tag.rpartition("}")[2]
        if tag == "text":
            yield written(element)
        elif pointed and tag == "title":
            yield element.text or ""


def both(pictures: Sequence[Drawn]) -> Drawn:
    """The writing of several pictures of one exhibit together."""
    labels = dict.fromkeys(token for one in pictures for token in one.labels)
    return Drawn(tuple(labels), tuple(dict.fromkeys(word for one in pictures for word in one.words)))
