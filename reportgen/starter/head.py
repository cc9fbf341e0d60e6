"""Whom a brief is about, of which period, and when it is dated: as the table says it, or somebody does."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from reportgen.brief import Brief
from reportgen.csv_rows import Row
from reportgen.findings import Findings
from reportgen.periods import Period
from reportgen.starter.measures import Ask
from reportgen.starter.reading import Understood
from reportgen.starter.stage import Stage

FULL = 0.5  # of the lines that are known for the period of which most are, for a period to be told of
_TICKER = re.compile(r"\s*\([A-Z]+(?: [A-Z]+)?: ?[\w.]+\)")  # (NASDAQ: ABCD)
_RUNNING = "The table has numbers of a period that has not ended."


@dataclass(frozen=True, slots=True)
class Answers:
    """What a person has said of a table; what is left empty is guessed, or asked for."""

    entity: str = ""
    unit: str = ""
    period: str = ""
    fiscal_year_end: str = ""
    title: str = ""  # of the source


def head_of(
    stage: Stage, table: Understood, answers: Answers, ask: Ask, today: dt.date, title: str
) -> tuple[dict[str, Any], list[str]]:
    """Whom the brief is about and when, and what of that was guessed."""
    guessed: list[str] = []
    fiscal = answers.fiscal_year_end
    if not fiscal and not table.calendar and any(row.cells["period"].startswith("FY") for row in table.rows):
        fiscal = ask("The last month of the fiscal year", _likely_last_month(stage, table, today))
        guessed.append(f"fiscal years that end in {fiscal}")
    settings: dict[str, Any] = {"fiscal_year_end": fiscal} if fiscal else dict(table.calendar)
    brief = stage.brief(table.sources, Findings(), **settings)
    entity = answers.entity or _largest(table) or table.entity
    if not entity:
        likely = _called(table.title or title)
        entity = ask("Whom the numbers are of", likely)
        said = "the title of the table" if table.title else "the name of the file"
        guessed += [f"entity '{entity}', from {said}"] if entity == likely else []
    known = _known(table.rows, brief, entity if table.entities else "")
    period = _latest(
        known,
        brief,
        today,
        may_run=not any(line.meaning.measured == "over the period" for line in table.lines),
    )
    head: dict[str, Any] = {
        "entity": {"name": entity},
        "period": str(period),
        **settings,
        "date": today.isoformat(),
    }
    if running := [one for one in known if one.start <= today < one.end]:
        head["severity"] = {"period-not-ended": {"level": "off", "reason": _RUNNING}}
        guessed.append(f"numbers of {max(running).long}, which has not ended, are actual")
    if table.splits:
        head["splits"] = list(table.splits)
    return head, guessed


def _likely_last_month(stage: Stage, table: Understood, today: dt.date) -> str:
    """December, unless a year of which there are actual numbers had then not ended: seasons and budgets end in June.

    So do years that are called by two, ``2024/25``.
    """
    if table.runs_over_new_year:
        return "June"
    running = {
        month: any(
            one.frequency == "year" and one.start <= today < one.end
            for one in _known(table.rows, stage.brief(table.sources, Findings(), fiscal_year_end=month), "")
        )
        for month in ("December", "June")
    }
    return "June" if running["December"] and not running["June"] else "December"


def _called(title: str) -> str:
    """Whom a title names first: ``Holm Machinery AG: income statement``."""
    return re.split(r":|,| [-–—|] |\u3000", _TICKER.sub("", title))[0].strip() or "The company"


def _largest(table: Understood) -> str:
    """Of several entities the one with the most numbers; "" where some are of one that the table does not name."""
    if not all(row.cells["entity"] for row in table.rows):
        return ""
    counts = {one: sum(row.cells["entity"] == one for row in table.rows) for one in table.entities}
    return max(counts, key=lambda one: counts[one], default="")


def _known(rows: Sequence[Row], brief: Brief, entity: str) -> Mapping[Period, set[str]]:
    """The metrics that are known as actual, by period."""
    known: dict[Period, set[str]] = {}
    for row in rows:
        if (
            row.cells["scenario"] in ("", "actual")
            and row.cells["value"]
            and row.cells["entity"] in ("", entity)
        ):
            try:
                known.setdefault(brief.period_of(row.cells["period"]), set()).add(row.cells["metric"])
            except ValueError:
                continue  # whoever reads it as a fact says so
    return _with_last_quarters(known, brief)


def _with_last_quarters(known: Mapping[Period, set[str]], brief: Brief) -> dict[Period, set[str]]:
    """With the quarters that no report states: the last of years that are known, and so are their nine months."""
    added = {period: set(metrics) for period, metrics in known.items()}
    for year, metrics in known.items():
        if year.frequency == "year":
            nine = known.get(brief.period_of(f"{year}-9M"), set())
            last = brief.period_of(f"{year}-Q4")
            if metrics & nine:
                added[last] = added.get(last, set()) | (metrics & nine)
    return added


def _latest(known: Mapping[Period, set[str]], brief: Brief, today: dt.date, *, may_run: bool) -> Period:
    """The latest period of which most is known, of the length that most numbers have.

    One that has ended, if any has; of what happens on a day, such as a survey, also one that has only begun.
    """
    if not known:
        return brief.period_of(str(today.year - 1))
    sizes: Counter[str] = Counter()
    for period, metrics in known.items():
        sizes[period.frequency] += len(metrics)
    usual = sizes.most_common(1)[0][0]
    alike = {period: metrics for period, metrics in known.items() if period.frequency == usual}
    there = {
        one: metrics for one, metrics in alike.items() if (one.start if may_run else one.end) <= today
    } or alike
    most = max(map(len, there.values()))
    return max(period for period, metrics in there.items() if len(metrics) >= FULL * most)
