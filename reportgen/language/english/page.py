"""The page in English: "In this brief", "Figures and sources", "Also stated as", "3 editions, the latest first"."""

from __future__ import annotations

from reportgen.language.page import Exhibits, Files, Index, Links, Origins, Page

PAGE = Page(
    brief="Investor brief",  # a kind of document has its own
    author="{entity} {document}, made with reportgen",
    figures_of="{entity}, {period}: figures of the {document}",
    skip="Skip to the {document}",
    draft="Draft, not for distribution",
    numbered="page {page} of {pages}",
    key_figures="Key figures",
    on={"year": "YoY", "half": "HoH", "quarter": "QoQ", "month": "MoM", "week": "WoW", "day": "DoD"},
    contents="Contents",
    in_this_brief="In this {document}",
    definitions="Definitions",
    sources="Sources",
    figures="Figures and sources",
    edition_notes="Notes on this edition",
    notices="Notices",
    note="Note",
    this_edition="This edition",
    made_from="reportgen {version}, inputs sha256 {inputs}",
    missing="Exhibit “{name}” could not be made; the findings say why.",
    table="Table",
    back="back",
)

EXHIBITS = Exhibits(
    numbered="Exhibit {number}.",
    sources=lambda number: "Source: {sources}" if number == 1 else "Sources: {sources}",
    table="Table: {title}",
    values="Values: {title}",
    download="Download",
    values_and_downloads="Values and downloads",
    values_file="Values (CSV)",
    chart_file="Chart (SVG)",
    raw="{name}, raw",
)

ONCE = (
    "Every figure in this {document}, once: as its source states it, or by the formula that it was computed with. The "
    "range is what the rounding of the figures behind it leaves open"
)

ORIGINS = Origins(
    lead=f"{ONCE}.",
    lead_in_print=f"{ONCE}; a stated figure lies within half a unit of its last digit.",
    stated="Stated by a source",
    computed="Computed from stated figures",
    figure="Figure",
    period="Period",
    value="Value",
    range="Range",
    source="Source",
    sources=lambda number: "Source" if number == 1 else "Sources",
    formula="Formula",
    measure="Measure",
    listed="Period, value, [source] or range and formula, page",
    equivalents="Also stated as",
    inputs="Made from",
    note="Note",
    all_figures="All figures",
    close="Close",
    cited="Source {number}",
    cited_at="Source {number}, {anchor}",
    titled="Source {number}: {title}",
    exact="exact",
    pages="p. {pages}",
    not_stated="Not stated",
    footnote="footnote {mark} of the source",
    flags={"p": "provisional", "e": "estimated", "r": "revised", "b": "break in series"},
)

FILES = Files(
    pdf="This {document} as PDF",
    table="Facts as a table",
    record="Facts, formulas and ledger",
    manifest="Manifest",
    attached_table="The facts as a table",
    attached_record="Facts, formulas and the ledger of figures",
    attached_manifest="What the edition was made from, by hash",
)

LINKS = Links(on_page="{text}, page {page}", footnote="Note {letter}")

INDEX = Index(
    title="Investor briefs",
    counted=lambda number: "{number} edition" if number == 1 else "{number} editions, the latest first",
    page="Page",
    page_of="Page: {title}",
    pdf="PDF, {size}",
    pdf_of="PDF, {size}: {title}",
    size="{kilobytes} KB",
)
