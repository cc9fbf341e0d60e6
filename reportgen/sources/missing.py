"""Libraries that only some sources need: they come with an extra, and are imported when such a source is read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from reportgen.sources.unpacking import Unreadable


@contextmanager
def required(library: str, extra: str) -> Iterator[None]:
    """What is imported in here; raises Unreadable, with what to install, where it is not there."""
    try:
        yield
    except ImportError:
        message = f"{library} is not installed, which reads such files; run: pip install 'reportgen[{extra}]'"
        raise Unreadable("missing-library", message) from None
