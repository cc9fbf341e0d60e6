"""What a figure is set beside: itself a year ago or a period before, a plan, what was expected."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from reportgen.charts.kind import Scene, asked, beside, fact_or_none, measure_line
from reportgen.charts.parts.description import common_period, values, values_sentence
from reportgen.charts.parts.items import Item
from reportgen.charts.parts.looks import Role
from reportgen.charts.parts.manner import Manner, check_one_axis, numbers_in
from reportgen.charts.parts.ranking import Names, asked_for, common_measure
from reportgen.charts.parts.series import item_of
from reportgen.charts.parts.standing import meant
from reportgen.errors import FormulaError
from reportgen.figures.verbs import direction, levels
from reportgen.findings import likely, one_of
from reportgen.model import Cell, Fact, Table

NOW = "now"
EARLIER = ("year_ago", "prior")
SUBJECTS: Mapping[Role, Role] = {"actual": "subject", "forecast": "forecast subject"}
OLDER: Sequence[Role] = ("prior", "part")  # of dates before now, in the order in which they are named


@dataclass(frozen=True)
class Standings:
    """Figures of several items, each now, at other dates or in other scenarios."""

    scene: Scene
    names: Mapping[str, str]  # of the items by expression, in the order in which they are drawn
    found: Mapping[str, Mapping[str, Fact | None]]  # by expression, then by date or scenario
    heads: Mapping[str, str]  # what dates and scenarios are called
    manner: Manner
    title: str

    def ordered(self, keys: Iterable[str]) -> Standings:
        """The same items in another order."""
        return replace(self, names={key: self.names[key] for key in keys})

    def column(self, name: str) -> list[Fact | None]:
        """The figures at one date, or in one scenario."""
        return [self.found[key][name] for key in self.names]

    @property
    def called(self) -> list[str]:
        """The names of the items."""
        return list(self.names.values())

    @property
    def roles(self) -> Mapping[str, Role]:
        """How dates and scenarios look: now solid, what was before lighter, what is planned outlined."""
        known, older = self.scene.book.scenarios, iter(OLDER)
        roles: dict[str, Role] = {}
        for name in self.heads:
            look: Role = known[name].look if name in known else "prior"
            roles[name] = "actual" if name == NOW else next(older, "prior") if look == "prior" else look
        return roles

    @property
    def legend(self) -> Mapping[Role, str]:
        """The key to the looks."""
        return {role: self.heads[name] for name, role in self.roles.items()}

    def dots(self, key: str, *, subject: bool) -> list[Item]:
        """The figures of an item as marks, each with its date or scenario."""
        dots = []
        for name, fact in self.found[key].items():
            role, names = self.roles[name], (self.names[key], self.heads[name])
            look = SUBJECTS.get(role, role) if subject else role
            item = item_of(self.scene, fact, names[0], self.manner, role=look)
            dots.append(replace(item, name=measure_line(*names), series=names[1]))
        return dots

    def table(self) -> Table:
        """A row an item; a column a date or a scenario."""
        heads = list(self.heads.values()) if len(self.heads) > 1 else [self.title or self.scene.words.value]
        rows = tuple(
            (Cell(name), *(self.scene.cell(fact, self.manner) for fact in self.found[key].values()))
            for key, name in self.names.items()
        )
        return Table(("", *(measure_line(head, self.manner.unit) for head in heads)), rows)

    def values(self) -> str:
        """Every value by its name, a date or a scenario after the other."""
        listed = {head: values(self.scene, self.called, self.column(name), self.manner)
                  for name, head in self.heads.items()}  # fmt: skip
        texts = [f"{head}: {text}" for head, text in listed.items()] if len(listed) > 1 else listed.values()
        return values_sentence(self.scene, "; ".join(texts), self.manner)

    def course(self, key: str, unknown: str) -> str:
        """How an item went from the first to the second, or where it stands beside what was planned or expected."""
        scene, words, name, manner = self.scene, self.scene.words, self.names[key], self.manner.in_full()
        (before, other), (_, now) = self.found[key].items()
        value = scene.said(now, manner)
        if now is None or other is None or other.quantity.state or now.quantity.state:
            return unknown.format(title=name, name=name, value=value)
        earlier, later = levels([other, now])
        way, then = (later > earlier) - (later < earlier), scene.said(other, manner)
        if before in EARLIER:
            return words.slope[("same", "rose", "fell")[way]].format(name=name, before=then, after=value)
        side = words.sides[("equal", "above", "below")[way]]
        side = words.beside.format(side=side, value=then, name=self.heads[before])
        return f"{words.was.format(title=name, value=value)}, {side}"


def standings(
    scene: Scene, expressions: Sequence[str], labels: Names, at: Sequence[str], *, may_lack: bool = False
) -> Standings:
    """Items at dates and in scenarios. Raises FormulaError for what is neither, or cannot stand on one axis.

    A date or a scenario of which no item has a value is refused too, unless it ``may_lack``: of one panel of several.
    """
    known = (NOW, *EARLIER, *scene.book.scenarios)
    for name in at:
        if name not in known:
            raise FormulaError(f"'{name}'{likely(name, known)}")
    now, names = asked_for(scene, expressions, labels)
    found = {key: {name: _standing(scene, key, name) for name in at} for key in now}
    every = [fact for facts in found.values() for fact in facts.values()]
    for name in () if may_lack else at:
        if not numbers_in(facts[name] for facts in found.values()):
            raise FormulaError(
                f"no item has a value for '{name}'; add the facts, or choose another of {one_of(known)}"
            )
    check_one_axis(every)
    heads = {name: _heading(scene, now.values(), name) for name in at}
    return Standings(
        scene, names, found, heads, scene.manner(every), common_measure(scene, list(now.values()))
    )


def _standing(scene: Scene, expression: str, name: str) -> Fact | None:
    """A figure now, at another date or in another scenario, in the unit that it has now; None where unknown."""
    now = scene.known(expression)
    if name == NOW or now is None:
        return now
    return beside(now, fact_or_none(asked(scene.ref(expression), name)))


def _heading(scene: Scene, facts: Iterable[Fact | None], name: str) -> str:
    """What a date or a scenario is called; ``facts`` are those of now."""
    if name in scene.book.scenarios:
        return scene.book.scenarios[name].label
    own = common_period(facts, scene.period)
    if own is None:
        return scene.words.columns[name]
    return {NOW: own, "year_ago": own.year_ago, "prior": own.prior}[name].short


def meaning_of(change: Fact | None) -> Role:
    """A change as good or bad, where its measure says which way is better; else as any other text."""
    return "text" if change is None or change.quantity.state else meant(direction(change), change)
