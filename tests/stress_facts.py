"""Facts that are awkward to draw, made by rule: series of every shape over four hundred months, in a folder."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import sin
from pathlib import Path

MONTHS = 400
LAST = 2025 * 12 + 11  # December 2025, in months
NAMES = tuple("abcdefghijkl")
LONG = "A segment whose name is as long as sixty letters, or longer {}"
BRIEF = """\
title: Stress
entity: {name: Example Corp}
period: 2025-12
date: 2026-01-20
currency: {code: EUR, short: €, word: euros}
sources: {r: {title: Report}}
"""
Shape = Callable[[int, int], float | None]  # from the number of the series, and months before the last one


def wave(series: int, ago: int) -> float | None:
    """Up and down, and higher in the end; no two months alike, no two series near each other."""
    return 100 + 60 * series + 25 * sin(ago * 0.9 + series) - 0.1 * ago


SHAPES: Mapping[str, Shape] = {
    "wave": wave,
    "one": lambda series, ago: 100.0 + series if ago == 0 else None,
    "two": lambda series, ago: 100.0 + 30 * ago + series if ago < 2 else None,
    "negative": lambda series, ago: -(wave(series, ago) or 0),
    "mixed": lambda series, ago: 80 * sin(ago * 0.9 + series) + 5 * series,
    "zero": lambda *_: 0.0,
    "equal": lambda series, _: 70.0 + 20 * series,
    "tiny": lambda series, ago: 1000 + (ago * 7 + series * 3) % 9 / 100,
    "outlier": lambda series, ago: 9000.0 if ago == 3 and not series else 10.0 + (ago * 7 + series) % 5,
    "missing": lambda series, ago: None if ago % 5 in (1, 2) else wave(series, ago),
    "lone": lambda series, ago: None if ago % 2 else wave(series, ago),
    "crossing": lambda series, ago: 100 + (1 if series % 2 else -1) * (ago - 6) * (8 + series),
    "together": lambda series, ago: 100 + (ago * 3) % 7 + series / 10,
    "long": wave,
    "huge": lambda series, ago: (wave(series, ago) or 0) * 12345,
}


def written(folder: Path) -> Path:
    """A folder with the facts of every shape: ``wave_a`` to ``wave_l``, a total ``wave_all``, guidance, forecasts."""
    rows, metrics = [], []
    for shape, value_of in SHAPES.items():
        decimals = 2 if shape == "tiny" else 1
        for name in NAMES:
            label = LONG.format(name.upper()) if shape == "long" else f"Segment {name.upper()}"
            metrics.append(f'{shape}_{name}: {{label: "{label}"}}')
        metrics.append(f"{shape}_all: {{label: All segments}}")
        for ago in range(MONTHS):
            values = [value_of(number, ago) for number in range(len(NAMES))]
            each = dict(zip(NAMES, values, strict=True))
            known = [value for value in values[:4] if value is not None]
            whole = {"all": 1.25 * sum(known)} if known else {}
            for name, value in (each | whole).items():
                if value is not None:
                    rows.append(f"{shape}_{name},{month(ago)},,{value:.{decimals}f},EUR mn,r")
            if each["a"] is not None and ago < GUIDED:
                low, high = sorted((each["a"] * 0.95, each["a"] * (1.02 if ago % 3 else 0.98)))
                low, high = (low, high) if low < high else (-1.0, 1.0)
                rows.append(
                    f"{shape}_a,{month(ago)},guidance,{low:.{decimals}f} to {high:.{decimals}f},EUR mn,r"
                )
        for ago in range(-6, 0):
            rows += [
                f"{shape}_{name},{month(ago)},forecast,{value:.{decimals}f},EUR mn,r"
                for name in NAMES[:4]
                if (value := value_of(NAMES.index(name), ago)) is not None
            ]
    for held in (0, 1, 2, 12, 40, 400):
        metrics.append(f"held_{held}: {{label: Months in a row, kind: count}}")
        rows += [f"held_{held},{month(ago)},,{held - ago},months,r" for ago in range(held + 1)]
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "facts.csv").write_text("metric,period,scenario,value,unit,source\n" + "\n".join(rows) + "\n")
    (folder / "metrics.yaml").write_text("\n".join(metrics) + "\n")
    (folder / "brief.yaml").write_text(BRIEF)
    return folder


GUIDED = 40


def month(ago: int) -> str:
    """A month, so many before the last."""
    year, month = divmod(LAST - ago, 12)
    return f"{year}-{month + 1:02d}"
