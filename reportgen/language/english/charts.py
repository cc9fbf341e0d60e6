"""Exhibits in English: "rose in every quarter shown, from 6% to 34%", "Growth on the year", "running count"."""

from __future__ import annotations

from collections.abc import Sequence

from reportgen.language.charts import Charts, Course

FREQUENCIES = (
    "year", "half", "nine months", "quarter", "month", "week", "day", "year to date", "twelve months", "season", "span",
)  # fmt: skip


def listed(names: Sequence[str]) -> str:
    """Names in a sentence: "a", "a and b", "a, b and c"."""
    return " and ".join((", ".join(names[:-1]), names[-1])) if len(names) > 1 else "".join(names)


def ended(text: str) -> str:
    """A text with its full stop, also where it ends in "n.a."."""
    return text if text.endswith(".") else f"{text}."


def remarked(remarks: Sequence[str]) -> str:
    """What is pointed at in a picture: "Marked: Price cut (11 March 2025); A year ago: 34%."."""
    return ended(f"Marked: {'; '.join(remarks)}")


COURSE = Course(
    unknown="no value is known for {label}",
    missing="{text}; no value is known for {missing}",
    one="{label} was {value}",
    whole="{label} {direction}, from {first} to {last}{extremes}",
    every={frequency: f"in every {frequency} shown" for frequency in FREQUENCIES},
    known="from each known value to the next",
    rose="rose {steps}",
    fell="fell {steps}",
    rose_overall="rose overall",
    fell_overall="fell overall",
    rose_once="rose",
    fell_once="fell",
    no_change="did not change",
    came_back="ended where it began",
    high="a high of {value}",
    low="a low of {value}",
    with_extremes=", with {extremes}",
    at="{value} in {period}",
)

CHARTS = Charts(
    listed=listed,
    ended=ended,
    remarked=remarked,
    remark="{text} ({when})",
    level="{text}: {value}",
    to=" to ",
    date="Date",
    event="Event",
    values="Values: {values}",
    values_in="Values in {unit}: {values}",
    course=COURSE,
    leads={
        "bars": "Bar chart: {takeaway}.",
        "bridge": "Bridge chart: {takeaway}.",
        "columns": "Column chart: {takeaway}.",
        "interval": "Dots with intervals: {takeaway}.",
        "line": "Line chart: {takeaway}.",
        "multiples": "Small column charts: {takeaway}.",
        "own": "Chart.",
        "progress": "Progress bar: {takeaway}.",
        "share": "Stacked columns: {name} is {value} of {total}.",
        "slope": "Slope chart: {takeaway}.",
        "sparkline": "Sparkline: {takeaway}.",
        "streak": "Row of columns: {label} stands at {value} in {period}{each}.",
        "table": "Table: {rows} by {columns}.",
        "timeline": "Timeline: {ends}.",
        "versus": "Bar charts: {takeaway}.",
    },
    missing="n.a.",
    within_rounding="within rounding",
    period="Period",
    value="Value",
    interval="Interval",
    columns={
        "now": "Value",
        "year_ago": "A year before",
        "prior": "A period before",
        "change": "Δ",
        "step": "Δ",
        "yoy": "Δ %",
        "qoq": "Δ %",
        "surprise": "vs consensus",
    },
    against="vs {scenario}",
    against_in_percent="vs {scenario}, %",
    growth_on_the_year="Growth on the year",
    ranking="{first} is largest with {most}, {last} smallest with {least}",
    ranked="ranked values",
    sides={"above": "above", "below": "below", "equal": "equal to", "within": "within", "beside": "beside"},
    other="Other",
    change="Change",
    difference="Difference",
    change_of="{label}, change",
    variance_of="{label}, variance to {scenario}",
    from_to="From {first} to {last}",
    largest_part="of a {what} of {total}, the largest part is {name} with {value}",
    whiskers={
        "given": "with the range given",
        "both": "with the range given, or what rounding allows",
        "rounding": "with what rounding allows",
    },
    whisker="Values with intervals: {values}.",
    apart="{last} is {side} {first}",
    apart_within_rounding="{last} is {side} {first}, also within rounding",
    overlap="{first} and {last} overlap",
    not_apart="{first} and {last} cannot be told apart within rounding",
    progress="{name} is {value} of {plan} ({planned})",
    progress_with_pace="{progress}, {verdict} {pace} at {value}",
    paces={"ahead": "ahead of", "behind": "behind", "level": "within rounding of"},
    share_of_total="{label}, share of total",
    both_periods="{first} and {last}",
    without_a_year_ago="{name} was {value}, with no value a year ago",
    slope={
        "rose": "{name} rose from {before} to {after}",
        "fell": "{name} fell from {before} to {after}",
        "same": "{name} did not change at {after}",
    },
    running_count="running count",
    running_count_header="Running count",
    each_with=", each with {label} of {value}",
    counts_stated="Counts stated: {values}.",
    counts_implied="Implied by the count: {periods}.",
    implied="implied",
    count_legend={"subject": "count stated", "implied": "implied by a later count"},
    own_zero="each panel from its own zero",
    was="{title} was {value}",
    beside="{side} {value} ({name})",
    and_=" and ",
)
