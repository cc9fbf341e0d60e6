"""What can be said of the lines of a table at the period of the brief: which changes are known, how far back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from reportgen.errors import FormulaError
from reportgen.facts.book import Book
from reportgen.facts.key import LATEST
from reportgen.facts.reference import fact_of
from reportgen.model import Fact, Scenario
from reportgen.periods import Period
from reportgen.starter.lines import Line

LONGEST_RUN = 40
MOST_AHEAD = 5  # periods of what is expected
STEPS: Mapping[str, tuple[str, str]] = {  # by the length of a period: growth on the one before, and what that is called
    "quarter": ("qoq", "on the quarter before"), "month": ("mom", "on the month before"),
    "week": ("wow", "on the week before"), "year": ("yoy", "on the year"),
}  # fmt: skip
APART = Decimal("0.01")  # growth that differs by less looks the same
TOO_MUCH = Decimal(4)  # growth beyond this is of something that has only begun


@dataclass(frozen=True)
class Sight:
    """A book of facts as one looks at it for something to say."""

    book: Book
    lines: tuple[Line, ...]

    @property
    def period(self) -> Period:
        return self.book.brief.period

    def line(self, name: str) -> Line:
        """The line that became a metric."""
        return next(one for one in self.lines if one.id == name)

    def fact(self, expression: str, period: Period | None = None) -> Fact | None:
        """What an expression gives at the brief's period; None where that is no number."""
        try:
            fact = fact_of(self.book.evaluate(expression, period, version=LATEST))
        except FormulaError:
            return None
        return fact if fact.quantity.is_number else None

    def size(self, expression: str) -> Decimal:
        """How large what it gives is, in base units, whatever its sign; zero where it is no number."""
        fact = self.fact(expression)
        return abs(fact.quantity.value) if fact else Decimal(0)

    def known(self, *expressions: str) -> bool:
        """Whether each of several expressions gives a number."""
        return all(self.fact(one) for one in expressions)

    def run(self, expression: str, most: int = LONGEST_RUN) -> int:
        """For how many periods up to the brief's an expression is known without a hole."""
        count = 0
        while count < most and self.fact(expression, self.period.shift(-count)):
            count += 1
        return count

    def outlook(self, name: str) -> tuple[str, int]:
        """The scenario in which a metric goes on after the brief's period, and for how many periods."""
        for one in self.book.brief.scenarios:
            ahead = 0
            while ahead < MOST_AHEAD and self.fact(f"{name}.{one}", self.period.shift(ahead + 1)):
                ahead += 1
            if ahead and one not in (Scenario.ACTUAL, Scenario.PRIOR):
                return str(one), ahead
        return "", 0

    def is_percent(self, name: str) -> bool:
        """Whether a metric is a percentage."""
        fact = self.fact(name)
        return bool(fact) and fact is not None and fact.unit.kind == "percent"

    def is_score(self, name: str) -> bool:
        """Whether a metric is a score, of whose change nobody speaks in percent."""
        fact = self.fact(name)
        return fact is not None and fact.unit.name == "points"

    def is_like(self, *names: str) -> bool:
        """Whether metrics are counted alike, so that they can stand on one axis."""
        facts = [self.fact(name) for name in names]
        return all(facts) and len({fact.unit.dimension for fact in facts if fact}) == 1

    # Changes -----------------------------------------------------------------------------------------------------

    def change(self, name: str) -> str:
        """The growth of a metric that can be told, on the year or else on the period before; "" for none."""
        step = STEPS.get(self.period.frequency, ("", ""))[0]
        return next((f"{name}.{one}" for one in ("yoy", step) if one and self.known(f"{name}.{one}")), "")

    def amount(self, name: str) -> str:
        """The change of a metric as an amount, on the year or else on the period before; "" for none."""
        return next((f"{name}.{one}" for one in ("change", "step") if self.known(f"{name}.{one}")), "")

    def before(self, name: str) -> str:
        """The level that the change is measured from."""
        return f"{name}.year_ago" if self.known(f"{name}.year_ago") else f"{name}.prior"

    def on(self, change: str) -> str:
        """What a change is measured against, in words."""
        if change.endswith((".yoy", ".change")):
            return "on the year"
        return STEPS.get(self.period.frequency, ("", "on the period before"))[1]

    def is_modest(self, change: str) -> bool:
        """Whether growth is of a size that can be drawn beside others."""
        return self.known(change) and self.size(change) < TOO_MUCH

    def is_spread(self, changes: Sequence[str]) -> bool:
        """Whether changes differ so much that it is worth showing them beside each other."""
        found = [fact.quantity.value for fact in map(self.fact, changes) if fact]
        return bool(found) and max(found) - min(found) >= APART

    def scenarios(self, name: str) -> Sequence[str]:
        """In which other scenarios a metric is known for the brief's period."""
        others = [
            str(one) for one in self.book.brief.scenarios if one not in (Scenario.ACTUAL, Scenario.PRIOR)
        ]
        return [one for one in others if self.known(f"{name}.{one}")]


def levels_of(book: Book, names: Iterable[str], entity: str) -> dict[str, dict[Period, Fact]]:
    """The actual facts of metrics by period, as they are stated."""
    found: dict[str, dict[Period, Fact]] = {name: {} for name in names}
    for fact in book.stated:
        if fact.metric.id in found and fact.entity == entity and fact.scenario == Scenario.ACTUAL:
            found[fact.metric.id][fact.period] = fact
    return found
