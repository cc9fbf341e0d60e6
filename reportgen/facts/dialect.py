"""Numbers as another country, or a statistical office, writes them: read by what the author says of a file.

Without a word of the author's nothing is guessed: ``1.234`` is 1.234, and ``1.234,5`` is a finding.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from reportgen.csv_rows import Row
from reportgen.facts.ranges import respelt
from reportgen.language import Origins
from reportgen.source_settings import FileNumbers

# To authors.
FLAGS: Mapping[str, str] = {"p": "provisional", "e": "estimated", "r": "revised", "b": "break in series"}
ENDS = ("low", "high")  # columns of a range
SPACES = " \u00a0\u2009\u202f"
_MARKS = "*†‡§¹²³⁰⁴-⁹"
_FLAGS = re.compile(rf"(?P<rest>.*[\d)\]{_MARKS}])[{SPACES}]*(?P<flags>[{''.join(FLAGS)}]+)")
_MARK = re.compile(
    rf"(?P<rest>.*[\d){''.join(FLAGS)}])[{SPACES}]*(?P<mark>[{_MARKS}]+|\([a-z]\)|\[[a-z0-9]+\])"
)
_SIGN = re.compile(r"[-−–‐‑]")
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")


@dataclass(frozen=True, slots=True)
class Peeled:
    """What stands in a cell: the number in plain digits, its flags, and its footnote mark; or that it is missing."""

    number: str
    flags: str = ""
    mark: str = ""
    is_missing: bool = False


def peeled(text: str, numbers: FileNumbers) -> Peeled:
    """Read a cell by what the author says of its file; what does not fit is handed on as it is, to be a finding."""
    text = text.strip()
    if text in numbers.missing:
        return Peeled("", is_missing=True)
    flags = mark = ""
    for _ in range(2):  # in either order: 52,4 p¹ or 52,4¹ p
        if match := _FLAGS.fullmatch(text):
            text, flags = match["rest"], match["flags"] + flags
        if match := _MARK.fullmatch(text):
            text, mark = match["rest"], match["mark"].strip("()[]") + mark
    number = respelt(text, lambda one: _plain(one, numbers))
    return Peeled(number, flags, mark.translate(_SUPERSCRIPTS))


def _plain(text: str, numbers: FileNumbers) -> str:
    negative = text.startswith("(") and text.endswith(")")
    body = text[1:-1] if negative else text
    sign = "-" if negative or _SIGN.match(body) else ""
    body = _SIGN.sub("", body, count=1).lstrip(SPACES) if _SIGN.match(body) else body
    whole, point, decimals = body.partition(numbers.decimal)
    if numbers.thousands:
        mark = f"[{SPACES}]" if numbers.thousands in SPACES else re.escape(numbers.thousands)
        if re.fullmatch(rf"\d{{1,3}}(?:{mark}\d{{2,3}})*{mark}\d{{3}}", whole):
            whole = re.sub(mark, "", whole)
    fits = whole.isdecimal() and (decimals.isdecimal() or not point)
    return f"{sign}{whole}{'.' if point else ''}{decimals}" if fits else text


def in_plain_digits(row: Row, numbers: FileNumbers | None, words: Origins) -> Row | None:
    """A row whose value is written as reportgen writes it, flags and footnote marks apart; None where it is missing.

    A footnote of which the author says nothing is named in ``words``.
    """
    if numbers is None:
        return row
    cell = peeled(row.cells.get("value", ""), numbers)
    if cell.is_missing:
        return None
    note = row.cells.get("note", "")
    ends = {name: peeled(row.cells[name], numbers).number for name in ENDS if row.cells.get(name)}
    footnote = numbers.footnotes.get(cell.mark, words.footnote.format(mark=cell.mark) if cell.mark else "")
    return replace(
        row,
        cells={
            **row.cells,
            **ends,
            "value": cell.number,
            "flag": row.cells.get("flag") or cell.flags,
            "note": "; ".join(filter(None, (note, footnote))),
        },
    )


def legend(flags: str, meanings: Mapping[str, str] = FLAGS) -> str:
    """What the flags beside numbers mean: "p provisional; r revised"."""
    return "; ".join(f"{flag} {meanings[flag]}" for flag in FLAGS if flag in flags)
