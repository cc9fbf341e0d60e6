"""Forms of words for one fact: the wording follows the number, after rounding.

Each form is a pure function from a fact and a style to text, under the name by which templates, the ledger and
``reportgen verify`` know it. None of them decides anything by the unrounded value: what a reader sees decides.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TypeAlias

from reportgen.errors import FormulaError
from reportgen.facts.reference import claimed
from reportgen.figures import amounts, changes, claiming, in_words
from reportgen.figures.results import compared, profit
from reportgen.figures.verbs import onward
from reportgen.figures.written import Style
from reportgen.findings import meant, one_of
from reportgen.model import Fact, Fit

Option: TypeAlias = str | int | bool | None
Form: TypeAlias = Callable[..., str]
FORMS: Mapping[str, Form] = {**amounts.FORMS, **changes.FORMS, **in_words.FORMS, "profit": profit}
CLAIMS: Mapping[str, Form] = {**claiming.CLAIMS, "comparison": compared}


def say(
    fact: Fact,
    name: str,
    style: Style,
    options: Mapping[str, Option] | None = None,
    fit: Sequence[Fit] = (),
) -> str:
    """Say a fact in the form ``name``, fitted to its place. Raises FormulaError when the form does not fit the fact."""
    style = replace(style, negative="minus") if "minus" in fit else style
    fact = replace(fact, metric=replace(fact.metric, decimals=0)) if "whole" in fit else fact
    if "onward" in fit:
        given = {key: str(text) for key, text in (options or {}).items() if key in ("rise", "fall") and text}
        text = onward(fact, style, **given)
    else:
        text = _said(fact, name, style, options or {})
    text = style.words.changes.level.format(words=text) if "level" in fit else text
    text = text.removesuffix(".") if "stop" in fit else text
    return text[:1].upper() + text[1:] if "capital" in fit else text


def _said(fact: Fact, name: str, style: Style, options: Mapping[str, Option]) -> str:
    if fact.quantity.state:
        changes = style.words.changes
        return changes.without_a_number[fact.quantity.state].get(name, changes.states[fact.quantity.state])
    words = FORMS.get(name) or CLAIMS.get(name)
    if name == "short" and claimed(fact) and (counted := claiming.tally(fact, style)):
        return counted
    if words is None:
        raise FormulaError(f"no form of words '{name}'{meant(name, FORMS)}")
    try:
        return words(fact, style, **options)
    except TypeError as problem:
        raise FormulaError(_options_refused(words, name, options)) from problem


def _options_refused(words: Form, name: str, options: Mapping[str, Option]) -> str:
    taken = list(inspect.signature(words).parameters)[2:]  # behind the fact and the style
    unknown = [f"'{option}'" for option in options if option not in taken]
    wrong = ", ".join(unknown) or "a value of this kind"
    return f"'{name}' does not take {wrong}; " + (
        f"it takes {one_of(taken)}" if taken else "it takes no options"
    )
