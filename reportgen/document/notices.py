"""The small print that follows from what is shown: definitions, and the notices a brief owes its readers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from reportgen.document.abbreviations import is_abbreviated
from reportgen.document.content import Definition, Notice, capitalised
from reportgen.document.origins import typeset
from reportgen.facts.comparison import other_years, unequal_weeks
from reportgen.language import Language, Notices
from reportgen.model import Fact, Metric

NOTHING: Mapping[str, str] = {}
STANDING = ("advice",)  # owed by a kind of document, not by what is shown
NAME = re.compile(r"[a-z][a-z0-9_]*")


def definitions(
    facts: Iterable[Fact],
    metrics: Mapping[str, Metric],
    words: Language,
    own: Mapping[str, str] = NOTHING,
) -> tuple[Definition, ...]:
    """The measures among ``facts`` that have a definition or depart from the standard, and the author's ``own`` terms.

    By label; what the author says of a term takes the place of a metric's definition, and how it stands to the standard
    stays.
    """
    shown = {metric.id: metric for metric in (_defined(fact.metric, metrics) for fact in facts)}
    told = [metric for metric in shown.values() if metric.definition or metric.gaap is False]
    found = {term: Definition(term, sentence(meaning)) for term, meaning in own.items()}
    for metric in told:
        meaning = found[metric.label].meaning if metric.label in found else metric.definition
        found[metric.label] = Definition(metric.label, meaning, _standing(metric, metrics, words))
    for metric in shown.values():
        if not is_abbreviated(metric) or metric.short in found:
            continue
        if metric.label in found:  # what it is short for is defined already
            found[metric.label] = replace(found[metric.label], term=f"{metric.label} ({metric.short})")
        else:
            found[metric.short] = Definition(metric.short, sentence(metric.label))
    return tuple(found[term] for term in sorted(found, key=lambda term: (term.lower(), term)))


def _defined(metric: Metric, metrics: Mapping[str, Metric]) -> Metric:
    """What is defined where a metric is shown: of an end of a range, the measure that it is a range of."""
    if not (metric.definition or metric.gaap is False):
        return metric
    return metrics.get(metric.id.partition(".")[0], metric)


def sentence(meaning: str) -> str:
    """A meaning with a capital and a full stop, however its author wrote it."""
    text = capitalised(meaning.strip())
    return text if text.endswith((".", "!", "?")) else f"{text}."


def _standing(metric: Metric, metrics: Mapping[str, Metric], language: Language) -> str:
    """Regulation G and ESMA: a non-GAAP measure is named as one, beside the nearest GAAP measure."""
    if metric.gaap is not False:
        return ""
    words = language.notices
    what = words.non_gaap
    if metric.basis not in ("reported", "adjusted"):  # of the latter, "non-GAAP" says it
        what = words.on_a_basis.format(what=what, basis=language.bases.phrase(metric.basis))
    nearest = metrics.get(metric.sibling)
    if nearest:
        told = words.nearest.format(what=what, measure=language.labels.in_a_sentence(nearest.label))
    elif metric.nearest_gaap:
        told = f"{what}; {metric.nearest_gaap.rstrip('.')}."
    else:
        told = words.without_nearest.format(what=what)
    return told + _reconciliation(metric, metrics, language)


def _reconciliation(metric: Metric, metrics: Mapping[str, Metric], language: Language) -> str:
    words = language.notices
    if metric.unreconciled:
        return f" {words.unreconciled.format(reason=metric.unreconciled.rstrip('.'))}"
    formula = metric.reconciliation
    if not formula:
        return ""
    if "." not in formula:  # of plain names: in the words of their labels
        told = {name: language.labels.in_a_sentence(one.label) for name, one in metrics.items()}
        formula = NAME.sub(lambda name: told.get(name[0], name[0]), formula)
    return f" {words.reconciliation.format(formula=typeset(formula))}"


def notices(
    facts: Iterable[Fact],
    words: Language,
    own: Iterable[str] = (),
    entity: str = "",
    worded: Mapping[str, str] = NOTHING,
) -> tuple[Notice, ...]:
    """The notices that a brief about ``entity`` owes when it shows ``facts``, then the brief's ``own``.

    ``worded`` are those that the brief words itself, by name; a standing one of the kind of document ends with "".
    """
    shown, named = tuple(facts), replace(words.notices, texts={**words.notices.texts, **worded})
    found = [_notice(named, "rounding")]
    if any(fact.equivalents for fact in shown):
        found.append(_notice(named, "currency"))
    found += [_notice(named, "weeks", worded.get("weeks", text)) for text in _sentences(unequal_weeks(shown))]
    found += [
        _notice(named, "years", worded.get("years", text)) for text in _sentences(other_years(shown, entity))
    ]
    if any(fact.scenario.looks_forward for fact in shown):
        found.append(_notice(named, "forward"))
    found += [
        _notice(named, name)
        for name in STANDING
        if (name in named.owed or name in worded) and named.texts[name]
    ]
    found += [Notice("", text) for text in own]
    return tuple(found)


def _notice(words: Notices, name: str, text: str = "") -> Notice:
    return Notice(words.titles[name], text or words.texts[name])


def _sentences(said: Iterable[str]) -> Iterator[str]:
    """Each sentence once, in one paragraph; nothing where there is none."""
    text = " ".join(dict.fromkeys(said))
    if text:
        yield text
