"""``brief.yaml`` made into a Brief: typed, frozen, every problem reported at once."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

from reportgen.brand import NO_BRAND, HouseLook, read_brand
from reportgen.calendars import LATEST
from reportgen.descriptors import Described
from reportgen.errors import UsageError
from reportgen.files import DATABASES, Files, Kind
from reportgen.findings import Findings, Need, Place, error, meant, one_of
from reportgen.language import Language
from reportgen.located import Located, Plain, read_yaml
from reportgen.members import Member
from reportgen.metrics import METRICS, check_variants, derived_metrics, read_metrics, told_apart
from reportgen.model import Metric, Source
from reportgen.packages import described
from reportgen.periods import Calendar, Period, parse_period, readings
from reportgen.plain_file import printable
from reportgen.scenarios import ASKED_AS, STANDING, Scenario, standing
from reportgen.settings import Settings
from reportgen.source_settings import SourceDocument, names_package
from reportgen.validation import salvaged

CARDS = re.compile(r"kpi-\d+")  # the small pictures in cards
LOGOS = (".svg", ".png")
SETTINGS = "brief.yaml"


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
    look: HouseLook = NO_BRAND  # of its house
    allow_code: bool = False  # whether functions in its charts.py may be run
    is_latest: bool = False  # its period was found in its facts
    is_whole: bool = True  # nothing of its settings had to be left out
    # Those that every brief has, and its own.
    scenarios: Mapping[str, Scenario] = field(default_factory=lambda: STANDING)
    described: Mapping[str, Described | None] = field(default_factory=dict)  # sources, by their data packages
    member: Member | None = None  # which of the many briefs of its folder it is

    @property
    def name(self) -> str:
        """The name of the folder, by which editions are filed; of one of many, with its own."""
        folder = Path(os.path.realpath(self.folder)).name
        return f"{folder}-{self.member.key}" if self.member else folder

    @property
    def entity(self) -> str:
        return self.settings.entity.name

    @property
    def words(self) -> Language:
        """The words of its language."""
        return self.settings.words

    @property
    def paper(self) -> Literal["A4", "Letter"]:
        """What it is printed on: the brief's, else the house's, else A4."""
        given = "paper" in self.settings.model_fields_set
        return self.settings.paper if given else self.look.brand.paper or self.settings.paper

    @property
    def foot(self) -> str:
        """What stands at the foot of every page in place of the title: the brief's, else the house's."""
        return self.settings.foot or self.look.brand.foot

    def place(self, *keys: str | int) -> Place:
        """Where in ``brief.yaml`` a setting stands."""
        return self.located.place(*keys)

    def calendar_of(self, entity: str = "") -> Calendar:
        """The fiscal calendar of an entity, by default of the brief's own."""
        return self.settings.calendar_of(entity or self.entity)

    def period_of(self, text: str, entity: str = "") -> Period:
        """Read a period in the calendar of an entity, by default of the brief's own. Raises ValueError."""
        return parse_period(text, self.calendar_of(entity))


def read_brief(
    folder: Path,
    project: Path | None,
    findings: Findings,
    asked_period: str = "",
    asked_date: str = "",
    member: Member | None = None,
) -> Brief:
    """Read a brief's settings. Problems go to ``findings``; what is wrong is left out, and noted there as lost.

    What is asked for takes the place of the brief's own, and so do the settings of one of many. ``latest`` must have
    been found in the facts.

    Raises UsageError when the folder does not exist or holds no ``brief.yaml``.
    """
    _require(folder)
    files = Files(folder, project, member.read if member else None)
    asked = {name: text for name, text in (("period", asked_period), ("date", asked_date)) if text}
    own = member.settings if member else {}
    for name, text in member.texts.items() if member else ():
        files.lay(folder / name, text.encode())
    located, settings, is_whole = _settings(folder, files, findings, {**own, **asked})
    metrics = read_metrics(folder / METRICS, findings, files)
    documents, told = described(settings.sources, located, folder, files, findings)
    settings = settings.model_copy(update={"sources": documents})
    _check_files(folder, settings, located, findings, files)
    _check_exhibits(settings, located, findings)
    metrics |= derived_metrics(settings, located, metrics, findings)
    period = _period(settings, located, findings)
    _check_gaps(settings, located, findings)
    check_variants(metrics, findings)
    bases = settings.words.bases
    metrics = {name: told_apart(one, metrics, bases) for name, one in metrics.items()}
    return Brief(
        folder,
        project,
        settings,
        period,
        metrics,
        _numbered(documents),
        located,
        files,
        read_brand(files, findings),
        is_whole=is_whole,
        scenarios={**standing(settings.words), **_own_scenarios(settings, located, findings)},
        described=told,
        member=member,
    )


def _numbered(documents: Mapping[str, SourceDocument]) -> Mapping[str, Source]:
    """The sources in the order in which they are listed."""
    return {
        name: Source(name, number, one.title, one.publisher, one.date, one.url, one.note)
        for number, (name, one) in enumerate(documents.items(), 1)
    }


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
    "key_table": (("narrative",),),
}
_LOST_BY_NAME = {"sources": "source", "exhibits": "exhibit", "derive": "metric"}


def _settings(
    folder: Path, files: Files, findings: Findings, instead: Mapping[str, Plain]
) -> tuple[Located, Settings, bool]:
    """The settings of ``brief.yaml``, without what is wrong with them."""
    path = folder / SETTINGS
    stand_ins: Mapping[str, Plain] = {**_STAND_INS, "entity": {"name": folder.resolve().name}}
    located = read_yaml(path, findings, files)
    if located is None:
        located = Located({}, {(): Place(path)}, path)
        findings.lose(*(need for needs in _LOST.values() for need in needs))
        findings.lose(*((what,) for what in _LOST_BY_NAME.values()))
        return located, Settings.model_validate(stand_ins), False
    if isinstance(located.value, dict):
        located = replace(located, value={**located.value, **instead})
    settings, lost = salvaged(Settings, located, findings, stand_ins)
    if any(one.code == "duplicate-key" for one in findings):  # the first of the two is not read
        findings.lose(*((what,) for what in _LOST_BY_NAME.values()))
    for keys in lost:
        what = _LOST_BY_NAME.get(str(keys[0]))
        known_by = [str(key) for key in keys[1:2] if re.fullmatch(r"[a-z0-9][\w-]*", str(key))]
        findings.lose(*((what, *known_by),) if what else _LOST.get(str(keys[0]), ()))
    return located, settings, not lost


def _require(folder: Path) -> None:
    if folder.is_file():
        raise UsageError(f"'{folder}' is a file; expected the folder of a brief: '{folder.parent}'")
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


def _period(settings: Settings, located: Located, findings: Findings) -> Period:
    """The brief's period; where it cannot be read, the first of those that it may mean."""
    given = located.value.get("period") if isinstance(located.value, dict) else None
    calendar = settings.calendar_of(settings.entity.name)
    lost = isinstance(given, str) and given != settings.period  # it is a finding already
    if LATEST.fullmatch(settings.period):
        return parse_period(str(_STAND_INS["period"]))
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
    for name, document in settings.sources.items():
        for keys, file in document.files.items():
            if names_package(file):  # a descriptor that could not be followed: a finding already
                continue
            kind: Kind = "database" if file.lower().endswith(DATABASES) else "facts"
            files.admits(folder / file, kind, findings, located.place("sources", name, *keys))
    if "narrative" in settings.model_fields_set:
        files.admits(folder / settings.narrative, "text", findings, located.place("narrative"))
    logo, place = settings.theme.logo, located.place("theme", "logo")
    if logo and files.admits(folder / logo, "logo", findings, place) and Path(logo).suffix not in LOGOS:
        message = f"logo '{logo}'; expected a file that ends in {one_of(LOGOS)}"
        findings.add(error("bad-setting", message, place))
