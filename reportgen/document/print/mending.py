"""Changes to what the engines share, for as long as somebody needs them.

Two documents may be on their way at once, one begun while the other is not done. So each change is made by the first
who needs it and taken back by the last, however they overlap; nobody puts back what another still relies on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Any, TypeVar

Replaced = TypeVar("Replaced", bound=Callable[..., Any])


class Mend:
    """A change to shared state: ``make`` makes it and returns what takes it back."""

    def __init__(self, make: Callable[[], Callable[[], None]]) -> None:
        self._make = make
        self._lock = Lock()
        self._users = 0
        self._take_back: Callable[[], None] = lambda: None

    @contextmanager
    def __call__(self) -> Iterator[None]:
        """The change holds while this is open."""
        with self._lock:
            if not self._users:
                self._take_back = self._make()
            self._users += 1
        try:
            yield
        finally:
            with self._lock:
                self._users -= 1
                if not self._users:
                    self._take_back()


def replaced(owner: object, name: str, by: Callable[[Replaced], Replaced]) -> Callable[[], None]:
    """Put what ``by`` makes of an attribute in its place; returns what puts the original back."""
    original: Replaced = getattr(owner, name)
    setattr(owner, name, by(original))
    return lambda: setattr(owner, name, original)
