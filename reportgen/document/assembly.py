"""From facts, words and exhibits to the content of one document."""

from __future__ import annotations

import os
import re
from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from markupsafe import Markup

from reportgen.brief import Brief
from reportgen.document.content import (
    KEY_TABLE,
    Card,
    Content,
    House,
    Labelled,
    Remark,
    Section,
    Tokens,
    Tone,
    capitalised,
)
from reportgen.document.cover import cover
from reportgen.document.exhibits import SPARKLINE_SLOT, Planned
from reportgen.document.markdown import GLOSSARY, placeholder
from reportgen.document.narrative import Writer
from reportgen.document.notices import definitions, notices
from reportgen.document.repeated import drawn_once
from reportgen.errors import FormulaError
from reportgen.facts.book import Book
from reportgen.facts.reference import fact_of
from reportgen.facts.vocabulary import ON_THE_PERIOD, ON_THE_YEAR
from reportgen.figures.ledger import Ledger
from reportgen.figures.verbs import judgement
from reportgen.figures.written import Style
from reportgen.findings import Finding, Findings, Place
from reportgen.located import read_text
from reportgen.model import Fact, Picture
from reportgen.periods import day_in_words
from reportgen.settings import Kpi
from reportgen.settings import Labelled as LabelledSetting
from reportgen.version import __version__

LOGO_TYPES = {".svg": "image/svg+xml", ".png": "image/png"}
OWN_STYLE = "style.css"


def style_of(book: Book) -> Style:
    """How the brief writes numbers."""
    settings = book.brief.settings
    shorts = {one.code: one.short for one in settings.currency if one.short}
    words = {one.code: one.word for one in settings.currency if one.word}
    defaults = {"USD": "US$", "EUR": "€", "GBP": "£", "JPY": "¥"}
    written = settings.style.model_dump()
    words = {**settings.words.units.currencies, **words}
    return Style(settings.language, {**defaults, **shorts}, words, settings.negative, **written)


def names_of(book: Book) -> Mapping[str, object]:
    """What a template may name beside functions: every metric, ``compare``, and plain texts about the brief."""
    brief, entity = book.brief, book.brief.settings.entity
    texts = {
        "entity": entity.brief_name,
        "entity_name": entity.name,
        "period": brief.period.long,
        "period_short": brief.period.short,
        "period_dates": brief.period.dates,
        "prior_period": brief.period.prior.long,
        "next_period": brief.period.shift(1).long,
        "next_period_dates": brief.period.shift(1).dates,
    }
    of_many = {"each": Parameters(brief.member.parameters)} if brief.member else {}
    return {**book.namespace(), **texts, **of_many}


class Parameters:
    """What one of many briefs is told apart by, for its texts: ``{{ each.region }}``."""

    __slots__ = ("_texts",)

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._texts = dict(texts)

    def __getitem__(self, name: str) -> str:
        return self._texts[name]


@dataclass(frozen=True, slots=True)
class Words:
    """Everything that authors' templates say, evaluated; figures are tokens in it."""

    title: str
    standfirst: Markup
    cards: tuple[Card, ...]
    summary: tuple[Labelled, ...]
    box: tuple[Labelled, ...]
    sections: tuple[Section, ...]
    notices: tuple[str, ...]
    worded: Mapping[str, str]  # notices that have a name


def write(book: Book, ledger: Ledger, writer: Writer) -> Words:
    """Evaluate every template of a brief; problems are gathered in ``writer.findings``."""
    settings, place = book.brief.settings, book.brief.place
    return Words(
        title=writer.text(settings.title, place("title")),
        standfirst=writer.inline(settings.standfirst, place("standfirst")),
        cards=tuple(_card(book, ledger, writer, kpi, index) for index, kpi in enumerate(settings.kpis)),
        summary=tuple(_labelled(book, writer, "summary", settings.summary)),
        box=tuple(_labelled(book, writer, "box", settings.box)),
        sections=drawn_once(
            (*_key_table(book.brief), *writer.sections(book.brief.folder / settings.narrative))
        ),
        notices=tuple(
            writer.text(text, place("notices", index)) for index, text in enumerate(settings.notices)
        ),
        worded={
            name: writer.text(text, place("wording", "notices", name)) if text else ""
            for name, text in settings.wording.notices.items()
        },
    )


def _key_table(brief: Brief) -> Iterator[Section]:
    """The key table as an opening part of its own, between page one and the narrative."""
    name = brief.settings.key_table
    if name:
        html = Markup(placeholder(name))  # noqa: S704 - our own mark around a checked name
        yield Section(KEY_TABLE, "", html, (name,), place=brief.place("key_table"))


def _labelled(book: Book, writer: Writer, name: str, items: Iterable[LabelledSetting]) -> Iterable[Labelled]:
    for index, item in enumerate(items):
        text = writer.inline(item.text, book.brief.place(name, index, "text"))
        yield Labelled(item.label, text)


def _named(fact: Fact, brief: Brief) -> str:
    """What a card is called: the metric, and the period where that does not end with the brief's."""
    name = fact.metric.name
    return name if fact.period.end == brief.period.end else f"{name}, {fact.period.short}"


def _card(book: Book, ledger: Ledger, writer: Writer, kpi: Kpi, index: int) -> Card:
    figure = _asked(book, kpi.figure, book.brief.place("kpis", index, "figure"), writer.findings)
    change = _asked(book, kpi.change, book.brief.place("kpis", index, "change"), writer.findings)
    form = "signed" if figure and figure.metric.kind == "growth" else "short"
    return Card(
        label=kpi.label or (_named(figure, book.brief) if figure else kpi.figure),
        value=ledger.say(figure, form) if figure else "",
        change=_change(ledger, figure, change) if change else "",
        basis=_basis(kpi, change, ledger) if change else "",
        note=writer.inline(kpi.note, book.brief.place("kpis", index, "note")),
        tone=_tone(change),
    )


def _change(ledger: Ledger, figure: Fact | None, change: Fact) -> str:
    """A change; that of a rate without its unit, which the value above it has said: "+0.3"."""
    is_said = figure is not None and figure.unit.kind == "rate" and figure.unit == change.unit
    return ledger.say(change, "number", sign=True) if is_said else ledger.say(change, "signed")


def _basis(kpi: Kpi, change: Fact, ledger: Ledger) -> str:
    """What a change is measured on: the author's word; else as its own kind of change tells, or nothing."""
    if kpi.basis is not None:
        return kpi.basis
    kind = re.split(r"[._]", change.metric.id)[-1]
    on = "year" if kind in ON_THE_YEAR else change.period.frequency if kind in ON_THE_PERIOD else ""
    return ledger.style.words.page.on.get(on, "")


def _asked(book: Book, expression: str, place: Place, findings: Findings) -> Fact | None:
    if not expression:
        return None
    try:
        return fact_of(book.evaluate(expression))
    except FormulaError as problem:
        findings.add(problem.finding(place))
        return None


def _tone(change: Fact | None) -> Tone:
    """Good or bad by the meaning of the metric: a rising cost is bad. Neutral where the metric has no polarity."""
    sign = judgement(change) if change else 0
    return "good" if sign > 0 else "bad" if sign < 0 else "neutral"


def assemble(  # noqa: PLR0913 - one argument for each thing that a document is made of
    book: Book,
    ledger: Ledger,
    theme: Tokens,
    words: Words,
    planned: Mapping[str, Planned],
    sparklines: Mapping[str, Planned],
    *,
    findings: Iterable[Finding] = (),
    inputs: str = "",
    draft: bool = False,
) -> Content:
    """The content of a brief, its pictures still blank; ``inputs`` is the hash of everything it was made from."""
    brief, settings = book.brief, book.brief.settings
    facts = tuple({line.figure.fact.id: line.figure.fact for line in ledger.shown}.values())
    content = Content(
        title=words.title,
        standfirst=words.standfirst,
        entity=settings.entity.name,
        entity_short=settings.entity.brief_name,
        ticker=settings.entity.ticker,
        period=brief.period.long,
        period_short=brief.period.short,
        period_dates=brief.period.dates,
        further_dates=brief.period.further_dates,
        date=settings.date,
        date_words=day_in_words(settings.date, settings.words.periods),
        ledger=ledger,
        theme=theme,
        cards=_with_histories(words.cards, sparklines),
        summary=words.summary,
        key_exhibit=settings.key_exhibit or "",
        box=words.box,
        sections=words.sections,
        exhibits={name: one.exhibit for name, one in planned.items()},
        sources=tuple(brief.sources.values()),
        definitions=definitions(
            facts, book.metrics, settings.words, {**settings.abbreviations, **settings.glossary}
        ),
        has_glossary=any(GLOSSARY in section.html for section in words.sections),
        notices=notices(facts, settings.words, words.notices, settings.entity.name, words.worded),
        notes=tuple(_noted(finding, brief) for finding in findings if _is_for_readers(finding, draft=draft)),
        signatures=tuple((one.name, one.role) for one in settings.signatures),
        letterhead=settings.letterhead,
        confidentiality=settings.document.confidentiality,
        foot=brief.foot,
        contents=settings.document.contents,
        words=settings.words,
        provenance=ledger.style.words.page.made_from.format(version=__version__, inputs=inputs[:16]),
        language=settings.language,
        paper=brief.paper,
        appendix=settings.appendix,
        style=own_style(brief, Findings()),
        logo=logo(brief, Findings()),
        house=house(brief, Findings()),
        cover=cover(brief, Findings()),
        draft=draft,
    )
    return with_pictures(content, _blank({**planned, **sparklines}))


def _with_histories(cards: Sequence[Card], sparklines: Mapping[str, Planned]) -> tuple[Card, ...]:
    """The cards, and what their small pictures say."""
    return tuple(
        replace(card, sparkline_alt=sparklines[name].exhibit.alt, caption=sparklines[name].exhibit.measure)
        if (name := f"kpi-{number}") in sparklines
        else card
        for number, card in enumerate(cards, 1)
    )


def _blank(planned: Mapping[str, Planned]) -> Mapping[str, Picture]:
    """Empty pictures of the sizes that those of the exhibits will have, keyed ``exhibit/slot``."""
    return {
        f"{name}/{slot}": Picture("", sketch.width, sketch.height)
        for name, one in planned.items()
        for slot, sketch in one.sketches.items()
    }


def _is_for_readers(finding: Finding, *, draft: bool) -> bool:
    """Whether a reader needs to know: of an exception that the author made and gives a reason for.

    What is wrong with the looks of a page, or could be written better, is for its maker alone. A draft has no other
    readers than those: it shows its errors.
    """
    return bool(finding.reason) or (draft and finding.severity == "error")


def _noted(finding: Finding, brief: Brief) -> Remark:
    """A finding as its readers see it, files named as seen from the brief's folder, wherever that lies."""
    message = brief.files.without_paths(finding.said)
    return Remark(capitalised(f"{finding.code}".replace("-", " ")), capitalised(message), finding.reason)


def with_pictures(content: Content, pictures: Mapping[str, Picture]) -> Content:
    """The content with these pictures, keyed ``exhibit/slot``, in their places."""
    slots: dict[str, dict[str, Picture]] = {}
    for name, picture in pictures.items():
        exhibit, _, slot = name.partition("/")
        slots.setdefault(exhibit, {})[slot] = picture
    exhibits = {name: replace(one, pictures=slots.get(name, {})) for name, one in content.exhibits.items()}
    cards = [
        replace(card, sparkline=slots.get(f"kpi-{number}", {}).get(SPARKLINE_SLOT))
        for number, card in enumerate(content.cards, 1)
    ]
    return replace(content, exhibits=exhibits, cards=tuple(cards))


def own_style(brief: Brief, findings: Findings) -> str:
    """The brief's own stylesheet, or nothing."""
    path = brief.folder / OWN_STYLE
    return (read_text(path, findings, brief.files) or "") if os.path.lexists(path) else ""


def logo(brief: Brief, findings: Findings) -> str:
    """The logo of the brief, or of its house, as an address that holds it, or nothing."""
    name, ours = brief.settings.theme.logo, brief.look.brand.logo
    if name:
        return (
            _address(name, brief.files.content(brief.folder / name, "logo", findings))
            if _is_logo(name)
            else ""
        )
    return _house_logo(brief, ours.light, findings, "light") if ours else ""


def house(brief: Brief, findings: Findings) -> House:
    """What the brand puts on the pages; a brief's own logo comes without the house's sizes."""
    brand, ours = brief.look.brand, brief.look.brand.logo
    of_house = ours if ours and not brief.settings.theme.logo else None
    return House(
        logo_dark=_house_logo(brief, of_house.dark, findings, "dark") if of_house and of_house.dark else "",
        logo_height=of_house.height if of_house else 0.0,
        logo_place=of_house.place if of_house else "left",
        head=brand.head,
        cover=brand.cover,
        top=brand.margins.top,
        bottom=brand.margins.bottom,
    )


def _house_logo(brief: Brief, name: str, findings: Findings, scheme: str) -> str:
    raw = brief.look.content(name, "logo", brief.files, findings, "logo", scheme) if _is_logo(name) else None
    return _address(name, raw)


def _is_logo(name: str) -> bool:
    return Path(name).suffix.lower() in LOGO_TYPES


def _address(name: str, raw: bytes | None) -> str:
    return (
        f"data:{LOGO_TYPES[Path(name).suffix.lower()]};base64,{b64encode(raw).decode()}"
        if raw is not None
        else ""
    )
