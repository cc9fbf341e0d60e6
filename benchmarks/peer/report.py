"""The peer: the script that one would write in an afternoon to get the same brief, with nothing checked.

    python benchmarks/peer/report.py OUTPUT

The same words, tables and charts as the sample brief (``content.json``, which ``refresh.py`` takes from its
edition), drawn by Altair's defaults, set by Jinja2 and WeasyPrint into one HTML file and one tagged PDF. It
is written to be quick: each chart is drawn once, and the HTML is rendered once for both.
"""

import base64
import json
import sys
from pathlib import Path
from typing import Any

import altair as alt
import pandas as pd
import vl_convert
from jinja2 import Environment, FileSystemLoader, select_autoescape
from weasyprint import HTML

HERE = Path(__file__).parent
Chart = dict[str, Any]
SIZE = {"width": 520, "height": 150}


def columns(data: pd.DataFrame, chart: Chart) -> alt.TopLevelMixin:
    bars = alt.Chart(data).mark_bar()
    bars = bars.encode(x=alt.X("name:N", sort=None, title=None), y=alt.Y("value:Q", title=chart["unit"]))
    return (bars + bars.mark_text(dy=-6).encode(text="label:N")).properties(**SIZE)


def bars(data: pd.DataFrame, chart: Chart) -> alt.TopLevelMixin:
    rows = alt.Chart(data).mark_bar()
    rows = rows.encode(x=alt.X("value:Q", title=chart["unit"]), y=alt.Y("name:N", sort="-x", title=None))
    return (rows + rows.mark_text(dx=14).encode(text="label:N")).properties(**SIZE)


def line(data: pd.DataFrame, chart: Chart) -> alt.TopLevelMixin:
    drawn = alt.Chart(data).mark_line(point=True)
    drawn = drawn.encode(x=alt.X("name:N", sort=None, title=None), y=alt.Y("value:Q", title=chart["unit"]))
    return (drawn + drawn.mark_text(dy=-10).encode(text="label:N")).properties(**SIZE)


def grouped(data: pd.DataFrame, chart: Chart) -> alt.TopLevelMixin:
    return (
        alt.Chart(data)
        .mark_bar()
        .properties(width=180, height=150)
        .encode(
            x=alt.X("series:N", title=None),
            y=alt.Y("value:Q", title=chart["unit"]),
            color="series:N",
            column=alt.Column("name:N", sort=None, title=None),
        )
    )


def stacked(data: pd.DataFrame, chart: Chart) -> alt.TopLevelMixin:
    growth = alt.Chart(data[data.series == data.series.iloc[-1]]).mark_line(point=True)
    growth = growth.encode(x=alt.X("name:N", sort=None, title=None), y=alt.Y("value:Q", title="percent"))
    return alt.vconcat(
        columns(data[data.series == data.series.iloc[0]], chart), growth.properties(width=520, height=60)
    )


def sparkline(data: pd.DataFrame, _chart: Chart) -> alt.TopLevelMixin:
    drawn = (
        alt.Chart(data)
        .mark_line()
        .encode(x=alt.X("name:N", sort=None, axis=None), y=alt.Y("value:Q", axis=None))
    )
    return drawn.properties(width=90, height=22)


KINDS = {kind.__name__: kind for kind in (columns, bars, line, grouped, stacked, sparkline)}


def draw(chart: Chart) -> str:
    """A chart as the address of an image: SVG in base64."""
    drawn = KINDS[chart["kind"]](pd.DataFrame(chart["rows"]), chart)
    svg = vl_convert.vegalite_to_svg(drawn.to_json())
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()


def read() -> dict[str, Any]:
    return json.loads((HERE / "content.json").read_text(encoding="utf-8"))


def page(content: dict[str, Any], pictures: dict[str, str]) -> str:
    environment = Environment(loader=FileSystemLoader(HERE), autoescape=select_autoescape())
    return environment.get_template("report.html").render(**content, pictures=pictures)


def main(output: Path) -> None:
    output.mkdir(parents=True, exist_ok=True)
    content = read()
    html = page(content, {name: draw(chart) for name, chart in content["charts"].items()})
    (output / "brief.html").write_text(html, encoding="utf-8")
    HTML(string=html).write_pdf(output / "brief.pdf", pdf_variant="pdf/ua-1")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
