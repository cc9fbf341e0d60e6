"""What an author may write in ``brief.yaml``. Each option is explained where it is defined."""

from __future__ import annotations

import datetime  # noqa: ICN001 - datetime.date, as pydantic reads it
import re
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    Tag,
    ValidationInfo,
    field_validator,
    model_validator,
)

from reportgen.periods import (
    EXPECTED_END,
    MONTHS,
    SEASON,
    Calendar,
    StatedEnds,
    WeekRule,
    parse_period,
    position,
    read_ends,
    read_rule,
    read_seasons,
)

Colour = Annotated[str, Field(pattern=r"^#[0-9a-fA-F]{6}$")]
Identifier = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
Text = Annotated[str, Field(pattern=r"\S")]  # not empty
Name = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$")]


FEWEST_PERIODS, MOST_PERIODS = 2, 40  # in the history of a card
MOST_DAYS = 36_600  # a hundred years: more is a slip


class Setting(BaseModel):
    """A frozen group of settings; anything it does not know is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def _month(value: Any) -> Any:
    months = {name.lower()[:3]: number for number, name in enumerate(MONTHS, 1)}
    if isinstance(value, str) and not value.isdigit():
        if value.lower()[:3] not in months:
            raise ValueError(f"'{value}' is no month; expected a name such as March")
        return months[value.lower()[:3]]
    return value


def _period(value: str) -> str:
    if not SEASON.fullmatch(value):  # seasons are declared in the same file; the brief reads them
        parse_period(value)  # whether it is one does not depend on the end of the fiscal year
    return value


PeriodName = Annotated[str, AfterValidator(_period)]


By = Literal["year", "half", "quarter", "month", "week", "day"]


def _days(value: Any) -> Any:
    if isinstance(value, str):
        match = re.fullmatch(r"0{0,20}(\d{1,5})\s*(?:days?|d)?", value.strip())
        if not match or int(match[1]) > MOST_DAYS:
            raise ValueError(f"'{value[:40]}'; expected a number of days such as '120 days'")
        return datetime.timedelta(days=int(match[1]))
    return value


def _calendar(value: Any) -> Any:
    return {"ends": value} if isinstance(value, str) else value


def _seasons(value: Mapping[str, str]) -> Mapping[str, str]:
    read_seasons(value)
    return value


def _mappings(value: Any) -> Any:
    return [value] if isinstance(value, dict) else value


def _formula(value: Any) -> Any:
    return {"formula": value} if isinstance(value, str) else value


def _relation(value: Any) -> Any:
    return {"holds": value} if isinstance(value, str) else value


class Entity(Setting):
    """Who the brief is about."""

    name: Text
    short: str = ""  # for running heads and tables; the name by default
    ticker: str = ""  # "NYSE: BABA · HKEX: 9988"

    @property
    def brief_name(self) -> str:
        return self.short or self.name


def _kind_of_ends(value: object) -> str:
    return "days" if isinstance(value, Mapping) else "rule"


Ends = Annotated[
    Annotated[str, Tag("rule")] | Annotated[Mapping[int, datetime.date], Tag("days")],
    Discriminator(_kind_of_ends),
]
Weeks = Annotated[int, Field(ge=1)]  # of a quarter


class FiscalCalendar(Setting):
    """When fiscal years end, by the month, by a rule for years of 52 and 53 weeks, or as stated year by year."""

    ends: Ends  # March; last Saturday of September; {2024: 2024-09-28, 2025: 2025-09-27}
    named_by: Literal["end", "start"] = "end"  # the calendar year in which it ends, or begins
    weeks: tuple[Weeks, Weeks, Weeks, Weeks] = (
        13,
        13,
        13,
        13,
    )  # of its quarters; Kroger's are [16, 12, 12, 12]
    long_quarter: Annotated[int, Field(ge=1, le=4)] = 4  # the one that takes the 53rd week; Apple's is 1

    @model_validator(mode="after")
    def _readable(self) -> FiscalCalendar:
        if sum(self.weeks) != 52:  # noqa: PLR2004 - of a year
            raise ValueError(f"weeks of the quarters: {sum(self.weeks)} in all; expected 52")
        self.calendar()
        return self

    def calendar(self, seasons: Mapping[str, str] | None = None) -> Calendar:
        """What periods are read in. Raises ValueError, with what was expected."""
        month, rule, ends = self._ending()
        return Calendar(
            month,
            rule,
            ends,
            self.named_by == "start",
            self.weeks,
            self.long_quarter,
            read_seasons(seasons or {}),
        )

    def _ending(self) -> tuple[int, WeekRule | None, StatedEnds]:
        """The month in which years end, and the rule or the stated days by which they do."""
        if not isinstance(self.ends, str):
            ends = read_ends(self.ends)
            if not ends:
                raise ValueError("no fiscal year stands here; expected the last day of each, by year")
            return ends[-1][1].month, None, ends
        rule = read_rule(self.ends)
        month = rule.month if rule else position(self.ends, MONTHS)
        if not month:
            raise ValueError(f"'{self.ends}'; expected {EXPECTED_END}, or the last day of each year")
        return month, rule, ()


class Calendars(Setting):
    """The calendars in which a brief and its record read periods."""

    fiscal_year_end: Annotated[int, BeforeValidator(_month), Field(ge=1, le=12)] | None = None  # December
    fiscal_calendar: Annotated[FiscalCalendar, BeforeValidator(_calendar)] | None = (
        None  # where the month is not all
    )
    fiscal_calendars: Mapping[
        str, Annotated[FiscalCalendar, BeforeValidator(_calendar)]
    ] = {}  # of other entities
    seasons: Annotated[
        Mapping[Identifier, str], AfterValidator(_seasons)
    ] = {}  # {winter: November to April}; written 2025-winter

    @field_validator("fiscal_calendar")
    @classmethod
    def _only_calendar(cls, value: FiscalCalendar | None, others: ValidationInfo) -> FiscalCalendar | None:
        if value and others.data.get("fiscal_year_end"):
            raise ValueError("'fiscal_year_end' and 'fiscal_calendar' say the same thing; keep one of them")
        return value

    def calendar_of(self, entity: str) -> Calendar:
        """The fiscal calendar of an entity: its own where the brief gives one, else that of the brief."""
        own = self.fiscal_calendars.get(entity) or self.fiscal_calendar
        if own:
            return own.calendar(self.seasons)
        return Calendar(self.fiscal_year_end or len(MONTHS), seasons=read_seasons(self.seasons))


class CurrencyNames(Setting):
    """How a currency is written: ``short`` in tables and cards, ``word`` in prose."""

    code: Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
    short: str = ""
    word: str = ""


class Fonts(Setting):
    """Font families, of the bundled ones: the sans is Inter, the serif Brief Serif or Inter."""

    sans: str = ""
    serif: str = ""


class ThemeOverride(Setting):
    """What a brief changes of the theme."""

    accent: Colour | None = None
    accent_dark: Colour | None = None  # the accent on dark backgrounds; made from accent by default
    logo: str = ""  # an SVG or PNG file in the brief's folder
    fonts: Fonts = Fonts()


class Kpi(Setting):
    """A card on page one."""

    figure: str  # an expression: cloud_revenue
    label: str = ""  # the metric's short label by default
    change: str = ""  # an expression, said with its sign: cloud_revenue.yoy
    basis: str = "YoY"  # what the change is measured against
    note: str = ""  # a template: "{{ cloud_revenue.surprise | signed }} vs consensus"
    history: str = ""  # an expression drawn as a sparkline where three periods or more are known
    periods: Annotated[int, Field(ge=FEWEST_PERIODS, le=MOST_PERIODS)] = 6
    gaps: tuple[PeriodName, ...] = ()  # periods that the history is known to lack
    by: By | None = None  # the length of the history's periods, that of the brief's by default


class Labelled(Setting):
    """A short text under a label: "What happened", "Key risk"."""

    label: str
    text: str  # a template


class DerivedMetric(Setting):
    """A metric computed by a formula; the other settings are those of ``metrics.yaml``."""

    formula: Annotated[str, Field(min_length=1)]
    label: str = ""
    short: str = ""
    kind: str = ""
    polarity: str = ""
    definition: str = ""
    gaap: bool | None = None
    nearest_gaap: str = ""
    unit: str = ""
    decimals: int | None = None
    measured: str = ""


Pair = Annotated[tuple[str, ...], Field(min_length=2)]


class Sum(Setting):
    """Parts that add up to a total; each an expression."""

    parts: Annotated[tuple[str, ...], Field(min_length=1)]
    total: str


class CheckSettings(Setting):
    """A relation between facts that has to hold within their rounding; exactly one of the four."""

    at_most: Pair | None = None  # each at most the next: [cloud_revenue, group_revenue]
    equal: Pair | None = None  # all the same
    sum: Sum | None = None
    holds: str = ""  # "cloud_ebita < cloud_revenue"; may be written without its name

    @model_validator(mode="after")
    def _one(self) -> CheckSettings:
        if sum(map(bool, (self.at_most, self.equal, self.sum, self.holds))) != 1:
            raise ValueError(
                "expected one of at_most, equal, sum, or a relation such as 'cloud_ebita < cloud_revenue'"
            )
        return self


class SourceDocument(Setting):
    """A document that facts were taken from."""

    title: str
    publisher: str = ""
    date: datetime.date | None = None
    url: str = Field(default="", pattern=r"^(https?://\S+)?$")
    note: str = ""


class Severity(Setting):
    """A finding's severity set by the author; the reason is printed in the edition's notes."""

    level: Literal["error", "warning", "note", "off"]
    reason: str


class ExhibitSettings(BaseModel):
    """A chart or table. What goes beyond these settings belongs to its kind, which checks it."""

    model_config = ConfigDict(extra="allow", frozen=True)

    kind: str
    title: str  # a template: the takeaway, at most ten words
    measure: str = ""  # a template: measure, unit, period; made by the kind by default
    caveat: str = ""  # a template: a note below
    alt: str = ""  # a template: the opening sentence of the alternative text
    gaps: tuple[PeriodName, ...] = ()  # periods that its series lack and its readers are told of: [FY2025-Q4]
    by: By | None = None  # the length of its periods, that of the brief's by default: quarter

    @property
    def options(self) -> Mapping[str, Any]:
        """The settings that belong to the kind."""
        return self.model_extra or {}


class Settings(Calendars):
    """The whole of ``brief.yaml``."""

    title: Text  # a template: one sentence that is the takeaway
    standfirst: str = ""  # a template: two sentences that carry it on
    entity: Entity
    period: PeriodName
    date: datetime.date  # of publication; it dates the PDF too
    language: Literal["en"] = "en"
    currency: Annotated[tuple[CurrencyNames, ...], BeforeValidator(_mappings)] = ()
    negative: Literal["minus", "parentheses"] = "minus"
    paper: Literal["A4", "Letter"] = "A4"
    theme: ThemeOverride = ThemeOverride()
    facts: tuple[str, ...] = ()  # every facts*.csv, .json and .yaml of the folder by default
    narrative: str = "narrative.md"
    kpis: tuple[Kpi, ...] = ()
    summary: tuple[Labelled, ...] = ()
    key_exhibit: Name | None = None
    box: tuple[Labelled, ...] = ()
    derive: Mapping[Identifier, Annotated[DerivedMetric, BeforeValidator(_formula)]] = {}
    checks: tuple[Annotated[CheckSettings, BeforeValidator(_relation)], ...] = ()
    exhibits: Mapping[Name, ExhibitSettings] = {}
    sources: Mapping[str, SourceDocument] = {}
    names: tuple[str, ...] = ()  # names that hold digits and are no figures: Qwen3
    notices: tuple[str, ...] = ()  # templates: further small print
    severity: Mapping[str, Severity] = {}
    max_age: Annotated[datetime.timedelta, BeforeValidator(_days)] | None = None


class MetricSettings(Setting):
    """An entry of ``metrics.yaml``."""

    label: str
    short: str = ""
    kind: str = ""  # amount by default for currencies, growth or share for percentages, count otherwise
    polarity: str = "neutral"
    definition: str = ""
    gaap: bool | None = None
    nearest_gaap: str = ""  # the id of the nearest GAAP metric, or words that say that the source gives none
    unit: str = ""  # what is counted, for counts: downloads
    decimals: int | None = None  # how finely it is said at most
    measured: str = ""  # over the period, as sales are, or at the end, as debts are
