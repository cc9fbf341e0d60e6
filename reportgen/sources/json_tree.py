"""A whole JSON file as plain values whose numbers are the text that stands there, within limits of depth and size."""

from __future__ import annotations

import json
from typing import NoReturn

from reportgen.located import DEEPEST, is_shallow
from reportgen.plain_file import MEGABYTE
from reportgen.sources.delimited import decoded
from reportgen.sources.unpacking import Unreadable
from reportgen.syntax import json_words

LARGEST_FILING = 32 * MEGABYTE  # as text; the largest of the registry have about 20


def tree_of(raw: bytes, encoding: str) -> object:
    """The value of a JSON file. Raises Unreadable."""
    text, _ = decoded(raw, encoding)
    if len(text) > LARGEST_FILING:
        raise Unreadable("file-too-large", f"more than {LARGEST_FILING // MEGABYTE} MB of JSON")
    if not is_shallow(text):
        raise Unreadable("syntax", f"not valid JSON: nested deeper than {DEEPEST} levels")
    try:
        return json.loads(text, parse_int=str, parse_float=str, parse_constant=_no_number)
    except json.JSONDecodeError as problem:
        raise Unreadable("syntax", f"not valid JSON: {json_words(problem.msg)}", problem.lineno) from None


def _no_number(text: str) -> NoReturn:
    raise Unreadable("syntax", f"not valid JSON: '{text}' is no number")
