"""Tables that spreadsheets open: text that none of them runs, and the way back."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

# how a cell begins that is taken for a formula, or such a one guarded: OWASP's list, the full-width signs among it
_RUNS = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
_SPECIAL = re.compile(r"[,\"\r\n]")
_NUMBER = re.compile(r"[-+]?[0-9][0-9.,]*%?")
QUOTE = '"'


def guarded(text: str) -> str:
    """A cell that no spreadsheet runs: what looks like a formula and is no number begins with an apostrophe."""
    return f"'{text}" if _RUNS.match(text) and not _NUMBER.fullmatch(text) else text


def unguarded(text: str) -> str:
    """A cell as it was before it was guarded."""
    return text[1:] if text.startswith("'") and _RUNS.match(text) else text


def table_text(rows: Iterable[Sequence[str]]) -> str:
    """Rows as RFC 4180 has them, with quotes also around a carriage return, which Python's writer leaves bare."""
    return "".join(",".join(map(_quoted, row)) + "\n" for row in rows)


def _quoted(cell: str) -> str:
    return f'"{cell.replace(QUOTE, QUOTE * 2)}"' if _SPECIAL.search(cell) else cell
