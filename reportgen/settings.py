"""What an author may write in ``brief.yaml``. Each option is explained where it is defined."""

from __future__ import annotations

import datetime  # noqa: ICN001 - datetime.date, as pydantic reads it
import re
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from reportgen.calendars import By, Calendars, CurrentPeriod, PeriodName, PublicationDate
from reportgen.language import USUAL_KIND, Dates, DocumentKind, Kind, Language, Spelling, language_of
from reportgen.metric_settings import DerivedMetric, SplitSettings, formula_alone
from reportgen.periods import Calendar
from reportgen.portfolio_settings import ManyBriefs
from reportgen.setting import Identifier, Name, Setting, Text
from reportgen.source_settings import FileNumbers, SourceDocument

Colour = Annotated[str, Field(pattern=r"^#[0-9a-fA-F]{6}$")]


FEWEST_PERIODS, MOST_PERIODS = 2, 40  # in the history of a card
MOST_DAYS = 36_600  # a hundred years: more is a slip


def _days(value: Any) -> Any:
    if isinstance(value, str):
        match = re.fullmatch(r"0{0,20}(\d{1,5})\s*(?:days?|d)?", value.strip())
        if not match or int(match[1]) > MOST_DAYS:
            raise ValueError(f"'{value[:40]}'; expected a number of days such as '120 days'")
        return datetime.timedelta(days=int(match[1]))
    return value


def _mappings(value: Any) -> Any:
    return [value] if isinstance(value, dict) else value


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
    basis: str | None = None  # what the change is measured against; "YoY", "QoQ" and so on by default
    note: str = ""  # a template: "{{ cloud_revenue.surprise | signed }} vs consensus"
    history: str = ""  # an expression drawn as a sparkline where three periods or more are known
    periods: Annotated[int, Field(ge=FEWEST_PERIODS, le=MOST_PERIODS)] = 6
    gaps: tuple[PeriodName, ...] = ()  # periods that the history is known to lack
    by: By | None = None  # the length of the history's periods, that of the brief's by default


class Labelled(Setting):
    """A short text under a label: "What happened", "Key risk"."""

    label: str
    text: str  # a template


Standing = Literal["rounding", "currency", "weeks", "years", "forward", "advice"]  # notices that have a name


class Wording(Setting):
    """What a document calls itself and says of itself, where not as its kind does."""

    name: str = ""  # in the running head and for programs: Board paper
    word: str = ""  # where a sentence speaks of it: "In this paper"
    # Templates: a notice in one's own words; advice: "" leaves that one out.
    notices: Mapping[Standing, str] = {}

    @model_validator(mode="after")
    def _owed(self) -> Wording:
        empty = [name for name, text in self.notices.items() if not text.strip() and name != "advice"]
        if empty:
            raise ValueError(
                f"the notice '{empty[0]}' is owed to readers; give it words, or leave it as it is"
            )
        return self


class Signature(Setting):
    """Who stands for a document, in its last lines."""

    name: Text
    role: str = ""  # Chief executive


class CoverPicture(Setting):
    """A picture over the whole width, between the title and what follows it."""

    file: Text  # PNG, JPEG, WebP or SVG, in the brief's folder
    alt: Text  # what it shows to those who cannot see it
    credit: str = ""


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


class ScenarioSettings(Setting):
    """A scenario of the brief's own."""

    label: Text  # at the head of a column: Stress case
    words: str = ""  # in a sentence, behind "below": the stress case, by default
    forward: bool = True  # whether it is a statement about the future
    exact: bool = False  # whether it is decided, and not estimated: then it has no rounding


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
    boxed: bool = False  # a frame around it
    gaps: tuple[PeriodName, ...] = ()  # periods that its series lack and its readers are told of: [FY2025-Q4]
    by: By | None = None  # the length of its periods, that of the brief's by default: quarter

    @property
    def options(self) -> Mapping[str, Any]:
        """The settings that belong to the kind."""
        return self.model_extra or {}


# How numbers are written; the figures and their record have the same words.
Negative = Literal["minus", "parentheses"]
Grouping = Literal["thousands", "indian"]  # 1,234,567 or 12,34,567
Side = Literal["before", "after"]
ShortPoints = Literal["pp", "percentage points"]
Percent = Literal["percent", "per cent"]  # American or British


class NumberStyle(Setting):
    """How the brief writes numbers, where not as English does."""

    thousands: Literal[",", ".", " ", "'", "’", ""] = ","  # a space does not break
    decimal: Literal[".", ","] = "."
    grouping: Grouping = "thousands"
    currency: Side = "before"  # €39.8bn or 39.8bn €, where it is short
    points: ShortPoints = "pp"  # where it is short
    percent: Percent = "percent"
    dates: Dates = "day first"  # 25 November 2025, or November 25, 2025
    spelling: Spelling = "british"  # of our own words: favourable or favorable

    @model_validator(mode="after")
    def _told_apart(self) -> NumberStyle:
        if self.decimal == self.thousands:
            raise ValueError(f"'decimal' and 'thousands' are both '{self.decimal}'")
        return self


class Settings(Calendars, ManyBriefs):
    """The whole of ``brief.yaml``."""

    title: Text  # a template: one sentence that is the takeaway
    standfirst: str = ""  # a template: two sentences that carry it on
    entity: Entity
    period: CurrentPeriod  # FY2026-Q2; or latest, latest quarter: the last of which the facts tell
    written_for: PeriodName | None = None  # the period for which its words were read; see what is stale
    date: PublicationDate  # of publication; it dates the PDF too; or latest: when the facts of the period came out
    language: Literal["en"] = "en"
    kind: Kind = USUAL_KIND
    wording: Wording = Wording()
    contents: bool | None = None  # a list of the sections on page one of print; as the kind has it
    confidentiality: str | None = None  # a line at the head of every page, "" for none; as the kind has it
    foot: str = ""  # at the foot of every page, in the place of the title
    cover_picture: CoverPicture | None = None  # below the title
    letterhead: tuple[Text, ...] = ()  # lines at the head of page one: who sends it, and from where
    signatures: tuple[Signature, ...] = ()  # below the text: who stands for it
    currency: Annotated[tuple[CurrencyNames, ...], BeforeValidator(_mappings)] = ()
    negative: Negative = "minus"
    style: NumberStyle = NumberStyle()
    paper: Literal["A4", "Letter"] = "A4"
    appendix: Literal["short", "full", "none"] = "short"  # how much of it stands on paper
    theme: ThemeOverride = ThemeOverride()
    facts: tuple[str, ...] = ()  # every facts*.csv, .json and .yaml of the folder by default
    numbers: Mapping[str, FileNumbers] = {}  # by file of facts: {facts-eu.csv: {decimal: ","}}
    narrative: str = "narrative.md"
    kpis: tuple[Kpi, ...] = ()
    summary: tuple[Labelled, ...] = ()
    key_exhibit: Name | None = None
    key_table: Name | None = None  # the exhibit that follows page one, before the narrative
    box: tuple[Labelled, ...] = ()
    since: str = ""  # the edition before, within the project, or "published": what is new stands in the box
    derive: Mapping[Identifier, Annotated[DerivedMetric, BeforeValidator(formula_alone)]] = {}
    checks: tuple[Annotated[CheckSettings, BeforeValidator(_relation)], ...] = ()
    exhibits: Mapping[Name, ExhibitSettings] = {}
    sources: Mapping[str, SourceDocument] = {}
    scenarios: Mapping[Identifier, ScenarioSettings] = {}  # beside those that every brief has
    names: tuple[str, ...] = ()  # names that hold digits and are no figures: Qwen3
    notices: tuple[str, ...] = ()  # templates: further small print
    abbreviations: Mapping[Text, Text] = {}  # EBITA: earnings before interest, taxes and amortisation
    glossary: Mapping[Text, Text] = {}  # terms and what they mean, beside the metrics' definitions
    splits: tuple[SplitSettings, ...] = ()  # of shares: of all that is counted in them, or stated per share
    severity: Mapping[str, Severity] = {}
    max_age: Annotated[datetime.timedelta, BeforeValidator(_days)] | None = None

    @property
    def document(self) -> DocumentKind:
        """The kind of document, with the author's own words for it."""
        return (
            language_of(self.language)
            .kinds[self.kind]
            .worded(
                name=self.wording.name or None,
                word=self.wording.word or None,
                contents=self.contents,
                confidentiality=self.confidentiality,
            )
        )

    @property
    def words(self) -> Language:
        """The language of the brief, with its order of dates, its spelling, and what its kind of document says."""
        return language_of(self.language, self.style.dates, self.style.spelling, self.document)

    def calendar_of(self, entity: str) -> Calendar:
        """The fiscal calendar of an entity; its periods are named in the brief's language."""
        return self.calendar_in(self.words, entity)
