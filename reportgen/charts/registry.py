"""Which kinds of chart there are, the shipped ones and a brief's own."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Any

from reportgen.charts import kinds as modules
from reportgen.charts.kind import Drawing, Scene
from reportgen.charts.own import OWN, OwnCharts
from reportgen.charts.own import Options as OwnOptions
from reportgen.charts.parts.manner import Numbers, heeded
from reportgen.charts.theme import Theme
from reportgen.errors import FormulaError
from reportgen.facts.book import Book
from reportgen.figures.ledger import Ledger
from reportgen.findings import Findings, meant
from reportgen.periods import Frequency
from reportgen.setting import names_of

if TYPE_CHECKING:
    from pydantic import BaseModel

NAMING = ("labels", "highlight", "emphasise", "totals")  # options that name items of their exhibit
POSITIONS = ("last", "none")  # what 'highlight' may say instead


@dataclass(frozen=True)
class ChartKind:
    """A kind of chart: what an author may set, and how it is drawn."""

    name: str
    options: type[BaseModel]
    draw: Callable[[Any, Scene], Drawing]


def kinds(book: Book, findings: Findings) -> Mapping[str, ChartKind]:
    """Every kind that a brief may use, by name: those that are shipped, and those of its own that it asks for.

    What keeps its ``charts.py`` from being read goes to ``findings``.
    """
    asked = {one.kind for one in book.brief.settings.exhibits.values() if one.kind.startswith(OWN)}
    charts = OwnCharts(book.brief, findings)
    return {**SHIPPED, **{name: own_kind(name, charts) for name in sorted(asked)}}


def own_kind(name: str, charts: OwnCharts) -> ChartKind:
    """A kind of a brief's own; nothing of it is run before it draws."""
    return ChartKind(name, OwnOptions, partial(charts.draw, name))


def _shipped() -> Iterator[ChartKind]:
    """A module in the folder of kinds is one."""
    for found in iter_modules(modules.__path__):
        module = import_module(f"{modules.__name__}.{found.name}")
        yield ChartKind(found.name, module.Options, module.draw)


SHIPPED: Mapping[str, ChartKind] = {kind.name: kind for kind in _shipped()}


def having(option: str) -> list[str]:
    """The shipped kinds that have an option."""
    return [name for name, kind in SHIPPED.items() if option in names_of(kind.options)]


def draw(  # noqa: PLR0913, PLR0917 - what an exhibit is made of, one argument each
    kind: ChartKind,
    options: Mapping[str, Any],
    exhibit: str,
    book: Book,
    ledger: Ledger,
    theme: Theme,
    by: Frequency | None = None,
    findings: Findings | None = None,
) -> Drawing:
    """Draw an exhibit, ``by`` the quarter where the brief is about a half; its figures are said, and not yet entered.

    Raises:
        pydantic.ValidationError: options unknown to the kind (``option_findings`` makes findings of it).
        FormulaError: an expression names no fact, or facts that cannot be drawn together.
    """
    found = Findings() if findings is None else findings
    return drawn(kind, options, Scene(exhibit, book, ledger, theme, by=by, findings=found))


def drawn(kind: ChartKind, options: Mapping[str, Any], scene: Scene) -> Drawing:
    """Draw an exhibit in its scene. Raises what :func:`draw` does."""
    of_numbers = [name for name in Numbers.model_fields if name not in kind.options.model_fields]
    given = dict(options)
    shipped = kind.name in SHIPPED
    numbers = {name: given.pop(name) for name in of_numbers if shipped and name in given}
    scene = replace(scene, numbers=Numbers.model_validate(numbers))
    chosen = kind.options.model_validate(given)
    if shipped and not getattr(chosen, "names_rows", False):
        _check_names(chosen.model_dump())
    drawing = kind.draw(chosen, scene)
    _check_heeded(numbers, scene)
    return noted(drawing, scene)


def _check_heeded(numbers: Mapping[str, Any], scene: Scene) -> None:
    """What is asked of numbers is of use to those that are shown. Raises FormulaError."""
    done = set(heeded(scene.numbers, scene.manners))
    for name in numbers:
        if name not in done:
            raise FormulaError(
                f"'{name}: {numbers[name]}' is of no use here: there are no figures "
                f"{'whose digits it could set' if name == 'decimals' else 'that can be said so'}"
            )


def noted(drawing: Drawing, scene: Scene) -> Drawing:
    """A drawing with what its scene has noted meanwhile."""
    said = scene.words.remarked(scene.remarks) if scene.remarks else ""
    scene.ledger.end(f"{drawing.lead} {drawing.values}")
    return replace(
        drawing, gaps=tuple(scene.gaps), labels=tuple(scene.labels), units=tuple(scene.units),
        values=f"{drawing.values} {said}".strip(), table=replace(drawing.table, notes=tuple(scene.remarks)),
    )  # fmt: skip


def _check_names(options: Mapping[str, Any]) -> None:
    """What is labelled or emphasised is something that the exhibit shows. Raises FormulaError."""
    shown = {
        text for name, value in options.items() if name not in NAMING for text in _texts(value, deep=True)
    }
    for name in NAMING:
        if options.get(name) in POSITIONS:
            continue
        for text in _texts(options.get(name)):
            if text not in shown:
                raise FormulaError(
                    f"'{name}' names '{text}', which the exhibit does not show{meant(text, shown)}"
                )


def _texts(value: object, *, deep: bool = False) -> Iterator[str]:
    """Every text in an option; of a mapping its keys, ``deep`` its values too."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping | list | tuple):
        for item in value:
            yield from _texts(item, deep=deep)
        if deep and isinstance(value, Mapping):
            yield from _texts(tuple(value.values()), deep=deep)
