"""What a page says of each figure beside its words: the value for programs, and where it comes from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from xml.etree.ElementTree import Element

from reportgen.document.origins import interval_of, said, standing_of
from reportgen.document.values import machine_value
from reportgen.figures.formula_words import formula_of
from reportgen.figures.replay import Record
from reportgen.figures.written import Style
from reportgen.language import Origins
from reportgen.model import Derived, Fact, Stated
from reportgen.verify.page_tree import Tree, classes, raw_text, words
from reportgen.verify.pdf_reading import listed
from reportgen.verify.redrawn import visible_letters


def origin_faults(tree: Tree, record: Record, addresses: Mapping[int, str]) -> Iterator[str]:
    """What differs between the record and what the page says of where its figures come from.

    Args:
        tree: the page.
        record: what it was made from.
        addresses: of the sources, by their numbers.
    """
    facts = {fact.id: fact for fact in record.facts.values()}
    yield from listed(_values(tree, record, facts))
    yield from listed(_spots(tree, facts))
    for popover in (one for one in tree.elements if "popover" in one.attrib):
        yield from _popover(popover, facts, record.style, addresses)
    for row in (one for one in tree.all("tr") if one.get("id", "").startswith("row-")):
        yield from _row(row, facts, record.style)


def _values(tree: Tree, record: Record, facts: Mapping[str, Fact]) -> Iterator[str]:
    """Every ``data`` element: its fact, the fact's value, the words, and the popover that it opens."""
    figures = {f"fig-{one.number}": one.fact.id for one in record.figures}
    texts: dict[str, set[str]] = {}
    for one in record.figures:
        texts.setdefault(one.fact.id, set()).add(visible_letters(one.text))
    opens = {one.get("id"): _fact_of(one) for one in tree.elements if "popover" in one.attrib}
    for element in tree.all("data"):
        name, shown = element.get("data-fact", ""), raw_text(element)
        if name not in facts:
            yield f"'{shown}' is a figure of '{name}', which is not in facts.json"
            continue
        if element.get("value") != machine_value(facts[name]):
            yield f"'{shown}' has the value {element.get('value')} for programs, {name} is {machine_value(facts[name])}"
        if figures.get(element.get("id", ""), name) != name:
            yield f"'{shown}' is said to be {name}, the record has {figures[element.get('id', '')]}"
        expected = texts.get(name, set()) | {visible_letters(said(facts[name], "short", record.style))}
        if "id" not in element.attrib and visible_letters(shown) not in expected:
            yield f"'{shown}' is nowhere said of {name}"
        for button in element.iter("button"):
            if opens.get(button.get("popovertarget")) != name:
                yield f"'{shown}' leads to the origin of another fact than {name}"


def _spots(tree: Tree, facts: Mapping[str, Fact]) -> Iterator[str]:
    """Every place on a picture that opens an origin: that of the fact which is drawn there, in the picture's words."""
    opens = {one.get("id"): _fact_of(one) for one in tree.elements if "popover" in one.attrib}
    for spot in (one for one in tree.all("button") if classes(one) == ("spot",)):
        fact = spot.get("data-fact", "")
        if fact not in facts or opens.get(spot.get("popovertarget")) != fact:
            yield f"a mark of '{fact}' leads to the origin of another fact"
        around = next((one for one in tree.around(spot) if "exhibit" in classes(one)), None)
        drawn = [
            part for part in (around.iter() if around is not None else ()) if part.get("data-fact") == fact
        ]
        said = {visible_letters(raw_text(part)) for one in drawn for part in (one, *one)}
        if visible_letters(spot.get("title", "")) not in said:
            yield f"a mark of '{fact}' says '{spot.get('title')}', which its picture does not"


def _fact_of(popover: Element) -> str:
    return next((one.get("data-fact", "") for one in popover.iter("data")), "")


def _popover(
    popover: Element, facts: Mapping[str, Fact], style: Style, addresses: Mapping[int, str]
) -> Iterator[str]:
    fact = facts.get(_fact_of(popover))
    if fact is None:
        yield f"'{popover.get('id')}' is the origin of no fact of facts.json"
        return
    where = f"the origin of {fact.id}"
    title = f"{_label(fact)}, {fact.when}"
    for found in (one for one in popover.iter("p") if one.get("class") == "origin-title"):
        yield from _compared(where, "title", words(found), title)
    value = next(popover.iter("data"))
    yield from _compared(where, "value", raw_text(value), said(fact, "short", style))
    for scenario in (one for one in popover.iter("span") if one.get("class") == "scenario"):
        yield from _compared(where, "scenario", words(scenario), standing_of(fact))
    for term, parts in _terms(popover, style.words.origins):
        yield from _term(where, term, parts, fact, facts, style)
    for part in popover.iter("a"):
        yield from _reference(where, part, addresses)


def _term(
    where: str, term: str, parts: list[Element], fact: Fact, facts: Mapping[str, Fact], style: Style
) -> Iterator[str]:
    text, names = "; ".join(map(words, parts)), style.words.origins
    whole = {
        names.range: lambda: interval_of(fact, style),
        names.note: lambda: fact.note,
        names.formula: lambda: formula_of(fact),
        names.source: lambda: "; ".join(map(_cited, _statements(fact, facts))),
    }
    if term in whole:
        yield from _compared(where, term.lower(), text, whole[term]())
        return
    if term == names.inputs:
        inputs = fact.origin.inputs if isinstance(fact.origin, Derived) else ()
        known = {visible_letters(_input(one, style)) for one in inputs}
        said_here = [words(button) for part in parts for button in part.iter("button")]
    else:
        others = [one for one in facts.values() if one.id.startswith(f"{fact.id}/")]
        known = {visible_letters(said(one, "short", style)) for one in others}
        said_here = text.split("; ")
    for one in said_here:
        if visible_letters(one) not in known:
            yield f"{where} has, under '{term}', '{one}', which the record does not give"


def _statements(fact: Fact, facts: Mapping[str, Fact]) -> list[Fact]:
    """A fact, and what other sources state of it."""
    return [one for one in facts.values() if one.id == fact.id or one.id.startswith(f"{fact.id}#")]


def _cited(fact: Fact) -> str:
    """A source as the popover cites it."""
    if not isinstance(fact.origin, Stated):
        return ""
    source, anchor = fact.origin.source, fact.origin.anchor
    return f"{source.title} [{source.number}]{f', {anchor}' if anchor else ''}{fact.origin.passage}"


def _input(fact: Fact, style: Style) -> str:
    scenario = f", {standing_of(fact)}" if standing_of(fact) else ""
    return f"{_label(fact)}, {fact.when}{scenario}: {said(fact, 'short', style)}"


def _label(fact: Fact) -> str:
    return fact.label or fact.metric.label


def _terms(popover: Element, names: Origins) -> Iterator[tuple[str, list[Element]]]:
    """Each term of a popover that we write, with what stands under it."""
    ours = (names.range, names.formula, names.source, names.note, names.equivalents, names.inputs)
    for listing in popover.iter("dl"):
        parts: dict[str, list[Element]] = {}
        term = ""
        for element in listing:
            if element.tag == "dt":
                term = words(element)
            else:
                parts.setdefault(term, []).append(element)
        for term, found in parts.items():
            named = names.source if term == names.sources(len(found)) else term  # one of them, or several
            if named in ours:
                yield named, found


def _reference(where: str, link: Element, addresses: Mapping[int, str]) -> Iterator[str]:
    address = link.get("href", "")
    if link.get("class") == "cite":
        number = address.removeprefix("#source-")
        if words(link) != f"[{number}]":
            yield f"{where} cites '{words(link)}' and leads to source {number}"
    elif not address.startswith("#") and address not in addresses.values():
        yield f"{where} leads to '{address[:60]}', which is the address of no source"


def _row(row: Element, facts: Mapping[str, Fact], style: Style) -> Iterator[str]:
    """A row of the table of all figures: label, period, value, range, formula or source."""
    cells = [one for one in row if one.tag in ("th", "td")]
    fact = facts.get(_fact_of(row))
    if fact is None or len(cells) != len(("label", "period", "value", "range", "how")):
        yield f"'{row.get('id')}' is the row of no fact of facts.json"
        return
    where = f"the row of {fact.id}"
    scenario = f" {standing_of(fact)}" if standing_of(fact) else ""
    expected = (
        f"{_label(fact)}{scenario}",
        fact.when,
        said(fact, "short", style),
        interval_of(fact, style),
    )
    for what, cell, text in zip(("label", "period", "value", "range"), cells, expected, strict=False):
        yield from _compared(where, what, words(cell), text)
    if isinstance(fact.origin, Derived):
        yield from _compared(where, "formula", words(cells[-1]), formula_of(fact))
    else:
        stated = [
            one.origin for one in facts.values() if one.id == fact.id or one.id.startswith(f"{fact.id}#")
        ]
        cited = "; ".join(
            f"[{one.source.number}]{f' {one.anchor}' if one.anchor else ''}"
            for one in stated
            if isinstance(one, Stated) and one.source.number  # a brief that names no source shows none
        )
        yield from _compared(where, "source", words(cells[-1]), cited)


def _compared(where: str, what: str, found: str, expected: str) -> Iterator[str]:
    if visible_letters(found) != visible_letters(expected):
        yield f"{where} has the {what} '{found}', the record gives '{expected}'"
