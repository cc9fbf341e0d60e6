"""The templates that authors write: a sandbox in which names are facts and each expression stands alone.

Nothing that an expression gives reaches Markdown as it is: a figure becomes a ledger token, any other text an
opaque one. So a cell of data cannot become markup, and one broken expression does not hide the next.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from math import isfinite
from types import UnionType
from typing import Any, NoReturn, Protocol, TypeAlias

from jinja2 import StrictUndefined, TemplateError, TemplateSyntaxError, Undefined, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.exceptions import SecurityError, UndefinedError
from jinja2.runtime import Context, LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.visitor import NodeTransformer
from markupsafe import Markup, escape

from reportgen.document.fitting import fit, wants_a_capital
from reportgen.errors import FormulaError
from reportgen.facts.claiming import Claimed
from reportgen.facts.formulas import CALLS
from reportgen.facts.reference import Ref, fact_of, key_of, scenarios_of
from reportgen.facts.vocabulary import WORDS, word_meant
from reportgen.figures.ledger import Ledger
from reportgen.figures.variance import Named, Spoken, against
from reportgen.figures.wording import FORMS
from reportgen.findings import Need, meant
from reportgen.model import Figure
from reportgen.syntax import template_words
from reportgen.tokens import KEY, neutral, reserved_in, said, without_references

HELD_OPEN, HELD_CLOSE = "\ue002", "\ue003"  # private use, as the ledger's tokens are
HELD = re.compile(f"{HELD_OPEN}{KEY}(\\d+){HELD_CLOSE}")
TEXT_FILTERS = ("capitalize", "first", "join", "last", "lower", "replace", "title", "trim", "upper")
TEXT_METHODS = frozenset(
    {"capitalize", "endswith", "lower", "replace", "startswith", "strip", "title", "upper"}
)
LONGEST = 100_000  # letters of one text, and items of one list, that a template may make
LONGEST_MESSAGE = 300  # letters
MOST_STEPS = 50_000  # turns of loops and calls of macros in one template
MOST_BITS = 1024  # of a number that a template computes
_LOOP_ATTRIBUTES = frozenset({"first", "last", "previtem", "nextitem"})

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


class Held(str):
    """An opaque token: text that Markdown must not touch."""

    __slots__ = ()


class Safe:
    """Pieces of HTML that stand in a Markdown text as opaque tokens until it has been rendered."""

    def __init__(self) -> None:
        self._pieces: list[Markup] = []

    def hold(self, html: Markup) -> Held:
        """Put a piece aside; returns the token that stands for it. Raises ValueError for one that is too long."""
        piece = self.release(html)  # what a macro or a block has gathered holds tokens itself
        _require_short(len(piece))
        self._pieces.append(piece)
        return Held(f"{HELD_OPEN}{KEY}{len(self._pieces) - 1}{HELD_CLOSE}")

    def release(self, html: str) -> Markup:
        """HTML with every token replaced by its piece."""
        return Markup(HELD.sub(lambda match: self._pieces[int(match[1])], html))  # noqa: S704 - pieces are escaped

    def fit(self, text: str) -> None:
        """Begin the sentences of a text with capitals, where a period stands first: "Third quarter of 2025"."""
        for match in HELD.finditer(text):
            piece = self._pieces[int(match[1])]
            if wants_a_capital(self.release(text[: match.start()]), piece):
                self._pieces[int(match[1])] = piece[:1].upper() + piece[1:]

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
    """A figure that has been worded; it becomes a token where it is written, and none where it is dropped."""

    __slots__ = ("_figure", "_ledger")

    def __init__(self, figure: Figure, ledger: Ledger) -> None:
        self._figure, self._ledger = figure, ledger

    def __html__(self) -> str:
        return self._ledger.token(self._figure)

    __str__ = __html__


class Composed(Phrase):
    """Several figures and the words between them."""

    __slots__ = ("_parts",)

    def __init__(self, parts: Iterable[Figure | str], ledger: Ledger) -> None:
        self._parts, self._ledger = tuple(parts), ledger

    def __html__(self) -> str:
        return "".join(part if isinstance(part, str) else self._ledger.token(part) for part in self._parts)

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


class _Endless(Exception):
    """A template that would go on for too long. No expression survives it, so that none can make it go on."""


class _Bounded(NodeTransformer):
    """Has everything by which a template can grow go through the environment, which counts."""

    def __init__(self, report: Report) -> None:
        self._report = report

    def visit_For(self, node: nodes.For) -> nodes.Node:  # noqa: N802 - so Jinja calls it
        self.generic_visit(node)
        node.iter = _asked_of_environment("counted", node.iter, line=node.lineno)
        return node

    def visit_Concat(self, node: nodes.Concat) -> nodes.Node:  # noqa: N802
        self.generic_visit(node)
        return _asked_of_environment("joined", *node.nodes, line=node.lineno)

    def visit_Const(self, node: nodes.Const) -> nodes.Node:  # noqa: N802
        if isinstance(node.value, str):
            for character in reserved_in(node.value):  # by an escape: "\\ue000"
                self._report("reserved-character", said(character), node.lineno)
            node.value = neutral(node.value)
        if isinstance(node.value, float) and not isfinite(node.value):
            self._report("template", "this number is too large for any fact", node.lineno)
            node.value = 0.0
        return node


def _asked_of_environment(name: str, *arguments: nodes.Node, line: int) -> nodes.Expr:
    method = nodes.EnvironmentAttribute(name, lineno=line)
    return nodes.Call(method, list(arguments), [], None, None, lineno=line)


class AuthorTemplates(ImmutableSandboxedEnvironment):
    """The environment of authors' templates.

    ``names`` are metrics, functions and plain texts by name, ``claims`` what may be said of several figures.
    """

    code_generator_class = _EachGuarded
    intercepted_binops = frozenset({"+", "-", "*", "/", "//", "**", "%"})

    def __init__(
        self,
        ledger: Ledger,
        names: Mapping[str, object],
        claims: Mapping[str, Callable[..., Claimed]] | None = None,
    ) -> None:
        super().__init__(undefined=_Unknown, autoescape=True, keep_trailing_newline=True, optimized=False)
        self.ledger = ledger
        self.safe = Safe()
        self.report: Report = _unplaced
        self.claims = dict(claims or {})
        self.globals = {**self.claims, **names}
        texts = {name: self.filters[name] for name in TEXT_FILTERS} | {"join": _join, "replace": _replace}
        self.filters = {name: _for_texts(name, change) for name, change in texts.items() if name != "join"}
        self.filters["join"] = _for_texts("join", _join, Ref)  # words are texts: they may stand in a list
        self.filters |= {name: self._form(name) for name in FORMS} | {"against": self._against}
        self._steps = 0

    def fill(self, source: str, report: Report) -> str:
        """Evaluate a template to text with tokens; what goes wrong is reported with its line and left out."""
        self.report, self._steps = _brief(report), 0
        report = self.report
        text, references = without_references(self._rendered(source))
        self.safe.fit(text)
        self.ledger.fit(self.safe.release(text), fit)
        for reference in dict.fromkeys(references):
            message = f"{reference} is a character that is reserved for figures; delete it"
            report("reserved-character", message, source.partition(reference)[0].count("\n") + 1)
        return text

    def _rendered(self, source: str) -> str:
        report = self.report
        for _ in range(source.count("\n") + 1):
            try:
                return "".join(self._short(self.from_string(source).generate()))
            except TemplateSyntaxError as problem:
                report("template-syntax", self._syntax(problem), problem.lineno)
                source, mended = _without_line(source, problem.lineno)
                if not mended:
                    return ""
            except SyntaxError as problem:  # what Jinja lets pass and Python does not: an option given twice
                report("template-syntax", *_refused_by_python(source, problem))
                return ""
            except AUTHORS_FAULTS as problem:
                self._tell(problem, _line_of(problem) or _longest_line(source))
                return ""
            except _Endless as problem:
                report("template", str(problem), _line_of(problem))
                return ""
        return ""

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        parsed: nodes.Template = _Bounded(self.report).visit(super()._parse(source, name, filename))
        return parsed

    @staticmethod
    def _short(pieces: Iterable[str]) -> Iterator[str]:
        """The pieces of a text, as long as that is not too long."""
        letters = 0
        for piece in pieces:
            letters += len(piece)
            if letters > LONGEST * 10:
                raise _Endless(f"this makes a text of more than {LONGEST * 10:,} letters")
            yield piece

    def _step(self) -> None:
        self._steps += 1
        if self._steps > MOST_STEPS:
            raise _Endless(f"this takes more than {MOST_STEPS:,} turns of loops and calls of macros")

    def counted(self, items: Iterable[object]) -> Iterator[object]:
        """The items of a loop, each counted. Called by compiled templates."""
        for item in items:
            self._step()
            yield item

    def joined(self, *parts: object) -> str:
        """What ``~`` makes of its parts. Called by compiled templates."""
        return _join(parts)

    def call(
        self, context: Context, function: Untyped, /, *arguments: Untyped, **options: Untyped
    ) -> Untyped:
        """A call in a template, counted; of texts, ``replace`` alone makes long ones of short ones."""
        self._step()
        if isinstance(function, Ref):  # a metric may be called as a claim is: "streak"
            function = self.claims.get(key_of(function).metric, function)
        owner = getattr(function, "__self__", None)
        if isinstance(owner, str) and getattr(function, "__name__", "") == "replace":
            return _replace(owner, *arguments, **options)
        return super().call(context, function, *arguments, **options)

    def written(self, line: int, evaluate: Callable[[], object]) -> Markup:
        """What one expression gives, as tokens. Called by compiled templates."""
        try:
            return Markup(self._token(evaluate()))  # noqa: S704 - tokens hold no markup
        except RecursionError:
            raise _Endless("this is nested in itself too often") from None
        except AUTHORS_FAULTS as problem:
            self._tell(problem, line)
            return Markup()

    def _token(self, value: object) -> str:
        if isinstance(value, Undefined):
            str(value)  # raises UndefinedError
        if isinstance(value, Claimed):
            return self.ledger.say(fact_of(value), value.kind, **value.words)
        if isinstance(value, Ref):
            return self.ledger.say(fact_of(value), "long")
        if isinstance(value, Phrase | Held):
            return str(value)
        if isinstance(value, str):
            return self.safe.hold(escape(str(value)))  # a text that Jinja takes for HTML is the author's, too
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

    def _against(self, ref: object, scenario: object = "", **options: object) -> Composed:
        if isinstance(ref, Undefined):
            str(ref)
        if not isinstance(ref, Ref) or not isinstance(scenario, str):
            raise Unfit("'against' words a figure beside a scenario, as in sales | against(\"budget\")")
        if unknown := sorted(options.keys() - {"percent"}):
            raise Unfit(f"'against' does not take '{unknown[0]}'; it takes 'scenario' or 'percent'")
        percent = bool(options.get("percent", True))
        parts = against(ref, scenario, scenarios_of(ref), self.ledger.style, percent=percent)
        return Composed((self._spoken(part) for part in parts), self.ledger)

    def _spoken(self, part: Spoken | str) -> Figure | str:
        if isinstance(part, Spoken):
            return self.ledger.figure(part.fact, part.form, **part.options)
        return self.safe.hold(escape(str(part))) if isinstance(part, Named) else part

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
        left, right = (str(side) if isinstance(side, Markup) else side for side in (left, right))
        many = [side for side in (left, right) if isinstance(side, str | list | tuple)]
        if operator == "**" or (operator != "+" and many):
            raise Unfit(f"'{operator}' does not go with {_described(left)} and {_described(right)}")
        _require_short(sum(map(len, many)))
        if sum(abs(side).bit_length() for side in (left, right) if isinstance(side, int)) > MOST_BITS:
            raise ValueError("this computes a number that no fact could have")
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
        elif isinstance(problem, RecursionError | MemoryError):
            self.report("template", "it is nested too deep, or calls itself without end", line)
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


def _brief(report: Report) -> Report:
    """The same, with messages that can be read to their end."""
    return lambda code, message, line, *needs: report(code, _shortened(message), line, *needs)


def _shortened(message: str) -> str:
    return message if len(message) <= LONGEST_MESSAGE else f"{message[:LONGEST_MESSAGE]}…"


def _require_short(letters: int) -> None:
    if letters > LONGEST:
        raise ValueError(f"this makes a text or a list that is longer than {LONGEST:,}")


def _replace(text: object, old: object, new: object, count: int = -1) -> str:
    """As Jinja's, of texts that stay short."""
    whole, sought, put = str(text), str(old), str(new)
    times = whole.count(sought) if count < 0 else min(whole.count(sought), count)
    _require_short(len(whole) + times * len(put))
    return whole.replace(sought, put, count)


def _join(items: Iterable[object], between: str = "") -> str:
    """As Jinja's, of texts that stay short."""
    parts: list[str] = []
    letters = 0
    for item in items:
        parts.append(str(item))
        letters += len(parts[-1]) + len(between)
        _require_short(letters)
    return str(between).join(parts)


def _for_texts(
    name: str, change: Callable[..., Untyped], refused: type | UnionType = Ref | Phrase
) -> Callable[..., Untyped]:
    """A filter that changes texts; given a figure, which would be taken by its name, it says so."""

    @functools.wraps(change)
    def changed(*arguments: Untyped, **options: Untyped) -> Untyped:
        for argument in arguments:
            for one in argument if isinstance(argument, list | tuple) else (argument,):
                if isinstance(one, refused):
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


def _refused_by_python(source: str, problem: SyntaxError) -> tuple[str, int]:
    """What Python does not compile, and its line: an option given twice, or what is nested too deep for it."""
    found = re.fullmatch(r"keyword argument repeated: (\w+)", problem.msg)
    if not found:
        return f"this cannot be compiled: {problem.msg}", _longest_line(source)
    twice = re.compile(rf"\b{found[1]}\s*=[^=].*\b{found[1]}\s*=[^=]")
    lines = (number for number, line in enumerate(source.split("\n"), 1) if twice.search(line))
    return f"option '{found[1]}' is given twice", next(lines, 1)


def _longest_line(source: str) -> int:
    """Where a template most likely is nested too deep."""
    lines = source.split("\n")
    return max(range(len(lines)), key=lambda number: len(lines[number])) + 1


def _line_of(problem: Exception) -> int:
    """The line of a template that was running; 0 where none was yet."""
    line, trace = 0, problem.__traceback__
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
