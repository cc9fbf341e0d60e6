"""Numbers in English: "nine", "ninth", "one third", "million", "at least", "between 55 and 60"."""

from __future__ import annotations

from decimal import Decimal

from reportgen.language.numbers import Bounds, Noun, Numerals, Units

TIED = "\u00a0"  # no-break space: a number and its unit stay on one line
CARDINALS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
    " eighteen nineteen twenty"
).split()
ORDINALS = (
    "zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth"
    " fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
).split()


def cardinal(whole: int) -> str:
    """A whole number: in words up to twenty, then in digits."""
    return CARDINALS[whole] if 0 <= whole < len(CARDINALS) else f"{whole:,}"


def ordinal(whole: int) -> str:
    """A whole number as a rank: in words up to twentieth, then "21st"."""
    if whole < len(ORDINALS):
        return ORDINALS[whole]
    suffix = "th" if whole % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(whole % 10, "th")
    return f"{whole:,}{suffix}"


NUMERALS = Numerals(
    in_words=CARDINALS,
    ranks=ORDINALS,
    cardinal=cardinal,
    ordinal=ordinal,
    fractions={
        Decimal(1) / 2: "one half",
        Decimal(1) / 3: "one third",
        Decimal(2) / 3: "two thirds",
        Decimal(1) / 4: "one quarter",
        Decimal(3) / 4: "three quarters",
        Decimal(1) / 5: "one fifth",
        Decimal(2) / 5: "two fifths",
        Decimal(3) / 5: "three fifths",
        Decimal(4) / 5: "four fifths",
    },
    just_over="just over",
    just_under="just under",
    almost="almost",
    magnitudes={Decimal(10): "double-digit", Decimal(100): "triple-digit", Decimal(1000): "four-digit"},
    superlative="largest",
    ranked="{rank}-{noun}",
)

UNITS = Units(
    scales={
        "": "", "k": "thousand", "mn": "million", "bn": "billion", "tn": "trillion",
        "lakh": "lakh", "crore": "crore", "lakh crore": "lakh crore",
    },
    short_scales={
        scale: scale for scale in ("", "k", "mn", "bn", "tn", "lakh", "crore", "lakh crore", "pence", "cents", "paise")
    },
    currencies={"USD": "dollars"},
    percent={word: word for word in ("percent", "per cent", "per mille")},
    points={word: word for word in ("pp", "percentage points", "bps")},
    rate="{amount} per {one}",
    counted={
        f"{one}s": Noun(one, f"{one}s")
        for one in (
            "minute", "hour", "day", "week", "month", "quarter", "year", "season", "period", "figure", "point", "place"
        )
    },
    minor={"pence": Noun("penny", "pence"), "cents": Noun("cent", "cents"), "paise": Noun("paisa", "paise")},
    minor_signs={"pence": "p", "cents": "c", "paise": f"{TIED}paise"},
    basis_points=Noun("basis point", "basis points"),
    percentage_points=Noun("percentage point", "percentage points"),
    times="times",
    rank="rank",
    measures={"pp": "percentage points", "bps": "basis points", "x": "times"},
    one_of=lambda plural: plural.removesuffix("s"),
)  # fmt: skip

BOUNDS = Bounds(
    words={word: word for word in ("", "about", "at least", "more than", "at most", "less than")},
    between="between {low} and {high}",
    to="{low} to {high}",
    plus_or_minus="plus or minus {allowed}",
    places={
        "above": "above the range",
        "top": "at the top of the range",
        "within": "within the range",
        "bottom": "at the bottom of the range",
        "below": "below the range",
    },
)
