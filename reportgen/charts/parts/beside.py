"""What a figure is set beside: itself a year ago or a period before, a plan, what was expected."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from reportgen.charts.kind import Scene, asked, beside, fact_or_none, measure_line
from reportgen.charts.parts.description import values, values_sentence
from reportgen.charts.parts.items import Item
from reportgen.charts.parts.looks import Role
from reportgen.charts.parts.manner import Manner
from reportgen.charts.parts.moments import shared
from reportgen.charts.parts.series import item_of
from reportgen.errors import FormulaError
from reportgen.figures.verbs import direction
from reportgen.findings import likely
from reportgen.model import Cell, Fact, Table

NOW = "now"
EARLIER = ("year_ago", "prior")
SUBJECTS: Mapping[Role, Role] = {"actual": "subject", "forecast": "forecast subject"}
Columns = Mapping[str, Sequence[Fact | None]]  # figures by what their date or scenario is called
OLDER: Sequence[Role] = ("prior", "part")  # of dates before now, in the order in which they are named


def check_standings(names: Iterable[str], scene: Scene) -> None:
    """Raises FormulaError for what is neither a date nor a scenario."""
    known = (NOW, *EARLIER, *scene.book.scenarios)
    for name in names:
        if name not in known:
            raise FormulaError(f"'{name}'{likely(name, known)}")


def standing(scene: Scene, expression: str, name: str) -> Fact | None:
    """A figure now, at another date or in another scenario, in the unit that it has now; None where unknown."""
    now = scene.known(expression)
    if name == NOW or now is None:
        return now
    return beside(now, fact_or_none(asked(scene.ref(expression), name)))


def heading(scene: Scene, facts: Iterable[Fact | None], name: str) -> str:
    """What a date or a scenario is called; ``facts`` are those of now."""
    if name in scene.book.scenarios:
        return scene.book.scenarios[name].label
    own = shared(facts, scene.period)
    if own is None:
        return scene.words.columns[name]
    return {NOW: own, "year_ago": own.year_ago, "prior": own.prior}[name].short


def standing_roles(scene: Scene, names: Sequence[str]) -> Mapping[str, Role]:
    """How dates and scenarios look: now solid, what was before lighter, what is planned outlined."""
    roles: dict[str, Role] = {}
    older = iter(OLDER)
    for name in names:
        look = scene.book.scenarios[name].look if name in scene.book.scenarios else "prior"
        roles[name] = "actual" if name == NOW else next(older, "prior") if look == "prior" else look
    return roles


def dot_of(
    scene: Scene, fact: Fact | None, names: tuple[str, str], manner: Manner, role: Role, *, subject: bool
) -> Item:
    """A figure at a date or in a scenario as a mark; ``names`` are those of the figure and of the other."""
    look = SUBJECTS.get(role, role) if subject else role
    item = item_of(scene, fact, names[0], manner, role=look)
    return replace(item, name=measure_line(*names), series=names[1])


def standings_table(
    scene: Scene, names: Sequence[str], columns: Columns, manner: Manner, title: str
) -> Table:
    """A row a figure; a column a date or a scenario."""
    heads = list(columns) if len(columns) > 1 else [title or scene.words.value]
    rows = tuple(
        (Cell(name), *(scene.cell(facts[row], manner) for facts in columns.values()))
        for row, name in enumerate(names)
    )
    return Table(("", *(measure_line(head, manner.unit) for head in heads)), rows)


def standings_values(scene: Scene, names: Sequence[str], columns: Columns, manner: Manner) -> str:
    """Every value by its name, a date or a scenario after the other."""
    listed = {head: values(scene, names, facts, manner) for head, facts in columns.items()}
    texts = [f"{head}: {text}" for head, text in listed.items()] if len(columns) > 1 else listed.values()
    return values_sentence(scene, "; ".join(texts), manner)


def meaning_of(change: Fact | None) -> Role:
    """A change as good or bad, where its measure says which way is better; else as any other text."""
    if change is None or change.quantity.state or change.metric.polarity == "neutral":
        return "text"
    way = direction(change) * (1 if change.metric.polarity == "more is better" else -1)
    return ("text", "good", "bad")[way]
