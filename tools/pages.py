"""How full the pages of the gallery are: for each brief and paper its pages, their largest holes, what is found.

.venv/bin/python -m tools.pages              every brief of the gallery, on A4 and Letter
.venv/bin/python -m tools.pages fund peers   some

Pages are set as they will be printed, with empty pictures of the right size in the place of charts.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from pathlib import Path

import reportgen
from reportgen.document.layout_findings import rehearsal
from reportgen.document.page_fill import PageFill, page_fills
from reportgen.drawing import elastic
from reportgen.findings import Findings
from reportgen.plan import assemble, judged_pages
from tests.gallery import BRIEFS, PAPERS, SHAPES, Subject
from tools.asked import asked

HEAD = ("| brief | paper | pages | full | largest hole | findings |", "|---|---|---|---|---|---|")


def row(subject: Subject) -> str:
    """One brief on one paper."""
    with tempfile.TemporaryDirectory() as root:
        plan = reportgen.load(subject.write(Path(root)), allow_code=True).plan()
        if plan.has_errors:
            return f"| {subject.folder.name} | {subject.paper} | | | | {'; '.join(map(str, plan.findings))} |"
        content, found = assemble(plan, draft=False), Findings(plan.findings)
        layout = rehearsal(content, plan.drawn, plan.brief, found, elastic(plan, {}))
        judged = judged_pages(replace(plan, findings=tuple(found)), content, layout).findings
    codes = sorted({one.code for one in judged})
    fills = page_fills(layout.sheets)
    cells = (subject.folder.name, subject.paper, str(len(fills)), *_told(fills))
    return f"| {' | '.join(cells)} | {', '.join(codes) or 'none'} |"


def _told(fills: Sequence[PageFill]) -> Iterator[str]:
    yield " ".join(f"{fill.full:.0%}" for fill in fills)
    worst = max(fills, key=lambda fill: fill.hole)
    yield f"{worst.hole:.0%}, page {worst.page}" if worst.hole else "none"


def main(names: Sequence[str], say: Callable[[str], object]) -> int:
    """Print the table of the briefs named, or of all; 2 if there is none such."""
    every = {**BRIEFS, **SHAPES}
    if unknown := sorted(set(names) - set(every)):
        say(f"pages: no brief {unknown[0]!r}; there are {', '.join(every)}")
        return 2
    subjects = [Subject(every[name], paper) for name in names or BRIEFS for paper in PAPERS]
    for line in HEAD:
        say(line)
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        for line in pool.map(row, subjects):
            say(line)
    return 0


if __name__ == "__main__":
    sys.exit(main(asked(__doc__, many="BRIEF"), print))
