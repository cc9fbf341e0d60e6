"""What a parser found wrong with a text, said in an author's words: no sentence of YAML, JSON, CSV or Jinja is printed.

Each table lists how an engine's sentence begins or what it holds, and what is said instead; what is in none gets the
general words of its language. Words in braces are taken from the engine's sentence, in the order of its groups.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

Table = Sequence[tuple[str, str]]

_YAML: Table = (
    (r"mapping values are not allowed", "a second ': ' stands on this line"),
    (r"cannot start any token", "a character that a text cannot begin with"),
    (r"found undefined alias", "'*' begins a text here, which would be an alias"),
    (r"found duplicate anchor", "'&' begins a text here, which would be an anchor"),
    (r"expected alphabetic or numeric", "'*' or '&' begins a text here"),
    (
        r"while scanning a quoted scalar|unexpected end of stream",
        "a quotation mark is opened and never closed",
    ),
    (r"unknown escape character", "a backslash between double quotes begins no escape that is known"),
    (r"expected ',' or '[\]}]'", "a bracket is opened and not closed, or a comma is missing"),
    (r"could not find expected ':'|expected ':'", "a name without its ': '"),
    (
        r"expected <block end>|did not find expected key",
        "the line is indented otherwise than the one it goes with",
    ),
    (r"expected '-' indicator|block sequence entries", "a list stands where none can"),
    (
        r"expected a single document|<document start>",
        "'---' stands within the settings, or text stands behind them",
    ),
    (r"could not determine a constructor|tag", "'!' begins a text here, which would be a tag"),
    (r"nested deeper", "nested deeper than any settings are"),
)
_JSON: Table = (
    (r"Expecting property name", "expected a name in double quotes; a comma must not stand before '}}'"),
    (r"Expecting value", "expected a value; a comma must not stand before ']'"),
    (r"Expecting ',' delimiter", "a comma is missing"),
    (r"Expecting ':' delimiter", "':' is missing behind a name"),
    (r"Extra data", "something stands behind the end"),
    (r"Unterminated string", "a quotation mark is opened and never closed"),
    (r"Invalid control character", "a line ends inside a text in quotes"),
    (r"Invalid \\", "a backslash begins no escape that is known"),
    (r"nested deeper", "nested deeper than any facts are"),
)
_CSV: Table = (
    (r"end of data", "a quotation mark is opened and never closed"),
    (r"expected after", "a text in quotes is followed by more than a comma"),
    (r"NUL", "the line holds a character U+0000"),
    (r"field larger", "a cell is longer than any text of a fact"),
    (r"new-line character", "the line ends in a carriage return alone"),
)
_TOKENS: Table = (  # what Jinja calls the parts of a template, and how they are written
    ("end of print statement", "}}"),
    ("end of statement block", "%}"),
    ("end of template", "the end"),
    ("'name'", "'a name'"),
    ("'integer'", "'a number'"),
    ("'float'", "'a number'"),
    ("'string'", "'a text'"),
)
_JINJA: Table = (
    (r"expected token '(.+)', got '(.+)'", "'{1}' is not expected here; '{0}' was"),
    (r"Encountered unknown tag '(.+?)'", "no tag '{}'; there are if, for and set"),
    (
        r"Unexpected the end.*innermost block that needs to be closed is '(.+?)'",
        "'{{% {} %}}' is never closed",
    ),
    (r"unexpected '}', expected '(.+)'", "'{}' is missing"),
    (r"unexpected '(.+)', expected '(.+)'", "'{0}' stands where '{1}' was expected"),
    (r"unexpected '}}'$", "it ends where a name or a number is expected"),
    (r"unexpected '}'$", "a single '}}' stands here; a figure begins with '{{{{' and ends with '}}}}'"),
    (r"unexpected '(.+)'", "'{}' is not expected here"),
    (r"unexpected char '(.+)'", "'{}' has no meaning here; in formulas, texts stand in quotes"),
    (r"unexpected the end", "'{{{{' or '{{%' is opened and never closed"),
    (r"Missing end of (comment|raw)", "a {} is opened and never closed"),
    (r"No test named '(.+?)'", "no test '{}'"),
    (
        r"Expected an expression, got '(?:}}|the end)'",
        "nothing stands between the braces",
    ),
)


def yaml_words(sentence: str) -> str:
    """What is wrong with a YAML file."""
    return _said(sentence, _YAML, "not valid YAML")


def json_words(sentence: str) -> str:
    """What is wrong with a JSON file."""
    return f"not valid JSON: {_said(sentence, _JSON, 'look at this line')}"


def csv_words(sentence: str) -> str:
    """What is wrong with a table."""
    return _said(sentence, _CSV, "not a line of a table")


def template_words(sentence: str) -> str:
    """What is wrong with a template or a formula."""
    for engine, author in _TOKENS:
        sentence = sentence.replace(engine, author)
    return _said(sentence, _JINJA, "this cannot be read as a template")


def _said(sentence: str, table: Table, otherwise: str) -> str:
    for pattern, words in table:
        if match := re.search(pattern, sentence, re.DOTALL):
            return words.format(*match.groups())
    return otherwise
