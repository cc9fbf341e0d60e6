"""What goes wrong in an author's template, told in the author's words and at a line of it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, NoReturn, Protocol, TypeAlias

from jinja2 import TemplateError
from jinja2.exceptions import SecurityError, UndefinedError

from reportgen.errors import FormulaError, UnknownWord
from reportgen.facts.formulas import CALLS
from reportgen.facts.reference import Ref
from reportgen.facts.vocabulary import WORDS, word_meant
from reportgen.figures.wording import CLAIMS, FORMS
from reportgen.findings import Need, meant

LONGEST_MESSAGE = 300  # letters

AUTHORS_FAULTS = (  # what evaluating a template may raise without our doing
    TemplateError,
    FormulaError,
    TypeError,
    ValueError,
    ArithmeticError,
    LookupError,
    AttributeError,
    RecursionError,
    MemoryError,
)

Untyped: TypeAlias = Any  # what Jinja hands to its hooks


class Report(Protocol):
    """Takes a problem: its code, what it is, its line within the template, and what it rests on."""

    def __call__(self, code: str, message: str, line: int, *needs: Need) -> None: ...


class Unfit(FormulaError):
    """An expression that gives what cannot be printed, or a word that was given what it does not take."""

    code = "template"

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.needs = ()


def in_brief(report: Report) -> Report:
    """The same, with messages that can be read to their end."""
    return lambda code, message, line, *needs: report(code, _shortened(message), line, *needs)


def _shortened(message: str) -> str:
    return message if len(message) <= LONGEST_MESSAGE else f"{message[:LONGEST_MESSAGE]}…"


def unplaced(code: str, message: str, line: int, *_: Need) -> NoReturn:
    raise AssertionError(f"{code}: {message} (line {line}) outside of a template")


def without_line(source: str, number: int) -> tuple[str, bool]:
    """The source with one line blanked, and whether to read on: a lost ``{% if %}`` would only mislead."""
    lines = source.split("\n")
    if not 0 < number <= len(lines) or "{%" in lines[number - 1] or not lines[number - 1].strip():
        return source, False
    lines[number - 1] = ""
    return "\n".join(lines), True


def refused_by_python(source: str, problem: SyntaxError) -> tuple[str, int]:
    """What Python does not compile, and its line: an option given twice, or what is nested too deep for it."""
    found = re.fullmatch(r"keyword argument repeated: (\w+)", problem.msg)
    if not found:
        return f"this cannot be compiled: {problem.msg}", longest_line(source)
    twice = re.compile(rf"\b{found[1]}\s*=[^=].*\b{found[1]}\s*=[^=]")
    lines = (number for number, line in enumerate(source.split("\n"), 1) if twice.search(line))
    return f"option '{found[1]}' is given twice", next(lines, 1)


def longest_line(source: str) -> int:
    """Where a template most likely is nested too deep."""
    lines = source.split("\n")
    return max(range(len(lines)), key=lambda number: len(lines[number])) + 1


def line_of(problem: Exception) -> int:
    """The line of a template that was running; 0 where none was yet."""
    line, trace = 0, problem.__traceback__
    while trace:
        if trace.tb_frame.f_code.co_filename == "<template>":
            line = trace.tb_lineno
        trace = trace.tb_next
    return line


def described(value: object) -> str:
    if isinstance(value, Ref):
        return "a figure"
    if isinstance(value, str):
        return f"the text '{value[:30]}'"
    if callable(value):
        return "a function that was not called"
    return "nothing" if value is None else f"'{value}'"


def told(problem: Exception, known: Iterable[str]) -> tuple[str, str, tuple[Need, ...]]:
    """The code of a fault, what it is, and what it rests on; ``known`` are the names that a template may use."""
    if isinstance(problem, UnknownWord) and (way := asked_by(problem.word, problem.metric)):
        return problem.code, f"'{problem.metric}' has no '{problem.word}'{way}", problem.needs
    if isinstance(problem, FormulaError):
        return problem.code, str(problem), problem.needs
    if isinstance(problem, UndefinedError):
        message = str(problem.message)
        named = re.match(r"'([^']+)'", message)
        return "unknown-metric", _unknown(message, known), (("metric", named[1]),) if named else ()
    if isinstance(problem, SecurityError):
        asked = re.search(r"attribute '([^']+)'", str(problem))
        what = f"'{asked[1]}' is closed to templates" if asked else "this is closed to templates"
        return "forbidden", f"{what}; they may use figures and their attributes only", ()
    if isinstance(problem, RecursionError | MemoryError):
        return "template", "it is nested too deep, or calls itself without end", ()
    return "template", f"this cannot be evaluated; {CALLS}", ()


def _unknown(message: str, known: Iterable[str]) -> str:
    found = re.match(r"'([^']+)'", message)
    attribute = re.search(r"has no attribute '([^']+)'", message)
    if attribute:
        return f"a figure has no '{attribute[1]}'{asked_by(attribute[1]) or word_meant(attribute[1])}"
    return message + (asked_by(found[1]) or meant(found[1], known) if found else "")


def asked_by(word: str, metric: str = "sales") -> str:
    """How a word that stands in the wrong place is asked for: "; it is a form of words, as in sales | moved".

    "" for a word that stands nowhere.
    """
    if word in CLAIMS:
        return f"; it is said of figures, as in {word}({metric}, …)"
    if word in FORMS:
        return f"; it is a form of words, as in {metric} | {word}"
    return f"; it is asked of a figure, as in {metric}.{word}" if word in WORDS else ""
