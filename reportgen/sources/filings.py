"""Facts of filings as a table of ours: their days as periods, their versions by the day on which they were filed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from reportgen.brief import Brief
from reportgen.findings import Finding, Findings, Place
from reportgen.metrics import splits_of
from reportgen.source_settings import SourceDocument
from reportgen.sources.dates import period_of_days
from reportgen.sources.filed import Filed
from reportgen.sources.grid import Cell, Grid, listed
from reportgen.sources.records import grid_of
from reportgen.sources.rounding import in_scale, rounded
from reportgen.sources.unpacking import Unreadable

HALF = Decimal("0.5")
# Of splits that are made.
SPLIT_RATIOS = tuple(map(Decimal, (2, 3, 4, 5, 6, 7, 8, 10, 15, 20, 25, 30, 40, 50)))


@dataclass(frozen=True, slots=True)
class _Known:
    """A fact with its period and its rounding."""

    fact: Filed
    period: str
    decimals: int

    @property
    def half(self) -> Decimal:
        """How far it may be from what it stands for."""
        return Decimal(0) if self.fact.is_exact else HALF.scaleb(-self.decimals)

    def agrees_with(self, other: _Known) -> bool:
        """Whether both may be the same number, rounded differently."""
        return abs(self.fact.number - other.fact.number) <= max(self.half, other.half)


def grid_of_filings(
    facts: Sequence[Filed],
    document: SourceDocument,
    brief: Brief,
    place: Place,
    findings: Findings,
    *,
    only_fiscal: bool,
) -> Grid:
    """The facts of filings as rows with periods, versions and digits.

    Args:
        facts: of the metrics that the brief wants, in any order.
        document: what its author says of the source.
        brief: whose calendar, date and splits count.
        place: the file.
        findings: takes what looks like a split that nobody declares.
        only_fiscal: whether facts over other days than those of quarters, halves, nine months and years are left out.
    """
    told: list[str] = []
    if since := document.earliest:
        facts = [one for one in facts if one.end >= since]
    facts = _filed_until(facts, brief.settings.date, told)
    unknown: list[str] = []
    decimals = rounded(facts, document.decimals, unknown)
    known, odd = [], Counter[str]()
    for at, one in enumerate(facts):
        period = one.period or period_of_days(one.start, one.end, brief, one.entity)
        if not period and only_fiscal and one.start:
            odd[one.name] += 1
            continue
        days = f"{one.start}/{one.end}" if one.start else one.end.isoformat()
        known.append(_Known(one, period or days, decimals[at]))
    if odd:
        told.append(
            f"facts over days that are no quarter, half, nine months or year of the brief's fiscal calendar left out: "
            f"{odd.total():,} of {listed(list(odd))}"
        )
    if not known:
        raise Unreadable("no-table", f"no facts of the brief's metrics; {'; '.join(told)}")
    records = [_record(one, scenario) for one, scenario in _versions(known, brief, findings)]
    if unknown:
        told.append(f"rounding that the file does not state, taken as all numbers look: {'; '.join(unknown)}")
    return replace(grid_of(records, place, tuple(told)), is_settled=True)


def _filed_until(facts: Sequence[Filed], today: date, told: list[str]) -> list[Filed]:
    """The facts that were known on the day of the brief."""
    later = [one for one in facts if one.filed and one.filed > today]
    if later:
        days = sorted({one.filed for one in later if one.filed})
        since = f"on {days[0]}" if len(days) == 1 else f"from {days[0]} to {days[-1]}"
        told.append(f"{len(later):,} facts filed after the brief's date {today}, {since}, left out")
    return [one for one in facts if not one.filed or one.filed <= today]


def _versions(known: Sequence[_Known], brief: Brief, findings: Findings) -> Iterator[tuple[_Known, str]]:
    """What was filed first of each period, and what was filed later and is another number, as its restatements.

    Where one filing states a period under several concepts of a metric, the one that its author names first counts.
    """
    rank = {name: at for at, name in enumerate(_in_order(known))}
    groups: dict[tuple[str, ...], list[_Known]] = {}
    for one in known:
        fact = one.fact
        groups.setdefault((fact.metric, fact.entity, one.period, fact.unit, fact.scenario), []).append(one)
    for group in groups.values():
        group.sort(key=lambda one: (one.fact.filed or date.min, one.fact.filing, rank[one.fact.name]))
        if not group[0].fact.filed:
            yield from ((one, one.fact.scenario) for one in group)
            continue
        stands, seen = group[0], {group[0].fact.filing}
        yield stands, stands.fact.scenario
        for later in group[1:]:
            if later.fact.filing in seen:
                continue
            seen.add(later.fact.filing)
            if not stands.agrees_with(later) and not _is_split(stands, later, brief):
                _wonder(stands, later, findings)
                yield later, "prior"
                stands = later


def _in_order(known: Sequence[_Known]) -> Sequence[str]:
    """The concepts in the order in which they were read, which is that of the author's ``metrics``."""
    return list(dict.fromkeys(one.fact.name for one in known))


def _is_split(before: _Known, after: _Known, brief: Brief) -> bool:
    """Whether a later number is an earlier one after a split that the brief declares, and adjusts it for."""
    if not _is_of_shares(before.fact):
        return False
    ratio = Decimal(1)
    own = brief.metrics.get(before.fact.metric)
    for one in (own.splits if own else ()) or splits_of(brief.settings.splits):
        if (one.entity or brief.entity) != (before.fact.entity or brief.entity):
            continue
        if before.fact.filed and after.fact.filed and before.fact.filed < one.date <= after.fact.filed:
            ratio *= Decimal(one.ratio.numerator) / Decimal(one.ratio.denominator)
    if ratio == 1:
        return False
    return _is_multiple(before, after, ratio)


def _is_of_shares(fact: Filed) -> bool:
    return fact.unit == "shares" or fact.unit.endswith(" per share")


def _is_multiple(before: _Known, after: _Known, ratio: Decimal) -> bool:
    """Whether a later number is an earlier one after a split of that ratio, as far as both are known."""
    factor = ratio if before.fact.unit == "shares" else 1 / ratio
    return abs(before.fact.number * factor - after.fact.number) <= after.half + before.half * factor


def _wonder(before: _Known, after: _Known, findings: Findings) -> None:
    """Ask whether shares were split where a restated number of them, or of each, is a multiple of the earlier one."""
    if not _is_of_shares(before.fact) or not before.fact.number or not after.fact.number:
        return
    for ratio in SPLIT_RATIOS:
        for factor, said in ((ratio, f"{ratio}"), (1 / ratio, f"1-for-{ratio}")):
            if _is_multiple(before, after, factor):
                message = _question(before, after, said)
                findings.add(
                    Finding("warning", "split-undeclared", message, after.fact.place, cause=f"split {said}")
                )
                return


def _question(before: _Known, after: _Known, factor: str) -> str:
    first, then = before.fact, after.fact
    return (
        f"{first.metric} of {before.period} filed as {first.number} on {first.filed} and as {then.number} on "
        f"{then.filed}: if shares were split in between, say 'splits: [{{date: …, factor: {factor}}}]' with its day, "
        "so that what was not filed again is adjusted too"
    )


def _record(one: _Known, scenario: str) -> Mapping[str, Cell]:
    fact = one.fact
    value, unit = ("", fact.unit) if fact.low or fact.high else in_scale(fact, one.decimals)
    texts = {
        "metric": fact.name, "period": one.period, "value": value, "unit": unit, "scenario": scenario,
        "bound": fact.bound or ("exact" if fact.is_exact else ""), "low": fact.low, "high": fact.high,
        "as_of": fact.filed.isoformat() if fact.filed and scenario == "prior" else fact.as_of,
        "filed": fact.filed.isoformat() if fact.filed else "",
        "anchor": _anchor(fact), "entity": fact.entity,
    }  # fmt: skip
    return {name: Cell(text, fact.place) for name, text in texts.items() if text}


def _anchor(fact: Filed) -> str:
    """Where in which filing a reader finds it."""
    return f"{fact.form or 'filing'} {fact.filing}".strip() if fact.filing else ""
