"""What readers see is said by the language object: no sentence of English hides in the modules that speak to them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "reportgen"
FOR_AUTHORS = {  # modules whose texts are findings: of colours and fonts, of layout, of authors' own code, of verify
    "legibility.py", "canvas.py", "theme.py", "own.py", "replay.py", "recorded.py", "record.py",
}  # fmt: skip
MESSAGES = {"_options_refused", "_unit_of"}  # functions that put a refusal into words
SPEAKING = sorted(
    (
        *(one for one in (PACKAGE / "figures").glob("*.py") if one.name not in FOR_AUTHORS),
        *(one for one in (PACKAGE / "charts").glob("*.py") if one.name not in FOR_AUTHORS),
        PACKAGE / "periods" / "words.py",
        PACKAGE / "document" / "notices.py",
        PACKAGE / "facts" / "comparison.py",
        PACKAGE / "facts" / "windows.py",
        PACKAGE / "facts" / "derivation.py",
        PACKAGE / "scenarios.py",
        PACKAGE / "bases.py",
    )
)
ENGLISH = re.compile(r"(?<![\w'])[A-Za-z]?[a-z]+[,;:]? [a-z]{2,}")
TO_AUTHORS = re.compile(
    r"(?:Error|Unfit|Uncertain|UnknownName|MissingFact|Drift|Damaged|error|warning|Finding)$"
)
ALLOWED = frozenset(
    (
        *(
            "at least",
            "more than",
            "at most",
            "less than",
            "more is better",
            "less is better",
            "day first",
        ),  # names in settings
        *("at the end", "over the period", "per cent", "percentage points"),
        *("nine months", "twelve months", "year to date"),  # names of frequencies
        *("constant currency", "pro forma", "lakh crore", "forecast subject"),  # of bases, a scale, a look
    )
)


def said_in(path: Path) -> Iterator[str]:
    """The texts with English in them that a module could say to readers."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    passed = {id(one) for node in ast.walk(tree) if _is_for_authors(node) for one in ast.walk(node)}
    texts = [one for one in ast.walk(tree) if isinstance(one, ast.Constant) and id(one) not in passed]
    for text in texts:
        if isinstance(text.value, str) and ENGLISH.search(text.value) and text.value not in ALLOWED:
            yield f"{path.name}:{text.lineno}: {text.value}"


def _is_for_authors(node: ast.AST) -> bool:
    """Docstrings, what is raised, and what becomes a finding."""
    if isinstance(node, ast.Call):
        return bool(TO_AUTHORS.search(ast.unparse(node.func)))
    if isinstance(node, ast.FunctionDef) and node.name in MESSAGES:
        return True
    return isinstance(node, ast.Raise) or (
        isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    )


@pytest.mark.parametrize("path", SPEAKING, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_no_english_sentence_stands_outside_of_the_language(path: Path) -> None:
    assert list(said_in(path)) == []


def test_a_sentence_in_a_module_is_found_and_a_message_to_authors_is_not(tmp_path: Path) -> None:
    module = tmp_path / "module.py"
    module.write_text(
        '"""A docstring of some words."""\n'
        "def said(number):\n"
        "    if number < 0:\n"
        "        raise FormulaError('no such number here')\n"
        "    return f'rose by {number} in every quarter'\n"
    )
    assert [text.rpartition(": ")[2] for text in said_in(module)] == ["rose by ", " in every quarter"]
