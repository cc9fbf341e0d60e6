"""How a computed figure came about, in words: "cloud EBITA divided by cloud revenue", "that of a year before".

Readers of a formula know the labels of figures and no names of ours. So each name that a formula holds is replaced by
the figure that it stood for, in the order in which they were used; where that cannot be told, the figures alone are
named.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from reportgen.language import Labels
from reportgen.model import Derived, Fact
from reportgen.periods import Period

_CALL = r"\((?:[^()]|\([^()]*\))*\)"
_NAME = (
    rf"[A-Za-z_]\w*(?:\.\w+|{_CALL}|@[\w-]+)*"  # with what is asked of it: sales.at("2024-Q3"), sales@2024-Q3
)
_TOKEN = re.compile(rf"\s*(?:({_NAME})|(\d+(?:\.\d+)?)|([-+*/()]))")
_ASKED = re.compile(rf"\.(\w+)(?:{_CALL})?$")  # the last of it
_ONE_NAME = re.compile(_NAME)
_PAIRS = ("share_of", "times", "less", "over", "position_in", "distance_to")
_WINDOWS = ("average", "rolling", "cumulative", "cagr", "index")
_RATES = ("yoy", "qoq", "mom", "wow")
_STEPS = (*_RATES, "change", "step")
_IMPLIED = tuple(f"_{one}" for one in _RATES)
_WEAK = ("+", "-")
Inputs = Sequence[Fact]


@dataclass(frozen=True, slots=True)
class Said:
    """A part of a formula in words; ``sign`` is the last operation in it, empty for a figure alone."""

    text: str
    sign: str = ""


class Unreadable(Exception):
    """A formula whose parts cannot be told from each other."""


def formula_of(fact: Fact) -> str:
    """The formula of a computed fact in words; empty of a stated one."""
    if not isinstance(fact.origin, Derived):
        return ""
    inputs = tuple({one.id: one for one in fact.origin.inputs}.values())
    if not inputs:
        return fact.words.labels.formulas["nothing"]
    if fact.origin.claim is None or fact.origin.claim.kind == "comparison":
        for way in (_implied, _added, _of_two, _over_time, _written):
            if said := way(fact, fact.origin.formula, inputs):
                return said
    return _from(fact, inputs)


def _implied(fact: Fact, _: str, inputs: Inputs) -> str:
    """The level that a later one and the growth up to it leave."""
    name = fact.metric.id
    if tuple(one.metric.id for one in inputs) not in {(name, f"{name}{suffix}") for suffix in _IMPLIED}:
        return ""
    now, grown = (_named(one, fact) for one in inputs)
    return fact.words.labels.formulas["implied"].format(now=now, growth=grown)


def _added(fact: Fact, formula: str, _: Inputs) -> str:
    """A sum over time, which is written with the names of periods."""
    opening = fact.words.labels.added.partition("{")[0]
    return formula if opening and formula.startswith(opening) else ""


def _of_two(fact: Fact, formula: str, inputs: Inputs) -> str:
    """A change from one period to another, or one figure beside another."""
    asked = _asked(formula)
    if len(inputs) != 2 or asked not in (*_STEPS, *_PAIRS):  # noqa: PLR2004 - the one and the other
        return ""
    if asked in _STEPS:
        asked = "over" if asked in _RATES and fact.metric.kind == "growth" else "less"
    now, base = inputs
    names = {
        "a": _named(now, fact, bracketed=True),
        "b": _named(base, fact, beside=now, bracketed=True),
    }
    return fact.words.labels.formulas[asked].format(**names)


def _over_time(fact: Fact, formula: str, inputs: Inputs) -> str:
    """A mean, a sum or growth over several periods."""
    asked = _asked(formula)
    if asked not in _WINDOWS or len(inputs) == 1 or len({_label(one) for one in inputs}) > 1:
        return ""
    ordered = sorted(inputs, key=lambda one: one.period)
    name = _in_a_sentence(fact, _label(ordered[0]))
    ends = {"first": ordered[0].when, "last": ordered[-1].when}
    return fact.words.labels.formulas[asked].format(figure=name, **ends)


def _asked(formula: str) -> str:
    """What a formula that is one name asks of it: "share_of" of ``sales.share_of(group)``; else nothing."""
    found = _ASKED.search(formula) if _ONE_NAME.fullmatch(formula) else None
    return found[1] if found else ""


def _written(fact: Fact, formula: str, inputs: Inputs) -> str:
    """An author's own formula."""
    try:
        return _Reader(fact, formula, inputs).words()
    except (Unreadable, RecursionError):
        return ""


def _from(fact: Fact, inputs: Inputs) -> str:
    """The figures alone; of a series its first and its last."""
    formulas = fact.words.labels.formulas
    of_one: dict[str, list[Fact]] = {}
    for one in inputs:
        of_one.setdefault(_label(one), []).append(one)
    said = []
    for label, series in of_one.items():
        if len(series) < 3:  # noqa: PLR2004 - two are no series
            said += [_named(one, fact) for one in series]
            continue
        ordered = sorted(series, key=lambda one: one.period)
        name, first, last = _in_a_sentence(fact, label), ordered[0].when, ordered[-1].when
        said.append(formulas["series"].format(figure=name, first=first, last=last))
    joint = "; " if any("," in one for one in said) else ", "
    return formulas["from"].format(figures=joint.join(said))


class _Reader:
    """Reads a formula of four operations, its brackets and its figures."""

    def __init__(self, fact: Fact, formula: str, inputs: Inputs) -> None:
        self._fact, self._words = fact, fact.words.labels.formulas
        self._tokens = list(_tokens(formula))
        self._figures: Mapping[str, Fact] = _matched(
            [text for kind, text in self._tokens if kind == "name"], inputs
        )
        self._at = 0

    def words(self) -> str:
        said = self._sum()
        if self._at != len(self._tokens):
            raise Unreadable
        return said.text

    def _sum(self) -> Said:
        return self._joined(_WEAK, self._product)

    def _product(self) -> Said:
        return self._joined(("*", "/"), self._part)

    def _joined(self, signs: Sequence[str], part: Callable[[], Said]) -> Said:
        said = part()
        while self._next in signs:
            sign = self._taken()
            other = part()
            weak = sign in _WEAK
            left = said.text if weak or said.sign not in _WEAK else f"({said.text})"
            right = other.text if not other.sign or (weak and other.sign in ("*", "/")) else f"({other.text})"
            comma = "apart" if weak and said.sign in ("*", "/") else "close"
            said = Said(self._words[comma].format(left=left, done=self._words[sign], right=right), sign)
        return said

    def _part(self) -> Said:
        if self._next == "(":
            self._taken()
            said = self._sum()
            if self._next != ")":
                raise Unreadable
            self._taken()
            return said
        if self._at >= len(self._tokens) or self._tokens[self._at][0] == "sign":
            raise Unreadable
        kind, text = self._tokens[self._at]
        self._at += 1
        if kind == "number":
            return Said(text)
        one = self._figures[text]
        name = _named(one, self._fact, bracketed=True)
        alike = [
            other for other in self._figures.values() if _named(other, self._fact, bracketed=True) == name
        ]
        if len({other.unit.name for other in alike}) > 1:  # the same in two currencies
            name = self._words["in"].format(figure=name, unit=one.unit.name)
        return Said(name)

    @property
    def _next(self) -> str:
        kind, text = self._tokens[self._at] if self._at < len(self._tokens) else ("", "")
        return text if kind == "sign" else ""

    def _taken(self) -> str:
        self._at += 1
        return self._tokens[self._at - 1][1]


def _tokens(formula: str) -> Iterator[tuple[str, str]]:
    position = 0
    text = formula.rstrip()
    while position < len(text):
        found = _TOKEN.match(text, position)
        if not found:
            raise Unreadable
        position = found.end()
        for kind, part in zip(("name", "number", "sign"), found.groups(), strict=True):
            if part:
                yield kind, part


def _matched(names: Sequence[str], inputs: Inputs) -> Mapping[str, Fact]:
    """Each name with the figure that it stands for: they were used in the order in which they are written."""
    left = list(inputs)
    found: dict[str, Fact] = {}
    for name in dict.fromkeys(names):
        root = re.split(r"\W", name, maxsplit=1)[0]
        of_it = re.compile(rf"{root}(?:_[a-z]+)?(?:\W|$)")
        fact = next((one for one in (*left, *found.values()) if of_it.match(one.metric.id)), None)
        if fact is None:
            raise Unreadable
        if fact in left:
            left.remove(fact)
        found[name] = fact
    if left:
        raise Unreadable
    return found


def _named(one: Fact, result: Fact, *, beside: Fact | None = None, bracketed: bool = False) -> str:
    """A figure as part of a formula: its label, and its period and standing where those are not the result's.

    ``beside`` is the figure before it: "cloud revenue less that of a year before", "sales less their budget".
    """
    words = result.words.labels
    label = _label(one)
    same = beside is not None and _label(beside) == label
    said = words.that if same else _in_a_sentence(result, label)
    if one.standing and one.standing != result.standing:
        said = words.formulas["standing"].format(figure=said, standing=one.standing)
    elif one.scenario.mark and one.scenario != result.scenario:
        how = "its" if same else "standing"
        said = words.formulas[how].format(figure=said, standing=one.scenario.mark)
    if not _is_of(one.period, result):
        said = words.formulas["at"].format(figure=said, period=_period(one.period, result))
    return f"({said})" if bracketed and "," in said else said


def _is_of(period: Period, result: Fact) -> bool:
    """Whether a figure is as new as what is computed of it: of the second quarter, in the first half."""
    return period == result.period or (
        period.end == result.period.end and period.frequency != result.period.frequency
    )


def _period(period: Period, result: Fact) -> str:
    """A period as seen from the result's, where it has a place in every such formula: "a year before"."""
    words = result.words.labels.formulas
    try:
        if period.end == result.period.year_ago.end:
            return words["year"]
        if period == result.period.prior:
            return words["prior"]
    except ValueError:
        pass
    return words["of"].format(period=period.short)


def _in_a_sentence(fact: Fact, label: str) -> str:
    labels: Labels = fact.words.labels
    return labels.in_a_sentence(label)


def _label(fact: Fact) -> str:
    return fact.label or fact.metric.label
