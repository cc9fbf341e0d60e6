"""``brief.yaml`` and ``metrics.yaml`` made into a Brief: typed, frozen, every problem reported at once."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, get_args

from reportgen.bases import BASES
from reportgen.errors import UsageError
from reportgen.files import Files, printable
from reportgen.findings import Findings, Need, Place, error, likely, meant, one_of
from reportgen.language import Language
from reportgen.located import Located, Plain, read_yaml
from reportgen.model import Kind, Measured, Metric, Nature, Polarity, Source, Split
from reportgen.periods import Calendar, Period, parse_period, readings
from reportgen.scenarios import ASKED_AS, STANDING, Scenario, standing
from reportgen.settings import DerivedMetric, MetricSettings, Noun, Settings, SplitSettings
from reportgen.validation import option_findings, salvaged

RESERVED_NAMES = frozenset(
    "and cite compare comparison else entity exhibit false if in is literal none not or period true".split()
)  # words of formulas and templates
CARDS = re.compile(r"kpi-\d+")  # the small pictures in cards
LOGOS = (".svg", ".png")
SETTINGS, METRICS = "brief.yaml", "metrics.yaml"
__all__ = ["Brief", "currencies", "metric", "option_findings", "read_brief"]
KINDS: tuple[str, ...] = get_args(Kind)
POLARITIES: tuple[str, ...] = get_args(Polarity)
NATURES: tuple[str, ...] = tuple(filter(None, get_args(Nature)))
MEASURED: tuple[str, ...] = get_args(Measured)


@dataclass(frozen=True, slots=True)
class Brief:
    """A brief as it was authored: settings, metrics and sources, and the places at which they stand.

    ``folder`` holds the brief's files; ``project`` is the folder whose ``templates/`` and ``assets/`` come first;
    ``files`` is the door through which both are read.
    """

    folder: Path
    project: Path | None
    settings: Settings
    period: Period
    metrics: Mapping[str, Metric]
    sources: Mapping[str, Source]
    located: Located
    files: Files
    allow_code: bool = False  # whether functions in its charts.py may be run
    is_whole: bool = True  # nothing of its settings had to be left out
    scenarios: Mapping[str, Scenario] = field(
        default_factory=lambda: STANDING
    )  # those that every brief has, and its own

    @property
    def name(self) -> str:
        """The name of the folder, by which editions are filed."""
        return Path(os.path.realpath(self.folder)).name

    @property
    def entity(self) -> str:
        return self.settings.entity.name

    @property
    def words(self) -> Language:
        """The words of its language."""
        return self.settings.words

    def place(self, *keys: str | int) -> Place:
        """Where in ``brief.yaml`` a setting stands."""
        return self.located.place(*keys)

    def calendar_of(self, entity: str = "") -> Calendar:
        """The fiscal calendar of an entity, by default of the brief's own."""
        return self.settings.calendar_of(entity or self.entity)

    def period_of(self, text: str, entity: str = "") -> Period:
        """Read a period in the calendar of an entity, by default of the brief's own. Raises ValueError."""
        return parse_period(text, self.calendar_of(entity))


def read_brief(folder: Path, project: Path | None, findings: Findings) -> Brief:
    """Read a brief's settings. Problems go to ``findings``; what is wrong is left out, and noted there as lost.

    Raises UsageError when the folder does not exist or holds no ``brief.yaml``.
    """
    _require(folder)
    files = Files(folder, project)
    located, settings, is_whole = _settings(folder, files, findings)
    metrics = _metrics(folder / METRICS, findings, files)
    _check_files(folder, settings, located, findings, files)
    _check_exhibits(settings, located, findings)
    metrics |= _derived(settings, located, metrics, findings)
    period = _period(settings, located, findings)
    _check_gaps(settings, located, findings)
    sources = {
        name: Source(
            name, number, document.title, document.publisher, document.date, document.url, document.note
        )
        for number, (name, document) in enumerate(settings.sources.items(), 1)
    }
    _check_variants(metrics, findings)
    metrics = {name: _told_apart(one, metrics) for name, one in metrics.items()}
    return Brief(
        folder,
        project,
        settings,
        period,
        metrics,
        sources,
        located,
        files,
        is_whole=is_whole,
        scenarios={**standing(settings.words), **_own_scenarios(settings, located, findings)},
    )


_STAND_INS: Mapping[str, Plain] = {"title": "A brief", "period": "2000", "date": "2000-01-01"}
_LOST: Mapping[str, tuple[Need, ...]] = {  # what rests on a setting that cannot be read
    "period": (("value",), ("date",)),
    "fiscal_year_end": (("value",), ("date",)),
    "fiscal_calendar": (("value",), ("date",)),
    "fiscal_calendars": (("value",), ("date",)),
    "seasons": (("value",), ("date",)),
    "date": (("date",),),
    "names": (("names",),),
    "facts": (("value",), ("metric",)),
    "narrative": (("narrative",),),
    "key_exhibit": (("narrative",),),
}
_LOST_BY_NAME = {"sources": "source", "exhibits": "exhibit", "derive": "metric"}


def _settings(folder: Path, files: Files, findings: Findings) -> tuple[Located, Settings, bool]:
    """The settings of ``brief.yaml``, without what is wrong with them."""
    path = folder / SETTINGS
    stand_ins: Mapping[str, Plain] = {**_STAND_INS, "entity": {"name": folder.resolve().name}}
    located = read_yaml(path, findings, files)
    if located is None:
        located = Located({}, {(): Place(path)}, path)
        findings.lose(*(need for needs in _LOST.values() for need in needs))
        findings.lose(*((what,) for what in _LOST_BY_NAME.values()))
        return located, Settings.model_validate(stand_ins), False
    settings, lost = salvaged(Settings, located, findings, stand_ins)
    if any(one.code == "duplicate-key" for one in findings):  # the first of the two is not read
        findings.lose(*((what,) for what in _LOST_BY_NAME.values()))
    for keys in lost:
        what = _LOST_BY_NAME.get(str(keys[0]))
        known_by = [str(key) for key in keys[1:2] if re.fullmatch(r"[a-z0-9][\w-]*", str(key))]
        findings.lose(*((what, *known_by),) if what else _LOST.get(str(keys[0]), ()))
    return located, settings, not lost


def _require(folder: Path) -> None:
    if not folder.is_dir():
        siblings = [item.name for item in folder.parent.iterdir()] if folder.parent.is_dir() else []
        raise UsageError(f"no folder '{folder}'{meant(folder.name, siblings)}")
    if printable(Path(folder.resolve().name)).name != folder.resolve().name:
        raise UsageError(f"'{printable(folder)}': the name of a brief's folder must be UTF-8; rename it")
    if not os.path.lexists(folder / SETTINGS):
        inside = sorted(printable(Path(item.name)).name for item in folder.iterdir())[:5]
        raise UsageError(
            f"'{folder}' is no brief: expected a {SETTINGS} in it, found {', '.join(inside) or 'nothing'}"
        )


def _check_exhibits(settings: Settings, located: Located, findings: Findings) -> None:
    """No exhibit takes a name by which the document calls its own parts."""
    for name in settings.exhibits:
        if CARDS.fullmatch(name):
            message = f"'{name}' is what the document calls a card's history; rename the exhibit"
            findings.error("reserved-name", message, located.place("exhibits", name))


def _metrics(path: Path, findings: Findings, files: Files) -> dict[str, Metric]:
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
        metrics[name] = metric(name, settings, located.place(name), findings)
    return metrics


def metric(name: str, settings: MetricSettings | DerivedMetric, place: Place, findings: Findings) -> Metric:
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


def _check_variants(metrics: Mapping[str, Metric], findings: Findings) -> None:
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


def _told_apart(one: Metric, metrics: Mapping[str, Metric]) -> Metric:
    """A variant under a name of its own: "Revenue, organic", where its author calls both "Revenue"."""
    reported = metrics.get(one.of)
    if reported is None or one.label != reported.label:
        return one
    return replace(one, label=f"{one.label}, {one.basis}")


def _own_scenarios(settings: Settings, located: Located, findings: Findings) -> dict[str, Scenario]:
    """The scenarios that a brief declares; one whose name means something else already is a finding."""
    own = {}
    for name, given in settings.scenarios.items():
        if name in STANDING or name in ASKED_AS.values():
            message = f"'{name}' is a scenario that every brief has; give yours another name"
            findings.error("reserved-name", message, located.place("scenarios", name))
            continue
        own[name] = Scenario(
            name,
            given.label,
            given.words,
            looks_forward=given.forward,
            is_set=given.exact,
            look="plan" if given.exact or not given.forward else "forecast",
            language=settings.words,
        )
    return own


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
        made = metric(name, filled, place, findings)
        derived[name] = replace(made, reconciliation=known.reconciliation) if known else made
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
            "nature",
            "definition",
            "gaap",
            "nearest_gaap",
            "unit",
            "decimals",
            "measured",
            "basis",
            "of",
            "unreconciled",
            "scale",
        )
        if getattr(given, key) in ("", None)
    }


def _period(settings: Settings, located: Located, findings: Findings) -> Period:
    """The brief's period; where it cannot be read, the first of those that it may mean."""
    given = located.value.get("period") if isinstance(located.value, dict) else None
    calendar = settings.calendar_of(settings.entity.name)
    lost = isinstance(given, str) and given != settings.period  # it is a finding already
    for text in (*(readings(str(given), calendar) if lost else ()), settings.period):
        try:
            return parse_period(text, calendar)
        except ValueError as problem:  # of the settings: a season that is not declared
            if not lost:
                findings.error("bad-period", str(problem), located.place("period"))
                findings.lose(*_LOST["period"])
    return parse_period(str(_STAND_INS["period"]))


def _check_gaps(settings: Settings, located: Located, findings: Findings) -> None:
    """Every period that is declared as a gap is one of the brief's calendar."""
    holders: list[tuple[tuple[str | int, ...], tuple[str, ...]]] = [
        *((("exhibits", name), one.gaps) for name, one in settings.exhibits.items()),
        *((("kpis", index), one.gaps) for index, one in enumerate(settings.kpis)),
    ]
    for keys, gaps in holders:
        for index, text in enumerate(gaps):
            try:
                parse_period(text, settings.calendar_of(settings.entity.name))
            except ValueError as problem:
                findings.error("bad-period", str(problem), located.place(*keys, "gaps", index))


def _check_files(
    folder: Path, settings: Settings, located: Located, findings: Findings, files: Files
) -> None:
    """Every file that the settings name can be read; what cannot is found at the line that names it."""
    for index, name in enumerate(settings.facts):
        files.admits(folder / name, "facts", findings, located.place("facts", index))
    if "narrative" in settings.model_fields_set:
        files.admits(folder / settings.narrative, "text", findings, located.place("narrative"))
    logo, place = settings.theme.logo, located.place("theme", "logo")
    if logo and files.admits(folder / logo, "logo", findings, place) and Path(logo).suffix not in LOGOS:
        message = f"logo '{logo}'; expected a file that ends in {one_of(LOGOS)}"
        findings.add(error("bad-setting", message, place))


@lru_cache(maxsize=1)
def currencies() -> frozenset[str]:
    """All ISO 4217 codes that CLDR knows."""
    from babel.core import get_global

    tender = get_global("territory_currencies").values()
    return frozenset(entry[0] for entries in tender for entry in entries)
