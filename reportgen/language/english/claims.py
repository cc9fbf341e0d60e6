"""Claims over several facts in English: "all three", "three of the five segments", "the ninth quarter in a row"."""

from __future__ import annotations

from reportgen.language.english.numbers import cardinal, ordinal
from reportgen.language.numbers import Claims

TWO = 2


def all_of(total: int, noun: str) -> str:
    """Every one: "all three segments", "both"."""
    return f"{'both' if total == TWO else f'all {cardinal(total)}'} {noun}".strip()


def some_of(number: int, total: int, noun: str, *, at_least: bool) -> str:
    """Some of them: "three of five", "none of the two segments", "at least two of the three"."""
    bound = "at least " if at_least else ""
    counted = cardinal(number) if number or at_least else "none"
    return (
        f"{bound}{counted} of the {cardinal(total)} {noun}"
        if noun
        else f"{bound}{counted} of {cardinal(total)}"
    )


def streak(number: int, periods: str, *, at_least: bool) -> str:
    """For how many periods in a row: "the ninth quarter in a row"."""
    return f"{'at least ' if at_least else ''}the {ordinal(number)} {periods.removesuffix('s')} in a row"


CLAIMS = Claims(
    all_of=all_of,
    some_of=some_of,
    extremes={"highest": "highest", "lowest": "lowest"},
    since="the {extreme} since {period}",
    of_the_last="the {extreme} of the last {number} {periods}",
    record="a record",
    streak=streak,
    tally="{number} of {total}",
)
