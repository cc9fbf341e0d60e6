"""The templates that authors write: a sandbox in which names are facts and each expression stands alone.

Nothing that an expression gives reaches Markdown as it is: a figure becomes a ledger token, any other text an
opaque one. So a cell of data cannot become markup, and one broken expression does not hide the next.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Mapping
from typing import Any, NoReturn, Protocol, TypeAlias

from jinja2 import StrictUndefined, TemplateSyntaxError, Undefined, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.exceptions import SecurityError, UndefinedError
from jinja2.runtime import LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

from reportgen.errors import FormulaError
from reportgen.facts.formulas import CALLS
from reportgen.facts.reference import WORDS, Ref, fact_of, word_meant
from reportgen.figures.ledger import Ledger
from reportgen.figures.wording import FORMS, comparison
from reportgen.findings import Need, meant
from reportgen.model import Figure
from reportgen.syntax import template_words

HELD_OPEN, HELD_CLOSE = "\ue002", "\ue003"  # private use, as the ledger's tokens are
HELD = re.compile(f"{HELD_OPEN}(\\d+){HELD_CLOSE}")
TEXT_FILTERS = ("capitalize", "first", "join", "last", "lower", "replace", "title", "trim", "upper")
TEXT_METHODS = frozenset(
    {"capitalize", "endswith", "lower", "replace", "startswith", "strip", "title", "upper"}
)
_LOOP_ATTRIBUTES = frozenset({"first", "last", "previtem", "nextitem"})

Untyped: TypeAlias = Any  # what Jinja hands to its hooks


class Report(Protocol):
    """Takes a problem: its code, what it is, its line within the template, and what it rests on."""

    def __call__(self, code: str, message: str, line: int, *needs: Need) -> None: ...


class Held(str):
    """An opaque token: text that Markdown must not touch."""

    __slots__ = ()


class Safe:
    """Pieces of HTML that stand in a Markdown text as opaque tokens until it has been rendered."""

    def __init__(self) -> None:
        self._pieces: list[Markup] = []

    def hold(self, html: Markup) -> Held:
        """Put a piece aside; returns the token that stands for it."""
        self._pieces.append(html)
        return Held(f"{HELD_OPEN}{len(self._pieces) - 1}{HELD_CLOSE}")

    def release(self, html: str) -> Markup:
        """HTML with every token replaced by its piece."""
        return Markup(HELD.sub(lambda match: self._pieces[int(match[1])], html))  # noqa: S704 - pieces are escaped

    def plain(self, text: str) -> str:
        """Plain text with every token replaced by its piece's words."""
        return HELD.sub(lambda match: self._pieces[int(match[1])].striptags(), text)


class Unfit(FormulaError):
    """An expression that gives what cannot be printed, or a word that was given what it does not take."""

    code = "template"

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.needs = ()


class Phrase:
    """A figure that has been worded; it enters the ledger at the moment in which it is written."""

    __slots__ = ("_figure", "_ledger")

    def __init__(self, figure: Figure, ledger: Ledger) -> None:
        self._figure, self._ledger = figure, ledger

    def __html__(self) -> str:
        return self._ledger.enter(self._figure)

    __str__ = __html__


class _Unknown(StrictUndefined):
    """A name that is not there; asked for anything, it says which name was probably meant."""

    __slots__ = ()

    @property
    def _undefined_message(self) -> str:
        if self._undefined_hint:
            return self._undefined_hint
        return f"'{self._undefined_name}' is neither a metric nor a function"


class _EachGuarded(CodeGenerator):
    """Compiles each ``{{ expression }}`` as a call of its own: a failing one is reported and skipped."""

    def _output_child_to_const(self, node: nodes.Expr, frame: Frame, finalize: Untyped) -> str:
        if not isinstance(node, nodes.TemplateData):
            raise nodes.Impossible
        return super()._output_child_to_const(node, frame, finalize)

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Untyped) -> None:  # noqa: ARG002
        self.write(f"environment.written({node.lineno}, lambda: ")

    def _output_child_post(self, node: nodes.Expr, frame: Frame, finalize: Untyped) -> None:  # noqa: ARG002
        self.write(")")


class AuthorTemplates(ImmutableSandboxedEnvironment):
    """The environment of authors' templates. ``names`` are metrics, functions and plain texts by name."""

    code_generator_class = _EachGuarded
    intercepted_binops = frozenset({"*", "**", "%"})

    def __init__(self, ledger: Ledger, names: Mapping[str, object]) -> None:
        super().__init__(undefined=_Unknown, autoescape=True, keep_trailing_newline=True, optimized=False)
        self.ledger = ledger
        self.safe = Safe()
        self.report: Report = _unplaced
        self.globals = dict(names)
        self.globals["comparison"] = self._comparison
        self.filters = {name: _for_texts(name, self.filters[name]) for name in TEXT_FILTERS} | {
            name: self._form(name) for name in FORMS
        }

    def fill(self, source: str, report: Report) -> str:
        """Evaluate a template to text with tokens; what goes wrong is reported with its line and left out."""
        self.report = report
        for _ in range(source.count("\n") + 1):
            try:
                return self.from_string(source).render()
            except TemplateSyntaxError as problem:
                report("template-syntax", self._syntax(problem), problem.lineno)
                source, mended = _without_line(source, problem.lineno)
                if not mended:
                    return ""
            except (
                UndefinedError,
                FormulaError,
                SecurityError,
                TypeError,
                ValueError,
                ArithmeticError,
            ) as problem:
                self._tell(problem, _line_of(problem))
                return ""
        return ""

    def written(self, line: int, evaluate: Callable[[], object]) -> Markup:
        """What one expression gives, as tokens. Called by compiled templates."""
        try:
            return Markup(self._token(evaluate()))  # noqa: S704 - tokens hold no markup
        except (
            UndefinedError,
            FormulaError,
            SecurityError,
            TypeError,
            ValueError,
            ArithmeticError,
        ) as problem:
            self._tell(problem, line)
            return Markup()

    def _token(self, value: object) -> str:
        if isinstance(value, Undefined):
            str(value)  # raises UndefinedError
        if isinstance(value, Ref):
            return self.ledger.say(fact_of(value), "long")
        if isinstance(value, Phrase | Held):
            return str(value)
        if isinstance(value, str):
            return self.safe.hold(escape(value))
        if isinstance(value, bool) or value is None or callable(value):
            raise Unfit(f"this gives {_described(value)}; expected a figure or a text")
        raise Unfit(f"this gives {value}, a number that no fact stands behind")

    def _form(self, name: str) -> Callable[..., Phrase]:
        def said(ref: object, *unnamed: object, **options: Untyped) -> Phrase:
            if isinstance(ref, Undefined):
                str(ref)
            if not isinstance(ref, Ref):
                raise Unfit(f"'{name}' words a figure; found {_described(ref)}")
            if unnamed:
                raise Unfit(f"give the options of '{name}' by name, as in {name}(decimals=1)")
            return Phrase(self.ledger.figure(fact_of(ref), name, **options), self.ledger)

        return said

    def _comparison(self, ref: Untyped, before: Untyped = None) -> str:
        for one in (ref, before):
            if one is not None and not isinstance(one, Ref):
                raise Unfit(f"'comparison' compares figures; found {_described(one)}")
        earlier = before if before is not None else ref.year_ago
        return comparison(fact_of(earlier), fact_of(ref), self.ledger.style)

    def is_safe_attribute(self, obj: Untyped, attr: str, value: Untyped) -> bool:
        """Closed by default: attributes of figures, a few of texts and loops, and of nothing else."""
        if attr.startswith("_"):
            return False
        if isinstance(obj, Ref):
            return attr in WORDS or isinstance(value, Ref)
        if isinstance(obj, str):
            return attr in TEXT_METHODS
        return isinstance(obj, LoopContext) and attr in _LOOP_ATTRIBUTES

    def wrap_str_format(self, value: Untyped) -> None:
        """No ``str.format`` at all: Jinja's safe one still makes a text of any length."""

    def is_safe_callable(self, obj: Untyped) -> bool:
        return super().is_safe_callable(obj) and not isinstance(obj, type)

    def call_binop(self, context: Untyped, operator: str, left: Untyped, right: Untyped) -> Untyped:
        """Multiplication is for figures: a text repeated a million times is no brief."""
        if operator == "**" or isinstance(left, str | list | tuple) or isinstance(right, str | list | tuple):
            raise Unfit(f"'{operator}' does not go with {_described(left)} and {_described(right)}")
        return super().call_binop(context, operator, left, right)

    def _tell(self, problem: Exception, line: int) -> None:
        if isinstance(problem, FormulaError):
            self.report(problem.code, str(problem), line, *problem.needs)
        elif isinstance(problem, UndefinedError):
            message = str(problem.message)
            named = re.match(r"'([^']+)'", message)
            self.report(
                "unknown-metric", self._unknown(message), line, *([("metric", named[1])] if named else [])
            )
        elif isinstance(problem, SecurityError):
            asked = re.search(r"attribute '([^']+)'", str(problem))
            what = f"'{asked[1]}' is closed to templates" if asked else "this is closed to templates"
            self.report("forbidden", f"{what}; they may use figures and their attributes only", line)
        else:
            self.report("template", f"this cannot be evaluated; {CALLS}", line)

    def _unknown(self, message: str) -> str:
        found = re.match(r"'([^']+)'", message)
        attribute = re.search(r"has no attribute '([^']+)'", message)
        if attribute:
            return f"a figure has no '{attribute[1]}'{word_meant(attribute[1])}"
        return message + (meant(found[1], self.globals) if found else "")

    def _syntax(self, problem: TemplateSyntaxError) -> str:
        message = str(problem.message)
        unknown = re.match(r"No filter named '([^']+)'", message)
        return (
            f"no form of words named '{unknown[1]}'{meant(unknown[1], self.filters)}"
            if unknown
            else template_words(message)
        )


def _for_texts(name: str, change: Callable[..., Untyped]) -> Callable[..., Untyped]:
    """A filter that changes texts; given a figure, which would be taken by its name, it says so."""

    @functools.wraps(change)
    def changed(*arguments: Untyped, **options: Untyped) -> Untyped:
        for argument in arguments:
            for one in argument if isinstance(argument, list | tuple) else (argument,):
                if isinstance(one, Ref | Phrase):
                    raise Unfit(
                        f"'{name}' changes texts, and this is a figure; choose its words by a form such as 'moved'"
                    )
        return change(*arguments, **options)

    return changed


def _unplaced(code: str, message: str, line: int, *_: Need) -> NoReturn:
    raise AssertionError(f"{code}: {message} (line {line}) outside of a template")


def _without_line(source: str, number: int) -> tuple[str, bool]:
    """The source with one line blanked, and whether to read on: a lost ``{% if %}`` would only mislead."""
    lines = source.split("\n")
    if not 0 < number <= len(lines) or "{%" in lines[number - 1] or not lines[number - 1].strip():
        return source, False
    lines[number - 1] = ""
    return "\n".join(lines), True


def _line_of(problem: Exception) -> int:
    line, trace = 1, problem.__traceback__
    while trace:
        if trace.tb_frame.f_code.co_filename == "<template>":
            line = trace.tb_lineno
        trace = trace.tb_next
    return line


def _described(value: object) -> str:
    if isinstance(value, Ref):
        return "a figure"
    if isinstance(value, str):
        return f"the text '{value[:30]}'"
    if callable(value):
        return "a function that was not called"
    return "nothing" if value is None else f"'{value}'"
