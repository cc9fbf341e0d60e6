"""What an author sees of a preview: the frame around a page, the findings, the index."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined

from reportgen.preview.ledger import lines_of
from reportgen.preview.previewed import Made, Previewed

VIEWS = ("page", "print", "exhibits", "ledger")
LOOK = {"look.css": "text/css", "look.js": "text/javascript"}
DRAWING, CHARTS = ".svg", "charts/"

_environment = Environment(
    loader=PackageLoader("reportgen.preview", "look"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def view(brief: Previewed, which: str, project: Path, *, at_work: bool) -> str:
    """One view of a brief, with the switch between views and the findings."""
    made = brief.made
    findings = [(one.severity, one.code, one.said, _where(one.place, project)) for one in made.findings]
    return _environment.get_template("brief.html.jinja").render(
        name=brief.name,
        which=which,
        views=VIEWS,
        made=made,
        at_work=at_work,
        findings=findings,
        drawings=_drawings(made),
        lines=lines_of(made.edition.files["facts.json"]) if which == "ledger" and made.edition else (),
    )


def index(names: Iterable[str]) -> str:
    """All briefs that there are."""
    return _environment.get_template("index.html.jinja").render(names=names)


def state(made: Made) -> str:
    """What the browser compares: whether the page, or what stands around it, is another."""
    return json.dumps({"page": made.page_of, "of": made.of, "edition": made.edition_of, "tried": made.tried})


def _drawings(made: Made) -> list[tuple[str, str]]:
    """The exhibits that are drawn: their names, and their files in the edition."""
    files = made.edition.files if made.edition else ()
    return [
        (name.removeprefix(CHARTS).removesuffix(DRAWING), name)
        for name in sorted(files)
        if name.startswith(CHARTS) and name.endswith(DRAWING)
    ]


def _where(place: object, project: Path) -> str:
    """A place as short as its author would write it: from the project's folder."""
    return str(place).removeprefix(f"{project}/")
