"""The templates that authors write: a sandbox in which names are facts and each expression stands alone.

Nothing that an expression gives reaches Markdown as it is: a figure becomes a ledger token, any other text an
opaque one. So a cell of data cannot become markup, and one broken expression does not hide the next.
"""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from types import CodeType

from jinja2 import StrictUndefined, TemplateSyntaxError, Undefined, nodes
from jinja2.runtime import Context, LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

from reportgen.document.compiling import MOST_BITS, MOST_STEPS, Bounded, EachGuarded, Endless
from reportgen.document.fitting import fit
from reportgen.document.held import Composed, Held, Phrase, Safe
from reportgen.document.template_faults import (
    AUTHORS_FAULTS,
    Report,
    Unfit,
    Untyped,
    asked_by,
    described,
    in_brief,
    line_of,
    longest_line,
    refused_by_python,
    told,
    unplaced,
    without_line,
)
from reportgen.document.texts import (
    LONGEST,
    TEXT_FILTERS,
    TEXT_METHODS,
    for_texts,
    join,
    replace,
    require_short,
)
from reportgen.facts.claiming import Claimed
from reportgen.facts.reference import Ref, fact_of, key_of, scenarios_of
from reportgen.facts.vocabulary import WORDS
from reportgen.figures.ledger import Ledger
from reportgen.figures.variance import Named, Spoken, against
from reportgen.figures.wording import FORMS
from reportgen.findings import meant
from reportgen.model import Figure
from reportgen.syntax import template_words
from reportgen.tokens import without_references

MOST_CODES = 1024  # templates whose code a process keeps; nothing of a brief is in it
_CODES: OrderedDict[str, CodeType] = OrderedDict()
_LOOP_ATTRIBUTES = frozenset({"first", "last", "previtem", "nextitem"})


class _Unknown(StrictUndefined):
    """A name that is not there; asked for anything, it says which name was probably meant."""

    __slots__ = ()

    @property
    def _undefined_message(self) -> str:
        if self._undefined_hint:
            return self._undefined_hint
        return f"'{self._undefined_name}' is neither a metric nor a function"


class AuthorTemplates(ImmutableSandboxedEnvironment):
    """The environment of authors' templates.

    ``names`` are metrics, functions and plain texts by name, ``claims`` what may be said of several figures.
    """

    code_generator_class = EachGuarded
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
        self.report: Report = unplaced
        self.claims = dict(claims or {})
        self.globals = {**self.claims, **names}
        texts = {name: self.filters[name] for name in TEXT_FILTERS} | {"join": join, "replace": replace}
        self.filters = {
            name: for_texts(name, change, Ref | Phrase) for name, change in texts.items() if name != "join"
        }
        self.filters["join"] = for_texts("join", join, Ref)  # words are texts: they may stand in a list
        self.filters |= {name: self._form(name) for name in FORMS} | {"against": self._against}
        self._steps = 0

    def fill(self, source: str, report: Report) -> str:
        """Evaluate a template to text with tokens; what goes wrong is reported with its line and left out."""
        self.report, self._steps = in_brief(report), 0
        report = self.report
        text, references = without_references(self._rendered(source))
        self.safe.fit(text)
        self.ledger.fit(self.safe.release(text), partial(fit, self.ledger.style.words.changes))
        for reference in dict.fromkeys(references):
            message = f"{reference} is a character that nobody sees; delete it"
            report("reserved-character", message, source.partition(reference)[0].count("\n") + 1)
        return text

    def _rendered(self, source: str) -> str:
        report = self.report
        for _ in range(source.count("\n") + 1):
            try:
                return "".join(self._short(self.from_string(source).generate()))
            except TemplateSyntaxError as problem:
                report("template-syntax", self._syntax(problem), problem.lineno)
                source, mended = without_line(source, problem.lineno)
                if not mended:
                    return ""
            except SyntaxError as problem:  # what Jinja lets pass and Python does not: an option given twice
                report("template-syntax", *refused_by_python(source, problem))
                return ""
            except AUTHORS_FAULTS as problem:
                self._tell(problem, line_of(problem) or longest_line(source))
                return ""
            except Endless as problem:
                report("template", str(problem), line_of(problem))
                return ""
        return ""

    def compile(self, source: str, *rest: Untyped, **more: Untyped) -> CodeType:  # type: ignore[override] # to code alone
        """The code of a template, made once in a process where it says nothing of the template."""
        if source not in _CODES:
            told, report = list[bool](), self.report

            def heard(code: str, message: str, line: int, *needs: tuple[str, ...]) -> None:
                told.append(True)
                report(code, message, line, *needs)

            self.report = heard
            try:
                made = super().compile(source, *rest, **more)
            finally:
                self.report = report
            if told:
                return made
            _CODES[source] = made
            if len(_CODES) > MOST_CODES:
                _CODES.popitem(last=False)
        _CODES.move_to_end(source)
        return _CODES[source]

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        parsed: nodes.Template = Bounded(self.report).visit(super()._parse(source, name, filename))
        return parsed

    @staticmethod
    def _short(pieces: Iterable[str]) -> Iterator[str]:
        """The pieces of a text, as long as that is not too long."""
        letters = 0
        for piece in pieces:
            letters += len(piece)
            if letters > LONGEST * 10:
                raise Endless(f"this makes a text of more than {LONGEST * 10:,} letters")
            yield piece

    def _step(self) -> None:
        self._steps += 1
        if self._steps > MOST_STEPS:
            raise Endless(f"this takes more than {MOST_STEPS:,} turns of loops and calls of macros")

    def counted(self, items: Iterable[object]) -> Iterator[object]:
        """The items of a loop, each counted. Called by compiled templates."""
        for item in items:
            self._step()
            yield item

    def joined(self, *parts: object) -> str:
        """What ``~`` makes of its parts. Called by compiled templates."""
        return join(parts)

    def call(
        self, context: Context, function: Untyped, /, *arguments: Untyped, **options: Untyped
    ) -> Untyped:
        """A call in a template, counted; of texts, ``replace`` alone makes long ones of short ones."""
        self._step()
        for one in arguments:
            if isinstance(one, Undefined):
                str(one)  # raises UndefinedError, with the name
        if isinstance(function, Ref):  # a metric may be called as a claim is: "streak"
            function = self.claims.get(key_of(function).metric, function)
        owner = getattr(function, "__self__", None)
        if isinstance(owner, str) and getattr(function, "__name__", "") == "replace":
            return replace(owner, *arguments, **options)
        return super().call(context, function, *arguments, **options)

    def written(self, line: int, evaluate: Callable[[], object]) -> Markup:
        """What one expression gives, as tokens. Called by compiled templates."""
        try:
            return Markup(self._token(evaluate()))  # noqa: S704 - tokens hold no markup
        except RecursionError:
            raise Endless("this is nested in itself too often") from None
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
            raise Unfit(f"this gives {described(value)}; expected a figure or a text")
        raise Unfit(f"this gives {value}, a number that no fact stands behind")

    def _form(self, name: str) -> Callable[..., Phrase]:
        def said(ref: object, *unnamed: object, **options: Untyped) -> Phrase:
            if isinstance(ref, Undefined):
                str(ref)
            if not isinstance(ref, Ref):
                raise Unfit(f"'{name}' words a figure; found {described(ref)}")
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
            raise Unfit(f"'{operator}' does not go with {described(left)} and {described(right)}")
        require_short(sum(map(len, many)))
        if sum(abs(side).bit_length() for side in (left, right) if isinstance(side, int)) > MOST_BITS:
            raise ValueError("this computes a number that no fact could have")
        return super().call_binop(context, operator, left, right)

    def _tell(self, problem: Exception, line: int) -> None:
        code, message, needs = told(problem, self.globals)
        self.report(code, message, line, *needs)

    def _syntax(self, problem: TemplateSyntaxError) -> str:
        message = str(problem.message)
        unknown = re.match(r"No filter named '([^']+)'", message)
        return (
            f"no form of words named '{unknown[1]}'{asked_by(unknown[1]) or meant(unknown[1], self.filters)}"
            if unknown
            else template_words(message)
        )
