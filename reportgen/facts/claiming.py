"""What templates may claim of figures; each function gives a reference whose fact is the claim.

``all(…)``, ``count(…)``, ``highest(…)``, ``lowest(…)``, ``record(…)``, ``streak(…)`` and ``comparison(…)``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from reportgen.errors import FormulaError, MissingFact
from reportgen.facts.book import Book
from reportgen.facts.claims import RELATIONS, SIGNS, is_true, judged
from reportgen.facts.growth import is_implied
from reportgen.facts.key import Key
from reportgen.facts.reference import Computed, Ref, at_period, fact_of, key_of
from reportgen.findings import meant, one_of
from reportgen.language import Labels
from reportgen.model import Claim, ClaimKind, Derived, Fact, Metric, Relation, Scenario
from reportgen.periods import Period, in_a_sentence

LONGEST = 400  # periods that a series is followed back
MOST_FIGURES = 100  # in one claim
LARGEST_LIMIT = 1e15


class Claimed(Ref):
    """A claim: true or not, and a number of facts or periods; ``words`` are the options of the form that says it."""

    __slots__ = ("kind", "words")

    def __init__(self, book: Book, key: Key, make: Callable[[], Fact], kind: ClaimKind, **words: str) -> None:
        made: list[Fact] = []

        def once() -> Fact:
            if not made:
                made.append(make())
            return made[0]

        super().__init__(book, key, once)
        self.kind, self.words = kind, words

    def __bool__(self) -> bool:
        return is_true(fact_of(self))


def functions(book: Book) -> Mapping[str, Callable[..., Claimed]]:
    """The claims by the names that templates know them by."""
    return {
        "all": lambda *figures, **options: _over(book, "all", figures, options),
        "count": lambda *figures, **options: _over(book, "count", figures, options),
        "highest": lambda figure, since="": _superlative(book, "highest", figure, since),
        "lowest": lambda figure, since="": _superlative(book, "lowest", figure, since),
        "record": lambda figure, first="": _superlative(book, "record", figure, first),
        "streak": lambda figure, **options: _streak(book, figure, options),
        "comparison": lambda figure, before=None: _comparison(book, figure, before),
    }


# Each claim ----------------------------------------------------------------------------------------------------------


def _over(book: Book, kind: ClaimKind, figures: Sequence[object], options: Mapping[str, object]) -> Claimed:
    own = ("say",) if kind == "all" else ("of",)
    words = _texts(kind, {name: text for name, text in options.items() if name in own})
    labels = book.brief.words.labels
    relation, limit = _held_against(kind, options, own)
    if not 1 < len(figures) <= MOST_FIGURES:
        raise FormulaError(f"'{kind}' takes two figures or more, as in {kind}(cloud.yoy, ads.yoy, above=0)")
    refs = [_ref(kind, one) for one in figures]
    noun = words.get("of", "")

    def make() -> Fact:
        facts = tuple(_number(kind, fact_of(ref)) for ref in refs)
        claim = Claim(kind, facts, relation, _limit(kind, limit))
        label = labels.number_of.format(noun=noun or labels.figures, against=_against(claim, labels))
        held = f"{SIGNS[relation]} {_limited(claim, book)}"
        formula = f"count({', '.join(f'{_named(one, book)} {held}' for one in facts)})"
        return _fact(book, key_of(refs[0]), claim, label, formula, noun)

    return Claimed(book, key_of(refs[0]), make, kind, **words)


def _superlative(book: Book, kind: ClaimKind, figure: object, since: object) -> Claimed:
    ref = _ref(kind, figure)
    begin = _period(book, kind, since)
    labels = book.brief.words.labels

    def make() -> Fact:
        facts = _series(kind, ref, begin if kind == "record" else None)
        claim = Claim(kind, facts, since=begin)
        now, way = facts[0], "<" if kind == "lowest" else ">"
        name = _named(now, book)
        formula = f"{name} {way} {name} {labels.of_each_before.format(periods=_periods(now.period))}"
        extreme = labels.since_it_was["lowest" if kind == "lowest" else "highest"]
        return _fact(book, key_of(ref), claim, f"{_label(now)}, {extreme}", formula)

    return Claimed(book, key_of(ref), make, kind)


def _streak(book: Book, figure: object, options: Mapping[str, object]) -> Claimed:
    ref = _ref("streak", figure)
    relation, limit = _held_against("streak", options, ())
    labels = book.brief.words.labels

    def make() -> Fact:
        facts = _series("streak", ref)
        claim = Claim("streak", facts, relation, _limit("streak", limit))
        condition = f"{_named(facts[0], book)} {SIGNS[relation]} {_limited(claim, book)}"
        formula = f"{condition} {labels.in_each.format(periods=_periods(facts[0].period))}"
        held = labels.in_a_row.format(against=_against(claim, labels))
        return _fact(book, key_of(ref), claim, f"{_label(facts[0])}, {held}", formula)

    return Claimed(book, key_of(ref), make, "streak")


def _comparison(book: Book, figure: object, before: object) -> Claimed:
    now = _ref("comparison", figure)
    earlier = _ref("comparison", before if before is not None else now.year_ago)

    def make() -> Fact:
        change = fact_of(book.pair("less", now, earlier))
        if not isinstance(change.origin, Derived):  # a pair is computed, always
            raise TypeError(change.id)
        new, old = change.origin.inputs
        name = f"comparison({_named(new, book)},{_named(old, book)})"
        metric = replace(change.metric, id=name)
        other = in_a_sentence(old.period) if old.metric.id == new.metric.id else _label(old)
        label = f"{_label(new)}, {new.words.labels.against.format(other=other)}"
        origin = replace(change.origin, formula=f"{_named(new, book)} - {_named(old, book)}")
        return replace(
            change,
            id=book.store.id_of(metric, key_of(now)),
            metric=metric,
            label=label,
            origin=replace(origin, claim=Claim("comparison", (old, new))),
        )

    return Claimed(book, key_of(now), make, "comparison")


# What they are made of -----------------------------------------------------------------------------------------------


def _fact(book: Book, key: Key, claim: Claim, label: str, formula: str, noun: str = "") -> Fact:
    """The fact that a claim is."""
    claim, quantity = judged(claim, book.term, noun)
    claim = replace(claim, facts=_as_far(claim))
    names = ",".join(
        _named(one, book) for one in (claim.facts if claim.kind in ("all", "count") else claim.facts[:1])
    )
    held = f",{claim.relation}={_limited(claim, book)}" if claim.relation else ""
    since = f",{claim.since}" if claim.since else ""
    of = f",of={noun}" if noun else ""
    metric = Metric(f"{claim.kind}({names}{held}{since}{of})", label, "count")
    inputs = (*claim.facts, *([claim.limit] if isinstance(claim.limit, Fact) else []))
    name = book.store.id_of(metric, key)
    origin = Derived(formula, None, inputs, claim)
    return Fact(name, metric, key.entity, key.period, key.scenario, quantity, origin, label)


def _as_far(claim: Claim) -> tuple[Fact, ...]:
    """The facts on which a claim rests: of a series those to the first that breaks it, and that one."""
    if claim.kind in ("all", "count"):
        return claim.facts
    held = next((step for step, one in enumerate(claim.verdicts) if one != "yes"), len(claim.facts))
    return claim.facts[: held + 1]


def _series(kind: str, ref: Ref, first: Period | None = None) -> tuple[Fact, ...]:
    """A figure, and the same in every period before, as far back as it is known (or to ``first``)."""
    facts = [_number(kind, fact_of(ref))]
    while len(facts) < LONGEST and (first is None or facts[-1].period > first):
        earlier = _known(at_period(ref, facts[-1].period.prior))
        if earlier is None or earlier.unit.dimension != facts[0].unit.dimension:
            break
        facts.append(earlier)
    return tuple(facts)


def _known(ref: Ref) -> Fact | None:
    """The fact behind a reference; None where there is no number, or one that only follows from later ones."""
    try:
        fact = fact_of(ref)
    except MissingFact:
        return None
    return None if is_implied(fact) or fact.quantity.state else fact


def _number(kind: str, fact: Fact) -> Fact:
    if fact.quantity.state:
        need = ("metric", fact.metric.id.partition(".")[0])
        raise MissingFact(f"'{kind}' cannot be judged: {fact.id} is {fact.quantity.state}", need)
    return fact


def _ref(kind: str, figure: object) -> Ref:
    if not isinstance(figure, Ref) or isinstance(figure, Computed | Claimed):
        found = "what was computed on the spot" if isinstance(figure, Ref) else f"{figure!r}"
        raise FormulaError(f"'{kind}' speaks of figures, as in {kind}(sales.yoy, …); found {found}"[:LONGEST])
    return figure


def _held_against(kind: str, options: Mapping[str, object], own: Sequence[str]) -> tuple[Relation, object]:
    """The one condition among the options of a claim."""
    known = (*RELATIONS, *own)
    for name in options:
        if name not in known:
            raise FormulaError(
                f"'{kind}' does not take '{name}'{meant(name, known)}; it takes {one_of(known)}"
            )
    given = [relation for relation in RELATIONS if relation in options]
    if len(given) != 1:
        raise FormulaError(
            f"'{kind}' takes one of above=0, at_least=…, below=…, at_most=…; found {len(given)}"
        )
    return given[0], options[given[0]]


def _limit(kind: str, limit: object) -> Decimal | Fact:
    if isinstance(limit, Ref):
        return _number(kind, fact_of(_ref(kind, limit)))
    if isinstance(limit, int | float) and not isinstance(limit, bool) and abs(limit) <= LARGEST_LIMIT:
        return Decimal(str(limit))
    raise FormulaError(f"'{kind}' holds figures against a number or a figure; found {str(limit)[:30]!r}")


def _period(book: Book, kind: str, text: object) -> Period | None:
    try:
        return book.brief.period_of(str(text)) if text else None
    except ValueError as problem:
        raise FormulaError(f"'{kind}': {problem}") from None


def _texts(kind: str, words: Mapping[str, object]) -> dict[str, str]:
    for name, text in words.items():
        if not isinstance(text, str):
            raise FormulaError(f"'{name}' of '{kind}' is a text, as in {name}=\"segments\"")
    return {name: str(text) for name, text in words.items()}


def _named(fact: Fact, book: Book) -> str:
    """A fact as a formula names it; with its period, scenario and entity where these are not those of the brief."""
    brief = book.brief
    scenario = f".{fact.scenario}" if fact.scenario != Scenario.ACTUAL else ""
    period = f"@{fact.period}" if fact.period != brief.period else ""
    entity = f".of({fact.entity})" if fact.entity != brief.entity else ""
    return f"{fact.metric.id}{entity}{scenario}{period}"


def _periods(period: Period) -> str:
    """What is counted from one period to the next, as a formula says it: quarters."""
    words = period.words.periods
    return words.counted.get(period.frequency, words.any_counted)


def _label(fact: Fact) -> str:
    return fact.label or fact.metric.label


def _limited(claim: Claim, book: Book) -> str:
    """What facts are held against, as a formula says it."""
    if isinstance(claim.limit, Fact):
        return _named(claim.limit, book)
    unit = _unit_of(claim) if claim.limit else ""
    return f"{claim.limit} {unit}".strip()


def _unit_of(claim: Claim) -> str:
    """In what the facts of a claim are counted, in the brief's language where that has a word for it."""
    unit, words = claim.facts[0].unit, claim.facts[0].words.units
    return words.percent.get(unit.name) or words.points.get(unit.name) or unit.symbol


def _against(claim: Claim, labels: Labels) -> str:
    """What facts are held against, as a reader is told."""
    unit = _unit_of(claim) if claim.limit else ""
    limit = _label(claim.limit) if isinstance(claim.limit, Fact) else f"{claim.limit} {unit}".strip()
    return f"{labels.relations[claim.relation]} {limit}"
