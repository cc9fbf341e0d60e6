"""``brief.yaml`` and ``metrics.yaml`` made into a Brief: typed, frozen, every problem reported at once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, get_args

from reportgen.errors import UsageError
from reportgen.findings import Findings, Place, error, likely, meant, one_of
from reportgen.located import Located, read_yaml
from reportgen.model import Kind, Metric, Polarity, Source
from reportgen.periods import Period, parse_period
from reportgen.settings import DerivedMetric, MetricSettings, Noun, Settings
from reportgen.validation import option_findings, validate

RESERVED_NAMES = frozenset(
    "and cite compare comparison else entity exhibit false if in is literal none not or period true".split()
)  # words of formulas and templates
LOGOS = (".svg", ".png")
SETTINGS, METRICS = "brief.yaml", "metrics.yaml"
__all__ = ["Brief", "currencies", "metric", "option_findings", "read_brief", "validate"]
KINDS: tuple[str, ...] = get_args(Kind)
POLARITIES: tuple[str, ...] = get_args(Polarity)


@dataclass(frozen=True, slots=True)
class Brief:
    """A brief as it was authored: settings, metrics and sources, and the places at which they stand.

    ``folder`` holds the brief's files; ``project`` is the folder whose ``templates/`` and ``assets/`` come first.
    """

    folder: Path
    project: Path | None
    settings: Settings
    period: Period
    metrics: Mapping[str, Metric]
    sources: Mapping[str, Source]
    located: Located

    @property
    def name(self) -> str:
        """The name of the folder, by which editions are filed."""
        return self.folder.resolve().name

    @property
    def entity(self) -> str:
        return self.settings.entity.name

    def place(self, *keys: str | int) -> Place:
        """Where in ``brief.yaml`` a setting stands."""
        return self.located.place(*keys)

    def period_of(self, text: str) -> Period:
        """Read a period in the brief's calendar. Raises ValueError."""
        return parse_period(text, self.settings.fiscal_year_end)


def read_brief(folder: Path, project: Path | None, findings: Findings) -> Brief | None:
    """Read a brief's settings. Problems go to ``findings``; None when there is too little to go on with.

    Raises UsageError when the folder does not exist or holds no ``brief.yaml``.
    """
    _require(folder)
    located = read_yaml(folder / SETTINGS, findings)
    settings = validate(Settings, located, findings) if located else None
    metrics = _metrics(folder / METRICS, findings)
    if settings is None or located is None:
        return None
    _check_files(folder, settings, located, findings)
    metrics |= _derived(settings, located, metrics, findings)
    period = _period(settings, located, findings)
    sources = {
        name: Source(
            name, number, document.title, document.publisher, document.date, document.url, document.note
        )
        for number, (name, document) in enumerate(settings.sources.items(), 1)
    }
    return Brief(folder, project, settings, period, metrics, sources, located) if period else None


def _require(folder: Path) -> None:
    if not folder.is_dir():
        siblings = [item.name for item in folder.parent.iterdir()] if folder.parent.is_dir() else []
        raise UsageError(f"no folder '{folder}'{meant(folder.name, siblings)}")
    if not (folder / SETTINGS).is_file():
        inside = sorted(item.name for item in folder.iterdir())[:5]
        raise UsageError(
            f"'{folder}' is no brief: expected a {SETTINGS} in it, found {', '.join(inside) or 'nothing'}"
        )


def _metrics(path: Path, findings: Findings) -> dict[str, Metric]:
    if not path.exists():
        return {}
    located = read_yaml(path, findings)
    if located is None:
        return {}
    if not isinstance(located.value, dict):
        expected = "expected metrics by their ids, such as 'cloud_revenue: {label: Cloud revenue}'"
        findings.add(error("bad-setting", expected, Place(path, 1)))
        return {}
    metrics = {}
    for name in located.value:
        _check_name(name, located.place(name), findings)
        settings = validate(MetricSettings, located, findings, name)
        if settings:
            metrics[name] = metric(name, settings, located.place(name), findings)
    return metrics


def metric(name: str, settings: MetricSettings | DerivedMetric, place: Place, findings: Findings) -> Metric:
    """A metric from its settings; unknown kinds and polarities become findings and their defaults."""
    kind = _known("kind", settings.kind, KINDS, "amount", place, findings)
    polarity = _known("polarity", settings.polarity, POLARITIES, "neutral", place, findings)
    formula = settings.formula if isinstance(settings, DerivedMetric) else ""
    unit = Noun(many=settings.unit) if isinstance(settings, DerivedMetric) else settings.unit
    return Metric(
        name, settings.label or humanised(name), kind, settings.short, polarity, settings.definition, settings.gaap,
        settings.nearest_gaap, unit.many, unit.one, settings.decimals, settings.scale, formula, place,
    )  # fmt: skip


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


def _derived(
    settings: Settings, located: Located, metrics: Mapping[str, Metric], findings: Findings
) -> dict[str, Metric]:
    derived = {}
    for name, given in settings.derive.items():
        place = located.place("derive", name)
        _check_name(name, place, findings)
        known = metrics.get(name)
        filled = given.model_copy(update=_filled(given, known)) if known else given
        derived[name] = metric(name, filled, place, findings)
    return derived


def _filled(given: DerivedMetric, known: Metric) -> dict[str, Any]:
    """What ``metrics.yaml`` says of a derived metric, where ``derive:`` itself is silent."""
    return {
        key: getattr(known, key)
        for key in (
            "label",
            "short",
            "kind",
            "polarity",
            "definition",
            "gaap",
            "nearest_gaap",
            "unit",
            "decimals",
            "scale",
        )
        if getattr(given, key) in ("", None)
    }


def _period(settings: Settings, located: Located, findings: Findings) -> Period | None:
    try:
        return parse_period(settings.period, settings.fiscal_year_end)
    except ValueError as problem:
        findings.add(error("bad-period", str(problem), located.place("period")))
        return None


def _check_files(folder: Path, settings: Settings, located: Located, findings: Findings) -> None:
    named: dict[tuple[str | int, ...], str] = {
        ("facts", index): name for index, name in enumerate(settings.facts)
    }
    if (folder / settings.narrative).name != "narrative.md" or (folder / settings.narrative).exists():
        named[("narrative", 0)] = settings.narrative
    if settings.theme.logo:
        named["theme", "logo"] = settings.theme.logo
    for keys, name in named.items():
        path, place = folder / name, located.place(*keys)
        if not path.resolve().is_relative_to(folder.resolve()):
            findings.add(error("outside-brief", f"'{name}' lies outside the brief's folder", place))
        elif not path.is_file():
            siblings = [item.name for item in folder.iterdir()]
            findings.add(error("missing-file", f"no file '{name}'{meant(name, siblings)}", place))
        elif keys[-1] == "logo" and path.suffix not in LOGOS:
            message = f"logo '{name}'; expected a file that ends in {one_of(LOGOS)}"
            findings.add(error("bad-setting", message, place))


@lru_cache(maxsize=1)
def currencies() -> frozenset[str]:
    """All ISO 4217 codes that CLDR knows."""
    from babel.core import get_global

    tender = get_global("territory_currencies").values()
    return frozenset(entry[0] for entries in tender for entry in entries)
