"""Derived facts in English: "growth on the year", "share of", "restated on 4 November 2025", "below the forecast"."""

from __future__ import annotations

import re
from functools import cache

from reportgen.language.labels import Labels, Named, Scenarios, Versions

REGIONS = (
    "Baltics", "Benelux", "Britain", "Far East", "Great Britain", "Iberia", "Korea", "Middle East", "Near East",
    "Nordics", "Scandinavia", "Turkey",
)  # fmt: skip


def in_a_sentence(label: str) -> str:
    """A label in the middle of another: its capital goes, unless it is a name's."""
    first = label.split(" ", maxsplit=1)[0]
    is_name = label[:2].isupper() or first[1:] != first[1:].lower()
    return label if is_name or _places().match(label) else label[:1].lower() + label[1:]


@cache
def _places() -> re.Pattern[str]:
    """Countries and parts of the world, as CLDR names them: segments are called after them."""
    from babel import Locale

    names = {name for name in Locale("en").territories.values() if name[:1].isupper()}
    return re.compile(
        f"(?:{'|'.join(map(re.escape, sorted(names.union(REGIONS), key=len, reverse=True)))})\\b"
    )


def within(label: str) -> str:
    """A label within a sentence; one that begins with an abbreviation keeps its capitals: "Q3 outlook"."""
    return label if label[:2].isupper() else label[:1].lower() + label[1:]


LABELS = Labels(
    in_a_sentence=in_a_sentence,
    growth={
        "yoy": "growth on the year",
        "qoq": "growth on the {period}",
        "mom": "growth on the month",
        "wow": "growth on the week",
        "change": "change on the year",
        "step": "change on the period before",
    },
    changes={
        "yoy": "change on the year",
        "qoq": "change on the {period}",
        "mom": "change on the month",
        "wow": "change on the week",
        "change": "change on the year",
        "step": "change on the period before",
    },
    pairs={
        "share_of": "share of",
        "times": "multiple of",
        "less": "less",
        "over": "above",
        "position_in": "position in",
        "distance_to": "distance to",
    },
    its="its {scenario}",
    variance_to="variance to {scenario}",
    others={"prior": "the restated one", "actual": "the actual", "guidance": "guidance"},
    other="the {scenario}",
    that="that",
    that_of="that of {entity}",
    of_period="of {period}",
    of_ranges={"low": "low end", "high": "high end", "midpoint": "midpoint", "width": "width"},
    average="average of {count} {periods}",
    total="sum of {count} {periods}",
    since="since {period}",
    index="index, {period} is 100",
    yearly_growth="compound annual growth over {count} years",
    compound_growth="compound growth a period over {count} {periods}",
    over={"twelve months": ", last twelve months", "year to date": ", year to date"},
    number_of="Number of {noun} {against}",
    figures="figures",
    since_it_was={"highest": "since it was as high", "lowest": "since it was as low"},
    in_a_row="in a row {against}",
    against="against {other}",
    relations={"above": "above", "at_least": "at least", "below": "below", "at_most": "at most"},
    of_each_before="of each of the {periods} before",
    in_each="in each of the {periods}",
    periods_from="{count} periods from {first} to {last}",
    of_the_one_after="of the {period} after",
    implied="implied: {formula} {of_the_one_after}",
    added="added: {formula}",
    formulas={
        "nothing": "what it would be computed from is not known",
        "from": "from {figures}",
        "series": "{figure} from {first} to {last}",
        "at": "{figure} {period}",
        "in": "{figure} in {unit}",
        "of": "of {period}",
        "year": "of a year before",
        "prior": "of the period before",
        "standing": "{figure} ({standing})",
        "its": "the {standing}",
        "implied": "{now} divided by 1 plus {growth}",
        "close": "{left} {done} {right}",
        "apart": "{left}, {done} {right}",
        "+": "plus",
        "-": "less",
        "*": "times",
        "/": "divided by",
        "less": "{a} less {b}",
        "over": "{a} divided by {b}, less 1",
        "share_of": "{a} divided by {b}",
        "times": "{a} divided by {b}",
        "position_in": "{a} less the low end of {b}, divided by its width",
        "distance_to": "{a} less the nearer end of {b}",
        "average": "mean of {figure} from {first} to {last}",
        "rolling": "sum of {figure} from {first} to {last}",
        "cumulative": "sum of {figure} from {first} to {last}",
        "cagr": "compound growth of {figure} from {first} to {last}",
        "index": "{figure} of {last} divided by that of {first}, times 100",
    },
)

VERSIONS = Versions(
    first_reported="as first reported",
    as_of="as of {day}",
    restated="restated",
    restated_on="restated on {day}",
    adjusted_for="adjusted for {splits}",
    and_=" and ",
    split="the {new}-for-{old} split of {day}",
)

SCENARIOS = Scenarios(
    standing={
        "actual": Named("Actual", "the actual"),
        "prior": Named("Restated", "the restated figure"),
        "target": Named("Target"),
        "plan": Named("Plan", "plan"),
        "budget": Named("Budget", "budget"),
        "forecast": Named("Forecast"),
        "previous_forecast": Named("Previous forecast"),
        "guidance": Named("Guidance", "guidance"),
        "consensus": Named("Consensus"),
        "claim": Named("Claim"),
    },
    the="the {scenario}",
    within=within,
)
