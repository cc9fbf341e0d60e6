"""Settings of time: fiscal calendars, seasons, and the names of periods. A record reads periods by the same ones."""

from __future__ import annotations

import datetime  # noqa: ICN001 - datetime.date, as pydantic reads it
import re
from calendar import monthrange
from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    Tag,
    ValidationInfo,
    WithJsonSchema,
    field_validator,
    model_validator,
)

from reportgen.language import Language, language_of
from reportgen.periods import (
    EXPECTED_END,
    MONTHS,
    SEASON,
    Calendar,
    StatedEnds,
    WeekRule,
    parse_period,
    read_ends,
    read_rule,
    read_seasons,
)

NO_LEAP_YEAR = 2025
SeasonName = Annotated[str, Field(pattern=r"^[a-z][a-z_]*$")]


_DAY = re.compile(r"(?:(?P<day>[0-9]{1,2})\.? )?(?P<month>[A-Za-z]{3,9})(?: (?P<after>[0-9]{1,2}))?")


def _year_end(value: object) -> object:
    """``March`` or ``31 March``, of whatever spelling: the month alone, or the month to its last day."""
    if isinstance(value, int) or (isinstance(value, str) and value.isdigit()):
        number = int(value)
        if not 1 <= number <= len(MONTHS):
            raise ValueError(f"'{value}' is no month; expected a name such as March")
        return MONTHS[number - 1]
    match = _DAY.fullmatch(value.strip()) if isinstance(value, str) else None
    months = [name for name in MONTHS if match and name.lower().startswith(match["month"].lower())]
    if not match or not months:
        raise ValueError(f"'{value}' is no month; expected a name such as March, or a day such as 31 March")
    day = int(match["day"] or match["after"] or 0)
    last = monthrange(NO_LEAP_YEAR, MONTHS.index(months[0]) + 1)[1]
    if day and day not in (last, last + (months[0] == "February")):
        raise ValueError(
            f"'{value}' is not the last day of a month; expected {last} {months[0]}, or under 'fiscal_calendar' a rule "
            "such as 'last Saturday of September'"
        )
    return f"{last} {months[0]}" if day else months[0]


def _read_end(text: str) -> tuple[int, bool]:
    """The month of a year's end, and whether the day was said too."""
    day, _, month = text.rpartition(" ")
    return MONTHS.index(month) + 1, bool(day)


def _period(value: str) -> str:
    if not SEASON.fullmatch(value):  # seasons are declared in the same file; the brief reads them
        parse_period(value)  # whether it is one does not depend on the end of the fiscal year
    return value


PeriodName = Annotated[str, AfterValidator(_period)]


LATEST = re.compile(r"latest(?: (year|half|quarter|month|week|day))?")


def _current(value: str) -> str:
    return value if LATEST.fullmatch(value) else _period(value)


LATEST_DAY = datetime.date.max


def _publication(value: object) -> object:
    return LATEST_DAY if value == "latest" else value


PublicationDate = Annotated[
    datetime.date,
    BeforeValidator(_publication),
    WithJsonSchema({"anyOf": [{"type": "string", "format": "date"}, {"const": "latest"}]}),
]
CurrentPeriod = Annotated[str, AfterValidator(_current)]


By = Literal["year", "half", "quarter", "month", "week", "day"]


def _calendar(value: object) -> object:
    return {"ends": value} if isinstance(value, str) else value


def _seasons(value: Mapping[str, str]) -> Mapping[str, str]:
    read_seasons(value)
    return value


def _kind_of_ends(value: object) -> str:
    return "days" if isinstance(value, Mapping) else "rule"


Ends = Annotated[
    Annotated[str, Tag("rule")] | Annotated[Mapping[int, datetime.date], Tag("days")],
    Discriminator(_kind_of_ends),
]
Weeks = Annotated[int, Field(ge=1)]  # of a quarter


class _Group(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class FiscalCalendar(_Group):
    """When fiscal years end, by the month, by a rule for years of 52 and 53 weeks, or as stated year by year."""

    ends: Ends  # March; 31 March; last Saturday of September; {2024: 2024-09-28, 2025: 2025-09-27}
    named_by: Literal["end", "start"] = "end"  # the calendar year in which it ends, or begins
    # Of its quarters; Kroger's are [16, 12, 12, 12].
    weeks: tuple[Weeks, Weeks, Weeks, Weeks] = (13, 13, 13, 13)
    long_quarter: Annotated[int, Field(ge=1, le=4)] = 4  # the one that takes the 53rd week; Apple's is 1

    @model_validator(mode="after")
    def _readable(self) -> FiscalCalendar:
        if sum(self.weeks) != 52:  # noqa: PLR2004 - of a year
            raise ValueError(f"weeks of the quarters: {sum(self.weeks)} in all; expected 52")
        self.calendar()
        return self

    def calendar(self, seasons: Mapping[str, str] | None = None, words: Language | None = None) -> Calendar:
        """What periods are read in, and named by the words of a language. Raises ValueError, with what was expected."""
        month, rule, ends = self._ending()
        to_the_day = bool(rule or ends) or _read_end(str(_year_end(self.ends)))[1]
        return Calendar(
            month,
            rule,
            ends,
            self.named_by == "start",
            self.weeks,
            self.long_quarter,
            read_seasons(seasons or {}),
            to_the_day,
            words or language_of(),
        )

    def _ending(self) -> tuple[int, WeekRule | None, StatedEnds]:
        """The month in which years end, and the rule or the stated days by which they do."""
        if not isinstance(self.ends, str):
            ends = read_ends(self.ends)
            if not ends:
                raise ValueError("no fiscal year stands here; expected the last day of each, by year")
            return ends[-1][1].month, None, ends
        rule = read_rule(self.ends)
        if rule:
            return rule.month, rule, ()
        try:
            return _read_end(str(_year_end(self.ends)))[0], None, ()
        except ValueError:
            raise ValueError(
                f"'{self.ends}'; expected {EXPECTED_END}, or the last day of each year"
            ) from None


class Calendars(_Group):
    """The calendars in which a brief and its record read periods."""

    fiscal_year_end: Annotated[str, BeforeValidator(_year_end)] | None = (
        None  # March; with its days: 31 March
    )
    fiscal_calendar: Annotated[FiscalCalendar, BeforeValidator(_calendar)] | None = (
        None  # where the month is not all
    )
    # Of other entities.
    fiscal_calendars: Mapping[str, Annotated[FiscalCalendar, BeforeValidator(_calendar)]] = {}
    seasons: Annotated[
        Mapping[SeasonName, str], AfterValidator(_seasons)
    ] = {}  # {winter: November to April}; written 2025-winter

    @field_validator("fiscal_calendar")
    @classmethod
    def _only_calendar(cls, value: FiscalCalendar | None, others: ValidationInfo) -> FiscalCalendar | None:
        if value and others.data.get("fiscal_year_end"):
            raise ValueError("'fiscal_year_end' and 'fiscal_calendar' say the same thing; keep one of them")
        return value

    def calendar_in(self, words: Language, entity: str) -> Calendar:
        """The fiscal calendar of an entity: its own where the brief gives one, else that of the brief.

        Args:
            words: the language in which its periods are named.
            entity: by its name.
        """
        own = self.fiscal_calendars.get(entity) or self.fiscal_calendar
        if own:
            return own.calendar(self.seasons, words)
        month, to_the_day = _read_end(self.fiscal_year_end) if self.fiscal_year_end else (len(MONTHS), True)
        return Calendar(month, seasons=read_seasons(self.seasons), to_the_day=to_the_day, words=words)
