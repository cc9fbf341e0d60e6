"""Forms of words for a line: its name, its level, its change, as templates that follow the number."""

from __future__ import annotations

from dataclasses import dataclass

from reportgen.starter.meanings import is_known
from reportgen.starter.naming import is_plain, within
from reportgen.starter.sight import Sight

MOST_WORDS, _OF_A_CHANGE = 10, 4  # of a title; of "up about 28 percent" in it


@dataclass(frozen=True)
class Phrases:
    """What can be said of the lines of one table."""

    sight: Sight

    def name(self, one: str, total: str = "") -> str:
        """A line at the start of a sentence, or as the name of something; of an answer, as it was given.

        A part goes by its own name where a sentence is about its ``total``, or where the table has nothing else of it.
        """
        line = self.sight.line(one)
        words = line.name if is_plain(line.name) else f"{{{{ {one}.name }}}}"
        if line.part:
            others = {other.base for other in self.sight.lines if other.part == line.part} - {line.base}
            part = line.part if total or not others else line.label
            words = part if is_plain(part) else f"{{{{ {one}.name }}}}"
        return f"“{words}”" if line.group else words

    def inside(self, one: str, total: str = "") -> str:
        """A line within a sentence: without a capital where it is a common noun."""
        line, words = self.sight.line(one), self.name(one, total)
        return within(words) if is_known(line.name) and not line.part and words == line.name else words

    def level(self, one: str) -> str:
        """The number of a line, with its unit unless its name says it already; a cost below zero by its size."""
        line, fact = self.sight.line(one), self.sight.fact(one)
        if line.meaning.nature == "cost" and fact and fact.quantity.value < 0:
            return f"{{{{ {one} | size }}}}"
        unit = line.unit.split(" ")[0]
        bare = unit and line.name.lower().endswith(unit.lower()) and line.unit == unit
        return f"{{{{ {one} | bare }}}}" if bare else f"{{{{ {one} }}}}"

    def when(self, one: str) -> str:
        """When that was."""
        return f"{{{{ {one}.when }}}}"

    def change(self, one: str) -> str:
        """The change that is spoken of: growth, or an amount for results, scores and what has no growth."""
        line, growth, amount = self.sight.line(one), self.sight.change(one), self.sight.amount(one)
        by_amount = line.meaning.nature == "result" or self.sight.is_score(one)
        return (amount or growth) if by_amount else (growth or amount)

    def moved(self, one: str) -> str:
        """How a line moved: ``{{ revenue.yoy | moved }}``, ``{{ margin.yoy | by }}``."""
        change = self.change(one)
        form = "by" if self.sight.is_percent(one) or change.endswith((".change", ".step")) else "moved"
        return f"{{{{ {change} | {form} }}}}"

    def up(self, one: str) -> str:
        """The same in a title, which has little room: ``{{ revenue.yoy | up }}``."""
        growth = "" if self.sight.is_score(one) else self.sight.change(one)
        return f"{{{{ {growth or self.change(one)} | up }}}}"

    def title(self, one: str) -> str:
        """Name and change as the title of an exhibit, with what the change is measured against where there is room."""
        name, on = self.name(one), self.on(one)
        words = len(name.split()) + _OF_A_CHANGE + len(on.split())
        return f"{name} {self.up(one)}{f' {on}' if words <= MOST_WORDS else ''}"

    def on(self, one: str) -> str:
        """What the change is measured against."""
        return self.sight.on(self.change(one))

    def beside(self, one: str, other: str) -> str:
        """Two lines and their changes as the title of an exhibit; the first alone where that is too long."""
        words = len(f"{self.name(one)} {self.name(other)}".split()) + 2 * _OF_A_CHANGE - 1
        if words > MOST_WORDS:
            return self.title(one)
        return f"{self.name(one)} {self.up(one)}, {self.inside(other)} {self.up(other)}"

    def part_of(self, part: str, total: str) -> str:
        """What share of a total a part is, in a sentence or a title."""
        share = f"{self.share(part, total)} of {self.inside(total)}"
        if self.sight.line(total).meaning.topic in ("sales", "orders", "output"):
            return f"{share} came from {self.inside(part, total)}"
        return f"{self.name(part, total)} accounted for {share}"

    def share(self, part: str, total: str) -> str:
        """What share of a total a part is."""
        return f"{{{{ {part}.share_of({total}) }}}}"
