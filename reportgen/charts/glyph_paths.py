"""A letter's outline as the data of an SVG path, in as few characters as it takes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from fontTools.pens.basePen import BasePen

Point = tuple[float, float]


class PathPen(BasePen):  # type: ignore[misc] # fontTools has no types
    """Collects relative commands in whole units of a grid; a command that is said again is left out."""

    def __init__(self, glyphs: Any, grain: float) -> None:  # noqa: ANN401 - as above
        super().__init__(glyphs)
        self._grain = grain  # units of the font in one of the grid
        self._at: tuple[int, int] = (0, 0)
        self._start = self._at
        self._parts: list[str] = []
        self._command = ""

    @property
    def path(self) -> str:
        return "".join(self._parts)

    def _moveTo(self, point: Point) -> None:  # noqa: N802 - as BasePen calls them, here and below
        self._say("m", [point])

    def _lineTo(self, point: Point) -> None:  # noqa: N802
        to = self._on_grid(point)
        across, down = to[0] - self._at[0], to[1] - self._at[1]
        if not down:
            self._add("h", (across,))
        elif not across:
            self._add("v", (down,))
        else:
            self._add("l", (across, down))
        self._at = to

    def _qCurveToOne(self, control: Point, point: Point) -> None:  # noqa: N802
        self._say("q", [control, point])

    def _curveToOne(self, first: Point, second: Point, point: Point) -> None:  # noqa: N802
        self._say("c", [first, second, point])

    def _closePath(self) -> None:  # noqa: N802
        self._parts.append("z")
        self._command, self._at = "", self._start

    def _say(self, command: str, points: Sequence[Point]) -> None:
        x, y = self._at
        whole = [self._on_grid(point) for point in points]
        self._add(command, [number for across, down in whole for number in (across - x, down - y)])
        self._at = whole[-1]
        if command == "m":
            self._start = self._at

    def _on_grid(self, point: Point) -> tuple[int, int]:
        return round(point[0] / self._grain), round(point[1] / self._grain)

    def _add(self, command: str, numbers: Sequence[int]) -> None:
        text = "".join(
            f"{number}" if number < 0 or not index else f" {number}" for index, number in enumerate(numbers)
        )
        again = command == self._command
        self._parts.append(f" {text}" if again and numbers[0] >= 0 else text if again else command + text)
        self._command = command
