"""What a language says on every page, whatever the brief is about: headings, labels, links, the index of editions.

Templates find these texts as ``words.page``, ``words.exhibits``, ``words.origins`` and ``words.index``, and fill the
names in braces by the filter ``filled``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Page:
    """The frame of a document: what it is, its parts, and the small words around them.

    ``numbered`` counts the pages of print. ``figures_of`` and ``author`` are for programs that list documents.
    Where a text speaks of the document, it holds ``{document}``: a kind of document fills in its word.
    """

    brief: str
    author: str
    figures_of: str
    skip: str
    draft: str
    numbered: str
    key_figures: str
    on: Mapping[str, str]  # what growth is measured on, by the length of the period before: "year", "quarter"
    contents: str
    in_this_brief: str
    definitions: str
    sources: str
    figures: str
    edition_notes: str
    notices: str
    note: str
    this_edition: str
    made_from: str
    missing: str
    table: str
    back: str


@dataclass(frozen=True, slots=True)
class Exhibits:
    """What stands around an exhibit; ``sources`` takes their number."""

    numbered: str
    sources: Callable[[int], str]
    table: str
    values: str
    download: str
    values_and_downloads: str
    values_file: str
    chart_file: str
    raw: str


@dataclass(frozen=True, slots=True)
class Origins:
    """Where figures come from: the table of all figures, what opens at a figure, and references to sources.

    ``lead`` stands above the table on the page, ``lead_in_print`` on paper, where ``listed`` heads what belongs to a
    ``measure``. ``sources`` takes their number. ``flags`` are the marks of sources beside numbers.
    """

    lead: str
    lead_in_print: str
    stated: str
    computed: str
    figure: str
    period: str
    value: str
    range: str
    source: str
    sources: Callable[[int], str]
    formula: str
    measure: str
    listed: str
    equivalents: str
    inputs: str
    note: str
    all_figures: str
    close: str
    cited: str
    cited_at: str
    titled: str
    exact: str
    pages: str
    not_stated: str
    footnote: str
    flags: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Files:
    """The files that belong to an edition: as the page offers them, and as a PDF describes what it carries."""

    pdf: str
    table: str
    record: str
    manifest: str
    attached_table: str
    attached_record: str
    attached_manifest: str


@dataclass(frozen=True, slots=True)
class Links:
    """Links of a PDF as they are read aloud: an entry of the contents, and the mark of a footnote."""

    on_page: str
    footnote: str


@dataclass(frozen=True, slots=True)
class Index:
    """The page that lists all editions; ``counted`` takes their number."""

    title: str
    counted: Callable[[int], str]
    page: str
    page_of: str
    pdf: str
    pdf_of: str
    size: str
