"""From page to PDF: the peer's page, its charts ready-made in it, set by WeasyPrint and by the engines of others."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from benchmarks.measuring import PEER, interleaved, middle, timed
from benchmarks.peers import FLAGS, NODE, TYPST, Peers, peers
from benchmarks.rows import Answer, compared

PRINT = "import sys, weasyprint; weasyprint.HTML(sys.argv[1]).write_pdf(sys.argv[2], pdf_variant='pdf/ua-1')"
TYPESET = "import sys; sys.path.insert(0, sys.argv[1]); import typst; typst.compile(sys.argv[2], output=sys.argv[3])"
Command = Sequence[str | Path]
REMARKS = (
    """Whole processes, charts ready-made: the sample’s pages by reportgen, the same content in the peer’s page by the
    others. reportgen fits and numbers pages, and writes PDF/UA-1 and PDF/A-3a in one file; WeasyPrint, PDF/UA-1.""",
    f"""Chromium is Debian’s, also under paged.js ({NODE["pagedjs-cli"]}) and Vivliostyle ({NODE["@vivliostyle/cli"]});
    {TYPST.replace("==", " ")} sets its own markup of the same words, tables and pictures.""",
)


def answer(folder: Path, rounds: int, _quick: object = None) -> Answer:
    """Whole processes: the pages of reportgen, and the peer's page set by WeasyPrint alone and by others."""
    there, prepared = peers(), folder / "pages.json"
    pages = (sys.executable, "-m", "benchmarks.pages")
    timed((sys.executable, PEER / "report.py", folder))
    timed((sys.executable, PEER / "typeset.py", folder / "typst"))
    timed((*pages, "prepare", prepared))
    asked: dict[str, Command] = {"reportgen": (*pages, "print", prepared, folder / "reportgen.pdf")}
    asked |= commands(there, folder / "brief.html", folder)
    runs = interleaved({name: partial(timed, command) for name, command in asked.items()}, rounds)
    ours, *others = ((name, middle(found)) for name, found in runs.items())
    rows = [compared(f"page to PDF, beside {name}", other, ours[1]) for name, other in others]
    missing = f"Not to be had here: {', '.join(there.missing)}." if there.missing else ""
    return Answer("From page to PDF", rows, (*REMARKS, missing))


def commands(there: Peers, page: Path, folder: Path) -> dict[str, Command]:
    """How each engine that is there is called."""
    found: dict[str, Command] = {"WeasyPrint": (sys.executable, "-c", PRINT, page, folder / "weasyprint.pdf")}
    browser = [f"--user-data-dir={folder / 'profile'}", *FLAGS]
    if there.chromium:
        pdf = f"--print-to-pdf={folder / 'chromium.pdf'}"
        found["Chromium"] = (
            there.chromium,
            "--headless",
            *browser,
            "--no-pdf-header-footer",
            pdf,
            page.as_uri(),
        )
    if there.chromium and there.pagedjs:
        found["paged.js"] = ("env", f"PUPPETEER_EXECUTABLE_PATH={there.chromium}", there.pagedjs, page, "-o",
                             folder / "pagedjs.pdf", "--browserArgs", ",".join(FLAGS))  # fmt: skip
    if there.chromium and there.vivliostyle:
        found["Vivliostyle"] = (there.vivliostyle, "build", page, "-o", folder / "vivliostyle.pdf",
                                "--executable-browser", there.chromium)  # fmt: skip
    if there.typst:
        found["typst"] = (
            sys.executable,
            "-c",
            TYPESET,
            there.typst,
            folder / "typst" / "brief.typ",
            folder / "typst.pdf",
        )
    return found
