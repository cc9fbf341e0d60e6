"""The page in English: "In this brief", "Figures and sources", "Also stated as", "3 editions, the latest first"."""

from __future__ import annotations

from reportgen.language.page import Exhibits, Files, Index, Links, Mail, Origins, Page, Portfolio

PAGE = Page(
    brief="Investor brief",  # a kind of document has its own
    author="{entity} {document}, made with reportgen",
    figures_of="{entity}, {period}: figures",
    skip="Skip to the {document}",
    draft="Draft, not for distribution",
    numbered="page {page} of {pages}",
    key_figures="Key figures",
    history="{figure}, {count}\u00a0{periods}",
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
    see_exhibit="exhibit\u00a0{number}",
    shown_above="See {exhibit}, above.",
    task_done="Done",
    task_open="Open",
    link_to="Link to “{title}”",
    skip_section="Skip to “{title}”",
    beside="(beside this page)",
    opens="Every number opens its origin: tap or click it, in the text, in a table, on a chart.",
)

EXHIBITS = Exhibits(
    numbered="Exhibit {number}.",
    sources=lambda number: "Source: {sources}" if number == 1 else "Sources: {sources}",
    via="{role} via {name}",
    others=lambda number: "and one other" if number == 1 else f"and {number} others",
    table="Table: {title}",
    values="Values: {title}",
    values_shown="Values",
    download="Download",
    kinds={"csv": "CSV", "svg": "SVG", "png": "PNG", "vl.json": "Vega-Lite"},
    beside="beside this page:",
    skip="Skip the figures of this table",
    raw="{name}, raw",
)

ONCE = (
    "Every figure in this {document}, once: as its source states it, or by the formula that it was computed with. The "
    "range is what the rounding of the figures behind it leaves open"
)
IN_PRINT = (
    "Each measure with how it was computed, or the source that states it, and the pages on which it stands. Below a "
    "value: the range that rounding leaves open; a stated figure lies within half a unit of its last digit. Growth is "
    "the figure divided by the earlier one, less 1, and a change the one less the other"
)


def left_out(number: int) -> str:
    """What the appendix on paper leaves to the page and to what the PDF carries."""
    figures = "One more figure is" if number == 1 else f"{number:,} more figures are"
    return f"{figures} listed on the page and in facts.csv, which this PDF carries."


ORIGINS = Origins(
    lead=f"{ONCE}.",
    lead_in_print=f"{IN_PRINT}.",
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
    standing="Pages",
    other_periods="Other periods",
    in_period="{period}: ",
    units={
        "currency": "Amounts in {currency}",
        "rate of money": "Amounts in {currency} per unit",
        "rate": "Rates",
        "percent": "Percent",
        "points": "Percentage points",
        "multiple": "Multiples",
        "count": "Numbers",
        "duration": "Durations",
    },
    left_out=left_out,
    equivalents="Also stated as",
    inputs="Made from",
    note="Note",
    all_figures="All figures",
    close="Close",
    cited="Source {number}",
    cited_at="Source {number}, {anchor}",
    titled="Source {number}: {title}",
    exact="exact",
    not_stated="Not stated",
    footnote="footnote {mark} of the source",
    flags={"p": "provisional", "e": "estimated", "r": "revised", "b": "break in series"},
)

FILES = Files(
    pdf="This {document} as PDF",
    table="Facts as a table",
    record="Facts, formulas and ledger",
    manifest="Manifest",
    workbook="Facts as a workbook",
    sheet_of_facts="Facts",
    sheet_of_ledger="Ledger",
    sheet_of_sources="Sources",
    attached_table="The facts as a table",
    attached_record="Facts, formulas and the ledger of figures",
    attached_manifest="What the edition was made from, by hash",
)

LINKS = Links(on_page="{text}, page {page}", footnote="Note {letter}")

INDEX = Index(
    title="Briefs",
    choose="Choose",
    filters={"entity": "About", "kind": "Kind", "period": "Period"},
    search="Find in titles",
    every="All",
    nothing="No edition is all of that. Choose “All” in one of the lists, or find fewer words.",
    counted=lambda number: "{number} edition" if number == 1 else "{number} editions, the latest first",
    page="Page",
    page_of="Page: {title}",
    pdf="PDF, {size}",
    pdf_of="PDF, {size}: {title}",
    size="{kilobytes} KB",
    of_brief="{entity}: all editions",
    history="All editions",
    history_of="All editions of {title}",
    all_briefs="All briefs",
    feed="Feed",
    key_figure="{label}: {figure}",
    revision="Revision {number}",
    revision_because="Revision {number}: {reason}",
    replaced="Replaced by a revision",
    revised="This edition was revised",
    revised_because="Why: {reason}",
    to_revision="Read revision {number}: {title}",
    as_published="It stands as it was published, for the record:",
    forward="Go on to {title}",
)

MAIL = Mail(
    read="Read this {document}, with the origin of every number",
    attached="The PDF is attached, with its facts.",
    changed="Since the last edition",
    as_recorded="Every number is as the edition of {day} states it.",
)

PORTFOLIO = Portfolio(
    counted=lambda number: "{number} brief" if number == 1 else "{number} briefs",
    lacking=lambda number: "{number} more has no edition" if number == 1 else "{number} more have no edition",
    part="{first} to {last}",
    parts="Parts of this list",
    title="[label]: {{ [metric] }} in all",
    title_without="[label], from [last] to [first]",
    total="Together they come to {{ [metric] }}.",
    ends=(
        "At the upper end is [first] with {{ [metric_of_first] }}, "
        "at the lower end [last] with {{ [metric_of_last] }}."
    ),
    few="[first]: {{ [metric_of_first] }}.",
    ranked="[label]: most at [first], least at [last]",
    top="[label], the upper end: most at [first]",
    bottom="[label], the lower end: least at [last]",
    spread="[label]: how all of them are spread",
    far_label="Far from the rest",
    far="[label]: [names].",
    far_one="[name] ({{ [metric_of_name] }})",
    summed="Sum over all of them",
)
