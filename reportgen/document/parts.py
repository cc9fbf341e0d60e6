"""The templates of pages, through the door: a project's own first, then ours; what is wrong in them has its line."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from string import Formatter
from typing import Any

from jinja2 import BaseLoader, Environment, StrictUndefined, TemplateNotFound, TemplateSyntaxError, meta
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

from reportgen import resources
from reportgen.document.compiled import COMPILED, MOST
from reportgen.errors import BriefError, ReportgenError
from reportgen.files import Files
from reportgen.findings import Finding, Findings, Place, error, meant
from reportgen.located import read_part, read_text

TEMPLATE = "investor-brief.html.jinja"
_NO_ATTRIBUTE = re.compile(r"^'(?:[\w.]+\.)?(\w+) object' has no attribute '(\w+)'$")
_UNDEFINED = re.compile(r"^'([^']+)' is undefined$")
_NO_FILTER = re.compile(r"^No filter named '([^']+)'")
MOST_OF_A_MESSAGE = 200  # letters of what an engine says


class ThroughTheDoor(BaseLoader):
    """Loads templates as the door lets them in; one that it refuses is as good as not there."""

    def __init__(self, files: Files) -> None:
        self._files = files

    def get_source(
        self,
        environment: Environment,  # noqa: ARG002 - Jinja's signature
        template: str,
    ) -> tuple[str, str | None, Callable[[], bool] | None]:
        found = read_part("templates", template, Findings(), self._files)
        if found is None:
            raise TemplateNotFound(
                template, f"there is no template '{template}'{meant(template, _names(self._files))}"
            )
        return found[0], str(found[1]), None


class PageTemplates(ImmutableSandboxedEnvironment):
    """Jinja's sandbox, which asks once of each type whether an attribute is safe, and not at each of 8,000 uses."""

    def __init__(self, **options: Any) -> None:  # noqa: ANN401 - Jinja's own
        super().__init__(**options)
        self._safe: dict[tuple[type, str], bool] = {}

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:  # noqa: ANN401 - Jinja's signature
        """Jinja decides by the type and the name alone."""
        asked = type(obj), attr
        if asked not in self._safe:
            self._safe[asked] = super().is_safe_attribute(obj, attr, value)
        return self._safe[asked]


def environment_of(files: Files) -> PageTemplates:
    """The environment of pages: sandboxed, escaping, and strict about names."""
    environment = PageTemplates(
        loader=ThroughTheDoor(files),
        bytecode_cache=COMPILED,
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"filled": filled, "css_text": css_text, "css_string": css_string}
    return environment


def filled(text: str, **names: object) -> Markup:
    """A text of the language with its names in braces filled in; markup stays markup."""
    return escape(text).format(**names)


def css_text(text: str, **names: str) -> Markup:
    """A text of the language as CSS writes it; a name in braces that is not given is a counter of CSS."""
    parts = [""]  # words and counters, by turns
    for words, name, _, _ in Formatter().parse(text):
        parts[-1] += words + names.get(name or "", "")
        parts += [f"counter({name})", ""] if name and name not in names else []
    said = (part if index % 2 else _in_css(part) for index, part in enumerate(parts) if part)
    return Markup(" ".join(said))  # noqa: S704 - in quotes that it cannot leave


def css_string(text: str) -> Markup:
    """An author's text as CSS writes it: what stands in braces is no name of ours."""
    return Markup(_in_css(text))  # noqa: S704 - in quotes that it cannot leave


def _in_css(text: str) -> str:
    """A string of CSS that ends neither itself nor the element that it stands in."""
    return '"{}"'.format(text.replace("\\", "\\\\").replace('"', '\\"').replace("<", "\\3c "))


def rendered(environment: Environment, template: str, files: Files, **names: Any) -> str:  # noqa: ANN401 - whatever templates show
    """A page. Raises BriefError where a template of the project's own is at fault."""
    try:
        return environment.get_template(template).render(**names)
    except ReportgenError:
        raise
    except Exception as problem:
        found = _in_own_template(problem, files)
        if found is None:
            raise
        raise BriefError([found]) from problem


def own_templates(files: Files) -> Sequence[Path]:
    """The templates of a project, where it has some of its own."""
    return [path for layer in _own(files) for path in sorted(layer.rglob("*.jinja"))]


def read_templates(environment: Environment, files: Files, findings: Findings) -> None:
    """Read every template that a page is made of, and all of the project's; find what is no template."""
    for path in own_templates(files):
        text = read_text(path, findings, files)
        if text is not None:
            findings.extend(_unreadable(environment, path, text))
    waiting, seen = [TEMPLATE], set[str]()
    while waiting:
        name = waiting.pop()
        found = None if name in seen else read_part("templates", name, findings, files)
        seen.add(name)
        if found:
            waiting.extend(_referenced(found[0]))


def _unreadable(environment: Environment, path: Path, text: str) -> Iterator[Finding]:
    try:
        environment.compile(text, path.name, str(path))
    except TemplateSyntaxError as problem:
        yield error("template-syntax", _said(problem, environment.filters), Place(path, problem.lineno))
    except (SyntaxError, RecursionError, MemoryError, ValueError) as problem:
        yield error("template-syntax", _said(problem), Place(path))


@lru_cache(MOST)
def _referenced(text: str) -> Sequence[str]:
    try:
        return tuple(name for name in meta.find_referenced_templates(Environment().parse(text)) if name)  # noqa: S701 - nothing is rendered
    except (TemplateSyntaxError, RecursionError):
        return ()  # found above, for it is a project's


def _own(files: Files) -> Sequence[Path]:
    return [layer for layer in files.layers("templates") if layer != resources.shipped("templates")]


def _names(files: Files) -> Iterator[str]:
    for layer in files.layers("templates"):
        yield from (path.relative_to(layer).as_posix() for path in layer.rglob("*.jinja"))


def _in_own_template(problem: Exception, files: Files) -> Finding | None:
    """An error as a finding, at the innermost line of a project's template that leads to it; or None."""
    own = own_templates(files)
    if not own:
        return None
    code = "template-syntax" if isinstance(problem, TemplateSyntaxError) else "template"
    lines = [(path, line) for name, line in _lines(problem) for path in own if str(path) == name]
    path, line = lines[-1] if lines else (_named(own, files, str(problem)), 0)
    return error(code, _said(problem), Place(path, line))


def _lines(problem: Exception) -> Iterator[tuple[str, int]]:
    """The files and lines through which an error came, the innermost last."""
    trace = problem.__traceback__
    while trace:
        yield trace.tb_frame.f_code.co_filename, trace.tb_lineno
        trace = trace.tb_next
    if isinstance(problem, TemplateSyntaxError) and problem.filename:
        yield problem.filename, problem.lineno


def _named(own: Sequence[Path], files: Files, message: str) -> Path:
    """The template that a message names: one that lacks a macro fails where ours calls it."""
    for layer in _own(files):
        for path in own:
            if path.is_relative_to(layer) and path.relative_to(layer).as_posix() in message:
                return path
    return own[0]


def _said(problem: BaseException, filters: Iterable[str] = ()) -> str:
    """What is wrong, in plain words where we have them."""
    message = " ".join(str(getattr(problem, "message", None) or problem).split())
    if isinstance(problem, RecursionError | MemoryError):
        return "it is nested too deep, or calls itself without end"
    if found := _NO_ATTRIBUTE.match(message):
        return f"'{found[1].lower()}' has no '{found[2]}'"
    if found := _UNDEFINED.match(message):
        return f"'{found[1]}' is not known here"
    if found := _NO_FILTER.match(message):
        return f"no filter named '{found[1]}'{meant(found[1], filters)}"
    return message[:MOST_OF_A_MESSAGE] or type(problem).__name__
