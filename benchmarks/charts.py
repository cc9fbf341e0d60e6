"""What charts take of a build: made as specifications, drawn by the chart engine, and set into the PDF."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.measuring import SAMPLE, reported
from benchmarks.rows import Answer, Row

PARTS = {
    "made": "specifications made",
    "engine": "drawn and painted by the engine",
    "set": "set into the PDF",
}
REMARK = """Conversions a build: {drawn} charts to SVG (each exhibit at its three widths, cards and cells, and once more
    what was mended as judged), {painted} SVG to PNG. A rebuild asks for those alone that changed."""


def answer(_folder: Path, rounds: int, _quick: object = None) -> Answer:
    """Their share of a warm build's CPU, and how often the engine is asked."""
    said = json.loads(reported((sys.executable, "-m", "benchmarks.charts", str(rounds))))
    shares = {part: said[part] / said["whole"] for part in PARTS}
    told = [
        Row(f"charts: {name}", "", f"CPU {said[part]:.2f} s", cpu=shares[part])
        for part, name in PARTS.items()
    ]
    whole = Row("charts in all, of a warm build", f"CPU {said['whole']:.2f} s", "", cpu=sum(shares.values()))
    remark = REMARK.format(drawn=said["drawn"], painted=said["painted"])
    return Answer("Charts of a build", [whole, *told], (remark,))


class Meter:
    """CPU of calls to functions, and how often the engine was asked."""

    def __init__(self) -> None:
        self.spent = dict.fromkeys(("made", "set"), 0.0)
        self.asked = dict.fromkeys(("drawn", "painted"), 0)

    def timed(self, part: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **options: Any) -> Any:  # noqa: ANN401 - whatever is measured
            begun = time.process_time()
            try:
                return function(*arguments, **options)
            finally:
                self.spent[part] += time.process_time() - begun

        return call

    def counted(self, what: str, function: Callable[..., Any], *, all_of_them: bool) -> Callable[..., Any]:
        def call(*arguments: Any) -> Any:  # noqa: ANN401 - whatever is measured
            self.asked[what] += len(arguments[0]) if all_of_them else 1
            return function(*arguments)

        return call


def measure(rounds: int) -> dict[str, float]:
    """The medians of warm builds in this process."""
    import weasyprint.images

    import reportgen
    from reportgen.charts.freeze import Freezer
    from reportgen.document import exhibits, sketching

    runs = []
    with Freezer() as freezer:
        made, drawing = sketching.sketches_of, weasyprint.images.SVGImage.draw
        submit, paint = freezer.submit, freezer.paint
        for _ in range(rounds + 1):
            meter = Meter()
            setattr(exhibits, made.__name__, meter.timed("made", made))
            weasyprint.images.SVGImage.draw = meter.timed("set", drawing)
            freezer.submit = meter.counted("drawn", submit, all_of_them=False)  # type: ignore[method-assign]
            freezer.paint = meter.counted("painted", paint, all_of_them=True)  # type: ignore[method-assign]
            begun, engine = time.process_time(), _spent(freezer)
            reportgen.load(SAMPLE).build(freezer=freezer)
            own, theirs = time.process_time() - begun, _spent(freezer) - engine
            runs.append({**meter.spent, **meter.asked, "engine": theirs, "whole": own + theirs})
    return {name: median(run[name] for run in runs[1:]) for name in runs[0]}


def _spent(freezer: Any) -> float:  # noqa: ANN401 - its process is nobody's business but ours
    stat = Path(f"/proc/{freezer._process.pid}/stat").read_text(encoding="ascii")  # noqa: SLF001 - as said
    user, system = stat.rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    print(json.dumps(measure(int(sys.argv[1]))))
