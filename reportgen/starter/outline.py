"""What of a table is worth telling: its subject, what this is made of, what results from it, what stands beside it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from reportgen.model import Fact
from reportgen.periods import Period
from reportgen.starter.lines import Line
from reportgen.starter.meanings import meaning_of
from reportgen.starter.metric_entries import is_additive
from reportgen.starter.naming import is_plain, name_of
from reportgen.starter.sight import Sight
from reportgen.starter.sums import Sum

MOST_CARDS, FEWEST_CARDS = 6, 4
MOST_OF_A_GROUP = 10
FEWEST_ANSWERS = 2
FIRST = 1.5  # how much more the larger of two like lines is wanted


@dataclass(frozen=True, slots=True)
class Whole:
    """A total and its parts, with what each part is called beside the others."""

    total: str
    parts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Group:
    """Lines under one heading of the table: the answers to a question."""

    title: str
    lines: tuple[str, ...]
    counts: tuple[str, ...] = ()  # the same in numbers, where the lines are shares


@dataclass(frozen=True)
class Outline:
    """What is told, the weightiest first.

    ``subject`` is what title and first section are about; ``result`` what is earned by it, ``margin`` that in percent;
    ``cards`` the figures on page one; ``others`` what has no place elsewhere.
    """

    sight: Sight
    subject: str
    cards: tuple[str, ...]
    wholes: tuple[Whole, ...] = ()
    result: str = ""
    margin: str = ""
    walk: Sum | None = None
    groups: tuple[Group, ...] = ()
    others: tuple[str, ...] = ()
    entities: tuple[str, ...] = ()  # beside the brief's own


def totals_of_parts(lines: Sequence[Line], units: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Totals over the parts of a table that has none, as ``derive:`` computes them: a formula for each kind of line."""
    made: dict[str, dict[str, Any]] = {}
    taken = {line.id for line in lines}
    for base in dict.fromkeys(line.base for line in lines if line.part):
        parts = [line for line in lines if line.base == base and line.part]
        has_total = any(not line.part and line.name == base for line in lines)
        additive = all(is_additive(units[line.id]) for line in parts)
        if has_total or not additive or len(parts) < FEWEST_ANSWERS or len({line.unit for line in parts}) > 1:
            continue
        meaning = parts[0].meaning
        entry: dict[str, Any] = {
            "formula": " + ".join(line.id for line in parts), "label": base,
            "kind": "amount" if units[parts[0].id].kind == "currency" else "count",
        }  # fmt: skip
        if meaning.polarity != "neutral":
            entry["polarity"] = meaning.polarity
        if meaning.measured:
            entry["measured"] = meaning.measured
        names = [line.part for line in parts]
        if all(map(is_plain, names)):
            entry["definition"] = f"The sum of {_listed(names)}."
        name = name_of(base, taken)
        taken.add(name)
        made[name] = entry
    return made


def _listed(names: Sequence[str]) -> str:
    return f"{', '.join(names[:-1])} and {names[-1]}"


def derived_lines(derive: Mapping[str, Mapping[str, Any]], lines: Sequence[Line]) -> tuple[Line, ...]:
    """Derived metrics as lines, with the meaning of their parts or of their label."""
    meanings = {line.base: line.meaning for line in lines if line.part}
    return tuple(
        Line(
            name, entry["label"], entry["label"], "", meanings.get(entry["label"], meaning_of(entry["label"]))
        )
        for name, entry in derive.items()
    )


def outline_of(
    sight: Sight, sums: Sequence[Sum], derive: Mapping[str, Mapping[str, Any]], entities: Sequence[str]
) -> Outline:
    """Choose what is told."""
    known = [line for line in sight.lines if sight.known(line.id)]
    wholes = _wholes(known, [one for one in sums if not _has_costs(one, sight)], derive)
    groups = _groups(known)
    inside = {part for whole in wholes for part in whole.parts}
    ranked = sorted(known, key=lambda line: (-_weight(line, sight, inside, derive), known.index(line)))
    subject = _moved_most(groups[0].lines, sight) if groups else ranked[0].id
    wholes = tuple(sorted(wholes, key=lambda one: (one.total != subject, _rank(one.total, ranked))))
    result = next(
        (
            one.id
            for one in ranked
            if one.meaning.topic in ("operating", "ebitda", "net", "pretax") and one.id != subject
        ),
        "",
    )
    margin = _margin(ranked, result, sight)
    walk = next(
        (one for one in sums if one.less and one.total == result and len(one.parts) > FEWEST_ANSWERS - 1),
        None,
    )
    cards = _answered(groups, subject, sight) if groups else _cards(ranked, sight, inside)
    told = {subject, result, margin, *inside, *(part for part in (walk.parts if walk else ()))}
    told |= {line for group in groups for line in (*group.lines, *group.counts)} | {
        whole.total for whole in wholes
    }
    others = tuple(line.id for line in ranked if line.id not in told and not line.part)
    return Outline(sight, subject, cards, wholes, result, margin, walk, groups, others, tuple(entities))


def _moved_most(names: Sequence[str], sight: Sight) -> str:
    """Of answers the one of which the share moved the most, or else the most frequent."""
    moved = [name for name in names if sight.amount(name)]
    return (
        max(moved, key=lambda name: sight.size(sight.amount(name))) if moved else max(names, key=sight.size)
    )


def _answered(groups: Sequence[Group], subject: str, sight: Sight) -> tuple[str, ...]:
    """The most frequent answers to each question, as many of each."""
    each = max(MOST_CARDS // len(groups), 1)
    frequent = (sorted(group.lines, key=sight.size, reverse=True)[:each] for group in groups)
    return tuple(dict.fromkeys((subject, *(name for names in frequent for name in names))))[:MOST_CARDS]


def _weight(line: Line, sight: Sight, inside: Iterable[str], derive: Mapping[str, object]) -> float:
    """How much a line is wanted: by what it means, by its size beside others like it, and whether a change is known."""
    weight = float(line.meaning.weight)
    if line.id in set(inside):
        weight /= 2
    if line.id in derive and line.meaning.topic != "margin":
        weight += 10
    if line.measure and not sight.is_percent(line.id):
        weight /= 4  # counts of answers, beside their shares
    if not sight.change(line.id) and not sight.amount(line.id):
        weight /= 2
    alike = [
        one
        for one in sight.lines
        if one.meaning.topic == line.meaning.topic and sight.is_like(one.id, line.id)
    ]
    largest = max((sight.size(one.id) for one in alike), default=sight.size(line.id))
    return weight + FIRST * float(sight.size(line.id) / largest if largest else 0)


def _rank(name: str, ranked: Sequence[Line]) -> int:
    return next((at for at, line in enumerate(ranked) if line.id == name), len(ranked))


def _wholes(
    known: Sequence[Line], sums: Sequence[Sum], derive: Mapping[str, Mapping[str, Any]]
) -> tuple[Whole, ...]:
    """Totals with parts that are all known: those that the table parts, and those that add up in it."""
    ids = {line.id for line in known}
    found: dict[str, Whole] = {}
    for name in derive:
        parts = {line.id: line.part for line in known if line.base == derive[name]["label"] and line.part}
        if parts and name in ids:
            found[name] = Whole(name, parts)
    for line in known:
        parts = {one.id: one.part for one in known if one.part and one.base == line.name and not line.part}
        if len(parts) >= FEWEST_ANSWERS:
            found.setdefault(line.id, Whole(line.id, parts))
    names = {line.id: line.name for line in known}
    for one in sums:
        if not one.less and {one.total, *one.parts} <= ids:
            found.setdefault(one.total, Whole(one.total, {part: names[part] for part in one.parts}))
    return tuple(found.values())


def _has_costs(one: Sum, sight: Sight) -> bool:
    """Whether a part of a sum is written as what is taken away: its total is what is left, and not made of parts."""
    facts = [sight.fact(part) for part in one.parts]
    return any(fact is not None and fact.quantity.value < 0 for fact in facts)


def _groups(known: Sequence[Line]) -> tuple[Group, ...]:
    """Groups of percentages, or else of counts, that stand under one heading of the table."""
    found = []
    for title in dict.fromkeys(line.group for line in known if line.group):
        inside = [line for line in known if line.group == title]
        measures = dict.fromkeys(line.measure for line in inside)
        shown = min(measures, key=lambda one: not _is_share(inside, one))
        lines = tuple(line.id for line in inside if line.measure == shown)[:MOST_OF_A_GROUP]
        others = tuple(line.id for line in inside if line.measure != shown)[:MOST_OF_A_GROUP]
        if len(lines) >= FEWEST_ANSWERS:
            found.append(Group(title, lines, others))
    return tuple(found)


def _is_share(lines: Sequence[Line], measure: str) -> bool:
    return all(line.unit == "percent" for line in lines if line.measure == measure)


def _margin(ranked: Sequence[Line], result: str, sight: Sight) -> str:
    """The margin of the result if the table has it, else any."""
    margins = [line for line in ranked if line.meaning.topic == "margin"]
    if not margins or not result:
        return margins[0].id if margins else ""
    first = sight.line(result).name.split()[0].lower()
    return next((line.id for line in margins if line.name.lower().startswith(first)), margins[0].id)


def _cards(ranked: Sequence[Line], sight: Sight, inside: Iterable[str]) -> tuple[str, ...]:
    """Four to six figures of different topics; of one topic several only where there are too few others."""
    parts = set(inside)
    chosen: list[str] = []
    seen: set[str] = set()
    for line in ranked:
        topic = line.meaning.topic or line.id
        is_spent = line.meaning.nature == "cost" or line.meaning.topic == "balance"
        if topic not in seen and line.id not in parts and not is_spent and len(chosen) < MOST_CARDS - 1:
            seen.add(topic)
            chosen.append(line.id)
    for line in ranked:
        counted = line.measure and not sight.is_percent(line.id)
        if line.id not in chosen and len(chosen) < FEWEST_CARDS and not counted:
            chosen.append(line.id)
    return tuple(chosen)


def margins_of(
    lines: Sequence[Line], levels: Mapping[str, Mapping[Period, Fact]], taken: Collection[str]
) -> dict[str, dict[str, Any]]:
    """The margin of operating or net profit, where the table has sales and profit but no margin."""
    if any(line.meaning.topic == "margin" for line in lines):
        return {}
    sales = max(
        (line for line in lines if line.meaning.topic == "sales" and not line.part),
        key=lambda line: line.meaning.weight,
        default=None,
    )
    profits = [line for line in lines if line.meaning.topic in ("operating", "net") and not line.part]
    profit = max(profits, key=lambda line: line.meaning.weight, default=None)
    if not sales or not profit or " per " in sales.label or not _in_one_unit(levels, sales.id, profit.id):
        return {}
    label = "Operating margin" if profit.meaning.topic == "operating" else "Net margin"
    definition = f"{profit.name} divided by {sales.name[:1].lower() + sales.name[1:]}."
    entry = {
        "formula": f"{profit.id} / {sales.id}", "label": label, "kind": "margin", "polarity": "more is better",
    }  # fmt: skip
    if is_plain(profit.name) and is_plain(sales.name):
        entry["definition"] = definition
    return {name_of(label, taken): entry}


def _in_one_unit(levels: Mapping[str, Mapping[Period, Fact]], *names: str) -> bool:
    found = {fact.unit.dimension for name in names for fact in levels[name].values()}
    return len(found) == 1
