"""Exhibits that fit a table: each shows one thing, and its title says which way that went."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from reportgen.starter.exhibit import TWO, Exhibit, Settings
from reportgen.starter.key_figures import figures
from reportgen.starter.line_units import OF_EACH
from reportgen.starter.naming import file_name, is_plain
from reportgen.starter.outline import Group, Outline, Whole
from reportgen.starter.phrases import Phrases
from reportgen.starter.sight import Sight

LENGTHS: Mapping[str, int] = {"quarter": 8, "month": 13, "week": 13, "year": 10, "day": 31, "half": 8}
MOST_COLUMNS = 13  # more, and the course matters more than the amounts
PERIODS_BACK: Mapping[str, int] = {"quarter": 4, "month": 12, "year": 1, "half": 2}  # to the year before
MOST_COURSES = 2  # before something else is shown
MOST_PANELS = 6
FEWEST_PERIODS, FEWEST_RATES = 3, 4
MOST_BARS = 7


def exhibits_of(outline: Outline) -> tuple[Exhibit, ...]:
    """The exhibits that may be shown, the most wanted first."""
    made = _Proposals(outline, outline.sight, Phrases(outline.sight))
    found: dict[str, Exhibit] = {}
    for one in made.all():
        if one:
            found.setdefault(
                one.name, made.told_once(one, [other.settings["title"] for other in found.values()])
            )
    return tuple(found.values())


@dataclass(frozen=True)
class _Proposals:
    outline: Outline
    sight: Sight
    say: Phrases

    def all(self) -> Iterator[Exhibit | None]:
        """One after another; None for what the table does not bear."""
        outline = self.outline
        if outline.groups:
            yield self.given(outline.groups[0])
            yield from (self.answers(group) for group in outline.groups)
        else:
            yield self.course(outline.subject)
        first, further = outline.wholes[:1], outline.wholes[1:]
        yield from map(self.parts, first)
        yield self.margins()
        yield self.walk()
        yield from map(self.growth, first)
        yield self.against()
        yield self.beside()
        yield from (self.course(whole.total) for whole in further)
        yield figures(outline, self.sight, self.say)
        yield self.alike()
        beside = [name for name in outline.others if name not in self._alike()]
        yield from (self.course(name) for name in beside[:MOST_COURSES])
        yield self.changes()
        yield from map(self.panels, first)
        yield self.levels()
        yield from (self.course(name) for name in beside[MOST_COURSES:])

    def told_once(self, one: Exhibit, titles: Sequence[str]) -> Exhibit:
        """An exhibit with the title of another of its lines, where one before it has its own."""
        if one.settings["title"] not in titles:
            return one
        items = one.settings.get("items") or one.settings.get("rows") or ()
        names = [str(name).partition(".")[0] for name in items]
        known = [name for name in names if any(name == line.id for line in self.sight.lines)]
        others = (self.say.title(name) for name in known if self.say.change(name))
        title = next((other for other in others if other not in titles), one.settings["title"])
        return replace(one, settings={**one.settings, "title": title})

    def course(self, name: str) -> Exhibit | None:
        """One measure over time, and on into what is expected of it."""
        if not name or not self.say.change(name):
            return None
        known = self.sight.run(name, LENGTHS.get(self.sight.period.frequency, FEWEST_PERIODS))
        scenario, ahead = self.sight.outlook(name)
        if known + ahead < FEWEST_PERIODS or not self._shows_its_base(name, known):
            return None
        line = self.sight.line(name)
        is_course = (
            self.sight.is_percent(name)
            or known > MOST_COLUMNS
            or line.meaning.topic in ("price", "satisfaction", "unit cost")
        )
        settings: Settings = {
            "kind": "line" if is_course else "columns",
            "title": self.say.title(name), "series": name, "periods": known,
        }  # fmt: skip
        if ahead:
            settings |= {"ahead": ahead, "forecast": scenario}
        return Exhibit(f"{file_name(name)}-over-time", name, settings)

    def _shows_its_base(self, name: str, known: int) -> bool:
        """Whether the period against which the title says the change is among those that are shown."""
        if not self.say.change(name).endswith((".yoy", ".change")):
            return True
        periods = PERIODS_BACK.get(self.sight.period.frequency, 0)
        return known > periods

    def panels(self, whole: Whole) -> Exhibit | None:
        """Each part over time, beside the others on one scale."""
        parts = sorted(whole.parts, key=self.sight.size, reverse=True)[:MOST_PANELS]
        runs = [
            self.sight.run(part, LENGTHS.get(self.sight.period.frequency, FEWEST_PERIODS)) for part in parts
        ]
        known = min(runs, default=0)
        moved = [part for part in parts if self.say.change(part) and self._shows_its_base(part, known)]
        if known < FEWEST_RATES or len(moved) < len(parts) or len(parts) < FEWEST_PERIODS:
            return None
        most = max(moved, key=lambda part: self.sight.size(self.sight.amount(part)))
        settings: Settings = {
            "kind": "multiples", "title": self.say.title(most), "items": parts, "periods": known,
        }  # fmt: skip
        return Exhibit(
            f"{file_name(whole.total)}-part-by-part", whole.total, settings | self._labels(whole.parts)
        )

    def _alike(self) -> tuple[str, ...]:
        """Percentages of one sort, none of which is about the others' whole: the answers of a survey in plain lines."""
        others = [one for one in self.outline.others if self.sight.is_percent(one)]
        before = self.sight.before(self.outline.subject).rpartition(".")[2]
        known = [one for one in others if self.sight.known(f"{one}.{before}") and self.say.change(one)]
        unknown = [one for one in known if not self.sight.line(one).meaning.topic]
        return tuple(unknown[:MOST_BARS]) if len(unknown) >= FEWEST_PERIODS else ()

    def alike(self) -> Exhibit | None:
        """Percentages that nobody knows as usual ones, before and now."""
        return self._then_and_now("then-and-now", self._alike(), self._alike()[:1])

    def levels(self) -> Exhibit | None:
        """Amounts of one unit, before and now, where too few periods are known for a course."""
        subject = self.outline.subject
        wanted = dict.fromkeys((subject, *self.outline.cards, *self.outline.others))
        before = self.sight.before(subject).rpartition(".")[2]
        like = [
            one
            for one in wanted
            if self.sight.is_like(subject, one)
            and self.sight.known(f"{one}.{before}")
            and self._is_of_each(one) == self._is_of_each(subject)
        ]
        if self.course(subject) or self.outline.groups or self.sight.is_percent(subject):
            return None
        like = [one for one in like if self._is_above_zero(one)][:MOST_BARS]
        return self._then_and_now("amounts-then-and-now", like, (subject,))

    def _then_and_now(self, name: str, items: Sequence[str], about: Sequence[str]) -> Exhibit | None:
        """How far several of one unit moved, told by the one that moved most."""
        if len(items) < FEWEST_PERIODS or not about:
            return None
        most = max(items, key=lambda one: self.sight.size(self.sight.amount(one)))
        settings: Settings = {
            "kind": "dumbbell", "title": self.say.title(most), "items": list(items),
            "from": self.sight.before(items[0]).rpartition(".")[2],
        }  # fmt: skip
        return Exhibit(name, about[0], settings)

    def parts(self, whole: Whole) -> Exhibit | None:
        """What a total is made of, now and before."""
        if not all(self._is_above_zero(part) for part in whole.parts):
            return None
        most = max(whole.parts, key=self.sight.size)
        settings: Settings = {
            "kind": "share",
            "title": self.say.part_of(most, whole.total),
            "total": whole.total, "parts": sorted(whole.parts, key=self.sight.size, reverse=True),
        }  # fmt: skip
        before = self.sight.before(whole.total).rpartition(".")[2]
        if self.sight.known(f"{whole.total}.{before}", *(f"{part}.{before}" for part in whole.parts)):
            settings["at"] = [before, "now"]
        return Exhibit(f"{file_name(whole.total)}-by-part", whole.total, settings | self._labels(whole.parts))

    def _is_of_each(self, name: str) -> bool:
        """Whether a line is of amounts of each share or customer, which lie millions below those of the company."""
        return self.sight.line(name).meaning.topic in OF_EACH

    def _is_above_zero(self, name: str) -> bool:
        fact = self.sight.fact(name)
        return fact is not None and fact.quantity.interval.low > 0

    def _labels(self, names: Mapping[str, str], ending: str = "") -> Settings:
        """Names of items where their own are longer than they need beside the others."""
        own = {name: text for name, text in names.items() if self.sight.line(name).part and is_plain(text)}
        return {"labels": {f"{name}{ending}": text for name, text in own.items()}} if own else {}

    def growth(self, whole: Whole) -> Exhibit | None:
        """How fast each part grew, beside the total."""
        change = self.sight.change(whole.total)
        ending = change.rpartition(".")[2]
        growing = [name for name in whole.parts if change and self.sight.is_modest(f"{name}.{ending}")]
        is_spread = self.sight.is_spread([f"{name}.{ending}" for name in growing])
        if not is_spread or len(growing) < TWO or len(growing) > MOST_BARS:
            return None
        first = max(growing, key=lambda name: self.sight.size(f"{name}.{ending}"))
        settings: Settings = {
            "kind": "bars",
            "title": self.say.beside(first, whole.total),
            "items": [*(f"{name}.{ending}" for name in growing), change], "highlight": change,
        }  # fmt: skip
        return Exhibit(
            f"growth-of-{file_name(whole.total)}",
            whole.total,
            settings | self._labels(whole.parts, f".{ending}"),
        )

    def margins(self) -> Exhibit | None:
        """Margins over time, the one of the result first."""
        margin = self.outline.margin
        if not margin or not self.say.change(margin):
            return None
        known = self.sight.run(margin, LENGTHS.get(self.sight.period.frequency, FEWEST_PERIODS))
        if known < FEWEST_PERIODS:
            return None
        settings = {
            "kind": "line", "title": self.say.title(margin),
            "series": margin, "periods": known,
        }  # fmt: skip
        return Exhibit(f"{file_name(margin)}-over-time", margin, settings)

    def walk(self) -> Exhibit | None:
        """What moved a result: what it begins with, and what is taken from that, by how much each changed."""
        walk = self.outline.walk
        if not walk or not self.say.change(walk.total).endswith((".change", ".step")):
            return None
        ending = self.say.change(walk.total).rpartition(".")[2]
        before = self.sight.before(walk.total)
        steps = [f"{walk.parts[0]}.{ending}", *(f"effect_of_{part}.{ending}" for part in walk.parts[1:])]
        settings: Settings = {
            "kind": "bridge", "title": f"{self.say.name(walk.total)} {{{{ {walk.total}.{ending} | by }}}}",
            "from": before, "to": walk.total, "steps": steps,
        }  # fmt: skip
        return Exhibit(f"what-moved-{file_name(walk.total)}", walk.total, settings)

    def against(self) -> Exhibit | None:
        """The actual beside what was planned or expected."""
        subject = self.outline.subject
        expected = self.sight.scenarios(subject)
        if not expected:
            return None
        name = expected[0]
        items = [
            one for one in dict.fromkeys((subject, *self.outline.cards)) if self.sight.known(f"{one}.{name}")
        ]
        words = self.sight.book.brief.scenarios[name].words
        ways = f"rise='above {words} by', fall='below {words} by', flat='in line with {words}'"
        title = f"{self.say.name(subject)} {{{{ {subject}.vs_{name} | moved({ways}) }}}}"
        settings = {"kind": "versus", "title": title, "items": items[:MOST_BARS], "against": [name]}
        return Exhibit(f"against-{file_name(name)}", subject, settings)

    def beside(self) -> Exhibit | None:
        """One entity beside the others."""
        subject, others = self.outline.subject, self.outline.entities
        refs = [
            f'{subject}.of("{one}")'
            for one in others
            if '"' not in one and self.sight.is_like(subject, f'{subject}.of("{one}")')
        ]
        if not refs or not self.say.change(subject):
            return None
        settings: Settings = {
            "kind": "bars", "title": f"{self.say.name(subject)} {self.say.up(subject)}: {{{{ entity }}}} beside others",
            "items": [subject, *refs[: MOST_BARS - 1]], "highlight": subject,
        }  # fmt: skip
        return Exhibit(f"{file_name(subject)}-beside-others", subject, settings)

    def given(self, group: Group) -> Exhibit | None:
        """The answers to the first question, which stand beside the summary."""
        lines = list(group.lines)
        most = max(lines, key=self.sight.size)
        if not self.sight.is_percent(most):
            return None
        title = f"{self.say.name(most)} was the answer of {self.say.level(most)}"
        settings: Settings = {"kind": "bars", "title": title, "items": lines, "highlight": most}
        return Exhibit(f"{file_name(group.title)}-now", group.title, settings)

    def answers(self, group: Group) -> Exhibit | None:
        """The answers to a question, now and before."""
        lines = list(group.lines)
        before = self.sight.before(lines[0]).rpartition(".")[2]
        moved = all(self.sight.known(f"{line}.{before}") for line in lines)
        most = max(
            lines, key=lambda line: self.sight.size(self.say.change(line)) if moved else self.sight.size(line)
        )
        told = self.say.up(most) if moved else self.say.level(most)
        settings: Settings = {
            "kind": "dumbbell" if moved else "bars",
            "title": f"{self.say.name(most)} {told}",
        }
        settings |= {"items": lines, **({"from": before} if moved else {"highlight": most})}
        return Exhibit(file_name(group.title), group.title, settings)

    def changes(self) -> Exhibit | None:
        """How much each figure of the cards grew, where there is no course to show."""
        ending = self.sight.change(self.outline.subject).rpartition(".")[2]
        wanted = dict.fromkeys((*self.outline.cards, *self.outline.others))
        rising = [
            one
            for one in wanted
            if not self.sight.is_percent(one) and self.sight.is_modest(f"{one}.{ending}")
        ]
        if not ending or len(rising) < FEWEST_PERIODS or self.outline.groups:
            return None
        first, second, *_ = rising
        settings: Settings = {"kind": "bars", "title": self.say.beside(first, second)}
        settings |= {
            "items": [f"{one}.{ending}" for one in rising[:MOST_BARS]],
            "highlight": f"{first}.{ending}",
        }
        return Exhibit("growth", self.outline.subject, settings)
