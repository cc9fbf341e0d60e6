"""The small print that follows from what is shown: definitions, and the notices a brief owes its readers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from reportgen.document.content import Definition, Notice
from reportgen.document.origins import typeset
from reportgen.facts.comparison import other_years, unequal_weeks
from reportgen.language import language_of
from reportgen.model import Fact, Metric

NAME = re.compile(r"[a-z][a-z0-9_]*")
ROUNDING = (
    "Figures are shown as their sources round them. Computed figures are rounded half away from zero, to no more "
    "digits than their inputs support; where the last digit is open, the text says “about”. Totals may differ from "
    "the sum of their parts."
)
FORWARD = (
    "Targets, plans, budgets, forecasts and guidance are statements about the future as their sources give them. "
    "They rest on assumptions and are subject to risks and uncertainties; actual results may differ materially. "
    "Nobody undertakes to update them here."
)
TRANSLATION = (
    "Amounts in other currencies are the issuer’s own convenience translations as the sources state "
    "them, at the rate of the issuer’s report; they are not amounts that were converted for this brief."
)
ADVICE = (
    "This brief is information, not investment advice, and neither an offer nor a recommendation to buy "
    "or sell. It carries no rating and no price target."
)


def definitions(facts: Iterable[Fact], metrics: Mapping[str, Metric]) -> tuple[Definition, ...]:
    """The measures among ``facts`` that have a definition or depart from the standard, by label."""
    shown = {fact.metric.id: fact.metric for fact in facts}
    told = [metric for metric in shown.values() if metric.definition or metric.gaap is False]
    return tuple(
        Definition(metric.label, metric.definition, _standing(metric, metrics))
        for metric in sorted(told, key=lambda metric: metric.label.lower())
    )


def _standing(metric: Metric, metrics: Mapping[str, Metric]) -> str:
    """Regulation G and ESMA: a non-GAAP measure is named as one, beside the nearest GAAP measure."""
    if metric.gaap is not False:
        return ""
    what = "Non-GAAP measure"
    if metric.basis not in ("reported", "adjusted"):  # of the latter, "non-GAAP" says it
        what += f", {language_of().bases.phrase(metric.basis)}"
    nearest = metrics.get(metric.sibling)
    if nearest:
        told = f"{what}; the nearest GAAP measure is {nearest.label}."
    elif metric.nearest_gaap:
        told = f"{what}; {metric.nearest_gaap.rstrip('.')}."
    else:
        told = f"{what}; the sources give no nearest GAAP figure."
    return told + _reconciliation(metric, metrics)


def _reconciliation(metric: Metric, metrics: Mapping[str, Metric]) -> str:
    if metric.unreconciled:
        return f" Not reconciled: {metric.unreconciled.rstrip('.')}."
    formula = metric.reconciliation
    if not formula:
        return ""
    if "." not in formula:  # of plain names: in the words of their labels
        formula = NAME.sub(lambda name: metrics[name[0]].label if name[0] in metrics else name[0], formula)
    return f" Reconciliation: {typeset(formula)}."


def notices(facts: Iterable[Fact], own: Iterable[str] = (), entity: str = "") -> tuple[Notice, ...]:
    """The notices that a brief about ``entity`` owes when it shows ``facts``, then the brief's ``own``."""
    shown = tuple(facts)
    found = [Notice("Rounding", ROUNDING)]
    if any(fact.equivalents for fact in shown):
        found.append(Notice("Currency", TRANSLATION))
    found += [Notice("Weeks", text) for text in _sentences(unequal_weeks(shown))]
    found += [Notice("Fiscal years", text) for text in _sentences(other_years(shown, entity))]
    if any(fact.scenario.looks_forward for fact in shown):
        found.append(Notice("Forward-looking statements", FORWARD))
    found.append(Notice("No advice", ADVICE))
    found += [Notice("", text) for text in own]
    return tuple(found)


def _sentences(said: Iterable[str]) -> Iterator[str]:
    """Each sentence once, in one paragraph; nothing where there is none."""
    text = " ".join(dict.fromkeys(said))
    if text:
        yield text
