"""``brief.yaml`` and ``metrics.yaml`` made into a Brief: typed, frozen, every problem reported at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError

from reportgen.errors import UsageError
from reportgen.located import Located, error, meant, one_of, read_yaml
from reportgen.model import Finding, Kind, Metric, Place, Polarity, Source
from reportgen.periods import Period, parse_period
from reportgen.settings import DerivedMetric, MetricSettings, Settings

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

SETTINGS, METRICS = "brief.yaml", "metrics.yaml"
KINDS: tuple[str, ...] = get_args(Kind)
POLARITIES: tuple[str, ...] = get_args(Polarity)
Model = TypeVar("Model", bound=BaseModel)


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


def read_brief(folder: Path, project: Path | None, findings: list[Finding]) -> Brief | None:
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


def validate(model: type[Model], located: Located, findings: list[Finding], *keys: str | int) -> Model | None:
    """Check plain data against a model; each problem becomes a finding at its own line. None if there are any."""
    value: Any = located.value
    for key in keys:
        value = value[key]
    try:
        return model.model_validate(value if value is not None else {})
    except ValidationError as problem:
        findings.extend(_finding(item, model, located, keys) for item in problem.errors(include_url=False))
        return None


def option_findings(
    problem: ValidationError, model: type[BaseModel], brief: Brief, *keys: str
) -> list[Finding]:
    """The problems of a group of options under ``keys`` of ``brief.yaml``, as findings."""
    return [_finding(item, model, brief.located, keys) for item in problem.errors(include_url=False)]


def _finding(
    item: ErrorDetails, model: type[BaseModel], located: Located, keys: tuple[str | int, ...]
) -> Finding:
    loc = tuple(
        part for part in item["loc"] if not (isinstance(part, str) and part[:1].isupper())
    )  # union branches
    where, name = ".".join(map(str, (*keys, *loc[:-1]))), str(loc[-1]) if loc else ""
    place = located.place(*keys, *loc)
    inside = f" in '{where}'" if where else ""
    if item["type"] == "extra_forbidden":
        known = _fields(model, loc[:-1])
        message = f"unknown setting '{name}'{inside}{meant(name, known)}"
        return error(
            "unknown-setting", message if "mean" in message else f"{message}; expected {one_of(known)}", place
        )
    if item["type"] == "missing":
        return error("missing-setting", f"no '{name}'{inside}; it is required", place)
    found = f", found '{item['input']}'" if isinstance(item["input"], str) else ""
    return error(
        "bad-setting", f"'{name}'{inside}: {item['msg'].removeprefix('Value error, ')}{found}", place
    )


def _fields(model: type[BaseModel], loc: Iterable[str | int]) -> list[str]:
    for key in loc:
        if isinstance(key, int):
            continue
        field = model.model_fields.get(key)
        inner = _models(field.annotation) if field else []
        model = inner[0] if inner else model
    return list(model.model_fields)


def _models(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [found for argument in get_args(annotation) for found in _models(argument)]


def _metrics(path: Path, findings: list[Finding]) -> dict[str, Metric]:
    if not path.exists():
        return {}
    located = read_yaml(path, findings)
    if located is None or not isinstance(located.value, dict):
        return {}
    metrics = {}
    for name in located.value:
        settings = validate(MetricSettings, located, findings, name)
        if settings:
            metrics[name] = metric(name, settings, located.place(name), findings)
    return metrics


def metric(
    name: str, settings: MetricSettings | DerivedMetric, place: Place, findings: list[Finding]
) -> Metric:
    """A metric from its settings; unknown kinds and polarities become findings and their defaults."""
    kind = _known("kind", settings.kind, KINDS, "amount", place, findings)
    polarity = _known("polarity", settings.polarity, POLARITIES, "neutral", place, findings)
    formula = settings.formula if isinstance(settings, DerivedMetric) else ""
    return Metric(
        name, settings.label or humanised(name), kind, settings.short, polarity, settings.definition, settings.gaap,
        settings.nearest_gaap, settings.unit, settings.decimals, formula, place,
    )  # fmt: skip


def _known(
    what: str, word: str, known: tuple[str, ...], default: Any, place: Place, findings: list[Finding]
) -> Any:
    if not word:
        return default
    if word in known:
        return word
    findings.append(
        error("bad-setting", f"{what} '{word}'{meant(word, known)}; expected {one_of(known)}", place)
    )
    return default


def humanised(name: str) -> str:
    """A label made from a metric's id: ``cloud_revenue`` is "Cloud revenue"."""
    words = name.replace("_", " ")
    return words[:1].upper() + words[1:]


def _derived(
    settings: Settings, located: Located, metrics: Mapping[str, Metric], findings: list[Finding]
) -> dict[str, Metric]:
    derived = {}
    for name, given in settings.derive.items():
        place = located.place("derive", name)
        known = metrics.get(name)
        if isinstance(given, str):
            given = DerivedMetric(formula=given)
        if known:
            given = given.model_copy(update=_filled(given, known))
        derived[name] = metric(name, given, place, findings)
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
        )
        if getattr(given, key) in ("", None)
    }


def _period(settings: Settings, located: Located, findings: list[Finding]) -> Period | None:
    try:
        return parse_period(settings.period, settings.fiscal_year_end)
    except ValueError as problem:
        findings.append(error("bad-period", str(problem), located.place("period")))
        return None


def _check_files(folder: Path, settings: Settings, located: Located, findings: list[Finding]) -> None:
    named = {("facts", index): name for index, name in enumerate(settings.facts)}
    if (folder / settings.narrative).name != "narrative.md" or (folder / settings.narrative).exists():
        named[("narrative", 0)] = settings.narrative
    if settings.theme.logo:
        named[("theme", "logo")] = settings.theme.logo  # type: ignore[index]
    for keys, name in named.items():
        path, place = folder / name, located.place(*keys)
        if not path.resolve().is_relative_to(folder.resolve()):
            findings.append(error("outside-brief", f"'{name}' lies outside the brief's folder", place))
        elif not path.is_file():
            siblings = [item.name for item in folder.iterdir()]
            findings.append(error("missing-file", f"no file '{name}'{meant(name, siblings)}", place))


@lru_cache(maxsize=1)
def currencies() -> frozenset[str]:
    """All ISO 4217 codes that CLDR knows."""
    from babel.core import get_global

    tender = get_global("territory_currencies").values()
    return frozenset(entry[0] for entries in tender for entry in entries)
