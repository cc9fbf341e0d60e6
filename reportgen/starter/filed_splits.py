"""When the shares of a company were split, told by amounts of each share that it filed again on another footing.

No file says for certain on which day. A restated amount says between which two filings; the concept of the ratio of
a split, where it is filed, often names a day between them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from itertools import pairwise
from typing import Any

from reportgen.sources.companyfacts import Concept
from reportgen.sources.filings import SPLIT_RATIOS

_CENT_HALVED = Decimal("0.005")  # how far an amount of each share may be from what it stands for
_RATIO_FILED = "StockholdersEquityNoteStockSplitConversionRatio1"


@dataclass(frozen=True, slots=True)
class _Restated:
    """An amount of each share that was filed on one day and, so many times smaller, on a later one."""

    last: date  # on which it was filed in old shares
    first: date  # on which it was filed in new ones
    ratios: frozenset[int]  # of splits that would explain it


def splits_in(concepts: Sequence[Concept]) -> list[dict[str, Any]]:
    """The splits that amounts of each share show, as ``splits:`` of a brief has them, the earliest first."""
    seen = sorted((one for concept in concepts for one in _restated(concept)), key=lambda one: one.first)
    days = [one for concept in concepts if concept.local == _RATIO_FILED for one in _days_filed(concept)]
    found: list[dict[str, Any]] = []
    while seen:
        together = [one for one in seen if one.last < seen[0].first]  # of one split: it lies in all of them
        seen = [one for one in seen if one not in together]
        ratio = _usual(together)
        after, until = max(one.last for one in together), min(one.first for one in together)
        within = [day for day, filed in days if filed == ratio and after < day <= until]
        found.append({"date": max(within, default=until).isoformat(), "factor": ratio})
    return found


def _usual(together: Sequence[_Restated]) -> int:
    """The ratio that explains most of what was restated; of several the one of splits that are commoner."""
    counts = Counter(ratio for one in together for ratio in one.ratios)
    most = max(counts.values())
    return min(ratio for ratio, count in counts.items() if count == most)


def _restated(concept: Concept) -> Iterator[_Restated]:
    for unit, entries in concept.units.items():
        if not unit.endswith("/shares") or not isinstance(entries, list):
            continue
        periods: dict[tuple[object, object], list[tuple[date, Decimal]]] = {}
        for entry in entries:
            if known := _known(entry):
                periods.setdefault((entry.get("start"), entry.get("end")), []).append(known)
        for versions in periods.values():
            versions.sort()
            for (last, before), (first, after) in pairwise(versions):
                ratios = frozenset(one for one in map(int, SPLIT_RATIOS) if _explains(one, before, after))
                if ratios and last < first:
                    yield _Restated(last, first, ratios)


def _explains(ratio: int, before: Decimal, after: Decimal) -> bool:
    """Whether an amount is an earlier one after such a split, and no other rounding of the same."""
    return (
        abs(before - after) > 2 * _CENT_HALVED
        and abs(before / ratio - after) <= _CENT_HALVED + _CENT_HALVED / ratio
    )


def _known(entry: object) -> tuple[date, Decimal] | None:
    try:
        return date.fromisoformat(entry["filed"]), Decimal(entry["val"])  # type: ignore[index]
    except (KeyError, TypeError, ValueError, InvalidOperation):
        return None  # whoever reads it as a fact says so


def _days_filed(concept: Concept) -> Iterator[tuple[date, int]]:
    """Days that filings name with the ratio of a split; spans of time say nothing of its day."""
    for entries in concept.units.values():
        for entry in entries if isinstance(entries, list) else ():
            try:
                if "start" not in entry:
                    yield date.fromisoformat(entry["end"]), int(Decimal(entry["val"]))
            except (KeyError, TypeError, ValueError, OverflowError, InvalidOperation):
                continue
