"""What an author's template may do with texts: a few filters and methods, none of which makes very long ones."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable
from types import UnionType

from reportgen.document.template_faults import Unfit, Untyped

TEXT_FILTERS = ("capitalize", "first", "join", "last", "lower", "replace", "title", "trim", "upper")
TEXT_METHODS = frozenset(
    {"capitalize", "endswith", "lower", "replace", "startswith", "strip", "title", "upper"}
)
LONGEST = 100_000  # letters of one text, and items of one list, that a template may make


def require_short(letters: int) -> None:
    """Raises ValueError for a text, or a list, that is too long."""
    if letters > LONGEST:
        raise ValueError(f"this makes a text or a list that is longer than {LONGEST:,}")


def replace(text: object, old: object, new: object, count: int = -1) -> str:
    """As Jinja's, of texts that stay short."""
    whole, sought, put = str(text), str(old), str(new)
    times = whole.count(sought) if count < 0 else min(whole.count(sought), count)
    require_short(len(whole) + times * len(put))
    return whole.replace(sought, put, count)


def join(items: Iterable[object], between: str = "") -> str:
    """As Jinja's, of texts that stay short."""
    parts: list[str] = []
    letters = 0
    for item in items:
        parts.append(str(item))
        letters += len(parts[-1]) + len(between)
        require_short(letters)
    return str(between).join(parts)


def for_texts(name: str, change: Callable[..., Untyped], refused: type | UnionType) -> Callable[..., Untyped]:
    """A filter that changes texts; given a figure, which would be taken by its name, it says so."""

    @functools.wraps(change)
    def changed(*arguments: Untyped, **options: Untyped) -> Untyped:
        for argument in arguments:
            for one in argument if isinstance(argument, list | tuple) else (argument,):
                if isinstance(one, refused):
                    raise Unfit(
                        f"'{name}' changes texts, and this is a figure; choose its words by a form such as 'moved'"
                    )
        return change(*arguments, **options)

    return changed
