"""A portfolio of shops whose numbers all differ, for tests."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

SETTINGS = """\
title: "{{ entity }} {{ sales.yoy | moved(rise='sold', fall='lost', flat='stood still') }}"
period: 2025-Q3
date: 2025-11-25
each: entity
currency: {code: EUR, short: €}
kpis:
  - {figure: sales, change: sales.yoy}
  - {figure: orders}
sources: {r: {title: Register}}
"""
METRICS = "sales: {label: Sales, polarity: more is better}\norders: {label: Orders, unit: orders}\n"
NARRATIVE = "## Sales\n\n{{ entity }} sold {{ sales }}, after {{ sales.year_ago }}, by {{ orders }}.\n"
HEADER = "metric,entity,period,value,unit,source"


def numbers_of(shop: int) -> tuple[str, str, str]:
    """Sales, sales a year ago and orders of a shop: no two shops have one in common."""
    return f"{3000 + shop}.{shop % 9 + 1}7", f"{2000 + shop}.{shop % 8 + 1}3", str(50_000 + shop)


def rows_of(shop: int, name: str = "") -> list[str]:
    """Its lines of facts.csv."""
    sales, before, orders = numbers_of(shop)
    entity = name or f"Shop {shop}"
    return [
        f"sales,{entity},2025-Q3,{sales},EUR mn,r",
        f"sales,{entity},2024-Q3,{before},EUR mn,r",
        f"orders,{entity},2025-Q3,{orders},orders,r",
    ]


def write_portfolio(
    folder: Path, shops: Iterable[int], more: str = "", files: Mapping[str, str] | None = None
) -> Path:
    """Write it, with ``more`` settings and other ``files``; returns the folder."""
    folder.mkdir(parents=True)
    facts = "\n".join([HEADER, *(line for shop in shops for line in rows_of(shop))]) + "\n"
    texts = {
        "brief.yaml": SETTINGS + more, "metrics.yaml": METRICS, "narrative.md": NARRATIVE, "facts.csv": facts,
        **(files or {}),
    }  # fmt: skip
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder
