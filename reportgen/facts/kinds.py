"""Which metric a row is about: one that the brief declares, or one that its unit implies; and whether the two fit."""

from __future__ import annotations

import re
from dataclasses import replace

from reportgen.csv_rows import Row
from reportgen.facts.reader import Reader
from reportgen.findings import meant, one_of
from reportgen.metrics import humanised
from reportgen.model import Kind, Metric
from reportgen.units import BASIS_POINTS, Unit, UnitKind

KIND_OF_UNIT: dict[UnitKind, tuple[Kind, ...]] = {
    "currency": ("amount",),
    "percent": ("growth", "share", "margin", "ratio"),
    "points": ("points", "ratio", "share", "margin"),  # a level may stand in basis points
    "multiple": ("multiple", "ratio"),
    "duration": ("duration", "count"),
    "count": ("count", "rank"),
    "rate": ("rate",),
}
CHANGE_ENDINGS = ("_yoy", "_qoq", "_change", "_step", "_growth", "_points")  # of metrics that say by how much
UNITS_OF_KIND: dict[Kind, tuple[str, ...]] = {
    "amount": ("CNY bn", "USD mn"), "growth": ("percent",), "share": ("percent",), "margin": ("percent",),
    "ratio": ("percent", "bps", "x"), "multiple": ("x",), "points": ("pp", "bps"),
    "count": ("downloads mn", "quarters"), "duration": ("months", "quarters", "years"),
    "rank": ("rank",), "rate": ("CNY per USD", "USD per share"),
}  # fmt: skip


def metric_in(row: Row, unit: Unit | None, reader: Reader) -> Metric | None:
    """The metric of a row; None where it is a finding."""
    name = row.cells["metric"]
    known = reader.metrics.get(name)
    if known is None:
        return _implied_metric(name, unit, row, reader)
    if unit and not reader.brief.metrics.get(name):
        return known
    if unit and known.kind not in KIND_OF_UNIT[unit.kind]:
        if known.kind == "amount":  # the default kind: take it from the unit
            known = replace(known, kind=_default_kind(name, unit))
            reader.metrics[name] = known
        else:
            fitting = one_of(UNITS_OF_KIND[known.kind])
            message = f"unit '{unit.symbol}' does not fit '{name}', which is of kind '{known.kind}'; expected {fitting}"
            reader.add("unit-kind", message, row.place, ("kind", name))
    return known


def _implied_metric(name: str, unit: Unit | None, row: Row, reader: Reader) -> Metric | None:
    if not re.fullmatch(r"[a-z][a-z0-9_]*", name):
        reader.add(
            "unknown-metric",
            f"metric '{name}'; expected a name in lower case such as cloud_revenue",
            row.place,
        )
        return None
    if reader.has_list:
        known = list(reader.brief.metrics)
        reader.add(
            "unknown-metric",
            f"metric '{name}' is not in metrics.yaml{meant(name, known)}",
            row.place,
            ("kind",),
        )
        return None
    if unit is None:
        return None
    reader.metrics[name] = Metric(name, humanised(name), _default_kind(name, unit), place=row.place)
    return reader.metrics[name]


def _default_kind(name: str, unit: Unit) -> Kind:
    if unit.kind == "percent":
        return "growth" if name.endswith(("_yoy", "_qoq", "_mom", "_wow", "_growth")) else "share"
    if unit.name == "rank":
        return "rank"
    if unit == BASIS_POINTS and not name.endswith(CHANGE_ENDINGS):
        return "ratio"
    return KIND_OF_UNIT[unit.kind][0]
