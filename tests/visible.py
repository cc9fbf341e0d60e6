"""What a reader of a planned brief meets, place by place; figures are still tokens, charts are their labels."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html import unescape
from pathlib import Path

from reportgen.charts.sketch import labelled_rows
from reportgen.figures.ledger import TOKEN
from reportgen.plan import Plan

SAMPLE = Path(__file__).parents[1] / "data" / "alibaba-fy2026-q2"
SPACES = re.compile(r"[\s\u00a0]+")


def visible(planned: Plan) -> Mapping[str, str]:
    """The text at every place of the ledger, tokens in it."""
    texts: dict[str, list[str]] = {}
    for place, text in _texts(planned):
        texts.setdefault(place, []).append(_plain(text))
    return {place: " ¶ ".join(parts) for place, parts in texts.items()}


def labels(planned: Plan) -> Mapping[str, tuple[str, ...]]:
    """The labels in every picture, by place."""
    found = {}
    for name, one in {**planned.exhibits, **planned.sparklines}.items():
        place = f"exhibit:{name}" if name in planned.exhibits else name.replace("kpi-", "card:")
        rows = [row for sketch in one.sketches.values() for row in labelled_rows(sketch.spec)]
        found[place] = tuple(row["label"] for row in rows if row.get("shown"))
    return found


def _texts(planned: Plan) -> Iterator[tuple[str, str]]:
    words = planned.words
    yield "title", words.title
    yield "standfirst", words.standfirst
    for number, card in enumerate(words.cards, 1):
        yield f"card:{number}", f"{card.label} {card.value} {card.change} {card.basis} {card.note}"
    for place, items in (("summary", words.summary), ("box", words.box)):
        for number, item in enumerate(items, 1):
            yield f"{place}:{number}", f"{item.label} {item.text}"
    for section in words.sections:
        yield f"section:{section.id}", f"{section.title} {section.html}"
    for text in words.notices:
        yield "notices", text
    for name, one in planned.exhibits.items():
        exhibit = one.exhibit
        cells = [*exhibit.table.header, *(cell.text for row in exhibit.table.rows for cell in row)]
        alt = exhibit.alt if one.sketches else ""
        for text in (exhibit.title, exhibit.measure, exhibit.caveat, alt, *cells):
            yield f"exhibit:{name}", text
    for name, one in planned.sparklines.items():
        yield name.replace("kpi-", "card:"), one.exhibit.alt


def _plain(text: str) -> str:
    """Without tags, quotations and addresses."""
    text = re.sub(r"(?s)<blockquote.*?</blockquote>|<figure class=\"quote.*?</figure>", " ", text)
    return SPACES.sub(" ", unescape(re.sub(r"<[^>]+>", " ", text)))


def outside(text: str, mark: str = "\0") -> str:
    """A text without its figures."""
    return TOKEN.sub(mark, text)


def plain(text: str) -> str:
    """A figure's words as they compare with those of a page."""
    return SPACES.sub(" ", text)
