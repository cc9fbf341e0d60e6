"""The table of a first brief: what is told, to look up."""

from __future__ import annotations

from reportgen.starter.exhibit import TWO, Exhibit
from reportgen.starter.naming import is_plain
from reportgen.starter.outline import Outline
from reportgen.starter.phrases import Phrases
from reportgen.starter.sight import Sight

MOST_ROWS = 14
FEWEST_FOR_A_COURSE = 4  # periods, for a small picture in a row


def figures(outline: Outline, sight: Sight, say: Phrases) -> Exhibit | None:
    """What is told, to look up."""
    inside = [part for whole in outline.wholes[:1] for part in whole.parts]
    wanted = dict.fromkeys(
        (outline.subject, *inside, outline.result, outline.margin, *outline.cards, *outline.others)
    )
    if outline.groups:
        return _counts(outline, sight, say)
    ids = [line.id for line in sight.lines if line.id in wanted][:MOST_ROWS]
    if len(ids) < TWO:
        return None
    change = sight.change(outline.subject)
    columns = ["now"]
    if change:
        yearly = change.endswith(".yoy")
        columns += (
            ["year_ago", "change", "yoy"]
            if yearly
            else ["prior", "step", *(one for one in ("qoq",) if change.endswith(f".{one}"))]
        )
    if sight.run(outline.subject) >= FEWEST_FOR_A_COURSE:
        columns.append("spark")
    second = next((one for one in outline.cards if one != outline.subject and say.change(one)), "")
    title = f"{say.name(outline.subject)} {say.level(outline.subject)}"
    if change:
        title = say.title(outline.subject)
    if second and change and not sight.is_percent(second):
        title = say.beside(outline.subject, second)
    return Exhibit(
        "key-figures", "figures", {"kind": "table", "title": title, "rows": ids, "columns": columns}
    )


def _counts(outline: Outline, sight: Sight, say: Phrases) -> Exhibit | None:
    """Of shares of answers, how many they are of."""
    groups = [one for one in outline.groups if one.counts and is_plain(one.title.rstrip("?"))]
    rows = [{"group": one.title, "rows": list(one.counts)} for one in groups]
    first = next((one.counts[0] for one in groups), "")
    if not rows:
        return None
    title = f"{say.name(first)}: {say.level(first)}"
    before = sight.before(first).rpartition(".")[2]
    columns = ["now", before, "change" if before == "year_ago" else "step"] if say.change(first) else ["now"]
    return Exhibit("how-many", "figures", {"kind": "table", "title": title, "rows": rows, "columns": columns})
