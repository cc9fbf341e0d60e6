"""A brief's own charts: functions in its ``charts.py``, from facts to an Altair chart.

``kind: own:heatmap`` draws what ``def heatmap(scene)`` returns: a :class:`Drawing`, or an Altair chart and
the facts in it, of which table and alternative text are made. Every label should come from ``scene.label``.

It is a program, so it runs only where an exhibit asks for it and the call or the project allows it. Whatever it does
instead of drawing is a finding at that exhibit.
"""

from __future__ import annotations

import inspect
import json
import signal
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, redirect_stdout, suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from threading import current_thread, main_thread
from types import FrameType, ModuleType
from typing import Any

from pydantic import BaseModel, ConfigDict

from reportgen.brief import Brief
from reportgen.charts.kind import Drawing, Scene, measure_line
from reportgen.charts.own_look import in_our_look
from reportgen.charts.parts.description import values, values_sentence
from reportgen.charts.parts.ranking import item_table
from reportgen.charts.parts.room import Room, fitted
from reportgen.charts.sketch import Sketch, Spec, sketched
from reportgen.errors import FormulaError
from reportgen.files import PROJECT
from reportgen.findings import Findings, meant
from reportgen.located import read_text
from reportgen.model import Cell, Fact, Table
from reportgen.steps import at

FILE, OWN = "charts.py", "own:"
PAIR = 2  # a chart, or what makes it for a room, and its facts
SECONDS = 20.0  # that a function of an author may take; Altair alone needs one
AGAIN = 0.1  # seconds until code that does not heed the end of its time is told again
LONGEST_PROBLEM = 300  # characters of an exception's text


class OwnChartError(FormulaError):
    """An author's function did not give a chart."""

    code = "own-chart"


class CodeNotAllowed(FormulaError):
    """An exhibit asks for a function of ``charts.py``, and nobody has allowed that it is run."""

    code = "code-not-allowed"


class AlreadySaid(FormulaError):
    """For the reason that another exhibit's finding names."""


class _Late(BaseException):
    """An author's function has had its time. No ``Exception``, so that ``except Exception`` lets it through."""


class Options(BaseModel):
    """Whatever the author's function takes besides the scene; wrong options are its own TypeError."""

    model_config = ConfigDict(extra="allow", frozen=True)


class OwnCharts:
    """The functions of one brief's ``charts.py``; the file is loaded when the first of them is asked for."""

    def __init__(self, brief: Brief, findings: Findings) -> None:
        self._brief, self._path, self._findings = brief, brief.folder / FILE, findings
        self._functions: Mapping[str, Callable[..., Any]] | None = None
        self._failed = False

    def draw(self, kind: str, options: Options, scene: Scene) -> Drawing:
        """What the function that a kind names draws. Raises FormulaError, whatever else it does."""
        if self._failed:
            raise AlreadySaid(f"{FILE} is not run")
        self._failed = True  # until it turns out otherwise
        self._require_allowed()
        functions = self._loaded(scene)
        self._failed = False
        function = functions.get(kind.removeprefix(OWN))
        if function is None:
            name = kind.removeprefix(OWN)
            raise OwnChartError(f"there is no function '{name}' in {FILE}{meant(name, functions)}")
        with self._running(scene):
            return _plain(function(scene, **(options.model_extra or {})), scene)

    def _require_allowed(self) -> None:
        if not self._brief.allow_code:
            users = [one for one in self._brief.settings.exhibits.values() if one.kind.startswith(OWN)]
            others = f" (so do {len(users) - 1} more)" if len(users) > 1 else ""
            raise CodeNotAllowed(
                f"it would run {FILE}{others}, which is a program; where you trust its author, allow it: "
                f"with --allow-code, allow_code=True in Python, or 'allow_code: true' in the project's {PROJECT}"
            )

    def _loaded(self, scene: Scene) -> Mapping[str, Callable[..., Any]]:
        if self._functions is None:
            source = read_text(self._path, self._findings, self._brief.files)
            if source is None:
                raise AlreadySaid(f"{FILE} is not run")
            module = ModuleType(f"_charts_of_{self._brief.name.replace('-', '_')}")
            module.__file__ = str(self._path)
            sys.modules[module.__name__] = module  # where dataclasses look for the names in annotations
            with self._running(scene):
                exec(compile(source, str(self._path), "exec"), vars(module))  # noqa: S102 - allowed above
            self._functions = {
                name: value
                for name, value in vars(module).items()
                if not name.startswith("_")
                and inspect.isfunction(value)
                and value.__module__ == module.__name__
            }
        return self._functions

    @contextmanager
    def _running(self, scene: Scene) -> Iterator[None]:
        """Run what an author wrote: it has its time, its output is no result, and its end is not the program's."""
        what, place = f"exhibit '{scene.id}'", self._brief.place("exhibits", scene.id)
        at(what, place, seconds=SECONDS)
        try:
            with _told(self._path), _timed(), redirect_stdout(sys.stderr):
                yield
        except FormulaError:
            at(what, place)
            raise
        at(what, place)


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Whatever is raised as an OwnChartError that names the line; only the keyboard ends the program."""
    try:
        yield
    except (FormulaError, KeyboardInterrupt):
        raise
    except _Late:
        raise OwnChartError(f"its function in {FILE} ran for more than {SECONDS:g} seconds") from None
    except BaseException as problem:
        said = " ".join(str(problem).split())[:LONGEST_PROBLEM]
        kind = type(problem).__name__
        raise OwnChartError(f"{_line(path, problem)}: {kind}{f': {said}' if said else ''}") from problem


@contextmanager
def _timed() -> Iterator[None]:
    """Raise in the midst of what takes too long. In the main thread only: elsewhere no signal arrives."""
    if current_thread() is not main_thread():
        yield
        return

    def late(_signal: int, _frame: FrameType | None) -> None:
        raise _Late

    before = signal.signal(signal.SIGALRM, late)
    signal.setitimer(signal.ITIMER_REAL, SECONDS, AGAIN)
    try:
        yield
    finally:
        while signal.getsignal(signal.SIGALRM) is late:
            with suppress(_Late):  # it may come in this very moment
                signal.setitimer(signal.ITIMER_REAL, 0)
                signal.signal(signal.SIGALRM, before)


def _plain(made: object, scene: Scene) -> Drawing:
    """What an author's function returned as a drawing made of plain data. Raises what is wrong with it."""
    if isinstance(made, Drawing):
        drawing = _sound(made)
        chart = drawing.chart
        return replace(drawing, chart=_made(chart, scene) if chart else None)
    if not (
        isinstance(made, tuple) and len(made) == PAIR and (hasattr(made[0], "to_dict") or callable(made[0]))
    ):
        raise TypeError("the function must return a Drawing, or (Altair chart, list of facts)")
    whole, facts = made
    at_width = (lambda _: whole) if hasattr(whole, "to_dict") else whole
    if not (isinstance(facts, list | tuple) and facts and all(isinstance(fact, Fact) for fact in facts)):
        raise TypeError("the second thing returned must be a list of the facts that the chart shows")
    names, manner = scene.names(facts), scene.manner(facts)
    return Drawing(
        measure=measure_line(manner.unit, scene.period.short),
        table=item_table(scene, facts, names, manner, ""),
        lead=scene.words.leads["own"],
        values=values_sentence(scene, values(scene, names, facts, manner), manner),
        chart=_made(
            lambda room: fitted(at_width(room), room),
            scene,
            partial(in_our_look, facts=facts, manner=manner, theme=scene.theme),
        ),
    )


def _made(
    chart: Callable[[Room], Any], scene: Scene, completed: Callable[[Spec], None] | None = None
) -> Callable[[Room], Sketch]:
    """The charts at the widths that there are, as plain data, made now."""
    made = {}
    for slot, width in scene.theme.slots.items():
        room = Room(width, scene.theme.in_slot(slot))
        sketch = sketched(chart(room), room.theme, validate=True, completed=completed)
        made[width, room.size] = replace(sketch, spec=json.loads(json.dumps(sketch.spec, allow_nan=False)))
    return lambda room: made[room.width, room.size]


def _sound(drawing: Drawing) -> Drawing:
    """The drawing, if it consists of what it should. Raises TypeError."""
    texts: tuple[object, ...] = (drawing.measure, drawing.lead, drawing.values)
    table: object = drawing.table
    if not all(map(_is_text, texts)):
        raise TypeError("measure, lead and values of a Drawing are texts")
    if not (isinstance(table, Table) and all(map(_is_text, table.header))):
        raise TypeError("the table of a Drawing is a Table, its header texts")
    cells: list[object] = [cell for row in table.rows for cell in row]
    if not all(isinstance(cell, Cell) and _is_text(cell.text) for cell in cells):
        raise TypeError("the rows of a Drawing's table are made of cells, their texts of text")
    return replace(drawing, gaps=())


def _is_text(given: object) -> bool:
    return isinstance(given, str)


def _line(path: Path, problem: BaseException) -> str:
    """The line of the file that failed: ``charts.py:12``."""
    trace, line = problem.__traceback__, 0
    while trace:
        if trace.tb_frame.f_code.co_filename == str(path):
            line = trace.tb_lineno
        trace = trace.tb_next
    line = line or getattr(problem, "lineno", 0) or 0
    return f"{FILE}:{line}" if line else FILE
