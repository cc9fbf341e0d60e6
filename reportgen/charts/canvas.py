"""A surface on which a kind of chart puts its marks: all geometry in CSS px, decided before Vega draws.

Vega-Lite has no collision avoidance, lets texts run over the edge and gives a picture whatever size its
labels happen to need. Here a chart knows its exact size and the box of every text at once, and the frozen
picture has the very width of its slot. What comes of it is a layered Altair chart with unscaled positions.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import combinations
from math import ceil
from typing import TYPE_CHECKING, Any, Literal

from reportgen.charts.lettering import BOLD, NORMAL, width_of
from reportgen.charts.theme import Theme

if TYPE_CHECKING:
    import altair as alt

Align = Literal["left", "center", "right"]
Look = Literal[
    "subject", "actual", "prior", "part", "other", "implied", "plan", "forecast", "forecast subject"
]
Point = tuple[float, float]

ASCENT, DESCENT = 0.74, 0.24  # of the letters' size, for Inter's capitals and descenders
HATCH_STEP, HATCH_WIDTH = 5.5, 1.2
OUTLINE = 1.2
NOTHING = "transparent"
SLACK = 0.5  # by which letters, measured without kerning, may seem to touch

_FILLS: dict[Look, str] = {
    "subject": "accent",
    "actual": "strong",
    "prior": "mark",
    "part": "mid",
    "other": "soft",
    "implied": "accent_soft",
}
_STROKES: dict[Look, str] = {
    "other": "mark",
    "implied": "accent",
    "plan": "strong",
    "forecast": "strong",
    "forecast subject": "accent",
}
LETTERS_ON: dict[Look, str] = {
    "subject": "accent_text",
    "actual": "paper",
    "prior": "ink",
    "part": "paper",
    "other": "ink",
    "implied": "ink",
}


@dataclass(frozen=True)
class Box:
    """The place that a text takes, in CSS px."""

    text: str
    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: Box, slack: float = SLACK) -> bool:
        """Whether two texts stand on each other."""
        aside = self.right <= other.left + slack or other.right <= self.left + slack
        return not (aside or self.bottom <= other.top + slack or other.bottom <= self.top + slack)


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong inside a picture: ``label-clipped`` or ``label-overlap``, and a sentence on it."""

    code: Literal["label-clipped", "label-overlap"]
    message: str


@dataclass
class Canvas:
    """Marks of one picture, collected; ``specification()`` makes a Vega-Lite chart of them."""

    theme: Theme
    width: float
    height: float
    bars: list[dict[str, Any]] = field(default_factory=list)
    hatches: list[dict[str, Any]] = field(default_factory=list)
    rules: list[dict[str, Any]] = field(default_factory=list)
    lines: list[dict[str, Any]] = field(default_factory=list)
    dots: list[dict[str, Any]] = field(default_factory=list)
    texts: list[dict[str, Any]] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.height = float(ceil(self.height))  # whole pixels, so that what stands below it stays on the grid

    @property
    def size(self) -> float:
        """The size of letters."""
        return self.theme.sizes["chart"]

    def bar(self, left: float, top: float, right: float, bottom: float, look: Look) -> None:
        """A filled, outlined or hatched rectangle, by what it stands for."""
        left, right, top, bottom = min(left, right), max(left, right), min(top, bottom), max(top, bottom)
        fill = self.theme[_FILLS[look]] if look in _FILLS else NOTHING
        stroke = self.theme[_STROKES[look]] if look in _STROKES else NOTHING
        inset = OUTLINE / 2 if look in _STROKES else 0.0
        if look in ("forecast", "forecast subject"):
            self.hatch(left, top, right, bottom, _STROKES[look])
        sides = {"x": left + inset, "x2": right - inset, "y": top + inset, "y2": bottom - inset}
        self.bars.append(_exact(sides) | {"fill": fill, "stroke": stroke, "w": OUTLINE if inset else 0})

    def hatch(self, left: float, top: float, right: float, bottom: float, color: str) -> None:
        """Slanting lines that end at the sides of a rectangle: drawn, so that no engine's patterns matter."""
        width, height = right - left, bottom - top
        offset = HATCH_STEP / 2
        path = ""
        while offset < width + height:
            upper = f"{min(offset, width):.2f},{max(0.0, offset - width):.2f}"
            lower = f"{max(0.0, offset - height):.2f},{min(offset, height):.2f}"
            path += f"M{upper}L{lower}"
            offset += HATCH_STEP
        if path:
            place = _exact({"x": left, "y": top})
            self.hatches.append(place | {"path": path, "stroke": self.theme[color], "w": HATCH_WIDTH})

    def rule(self, x: float, y: float, x2: float, y2: float, color: str = "muted", width: float = 1) -> None:
        """A straight line; ``color`` is a token's name."""
        self.rules.append(
            _exact({"x": x, "y": y, "x2": x2, "y2": y2}) | {"stroke": self.theme[color], "w": width}
        )

    def line(self, points: Sequence[Point], color: str, width: float | None = None) -> None:
        """A line through points."""
        width, name = width or self.theme.sizes["line"], len(self.lines)
        self.lines += [
            _exact({"x": x, "y": y}) | {"line": name, "order": order, "stroke": self.theme[color], "w": width}
            for order, (x, y) in enumerate(points)
        ]

    def dot(self, x: float, y: float, color: str, radius: float = 3) -> None:
        """A filled circle."""
        self.dots.append(
            _exact({"x": x, "y": y}) | {"fill": self.theme[color], "area": round(3.14159 * radius**2, 2)}
        )

    def text(
        self, x: float, y: float, text: str, color: str = "ink", align: Align = "left", *, bold: bool = False
    ) -> None:
        """A line of text whose letters stand on ``y``."""
        if not text:
            return
        weight = BOLD if bold else NORMAL
        self.texts.append(
            _exact({"x": x, "y": y})
            | {"text": text, "fill": self.theme[color], "align": align, "weight": weight}
        )
        width = width_of(text, self.size, weight)
        left = x - width * {"left": 0, "center": 0.5, "right": 1}[align]
        self.boxes.append(Box(text, left, y - ASCENT * self.size, left + width, y + DESCENT * self.size))

    def rows(
        self, x: float, middle: float, rows: Sequence[str], color: str = "ink", align: Align = "left", *,
        bold: bool = False,
    ) -> None:  # fmt: skip
        """Lines of text, centred on a height."""
        for index, row in enumerate(rows):
            offset = (index - (len(rows) - 1) / 2) * self.leading
            self.text(x, self.baseline(middle + offset), row, color, align, bold=bold)

    @property
    def leading(self) -> float:
        """From one line of a text to the next."""
        return self.size * 1.25

    def baseline(self, middle: float) -> float:
        """Where letters stand whose digits are centred on a height."""
        return middle + self.size * 0.36

    def words(self) -> Iterator[str]:
        """The texts that it draws, each as one piece."""
        return (box.text for box in self.boxes)

    def faults(self) -> Iterator[Fault]:
        """Texts that reach over the edge, and texts that stand on each other."""
        for box in self.boxes:
            beyond = (-box.left, -box.top, box.right - self.width, box.bottom - self.height)
            if max(beyond) > SLACK:
                yield Fault("label-clipped", f"'{box.text}' reaches over the picture's edge")
        for one, other in combinations(self.boxes, 2):
            if one.overlaps(other):
                yield Fault("label-overlap", f"'{one.text}' and '{other.text}' stand on each other")

    def specification(self) -> dict[str, Any]:
        """The marks as a layered Vega-Lite chart of exactly the canvas's size, made by Altair."""
        marks = {
            "bars": self.bars,
            "hatches": self.hatches,
            "rules": self.rules,
            "lines": self.lines,
            "dots": self.dots,
            "texts": self.texts,
        }
        drawn = {name: rows for name, rows in marks.items() if rows}
        letters = (self.theme.fonts["sans"], self.size)
        return {
            "width": self.width,
            "height": self.height,
            "padding": 0,
            "autosize": "none",
            "layer": [_layer(name, *letters) for name in drawn],
            "datasets": drawn,
        }


@lru_cache(maxsize=32)
def _layer(name: str, font: str, size: float) -> dict[str, Any]:
    """A layer of marks as Altair writes it: the same for every chart but for its data, so made once."""
    import altair as alt

    layers = {
        "bars": _bars,
        "hatches": _hatches,
        "rules": _rules,
        "lines": _lines,
        "dots": _dots,
        "texts": _texts,
    }
    chart = layers[name](_positioned(name)).properties(data=alt.NamedData(name=name))
    layer: dict[str, Any] = chart.to_dict(validate=False)
    texts = {"font": font, "fontSize": size} if name == "texts" else {}
    return {"data": layer["data"], "mark": {**layer["mark"], **texts}, "encoding": layer["encoding"]}


def _bars(chart: alt.Chart) -> Any:  # noqa: ANN401 - altair's marks return its Self
    return chart.mark_rect(fill=_of("fill"), stroke=_of("stroke"), strokeWidth=_of("w"))


def _hatches(chart: alt.Chart) -> Any:  # noqa: ANN401 - altair's marks return its Self
    """Paths as symbols of size 4, which Vega draws at one to one."""
    return chart.mark_point(
        shape=_of("path"), size=4, stroke=_of("stroke"), strokeWidth=_of("w"), opacity=1, filled=False
    )


def _rules(chart: alt.Chart) -> Any:  # noqa: ANN401 - altair's marks return its Self
    return chart.mark_rule(stroke=_of("stroke"), strokeWidth=_of("w"))


def _lines(chart: alt.Chart) -> Any:  # noqa: ANN401 - altair's marks return its Self
    import altair as alt

    return chart.mark_line(strokeJoin="round", strokeCap="round").encode(
        detail=alt.Detail("line", type="nominal"),
        order=alt.Order("order", type="quantitative"),
        stroke=alt.Stroke("stroke", type="nominal", scale=None),
        strokeWidth=alt.StrokeWidth("w", type="quantitative", scale=None),
    )


def _dots(chart: alt.Chart) -> Any:  # noqa: ANN401 - altair's marks return its Self
    return chart.mark_point(shape="circle", fill=_of("fill"), stroke=NOTHING, size=_of("area"), opacity=1)


def _texts(chart: alt.Chart) -> Any:  # noqa: ANN401 - altair's marks return its Self
    import altair as alt

    letters: alt.Chart = chart.mark_text(
        fill=_of("fill"), align=_of("align"), fontWeight=_of("weight"), baseline="alphabetic"
    )
    return letters.encode(text=alt.Text("text", type="nominal"))


def _positioned(name: str) -> alt.Chart:
    import altair as alt

    where: dict[str, Any] = {
        "x": alt.X("x", type="quantitative", scale=None, axis=None),
        "y": alt.Y("y", type="quantitative", scale=None, axis=None),
    }
    ends = {"x2": "x2", "y2": "y2"} if name in ("bars", "rules") else {}
    chart: alt.Chart = alt.Chart().encode(**where, **ends)
    return chart


def _of(name: str) -> alt.ExprRef:
    """A property of a mark that is a field of its datum."""
    import altair as alt

    return alt.ExprRef(f"datum.{name}")


def _exact(sides: dict[str, float]) -> dict[str, Any]:
    return {name: round(value, 2) for name, value in sides.items()}
