"""What an author probably meant by a cell that is no number of the kind that facts are made of."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from decimal import Decimal

from reportgen.quantities import LONGEST
from reportgen.unit_spellings import likely_unit, scale_of
from reportgen.units import PLAIN_COUNTS, Unit, currencies, parse_unit

PLACEHOLDERS = re.compile(
    r"(?i)(tbd|tba|tbc|x+|\?+|insert\b.*|lorem\b.*|todo|n/?a|n\.a\.|n\.m\.|-|–|—|#\w+[/!?]?\w*)"
)
WORDS_OF_BOUNDS = {"~": "about", "≈": "about", "c.": "about", "ca.": "about", ">": "more than", "≥": "at least",
                   ">=": "at least", "<": "less than", "≤": "at most", "<=": "at most", "at least": "at least",
                   "more than": "more than", "over": "more than", "at most": "at most", "up to": "at most",
                   "less than": "less than", "under": "less than", "below": "less than", "about": "about",
                   "around": "about", "approximately": "about", "circa": "about"}  # fmt: skip
_BINARY = 15  # digits from which a number may be the remainder of binary arithmetic
_REMAINDER = re.compile(r"[-+]?(\d+\.\d*?)(0{5,}|9{5,})\d{1,3}")

# A cell is peeled from the outside: marks, bounds, signs, units; what is left is a number in one of these forms.
_SPACES = " \u00a0\u202f\u2009'’"
_DECIMAL_COMMA = re.compile(rf"\d+,\d+|\d{{1,3}}(?:([.{_SPACES}])\d{{3}})(?:\1\d{{3}})*,\d+")
_THOUSANDS = re.compile(rf"[1-9]\d{{0,2}}([,{_SPACES}])\d{{3}}(?:\1\d{{3}})*(?:\.\d+)?")
_POINTS = re.compile(r"\d{1,3}(?:\.\d{3}){2,}")
_LAKHS = re.compile(r"\d{1,2}(?:,\d{2})+,\d{3}(?:\.\d+)?")  # 12,34,567
_EITHER = re.compile(r"[1-9]\d{0,2},\d{3}")  # thousands, or a decimal comma
_SCIENTIFIC = re.compile(r"\d+(\.\d+)?[eE][-+]?\d{1,2}")

_MARK = re.compile(r"(.*\d) ?([*†‡§]+|[¹²³⁰-⁹ᵃ-ᶻ]+|\(\w\)|\[\w+\]|[aefrAEFR])")
_BOUND = re.compile(
    "({}) ?(.+)".format("|".join(map(re.escape, sorted(WORDS_OF_BOUNDS, key=len, reverse=True)))),
    re.IGNORECASE,
)
_PARENTHESES = re.compile(r"\((.+)\)")
_SIGN_BEHIND = re.compile(r"(.*\d) ?[-−–]")
_SIGN_BEFORE = re.compile(r"([-+−–‐‑]) ?(.+)")
_WORD_BEHIND = re.compile(r"([\d.,'’\s]*\d) ?([^\W\d_]+\.?|[$€£¥%₹])(?: ([^\W\d_]+\.?))?")
_WORD_BEFORE = re.compile(r"([^\W\d_]*[$€£¥₹]|[^\W\d_]{2,}) ?(.*\d.*)")


@dataclass(frozen=True, slots=True)
class _Cell:
    """What is left of a cell, what was peeled off, and why it is no number (the first reason is told)."""

    text: str
    reason: str = ""
    sign: str = ""
    bound: str = ""
    mark: bool = False
    words: tuple[str, ...] = ()

    def because(self, reason: str) -> str:
        return self.reason or reason


def number_problem(text: str, unit: Unit | None = None) -> tuple[str, str]:
    """The code of the finding, and its message, for a value that is no plain number; ``unit`` stands beside it."""
    found = f"value '{text}'"
    if not text:
        return "not-a-number", "no value; leave the row out where none is known"
    if PLACEHOLDERS.fullmatch(text):
        return "placeholder", f"{found} is a placeholder; expected a number, or no row"
    if re.fullmatch(r"(?i)[-+]?(nan|inf|infinity|∞)", text):
        return "not-a-number", f"{found} is not a number that a source can state; expected one such as 39.8"
    if re.fullmatch(r"[-+−]?[0-9]+(\.[0-9]+)?", text):
        long = f"{found} has more than {LONGEST} digits; expected as many as the source states"
        return "number-format", long
    cell = _peeled(unicodedata.normalize("NFC", text))
    readings, reason = _readings(cell)
    if readings:
        return "number-format", f"{found}{reason}{_advice(readings, cell, unit)}"
    return "not-a-number", f"{found}; expected a plain number such as 39.8"


def unseen(text: str) -> str:
    """The first character of a text that nobody sees, by its number and name; "" if there is none."""
    found = next((one for one in text if unicodedata.category(one) in ("Cc", "Cf")), "")
    return f"U+{ord(found):04X} ({unicodedata.name(found, 'a control character').lower()})" if found else ""


def evenly_spaced(text: str) -> str:
    """A text whose no-break, narrow and other spaces are plain ones."""
    return "".join(" " if unicodedata.category(one) == "Zs" else one for one in text)


def without_remainder(text: str) -> str:
    """The number that binary arithmetic has left a remainder on: ``52.400000000000006`` is ``52.4``; else ""."""
    match = _REMAINDER.fullmatch(text)
    if not match or len(re.sub(r"\D", "", text).lstrip("0")) < _BINARY:
        return ""
    places = len(match[1].partition(".")[2])
    return f"{round(Decimal(text), places):f}"


def _peeled(text: str) -> _Cell:
    cell = _Cell(text)
    if match := _BOUND.fullmatch(cell.text):
        cell = replace(cell, text=match[2], bound=WORDS_OF_BOUNDS[match[1].lower()])
    if not _SCIENTIFIC.fullmatch(cell.text) and (match := _MARK.fullmatch(cell.text)):
        cell = replace(cell, text=match[1], mark=True, reason=" has a mark behind it")
    if match := _PARENTHESES.fullmatch(cell.text):
        cell = replace(cell, text=match[1], sign="-", reason=cell.because(" is in parentheses"))
    cell = _without_words(cell)
    if match := _SIGN_BEHIND.fullmatch(cell.text):
        cell = replace(cell, text=match[1], sign="-", reason=cell.because(" has its sign behind it"))
    if match := _SIGN_BEFORE.fullmatch(cell.text):
        sign = "" if match[1] == "+" else "-"
        dash = " has a dash for its sign" if match[1] in "–‐‑" else ""
        cell = replace(cell, text=match[2], sign=sign, reason=cell.because(dash))
    return _without_words(cell)


def _without_words(cell: _Cell) -> _Cell:
    if match := _WORD_BEHIND.fullmatch(cell.text):
        words = (*cell.words, *(word for word in match.groups()[1:] if word))
        return replace(cell, text=match[1], words=words)
    if match := _WORD_BEFORE.fullmatch(cell.text):
        return replace(cell, text=match[2].strip(), words=(*cell.words, match[1]))
    return cell


def _readings(cell: _Cell) -> tuple[tuple[str, ...], str]:
    """What the number may be, with its sign, and what is wrong with how it is written."""
    body, plain = cell.text, re.sub(rf"[,{_SPACES}]", "", cell.text)
    found: tuple[str, ...] = ()
    reason = ""
    if re.fullmatch(r"\d+(\.\d+)?", body):
        found = (body,)
    elif _SCIENTIFIC.fullmatch(body):
        found, reason = (f"{Decimal(body):f}",), " is in a spreadsheet's notation"
    elif _EITHER.fullmatch(body):
        found, reason = (plain, body.replace(",", ".")), " has a comma"
    elif _THOUSANDS.fullmatch(body) or _LAKHS.fullmatch(body):
        found, reason = (plain,), " has separators of thousands"
    elif _POINTS.fullmatch(body):
        found, reason = (body.replace(".", ""),), " has separators of thousands"
    elif _DECIMAL_COMMA.fullmatch(body):
        whole, _, decimals = body.rpartition(",")
        digits = "".join(filter(str.isdigit, whole))
        found, reason = (f"{digits}.{decimals}",), " has a decimal comma"
    elif re.fullmatch(r"\.\d+|\d+\.", body):
        found = (f"0{body}" if body.startswith(".") else body[:-1],)
    short = (one for one in found if sum(map(str.isdigit, one)) <= LONGEST)
    return tuple(f"{cell.sign}{one}" for one in short), cell.because(reason)


def _advice(readings: tuple[str, ...], cell: _Cell, unit: Unit | None) -> str:
    """What to write, in which unit and with which bound; no number where the unit would change its size."""
    meant = f" — did you mean {' or '.join(map(repr, readings))}"
    more = f" with bound '{cell.bound}'" if cell.bound else ""
    more += ", and the mark in the column 'note'" if cell.mark else ""
    if not cell.words:
        return f"{meant}{more}?"
    if cell.words == ("%",):
        return f"{meant} with unit 'percent'{more}?"
    fitting = _unit_in(cell.words, unit)
    if fitting is None:
        return " holds more than a number; the unit and its scale have a column of their own"
    if unit and fitting == unit.symbol:
        return f" holds more than a number{meant}{more}? Units have a column"
    return f" holds more than a number{meant} with unit '{fitting}'{more}?"


def _unit_in(words: tuple[str, ...], unit: Unit | None) -> str | None:
    """The unit that the words in a cell and the column of units make together; None if they do not go together."""
    text = " ".join(words)
    if unit and parse_unit(text, currencies(), PLAIN_COUNTS) == unit:
        return unit.symbol
    if unit and (scale := scale_of(text)):
        return f"{unit.name} {scale}" if unit.kind in ("currency", "count") else None
    named = text.upper() if text.upper() in currencies() else likely_unit(text, PLAIN_COUNTS)
    if not unit or not named:
        return None
    if named == unit.name:  # the scale stands in the column alone
        return unit.symbol
    return named if named.partition(" ")[0] == unit.name else None
