"""Exhibits of items and of wholes under stress: what is drawn, of how many, of which sizes, and the facts behind it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

LONG = "Lighting and electrical appliances of all kinds for the home"
NAMES = ("Garden", LONG, "Kitchen", "Textiles, carpets and curtains", "Home")
MOST = 60
BRIEF = """
title: Stress
entity: {name: Example}
period: 2025-Q4
date: 2026-02-01
facts: [facts.csv]
currency: {code: EUR, short: €}
sources: {r: {title: Report}}
"""
SIZES: Mapping[str, Callable[[int], float]] = {
    "walk": lambda n: 40.0 + (n * 37 % 61) + n / 10,
    "neg": lambda n: -40.0 - (n * 37 % 61) - n / 10,
    "mixed": lambda n: (n * 37 % 61) - 30 + n / 10,
    "zero": lambda _: 0.0,
    "equal": lambda _: 100.0,
    "tiny": lambda n: 1000.0 + (n * 7 % 13) / 10,
    "outlier": lambda n: 12_000.0 if n == 1 else 3.0 + n / 10,
    "gappy": lambda n: 20.0 + n,  # of which every third was not known before
}


def items(size: str, count: int) -> list[str]:
    return [f"{size}{n}" for n in range(count)]


def measures(size: str, count: int, **keys: str) -> list[dict[str, str]]:
    return [{name: f"{one}{what}" for name, what in keys.items()} for one in items(size, count)]


Case = tuple[str, Mapping[str, Any]]
ALL = tuple(SIZES)
SURE = tuple(size for size in SIZES if size != "gappy")  # of which everything is known
POSITIVE = ("walk", "equal", "tiny", "outlier")


def _each(
    kind: str, sizes: Sequence[str], count: int, options: Callable[[str, int], dict[str, Any]]
) -> dict[str, Case]:
    return {f"{kind} of {count} {size}": (kind, options(size, count)) for size in sizes}


def _counted(
    kind: str, counts: Sequence[int], options: Callable[[str, int], dict[str, Any]]
) -> dict[str, Case]:
    return {f"{kind} of {count} walk": (kind, options("walk", count)) for count in counts}


def _listed(size: str, count: int) -> dict[str, Any]:
    return {"items": items(size, count)}


def _first(size: str, count: int) -> dict[str, Any]:
    return {"items": items(size, count), "highlight": f"{size}0"}


def _standings(size: str, count: int) -> dict[str, Any]:
    return _first(size, count) | {"at": ["now", "year_ago", "consensus"]}


def _bullets(size: str, count: int) -> dict[str, Any]:
    return {"items": measures(size, count, actual="", target=".consensus")}


def _plans(size: str, count: int) -> dict[str, Any]:
    return {"items": measures(size, count, actual="", plan=".consensus", pace=".year_ago")}


def _ranges(size: str, count: int) -> dict[str, Any]:
    return {"items": [f"{one}.guidance" for one in items(size, count)], "price": f"{size}0"}


def _points(size: str, count: int) -> dict[str, Any]:
    named = {f"{NAMES[n % 5]} {n}": [one, f"{one}.consensus"] for n, one in enumerate(items(size, count))}
    return {"points": named, "x_title": "Sales", "y_title": "Sales expected", "highlight": "Garden 0"}


ITEMS: Mapping[str, Case] = {
    **_each("bars", ALL, 12, _first), **_counted("bars", (2, 15, 50), _listed),
    **_each("dots", ALL, 12, _standings), **_counted("dots", (2, 50), _listed),
    **_each("dumbbell", ALL, 12, _first), **_counted("dumbbell", (2, 50), _first),
    **_each("bullet", SURE, 4, _bullets), **_counted("bullet", (1, 12), _bullets),
    **_each("progress", POSITIVE, 3, _plans), **_counted("progress", (1, 12), _plans),
    **_each("versus", ALL, 3, _listed), **_counted("versus", (1, 2, 12), _listed),
    **_each("football", SURE, 6, _ranges), **_counted("football", (1, 20), _ranges),
    **_each("interval", SURE, 12, _listed), **_counted("interval", (1, 2, 40), _listed),
    **_each("slope", ALL, 12, _first), **_counted("slope", (1, 2, 15), _first),
    **_each("scatter", ALL, 12, _points), **_counted("scatter", (2, 40), _points),
}  # fmt: skip


def stressed(folder: Path) -> Path:
    """Items of every size, now, a year ago, as expected and as guided; every second name is long."""
    rows, metrics = ["metric,period,scenario,value,unit,source"], []
    for size, value in SIZES.items():
        for n in range(MOST):
            metrics.append(f'{size}{n}: {{label: "{NAMES[n % 5]} {n or "and more"}", kind: amount}}')
            now = value(n)
            step = max(abs(now) * 0.04, 0.1) if size not in ("zero", "equal") else 0.0
            facts = {"2025-Q4,": now, "2025-Q4,guidance": f"{now - 2:.1f} to {now + 3 + n:.1f}"}
            if size != "gappy" or n % 3 != 2:
                facts |= {"2025-Q4,consensus": now + step * (1 - n % 3), "2024-Q4,": now - step * (n % 5 - 2)}
            for key, fact in facts.items():
                rows.append(f"{size}{n},{key},{fact if isinstance(fact, str) else f'{fact:.1f}'},EUR mn,r")
    return written(folder, rows, metrics)


# Wholes: what has a course over time, adds up or is told apart by where it stands -----------------------------------

# Latest first.
QUARTERS = tuple(f"{year}-Q{quarter}" for year in range(2025, 2015, -1) for quarter in (4, 3, 2, 1))
ROWS, LONG_ROWS = 14, 40  # items of every size, and of the plain one
COURSES = 12  # quarters of every size; of the plain one all
SUMS = (1, 2, 4, 12, 14)  # of so many items there is a total
COUNTS = {0: 2, 1: 1, 2: 2, 12: 3, 40: 1, 400: 1}  # periods that have held: quarters in which that is stated
AGES = 40


def _course(size: str, count: int) -> dict[str, Any]:
    return {"rows": items(size, count), "highlight": f"{size}0", "periods": 8}


def _bridge(size: str, count: int) -> dict[str, Any]:
    total = f"sum_{size}_{count}"
    steps = [f"{one}.change" for one in items(size, count)]
    return {"from": f"{total}.year_ago", "to": total, "steps": steps, "highlight": steps[0]}


def _change(size: str, count: int) -> dict[str, Any]:
    kept = _bridge(size, count)
    return {"total": f"sum_{size}_{count}.change", "steps": kept["steps"]}


def _parts(size: str, count: int) -> dict[str, Any]:
    return {"total": f"sum_{size}_{count}", "parts": items(size, count)}


def _some_parts(size: str, count: int) -> dict[str, Any]:
    return _parts(size, count) | {"parts": items(size, count // 2)}


def _parts_now(size: str, count: int) -> dict[str, Any]:
    return _parts(size, count) | {"at": "now"}


def _parts_over_time(size: str, count: int) -> dict[str, Any]:
    return _parts(size, count) | {"periods": COURSES}


def _ages(size: str, count: int) -> dict[str, Any]:
    return {"ages": items(size, count), "periods": 8}


WHOLES: Mapping[str, Case] = {
    **_each("bridge", ALL, 4, _bridge), **_counted("bridge", (1, 2, 12, 14), _bridge),
    **{f"{name} without levels": ("bridge", _change(*size))
       for name, size in {"bridge of 4 mixed": ("mixed", 4), "bridge of 12 walk": ("walk", 12)}.items()},
    **_each("share", ALL, 4, _parts), **_counted("share", (1, 2, 12, 14), _parts),
    "share of 12 some parts": ("share", _some_parts("walk", 12)),
    **{f"{name} now": ("share", _parts_now(*size))
       for name, size in {"share of 12 walk": ("walk", 12), "share of 4 outlier": ("outlier", 4)}.items()},
    **{f"share of {size} over time": ("share", _parts_over_time(size, 4))
       for size in ("walk", "tiny", "outlier", "gappy")},
    "share of 14 over forty quarters": ("share", _parts("walk", 14) | {"periods": 40}),
    **{f"streak of {count}": ("streak", {"count": f"held{count}"}) for count in COUNTS},
    **{f"streak of {count} above a bound": ("streak", {"count": f"held{count}", "threshold": "floor"})
       for count in COUNTS},
    **_each("heatmap", ALL, 12, _course), **_counted("heatmap", (1, 2, 40), _course),
    "heatmap of 40 quarters": ("heatmap", {"rows": items("walk", 12), "periods": 40}),
    "heatmap of 2 quarters": ("heatmap", {"rows": items("walk", 12), "periods": 2}),
    **_each("cohort", ALL, 8, _ages), **_counted("cohort", (2, 40), _ages),
    "cohort of a triangle": ("cohort", {"ages": [f"kept{age}" for age in range(12)], "periods": 12}),
    "cohort of forty": ("cohort", {"ages": [f"kept{age}" for age in range(AGES)], "periods": 40}),
    **_each("histogram", ALL, 12, _first), **_counted("histogram", (1, 2, 40), _listed),
    "histogram of forty ranges": ("histogram", {"items": items("walk", 40), "bins": 40}),
}  # fmt: skip


def wholes(folder: Path) -> Path:
    """Items of every size over twelve quarters or forty, what they add up to, counts of quarters, and cohorts."""
    rows, metrics = ["metric,period,value,unit,source,bound"], []
    for size, value in SIZES.items():
        count, quarters = (LONG_ROWS, len(QUARTERS)) if size == "walk" else (ROWS, COURSES)
        courses = {n: [round(value(n + 7 * back), 1) for back in range(quarters)] for n in range(count)}
        for n, course in courses.items():
            metrics.append(f'{size}{n}: {{label: "{NAMES[n % 5]} {n or "and more"}", kind: amount}}')
            known = [back for back in range(quarters) if size != "gappy" or not back or (n + back) % 3 != 2]
            rows += [f"{size}{n},{QUARTERS[back]},{course[back]:.1f},EUR mn,r," for back in known]
        for many in SUMS:
            metrics.append(f"sum_{size}_{many}: {{label: Sales of all kinds, kind: amount}}")
            rows += [f"sum_{size}_{many},{QUARTERS[back]},{sum(courses[n][back] for n in range(many)):.1f},EUR mn,r,"
                     for back in range(quarters)]  # fmt: skip
    for count, stated in COUNTS.items():
        metrics.append(f"held{count}: {{label: Quarters of growth, kind: count}}")
        rows += [f"held{count},{QUARTERS[back]},{max(count - back, 0) if count else back},quarters,r,"
                 for back in range(stated)]  # fmt: skip
    metrics += [f"kept{age}: {{label: Kept after {age}, kind: share}}" for age in range(AGES)]
    rows += [f"kept{age},{QUARTERS[back]},{100 * 0.94**age:.1f},percent,r," for back in range(AGES)
             for age in range(back + 1)]  # fmt: skip
    metrics.append('floor: {label: "Growth that has held for longer than anybody thought", kind: growth}')
    rows.append(f"floor,{QUARTERS[0]},100,percent,r,at least")
    return written(folder, rows, metrics)


def written(folder: Path, rows: Sequence[str], metrics: Sequence[str]) -> Path:
    """A brief of these facts and metrics."""
    for name, text in (
        ("brief.yaml", BRIEF),
        ("facts.csv", "\n".join(rows)),
        ("metrics.yaml", "\n".join(metrics)),
    ):
        (folder / name).write_text(text + "\n", encoding="utf-8")
    (folder / "narrative.md").write_text("Nothing.\n", encoding="utf-8")
    return folder
