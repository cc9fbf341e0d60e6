"""What a language says of exhibits: measure lines, headers of tables, legends, and alternative texts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Course:
    """How a series went, in an alternative text; names in braces are filled in."""

    unknown: str
    missing: str
    one: str
    whole: str
    every: Mapping[str, str]
    known: str
    rose: str
    fell: str
    rose_overall: str
    fell_overall: str
    rose_once: str
    fell_once: str
    no_change: str
    came_back: str
    high: str
    low: str
    with_extremes: str
    at: str


@dataclass(frozen=True, slots=True)
class Charts:
    """The texts of exhibits. ``leads`` open the alternative texts, by kind; ``columns`` head a table's columns."""

    listed: Callable[[Sequence[str]], str]
    ended: Callable[[str], str]
    remarked: Callable[[Sequence[str]], str]
    remark: str
    level: str
    to: str
    date: str
    event: str
    values: str
    values_in: str
    course: Course
    leads: Mapping[str, str]
    missing: str
    within_rounding: str
    period: str
    value: str
    interval: str
    columns: Mapping[str, str]
    against: str
    against_in_percent: str
    growth_on_the_year: str
    ranking: str
    ranked: str
    sides: Mapping[str, str]
    other: str
    change: str
    difference: str
    change_of: str
    variance_of: str
    from_to: str
    largest_part: str
    broken: str
    shortened: str  # what is longer than it is drawn
    whiskers: Mapping[str, str]
    apart: str
    apart_within_rounding: str
    overlap: str
    not_apart: str
    progress: str
    progress_with_pace: str
    paces: Mapping[str, str]
    share_of_total: str
    gathered: str
    from_to_periods: str
    both_periods: str
    without_a_year_ago: str
    slope: Mapping[str, str]
    running_count: str
    running_count_header: str
    each_with: str
    counts_stated: str
    counts_implied: str
    implied: str
    count_legend: Mapping[str, str]
    own_zero: str
    by_age: str
    lying: str
    most_lie: str
    values_counted: str
    was: str
    beside: str
    and_: str
    beside_ranges: str
    unknown_beside: str
    streak_ended: str
    guided: Mapping[str, str]
    came_in: str
    guided_next: str
    in_band: str
    bands: str
    in_brackets: str
    in_percent: str
    signs: Mapping[str, str]
    sign: str
    spans: Mapping[str, str]
    span_day: str
    less: str
    in_order: str
