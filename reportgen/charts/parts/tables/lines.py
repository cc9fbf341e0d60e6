"""The lines of a table as an author lists them: metrics, groups of them with a heading, and what adds up to what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from reportgen.setting import Setting

MOST = 300  # rows
DEPTHS = ("0", "1", "2", "3")
GROUP = frozenset(("group", "rows", "subtotal"))


class Line(Setting):
    """A row: ``{metric: group_sales, label: Group, of: [a, b, -c]}``; ``heading`` stands above it."""

    metric: str  # an expression
    label: str = ""
    indent: int = Field(default=0, ge=0, le=4)
    of: tuple[str, ...] = ()  # what it is the sum of; with a minus what is taken off
    heading: str = ""


def lines(value: Any) -> Any:  # noqa: ANN401 - whatever an author wrote
    """Names and groups as lines; what is neither is left to the model to complain of."""
    return tuple(_lines(value)) if isinstance(value, (list, tuple)) else value


def _lines(rows: Any) -> Iterator[Any]:  # noqa: ANN401 - as above
    for row in rows:
        if isinstance(row, Mapping) and "group" in row:
            yield from _group(row)
        else:
            yield {"metric": row} if isinstance(row, str) else row


def _group(given: Mapping[str, Any]) -> Iterator[Any]:
    """The lines of a group, one step further in, and its subtotal: the sum of those that are part of no other."""
    if unknown := sorted(set(given) - GROUP):
        raise ValueError(f"a group has no '{unknown[0]}'; it has {', '.join(sorted(GROUP))}")
    inner = list(_lines(given.get("rows") or ()))
    if not inner or not all(isinstance(one, Mapping) and isinstance(one.get("metric"), str) for one in inner):
        raise ValueError("a group has 'rows': a list of metrics")
    if any("group" in one for one in given["rows"]):
        raise ValueError("a group stands in another; use 'indent' for what lies deeper")
    inner = [{**one, "indent": _deeper(one.get("indent"))} for one in inner]
    inner[0] = {"heading": str(given["group"]), **inner[0]}
    yield from inner
    if subtotal := given.get("subtotal"):
        held = {name.removeprefix("-") for one in inner for name in one.get("of") or ()}
        parts = [one["metric"] for one in inner if one["metric"] not in held]
        line = {"metric": subtotal} if isinstance(subtotal, str) else dict(subtotal)
        yield {"of": parts, "indent": inner[0]["indent"] - 1, **line}


def _deeper(indent: Any) -> Any:  # noqa: ANN401 - as above
    """One step further in; what is no number is left to the model."""
    return int(indent or 0) + 1 if str(indent or 0) in DEPTHS else indent


Lines = Annotated[tuple[Line, ...], BeforeValidator(lines), Field(min_length=1, max_length=MOST)]
