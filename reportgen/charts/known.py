"""Charts that are known already: an author makes one brief again and again, each time with other words.

A chart follows from settings, facts, styles and templates, and from where its exhibit stands; the narrative says only
that. So of the same inputs but for the narrative a chart is the same, and its specification, which is a third of the
work on a page, is taken from memory, or from what the last build left. What is kept is known by the hash of all that
was read and of all that its exhibit says, as editions and pictures are.
"""

from __future__ import annotations

import hashlib
import json
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Self, TypeAlias

from reportgen.charts.sketch import Sketch
from reportgen.kept import sealed
from reportgen.kept.engine import engine

MOST = 256  # charts that are kept; a brief of ten exhibits has 40
NAME = "charts"  # of the file that a build leaves
Key: TypeAlias = tuple[str, ...]
Make: TypeAlias = Callable[[], Sketch]


class KnownCharts:
    """The charts of the last briefs, by their inputs."""

    def __init__(self, known: Mapping[str, Sketch] | None = None) -> None:
        self._known: OrderedDict[str, Sketch] = OrderedDict(known or {})
        self._asked: dict[str, None] = {}

    @classmethod
    def kept_in(cls, folder: Path) -> Self:
        """Those that the last build left in its brief's part of the cache; none where the machinery is another."""
        raw = sealed.kept(folder / NAME, f"{NAME} {engine()}")
        return cls({key: Sketch(*parts) for key, parts in json.loads(raw).items()} if raw else None)

    def keep(self, folder: Path) -> None:
        """Leave those that were asked for, for the next build."""
        known = ((key, self._known[key]) for key in self._asked if key in self._known)
        content = json.dumps({key: [one.spec, one.width, one.height] for key, one in known}).encode()
        sealed.keep(folder / NAME, f"{NAME} {engine()}", content)

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
        name = hashlib.sha256("\n".join(key).encode()).hexdigest()
        if name not in self._known:
            self._known[name] = make()
            if len(self._known) > MOST:
                self._known.popitem(last=False)
        self._known.move_to_end(name)
        self._asked[name] = None
        return self._known[name]


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
