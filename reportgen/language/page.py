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

    ``numbered`` counts the pages of print. ``link_to`` is a heading's link to itself, ``skip_section`` the way past its
    section, ``opens`` what a number does that shows nothing of it. ``figures_of`` and ``author`` are for programs that
    list documents. Where a text speaks of the document, it holds ``{document}``: a kind of document fills in its word.
    """

    brief: str
    author: str
    figures_of: str
    skip: str
    draft: str
    numbered: str
    key_figures: str
    history: str
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
    see_exhibit: str  # in a sentence, with its number
    shown_above: str  # where an exhibit was to stand a second time: takes ``see_exhibit``
    task_done: str
    task_open: str
    link_to: str
    skip_section: str
    opens: str
    beside: str  # behind a file that lies in the folder of the page


@dataclass(frozen=True, slots=True)
class Exhibits:
    """What stands around an exhibit; ``sources`` and ``others`` take the number of those who published them.

    ``beside`` stands before files that lie in the folder of the page, ``skip`` on the way past a long table.
    """

    numbered: str
    sources: Callable[[int], str]
    via: str
    others: Callable[[int], str]
    table: str
    values: str
    values_shown: str
    download: str
    kinds: Mapping[str, str]  # of files, by their endings
    beside: str
    skip: str
    raw: str


@dataclass(frozen=True, slots=True)
class Origins:
    """Where figures come from: the table of all figures, what opens at a figure, and references to sources.

    ``lead`` stands above the table on the page; above the one on paper ``lead_in_print`` and, where some are left out,
    ``left_out``, which takes their number. There ``units`` head the ``measure`` column, and ``other_periods`` leads to
    what has no column. ``sources`` takes their number. ``flags`` are the marks of sources beside numbers.
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
    standing: str
    other_periods: str
    in_period: str
    units: Mapping[str, str]
    left_out: Callable[[int], str]
    equivalents: str
    inputs: str
    note: str
    all_figures: str
    close: str
    cited: str
    cited_at: str
    titled: str
    exact: str
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
    workbook: str
    sheet_of_facts: str
    sheet_of_ledger: str
    sheet_of_sources: str
    attached_table: str
    attached_record: str
    attached_manifest: str


@dataclass(frozen=True, slots=True)
class Links:
    """Links of a PDF as they are read aloud: an entry of the contents, and the mark of a footnote."""

    on_page: str
    footnote: str


@dataclass(frozen=True, slots=True)
class Mail:
    """What a mail says beside the edition's own words; ``as_recorded`` says whose numbers these are."""

    read: str
    attached: str
    changed: str
    as_recorded: str


@dataclass(frozen=True, slots=True)
class Index:
    """The pages that list editions; ``counted`` takes their number.

    ``filters`` are what editions can be chosen by, ``every`` the choice of all, ``search`` finds words of a title,
    ``nothing`` is said where a choice leaves none. A brief has a page of its own (``of_brief``, ``history``), from
    which ``all_briefs`` leads back. Of an edition that was corrected, ``revised`` and what follows say so at the old
    one, ``revision`` and ``revision_because`` at the new. ``key_figure`` is for feeds.
    """

    title: str
    choose: str
    filters: Mapping[str, str]  # by the property of an edition: "entity", "kind", "period"
    search: str
    every: str
    nothing: str
    counted: Callable[[int], str]
    page: str
    page_of: str
    pdf: str
    pdf_of: str
    size: str
    of_brief: str
    history: str
    history_of: str
    all_briefs: str
    feed: str
    key_figure: str
    revision: str
    revision_because: str
    replaced: str
    revised: str
    revised_because: str
    to_revision: str
    as_published: str
    forward: str


@dataclass(frozen=True, slots=True)
class Portfolio:
    """The page that lists the briefs of a portfolio, and the brief over all of them.

    ``lacking`` are those without an edition. The texts of the covering brief are templates of an author's kind; in them
    ``[metric]`` stands for a metric, ``[label]`` for its name, ``[first]`` and ``[last]`` for the ends of its ranking.
    """

    counted: Callable[[int], str]
    lacking: Callable[[int], str]
    part: str
    parts: str
    title: str
    title_without: str
    total: str
    ends: str
    few: str
    ranked: str
    top: str
    bottom: str
    spread: str
    far_label: str
    far: str
    far_one: str
    summed: str
