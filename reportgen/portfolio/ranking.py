"""The briefs of a portfolio by one metric: from the largest to the smallest, and who lies far from the rest."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import quantiles

from reportgen.errors import FormulaError
from reportgen.facts.book import Book
from reportgen.facts.reference import fact_of
from reportgen.model import Fact

FEWEST_TO_COMPARE = 8  # values; of fewer nobody can say what is usual
FENCE = Decimal("1.5")  # of the middle half's width beyond it (Tukey, Exploratory Data Analysis, 1977)


@dataclass(frozen=True, slots=True)
class Ranking:
    """The entities that have a value, and it, the largest first."""

    metric: str
    label: str
    facts: tuple[tuple[str, Fact], ...]

    @property
    def entities(self) -> tuple[str, ...]:
        return tuple(entity for entity, _ in self.facts)

    @property
    def far(self) -> tuple[str, ...]:
        """Those that lie beyond the fences of the box plot."""
        values = [fact.quantity.value for _, fact in self.facts]
        if len(values) < FEWEST_TO_COMPARE:
            return ()
        lower, _, upper = quantiles(values, n=4, method="inclusive")
        reach = FENCE * (upper - lower)
        return tuple(
            entity for entity, fact in self.facts if not lower - reach <= fact.quantity.value <= upper + reach
        )


def ranking_of(metric: str, entities: Iterable[str], book: Book) -> Ranking:
    """Rank entities by a metric of the brief's period; those without a number are left out."""
    found = [(entity, fact) for entity in entities if (fact := _fact(metric, entity, book))]
    label = book.metrics[metric].label
    return Ranking(metric, label, tuple(sorted(found, key=lambda one: (-one[1].quantity.value, one[0]))))


def _fact(metric: str, entity: str, book: Book) -> Fact | None:
    try:
        fact = fact_of(book.evaluate(metric, entity=entity))
    except FormulaError:
        return None
    return fact if fact.quantity.is_number else None


def ends(ranking: Ranking, number: int) -> tuple[Sequence[str], Sequence[str]]:
    """The entities at the upper and at the lower end; all at the upper one where there are no more than both hold."""
    entities = ranking.entities
    if len(entities) <= 2 * number:
        return entities, ()
    return entities[:number], entities[-number:]
