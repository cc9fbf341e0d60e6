"""Everything that a document is made of besides facts and words, read before it is made: templates, styles, a logo.

So each of them is judged while findings can still be gathered, and the edition knows what it is made from.
"""

from __future__ import annotations

from reportgen.brief import Brief
from reportgen.document.assembly import house, logo, own_style
from reportgen.document.cover import cover
from reportgen.document.page import filters
from reportgen.document.parts import environment_of, read_templates
from reportgen.document.stylesheet import read_faces, read_sheets
from reportgen.figures.ledger import Ledger
from reportgen.findings import Findings


def read_parts(brief: Brief, ledger: Ledger, findings: Findings) -> None:
    """Read the parts of a brief's document; what cannot be read, or is no template, is a finding."""
    files = brief.files
    read_sheets(files, findings)
    read_faces(files, findings)
    environment = environment_of(files)
    environment.filters |= filters(ledger)
    read_templates(environment, files, findings)
    own_style(brief, findings)
    logo(brief, findings)
    house(brief, findings)
    cover(brief, findings)
