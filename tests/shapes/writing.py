"""How the shapes are written: settings, facts and text into a folder."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

HEADER = "metric,entity,period,scenario,value,unit,bound,source,anchor,note"
QUARTERS = [f"FY{year}-Q{quarter}" for year in (2025, 2026) for quarter in (1, 2, 3, 4)][:6]
SETTINGS = """\
title: {title}
entity: {{name: {entity}, short: {short}, ticker: "XNYS: EXM"}}
period: FY2026-Q2
fiscal_year_end: March
date: 2025-11-25
currency: {{code: USD, short: USD, word: dollars}}
sources:
  report: {{title: Results of the second quarter, publisher: Example Corp, date: 2025-11-20, url: "https://example.com/q2"}}
  press: {{title: What analysts expected, publisher: A newspaper}}
"""


WORDS = {
    "title": "Sales hold in a quarter without surprises",
    "entity": "Example Corporation",
    "short": "Example",
}


def write_brief(
    folder: Path,
    settings: str,
    facts: Iterable[str],
    narrative: str,
    metrics: Mapping[str, str],
    **words: str,
) -> None:
    """Write a brief: what follows the usual settings, rows of facts, the narrative, metrics by id; title and entity."""
    folder.mkdir(parents=True)
    head = SETTINGS.format(**{**WORDS, **words})
    (folder / "brief.yaml").write_text(head + settings, encoding="utf-8")
    (folder / "facts.csv").write_text("\n".join([HEADER, *facts, ""]), encoding="utf-8")
    (folder / "narrative.md").write_text(narrative, encoding="utf-8")
    described = "".join(f"{name}: {{{settings}}}\n" for name, settings in metrics.items())
    (folder / "metrics.yaml").write_text(described, encoding="utf-8")


def stated(metric: str, period: str, value: str, unit: str = "USD mn", scenario: str = "") -> str:
    """A row of facts.csv."""
    return f"{metric},,{period},{scenario},{value},{unit},,report,p. 4,"


def quarterly(metric: str, first: int, step: int, unit: str = "USD mn") -> list[str]:
    """A level for each quarter, of four significant digits."""
    return [stated(metric, period, f"{first + step * n}", unit) for n, period in enumerate(QUARTERS)]
