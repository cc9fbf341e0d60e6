"""A brief of a few facts, for tests of one kind of exhibit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

BRIEF = """
title: Example
entity: {name: Example Group}
period: 2025-Q4
date: 2026-02-01
facts: [facts.csv]
currency: {code: EUR, short: €}
sources: {r: {title: Report}}
"""
QUARTERS = ("2024-Q4", "2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4")


def facts_of(
    folder: Path, series: Mapping[str, Sequence[object]], unit: str = "EUR mn", metric: str = "{}"
) -> Path:
    """A folder with a metric a series, whose last value is that of the fourth quarter of 2025.

    Args:
        folder: where it lies.
        series: values by metric; None for a quarter without one. ``a of X`` is metric ``a`` of the entity X.
        unit: of all of them.
        metric: further settings of each, as YAML.
    """
    folder.mkdir(parents=True, exist_ok=True)
    rows, names = ["metric,entity,period,value,unit,source"], set()
    for name, values in series.items():
        measured, _, entity = name.partition(" of ")
        names.add(measured)
        for quarter, value in zip(QUARTERS[-len(values) :], values, strict=True):
            if value is not None:
                rows.append(f"{measured},{entity},{quarter},{value},{unit},r")
    settings = metric.strip("{}")
    metrics = "".join(
        f"{name}: {{label: Measure {name}, short: {name.upper()}{', ' if settings else ''}{settings}}}\n"
        for name in sorted(names)
    )
    (folder / "brief.yaml").write_text(BRIEF, encoding="utf-8")
    (folder / "facts.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    (folder / "metrics.yaml").write_text(metrics, encoding="utf-8")
    (folder / "narrative.md").write_text("Nothing.\n", encoding="utf-8")
    return folder
