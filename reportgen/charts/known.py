"""Charts that are known already: a preview makes one brief again and again, each time with other words.

A chart follows from settings, facts, styles and templates, and from where its exhibit stands; the narrative says only
that. So of the same inputs but for the narrative a chart is the same, and its specification, which is a third of the
work on a page, is taken from memory. What is kept is hashed by all that was read, as editions and pictures are.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeAlias

from reportgen.charts.sketch import Sketch

MOST = 256  # charts that are kept; a brief of ten exhibits has 40
Key: TypeAlias = tuple[str, ...]
Make: TypeAlias = Callable[[], Sketch]


class KnownCharts:
    """The charts of the last briefs, by their inputs."""

    def __init__(self) -> None:
        self._known: OrderedDict[Key, Sketch] = OrderedDict()

    @contextmanager
    def at_hand(self) -> Iterator[None]:
        """Have :func:`known_or` look here inside the ``with``."""
        token = _at_hand.set(self)
        try:
            yield
        finally:
            _at_hand.reset(token)

    def given(self, key: Key, make: Make) -> Sketch:
        """The chart of a key, made where it is not known."""
        if key not in self._known:
            self._known[key] = make()
            if len(self._known) > MOST:
                self._known.popitem(last=False)
        self._known.move_to_end(key)
        return self._known[key]


_at_hand: ContextVar[KnownCharts | None] = ContextVar("charts", default=None)


def inputs_but(read: Mapping[str, str], *left_out: str) -> Key:
    """What was read, by name and hash, as a key; () where nobody keeps charts."""
    if _at_hand.get() is None:
        return ()
    return tuple(f"{sha256} {name}" for name, sha256 in read.items() if name not in left_out)


def known_or(make: Make, *key: str) -> Sketch:
    """A chart by a key, which begins with its inputs; made where it is not known, or nobody keeps charts."""
    known = _at_hand.get()
    return known.given(key, make) if known else make()
