"""A brief's own charts: functions in its ``charts.py``, from facts to an Altair chart.

``kind: own:heatmap`` draws what ``def heatmap(scene)`` returns: a :class:`Drawing`, or an Altair chart and
the facts in it, of which table and alternative text are made. Every label should come from ``scene.label``.
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict

from reportgen.charts.bars import item_table
from reportgen.charts.canvas import Fault
from reportgen.charts.description import values, values_sentence
from reportgen.charts.kind import Drawing, Scene, measure_line
from reportgen.errors import EngineError, ReportgenError
from reportgen.model import Fact

if TYPE_CHECKING:
    import altair as alt

FILE, OWN = "charts.py", "own:"
HEIGHT = 200.0


class Options(BaseModel):
    """Whatever the author's function takes besides the scene; wrong options are its own TypeError."""

    model_config = ConfigDict(extra="allow", frozen=True)


OwnKind = tuple[str, type[BaseModel], Callable[[Any, Scene], Drawing]]


@dataclass(frozen=True)
class OwnSketch:
    """An author's Altair chart, drawn at the width of the slot."""

    made: alt.TopLevelMixin
    width: float

    @property
    def height(self) -> float:
        """The author's, or that of the other charts."""
        height = getattr(self.made, "height", None)
        return float(height) if isinstance(height, (int, float)) else HEIGHT

    def specification(self) -> dict[str, Any]:
        fitted = self.made.properties(
            width=self.width, padding=0, autosize={"type": "fit", "contains": "padding"}
        )
        spec: dict[str, Any] = fitted.to_dict()
        spec.setdefault("height", self.height)
        spec["usermeta"] = {
            "slot": {"width": self.width, "height": self.height}
        }  # charts of charts do not fit
        return spec

    def words(self) -> Iterator[str]:
        """Every text in its data: which of them are drawn shows in the frozen picture alone."""
        try:
            yield from _texts(self.specification())
        except Exception:  # noqa: BLE001 - what an author's chart is made of; the engine says what is wrong with it
            return

    def faults(self) -> Iterator[Fault]:
        """None that is known: where the engine puts the labels shows in the frozen picture alone."""
        return iter(())


def _texts(part: object) -> Iterator[str]:
    if isinstance(part, str):
        yield part
    elif isinstance(part, dict | list):
        for item in part.values() if isinstance(part, dict) else part:
            yield from _texts(item)


def own_kinds(folder: Path) -> Iterator[OwnKind]:
    """The public functions of a brief's ``charts.py``. Raises EngineError when it cannot be loaded."""
    if not (folder / FILE).is_file():
        return
    module = _loaded(folder / FILE)
    for name, function in vars(module).items():
        if (
            not name.startswith("_")
            and inspect.isfunction(function)
            and function.__module__ == module.__name__
        ):
            yield f"{OWN}{name}", Options, partial(_drawn, function, folder / FILE)


def _loaded(path: Path) -> ModuleType:
    name = f"_charts_of_{path.parent.name.replace('-', '_')}"
    spec = spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise EngineError(f"{path} is no Python module")
    module = module_from_spec(spec)
    before, sys.dont_write_bytecode = (
        sys.dont_write_bytecode,
        True,
    )  # a build leaves nothing in the brief's folder
    try:
        spec.loader.exec_module(module)
    except Exception as problem:
        raise EngineError(f"{_place(path, problem)}: {type(problem).__name__}: {problem}") from problem
    finally:
        sys.dont_write_bytecode = before
    return module


def _drawn(function: Callable[..., Any], path: Path, options: Options, scene: Scene) -> Drawing:
    try:
        made = function(scene, **(options.model_extra or {}))
    except ReportgenError:
        raise
    except Exception as problem:
        raise EngineError(
            f"{_place(path, problem)}: exhibit '{scene.id}': {type(problem).__name__}: {problem}"
        ) from problem
    if isinstance(made, Drawing):
        return made
    if not (isinstance(made, tuple) and len(made) == 2 and hasattr(made[0], "to_dict")):  # noqa: PLR2004 - a pair
        raise EngineError(
            f"{path}: {function.__name__} must return a Drawing, or (Altair chart, list of facts)"
        )
    return _described(scene, *made)


def _described(scene: Scene, chart: alt.TopLevelMixin, facts: Sequence[Fact]) -> Drawing:
    names, manner = scene.names(facts), scene.manner(facts)
    return Drawing(
        measure=measure_line(manner.unit, scene.period.short),
        table=item_table(scene, facts, names, manner, ""),
        lead="Chart.",
        values=values_sentence(values(scene, names, facts, manner), manner),
        sketch=lambda width: OwnSketch(chart, width),
    )


def _place(path: Path, problem: BaseException) -> str:
    """The file, and the line of it that failed."""
    trace, line = problem.__traceback__, 0
    while trace:
        if trace.tb_frame.f_code.co_filename == str(path):
            line = trace.tb_lineno
        trace = trace.tb_next
    line = line or getattr(problem, "lineno", 0) or 0
    return f"{path}:{line}" if line else str(path)
