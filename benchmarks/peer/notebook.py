"""A loop as of Quarto: a notebook that draws the charts is executed, a kernel a document; then the peer prints it.

    python benchmarks/peer/notebook.py OUTPUT COUNT

Says the median clock and CPU of a document, kernels included, the first left out, as JSON.
"""

import base64
import json
import os
import sys
import time
from pathlib import Path
from statistics import median

import nbformat
import report
from nbclient import NotebookClient
from weasyprint import HTML

SETUP = f"""\
import sys
sys.path.insert(0, {str(report.HERE)!r})
import pandas as pd, report, vl_convert
from IPython.display import SVG
content = report.read()
"""
CHART = """\
chart = content["charts"][{name!r}]
drawn = report.KINDS[chart["kind"]](pd.DataFrame(chart["rows"]), chart)
SVG(vl_convert.vegalite_to_svg(drawn.to_json()))
"""


def main(output: Path) -> None:
    output.mkdir(parents=True, exist_ok=True)
    content = report.read()
    cells = [SETUP, *(CHART.format(name=name) for name in content["charts"])]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    NotebookClient(notebook, kernel_name="python3").execute()
    svgs = (cell.outputs[0].data["image/svg+xml"] for cell in notebook.cells[1:])
    pictures = {
        name: "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()
        for name, svg in zip(content["charts"], svgs, strict=True)
    }
    html = report.page(content, pictures)
    (output / "brief.html").write_text(html, encoding="utf-8")
    HTML(string=html).write_pdf(output / "brief.pdf", pdf_variant="pdf/ua-1")


def loop(output: Path, count: int) -> None:
    runs = []
    for _ in range(count + 1):
        wall, before = time.perf_counter(), os.times()
        main(output)
        runs.append((time.perf_counter() - wall, sum(os.times()[:4]) - sum(before[:4])))
    walls, cpus = zip(*runs[1:], strict=True)
    print(json.dumps({"wall": median(walls), "cpu": median(cpus)}))


if __name__ == "__main__":
    loop(Path(sys.argv[1]), int(sys.argv[2]))
