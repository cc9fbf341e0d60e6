"""The text of a first brief: six to ten sentences that follow the numbers, by section."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reportgen.starter.naming import is_plain
from reportgen.starter.outline import Group, Outline, Whole
from reportgen.starter.phrases import Phrases
from reportgen.starter.sight import STEPS, Sight

MOST_OTHERS = 5
MOST_SUMMED = 3  # entries of the summary on page one
MOST_GROUPS = 4
LONGEST_HEADING = 70


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, the sentences below it, and what its exhibits are about."""

    heading: str
    sentences: tuple[str, ...]
    about: tuple[str, ...]


def sections_of(outline: Outline) -> tuple[Section, ...]:
    """The sections, without those that have nothing to say."""
    made = _Writer(outline, outline.sight, Phrases(outline.sight))
    return tuple(one for one in made.all() if one.sentences or one.about)


def title_of(outline: Outline) -> str:
    """The takeaway of the brief."""
    say, subject = Phrases(outline.sight), outline.subject
    if not say.change(subject):
        return f"{say.name(subject)} came to {say.level(subject)} {say.when(subject)}"
    return f"{say.name(subject)} {say.moved(subject)} to {say.level(subject)} {say.when(subject)}"


def standfirst_of(outline: Outline) -> str:
    """What carries the takeaway on: the next two figures."""
    say = Phrases(outline.sight)
    return " ".join(_told(one, say) for one in _further(outline)[:2])


def summary_of(outline: Outline) -> tuple[dict[str, str], ...]:
    """What stands beside the first exhibit: the last step of the subject, and the figures that come after."""
    say, sight, subject = Phrases(outline.sight), outline.sight, outline.subject
    found = [{"label": _label(one, say), "text": _told(one, say)} for one in _further(outline)[2:]]
    step = f"{subject}.{STEPS.get(sight.period.frequency, ('', ''))[0]}"
    if say.change(subject) != step and sight.known(step) and not sight.is_score(subject):
        form = "by" if sight.is_percent(subject) else "moved"
        moved = f"{{{{ {step} | {form} }}}}"
        text = f"Against the {sight.period.noun} before, {say.inside(subject)} {moved}."
        found.insert(0, {"label": "Most recently", "text": text})
    return tuple(found[:MOST_SUMMED])


def _further(outline: Outline) -> list[str]:
    """The figures that come after the subject, and can be told with a change."""
    say = Phrases(outline.sight)
    wanted = dict.fromkeys((outline.margin, *outline.cards))
    return [one for one in wanted if one and one != outline.subject and say.change(one)]


def _told(name: str, say: Phrases) -> str:
    """One line in one sentence."""
    return f"{say.name(name)} {say.moved(name)} to {say.level(name)}."


def _label(name: str, say: Phrases) -> str:
    line = say.sight.line(name)
    label = line.label if line.part else line.name
    return label if is_plain(label) else "Besides"


@dataclass(frozen=True)
class _Writer:
    outline: Outline
    sight: Sight
    say: Phrases

    def all(self) -> Iterator[Section]:
        outline = self.outline
        if outline.groups:
            yield from (self.answers(group) for group in outline.groups[:MOST_GROUPS])
        else:
            whole = next((one for one in outline.wholes if one.total == outline.subject), None)
            yield Section(
                self._heading(outline.subject),
                tuple(filter(None, (*self.course(outline.subject), *self.parts(whole), *self.expected()))),
                (outline.subject,),
            )
        yield from (
            Section(self._heading(one.total), (*self.course(one.total)[:1], *self.parts(one)), (one.total,))
            for one in outline.wholes
            if one.total != outline.subject
        )
        if outline.result:
            yield Section("Result", self.result(), (outline.result, outline.margin))
        others = [one for one in outline.others if self.say.change(one)][:MOST_OTHERS]
        yield Section(self._of_others(others), tuple(_told(one, self.say) for one in others), tuple(others))
        yield Section("The figures", (), ("figures",))

    def _heading(self, name: str) -> str:
        return self.say.name(name)

    def _of_others(self, names: Sequence[str]) -> str:
        return "What else moved" if len(names) != 1 else self.say.name(names[0])

    def course(self, name: str) -> tuple[str, ...]:
        """How a line moved, and since when it was not as high, or as low."""
        say, sight = self.say, self.sight
        if not say.change(name):
            return (f"{say.name(name)} came to {say.level(name)} {say.when(name)}.",)
        first = f"{say.name(name)} {say.moved(name)} {say.on(name)}, to {say.level(name)} {say.when(name)}."
        record = ""
        if sight.run(name) > len(("this", "before", "year ago")):
            record = (
                f"{{% if highest({name}) %}}It is {{{{ highest({name}) }}}}."
                f"{{% elif lowest({name}) %}}It is {{{{ lowest({name}) }}}}.{{% endif %}}"
            )
        return tuple(filter(None, (first, record)))

    def parts(self, whole: Whole | None) -> tuple[str, ...]:
        """What a total is made of: the largest part, which of them grew, which the most and which the least."""
        if whole is None:
            return ()
        say, sight = self.say, self.sight
        ending = say.change(whole.total).rpartition(".")[2]
        parts = sorted(whole.parts, key=sight.size, reverse=True)
        before = sight.before(whole.total).rpartition(".")[2]
        known = [name for name in parts if ending and sight.known(f"{name}.{ending}")]
        said = []
        when = "year before" if before == "year_ago" else f"{sight.period.noun} before"
        ago = ""
        if sight.known(f"{parts[0]}.{before}", f"{whole.total}.{before}"):
            ago = f", after {{{{ {parts[0]}.{before}.share_of({whole.total}.{before}) }}}} a {when}"
        said.append(f"{say.part_of(parts[0], whole.total)}{ago}.")
        if len(known) > 1 and len(known) == len(parts):
            facts = ", ".join(f"{name}.{ending}" for name in known)
            said.append(f"Of its parts, {{{{ count({facts}, above=0) }}}} grew.")
            ranked = sorted(known, key=lambda name: self._growth(f"{name}.{ending}"))
            if sight.is_spread([f"{name}.{ending}" for name in known]):
                most, least = ranked[-1], ranked[0]
                fell_behind = f"{say.inside(least, whole.total)} {say.moved(least)}"
                said.append(f"{say.name(most, whole.total)} {say.moved(most)}, {fell_behind}.")
        return tuple(said)

    def _growth(self, expression: str) -> float:
        fact = self.sight.fact(expression)
        return float(fact.quantity.value) if fact else 0.0

    def expected(self) -> tuple[str, ...]:
        """How the subject stands to what was planned or expected."""
        known = self.sight.scenarios(self.outline.subject)
        subject = self.outline.subject
        return tuple(f'That is {{{{ {subject} | against("{name}") }}}}.' for name in known[:1])

    def result(self) -> tuple[str, ...]:
        """What was earned, in which relation to sales, and which cost moved it."""
        say, outline = self.say, self.outline
        said = [_told(outline.result, self.say)] if say.change(outline.result) else []
        if outline.margin and say.change(outline.margin):
            said.append(
                f"{say.name(outline.margin)} {say.moved(outline.margin)} to {say.level(outline.margin)}."
            )
        said += [self._beside_sales(cost) for cost in (outline.walk.parts[1:] if outline.walk else ())]
        return tuple(filter(None, said))

    def _beside_sales(self, cost: str) -> str:
        """Whether a cost grew faster than the subject."""
        subject, sight = self.outline.subject, self.sight
        growth, other = sight.change(subject), sight.change(cost)
        alike = growth.rpartition(".")[2] == other.rpartition(".")[2]
        if not growth or not alike or self.sight.line(cost).meaning.nature != "cost":
            return ""
        beside = self.say.inside(subject)
        pace = (
            f'{{% if compare({other}, {growth}) == "more" %}}faster than'
            f'{{% elif compare({other}, {growth}) == "less" %}}more slowly than{{% else %}}in step with{{% endif %}}'
        )
        return f"{self.say.name(cost)} {self.say.moved(cost)}, {pace} {beside}."

    def answers(self, group: Group) -> Section:
        """What was answered: the most frequent answer, and what moved the most."""
        say, sight = self.say, self.sight
        ranked = sorted(group.lines, key=sight.size, reverse=True)
        first, second = ranked[:2]
        said = [
            f"{say.name(first)} was the answer of {say.level(first)}, {say.name(second)} of {say.level(second)}."
        ]
        moved = [one for one in group.lines if say.change(one)]
        by_size = sorted(moved, key=lambda one: sight.size(say.change(one)), reverse=True)
        said += [
            f"{say.name(one)} {say.moved(one)} {say.on(one)}, to {say.level(one)}." for one in by_size[:2]
        ]
        plain = group.title.rstrip("?!. ")
        heading = group.title if is_plain(plain) and len(plain) <= LONGEST_HEADING else "Answers"
        return Section(heading, tuple(said), (group.title,))
