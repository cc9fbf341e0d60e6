"""What an author probably meant by a cell that is no number, or no unit, of the kind that facts are made of."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable
from decimal import Decimal

from reportgen.brief import currencies
from reportgen.findings import meant
from reportgen.quantities import LONGEST, PLAIN_COUNTS, SCALES

PLACEHOLDERS = re.compile(
    r"(?i)(tbd|tba|tbc|x+|\?+|insert\b.*|lorem\b.*|todo|n/?a|n\.a\.|n\.m\.|-|–|—|#\w+[/!?]?\w*)"
)
THOUSANDS = "[, '’\u00a0\u202f]"
WORDS_OF_BOUNDS = {"~": "about", "≈": "about", "c.": "about", ">": "more than", "≥": "at least", ">=": "at least",
                   "<": "less than", "≤": "at most", "<=": "at most"}  # fmt: skip

UNITS = {
    "%": "percent", "pct": "percent", "per cent": "percent", "percentage": "percent", "percentage points": "pp",
    "percent points": "pp", "ppt": "pp", "ppts": "pp", "%-points": "pp", "bp": "bps", "basis points": "bps",
    "times": "x", "multiple": "x", "×": "x",
}  # fmt: skip
CODES = {"rmb": "CNY", "yuan": "CNY", "¥": "CNY", "cn¥": "CNY", "$": "USD", "us$": "USD", "dollars": "USD",
         "€": "EUR", "euro": "EUR", "euros": "EUR", "£": "GBP", "hk$": "HKD", "₹": "INR"}  # fmt: skip
SCALE_NAMES = {"m": "mn", "mm": "mn", "mio": "mn", "mill": "mn", "million": "mn", "millions": "mn", "mln": "mn",
               "b": "bn", "bln": "bn", "billion": "bn", "billions": "bn", "mrd": "bn", "t": "tn", "tr": "tn",
               "trn": "tn", "tln": "tn", "trillion": "tn", "trillions": "tn", "thousand": "k", "thousands": "k",
               "th": "k", "000": "k"}  # fmt: skip

Suggest = Callable[[re.Match[str]], str]


def _did_you_mean(number: str, reason: str = "") -> str:
    return f"{reason} — did you mean '{number.lstrip('+')}'?"


def _without_thousands(match: re.Match[str]) -> str:
    return _did_you_mean(re.sub(THOUSANDS, "", _hyphen(match[0])), " has separators of thousands")


def _with_unit(match: re.Match[str]) -> str:
    return _did_you_mean(_hyphen(match[1]), " holds more than a number") + " Units have a column"


def _hyphen(text: str) -> str:
    return re.sub("^[−–‐‑]", "-", text)


_SIGN = "[-+−–‐‑]?"
_FORMATS: tuple[tuple[str, Suggest], ...] = (  # the first that fits says what was meant
    (rf"{_SIGN}\d+,\d{{1,2}}", lambda m: _did_you_mean(_hyphen(m[0]).replace(",", "."), " has a decimal comma")),
    (rf"{_SIGN}\d{{1,3}}(\.\d{{3}})+,\d+",
     lambda m: _did_you_mean(_hyphen(m[0]).replace(".", "").replace(",", "."), " has a decimal comma")),
    (rf"{_SIGN}\d{{1,3}}({THOUSANDS}\d{{3}})+(\.\d+)?", _without_thousands),
    (rf"({_SIGN}\d+(\.\d+)?) ?%", lambda m: f"{_did_you_mean(_hyphen(m[1]))[:-1]} with unit 'percent'?"),
    (r"\(([\d,]+(\.\d+)?)\)", lambda m: _did_you_mean(f"-{m[1].replace(',', '')}", " is in parentheses")),
    (r"[–‐‑](\d+(\.\d+)?)", lambda m: _did_you_mean(f"-{m[1]}", " has a dash for its sign")),
    (rf"{_SIGN}\.\d+", lambda m: _did_you_mean(_hyphen(m[0]).replace(".", "0."))),
    (rf"{_SIGN}\d+\.", lambda m: _did_you_mean(_hyphen(m[0])[:-1])),
    (r"[-+]?\d+(\.\d+)?[eE][-+]?\d{1,2}",
     lambda m: _did_you_mean(f"{Decimal(m[0]):f}", " is in a spreadsheet's notation")),
    (r"(~|≈|c\.|>=|<=|>|<|≥|≤) ?(\d+(\.\d+)?)",
     lambda m: f"{_did_you_mean(m[2])[:-1]} with bound '{WORDS_OF_BOUNDS[m[1]]}'?"),
    (rf"({_SIGN}\d+(\.\d+)?) ?[^\W\d_]+\.?", _with_unit),
    (rf"[^\W\d_$€£¥]*[ $€£¥]+({_SIGN}\d+(\.\d+)?) ?[^\W\d_]*", _with_unit),
)  # fmt: skip


def number_problem(text: str) -> tuple[str, str]:
    """The code of the finding, and its message, for a value that is no plain number."""
    found = f"value '{text}'"
    if not text:
        return "not-a-number", "no value; leave the row out where none is known"
    if PLACEHOLDERS.fullmatch(text):
        return "placeholder", f"{found} is a placeholder; expected a number, or no row"
    if re.fullmatch(r"(?i)[-+]?(nan|inf|infinity|∞)", text):
        return "not-a-number", f"{found} is not a number that a source can state; expected one such as 39.8"
    for pattern, suggest in _FORMATS:
        if match := re.fullmatch(pattern, text):
            return "number-format", found + suggest(match)
    if re.fullmatch(r"[-+−]?[0-9]+(\.[0-9]+)?", text):
        return (
            "number-format",
            f"{found} has more than {LONGEST} digits; expected as many as the source states",
        )
    return "not-a-number", f"{found}; expected a plain number such as 39.8"


def countable(units: Iterable[str]) -> frozenset[str]:
    """What can be counted: the usual things, and those that metrics name as their unit ("widgets mn": widgets)."""
    nouns = set(PLAIN_COUNTS)
    for unit in units:
        name, _, scale = unit.rpartition(" ")
        noun = name if name and scale in SCALES else unit
        if (
            noun
            and noun not in currencies()
            and " per " not in noun
            and noun not in ("percent", "pp", "bps", "x")
        ):
            nouns.add(noun)
    return frozenset(nouns)


def unit_problem(text: str, nouns: Collection[str]) -> str:
    """The message for a unit that is none, with what was probably meant or what was expected."""
    if not text:
        return "no unit; expected one such as 'CNY bn', 'percent' or 'quarters'"
    plain = " ".join(text.lower().split())
    likely = UNITS.get(plain) or _scaled(" ".join(text.split()), nouns)
    if likely:
        return f"unit '{text}' — did you mean '{likely}'?"
    near = meant(text, [*UNITS, "percent", "pp", "bps", "x", *nouns])
    return f"unit '{text}'" + (
        near
        or "; expected a currency and a scale ('CNY bn'), percent, pp, bps, x, or what is counted ('downloads mn'); "
        "declare what is counted as 'unit' of the metric in metrics.yaml"
    )


def _scaled(text: str, nouns: Collection[str]) -> str:
    """``RMB billion``, ``usd m``, ``bn CNY``, ``US$bn`` or ``CNYbn`` as ``CNY bn`` and so on; "" if it is none."""
    for pattern in (r"(?P<name>.+?) (?P<scale>\S+)", r"(?P<scale>\S+) (?P<name>\S+)", r"(?P<name>\D+)"):
        match = re.fullmatch(pattern, text)
        name = _noun(match["name"], nouns) if match else ""
        scale = _scale(match.groupdict().get("scale", "")) if match else None
        if name and scale is not None:
            return f"{name} {scale}".strip()
    for scale in ("mn", "bn", "tn", "m", "b"):
        name = _noun(text[: -len(scale)].strip(), nouns) if text.lower().endswith(scale) else ""
        if name in currencies():
            return f"{name} {_scale(scale)}"
    return ""


def _noun(text: str, nouns: Collection[str]) -> str:
    if text.upper() in currencies():
        return text.upper()
    plain = text.lower()
    return CODES.get(plain) or next((word for word in (plain, f"{plain}s") if word in nouns), "")


def _scale(text: str) -> str | None:
    word = text.lower().rstrip(".")
    return word if word in SCALES else SCALE_NAMES.get(word)
