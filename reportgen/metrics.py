"""``metrics.yaml``, and what ``brief.yaml`` derives, made into metrics; what is wrong with them is found."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

from reportgen.bases import BASES
from reportgen.files import Files
from reportgen.findings import Findings, Place, error, likely, meant, one_of
from reportgen.language import Bases
from reportgen.located import Located, read_yaml
from reportgen.metric_settings import DerivedMetric, MetricSettings, Noun, SplitSettings
from reportgen.model import Kind, Measured, Metric, Nature, Polarity, Split
from reportgen.settings import Settings
from reportgen.validation import salvaged

# Words of formulas and templates.
RESERVED_NAMES = frozenset(
    "and cite compare comparison else entity exhibit false if in is literal none not or period true".split()
)
METRICS = "metrics.yaml"
KINDS: tuple[str, ...] = get_args(Kind)
POLARITIES: tuple[str, ...] = get_args(Polarity)
NATURES: tuple[str, ...] = tuple(filter(None, get_args(Nature)))
MEASURED: tuple[str, ...] = get_args(Measured)
FILLED = (  # in a derived metric from metrics.yaml
    "label", "short", "kind", "polarity", "nature", "definition", "gaap", "nearest_gaap", "unit", "decimals",
    "measured", "basis", "of", "unreconciled", "scale",
)  # fmt: skip


def read_metrics(path: Path, findings: Findings, files: Files) -> dict[str, Metric]:
    """The metrics of ``metrics.yaml`` by their ids; none where there is no such file."""
    if not os.path.lexists(path):
        return {}
    located = read_yaml(path, findings, files)
    if located is None:
        findings.lose(("metric",), ("kind",))
        return {}
    if not isinstance(located.value, dict):
        expected = "expected metrics by their ids, such as 'cloud_revenue: {label: Cloud revenue}'"
        findings.add(error("bad-setting", expected, Place(path, 1)))
        findings.lose(("metric",), ("kind",))
        return {}
    metrics = {}
    for name in located.value:
        _check_name(name, located.place(name), findings)
        settings, lost = salvaged(MetricSettings, located, findings, {"label": humanised(name)}, name)
        if lost:
            findings.lose(("kind", name))
        metrics[name] = _metric(name, settings, located.place(name), findings)
    return metrics


def _metric(name: str, settings: MetricSettings | DerivedMetric, place: Place, findings: Findings) -> Metric:
    """A metric from its settings; unknown kinds and polarities become findings and their defaults."""
    kind = _known("kind", settings.kind, KINDS, "amount", place, findings)
    polarity = _known("polarity", settings.polarity, POLARITIES, "neutral", place, findings)
    nature = _known("nature", settings.nature, NATURES, "", place, findings)
    basis = _known("basis", settings.basis, BASES, "reported", place, findings)
    gaap = False if settings.gaap is None and basis != "reported" else settings.gaap
    formula, reconciliation = (
        (settings.formula, "") if isinstance(settings, DerivedMetric) else ("", settings.reconciliation)
    )
    unit = Noun(many=settings.unit) if isinstance(settings, DerivedMetric) else settings.unit
    return Metric(
        name, settings.label or humanised(name), kind, settings.short, polarity, settings.definition, gaap,
        settings.nearest_gaap, unit.many, unit.one, settings.decimals, settings.scale, formula, nature, place,
        _known("measured", settings.measured, MEASURED, "", place, findings), basis, settings.of, reconciliation,
        settings.unreconciled,
        splits=splits_of(settings.splits) if isinstance(settings, MetricSettings) else (),
    )  # fmt: skip


def splits_of(settings: tuple[SplitSettings, ...]) -> tuple[Split, ...]:
    """Splits of shares as settings declare them."""
    return tuple(Split(one.date, one.factor, one.entity) for one in settings)


def check_variants(metrics: Mapping[str, Metric], findings: Findings) -> None:
    """A variant names the metric as reported that it is one of, and that metric is there."""
    for one in metrics.values():
        if one.of and one.of not in metrics:
            message = f"'{one.id}' is a variant of '{one.of}', which is no metric{meant(one.of, metrics)}"
            findings.add(error("unknown-metric", message, one.place, ("metric", one.of)))
        elif one.basis != "reported" and not one.of:
            message = f"basis '{one.basis}' of '{one.id}'; expected 'of' beside it: the id of the metric as reported"
            findings.add(error("bad-setting", message, one.place))
        elif one.of and one.basis == "reported":
            message = f"'of' of '{one.id}'; expected 'basis' beside it: {one_of(BASES[1:])}"
            findings.add(error("bad-setting", message, one.place))


def told_apart(one: Metric, metrics: Mapping[str, Metric], words: Bases) -> Metric:
    """A variant under a name of its own: "Revenue, organic", where its author calls both "Revenue"."""
    reported = metrics.get(one.of)
    if reported is None or one.label != reported.label:
        return one
    return replace(one, label=words.variant.format(label=one.label, basis=words.named[one.basis]))


def _check_name(name: str, place: Place, findings: Findings) -> None:
    if not re.fullmatch(r"[a-z][a-z0-9_]*", name):
        plain = re.sub(r"\W+", "_", name.strip().lower()).strip("_")
        hint = f" — did you mean '{plain}'?" if re.fullmatch(r"[a-z][a-z0-9_]*", plain) else ""
        message = f"metric '{name}'; expected a name of lower-case letters, digits and '_'{hint}"
        findings.add(error("bad-setting", message, place))
    elif name in RESERVED_NAMES:
        findings.add(
            error("reserved-name", f"'{name}' has a meaning of its own in formulas; rename it", place)
        )


def _known(
    what: str,
    word: str,
    known: tuple[str, ...],
    default: Any,  # noqa: ANN401 - a word of a Literal, as is what is returned
    place: Place,
    findings: Findings,
) -> Any:  # noqa: ANN401 - a word of a Literal
    if not word:
        return default
    if word in known:
        return word
    findings.add(error("bad-setting", f"{what} '{word}'{likely(word, known)}", place))
    return default


def humanised(name: str) -> str:
    """A label made from a metric's id: ``cloud_revenue`` is "Cloud revenue"."""
    words = name.replace("_", " ")
    return words[:1].upper() + words[1:]


def derived_metrics(
    settings: Settings, located: Located, metrics: Mapping[str, Metric], findings: Findings
) -> dict[str, Metric]:
    """The metrics under ``derive:`` by their ids, with what ``metrics.yaml`` says of them besides."""
    derived = {}
    for name, given in settings.derive.items():
        place = located.place("derive", name)
        _check_name(name, place, findings)
        known = metrics.get(name)
        filled = given.model_copy(update=_filled(given, known)) if known else given
        made = _metric(name, filled, place, findings)
        derived[name] = replace(made, reconciliation=known.reconciliation) if known else made
    return derived


def _filled(given: DerivedMetric, known: Metric) -> dict[str, Any]:
    """What ``metrics.yaml`` says of a derived metric, where ``derive:`` itself is silent."""
    return {key: getattr(known, key) for key in FILLED if getattr(given, key) in ("", None)}
