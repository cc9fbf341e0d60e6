"""What is being worked on: the stages say it, the worker passes it on, and a limit that is met can name it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from reportgen.findings import Place


@dataclass(frozen=True, slots=True)
class Step:
    """One step: in words that follow "at", where it was asked for, and what an author's own code may take.

    ``seconds``: an author's code runs, and has this long; 0 where only our own code runs.
    """

    what: str
    place: Place | None = None
    seconds: float = 0.0


Listener = Callable[[Step], None]
_listener: ContextVar[Listener | None] = ContextVar("listener", default=None)


def at(what: str, place: Place | None = None, *, seconds: float = 0.0) -> None:
    """Say what is begun."""
    listener = _listener.get()
    if listener:
        listener(Step(what, place, seconds))


@contextmanager
def heard_by(listener: Listener) -> Iterator[None]:
    """Have every step that is begun inside the ``with`` told to ``listener``."""
    token = _listener.set(listener)
    try:
        yield
    finally:
        _listener.reset(token)
