"""How the numbers of filings are rounded: as the file states it, as the author says, or as they all look.

Statements are made in ones, thousands or millions, so the zeros at the end that all numbers of one filing share tell
which. Fewer numbers share more zeros: what is found claims too little and never too much.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from reportgen.sources.digits import plain, written
from reportgen.sources.filed import Filed

SCALES = ((0, ""), (3, "k"), (6, "mn"), (9, "bn"), (12, "tn"))
STEPS = (6, 3)  # powers of ten in which statements are made
CENTS = 2  # decimals of what is stated of each share
_WORDS = {-6: "millions", -3: "thousands", 0: "ones"}

Decimals = Mapping[str, int]


def rounded(facts: Sequence[Filed], said: Decimals, told: list[str]) -> Mapping[int, int]:
    """The decimals of each fact, by where it stands among the others.

    Args:
        facts: all that are read of one file.
        said: by the author, by metric, or for all under "".
        told: takes what was found and not said.
    """
    found: dict[int, int] = {}
    groups: dict[tuple[str, str], list[int]] = {}
    for at, one in enumerate(facts):
        known = said.get(one.metric, said.get("") if not _is_of_each(one) else None)
        if one.decimals is not None or known is not None:
            found[at] = known if known is not None else one.decimals or 0
        elif _is_of_each(one):
            groups.setdefault((one.metric, one.unit), []).append(at)
        else:
            groups.setdefault((one.filing, one.unit), []).append(at)
    seen: dict[int, dict[str, None]] = {}
    for alike in groups.values():
        numbers = [facts[at].number for at in alike]
        decimals = _most(numbers, facts[alike[0]].unit) if _is_of_each(facts[alike[0]]) else _fewest(numbers)
        found |= dict.fromkeys(alike, decimals)
        for at in alike:
            seen.setdefault(decimals, {})[facts[at].metric] = None
    told += [_said(decimals, list(metrics)) for decimals, metrics in sorted(seen.items())]
    return found


def in_scale(one: Filed, decimals: int) -> tuple[str, str]:
    """A number as text with its decimals, and the unit in which they are written: ``94036``, ``USD mn``."""
    over, per, under = one.unit.partition(" per ")
    power, scale = next((step for step in SCALES if step[0] >= -decimals), SCALES[-1])
    if not one.unit or one.unit == "percent":
        power, scale = 0, ""
    text = written(one.number.scaleb(-power), max(decimals + power, 0))
    return text, f"{over} {scale}".strip() + per + under


def _is_of_each(one: Filed) -> bool:
    return " per " in one.unit or one.unit in ("", "percent")


def _fewest(numbers: Sequence[Decimal]) -> int:
    """The decimals of amounts: as many as one of them has, or minus the zeros at the end that all share."""
    filled = [one for one in numbers if one]
    behind = max((len(plain(one).partition(".")[2]) for one in filled), default=0)
    if behind:
        return behind
    return -next((step for step in STEPS if filled and all(one % 10**step == 0 for one in filled)), 0)


def _most(numbers: Sequence[Decimal], unit: str) -> int:
    behind = max(len(plain(one).partition(".")[2]) for one in numbers)
    return max(behind, CENTS if " per " in unit else 0)


def _said(decimals: int, metrics: Sequence[str]) -> str:
    how = f"whole {_WORDS[decimals]}" if decimals in _WORDS else f"to {decimals} decimals"
    names = ", ".join(f"{name}: {decimals}" for name in metrics[:3])
    return f"{how} (decimals: {{{names}{', …' if len(metrics) > 3 else ''}}})"  # noqa: PLR2004 - are named
