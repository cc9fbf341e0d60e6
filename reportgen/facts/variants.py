"""Variants of a metric: the same measure on another basis, found by what they are variants of."""

from __future__ import annotations

from collections.abc import Mapping

from reportgen.bases import VARIANTS, Basis
from reportgen.errors import FormulaError, UnknownName
from reportgen.facts.key import Key
from reportgen.findings import one_of
from reportgen.model import Metric

GROWTH = ("yoy", "qoq")


def variant(metrics: Mapping[str, Metric], key: Key, basis: Basis) -> dict[str, object]:
    """What of a key changes where the same is asked on another basis. Raises FormulaError where there is none.

    ``sales.organic`` is the level, ``sales.yoy.organic`` its growth: that of the level, or one that is stated alone.
    """
    if basis == "reported":
        return {"metric": _reported(metrics, key)}
    if key.changes and key.changes[-1] in GROWTH:
        change = key.changes[-1]
        stated = _variants(metrics, (key.metric, f"{key.metric}_{change}"), basis, growth=True)
        if stated:
            return {"metric": _single(stated, key, basis), "changes": key.changes[:-1]}
    is_growth = metrics[key.metric].kind == "growth"
    levels = _variants(metrics, (key.metric,), basis, growth=is_growth)
    if not levels and not key.changes and _variants(metrics, (key.metric,), basis, growth=True):
        word = next(word for word, known in VARIANTS.items() if known == basis)
        raise FormulaError(
            f"'{key.metric}' has no level {_on(basis, key)}, only its growth: write {key.metric}.yoy.{word}",
            ("metric", key.metric),
        )
    return {"metric": _single(levels, key, basis)}


def _reported(metrics: Mapping[str, Metric], key: Key) -> str:
    reported = metrics[key.metric].of
    if reported not in metrics:
        raise UnknownName(
            f"'{key.metric}' is as reported itself; in metrics.yaml it is a variant of no other"
        )
    return reported


def _variants(
    metrics: Mapping[str, Metric], of: tuple[str, ...], basis: Basis, *, growth: bool
) -> tuple[str, ...]:
    return tuple(
        one.id
        for one in metrics.values()
        if one.of in of and one.basis == basis and (one.kind == "growth") == growth
    )


def _on(basis: Basis, key: Key) -> str:
    return key.period.words.bases.phrase(basis)


def _single(found: tuple[str, ...], key: Key, basis: Basis) -> str:
    if len(found) == 1:
        return found[0]
    if found:
        raise FormulaError(
            f"'{key.metric}' has several variants {_on(basis, key)}; name one: {one_of(found)}"
        )
    raise UnknownName(
        f"'{key.metric}' has no variant {_on(basis, key)}; declare one in metrics.yaml, "
        f"with 'basis: {basis}' and 'of: {key.metric}'",
        ("metric", key.metric),
    )
