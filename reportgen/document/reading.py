"""A document read through: every figure that stands in it is entered in the ledger, in the order of reading.

What was said and stands nowhere is never entered: the lead that an author's own replaced, the label for which a chart
had no room, the note that nothing refers to.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from reportgen.charts.judging.writing import Drawn, both, drawn, ticks_of, titles_of, words_of
from reportgen.document.assembly import Words
from reportgen.document.content import Section
from reportgen.document.exhibits import Planned, resting_on
from reportgen.document.markdown import PLACEHOLDER
from reportgen.document.slots import paged, slots_of
from reportgen.figures.ledger import Ledger
from reportgen.model import Only, Picture, Spot, Table

Reader = Callable[[str, Planned, str, Mapping[str, Picture]], Iterable[str]]


@dataclass(frozen=True, slots=True)
class Passage:
    """A text with tokens as it stands at a place; ``only`` where print does not show it."""

    spot: Spot
    text: str
    only: Only = ""


def read_through(
    ledger: Ledger,
    words: Words,
    exhibits: Mapping[str, Planned],
    sparklines: Mapping[str, Planned],
    key_exhibit: str,
    pictures: Mapping[str, Picture],
) -> tuple[Ledger, dict[str, Planned]]:
    """Enter what a document shows.

    Args:
        ledger: knows all figures that were said.
        words: what authors' templates gave.
        exhibits: every exhibit that is shown, by id.
        sparklines: the pictures of the cards, by ``kpi-1``.
        key_exhibit: the id of the exhibit on page one, if any.
        pictures: the frozen charts by ``exhibit/slot``; what is not among them is read from its sketch.

    Returns:
        A ledger with these figures, and the exhibits with their sources and the writing in their pictures.
    """
    read = ledger.unentered()
    slots = slots_of(words.sections, key_exhibit, words.summary)
    known = {
        name: _with_writing(name, one, slots.get(name, {}), read, pictures) for name, one in exhibits.items()
    }
    for passage in _passages(words, known, sparklines, key_exhibit):
        read.enter(passage.spot, passage.text, passage.only)
    by_spot = read.by_spot()
    for name, one in known.items():
        facts = tuple(line.figure.fact for line in by_spot.get(Spot("exhibit", name), ()))
        known[name] = replace(one, exhibit=resting_on(one.exhibit, facts, read.style.words.origins.flags))
    return read, known


def _passages(
    words: Words, exhibits: Mapping[str, Planned], sparklines: Mapping[str, Planned], key_exhibit: str
) -> Iterator[Passage]:
    """Every text of a document, in the order in which its page puts them."""
    yield Passage(Spot("title"), words.title)
    yield Passage(Spot("standfirst"), words.standfirst)
    for number, card in enumerate(words.cards, 1):
        spot = Spot("card", str(number))
        yield from (Passage(spot, text) for text in (card.value, card.change, card.note))
        if f"kpi-{number}" in sparklines:
            yield Passage(spot, sparklines[f"kpi-{number}"].exhibit.alt)
    for number, item in enumerate(words.summary, 1):
        yield Passage(Spot("summary", str(number)), item.text)
    if key_exhibit in exhibits:
        yield from _of_exhibit(exhibits[key_exhibit])
    for number, item in enumerate(words.box, 1):
        yield Passage(Spot("box", str(number)), item.text)
    for section in words.sections:
        yield from _of_section(section, exhibits)
    yield from (Passage(Spot("notices"), text) for text in words.notices)


def _of_section(section: Section, exhibits: Mapping[str, Planned]) -> Iterator[Passage]:
    spot, begin = Spot("section", section.id), 0
    yield Passage(spot, section.title)
    for placed in PLACEHOLDER.finditer(section.html):
        yield Passage(spot, section.html[begin : placed.start()])
        if placed[1] in exhibits:
            yield from _of_exhibit(exhibits[placed[1]])
        begin = placed.end()
    yield Passage(spot, section.html[begin:])


def _of_exhibit(one: Planned) -> Iterator[Passage]:
    """An exhibit; the table of a chart, and labels of its narrow picture, stand on the page alone."""
    exhibit, spot = one.exhibit, Spot("exhibit", one.exhibit.id)
    yield from (Passage(spot, text) for text in (exhibit.title, exhibit.measure))
    if one.is_chart:
        yield Passage(spot, exhibit.alt)
        yield Passage(spot, "".join(one.in_print.labels))
        yield Passage(spot, "".join(one.on_page.labels), "page")
        yield Passage(spot, exhibit.caveat)
        yield Passage(spot, _text_of(exhibit.table), "page")
    else:
        yield from (Passage(spot, text) for text in (_text_of(exhibit.table), exhibit.caveat))


def _text_of(table: Table) -> str:
    """Its texts, and what small pictures in it show; a second order holds the same."""
    lines = (text for line in table.lines for text in line)
    return " ".join((*lines, *(cell.alt for row in table.rows for cell in row), *table.notes))


def _with_writing(
    name: str, one: Planned, slots: Iterable[str], ledger: Ledger, pictures: Mapping[str, Picture]
) -> Planned:
    """An exhibit with what is written in those of its pictures that the document shows, on the page and in print."""
    candidates = {token: ledger.plain(token) for token in one.candidates}

    def writing(names: Iterable[str], words: Reader) -> Drawn:
        shown = [slot for slot in dict.fromkeys(names) if slot in one.sketches]
        return both(
            [
                drawn(words(key, one, slot, pictures), candidates, _ticks(key, pictures))
                for slot in shown
                for key in [f"{name}/{slot}"]
            ]
        )

    slots = tuple(slots)
    on_page, pointed = writing(paged(slots), _words), writing(paged(slots), _pointed_at)
    known = dict.fromkeys((*on_page.words, *pointed.words))
    return replace(one, in_print=writing(slots, _words), on_page=replace(on_page, words=tuple(known)))


def _words(key: str, one: Planned, slot: str, pictures: Mapping[str, Picture]) -> Iterable[str]:
    picture = pictures.get(key)
    return words_of(picture.svg) if picture and picture.svg else one.sketches[slot].words()


def _ticks(key: str, pictures: Mapping[str, Picture]) -> Iterable[str]:
    picture = pictures.get(key)
    return ticks_of(picture.svg) if picture and picture.svg else ()


def _pointed_at(key: str, _one: Planned, _slot: str, pictures: Mapping[str, Picture]) -> Iterable[str]:
    """What a pointer brings out over the marks of a picture: labels that had no room, and names of periods."""
    picture = pictures.get(key)
    return titles_of(picture.svg) if picture and picture.svg else ()
