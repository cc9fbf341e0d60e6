"""A chart at one width, as plain data: nothing of the code that made it is called any more."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any

from reportgen.charts.parts.looks import hatches
from reportgen.charts.theme import Theme

Spec = dict[str, Any]
NO_VIEWS = frozenset(("datasets", "data", "config", "usermeta"))  # of a specification
UNSEEN = frozenset(("fact", "title", "role", "series", "period"))  # fields of rows that nobody reads


@dataclass(frozen=True, slots=True)
class Sketch:
    """A Vega-Lite specification, whole with its data and look, and the size of its picture in CSS px."""

    spec: Mapping[str, Any]
    width: float
    height: float

    def words(self) -> Iterator[str]:
        """Every text in its data: which of them are drawn shows in the frozen picture alone."""
        for row in rows_of(self.spec):
            if row.get("shown") is not False:
                yield from _texts({key: part for key, part in row.items() if key not in UNSEEN})
        yield from _typed({key: part for key, part in self.spec.items() if key not in ("datasets", "config")})

    def without(self, labels: AbstractSet[tuple[str, str]]) -> Sketch:
        """The same without some labels, each named by its fact and its text."""
        spec = copy.deepcopy(dict(self.spec))
        for row in labelled_rows(spec):
            if named(row) in labels:
                row["shown"] = False
        return Sketch(spec, self.width, self.height)


def objects_in(part: object, skipped: AbstractSet[str] = NO_VIEWS) -> Iterator[dict[str, Any]]:
    """Every object in a specification, the outer ones first; of what is ``skipped``, none."""
    if isinstance(part, dict):
        yield part
        part = [inner for name, inner in part.items() if name not in skipped]
    for inner in part if isinstance(part, list) else ():
        yield from objects_in(inner, skipped)


def unchecked() -> AbstractContextManager[None]:
    """Have Altair build charts of ours without holding each part against its schema: tests do that."""
    from altair.utils.schemapi import debug_mode

    return debug_mode(False)


def sketched(
    chart: Any,  # noqa: ANN401 - any of Altair's charts
    theme: Theme,
    *,
    validate: bool = False,
    completed: Callable[[Spec], None] | None = None,
) -> Sketch:
    """An Altair chart in the look of a theme; what the chart itself sets wins. A sketch is one already.

    Args:
        chart: the chart.
        theme: the look.
        validate: hold it against Vega-Lite's schema.
        completed: decides what a chart of an author's own leaves open; it has the look for such charts, too.
    """
    if isinstance(chart, Sketch):
        return chart
    spec: Spec = chart.to_dict(validate=validate)
    if completed:
        completed(spec)
    config = theme.own_config() if completed else theme.altair_config()
    for group, own in spec.get("config", {}).items():
        config[group] = {**config.get(group, {}), **own} if isinstance(own, dict) else own
    meta = {"hatches": dict(hatches(theme))} | spec.get("usermeta", {})
    whole = {**spec, "config": config, "usermeta": meta}
    _silence(whole)
    return Sketch(whole, *_size(whole))


def labelled_rows(spec: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The rows of its data that carry a label."""
    return (row for row in rows_of(spec) if row.get("label"))


def rows_of(spec: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Every record of data in a specification: named, or standing in the chart itself."""
    for part in objects_in(spec):
        for rows in (*part.get("datasets", {}).values(), (part.get("data") or {}).get("values")):
            yield from (row for row in rows or () if isinstance(row, dict))


def named(row: Mapping[str, Any]) -> tuple[str, str]:
    """What names the label of a row: the key of its fact, as a mark links to it, and its words, as they are seen."""
    return row.get("fact", "").removeprefix("#"), " ".join(row["label"].split())


def _size(spec: Mapping[str, Any]) -> tuple[float, float]:
    if slot := spec["usermeta"].get("slot"):
        return float(slot["width"]), float(slot["height"])
    padding = spec.get("padding", 0)
    sides = (
        padding
        if isinstance(padding, Mapping)
        else dict.fromkeys(("left", "right", "top", "bottom"), padding)
    )
    return (
        float(spec["width"] + sides["left"] + sides["right"]),
        float(spec["height"] + sides["top"] + sides["bottom"]),
    )


def _typed(part: object) -> Iterator[str]:
    """Texts that stand in a chart itself and not in its data: titles, and constant labels."""
    if isinstance(part, dict):
        for key, inner in part.items():
            yield from _texts(inner) if key in ("text", "title", "value") else _typed(inner)
    elif isinstance(part, list):
        for inner in part:
            yield from _typed(inner)


def _texts(part: object) -> Iterator[str]:
    if isinstance(part, str):
        yield part
    elif isinstance(part, dict | list):
        for item in part.values() if isinstance(part, dict) else part:
            yield from _texts(item)


def _silence(spec: Spec) -> None:
    """Marks without words of their own say nothing: the engine would name them by the fields of their rows."""
    for part in objects_in(spec, {"config", "datasets"}):
        mark = part.get("mark")
        if isinstance(mark, str | dict):
            look = {"type": mark} if isinstance(mark, str) else mark
            if "description" not in {*part.get("encoding", {}), *look}:
                part["mark"] = {"aria": False} | look
