"""A small document with every component in use, for tests of page and print."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import cast

from markupsafe import Markup

from reportgen.document.content import Card, Content, Definition, Download, Labelled, Notice, Section, Tokens
from reportgen.document.narrative import Writer
from reportgen.document.notices import notices
from reportgen.figures.ledger import Ledger
from reportgen.findings import Findings, Place
from reportgen.model import Cell, Exhibit, Picture, Source, Spot, Table
from tests.conftest import SmallBrief, Write

FACTS = """\
cloud_revenue,,FY2026-Q2,,39.8,CNY bn,,report
cloud_revenue_yoy,,FY2026-Q2,,34,percent,,report
cloud_revenue,,FY2026-Q2,consensus,37.9,CNY bn,,press
group_revenue,,FY2026-Q2,,247.8,CNY bn,,report
investment,,FY2026,plan,380,CNY bn,,report
"""
METRICS = """
cloud_revenue: {label: Cloud revenue, kind: amount}
cloud_revenue_yoy: {label: Cloud growth, kind: growth}
group_revenue: {label: Group revenue, kind: amount}
investment: {label: Investment, kind: amount}
"""
EXHIBITS = """\
derive:
  cloud_share: {formula: cloud_revenue / group_revenue, label: Cloud share, kind: share}
exhibits:
  growth: {kind: columns, title: Growth}
  table: {kind: table, title: Table}
"""
NARRATIVE = """\
## Cloud carries the growth

::: beside growth
Revenue {{ cloud_revenue.yoy | moved }} to {{ cloud_revenue }}, a share of {{ cloud_share }}.[^1]
{{ cite("report") }}
:::

::: quote Eddie Wu, chief executive
No bubble.
:::

::: callout Mind this
- Loose item

- Another one
:::

[^1]: A note on {{ cloud_revenue.consensus }} and [a page](https://example.com/page).

## Key figures

{{ exhibit("table") }}

### What it means

The plan is {{ investment.at("FY2026").plan }}.

::: highlights
- Revenue {{ cloud_revenue.yoy | moved }}.
:::

| Measure | Value |
|---|---|
| Revenue | {{ cloud_revenue | short }} |
"""
WIDTHS = {"wide": 658.0, "half": 316.0, "narrow": 320.0}
HEIGHT = 120.0


def picture(width: float, height: float = HEIGHT) -> Picture:
    """A drawing of one bar with an id in it."""
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:g}" height="{height:g}" '
        f'viewBox="0 0 {width:g} {height:g}">'
        f'<clipPath id="clip0"><path d="M0 0h{width:g}v{height:g}H0z"/></clipPath>'
        f'<g clip-path="url(#clip0)"><path fill="#c2410c" d="M9 9h40v99H9z"/></g></svg>'
    )
    return Picture(svg, width, height)


def small_content(write: Write, **changes: object) -> Content:
    """A document made of a small brief; ``changes`` replace parts of it."""
    brief = write(FACTS, EXHIBITS, METRICS)
    (brief.folder / "narrative.md").write_text(NARRATIVE, encoding="utf-8")
    ledger = Ledger(brief.style)
    parts = {**_parts(brief, ledger), **changes}
    return Content(**parts)  # type: ignore[arg-type]


def _parts(brief: SmallBrief, ledger: Ledger) -> dict[str, object]:
    writer = Writer(brief.book, ledger, brief.book.namespace(), Findings())
    place = Place(brief.folder / "brief.yaml", 1)
    growth = "{{ cloud_revenue.yoy | short }}"
    sections = writer.sections(brief.folder / "narrative.md")
    title = writer.text(f"Cloud grows {growth} & more", place)
    exhibits = {"growth": _chart(writer, place, growth), "table": _table(brief, ledger)}
    card = Card(
        "Revenue",
        ledger.say(brief.fact("cloud_revenue"), "short"),
        ledger.say(brief.fact("cloud_revenue.yoy"), "signed"),
        "YoY",
        Markup("a note"),
        "good",
        picture(76, 20),
        "Growth, rising",
    )
    assert not writer.findings, writer.findings
    standfirst = writer.inline("Why *now*.", place)
    summary = (Labelled("What happened", writer.inline(f"Up {growth}.", place)),)
    _enter(ledger, title, card, summary, exhibits, sections)
    return {
        "title": title,
        "standfirst": standfirst,
        "entity": "Example Corp",
        "entity_short": "Example",
        "ticker": "EX",
        "period": "second quarter of fiscal 2026",
        "period_short": "Q2 FY26",
        "period_dates": "1 July to 30 September 2025",
        "further_dates": "1 July to 30 September 2025",
        "date": date(2025, 11, 25),
        "date_words": "25 November 2025",
        "ledger": ledger,
        "theme": _theme(),
        "cards": (card,) * 4,
        "summary": summary,
        "key_exhibit": "growth",
        "box": (Labelled("Key risk", Markup("Chips.")),),
        "sections": sections,
        "exhibits": exhibits,
        "sources": tuple(brief.book.brief.sources.values()),
        "definitions": (Definition("Cloud revenue", "Sales of the cloud.", "Non-GAAP measure."),),
        "notices": (
            *notices(
                (line.figure.fact for line in ledger.shown),
                brief.book.brief.words,
                entity=brief.book.brief.entity,
            ),
            Notice("", "Own notice."),
        ),
        "downloads": (Download("brief.pdf", "PDF", "application/pdf"),),
        "provenance": "reportgen, inputs sha256 0123456789abcdef",
    }


def _enter(
    ledger: Ledger,
    title: str,
    card: Card,
    summary: tuple[Labelled, ...],
    exhibits: dict[str, Exhibit],
    sections: tuple[Section, ...],
) -> None:
    """Enter what the small document shows, as ``read_through`` does for one that was planned."""
    ledger.enter(Spot("title"), title)
    ledger.enter(Spot("card", "1"), card.value + card.change)
    ledger.enter(Spot("summary", "1"), summary[0].text)
    for name, exhibit in exhibits.items():
        cells = [cell.text for row in exhibit.table.rows for cell in row]
        ledger.enter(Spot("exhibit", name), " ".join((exhibit.title, exhibit.alt, *cells)))
    for section in sections:
        ledger.enter(Spot("section", section.id), section.title + section.html)


def _chart(writer: Writer, place: Place, growth: str) -> Exhibit:
    title = writer.text(f"Growth of {growth}", place)
    table = Table(("Quarter", "Growth, %"), ((Cell("Q2 FY26"), Cell(title, is_number=True)),))
    source = Source("report", 1, "The report")
    pictures = {slot: picture(width) for slot, width in WIDTHS.items()}
    return Exhibit(
        "growth", 1, "columns", title, "Percent", "A caveat.", f"One bar. {title}", table, pictures, (source,)
    )


def _table(brief: SmallBrief, ledger: Ledger) -> Exhibit:
    cell = Cell(ledger.say(brief.fact("cloud_revenue"), "number"), is_number=True)
    table = Table(("", "Q2 FY26"), ((Cell("Cloud revenue"), cell),), frozenset({0}))
    return Exhibit("table", 2, "table", "The table", "RMB bn", "", "A table", table, {}, ())


def _theme() -> Tokens:
    light = {
        "ink": "#1b2430", "muted": "#5b6472", "rule": "#d7dce3", "soft": "#f5f6f8", "paper": "#ffffff",
        "accent": "#c2410c", "good": "#1f7a4d", "bad": "#b3261e",
    }  # fmt: skip
    dark = light | {"ink": "#e8ebf0", "paper": "#13171d", "accent": "#f98a4b"}
    fonts = {"sans": "Inter", "serif": "Brief Serif"}
    return cast("Tokens", SimpleNamespace(colors=light, colors_dark=dark, fonts=fonts, faces={}))
