"""What is written in a picture: which of its exhibit's figures stand in it, and which other words hold digits."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple
from xml.etree import ElementTree as ET

from reportgen.charts.freeze.svg import TICK
from reportgen.charts.judging.picture import written
from reportgen.charts.vector import SVG

_SPACES = re.compile(r"\s+")
_TAKEN = "\0"
_BEFORE, _AFTER = r"(?<![\w.,])", r"(?![\w%]|[.,]\d)"  # "34" does not stand in "34%", "134" or "34.5"


@dataclass(frozen=True, slots=True)
class Drawn:
    """The writing in one picture: the labels that stand in it, and what else holds digits (periods, names)."""

    labels: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


def drawn(pieces: Iterable[str], labels: Mapping[str, str], ticks: Iterable[str] = ()) -> Drawn:
    """Tell the figures in a picture from its other words.

    Args:
        pieces: the texts of the picture, as the sketch or the frozen SVG gives them.
        labels: the words of each figure that might stand in it, by its token, in the order in which they were said.
        ticks: what stands at the axes: marks of a scale, and no figures even where they read like one.
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
    left = " ".join((text, *ticks))
    rest = (word for word in re.split(rf"[\s{_TAKEN}]+", left) if any(map(str.isdigit, word)))
    return Drawn(tuple(token for token in labels if token in found), tuple(dict.fromkeys(rest)))


def words_of(svg: str) -> Sequence[str]:
    """The texts of a frozen picture but for those at its axes, each as one piece."""
    return _written_in(svg).words


def ticks_of(svg: str) -> Sequence[str]:
    """The texts at the axes of a frozen picture."""
    return _written_in(svg).ticks


def titles_of(svg: str) -> Sequence[str]:
    """What a pointer brings out over the marks of a frozen picture."""
    return _written_in(svg).titles


class _Written(NamedTuple):
    words: tuple[str, ...]
    ticks: tuple[str, ...]
    titles: tuple[str, ...]


@lru_cache(maxsize=128)  # each is read for the page, for print and for what points
def _written_in(svg: str) -> _Written:
    root = ET.fromstring(svg)  # noqa: S314 - written by our own engine, without entities
    texts = [(written(element), TICK in element.attrib) for element in root.iter(f"{{{SVG}}}text")]
    return _Written(
        tuple(text for text, is_tick in texts if not is_tick),
        tuple(text for text, is_tick in texts if is_tick),
        tuple(element.text or "" for element in root.iter(f"{{{SVG}}}title")),
    )


def both(pictures: Sequence[Drawn]) -> Drawn:
    """The writing of several pictures of one exhibit together."""
    labels = dict.fromkeys(token for one in pictures for token in one.labels)
    return Drawn(tuple(labels), tuple(dict.fromkeys(word for one in pictures for word in one.words)))
