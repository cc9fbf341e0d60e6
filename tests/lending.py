"""One chart engine, lent to every build of a session: V8 takes longer to start than most briefs take to draw."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from reportgen.charts.freeze import Freezer

MOST = 50  # loans, before what the engine keeps of its charts is given back


class Lender:
    """Lends its engine in turns, as the worker of a batch does; one that is still at work for a brief is ended."""

    def __init__(self) -> None:
        self._engine, self._loans = Freezer(), 0

    @contextmanager
    def lent(self, given: Freezer | None = None) -> Iterator[Freezer]:
        """The engine that was given, or the one of all."""
        if given:
            yield given
            return
        self._loans += 1
        is_done = False
        try:
            yield self._engine
            is_done = not (self._engine._drawing or self._engine._printing or self._engine._painted)
        finally:
            if not is_done or self._loans % MOST == 0:
                self._engine.end()

    def close(self) -> None:
        self._engine.close()
